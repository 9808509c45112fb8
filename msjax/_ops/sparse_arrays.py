"""Arrays given by the positions and values of the elements that are not 0."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._ops.scatter import put

jnp = jax.numpy


def _at(index):
    return tuple(jnp.moveaxis(index, -1, 0))


def dense_of(index, values, shape):
    """Return an array with the sums of values at positions."""
    return put(jnp.zeros(shape, values.dtype), _at(index), values, "add")


@operator(
    "ops.SparseToDense()(indices, values, sparse_shape) -> (indices, values, shape=sparse_shape)",
    samples=("given([[0, 1], [1, 2]], 'int64'), f32[2], (3, 4)",),
)
def sparse_to_dense(index, values, *, shape):
    """Write values at positions into zeros."""
    return dense_of(index, values, shape)


@operator(
    "ops.SparseTensorDenseAdd()(x1_indices, x1_values, x1_shape, x2)"
    " -> (x1_indices, x1_values, x2)",
    samples=("given([[0, 1], [1, 2]], 'int64'), f32[2], given([3, 4], 'int64'), f32[3, 4]",),
)
def sparse_dense_add(index, values, x):
    """Add values at positions of an array."""
    return put(x, _at(index), values.astype(x.dtype), "add")


@operator(
    "ops.SparseTensorDenseMatmul(adjoint_st: bool = False, adjoint_dt: bool = False)(indices,"
    " values, sparse_shape, dense) -> (indices, values, dense, shape=sparse_shape,"
    " adjoint_st=adjoint_st, adjoint_dt=adjoint_dt)",
    samples=(
        "given([[0, 1], [1, 2]], 'int64'), f32[2], (3, 4), f32[4, 2]",
        "given([[0, 1], [1, 2]], 'int64'), f32[2], (3, 4), f32[2, 3], adjoint_st=True,"
        " adjoint_dt=True",
    ),
)
def sparse_dense_matmul(index, values, x, *, shape, adjoint_st, adjoint_dt):
    """Multiply a matrix, given by positions and values, by another one."""
    row, column = _at(index)
    rows = shape[0]
    if adjoint_st:
        row, column, values, rows = column, row, jnp.conj(values), shape[1]
    x = jnp.conj(x.mT) if adjoint_dt else x
    return jnp.zeros((rows, x.shape[1]), x.dtype).at[row].add(values[:, None] * x[column])


@operator(
    "ops.SparseSlice()(indices, values, shape, start, size)",
    compiled=False,
    samples=(
        "given([[0, 1], [1, 2], [1, 3], [2, 2]], 'int64'), f32[4], given([3, 4], 'int64'), "
        "given([0, 1], 'int64'), given([2, 3], 'int64')",
    ),
)
def sparse_slice(index, values, shape, start, size):
    """Cut a part out; return the positions in it, the values and its shape."""
    start = np.asarray(start)
    stop = np.minimum(start + np.asarray(size), np.asarray(shape))
    index = np.asarray(index)
    inside = np.flatnonzero(np.all((index >= start) & (index < stop), -1))
    kept = jnp.asarray(index[inside] - start, jnp.int64)
    return kept, values[inside], jnp.asarray(np.maximum(stop - start, 0), jnp.int64)


@operator(
    "ops.coalesce(x_indices, x_values, x_shape)",
    "ops.Coalesce()(x_indices, x_values, x_shape)",
    compiled=False,
    samples=("given([[0, 0, 1], [1, 1, 2]], 'int64'), f32[3], given([3, 3], 'int64')",),
)
def coalesce(index, values, shape):
    """Sum the values of equal positions (one per column) and sort the positions."""
    columns, place = np.unique(np.asarray(index), axis=1, return_inverse=True)
    summed = jnp.zeros(columns.shape[1], values.dtype).at[place.reshape(-1)].add(values)
    return jnp.asarray(columns), summed, shape


@operator(
    "ops.sparse_segment_mean(x, indices, segment_ids)",
    compiled=False,
    samples=("f32[3, 4], given([0, 2, 1], 'int32'), given([1, 2, 2], 'int32')",),
)
def sparse_segment_mean(x, index, segments):
    """Average the rows that are named for each segment; 0 for segments without rows."""
    count = int(np.asarray(segments)[-1]) + 1 if segments.size else 0
    rows = x[index]
    total = jnp.zeros((count, *x.shape[1:]), x.dtype).at[segments].add(rows)
    number = jnp.zeros(count, x.dtype).at[segments].add(1)
    return total / jnp.maximum(number, 1).reshape(-1, *[1] * (x.ndim - 1))
