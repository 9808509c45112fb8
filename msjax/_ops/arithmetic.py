"""Elementwise arithmetic of two operands, and signs and absolute values."""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic, division, multiplicative
from msjax._core.tensor import Tensor
from msjax._ops.conversion import cast
from msjax._ops.kinds import tensor, unchanged

jnp = jax.numpy
lax = jax.lax


def _with_lists(x, y):
    """Promote as `arithmetic`; a list takes the dtype of the tensor that it meets."""
    if isinstance(x, list | tuple):
        x = _stacked(x, y)
    elif isinstance(y, list | tuple):
        y = _stacked(y, x)
    return arithmetic(x, y)


def _no_bool_lists(x, y):
    """Promote as `_with_lists`, and refuse a list where it meets a bool tensor."""
    lists = [v for v in (x, y) if isinstance(v, list | tuple)]
    if lists and any(str(getattr(v, "dtype", "")) == "bool" for v in (x, y)):
        raise ExplainedTypeError(
            "a list does not combine with a bool tensor; make it a tensor first."
        )
    return _with_lists(x, y)


def _stacked(values, like):
    return cast.kernel(jnp.asarray(values), dtype=like.dtype)


@operator(
    "Tensor.__add__(self, other)",
    "Tensor.__radd__(self, other) -> (other, self)",
    "Tensor.add(self, other)",
    promote=_no_bool_lists,
    lists=True,
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "f32[2], 2", "i32[2], 1.5", "bool[2], bool[2]"),
)
def plus(x, y):
    """Add elementwise, with broadcasting; of two bools, the inclusive or."""
    return x + y


@operator(
    "Tensor.__iadd__(self, other)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]", "f32[2], 2", "bool[2], bool[2]"),
)
def plus_tensor(x, y):
    """Add elementwise, with broadcasting; of two bools, the inclusive or."""
    return plus.kernel(x, y)


@operator(
    "ops.add(input, other)",
    "ops.tensor_add(input, other)",
    "ops.Add()(input, other)",
    "ops.TensorAdd()(input, other)",
    "numpy.add(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "f32[2], 2", "i32[2], 1.5"),
)
def add(x, y):
    """Add elementwise, with broadcasting."""
    return _no_bools("add", x) + y


def _no_bools(name, x):
    if x.dtype == bool:
        raise ExplainedTypeError(
            f"For '{name}', one of the operands must be a number, but both are bool; use "
            "logical_or or logical_xor, or convert one of them."
        )
    return x


def _scaled(x, y, alpha):
    """Promote the first two operands; the third is a factor of the second."""
    x, y = arithmetic(x, y)
    return x, y, jnp.asarray(alpha).astype(y.dtype)


@operator(
    "Tensor.add(self, other, *, alpha=1) -> (self, other, alpha)",
    "Tensor.add_(self, other, *, alpha=1) -> self := (self, other, alpha)",
    "mint.add(input, other, *, alpha=1) -> (input, other, alpha)",
    promote=_scaled,
    samples=("f32[2, 3], f32[3]", "f32[2, 3], f32[3], alpha=2"),
)
def add_scaled(x, y, alpha):
    """Compute x + alpha * y; of two bools, the inclusive or."""
    return x + alpha * y


@operator(
    "ops.sub(input, other)",
    "ops.tensor_sub(input, other)",
    "ops.Sub()(input, other)",
    "numpy.subtract(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "f32[2], 2"),
)
def sub(x, y):
    """Subtract elementwise, with broadcasting."""
    return _no_bools("sub", x) - y


@operator(
    "Tensor.__rsub__(self, other) -> (other, self)",
    "Tensor.__isub__(self, other)",
    promote=_with_lists,
    lists=True,
    samples=("f32[2, 3], f32[3]", "f32[2], 2", "[1.0, 2.0], f32[2]"),
)
def difference(x, y):
    """Subtract elementwise, with broadcasting; one of both may be a list."""
    return sub.kernel(x, y)


@operator(
    "Tensor.__sub__(self, other)",
    "Tensor.sub(self, other)",
    promote=_no_bool_lists,
    lists=True,
    samples=("f32[2, 3], f32[3]", "bool[2], bool[2]"),
)
def minus(x, y):
    """Subtract elementwise, with broadcasting; of two bools, the exclusive or."""
    return x ^ y if x.dtype == bool else x - y


@operator(
    "Tensor.sub(self, other, *, alpha=1) -> (self, other, alpha)",
    "Tensor.sub(self, y) -> (self, y, 1)",
    "Tensor.subtract(self, other, *, alpha=1) -> (self, other, alpha)",
    "Tensor.sub_(self, other, *, alpha=1) -> self := (self, other, alpha)",
    "mint.sub(input, other, *, alpha=1) -> (input, other, alpha)",
    promote=_scaled,
    samples=("f32[2, 3], f32[3]", "f32[2, 3], f32[3], alpha=2", "bool[2], bool[2]"),
)
def sub_scaled(x, y, alpha):
    """Compute x - alpha * y; of two bools, the exclusive or."""
    return x ^ (alpha & y) if x.dtype == bool else x - alpha * y


