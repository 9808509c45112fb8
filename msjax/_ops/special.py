"""Special functions."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import as_float, floating, only_real_floating, tensor

jnp = jax.numpy
lax = jax.lax
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
    "ops.erfinv_(input) -> input := (input)",
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
    "ops.Logit(eps=-1.0)(input) -> (input, None if eps < 0 else eps)",
    promote=only_real_floating,
    samples=("probability[3]", "probability[3], 0.4"),
)
def logit(x, eps):
    """Compute log(x / (1 - x)), of x limited to [eps, 1 - eps] where eps is given."""
    return special.logit(x if eps is None else jnp.clip(x, eps, 1 - eps))


def _bessel(name, compute, doc, *others):
    def kernel(x):
        return compute(x)

    kernel.__name__, kernel.__doc__ = f"bessel_{name}", doc
    faces = (f"ops.bessel_{name}(x)", f"ops.Bessel{name.capitalize()}()(x)", *others)
    operator(*faces, promote=only_real_floating, samples=("f32[2, 3]",))(kernel)


_bessel(
    "i0",
    special.i0,
    "Compute the modified Bessel function of order 0.",
    "ops.i0(input)",
    "Tensor.i0(self)",
)
_bessel("i0e", special.i0e, "Compute the modified Bessel function of order 0 times exp(-|x|).")
_bessel("i1", special.i1, "Compute the modified Bessel function of order 1.")
_bessel("i1e", special.i1e, "Compute the modified Bessel function of order 1 times exp(-|x|).")


def _same_floats(*operands):
    """Refuse everything but float32 and float64, and different dtypes."""
    for x in operands:
        if x.dtype not in (jnp.float32, jnp.float64) or x.dtype != operands[0].dtype:
            raise ExplainedTypeError(
                "the operands must be tensors of float32, or of float64, but are "
                f"{', '.join(str(x.dtype) for x in operands)}; convert them first."
            )
    return operands


@operator(
    "ops.igamma(input, other)",
    "Tensor.igamma(self, other)",
    "ops.Igamma()(a, x)",
    promote=_same_floats,
    samples=("positive[2, 3], positive[3]",),
)
def igamma(a, x):
    """Compute the regularized lower incomplete gamma function P(a, x)."""
    return jnp.where(a > 0, special.gammainc(a, x), jnp.nan)


@operator(
    "ops.igammac(input, other)",
    "Tensor.igammac(self, other)",
    "ops.Igammac()(a, x)",
    promote=_same_floats,
    samples=("positive[2, 3], positive[3]",),
)
def igammac(a, x):
    """Compute the regularized upper incomplete gamma function Q(a, x)."""
    return jnp.where(a > 0, special.gammaincc(a, x), jnp.nan)


@operator(
    "ops.zeta(input, other)",
    "ops.Zeta()(x, q)",
    promote=arithmetic,
    samples=("above_one[2, 3], positive[2, 3]", "2.0, positive[3]"),
)
def zeta(x, q):
    """Compute the Hurwitz zeta function; it has a gradient by q only."""
    return special.zeta(lax.stop_gradient(x), q)


@operator(
    "ops.polygamma(n, input)",
    "ops.Polygamma()(a, x)",
    samples=("natural[1], positive[2, 3]",),
)
def polygamma(n, x):
    """Compute the n-th derivative of the digamma function, for a tensor n of one integer."""
    only_real_floating(x)
    tensor(n)
    return special.polygamma(n.reshape(()), x)


@operator(
    "ops.mvlgamma(input, p)",
    "Tensor.mvlgamma(self, p)",
    "ops.Mvlgamma(p: int >= 1)(x)",
    promote=only_real_floating,
    samples=("above_one[2, 3], 2",),
)
def mvlgamma(x, *, p):
    """Compute the logarithm of the multivariate gamma function of p dimensions.

    Differs: outside its domain, x > (p - 1) / 2, it is NaN, where MindSpore raises.
    """
    if isinstance(p, bool) or not isinstance(p, int) or p <= 0:
        raise ExplainedValueError(f"For 'Mvlgamma', the 'p' must be int and must > 0, got {p!r}.")
    return jnp.where(x > (p - 1) / 2, special.multigammaln(x, p), jnp.nan)


@operator(
    "ops.Betainc()(a, b, x)",
    promote=_same_floats,
    samples=("positive[2, 3], positive[2, 3], probability[2, 3]",),
)
def betainc(a, b, x):
    """Compute the regularized incomplete beta function; it has a gradient by x only."""
    return special.betainc(lax.stop_gradient(a), lax.stop_gradient(b), x)
