"""Comparisons, logic and tests of values."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import run2
from msjax._core.errors import ExplainedTypeError
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic, integral, multiplicative
from msjax._core.tensor import Tensor, read
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _ordered(x, y):
    x, y = arithmetic(x, y)
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError("complex numbers have no order; compare their absolute values.")
    return x, y


def _of_tensor(x, y):
    return multiplicative(*tensor(x), y)


@operator(
    "ops.eq(input, other)",
    "ops.equal(input, other)",
    "Tensor.eq(self, other)",
    "Tensor.equal(self, other)",
    "mint.eq(input, other)",
    "ops.Equal()(input, other)",
    "numpy.equal(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=_of_tensor,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def equal(x, y):
    """Test elementwise for equality."""
    return x == y


@operator(
    "ops.ne(input, other)",
    "ops.not_equal(input, other)",
    "Tensor.ne(self, other)",
    "Tensor.not_equal(self, other)",
    "mint.ne(input, other)",
    "mint.not_equal(input, other)",
    "ops.NotEqual()(input, other)",
    "numpy.not_equal(x1, x2, dtype=None) -> (tensor_only(x1), tensor_only(x2)) as dtype",
    promote=arithmetic,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def not_equal(x, y):
    """Test elementwise for inequality."""
    return x != y


@composite("Tensor.__eq__(self, other)", samples=("f32[3], f32[3]", "f32[3], 1"))
def equals(x, y):
    """Test elementwise for equality; with anything but a tensor or a number, False."""
    return run2(EQUAL, x, y) if isinstance(y, Tensor | float | int) else False


@composite("Tensor.__ne__(self, other)", samples=("f32[3], f32[3]", "f32[3], 1"))
def differs(x, y):
    """Test elementwise for inequality; with anything but a tensor or a number, True."""
    return run2(NOT_EQUAL, x, y) if isinstance(y, Tensor | float | int) else True


EQUAL = equal.call()
NOT_EQUAL = not_equal.call()


@operator(
    "ops.gt(input, other)",
    "ops.greater(input, other)",
    "ops.tensor_gt(input, other)",
    "Tensor.gt(self, other)",
    "Tensor.greater(self, other)",
    "Tensor.__gt__(self, other)",
    "mint.gt(input, other)",
    "mint.greater(input, other)",
    "ops.Greater()(input, other)",
    "numpy.greater(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=_ordered,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def greater(x, y):
    """Test elementwise whether x > y."""
    return x > y


@operator(
    "ops.ge(input, other)",
    "ops.greater_equal(input, other)",
    "ops.tensor_ge(input, other)",
    "Tensor.ge(self, other)",
    "Tensor.greater_equal(self, other)",
    "Tensor.__ge__(self, other)",
    "mint.ge(input, other)",
    "mint.greater_equal(input, other)",
    "ops.GreaterEqual()(input, other)",
    "numpy.greater_equal(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=_ordered,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def greater_equal(x, y):
    """Test elementwise whether x >= y."""
    return x >= y


def _ordered_tensor(x, y):
    return _ordered(tensor(x)[0], y)


@operator(
    "ops.lt(input, other)",
    "ops.less(input, other)",
    "ops.tensor_lt(input, other)",
    "Tensor.lt(self, other)",
    "Tensor.less(self, other)",
    "Tensor.__lt__(self, other)",
    "mint.lt(input, other)",
    "mint.less(input, other)",
    "ops.Less()(input, other)",
    "numpy.less(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=_ordered_tensor,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def less(x, y):
    """Test elementwise whether x < y."""
    return x < y


@operator(
    "ops.le(input, other)",
    "ops.less_equal(input, other)",
    "ops.tensor_le(input, other)",
    "Tensor.le(self, other)",
    "Tensor.less_equal(self, other)",
    "Tensor.__le__(self, other)",
    "mint.le(input, other)",
    "mint.less_equal(input, other)",
    "ops.LessEqual()(input, other)",
    "numpy.less_equal(x1, x2, dtype=None) -> (tensor_only(x1), tensor_only(x2)) as dtype",
    promote=_ordered,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "i32[3], 1"),
)
def less_equal(x, y):
    """Test elementwise whether x <= y."""
    return x <= y


@operator(
    "ops.logical_and(input, other)",
    "Tensor.logical_and(self, other)",
    "mint.logical_and(input, other)",
    "ops.LogicalAnd()(x, y)",
    "numpy.logical_and(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    differentiable=False,
    samples=("bool[2, 3], bool[3]", "f32[3], True"),
)
def logical_and(x, y):
    """Test elementwise whether both are true (not 0)."""
    return jnp.logical_and(x, y)


@operator(
    "ops.logical_or(input, other)",
    "Tensor.logical_or(self, other)",
    "mint.logical_or(input, other)",
    "ops.LogicalOr()(x, y)",
    "numpy.logical_or(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    differentiable=False,
    samples=("bool[2, 3], bool[3]", "f32[3], True"),
)
def logical_or(x, y):
    """Test elementwise whether at least one is true (not 0)."""
    return jnp.logical_or(x, y)


@operator(
    "ops.logical_xor(input, other)",
    "Tensor.logical_xor(self, other)",
    "mint.logical_xor(input, other)",
    "ops.LogicalXor()(input, other)",
    promote=arithmetic,
    differentiable=False,
    samples=("bool[2, 3], bool[3]", "i32[3], bool[3]"),
)
def logical_xor(x, y):
    """Test elementwise whether exactly one is true (not 0)."""
    return jnp.logical_xor(x, y)


@operator(
    "ops.logical_not(input)",
    "Tensor.logical_not(self)",
    "Tensor.__invert__(self)",
    "mint.logical_not(input)",
    "ops.LogicalNot()(input)",
    "numpy.logical_not(a, dtype=None) -> (array_like(a)) as dtype",
    promote=tensor,
    differentiable=False,
    samples=("bool[2, 3]", "f32[3]"),
)
def logical_not(x):
    """Test elementwise for 0."""
    return jnp.logical_not(x)


@operator(
    "ops.bitwise_and(input, other)",
    "Tensor.bitwise_and(self, other)",
    "Tensor.__and__(self, other)",
    "mint.bitwise_and(input, other)",
    "ops.BitwiseAnd()(x, y)",
    "numpy.bitwise_and(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=integral,
    differentiable=False,
    samples=("i32[2, 3], i32[3]", "bool[3], True", "i32[3], 5"),
)
def bitwise_and(x, y):
    """Compute the and of each pair of bits."""
    return x & y


@operator(
    "ops.bitwise_or(input, other)",
    "Tensor.bitwise_or(self, other)",
    "Tensor.__or__(self, other)",
    "mint.bitwise_or(input, other)",
    "ops.BitwiseOr()(x, y)",
    "numpy.bitwise_or(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=integral,
    differentiable=False,
    samples=("i32[2, 3], i32[3]", "bool[3], True", "i32[3], 5"),
)
def bitwise_or(x, y):
    """Compute the or of each pair of bits."""
    return x | y


@operator(
    "ops.bitwise_xor(input, other)",
    "Tensor.bitwise_xor(self, other)",
    "Tensor.__xor__(self, other)",
    "mint.bitwise_xor(input, other)",
    "ops.BitwiseXor()(x, y)",
    "numpy.bitwise_xor(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=integral,
    differentiable=False,
    samples=("i32[2, 3], i32[3]", "bool[3], True", "i32[3], 5"),
)
def bitwise_xor(x, y):
    """Compute the exclusive or of each pair of bits."""
    return x ^ y


@operator(
    "ops.bitwise_left_shift(input, other)",
    "Tensor.bitwise_left_shift(self, other)",
    "ops.LeftShift()(x1, x2)",
    promote=integral,
    differentiable=False,
    samples=("i32[2, 3], natural[3]", "i32[3], 2"),
)
def left_shift(x, y):
    """Shift bits to the left."""
    return jnp.left_shift(x, y)


@operator(
    "ops.bitwise_right_shift(input, other)",
    "Tensor.bitwise_right_shift(self, other)",
    "ops.RightShift()(input_x, input_y)",
    promote=integral,
    differentiable=False,
    samples=("i32[2, 3], natural[3]", "i32[3], 2"),
)
def right_shift(x, y):
    """Shift bits to the right, keeping the sign."""
    return jnp.right_shift(x, y)


@operator(
    "ops.invert(x)",
    "Tensor.invert(self)",
    "Tensor.bitwise_not(self)",
    "mint.bitwise_not(input)",
    "ops.Invert()(x)",
    "numpy.invert(x, dtype=None) -> (array_like(x)) as dtype",
    "numpy.bitwise_not(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    differentiable=False,
    samples=("i32[2, 3]",),
)
def invert(x):
    """Flip each bit."""
    return ~x


@operator(
    "ops.isnan(input)",
    "Tensor.isnan(self)",
    "mint.isnan(tensor)",
    "ops.isnan_ext(tensor)",
    "ops.IsNan()(x)",
    "numpy.isnan(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]",),
)
def isnan(x):
    """Test elementwise for NaN."""
    return jnp.isnan(x)


@operator(
    "ops.isinf(input)",
    "Tensor.isinf(self)",
    "mint.isinf(input)",
    "ops.IsInf()(input)",
    "numpy.isinf(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]",),
)
def isinf(x):
    """Test elementwise for infinities."""
    return jnp.isinf(x)


@operator(
    "ops.isfinite(input)",
    "Tensor.isfinite(self)",
    "mint.isfinite(input)",
    "ops.IsFinite()(input)",
    "numpy.isfinite(x, dtype=None) -> (array_like(x)) as dtype",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3]",),
)
def isfinite(x):
    """Test elementwise for finite numbers."""
    return jnp.isfinite(x)


@operator(
    "ops.isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False)",
    "Tensor.isclose(self, other, rtol=1e-05, atol=1e-08, equal_nan=False)",
    "Tensor.isclose(self, x2, rtol=1e-05, atol=1e-08, equal_nan=False)",
    "mint.isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False)",
    "ops.IsClose(rtol: None | real | bool = 1e-05, atol: None | real | bool = 1e-08,"
    " equal_nan=False)(input, other) -> (input, other, rtol, atol, equal_nan=equal_nan)",
    "numpy.isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False)"
    " -> (array_like(a), array_like(b), rtol, atol, equal_nan)",
    promote=tensor,
    differentiable=False,
    samples=("f32[2, 3], f32[3]", "f32[3], f32[3], 0.5"),
)
def isclose(x, y, rtol, atol, *, equal_nan):
    """Test elementwise whether |x - y| <= atol + rtol |y|."""
    if x.dtype != y.dtype:
        raise ExplainedTypeError(
            f"For 'isclose', both operands must have the same dtype, but got {x.dtype} and "
            f"{y.dtype}."
        )
    return jnp.isclose(x, y, rtol, atol, equal_nan)


@composite(
    "mint.equal(input, other)",
    samples=("f32[3], f32[3]",),
)
def all_equal(x, y) -> bool:
    """Tell whether two tensors have the same shape and elements."""
    a, b = read(x), read(y)
    return a.shape == b.shape and bool((a == b).all())


@composite(
    "Tensor.allclose(self, other, rtol=1e-05, atol=1e-08, equal_nan=False)",
    "mint.allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False)",
    samples=("f32[3], f32[3]",),
)
def allclose(x, y, rtol, atol, equal_nan) -> bool:
    """Tell whether all elements of two tensors are close."""
    return bool(jnp.allclose(read(x), read(y), rtol, atol, equal_nan))
