"""Householder factors, solutions in the least-squares sense, and logarithms of matrices."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_floating
from msjax._ops.linear_algebra import in_float32, unpacked_factors, unpacked_pivots

jnp = jax.numpy
linalg = jnp.linalg


@operator(
    "ops.geqrf(input)",
    "ops.Geqrf()(input)",
    "Tensor.geqrf(self)",
    promote=only_floating,
    differentiable=False,
    samples=("f32[3, 2]", "f32[2, 3]"),
)
def geqrf(x):
    """Decompose a matrix to R, with Householder's vectors below it, and their factors."""
    packed, factors = in_float32(lambda wide: linalg.qr(wide, mode="raw"), x)
    return packed.mT, factors


@operator(
    "ops.ormqr(input, tau, other, left=True, transpose=False)",
    "ops.Ormqr(left: bool = True, transpose: bool = False)(x, tau, other)",
    "Tensor.ormqr(self, input2, input3, left=True, transpose=False)",
    promote=only_floating,
    samples=("f32[3, 2], f32[2], f32[3, 2]", "f32[3, 3], f32[3], f32[2, 3], False, True"),
)
def ormqr(reflectors, factors, other, *, left, transpose):
    """Multiply a matrix by the orthogonal one whose reflections are stored below a diagonal."""
    rows, columns = reflectors.shape[-2:]
    vectors = jnp.tril(reflectors, -1) + jnp.eye(rows, columns, dtype=reflectors.dtype)
    vectors = vectors[..., : factors.shape[-1]]

    def reflect(x, by):
        v, factor = by
        factor = factor.conj() if transpose else factor
        return x - factor[..., None, None] * v[..., None] * (v[..., None, :].conj() @ x), None

    parts = jnp.moveaxis(vectors, -1, 0), jnp.moveaxis(factors, -1, 0)
    start = other if left else jnp.conj(other.mT)
    transpose = transpose if left else not transpose
    product = jax.lax.scan(reflect, start, parts, reverse=not transpose)[0]
    return product if left else jnp.conj(product.mT)


@operator(
    "ops.LuUnpack(unpack_data: bool = True, unpack_pivots: bool = True)(LU_data, LU_pivots)",
    promote=only_floating,
    samples=("regular[3, 3], lu_pivots[3]",),
)
def unpack_lu(factors, pivots, *, unpack_data, unpack_pivots):
    """Return P, L and U of an LU decomposition's compact form; empty for what is not asked for."""
    empty = jnp.zeros(0, factors.dtype)
    order = unpacked_pivots.kernel(factors, pivots) if unpack_pivots else empty
    return order, *(unpacked_factors.kernel(factors) if unpack_data else (empty, empty))


@operator(
    "ops.Lstsq(fast: bool = True, l2_regularizer: float = 0.0)(x, a)",
    promote=only_floating,
    samples=("regular[3, 3], f32[3, 2]", "f32[4, 2], f32[4, 3]", "f32[2, 3], f32[2, 2]"),
)
def least_squares(a, b, *, fast, l2_regularizer):
    """Solve a linear system in the least-squares sense, or for the least norm."""
    if l2_regularizer:
        raise NotImplementedError(
            f"For 'Lstsq', l2_regularizer={l2_regularizer} is not supported; add the rows "
            "`sqrt(l2) * eye(n)` to x and zeros to a."
        )
    return linalg.pinv(a) @ (b if b.ndim > 1 else b[:, None])


@operator(
    "ops.MatrixSolveLs(fast: bool = True)(matrix, rhs, l2_regularizer)",
    promote=only_floating,
    samples=("regular[3, 3], f32[3, 2], f64[]", "f32[4, 2], f32[4, 2], f64[]"),
)
def matrix_solve_least_squares(a, b, weight, *, fast):
    """Solve linear systems in the least-squares sense, with an L2 penalty of the solution."""
    adjoint = jnp.conj(a.mT)
    weight = jax.lax.stop_gradient(weight).astype(a.dtype)
    if a.shape[-2] >= a.shape[-1]:
        return linalg.solve(adjoint @ a + weight * jnp.eye(a.shape[-1], dtype=a.dtype), adjoint @ b)
    gram = a @ adjoint + weight * jnp.eye(a.shape[-2], dtype=a.dtype)
    return adjoint @ linalg.solve(gram, b)


