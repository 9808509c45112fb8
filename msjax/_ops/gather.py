"""Reading elements by tensors of positions.

A position out of range gives NaN (of integers: the smallest one) where MindSpore raises: the check
would make every call wait for the device.
"""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import axis_of, tensor

jnp = jax.numpy
lax = jax.lax


def check_positions(name, index):
    """Refuse positions that are no integers."""
    if not jnp.issubdtype(index.dtype, jnp.integer) or index.weak_type:
        raise ExplainedTypeError(
            f"For '{name}', positions must be an integer tensor, but got {index.dtype}"
            f"{' as a Python number' if index.weak_type else ''}."
        )


@operator(
    "ops.gather(input_params, input_indices, axis, batch_dims=0)",
    "Tensor.gather(self, input_indices: Tensor, axis: int|Tensor, batch_dims: int = 0)",
    "ops.Gather(batch_dims=0)(input_params, input_indices, axis)"
    " -> (input_params, input_indices, axis=axis, batch_dims=batch_dims)",
    "ops.GatherV2()(input_params, input_indices, axis)",
    "ops.SparseGatherV2()(input_params, input_indices, axis)",
    promote=tensor,
    samples=(
        "f32[4, 3], natural[2], 0",
        "f32[4, 3], natural[2, 2], 1",
        "f32[2, 3], natural[2, 1], 1, 1",
    ),
)
def gather(x, index, *, axis, batch_dims=0):
    """Take slices along an axis by positions."""
    check_positions("gather", index)
    if batch_dims:
        axis = axis_of("gather", x, axis)
        return jax.vmap(lambda a, i: gather.kernel(a, i, axis=axis - 1, batch_dims=batch_dims - 1))(
            x, index
        )
    return jnp.take(x, index, axis)


@operator(
    "ops.gather_elements(input, dim, index) -> (input, index, axis=dim)",
    "ops.gather_d(x, dim, index) -> (x, index, axis=dim)",
    "Tensor.gather_elements(self, dim, index) -> (self, index, axis=dim)",
    "Tensor.gather(self, dim: int, index: Tensor) -> (self, index, axis=dim)",
    "mint.gather(input, dim, index) -> (input, index, axis=dim)",
    "ops.GatherD()(x, dim, index) -> (x, index, axis=dim)",
    promote=tensor,
    samples=("f32[2, 3], 1, natural[2, 2]", "f32[4, 3], 0, natural[2, 2]"),
)
def gather_elements(x, index, *, axis):
    """Take one element per position along an axis."""
    check_positions("gather_elements", index)
    axis = axis_of("gather_elements", x, axis)
    cut = tuple(slice(None) if a == axis else slice(n) for a, n in enumerate(index.shape))
    return jnp.take_along_axis(x[cut], index, axis)


@operator(
    "ops.gather_nd(input_x, indices)",
    "Tensor.gather_nd(self, indices)",
    "ops.GatherNd()(input_x, indices)",
    promote=tensor,
    samples=("f32[2, 3], bit[4, 2]", "f32[2, 3], bit[2, 1]"),
)
def gather_nd(x, index):
    """Take elements or slices by positions along the first axes."""
    check_positions("gather_nd", index)
    if index.shape[-1] > x.ndim:
        raise ExplainedValueError(
            f"For 'gather_nd', the last axis of the indices must be at most {x.ndim} long, as many "
            f"as the input has axes, but their shape is {list(index.shape)}."
        )
    return x.at[tuple(jnp.moveaxis(index, -1, 0))].get(mode="fill", wrap_negative_indices=False)


@operator(
    "ops.index_select(input, axis, index) -> (input, index, axis=axis)",
    "Tensor.index_select(self, dim, index) -> (self, index, axis=dim)",
    "Tensor.index_select(self, axis, index) -> (self, index, axis=axis)",
    "mint.index_select(input, dim, index) -> (input, index, axis=dim)",
    promote=tensor,
    samples=("f32[2, 3], 1, natural[2]",),
)
def index_select(x, index, *, axis):
    """Take slices along an axis by a vector of positions."""
    check_positions("index_select", index)
    return jnp.take(x, index.reshape(-1), axis)


@operator(
    "ops.take(input, index)",
    "Tensor.take(self, index) -> (self, index, mode='clip')",
    "Tensor.take(self, indices, axis=None, mode='clip') -> (self, indices, axis=axis, mode=mode)",
    "mint.take(input, index)",
    promote=tensor,
    samples=("mint.take: f32[2, 3], natural[2]", "Tensor.take: f32[2, 3], natural[2]"),
)
def take(x, index, *, axis=None, mode="fill"):
    """Take elements of the flattened tensor, or slices along an axis, by positions."""
    if mode == "raise":
        raise NotImplementedError("take(mode='raise'): use mode='clip' or mode='wrap'.")
    if mode == "clip":  # negative positions count from the end before they are brought in
        length = x.size if axis is None else x.shape[axis]
        index = jnp.where(index < 0, index + length, index)
    return jnp.take(x, index, axis, mode=mode)


