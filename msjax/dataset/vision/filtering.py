"""Filters: sharpen or blur an image."""

from __future__ import annotations

import numbers

import numpy as np

from msjax.dataset.transforms.base import DeviceChoice, Implementation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, within
from msjax.dataset.vision import pixels
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.takes import SMOOTHED


def _odd(value, name: str) -> None:
    of_type(int)(value, name)
    within(1, FLOAT_MAX)(value, "kernel_size")
    if value % 2 != 1:
        raise ValueError(f"Input {name} is not an odd value. Got {value}; add or take 1.")


def _kernel_size(value, name: str) -> None:
    of_type(int, list, tuple)(value, name)
    if isinstance(value, int):
        _odd(value, name)
    elif len(value) == 2:
        for index, length in enumerate(value):
            _odd(length, f"{name}[{index}]")
    else:
        raise TypeError(
            "Kernel size should be a single integer or a list/tuple (kernel_width, kernel_height) "
            f"of length 2. Got {value}."
        )


def _sigma(value, name: str) -> None:
    if value is None:
        return
    of_type(numbers.Number, list, tuple)(value, name)
    if isinstance(value, numbers.Number):
        within(0, FLOAT_MAX)(value, name)
    elif len(value) == 2:
        for index, deviation in enumerate(value):
            of_type(numbers.Number)(deviation, f"size[{index}]")
            within(0, FLOAT_MAX)(deviation, name)
    else:
        raise TypeError(
            "Sigma should be a single number or a list/tuple of length 2 for width and height. "
            f"Got {value}."
        )


class AdjustSharpness(DeviceChoice, ImageTensorOperation):
    """Blend an image with a smoothed one.

    Args:
        sharpness_factor: the share of the image, a float or int, not below 0; 1 changes nothing, 0
            smooths, 2 sharpens.

    Raises:
        TypeError: `sharpness_factor` is no number.
        ValueError: It is below 0.
        RuntimeError: On a call: the array is no image, or of a dtype that OpenCV does not filter.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AdjustSharpness.html
    """

    implementation = Implementation.C

    @checked(
        sharpness_factor=[of_type(float, int), lambda value, _: within(0, FLOAT_MAX)(value, "")]
    )
    def __init__(self, sharpness_factor):
        super().__init__()
        self.sharpness_factor = sharpness_factor

    def _execute_c(self, image):
        return sharpened(self, image, self.sharpness_factor)


class GaussianBlur(DeviceChoice, ImageTensorOperation):
    """Smooth an image with a Gaussian.

    Args:
        kernel_size: (width, height) of the kernel in pixels, odd ints, or one for both.
        sigma: the standard deviations along the width and the height in pixels, floats or ints not
            below 0, or one for both. Default: None, or where it is 0: 0.15 * size + 0.35.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A size is not odd, or a sigma below 0.
        RuntimeError: On a call: the array is no image, or of a dtype that OpenCV does not filter.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.GaussianBlur.html
    """

    implementation = Implementation.C

    @checked(kernel_size=_kernel_size, sigma=_sigma)
    def __init__(self, kernel_size, sigma=None):
        super().__init__()
        self.kernel_size = (kernel_size,) if isinstance(kernel_size, int) else kernel_size
        if sigma is None:
            sigma = (0,)
        self.sigma = (float(sigma),) if isinstance(sigma, numbers.Real) else sigma

    def _execute_c(self, image):
        SMOOTHED.check(self, image)
        size, sigma = ((values[0], values[-1]) for values in (self.kernel_size, self.sigma))
        return pixels.gaussian_blur(pixels.as_bytes(image), size, sigma)


def sharpened(operation, image: np.ndarray, factor) -> np.ndarray:
    """Return a blend of the image and a smoothed one, for `operation`."""
    SMOOTHED.check(operation, image)
    return pixels.sharpness(pixels.as_bytes(image), factor)
