"""Norms of vectors and matrices, and distances."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import EXPRESSIONS, operator
from msjax._ops.kinds import axis_of, floating, only_floating, tensor

jnp = jax.numpy


def two_axes(axes):
    """Return the two axes of matrices.

    Raises:
        TypeError: it is no tuple.
        ValueError: there are not two axes.
    """
    if not isinstance(axes, tuple | list):
        raise ExplainedTypeError(
            f"For matrix_norm , the axis should be tuple of int, but got {type(axes)}; give two."
        )
    if len(axes) != 2:
        raise ExplainedValueError(
            f"For matrix_norm, the length of axis should be 2, but got {len(axes)}."
        )
    return tuple(axes)


EXPRESSIONS["two_axes"] = two_axes

_MATRIX_ORDERS = (2, -2, 1, -1, float("inf"), -float("inf"), "fro", "nuc", None)


@operator(
    "ops.norm(A, ord=None, dim=None, keepdim=False, *, dtype=None)"
    " -> (A, ord=ord, axis=dim, keepdims=keepdim, dtype=dtype)",
    "Tensor.norm(self, ord=None, dim=None, keepdim=False, *, dtype=None)"
    " -> (self, ord=ord, axis=dim, keepdims=keepdim, dtype=dtype)",
    "ops.matrix_norm(A, ord='fro', axis=(-2, -1), keepdims=False, *, dtype=None)",
    "mint.linalg.matrix_norm(A, ord='fro', dim=(-2, -1), keepdim=False, *, dtype=None)"
    " -> (A, ord=ord, axis=two_axes(dim), keepdims=keepdim, dtype=dtype)",
    "mint.linalg.norm(A, ord=None, dim=None, keepdim=False, *, dtype=None)"
    " -> (A, ord=ord, axis=dim, keepdims=keepdim, dtype=dtype)",
    promote=floating,
    samples=(
        "f32[2, 3]",
        "f32[2, 3], 1",
        "f32[2, 3], 2, 1, True",
        "f32[2, 3], 'nuc'",
        "mint.linalg.matrix_norm: f32[3, 2, 3], -1, (0, 2), True",
    ),
)
def norm(x, *, ord, axis, keepdims, dtype=None):
    """Compute a norm of vectors (one axis) or matrices (two axes); by default of all elements."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    axes = (axis,) if isinstance(axis, int) else axis
    if axes is None and ord is not None:
        if x.ndim > 2:
            raise ExplainedValueError(
                f"For 'norm', the input must have 1 or 2 axes when dim is None, but has {x.ndim}."
            )
        axes = tuple(range(x.ndim))
    if axes is None or ord is None or (ord == 2 and len(axes) == 1):
        size = jnp.abs(x)
        return jnp.sqrt(jnp.sum(size * size, axes, keepdims=keepdims)).astype(x.dtype)
    _check_order(ord, axes)
    return jnp.linalg.norm(x, ord, axes if len(axes) == 2 else axes[0], keepdims).astype(x.dtype)


def _check_order(ord, axes):
    if len(axes) == 1 and isinstance(ord, str):
        raise ExplainedTypeError(f"For norm, ord mode can not be str for vectors, but got {ord}.")
    if len(axes) == 2 and ord not in _MATRIX_ORDERS:
        raise ExplainedValueError(
            f"For norm, the ord mode must be in {list(_MATRIX_ORDERS)} for matrices, but got {ord}."
        )


