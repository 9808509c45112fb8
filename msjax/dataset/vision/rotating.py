"""Turn images."""

from __future__ import annotations

import math
import random

import numpy as np

from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, real
from msjax.dataset.vision import checks
from msjax.dataset.vision.base import ImageTensorOperation, each_image, require_pil
from msjax.dataset.vision.enums import Inter
from msjax.dataset.vision.padding import three_values
from msjax.dataset.vision.pixels import single
from msjax.dataset.vision.resizing import UNFILTERED, implementation_of, pil_filter
from msjax.dataset.vision.warping import warp_affine


class Rotate(DeviceChoice, ImageTensorOperation):
    """Turn an image by an angle.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Rotate.html

    Args:
        degrees: the angle in degrees, counter-clockwise.
        resample: an `Inter`; neither ANTIALIAS nor PILCUBIC. Default: Inter.NEAREST.
        expand: whether the result is as large as the turned image needs. Default: False.
        center: (x, y) of the center of rotation in pixels. Default: None, the middle.
        fill_value: what pixels outside of the image are: one number, or a tuple of three of 0
            to 255, last channel first. Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image, or cannot be interpolated so.
    """

    implementation = Implementation.C

    @checked(
        degrees=real(-FLOAT_MAX, FLOAT_MAX),
        resample=of_type(Inter),
        expand=of_type(bool),
        center=checks.center,
        fill_value=checks.fill_value,
    )
    def __init__(self, degrees, resample=Inter.NEAREST, expand=False, center=None, fill_value=0):
        super().__init__()
        self.degrees = degrees % 360
        self.resample = resample
        self.expand = expand
        self.center = center
        self.fill_value = three_values(fill_value)

    def _execute_c(self, image):
        self._check_image(image, most=3 if self.expand else image.ndim)
        return _rotated_arrays(self, image, self.degrees)


class RandomRotation(ImageTensorOperation, PyTensorOperation):
    """Turn an image by a random angle.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomRotation.html

    Args:
        degrees: (least, largest) angle in degrees, counter-clockwise; or one number d for (-d, d).
        resample: an `Inter`; arrays have neither ANTIALIAS nor PILCUBIC, images of Pillow neither
            AREA nor PILCUBIC, and ANTIALIAS only for multiples of 90 degrees.
            Default: Inter.NEAREST.
        expand: whether the result is as large as the turned image needs. Default: False.
        center: (x, y) of the center of rotation in pixels. Default: None, the middle.
        fill_value: what pixels outside of the image are: one number, or a tuple of three of 0
            to 255; first channel first for images of Pillow, last channel first for arrays.
            Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image, or cannot be interpolated so.
    """

    @checked(
        degrees=checks.degrees,
        resample=of_type(Inter),
        expand=of_type(bool),
        center=checks.center,
        fill_value=checks.fill_value,
    )
    def __init__(self, degrees, resample=Inter.NEAREST, expand=False, center=None, fill_value=0):
        super().__init__()
        self.degrees = _range_of_angles(degrees)
        self.resample = resample
        self.implementation = implementation_of(resample)
        self.expand = expand
        self.center = center
        self.fill_value = three_values(fill_value)

    def _execute_c(self, image):
        self._check_image(image)
        return _rotated_arrays(self, image, self._stream().real32(*self.degrees))

    def _execute_py(self, img):
        require_pil(img)
        resample = pil_filter(self.resample)
        angle = random.uniform(*self.degrees) % 360
        if self.resample == Inter.ANTIALIAS and (self.center or angle not in (0, 90, 180, 270)):
            raise ValueError(
                "When using Inter.ANTIALIAS, center needs to be None and angle needs to be an "
                f"integer multiple of 90. Got {self.center} and {angle}; take another `resample`."
            )
        return img.rotate(angle, resample, self.expand, self.center, fillcolor=self.fill_value)


def _range_of_angles(degrees) -> list[float]:
    if isinstance(degrees, int | float):
        return [-(degrees % 360), degrees % 360]
    low, high = degrees
    if high - low >= 360:
        return [-180, 180]
    low, high = low % 360, high % 360
    return [low, high + 360 if low > high else high]


def _rotated_arrays(operation, image: np.ndarray, angle) -> np.ndarray:
    if operation.resample in (Inter.ANTIALIAS, Inter.PILCUBIC):
        raise operation._failure(
            "Invalid InterpolationMode, check input value of enum. Got "
            f"{operation.resample!r}; use NEAREST, BILINEAR, BICUBIC or AREA."
        )
    is_nearest = operation.resample == Inter.NEAREST and image.dtype != np.float16
    if image.dtype.name in UNFILTERED and not is_nearest:
        raise operation._failure(
            f"images of {image.dtype} cannot be interpolated; use TypeCast before."
        )
    if operation.expand and image.dtype == bool:
        image = image.view(np.uint8)
    return each_image(lambda one: rotated(one, angle, operation), image)


def rotated(image: np.ndarray, angle: float, options) -> np.ndarray:
    """Turn an array (height, width, channels) or (height, width).

    Args:
        image: the image.
        angle: in degrees, counter-clockwise.
        options: has `resample`, `expand`, `center` and `fill_value`.

    Returns:
        The image.
    """
    height, width = image.shape[:2]
    x, y = map(single, options.center or ((width - 1) / 2, (height - 1) / 2))
    turn = math.radians(single(angle))
    cosine, sine = math.cos(turn), math.sin(turn)
    matrix = np.array(
        [
            [cosine, sine, (1 - cosine) * x - sine * y],
            [-sine, cosine, sine * x + (1 - cosine) * y],
        ]
    )
    size = None
    if options.expand:
        size = _size_of_turned(width, height, turn)
        matrix[0, 2] += (size[1] - width) / 2
        matrix[1, 2] += (size[0] - height) / 2
        size = (round(size[0]), round(size[1]))
    # MindSpore hands the color on in the order of OpenCV, whatever the order of the image.
    return warp_affine(image, matrix, options.resample, options.fill_value[::-1], size)


def _size_of_turned(width, height, turn) -> tuple[float, float]:
    cosine, sine = abs(math.cos(turn)), abs(math.sin(turn))
    return width * sine + height * cosine, width * cosine + height * sine
