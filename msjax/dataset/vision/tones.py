"""Map the levels of an image's channels: contrast, histogram, inversion, posters."""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import (
    checked,
    elements,
    list_of,
    of_length,
    of_type,
    optional,
    within,
)
from msjax.dataset.vision import pixels
from msjax.dataset.vision.base import ImageTensorOperation, require_pil
from msjax.dataset.vision.takes import BYTES, NUMBERS, Takes

LEVELS = Takes(BYTES, channels=(1, 3))
INVERTED = Takes(NUMBERS, ranks=(3,), channels=(3,))
_SOLARIZED = Takes(NUMBERS, channels=(1, 3))
_POSTERIZED = Takes((*BYTES, "int8"))


def ignored(value, name: str) -> None:
    """Raise an error unless this is None, a level of 0 to 255, or a list or tuple of them."""
    optional(of_type(list, tuple, int))(value, name)
    if isinstance(value, int):
        within(0, 255)(value, name)
    for item in value if isinstance(value, list | tuple) else ():
        of_type(int)(item, "item")
        within(0, 255)(item, name)


def as_list(ignore) -> list[int]:
    """Return the levels to ignore as a list."""
    if ignore is None:
        return []
    return [ignore] if isinstance(ignore, int) else ignore


def _limits(value, name: str) -> None:
    of_type(float, int, list, tuple)(value, name)
    pair = (value, value) if isinstance(value, float | int) else value
    list_of(float, int)(pair, name)
    of_length(2, text="threshold must be a single number or sequence of two numbers.")(pair, name)
    elements(within(0, 255))(pair, name)
    if pair[1] < pair[0]:
        raise ValueError(f"threshold must be in order of (min, max). Got {pair}; swap them.")


cutoff_rule = [of_type(int, float), within(0, 50, right_open=True)]


class AutoContrast(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Stretch the levels of each channel so that they reach from 0 to 255.

    Args:
        cutoff: the percentage of the darkest and of the brightest pixels that does not count, a
            float or int within [0, 50). Default: 0.0.
        ignore: an int of 0 to 255, or a list or tuple of them: levels that do not count.
            Default: None.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image of bytes of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AutoContrast.html
    """

    random = False

    @checked(cutoff=cutoff_rule, ignore=ignored)
    def __init__(self, cutoff=0.0, ignore=None):
        super().__init__()
        self.cutoff = cutoff
        self.ignore = as_list(ignore)

    def _execute_c(self, image):
        return stretched(self, image)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageOps").autocontrast(img, self.cutoff, self.ignore)


class Equalize(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Make the histogram of each channel flat.

    Raises:
        RuntimeError: On a call: the array is no image of bytes of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Equalize.html
    """

    random = False

    def _execute_c(self, image):
        return equalized(self, image)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageOps").equalize(img)


class Invert(DeviceChoice, ImageTensorOperation, PyTensorOperation):
    """Replace each pixel by 255 minus itself.

    Raises:
        RuntimeError: On a call: the array is not (height, width, 3) or has a dtype other than
            bool, (u)int8, (u)int16, int32, float32 and float64.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Invert.html
    """

    random = False

    def _execute_c(self, image):
        return inverted(self, image)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageOps").invert(img)


class Posterize(DeviceChoice, ImageTensorOperation):
    """Keep the highest bits of each pixel.

    Args:
        bits: how many, an int of 0 to 8.

    Raises:
        TypeError: `bits` is no int.
        ValueError: It is not within 0 and 8.
        RuntimeError: On a call: the array is no image of bytes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Posterize.html
    """

    implementation = Implementation.C

    @checked(bits=[of_type(int), within(0, 8)])
    def __init__(self, bits):
        super().__init__()
        self.bits = bits

    def _execute_c(self, image):
        return posterized(self, image, self.bits)


class Solarize(DeviceChoice, ImageTensorOperation):
    """Invert the pixels within a range.

    Args:
        threshold: (least, largest) of the pixels to invert, floats or ints of 0 to 255; one number
            is the least, and all above are inverted.

    Raises:
        TypeError: `threshold` is of another type.
        ValueError: A number is out of range, or the first is above the second.
        RuntimeError: On a call: the array is no image of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Solarize.html
    """

    implementation = Implementation.C

    @checked(threshold=_limits)
    def __init__(self, threshold):
        super().__init__()
        is_number = isinstance(threshold, float | int)
        self.threshold = (threshold, threshold) if is_number else threshold

    def _execute_c(self, image):
        return solarized(self, image, *self.threshold)


def stretched(operation, image: np.ndarray) -> np.ndarray:
    """Return the image with its levels stretched, for an `operation` with cutoff and ignore."""
    LEVELS.check(operation, image)
    return pixels.auto_contrast(pixels.as_bytes(image), operation.cutoff, operation.ignore)


def equalized(operation, image: np.ndarray) -> np.ndarray:
    """Return the image with flat histograms, for `operation`."""
    LEVELS.check(operation, image)
    return pixels.equalize(pixels.as_bytes(image))


def inverted(operation, image: np.ndarray) -> np.ndarray:
    """Return 255 minus the pixels, for `operation`."""
    INVERTED.check(operation, image)
    return pixels.invert(pixels.as_bytes(image)).astype(image.dtype)


def posterized(operation, image: np.ndarray, bits: int) -> np.ndarray:
    """Return the highest bits of the pixels, for `operation`."""
    _POSTERIZED.check(operation, image)
    return pixels.posterize(image.view(np.uint8), bits)


def solarized(operation, image: np.ndarray, low, high) -> np.ndarray:
    """Return the image with its pixels from `low` to `high` inverted, for `operation`."""
    _SOLARIZED.check(operation, image)
    return pixels.solarize(pixels.as_bytes(image), low, high).astype(image.dtype)
