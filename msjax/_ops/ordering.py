"""Sorting, searching and distinct elements."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import EXPRESSIONS, operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import axis_of, tensor

jnp = jax.numpy
lax = jax.lax


def checked_side(right, side):
    """Tell whether positions are those after equal elements."""
    if side not in (None, "left", "right"):
        raise ExplainedValueError(
            f"For 'searchsorted', the 'side' must be None, 'left' or 'right', but got {side!r}."
        )
    return right or side == "right"


EXPRESSIONS["checked_side"] = checked_side


@operator(
    "ops.sort(input_x, axis=-1, descending=False)",
    "Tensor.sort(self, axis=-1, descending=False)",
    "Tensor.sort(self, dim=-1, descending=False, stable=False)"
    " -> (self, axis=dim, descending=descending)",
    "mint.sort(input, *, dim=-1, descending=False, stable=False)"
    " -> (input, axis=dim, descending=descending, dtype='int64')",
    "ops.Sort(axis: int = -1, descending: bool = False)(x) -> (x, axis=axis,"
    " descending=descending)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 0, True", "mint.sort: f32[2, 3]"),
)
def sort(x, *, axis, descending, dtype="int32"):
    """Sort along an axis; return the elements and where they were (equal ones in order).

    Differs: NaN comes last; MindSpore's CPU kernel leaves elements beside NaN unsorted.
    """
    if x.ndim == 0:
        return x, jnp.zeros((), dtype)
    index = jnp.argsort(lax.stop_gradient(x), axis, stable=True, descending=descending)
    return jnp.take_along_axis(x, index, axis), index.astype(dtype)


@operator(
    "ops.argsort(input, axis=-1, descending=False)",
    "Tensor.argsort(self, axis=-1, descending=False)",
    "Tensor.argsort(self, dim=-1, descending=False, stable=False)"
    " -> (self, axis=dim, descending=descending)",
    "mint.argsort(input, dim=-1, descending=False, stable=False)"
    " -> (input, axis=dim, descending=descending, dtype='int64')",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]", "f32[2, 3], 0, True", "mint.argsort: f32[2, 3]"),
)
def argsort(x, *, axis, descending, dtype="int32"):
    """Return where the sorted elements along an axis are."""
    return jnp.argsort(x, axis, stable=True, descending=descending).astype(dtype)


@operator("ops.msort(input)", "Tensor.msort(self)", promote=tensor, samples=("f32[3, 2]",))
def msort(x):
    """Sort along the first axis."""
    return jnp.sort(x, 0)


@operator(
    "ops.topk(input, k, dim=None, largest=True, sorted=True)"
    " -> (input, k=k, axis=dim, largest=largest)",
    "Tensor.topk(self, k, dim=None, largest=True, sorted=True)"
    " -> (self, k=k, axis=dim, largest=largest)",
    "mint.topk(input, k, dim=-1, largest=True, sorted=True)"
    " -> (input, k=k, axis=dim, largest=largest, dtype='int64')",
    "ops.top_k(input_x, k, sorted=True) -> (input_x, k=k)",
    "Tensor.top_k(self, k, sorted=True) -> (self, k=k)",
    "ops.TopK(sorted: bool = True)(input_x, k) -> (input_x, k=k)",
    promote=tensor,
    samples=(
        "f32[2, 5], 2",
        "f32[4, 3], 2, 0",
        "f32[2, 5], 2, -1, False",
        "mint.topk: f32[2, 5], 2",
    ),
)
def topk(x, *, k, axis=None, largest=True, dtype="int32"):
    """Return the k largest (or smallest) elements along an axis and where they are, in order.

    Differs: NaN counts as the largest; MindSpore's CPU kernel leaves elements beside NaN unsorted.
    """
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError("For 'topk', complex numbers have no order; take their absolutes.")
    axis = axis_of("topk", x, -1 if axis is None else axis)
    if not 0 < k <= x.shape[axis]:
        raise ExplainedValueError(
            f"For 'topk', k must be in [1, {x.shape[axis]}] on axis {axis}, but got {k}."
        )
    frozen = lax.stop_gradient(x)
    if largest:
        index = jnp.moveaxis(lax.top_k(jnp.moveaxis(frozen, axis, -1), k)[1], -1, axis)
    else:
        index = lax.slice_in_dim(jnp.argsort(frozen, axis, stable=True), 0, k, axis=axis)
    return jnp.take_along_axis(x, index, axis), index.astype(dtype)


@operator(
    "mint.kthvalue(input, k, dim=-1, keepdim=False) -> (input, k=k, axis=dim, keepdims=keepdim)",
    "Tensor.kthvalue(self, k, dim=-1, keepdim=False) -> (self, k=k, axis=dim, keepdims=keepdim)",
    promote=tensor,
    samples=("f32[2, 5], 2", "f32[2, 5], 2, 0, True"),
)
def kthvalue(x, *, k, axis, keepdims):
    """Return the k-th smallest element along an axis and where it is."""
    values, index = sort.kernel(x, axis=axis, descending=False, dtype="int64")
    axis = axis_of("kthvalue", x, axis)
    value, index = (lax.slice_in_dim(v, k - 1, k, axis=axis) for v in (values, index))
    return (value, index) if keepdims else (jnp.squeeze(value, axis), jnp.squeeze(index, axis))


@operator(
    "ops.searchsorted(sorted_sequence, values, *, out_int32=False, right=False, side=None,"
    " sorter=None) -> (sorted_sequence, values, sorter, dtype='int32' if out_int32 else 'int64',"
    " right=checked_side(right, side))",
    "mint.searchsorted(sorted_sequence, values, *, out_int32=False, right=False, side=None,"
    " sorter=None) -> (sorted_sequence, values, sorter, dtype='int32' if out_int32 else 'int64',"
    " right=checked_side(right, side))",
    "Tensor.searchsorted(self, v, side='left', sorter=None)"
    " -> (self, v, sorter, dtype='int32', right=side == 'right')",
    "ops.SearchSorted(dtype: None | type = int64, right=False)(sorted_sequence, values,"
    " sorter=None) -> (sorted_sequence, values, sorter, dtype=dtype, right=right)",
    "ops.LowerBound(out_type: types(int32, int64) = int32)(sorted_x, values) -> (sorted_x,"
    " values, None, dtype=out_type, right=False)",
    "ops.UpperBound(out_type: types(int32, int64) = int32)(sorted_x, values) -> (sorted_x,"
    " values, None, dtype=out_type, right=True)",
    differentiable=False,
    samples=(
        "sorted[3], f32[2, 2]",
        "sorted[3], f32[2], right=True",
        "Tensor.searchsorted: sorted[3], f32[2]",
    ),
)
def searchsorted(ordered, values, sorter, *, dtype, right):
    """Return where values belong in sorted rows: before (or after) equal elements."""
    side = "right" if right else "left"
    if sorter is not None:
        ordered = jnp.take_along_axis(ordered, sorter, -1)
    search = lambda row, v: jnp.searchsorted(row, v, side=side)  # noqa: E731
    if ordered.ndim > 1:
        for _ in range(ordered.ndim - 1):
            search = jax.vmap(search)
    return search(*arithmetic(ordered, values)).astype(str(dtype).lower())


@operator(
    "ops.bucketize(input, boundaries, *, right=False)",
    "ops.Bucketize(boundaries: list_of(float))(input) -> (input, boundaries=boundaries,"
    " right=True)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3], [-1.0, 0.0, 1.0]", "f32[3], [-1.0, 0.0], right=True"),
)
def bucketize(x, *, boundaries, right=False):
    """Return the number of the interval between boundaries that each element is in."""
    edges = jnp.asarray(np.asarray(boundaries, np.float64))
    side = "right" if right else "left"
    return jnp.searchsorted(edges, x.astype(jnp.float64), side=side).astype(jnp.int32)


@operator(
    "ops.unique(input)",
    "ops.Unique()(x)",
    compiled=False,
    differentiable=False,
    samples=("i32[5]", "f32[2, 3]"),
)
def unique_in_order(x):
    """Return the distinct elements, in order of appearance, and each element's number."""
    flat = np.asarray(x).reshape(-1)
    _, first, inverse = np.unique(flat, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    dtype = np.int64 if flat.dtype == np.int64 else np.int32
    numbers = rank[inverse.reshape(-1)].astype(dtype).reshape(x.shape)
    return jax.device_put(flat[np.sort(first)]), jax.device_put(numbers)


@operator(
    "mint.unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None)",
    "Tensor.unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None)",
    compiled=False,
    differentiable=False,
    samples=("i32[5]", "i32[5], return_inverse=True, return_counts=True"),
)
def unique(x, *, sorted, return_inverse, return_counts, dim):
    """Return the distinct elements in order of size, with their numbers and counts on demand."""
    out = np.unique(np.asarray(x), False, return_inverse, return_counts, dim)
    if not (return_inverse or return_counts):
        return jax.device_put(out)
    return tuple(jax.device_put(o) for o in out)


@operator(
    "ops.unique_consecutive(input, return_inverse=False, return_counts=False, dim=None)",
    "Tensor.unique_consecutive(self, return_inverse=False, return_counts=False, dim=None)",
    "mint.unique_consecutive(input, return_inverse=False, return_counts=False, dim=None)",
    "ops.UniqueConsecutive(return_inverse=False, return_counts=False, dim=None)(input)",
    compiled=False,
    differentiable=False,
    samples=("i32[5]", "i32[5], True, True"),
)
def unique_consecutive(x, *, return_inverse, return_counts, dim):
    """Drop elements (or slices along an axis) that equal the one before."""
    values = np.asarray(x)
    rows = values.reshape(-1) if dim is None else np.moveaxis(values, dim, 0)
    changed = np.ones(len(rows), bool)
    changed[1:] = (rows[1:] != rows[:-1]).reshape(len(rows) - 1, -1).any(1) if len(rows) else True
    starts = np.flatnonzero(changed)
    out = [rows[starts] if dim is None else np.moveaxis(rows[starts], 0, dim)]
    if return_inverse:
        inverse = np.cumsum(changed) - 1
        out.append(inverse.reshape(values.shape) if dim is None else inverse)
    if return_counts:
        out.append(np.diff(starts, append=len(rows)))
    return tuple(jax.device_put(o) for o in out) if len(out) > 1 else jax.device_put(out[0])


@operator(
    "ops.intopk(x1, x2, k)",
    "ops.InTopK(k: int)(x1, x2)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 5], natural[2], 2",),
)
def in_top_k(x, target, *, k):
    """Tell for every row whether the element at its target is among the k largest (or equals one).

    A target outside the row, or an infinite element there, is not.
    """
    if x.ndim != 2 or target.shape != x.shape[:1]:
        raise ExplainedValueError(
            f"For 'InTopK', the shapes must be (N, C) and (N,), but are {x.shape} and "
            f"{target.shape}."
        )
    index = jnp.clip(target, 0, x.shape[1] - 1)[:, None]
    value = jnp.take_along_axis(x, index, 1)
    larger = jnp.sum(x > value, 1)
    inside = (target >= 0) & (target < x.shape[1])
    return (larger < k) & inside & jnp.isfinite(value[:, 0])


