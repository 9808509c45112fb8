"""Affine maps of images, given or random."""

from __future__ import annotations

import math
import numbers
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from msjax.dataset.libraries import is_pil, pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import (
    checked,
    elements,
    list_of,
    of_length,
    of_type,
    optional,
    positive,
    within,
)
from msjax.dataset.vision import checks
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import Inter
from msjax.dataset.vision.padding import three_values
from msjax.dataset.vision.pixels import as_bytes
from msjax.dataset.vision.resizing import implementation_of, pil_filter
from msjax.dataset.vision.takes import SMOOTHED, STEPPED
from msjax.dataset.vision.warping import warp_affine


def _translate(value, name: str) -> None:
    of_type(list, tuple)(value, name)
    of_length(2, text="The length of translate should be 2.")(value, name)
    elements(of_type(int, float), within(-1.0, 1.0))(value, name)


def _shear(value, name: str) -> None:
    of_type(numbers.Number, tuple, list)(value, name)
    if isinstance(value, list | tuple):
        of_length(2, text="The length of shear should be 2.")(value, name)
        elements(of_type(int, float), within(-180, 180))(value, name)
    else:
        within(-180, 180)(value, name)


def _translate_range(value, name: str) -> None:
    list_of(int, float)(value, name)
    of_length(2, 4, text="translate should be a list or tuple of length 2 or 4.")(value, name)
    elements(within(-1.0, 1.0), name="{} at {}")(value, name)


def _scale_range(value, name: str) -> None:
    of_type(tuple, list)(value, name)
    list_of(int, float)(value, name)
    of_length(2, text="scale should be a list or tuple of length 2.")(value, name)
    if value[0] > value[1]:
        raise ValueError(
            f"Input scale[1] must be equal to or greater than scale[0]. Got {value}; swap them."
        )
    checks.scale(value, name)


def _shear_range(value, name: str) -> None:
    of_type(numbers.Number, tuple, list)(value, name)
    if isinstance(value, numbers.Number):
        positive(value, name)
        return
    list_of(int, float)(value, name)
    of_length(2, 4, text="shear must be of length 2 or 4.")(value, name)
    if any(low > high for low, high in zip(value[::2], value[1::2], strict=True)):
        rest = " and shear[3] must be equal to or greater than shear[2]" * (len(value) == 4)
        raise ValueError(
            f"Input shear[1] must be equal to or greater than shear[0]{rest}. Got {value}."
        )


class Affine(DeviceChoice, ImageTensorOperation):
    """Turn, scale, shear and move an image, keeping its size.

    Args:
        degrees: the angle in degrees, clockwise, a float or int within [-180, 180].
        translate: how far to move the image, (x, y) in widths and heights within [-1.0, 1.0].
        scale: the factor of the size, a positive float or int.
        shear: the angles in degrees within [-180, 180] along x and y; one number is along x.
        resample: an `Inter`; neither ANTIALIAS nor PILCUBIC. Default: Inter.NEAREST.
        fill_value: what pixels outside of the image are: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.

    Raises:
        TypeError: An argument is of another type or length.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image, or `resample` does not suit it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Affine.html
    """

    implementation = Implementation.C

    @checked(
        degrees=[of_type(int, float), within(-180, 180)],
        translate=_translate,
        scale=[of_type(int, float), positive],
        shear=_shear,
        resample=of_type(Inter),
        fill_value=checks.fill_value,
    )
    def __init__(self, degrees, translate, scale, shear, resample=Inter.NEAREST, fill_value=0):
        super().__init__()
        self.degrees = degrees
        self.translate = translate
        self.scale_ = scale
        self.shear = (shear, 0.0) if isinstance(shear, numbers.Number) else shear
        self.resample = resample
        self.fill_value = three_values(fill_value)

    def _execute_c(self, image):
        _require_warpable(self, image)
        move = [
            np.float32(part) * np.float32(length)
            for part, length in zip(self.translate, image.shape[1::-1], strict=True)
        ]
        matrix = affine_matrix(image.shape, self.degrees, move, self.scale_, self.shear)
        return _warped(image, matrix, self.resample, self.fill_value)


