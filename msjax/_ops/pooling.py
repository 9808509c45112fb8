"""Maximum and average pooling over the last axes.

A window of up to 49 elements is unrolled into parts of the input, which XLA fuses into one loop: on
CPU the gradient is up to fifty times as fast as that of JAX's window reductions. Of equal elements
the first is the maximum, for the gradient too, as in MindSpore.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.linear import linear
from msjax._core.operator import EXPRESSIONS, operator
from msjax._ops.kinds import tensor
from msjax._ops.pooling_windows import Windows

jnp = jax.numpy
lax = jax.lax

_MOST_UNROLLED = 49


def divisor(value):
    """Return what an average is divided by, None for the number of elements; refuse 0."""
    if value == 0:
        raise ExplainedValueError(
            "divisor_override must not be 0, but got 0; leave it out to divide by the number of "
            "elements."
        )
    return value


EXPRESSIONS["divisor"] = divisor


@operator(
    "ops.max_pool2d(x, kernel_size, stride=None, padding=0, dilation=1, return_indices=False,"
    " ceil_mode=False) -> (x, rank=2, kernel_size=kernel_size, stride=stride, pad_mode='pad',"
    " padding=padding, dilation=dilation, ceil_mode=ceil_mode,"
    " indices=int64 if return_indices else None)",
    "ops.max_pool3d(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False,"
    " return_indices=False) -> (x, rank=3, kernel_size=kernel_size, stride=stride, pad_mode='pad',"
    " padding=padding, dilation=dilation, ceil_mode=ceil_mode,"
    " indices=int64 if return_indices else None)",
    "mint.nn.functional.max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1,"
    " ceil_mode=False, return_indices=False) -> (input, rank=2, kernel_size=kernel_size,"
    " stride=stride, pad_mode='pad', padding=padding, dilation=dilation, ceil_mode=ceil_mode,"
    " indices=int32 if return_indices else None)",
    "ops.MaxPool(kernel_size: sizes(2) = 1, strides: sizes(2) = 1,"
    " pad_mode: word('valid', 'same') = 'valid', data_format: exactly('NCHW') = 'NCHW')(x) -> (x,"
    " rank=2, kernel_size=kernel_size, stride=strides, pad_mode=pad_mode, data_format=data_format)",
    "ops.MaxPool3D(kernel_size: sizes(3) = 1, strides: sizes(3) = 1,"
    " pad_mode: word('valid', 'same', 'pad') = 'VALID', pad_list: pads(pad_mode, 3, 6) = 0,"
    " ceil_mode: (None | bool) if pad_mode == 'pad' else unset(bool) = None,"
    " data_format: exactly('NCDHW') = 'NCDHW')(x) -> (x, rank=3, kernel_size=kernel_size,"
    " stride=strides, pad_mode=pad_mode, padding=pad_list, ceil_mode=bool(ceil_mode),"
    " data_format=data_format)",
    "ops.MaxPoolWithArgmaxV2(kernel_size: sizes(2), strides: None | sizes(2) = None,"
    " pads: sizes(2, least=0) = 0, dilation: sizes(2) = (1, 1), ceil_mode: bool = False,"
    " argmax_type: types(int32, int64) = int64)(x) -> (x, rank=2, kernel_size=kernel_size,"
    " stride=strides, pad_mode='pad', padding=pads, dilation=dilation, ceil_mode=ceil_mode,"
    " indices=argmax_type)",
    "ops.MaxPool3DWithArgmax(ksize: sizes(3), strides: sizes(3), pads: sizes(3, least=0),"
    " dilation: sizes(3, 5) = (1, 1, 1), ceil_mode: bool = False,"
    " data_format: among('NCDHW') = 'NCDHW', argmax_type: types(int32, int64) = int64)(x) -> (x,"
    " rank=3, kernel_size=ksize, stride=strides, pad_mode='pad', padding=pads, dilation=dilation,"
    " ceil_mode=ceil_mode, data_format=data_format, indices=argmax_type)",
    promote=tensor,
    samples=(
        "f32[2, 3, 6, 6], 2",
        "f32[2, 3, 7, 6], 3, 2, 1, return_indices=True",
        "f32[2, 3, 7, 6], (3, 2), 2, (1, 0), ceil_mode=True",
        "f32[1, 1, 9, 9], 8, 1",
        "ops.max_pool3d: f32[1, 2, 4, 4, 4], 2",
        "mint.nn.functional.max_pool2d: f32[2, 3, 7, 6], 3, 2, 1, return_indices=True",
        "ops.MaxPool: f32[1, 2, 4, 4], kernel_size=2",
        "ops.MaxPool3D: f32[1, 2, 4, 4, 4], kernel_size=2",
        "ops.MaxPool3DWithArgmax: f32[1, 2, 4, 4, 4], ksize=2, strides=2, pads=0",
    ),
)
def max_pool(
    x,
    *,
    rank,
    kernel_size,
    stride,
    pad_mode="valid",
    padding=0,
    dilation=1,
    ceil_mode=False,
    indices=None,
    data_format="NCHW",
):
    """Take the maximum of each window; with `indices`, its position in the flattened plane too.

    Differs: NaN in a window gives NaN; MindSpore's CPU kernel gives the maximum of the rest.
    """
    _check_format("MaxPool", data_format)
    _check_flags("MaxPool", ceil_mode=ceil_mode)
    windows = Windows(
        "MaxPool", x, rank, kernel_size, stride, pad_mode, padding, dilation, ceil_mode
    )
    windows.check_half_padding()
    if windows.covers_all and windows.elements > 1:
        value, index = _maximum_of_all(x, windows)
    elif windows.elements <= _MOST_UNROLLED or indices is not None:
        value, which = _maximum(windows, x)
        index = windows.position(which)
    else:
        return windows.reduce(x, _lowest(x.dtype), lax.max)
    return value if indices is None else (value, index.astype(to_numpy(indices)))


def _lowest(dtype):
    return -jnp.inf if jnp.issubdtype(dtype, jnp.floating) else jnp.iinfo(dtype).min


@partial(jax.custom_jvp, nondiff_argnums=(0,))
def _maximum(windows, x):
    """Return the maxima, and which element of its window each is."""
    number = np.min_scalar_type(-windows.elements)
    maximum, *others = windows.parts(x, _lowest(x.dtype))
    which = jnp.zeros(maximum.shape, number)
    for i, part in enumerate(others, 1):
        larger = (part > maximum) | (part != part)
        maximum = jnp.where(larger, part, maximum)
        which = jnp.where(larger, number.type(i), which)
    return maximum, which


@_maximum.defjvp
def _maximum_jvp(windows, primals, tangents):
    maximum, which = _maximum(windows, *primals)
    which = lax.optimization_barrier(which)  # else XLA finds it again for every use
    zero = np.zeros(which.shape, jax.dtypes.float0)
    function, transpose = windows.choice()
    (chosen,) = linear(function, transpose, (which,), tangents)
    return (maximum, which), (chosen, zero)


def _maximum_of_all(x, windows):
    """Return maximum and position where one window covers the whole plane."""
    lead = x.shape[: -windows.rank]
    flat = x.reshape(*lead, -1)
    position = jnp.argmax(flat, axis=-1, keepdims=True)
    maximum = jnp.take_along_axis(flat, position, axis=-1)
    ones = (1,) * windows.rank
    return maximum.reshape(lead + ones), position.reshape(lead + ones)


@operator(
    "ops.MaxPoolWithArgmax(kernel_size: sizes(2) = 1, strides: sizes(2) = 1,"
    " pad_mode: word('valid', 'same') = 'valid', data_format: exactly('NCHW') = 'NCHW')(x) -> (x,"
    " kernel_size=kernel_size, stride=strides, pad_mode=pad_mode, data_format=data_format)",
    promote=tensor,
    samples=("f32[2, 3, 6, 6], kernel_size=2, strides=2",),
)
def max_pool_with_argmax(x, *, kernel_size, stride, pad_mode, data_format="NCHW"):
    """Take the maximum of each window, and its int32 position in the flattened sample."""
    _check_format("MaxPoolWithArgmax", data_format)
    windows = Windows("MaxPoolWithArgmax", x, 2, kernel_size, stride, pad_mode, 0, 1, False)
    maximum, which = _maximum(windows, x)
    position = windows.position(which)
    channel = jnp.arange(x.shape[1])[:, None, None] * math.prod(x.shape[2:])
    return maximum, (position + channel).astype(jnp.int32)


@operator(
    "ops.avg_pool1d(input_x, kernel_size=1, stride=1, padding=0, ceil_mode=False,"
    " count_include_pad=True) -> (input_x, rank=1, kernel_size=kernel_size, stride=stride,"
    " pad_mode='pad', padding=padding, ceil_mode=ceil_mode, count_include_pad=count_include_pad)",
    "ops.avg_pool2d(input_x, kernel_size=1, stride=1, padding=0, ceil_mode=False,"
    " count_include_pad=True, divisor_override=0) -> (input_x, rank=2, kernel_size=kernel_size,"
    " stride=stride, pad_mode='pad', padding=padding, ceil_mode=ceil_mode,"
    " count_include_pad=count_include_pad, divisor_override=divisor_override)",
    "ops.avg_pool3d(input_x, kernel_size=1, stride=1, padding=0, ceil_mode=False,"
    " count_include_pad=True, divisor_override=0) -> (input_x, rank=3, kernel_size=kernel_size,"
    " stride=stride, pad_mode='pad', padding=padding, ceil_mode=ceil_mode,"
    " count_include_pad=count_include_pad, divisor_override=divisor_override)",
    "mint.nn.functional.avg_pool1d(input, kernel_size, stride=None, padding=0,"
    " ceil_mode=False, count_include_pad=True) -> (input, rank=1,"
    " kernel_size=kernel_size, stride=stride, pad_mode='pad', padding=padding,"
    " ceil_mode=ceil_mode, count_include_pad=count_include_pad)",
    "mint.nn.functional.avg_pool2d(input, kernel_size, stride=None, padding=0,"
    " ceil_mode=False, count_include_pad=True, divisor_override=None) -> (input, rank=2,"
    " kernel_size=kernel_size, stride=stride, pad_mode='pad', padding=padding,"
    " ceil_mode=ceil_mode, count_include_pad=count_include_pad,"
    " divisor_override=divisor(divisor_override))",
    "mint.nn.functional.avg_pool3d(input, kernel_size, stride=None, padding=0,"
    " ceil_mode=False, count_include_pad=True, divisor_override=None) -> (input, rank=3,"
    " kernel_size=kernel_size, stride=stride, pad_mode='pad', padding=padding,"
    " ceil_mode=ceil_mode, count_include_pad=count_include_pad,"
    " divisor_override=divisor(divisor_override))",
    "ops.AvgPool(kernel_size: else_value(None | bool | int | tuple | list) = 1,"
    " strides: else_value(None | bool | int | tuple | list) = 1,"
    " pad_mode: word('VALID', 'SAME') = 'VALID', data_format: word('NCHW', 'NHWC') = 'NCHW')(x) ->"
    " (x, rank=2, kernel_size=kernel_size, stride=strides, pad_mode=pad_mode,"
    " data_format=data_format)",
    "ops.AvgPool3D(kernel_size: sizes(3) = 1, strides: sizes(3) = 1,"
    " pad_mode: word('valid', 'same', 'pad') = 'valid', pad: pads(pad_mode, 6) = 0,"
    " ceil_mode: bool = False, count_include_pad: bool = True, divisor_override: int >= 0 = 0,"
    " data_format: exactly('NCDHW') = 'NCDHW')(x) -> (x, rank=3, kernel_size=kernel_size,"
    " stride=strides, pad_mode=pad_mode, padding=pad, ceil_mode=ceil_mode,"
    " count_include_pad=count_include_pad, divisor_override=divisor_override,"
    " data_format=data_format)",
    samples=(
        "f32[2, 3, 6, 6], 2, 2",
        "f32[2, 3, 7, 6], 3, 2, 1, True, False",
        "f32[2, 3, 7, 6], (3, 2), 2, (1, 0), True",
        "f32[1, 1, 9, 9], 8",
        "ops.avg_pool1d: f32[1, 2, 6], 2",
        "mint.nn.functional.avg_pool1d: f32[2, 6], 2",
        "mint.nn.functional.avg_pool2d: f32[2, 3, 7, 6], 3, 2, 1, True, False, 5",
        "mint.nn.functional.avg_pool3d: f32[1, 2, 4, 4, 4], 3, (2, 1, 2), 1",
        "ops.avg_pool3d: f32[1, 2, 4, 4, 4], 2",
        "ops.AvgPool: f32[1, 2, 4, 4], kernel_size=2",
        "ops.AvgPool3D: f32[1, 2, 4, 4, 4], kernel_size=2",
    ),
)
def avg_pool(
    x,
    *,
    rank,
    kernel_size,
    stride,
    pad_mode="valid",
    padding=0,
    ceil_mode=False,
    count_include_pad=True,
    divisor_override=None,
    data_format="NCHW",
):
    """Average each window.

    Differs: the gradient divides by `divisor_override` with count_include_pad=False too, where
    MindSpore's CPU kernel divides by the count.
    """
    _check_format("AvgPool", data_format)
    _check_float("AvgPool", x)
    _check_flags("AvgPool", ceil_mode=ceil_mode, count_include_pad=count_include_pad)
    if not isinstance(divisor_override, int | None):
        raise ExplainedTypeError(
            f"For 'AvgPool', divisor_override must be an int, but got {divisor_override!r}."
        )
    windows = Windows("AvgPool", x, rank, kernel_size, stride, pad_mode, padding, 1, ceil_mode)
    wide = x.astype(jnp.float32) if x.dtype.itemsize < 4 else x
    if windows.covers_all:
        total = jnp.sum(wide, axis=tuple(range(-rank, 0)), keepdims=True)
    elif windows.elements <= _MOST_UNROLLED:
        (total,) = linear(lambda x: [windows.sum(x)], lambda y: [windows.spread(y)], (), [wide])
    else:
        total = windows.reduce(wide, 0, lax.add)
    # Over one and two axes "same" averages what there is, whatever count_include_pad says, but for
    # ceil_mode, which takes the kernel of three axes and that one's rule.
    include = count_include_pad and (windows.pad_mode == "pad" or rank == 3 or ceil_mode)
    count = divisor_override or windows.counts(include)
    return (total / jnp.asarray(count, total.dtype)).astype(x.dtype)


@operator(
    "ops.adaptive_avg_pool1d(input, output_size) -> (input, rank=1, output_size=output_size)",
    "ops.adaptive_avg_pool2d(input, output_size) -> (input, rank=2, output_size=output_size)",
    "ops.adaptive_avg_pool3d(input, output_size) -> (input, rank=3, output_size=output_size)",
    "mint.nn.functional.adaptive_avg_pool1d(input, output_size)"
    " -> (input, rank=1, output_size=output_size, divides=False)",
    "mint.nn.functional.adaptive_avg_pool2d(input, output_size)"
    " -> (input, rank=2, output_size=output_size)",
    "ops.adaptive_avg_pool2d_ext(input, output_size) -> (input, rank=2, output_size=output_size)",
    "mint.nn.functional.adaptive_avg_pool3d(input, output_size)"
    " -> (input, rank=3, output_size=output_size)",
    "ops.AdaptiveAvgPool2D(output_size: (int >= 0) | tuple_of(None | (int >= 0), 2))(input) ->"
    " (input, rank=2, output_size=output_size)",
    "ops.AdaptiveAvgPool3D(output_size: (int >= 0) | tuple_of(None | (int >= 0)))(input) ->"
    " (input, rank=3, output_size=output_size)",
    samples=(
        "f32[2, 3, 6, 6], 2",
        "f32[2, 3, 7, 6], (3, None)",
        "f32[2, 3, 7, 6], 1",
        "ops.adaptive_avg_pool1d: f32[1, 2, 6], 3",
        "mint.nn.functional.adaptive_avg_pool1d: f32[1, 2, 7], 3",
        "ops.adaptive_avg_pool3d: f32[1, 2, 4, 4, 5], 2",
        "ops.AdaptiveAvgPool3D: f32[1, 2, 4, 4, 5], output_size=2",
    ),
)
def adaptive_avg_pool(x, *, rank, output_size, divides=True):
    """Average windows chosen so that the output has the given size.

    With `divides`, that of a single axis must divide the input's.
    """
    _check_float("AdaptiveAvgPool", x)
    sizes = _adaptive_sizes("adaptive_avg_pool", x, rank, output_size, divides)
    for axis, size in enumerate(sizes, -rank):
        n = x.shape[axis]
        if size == n:
            continue
        if n % size == 0:
            shape = (*x.shape[: x.ndim + axis], size, n // size, *x.shape[x.ndim + axis + 1 :])
            x = jnp.mean(x.reshape(shape), axis=x.ndim + axis + 1)
        else:
            x = jnp.moveaxis(jnp.moveaxis(x, axis, -1) @ _bin_averages(n, size, x.dtype), -1, axis)
    return x


def _bins(n, size):
    """Return first and one past the last input index of each output element."""
    index = np.arange(size)
    return index * n // size, -(-(index + 1) * n // size)


def _bin_averages(n, size, dtype):
    """Return the (n, size) matrix that averages the bins of an axis."""
    start, stop = _bins(n, size)
    index = np.arange(n)[:, None]
    return jnp.asarray(((index >= start) & (index < stop)) / (stop - start), dtype)


@operator(
    "ops.adaptive_max_pool1d(input, output_size) -> (input, rank=1, output_size=output_size)",
    "ops.adaptive_max_pool2d(input, output_size, return_indices=False) -> (input, rank=2,"
    " output_size=output_size, indices=int64 if return_indices else None)",
    "ops.adaptive_max_pool3d(input, output_size, return_indices=False) -> (input, rank=3,"
    " output_size=output_size, indices=int32 if return_indices else None)",
    "mint.nn.functional.adaptive_max_pool1d(input, output_size, return_indices=False)"
    " -> (input, rank=1, output_size=output_size, divides=False,"
    " indices=int64 if return_indices else None)",
    "mint.nn.functional.adaptive_max_pool2d(input, output_size, return_indices=False)"
    " -> (input, rank=2, output_size=output_size, indices=int64 if return_indices else None)",
    "ops.AdaptiveMaxPool2D(output_size: None | tuple | list)(input) -> (input, rank=2,"
    " output_size=output_size, indices=int64)",
    "ops.AdaptiveMaxPool3D()(input, output_size) -> (input, rank=3, output_size=output_size,"
    " indices=int32)",
    promote=tensor,
    samples=(
        "f32[2, 3, 6, 6], 2",
        "f32[2, 3, 7, 6], (3, 4), True",
        "ops.adaptive_max_pool1d: f32[1, 2, 6], 3",
        "mint.nn.functional.adaptive_max_pool1d: f32[2, 7], 3, True",
        "ops.adaptive_max_pool3d: f32[1, 2, 4, 4, 5], 2",
        "ops.AdaptiveMaxPool3D: f32[1, 2, 4, 4, 5], 2",
    ),
)
def adaptive_max_pool(x, *, rank, output_size, indices=None, divides=True):
    """Take the maximum of windows chosen so that the output has the given size."""
    sizes = _adaptive_sizes("adaptive_max_pool", x, rank, output_size, divides)
    plane = x.shape[-rank:]
    position, valid = np.zeros((1,) * (2 * rank), int), np.ones((1,) * (2 * rank), bool)
    for axis, (n, size) in enumerate(zip(plane, sizes, strict=True)):
        start, stop = _bins(n, size)
        index = start[:, None] + np.arange((stop - start).max())
        shape = [1] * (2 * rank)
        shape[axis], shape[rank + axis] = index.shape
        valid = valid & (index < stop[:, None]).reshape(shape)
        position = position * n + np.minimum(index, n - 1).reshape(shape)
    position = position.reshape(*sizes, -1)
    lead = x.shape[:-rank]
    windows = x.reshape(*lead, -1)[..., position]
    windows = jnp.where(valid.reshape(position.shape), windows, _lowest(x.dtype))
    best = jnp.argmax(windows, axis=-1, keepdims=True)
    maximum = jnp.take_along_axis(windows, best, axis=-1)[..., 0]
    if indices is None:
        return maximum
    position = jnp.broadcast_to(position, windows.shape)
    return maximum, jnp.take_along_axis(position, best, axis=-1)[..., 0].astype(to_numpy(indices))


def _adaptive_sizes(name, x, rank, output_size, divides):
    if x.ndim not in (rank + 1, rank + 2):
        raise ExplainedValueError(
            f"For '{name}{rank}d', the input must have {rank + 1} or {rank + 2} dimensions, but "
            f"got shape {x.shape}."
        )
    sizes = output_size if isinstance(output_size, tuple) else (output_size,) * rank
    if len(sizes) != rank or not all(s is None or (isinstance(s, int) and s > 0) for s in sizes):
        raise ExplainedValueError(
            f"For '{name}{rank}d', output_size must be a positive int or None, or {rank} of them, "
            f"but got {output_size}."
        )
    sizes = [n if s is None else s for s, n in zip(sizes, x.shape[-rank:], strict=True)]
    if divides and rank == 1 and x.shape[-1] % sizes[0]:
        raise ExplainedValueError(
            f"For {name}1d input's last dimension must be divisible by output size {sizes[0]}, but "
            f"got {x.shape[-1]}."
        )
    return sizes


def _check_format(name, data_format):
    if data_format not in ("NCHW", "NCDHW"):
        raise ExplainedValueError(
            f"For '{name}', the 'NHWC' format is only supported in GPU target, but got "
            f"{data_format!r}; transpose the input to NCHW."
        )


def _check_flags(name, **flags):
    for flag, value in flags.items():
        if not isinstance(value, bool):
            raise ExplainedTypeError(f"For '{name}', {flag} must be a bool, but got {value!r}.")


def _check_float(name, x):
    if not jnp.issubdtype(x.dtype, jnp.floating):
        raise ExplainedTypeError(
            f"For primitive[{name}], the input argument[x] must be a float Tensor, but got "
            f"{x.dtype}; convert it first."
        )
