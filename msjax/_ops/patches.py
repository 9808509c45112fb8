"""Patches of images: taken out as columns, and summed back."""

from __future__ import annotations

import itertools

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _pair(value) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (tuple(value) * 2)[:2]


def _pairs(kernel_size, stride, dilation, padding):
    """Return the lengths along both axes of each.

    Raises:
        TypeError: one is no int, nor a tuple of ints.
        ValueError: one has too many lengths, or one that is not possible.
    """
    given = {
        "kernel_size": (kernel_size, 1),
        "stride": (stride, 1),
        "dilation": (dilation, 1),
        "padding": (padding, 0),
    }
    for name, (value, least) in given.items():
        values = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(v, int) for v in values):
            raise ExplainedTypeError(
                f"The argument '{name}' must be an int or a tuple of ints, but got {value!r}."
            )
        if len(values) not in (1, 2) or min(values) < least:
            raise ExplainedValueError(
                f"The argument '{name}' must be one or two ints, at least {least}, but got {value}."
            )
    return [_pair(value) for value, _ in given.values()]


def _counts(size, kernel, dilation, padding, stride):
    """Return how many patches fit along both axes."""
    rows = zip(size, kernel, dilation, padding, stride, strict=True)
    return [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, d, p, s in rows]


@operator(
    "ops.Im2Col(ksizes: each(int >= 1, 1, 2, lists=True),"
    " strides: each(int >= 1, 1, 2, lists=True) = 1,"
    " dilations: each(int >= 1, 1, 2, lists=True) = 1,"
    " pads: each(int >= 0, 1, 2, lists=True) = 0)(x) -> (x, ksizes, strides, dilations, pads)",
    promote=tensor,
    samples=("f32[1, 2, 4, 5], ksizes=2", "f32[1, 2, 4, 5], ksizes=(2, 3), strides=2, pads=1"),
)
def im2col(x, *, kernel_size, stride, dilation, padding):
    """Take the patches of (N, C, H, W) out, to (N, C, pixels of a patch, patches)."""
    if x.ndim != 4:
        raise ExplainedValueError(
            f"For primitive[Im2Col], the dimension of input x must be equal to 4, but got {x.ndim}."
        )
    kernel, step, gap, pads = _pairs(kernel_size, stride, dilation, padding)
    counts = _counts(x.shape[2:], kernel, gap, pads, step)
    if min(counts) <= 0:
        raise ExplainedValueError(
            f"For 'Im2Col', no patch of {kernel} fits into {x.shape[2:]} padded by {pads}."
        )
    x = jnp.pad(x, ((0, 0), (0, 0), (pads[0],) * 2, (pads[1],) * 2))
    patches = []
    for i, j in itertools.product(range(kernel[0]), range(kernel[1])):
        rows, columns = (
            slice(start, start + (n - 1) * s + 1, s)
            for start, n, s in zip((i * gap[0], j * gap[1]), counts, step, strict=True)
        )
        patches.append(x[:, :, rows, columns].reshape(*x.shape[:2], -1))
    return jnp.stack(patches, 2)


@operator(
    "ops.unfold(input, kernel_size, dilation=1, padding=0, stride=1)",
    "Tensor.unfold(self, kernel_size, dilation=1, padding=0, stride=1)",
    promote=tensor,
    samples=("f32[1, 2, 4, 5], 3", "f32[1, 2, 4, 5], (2, 3), 1, (1, 0), 2"),
)
def unfold(x, *, kernel_size, dilation, padding, stride):
    """Take the patches of (N, C, H, W) out, to (N, channels and pixels of a patch, patches)."""
    out = im2col.kernel(
        x, kernel_size=kernel_size, stride=stride, dilation=dilation, padding=padding
    )
    return out.reshape(out.shape[0], -1, out.shape[3])


