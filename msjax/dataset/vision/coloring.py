"""Change colors and sharpness by chance."""

from __future__ import annotations

import numbers
import random

import numpy as np

from msjax.dataset.libraries import opencv, pillow
from msjax.dataset.transforms.base import PyTensorOperation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, increasing, of_type, real
from msjax.dataset.vision import pixels
from msjax.dataset.vision.adjusting import (
    AdjustBrightness,
    AdjustContrast,
    AdjustHue,
    AdjustSaturation,
)
from msjax.dataset.vision.base import IMAGE_DTYPES, ImageTensorOperation, require_pil
from msjax.dataset.vision.checks import positive_degrees
from msjax.dataset.vision.resizing import UNFILTERED


def _factors(low, high):
    def rule(value, name):
        of_type(numbers.Number, list, tuple)(value, name)
        if not isinstance(value, list | tuple):
            if value < 0:
                raise ValueError(f"The input value of {name} cannot be negative. Got {value}.")
            return
        if len(value) != 2:
            raise TypeError(f"If {name} is a sequence, the length must be 2. Got {value}.")
        if value[0] > value[1]:
            raise ValueError(
                f"{name} value should be in (min,max) format. Got ({value[0]}, {value[1]})."
            )
        increasing(low, high)(value, "")

    return rule


class RandomColorAdjust(ImageTensorOperation, PyTensorOperation):
    """Change brightness, contrast, saturation and hue by random factors, in a random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomColorAdjust.html

    Args:
        brightness: (least, largest) factor, 1 for no change; or one number d for
            (max(0, 1 - d), 1 + d). Default: (1, 1).
        contrast: likewise. Default: (1, 1).
        saturation: likewise. Default: (1, 1).
        hue: (least, largest) turn, as a part of the whole circle, within [-0.5, 0.5]; or one number
            d for (-d, d). Default: (0, 0).

    Raises:
        TypeError: An argument is neither.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image of three channels.
    """

    @checked(
        brightness=_factors(0, FLOAT_MAX),
        contrast=_factors(0, FLOAT_MAX),
        saturation=_factors(0, FLOAT_MAX),
        hue=_factors(-0.5, 0.5),
    )
    def __init__(self, brightness=(1, 1), contrast=(1, 1), saturation=(1, 1), hue=(0, 0)):
        super().__init__()
        self.brightness = _interval(brightness)
        self.contrast = _interval(contrast)
        self.saturation = _interval(saturation)
        self.hue = _interval(hue, center=0, low=-0.5, high=0.5)

    def _execute_c(self, image):
        _check_colors(self, image)
        stream = self._stream()
        order = ["brightness", "contrast", "saturation", "hue"]
        stream.shuffle(order)
        for name in order:
            low, high = getattr(self, name)
            if low == high == (0 if name == "hue" else 1):
                continue
            self._check_image(image, dtypes=_DTYPES.get(name, IMAGE_DTYPES))
            image = _adjusted(image, name, stream.real32(low, high))
        return image

    def _execute_py(self, img):
        require_pil(img)
        names = ["brightness", "contrast", "saturation", "hue"]
        changes = [(name, random.uniform(*getattr(self, name))) for name in names]
        random.shuffle(changes)
        for name, factor in changes:
            img = _ADJUSTMENTS[name](factor)(img)
        return img


_ADJUSTMENTS = {
    "brightness": AdjustBrightness,
    "contrast": AdjustContrast,
    "saturation": AdjustSaturation,
    "hue": AdjustHue,
}


_COLORED = ("uint8", "uint16", "float32")
_DTYPES = {"contrast": _COLORED, "saturation": _COLORED, "hue": ("uint8", "float32")}


def _adjusted(image, name, factor):
    if name == "brightness" and image.dtype == np.uint8:  # a table of all pixels is fastest
        levels = np.arange(256, dtype=np.uint8)
        return opencv().LUT(image, pixels.brightness(levels, factor))
    return getattr(pixels, name)(image, factor)


def _interval(value, center=1, low: float = 0, high: float = FLOAT_MAX):
    if not isinstance(value, list | tuple):
        value = [center - value, center + value]
        if center:
            value[0] = max(0, value[0])
        increasing(low, high)(value, "")
    return (value[0], value[1])


