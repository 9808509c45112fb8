"""Putting maxima back where a max pooling found them."""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _per_axis(what, value, rank, least):
    """Return a length per axis; of as many as the operand has axes, the last ones count."""
    values = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(v, int) for v in values):
        raise ExplainedTypeError(
            f"The argument '{what}' of unpooling must be an int or a tuple of ints, but got "
            f"{value!r}."
        )
    if len(values) not in (1, rank, rank + 2) or min(values) < least:
        raise ExplainedValueError(
            f"The argument '{what}' of unpooling must be an int, at least {least}, or {rank} of "
            f"them, but got {value}."
        )
    return values * rank if len(values) == 1 else values[-rank:]


def _lengths(name, x, rank, kernel_size, stride, padding, wanted):
    """Return the lengths of the unpooled axes."""
    kernel = _per_axis("kernel_size", kernel_size, rank, 1)
    pads = _per_axis("padding", padding, rank, 0)
    steps = kernel if not stride else _per_axis("stride", stride, rank, 0)
    # a stride of 0 is that of the kernel
    steps = tuple([s or k for s, k in zip(steps, kernel, strict=True)])
    default = tuple(
        (n - 1) * s - 2 * p + k
        for n, s, p, k in zip(x.shape[-rank:], steps, pads, kernel, strict=True)
    )
    if not wanted:
        return default
    sizes = tuple(wanted)[-rank:]
    if any(abs(n - d) >= s for n, d, s in zip(sizes, default, steps, strict=True)):
        raise ExplainedValueError(
            f"For '{name}', each length of output_size must be within a stride of {default}, but "
            f"got {sizes}."
        )
    return sizes


@operator(
    "ops.max_unpool1d(x, indices, kernel_size, stride=None, padding=0, output_size=None) -> (x,"
    " indices, rank=1, kernel_size=kernel_size, stride=stride, padding=padding, size=output_size)",
    "ops.max_unpool2d(x, indices, kernel_size, stride=None, padding=0, output_size=None) -> (x,"
    " indices, rank=2, kernel_size=kernel_size, stride=stride, padding=padding, size=output_size)",
    "ops.max_unpool3d(x, indices, kernel_size, stride=None, padding=0, output_size=None) -> (x,"
    " indices, rank=3, kernel_size=kernel_size, stride=stride, padding=padding, size=output_size)",
    "mint.nn.functional.max_unpool2d(input, indices, kernel_size, stride=None, padding=0,"
    " output_size=None) -> (input, indices, rank=2, kernel_size=kernel_size, stride=stride,"
    " padding=padding, size=output_size)",
    "ops.MaxUnpool2D(ksize: sizes(2), strides: sizes(2, least=0) = 0,"
    " pads: sizes(2, least=0) = 0, output_shape: tuple = (),"
    " data_format: exactly('NCHW', 'NHWC') = 'NCHW')(x, argmax) -> (x, argmax, 2, ksize, strides,"
    " pads, output_shape, data_format)",
    "ops.MaxUnpool3D(ksize: sizes(3), strides: sizes(3, least=0) = 0,"
    " pads: sizes(3, least=0) = 0, output_shape: tuple = (),"
    " data_format: exactly('NCDHW', 'NDHWC') = 'NCDHW')(x, argmax) -> (x, argmax, 3, ksize,"
    " strides, pads, output_shape, data_format)",
    promote=tensor,
    samples=(
        "ops.MaxUnpool2D: f32[1, 2, 1, 2], bit[1, 2, 1, 2], ksize=2",
        "ops.MaxUnpool3D: f32[1, 1, 1, 1, 2], bit[1, 1, 1, 1, 2], ksize=2, strides=2",
        "ops.max_unpool1d: f32[1, 2, 2], bit[1, 2, 2], 2",
        "ops.max_unpool2d: f32[1, 2, 1, 2], bit[1, 2, 1, 2], 2, 2",
        "ops.max_unpool3d: f32[1, 1, 1, 1, 2], bit[1, 1, 1, 1, 2], 2",
    ),
)
def max_unpool(x, index, *, rank, kernel_size, stride, padding, size, data_format="NC"):
    """Put maxima (N, C, …) at their places in the planes of a larger tensor of zeros."""
    name = f"max_unpool{rank}d"
    if not data_format.startswith("NC"):
        raise NotImplementedError(
            f"{name}(data_format={data_format!r}): transpose to channels first, 'NCHW' or 'NCDHW'."
        )
    if index.dtype not in (jnp.int32, jnp.int64):
        raise ExplainedTypeError(
            f"For '{name}', indices must be int32 or int64, but are {index.dtype}."
        )
    if index.shape != x.shape or x.ndim not in (rank + 1, rank + 2):
        raise ExplainedValueError(
            f"For '{name}', x must be (N, C, …) or (C, …) with {rank} more axes, and indices of "
            f"its shape, but got {x.shape} and {index.shape}."
        )
    lengths = _lengths(name, x, rank, kernel_size, stride, padding, size)
    lead = x.shape[: x.ndim - rank]
    planes = math.prod(lead)
    flat = jnp.zeros((planes, math.prod(lengths)), x.dtype)
    rows = jnp.arange(planes)[:, None]
    flat = flat.at[rows, index.reshape(planes, -1)].set(x.reshape(planes, -1), mode="drop")
    return flat.reshape(*lead, *lengths)
