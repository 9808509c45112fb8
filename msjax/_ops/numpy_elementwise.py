"""Elementwise functions of `mindspore.numpy` that compute otherwise than the operators of `ops`."""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic
from msjax._core.tensor import Tensor
from msjax._ops import arithmetic as numbers
from msjax._ops.array_likes import array_like, promote, promoted
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float

jnp = jax.numpy
lax = jax.lax


def single(x):
    """Convert what is neither float16 nor float32 to float32."""
    return x if x.dtype in (jnp.float16, jnp.float32) else x.astype(jnp.float32)


def at_least_single(x):
    """Convert what is no float to float32."""
    return x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype(jnp.float32)


def _no_bool(name, *operands):
    if any(x.dtype == bool for x in operands):
        raise ExplainedTypeError(
            f"{name} does not accept dtype bool; convert the operand first, for instance with "
            "`x.astype(mindspore.int32)`."
        )


@operator(
    "numpy.deg2rad(x, dtype=None) -> (tensor_only(x), factor=0.017453292519943295) as dtype",
    "numpy.radians(x, dtype=None) -> (tensor_only(x), factor=0.017453292519943295) as dtype",
    "numpy.rad2deg(x, dtype=None) -> (tensor_only(x), factor=57.29577951308232) as dtype",
    samples=("numpy.deg2rad: f32[2, 3]", "numpy.rad2deg: f32[2, 3]", "numpy.deg2rad: i32[2]"),
)
def scaled_angle(x, *, factor):
    """Convert angles from degrees to radians, or back."""
    return as_float(x) * factor


@operator(
    "numpy.divide(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    "numpy.true_divide(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    samples=("f32[2, 3], positive[3]", "i32[2], given([2, 4], 'int32')", "[1, 2], 4", "3, f32[2]"),
)
def numpy_divide(x, y):
    """Divide elementwise; of integers, and of float64 alone, the quotient is float32."""
    if not {x.dtype, y.dtype} & {jnp.dtype(jnp.float16), jnp.dtype(jnp.float32)}:
        x, y = x.astype(jnp.float32), y.astype(jnp.float32)
    x, y = arithmetic(x, y)
    return x / y


@operator(
    "numpy.reciprocal(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("positive[2, 3]", "[2.0, 4.0]", "given([1, 2, -1], 'int32')"),
)
def numpy_reciprocal(x):
    """Compute 1 / x; of integers, rounded towards zero."""
    if jnp.issubdtype(x.dtype, jnp.integer):
        return lax.div(jnp.ones_like(x), x)
    return 1 / as_float(x)


@operator(
    "numpy.float_power(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    samples=("positive[2, 3], f32[3]", "given([1, 2], 'int32'), given([2, 3], 'int32')"),
)
def numpy_float_power(x, y):
    """Raise x to the power y, in float32."""
    return jnp.power(x.astype(jnp.float32), y.astype(jnp.float32))


def _extremum(which, x, y, dtype):
    """Return the lesser or greater; a number takes the dtype of the array that it meets."""
    result = which(*arithmetic(x, y))
    if bool(x.ndim) != bool(y.ndim):
        dtype = (x if x.ndim else y).dtype
    return result if dtype is None else cast.kernel(result, dtype=dtype)


@operator(
    "numpy.minimum(x1, x2, dtype=None) -> (array_like(x1), array_like(x2), dtype=dtype)",
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "i32[2], 1.5", "[1, 2], [2, 1]"),
)
def numpy_minimum(x, y, *, dtype):
    """Take the lesser elementwise; NaN where either is."""
    return _extremum(numbers.minimum.kernel, x, y, dtype)


@operator(
    "numpy.maximum(x1, x2, dtype=None) -> (array_like(x1), array_like(x2), dtype=dtype)",
    samples=("f32[2, 3], f32[3]", "i32[2], f32[2]", "i32[2], 1.5", "[1, 2], [2, 1]"),
)
def numpy_maximum(x, y, *, dtype):
    """Take the greater elementwise; NaN where either is."""
    return _extremum(numbers.maximum.kernel, x, y, dtype)


@composite(
    "numpy.clip(x, xmin, xmax, dtype=None)",
    samples=("f32[2, 3], -0.5, 0.5", "i32[4], 0, None", "f32[2, 3], None, f32[3]", "[1, 5], 2, 4"),
)
def numpy_clip(x, xmin, xmax, dtype=None):
    """Limit elements to an interval; None leaves a side open."""
    if xmin is None and xmax is None:
        raise ExplainedValueError("One of max or min must be given, but both are None.")
    if xmin is not None:
        x = numpy_maximum(array_like(x), array_like(xmin), dtype=dtype)
    if xmax is not None:
        x = numpy_minimum(array_like(x), array_like(xmax), dtype=dtype)
    return x


