"""Operators that write into a tensor: a Parameter, usually.

What they return shares what they wrote into: the tensor itself or, of a Parameter, a plain tensor.
"""

from __future__ import annotations

from msjax._core import promotion
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe, operand_error
from msjax._core.operator import composite, operator, write_into
from msjax._core.tensor import Tensor, alias, read
from msjax._core.views import rebind
from msjax._ops import creation, scatter
from msjax._ops.conversion import cast
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _target(name, variable):
    if not isinstance(variable, Tensor):
        raise ExplainedTypeError(
            f"For '{name}', the variable must be a Parameter, but got {describe(variable)}."
        )
    return variable


def _written(name, variable, value):
    """Write a value into a variable; return a plain tensor that shares it."""
    write_into(_target(name, variable), value)
    return variable if variable.__class__ is Tensor else alias(variable)


def _fitting(name, variable, value):
    """Return a value in the dtype of a variable, whose shape it has and to whose dtype it promotes.

    MindSpore neither broadcasts nor narrows what it assigns.
    """
    value = jnp.asarray(value)
    if value.shape != variable.shape:
        raise ExplainedValueError(
            f"For '{name}', 'value' must have the same shape as 'variable', but got "
            f"{list(value.shape)} for {list(variable.shape)}; broadcast it first, for instance "
            f"with `ops.broadcast_to(value, {variable.shape})`."
        )
    promoted = promotion.combined_dtype((variable, value))
    if promoted != variable.dtype:
        raise ExplainedTypeError(
            f"For '{name}', the value promotes to {promoted}, which a variable of {variable.dtype} "
            f"cannot hold; convert it first, for instance with `x.astype(mindspore."
            f"{variable.dtype})`."
        )
    return value.astype(variable.dtype)


@operator(samples=("f32[2, 3], f32[2, 3]",))
def assigned(variable, value):
    """Return the value in the variable's dtype, after checking its shape; it has no gradient."""
    return jax.lax.stop_gradient(_fitting("assign", variable, value))


@operator(samples=("f32[2, 3], f32[2, 3]",))
def assigned_sum(variable, value):
    """Return what a variable holds after a value was added."""
    return variable + _fitting("assign_add", variable, value)


@operator(samples=("f32[2, 3], f32[2, 3]",))
def assigned_difference(variable, value):
    """Return what a variable holds after a value was subtracted."""
    return variable - _fitting("assign_sub", variable, value)


@composite(
    "ops.assign(variable, value)",
    "ops.Assign()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]",),
)
def assign(variable, value):
    """Write a value into a variable; return the variable."""
    return _written("assign", variable, assigned(variable, value))


@composite(
    "Tensor.assign_value(self, value)",
    "Tensor.set_(self, source) -> (self, source)",
    samples=("f32[2, 3], f32[2, 3]", "Tensor.set_: f32[2, 3], f32[2]"),
)
def assign_value(target, value):
    """Give a tensor another's value, shape and dtype, unseen by views; return the tensor."""
    if not isinstance(value, Tensor):
        raise operand_error("assign_value", value)
    rebind(target, read(value), value._node)
    return target


@composite(
    "ops.assign_add(variable, value)",
    "ops.AssignAdd()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]", "f32[], 1.0"),
)
def assign_add(variable, value):
    """Add a value to a variable; return the variable."""
    return _written("assign_add", variable, assigned_sum(variable, value))


@composite(
    "ops.assign_sub(variable, value)",
    "ops.AssignSub()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]", "f32[], 1.0"),
)
def assign_sub(variable, value):
    """Subtract a value from a variable; return the variable."""
    return _written("assign_sub", variable, assigned_difference(variable, value))


@operator(
    "ops.stop_gradient_(input) -> input := (input)",
    samples=("f32[2, 3]",),
)
def stopped(x):
    """Return a value that is a constant to gradients."""
    return jax.lax.stop_gradient(x)