@operator(
    "ops.MatrixLogarithm()(x)",
    compiled=False,
    differentiable=False,
    samples=("c64[3, 3]",),
)
def matrix_logarithm(x):
    """Compute the logarithm of complex matrices that have independent eigenvectors."""
    if not jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(
            f"For primitive[MatrixLogarithm], the input must be complex64 or complex128, but got "
            f"{x.dtype}; convert it first, for instance `x.astype(mindspore.complex64)`."
        )
    roots, vectors = linalg.eig(x)
    return ((vectors * jnp.log(roots)[..., None, :]) @ linalg.inv(vectors)).astype(x.dtype)


@operator(
    "ops.EuclideanNorm(keep_dims: bool = False)(x, axes) -> (x, axis=axes, keepdims=keep_dims)",
    samples=("f32[2, 3], given([0], 'int64')", "i32[2, 3], given([1], 'int64'), keep_dims=True"),
)
def euclidean_norm(x, *, axis, keepdims):
    """Compute the root of the sum of squares over axes."""
    wide = x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype(jnp.float64)
    axis = None if axis == () else axis
    squares = jnp.sum(jnp.square(jnp.abs(wide)), axis, keepdims=keepdims)
    return jnp.sqrt(squares).astype(x.dtype)


@operator(
    "ops.NuclearNorm(dim: None | tuple_of(int, 2, lists=True) = None, keepdim: bool = False)(x)"
    " -> (x, axis=dim, keepdims=keepdim)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3, 4], dim=(0, 2), keepdim=True"),
)
def nuclear_norm(x, *, axis, keepdims):
    """Compute the sum of the singular values of matrices."""
    if axis is None and x.ndim != 2:
        raise ExplainedValueError(
            f"For 'NuclearNorm', without dim the input must have 2 axes, but got {x.ndim}; give "
            "the two axes of the matrices as dim."
        )
    return linalg.norm(x, "nuc", axis=axis or (0, 1), keepdims=keepdims)


@operator(
    "ops.TridiagonalMatMul()(superdiag, maindiag, subdiag, rhs)",
    promote=only_floating,
    samples=("f32[1, 3], f32[1, 3], f32[1, 3], f32[3, 2]",),
)
def tridiagonal_matmul(above, main, below, x):
    """Multiply a matrix by one of three diagonals, each [..., 1, M]."""
    above, main, below = (d.mT for d in (above, main, below))
    pad = [(0, 0)] * (x.ndim - 2)
    following = jnp.pad(x[..., 1:, :], [*pad, (0, 1), (0, 0)])
    former = jnp.pad(x[..., :-1, :], [*pad, (1, 0), (0, 0)])
    return main * x + above * following + below * former


@operator(
    "ops.HistogramFixedWidth(nbins: int >= 1, dtype: exactly('int32', 'int64') = 'int32')(x,"
    " range)",
    differentiable=False,
    samples=("f32[6], sorted[2], nbins=4",),
)
def histogram_fixed_width(x, range, *, nbins, dtype):
    """Count the elements in equal bins of a range; those outside are in the first and the last."""
    low, high = range[0].astype(jnp.float64), range[1].astype(jnp.float64)
    bins = jnp.floor((x.reshape(-1) - low) / (high - low) * nbins)
    return jnp.bincount(jnp.clip(bins, 0, nbins - 1).astype(jnp.int32), length=nbins).astype(dtype)


@operator(
    "ops.CompareAndBitpack()(x, threshold)",
    differentiable=False,
    samples=("f32[2, 16], f32[]",),
)
def compare_and_bitpack(x, threshold):
    """Tell which elements are greater than a threshold, by the bits of uint8."""
    if x.shape[-1] % 8:
        raise ExplainedValueError(
            f"For 'CompareAndBitpack', the last axis must be a multiple of 8, but got {x.shape}."
        )
    return jnp.packbits(x > threshold, axis=-1)
