"""Special functions."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import as_float, floating, only_real_floating

jnp = jax.numpy
special = jax.scipy.special


@operator(
    "ops.erf(input)",
    "Tensor.erf(self)",
    "mint.erf(input)",
    "ops.Erf()(input)",
    promote=floating,
    samples=("f32[2, 3]",),
)
def erf(x):
    """Compute the error function."""
    return special.erf(x)


@operator(
    "ops.erfc(input)",
    "Tensor.erfc(self)",
    "mint.erfc(input)",
    "ops.Erfc()(input)",
    promote=floating,
    samples=("f32[2, 3]",),
)
def erfc(x):
    """Compute 1 - erf(x), exactly for large x."""
    return special.erfc(x)


@operator(
    "ops.erfinv(input)",
    "Tensor.erfinv(self)",
    "Tensor.erfinv_(self) -> self := (self)",
    "mint.erfinv(input)",
    "ops.Erfinv()(input)",
    promote=floating,
    samples=("unit[3]",),
)
def erfinv(x):
    """Compute the inverse of the error function."""
    return special.erfinv(x)


@operator(
    "ops.lgamma(input)",
    "Tensor.lgamma(self)",
    "ops.Lgamma()(input)",
    promote=only_real_floating,
    samples=("positive[3]",),
)
def lgamma(x):
    """Compute the logarithm of the absolute value of the gamma function."""
    return special.gammaln(x)


@operator(
    "ops.digamma(input)",
    "Tensor.digamma(self)",
    "ops.Digamma()(input)",
    promote=only_real_floating,
    samples=("positive[3]",),
)
def digamma(x):
    """Compute the derivative of lgamma."""
    return special.digamma(x)


@operator(
    "ops.xlogy(input, other)",
    "Tensor.xlogy(self, other)",
    "mint.xlogy(input, other)",
    "ops.Xlogy()(input, other)",
    promote=arithmetic,
    samples=("f32[2, 3], positive[3]", "f32[3], 2"),
)
def xlogy(x, y):
    """Compute x log(y), and 0 where x is 0."""
    return special.xlogy(as_float(x), as_float(y))


@operator(
    "ops.xdivy(x, y)",
    "Tensor.xdivy(self, y)",
    "ops.Xdivy()(x, y)",
    promote=arithmetic,
    samples=("f32[2, 3], positive[3]", "f32[3], 2"),
)
def xdivy(x, y):
    """Compute x / y, and 0 where x is 0."""
    x, y = as_float(x), as_float(y)
    return jnp.where(x == 0, 0, x / jnp.where(x == 0, 1, y)).astype(x.dtype)


@operator(
    "ops.logit(input, eps=None)",
    "Tensor.logit(self, eps=None)",
    promote=only_real_floating,
    samples=("probability[3]", "probability[3], 0.4"),
)
def logit(x, eps):
    """Compute log(x / (1 - x)), of x limited to [eps, 1 - eps] where eps is given."""
    return special.logit(x if eps is None else jnp.clip(x, eps, 1 - eps))
