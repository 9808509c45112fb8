"""Matrices with a pattern, index grids and triangles in NumPy's style."""

from __future__ import annotations

import math

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, dtype_of, tensor_only
from msjax._ops.creation import constant
from msjax._ops.numpy_creation import made
from msjax._ops.numpy_ranges import numpy_arange, numpy_linspace

jnp = jax.numpy


def _whole(*numbers):
    if not all(isinstance(n, int) for n in numbers):
        raise ExplainedTypeError(f"Input tensor dimensions should be integers, but got {numbers}.")


@composite(
    "numpy.eye(N, M=None, k=0, dtype=float32)",
    samples=("3", "2, 3", "3, 4, 1, int32", "3, None, -1"),
)
def numpy_eye(N, M, k, dtype):
    """Make a matrix with ones on a diagonal."""
    M = N if M is None else M
    _whole(N, M, k)
    return made(np.eye(N, M, k), dtype_of(dtype))


@composite("numpy.identity(n, dtype=float32)", samples=("3", "2, int32"))
def numpy_identity(n, dtype):
    """Make a square matrix with ones on the diagonal."""
    return numpy_eye(n, None, 0, dtype)


@composite(
    "numpy.tri(N, M=None, k=0, dtype=float32)", samples=("3", "3, 4, 1, int32", "3, None, -1")
)
def numpy_tri(N, M, k, dtype):
    """Make a matrix with ones at and below a diagonal."""
    M = N if M is None else M
    _whole(N, M, k)
    return made(np.tri(N, M, k), dtype_of(dtype))


def _square(x):
    if x.ndim == 0:
        raise ExplainedValueError(
            "input m's rank should be larger than 0; a number has no triangle."
        )
    return jnp.broadcast_to(x, x.shape * 2) if x.ndim == 1 else x


@operator(
    "numpy.tril(m, k=0) -> (array_like(m), k)",
    samples=("f32[2, 3]", "i32[3], 1", "[[1, 2], [3, 4]]", "bool[3, 3], -1"),
)
def numpy_tril(x, *, k):
    """Keep what is at and below a diagonal; a vector is repeated as rows first."""
    return jnp.tril(_square(x), k)


@operator(
    "numpy.triu(m, k=0) -> (array_like(m), k)",
    samples=("f32[2, 3]", "i32[3], 1", "[[1, 2], [3, 4]]", "bool[3, 3], -1"),
)
def numpy_triu(x, *, k):
    """Keep what is at and above a diagonal; a vector is repeated as rows first."""
    return jnp.triu(_square(x), k)


@operator(
    "numpy.diag(v, k=0) -> (tensor_only(v), k)",
    samples=("f32[3]", "i32[2, 3], 1", "f32[3, 3], -1", "f32[2], -2"),
)
def numpy_diag(x, *, k):
    """Return a diagonal of a matrix, or a matrix with a given diagonal."""
    if x.ndim not in (1, 2):
        raise ExplainedValueError(f"Input must be 1- or 2-d., but has {x.ndim} dimensions.")
    return jnp.diag(x, k)


@operator(
    "numpy.diagflat(v, k=0) -> (tensor_only(v), k)",
    samples=("f32[2, 2]", "i32[3], 1", "f32[2], -1"),
)
def numpy_diagflat(x, *, k):
    """Make a matrix whose diagonal has all elements of x."""
    return jnp.diagflat(x, k)


@composite(
    "numpy.diagonal(a, offset=0, axis1=0, axis2=1)", samples=("f32[3, 3]", "f32[2, 3, 4], 1, 1, 2")
)
def numpy_diagonal(a, offset, axis1, axis2):
    """Return a diagonal of two axes."""
    return array_like(a).diagonal(offset=offset, axis1=axis1, axis2=axis2)


