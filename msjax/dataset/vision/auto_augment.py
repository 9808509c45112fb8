"""Automatic augmentation: AutoAugment, RandAugment and TrivialAugmentWide.

They share the augmentations and how these are applied; they differ in what they draw, and in the
ranges of the magnitudes. What MindSpore does strangely is done here too, so that the same seed
gives the same pictures:

- RandAugment and TrivialAugmentWide draw one number more than there are choices, and the last
  stands for the first; so AutoContrast is twice as likely as the others, a negative sign as likely
  as one in three.
- TranslateX moves by the magnitude times the width (TranslateY: the height), though magnitudes are
  in pixels already; so most moves leave nothing of the image.
- Rotate gets its fill value as (R, B, G), which it turns around as it always does.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from msjax.dataset.transforms.base import Implementation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, within
from msjax.dataset.vision import checks, pixels
from msjax.dataset.vision.affine import affine_matrix, require_interpolation
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import AutoAugmentPolicy, Inter
from msjax.dataset.vision.padding import three_values
from msjax.dataset.vision.policies import POLICIES
from msjax.dataset.vision.rotating import rotated
from msjax.dataset.vision.takes import Takes
from msjax.dataset.vision.warping import warp_affine

_PICTURES = Takes(("uint8",), ranks=(3,), channels=(3,))
_AUGMENTATIONS = (
    *("AutoContrast", "Brightness", "Color", "Contrast", "Equalize", "Identity", "Posterize"),
    *("Rotate", "Sharpness", "ShearX", "ShearY", "Solarize", "TranslateX", "TranslateY"),
)  # in the order that MindSpore numbers them
_WITHOUT_MAGNITUDE = ("AutoContrast", "Equalize", "Identity", "Invert")
_UNSIGNED = (*_WITHOUT_MAGNITUDE, "Posterize", "Solarize")


class _Look(NamedTuple):
    """How a rotation looks; see `rotated`."""

    resample: Inter
    fill_value: tuple[int, ...]
    expand: bool = False
    center: tuple | None = None


class _Augmentation(ImageTensorOperation):
    """What applies augmentations to an image."""

    implementation = Implementation.C
    interpolation: Inter
    fill_value: tuple[int, ...]

    def _execute_c(self, image):
        require_interpolation(self, self.interpolation)
        _PICTURES.check(self, image)
        return self._augmented(image, self._stream())

    def _augmented(self, image, stream) -> np.ndarray:
        raise NotImplementedError

    def _apply(self, image, name: str, magnitude) -> np.ndarray:
        """Apply an augmentation; `magnitude` is a float32 in its own unit."""
        if name in _LEVELS:
            return _LEVELS[name](image, magnitude)
        if name == "Rotate":
            red, green, blue = self.fill_value
            look = _Look(self.interpolation, (red, blue, green))
            return rotated(image, float(magnitude), look)
        kind, axis = name[:-1], "XY".index(name[-1])
        amounts = [np.float32(0)] * 2
        if kind == "Shear":
            amounts[axis] = magnitude * np.float32(180) / np.float32(np.pi)
            matrix = affine_matrix(image.shape, 0, (0, 0), 1, amounts)
        else:
            amounts[axis] = magnitude * np.float32(image.shape[1 - axis])
            matrix = affine_matrix(image.shape, 0, amounts, 1, (0, 0))
        return warp_affine(image, matrix, self.interpolation, self.fill_value)


_ONE = np.float32(1)
_LEVELS = {
    "AutoContrast": lambda image, _: pixels.auto_contrast(image, 0, ()),
    "Brightness": lambda image, magnitude: pixels.brightness(image, _ONE + magnitude),
    "Color": lambda image, magnitude: pixels.saturation(image, _ONE + magnitude),
    "Contrast": lambda image, magnitude: pixels.contrast(image, _ONE + magnitude),
    "Equalize": lambda image, _: pixels.equalize(image),
    "Identity": lambda image, _: image,
    "Invert": lambda image, _: pixels.invert(image),
    "Posterize": lambda image, magnitude: pixels.posterize(image, int(magnitude)),
    "Sharpness": lambda image, magnitude: pixels.sharpness(image, _ONE + magnitude),
    "Solarize": lambda image, magnitude: pixels.solarize(image, magnitude, magnitude),
}


class AutoAugment(_Augmentation):
    """Apply a pair of augmentations that was found to help on a data set.

    Args:
        policy: an `AutoAugmentPolicy`, the data set. Default: AutoAugmentPolicy.IMAGENET.
        interpolation: an `Inter`; neither ANTIALIAS nor PILCUBIC. Default: Inter.NEAREST.
        fill_value: what pixels outside of the image are: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (height, width, 3) of uint8.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.AutoAugment.html
    """

    @checked(
        policy=of_type(AutoAugmentPolicy),
        interpolation=of_type(Inter),
        fill_value=checks.fill_value,
    )
    def __init__(
        self, policy=AutoAugmentPolicy.IMAGENET, interpolation=Inter.NEAREST, fill_value=0
    ):
        super().__init__()
        self.policy = policy
        self.interpolation = interpolation
        self.fill_value = three_values(fill_value)

    def _augmented(self, image, stream):
        pairs = POLICIES[self.policy]
        steps = pairs[stream.integer(0, len(pairs) - 1)]
        chances = [stream.real32() for _ in steps]
        signs = [stream.integer(0, 1) for _ in steps]
        ranges = _ranges(10, 0.3, [150 / 331 * length for length in image.shape[1::-1]], 30, 0.9, 4)
        ranges["Solarize"] = _levels(256, 0, 10)
        for (name, probability, number), chance, sign in zip(steps, chances, signs, strict=True):
            if chance <= probability:
                magnitude = np.float32(0) if number is None else ranges[name][number]
                negative = sign == 0 and name not in _UNSIGNED
                image = self._apply(image, name, -magnitude if negative else magnitude)
        return image


class RandAugment(_Augmentation):
    """Apply a number of random augmentations, all of the same magnitude.

    Args:
        num_ops: how many, an int. Default: 2.
        magnitude: the number of the magnitude, an int below `num_magnitude_bins`. Default: 9.
        num_magnitude_bins: how many magnitudes there are, at least 2. Default: 31.
        interpolation: an `Inter`; neither ANTIALIAS nor PILCUBIC. Default: Inter.NEAREST.
        fill_value: what pixels outside of the image are: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (height, width, 3) of uint8.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandAugment.html
    """

    @checked(
        lambda arguments: within(0, arguments["num_magnitude_bins"], right_open=True)(
            arguments["magnitude"], "magnitude"
        ),
        num_ops=[of_type(int), within(0, FLOAT_MAX)],
        num_magnitude_bins=[of_type(int), within(2, FLOAT_MAX)],
        magnitude=of_type(int),
        interpolation=of_type(Inter),
        fill_value=checks.fill_value,
    )
    def __init__(
        self,
        num_ops=2,
        magnitude=9,
        num_magnitude_bins=31,
        interpolation=Inter.NEAREST,
        fill_value=0,
    ):
        super().__init__()
        self.num_ops = num_ops
        self.magnitude = magnitude
        self.num_magnitude_bins = num_magnitude_bins
        self.interpolation = interpolation
        self.fill_value = three_values(fill_value)

    def _augmented(self, image, stream):
        moves = [150 / 331 * length for length in image.shape[1::-1]]
        ranges = _ranges(self.num_magnitude_bins, 0.3, moves, 30, 0.9, 4)
        for _ in range(self.num_ops):
            name = _AUGMENTATIONS[_drawn(stream, len(_AUGMENTATIONS))]
            negative = _drawn(stream, 2) == 1
            image = self._apply(image, name, _signed(ranges, name, self.magnitude, negative))
        return image


class TrivialAugmentWide(_Augmentation):
    """Apply one random augmentation of a random magnitude.

    Args:
        num_magnitude_bins: how many magnitudes there are, at least 2. Default: 31.
        interpolation: an `Inter`; neither ANTIALIAS nor PILCUBIC. Default: Inter.NEAREST.
        fill_value: what pixels outside of the image are: one number, or a tuple (R, G, B), of 0 to
            255. Default: 0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (height, width, 3) of uint8.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.TrivialAugmentWide.html
    """

    @checked(
        num_magnitude_bins=[of_type(int), within(2, FLOAT_MAX)],
        interpolation=of_type(Inter),
        fill_value=checks.fill_value,
    )
    def __init__(self, num_magnitude_bins=31, interpolation=Inter.NEAREST, fill_value=0):
        super().__init__()
        self.num_magnitude_bins = num_magnitude_bins
        self.interpolation = interpolation
        self.fill_value = three_values(fill_value)

    def _augmented(self, image, stream):
        ranges = _ranges(self.num_magnitude_bins, 0.99, (32, 32), 135, 0.99, 6)
        name = _AUGMENTATIONS[_drawn(stream, len(_AUGMENTATIONS))]
        number = 0 if name in _WITHOUT_MAGNITUDE else _drawn(stream, self.num_magnitude_bins)
        negative = _drawn(stream, 2) == 1
        return self._apply(image, name, _signed(ranges, name, number, negative))


def _ranges(bins: int, shear, moves, degrees, blend, bits) -> dict[str, np.ndarray]:
    """Return {augmentation: its magnitudes}, from the largest value of each."""
    to_x, to_y = (_levels(0, move, bins) for move in moves)
    shears, blends = _levels(0, shear, bins), _levels(0, blend, bins)
    return {
        **dict.fromkeys(("ShearX", "ShearY"), shears),
        **dict.fromkeys(("Brightness", "Color", "Contrast", "Sharpness"), blends),
        "TranslateX": to_x,
        "TranslateY": to_y,
        "Rotate": _levels(0, degrees, bins),
        "Posterize": (8 - np.round(np.arange(bins) / ((bins - 1) / bits))).astype(np.float32),
        "Solarize": _levels(255, 0, bins),
    }


@functools.cache
def _levels(first, last, count: int) -> np.ndarray:
    """Return numbers at equal steps, as MindSpore rounds them: each step in float32."""
    first, last = np.float32(first), np.float32(last)
    step = (last - first) / np.float32(count - 1)
    return first + step * np.arange(count, dtype=np.float32)


def _drawn(stream, count: int) -> int:
    return stream.integer(0, count) % count


def _signed(ranges, name: str, number: int, negative: bool):
    magnitude = ranges[name][number] if name in ranges else np.float32(0)
    return -magnitude if negative and name not in _UNSIGNED else magnitude
