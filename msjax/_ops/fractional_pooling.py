"""Pooling by ratios that are not whole: windows of nearly equal lengths, at random."""

from __future__ import annotations

import math

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.random import draw, jax_key
from msjax._ops.image_patches import last
from msjax._ops.random import rand

jnp = jax.numpy
lax = jax.lax


def _bounds(key, length, ratio, pseudo_random):
    """Return where the windows of an axis begin, and after them its length."""
    count = math.floor(length / ratio)
    short = length // count
    if pseudo_random:
        alpha = length / count
        most = min((short + 2) / alpha - 1, (length + 1 - short) / alpha - (count - 1))
        shift = jax.random.uniform(key, dtype=jnp.float64) * most
        inner = jnp.floor(alpha * (jnp.arange(count) + shift)) - jnp.floor(alpha * shift)
        return jnp.append(inner.astype(jnp.int64), length)
    lengths = jnp.where(jnp.arange(count) < length - short * count, short + 1, short)
    return jnp.append(0, jnp.cumsum(jax.random.permutation(key, lengths)))


def _windows(bounds, length, overlapping):
    """Return the indices of the elements of each window, and which of these are in it."""
    count = len(bounds) - 1
    longest = length // count + 2 + overlapping
    index = bounds[:-1, None] + jnp.arange(longest)
    end = bounds[1:, None] + overlapping
    return jnp.minimum(index, length - 1), index < jnp.minimum(end, length)


def _pooled(state, x, ratios, pseudo_random, overlapping, how):
    if len(ratios) != 4 or ratios[0] != 1 or ratios[3] != 1 or min(ratios[1:3]) < 1:
        raise ExplainedValueError(
            f"the pooling ratio must be [1.0, height, width, 1.0] of numbers >= 1.0, but got "
            f"{list(ratios)}."
        )
    keys = jax.random.split(jax_key(state))
    sizes = x.shape[1:3]
    pairs = zip(keys, sizes, ratios[1:3], strict=True)
    rows, columns = (_bounds(k, n, r, pseudo_random) for k, n, r in pairs)
    row, row_inside = _windows(rows, sizes[0], overlapping)
    column, column_inside = _windows(columns, sizes[1], overlapping)
    found = x[:, row[:, :, None, None], column[None, None]]
    inside = (row_inside[:, :, None, None] & column_inside[None, None])[None, ..., None]
    return how(found, inside), rows, columns


def _largest(found, inside):
    exact = jnp.issubdtype(found.dtype, jnp.integer)
    least = jnp.iinfo(found.dtype).min if exact else -jnp.inf
    return jnp.max(jnp.where(inside, found, least), (2, 4))


def _mean(found, inside):
    total = jnp.sum(jnp.where(inside, found, 0), (2, 4))
    mean = total / jnp.sum(inside, (2, 4))
    return (jnp.trunc(mean) if jnp.issubdtype(found.dtype, jnp.integer) else mean).astype(
        found.dtype
    )


_ARGUMENTS = (
    "pooling_ratio: list, pseudo_random: bool = False, overlapping: bool = False, deterministic:"
    " bool = False, seed: int = 0, seed2: int = 0"
)
_CALL = (
    "(x) -> (own_draw(self, seed, seed2), x, ratios=pooling_ratio, pseudo_random=pseudo_random,"
    " overlapping=overlapping)"
)


@operator(
    f"ops.FractionalMaxPool({_ARGUMENTS}){_CALL}",
    samples=(
        "natural[2], f32[1, 5, 7, 2], ratios=(1.0, 1.5, 1.4, 1.0)",
        "natural[2], f32[1, 5, 7, 2], ratios=(1.0, 1.5, 1.4, 1.0), pseudo_random=True,"
        " overlapping=True",
    ),
)
def fractional_max_pool(state, x, *, ratios, pseudo_random=False, overlapping=False):
    """Take the largest of windows of images (N, H, W, C); return also where windows begin."""
    return _pooled(state, x, ratios, pseudo_random, overlapping, _largest)


@operator(
    f"ops.FractionalAvgPool({_ARGUMENTS}){_CALL}",
    samples=("natural[2], f32[1, 5, 7, 2], ratios=(1.0, 1.5, 1.4, 1.0)",),
)
def fractional_avg_pool(state, x, *, ratios, pseudo_random=False, overlapping=False):
    """Average windows of images (N, H, W, C); return also where windows begin."""
    return _pooled(state, x, ratios, pseudo_random, overlapping, _mean)


def _starts(sample, length, count, size):
    """Return where windows of one size begin, for a random number of each channel."""
    if count == 1:
        return jnp.full((*sample.shape, 1), length - size)
    alpha = jnp.asarray((length - size) / (count - 1), sample.dtype)
    sample = sample[..., None]
    inner = jnp.trunc((jnp.arange(count) + sample) * alpha) - jnp.trunc(sample * alpha)
    return jnp.where(jnp.arange(count) == count - 1, length - size, inner).astype(jnp.int64)


