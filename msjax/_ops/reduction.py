"""Sums, products, means, extrema and truth over axes."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import as_float, tensor

jnp = jax.numpy
lax = jax.lax


def all_if_empty(axis):
    """Read no axis, (), as all axes, as MindSpore does."""
    return None if axis == () else axis


def _widened(x, dtype):
    """Convert to `dtype`; without one, bools and integers (but the wide unsigned ones) to int64."""
    if dtype is not None:
        return x.astype(to_numpy(dtype))
    return x.astype(jnp.int64) if x.dtype == bool or x.dtype in _TO_INT64 else x


_TO_INT64 = frozenset(map(jnp.dtype, ("uint8", "int8", "int16", "int32")))


@operator(
    "ops.sum(input, dim=None, keepdim=False, *, dtype=None)"
    " -> (input, None, axis=dim, keepdims=keepdim, dtype=dtype)",
    "Tensor.sum(self, dim: ints|None = None, keepdim: bool = False, *, dtype: dtype|None = None)"
    " -> (self, None, axis=dim, keepdims=keepdim, dtype=dtype)",
    "Tensor.sum(self, axis: ints|None = None, dtype: dtype|None = None, keepdims: bool = False,"
    " initial: number|None = None)"
    " -> (self, initial, axis=axis, keepdims=keepdims, dtype=dtype)",
    "mint.sum(input, dim=None, keepdim=False, *, dtype=None)"
    " -> (input, None, axis=dim, keepdims=keepdim, dtype=dtype)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "i32[2, 3], (0, 1), True"),
)
def sum(x, initial, *, axis, keepdims, dtype=None):
    """Sum over axes; of bools and integers in int64."""
    x = _widened(x, dtype)
    total = jnp.sum(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)
    return total if initial is None else total + initial.astype(x.dtype)


@operator(
    "ops.ReduceSum(keep_dims=False, skip_mode=False)(x, axis=())"
    " -> (x, axis=axis, keepdims=keep_dims, skip=skip_mode)",
    "ops.reduce_sum(x, axis=())",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "i32[2, 3], (0, 1)"),
)
def reduce_sum(x, *, axis=(), keepdims=False, skip=False):
    """Sum over axes, in the dtype of the operand; with `skip`, no axes mean no sum."""
    if skip and axis in ((), None):
        return x
    if x.dtype == bool:
        return jnp.any(x, all_if_empty(axis), keepdims=keepdims)
    return jnp.sum(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)


@operator(
    "ops.mean(x, axis=None, keep_dims=False) -> (x, axis=axis, keepdims=keep_dims)",
    "Tensor.mean(self, dim: ints|None = None, keepdim: bool = False, *, dtype: dtype|None = None)"
    " -> (self, axis=dim, keepdims=keepdim, dtype=dtype)",
    "Tensor.mean(self, axis: ints|None = None, keep_dims: bool = False)"
    " -> (self, axis=axis, keepdims=keep_dims)",
    "mint.mean(input, dim=None, keepdim=False, *, dtype=None)"
    " -> (input, axis=dim, keepdims=keepdim, dtype=dtype)",
    "ops.ReduceMean(keep_dims=False)(x, axis=()) -> (x, axis=axis, keepdims=keep_dims)",
    "ops.reduce_mean(x, axis=())",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "i32[2, 3], (0, 1), True"),
)
def mean(x, *, axis=None, keepdims=False, dtype=None):
    """Average over axes; of integers an integer, rounded towards zero."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    if x.dtype == bool:
        raise RuntimeError("For 'mean', bools have no mean; convert them to a number first.")
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.mean(x, all_if_empty(axis), keepdims=keepdims)
    total = jnp.sum(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)
    return lax.div(total, jnp.full_like(total, x.size // max(total.size, 1)))


@operator(
    "ops.prod(input, axis=None, keep_dims=False, dtype=None)"
    " -> (input, axis=axis, keepdims=keep_dims, dtype=dtype)",
    "Tensor.prod(self, dim=None, keepdim=False, dtype=None)"
    " -> (self, axis=dim, keepdims=keepdim, dtype=dtype)",
    "mint.prod(input, dim=None, keepdim=False, *, dtype=None)"
    " -> (input, axis=dim, keepdims=keepdim, dtype=dtype)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "i32[2, 3], 0, True"),
)
def prod(x, *, axis, keepdims, dtype=None):
    """Multiply over axes; bools and integers in int64."""
    x = _widened(x, dtype)
    return jnp.prod(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)


@operator(
    "ops.ReduceProd(keep_dims=False)(x, axis=()) -> (x, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    samples=("f32[2, 3]", "i32[2, 3], 1"),
)
def reduce_prod(x, *, axis, keepdims):
    """Multiply over axes, in the dtype of the operand."""
    return jnp.prod(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)


@operator(
    "ops.ReduceMax(keep_dims=False)(x, axis=()) -> (x, None, None, axis=axis, keepdims=keep_dims)",
    "ops.reduce_max(x, axis=()) -> (x, None, None, axis=axis, keepdims=False)",
    "ops.amax(input, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (input, initial, where, axis=axis, keepdims=keepdims)",
    "Tensor.amax(self, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (self, initial, where, axis=axis, keepdims=keepdims)",
    "mint.amax(input, dim=(), keepdim=False) -> (input, None, None, axis=dim, keepdims=keepdim)",
    "mint.max(input) -> (input, None, None, axis=None, keepdims=False)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "mint.max: f32[2, 3]"),
)
def amax(x, initial, where, *, axis, keepdims):
    """Return the largest element over axes; equal ones share the gradient.

    Differs: NaN among the elements gives NaN; MindSpore's CPU kernel overlooks NaN that is not the
    first.
    """
    value = jnp.max(_masked(x, initial, where), all_if_empty(axis), keepdims=keepdims)
    return value if initial is None else jnp.maximum(value, jnp.asarray(initial, x.dtype))


@operator(
    "ops.ReduceMin(keep_dims=False)(x, axis=()) -> (x, None, None, axis=axis, keepdims=keep_dims)",
    "ops.reduce_min(x, axis=()) -> (x, None, None, axis=axis, keepdims=False)",
    "ops.amin(input, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (input, initial, where, axis=axis, keepdims=keepdims)",
    "Tensor.amin(self, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (self, initial, where, axis=axis, keepdims=keepdims)",
    "mint.amin(input, dim=(), keepdim=False) -> (input, None, None, axis=dim, keepdims=keepdim)",
    "mint.min(input) -> (input, None, None, axis=None, keepdims=False)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "mint.min: f32[2, 3]"),
)
def amin(x, initial, where, *, axis, keepdims):
    """Return the smallest element over axes; equal ones share the gradient.

    Differs: NaN among the elements gives NaN; MindSpore's CPU kernel overlooks NaN that is not the
    first.
    """
    value = jnp.min(_masked(x, initial, where), all_if_empty(axis), keepdims=keepdims)
    return value if initial is None else jnp.minimum(value, jnp.asarray(initial, x.dtype))


def _masked(x, initial, where):
    if where is None:
        return x
    if initial is None:
        raise ExplainedValueError("initial value must be provided for where masks")
    return jnp.where(where, x, jnp.asarray(initial, x.dtype))


@operator(
    "mint.max(input, dim: int, keepdim: bool = False)"
    " -> (input, None, None, axis=dim, keepdims=keepdim)",
    "ops.max(input, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (input, initial, where, axis=axis, keepdims=keepdims)",
    "Tensor.argmax_with_value(self, axis=0, keep_dims=False)"
    " -> (self, None, None, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    samples=("f32[2, 3], 1",),
)
def max_with_index(x, initial, where, *, axis, keepdims):
    """Return the largest elements along an axis and where they are (the first of equal ones).

    Differs: NaN among the elements gives NaN; MindSpore's CPU kernel overlooks NaN that is not the
    first.
    """
    return _extremum(x, initial, where, axis, keepdims, jnp.argmax, jnp.maximum, amax)


@operator(
    "mint.min(input, dim: int, keepdim: bool = False)"
    " -> (input, None, None, axis=dim, keepdims=keepdim)",
    "ops.min(input, axis=None, keepdims=False, *, initial=None, where=None)"
    " -> (input, initial, where, axis=axis, keepdims=keepdims)",
    "Tensor.argmin_with_value(self, axis=0, keep_dims=False)"
    " -> (self, None, None, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    samples=("f32[2, 3], 1",),
)
def min_with_index(x, initial, where, *, axis, keepdims):
    """Return the smallest elements along an axis and where they are (the first of equal ones).

    Differs: NaN among the elements gives NaN; MindSpore's CPU kernel overlooks NaN that is not the
    first.
    """
    return _extremum(x, initial, where, axis, keepdims, jnp.argmin, jnp.minimum, amin)


def _extremum(x, initial, where, axis, keepdims, find, choose, of_all):
    if axis is None:
        return of_all.kernel(x, None, None, axis=None, keepdims=False), jnp.zeros((), jnp.int64)
    if not isinstance(axis, int):
        raise ExplainedTypeError(f"For 'max' and 'min', axis must be an int, but got {axis!r}.")
    x = _masked(x, initial, where)
    if initial is not None:
        x = choose(x, jnp.asarray(initial, x.dtype))
    index = find(x, axis, keepdims=True)
    value = _take(x, index, axis)
    if not keepdims:
        value, index = jnp.squeeze(value, axis), jnp.squeeze(index, axis)
    return value, index.astype(jnp.int64)


def _take(x, index, axis):
    return jnp.take_along_axis(x, index, axis) if x.ndim else x.reshape(index.shape)


@operator(
    "ops.ArgMaxWithValue(axis=0, keep_dims=False)(input) -> (input, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    samples=("f32[2, 3]",),
)
def index_with_max(x, *, axis, keepdims):
    """Return where the largest elements along an axis are, and these."""
    return max_with_index.kernel(x, None, None, axis=axis, keepdims=keepdims)[::-1]


@operator(
    "ops.ArgMinWithValue(axis=0, keep_dims=False)(input) -> (input, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    samples=("f32[2, 3]",),
)
def index_with_min(x, *, axis, keepdims):
    """Return where the smallest elements along an axis are, and these."""
    return min_with_index.kernel(x, None, None, axis=axis, keepdims=keepdims)[::-1]


@operator(
    "Tensor.max(self) -> (self, None, None, axis=None, keepdims=False, indices=False)",
    "Tensor.max(self, dim: int, keepdim: bool = False)"
    " -> (self, None, None, axis=dim, keepdims=keepdim, indices=True)",
    "Tensor.max(self, axis: ints|None = None, keepdims: bool = False, *, initial=None, where=True,"
    " return_indices=False) -> (self, initial, None if where is True else where, axis=axis,"
    " keepdims=keepdims, indices=return_indices)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], axis=(0, 1)"),
)
def tensor_max(x, initial, where, *, axis, keepdims, indices):
    """Return the largest elements, over all axes, some, or one with where they are.

    Differs: in compiled code the positions are returned, too, as in PyNative; MindSpore's graph
    mode leaves them out where the axis is given by position.
    """
    return _extremum_of_tensor(x, initial, where, axis, keepdims, indices, amax, max_with_index)


@operator(
    "Tensor.min(self) -> (self, None, None, axis=None, keepdims=False, indices=False)",
    "Tensor.min(self, dim: int, keepdim: bool = False)"
    " -> (self, None, None, axis=dim, keepdims=keepdim, indices=True)",
    "Tensor.min(self, axis: ints|None = None, keepdims: bool = False, *, initial=None, where=True,"
    " return_indices=False) -> (self, initial, None if where is True else where, axis=axis,"
    " keepdims=keepdims, indices=return_indices)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], axis=(0, 1)"),
)
def tensor_min(x, initial, where, *, axis, keepdims, indices):
    """Return the smallest elements, over all axes, some, or one with where they are.

    Differs: in compiled code the positions are returned, too, as in PyNative; MindSpore's graph
    mode leaves them out where the axis is given by position.
    """
    return _extremum_of_tensor(x, initial, where, axis, keepdims, indices, amin, min_with_index)