def _scaled_numbers(x, y, alpha):
    """Promote the first two operands, bools to int64; the third is a factor of the second."""
    x, y = arithmetic(x, y)
    if x.dtype == bool:
        x, y = x.astype(jnp.int64), y.astype(jnp.int64)
    return x, y, jnp.asarray(alpha).astype(y.dtype)


@operator(
    "ops.subtract(input, other, *, alpha=1) -> (input, other, alpha)",
    promote=_scaled_numbers,
    samples=("f32[2, 3], f32[3], alpha=2", "bool[2], bool[2]"),
)
def subtract(x, y, alpha):
    """Compute x - alpha * y; of two bools, in int64."""
    return x - alpha * y


@operator(
    "ops.mul(input, other)",
    "ops.tensor_muls(input, other)",
    "ops.multiply(input, other)",
    "ops.tensor_mul(input, other)",
    "Tensor.mul(self, other)",
    "Tensor.multiply(self, value)",
    "Tensor.mul_(self, other) -> self := (self, other)",
    "Tensor.__mul__(self, other)",
    "Tensor.__rmul__(self, other) -> (other, self)",
    "Tensor.__imul__(self, other)",
    "mint.mul(input, other)",
    "ops.Mul()(input, other)",
    "numpy.multiply(x1, x2, dtype=None) -> (tensor_only(x1), tensor_only(x2)) as dtype",
    promote=multiplicative,
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "f32[2], 2"),
)
def mul(x, y):
    """Multiply elementwise, with broadcasting."""
    return x * y


@operator(
    "ops.div(input, other, *, rounding_mode=None)",
    "ops.divide(input, other, *, rounding_mode=None)",
    "ops.true_divide(dividend, divisor)",
    "Tensor.div(self, other, *, rounding_mode=None)",
    "Tensor.divide(self, other, *, rounding_mode=None)",
    "Tensor.true_divide(self, other)",
    "Tensor.div_(self, other, *, rounding_mode=None) -> self := (self, other, rounding_mode)",
    "Tensor.__truediv__(self, other)",
    "Tensor.__rtruediv__(self, other) -> (other, self)",
    "Tensor.__itruediv__(self, other)",
    "mint.div(input, other, *, rounding_mode=None)",
    "mint.divide(input, other, *, rounding_mode=None)",
    "ops.Div()(input, other)",
    promote=unchanged,
    samples=(
        "f32[2, 3], positive[3]",
        "i32[2], 2",
        "f32[2], positive[2], rounding_mode='floor'",
        "f32[2], positive[2], rounding_mode='trunc'",
    ),
)
def div(x, y, *, rounding_mode=None):
    """Divide elementwise; integers are divided in float32 unless the quotient is rounded."""
    if rounding_mode is None:
        x, y = division(x, y)
        return x / y
    if rounding_mode == "floor":
        return floor_quotient(*arithmetic(x, y))
    if rounding_mode == "trunc":
        return trunc_quotient(*arithmetic(x, y))
    raise ExplainedValueError(
        f"For 'div', rounding_mode must be None, 'floor' or 'trunc', but got {rounding_mode!r}."
    )


@operator(
    "ops.tensor_div(x, y)",
    "ops.RealDiv()(x, y)",
    promote=arithmetic,
    samples=("f32[2], positive[2]", "i32[2], 2"),
)
def real_div(x, y):
    """Divide elementwise, keeping the dtype: integers are truncated."""
    if x.dtype == bool:
        raise ExplainedTypeError("For 'RealDiv', bools cannot be divided; convert one operand.")
    return x / y if jnp.issubdtype(x.dtype, jnp.inexact) else trunc_quotient(x, y)


def floor_quotient(x, y):
    """Divide and round down; the quotient of integers by zero saturates, as in MindSpore."""
    if x.dtype == bool:
        return x
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        return jnp.floor((x / y).real).astype(x.dtype)
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.floor(x / y)
    return jnp.where(y == 0, _saturated(x), jnp.floor_divide(x, jnp.where(y == 0, 1, y)))


def trunc_quotient(x, y):
    """Divide and round towards zero."""
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.trunc(x / y)
    return jnp.where(y == 0, _saturated(x), lax.div(x, jnp.where(y == 0, 1, y)))


def _saturated(x):
    limits = jnp.iinfo(x.dtype)
    largest, least = (jnp.full((), v, x.dtype) for v in (limits.max, limits.min))
    return jnp.where(x > 0, largest, jnp.where(x < 0, least, 0)).astype(x.dtype)


