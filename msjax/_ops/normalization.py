"""Normalization over batches, layers, groups and instances, each in one kernel.

Statistics are computed in float32 at least, in two passes, as a variance from squares would lose
digits. XLA fuses each pass with what follows.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor, read, write
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy
lax = jax.lax


def _wide(x):
    return x.astype(jnp.float32) if x.dtype.itemsize < 4 else x


def _moments(x, axes):
    """Return mean and biased variance over axes, which are kept."""
    mean = jnp.mean(x, axes, keepdims=True)
    return mean, jnp.mean(lax.square(x - mean), axes, keepdims=True)


def _along(vector, x, channel):
    """Shape a vector of one value per channel so that it broadcasts against x."""
    shape = [1] * x.ndim
    shape[channel] = -1
    return vector.reshape(shape)


def _check_channels(x, channel, scale, bias):
    for name, v in (("scale", scale), ("bias", bias)):
        if v is not None and v.shape != (x.shape[channel],):
            raise ExplainedValueError(
                f"For BatchNorm, {name}.shape[0] should be equal to input_x's channel dimension: "
                f"{x.shape[channel]}, but got {name}.shape: {v.shape}."
            )


@operator(samples=("f32[4, 3, 5], f32[3], f32[3], f32[3], positive[3], 0.1, 1e-5",))
def batch_norm_train(x, scale, bias, mean, variance, momentum, epsilon, *, channel=1):
    """Normalize each channel by the batch's statistics.

    Returns the result, the new moving mean and variance (`momentum` is the weight of the new
    values, the variance is the unbiased one), and the batch's mean and biased variance.
    """
    _check_channels(x, channel, scale, bias)
    axes = tuple(a for a in range(x.ndim) if a != channel % x.ndim)
    wide = _wide(x)
    batch_mean, batch_variance = _moments(wide, axes)
    y = (wide - batch_mean) * lax.rsqrt(batch_variance + jnp.asarray(epsilon, wide.dtype))
    y = _affine(y, scale, bias, channel).astype(x.dtype)
    batch_mean, batch_variance = (
        lax.stop_gradient(v.reshape(-1).astype(mean.dtype)) for v in (batch_mean, batch_variance)
    )
    count = x.size // x.shape[channel]
    unbiased = batch_variance * (count / max(count - 1, 1))
    weight = jnp.asarray(momentum, mean.dtype)
    new_mean = (1 - weight) * mean + weight * batch_mean
    new_variance = (1 - weight) * variance + weight * unbiased
    return y, new_mean, new_variance, batch_mean, batch_variance


def _affine(y, scale, bias, channel):
    if scale is not None:
        y = y * _along(scale, y, channel)
    if bias is not None:
        y = y + _along(bias, y, channel)
    return y


@operator(samples=("f32[4, 3, 5], f32[3], f32[3], f32[3], positive[3], 1e-5",))
def batch_norm_infer(x, scale, bias, mean, variance, epsilon, *, channel=1):
    """Normalize each channel by given statistics."""
    _check_channels(x, channel, scale, bias)
    _check_channels(x, channel, mean, variance)
    wide = _wide(x)
    mean, variance = lax.stop_gradient((mean, variance))
    factor = lax.rsqrt(variance + jnp.asarray(epsilon, variance.dtype))
    if scale is not None:
        factor = factor * scale
    y = (wide - _along(mean, x, channel)) * _along(factor, x, channel)
    return _affine(y, None, bias, channel).astype(x.dtype)


@composite(
    "ops.batch_norm(input_x, running_mean, running_var, weight, bias, training=False, momentum=0.1,"
    " eps=1e-05)",
    samples=("f32[4, 3, 5], f32[3], positive[3], f32[3], f32[3]",),
)
def batch_norm(
    input_x, running_mean, running_var, weight, bias, training=False, momentum=0.1, eps=1e-05
):
    """Normalize each channel; when training, move the running statistics, in place."""
    _check_tensors(running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    if not training:
        return batch_norm_infer(input_x, weight, bias, running_mean, running_var, eps)
    return train(input_x, weight, bias, running_mean, running_var, momentum, eps)[0]


@composite(
    "mint.nn.functional.batch_norm(input, running_mean, running_var, weight=None, bias=None,"
    " training=False, momentum=0.1, eps=1e-05)",
    samples=(
        "f32[4, 3, 5], f32[3], positive[3], f32[3], f32[3]",
        "f32[4, 3, 5], None, None, None, f32[3], True",
    ),
)
def batch_norm_optional(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
):
    """Normalize each channel; when training, by the batch, moving what statistics there are."""
    if not isinstance(input, Tensor):
        raise ExplainedTypeError(
            f"For 'batch_norm', the input must be a Tensor, but got {input!r}."
        )
    if not training:
        _check_tensors(running_mean=running_mean, running_var=running_var)
        return batch_norm_infer(input, weight, bias, running_mean, running_var, eps)
    mean, variance = (
        Tensor(np.zeros(input.shape[1], np.float32)) if given is None else given
        for given in (running_mean, running_var)
    )
    return train(input, weight, bias, mean, variance, momentum, eps)[0]


def _check_tensors(**given):
    missing = [name for name, value in given.items() if value is None]
    if missing:
        raise ExplainedTypeError(
            f"Failed calling BatchNorm: {', '.join(missing)} must be a Tensor, but got None."
        )


def train(x, scale, bias, mean, variance, momentum, epsilon, channel=1):
    """Normalize by the batch's statistics and move the given ones in place.

    Returns the result and the batch's mean and variance.
    """
    y, new_mean, new_variance, *batch = batch_norm_train(
        x, scale, bias, mean, variance, momentum, epsilon, channel=channel
    )
    write(mean, read(new_mean))
    write(variance, read(new_variance))
    return (y, *batch)


@composite(
    "ops.BatchNorm(is_training=False, epsilon=1e-5, momentum=0.1,"
    " data_format: word('NCHW', 'NHWC') = 'NCHW')(input_x, scale, bias, mean, variance) ->"
    " (input_x, scale, bias, mean, variance, is_training, epsilon, momentum, data_format)",
    samples=("f32[4, 3, 5, 2], f32[3], f32[3], f32[3], positive[3]",),
)
def batch_norm_primitive(
    x, scale, bias, mean, variance, is_training, epsilon, momentum, data_format
):
    """Normalize each channel; return the result and, twice, the mean and variance."""
    _check_tensors(scale=scale, bias=bias, mean=mean, variance=variance)
    channel = {"NCHW": 1, "NHWC": -1}[data_format]
    if is_training:
        y, *moments = train(x, scale, bias, mean, variance, momentum, epsilon, channel)
    else:
        y = batch_norm_infer(x, scale, bias, mean, variance, epsilon, channel=channel)
        moments = (mean, variance)
    return (y, *moments, *moments)


@operator(
    "ops.layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)"
    " -> (input, weight, bias, eps, normalized_shape=normalized_shape)",
    "mint.nn.functional.layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)"
    " -> (input, weight, bias, eps, normalized_shape=normalized_shape)",
    promote=only_real_floating,
    samples=("f32[4, 5, 6], (6,), f32[6], f32[6]", "f32[4, 5, 6], (5, 6)"),
)
def layer_norm(x, weight, bias, epsilon, *, normalized_shape):
    """Normalize over the last axes, those of `normalized_shape`."""
    shape = normalized_shape if isinstance(normalized_shape, tuple) else (normalized_shape,)
    if x.shape[x.ndim - len(shape) :] != shape:
        raise ExplainedValueError(
            "For 'LayerNorm', normalized_shape must be the end of the input's shape, but got "
            f"input shape: {x.shape}, normalized_shape: {shape}."
        )
    axes = tuple(range(-len(shape), 0))
    return _layer_norm(x, weight, bias, epsilon, axes)[0]


def _layer_norm(x, weight, bias, epsilon, axes):
    wide = _wide(x)
    mean, variance = _moments(wide, axes)
    y = (wide - mean) * lax.rsqrt(variance + jnp.asarray(epsilon, wide.dtype))
    for name, v in (("gamma", weight), ("beta", bias)):
        if v is not None and (v.ndim > x.ndim or x.shape[x.ndim - v.ndim :] != v.shape):
            raise ExplainedValueError(
                "For 'LayerNorm', gamma or beta shape must match input shape, but got input shape: "
                f"{x.shape}, {name} shape: {v.shape}."
            )
    if weight is not None:
        y = y * weight
    if bias is not None:
        y = y + bias
    return y.astype(x.dtype), mean.astype(x.dtype), variance.astype(x.dtype)


@operator(
    "ops.LayerNorm(begin_norm_axis=1, begin_params_axis=1, epsilon=1e-07)(input_x, gamma, beta)"
    " -> (input_x, gamma, beta, epsilon, begin_norm_axis=begin_norm_axis,"
    " begin_params_axis=begin_params_axis)",
    samples=("f32[4, 5, 6], f32[5, 6], f32[5, 6], begin_norm_axis=1, begin_params_axis=1",),
)
def layer_norm_from_axis(x, gamma, beta, epsilon, *, begin_norm_axis, begin_params_axis):
    """Normalize over the axes from one on; return the result, the mean and the variance."""
    if gamma.shape != x.shape[begin_params_axis % x.ndim :]:
        raise ExplainedValueError(
            "For 'LayerNorm', gamma or beta shape must match input shape, but got input shape: "
            f"{x.shape}, gamma shape: {gamma.shape}, begin_params_axis: {begin_params_axis}."
        )
    axes = tuple(range(begin_norm_axis % x.ndim, x.ndim))
    y, mean, variance = _layer_norm(x, gamma, beta, epsilon, axes)
    return y, lax.stop_gradient(mean), lax.stop_gradient(variance)


@operator(
    "ops.rms_norm(x, gamma, epsilon=1e-6)",
    "ops.RmsNorm(epsilon=1e-6)(x, gamma) -> (x, gamma, epsilon)",
    promote=only_real_floating,
    samples=("f32[4, 6], f32[6]",),
)
def rms_norm(x, gamma, epsilon):
    """Divide by the root of the mean square; return the result and the factor used."""
    wide = _wide(x)
    axes = tuple(range(-gamma.ndim, 0))
    factor = lax.rsqrt(
        jnp.mean(lax.square(wide), axes, keepdims=True) + jnp.asarray(epsilon, wide.dtype)
    )
    return (wide * factor).astype(x.dtype) * gamma, factor


@operator(
    "ops.group_norm(input, num_groups, weight=None, bias=None, eps=1e-05)"
    " -> (input, weight, bias, eps, num_groups=num_groups)",
    "mint.nn.functional.group_norm(input, num_groups, weight=None, bias=None, eps=1e-05)"
    " -> (input, weight, bias, eps, num_groups=num_groups)",
    promote=only_real_floating,
    samples=("f32[2, 6, 4, 5], 3, f32[6], f32[6]", "f32[2, 6, 4], 2"),
)
def group_norm(x, weight, bias, epsilon, *, num_groups):
    """Normalize over groups of channels and the axes after them."""
    if x.ndim < 2 or num_groups <= 0 or x.shape[1] % num_groups:
        raise ExplainedValueError(
            "For GroupNorm, the 'num_channels' must be divided by 'num_groups', but got input "
            f"shape: {x.shape}, 'num_groups': {num_groups}"
        )
    grouped = _wide(x).reshape(x.shape[0], num_groups, -1)
    mean, variance = _moments(grouped, 2)
    y = (grouped - mean) * lax.rsqrt(variance + jnp.asarray(epsilon, grouped.dtype))
    return _affine(y.reshape(x.shape), weight, bias, 1).astype(x.dtype)


@operator(samples=("f32[2, 3, 4, 5], f32[3], f32[3], f32[3], positive[3], 0.1, 1e-5",))
def instance_norm(x, scale, bias, mean, variance, momentum, epsilon):
    """Normalize each channel of each sample; return the result and new moving statistics."""
    _check_channels(x, 1, scale, bias)
    axes = tuple(range(2, x.ndim))
    wide = _wide(x)
    own_mean, own_variance = _moments(wide, axes)
    y = (wide - own_mean) * lax.rsqrt(own_variance + jnp.asarray(epsilon, wide.dtype))
    weight = jnp.asarray(momentum, mean.dtype)
    moved = [
        (1 - weight) * old + weight * lax.stop_gradient(jnp.mean(new, 0).reshape(-1))
        for old, new in ((mean, own_mean), (variance, own_variance))
    ]
    return _affine(y, scale, bias, 1).astype(x.dtype), *moved


@operator(
    "ops.lrn(x, depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, norm_region='ACROSS_CHANNELS')"
    " -> (x, bias, alpha, beta, depth_radius=depth_radius, norm_region=norm_region)",
    "ops.LRN(depth_radius: int >= 0 = 5, bias: float = 1.0, alpha: float = 1.0,"
    " beta: float = 0.5, norm_region: among('ACROSS_CHANNELS') = 'ACROSS_CHANNELS')(x) -> (x,"
    " bias, alpha, beta, depth_radius=depth_radius, norm_region=norm_region)",
    promote=only_real_floating,
    samples=("f32[2, 6, 4, 5]", "f32[2, 6, 4, 5], 2, 1.0, 0.5, 0.75"),
)
def local_response_norm(x, bias, alpha, beta, *, depth_radius, norm_region):
    """Divide by a power of the sum of the squares of neighbouring channels."""
    if norm_region != "ACROSS_CHANNELS":
        raise ExplainedValueError(
            f"For 'LRN', the 'norm_region' must be 'ACROSS_CHANNELS', but got {norm_region!r}."
        )
    r = depth_radius
    squares = jnp.pad(lax.square(x), ((0, 0), (r, r), (0, 0), (0, 0)))
    total = sum(squares[:, i : i + x.shape[1]] for i in range(2 * r + 1))
    bias, alpha, beta = (jnp.asarray(v, x.dtype) for v in (bias, alpha, beta))
    return x / jnp.power(bias + alpha * total, beta)


@operator(
    "ops.L2Loss()(input_x)",
    promote=only_real_floating,
    samples=("f32[4, 5]",),
)
def l2_loss(x):
    """Sum the halved squares."""
    return jnp.sum(lax.square(x)) / 2
