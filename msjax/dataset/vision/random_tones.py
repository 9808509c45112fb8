"""Map the levels of an image by chance, or by a random amount."""

from __future__ import annotations

from typing import ClassVar

from msjax.dataset.transforms.base import Implementation
from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    checked,
    increasing,
    list_of,
    of_length,
    of_type,
    probability,
    real,
    uint8,
    within,
)
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.filtering import sharpened
from msjax.dataset.vision.takes import SMOOTHED, Takes
from msjax.dataset.vision.tones import (
    INVERTED,
    LEVELS,
    as_list,
    cutoff_rule,
    equalized,
    ignored,
    inverted,
    posterized,
    solarized,
    stretched,
)


class _ByChance(ImageTensorOperation):
    """What changes an image with the probability `prob`; it refuses the same images always."""

    implementation = Implementation.C
    prob: float
    _takes: ClassVar[Takes]

    def _execute_c(self, image):
        self._takes.check(self, image)
        return self._changed(image) if self._stream().bernoulli(self.prob) else image

    def _changed(self, image):
        raise NotImplementedError


def _range_of_limits(value, name: str) -> None:
    of_type(tuple)(value, name)
    list_of(int)(value, name)
    text = "threshold must be a sequence of two numbers."
    of_length(2, text=text, error=ValueError)(value, name)
    for limit in value:
        within(0, 255)(limit, "")
    if value[1] < value[0]:
        raise ValueError(f"threshold must be in min max format numbers. Got {value}; swap them.")


def _range_of_bits(value, name: str) -> None:
    of_type(list, tuple, int)(value, name)
    if isinstance(value, int):
        within(1, 8)(value, "")
    else:
        text = "Size of bits should be a single integer or a list/tuple (min, max) of length 2."
        of_length(2, text=text)(value, name)
        for bits in value:
            uint8(bits, name)
        increasing(1, 8)(value, "")


class RandomAutoContrast(_ByChance):
    """Stretch the levels of each channel to reach from 0 to 255, or leave the image.

    Args:
        cutoff: the percentage of the darkest and of the brightest pixels that does not count, a
            float or int within [0, 50). Default: 0.0.
        ignore: an int of 0 to 255, or a list or tuple of them: levels that do not count.
            Default: None.
        prob: the probability that the image is changed. Default: 0.5.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is no image of bytes of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomAutoContrast.html
    """

    _takes = LEVELS

    @checked(cutoff=cutoff_rule, ignore=ignored, prob=probability)
    def __init__(self, cutoff=0.0, ignore=None, prob=0.5):
        super().__init__()
        self.cutoff = cutoff
        self.ignore = as_list(ignore)
        self.prob = prob

    def _changed(self, image):
        return stretched(self, image)


class RandomEqualize(_ByChance):
    """Make the histogram of each channel flat, or leave the image.

    Args:
        prob: the probability that the image is changed. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: the array is no image of bytes of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomEqualize.html
    """

    _takes = Takes(("uint8",), channels=(1, 3))

    @checked(prob=probability)
    def __init__(self, prob=0.5):
        super().__init__()
        self.prob = prob

    def _changed(self, image):
        return equalized(self, image)


class RandomInvert(_ByChance):
    """Replace each pixel by 255 minus itself, or leave the image.

    Args:
        prob: the probability that the image is changed. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: the array is not (height, width, 3), or has another dtype.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomInvert.html
    """

    _takes = INVERTED

    @checked(prob=probability)
    def __init__(self, prob=0.5):
        super().__init__()
        self.prob = prob

    def _changed(self, image):
        return inverted(self, image)


class RandomPosterize(ImageTensorOperation):
    """Keep a random number of the highest bits of each pixel.

    Args:
        bits: (least, largest) number of bits, ints of 1 to 8, or one int. Default: (8, 8).

    Raises:
        TypeError: `bits` is of another type.
        ValueError: A number is out of range, or the first is above the second.
        RuntimeError: On a call: the array is no image of bytes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomPosterize.html
    """

    implementation = Implementation.C

    @checked(bits=_range_of_bits)
    def __init__(self, bits=(8, 8)):
        super().__init__()
        self.bits = bits

    def _execute_c(self, image):
        low, high = (self.bits, self.bits) if isinstance(self.bits, int) else self.bits
        bits = low if low == high else self._stream().integer(low, high)
        return posterized(self, image, bits)


class RandomSolarize(ImageTensorOperation):
    """Invert the pixels within a random range.

    Args:
        threshold: tuple of the least and the largest int that the ends of the range are drawn
            from, within 0 and 255. Default: (0, 255).

    Raises:
        TypeError: `threshold` is no tuple of ints.
        ValueError: A number is out of range, or the first is above the second.
        RuntimeError: On a call: the array is no image of 1 or 3 channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomSolarize.html
    """

    implementation = Implementation.C

    @checked(threshold=_range_of_limits)
    def __init__(self, threshold=(0, 255)):
        super().__init__()
        self.threshold = threshold

    def _execute_c(self, image):
        stream = self._stream()
        low, high = sorted(stream.integer(*self.threshold) for _ in range(2))
        return solarized(self, image, low, high)


class RandomAdjustSharpness(_ByChance):
    """Blend an image with a smoothed one, or leave it.

    Args:
        degree: the share of the image, a float or int, not below 0; 1 changes nothing, 0 smooths,
            2 sharpens.
        prob: the probability that the image is changed. Default: 0.5.

    Raises:
        TypeError: An argument is no number.
        ValueError: `degree` is below 0, or `prob` not within [0, 1].
        RuntimeError: On a call: the array is no image, or of a dtype that OpenCV does not filter.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomAdjustSharpness.html
    """

    _takes = SMOOTHED

    @checked(degree=real(0, FLOAT_MAX), prob=probability)
    def __init__(self, degree, prob=0.5):
        super().__init__()
        self.degree = degree
        self.prob = prob

    def _changed(self, image):
        return sharpened(self, image, self.degree)
