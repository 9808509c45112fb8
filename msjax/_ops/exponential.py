"""Exponentials, logarithms, powers of one tensor, and roots."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import from_numpy
from msjax._core.operator import operator
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float, floating, only_floating, tensor
from msjax._ops.reduction import all_if_empty

jnp = jax.numpy
lax = jax.lax


@operator(
    "ops.exp(input)",
    "Tensor.exp(self)",
    "Tensor.exp_(self) -> self := (self)",
    "mint.exp(input)",
    "ops.Exp()(input)",
    "ops.tensor_exp(input)",
    "numpy.exp(x, dtype=None) -> (array_like(x)) as dtype",
    promote=only_floating,
    samples=("f32[2, 3]",),
)
def exp(x):
    """Compute e to the power of each element."""
    return jnp.exp(x)


@operator("ops.exp2(input)", "mint.exp2(input)", promote=floating, samples=("f32[3]",))
def exp2(x):
    """Compute 2 to the power of each element."""
    return jnp.exp2(x.astype(jnp.float32) if x.dtype == jnp.bfloat16 else x)


@operator(
    "ops.expm1(input)",
    "Tensor.expm1(self)",
    "mint.expm1(input)",
    "ops.Expm1()(input)",
    "ops.tensor_expm1(input)",
    "numpy.expm1(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def expm1(x):
    """Compute exp(x) - 1, exactly for small x."""
    return jnp.expm1(x)


@operator(
    "ops.log(input)",
    "Tensor.log(self)",
    "Tensor.log_(self) -> self := (self)",
    "mint.log(input)",
    "ops.Log()(input)",
    "numpy.log(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("positive[2, 3]",),
)
def log(x):
    """Compute the natural logarithm."""
    return jnp.log(x)


@operator(
    "ops.log2(input)",
    "Tensor.log2(self)",
    "mint.log2(input)",
    "numpy.log2(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("positive[3]",),
)
def log2(x):
    """Compute the logarithm to base 2."""
    return jnp.log2(x)


@operator(
    "ops.log10(input)",
    "Tensor.log10(self)",
    "mint.log10(input)",
    "numpy.log10(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("positive[3]",),
)
def log10(x):
    """Compute the logarithm to base 10."""
    return jnp.log10(x)


@operator(
    "ops.log1p(input)",
    "Tensor.log1p(self)",
    "mint.log1p(input)",
    "ops.Log1p()(input)",
    "numpy.log1p(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("positive[3]",),
)
def log1p(x):
    """Compute log(1 + x), exactly for small x."""
    return jnp.log1p(x)


@operator(
    "ops.sqrt(x)",
    "Tensor.sqrt(self)",
    "mint.sqrt(input)",
    "ops.Sqrt()(x)",
    "numpy.sqrt(x, dtype=None) -> (array_like(x)) as dtype",
    promote=floating,
    samples=("positive[2, 3]",),
)
def sqrt(x):
    """Compute the square root."""
    return jnp.sqrt(x)


@operator(
    "ops.rsqrt(input)",
    "Tensor.rsqrt(self)",
    "mint.rsqrt(input)",
    "ops.Rsqrt()(input)",
    promote=floating,
    samples=("positive[3]",),
)
def rsqrt(x):
    """Compute 1 / sqrt(x)."""
    return lax.rsqrt(x)


@operator(
    "ops.square(input)",
    "Tensor.square(self)",
    "mint.square(input)",
    "ops.Square()(input)",
    "numpy.square(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    samples=("f32[2, 3]", "i32[3]"),
)
def square(x):
    """Multiply each element by itself."""
    return jnp.square(x)


@operator(
    "ops.reciprocal(input)",
    "Tensor.reciprocal(self)",
    "mint.reciprocal(input)",
    "ops.Reciprocal()(input)",
    promote=floating,
    samples=("positive[3]",),
)
def reciprocal(x):
    """Compute 1 / x."""
    return 1 / x


@operator(
    "ops.inv(x)",
    "Tensor.inv(self)",
    "ops.Inv()(x)",
    promote=tensor,
    samples=("positive[3]", "i32[3]"),
)
def inv(x):
    """Compute 1 / x; of integers, truncated."""
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return 1 / x
    return cast.kernel(1 / x.astype(jnp.float32), dtype=from_numpy(x.dtype))


@operator(
    "ops.logsumexp(input, dim, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    "Tensor.logsumexp(self, dim, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "mint.logsumexp(input, dim, keepdim=False) -> (input, axis=dim, keepdims=keepdim)",
    promote=only_floating,
    samples=("f32[2, 3], 1", "f32[2, 3], 0", "f32[2, 3], (), True"),
)
def logsumexp(x, *, axis, keepdims):
    """Compute log(sum(exp(x))) over axes, without overflow."""
    return jax.scipy.special.logsumexp(x, axis=all_if_empty(axis), keepdims=keepdims)


@operator(
    "ops.logaddexp(input, other)",
    "Tensor.logaddexp(self, other)",
    "mint.logaddexp(input, other)",
    "numpy.logaddexp(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=floating,
    samples=("f32[2, 3], f32[3]",),
)
def logaddexp(x, y):
    """Compute log(exp(x) + exp(y)), without overflow."""
    return jnp.logaddexp(x, as_float(y))


@operator(
    "ops.logaddexp2(input, other)",
    "Tensor.logaddexp2(self, other)",
    "mint.logaddexp2(input, other)",
    "numpy.logaddexp2(x1, x2, dtype=None) -> (tensor_only(x1), tensor_only(x2)) as dtype",
    promote=floating,
    samples=("f32[2, 3], f32[3]",),
)
def logaddexp2(x, y):
    """Compute log2(2 ** x + 2 ** y), without overflow."""
    return jnp.logaddexp2(x, as_float(y))
