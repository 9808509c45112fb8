"""Operators that write into a tensor: a Parameter, usually. They return what they wrote into."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, describe
from msjax._core.operator import composite, operator, write_into
from msjax._core.tensor import Tensor, read
from msjax._core.views import rebind
from msjax._ops import arithmetic, creation, scatter
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _target(name, variable):
    if not isinstance(variable, Tensor):
        raise ExplainedTypeError(
            f"For '{name}', the variable must be a Parameter, but got {describe(variable)}."
        )
    return variable


@operator(samples=("f32[2, 3], f32[2, 3]",))
def assigned(variable, value):
    """Return the value in the variable's dtype, after checking its shape."""
    value = jnp.asarray(value)
    if value.shape != variable.shape:
        value = jnp.broadcast_to(
            value.reshape(variable.shape) if value.size == variable.size else value, variable.shape
        )
    return value.astype(variable.dtype)


@composite(
    "ops.assign(variable, value)",
    "ops.Assign()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]",),
)
def assign(variable, value):
    """Write a value into a variable; return the variable."""
    return write_into(_target("assign", variable), assigned(variable, value))


@composite("Tensor.assign_value(self, value)", samples=("f32[2, 3], f32[2, 3]",))
def assign_value(target, value):
    """Give a tensor another value of its own, unseen by views; return the tensor."""
    new = assigned(target, value)
    rebind(target, read(new), new._node)
    return target


@composite(
    "ops.assign_add(variable, value)",
    "ops.AssignAdd()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]", "f32[2, 3], 1.0"),
)
def assign_add(variable, value):
    """Add a value to a variable; return the variable."""
    return write_into(_target("assign_add", variable), arithmetic.add(variable, value))


@composite(
    "ops.assign_sub(variable, value)",
    "ops.AssignSub()(variable, value)",
    samples=("f32[2, 3], f32[2, 3]", "f32[2, 3], 1.0"),
)
def assign_sub(variable, value):
    """Subtract a value from a variable; return the variable."""
    return write_into(_target("assign_sub", variable), arithmetic.sub(variable, value))


@composite(
    "Tensor.copy_(self, src, non_blocking=False) -> (self, src)",
    samples=("f32[2, 3], f32[3]",),
)
def copy_(target, value):
    """Write another tensor's values, broadcast and converted; return the tensor."""
    return write_into(target, assigned(target, value))


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
    "ops.IndexAdd(axis, use_lock=True, check_index_bound=True)(x, indices, y)"
    " -> (x, indices, y, axis)",
    samples=("f32[4, 3], natural[2], f32[2, 3], axis=0",),
)
def index_add(x, indices, y, axis):
    """Add slices at positions along an axis of a variable; return the variable."""
    return write_into(_target("index_add", x), scatter.index_add(x, indices, y, 1, axis=axis))


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


def _writing(kernel, name, how, lock):
    """Declare the two faces of one way to write at positions."""
    title = "".join(part.title() for part in name.split("_"))
    locking = ", use_locking=False" if "nd" in name and how != "update" else ""

    def at_positions(x, indices, updates):
        return write_into(_target(name, x), kernel(x, indices, updates, how=how))

    at_positions.__name__ = name
    at_positions.__doc__ = f"{kernel.kernel.__doc__.rstrip('.')} of a variable ({how}); return it."
    composite(
        f"ops.{name}(input_x, indices, updates{locking}) -> (input_x, indices, updates)",
        f"ops.{title}(use_locking={lock})(input_x, indices, updates) -> (input_x, indices, "
        "updates)",
        samples=kernel.samples,
    )(at_positions)


for _how in ("update", "add", "sub", "mul", "div", "max", "min"):
    _writing(scattered, f"scatter_{_how}", _how, _how == "update")
    _writing(scattered_nd, f"scatter_nd_{_how}", _how, _how == "update")
