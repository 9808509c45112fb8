"""Shapes and axes in NumPy's style: reshaping, moving, reversing, repeating and splitting."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, tensor_only
from msjax._ops.numpy_reductions import axes_of

jnp = jax.numpy


def _whole(name, value):
    if not isinstance(value, int):
        raise ExplainedTypeError(
            f"For '{name}', integer argument expected, but got {describe(value)}."
        )


@composite("numpy.expand_dims(a, axis)", samples=("f32[2, 3], 1", "f32[2], (0, 2)"))
def numpy_expand_dims(a, axis):
    """Insert axes of length 1."""
    tensor_only(a)
    if not isinstance(axis, int | tuple | list):
        raise ExplainedTypeError(f"axis must be tuple, list or int, but got {describe(axis)}.")
    count = 1 if isinstance(axis, int) else len(axis)
    for a_new in sorted(axes_of(axis, a.ndim + count)):
        a = a.expand_dims(a_new)
    return a


@composite("numpy.squeeze(a, axis=None)", samples=("f32[2, 1, 3, 1]", "f32[2, 1, 3, 1], 1"))
def numpy_squeeze(a, axis):
    """Drop axes of length 1."""
    return tensor_only(a).squeeze(axis) if axis is not None else tensor_only(a).squeeze()


@composite("numpy.transpose(a, axes=None)", samples=("f32[2, 3]", "f32[2, 3, 4], (0, 2, 1)"))
def numpy_transpose(a, axes):
    """Put the axes in another order; by default the opposite one."""
    return tensor_only(a).transpose(axes) if axes is not None else tensor_only(a).transpose()


@composite("numpy.swapaxes(x, axis1, axis2)", samples=("f32[2, 3, 4], 0, 2",))
def numpy_swapaxes(x, axis1, axis2):
    """Exchange two axes."""
    return tensor_only(x).swapaxes(axis1, axis2)


@composite("numpy.reshape(x, new_shape)", samples=("f32[2, 3], (3, 2)", "f32[2, 3], -1"))
def numpy_reshape(x, new_shape):
    """Give the elements another shape; one length may be -1."""
    return tensor_only(x).reshape(new_shape)


@composite("numpy.ravel(x)", samples=("f32[2, 3]",))
def numpy_ravel(x):
    """Return all elements in order as a vector."""
    return tensor_only(x).ravel()


@composite(
    "numpy.rollaxis(x, axis, start=0)",
    samples=("f32[2, 3, 4], 2", "f32[2, 3, 4], 0, 2", "f32[2, 3, 4], -3, 3", "f32[2, 3, 4], 0, 1"),
)
def numpy_rollaxis(x, axis, start):
    """Move an axis in front of another one."""
    tensor_only(x)
    _whole("rollaxis", axis)
    _whole("rollaxis", start)
    (axis,) = axes_of(axis, x.ndim)
    if not -x.ndim <= start <= x.ndim:
        raise ExplainedValueError(
            f"For rollaxis, start {start} is out of bounds. Ranging from {-x.ndim} to {x.ndim} is "
            "allowed."
        )
    start += x.ndim if start < 0 else 0
    return moved(x, source=(axis,), destination=(start - (start > axis),))


@composite(
    "numpy.moveaxis(a, source, destination)",
    samples=("f32[2, 3, 4], 0, -1", "f32[2, 3, 4], (0, 1), (-1, -2)"),
)
def numpy_moveaxis(a, source, destination):
    """Move axes to other positions; the rest keeps its order."""
    tensor_only(a)
    source, destination = axes_of(source, a.ndim), axes_of(destination, a.ndim)
    if len(source) != len(destination):
        raise ExplainedValueError(
            "`source` and `destination` arguments must have the same number of elements, but got "
            f"{source} and {destination}."
        )
    return moved(a, source=source, destination=destination)


@operator(samples=("f32[2, 3, 4], source=(0,), destination=(2,)",))
def moved(x, *, source, destination):
    """Move axes to other positions."""
    return jnp.moveaxis(x, source, destination)


@operator(
    "numpy.flip(m, axis=None) -> (tensor_only(m), axis=axis)",
    "numpy.flipud(m) -> (tensor_only(m), axis=0)",
    "numpy.fliplr(m) -> (tensor_only(m), axis=1)",
    samples=(
        "f32[2, 3]",
        "i32[2, 3], (0, 1)",
        "numpy.flipud: f32[2, 3]",
        "numpy.fliplr: f32[2, 3]",
    ),
)
def numpy_flip(x, *, axis):
    """Reverse axes, by default all."""
    return jnp.flip(x, axes_of(axis, x.ndim))


@operator(
    "numpy.rot90(a, k=1, axes=(0, 1)) -> (tensor_only(a), k=k, axes=axes)",
    samples=("f32[2, 3]", "f32[2, 3], -1", "f32[2, 3, 4], 2, (1, 2)", "f32[2, 3], 4"),
)
def numpy_rot90(x, *, k, axes):
    """Turn a plane by k right angles, from its first axis towards its second."""
    _whole("rot90", k)
    if not isinstance(axes, tuple | list):
        raise ExplainedTypeError(f"tuple(ints) or list(ints) expected, but got {describe(axes)}.")
    if len(axes) != 2:
        raise ExplainedValueError(f"len(axes) must be 2, but got {axes}.")
    first, second = axes_of(axes, x.ndim)
    return jnp.rot90(x, k, (first, second))


@composite(
    "numpy.roll(a, shift, axis=None)",
    samples=("f32[2, 3], 1", "f32[2, 3], -1, 1", "i32[2, 3], (1, 2), (0, 1)", "bool[4], 1"),
)
def numpy_roll(a, shift, axis):
    """Shift elements along axes, or all in order; what leaves at the end comes in at the start."""
    tensor_only(a)
    for value in (shift, 0 if axis is None else axis):
        if not isinstance(value, int | tuple | list):
            raise ExplainedTypeError(
                f"input shift and axis must be tuple or list or int, but got {describe(value)}."
            )
    axes = None if axis is None else axes_of(axis, a.ndim)
    return rolled(a, shift=shift, axis=axes)


@operator(samples=("f32[2, 3], shift=1, axis=(1,)",))
def rolled(x, *, shift, axis):
    """Shift elements along axes, or all in order."""
    if axis is None:
        shift = sum(shift) if isinstance(shift, tuple) else shift
    return jnp.roll(x, shift, axis)


@operator(
    "numpy.tile(a, reps) -> (tensor_only(a), reps=reps)",
    samples=("f32[2, 3], 2", "f32[2], (2, 1, 3)", "f32[2], 0"),
)
def numpy_tile(x, *, reps):
    """Repeat a tensor along axes, those of `reps` aligned at the end."""
    return jnp.tile(x, reps)


@composite(
    "numpy.repeat(a, repeats, axis=None)",
    samples=("f32[2, 3], 2", "f32[2, 3], [1, 2], 0", "[1, 2], 3", "f32[2, 3], 2, 1"),
)
def numpy_repeat(a, repeats, axis):
    """Repeat each element along an axis, or in order."""
    return array_like(a).repeat_interleave(repeats, axis)


@operator(
    "numpy.broadcast_to(array, shape) -> (tensor_only(array), shape=shape)",
    samples=("f32[3], (2, 3)", "f32[2, 1], (2, 3)"),
)
def numpy_broadcast_to(x, *, shape):
    """Repeat axes of length 1, and new ones in front, up to a shape."""
    try:
        fits = np.broadcast_shapes(x.shape, shape) == tuple(shape)
    except ValueError:
        fits = False
    if not fits:
        raise ExplainedValueError(f"cannot broadcast with {shape}: the shape is {x.shape}.")
    return jnp.broadcast_to(x, shape)


@composite("numpy.broadcast_arrays(*args)", samples=("f32[1, 2], i32[3, 1]", "f32[2]"))
def numpy_broadcast_arrays(*args):
    """Broadcast tensors against each other; return a list."""
    shapes = [tuple(tensor_only(x).shape) for x in args]
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        raise ExplainedValueError(
            f"operands could not be broadcast together with shapes {shapes}."
        ) from None
    return [x.broadcast_to(shape) for x in args]


def _one_or_list(tensors):
    return tensors[0] if len(tensors) == 1 else tensors


@composite("numpy.atleast_1d(*arys)", samples=("f32[], f32[2]", "f32[]"))
def numpy_atleast_1d(*arys):
    """Give tensors at least one axis; of several, return a list."""
    return _one_or_list([x.reshape((-1,)) if tensor_only(x).ndim < 1 else x for x in arys])


@composite("numpy.atleast_2d(*arys)", samples=("f32[], f32[2]", "f32[2, 3]"))
def numpy_atleast_2d(*arys):
    """Give tensors at least two axes, new ones in front; of several, return a list."""
    return _one_or_list([x.reshape((1, -1)) if tensor_only(x).ndim < 2 else x for x in arys])


@composite("numpy.atleast_3d(*arys)", samples=("f32[], f32[2], f32[2, 3]", "f32[2, 3, 4]"))
def numpy_atleast_3d(*arys):
    """Give tensors at least three axes; a vector is put in the middle, a matrix in front."""
    return _one_or_list([_three_axes(tensor_only(x)) for x in arys])


def _three_axes(x):
    if x.ndim >= 3:
        return x
    return x.reshape((*x.shape, 1)) if x.ndim == 2 else x.reshape((1, -1, 1))


@composite(
    "numpy.split(x, indices_or_sections, axis=0) -> (x, indices_or_sections, axis, True)",
    "numpy.array_split(x, indices_or_sections, axis=0) -> (x, indices_or_sections, axis, False)",
    "numpy.vsplit(x, indices_or_sections) -> (x, indices_or_sections, 0, True)",
    "numpy.hsplit(x, indices_or_sections) -> (x, indices_or_sections, 1, True)",
    "numpy.dsplit(x, indices_or_sections) -> (x, indices_or_sections, 2, True)",
    samples=(
        "numpy.split: f32[4, 3], 2",
        "numpy.split: f32[4, 6], [1, -2], 1",
        "numpy.array_split: f32[5, 3], 2",
        "numpy.array_split: f32[5, 3], (1, 3)",
        "numpy.vsplit: f32[4, 2], 2",
        "numpy.hsplit: f32[2, 4], 2",
        "numpy.dsplit: f32[2, 3, 4], [1]",
    ),
)
def numpy_split(x, indices_or_sections, axis, equal):
    """Split an axis: into a number of parts, a tuple; or at positions, a list.

    Raises:
        ValueError: a part would be empty, or `split` cannot make equal parts.
    """
    (axis,) = axes_of(axis, tensor_only(x).ndim)
    length = x.shape[axis]
    if isinstance(indices_or_sections, int):
        return parts(x, at=_equal_parts(indices_or_sections, length, equal), axis=axis)
    positions = indices_or_sections
    if not isinstance(positions, list | tuple) or not all(isinstance(i, int) for i in positions):
        raise ExplainedTypeError(
            "Argument `indices_or_sections` in `mindspore.numpy.split` should be integer, "
            f"tuple(int) or list(int), but got {positions!r}."
        )
    at = tuple([i + length if i < 0 else i for i in positions])
    if any(b <= a for a, b in zip((0, *at), (*at, length), strict=True)):
        raise ExplainedValueError(f"empty sub-tensor encountered: {positions} of {length}.")
    return list(parts(x, at=at, axis=axis))


def _equal_parts(count, length, equal):
    """Return where an axis is cut into a number of parts."""
    if count > length:
        raise ExplainedValueError(
            f"empty tensor encountered: {length} elements cannot make {count} parts."
        )
    if equal and length % count:
        raise ExplainedValueError(
            f"For 'Split', the length {length} must be divisible by output_num = {count}; use "
            "`array_split`."
        )
    longer = length % count
    return tuple([i * (length // count) + min(i, longer) for i in range(1, count)])


@operator(samples=("f32[4, 3], at=(1, 3), axis=0",))
def parts(x, *, at, axis):
    """Cut an axis at positions; return a tuple."""
    return tuple(jnp.split(x, list(at), axis))


@composite("numpy.size(a, axis=None)", samples=("f32[2, 3]", "f32[2, 3], 1", "[[1, 2], [3, 4]]"))
def numpy_size(a, axis):
    """Count the elements, or those along an axis, as an int."""
    a = array_like(a)
    if axis is None:
        return int(a.size)
    if not isinstance(axis, int):
        raise ExplainedTypeError(f"axis argument should be integer, but got {describe(axis)}.")
    return a.shape[axes_of(axis, a.ndim)[0]]


@composite("numpy.array_str(a)", samples=("f32[2]",))
def numpy_array_str(a):
    """Write the elements as a string."""
    if not isinstance(a, Tensor):
        raise ExplainedTypeError(f"Expect input to be tensor, but got {describe(a)}.")
    return str(a.asnumpy())