@composite(
    "numpy.trace(a, offset=0, axis1=0, axis2=1, dtype=None)",
    samples=("f32[3, 3]", "i32[3, 3]", "f32[2, 3, 4], 1, 1, 2", "i32[3, 3], dtype=float32"),
)
def numpy_trace(a, offset, axis1, axis2, dtype):
    """Add up a diagonal of two axes; integers to int64."""
    return array_like(a).diagonal(offset=offset, axis1=axis1, axis2=axis2).sum(-1, dtype)


@composite(
    "numpy.meshgrid(*xi, sparse=False, indexing='xy')",
    samples=("f32[3], f32[2]", "f32[3], f32[2], i32[4], sparse=True, indexing='ij'", "f32[2]"),
)
def numpy_meshgrid(*xi, sparse, indexing):
    """Return the coordinates of a grid, a list of one array per axis."""
    grids = [tensor_only(x) for x in xi]
    if not isinstance(sparse, bool):
        raise ExplainedTypeError(f"argument sparse should be boolean, but got {describe(sparse)}.")
    if indexing not in ("xy", "ij"):
        raise ExplainedTypeError(
            f"Valid values for `indexing` are only 'xy' and 'ij', but got {indexing!r}."
        )
    sizes = tuple(x.size for x in grids)
    if 0 in sizes:
        return constant(sizes, 1, np.float32)
    return list(coordinates(*grids, sparse=sparse, indexing=indexing))


@operator(samples=("f32[3], f32[2], sparse=False, indexing='xy'",))
def coordinates(*axes, sparse, indexing):
    """Return the coordinates of a grid as a tuple."""
    return tuple(jnp.meshgrid(*[x.ravel() for x in axes], sparse=sparse, indexing=indexing))


@composite(
    "numpy.indices(dimensions, dtype=int32, sparse=False)",
    samples=("(2, 3)", "(2, 3), float32, True"),
)
def numpy_indices(dimensions, dtype, sparse):
    """Return the indices of a grid, a list of one array per axis."""
    if not isinstance(dimensions, tuple | list):
        raise ExplainedTypeError(
            f"Shape of the grid must be tuple or list, but got {describe(dimensions)}."
        )
    axes = [numpy_arange(d, dtype=dtype) for d in dimensions]
    return numpy_meshgrid(*axes, sparse=sparse, indexing="ij")


@composite("numpy.ix_(*args)", samples=("i32[2], i32[3]", "f32[2]"))
def numpy_ix(*args):
    """Reshape vectors so that together they index a grid."""
    if any(tensor_only(x).ndim != 1 for x in args):
        raise ExplainedValueError(
            f"Cross index must be 1 dimensional, but got {', '.join(map(describe, args))}."
        )
    ones = (1,) * len(args)
    return tuple([x.reshape((*ones[:i], x.size, *ones[i + 1 :])) for i, x in enumerate(args)])


@composite("numpy.diag_indices(n, ndim=2)", samples=("3", "2, 3"))
def numpy_diag_indices(n, ndim):
    """Return the indices of the main diagonal, a tuple of one array per axis."""
    if not isinstance(n, int) or not isinstance(ndim, int):
        raise ExplainedTypeError(f"input must be integers, but got {n!r} and {ndim!r}.")
    return (numpy_arange(n),) * ndim


def _triangle(indices, n, k, m):
    """Return the row and column numbers of a triangle, int32; without elements, float32."""
    m = n if m is None else m
    for name, value in (("n", n), ("k", k), ("m", m)):
        if not isinstance(value, bool | int | float):
            raise ExplainedTypeError(f"Input {name} must be a number, but got {describe(value)}.")
    found = indices(
        math.ceil(n), math.floor(k) if indices is np.tril_indices else math.ceil(k), math.ceil(m)
    )
    dtype = mstype.int32 if found[0].size else mstype.float32
    return tuple([made(index, dtype) for index in found])


