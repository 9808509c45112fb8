"""Less common elementwise functions of numbers."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic, integral
from msjax._ops.kinds import as_float, only_floating, only_real_floating, tensor

jnp = jax.numpy
lax = jax.lax


@operator(
    "ops.fmax(input, other)",
    "Tensor.fmax(self, other)",
    "ops.Fmax()(x1, x2)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]",),
)
def fmax(x, y):
    """Take the larger of each pair of elements; NaN only if both are."""
    return jnp.fmax(x, y)


@operator(
    "ops.fmin(input, other)",
    "Tensor.fmin(self, other)",
    "ops.Fmin()(x1, x2)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]",),
)
def fmin(x, y):
    """Take the smaller of each pair of elements; NaN only if both are."""
    return jnp.fmin(x, y)


@operator(
    "ops.gcd(input, other)",
    "Tensor.gcd(self, other)",
    "mint.gcd(input, other)",
    "ops.Gcd()(input, other)",
    promote=integral,
    differentiable=False,
    samples=("natural[3], natural[3]",),
)
def gcd(x, y):
    """Compute greatest common divisors."""
    return jnp.gcd(x, y)


@operator(
    "ops.lcm(input, other)",
    "Tensor.lcm(self, other)",
    "ops.Lcm()(x1, x2)",
    promote=integral,
    differentiable=False,
    samples=("natural[3], natural[3]",),
)
def lcm(x, y):
    """Compute least common multiples."""
    return jnp.lcm(x, y)


@operator(
    "ops.float_power(input, exponent)",
    "Tensor.float_power(self, other)",
    "mint.float_power(input, exponent)",
    "ops.float_power_ext(input, exponent)",
    samples=("positive[3], 2", "positive[3], f32[3]"),
)
def float_power(x, y):
    """Raise to powers in float64 (complex numbers in complex128)."""
    x, y = arithmetic(x, y)
    wide = jnp.complex128 if jnp.issubdtype(x.dtype, jnp.complexfloating) else jnp.float64
    return jnp.power(x.astype(wide), y.astype(wide))


@operator(
    "ops.heaviside(input, values)",
    "Tensor.heaviside(self, values)",
    "ops.Heaviside()(x, values)",
    promote=arithmetic,
    differentiable=False,
    samples=("f32[3], f32[3]",),
)
def heaviside(x, values):
    """Compute the step function, with given values at 0."""
    return jnp.where(x == 0, values, (x > 0).astype(x.dtype))


@operator(
    "ops.ldexp(x, other)",
    "Tensor.ldexp(self, other)",
    samples=("f32[3], i32[3]", "f32[3], f32[3]"),
)
def ldexp(x, y):
    """Compute x * 2 ** y."""
    x, power = arithmetic(x, 2.0 ** as_float(jnp.asarray(y)))
    return x * power


@operator(
    "ops.nextafter(input, other)",
    "Tensor.nextafter(self, other)",
    "ops.NextAfter()(input, other)",
    promote=arithmetic,
    samples=("f32[3], f32[3]",),
)
def nextafter(x, y):
    """Return the next number after x in the direction of y; it moves as x does."""
    return _next_after(*jnp.broadcast_arrays(x, y))


@jax.custom_jvp
def _next_after(x, y):
    return jnp.nextafter(x, y)


_next_after.defjvp(lambda operands, tangents: (_next_after(*operands), tangents[0]))


@operator(
    "ops.signbit(input)",
    "Tensor.signbit(self)",
    promote=tensor,
    differentiable=False,
    samples=("f32[3]",),
)
def signbit(x):
    """Tell whether the sign is negative."""
    return jnp.signbit(x) if jnp.issubdtype(x.dtype, jnp.inexact) else x < 0


@operator("ops.sgn(input)", "Tensor.sgn(self)", promote=tensor, samples=("f32[3]", "c64[3]"))
def sgn(x):
    """Return the sign; of complex numbers, the number divided by its absolute value."""
    return jnp.sign(x)


@operator(
    "ops.isposinf(input)",
    "Tensor.isposinf(self)",
    "numpy.isposinf(x) -> (tensor_only(x))",
    promote=tensor,
    differentiable=False,
    samples=("f32[3]",),
)
def isposinf(x):
    """Test elementwise for +inf."""
    return x == jnp.inf


@operator(
    "ops.isneginf(input)",
    "Tensor.isneginf(self)",
    "mint.isneginf(input)",
    "numpy.isneginf(x) -> (tensor_only(x))",
    promote=tensor,
    differentiable=False,
    samples=("f32[3]",),
)
def isneginf(x):
    """Test elementwise for -inf."""
    return x == -jnp.inf


@operator(
    "ops.isreal(input)",
    "Tensor.isreal(self)",
    promote=tensor,
    differentiable=False,
    samples=("f32[3]",),
)
def isreal(x):
    """Test elementwise for an imaginary part of 0."""
    return jnp.isreal(x)


@operator(
    "ops.approximate_equal(x, y, tolerance=1e-05)",
    "Tensor.approximate_equal(self, other, tolerance=1e-05)",
    "ops.ApproximateEqual(tolerance: float = 1e-05)(x, y) -> (x, y, tolerance)",
    promote=tensor,
    differentiable=False,
    samples=("f32[3], f32[3]",),
)
def approximate_equal(x, y, tolerance):
    """Test elementwise whether |x - y| < tolerance."""
    return jnp.abs(x - y) < tolerance


@operator(
    "ops.population_count(input_x)",
    "ops.PopulationCount()(input_x)",
    promote=tensor,
    differentiable=False,
    samples=("i32[3]",),
)
def population_count(x):
    """Count the bits that are 1."""
    return lax.population_count(x).astype(jnp.uint8)


@operator("ops.SquaredDifference()(x, y)", promote=arithmetic, samples=("f32[2, 3], f32[3]",))
def squared_difference(x, y):
    """Compute (x - y) ** 2."""
    return jnp.square(x - y)


@operator("ops.DivNoNan()(x1, x2)", promote=arithmetic, samples=("f32[2, 3], positive[3]",))
def div_no_nan(x, y):
    """Compute x / y, and 0 where y is 0."""
    return jnp.where(y == 0, 0, x / jnp.where(y == 0, 1, y)).astype(x.dtype)


@operator("ops.MulNoNan()(x, y)", promote=arithmetic, samples=("f32[2, 3], f32[3]",))
def mul_no_nan(x, y):
    """Compute x * y, and 0 where y is 0, whatever x is."""
    return jnp.where(y == 0, 0, jnp.where(y == 0, 0, x) * y)


@operator(
    "ops.trapz(y, x=None, *, dx=1.0, dim=-1) -> (y, x, dx, axis=dim)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], f32[3]", "f32[2, 3], dx=0.5, dim=0"),
)
def trapz(y, x, dx, *, axis):
    """Integrate along an axis by the trapezoidal rule."""
    if x is None:
        return jnp.trapezoid(as_float(y), dx=jnp.asarray(dx, as_float(y).dtype), axis=axis)
    return jnp.trapezoid(as_float(y), x, axis=axis)


@operator(
    "ops.sequence_mask(lengths, maxlen=None)",
    differentiable=False,
    compiled=False,
    samples=("natural[3], 4", "natural[3]"),
)
def sequence_mask(lengths, *, maxlen):
    """Make rows that are true up to a length."""
    count = int(jnp.max(lengths)) if maxlen is None else maxlen
    return jnp.arange(count) < lengths[..., None]


@operator(
    "ops.eps(x)", "ops.Eps()(x)", promote=only_floating, differentiable=False, samples=("f32[2]",)
)
def eps(x):
    """Fill the shape with the distance from 1 to the next larger number of the dtype."""
    return jnp.full_like(x, jnp.finfo(x.dtype).eps)


@operator(
    "ops.FloatStatus()(x)", promote=only_real_floating, differentiable=False, samples=("f32[2]",)
)
def float_status(x):
    """Return [1.0] if an element is infinite or NaN, else [0.0].

    From MindSpore's GPU backend; 2.10 has no kernel for it on CPU.
    """
    return jnp.any(~jnp.isfinite(x)).astype(jnp.float32).reshape(1)


@operator(
    "ops.CheckNumerics()(x)", promote=only_real_floating, compiled=False, samples=("f32[2, 3]",)
)
def check_numerics(x):
    """Return the tensor if all its elements are finite, else raise. It cannot be compiled."""
    for name, found in (("NaN", jnp.isnan), ("Inf", jnp.isinf)):
        if bool(jnp.any(found(lax.stop_gradient(x)))):
            raise RuntimeError(
                f"CheckNumerics: Tensor had {name} values; find them with `ops.is{name.lower()}`."
            )
    return x