class RandomAffine(ImageTensorOperation, PyTensorOperation):
    """Turn, scale, shear and move an image by random amounts, keeping its size.

    Args:
        degrees: (least, largest) angle in degrees; one number d is (-d, d).
        translate: for arrays (least x, largest x, least y, largest y) in widths and heights within
            [-1.0, 1.0]; with two, y is 0. Images of Pillow are moved by up to (x, y) in both
            directions. Default: None, not at all.
        scale: (least, largest) factor of the size. Default: None, 1.
        shear: (least x, largest x, least y, largest y) in degrees; with two, y is 0; one positive
            number s is (-s, s). Default: None, not at all.
        resample: an `Inter`; arrays have neither ANTIALIAS nor PILCUBIC, images of Pillow neither
            AREA nor PILCUBIC. Default: Inter.NEAREST.
        fill_value: what pixels outside of the image are: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.

    Raises:
        TypeError: An argument is of another type or length; on a call: `resample` does not suit it.
        ValueError: A number is out of range; on a call with ANTIALIAS: it is no image of Pillow.
        RuntimeError: On a call: the array is no image, or `resample` does not suit it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomAffine.html

    Differs: `fill_value` counts for images of Pillow too; MindSpore leaves it out where Pillow's
        version is 10 or newer. None is refused when the operation is made, not when it is called.
    """

    @checked(
        degrees=checks.degrees,
        translate=optional(_translate_range),
        scale=optional(_scale_range),
        shear=optional(_shear_range),
        resample=of_type(Inter),
        fill_value=checks.fill_value,
    )
    def __init__(
        self,
        degrees,
        translate=None,
        scale=None,
        shear=None,
        resample=Inter.NEAREST,
        fill_value=0,
    ):
        super().__init__()
        self.degrees = _around_zero(degrees)
        self.translate = (0.0,) * 4 if translate is None else translate
        self.scale = (1.0, 1.0) if scale is None else scale
        self.shear = (*_around_zero(shear or ()), 0.0, 0.0, 0.0, 0.0)[:4]
        self.resample = resample
        self.implementation = implementation_of(resample)
        self.fill_value = three_values(fill_value)

    def _execute_c(self, image):
        _require_warpable(self, image)
        height, width = image.shape[:2]
        stream = self._stream()
        degrees = stream.real32(*self.degrees)
        x, y = [*self.translate, 0.0, 0.0][:2], [*self.translate, 0.0, 0.0][2:4]
        move = [
            stream.real32(*(float(np.float32(part) * np.float32(length)) for part in parts))
            for parts, length in ((x, width), (y, height))
        ]
        scale = stream.real32(*self.scale)
        shear = [stream.real32(*self.shear[:2]), stream.real32(*self.shear[2:])]
        matrix = affine_matrix(image.shape, degrees, move, scale, shear)
        return _warped(image, matrix, self.resample, self.fill_value)

    def _execute_py(self, img):
        resample = pil_filter(self.resample)
        require_pillow_image(img)
        angle = math.radians(random.uniform(*self.degrees))
        reach = [part * length for part, length in zip(self.translate, img.size, strict=False)]
        move = [np.round(random.uniform(-far, far)) for far in reach]
        scale = random.uniform(*self.scale)
        shear = [math.radians(random.uniform(*self.shear[i : i + 2])) for i in (0, 2)]
        coefficients = _pil_affine(img.size, angle, move, scale, shear)
        transform = pillow().Transform.AFFINE
        fill = self.fill_value[: len(img.getbands())]
        return img.transform(img.size, transform, coefficients, resample, fillcolor=fill)


def _around_zero(value: Any) -> Sequence[float]:
    return value if isinstance(value, Sequence) else (-value, value)


def require_interpolation(operation, interpolation: Inter) -> None:
    """Raise the error of `operation` for an interpolation that arrays are not warped with."""
    if interpolation in (Inter.ANTIALIAS, Inter.PILCUBIC):
        raise operation._failure(
            "Invalid InterpolationMode, only support Linear, Nearest, Cubic and Area. Got "
            f"{interpolation!r}."
        )


def _require_warpable(operation, image: np.ndarray) -> None:
    require_interpolation(operation, operation.resample)
    (STEPPED if operation.resample == Inter.NEAREST else SMOOTHED).check(operation, image)


def affine_matrix(shape, degrees, move, scale, shear) -> np.ndarray:
    """Return the matrix that turns, scales and shears an image around its middle, in float32.

    Args:
        shape: (height, width, …) of the image.
        degrees: the angle.
        move: (x, y) in pixels.
        scale: the factor of the size.
        shear: the angles along x and y, in degrees.

    Returns:
        (2, 3), for `warp_affine`.
    """
    turn, along_x, along_y = (
        float(np.float32(angle) * np.float32(math.pi) / np.float32(180))
        for angle in (degrees, *shear)
    )
    scale = float(np.float32(scale))
    slope = math.tan(along_x) / math.cos(along_y)
    a, b, c, d = (
        np.float32(scale * part)
        for part in (
            math.cos(turn - along_y) / math.cos(along_y),
            -math.cos(turn - along_y) * slope - math.sin(turn),
            math.sin(turn - along_y) / math.cos(along_y),
            -math.sin(turn - along_y) * slope + math.cos(turn),
        )
    )
    x, y = (np.float32((length - 1) / 2) for length in shape[1::-1])
    one = np.float32(1)
    return np.array(
        [
            [a, b, (one - a) * x - b * y + np.float32(move[0])],
            [c, d, (one - d) * y - c * x + np.float32(move[1])],
        ]
    )


def _warped(image, matrix, interpolation, fill) -> np.ndarray:
    return warp_affine(as_bytes(image), matrix, interpolation, fill).astype(image.dtype, copy=False)


def require_pillow_image(image) -> None:
    """Raise a ValueError unless this is an image of Pillow."""
    if not is_pil(image):
        raise ValueError(
            f"Input image should be a Pillow image. Got {type(image)}; convert it with ToPIL()."
        )


def _pil_affine(size, angle, move, scale, shear) -> list[float]:
    """Return Pillow's coefficients: they map places of the result to the source."""
    x, y = (length * 0.5 + 0.5 for length in size)
    first, second = angle + shear[0], angle + shear[1]
    determinant = math.cos(first) * math.cos(second) + math.sin(first) * math.sin(second)
    factor = 1.0 / scale / determinant
    a, b = factor * math.cos(first), factor * math.sin(first)
    c, d = factor * -math.sin(second), factor * math.cos(second)
    left, up = -x - move[0], -y - move[1]
    return [a, b, a * left + b * up + x, c, d, c * left + d * up + y]