@operator(
    "ops.NthElement(reverse: bool = False)(input, n) -> (input, n=n, largest=reverse)",
    promote=tensor,
    samples=("f32[2, 3], 1", "f32[2, 3], 0, reverse=True"),
)
def nth_element(x, *, n, largest):
    """Return the n-th smallest (or largest) element of the last axis, counted from 0."""
    if not 0 <= n < x.shape[-1]:
        raise ExplainedValueError(
            f"For 'NthElement', n must be in [0, {x.shape[-1]}), but got {n}."
        )
    ordered = jnp.sort(x, -1)
    return ordered[..., x.shape[-1] - 1 - n if largest else n]


@operator(
    "ops.ListDiff(out_idx: types(int32, int64) = int32)(x, y) -> (x, y, dtype=out_idx)",
    compiled=False,
    differentiable=False,
    samples=("i32[5], i32[2]",),
)
def list_difference(x, y, *, dtype):
    """Return the elements of x that are not in y, and where they are."""
    x = np.asarray(x)
    index = np.flatnonzero(~np.isin(x, np.asarray(y)))
    return jax.device_put(x[index]), jax.device_put(index.astype(to_numpy(dtype)))


@operator(
    "ops.EqualCount()(x, y)", promote=tensor, differentiable=False, samples=("i32[3], i32[3]",)
)
def equal_count(x, y):
    """Return the number of places where two tensors are equal, as a tensor of one element."""
    return jnp.sum(x == y).astype(x.dtype).reshape(1)


@operator(
    "ops.UnravelIndex()(indices, dims)",
    promote=tensor,
    differentiable=False,
    samples=("natural[3], bit[2]",),
)
def unravel_index(index, lengths):
    """Return the positions, a row per axis, of numbers counted through the axes."""
    steps = jnp.append(jnp.cumprod(lengths[::-1])[::-1][1:], 1).astype(index.dtype)
    index = index.reshape(-1)
    places = index[None, :] // steps[:, None] % jnp.maximum(lengths, 1)[:, None]
    return places.astype(index.dtype)


@operator(
    "ops.SubAndFilter()(input_x, max_num, offset)",
    promote=tensor,
    compiled=False,
    differentiable=False,
    samples=("i32[5], 3, 0",),
)
def subtract_and_filter(x, most, offset):
    """Return the numbers x - offset that lie in [0, most), and where they were."""
    shifted = np.asarray(x) - np.asarray(offset).astype(x.dtype)
    index = np.flatnonzero((shifted >= 0) & (shifted < np.asarray(most)))
    return jax.device_put(shifted[index]), jax.device_put(index.astype(x.dtype))
