"""Decompositions and solutions of linear systems in SciPy's style."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import EXPRESSIONS, composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import promoted, tensor_only

jnp = jax.numpy
lax = jax.lax

_REAL = tuple(np.dtype(t) for t in (np.int32, np.int64, np.float32, np.float64))
_COMPLEX = tuple(np.dtype(t) for t in (np.complex64, np.complex128))


def checked_flags(name, **flags):
    """Refuse options that are no bools."""
    for option, value in flags.items():
        if not isinstance(value, bool):
            raise ExplainedTypeError(
                f"For '{name}', the type of '{option}' should be bool, but got {describe(value)}."
            )


def _a_tensor(name, x, called="a"):
    if not isinstance(x, Tensor):
        raise ExplainedTypeError(
            f"For '{name}', the type of '{called}' should be Tensor, but got {describe(x)}."
        )
    return x


def checked_matrix(a, name, **flags) -> Tensor:
    """Return a tensor; refuse everything else, and options that are no bools."""
    checked_flags(name, **flags)
    return _a_tensor(name, a)


EXPRESSIONS["checked_matrix"] = checked_matrix


def _numbers(name, x, called="a", allowed=_REAL):
    """Compute integers in float64, and refuse what is no int32, int64, float32 or float64."""
    if x.dtype not in allowed:
        raise ExplainedTypeError(
            f"For '{name}', the data type of '{called}' should be one of "
            f"{[d.name for d in allowed]}, but got {x.dtype}; convert it first."
        )
    return x.astype(jnp.float64) if x.dtype.kind == "i" else x


def _square(name, x, called="a"):
    if x.ndim != 2:
        raise ExplainedValueError(
            f"For '{name}', the dimension of '{called}' should be 2, but got {x.ndim}."
        )
    if x.shape[0] != x.shape[1]:
        raise ExplainedValueError(
            f"For '{name}', the matrix '{called}' should be a square matrix like (N, N), but got "
            f"{x.shape}."
        )
    return x


_FLAGS = "overwrite_a=overwrite_a, check_finite=check_finite"


@operator(
    "scipy.linalg.inv(a, overwrite_a=False, check_finite=True) -> (checked_matrix(a, 'inv',"
    f" {_FLAGS}))",
    samples=("regular[3, 3]", "given([[1, 2], [3, 5]], 'int32')"),
)
def scipy_inv(a):
    """Compute the inverse of a square matrix; of integers in float64."""
    return jnp.linalg.inv(_square("inv", _numbers("inv", a)))


@operator(
    "scipy.linalg.det(a, overwrite_a=False, check_finite=True) -> (checked_matrix(a, 'det',"
    f" {_FLAGS}))",
    samples=("regular[3, 3]", "given([[1, 2], [3, 5]], 'int32')"),
)
def scipy_det(a):
    """Compute the determinant of a square matrix; of integers in float64."""
    return jnp.linalg.det(_square("det", _numbers("det", a)))


@operator(
    "scipy.linalg.cholesky(a, lower=False, overwrite_a=False, check_finite=True) ->"
    f" (checked_matrix(a, 'cholesky', lower=lower, {_FLAGS}), lower=lower)",
    samples=("spd[3, 3]", "spd[3, 3], True", "given([[2, 1], [1, 2]], 'int32')"),
)
def scipy_cholesky(a, *, lower):
    """Compute the triangular factor of a positive definite matrix; of integers in float64."""
    factor = jnp.linalg.cholesky(_square("cholesky", _numbers("cholesky", a)))
    return factor if lower else factor.T


@composite(
    "scipy.linalg.cho_factor(a, lower=False, overwrite_a=False, check_finite=True)",
    samples=("spd[3, 3]", "spd[3, 3], True"),
)
def scipy_cho_factor(a, lower, overwrite_a, check_finite):
    """Return the triangular factor of a positive definite matrix, and whether it is the lower."""
    checked_matrix(a, "cho_factor", lower=lower, overwrite_a=overwrite_a, check_finite=check_finite)
    return scipy_cholesky(a, lower=lower), lower


@composite(
    "scipy.linalg.cho_solve(c_and_lower, b, overwrite_b=False, check_finite=True)",
    samples=("(triangular[3, 3], True), f32[3]", "(regular[3, 3], False), f32[3, 2]"),
)
def scipy_cho_solve(c_and_lower, b, overwrite_b, check_finite):
    """Solve a linear system, given `cho_factor` of its matrix."""
    factor, lower = c_and_lower
    checked_flags("cho_solve", overwrite_b=overwrite_b, check_finite=check_finite, lower=lower)
    _a_tensor("cho_solve", factor, "c")
    return solved_by_factor(factor, _a_tensor("cho_solve", b, "b"), lower=lower)


@operator(samples=("triangular[3, 3], f32[3], lower=True",))
def solved_by_factor(factor, b, *, lower):
    """Solve a linear system, given a triangular factor of its matrix."""
    _fitting("cho_solve", _square("cho_solve", factor, "c"), b, "c")
    factor, b = _numbers("cho_solve", factor, "c"), _numbers("cho_solve", b, "b")
    first = triangular(factor, b, lower=lower, trans=int(not lower), unit=False)
    return triangular(factor, first, lower=lower, trans=int(lower), unit=False)


def _fitting(name, a, b, called="a"):
    if b.ndim not in (1, 2):
        raise ExplainedValueError(
            f"For '{name}', the dimension of 'b' should be 1 or 2, but got {b.ndim}."
        )
    if a.shape[-1] != b.shape[0]:
        raise ExplainedValueError(
            f"For '{name}', the last two dimensions of '{called}' and 'b' should be matched, but "
            f"got shape of {a.shape} and {b.shape}."
        )
    if a.dtype != b.dtype:
        raise ExplainedTypeError(
            f"For '{name}', the data type of '{called}' and 'b' should be the same, but got "
            f"{a.dtype} and {b.dtype}; convert one of them first."
        )


def triangular(a, b, *, lower, trans, unit):
    """Solve triangular systems; b may be one vector per matrix. trans: 0 none, 1 T, 2 C."""
    vector = b.ndim == a.ndim - 1
    x = lax.linalg.triangular_solve(
        a,
        b[..., None] if vector else b,
        left_side=True,
        lower=lower,
        transpose_a=trans > 0,
        conjugate_a=trans == 2,
        unit_diagonal=unit,
    )
    return x[..., 0] if vector else x


_TRANS = {"N": 0, "T": 1, "C": 2}


@composite(
    "scipy.linalg.solve_triangular(a, b, trans=0, lower=False, unit_diagonal=False,"
    " overwrite_b=False, debug=None, check_finite=True) -> (a, b, trans, lower, unit_diagonal)",
    samples=(
        "regular[3, 3], f32[3]",
        "regular[3, 3], f32[3, 2], lower=True, trans='T'",
        "regular[2, 3, 3], f32[2, 3, 1], unit_diagonal=True",
        "given([[1, 2], [3, 5]], 'int32'), given([1, 2], 'int32')",
    ),
)
def scipy_solve_triangular(a, b, trans, lower, unit_diagonal):
    """Solve a linear system with a triangular matrix; of integers in floats of their width.

    Args:
        a (Tensor): matrices (…, N, N); the other triangle is not read.
        b (Tensor): (…, N) or (…, N, K), of the same dtype.
        trans: 0 or "N" for a, 1 or "T" for its transpose, 2 or "C" for that, conjugated.
        lower: whether the lower triangle is meant.
        unit_diagonal: whether the diagonal counts as ones and is not read.
        overwrite_b, debug, check_finite: nothing depends on them.
    """
    if isinstance(trans, str):
        if trans not in _TRANS:
            raise ExplainedValueError(
                f"For SolveTriangular, trans must be one of 0, 1, 2, 'N', 'T', 'C', not {trans!r}."
            )
        trans = _TRANS[trans]
    if trans not in (0, 1, 2):
        raise RuntimeError(
            f"For 'SolveTriangular', 'trans' must be in [0, 1, 2, 'N', 'T', 'C'], but got {trans}."
        )
    options = {"lower": bool(lower), "trans": trans, "unit": bool(unit_diagonal)}
    return triangular_solution(tensor_only(a), tensor_only(b), **options)


@operator(samples=("regular[3, 3], f32[3], lower=True, trans=0, unit=False",))
def triangular_solution(a, b, *, lower, trans, unit):
    """Solve a linear system with a triangular matrix."""
    name = "SolveTriangular"
    if a.dtype != b.dtype:
        raise ExplainedTypeError(
            f"For '{name}' the type of a and b must be same, but got {a.dtype} and {b.dtype}."
        )
    allowed = _REAL + _COMPLEX
    if a.dtype == jnp.int32:
        a, b = a.astype(jnp.float32), b.astype(jnp.float32)
    a, b = _numbers(name, a, "a", allowed), _numbers(name, b, "b", allowed)
    return triangular(a, b, lower=lower, trans=trans, unit=unit)


@composite(
    "scipy.linalg.eigh(a, b=None, lower=True, eigvals_only=False, overwrite_a=False,"
    " overwrite_b=False, turbo=True, eigvals=None, type=1, check_finite=True)",
    samples=("spd[3, 3], eigvals_only=True", "given([[2, 1], [1, 2]], 'int32'), eigvals_only=True"),
)
def scipy_eigh(
    a, b, lower, eigvals_only, overwrite_a, overwrite_b, turbo, eigvals, type, check_finite
):
    """Compute eigenvalues, and eigenvectors, of a symmetric or Hermitian matrix.

    Args:
        a (Tensor): the matrix (N, N); only one triangle is read.
        b: only None.
        lower: whether the lower triangle is read.
        eigvals_only: whether to leave out the eigenvectors.
        overwrite_a, overwrite_b, turbo, type, check_finite: nothing depends on them.
        eigvals: only None.

    Returns:
        Tensor of the eigenvalues, increasing; or a tuple of it and of the eigenvectors, in columns.

    Raises:
        ValueError: b or eigvals is not None.
    """
    flags = {"lower": lower, "eigvals_only": eigvals_only, "overwrite_a": overwrite_a}
    flags |= {"overwrite_b": overwrite_b, "turbo": turbo, "check_finite": check_finite}
    checked_matrix(a, "eigh", **flags)
    if not isinstance(type, int):
        raise ExplainedTypeError(
            f"For 'eigh', the type of 'type' should be int, but got {describe(type)}."
        )
    for option, value in (("b", b), ("eigvals", eigvals)):
        if value is not None:
            raise ExplainedValueError(
                f"For 'eigh', currently only case {option}=None of 'eigh' is implemented."
            )
    values, vectors = symmetric_eigen(a, lower=lower)
    return values if eigvals_only else (values, vectors)


@operator(samples=("spd[3, 3], lower=True",))
def symmetric_eigen(a, *, lower):
    """Compute eigenvalues and eigenvectors of a symmetric or Hermitian matrix."""
    a = _square("eigh", _numbers("eigh", a, "a", _REAL + _COMPLEX))
    # Written out, so that the gradient goes to the triangle that is read, as in MindSpore.
    triangle = jnp.tril if lower else jnp.triu
    a = triangle(a) + jnp.conj(triangle(a, -1 if lower else 1).mT)
    values, vectors = jnp.linalg.eigh(a, "L" if lower else "U", symmetrize_input=False)
    return values.astype(a.dtype), vectors


@operator(
    "scipy.linalg.lu_factor(a, overwrite_a=False, check_finite=True) -> (checked_matrix(a,"
    f" 'lu_factor', {_FLAGS}))",
    samples=("regular[3, 3]", "given([[1, 2], [3, 4]], 'int32')"),
)
def scipy_lu_factor(a):
    """Factor a square matrix; return both triangles in one matrix, and the row exchanges."""
    factors, pivots, _ = lax.linalg.lu(_square("lu_factor", _numbers("lu_factor", a)))
    return factors, pivots.astype(jnp.int32)


@composite(
    "scipy.linalg.lu(a, permute_l=False, overwrite_a=False, check_finite=True)",
    samples=("regular[3, 3]", "regular[4, 4], True", "f32[2, 3]"),
)
def scipy_lu(a, permute_l, overwrite_a, check_finite):
    """Factor a matrix with no more rows than columns: a = p @ l @ u.

    Returns:
        Tuple of p (int32), l and u; with `permute_l`, of p @ l and u.
    """
    flags = {"permute_l": permute_l, "overwrite_a": overwrite_a, "check_finite": check_finite}
    checked_matrix(a, "lu", **flags)
    places, below, above = triangular_factors(a)
    return (places.astype(below.dtype) @ below, above) if permute_l else (places, below, above)


@operator(samples=("regular[3, 3]",))
def triangular_factors(a):
    """Factor a matrix with no more rows than columns into permutation, lower and upper."""
    if a.ndim != 2:
        raise ExplainedValueError(f"For 'lu', the dimension of 'a' should be 2, but got {a.ndim}.")
    rows, columns = a.shape
    if rows > columns:
        raise ExplainedValueError(
            "last two dimensions of LU decomposition must be row less or equal to col, but the "
            f"shape is {a.shape}."
        )
    factors, _, order = lax.linalg.lu(_numbers("lu", a))
    lower = jnp.tril(factors[:, :rows], -1) + jnp.eye(rows, dtype=factors.dtype)
    places = jnp.eye(rows, dtype=jnp.int32)[order].T
    return places, lower, jnp.triu(factors)


@composite(
    "scipy.linalg.lu_solve(lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True)",
    samples=("(regular[2, 2], given([1, 1], 'int32')), f32[2, 1]",),
)
def scipy_lu_solve(lu_and_piv, b, trans, overwrite_b, check_finite):
    """Solve a linear system, given `lu_factor` of its matrix; trans 1 or 2 for its transpose."""
    factors, pivots = lu_and_piv
    checked_flags("lu_solve", overwrite_b=overwrite_b, check_finite=check_finite)
    for called, x in (("lu_matrix", factors), ("b", b), ("pivot", pivots)):
        _a_tensor("lu_solve", x, called)
    if trans not in (0, 1, 2):
        raise ExplainedValueError(
            f"For 'lu_solve', the value of 'trans' should be one of (0, 1, 2), but got {trans}."
        )
    return solved_by_lu(factors, pivots, b, trans=trans)


@operator(samples=("regular[2, 2], given([1, 1], 'int32'), f32[2], trans=1",))
def solved_by_lu(factors, pivots, b, *, trans):
    """Solve a linear system, given both triangles and the row exchanges of its matrix."""
    _fitting("lu_solve", _square("lu_solve", factors, "lu_matrix"), b, "lu_matrix")
    factors, b = _numbers("lu_solve", factors, "lu_matrix"), _numbers("lu_solve", b, "b")
    return jax.scipy.linalg.lu_solve((factors, pivots), b, trans)


@composite(
    "scipy.linalg.block_diag(*arrs)",
    samples=("f32[2, 3], f32[1, 2]", "i32[2, 2], f32[3], f32[]"),
)
def scipy_block_diag(*arrs):
    """Put matrices along the diagonal of a matrix of zeros; vectors count as rows."""
    if not arrs:
        return Tensor(np.zeros((1, 0), np.float32))
    return along_diagonal(*[tensor_only(a) for a in arrs])


@operator(samples=("f32[2, 3], f32[1, 2]",))
def along_diagonal(*blocks):
    """Put matrices along the diagonal of a matrix of zeros."""
    if any(b.ndim > 2 for b in blocks):
        raise ExplainedValueError(
            "Arguments to mindspore.scipy.linalg.block_diag must have at most 2 dimensions, but "
            f"the shapes are {[b.shape for b in blocks]}."
        )
    dtype = promoted(*[b.dtype for b in blocks])
    return jax.scipy.linalg.block_diag(*[b.astype(dtype) for b in blocks])


_DRIVERS = ("gels", "gelsd", "gelss", "gelsy")


@composite(
    "scipy.linalg.lstsq(A, B, rcond=None, driver=None)",
    samples=(
        "f32[4, 2], f32[4]",
        "f32[4, 2], f32[4, 3], driver='gelsd'",
        "f32[2, 3], f32[2], driver='gelss'",
        "f32[4, 2], f32[4], driver='gels'",
    ),
)
def scipy_lstsq(A, B, rcond, driver):
    """Minimize the norm of A x - B, and that of x where there are several such.

    Args:
        A (Tensor): matrices (…, M, N), of float32 or float64.
        B (Tensor): (…, M) or (…, M, K).
        rcond: singular values up to `rcond` times the greatest count as 0; None is for precision.
        driver: "gels", "gelsd", "gelss", "gelsy" or None, "gelsy": which of the results are given.

    Returns:
        Tuple of x; the squared norms of A x - B ("gelsy" or M <= N: none); the rank of A ("gels":
        none); and its singular values ("gelsd" and "gelss").

    Differs: MindSpore takes no notice of `rcond`.
    """
    driver = driver or "gelsy"
    if driver not in _DRIVERS:
        raise ExplainedValueError(
            f"For 'LstsqV2', driver must be one of {_DRIVERS}, but got {driver!r}."
        )
    return scipy_least_squares(tensor_only(A), tensor_only(B), rcond=rcond, driver=driver)


@operator(samples=("f32[4, 2], f32[4], rcond=None, driver='gelsd'",))
def scipy_least_squares(a, b, *, rcond, driver):
    """Minimize the norm of a x - b; return x, residuals, rank and singular values."""
    if a.dtype != b.dtype or not jnp.issubdtype(a.dtype, jnp.inexact):
        raise ExplainedTypeError(
            f"For 'LstsqV2', a and b must be floats of the same dtype, but got {a.dtype} and "
            f"{b.dtype}; convert them first."
        )
    vector = b.ndim == a.ndim - 1
    b = b[..., None] if vector else b
    rows, columns = a.shape[-2:]
    if b.shape[-2] != rows:
        raise ExplainedValueError(
            "For 'LstsqV2', the last two dimensions of `a` and `b` should be matched, but got "
            f"shape of {a.shape} and {b.shape}."
        )
    x, rank, singular = _minimized(a, b, rcond)
    none = jnp.zeros(0, a.real.dtype)
    residuals = jnp.sum(jnp.abs(a @ x - b) ** 2, -2)
    return (
        x[..., 0] if vector else x,
        none if driver == "gelsy" or rows <= columns else residuals,
        jnp.zeros(0, jnp.int64) if driver == "gels" else rank,
        singular if driver in ("gelsd", "gelss") else none,
    )


def _minimized(a, b, rcond):
    """Return the solution of least norm, the rank and the singular values."""
    left, singular, right = jnp.linalg.svd(a, full_matrices=False)
    limit = jnp.finfo(a.dtype).eps * max(a.shape[-2:]) if rcond is None else rcond
    counts = singular > limit * singular[..., :1]
    inverse = jnp.where(counts, 1 / jnp.where(counts, singular, 1), 0)
    scaled = inverse[..., None] * (jnp.conj(jnp.swapaxes(left, -1, -2)) @ b)
    x = jnp.conj(jnp.swapaxes(right, -1, -2)) @ scaled
    return x, jnp.sum(counts, -1).astype(jnp.int64), singular