class RandomColor(ImageTensorOperation, PyTensorOperation):
    """Blend an image with its gray one, at random.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomColor.html

    Args:
        degrees: (least, largest) share of the image: 0 is gray, 1 the image, above 1 more colorful.
            Default: (0.1, 1.9).

    Raises:
        TypeError: `degrees` is no list or tuple of numbers.
        ValueError: There are not two, a number is negative, or they are not in order.
        RuntimeError: On a call: the array is no image of three channels.
    """

    @checked(degrees=positive_degrees)
    def __init__(self, degrees=(0.1, 1.9)):
        super().__init__()
        self.degrees = degrees

    def _execute_c(self, image):
        _check_colors(self, image)
        self._check_image(image, dtypes=("bool", *_COLORED))
        share = self._stream().real32(*self.degrees)
        if tuple(self.degrees) == (1, 1):
            return image
        image = pixels.as_bytes(image)
        cv2 = opencv()
        gray = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        return cv2.addWeighted(image, float(share), gray, 1 - float(share), 0)

    def _execute_py(self, img):
        require_pil(img)
        return AdjustSaturation(_share(self.degrees))(img)


class RandomSharpness(ImageTensorOperation, PyTensorOperation):
    """Blur or sharpen an image, at random.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomSharpness.html

    Args:
        degrees: (least, largest) share of the image in a blend with a blurred one: 0 is blurred,
            1 the image, above 1 sharper. Default: (0.1, 1.9).

    Raises:
        TypeError: `degrees` is no list or tuple of numbers.
        ValueError: There are not two, a number is negative, or they are not in order.
        RuntimeError: On a call: the array is no image.
    """

    @checked(degrees=positive_degrees)
    def __init__(self, degrees=(0.1, 1.9)):
        super().__init__()
        self.degrees = degrees

    def _execute_c(self, image):
        dtypes = [dtype for dtype in IMAGE_DTYPES if dtype not in UNFILTERED]
        self._check_image(image, dtypes=dtypes)
        share = self._stream().real32(*self.degrees)
        return pixels.sharpness(pixels.as_bytes(image), share)

    def _execute_py(self, img):
        require_pil(img)
        return pillow("ImageEnhance").Sharpness(img).enhance(_share(self.degrees))


class RandomLighting(ImageTensorOperation, PyTensorOperation):
    """Add a random color along the main axes of ImageNet's colors.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomLighting.html

    Args:
        alpha: the standard deviation of how far, at least 0. Default: 0.05.

    Raises:
        TypeError: `alpha` is no number.
        ValueError: It is negative.
        RuntimeError: On a call: the array is no image of three channels.

    Differs: MindSpore reads the numbers of other arrays than uint8 wrongly.
    """

    @checked(alpha=real(0, FLOAT_MAX))
    def __init__(self, alpha=0.05):
        super().__init__()
        self.alpha = alpha

    def _execute_c(self, image):
        _check_colors(self, image)
        self._check_image(image)
        color = _AXES.astype(np.float32) @ self._distances()
        return pixels.saturated(np.clip(image + color, 0, 255), image.dtype)

    def _distances(self):
        """Draw three normal floats; in a pipeline the one left over is for the next image."""
        left = [] if self._generator is None else vars(self).setdefault("_left", [])
        stream = self._stream()
        while len(left) < 3:
            left += _two_normal32(stream)
        drawn = [left.pop(0) for _ in range(3)]
        return np.array(drawn, np.float32) * np.float32(self.alpha)

    def _execute_py(self, img):
        require_pil(img)
        distances = [np.random.normal(loc=0.0, scale=self.alpha) for _ in range(3)]
        color = [sum(part * d for part, d in zip(row, distances, strict=True)) for row in _AXES]
        lit = np.array(img.convert("RGB"), np.float64) + color
        return pillow().fromarray(np.uint8(np.clip(lit, 0, 255)))


# The principal axes of ImageNet's colors, times the roots of their variances.
_AXES = np.array(
    [[-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.8140], [-0.5836, -0.6948, 0.4203]]
)
_AXES *= [55.46, 4.794, 1.148]


def _two_normal32(stream) -> list[np.float32]:
    """Draw two floats as `std::normal_distribution<float>` does."""
    one, two = np.float32(1), np.float32(2)
    square = np.float32(0)
    while not 0 < square <= 1:
        x, y = two * stream.real32() - one, two * stream.real32() - one
        square = x * x + y * y
    scale = np.sqrt(-two * np.log(square) / square)
    return [y * scale, x * scale]


def _check_colors(operation, image) -> None:
    if image.ndim != 3 or image.shape[2] != 3:
        raise operation._failure(
            "image shape is not <H,W,C> or channel is not 3, got rank: "
            f"{image.ndim}, and shape: {image.shape}; use ConvertColor before."
        )


def _share(degrees) -> float:
    return (degrees[1] - degrees[0]) * random.random() + degrees[0]
