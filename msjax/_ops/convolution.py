"""Convolutions and transposed convolutions over one, two and three axes.

XLA's CPU compiler is fast for ordinary convolutions only: it takes 40 times as long as need be for
depthwise ones and 500 times for the weight gradient of grouped ones. On CPU those are written here
with operations that it compiles well; every other device gets the plain convolution.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

from msjax._core._jaxcompat import config, jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor
from msjax._ops.windows import Window

jnp = jax.numpy
lax = jax.lax

_LAYOUTS = {
    1: ("NCH", "OIH", "NCH"),
    2: ("NCHW", "OIHW", "NCHW"),
    3: ("NCDHW", "OIDHW", "NCDHW"),
}
# Above this many kernel elements a depthwise convolution as a sum of products compiles too slowly.
_MOST_PRODUCTS = 49
# Grouped convolutions are split into at most so many, of at least so many channels each.
_LEAST_CHANNELS, _MOST_SPLITS = 16, 32


@operator(
    "ops.conv1d(input, weight, bias=None, stride=1, pad_mode='valid', padding=0, dilation=1,"
    " groups=1)",
    samples=(
        "f32[2, 4, 9], f32[6, 4, 3]",
        "f32[2, 4, 9], f32[6, 4, 3], f32[6], 2, 'same'",
        "f32[2, 4, 9], f32[6, 2, 3], f32[6], 1, 'pad', 2, 2, 2",
    ),
)
def conv1d(x, w, bias, *, stride, pad_mode, padding, dilation, groups):
    """Convolve along the last axis: x of shape (N, C, L), w of shape (O, C / groups, K)."""
    if x.ndim != 3:
        raise ExplainedValueError(
            f"For 'conv1d', the input must be a 3D Tensor, but got input of {x.ndim}D."
        )
    if isinstance(padding, tuple) and len(padding) != 1:
        raise ExplainedValueError(
            "For 'conv1d', padding must be a tuple or list with 1 element or int, but got "
            f"{padding}."
        )
    window = Window("conv1d", 1, stride, pad_mode, padding, dilation, groups)
    return convolve(x, w, bias, window)


@operator(
    "ops.conv2d(input, weight, bias=None, stride=1, pad_mode='valid', padding=0, dilation=1,"
    " groups=1)",
    samples=(
        "f32[2, 4, 7, 6], f32[6, 4, 3, 2]",
        "f32[2, 4, 7, 6], f32[6, 4, 3, 2], f32[6], (2, 1), 'same'",
        "f32[2, 4, 7, 6], f32[6, 2, 3, 3], f32[6], 1, 'pad', (1, 2), (2, 1), 2",
        "f32[2, 4, 7, 6], f32[8, 1, 3, 3], f32[8], 2, 'same', 0, 1, 4",
        "f32[2, 4, 7, 6], f32[6, 4, 1, 1], None, 2",
    ),
)
def conv2d(x, w, bias, *, stride, pad_mode, padding, dilation, groups):
    """Convolve over two axes: x of shape (N, C, H, W), w of shape (O, C / groups, KH, KW)."""
    _check_pairs("conv2d", padding, 2)
    window = Window("conv2d", 2, stride, pad_mode, padding, dilation, groups)
    return convolve(x, w, bias, window)


@operator(
    "ops.conv3d(input, weight, bias=None, stride=1, pad_mode='valid', padding=0, dilation=1,"
    " groups=1)",
    samples=(
        "f32[2, 4, 4, 5, 4], f32[6, 4, 2, 3, 2]",
        "f32[2, 4, 4, 5, 4], f32[6, 2, 2, 3, 2], f32[6], 2, 'pad', (1, 2, 1), 1, 2",
    ),
)
def conv3d(x, w, bias, *, stride, pad_mode, padding, dilation, groups):
    """Convolve over three axes: x (N, C, D, H, W), w (O, C / groups, KD, KH, KW)."""
    _check_pairs("conv3d", padding, 3)
    window = Window("conv3d", 3, stride, pad_mode, padding, dilation, groups)
    return convolve(x, w, bias, window)


@operator(
    "mint.nn.functional.conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)"
    " -> (input, weight, bias, rank=1, stride=stride, padding=padding, dilation=dilation,"
    " groups=groups)",
    "mint.nn.functional.conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)"
    " -> (input, weight, bias, rank=2, stride=stride, padding=padding, dilation=dilation,"
    " groups=groups)",
    "mint.conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)"
    " -> (input, weight, bias, rank=2, stride=stride, padding=padding, dilation=dilation,"
    " groups=groups)",
    "mint.nn.functional.conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1)"
    " -> (input, weight, bias, rank=3, stride=stride, padding=padding, dilation=dilation,"
    " groups=groups)",
    samples=(
        "mint.nn.functional.conv1d: f32[2, 4, 9], f32[6, 2, 3], f32[6], 1, 'same', 2, 2",
        "mint.nn.functional.conv2d: f32[2, 4, 7, 6], f32[6, 4, 3, 2], f32[6], (2, 1), (1, 0)",
        "mint.nn.functional.conv2d: f32[4, 7, 6], f32[6, 4, 3, 2], padding='valid'",
        "mint.nn.functional.conv3d: f32[2, 4, 4, 5, 4], f32[6, 4, 2, 3, 2], None, 1, 1",
    ),
)
def convolve_batch_or_sample(x, w, bias, *, rank, stride, padding, dilation, groups):
    """Convolve a batch (N, C, …) or one sample (C, …), padded by lengths, "same" or "valid"."""
    name = f"conv{rank}d"
    tensor(x)
    if x.ndim not in (rank + 1, rank + 2):
        raise ExplainedValueError(
            f"For '{name}', the input must have {rank + 2} axes (a batch) or {rank + 1} (one "
            f"sample), but its shape is {x.shape}."
        )
    stride, padding, dilation = (_repeated(v, rank) for v in (stride, padding, dilation))
    pad_mode = padding if isinstance(padding, str) else "pad"
    if pad_mode == "same" and stride not in (1, (1,) * rank):
        raise ExplainedValueError(
            f"For '{name}', padding='same' is not supported for strided convolutions, but got "
            f"stride {stride}; give the padding as numbers."
        )
    _check_pairs(name, padding, rank)
    window = Window(
        name, rank, stride, pad_mode, padding if pad_mode == "pad" else 0, dilation, groups
    )
    return (
        convolve(x, w, bias, window) if x.ndim > rank + 1 else convolve(x[None], w, bias, window)[0]
    )


def _repeated(value, rank):
    """Return a single value of a tuple once per axis."""
    return value * rank if isinstance(value, tuple) and len(value) == 1 else value


@operator(
    "mint.conv_tbc(input, weight, bias, pad=0)",
    samples=("f32[5, 2, 3], f32[3, 3, 4], f32[4]", "f32[5, 2, 3], f32[3, 3, 4], f32[4], 1"),
)
def conv_time_first(x, w, bias, *, padding):
    """Convolve along the first axis: x of shape (T, N, C), w of shape (K, C, O)."""
    window = Window("conv_tbc", 1, 1, "pad", padding, 1, 1)
    out = convolve(jnp.moveaxis(x, 0, 2), w.transpose(2, 1, 0), bias, window)
    return jnp.moveaxis(out, 2, 0)


@operator(
    "ops.Conv2D(out_channel: int >= 1, kernel_size: sizes(2), mode: among(1) = 1,"
    " pad_mode: among('valid', 'same', 'pad') = 'valid', pad: pads(pad_mode, 4) = 0,"
    " stride: sizes(2, 4) = 1, dilation: sizes(2, 4) = 1, group: int >= 1 = 1,"
    " data_format: exactly('NCHW', 'NHWC') = 'NCHW')(x, weight) -> (x, weight, None,"
    " out_channel=out_channel, kernel_size=kernel_size, mode=mode, stride=stride,"
    " pad_mode=pad_mode, padding=pad, dilation=dilation, groups=group, data_format=data_format)",
    "ops.Conv3D(out_channel: int >= 1, kernel_size: sizes(3), mode: among(1) = 1,"
    " pad_mode: word('valid', 'same', 'pad') = 'valid', pad: pads(pad_mode, 6) = 0,"
    " stride: sizes(3) = 1, dilation: sizes(3) = 1, group: divides(out_channel) = 1,"
    " data_format: exactly('NCDHW') = 'NCDHW')(x, weight) -> (x, weight, None,"
    " out_channel=out_channel, kernel_size=kernel_size, mode=mode, stride=stride,"
    " pad_mode=pad_mode, padding=pad, dilation=dilation, groups=group, data_format=data_format)",
    samples=(
        "f32[2, 4, 7, 6], f32[6, 4, 3, 2], out_channel=6, kernel_size=(3, 2)",
        "ops.Conv3D: f32[1, 2, 4, 4, 4], f32[3, 2, 2, 2, 2], out_channel=3, kernel_size=2",
    ),
)
def convolution(
    x,
    w,
    bias,
    *,
    out_channel,
    kernel_size,
    mode=1,
    stride=1,
    pad_mode="same",
    padding=0,
    dilation=1,
    groups=1,
    data_format="NCHW",
):
    """Convolve: what the Conv layers and primitives run, with paddings for both ends of an axis."""
    name = {"NCH": "Conv1D", "NCDHW": "Conv3D"}.get(data_format, "Conv2D")
    rank = {"NCH": 1, "NCDHW": 3}.get(data_format, 2)
    if data_format == "NCH":
        w = w[:, :, 0]  # the weight of a layer over one axis has a height of 1
    if mode != 1:
        raise ExplainedValueError(
            f"For '{name}', the 'mode' must be int and must = 1, but got '{mode}'; give `group` "
            "for a depthwise convolution."
        )
    if data_format == "NHWC":
        x, w = (jnp.moveaxis(v, -1, 1) for v in (x, w))
    elif data_format not in ("NCH", "NCHW", "NCDHW"):
        raise ExplainedValueError(
            f"For '{name}', the 'data_format' must be 'NCHW' or 'NHWC', but got {data_format!r}."
        )
    window = Window(name, rank, stride, pad_mode, padding, dilation, groups)
    window.check_weight(w, out_channel, kernel_size)
    out = convolve(x, w, bias, window)
    return jnp.moveaxis(out, 1, -1) if data_format == "NHWC" else out


@operator(
    "ops.Conv2DTranspose(out_channel: int >= 1, kernel_size: sizes(2),"
    " pad_mode: word('valid', 'same', 'pad') = 'valid', pad: pads(pad_mode, 4) = 0,"
    " pad_list: None | tuple_of(int, lists=True) = None, mode: among(1) = 1,"
    " stride: sizes(2, 4) = 1, dilation: sizes(2, 4) = 1, group: int >= 1 = 1,"
    " data_format: exactly('NCHW') = 'NCHW')(dout, weight, input_size) -> (dout, weight, None,"
    " input_size=input_size, kernel_size=kernel_size, mode=mode, stride=stride, pad_mode=pad_mode,"
    " padding=pad, pad_list=pad_list, dilation=dilation, groups=group, data_format=data_format)",
    "ops.Conv2DBackpropInput(out_channel: int >= 1, kernel_size: sizes(2),"
    " pad_mode: word('valid', 'same', 'pad') = 'valid', pad: pads(pad_mode, 4) = 0,"
    " pad_list: None | tuple_of(int, lists=True) = None, mode: among(1) = 1,"
    " stride: sizes(2, 4) = 1, dilation: sizes(2, 4) = 1, group: int >= 1 = 1,"
    " data_format: exactly('NCHW') = 'NCHW')(dout, weight, input_size) -> (dout, weight, None,"
    " input_size=input_size, kernel_size=kernel_size, mode=mode, stride=stride, pad_mode=pad_mode,"
    " padding=pad, pad_list=pad_list, dilation=dilation, groups=group, data_format=data_format)",
    samples=(
        "ops.Conv2DTranspose: f32[2, 4, 5, 6], f32[4, 3, 3, 2], (2, 3, 7, 7), out_channel=4, "
        "kernel_size=(3, 2)",
        "ops.Conv2DBackpropInput: f32[2, 4, 5, 6], f32[4, 3, 3, 2], (2, 3, 7, 7), out_channel=4, "
        "kernel_size=(3, 2)",
    ),
)
def convolution_input_gradient(
    y,
    w,
    bias,
    *,
    input_size,
    kernel_size,
    mode=1,
    stride=1,
    pad_mode="valid",
    padding=0,
    pad_list=None,
    dilation=1,
    groups=1,
    data_format="NCHW",
):
    """Compute the gradient of a convolution with respect to its input, of shape `input_size`."""
    if mode != 1 or data_format != "NCHW":
        raise NotImplementedError(
            f"Conv2DTranspose with mode={mode!r}, data_format={data_format!r}; only mode=1 and "
            "data_format='NCHW' are supported."
        )
    window = Window("Conv2DTranspose", 2, stride, pad_mode, pad_list or padding, dilation, groups)
    window.check_weight(w, w.shape[0], kernel_size)
    size = tuple(input_size[2:])
    if window.outputs(size, w.shape[2:]) != y.shape[2:]:
        raise ExplainedValueError(
            f"For 'Conv2DTranspose', a convolution of {input_size} does not give the shape "
            f"{y.shape} of dout; give another input_size."
        )
    return transposed(y, w, bias, window, size)


@operator(
    "ops.conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, "
    "groups=1, dilation=1) -> (input, weight, bias, stride=stride, pad_mode='pad', padding=padding,"
    " output_padding=output_padding, dilation=dilation, groups=groups, pairs=True)",
    "mint.nn.functional.conv_transpose2d(input, weight, bias=None, stride=1, padding=0,"
    " output_padding=0, groups=1, dilation=1) -> (input, weight, bias, stride=stride,"
    " pad_mode='pad', padding=padding, output_padding=output_padding, dilation=dilation,"
    " groups=groups, pairs=True)",
    "ops.conv3d_transpose(inputs, weight, pad_mode='valid', padding=0, stride=1, dilation=1,"
    " group=1, output_padding=0) -> (inputs, weight, None, stride=stride, pad_mode=pad_mode,"
    " padding=padding, output_padding=output_padding, dilation=dilation, groups=group)",
    "ops.Conv3DTranspose(in_channel: int >= 1, out_channel: int >= 1, kernel_size: sizes(3),"
    " mode: among(1) = 1, pad_mode: word('valid', 'same', 'pad') = 'valid',"
    " pad: pads(pad_mode, 6) = 0, stride: sizes(3) = 1,"
    " dilation: among(1) | tuple_of(else_value(int >= 1), 3) = 1, group: divides(out_channel) = 1,"
    " output_padding: pads(pad_mode, 3) = 0, data_format: exactly('NCDHW') = 'NCDHW')(dout,"
    " weight, bias=None) -> (dout, weight, bias, stride=stride, pad_mode=pad_mode, padding=pad,"
    " output_padding=output_padding, dilation=dilation, groups=group, mode=mode,"
    " channels=(in_channel, out_channel), kernel_size=kernel_size, data_format=data_format)",
    samples=(
        "f32[2, 4, 5, 6], f32[4, 3, 3, 2], f32[3], 2, 1, 1",
        "f32[2, 4, 5, 6], f32[4, 3, 3, 2], f32[6], 2, 1, 1, 2, 2",
        "f32[4, 5, 6], f32[4, 3, 3, 2], f32[3], 2",
        "ops.conv3d_transpose: f32[1, 2, 3, 3, 3], f32[2, 3, 2, 2, 2]",
        "ops.Conv3DTranspose: f32[1, 2, 3, 3, 3], f32[2, 3, 2, 2, 2], in_channel=2, out_channel=3, "
        "kernel_size=2",
    ),
)
def conv_transpose(
    x,
    w,
    bias,
    *,
    rank=None,
    stride=1,
    pad_mode="valid",
    padding=0,
    output_padding=0,
    dilation=1,
    groups=1,
    pairs=False,
    mode=1,
    channels=None,
    kernel_size=None,
    data_format=None,
):
    """Convolve transposed: x (N, C, …), w (C, O / groups, …), to what `stride` spreads x over."""
    if rank == 1:
        w = w[:, :, 0]  # the weight of a layer over one axis has a height of 1
    rank = w.ndim - 2
    name = {1: "Conv1dTranspose", 2: "Conv2dTranspose", 3: "Conv3DTranspose"}[rank]
    if mode != 1 or data_format not in (None, "NCDHW"):
        raise ExplainedValueError(
            f"For '{name}', 'mode' must be 1 and 'data_format' 'NCDHW', but got {mode} and "
            f"{data_format!r}."
        )
    if pairs:
        stride, padding, output_padding, dilation = (
            _repeated(v, rank) for v in (stride, padding, output_padding, dilation)
        )
        _check_pairs("conv_transpose2d", padding, rank)
    window = Window(name, rank, stride, pad_mode, padding, dilation, groups)
    if channels is not None:
        window.check_weight(w, channels[0], kernel_size)
    sample = pairs and x.ndim == rank + 1
    x = x[None] if sample else x
    size = window.transposed_size(x.shape[2:], w.shape[2:], output_padding)
    out = transposed(x, w, bias, window, size)
    return out[0] if sample else out


def _check_pairs(name, padding, rank):
    if isinstance(padding, tuple) and len(padding) != rank:
        raise ExplainedValueError(
            f"For '{name}', 'padding' must be a tuple or list of {rank} integers, but got "
            f"{padding}."
        )


def convolve(x, w, bias, window) -> Any:
    """Convolve, and add the bias."""
    window.check(x, w, bias)
    pads = window.pads(x.shape[2:], w.shape[2:])
    if min(window.outputs(x.shape[2:], w.shape[2:])) <= 0:
        raise ExplainedValueError(
            f"For '{window.name}', input shape's h and w after padding must be greater than or "
            f"equal to kernel_size's h and w respectively, but got {x.shape}, padding {pads} and "
            f"kernel size {w.shape[2:]}."
        )
    out = _forward(x, w, window, pads)
    return out if bias is None else out + _per_channel(bias, out)


def transposed(y, w, bias, window, size):
    """Compute the transpose of a convolution whose input has the spatial shape `size`."""
    channels = w.shape[1] * window.groups
    extents = window.extents(y.shape[2:], w.shape[2:])
    before = [pair[0] for pair in window.pads(size, w.shape[2:])]
    pads = [(b, e - n - b) for b, e, n in zip(before, extents, size, strict=True)]
    x = jax.ShapeDtypeStruct((y.shape[0], channels, *size), y.dtype)
    window.check(x, w, None)
    transpose = jax.linear_transpose(lambda x: _forward(x, w, window, pads), x)
    (out,) = transpose(y)
    return out if bias is None else out + _per_channel(bias, out)


def _per_channel(bias, out):
    return bias.astype(out.dtype).reshape((-1,) + (1,) * (out.ndim - 2))


def _forward(x, w, window, pads):
    """Convolve, in the way that is fastest on the device."""
    groups, elements = window.groups, math.prod(w.shape[2:])
    if _on_cpu():
        if elements == 1 and groups == 1 and not any(sum(pads, ())):
            return _pointwise(x, w, window)
        if groups == x.shape[1] > 1 and elements <= _MOST_PRODUCTS:
            return _depthwise(x, w, window, pads)
        if groups > 1:
            return _grouped(x, w, window, pads)
    return _plain(x, w, window, pads, groups)


def _on_cpu():
    device = config.jax_default_device
    return (jax.default_backend() if device is None else device.platform) == "cpu"


def _plain(x, w, window, pads, groups):
    return lax.conv_general_dilated(
        x,
        w,
        window.stride,
        pads,
        rhs_dilation=window.dilation,
        dimension_numbers=_LAYOUTS[window.rank],
        feature_group_count=groups,
    )


def _pointwise(x, w, window):
    """Convolve with a kernel of one element: a matrix product over the channels."""
    x = x[(slice(None), slice(None), *[slice(None, None, s) for s in window.stride])]
    return jnp.einsum("oc,nc...->no...", w.reshape(w.shape[:2]), x)


def _depthwise(x, w, window, pads):
    """Convolve every channel for itself: a sum of products with shifted inputs, in one loop."""
    kernel = w.shape[2:]
    x = lax.pad(x, jnp.zeros((), x.dtype), [(0, 0, 0), (0, 0, 0), *[(*p, 0) for p in pads]])
    if w.shape[0] != x.shape[1]:
        x = jnp.repeat(x, w.shape[0] // x.shape[1], axis=1)
    steps = list(zip(window.stride, window.dilation, kernel, x.shape[2:], strict=True))
    counts = [(n - (k - 1) * d - 1) // s + 1 for s, d, k, n in steps]
    out = 0
    for index in itertools.product(*map(range, kernel)):
        starts = [i * d for i, (_, d, _, _) in zip(index, steps, strict=True)]
        stops = [a + (c - 1) * t[0] + 1 for a, c, t in zip(starts, counts, steps, strict=True)]
        shifted = lax.slice(x, (0, 0, *starts), (*x.shape[:2], *stops), (1, 1, *window.stride))
        out = out + shifted * _per_channel(w[(slice(None), 0, *index)], x)
    return out


def _grouped(x, w, window, pads):
    """Convolve groups of channels: as a few convolutions, their weights block-diagonal."""
    groups, (outputs, inputs) = window.groups, w.shape[:2]
    most = min(_MOST_SPLITS, x.shape[1] // _LEAST_CHANNELS)
    splits = max(n for n in range(1, max(most, 1) + 1) if groups % n == 0)
    blocks = groups // splits
    w = w.reshape(splits, blocks, outputs // groups, inputs, *w.shape[2:])
    if blocks > 1:
        w = jnp.einsum("sboi...,bc->sboci...", w, jnp.eye(blocks, dtype=w.dtype))
    w = w.reshape(splits, outputs // splits, blocks * inputs, *w.shape[-window.rank :])
    parts = zip(jnp.split(x, splits, axis=1), w, strict=True)
    return jnp.concatenate([_plain(a, b, window, pads, 1) for a, b in parts], axis=1)