def _extremum_of_tensor(x, initial, where, axis, keepdims, indices, of_axes, with_index):
    if not isinstance(axis, int):
        return of_axes.kernel(x, initial, where, axis=axis, keepdims=keepdims)
    value, index = with_index.kernel(x, initial, where, axis=axis, keepdims=keepdims)
    return (value, index) if indices else value


@operator(
    "ops.argmax(input, dim=None, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    "Tensor.argmax(self, axis=None, keepdims=False)",
    "Tensor.argmax(self, dim=None, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "mint.argmax(input, dim=None, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    "ops.Argmax(axis=-1, output_type: None | type = int32)(input_x) -> (input_x, axis=axis,"
    " keepdims=False, dtype=output_type)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], 1, True"),
)
def argmax(x, *, axis, keepdims, dtype=jnp.int64):
    """Return where the largest elements are: along an axis, or in the flattened tensor.

    Differs: NaN among the elements counts as the largest; MindSpore's CPU kernel overlooks NaN that
    is not the first. `x.argmax()` means the flattened tensor in compiled code, too; in MindSpore's
    graph mode it means the last axis.
    """
    return jnp.argmax(x, axis, keepdims=keepdims and axis is not None).astype(to_numpy(dtype))


@operator(
    "ops.argmin(input, axis=None, keepdims=False)",
    "Tensor.argmin(self, axis=None, keepdims=False)",
    "Tensor.argmin(self, dim=None, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "mint.argmin(input, dim=None, keepdim=False)"
    " -> (input, axis=dim, keepdims=keepdim, dtype=int64)",
    "ops.Argmin(axis=-1, output_type: None | type = int32)(x) -> (x, axis=axis, keepdims=False,"
    " dtype=output_type)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], 1, True", "mint.argmin: f32[2, 3], 1"),
)
def argmin(x, *, axis, keepdims, dtype=jnp.int32):
    """Return where the smallest elements are: along an axis, or in the flattened tensor.

    Differs: NaN among the elements counts as the smallest; MindSpore's CPU kernel overlooks NaN
    that is not the first.
    """
    return jnp.argmin(x, axis, keepdims=keepdims and axis is not None).astype(to_numpy(dtype))


