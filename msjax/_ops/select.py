"""Choosing elements by condition, and masks."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import unchanged

jnp = jax.numpy


@operator(
    "ops.where(condition, input, other)",
    "Tensor.where(self, condition, other) -> (condition, self, other)",
    "Tensor.where(self, condition, y) -> (condition, self, y)",
    "mint.where(condition, input, other)",
    "ops.select(condition, input, other)",
    "Tensor.select(self, condition: Tensor, y: Tensor|number) -> (condition, self, y)",
    "ops.Select()(condition, input, other)",
    promote=unchanged,
    samples=("bool[2, 3], f32[2, 3], 0.0", "bool[2, 3], 1, 0", "bool[2, 1], f32[3], f32[2, 3]"),
)
def where(condition, x, y):
    """Take elements of x where the condition is true and of y elsewhere."""
    return jnp.where(condition, *arithmetic(x, y))


@operator(
    "ops.masked_fill(input_x, mask, value)",
    "Tensor.masked_fill(self, mask, value)",
    "Tensor.masked_fill_(self, mask, value) -> self := (self, mask, value)",
    "ops.MaskedFill()(input_x, mask, value)",
    samples=("f32[2, 3], bool[2, 3], 9.0", "f32[2, 3], bool[3], f32[]"),
)
def masked_fill(x, mask, value):
    """Replace the elements where the mask is true."""
    _check_bool("masked_fill", mask)
    return jnp.where(mask, jnp.asarray(value).astype(x.dtype), x)


def _check_bool(name, mask):
    if mask.dtype != bool:
        raise ExplainedTypeError(
            f"For '{name}', the mask must be a bool tensor, but is {mask.dtype}."
        )


@operator(
    "ops.masked_select(input, mask)",
    "Tensor.masked_select(self, mask)",
    "mint.masked_select(input, mask)",
    "ops.MaskedSelect()(input, mask)",
    compiled=False,
    samples=("f32[2, 3], bool[2, 3]", "f32[2, 3], bool[3]"),
)
def masked_select(x, mask):
    """Return the elements where the mask is true as a vector."""
    _check_bool("masked_select", mask)
    shape = np.broadcast_shapes(x.shape, mask.shape)
    where = np.flatnonzero(np.broadcast_to(np.asarray(mask), shape))
    return jnp.broadcast_to(x, shape).reshape(-1)[where]


@operator(
    "Tensor.masked_scatter(self, mask, source)",
    "ops.MaskedScatter()(input, mask, source)",
    "Tensor.masked_scatter_(self, mask, source) -> self := (self, mask, source)",
    samples=("f32[2, 3], bool[2, 3], f32[6]",),
)
def masked_scatter(x, mask, source):
    """Replace the elements where the mask is true by those of a source, in order."""
    mask = jnp.broadcast_to(mask, x.shape)
    position = jnp.cumsum(mask.reshape(-1)).reshape(x.shape) - 1
    return jnp.where(mask, source.reshape(-1)[position].astype(x.dtype), x)


@operator(
    "ops.nonzero(input, *, as_tuple=False)",
    "Tensor.nonzero(self, *, as_tuple=False)",
    "mint.nonzero(input, *, as_tuple=False)",
    "ops.NonZero()(input)",
    "ops.argwhere(input)",
    "Tensor.argwhere(self)",
    "mint.where(condition) -> (condition, as_tuple=True)",
    compiled=False,
    differentiable=False,
    samples=("f32[2, 3]", "bool[2, 3], as_tuple=True"),
)
def nonzero(x, *, as_tuple=False):
    """Return the positions of the elements that are not 0."""
    found = np.nonzero(np.asarray(x))
    if as_tuple:
        return tuple(jax.device_put(f) for f in found)
    return jax.device_put(np.stack(found, -1) if found else np.zeros((int(x != 0), 0), np.int64))


@operator(
    "ops.tril(input, diagonal=0)",
    "Tensor.tril(self, diagonal=0)",
    "mint.tril(input, diagonal=0)",
    "ops.Tril(diagonal: int = 0)(x)",
    samples=("f32[2, 3]", "f32[3, 3], 1"),
)
def tril(x, *, diagonal):
    """Set the elements above a diagonal to 0."""
    return jnp.tril(x, diagonal)


@operator(
    "ops.triu(input, diagonal=0)",
    "Tensor.triu(self, diagonal=0)",
    "mint.triu(input, diagonal=0)",
    "ops.Triu(diagonal: None | bool | int | Tensor = 0)(input)",
    samples=("f32[2, 3]", "f32[3, 3], -1"),
)
def triu(x, *, diagonal):
    """Set the elements below a diagonal to 0."""
    return jnp.triu(x, diagonal)


@operator(
    "Tensor.choose(self, choices, mode='clip') -> (self, *choices, mode=mode)",
    lists=True,
    samples=("bit[3], (f32[3], f32[3])", "natural[2, 2], (5.0, f32[2]), 'wrap'"),
)
def choose(index, *choices, mode):
    """Take each element from the choice with its number; "clip" or "wrap" brings numbers in."""
    if not jnp.issubdtype(index.dtype, jnp.integer):
        raise ExplainedValueError(
            f"For 'Tensor.choose', the tensor must hold integers, but its dtype is {index.dtype}."
        )
    if mode == "raise":
        raise NotImplementedError("choose(mode='raise'): use 'clip' or 'wrap'.")
    if mode not in ("clip", "wrap"):
        raise ExplainedValueError(
            f"For 'Tensor.choose', mode must be 'clip' or 'wrap', but got {mode!r}."
        )
    choices, count = [jnp.asarray(c) for c in choices], len(choices)
    index = jnp.clip(index, 0, count - 1) if mode == "clip" else index % count
    *choices, index = jnp.broadcast_arrays(*arithmetic(*choices), index)
    return jnp.take_along_axis(jnp.stack(choices), index[None], 0)[0]
