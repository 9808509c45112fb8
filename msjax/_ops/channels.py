"""Operators that rearrange or pair channels: pixel and channel shuffles, bilinear maps."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_floating, tensor

jnp = jax.numpy


def _check_factor(argument, factor):
    if isinstance(factor, bool) or not isinstance(factor, int):
        raise ExplainedTypeError(f"The '{argument}' must be int, but got '{type(factor).__name__}'")
    if factor <= 0:
        raise ExplainedValueError(
            f"The '{argument}' must be int and must > 0, but got '{factor}' with type 'int'."
        )


def _check_planes(name, x):
    if x.ndim < 3:
        raise ExplainedValueError(
            f"For '{name}', the input must have at least 3 dimensions, but got shape {x.shape}."
        )


@operator(
    "ops.pixel_shuffle(input, upscale_factor) -> (input, factor=upscale_factor)",
    "mint.nn.functional.pixel_shuffle(input, upscale_factor) -> (input, factor=upscale_factor)",
    promote=tensor,
    samples=("f32[1, 8, 2, 3], 2", "f32[9, 2, 3], 3"),
)
def pixel_shuffle(x, *, factor):
    """Move groups of factor ** 2 channels into larger planes."""
    _check_factor("upscale_factor", factor)
    _check_planes("pixel_shuffle", x)
    *lead, channels, height, width = x.shape
    if channels % factor**2:
        raise ExplainedValueError(
            "For 'pixel_shuffle', the length of third to last dimension must be divisible by "
            f"`upscale_factor` squared, but got {channels} channels and factor {factor}."
        )
    x = x.reshape(*lead, channels // factor**2, factor, factor, height, width)
    n = len(lead)
    x = x.transpose(*range(n + 1), n + 3, n + 1, n + 4, n + 2)
    return x.reshape(*lead, channels // factor**2, height * factor, width * factor)


@operator(
    "ops.pixel_unshuffle(input, downscale_factor) -> (input, factor=downscale_factor)",
    promote=tensor,
    samples=("f32[1, 2, 4, 6], 2", "f32[1, 3, 6], 3"),
)
def pixel_unshuffle(x, *, factor):
    """Move blocks of factor ** 2 pixels into channels."""
    _check_factor("downscale_factor", factor)
    _check_planes("pixel_unshuffle", x)
    *lead, channels, height, width = x.shape
    if height % factor or width % factor:
        raise ExplainedValueError(
            "For 'pixel_unshuffle', the length of second to last 2 dimension should be divisible "
            f"by downscale_factor, but got planes of {height} x {width} and factor {factor}."
        )
    x = x.reshape(*lead, channels, height // factor, factor, width // factor, factor)
    n = len(lead)
    x = x.transpose(*range(n + 1), n + 2, n + 4, n + 1, n + 3)
    return x.reshape(*lead, channels * factor**2, height // factor, width // factor)


@operator(
    "ops.channel_shuffle(x, groups) -> (x, groups=groups)",
    "ops.ChannelShuffle(group: else_value(bool | int))(x) -> (x, groups=group)",
    promote=tensor,
    samples=("f32[1, 6, 2, 2], 3",),
)
def channel_shuffle(x, *, groups):
    """Interleave groups of channels (axis 1)."""
    if x.ndim < 2 or x.shape[1] % groups:
        raise ExplainedValueError(
            "For ChannelShuffle, number of channels must be divisible by groups, but got shape "
            f"{x.shape} and {groups} groups."
        )
    split = x.reshape(x.shape[0], groups, x.shape[1] // groups, *x.shape[2:])
    return split.swapaxes(1, 2).reshape(x.shape)


@operator(
    "ops.bidense(input1, input2, weight, bias=None)",
    samples=(
        "f32[2, 3], f32[2, 4], f32[5, 3, 4], f32[5]",
        "f32[2, 6, 3], f32[2, 6, 4], f32[5, 3, 4]",
    ),
)
def bidense(x, y, weight, bias):
    """Compute x @ weight[k] @ y for each output k, over the last axes."""
    only_floating(x)
    if x.shape[:-1] != y.shape[:-1] or weight.shape[1:] != (x.shape[-1], y.shape[-1]):
        raise ExplainedValueError(
            "For 'bidense', weight must have the shape (outputs, in1, in2) and the inputs (..., "
            f"in1) and (..., in2), but got weight {weight.shape}, inputs {x.shape} and {y.shape}."
        )
    out = jnp.einsum("...i,kij,...j->...k", x, weight, y)
    return out if bias is None else out + bias


_BIAS_AXES = {"NCHW": 1, "NHWC": -1, "NCDHW": 1}


@operator(
    "ops.bias_add(input_x, bias)",
    "ops.BiasAdd(data_format: word('NCHW', 'NHWC', 'NCDHW') = 'NCHW')(input_x, bias)",
    promote=tensor,
    samples=("f32[2, 3, 4], f32[3]", "f32[2, 4, 5, 3], f32[3], data_format='NHWC'"),
)
def bias_add(x, bias, *, data_format="NCHW"):
    """Add one number per channel."""
    axis = _BIAS_AXES.get(data_format)
    if axis is None:
        raise ExplainedValueError(
            f"For 'BiasAdd', data_format must be one of {sorted(_BIAS_AXES)}, but got "
            f"{data_format!r}."
        )
    if not 2 <= x.ndim <= 5:
        raise ExplainedValueError(
            f"For primitive[BiasAdd], the rank of input_x must be in [2,5], but got {x.ndim}."
        )
    if x.dtype != bias.dtype:
        raise ExplainedTypeError(
            f"For primitive[BiasAdd], the input type must be same, but got {x.dtype} and "
            f"{bias.dtype}; convert one of them."
        )
    if bias.shape != (x.shape[axis],):
        raise ExplainedValueError(
            f"For 'BiasAdd', bias[0] shape should be equal to input_x[{axis}] shape, but got bias "
            f"shape {bias.shape}, input_shape {x.shape}."
        )
    return x + (bias if axis == -1 else bias.reshape(-1, *[1] * (x.ndim - 2)))
