"""Add pixels around images; cut images into equal patches."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import (
    INT32_MAX,
    UINT8_MAX,
    checked,
    integer,
    of_type,
    optional,
)
from msjax.dataset.vision import checks
from msjax.dataset.vision.base import ImageTensorOperation, require_pil
from msjax.dataset.vision.enums import Border, SliceMode
from msjax.dataset.vision.pixels import as_bytes, saturated

_CHANNELS = (1, 3)


class Pad(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Add pixels around an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Pad.html

    Args:
        padding: how many: one number for all edges, two for left and right and for upper and lower
            edge, or four for left, upper, right and lower edge.
        fill_value: what they are with Border.CONSTANT: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.
        padding_mode: a `Border`. Default: Border.CONSTANT.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or there are not 1, 2 or 4 paddings.
        RuntimeError: On a call: the array is no image of 1 or 3 channels.
    """

    random = False

    @checked(padding=checks.padding, fill_value=checks.fill_value, padding_mode=of_type(Border))
    def __init__(self, padding, fill_value=0, padding_mode=Border.CONSTANT):
        super().__init__()
        self.padding = four_paddings(padding)
        self.fill_value = three_values(fill_value)
        self.padding_mode = padding_mode

    def _execute_c(self, image):
        self._check_image(image)
        return padded(image, self.padding, self.fill_value, self.padding_mode, self._failure)

    def _execute_py(self, img):
        return padded_pil(img, self.padding, self.fill_value, self.padding_mode)


