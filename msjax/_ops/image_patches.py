"""Patches of images and volumes, and what is computed of each: morphology, deformed sampling."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import EXPRESSIONS, composite, operator
from msjax._core.random import jax_key
from msjax._ops.kinds import tensor

jnp = jax.numpy
lax = jax.lax


def last(values, count):
    """Return the last of some numbers, or one number so many times."""
    return (values,) * count if isinstance(values, int) else tuple(values)[-count:]


def last_or_inner(values):
    """Return the lengths of the two inner axes of [1, h, w, 1], or the last of [1, 1, h, w]."""
    values = tuple(values)
    return values[1:3] if len(values) == 4 and values[1] != 1 and values[3] == 1 else values[-2:]


EXPRESSIONS |= {"last": last, "last_or_inner": last_or_inner}


def patches_of(x, size, strides, rates, padding):
    """Return windows of the last axes as channels: (N, pixels of a window, C, ...)."""
    count = len(size)
    found = lax.conv_general_dilated_patches(
        x, size, strides, padding, rhs_dilation=rates, precision=lax.Precision.HIGHEST
    )
    pixels = found.shape[1] // x.shape[1]
    found = found.reshape(x.shape[0], x.shape[1], pixels, *found.shape[-count:])
    return found.swapaxes(1, 2)


@operator(
    "ops.ExtractImagePatches(ksizes: tuple_of(int, lists=True), strides: tuple_of(int, lists=True),"
    " rates: tuple_of(int, lists=True), padding: word('SAME', 'VALID') = 'VALID')(input_x)"
    " -> (input_x, size=last_or_inner(ksizes), strides=last_or_inner(strides),"
    " rates=last_or_inner(rates), padding=padding)",
    promote=tensor,
    samples=(
        "f32[1, 2, 4, 5], ksizes=(1, 1, 2, 2), strides=(1, 1, 1, 2), rates=(1, 1, 1, 1)",
        "f32[1, 2, 4, 5], ksizes=(1, 1, 2, 2), strides=(1, 1, 2, 2), rates=(1, 1, 2, 2),"
        " padding='SAME'",
    ),
)
def extract_image_patches(x, *, size, strides, rates, padding):
    """Return windows of images (N, C, H, W) as channels, pixel by pixel."""
    found = patches_of(x, size, strides, rates, padding)
    return found.reshape(x.shape[0], -1, *found.shape[3:])


@operator(
    "ops.ExtractVolumePatches(kernel_size: each(int >= 1, 3, 5, lists=True), strides: each(int >="
    " 1, 3, 5, lists=True), padding: word('SAME', 'VALID'))(input_x) -> (input_x,"
    " size=last(kernel_size, 3), strides=last(strides, 3), padding=padding)",
    promote=tensor,
    samples=(
        "f32[1, 2, 3, 3, 4], kernel_size=(1, 1, 2, 2, 2), strides=(1, 1, 1, 1, 2), padding='VALID'",
        "f32[1, 2, 3, 3, 4], kernel_size=2, strides=2, padding='SAME'",
    ),
)
def extract_volume_patches(x, *, size, strides, padding):
    """Return windows of volumes (N, C, D, H, W) as channels, voxel by voxel."""
    found = patches_of(x, size, strides, (1, 1, 1), padding)
    return found.reshape(x.shape[0], -1, *found.shape[3:])


@operator(
    "ops.Dilation2D(stride: each(int >= 1, 2, 4), dilation: each(int >= 1, 2, 4), pad_mode:"
    " word('SAME', 'VALID') = 'SAME', data_format: word('NCHW') = 'NCHW')(x, filter)"
    " -> (x, filter, strides=last(stride, 2), rates=last(dilation, 2), padding=pad_mode)",
    promote=tensor,
    samples=(
        "f32[1, 2, 5, 4], f32[2, 2, 3], stride=1, dilation=1, pad_mode='VALID'",
        "f32[1, 2, 5, 4], f32[2, 2, 3], stride=(1, 2), dilation=2",
    ),
)
def dilation2d(x, filter, *, strides, rates, padding):
    """Take the largest sum of pixel and filter (C, h, w) of each window of images (N, C, H, W)."""
    size = filter.shape[1:]
    amounts = lax.padtype_to_pads(
        x.shape[2:],
        [(n - 1) * r + 1 for n, r in zip(size, rates, strict=True)],
        strides,
        padding,
    )
    least = jnp.asarray(jnp.finfo(x.dtype).min / 2, x.dtype)
    x = jnp.pad(x, ((0, 0), (0, 0), *amounts), constant_values=least)
    found = patches_of(x, size, strides, rates, "VALID")
    weights = filter.reshape(filter.shape[0], -1).T
    return jnp.max(found + weights[:, :, None, None], 1)


def _pads(mode, pad):
    if mode != "pad":
        return mode.upper()
    amounts = (pad,) * 4 if isinstance(pad, int) else tuple(pad)
    return (amounts[:2], amounts[2:])


EXPRESSIONS["depthwise_pads"] = _pads


@operator(
    "ops.DepthwiseConv2dNative(channel_multiplier: int >= 1, kernel_size: sizes(2), mode=3,"
    " pad_mode: word('valid', 'same', 'pad') = 'valid', pad=0, stride: sizes(2) = 1, dilation:"
    " sizes(2) = 1, group=1)(x, w) -> (x, w, strides=last(stride, 2), rates=last(dilation, 2),"
    " padding=depthwise_pads(pad_mode, pad))",
    promote=tensor,
    samples=(
        "f32[1, 2, 4, 4], f32[1, 2, 2, 2], channel_multiplier=1, kernel_size=2",
        "f32[1, 2, 4, 4], f32[1, 2, 2, 2], channel_multiplier=1, kernel_size=2, pad_mode='same',"
        " stride=2",
    ),
)
def depthwise_conv2d(x, w, *, strides, rates, padding):
    """Convolve each channel of images (N, C, H, W) with its own filter of (1, C, h, w)."""
    if w.ndim != 4 or w.shape[0] != 1 or w.shape[1] != x.shape[1]:
        raise ExplainedValueError(
            f"For 'DepthwiseConv2dNative', the weight must have the shape (1, {x.shape[1]}, h, w), "
            f"but got {w.shape}."
        )
    return lax.conv_general_dilated(
        x,
        w.swapaxes(0, 1),
        strides,
        padding,
        rhs_dilation=rates,
        feature_group_count=x.shape[1],
        precision=lax.Precision.HIGHEST,
    )


def bilinear(x, rows, columns):
    """Sample images (..., H, W) at places (..., *) between pixels; 0 outside."""
    height, width = x.shape[-2:]
    flat = x.reshape(*x.shape[:-2], -1)
    top, left = jnp.floor(rows), jnp.floor(columns)

    def corner(row, column):
        part = (1 - jnp.abs(rows - row)) * (1 - jnp.abs(columns - column))
        inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
        at = (row * width + column).astype(jnp.int32)
        at = jnp.where(inside, at, 0).reshape(*x.shape[:-2], -1)
        values = jnp.take_along_axis(flat, at, -1).reshape(rows.shape)
        return jnp.where(inside, values * part, 0)

    return sum(corner(top + i, left + j) for i in (0, 1) for j in (0, 1))


@operator(
    "ops.DeformableOffsets(strides: tuple_of(int, 4), pads: tuple_of(int, 4), ksize: tuple_of(int,"
    " 2), dilations: tuple_of(int, 4) = (1, 1, 1, 1), data_format: word('NCHW') = 'NCHW',"
    " deformable_groups: int >= 1 = 1, modulated: bool = True)(x, offsets) -> (x, offsets,"
    " strides=strides[2:], pads=pads, size=ksize, rates=dilations[2:], groups=deformable_groups,"
    " modulated=modulated)",
    promote=tensor,
    samples=(
        "f32[1, 2, 4, 4], f32[1, 12, 3, 3], strides=(1, 1, 1, 1), pads=(0, 0, 0, 0), ksize=(2, 2)",
        "f32[1, 4, 5, 4], f32[1, 24, 3, 4], strides=(1, 1, 2, 1), pads=(1, 1, 0, 1), ksize=(2, 2),"
        " dilations=(1, 1, 2, 1), deformable_groups=2",
    ),
)
def deformable_offsets(x, offsets, *, strides, pads, size, rates, groups, modulated):
    """Sample the pixels that a convolution with these offsets reads: (N, C, h * rows, w * columns).

    The offsets have, per group, the columns' shifts, the rows' and the weights of all pixels.
    """
    if not modulated:
        raise NotImplementedError("DeformableOffsets(modulated=False) is not supported.")
    batch, channels, height, width = x.shape
    (tall, wide), (rows, columns) = size, offsets.shape[2:]
    parts = offsets.reshape(batch, 3, groups, tall, wide, rows, columns)
    column_shift, row_shift, weight = parts[:, 0], parts[:, 1], parts[:, 2]
    grid = jnp.arange(tall)[:, None, None, None] * rates[0] - pads[0]
    row = grid + jnp.arange(rows)[:, None] * strides[0] + row_shift
    grid = jnp.arange(wide)[:, None, None] * rates[1] - pads[2]
    column = grid + jnp.arange(columns) * strides[1] + column_shift
    shape = batch, groups, channels // groups, tall, wide, rows, columns
    row, column = (jnp.broadcast_to(v[:, :, None], shape) for v in (row, column))
    images = x.reshape(batch, groups, channels // groups, height, width)
    found = bilinear(images, row, column) * weight[:, :, None]
    found = found.transpose(0, 1, 2, 5, 3, 6, 4)
    return found.reshape(batch, channels, rows * tall, columns * wide)


@composite(
    "ops.deformable_conv2d(x, weight, offsets, kernel_size, strides, padding, bias=None,"
    " dilations=(1, 1, 1, 1), groups=1, deformable_groups=1, modulated=True)",
    samples=(
        "f32[1, 2, 4, 4], f32[3, 2, 2, 2], f32[1, 12, 3, 3], (2, 2), (1, 1, 1, 1), (0, 0, 0, 0)",
        "f32[1, 2, 4, 4], f32[2, 1, 2, 2], f32[1, 12, 3, 3], (2, 2), (1, 1, 1, 1), (0, 0, 0, 0),"
        " f32[2], groups=2",
    ),
)
def deformable_conv2d(
    x,
    weight,
    offsets,
    kernel_size,
    strides,
    padding,
    bias=None,
    dilations=(1, 1, 1, 1),
    groups=1,
    deformable_groups=1,
    modulated=True,
):
    """Convolve images (N, C, H, W) with filters whose pixels are shifted and weighted."""
    sampled = deformable_offsets(
        x,
        offsets,
        strides=strides[2:],
        pads=padding,
        size=kernel_size,
        rates=dilations[2:],
        groups=deformable_groups,
        modulated=modulated,
    )
    return convolved(sampled, weight, bias, size=kernel_size, groups=groups)


@operator(samples=("f32[1, 2, 4, 4], f32[3, 2, 2, 2], None, size=(2, 2), groups=1",))
def convolved(x, weight, bias, *, size, groups):
    """Convolve images, window beside window."""
    out = lax.conv_general_dilated(
        x, weight, size, "VALID", feature_group_count=groups, precision=lax.Precision.HIGHEST
    )
    return out if bias is None else out + bias[:, None, None]


@operator(
    "ops.ExtractGlimpse(centered: bool = True, normalized: bool = True, uniform_noise: bool = True,"
    " noise: word('uniform', 'gaussian', 'zero') = 'uniform')(x, size, offsets)"
    " -> (draw(), x, offsets, size=size, centered=centered, normalized=normalized, noise=noise)",
    differentiable=False,
    samples=(
        "f32[2, 4, 5, 2], given([2, 3], 'int32'), f32[2, 2], uniform_noise=False, noise='zero'",
        "f32[1, 4, 5, 1], given([2, 3], 'int32'), given([[1, 2]], 'float32'), centered=False,"
        " normalized=False, uniform_noise=False, noise='gaussian'",
    ),
)
def extract_glimpse(state, x, offsets, *, size, centered, normalized, noise):
    """Cut a window out of each image (N, H, W, C); what lies outside is noise."""
    lengths = jnp.asarray(x.shape[1:3], jnp.float32)
    start = offsets * lengths if normalized else offsets
    start = start / 2 + lengths / 2 if centered else start
    start = jnp.trunc(start - jnp.asarray(size, jnp.float32) / 2).astype(jnp.int32)
    row, column = (start[:, i, None] + jnp.arange(size[i]) for i in (0, 1))
    rows_inside = (row >= 0) & (row < x.shape[1])
    inside = rows_inside[:, :, None] & ((column >= 0) & (column < x.shape[2]))[:, None]
    found = x[jnp.arange(len(x))[:, None, None], row[:, :, None], column[:, None, :]]
    return jnp.where(inside[..., None], found, _noise(noise, state, found.shape, x.dtype))


def _noise(kind, state, shape, dtype):
    if kind == "zero":
        return jnp.zeros(shape, dtype)
    sample = jax.random.uniform if kind == "uniform" else jax.random.normal
    return sample(jax_key(state), shape, dtype)
