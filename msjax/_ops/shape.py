"""Shapes and the order of axes."""

from __future__ import annotations

import math

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import axis_of, tensor

jnp = jax.numpy


@operator(
    "ops.reshape(input, shape)",
    "Tensor.reshape(self, *shape) -> (self, shape=varargs(shape))",
    "mint.reshape(input, shape)",
    "ops.Reshape()(input, shape)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3], (3, 2)", "f32[2, 3], (-1,)"),
)
def reshape(x, *, shape):
    """Give the elements, in order, another shape; one length may be -1."""
    if shape.count(-1) > 1:
        raise ExplainedValueError(
            f"For 'reshape', only one dimension can be inferred, but the shape is {shape}; replace "
            "all but one -1 by lengths."
        )
    return x.reshape(shape)


@operator(
    "Tensor.T(self)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3]", "f32[2, 3, 4]"),
)
def reverse_axes(x):
    """Reverse the order of the axes."""
    return x.T


@operator(
    "Tensor.mT(self)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3]", "f32[2, 3, 4]"),
)
def matrix_transpose(x):
    """Swap the last two axes."""
    return jnp.matrix_transpose(x)


@operator(
    "ops.t(input)",
    "Tensor.t(self)",
    "mint.t(input)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3]", "f32[3]"),
)
def t(x):
    """Transpose a matrix; keep a vector or a number."""
    if x.ndim > 2:
        raise ExplainedValueError(
            f"For 't', the tensor must have at most 2 axes, but has {x.ndim}."
        )
    return x.T


@operator(
    "ops.transpose(input, dims)",
    "ops.permute(input, axis) -> (input, dims=axis)",
    "Tensor.permute(self, *axis) -> (self, dims=varargs(axis))",
    "Tensor.permute(self, dims)",
    "mint.permute(input, dims)",
    "ops.Transpose()(input, dims)",
    "ops.TransposeView()(input, input_perm) -> (input, dims=input_perm)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4], (0, 2, 1)", "f32[2, 3], (1, 0)"),
)
def transpose(x, *, dims):
    """Put the axes in another order; without one, in reverse order."""
    if dims in ((), None, (None,)):
        return x.T
    if not isinstance(dims, tuple) or sorted(d % max(x.ndim, 1) for d in dims) != [*range(x.ndim)]:
        raise ExplainedValueError(
            f"For 'transpose', dims must name each of the {x.ndim} axes once, but got {dims!r}."
        )
    return jnp.transpose(x, dims)


@operator(
    "ops.swapaxes(input, axis0, axis1)",
    "ops.swapdims(input, dim0, dim1)",
    "Tensor.swapaxes(self, axis0, axis1)",
    "Tensor.swapdims(self, dim0, dim1)",
    "Tensor.transpose(self, dim0: int, dim1: int)",
    "mint.swapaxes(input, axis0, axis1)",
    "mint.transpose(input, dim0, dim1)",
    "ops.TransposeExtView()(input, dim0, dim1)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4], 0, 2", "f32[2, 3], 0, 1"),
)
def swapaxes(x, *, axis0, axis1):
    """Swap two axes.

    Differs: `x.transpose(0, 1)` swaps them in compiled code, too; MindSpore's graph mode takes the
    two numbers for the order of all axes.
    """
    first, second = (axis_of("swapaxes", x, a) for a in (axis0, axis1))
    return jnp.swapaxes(x, first, second)


@operator(
    "Tensor.transpose(self, *axes) -> (self, dims=varargs(axes))",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4], (0, 2, 1)", "f32[2, 3]"),
)
def tensor_transpose(x, *, dims):
    """Put the axes in another order; without one, in reverse order."""
    return transpose.kernel(x, dims=dims)


@operator(
    "ops.moveaxis(x, source, destination)",
    "ops.movedim(x, source, destination)",
    "Tensor.moveaxis(self, source, destination)",
    "Tensor.movedim(self, source, destination)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4], 0, 2", "f32[2, 3, 4], (0, 1), (2, 0)"),
)
def moveaxis(x, *, source, destination):
    """Move axes to other places, keeping the order of the rest."""
    return jnp.moveaxis(x, source, destination)


