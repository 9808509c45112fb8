"""Paint over parts of images."""

from __future__ import annotations

import math
import random

import numpy as np

from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    UINT8_MAX,
    checked,
    elements,
    every,
    in_order,
    increasing,
    integer,
    list_of,
    natural_int32,
    of_length,
    of_type,
    positive,
    positive_int32,
    probability,
    within,
)
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.pixels import saturated

_CHANNELS = 3


def _color(value, name: str) -> None:
    of_type(float, int, tuple)(value, name)
    values = (value,) * _CHANNELS if isinstance(value, float | int) else value
    elements(of_type(float, int))(values, name)
    if len(values) != _CHANNELS:
        raise TypeError(f"value should be a single integer/float or a 3-tuple. Got {value}.")
    elements(within(0, UINT8_MAX))(values, name)


class Erase(DeviceChoice, ImageTensorOperation):
    """Paint over a rectangle of an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Erase.html

    Args:
        top: y of the rectangle's upper edge in pixels.
        left: x of its left edge.
        height: its height; what reaches out of the image is left out.
        width: its width.
        value: the color: one number, or a tuple (R, G, B), within [0, 255]. Default: 0.
        inplace: whether the array itself is painted on. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the rectangle is larger than the image, or lies outside, or the
            array is no image of three channels.
    """

    @checked(
        top=natural_int32,
        left=natural_int32,
        height=positive_int32,
        width=positive_int32,
        inplace=of_type(bool),
        value=_color,
    )
    def __init__(self, top, left, height, width, value=0.0, inplace=False):
        super().__init__()
        self.top, self.left, self.height, self.width = top, left, height, width
        self.value = value if isinstance(value, tuple) else (value,)
        self.inplace = inplace

    def _execute_c(self, image):
        if image.ndim != 3:
            raise self._failure(
                f"input tensor is not in shape of <H,W,C>, but got rank: {image.ndim}; it must "
                "have 3 axes."
            )
        if image.shape[2] != _CHANNELS:
            raise self._failure(f"channel of input image should be 3, but got: {image.shape[2]}")
        self._check_image(image)
        height, width = image.shape[:2]
        if self.height > height or self.width > width or self.top >= height or self.left >= width:
            raise self._failure(
                "box size is too large for image erase, got box height: "
                f"{self.height}, box width: {self.width} at {(self.top, self.left)}, and image "
                f"height: {height}, image width: {width}; it must begin inside."
            )
        result = image if self.inplace else image.copy()
        box = (slice(self.top, self.top + self.height), slice(self.left, self.left + self.width))
        result[box] = saturated(np.array(self.value, np.float64), image.dtype)
        return result


class CutOut(ImageTensorOperation):
    """Paint black squares at random places of an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.CutOut.html

    Args:
        length: the squares' length in pixels; parts of them may lie outside.
        num_patches: how many there are. Default: 1.
        is_hwc: whether images are (height, width, channels), and not (channels, height, width).
            Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is not positive.
        RuntimeError: On a call: the array is no image, or smaller than a square.
    """

    random = False
    implementation = Implementation.C

    @checked(
        length=[of_type(int), lambda value, _: within(1, FLOAT_MAX)(value, "")],
        num_patches=[of_type(int), lambda value, _: within(1, FLOAT_MAX)(value, "")],
        is_hwc=of_type(bool),
    )
    def __init__(self, length, num_patches=1, is_hwc=True):
        super().__init__()
        self.length = length
        self.num_patches = num_patches
        self.is_hwc = is_hwc

    def _execute_c(self, image):
        if image.ndim != 3:
            raise self._failure(
                f"image shape is not <H,W,C> or <C,H,W>, but got rank: {image.ndim}; it must "
                "have 3 axes."
            )
        if image.dtype.kind in "SU":
            raise self._failure(
                f"images of {image.dtype} cannot be painted on; use TypeCast before."
            )
        result = image.copy() if self.is_hwc else image.transpose(1, 2, 0).copy()
        height, width = result.shape[:2]
        if self.length > height or self.length > width:
            raise self._failure(
                "box size is too large for image erase, got box height: "
                f"{self.length}, box width: {self.length}, and image height: {height}, image "
                f"width: {width}; use a smaller length."
            )
        stream = self._stream()
        for _ in range(self.num_patches):
            top = stream.integer(0, height + self.length) - self.length
            left = stream.integer(0, width + self.length) - self.length
            result[max(top, 0) : top + self.length, max(left, 0) : left + self.length] = 0
        return result if self.is_hwc else result.transpose(2, 0, 1)