@operator(
    "ops.floor_div(x, y)",
    "ops.floor_divide(input, other)",
    "ops.tensor_floordiv(input, other)",
    "ops.FloorDiv()(input, other)",
    "Tensor.floor_divide(self, other)",
    "Tensor.floor_divide_(self, other) -> self := (self, other)",
    "Tensor.__ifloordiv__(self, other)",
    "mint.floor_divide(input, other)",
    "numpy.floor_divide(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    differentiable=False,
    samples=("f32[2, 3], positive[3]", "i32[4], 2"),
)
def floor_divide(x, y):
    """Divide elementwise and round down."""
    return floor_quotient(x, y)


@operator(
    "Tensor.__floordiv__(self, other)",
    "Tensor.__rfloordiv__(self, other) -> (other, self)",
    promote=_with_lists,
    lists=True,
    differentiable=False,
    samples=("f32[2, 3], positive[3]", "i32[4], 2", "[1.0, 2.0], positive[2]"),
)
def floor_divide_lists(x, y):
    """Divide elementwise and round down; one of both may be a list."""
    return floor_quotient(x, y)


def _modular(x, y):
    """Promote as `arithmetic`, and refuse bools and wide unsigned integers."""
    x, y = arithmetic(x, y)
    if x.dtype == bool or x.dtype in _WIDE_UNSIGNED:
        raise ExplainedTypeError(f"the remainder of {x.dtype} tensors is not defined; convert one.")
    return x, y


_WIDE_UNSIGNED = frozenset(map(jnp.dtype, ("uint16", "uint32", "uint64")))


@operator(
    "ops.floor_mod(x, y)",
    "ops.tensor_mod(x, y)",
    "ops.FloorMod()(x, y)",
    "Tensor.__mod__(self, other)",
    "Tensor.__rmod__(self, other) -> (other, self)",
    "Tensor.__imod__(self, other)",
    promote=_modular,
    samples=("f32[2, 3], positive[3]", "i32[4], 2"),
)
def floor_mod(x, y):
    """Compute the remainder of the division rounded down; it has the divisor's sign."""
    return remainder.kernel(x, y)


@operator(
    "ops.remainder(input, other)",
    "Tensor.remainder(self, other)",
    "Tensor.remainder(self, divisor)",
    "Tensor.remainder_(self, other) -> self := (self, other)",
    "mint.remainder(input, other)",
    promote=arithmetic,
    samples=("f32[2, 3], positive[3]", "i32[4], 2"),
)
def remainder(x, y):
    """Compute the remainder of the division rounded down; it has the divisor's sign."""
    if x.dtype == bool:
        return jnp.zeros(jnp.broadcast_shapes(x.shape, y.shape), bool)
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        return x - floor_quotient(x, y) * y
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.remainder(x, y)
    least = jnp.full((), jnp.iinfo(x.dtype).min, x.dtype)
    return jnp.where(y == 0, least, jnp.remainder(x, jnp.where(y == 0, 1, y)))


@operator(
    "ops.fmod(input, other)",
    "ops.truncate_mod(x, y)",
    "ops.Mod()(x, y)",
    "ops.TruncateMod()(x, y)",
    "Tensor.fmod(self, other)",
    "mint.fmod(input, other)",
    promote=multiplicative,
    samples=("f32[2, 3], positive[3]", "i32[4], 2"),
)
def fmod(x, y):
    """Compute the remainder of the division rounded towards zero; it has the dividend's sign."""
    if x.dtype == bool:
        return jnp.zeros(jnp.broadcast_shapes(x.shape, y.shape), bool)
    return lax.rem(*jnp.broadcast_arrays(x, y))


@operator(
    "ops.truncate_div(x, y)",
    "ops.TruncateDiv()(x, y)",
    promote=arithmetic,
    differentiable=False,
    samples=("f32[2, 3], positive[3]", "i32[4], 2"),
)
def truncate_div(x, y):
    """Divide elementwise and round towards zero."""
    return trunc_quotient(x, y)


@operator(
    "ops.pow(input, exponent)",
    "ops.tensor_pow(input, exponent)",
    "ops.pows(input, exponent)",
    "Tensor.pow(self, exponent)",
    "Tensor.__pow__(self, other)",
    "ops.Pow()(input, exponent)",
    "numpy.power(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    samples=("positive[2, 3], f32[3]", "f32[2], 2", "2, f32[3]", "i32[3], 3", "positive[3], 0.5"),
)
def pow(x, y):
    """Raise to powers elementwise; integers to negative powers give 0."""
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.power(x, y)
    x, y = (v.astype(jnp.int64) if v.dtype == bool else v for v in (x, y))
    return jnp.where(y < 0, _negative_power(x, y), jnp.power(x, jnp.maximum(y, 0)))