@composite("numpy.triu_indices(n, k=0, m=None)", samples=("3", "3, 1, 4", "2, 5"))
def numpy_triu_indices(n, k, m):
    """Return the row and column numbers at and above a diagonal."""
    return _triangle(np.triu_indices, n, k, m)


@composite("numpy.tril_indices(n, k=0, m=None)", samples=("3", "3, 1, 4", "2.5, 0.5"))
def numpy_tril_indices(n, k, m):
    """Return the row and column numbers at and below a diagonal."""
    return _triangle(np.tril_indices, n, k, m)


def _matrix_shape(arr):
    shape = array_like(arr).shape
    if len(shape) != 2:
        raise ExplainedValueError(f"input array must be 2-d, but has the shape {tuple(shape)}.")
    return shape


@composite("numpy.triu_indices_from(arr, k=0)", samples=("f32[2, 3]", "[[1, 2], [3, 4]], 1"))
def numpy_triu_indices_from(arr, k):
    """Return the row and column numbers at and above a diagonal of a matrix."""
    rows, columns = _matrix_shape(arr)
    return _triangle(np.triu_indices, rows, k, columns)


@composite("numpy.tril_indices_from(arr, k=0)", samples=("f32[2, 3]", "[[1, 2], [3, 4]], 1"))
def numpy_tril_indices_from(arr, k):
    """Return the row and column numbers at and below a diagonal of a matrix."""
    rows, columns = _matrix_shape(arr)
    return _triangle(np.tril_indices, rows, k, columns)


@composite(
    "numpy.vander(x, N=None, increasing=False)",
    samples=("f32[3]", "[1, 2, 3], 2", "i32[3], 4, True"),
)
def numpy_vander(x, N, increasing):
    """Make the matrix of powers of the elements of a vector."""
    if not isinstance(x, list | tuple | Tensor):
        raise ExplainedTypeError(f"Input x must be list, tuple or Tensor, but got {describe(x)}.")
    x = array_like(x)
    if x.ndim != 1:
        raise ExplainedValueError(f"Input x must be 1-D, but got dimension={x.ndim}.")
    N = N or x.size
    if not isinstance(N, int) or not isinstance(increasing, bool):
        raise ExplainedTypeError(
            f"Input N must be an integer and increasing a bool, but got {N!r} and {increasing!r}."
        )
    if N <= 0:
        raise ExplainedValueError(f"Input N must > 0, but got {N}.")
    return powers(x, count=N, increasing=increasing)


@operator(samples=("f32[3], count=3, increasing=False",))
def powers(x, *, count, increasing):
    """Return the powers 0 to count - 1 of each element, in columns."""
    exponents = jnp.arange(count, dtype=x.dtype)
    return jnp.power(x[:, None], exponents if increasing else exponents[::-1])


class Grid:
    """What makes coordinates from slices, `mgrid[0:3, 0:2]`; an imaginary step counts points."""

    def __init__(self, sparse: bool):
        self.sparse = sparse

    def __getitem__(self, keys):
        keys = (keys,) if isinstance(keys, slice) else keys
        axes = [self._axis(key) for key in keys]
        grids = numpy_meshgrid(*axes, sparse=self.sparse, indexing="ij")
        if len(grids) == 1:
            return grids[0]
        return grids if self.sparse else stacked(*grids)

    @staticmethod
    def _axis(key):
        if not isinstance(key.start, int) or not isinstance(key.stop, int):
            raise TypeError(
                f"slice indices must be integers, but got {key}; write for instance `mgrid[0:3]`."
            )
        if isinstance(key.step, complex):
            points = int(abs(key.step))
            return numpy_linspace(key.start, key.stop, points, True, False, None, 0)
        return numpy_arange(key.start, key.stop, key.step or 1)


@operator(samples=("f32[3], f32[3]",))
def stacked(*arrays):
    """Stack arrays of one shape along a new first axis."""
    return jnp.stack(arrays)


mgrid, ogrid = Grid(sparse=False), Grid(sparse=True)
