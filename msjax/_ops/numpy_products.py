"""Products of vectors and matrices, convolutions and norms in NumPy's style."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import EXPRESSIONS, composite, operator, resolve
from msjax._core.promotion import arithmetic, multiplicative
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, promoted, tensor_only
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float
from msjax._ops.numpy_reductions import axes_of

jnp = jax.numpy


def _same_dtype(name, x, y):
    if x.dtype != y.dtype:
        raise ExplainedTypeError(
            f"For '{name}', the type of 'x2' should be same as 'x1', but got 'x1' with type "
            f"{x.dtype} and 'x2' with type {y.dtype}; convert one of them first."
        )


def _matching(name, x, y, axis):
    """Refuse factors whose lengths along the summed axes differ."""
    _same_dtype(name, x, y)
    if x.shape[-1] != y.shape[axis]:
        raise ExplainedValueError(
            f"shapes {x.shape} {y.shape} not aligned: {x.shape[-1]} and {y.shape[axis]} must be "
            "equal."
        )


@operator(
    "numpy.inner(a, b) -> (tensor_only(a), tensor_only(b))",
    samples=("f32[2, 3], f32[4, 3]", "f32[3], f32[3]", "f32[], f32[3]", "i32[3], i32[3]"),
)
def numpy_inner(x, y):
    """Multiply and add up along the last axes."""
    if x.ndim == 0 or y.ndim == 0:
        x, y = multiplicative(x, y)
        return x * y
    _matching("inner", x, y, -1)
    return jnp.inner(x, y)


@operator(
    "numpy.dot(a, b) -> (tensor_only(a), tensor_only(b))",
    samples=("f32[2, 3], f32[3, 4]", "f32[3], f32[3]", "f32[], f32[3]", "f32[2, 3], f32[2, 3, 2]"),
)
def numpy_dot(x, y):
    """Multiply and add up along the last axis of x and the last but one of y."""
    if x.ndim == 0 or y.ndim == 0:
        x, y = multiplicative(x, y)
        return x * y
    _matching("dot", x, y, -2 if y.ndim > 1 else -1)
    return jnp.dot(x, y)


@operator(
    "numpy.outer(a, b) -> (tensor_only(a), tensor_only(b))",
    samples=("f32[2], f32[3]", "i32[2, 2], i32[3]"),
)
def numpy_outer(x, y):
    """Multiply each element of x by each of y."""
    _same_dtype("outer", x, y)
    return jnp.outer(x, y)


@composite(
    "numpy.tensordot(a, b, axes=2)",
    samples=(
        "f32[2, 3, 4], f32[3, 4, 5]",
        "f32[2, 3], f32[3, 2], ([1, 0], [0, 1])",
        "f32[2], f32[3], 0",
    ),
)
def numpy_tensordot(a, b, axes):
    """Multiply and add up along axes: a number of them, or a pair of lists."""
    if tensor_only(a).ndim * tensor_only(b).ndim == 0 and axes == 0:
        return a * b
    return resolve("ops.tensor_dot")(a, b, axes)


@composite(
    "numpy.matmul(x1, x2, dtype=None)",
    samples=("f32[2, 3], f32[3, 4]", "f32[2, 2, 3], f32[3], float16", "i32[2, 2], i32[2]"),
)
def numpy_matmul(x1, x2, dtype):
    """Multiply matrices; leading axes are broadcast."""
    result = resolve("ops.matmul")(tensor_only(x1), tensor_only(x2))
    return result if dtype is None else result.astype(dtype)


@composite(
    "numpy.multi_dot(arrays)",
    samples=(
        "[f32[2, 3], f32[3, 4], f32[4, 2]]",
        "[f32[3], f32[3, 4], f32[4]]",
        "[[[1, 2]], [[3], [4]]]",
    ),
)
def numpy_multi_dot(arrays):
    """Multiply matrices, in the order of the fewest multiplications."""
    if len(arrays) < 2:
        raise ExplainedValueError(
            f"Expecting at least 2 arrays: they must be factors, but got {len(arrays)}."
        )
    factors = [array_like(a) for a in arrays]
    return chain_product(*factors)


@operator(samples=("f32[2, 3], f32[3, 4], f32[4]",))
def chain_product(*factors):
    """Multiply matrices; the first and the last may be vectors."""
    inner = factors[1:-1]
    shapes = [x.shape for x in factors]
    if any(x.ndim != 2 for x in inner) or any(x.ndim not in (1, 2) for x in factors):
        raise ExplainedValueError(f"Array must be 2 dimensional, but got shapes {shapes}.")
    for x, y in pairwise(factors):
        _matching("multi_dot", x, y, 0)
    return jnp.linalg.multi_dot(factors)


@operator(
    "numpy.kron(a, b) -> (array_like(a), array_like(b))",
    promote=multiplicative,
    samples=("f32[2, 3], f32[3, 2]", "f32[2], f32[3, 2]", "[1, 2], [3, 4]", "i32[2], f32[2]"),
)
def numpy_kron(x, y):
    """Multiply each element of x by all of y, as blocks."""
    return jnp.kron(x, y)


@composite(
    "numpy.cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None)",
    samples=(
        "f32[2, 3], f32[2, 3]",
        "f32[3, 2], f32[3, 2], axis=0",
        "f32[2], f32[3]",
        "f32[4, 2], f32[4, 2], axisc=0",
        "[1, 2, 3], [4, 5, 6]",
    ),
)
def numpy_cross(a, b, axisa, axisb, axisc, axis):
    """Multiply vectors of 2 or 3 numbers to the vector (or number) across them."""
    if axis is not None:
        axisa, axisb, axisc = axis, axis, axis
    return cross_product(array_like(a), array_like(b), axisa=axisa, axisb=axisb, axisc=axisc)


@operator(samples=("f32[2, 3], f32[2, 3], axisa=-1, axisb=-1, axisc=-1",))
def cross_product(x, y, *, axisa, axisb, axisc):
    """Multiply vectors of 2 or 3 numbers along axes."""
    dtype = promoted(x.dtype, y.dtype)
    (axisa,), (axisb,) = axes_of(axisa, x.ndim), axes_of(axisb, y.ndim)
    lengths = x.shape[axisa], y.shape[axisb]
    if not {2, 3}.issuperset(lengths):
        raise ExplainedValueError(
            "incompatible dimensions for cross product (dimension must be 2 or 3), but got "
            f"{lengths}."
        )
    x, y = jnp.moveaxis(x, axisa, -1), jnp.moveaxis(y, axisb, -1)
    rank = max(x.ndim, y.ndim) - (lengths == (2, 2))
    (axisc,) = axes_of(axisc, rank)
    result = jnp.cross(x.astype(dtype), y.astype(dtype))
    return result if lengths == (2, 2) else jnp.moveaxis(result, -1, axisc)


@composite(
    "numpy.matrix_power(a, n)", samples=("f32[3, 3], 3", "f32[2, 2, 2], 0", "[[1, 1], [0, 1]], 2")
)
def numpy_matrix_power(a, n):
    """Multiply square matrices n times by themselves."""
    a = array_like(a)
    if not isinstance(n, int):
        raise ExplainedTypeError(f"exponent must be an integer, but got {describe(n)}.")
    if a.ndim < 2:
        raise ExplainedValueError(
            f"Array must be at least two-dimensional, but has the shape {tuple(a.shape)}."
        )
    if a.shape[-2] != a.shape[-1]:
        raise ExplainedValueError(
            f"Last 2 dimensions of the array must be square, but the shape is {tuple(a.shape)}."
        )
    if n < 0:
        raise ExplainedValueError(f"n < 0 is not supported now, but got {n}; invert first.")
    return repeated_product(a, n=n)


@operator(samples=("f32[2, 2], n=3",))
def repeated_product(x, *, n):
    """Multiply square matrices n times by themselves."""
    return jnp.linalg.matrix_power(x, n)


def _vector(name, x):
    x = x.reshape(-1) if x.ndim == 0 else x
    if x.ndim != 1:
        raise ExplainedValueError(
            f"For '{name}', a and v must be 1-D tensor, but one has the shape {x.shape}."
        )
    if x.size == 0:
        raise ExplainedValueError(f"For '{name}', inputs cannot be empty.")
    return x


def _checked_mode(name, mode):
    if mode not in ("same", "full", "valid"):
        raise ExplainedValueError(
            f"For '{name}', mode must be one of ['full', 'same', 'valid'], but got {mode!r}."
        )


@operator(
    "numpy.convolve(a, v, mode='full') -> (array_like(a), array_like(v), mode=mode)",
    samples=(
        "f32[5], f32[3]",
        "f32[5], f32[2], 'same'",
        "[1, 2, 3], [0, 1], 'valid'",
        "f32[2], f32[4], 'same'",
    ),
)
def numpy_convolve(x, y, *, mode):
    """Convolve two vectors."""
    dtype = promoted(x.dtype, y.dtype)
    x, y = _vector("convolve", x), _vector("convolve", y)
    _checked_mode("convolve", mode)
    wide = jnp.promote_types(dtype, jnp.float32)
    return cast.kernel(jnp.convolve(x.astype(wide), y.astype(wide), mode), dtype=dtype)


@operator(
    "numpy.correlate(a, v, mode='valid') -> (wide_sequence(a), wide_sequence(v), mode=mode)",
    samples=(
        "f32[5], f32[3]",
        "f32[5], f32[2], 'same'",
        "f32[3], f32[3], 'full'",
        "f32[2], f32[4]",
    ),
)
def numpy_correlate(x, y, *, mode):
    """Correlate two vectors: convolve the first with the second reversed.

    Differs: MindSpore rounds the numbers of a list to the kind of its first one.
    """
    x, y = _vector("correlate", x), _vector("correlate", y)
    _checked_mode("correlate", mode)
    x, y = arithmetic(x, y)
    return jnp.correlate(as_wide_float(x), as_wide_float(y), mode)


def as_wide_float(x):
    """Convert integers of 64 bits to float64, others to float32."""
    return x.astype(jnp.float64) if x.dtype == np.int64 else as_float(x)


_SPECIAL = (None, "fro", "nuc")


@composite(
    "numpy.norm(x, ord=None, axis=None, keepdims=False)",
    samples=(
        "f32[2, 3]",
        "f32[3], 3",
        "f32[2, 3], float('inf')",
        "f32[2, 3], -1, keepdims=True",
        "f32[2, 3, 4], axis=(0, 2)",
        "f32[2, 3], 2, 1",
        "[1, 2, 2]",
    ),
)
def numpy_norm(x, ord, axis, keepdims):
    """Return the norm of vectors along one axis, or of matrices along two.

    Args:
        x: an array like.
        ord: None, a number, or "fro"; of matrices None, "fro", 1, -1, inf or -inf.
        axis: one axis or two; None stands for all of a vector or matrix.
        keepdims: whether reduced axes stay, with length 1.
    """
    if not isinstance(ord, int | float) and ord not in _SPECIAL:
        raise ExplainedValueError(
            f"invalid value for `ord`: {ord!r}; give a number, None or 'fro'."
        )
    x = array_like(x)
    if axis is None and ord is not None and x.ndim not in (1, 2):
        raise ExplainedValueError(
            f"for None axis, array must a vector or a 2-D matrix, but has {x.ndim} dimensions."
        )
    axes = axes_of(axis, x.ndim)
    flat = axis is None and ord is None
    return norm_along(x, ord=ord, axis=axes, flat=flat, keepdims=bool(keepdims))


@operator(samples=("f32[2, 3], ord=None, axis=(0, 1), flat=True, keepdims=False",))
def norm_along(x, *, ord, axis, flat, keepdims):
    """Return the norm of vectors along one axis, or of matrices along two."""
    x = as_float(x)
    if flat or (len(axis) == 2 and ord in (None, "fro")):
        return jnp.sqrt(jnp.sum(x * x, axis, keepdims=keepdims))
    if len(axis) == 1:
        return _vector_norm(x, ord, axis, keepdims)
    if len(axis) == 2:
        return _matrix_norm(x, ord, axis, keepdims)
    raise ExplainedValueError(f"invalid number of dimensions to norm: {len(axis)}.")


def _vector_norm(x, order, axis, keepdims):
    if order in ("fro", "nuc"):
        raise ExplainedValueError(
            f"Frobenius norm and nuclear norm are only defined for matrices, but ord is {order!r}."
        )
    if order is not None and np.isinf(order):
        return (jnp.max if order > 0 else jnp.min)(jnp.abs(x), axis, keepdims=keepdims)
    if order == 0:
        return jnp.sum((x != 0).astype(jnp.float32), axis, keepdims=keepdims)
    order = 2 if order is None else order
    return jnp.power(jnp.sum(jnp.abs(x) ** order, axis, keepdims=keepdims), 1 / order)


def _matrix_norm(x, order, axis, keepdims):
    if order in ("nuc", 2, -2):
        raise NotImplementedError(
            f"ord={order!r} is not implemented for matrices; use 'fro', 1, -1, inf or -inf."
        )
    if abs(order) not in (1, np.inf):
        raise ExplainedValueError(f"invalid norm order for matrices: {order!r}.")
    added, left = axis if abs(order) == 1 else axis[::-1]
    sums = jnp.sum(jnp.abs(x), added, keepdims=True)
    result = (jnp.max if order > 0 else jnp.min)(sums, left, keepdims=True)
    return result if keepdims else jnp.squeeze(result, axis)


def wide_sequence(x) -> Tensor:
    """Return a Tensor itself; numbers of a list or tuple become float32."""
    if isinstance(x, Tensor):
        return x
    if not isinstance(x, list | tuple):
        raise ExplainedTypeError(f"expect Tensor, list or tuple, but got {describe(x)}.")
    return array_like(x).astype("float32")


EXPRESSIONS["wide_sequence"] = wide_sequence
