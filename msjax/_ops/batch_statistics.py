"""The parts of a batch normalization whose batch lies on several devices.

Each device takes the statistics of its part; gathered, they give those of the whole batch.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError
from msjax._core.operator import composite, operator
from msjax._core.tensor import read, write
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy
lax = jax.lax


def _wide(x):
    return x.astype(jnp.float32) if x.dtype.itemsize < 4 else x


def _per_channel(vector, x):
    return vector.reshape(1, -1, *[1] * (x.ndim - 2))


@operator(
    "mint.batch_norm_stats(input, eps)", promote=only_real_floating, samples=("f32[4, 3, 5], 1e-5",)
)
def batch_norm_stats(x, epsilon):
    """Return the mean of each channel, and 1 / sqrt(its biased variance + eps), in float32."""
    axes = (0, *range(2, x.ndim))
    wide = _wide(x)
    mean = jnp.mean(wide, axes, keepdims=True)
    variance = jnp.mean(lax.square(wide - mean), axes)
    return mean.reshape(-1), lax.rsqrt(variance + jnp.asarray(epsilon, wide.dtype))


@operator(
    "mint.batch_norm_elemt(input, weight=None, bias=None, mean=None, invstd=None, eps=1e-05)"
    " -> (input, weight, bias, mean, invstd)",
    promote=only_real_floating,
    samples=(
        "f32[4, 3, 5], f32[3], f32[3], f32[3], positive[3]",
        "f32[4, 3], None, None, f32[3], positive[3]",
    ),
)
def batch_norm_elemt(x, weight, bias, mean, invstd):
    """Compute (x - mean) * invstd * weight + bias for each channel (eps is in invstd)."""
    if mean is None or invstd is None:
        raise ExplainedTypeError(
            "For 'batch_norm_elemt', mean and invstd must be Tensors, but got None; "
            "`mint.batch_norm_stats` computes them."
        )
    wide = _wide(x)
    y = (wide - _per_channel(mean, x)) * _per_channel(invstd, x)
    if weight is not None:
        y = y * _per_channel(weight, x)
    if bias is not None:
        y = y + _per_channel(bias, x)
    return y.astype(x.dtype)


@operator(
    samples=("f32[2, 3], positive[2, 3], f32[3], positive[3], 0.1, 1e-5, positive[2] + 9",),
    differentiable=False,
)
def gather_batch_statistics(means, invstds, mean, variance, momentum, epsilon, counts):
    """Join the statistics of parts of a batch; return them and the new moving statistics."""
    weights = counts.astype(means.dtype)[:, None]
    total = jnp.sum(weights)
    joined = jnp.sum(weights * means, 0) / total
    squares = 1 / lax.square(invstds) - epsilon + lax.square(means - joined)
    sum_of_squares = jnp.sum(weights * squares, 0)
    moved = [
        None if old is None else ((1 - momentum) * old + momentum * new).astype(old.dtype)
        for old, new in ((mean, joined), (variance, sum_of_squares / (total - 1)))
    ]
    moved = [joined if m is None else m for m in moved]
    return joined, lax.rsqrt(sum_of_squares / total + epsilon), *moved


@composite(
    "mint.batch_norm_gather_stats_with_counts(input, mean, invstd, running_mean=None,"
    " running_var=None, momentum=0.1, eps=1e-05, counts=None)",
    samples=(
        "f32[4, 3, 5], f32[2, 3], positive[2, 3], counts=positive[2] + 9",
        "f32[4, 3, 5], f32[2, 3], positive[2, 3], f32[3], positive[3], counts=positive[2] + 9",
    ),
)
def batch_norm_gather_stats_with_counts(
    input, mean, invstd, running_mean=None, running_var=None, momentum=0.1, eps=1e-5, counts=None
):
    """Return mean and 1 / sqrt(variance + eps) of a batch, of those of its parts and their sizes.

    `mean` and `invstd` have a row per part, `counts` a number. The running statistics are moved in
    place. `input` is not read.
    """
    if counts is None:
        raise ExplainedTypeError(
            "For 'batch_norm_gather_stats_with_counts', counts must be a Tensor with the number of "
            "elements of each part, but got None."
        )
    joined, factor, *moved = gather_batch_statistics(
        mean, invstd, running_mean, running_var, momentum, eps, counts
    )
    for target, new in zip((running_mean, running_var), moved, strict=True):
        if target is not None:
            write(target, read(new))
    return joined, factor