@operator(
    "ops.narrow(input, axis, start, length) -> (input, start, axis=axis, length=length)",
    "Tensor.narrow(self, dim, start, length) -> (self, start, axis=dim, length=length)",
    "Tensor.narrow(self, axis, start, length) -> (self, start, axis=axis, length=length)",
    "mint.narrow(input, dim, start, length) -> (input, start, axis=dim, length=length)",
    promote=tensor,
    view=True,
    samples=("f32[4, 3], 0, 1, 2",),
)
def narrow(x, start, *, axis, length):
    """Take so many slices along an axis from a start on."""
    return lax.dynamic_slice_in_dim(x, start, length, axis_of("narrow", x, axis))


@operator(
    "Tensor.select(self, dim: int, index: int) -> (self, index, axis=dim)",
    "mint.select(input, dim, index) -> (input, index, axis=dim)",
    "ops.SelectView()(input_tensor, input_indices, axis)"
    " -> (input_tensor, input_indices, axis=axis)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3], 0, 1",),
)
def select_slice(x, index, *, axis):
    """Take one slice along an axis."""
    return lax.dynamic_index_in_dim(x, index, axis, keepdims=False)


@operator(
    "ops.slice(input_x, begin, size)",
    "ops.tensor_slice(input, begin, size)",
    "ops.Slice()(input, begin, size)",
    promote=tensor,
    samples=("f32[4, 3], (1, 0), (2, 2)", "f32[4, 3], (1, 0), (2, -1)"),
)
def slice_sized(x, *, begin, size):
    """Cut a block out of a tensor: where it begins and how large it is (-1: to the end)."""
    limits = [b + s if s != -1 else n for b, s, n in zip(begin, size, x.shape, strict=True)]
    return lax.slice(x, begin, limits)


@operator(
    "ops.strided_slice(input_x, begin, end, strides, begin_mask=0, end_mask=0, ellipsis_mask=0,"
    " new_axis_mask=0, shrink_axis_mask=0)",
    "ops.StridedSlice(begin_mask=0, end_mask=0, ellipsis_mask=0, new_axis_mask=0,"
    " shrink_axis_mask=0)(input_x, begin, end, strides) -> (input_x, begin, end, strides,"
    " begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)",
    promote=tensor,
    samples=(
        "f32[4, 3], (0, 0), (4, 3), (2, 1)",
        "f32[4, 3], (1, 0), (2, 3), (1, 1), shrink_axis_mask=1",
    ),
)
def strided_slice(
    x,
    *,
    begin,
    end,
    strides,
    begin_mask=0,
    end_mask=0,
    ellipsis_mask=0,
    new_axis_mask=0,
    shrink_axis_mask=0,
):
    """Cut a tensor as an index of slices would; bit i of a mask is about position i."""
    index = []
    for i, (b, e, s) in enumerate(zip(begin, end, strides, strict=True)):
        bit = 1 << i
        if ellipsis_mask & bit:
            index.append(Ellipsis)
        elif new_axis_mask & bit:
            index.append(None)
        elif shrink_axis_mask & bit:
            index.append(b)
        else:
            index.append(slice(None if begin_mask & bit else b, None if end_mask & bit else e, s))
    return x[tuple(index)]


@operator(
    "ops.one_hot(indices, depth, on_value=1, off_value=0, axis=-1)"
    " -> (indices, on_value, off_value, depth=depth, axis=axis)",
    "ops.OneHot(axis=-1)(indices, depth, on_value, off_value)"
    " -> (indices, on_value, off_value, depth=depth, axis=axis)",
    differentiable=False,
    samples=("natural[2], 3, 1.0, 0.0", "natural[2], 3, f32[], f32[], 0", "natural[2], 3"),
)
def one_hot(index, on_value, off_value, *, depth, axis):
    """Make vectors with one value at a position and another one elsewhere."""
    if not jnp.issubdtype(index.dtype, jnp.integer):
        raise ExplainedTypeError(
            f"For 'one_hot', indices must be an integer tensor, but its dtype is {index.dtype}; "
            "convert it first, for instance `indices.astype(mindspore.int32)`."
        )
    on_value, off_value = arithmetic(on_value, off_value)
    hot = jax.nn.one_hot(index, depth, dtype=bool, axis=axis)
    return jnp.where(hot, on_value, off_value)


