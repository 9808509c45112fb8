"""Rounding, limits and other piecewise functions of numbers."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._core.promotion import arithmetic
from msjax._ops.kinds import floating, only_floating, tensor

jnp = jax.numpy


@operator(
    "ops.floor(input)",
    "Tensor.floor(self)",
    "Tensor.floor_(self) -> self := (self)",
    "mint.floor(input)",
    "ops.Floor()(input)",
    "numpy.floor(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    samples=("f32[2, 3]",),
)
def floor(x):
    """Round down."""
    return jnp.floor(x)


@operator(
    "ops.ceil(input)",
    "Tensor.ceil(self)",
    "mint.ceil(input)",
    "ops.Ceil()(input)",
    promote=only_floating,
    samples=("f32[2, 3]",),
)
def ceil(x):
    """Round up."""
    return jnp.ceil(x)


@operator(
    "ops.round(input, *, decimals=0)",
    "Tensor.round(self, decimals=0)",
    "Tensor.__round__(self)",
    "mint.round(input, *, decimals=0)",
    "mint.special.round(input)",
    "ops.Round()(input, decimals=0)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[3], decimals=1"),
)
def round(x, *, decimals=0):
    """Round to the nearest number of so many decimals; halves go to the even one."""
    return jnp.round(x, decimals)


@operator(
    "ops.trunc(input)",
    "ops.fix(input)",
    "Tensor.trunc(self)",
    "mint.trunc(input)",
    "mint.fix(input)",
    "ops.Trunc()(input)",
    promote=tensor,
    samples=("f32[2, 3]",),
)
def trunc(x):
    """Round towards zero."""
    return jnp.trunc(x) if jnp.issubdtype(x.dtype, jnp.inexact) else x


@operator(
    "ops.rint(input)",
    "ops.Rint()(input_x)",
    "numpy.rint(x, dtype=None) -> (wide_array_like(x)) as dtype",
    promote=tensor,
    samples=("f32[2, 3]",),
)
def rint(x):
    """Round to the nearest integer; halves go to the even one."""
    return jnp.rint(x)


@operator(
    "ops.frac(x)", "Tensor.frac(self)", "mint.frac(input)", promote=tensor, samples=("f32[3]",)
)
def frac(x):
    """Return what is after the point, with the sign of the number."""
    return x - jnp.trunc(x)


@operator(
    "ops.clamp(input, min=None, max=None)",
    "ops.clip(input, min=None, max=None)",
    "Tensor.clamp(self, min=None, max=None)",
    "Tensor.clip(self, min=None, max=None)",
    "Tensor.clamp_(self, min=None, max=None) -> self := (self, min, max)",
    "ops.clamp_(input, min=None, max=None) -> input := (input, min, max)",
    "mint.clamp(input, min=None, max=None)",
    "mint.clip(input, min=None, max=None)",
    samples=("f32[2, 3], -0.5, 0.5", "f32[3], max=0.5", "f32[3], f32[3], None", "i32[3], 0, 1"),
)
def clamp(x, low, high):
    """Limit the elements to a range; where low > high, high. The derivative at a bound is 1.

    Differs: NaN stays NaN; MindSpore's CPU kernel gives the lower bound.
    """
    if low is None and high is None:
        raise ExplainedValueError("For 'clamp', at least one of 'min' and 'max' must not be None.")
    if low is not None:
        x, low = arithmetic(x, low)
        x = jnp.where(x < low, low, x)
    if high is not None:
        x, high = arithmetic(x, high)
        x = jnp.where(x > high, high, x)
    return x


@operator(samples=("f32[2, 3], -0.5, 0.5", "f32[3], None, 0.5", "f32[3], f32[3], f32[3]"))
def clip(x, low, high):
    """Limit the elements to a range, as maximum and minimum: the derivative at a bound is 1/2."""
    if low is not None:
        x = jnp.maximum(*arithmetic(x, low))
    if high is not None:
        x = jnp.minimum(*arithmetic(x, high))
    return x


@operator(
    "ops.nan_to_num(input, nan=None, posinf=None, neginf=None)",
    "ops.NanToNum(nan: None | real | bool = None, posinf: None | real | bool = None,"
    " neginf: None | real | bool = None)(input)",
    "Tensor.nan_to_num(self, nan=None, posinf=None, neginf=None)",
    "mint.nan_to_num(input, nan=None, posinf=None, neginf=None)",
    promote=tensor,
    samples=("f32[3]", "f32[3], 1.0, 2.0, -2.0"),
)
def nan_to_num(x, *, nan=None, posinf=None, neginf=None):
    """Replace NaN and infinities (by default by 0 and the largest finite numbers)."""
    return jnp.nan_to_num(x, nan=0.0 if nan is None else nan, posinf=posinf, neginf=neginf)


@operator(
    "ops.lerp(input, end, weight)",
    "ops.Lerp()(input, end, weight)",
    "ops.LerpScalar()(input, end, weight)",
    "Tensor.lerp(self, end, weight)",
    "mint.lerp(input, end, weight)",
    promote=floating,
    samples=("f32[2, 3], f32[2, 3], 0.5", "f32[2, 3], f32[2, 3], f32[3]"),
)
def lerp(start, end, weight):
    """Compute start + weight * (end - start)."""
    return start + weight * (end - start)


@operator(
    "ops.copysign(x, other)",
    "Tensor.copysign(self, other)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]",),
)
def copysign(x, y):
    """Give the first operand's size the second operand's sign."""
    return jnp.copysign(floating(x)[0], floating(y)[0])


@operator(
    "ops.addcdiv(input, tensor1, tensor2, value=1)",
    "Tensor.addcdiv(self, tensor1, tensor2, *, value=1) -> (self, tensor1, tensor2, value)",
    "mint.addcdiv(input, tensor1, tensor2, *, value=1) -> (input, tensor1, tensor2, value)",
    "ops.Addcdiv()(input, tensor1, tensor2, value)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3], positive[2, 3]", "f32[2], f32[2], positive[2], value=2.0"),
)
def addcdiv(x, y, z, value):
    """Compute x + value * y / z."""
    return x + value * (y / z)


@operator(
    "ops.addcmul(input, tensor1, tensor2, value=1)",
    "Tensor.addcmul(self, tensor1, tensor2, value=1)",
    "mint.addcmul(input, tensor1, tensor2, *, value=1) -> (input, tensor1, tensor2, value)",
    "ops.Addcmul()(input, tensor1, tensor2, value)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3], f32[2, 3]", "f32[2], f32[2], f32[2], value=2.0"),
)
def addcmul(x, y, z, value):
    """Compute x + value * y * z."""
    return x + value * (y * z)