@operator(
    "ops.squeeze(input, axis=None)",
    "Tensor.squeeze(self, axis=None)",
    "mint.squeeze(input, dim=None) -> (input, axis=dim)",
    "ops.Squeeze(axis: None | bool | int | tuple | list = ())(input) -> (input, axis=axis)",
    promote=tensor,
    view=True,
    samples=("f32[1, 3, 1]", "f32[1, 3, 1], 0", "f32[1, 3, 1], (0, 1)"),
)
def squeeze(x, *, axis):
    """Drop axes of length 1: the given ones that have it, or all."""
    wanted = range(x.ndim) if axis in (None, ()) else axis if isinstance(axis, tuple) else (axis,)
    for a in wanted:
        if not -x.ndim <= a < max(x.ndim, 1):
            raise ExplainedValueError(
                f"For 'squeeze', axis must be in [-{x.ndim}, {x.ndim}), but got {a}."
            )
    return jnp.squeeze(x, tuple({a % x.ndim for a in wanted if x.shape[a] == 1}) if x.ndim else ())


@operator(
    "ops.expand_dims(input_x, axis)",
    "ops.unsqueeze(input, dim)",
    "Tensor.expand_dims(self, axis)",
    "Tensor.unsqueeze(self, dim)",
    "mint.unsqueeze(input, dim)",
    "ops.ExpandDims()(input_x, axis)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3], 0", "f32[2, 3], -1"),
)
def expand_dims(x, *, axis):
    """Insert an axis of length 1."""
    return jnp.expand_dims(x, axis)


@operator(
    "ops.flatten(input, order='C', *, start_dim=1, end_dim=-1)",
    "ops.Flatten()(input_x)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4]", "f32[2, 3, 4], start_dim=0, end_dim=1", "f32[2, 3, 2], 'F'"),
)
def flatten(x, *, order="C", start_dim=1, end_dim=-1):
    """Join neighbouring axes to one."""
    if order not in ("C", "F"):
        raise ExplainedValueError(f"For 'flatten', order must be 'C' or 'F', but got {order!r}.")
    x = x.T if order == "F" else x
    if x.ndim == 0:
        return x.reshape(1)
    if x.ndim == 1 and start_dim == 1:
        start_dim = 0
    start, end = (_axis(x, a) for a in (start_dim, end_dim))
    if start > end:
        raise ExplainedValueError(
            f"For 'flatten', start_dim must not be after end_dim, but got {start_dim} and "
            f"{end_dim}."
        )
    return x.reshape(*x.shape[:start], math.prod(x.shape[start : end + 1]), *x.shape[end + 1 :])


def _axis(x, axis):
    if not isinstance(axis, int) or isinstance(axis, bool):
        raise ExplainedTypeError(f"an axis must be an int, but got {axis!r}.")
    if not -x.ndim <= axis < x.ndim:
        raise ExplainedValueError(f"an axis must be in [-{x.ndim}, {x.ndim}), but got {axis}.")
    return axis % x.ndim


@operator(
    "Tensor.flatten(self, start_dim: int = 0, end_dim: int = -1)",
    "Tensor.flatten(self, order: str = 'C', *, start_dim: int = 0, end_dim: int = -1)"
    " -> (self, start_dim, end_dim, order=order)",
    "mint.flatten(input, start_dim=0, end_dim=-1)",
    "mint.nn.functional.flatten(input, start_dim=0, end_dim=-1)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3, 4]", "f32[2, 3, 4], 1"),
)
def tensor_flatten(x, *, start_dim, end_dim, order="C"):
    """Join neighbouring axes to one; by default all."""
    if x.ndim == 1:
        return x
    return flatten.kernel(x, order=order, start_dim=start_dim, end_dim=end_dim)


@operator(
    "ops.ravel(input)",
    "Tensor.ravel(self)",
    "mint.ravel(input)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3]",),
)
def ravel(x):
    """Join all axes to one."""
    return x.reshape(-1)


@operator(
    "ops.broadcast_to(input, shape)",
    "Tensor.broadcast_to(self, *shape) -> (self, shape=varargs(shape))",
    "Tensor.expand(self, *size) -> (self, shape=varargs(size))",
    "mint.broadcast_to(input, shape)",
    "ops.expand(input_x, size) -> (input_x, shape=size)",
    "ops.Expand()(x, shape)",
    "ops.BroadcastTo(shape: None | tuple | list)(input) -> (input, shape=shape)",
    promote=tensor,
    view=True,
    samples=(
        "f32[1, 3], (2, 3)",
        "f32[1, 3], (2, -1)",
    ),
)
def broadcast_to(x, *, shape):
    """Repeat axes of length 1 up to a shape, in which -1 keeps a length."""
    missing = len(shape) - x.ndim
    kept = [x.shape[i - missing] if n == -1 and i >= missing else n for i, n in enumerate(shape)]
    return jnp.broadcast_to(x, kept)