@operator(
    "mint.nn.functional.one_hot(tensor, num_classes=-1)",
    compiled=False,
    differentiable=False,
    samples=("natural[2]", "natural[2], 4"),
)
def one_hot_counted(index, *, num_classes):
    """Make vectors with 1 at a position and 0 elsewhere; -1 classes: as many as needed."""
    count = int(jnp.max(index)) + 1 if num_classes == -1 else num_classes
    return one_hot.kernel(index, jnp.asarray(1), jnp.asarray(0), depth=count, axis=-1)


@operator(
    "ops.diag(input)",
    "ops.Diag()(input)",
    promote=tensor,
    samples=("f32[3]", "f32[2, 3]"),
)
def diag(x):
    """Put the elements on the diagonal of a tensor with twice the axes."""
    return jnp.diag(x.reshape(-1)).reshape(x.shape * 2)


@operator(
    "mint.diag(input, diagonal=0)",
    promote=tensor,
    samples=("f32[3]", "f32[2, 3]", "f32[3], 1"),
)
def diag_or_diagonal(x, *, diagonal):
    """Make a matrix with a vector on a diagonal, or take the diagonal of a matrix."""
    return jnp.diag(x, diagonal)


@composite("Tensor.diag(self, diagonal=0)", samples=("f32[3]", "f32[2, 3], 0"))
def diag_at(x, diagonal=0):
    """Put the elements on the main diagonal of a tensor with twice the axes, as `ops.diag`."""
    if diagonal != 0:
        raise ExplainedValueError(
            "For 'Tensor.diag', the argument 'diagonal' must be 0, but got "
            f"{diagonal!r}; use `mint.diag(x, {diagonal!r})`."
        )
    return diag(x)


@operator(
    "ops.diagonal(input, offset=0, dim1=0, dim2=1)",
    "Tensor.diagonal(self, offset=0, axis1=0, axis2=1)",
    promote=tensor,
    view=True,
    samples=("f32[3, 3]", "f32[2, 3, 3], 1, 1, 2"),
)
def diagonal(x, *, offset, axis1, axis2):
    """Take a diagonal of the plane of two axes."""
    return jnp.diagonal(x, offset, axis1, axis2)


@operator(
    "ops.diagflat(input, offset=0)",
    "Tensor.diagflat(self, offset=0)",
    promote=tensor,
    samples=("f32[3]", "f32[2, 2], 1"),
)
def diagflat(x, *, offset):
    """Make a matrix with all elements on a diagonal."""
    return jnp.diagflat(x, offset)


@operator(
    "ops.diag_embed(input, offset=0, dim1=-2, dim2=-1)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1, 0, 2"),
)
def diag_embed(x, *, offset, dim1, dim2):
    """Put vectors (the last axis) on diagonals of matrices."""
    length = x.shape[-1] + abs(offset)
    rows = jnp.arange(x.shape[-1]) + max(-offset, 0)
    out = jnp.zeros((*x.shape[:-1], length, length), x.dtype)
    out = out.at[..., rows, rows + offset].set(x)
    return jnp.moveaxis(out, (-2, -1), (dim1, dim2))


@operator(
    "ops.trace(input)",
    "mint.trace(input)",
    "ops.Trace()(input)",
    promote=tensor,
    samples=("f32[3, 3]",),
)
def trace(x):
    """Sum the diagonal of a matrix."""
    if x.ndim != 2:
        raise RuntimeError(f"For 'trace', the input must be a matrix, but its shape is {x.shape}.")
    return jnp.trace(x, dtype=x.dtype)


@operator(
    "Tensor.trace(self, offset=0, axis1=0, axis2=1, dtype=None)",
    promote=tensor,
    samples=("f32[3, 3]", "f32[3, 3], 1"),
)
def tensor_trace(x, *, offset, axis1, axis2, dtype):
    """Sum a diagonal of the plane of two axes."""
    if x.ndim < 2:
        raise RuntimeError(f"For 'trace', x must have 2 axes at least, but its shape is {x.shape}.")
    return jnp.trace(x, offset, axis1, axis2, to_numpy(dtype) or x.dtype)


@operator("ops.DiagPart()(input_x)", promote=tensor, samples=("f32[3, 3]", "f32[2, 3, 2, 3]"))
def diag_part(x):
    """Take the diagonal of a tensor whose second half of axes repeats the first."""
    shape = x.shape[: x.ndim // 2]
    if x.shape != shape * 2:
        raise ExplainedValueError(
            f"For 'DiagPart', the second half of the shape must repeat the first, but the shape is "
            f"{x.shape}."
        )
    size = math.prod(shape)
    return jnp.diagonal(x.reshape(size, size)).reshape(shape)