@operator(
    "mint.nn.functional.unfold(input, kernel_size, dilation=1, padding=0, stride=1)",
    promote=tensor,
    samples=("f32[1, 2, 4, 5], 3", "f32[2, 4, 5], (2, 3), 1, (1, 0), 2"),
)
def unfold_image(x, *, kernel_size, dilation, padding, stride):
    """Take the patches out as `ops.unfold` does, of a batch or of one image (C, H, W)."""
    images = x[None] if x.ndim == 3 else x
    out = unfold.kernel(
        images, kernel_size=kernel_size, dilation=dilation, padding=padding, stride=stride
    )
    return out[0] if x.ndim == 3 else out


@operator(
    "ops.col2im(input_x, output_size, kernel_size, dilation, padding_value, stride)",
    "Tensor.col2im(self, output_size, kernel_size, dilation, padding_value, stride)",
    "ops.Col2Im(kernel_size: each(int >= 1, 2, lists=True),"
    " dilation: each(int >= 1, 2, lists=True) = 1, padding: each(int >= 0, 2, lists=True) = 0,"
    " stride: each(int >= 1, 2, lists=True) = 1)(x, output_size) -> (x, output_size, kernel_size,"
    " dilation, padding, stride)",
    promote=tensor,
    samples=("f32[1, 2, 4, 12], (4, 5), (2, 2), 1, 0, 1",),
)
def col2im(x, *, output_size, kernel_size, dilation, padding, stride):
    """Sum patches (N, C, pixels of a patch, patches) back to an image of a size."""
    kernel, step, gap, pads = _pairs(kernel_size, stride, dilation, padding)
    count = _counts(output_size, kernel, gap, pads, step)
    pixels = kernel[0] * kernel[1]
    if x.ndim != 4 or x.shape[2:] != (pixels, count[0] * count[1]):
        raise ExplainedValueError(
            f"For 'Col2Im', the input must be (N, C, {pixels}, {count[0] * count[1]}) for patches "
            f"of {kernel} in an image of {tuple(output_size)}, but its shape is {x.shape}."
        )

    def take(image):
        return im2col.kernel(image, kernel_size=kernel, stride=step, dilation=gap, padding=pads)

    image = jax.ShapeDtypeStruct((*x.shape[:2], *output_size), x.dtype)
    return jax.linear_transpose(take, image)(x)[0]


@operator(
    "ops.fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)",
    "Tensor.fold(self, output_size, kernel_size, dilation=1, padding=0, stride=1)",
    promote=tensor,
    samples=("f32[1, 8, 12], (4, 5), 2", "f32[1, 8, 6], (4, 5), 2, 1, (1, 0), (2, 2)"),
)
def fold(x, *, output_size, kernel_size, dilation, padding, stride):
    """Sum patches (N, channels and pixels of a patch, patches) back to an image of a size."""
    kernel = _pair(kernel_size)
    pixels = kernel[0] * kernel[1]
    if x.ndim != 3 or x.shape[1] % pixels:
        raise ExplainedValueError(
            f"For 'fold', the input must be (N, a multiple of {pixels}, patches), but its shape is "
            f"{x.shape}."
        )
    columns = x.reshape(x.shape[0], -1, pixels, x.shape[2])
    return col2im.kernel(
        columns,
        output_size=output_size,
        kernel_size=kernel,
        dilation=dilation,
        padding=padding,
        stride=stride,
    )


def _image_size(size):
    if isinstance(size, tuple) and len(size) not in (1, 2):
        raise ExplainedValueError(f"For 'fold', output_size must be one or two ints, got {size}.")
    return _pair(size)


@operator(
    "mint.nn.functional.fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)",
    promote=tensor,
    samples=("f32[1, 8, 12], (4, 5), 2", "f32[8, 6], (4, 5), 2, 1, (1, 0), (2, 2)"),
)
def fold_patches(x, *, output_size, kernel_size, dilation, padding, stride):
    """Sum patches back as `ops.fold` does, of a batch or of one image."""
    out = fold.kernel(
        x[None] if x.ndim == 2 else x,
        output_size=_image_size(output_size),
        kernel_size=kernel_size,
        dilation=dilation,
        padding=padding,
        stride=stride,
    )
    return out[0] if x.ndim == 2 else out