class PadToSize(ImageTensorOperation):
    """Add pixels around an image so that it gets a certain size.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.PadToSize.html

    Args:
        size: (height, width) of the result in pixels, or one number for both.
        offset: (y, x) of the image in the result, or one number for both.
            Default: None, the image lies in the middle.
        fill_value: what the pixels are with Border.CONSTANT: one number, or a tuple (R, G, B), of
            0 to 255. Default: 0.
        padding_mode: a `Border`. Default: Border.CONSTANT.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or a sequence of another length.
        RuntimeError: On a call: the image does not fit in, or is no image.
    """

    implementation = Implementation.C

    @checked(
        size=checks.size_to_pad,
        offset=checks.offset,
        fill_value=checks.fill_value,
        padding_mode=of_type(Border),
    )
    def __init__(self, size, offset=None, fill_value=0, padding_mode=Border.CONSTANT):
        super().__init__()
        self.size = [size, size] if isinstance(size, int) else size
        self.offset = [offset, offset] if isinstance(offset, int) else offset or []
        self.fill_value = three_values(fill_value)
        self.padding_mode = padding_mode

    def _execute_c(self, image):
        self._check_image(image)
        shape = image.shape[:2]
        room = [whole - part for whole, part in zip(self.size, shape, strict=True)]
        if min(room) < 0:
            raise self._failure(
                "the target size to pad should be no less than the original image size, but got "
                f"target size {tuple(self.size)} and original size {shape}."
            )
        top, left = self.offset or [space // 2 for space in room]
        if top > room[0] or left > room[1]:
            raise self._failure(
                "the sum of offset and original image size should be no more than the target size "
                f"to pad, but got offset {(top, left)} plus original size {shape} bigger than "
                f"{tuple(self.size)}"
            )
        around = (left, top, room[1] - left, room[0] - top)
        return padded(image, around, self.fill_value, self.padding_mode, self._failure)


class SlicePatches(ImageTensorOperation):
    """Cut an image into equal patches, row by row.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.SlicePatches.html

    A call returns a tuple of num_height * num_width images, or the image if that is 1.

    Args:
        num_height: how many patches lie below each other. Default: 1.
        num_width: how many lie beside each other. Default: 1.
        slice_mode: whether an image that does not divide is padded at its right and lower edge, or
            pixels are dropped there. Default: SliceMode.PAD.
        fill_value: what it is padded with, of 0 to 255. Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the image has less pixels than patches, or is no image.
    """

    implementation = Implementation.C

    @checked(
        num_height=optional(integer(1, INT32_MAX)),
        num_width=optional(integer(1, INT32_MAX)),
        slice_mode=optional(of_type(SliceMode)),
        fill_value=optional(integer(0, UINT8_MAX)),
    )
    def __init__(self, num_height=1, num_width=1, slice_mode=SliceMode.PAD, fill_value=0):
        super().__init__()
        self.num_height = num_height
        self.num_width = num_width
        self.slice_mode = slice_mode
        self.fill_value = fill_value

    def _execute_c(self, image):
        self._check_image(image)
        image = as_bytes(image)
        counts = (self.num_height, self.num_width)
        for count, length, axis in zip(counts, image.shape, ("height", "width"), strict=False):
            if count > length:
                raise self._failure(
                    f"The number of patches on {axis} axis equals 0 or is greater than {axis}, "
                    f"got number of patches:{count}, and {axis} {length}; use less patches."
                )
        if self.slice_mode == SliceMode.PAD:
            lower, right = (-length % n for n, length in zip(counts, image.shape, strict=False))
            channels = image.shape[2] if image.ndim == 3 else 1
            values = (self.fill_value,) * channels
            image = bordered(image, (0, 0, right, lower), values, Border.CONSTANT)
        height, width = (length // n for n, length in zip(counts, image.shape, strict=False))
        patches = [
            image[y * height : (y + 1) * height, x * width : (x + 1) * width]
            for y in range(self.num_height)
            for x in range(self.num_width)
        ]
        return tuple(patches) if len(patches) > 1 else patches[0]


def four_paddings(padding) -> tuple[int, int, int, int]:
    """Return the padding of left, upper, right and lower edge."""
    if isinstance(padding, int):
        return padding, padding, padding, padding
    left, top, right, bottom = (*padding, *padding) if len(padding) == 2 else padding
    return left, top, right, bottom


def three_values(fill_value) -> tuple[int, ...]:
    """Return what pixels are filled with, for each of three channels."""
    return (fill_value,) * 3 if isinstance(fill_value, int) else fill_value


def padded(image: np.ndarray, padding, values, border: Border, failure) -> np.ndarray:
    """Add pixels around an array (height, width, channels) or (height, width).

    Args:
        image: the image, of 1 or 3 channels.
        padding: how many at the left, upper, right and lower edge.
        values: what they are in each channel, for Border.CONSTANT.
        border: the kind of border.
        failure: makes the error out of a reason.

    Returns:
        The image.

    Raises:
        RuntimeError: It has another number of channels.
    """
    if image.ndim == 3 and image.shape[2] not in _CHANNELS:
        raise failure(
            "the channel of image tensor does not match the requirement of operator. Expecting "
            f"tensor in channel of {_CHANNELS}. But got channel {image.shape[2]}; use "
            "ConvertColor before."
        )
    if not any(padding):
        return as_bytes(image)
    return bordered(as_bytes(image), padding, values, border)


def bordered(image: np.ndarray, padding, values, border: Border) -> np.ndarray:
    """Add pixels around an array of any number of channels; arguments as for `padded`."""
    left, top, right, bottom = padding
    if border != Border.CONSTANT:
        around = ((top, bottom), (left, right), (0, 0))
        return np.pad(image, around[: image.ndim], border.value)
    height, width = image.shape[:2]
    result = np.empty((height + top + bottom, width + left + right, *image.shape[2:]), image.dtype)
    color = saturated(np.array(values, np.float64), image.dtype)
    color = color[: image.shape[2]] if image.ndim == 3 else color[0]
    for edge in (np.s_[:top], np.s_[top + height :], np.s_[:, :left], np.s_[:, left + width :]):
        result[edge] = color
    result[top : top + height, left : left + width] = image
    return result


def padded_pil(image, padding, values, border: Border):
    """Add pixels around an image of Pillow; arguments as for `padded`."""
    require_pil(image)
    left, top, right, bottom = padding
    palette = image.getpalette() if image.mode == "P" else None
    if border == Border.CONSTANT:
        fill = (values[0],) if image.mode in ("L", "1") else values
        result = pillow("ImageOps").expand(image, (left, top, right, bottom), fill)
    else:
        pixels = np.asarray(image)
        around = ((top, bottom), (left, right), (0, 0))[: pixels.ndim]
        result = pillow().fromarray(np.pad(pixels, around, border.value))
    if palette is not None:
        result.putpalette(palette)
    return result