_INTEGERS = (mstype.uint8, mstype.int8, mstype.int16, mstype.int32, mstype.int64)


@composite(
    "mint.pow(input, exponent)",
    samples=("positive[2, 3], f32[3]", "2, f32[3]", "i32[3], 3", "positive[3], -0.5"),
)
def mint_pow(x, y):
    """Raise to powers elementwise; integers to negative powers only where both are tensors."""
    if isinstance(y, int) and y < 0 and isinstance(x, Tensor) and x.dtype in _INTEGERS:
        raise RuntimeError(
            "For 'pow', Integers to negative integer powers are not allowed: got a tensor of "
            f"{x.dtype} and {y}; convert it first, for instance `x.astype(mindspore.float32)`."
        )
    return pow(x, y)


@operator(
    "Tensor.__rpow__(self, other) -> (other, self)",
    promote=_with_lists,
    lists=True,
    samples=("2.0, f32[3]", "[1.0, 2.0], f32[2]"),
)
def power_of(x, y):
    """Raise a number or a list to powers elementwise."""
    return pow.kernel(x, y)


def _negative_power(x, y):
    """Return what MindSpore gives for integers: the float result, converted back."""
    of_minus_one = jnp.where(y % 2 == 0, 1, -1)
    of_zero = jnp.iinfo(x.dtype).min
    power = jnp.where(x == 1, 1, jnp.where(x == -1, of_minus_one, jnp.where(x == 0, of_zero, 0)))
    return power.astype(x.dtype)


@operator(
    "ops.neg(input)",
    "ops.negative(input)",
    "Tensor.neg(self)",
    "Tensor.negative(self)",
    "Tensor.__neg__(self)",
    "mint.neg(input)",
    "mint.negative(input)",
    "ops.Neg()(input)",
    "numpy.negative(a, dtype=None) -> (array_like(a)) as dtype",
    promote=tensor,
    samples=("f32[2, 3]", "i32[3]"),
)
def neg(x):
    """Negate each element."""
    return -x


@composite(
    "ops.positive(input)",
    "Tensor.positive(self)",
    "Tensor.__pos__(self)",
    samples=("f32[3]",),
)
def positive(x):
    """Return the tensor itself."""
    return x


@operator(
    "ops.abs(input)",
    "ops.absolute(input)",
    "Tensor.abs(self)",
    "Tensor.absolute(self)",
    "Tensor.__abs__(self)",
    "mint.abs(input)",
    "ops.Abs()(input)",
    "numpy.absolute(x, dtype=None) -> (array_like(x)) as dtype",
    "numpy.abs(x, dtype=None) -> (array_like(x)) as dtype",
    "numpy.fabs(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    samples=("f32[2, 3]", "i32[3]"),
)
def abs(x):
    """Compute absolute values; of complex numbers, as complex numbers."""
    return x if x.dtype == bool else jnp.abs(x).astype(x.dtype)


_SIGNED = frozenset(map(jnp.dtype, ("int32", "int64")))


@operator(
    "ops.sign(input)",
    "Tensor.sign(self)",
    "Tensor.sign_(self) -> self := (self)",
    "mint.sign(input)",
    "ops.Sign()(input)",
    promote=tensor,
    samples=("f32[2, 3]", "i32[3]"),
)
def sign(x):
    """Return -1, 0 or 1 for negative, zero and positive elements."""
    if jnp.issubdtype(x.dtype, jnp.integer) and x.dtype not in _SIGNED:
        raise ExplainedTypeError(f"For 'sign', integers must be int32 or int64, but are {x.dtype}.")
    return jnp.sign(x)


@operator(
    "ops.maximum(input, other)",
    "Tensor.maximum(self, other)",
    "mint.maximum(input, other)",
    "mint.max(input, other: Tensor)",
    "ops.Maximum()(input, other)",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]", "f32[3], 0"),
)
def maximum(x, y):
    """Take the larger of each pair of elements.

    Differs: NaN in either gives NaN; MindSpore's CPU kernel gives the other element.
    """
    return jnp.maximum(x, y)


def _ordered(x, y):
    x, y = arithmetic(x, y)
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError("complex numbers have no order; compare their absolute values.")
    return x, y


@operator(
    "ops.minimum(input, other)",
    "Tensor.minimum(self, other)",
    "mint.minimum(input, other)",
    "mint.min(input, other: Tensor)",
    "ops.Minimum()(input, other)",
    promote=_ordered,
    samples=("f32[2, 3], f32[3]", "f32[3], 0"),
)
def minimum(x, y):
    """Take the smaller of each pair of elements.

    Differs: NaN in either gives NaN; MindSpore's CPU kernel gives the other element.
    """
    return jnp.minimum(x, y)