@operator(
    "ops.all(input, axis=None, keep_dims=False) -> (input, axis=axis, keepdims=keep_dims)",
    "Tensor.all(self, axis=None, keep_dims=False) -> (self, axis=axis, keepdims=keep_dims)",
    "Tensor.all(self, dim=None, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "mint.all(input, dim=None, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    "ops.ReduceAll(keep_dims=False)(input, axis=None) -> (input, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    differentiable=False,
    samples=("bool[2, 3]", "f32[2, 3], 1", "bool[2, 3], 1, True"),
)
def all(x, *, axis, keepdims):
    """Tell whether all elements over axes are true (not 0)."""
    return jnp.all(x, all_if_empty(axis), keepdims=keepdims)


@operator(
    "ops.any(input, axis=None, keep_dims=False) -> (input, axis=axis, keepdims=keep_dims)",
    "Tensor.any(self, dim=None, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "Tensor.any(self, axis=None, keep_dims=False) -> (self, axis=axis, keepdims=keep_dims)",
    "mint.any(input) -> (input, axis=None, keepdims=False)",
    "mint.any(input, dim, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    "ops.ReduceAny(keep_dims=False)(x, axis=()) -> (x, axis=axis, keepdims=keep_dims)",
    promote=tensor,
    differentiable=False,
    samples=("bool[2, 3]", "f32[2, 3], 1", "bool[2, 3], 1, True"),
)
def any(x, *, axis, keepdims):
    """Tell whether at least one element over axes is true (not 0); of uint8, as uint8."""
    found = jnp.any(x, all_if_empty(axis), keepdims=keepdims)
    return found.astype(x.dtype) if x.dtype == jnp.uint8 else found


@operator(
    "ops.count_nonzero(x, axis=(), keep_dims=False, dtype=int32)"
    " -> (x, axis=axis, keepdims=keep_dims, dtype=dtype)",
    "Tensor.count_nonzero(self, dim=None) -> (self, axis=dim, keepdims=False)",
    "Tensor.count_nonzero(self, axis=(), keep_dims=False, dtype=None)"
    " -> (self, axis=axis, keepdims=keep_dims, dtype=dtype)",
    "mint.count_nonzero(input, dim=None) -> (input, axis=dim, keepdims=False, dtype=int64)",
    "ops.CountNonZero(dims: None | each(int, lists=True) = None)(x)"
    " -> (x, axis=dims, keepdims=False, dtype=int64)",
    promote=tensor,
    differentiable=False,
    samples=(
        "f32[2, 3]",
        "f32[2, 3], 1",
        "Tensor.count_nonzero: f32[2, 3], 1",
        "mint.count_nonzero: f32[2, 3], 1",
    ),
)
def count_nonzero(x, *, axis, keepdims, dtype=None):
    """Count the elements over axes that are not 0."""
    count = jnp.count_nonzero(x, all_if_empty(axis), keepdims=keepdims)
    return count.astype(jnp.int32 if dtype is None else to_numpy(dtype))


@operator(
    "ops.nansum(input, axis=None, keepdims=False, *, dtype=None)",
    "Tensor.nansum(self, dim=None, keepdim=False, *, dtype=None)"
    " -> (self, axis=dim, keepdims=keepdim, dtype=dtype)",
    "Tensor.nansum(self, axis=None, keepdims=False, *, dtype=None)",
    "mint.nansum(input, dim=None, keepdim=False, *, dtype=None)"
    " -> (input, axis=dim, keepdims=keepdim, dtype=dtype)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def nansum(x, *, axis=None, keepdims=False, dtype=None):
    """Sum over axes, taking NaN for 0."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    return jnp.nansum(x, all_if_empty(axis), keepdims=keepdims, dtype=x.dtype)


@operator(
    "ops.nanmean(input, axis=None, keepdims=False, *, dtype=None)",
    "Tensor.nanmean(self, axis=None, keepdims=False, *, dtype=None)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def nanmean(x, *, axis=None, keepdims=False, dtype=None):
    """Average the elements over axes that are not NaN."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    return jnp.nanmean(as_float(x), all_if_empty(axis), keepdims=keepdims)


@operator(
    "ops.aminmax(input, *, axis=0, keepdims=False)",
    "Tensor.aminmax(self, *, axis=0, keepdims=False)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], axis=1, keepdims=True", "f32[2, 3], axis=None"),
)
def aminmax(x, *, axis=0, keepdims=False):
    """Return the smallest and the largest elements along an axis.

    As in MindSpore, a NaN counts only where it is the first element.
    """
    if axis is None:
        shape = (1,) * x.ndim if keepdims else ()
        return tuple(v.reshape(shape) for v in aminmax.kernel(x.reshape(-1)))
    if x.ndim == 0:
        return x, x
    first = jnp.take(x, jnp.asarray([0]) if keepdims else 0, axis)
    found = jnp.nanmin(x, axis, keepdims=keepdims), jnp.nanmax(x, axis, keepdims=keepdims)
    return tuple(jnp.where(jnp.isnan(first), first, v) for v in found)


@operator(
    "Tensor.ptp(self, axis=None, keepdims=False)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def ptp(x, *, axis, keepdims):
    """Return the largest minus the smallest element over axes."""
    return jnp.ptp(x, axis, keepdims=keepdims)