def _fixed(x, samples, sizes, counts):
    """Return the largest of windows, and which element of its channel it is."""
    axes = len(sizes)
    lengths = x.shape[2:]
    for n, size, count in zip(lengths, sizes, counts, strict=True):
        if count + size - 1 > n:
            raise ExplainedValueError(
                f"the pool {tuple(sizes)} with the output {tuple(counts)} is too large relative to "
                f"the input {tuple(lengths)}."
            )
    place = jnp.zeros((*x.shape[:2], *[1] * (2 * axes)), jnp.int64)
    for i, (n, size, count) in enumerate(zip(lengths, sizes, counts, strict=True)):
        index = _starts(samples[..., i], n, count, size)[..., None] + jnp.arange(size)
        shape = [1] * (2 * axes)
        shape[i], shape[axes + i] = count, size
        place = place * n + index.reshape(*x.shape[:2], *shape)
    place = place.reshape(*place.shape[: 2 + axes], -1)
    flat = x.reshape(*x.shape[:2], -1)
    found = jnp.take_along_axis(flat, place.reshape(*x.shape[:2], -1), -1).reshape(place.shape)
    best = jnp.argmax(found, -1)[..., None]
    values = jnp.take_along_axis(found, best, -1)[..., 0]
    return values, jnp.take_along_axis(place, best, -1)[..., 0]


@operator(
    "ops.FractionalMaxPoolWithFixedKsize(ksize: sizes(2), output_shape: sizes(2), data_format:"
    " word('NCHW') = 'NCHW')(input_x, random_samples)"
    " -> (input_x, random_samples, size=last(ksize, 2), output=last(output_shape, 2))",
    samples=(
        "f32[2, 2, 5, 6], probability[2, 2, 2], ksize=2, output_shape=(2, 3)",
        "f32[1, 2, 5, 6], probability[1, 2, 2], ksize=(2, 3), output_shape=(1, 2)",
    ),
)
def fractional_max_pool2d_fixed(x, samples, *, size, output):
    """Take the largest of windows of one size, and its position, of images (N, C, H, W)."""
    return _fixed(x, samples[..., ::-1], size, output)


@operator(
    "ops.FractionalMaxPool3DWithFixedKsize(ksize: sizes(3), output_shape: sizes(3), data_format:"
    " word('NCDHW', 'NDHWC') = 'NCDHW')(x, random_samples) -> (x, random_samples,"
    " size=last(ksize, 3), output=last(output_shape, 3), data_format=data_format)",
    samples=(
        "f32[2, 2, 4, 5, 6], probability[2, 2, 3], ksize=2, output_shape=(2, 3, 2)",
        "f32[1, 4, 5, 6, 2], probability[1, 2, 3], ksize=(1, 2, 3), output_shape=(2, 3, 2),"
        " data_format='NDHWC'",
    ),
)
def fractional_max_pool3d_fixed(x, samples, *, size, output, data_format="NCDHW"):
    """Take the largest of windows of one size, and its position, of volumes (N, C, D, H, W)."""
    batched = x if x.ndim == 5 else x[None]
    samples = samples if x.ndim == 5 else samples.reshape(1, -1, 3)
    channels_last = data_format == "NDHWC"
    batched = jnp.moveaxis(batched, -1, 1) if channels_last else batched
    values, place = _fixed(batched, samples, size, output)
    if channels_last:
        values, place = jnp.moveaxis(values, 1, -1), jnp.moveaxis(place, 1, -1)
    return (values, place) if x.ndim == 5 else (values[0], place[0])


def _output(name, size, ratio, lengths):
    if size is not None:
        return last(size, len(lengths))
    if ratio is None:
        raise ExplainedValueError(
            f"For '{name}', 'output_size' and 'output_ratio' can not be None at the same time; "
            "give one of them."
        )
    ratios = (ratio,) * len(lengths) if isinstance(ratio, float) else tuple(ratio)
    if any(not 0 < r < 1 for r in ratios):
        raise ExplainedValueError(
            f"For '{name}', the 'output_ratio' must be between 0 and 1, but got {ratio}."
        )
    return tuple([int(n * r) for n, r in zip(lengths, ratios, strict=True)])


@composite(
    "ops.fractional_max_pool2d(input, kernel_size, output_size=None, output_ratio=None,"
    " return_indices=False, _random_samples=None) -> (2, input, kernel_size, output_size,"
    " output_ratio, return_indices, _random_samples)",
    "ops.fractional_max_pool3d(input, kernel_size, output_size=None, output_ratio=None,"
    " return_indices=False, _random_samples=None) -> (3, input, kernel_size, output_size,"
    " output_ratio, return_indices, _random_samples)",
    samples=(
        "ops.fractional_max_pool2d: f32[2, 2, 5, 6], 2, (2, 3), None, True, probability[2, 2, 2]",
        "ops.fractional_max_pool2d: f32[2, 5, 6], 2, None, (0.5, 0.6), False, probability[1, 2, 2]",
        "ops.fractional_max_pool3d: f32[1, 2, 4, 5, 6], 2, (2, 3, 2), None, True,"
        " probability[1, 2, 3]",
    ),
)
def fractional_max_pool_of_axes(axes, x, size, output, ratio, return_indices, samples):
    """Take the largest of windows of one size whose places are random."""
    output = _output(f"fractional_max_pool{axes}d", output, ratio, x.shape[-axes:])
    batched = x if x.ndim == axes + 2 else x.expand_dims(0)
    if samples is None:
        floating = np.dtype(batched._value.dtype).kind == "f"
        dtype = x.dtype if floating else None
        samples = rand(draw(), shape=(*batched.shape[:2], axes), dtype=dtype)
    pool = (fractional_max_pool2d_fixed, fractional_max_pool3d_fixed)[axes - 2]
    results = pool(batched, samples, size=last(size, axes), output=output)
    if batched is not x:
        results = tuple([r.squeeze(0) for r in results])
    return results if return_indices else results[0]