@operator(samples=("f32[2, 3], f32[3]",))
def copied(target, value):
    """Return a value broadcast to a tensor's shape, in its dtype."""
    shape = jnp.shape(value)
    if any(n not in (1, m) for n, m in zip(shape[::-1], target.shape[::-1], strict=False)):
        raise RuntimeError(
            f"For 'copy_', the source must broadcast to the tensor's shape {list(target.shape)}, "
            f"but its shape is {list(shape)}."
        )
    return jnp.broadcast_to(cast.kernel(value, dtype=target.dtype), target.shape)


@composite(
    "Tensor.copy_(self, src, non_blocking=False) -> (self, src)",
    "ops.CopyWithSlice()(x, y)",
    samples=("f32[2, 3], f32[3]",),
)
def copy_(target, value):
    """Write another tensor's values, broadcast and converted; return the tensor."""
    return write_into(target, copied(target, value))


@composite("Tensor.fill_(self, value)", samples=("f32[2, 3], 5.0",))
def fill_(target, value):
    """Write one number everywhere; return the tensor."""
    return write_into(target, creation.full_like(target, value))


@composite("ops.zero_(input)", "Tensor.zero_(self)", samples=("f32[2, 3]",))
def zero_(target):
    """Write zeros everywhere; return the tensor."""
    return write_into(target, creation.zeros_like(target))


@composite(
    "ops.index_add(x, indices, y, axis, use_lock=True, check_index_bound=True)"
    " -> (x, indices, y, axis)",
    "ops.IndexAdd(axis: int, use_lock=True, check_index_bound=True)(x, indices, y) -> (x,"
    " indices, y, axis)",
    "ops.inplace_index_add(var, indices, updates, axis)",
    "ops.InplaceIndexAdd(axis: int)(var, indices, updates) -> (var, indices, updates, axis)",
    samples=("f32[4, 3], natural[2], f32[2, 3], axis=0",),
)
def index_add(x, indices, y, axis):
    """Add slices at positions along an axis of a variable; return the variable."""
    return _written("index_add", x, scatter.index_add(x, indices, y, 1, axis=axis))


@operator(promote=tensor, samples=("f32[4, 3], natural[2], f32[2, 3]",))
def scattered(x, index, values, *, how="none"):
    """Combine slices at positions along the first axis."""
    scatter.check_positions("scatter", index)
    return scatter.put(x, index, values.astype(x.dtype), how)


@operator(promote=tensor, samples=("f32[2, 3], bit[4, 2], f32[4]",))
def scattered_nd(x, index, values, *, how="none"):
    """Combine elements or slices at positions along the first axes."""
    scatter.check_positions("scatter_nd", index)
    return scatter.put(x, tuple(jnp.moveaxis(index, -1, 0)), values.astype(x.dtype), how)


def _writing(kernel, name, how, lock, *others):
    """Declare the two faces of one way to write at positions, and others."""
    title = "".join(part.title() for part in name.split("_"))
    locking = ", use_locking=False" if "nd" in name and how != "update" else ""

    def at_positions(x, indices, updates):
        return _written(name, x, kernel(x, indices, updates, how=how))

    at_positions.__name__ = name
    at_positions.__doc__ = f"{kernel.kernel.__doc__.rstrip('.')} of a variable ({how}); return it."
    composite(
        f"ops.{name}(input_x, indices, updates{locking}) -> (input_x, indices, updates)",
        f"ops.{title}(use_locking: bool = {lock})(input_x, indices, updates) -> (input_x, indices, "
        "updates)",
        *others,
        samples=kernel.samples,
    )(at_positions)


for _how in ("update", "add", "sub", "mul", "div", "max", "min"):
    _writing(scattered, f"scatter_{_how}", _how, _how == "update")
    _others = ("ops.ScatterNonAliasingAdd()(input_x, indices, updates)",) if _how == "add" else ()
    _writing(scattered_nd, f"scatter_nd_{_how}", _how, _how == "update", *_others)
