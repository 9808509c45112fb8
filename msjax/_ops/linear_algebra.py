"""Matrices: inverses, determinants, decompositions, powers."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._ops.kinds import floating, only_floating, only_wide_floating

jnp = jax.numpy
linalg = jax.numpy.linalg


def in_float32(decompose, x):
    """Apply a decomposition, in float32 to floats of 16 bits: LAPACK has none for these."""
    if x.dtype.itemsize >= 4:
        return decompose(x)
    return jax.tree.map(lambda part: part.astype(x.dtype), decompose(x.astype(jnp.float32)))


@operator(
    "ops.inverse(input)",
    "Tensor.inverse(self)",
    "mint.inverse(input)",
    "mint.linalg.inv(input)",
    promote=only_wide_floating,
    samples=("regular[3, 3]",),
)
def inverse(x):
    """Invert matrices.

    Differs: a singular matrix gives inf and NaN; MindSpore's CPU kernel gives finite numbers.
    """
    return linalg.inv(x)


@operator(
    "ops.MatrixInverse(adjoint: bool = False)(x)",
    promote=only_wide_floating,
    samples=("regular[3, 3]",),
)
def matrix_inverse(x, *, adjoint):
    """Invert matrices, or their adjoints.

    Differs: a singular matrix gives inf and NaN; MindSpore's CPU kernel gives finite numbers.
    """
    return linalg.inv(jnp.conj(x.mT) if adjoint else x)


@operator(
    "ops.det(input)",
    "ops.matrix_determinant(input)",
    "Tensor.det(self)",
    "Tensor.matrix_determinant(self)",
    "ops.MatrixDeterminant()(input)",
    promote=floating,
    samples=("regular[3, 3]",),
)
def det(x):
    """Compute determinants."""
    return linalg.det(x)


@operator(
    "ops.slogdet(input)",
    "ops.log_matrix_determinant(input)",
    "Tensor.slogdet(self)",
    "Tensor.log_matrix_determinant(self)",
    "ops.LogMatrixDeterminant()(input)",
    promote=floating,
    samples=("regular[3, 3]",),
)
def slogdet(x):
    """Compute sign and logarithm of the absolute value of determinants."""
    return tuple(in_float32(linalg.slogdet, x))


@operator("ops.logdet(input)", "Tensor.logdet(self)", promote=floating, samples=("spd[3, 3]",))
def logdet(x):
    """Compute the logarithm of determinants; NaN where they are negative."""
    sign, size = linalg.slogdet(x)
    return jnp.where(sign > 0, size, jnp.where(sign == 0, -jnp.inf, jnp.nan))


@operator(
    "ops.matrix_power(input, n)",
    "Tensor.matrix_power(self, n)",
    "ops.MatrixPower(n: int)(x)",
    promote=floating,
    samples=("regular[3, 3], 3", "regular[3, 3], -1"),
)
def matrix_power(x, *, n):
    """Raise matrices to a whole power."""
    return linalg.matrix_power(x, n)


@operator(
    "ops.matrix_exp(input)", "ops.MatrixExp()(input)", promote=floating, samples=("f32[3, 3]",)
)
def matrix_exp(x):
    """Compute the exponential of matrices."""
    return jax.scipy.linalg.expm(x)


@operator(
    "ops.cholesky(input_x, upper=False)",
    "Tensor.cholesky(self, upper=False)",
    "ops.Cholesky(upper=False)(input_x)",
    promote=only_floating,
    samples=("spd[3, 3]", "spd[3, 3], True"),
)
def cholesky(x, *, upper):
    """Decompose symmetric positive definite matrices to L @ L.T (or R.T @ R, if `upper`).

    Differs: the result is NaN where a matrix is not positive definite; MindSpore raises a
    RuntimeError.
    """
    lower = in_float32(lambda a: linalg.cholesky(a, symmetrize_input=False), x)
    return lower.mT if upper else lower


@operator(
    "ops.cholesky_solve(input, input2, upper=False)",
    "Tensor.cholesky_solve(self, input2, upper=False)",
    "ops.CholeskySolve(upper: bool = False)(x1, x2)",
    promote=only_floating,
    samples=("f32[3, 2], triangular[3, 3]",),
)
def cholesky_solve(b, factor, *, upper):
    """Solve a linear system whose matrix is given by its Cholesky factor."""
    return jax.scipy.linalg.cho_solve((factor, not upper), b)


@operator(
    "ops.qr(input, mode='reduced')",
    "mint.linalg.qr(A, mode='reduced')",
    promote=only_floating,
    samples=("f32[3, 2]", "regular[3, 3], 'complete'"),
)
def qr(x, *, mode):
    """Decompose matrices to an orthogonal and an upper triangular one."""
    if mode == "r":
        r = in_float32(lambda a: linalg.qr(a, "r"), x)
        return jnp.zeros((0,), x.dtype), r
    if mode not in ("reduced", "complete"):
        raise ExplainedValueError(
            f"For 'qr', mode must be 'reduced', 'complete' or 'r', but got {mode!r}."
        )
    return tuple(in_float32(lambda a: linalg.qr(a, mode), x))


@operator(
    "Tensor.qr(self, some=True) -> (self, full=not some)",
    "ops.Qr(full_matrices=False)(x) -> (x, full=full_matrices)",
    promote=only_floating,
    samples=("f32[3, 2]",),
)
def qr_sized(x, *, full):
    """Decompose matrices to an orthogonal and an upper triangular one, square on demand."""
    return tuple(in_float32(lambda a: linalg.qr(a, "complete" if full else "reduced"), x))


@operator(
    "ops.svd(input, full_matrices=False, compute_uv=True)",
    "Tensor.svd(self, full_matrices=False, compute_uv=True)",
    "ops.Svd(full_matrices=False, compute_uv=True)(input)"
    " -> (input, full_matrices, compute_uv, triple=True)",
    promote=only_wide_floating,
    samples=("f32[3, 2]", "f32[3, 2], False, False", "ops.Svd: f32[3, 2], compute_uv=False"),
)
def svd(x, *, full_matrices, compute_uv, triple=False):
    """Decompose matrices to singular values s and orthogonal u, v: x = u @ diag(s) @ v.T.

    The Primitive gives a `triple` even where u and v are not computed: they are then [0].
    """
    if not compute_uv:
        s = linalg.svd(x, full_matrices, compute_uv=False)
        return (s, jnp.zeros(1, x.dtype), jnp.zeros(1, x.dtype)) if triple else s
    u, s, vh = linalg.svd(x, full_matrices)
    return s, u, jnp.conj(vh.mT)


@operator(
    "ops.pinv(x, *, atol=None, rtol=None, hermitian=False) -> (x, atol, rtol, hermitian=hermitian)",
    promote=only_wide_floating,
    samples=("f32[2, 3]",),
)
def pinv(x, atol, rtol, *, hermitian):
    """Compute the pseudoinverse of matrices."""
    if atol is not None:
        raise NotImplementedError(f"pinv(atol={atol}): only rtol is supported.")
    return linalg.pinv(x, rtol=rtol, hermitian=hermitian)


@operator(
    "ops.eigvals(A)",
    "Tensor.eigvals(self)",
    promote=only_wide_floating,
    compiled=False,
    samples=("regular[3, 3]",),
)
def eigvals(x):
    """Compute the eigenvalues of matrices, as complex numbers."""
    return linalg.eigvals(x)


@operator(
    "ops.cond(A, p=None)",
    promote=only_wide_floating,
    samples=("regular[3, 3]", "regular[3, 3], 'fro'"),
)
def cond(x, *, p):
    """Compute the condition number of matrices in a norm."""
    return linalg.cond(x, p)


@operator(
    "mint.triangular_solve(b, A, upper=True, transpose=False, unitriangular=False)",
    "Tensor.triangular_solve(self, A, upper=True, transpose=False, unitriangular=False)",
    promote=only_floating,
    samples=("f32[3, 2], triangular[3, 3], False",),
)
def triangular_solve(b, a, *, upper, transpose, unitriangular):
    """Solve a linear system whose matrix is triangular; return the solution and the matrix."""
    solution = jax.scipy.linalg.solve_triangular(
        a, b, trans=int(transpose), lower=not upper, unit_diagonal=unitriangular
    )
    return solution, a


@operator(
    "ops.matrix_solve(matrix, rhs, adjoint=False)",
    "ops.MatrixSolve(adjoint: bool = False)(matrix, rhs)",
    promote=only_floating,
    samples=("regular[3, 3], f32[3, 2]",),
)
def matrix_solve(a, b, *, adjoint):
    """Solve linear systems."""
    return linalg.solve(jnp.conj(a.mT) if adjoint else a, b)


@operator(
    "ops.lstsq(input, A)",
    "Tensor.lstsq(self, A)",
    promote=only_floating,
    samples=("regular[3, 3], f32[3, 2]",),
)
def lstsq(a, b):
    """Solve linear systems in the least-squares sense."""
    return jnp.linalg.pinv(a) @ (b if b.ndim > 1 else b[:, None])


@operator("ops.vander(x, N=None)", promote=floating, samples=("f32[3]", "f32[3], 2"))
def vander(x, *, N):
    """Make the matrix of powers of a vector, the highest first."""
    return jnp.vander(x, N)


@operator(
    "ops.cholesky_inverse(input_x, upper=False)",
    "Tensor.cholesky_inverse(self, upper=False)",
    "ops.CholeskyInverse(upper=False)(input_x)",
    promote=only_floating,
    samples=("triangular[3, 3]",),
)
def cholesky_inverse(factor, *, upper):
    """Invert a symmetric positive definite matrix given by its Cholesky factor.

    Differs: only the triangle that `upper` names is read, and has a gradient; MindSpore reads and
    differentiates the other one too.
    """
    return jax.scipy.linalg.cho_solve((factor, not upper), jnp.eye(len(factor), dtype=factor.dtype))


@operator(
    "ops.MatrixTriangularSolve(lower: bool = True, adjoint: bool = False)(matrix, rhs)",
    promote=only_floating,
    samples=("triangular[3, 3], f32[3, 2]", "triangular[3, 3], f32[3, 2], adjoint=True"),
)
def matrix_triangular_solve(a, b, *, lower, adjoint):
    """Solve linear systems whose matrices, or the adjoints of these, are triangular."""
    return jax.scipy.linalg.solve_triangular(a, b, trans=2 if adjoint else 0, lower=lower)


@operator(
    "ops.lu_solve(b, LU_data, LU_pivots)",
    "Tensor.lu_solve(self, LU_data, LU_pivots)",
    "ops.LuSolve()(x, lu_data, lu_pivots)",
    promote=only_floating,
    samples=("f32[3, 2], regular[3, 3], lu_pivots[3]",),
)
def lu_solve(b, factors, pivots):
    """Solve linear systems given by their LU factors; pivots count from 1."""
    return jax.scipy.linalg.lu_solve((factors, pivots.astype(jnp.int32) - 1), b)


@operator(
    "ops.eig(A)",
    promote=only_floating,
    compiled=False,
    differentiable=False,
    samples=("regular[3, 3]",),
)
def eig(x):
    """Compute the eigenvalues and eigenvectors of matrices, as complex numbers."""
    return tuple(linalg.eig(x))


@operator(
    "ops.Eig(compute_v=False)(x)",
    promote=only_floating,
    compiled=False,
    differentiable=False,
    samples=("regular[3, 3]", "regular[3, 3], compute_v=True"),
)
def eig_on_demand(x, *, compute_v):
    """Compute the eigenvalues of matrices and, on demand, eigenvectors (else an empty tensor)."""
    if compute_v:
        return eig.kernel(x)
    values = linalg.eigvals(x)
    return values, jnp.zeros(0, values.dtype)


@operator(
    "ops.orgqr(input, input2)",
    "Tensor.orgqr(self, input2)",
    "ops.Orgqr()(x, tau)",
    promote=only_floating,
    samples=("f32[3, 2], f32[2]",),
)
def orgqr(reflectors, factors):
    """Multiply the Householder reflections that are stored below a diagonal."""
    rows, columns = reflectors.shape[-2:]
    vectors = jnp.tril(reflectors, -1) + jnp.eye(rows, columns, dtype=reflectors.dtype)
    start = jnp.broadcast_to(jnp.eye(rows, columns, dtype=reflectors.dtype), reflectors.shape)

    def reflect(q, by):
        v, factor = by
        shadow = v[..., None, :].conj() @ q
        return q - factor[..., None, None] * v[..., None] * shadow, None

    count = factors.shape[-1]
    parts = jnp.moveaxis(vectors[..., :count], -1, 0), jnp.moveaxis(factors, -1, 0)
    return jax.lax.scan(reflect, start, parts, reverse=True)[0]


@operator(samples=("regular[3, 3]",))
def unpacked_factors(factors):
    """Return L and U of their compact form."""
    count = min(factors.shape[-2:])
    ones = jnp.eye(factors.shape[-2], count, dtype=factors.dtype)
    return jnp.tril(factors[..., :count], -1) + ones, jnp.triu(factors[..., :count, :])


@operator(differentiable=False, samples=("regular[3, 3], lu_pivots[3]",))
def unpacked_pivots(factors, pivots):
    """Return the permutation matrix of row exchanges, which count from 1."""
    size = factors.shape[-2]
    rows = jax.lax.linalg.lu_pivots_to_permutation(pivots.astype(jnp.int32) - 1, size)
    return jax.nn.one_hot(rows, size, dtype=factors.dtype).mT


@composite(
    "ops.lu_unpack(LU_data, LU_pivots, unpack_data=True, unpack_pivots=True)",
    samples=("regular[3, 3], lu_pivots[3]", "regular[3, 3], lu_pivots[3], False"),
)
def lu_unpack(factors, pivots, unpack_data, unpack_pivots):
    """Return P, L and U of an LU decomposition's compact form; None for what is not asked for."""
    order = unpacked_pivots(factors, pivots) if unpack_pivots else None
    lower, upper = unpacked_factors(factors) if unpack_data else (None, None)
    return order, lower, upper
