"""Activation functions without random numbers."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import as_float, floating, only_real_floating, tensor

jnp = jax.numpy
nn = jax.nn


@operator(
    "ops.relu(input, inplace=False) -> input if inplace := (input)",
    "ops.ReLU()(input)",
    "mint.nn.functional.relu(input, inplace=False) -> input if inplace := (input)",
    "mint.nn.functional.relu_(input) -> input := (input)",
    promote=tensor,
    samples=("f32[2, 3]", "i32[3]"),
)
def relu(x):
    """Compute max(x, 0); its derivative at 0 is 0."""
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(f"For 'relu', the elements must be real, but are {x.dtype}.")
    return x if x.dtype == bool else nn.relu(x)


def _signed(x):
    """Refuse bools and unsigned integers."""
    tensor(x)
    if x.dtype == bool or jnp.issubdtype(x.dtype, jnp.unsignedinteger):
        raise ExplainedTypeError(
            f"the input must be of floats or signed integers, but its dtype is {x.dtype}; convert "
            "it first, for instance `x.astype(mindspore.float32)`."
        )
    return (x,)


def _not_bool(x):
    tensor(x)
    if x.dtype == bool or jnp.issubdtype(x.dtype, jnp.complexfloating):
        raise ExplainedTypeError(
            f"the input must be of real numbers, but its dtype is {x.dtype}; convert it first, for "
            "instance `x.astype(mindspore.float32)`."
        )
    return (x,)


@operator(
    "ops.relu6(x)",
    "ops.ReLU6()(x)",
    "mint.nn.functional.relu6(input, inplace=False) -> input if inplace := (input)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def relu6(x):
    """Compute min(max(x, 0), 6); the slope at 6 is 1."""
    return jnp.where(x > 6, jnp.asarray(6, x.dtype), nn.relu(x))


@operator(
    "ops.leaky_relu(input, alpha=0.2)",
    "mint.nn.functional.leaky_relu(input, negative_slope=0.01)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[3], 0.1"),
)
def leaky_relu(x, slope):
    """Multiply negative elements by a slope, which has the dtype of x: among ints it is cut."""
    scaled = jnp.asarray(slope).astype(x.dtype) * x
    return jnp.where(jnp.asarray(slope) <= 1, jnp.maximum(scaled, x), jnp.minimum(scaled, x))


@operator(
    "ops.prelu(input, weight)",
    "ops.PReLU()(input, weight)",
    "mint.nn.functional.prelu(input, weight)",
    promote=only_real_floating,
    samples=("f32[2, 3], f32[3]", "f32[2, 3, 2], f32[1]"),
)
def prelu(x, weight):
    """Multiply negative elements by a learned slope, one for all or one per channel (axis 1)."""
    if weight.size > 1:
        weight = weight.reshape(1, -1, *[1] * (x.ndim - 2))
    return jnp.where(x > 0, x, weight.astype(x.dtype) * x)


@operator(
    "ops.gelu(input, approximate='none')",
    "mint.nn.functional.gelu(input, *, approximate='none')",
    "mint.npu_gelu(input, approximate='none')",
    promote=only_real_floating,
    samples=("f32[2, 3]", "f32[3], approximate='tanh'"),
)
def gelu(x, *, approximate="none"):
    """Compute x times the normal distribution function of x, exactly or by tanh."""
    if approximate not in ("none", "tanh"):
        raise ExplainedValueError(
            f"For 'gelu', approximate must be 'none' or 'tanh', but got {approximate!r}."
        )
    return nn.gelu(x, approximate=approximate == "tanh")


@operator(
    "ops.GeLU()(input)", "ops.Gelu()(input)", promote=only_real_floating, samples=("f32[2, 3]",)
)
def gelu_tanh(x):
    """Compute the tanh form of gelu."""
    return nn.gelu(x, approximate=True)


@operator(
    "ops.fast_gelu(x)",
    "ops.FastGeLU()(x)",
    "ops.FastGelu()(x)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def fast_gelu(x):
    """Compute x * sigmoid(1.702 x)."""
    return x * nn.sigmoid(1.702 * x)


@operator(
    "ops.silu(input)",
    "mint.nn.functional.silu(input, inplace=False) -> input if inplace := (input)",
    promote=floating,
    samples=("f32[2, 3]",),
)
def silu(x):
    """Compute x * sigmoid(x)."""
    return nn.silu(x)


@operator(
    "ops.sigmoid(input)",
    "Tensor.sigmoid(self)",
    "Tensor.sigmoid_(self) -> self := (self)",
    "ops.inplace_sigmoid(input) -> input := (input)",
    "mint.sigmoid(input)",
    "mint.nn.functional.sigmoid(input)",
    "mint.nn.functional.sigmoid_(input) -> input := (input)",
    "ops.Sigmoid()(input)",
    promote=floating,
    samples=("f32[2, 3]",),
)
def sigmoid(x):
    """Compute 1 / (1 + exp(-x))."""
    return nn.sigmoid(x)


@operator(
    "ops.logsigmoid(x)",
    "mint.nn.functional.logsigmoid(input)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def logsigmoid(x):
    """Compute the logarithm of the sigmoid, without overflow."""
    return nn.log_sigmoid(x)


@operator(
    "ops.softplus(input, beta=1, threshold=20)",
    "mint.nn.functional.softplus(input, beta=1, threshold=20)",
    "ops.Softplus()(input) -> (input, 1, float('inf'))",
    promote=only_real_floating,
    samples=("f32[2, 3]", "f32[3], 2, 1", "ops.Softplus: f32[3]"),
)
def softplus(x, beta, threshold):
    """Compute log(1 + exp(beta x)) / beta; x itself where beta x > threshold."""
    scaled = x * beta
    return jnp.where(scaled > threshold, x, nn.softplus(scaled) / beta)


@operator(
    "ops.elu(input_x, alpha=1.0)",
    "mint.nn.functional.elu(input, alpha=1.0, inplace=False) -> input if inplace := (input, alpha)",
    "mint.nn.functional.elu_(input, alpha=1.0) -> input := (input, alpha)",
    "ops.Elu(alpha=1.0)(input_x) -> (input_x, alpha)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def elu(x, alpha):
    """Compute alpha (exp(x) - 1) for negative elements; keep the others."""
    return nn.elu(x, alpha)


@operator(
    "ops.celu(x, alpha=1.0)",
    "ops.CeLU(alpha=1.0)(x) -> (x, alpha)",
    promote=only_real_floating,
    samples=("f32[2, 3]", "f32[3], 0.5"),
)
def celu(x, alpha):
    """Compute alpha (exp(x / alpha) - 1) for negative elements; keep the others."""
    return nn.celu(x, alpha)


@operator(
    "ops.selu(input_x)",
    "ops.SeLU()(input_x)",
    "mint.nn.functional.selu(input)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def selu(x):
    """Compute the scaled elu that keeps mean 0 and variance 1.

    Differs: integers are refused; MindSpore computes int8 and int32 with a scale of 1.
    """
    return nn.selu(x)


@operator(
    "ops.mish(x)",
    "ops.Mish()(x)",
    "mint.nn.functional.mish(input)",
    promote=only_real_floating,
    samples=("f32[2, 3]",),
)
def mish(x):
    """Compute x * tanh(softplus(x)).

    Differs: large x gives x; MindSpore's CPU kernel overflows to NaN above about 44.
    """
    return nn.mish(x)


@operator(
    "ops.hardswish(input)",
    "ops.HSwish()(input)",
    "mint.nn.functional.hardswish(input)",
    promote=_signed,
    samples=("f32[2, 3]",),
)
def hardswish(x):
    """Compute x * relu6(x + 3) / 6."""
    return jnp.where(x < -3, 0, jnp.where(x > 3, x, x * (x + 3) / 6)).astype(x.dtype)


@operator(
    "ops.hardsigmoid(input)",
    "ops.HSigmoid()(input)",
    "mint.nn.functional.hardsigmoid(input)",
    promote=_signed,
    samples=("f32[2, 3]",),
)
def hardsigmoid(x):
    """Compute relu6(x + 3) / 6."""
    return (nn.relu6(x + 3) / 6).astype(x.dtype)


@operator(
    "ops.hardtanh(input, min_val=-1.0, max_val=1.0)",
    "mint.nn.functional.hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)"
    " -> input if inplace := (input, min_val, max_val)",
    "mint.nn.functional.hardtanh_(input, min_val=-1, max_val=1)"
    " -> input := (input, min_val, max_val)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[3], -0.5, 0.5"),
)
def hardtanh(x, low, high):
    """Limit the elements to a range."""
    return jnp.minimum(jnp.maximum(x, low), high).astype(x.dtype)


@operator(
    "ops.hardshrink(input, lambd=0.5)",
    "Tensor.hardshrink(self, lambd=0.5)",
    "mint.nn.functional.hardshrink(input, lambd=0.5)",
    "ops.HShrink(lambd: None | real | bool = 0.5)(input) -> (input, lambd)",
    promote=only_real_floating,
    samples=("f32[2, 3]", "f32[3], 0.25"),
)
def hardshrink(x, bound):
    """Set elements of absolute value up to a bound to 0."""
    return jnp.where(jnp.abs(x) > bound, x, 0).astype(x.dtype)


@operator(
    "ops.softshrink(input, lambd=0.5)",
    "ops.soft_shrink(input, lambd=0.5)",
    "Tensor.soft_shrink(self, lambd=0.5)",
    "mint.nn.functional.softshrink(input, lambd=0.5)",
    "ops.SoftShrink(lambd: None | real | bool = 0.5)(input) -> (input, lambd)",
    promote=only_real_floating,
    samples=("f32[2, 3]", "f32[3], 0.25"),
)
def softshrink(x, bound):
    """Move elements towards 0 by a bound, at most to 0."""
    return jnp.where(x > bound, x - bound, jnp.where(x < -bound, x + bound, 0)).astype(x.dtype)


@operator(
    "ops.softsign(x)", "ops.Softsign()(x)", promote=only_real_floating, samples=("f32[2, 3]",)
)
def softsign(x):
    """Compute x / (1 + |x|)."""
    return x / (1 + jnp.abs(x))


@operator("ops.tanhshrink(input)", promote=_not_bool, samples=("f32[2, 3]", "i32[3]"))
def tanhshrink(x):
    """Compute x - tanh(x), of integers in float32."""
    return x - jnp.tanh(as_float(x))


@operator(
    "ops.threshold(input, thr, value)",
    "mint.nn.functional.threshold(input, threshold, value, inplace=False)"
    " -> input if inplace := (input, threshold, value)",
    "mint.nn.functional.threshold_(input, threshold, value) -> input := (input, threshold, value)",
    promote=tensor,
    samples=("f32[2, 3], 0.1, 20",),
)
def threshold(x, bound, value):
    """Replace elements that do not exceed a bound."""
    return jnp.where(x > bound, x, value).astype(x.dtype)


@operator(
    "ops.glu(x, axis=-1)",
    "ops.GLU(axis=-1)(x) -> (x, axis=axis)",
    "mint.nn.functional.glu(input, dim=-1) -> (input, axis=dim)",
    promote=only_real_floating,
    samples=("f32[2, 4]", "f32[4, 2], 0"),
)
def glu(x, *, axis):
    """Multiply the first half along an axis by the sigmoid of the second."""
    if x.shape[axis] % 2:
        raise ExplainedValueError(
            f"For 'glu', axis {axis} must have an even number of elements, to be halved, but the "
            f"shape is {list(x.shape)}."
        )
    return nn.glu(x, axis)


@operator(
    "ops.softmax(input, axis=-1, *, dtype=None)",
    "Tensor.softmax(self, axis, dtype=None)",
    "mint.softmax(input, dim, *, dtype=None) -> (input, axis=dim, dtype=dtype)",
    "mint.nn.functional.softmax(input, dim=None, dtype=None) -> (input, axis=dim, dtype=dtype)",
    "ops.Softmax(axis: None | bool | int | tuple = -1)(input) -> (input, axis=axis)",
    samples=("f32[2, 3]", "f32[2, 3], 0"),
)
def softmax(x, *, axis=-1, dtype=None):
    """Compute exp(x) / sum(exp(x)) along an axis."""
    x = _cast_float(x, dtype)
    return nn.softmax(x, _implied_axis(x, axis))


@operator("ops.softmin(x, axis=-1, *, dtype=None)", samples=("f32[2, 3]", "f32[2, 3], 0"))
def softmin(x, *, axis=-1, dtype=None):
    """Compute the softmax of -x along an axis."""
    return nn.softmax(-_cast_float(x, dtype), axis)


@operator(
    "ops.log_softmax(logits, axis=-1)",
    "mint.nn.functional.log_softmax(input, dim=None, *, dtype=None)"
    " -> (input, axis=dim, dtype=dtype)",
    "ops.LogSoftmax(axis=-1)(logits) -> (logits, axis=axis)",
    "ops.LogSoftmaxExt()(input, dim=None, dtype=None) -> (input, axis=dim, dtype=dtype)",
    samples=("f32[2, 3]", "f32[2, 3], 0"),
)
def log_softmax(x, *, axis=-1, dtype=None):
    """Compute the logarithm of the softmax along an axis."""
    x = _cast_float(x, dtype)
    return nn.log_softmax(x, _implied_axis(x, axis))


def _cast_float(x, dtype):
    x = x if dtype is None else x.astype(to_numpy(dtype))
    return only_real_floating(x)[0]


def _implied_axis(x, axis):
    """The axis where none is given: 0 for 0, 1 or 3 axes, otherwise 1."""
    return (0 if x.ndim in (0, 1, 3) else 1) if axis is None else axis
