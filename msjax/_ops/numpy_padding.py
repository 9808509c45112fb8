"""Padding in NumPy's style."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor, read
from msjax._ops.array_likes import array_like
from msjax._ops.conversion import cast
from msjax._ops.numpy_joining import numpy_apply_along_axis
from msjax._ops.numpy_reductions import numpy_mean

jnp = jax.numpy

_STATISTICS = {
    "maximum": lambda x, axis: jnp.max(x, axis, keepdims=True),
    "minimum": lambda x, axis: jnp.min(x, axis, keepdims=True),
    "mean": lambda x, axis: numpy_mean.kernel(x, axis=axis, keepdims=True),
}
_MODES = (
    *("constant", "empty", "edge", "wrap", "linear_ramp", "symmetric", "reflect", "median"),
    *_STATISTICS,
)


def _pairs(values, rank) -> tuple[tuple, ...]:
    """Return a pair per axis of one number, one pair, or pairs."""
    if not isinstance(values, int | float | list | tuple | Tensor):
        raise ExplainedTypeError(
            "pad_width, stat_length, constant_values or end_values should only be int, list, tuple "
            f"or tensor, but got {describe(values)}."
        )
    array = np.asarray(read(values)) if isinstance(values, Tensor) else np.asarray(values)
    try:
        pairs = np.broadcast_to(array, (rank, 2))
    except ValueError:
        raise ExplainedValueError(
            f"input values must be able to broadcast to {(rank, 2)}, but got {values!r}."
        ) from None
    return tuple([tuple(pair) for pair in pairs.tolist()])


@composite(
    "numpy.pad(arr, pad_width, mode='constant', stat_length=None, constant_values=0,"
    " end_values=0, reflect_type='even', **kwargs) -> (arr, pad_width, mode, stat_length,"
    " constant_values, end_values, reflect_type, kwargs)",
    samples=(
        "f32[2, 3], 1",
        "f32[2, 3], ((1, 0), (0, 2)), constant_values=7",
        "f32[2, 3], 1, 'maximum'",
        "f32[4], (2, 1), 'mean', 2",
        "i32[2, 3], 1, 'minimum'",
        "f32[4], (2, 1), 'edge'",
        "f32[3], (5, 6), 'wrap'",
        "f32[3], (2, 3), 'linear_ramp', end_values=(5, -4)",
        "f32[3], (5, 6), 'symmetric'",
        "f32[3], (5, 6), 'symmetric', reflect_type='odd'",
        "f32[2, 3], (2, 4), 'reflect'",
        "f32[3], (5, 6), 'reflect', reflect_type='odd'",
        "f32[2], 1, 'empty'",
    ),
)
def numpy_pad(arr, pad_width, mode, stat_length, constant_values, end_values, reflect_type, kwargs):
    """Put elements before and behind each axis.

    Args:
        arr: an array like.
        pad_width: how many: a number, a pair (before, behind), or one per axis.
        mode: "constant", "empty" (zeros), "edge", "wrap", "linear_ramp", "symmetric", "reflect",
            "maximum", "minimum", "mean", or a function (vector, pair, axis, kwargs) that returns
            the padded vector.
        stat_length: how many elements at the edge statistics are taken of; by default all.
        constant_values: the numbers of "constant".
        end_values: the numbers that "linear_ramp" ends with.
        reflect_type: "even", or "odd": what is reflected is also mirrored at the edge's value.
        **kwargs: handed to a function.

    Raises:
        NotImplementedError: mode is "median".
    """
    arr = array_like(arr)
    if arr.ndim == 0:
        return arr
    width = _pairs(pad_width, arr.ndim)
    if callable(mode):
        arr = padded(arr, width=width, mode="constant", values=_pairs(0, arr.ndim))
        for axis in range(arr.ndim):
            arr = numpy_apply_along_axis(mode, axis, arr, (width[axis], axis, kwargs), {})
        return arr
    if mode not in _MODES:
        raise ExplainedValueError(f"Input mode not supported: {mode!r}; use one of {_MODES}.")
    if mode == "median":
        raise NotImplementedError("mode='median' is not supported yet; use 'mean'.")
    values = {"constant": constant_values, "empty": 0, "linear_ramp": end_values}.get(mode)
    if mode in _STATISTICS:
        values = stat_length
    values = values if values is None else _pairs(values, arr.ndim)
    return padded(arr, width=width, mode=mode, values=values, odd=reflect_type == "odd")


@operator(samples=("f32[3], width=((1, 2),), mode='edge', values=None, odd=False",))
def padded(x, *, width, mode, values, odd=False):
    """Put elements before and behind each axis, one axis after the other."""
    if mode in ("edge", "wrap"):
        return jnp.pad(x, width, mode)
    if mode in ("symmetric", "reflect"):
        return jnp.pad(x, width, mode, reflect_type="odd" if odd else "even")
    make = _ends_of_statistic if mode in _STATISTICS else _ends_of_number
    if mode == "linear_ramp":
        make = _ends_of_ramp
    for axis, pair in enumerate(width):
        given = None if values is None else values[axis]
        before, after = make(jnp.moveaxis(x, axis, 0), pair, given, mode)
        ends = [jnp.moveaxis(cast.kernel(e, dtype=x.dtype), 0, axis) for e in (before, after)]
        x = jnp.concatenate([ends[0], x, ends[1]], axis)
    return x


def _ends_of_number(x, pair, values, mode):
    return [jnp.full((n, *x.shape[1:]), v, x.dtype) for n, v in zip(pair, values, strict=True)]


def _ends_of_statistic(x, pair, lengths, mode):
    lengths = (len(x), len(x)) if lengths is None else [min(n, len(x)) for n in lengths]
    edges = x[: lengths[0]], x[len(x) - lengths[1] :]
    found = [_STATISTICS[mode](e, 0) for e in edges]
    return [jnp.broadcast_to(e, (n, *x.shape[1:])) for n, e in zip(pair, found, strict=True)]


def _ends_of_ramp(x, pair, values, mode):
    ends = []
    for n, value, edge, turned in zip(pair, values, (x[:1], x[-1:]), (False, True), strict=True):
        share = jnp.arange(n, dtype=jnp.float32).reshape((n,) + (1,) * (x.ndim - 1)) / max(n, 1)
        ramp = value + share * (edge - value)
        ends.append(ramp[::-1] if turned else ramp)
    return ends