@operator(
    "ops.expand_as(input, other) -> (input, shape=other.shape)",
    "Tensor.expand_as(self, other) -> (self, shape=other.shape)",
    "Tensor.expand_as(self, x) -> (self, shape=x.shape)",
    "ops.view_as(input, other) -> (input, shape=other.shape, keep_size=True)",
    "Tensor.view_as(self, other) -> (self, shape=other.shape, keep_size=True)",
    "Tensor.reshape_as(self, other) -> (self, shape=other.shape, keep_size=True)",
    promote=tensor,
    view=True,
    samples=(
        "f32[1, 3], f32[2, 3]",
        "ops.expand_as: f32[1, 3], f32[2, 3]",
        "Tensor.expand_as: f32[1, 3], f32[2, 3]",
        "Tensor.expand_as: f32[1, 3], x=f32[2, 3]",
        "ops.view_as: f32[2, 3], f32[3, 2]",
        "Tensor.view_as: f32[2, 3], f32[3, 2]",
        "Tensor.reshape_as: f32[2, 3], f32[3, 2]",
    ),
)
def shape_like(x, *, shape, keep_size=False):
    """Broadcast (or reshape) to the shape of another tensor."""
    return x.reshape(shape) if keep_size else jnp.broadcast_to(x, shape)


@operator(
    "ops.tile(input, dims)",
    "Tensor.tile(self, *dims) -> (self, dims=varargs(dims))",
    "Tensor.tile(self, dims)",
    "Tensor.tile(self, reps) -> (self, dims=reps)",
    "mint.tile(input, dims)",
    "ops.Tile()(input, dims)",
    promote=tensor,
    samples=("f32[2, 3], (2,)", "f32[2, 3], (2, 1, 2)"),
)
def tile(x, *, dims):
    """Repeat the whole tensor along axes."""
    _check_counts("tile", "dims", dims)
    return jnp.tile(x, dims)


def _check_counts(name, parameter, counts):
    """Raise unless all of an int or a tuple are ints of at least 0."""
    for n in counts if isinstance(counts, tuple) else (counts,):
        if isinstance(n, bool) or not isinstance(n, int | np.integer):
            raise ExplainedTypeError(
                f"For '{name}', the '{parameter}' must be ints, but got {counts!r}."
            )
        if n < 0:
            raise ExplainedValueError(
                f"For '{name}', the '{parameter}' cannot contain negative numbers, but got "
                f"{counts!r}; 0 leaves nothing of an axis, 1 leaves it as it is."
            )


@operator(
    "Tensor.repeat(self, *repeats) -> (self, repeats=varargs(repeats))",
    "Tensor.repeat(self, repeats)",
    promote=tensor,
    samples=("f32[2, 3], 2, 1", "f32[3], (2, 2)"),
)
def repeat(x, *, repeats):
    """Repeat the whole tensor along its axes, given a number for each."""
    _check_counts("repeat", "repeats", repeats)
    if len(repeats) < x.ndim:
        raise ExplainedValueError(
            f"For 'repeat', at least {x.ndim} numbers of repeats are needed, but got {repeats}."
        )
    return jnp.tile(x, repeats)


@operator(
    "ops.repeat_interleave(input, repeats, axis=None)",
    "Tensor.repeat_interleave(self, repeats, dim=None, *, output_size=None)"
    " -> (self, repeats=repeats, axis=dim, size=output_size)",
    "mint.repeat_interleave(input, repeats, dim=None, *, output_size=None)"
    " -> (input, repeats=repeats, axis=dim, size=output_size)",
    "ops.repeat_elements(x, rep, axis=0) -> (x, repeats=rep, axis=axis)",
    promote=tensor,
    samples=("f32[2, 3], 2, 0", "f32[2, 3], [1, 2], 0", "f32[2, 3], 2"),
)
def repeat_interleave(x, *, repeats, axis, size=None):
    """Repeat each element (or slice along an axis)."""
    _check_counts("repeat_interleave", "repeats", repeats)
    if size is not None and size != np.sum(repeats) and not isinstance(repeats, int):
        raise ExplainedValueError(
            f"For 'repeat_interleave', output_size must be the sum of repeats, but got {size}."
        )
    x, axis = (x.reshape(-1), 0) if axis is None else (x, axis)
    positions = np.repeat(np.arange(x.shape[axis]), repeats)
    return jnp.take(x, positions, axis)


@operator(
    "ops.flip(input, dims)",
    "ops.reverse(x, axis) -> (x, dims=axis)",
    "Tensor.flip(self, dims)",
    "Tensor.reverse(self, axis) -> (self, dims=axis)",
    "mint.flip(input, dims)",
    "ops.ReverseV2(axis: None | tuple | list)(input) -> (input, dims=axis)",
    promote=tensor,
    samples=("f32[2, 3], (0,)", "f32[2, 3], (0, 1)"),
)
def flip(x, *, dims):
    """Reverse the order of the elements along axes."""
    if not isinstance(dims, tuple):
        raise ExplainedTypeError(
            f"For 'flip', dims must be a tuple or list of ints, but got {dims!r}."
        )
    return jnp.flip(x, dims)