@operator(
    "numpy.heaviside(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=promote,
    samples=("f32[2, 3], f32[3]", "i32[4], f32[4]", "[-1.5, 0, 2.0], 0.5"),
)
def numpy_heaviside(x, y):
    """Compute the step function: 0 where x < 0, 1 where x > 0, otherwise y."""
    return jnp.where(x > 0, jnp.ones_like(y), jnp.where(x < 0, jnp.zeros_like(y), y))


@operator(
    "numpy.hypot(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=arithmetic,
    samples=("f32[2, 3], f32[3]", "i32[2], i32[2]", "[3, 4], 4"),
)
def numpy_hypot(x, y):
    """Compute sqrt(x ** 2 + y ** 2)."""
    return jnp.sqrt(as_float(x * x + y * y))


def modulo(x, y, rounded):
    """Return x - y * rounded(x / y); of integers 0 where y is 0."""
    if jnp.issubdtype(x.dtype, jnp.floating):
        return x - y * rounded(x / y)
    remainder = jnp.remainder if rounded is jnp.floor else lax.rem
    return jnp.where(y == 0, 0, remainder(x, jnp.where(y == 0, 1, y)))


@operator(
    "numpy.remainder(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    "numpy.mod(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=promote,
    samples=("f32[2, 3], positive[3]", "i32[4], given([2, -3, 0, 3], 'int32')", "[7, -7], 3"),
)
def numpy_remainder(x, y):
    """Compute the remainder, with the sign of the divisor."""
    return modulo(x, y, jnp.floor)


@operator(
    "numpy.fmod(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=promote,
    samples=("f32[2, 3], positive[3]", "i32[4], given([2, -3, 0, 3], 'int32')", "[7, -7], 3"),
)
def numpy_fmod(x, y):
    """Compute the remainder, with the sign of the dividend."""
    return modulo(x, y, jnp.trunc)


@composite(
    "numpy.divmod(x1, x2, dtype=None)",
    samples=("f32[2, 3], positive[3]", "i32[2], given([2, -3], 'int32')"),
)
def numpy_divmod(x1, x2, dtype=None):
    """Return the floor of the quotient, and the remainder."""
    from msjax._core.operator import converted, resolve

    quotient = resolve("ops.tensor_floordiv")(x1, x2)
    remainder = numpy_remainder(array_like(x1), array_like(x2))
    return converted(quotient, dtype), converted(remainder, dtype)


@operator(
    "numpy.fix(x) -> (tensor_only(x))",
    "numpy.trunc(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("f32[2, 3]", "i32[2]"),
)
def numpy_trunc(x):
    """Round towards zero; what is neither float16 nor float32 becomes float32."""
    return jnp.trunc(single(x))


@operator(
    "numpy.ceil(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("f32[2, 3]", "i32[2]", "f16[3]", "[1.5, 2.5]"),
)
def numpy_ceil(x):
    """Round up, to float32."""
    return jnp.ceil(x.astype(jnp.float32))


@composite(
    "numpy.around(a, decimals=0)",
    "numpy.round(a, decimals=0)",
    samples=("f32[2, 3]", "f32[2, 3], 2", "i32[3], 1", "[1.5, 2.5]"),
)
def numpy_around(a, decimals=0):
    """Round to the given number of decimals, halves to even."""
    from msjax._ops.array_likes import wide_array_like

    if not isinstance(decimals, int):
        raise ExplainedTypeError(f"decimals must be an integer, but got {decimals!r}.")
    if decimals < 0:
        raise ExplainedValueError(
            f"decimals < 0 is not supported now, but got {decimals}; divide by a power of 10 first."
        )
    return round_decimals(wide_array_like(a), decimals=decimals)


@operator(samples=("f32[3], decimals=1", "i32[2], decimals=0"))
def round_decimals(x, *, decimals):
    """Round floats to the given number of decimals, halves to even."""
    if not jnp.issubdtype(x.dtype, jnp.floating):
        return x
    return jnp.round(x * 10**decimals) / 10**decimals if decimals else jnp.round(x)


@operator(
    "numpy.exp2(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("f32[2, 3]", "natural[3]", "[1, 2]"),
)
def numpy_exp2(x):
    """Compute 2 ** x, of integers in their own dtype."""
    return jnp.power(jnp.asarray(2, x.dtype), x)


@operator(
    "numpy.cbrt(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("positive[2, 3]", "given([8, -27], 'int32')", "f16[3]", "[1.0, -8.0]"),
)
def numpy_cbrt(x):
    """Compute the cube root, in float32 at least.

    Differs: of 0 it is 0, where MindSpore gives NaN.
    """
    return jnp.cbrt(x if x.dtype == jnp.float64 else x.astype(jnp.float32))


@operator(
    "numpy.positive(a, dtype=None) -> (tensor_only(a)) as dtype",
    samples=("f32[2, 3]", "i32[2]"),
)
def numpy_positive(x):
    """Return the elements as they are; bools are refused."""
    _no_bool("positive", x)
    return jnp.copy(x)


@operator(
    "numpy.sign(x, dtype=None) -> (array_like(x)) as dtype",
    samples=("f32[2, 3]", "i32[4]", "[1.5, -2.0, 0.0]"),
)
def numpy_sign(x):
    """Return -1, 0 or 1 by the sign; of integers in float32."""
    _no_bool("sign", x)
    return jnp.sign(as_float(x))


@operator(
    "numpy.copysign(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    samples=("f32[2, 3], f32[3]", "i32[3], f32[3]", "[1.0, 2.0], -1"),
)
def numpy_copysign(x, y):
    """Give the absolute value of x the sign of y; a zero counts as positive."""
    _no_bool("sign", x, y)
    x, y = jnp.broadcast_arrays(x, y)
    size = jnp.abs(x)
    return jnp.where(y < 0, -size, size)


@composite("numpy.signbit(x, dtype=None)", samples=("f32[2, 3]", "i32[3]", "[1.0, -2.0]"))
def numpy_signbit(x, dtype=None):
    """Test elementwise whether a number is less than zero."""
    if dtype is not None and dtype is not mstype.bool_:
        raise ExplainedTypeError(
            f"Casting was not allowed for signbit: dtype must be bool, but got {dtype!r}."
        )
    return array_like(x) < 0


@operator(
    "numpy.logical_xor(x1, x2, dtype=None) -> (tensor_only(x1), tensor_only(x2)) as dtype",
    differentiable=False,
    samples=("bool[4], bool[4]", "natural[3], natural[3]", "f32[2, 3], natural[3]"),
)
def numpy_logical_xor(x, y):
    """Test elementwise whether exactly one of two is not zero."""
    return (x != 0) ^ (y != 0)


@operator(
    "numpy.gcd(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=promote,
    differentiable=False,
    samples=("[12, -8, 7], [18, 12, 0]", "given([12, 9], 'int32'), given([8], 'int32')"),
)
def numpy_gcd(x, y):
    """Compute the greatest common divisor elementwise, with Euclid's algorithm."""
    x, y = jnp.broadcast_arrays(jnp.abs(x), jnp.abs(y))

    def step(pair):
        a, b = pair
        rest = modulo(a, jnp.where(b == 0, 1, b).astype(b.dtype), jnp.floor)
        return jnp.where(b == 0, a, b), jnp.where(b == 0, 0, rest).astype(b.dtype)

    return lax.while_loop(lambda pair: jnp.any(pair[1] != 0), step, (x, y))[0]


@operator(
    "numpy.lcm(x1, x2, dtype=None) -> (array_like(x1), array_like(x2)) as dtype",
    promote=promote,
    differentiable=False,
    samples=("[12, -8, 7], [18, 12, 0]", "given([12, 9], 'int32'), given([8], 'int32')"),
)
def numpy_lcm(x, y):
    """Compute the least common multiple elementwise; 0 where either is 0."""
    divisor = numpy_gcd.kernel(x, y)
    safe = jnp.where(divisor == 0, 1, divisor).astype(x.dtype)
    quotient = x / safe if jnp.issubdtype(x.dtype, jnp.floating) else lax.div(*_alike(x, safe))
    return jnp.abs(quotient * y)


def _alike(x, y):
    return jnp.broadcast_arrays(x, y)


@composite("numpy.isscalar(element)", samples=("1", "2.5", "f32[]", "'a'", "None"))
def numpy_isscalar(element):
    """Tell whether a value is a number, a bool or a string."""
    return isinstance(element, bool | int | float | str) or (
        not isinstance(element, Tensor) and getattr(element, "shape", None) == ()
    )


@composite(
    "numpy.promote_types(type1, type2)",
    samples=("float32, float64", "int32, 'float16'"),
)
def numpy_promote_types(type1, type2):
    """Return the type that two types promote to."""
    from msjax._ops.array_likes import dtype_of

    first, second = (mstype.to_numpy(dtype_of(t)) for t in (type1, type2))
    return mstype.from_numpy(promoted(first, second))


@composite(
    "numpy.result_type(*arrays_and_dtypes)",
    samples=("'i2', f32[3], True", "f16[2], i32[3]", "1, 2.5"),
)
def numpy_result_type(*values):
    """Return the type that tensors, numbers and types promote to."""
    return mstype.from_numpy(promoted(*[mstype.to_numpy(_type_of(v)) for v in values]))


def _type_of(value):
    if isinstance(value, Tensor):
        return value.dtype
    for kind, name in ((bool, "bool_"), (int, "int32"), (float, "float32")):
        if isinstance(value, kind):
            return getattr(mstype, name)
    if isinstance(value, mstype.Number):
        return value
    try:
        from msjax._ops.array_likes import DTYPE_MAP

        return DTYPE_MAP.get(value) or mstype.from_numpy(value)
    except TypeError:
        raise ExplainedTypeError(f"data type not understood: {value!r}.") from None
