"""Trigonometric and hyperbolic functions."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import floating

jnp = jax.numpy


@operator(
    "ops.sin(input)",
    "Tensor.sin(self)",
    "mint.sin(input)",
    "ops.Sin()(input)",
    "numpy.sin(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def sin(x):
    """Compute the sine (radians) of each element."""
    return jnp.sin(x)


@operator(
    "ops.cos(input)",
    "Tensor.cos(self)",
    "mint.cos(input)",
    "ops.Cos()(input)",
    "numpy.cos(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def cos(x):
    """Compute the cosine (radians) of each element."""
    return jnp.cos(x)


@operator(
    "ops.tan(input)",
    "Tensor.tan(self)",
    "mint.tan(input)",
    "ops.Tan()(input)",
    "numpy.tan(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def tan(x):
    """Compute the tangent (radians) of each element."""
    return jnp.tan(x)


@operator(
    "ops.asin(input)",
    "Tensor.asin(self)",
    "mint.asin(input)",
    "ops.Asin()(input)",
    "ops.arcsin(x)",
    "Tensor.arcsin(self)",
    "mint.arcsin(x)",
    "numpy.arcsin(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("unit[3]",),
)
def asin(x):
    """Compute the inverse sine, in radians of each element."""
    return jnp.arcsin(x)


@operator(
    "ops.acos(input)",
    "Tensor.acos(self)",
    "mint.acos(input)",
    "ops.ACos()(input)",
    "ops.arccos(input)",
    "Tensor.arccos(self)",
    "mint.arccos(input)",
    "numpy.arccos(input, dtype=None) -> (angle(input)) as dtype",
    promote=floating,
    samples=("unit[3]",),
)
def acos(x):
    """Compute the inverse cosine, in radians of each element."""
    return jnp.arccos(x)


@operator(
    "ops.atan(input)",
    "Tensor.atan(self)",
    "mint.atan(input)",
    "ops.Atan()(input)",
    "ops.arctan(input)",
    "Tensor.arctan(self)",
    "mint.arctan(input)",
    "numpy.arctan(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def atan(x):
    """Compute the inverse tangent, in radians of each element."""
    return jnp.arctan(x)


@operator(
    "ops.sinh(input)",
    "Tensor.sinh(self)",
    "mint.sinh(input)",
    "ops.Sinh()(input)",
    "numpy.sinh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def sinh(x):
    """Compute the hyperbolic sine of each element."""
    return jnp.sinh(x)


@operator(
    "ops.cosh(input)",
    "Tensor.cosh(self)",
    "mint.cosh(input)",
    "ops.Cosh()(input)",
    "numpy.cosh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def cosh(x):
    """Compute the hyperbolic cosine of each element."""
    return jnp.cosh(x)


@operator(
    "ops.asinh(input)",
    "Tensor.asinh(self)",
    "mint.asinh(input)",
    "ops.Asinh()(input)",
    "ops.arcsinh(input)",
    "Tensor.arcsinh(self)",
    "mint.arcsinh(input)",
    "numpy.arcsinh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def asinh(x):
    """Compute the inverse hyperbolic sine of each element."""
    return jnp.arcsinh(x)


@operator(
    "ops.acosh(input)",
    "Tensor.acosh(self)",
    "mint.acosh(input)",
    "ops.Acosh()(input)",
    "ops.arccosh(input)",
    "Tensor.arccosh(self)",
    "mint.arccosh(input)",
    "numpy.arccosh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("above_one[3]",),
)
def acosh(x):
    """Compute the inverse hyperbolic cosine of each element."""
    return jnp.arccosh(x)


@operator(
    "ops.atanh(input)",
    "Tensor.atanh(self)",
    "mint.atanh(input)",
    "ops.Atanh()(input)",
    "ops.arctanh(input)",
    "Tensor.arctanh(self)",
    "mint.arctanh(input)",
    "numpy.arctanh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("unit[3]",),
)
def atanh(x):
    """Compute the inverse hyperbolic tangent of each element."""
    return jnp.arctanh(x)


@operator(
    "ops.tanh(input)",
    "Tensor.tanh(self)",
    "Tensor.tanh_(self) -> self := (self)",
    "ops.tanh_(input) -> input := (input)",
    "mint.tanh(input)",
    "mint.nn.functional.tanh(input)",
    "ops.Tanh()(input)",
    "numpy.tanh(x, dtype=None) -> (angle(x)) as dtype",
    promote=floating,
    samples=("f32[2, 3]",),
)
def tanh(x):
    """Compute the hyperbolic tangent of each element."""
    return jnp.tanh(x)


@operator(
    "ops.atan2(input, other)",
    "ops.arctan2(input, other)",
    "Tensor.atan2(self, other)",
    "Tensor.arctan2(self, other)",
    "mint.atan2(input, other)",
    "mint.arctan2(input, other)",
    "ops.Atan2()(input, other)",
    "numpy.arctan2(x1, x2, dtype=None) -> (angle(x1), angle(x2)) as dtype",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]",),
)
def atan2(y, x):
    """Compute the angle (radians) of the points (x, y), with the signs of both."""
    return jnp.arctan2(floating(y)[0], floating(x)[0])


@operator(
    "ops.sinc(input)",
    "ops.Sinc()(input)",
    "Tensor.sinc(self)",
    "mint.sinc(input)",
    promote=floating,
    samples=("f32[3]",),
)
def sinc(x):
    """Compute sin(pi x) / (pi x)."""
    return jnp.sinc(x)


@operator("ops.deg2rad(x)", "Tensor.deg2rad(self)", promote=floating, samples=("f32[3]",))
def deg2rad(x):
    """Convert degrees to radians."""
    return jnp.deg2rad(x)


@operator("ops.rad2deg(x)", "Tensor.rad2deg(self)", promote=floating, samples=("f32[3]",))
def rad2deg(x):
    """Convert radians to degrees."""
    return jnp.rad2deg(x)


@operator(
    "ops.hypot(input, other)",
    "Tensor.hypot(self, other)",
    "ops.Hypot()(x1, x2)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]",),
)
def hypot(x, y):
    """Compute sqrt(x ** 2 + y ** 2), without overflow."""
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(
            "For 'hypot', the operands must be real, but got complex numbers; give it absolute "
            "values."
        )
    return jnp.hypot(floating(x)[0], floating(y)[0])