@operator("ops.fliplr(input)", "Tensor.fliplr(self)", promote=tensor, samples=("f32[2, 3]",))
def fliplr(x):
    """Reverse the order along axis 1."""
    return jnp.fliplr(x)


@operator("ops.flipud(input)", "Tensor.flipud(self)", promote=tensor, samples=("f32[2, 3]",))
def flipud(x):
    """Reverse the order along axis 0."""
    return jnp.flipud(x)


@operator(
    "ops.roll(input, shifts, dims=None)",
    "Tensor.roll(self, shifts, dims=None)",
    "mint.roll(input, shifts, dims=None)",
    "ops.Roll(shifts: None | bool | int | tuple | list,"
    " dims: None | bool | int | tuple | list = None)(input)",
    promote=tensor,
    samples=("f32[4], 1", "f32[2, 3], 1", "f32[2, 3], (1, 1), (0, 1)"),
)
def roll(x, *, shifts, dims):
    """Move elements on along axes; what leaves at the end comes in at the start."""
    return jnp.roll(x, shifts, dims if dims != () else None)


@operator(
    "ops.rot90(input, k, dims)",
    "Tensor.rot90(self, k, dims)",
    promote=tensor,
    samples=("f32[2, 3], 1, (0, 1)",),
)
def rot90(x, *, k, dims):
    """Rotate the plane of two axes k times by 90 degrees."""
    return jnp.rot90(x, k, dims)


@operator(
    "Tensor.view(self, dtype: type)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3], int32", "f32[2, 3], float16", "f32[2, 4], float64"),
)
def view_dtype(x, *, dtype):
    """Read the elements' bytes as another dtype; the last axis grows or shrinks with their size."""
    wanted = to_numpy(dtype)
    size = x.dtype.itemsize
    if wanted.itemsize != size and (not x.ndim or x.shape[-1] * size % wanted.itemsize):
        raise ExplainedValueError(
            f"For ViewDtype, the bytes of the last axis must make whole elements, but a tensor of "
            f"{x.dtype} and shape {x.shape} was to be read as {dtype}; read it as a dtype of "
            f"{size} bytes, or reshape it first."
        )
    return x.view(wanted)


@operator(
    "Tensor.view(self, *shape) -> (self, shape=varargs(shape))",
    promote=tensor,
    view=True,
    samples=("f32[2, 3], 3, 2", "f32[2, 3], (-1,)"),
)
def view(x, *, shape):
    """Give the elements, in order, another shape; one length may be -1."""
    if shape.count(-1) > 1:
        raise ExplainedValueError(
            f"For 'reshape', only one dimension can be inferred, but the shape is {shape}; replace "
            "all but one -1 by lengths."
        )
    return x.reshape(shape)


@operator(
    "Tensor.sum_to_size(self, *size) -> (self, size=varargs(size))",
    promote=tensor,
    samples=("f32[2, 3, 4], (1, 3, 1)", "f32[2, 3, 4], 3, 1"),
)
def sum_to_size(x, *, size):
    """Sum over axes down to a shape that broadcasts to the tensor's."""
    missing = x.ndim - len(size)
    pairs = list(zip(size, x.shape[missing:], strict=True)) if missing >= 0 else [(0, 1)]
    if any(n not in (1, m) for n, m in pairs):
        raise ExplainedValueError(
            f"For sum_to_size, size {size} is not expandable to the tensor size {x.shape}."
        )
    lost = tuple(range(missing))
    kept = tuple([missing + i for i, (n, m) in enumerate(pairs) if n == 1 and m != 1])
    return jnp.sum(x, lost + kept, keepdims=True).reshape(size)


@operator(
    "Tensor.resize(self, *new_shape) -> (self, shape=varargs(new_shape))",
    promote=tensor,
    samples=("f32[2, 3], 3, 3", "f32[2, 3], (2, 2)"),
)
def resize_elements(x, *, shape):
    """Give the elements another shape: what is too much is cut off, what lacks is 0."""
    count, flat = math.prod(shape), x.reshape(-1)
    if any(n < 0 for n in shape):
        raise ExplainedValueError(f"For 'resize', lengths must not be negative, but got {shape}.")
    return jnp.pad(flat[:count], (0, max(count - flat.size, 0))).reshape(shape)