@operator(
    "ops.vector_norm(x, ord=2, axis=None, keepdims=False, *, dtype=None)",
    "mint.linalg.vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None)"
    " -> (x, ord=ord, axis=dim, keepdims=keepdim, dtype=dtype)",
    "mint.norm(input, p='fro', dim=None, keepdim=False, *, dtype=None)"
    " -> (input, ord=2 if p == 'fro' else p, axis=dim, keepdims=keepdim, dtype=dtype)",
    "ops.LpNorm(axis: each(int, lists=True), p: int >= 0 = 2, keep_dims: bool = False,"
    " epsilon: finite >= 0 = 1e-12)(input) -> (input, ord=p, axis=axis, keepdims=keep_dims)",
    promote=floating,
    samples=("f32[2, 3], 2", "f32[2, 3], 1, 1, True", "f32[2, 3], 3, 0"),
)
def vector_norm(x, *, ord, axis=None, keepdims=False, dtype=None):
    """Compute a norm of vectors, or of all elements."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    return jnp.linalg.vector_norm(x, ord=ord, axis=axis, keepdims=keepdims)


@operator(
    "mint.nn.functional.normalize(input, p=2.0, dim=1, eps=1e-12) -> (input, eps, p=p, axis=dim)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], 1.0, 0"),
)
def normalize(x, eps, *, p, axis):
    """Divide by the norm of order p over an axis, at least a small number."""
    length = jnp.linalg.vector_norm(x, ord=p, axis=axis, keepdims=True)
    return x / jnp.maximum(length, eps)


@operator(
    "ops.cosine_similarity(x1, x2, dim=1, eps=1e-08) -> (x1, x2, eps, axis=dim)",
    promote=only_floating,
    samples=("f32[2, 3], f32[2, 3]", "f32[2, 3], f32[2, 3], 0"),
)
def cosine_similarity(x, y, eps, *, axis):
    """Compute the cosine of the angle between vectors along an axis."""
    lengths = [jnp.linalg.norm(v, axis=axis) for v in (x, y)]
    return jnp.sum(x * y, axis) / jnp.maximum(lengths[0] * lengths[1], eps)


@operator(
    "ops.cdist(x1, x2, p=2.0)",
    "ops.Cdist(p=2.0)(x1, x2)",
    "mint.cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary')"
    " -> (x1, x2, p=p)",
    promote=only_floating,
    samples=("f32[2, 3], f32[4, 3]", "f32[2, 3], f32[4, 3], 1.0"),
)
def cdist(x, y, *, p):
    """Compute the distance of order p between each row of one and each of another matrix.

    `compute_mode` only chooses between ways to compute the same.
    """
    return _distance(x[..., :, None, :] - y[..., None, :, :], p)


def _distance(difference, p):
    size = jnp.abs(difference)
    if p == 0:
        return jnp.sum(size != 0, -1).astype(difference.dtype)
    if p == float("inf"):
        return jnp.max(size, -1)
    if p == 1:
        return jnp.sum(size, -1)
    total = jnp.sum(size**p, -1)
    return jnp.where(total > 0, jnp.where(total > 0, total, 1) ** (1 / p), 0)


@operator(
    "ops.pdist(input, p=2.0)",
    "ops.Pdist(p: float >= 0 = 2.0)(x)",
    promote=only_floating,
    samples=("f32[3, 2]",),
)
def pdist(x, *, p):
    """Compute the distance of order p between each two rows."""
    rows, columns = jnp.triu_indices(x.shape[-2], 1)
    return _distance(x[..., rows, :] - x[..., columns, :], p)


@operator(
    "ops.renorm(input, p, axis, maxnorm) -> (input, maxnorm, p=p, axis=axis)",
    "Tensor.renorm(self, p, axis, maxnorm) -> (self, maxnorm, p=p, axis=axis)",
    "ops.Renorm(p: int >= 1, dim: int, maxnorm: float)(input_x) -> (input_x, maxnorm, p=p,"
    " axis=dim)",
    promote=only_floating,
    samples=("f32[2, 3], 2, 0, 1.0",),
)
def renorm(x, limit, *, p, axis):
    """Scale the slices along an axis whose norm exceeds a limit down to it."""
    kept = axis_of("renorm", x, axis, RuntimeError)
    others = tuple(a for a in range(x.ndim) if a != kept)
    length = jnp.sum(jnp.abs(x) ** p, others, keepdims=True) ** (1 / p)
    return x * jnp.where(length > limit, limit / (length + 1e-7), 1).astype(x.dtype)


@operator("ops.SquareSumAll()(x, y)", promote=tensor, samples=("f32[2, 3], f32[2, 3]",))
def square_sum_all(x, y):
    """Sum the squares of all elements, of each of two tensors."""
    return jnp.sum(jnp.square(x)), jnp.sum(jnp.square(y))


@operator(
    "ops.L2Normalize(axis: bool | int | else_type(tuple_of(anything, 1, lists=True)) = 0,"
    " epsilon: real = 1e-4)(input_x)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], axis=-1, epsilon=1e-3"),
)
def l2_normalize(x, *, axis, epsilon):
    """Divide by the Euclidean norm along an axis, by sqrt(epsilon) at least."""
    if isinstance(axis, tuple):
        if len(axis) != 1:
            raise ExplainedTypeError(
                f"For 'L2Normalize', the length of 'axis' must be 1, but got {len(axis)}; give one "
                "axis."
            )
        axis = axis[0]
    size = jnp.sum(jnp.square(x), axis, keepdims=True)
    return x / jnp.sqrt(jnp.maximum(size, epsilon)).astype(x.dtype)


@operator(
    "ops.dist(input, other, p=2)",
    promote=only_floating,
    samples=("f32[2, 3], f32[3]", "f32[2, 3], f32[2, 3], 1"),
)
def dist(x, y, *, p):
    """Compute the norm of order p, an int, of the difference of two tensors."""
    if not isinstance(p, int):
        raise ExplainedTypeError(
            f"For 'LpNorm', the type of 'p' should be 'int', but got type '{type(p).__name__}'."
        )
    return _distance(jnp.ravel(x - y), p)