def _erasing_value(value, name: str) -> None:
    of_type(int, list, tuple, str)(value, name)
    if isinstance(value, list | tuple) and len(value) == _CHANNELS:
        elements(of_type(int), within(0, UINT8_MAX), name="{}")(value, name)
    elif isinstance(value, int):
        within(0, UINT8_MAX)(value, "")
    elif value != "random":
        raise ValueError(
            "The value for erasing should be either a single value, or a string 'random', or a "
            f"sequence of 3 elements for RGB respectively. Got {value!r}."
        )


def _two(name):
    return every(
        list_of(float, int), of_length(2, text=f"{name} should be a list or tuple of length 2.")
    )


class RandomErasing(PyTensorOperation):
    """Paint over a random rectangle of an array (channels, height, width), or leave it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomErasing.html

    Args:
        prob: the probability that there is one. Default: 0.5.
        scale: (least, largest) part of the image's area. Default: (0.02, 0.33).
        ratio: (least, largest) width by height. Default: (0.3, 3.3).
        value: the color: one number, three of 0 to 255, or "random" for noise. Default: 0.
        inplace: whether the array itself is painted on. Default: False.
        max_attempts: how often a rectangle that fits is looked for. Default: 10.

    Raises:
        TypeError: An argument is of another type; on a call: this is no array.
        ValueError: A number is out of range.
    """

    implementation = Implementation.PY

    @checked(
        prob=[of_type(float, int)],
        scale=_two("scale"),
        ratio=_two("ratio"),
        inplace=of_type(bool),
        max_attempts=of_type(int),
        value=_erasing_value,
    )
    def __init__(
        self,
        prob=0.5,
        scale=(0.02, 0.33),
        ratio=(0.3, 3.3),
        value=0,
        inplace=False,
        max_attempts=10,
    ):
        super().__init__()
        probability(prob, "prob")
        in_order(scale, "scale")
        increasing(0, FLOAT_MAX)(scale, "")
        positive(scale[1], "scale[1]")
        in_order(ratio, "ratio")
        elements(within(0, FLOAT_MAX, left_open=True))(ratio, "ratio")
        integer(1, FLOAT_MAX)(max_attempts, "")
        self.prob = prob
        self.scale = scale
        self.ratio = ratio
        self.value = value
        self.inplace = inplace
        self.max_attempts = max_attempts

    def _execute_py(self, img):
        if not self.prob > random.random():
            return img
        if not isinstance(img, np.ndarray):
            raise TypeError(f"img should be NumPy array. Got {type(img)}; convert it by ToTensor.")
        box = self._box(img.shape)
        result = img if self.inplace else img.copy()
        if box is not None:
            top, left, height, width = box
            color = self._painting((img.shape[0], height, width))
            result[:, top : top + height, left : left + width] = color
        return result

    def _box(self, shape):
        if len(shape) != 3:
            raise ValueError(f"The image must be (channels, height, width). Got shape {shape}.")
        _, rows, columns = shape
        for _ in range(self.max_attempts):
            area = random.uniform(*self.scale) * rows * columns
            aspect = random.uniform(*self.ratio)
            width = round(math.sqrt(area * aspect))
            height = round(width / aspect)
            if height < rows and width < columns:
                top = random.randint(0, rows - height)
                return top, random.randint(0, columns - width), height, width
        return None

    def _painting(self, shape):
        if isinstance(self.value, str):
            return np.random.normal(loc=0.0, scale=1.0, size=shape)
        if isinstance(self.value, int):
            return self.value
        return np.array(self.value)[:, None, None]
