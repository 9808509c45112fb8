"""Mix the images of a batch, and their labels: CutMixBatch, MixUpBatch, MixUp."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from msjax.dataset.transforms.base import Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, positive, within
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import ImageBatchFormat
from msjax.dataset.vision.pixels import saturated

if TYPE_CHECKING:
    from msjax.dataset.engine.random import Stream

_SMALLEST = np.finfo(np.float32).eps  # below this a sum of draws counts as 0


def _float32(value, _: str) -> None:
    within(0, FLOAT_MAX, left_open=True)(value, "")


class _BatchMix(ImageTensorOperation):
    """What mixes the images of a batch and their labels."""

    implementation = Implementation.C
    _columns = None

    def _check(self, columns) -> None:
        if len(columns) != 2:
            raise self._failure(
                f"size of input data should be 2 (including images or labels), but got: "
                f"{len(columns)}, check 'input_columns' when call this operator."
            )
        images, labels = columns
        if images.ndim != 4:
            raise self._failure(
                "input image is not in shape of <B,H,W,C> or <B,C,H,W>, but got dimension: "
                f"{images.ndim}. You may need to perform Batch first."
            )
        if labels.ndim not in (2, 3):
            raise self._failure(
                "input label is not in shape of <Batch,Class> or <Batch,Row,Class>, but got "
                f"dimension: {labels.ndim}. You may need to perform OneHot and Batch first."
            )
        if len(images) != len(labels):
            raise self._failure(
                "batch sizes of image and label must be the same, but got image size: "
                f"{len(images)} and label size: {len(labels)}"
            )

    def _check_channels(self, count: int) -> None:
        if count not in (1, 3):
            raise self._failure(
                f"input image is not in channel of 1 or 3, but got channel: {count}"
            )

    def _share(self, gammas) -> np.float32:
        """Draw a number from a beta distribution, by the quotient of two from gammas."""
        first, second = (gamma() for gamma in gammas)
        if first + second < _SMALLEST:
            raise self._failure(
                "addition of variable(x1 and x2) of Gamma should not be 0. Take a larger `alpha`."
            )
        return first / (first + second)


class CutMixBatch(_BatchMix):
    """Replace a rectangle of each image by that of another one of the batch, and mix the labels.

    It takes two columns: images (batch, height, width, channels) or (batch, channels, height,
    width), and labels (batch, classes) or (batch, rows, classes), one-hot; labels become float32.

    Args:
        image_batch_format: an `ImageBatchFormat`, the order of the axes.
        alpha: the parameter of the beta distribution that shares are drawn from, a positive float
            or int. Default: 1.0.
        prob: the probability that an image is changed. Default: 1.0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `alpha` is not positive, or `prob` not within [0, 1].
        RuntimeError: On a call: the arrays are no batches of images and labels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.CutMixBatch.html
    """

    @checked(
        image_batch_format=of_type(ImageBatchFormat),
        alpha=of_type(int, float),
        prob=of_type(int, float),
    )
    @checked(alpha=_float32, prob=within(0, 1))
    def __init__(self, image_batch_format, alpha=1.0, prob=1.0):
        super().__init__()
        self.image_batch_format = image_batch_format.value
        self.alpha = alpha
        self.prob = prob

    def _execute_c(self, *columns):
        self._check(columns)
        images, labels = columns
        channels_first = self.image_batch_format == ImageBatchFormat.NCHW
        self._check_channels(images.shape[1 if channels_first else -1])
        height, width = images.shape[2:] if channels_first else images.shape[1:3]
        stream = self._stream()
        others = _shuffled(stream, len(images))
        gammas = _Gamma(stream, self.alpha), _Gamma(stream, self.alpha)
        mixed, shares = images.copy(), np.ones(len(images), np.float32)
        for index, other in enumerate(others):
            share = self._share(gammas)
            if stream.real() >= self.prob:
                continue
            rows, columns = _rectangle(stream, height, width, share)
            place = np.s_[..., rows, columns] if channels_first else np.s_[rows, columns]
            mixed[index][place] = images[other][place]
            cut = (rows.stop - rows.start) * (columns.stop - columns.start)
            shares[index] = np.float32(1) - np.float32(cut) / np.float32(height * width)
        return mixed, _mixed_labels(labels, others, shares)


class MixUpBatch(_BatchMix):
    """Blend each image of a batch with another one, and their labels alike.

    It takes two columns: images (batch, height, width, channels) or (batch, channels, height,
    width), and labels (batch, classes) or (batch, rows, classes), one-hot; labels become float32.

    Args:
        alpha: the parameter of the beta distribution that the share of the first image is drawn
            from, a positive float or int. Default: 1.0.

    Raises:
        TypeError: `alpha` is no number.
        ValueError: It is not positive.
        RuntimeError: On a call: the arrays are no batches of images and labels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.MixUpBatch.html
    """

    @checked(alpha=[of_type(int, float), positive, _float32])
    def __init__(self, alpha=1.0):
        super().__init__()
        self.alpha = alpha

    def _execute_c(self, *columns):
        self._check(columns)
        images, labels = columns
        if images.dtype == np.float16:
            raise self._failure("images of float16 cannot be blended; convert them with TypeCast.")
        first, last = images.shape[1], images.shape[-1]
        self._check_channels(last if last in (1, 3) else first)
        stream = self._stream()
        share = self._share([_Gamma(stream, self.alpha), _Gamma(stream, self.alpha)])
        others = _shuffled(stream, len(images))
        rest = np.float32(1) - share
        wide = np.float64 if images.dtype in (np.int32, np.float64) else np.float32
        blend = images * wide(share) + images[others] * wide(rest)
        shares = np.full(len(images), share)
        return saturated(blend, images.dtype), _mixed_labels(labels, others, shares)


class MixUp(PyTensorOperation):
    """Blend each image of a batch with another one, and their labels alike.

    Args:
        batch_size: how many images a batch has.
        alpha: the parameter of the beta distribution that the shares are drawn from, a positive
            float or int.
        is_single: whether an image is blended with the next one of its batch, not with that of the
            batch before. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `batch_size` or `alpha` is not positive.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.MixUp.html
    """

    implementation = Implementation.PY
    random = False

    @checked(
        is_single=of_type(bool),
        batch_size=[of_type(int), lambda value, _: within(1, FLOAT_MAX)(value, "")],
        alpha=[of_type(int, float), positive],
    )
    def __init__(self, batch_size, alpha, is_single=True):
        super().__init__()
        self.image = 0
        self.label = 0
        self.is_first = True
        self.batch_size = batch_size
        self.alpha = alpha
        self.is_single = is_single

    def __call__(self, image, label):
        """Blend a batch.

        Args:
            image: images, an array (batch, height, width, channels).
            label: labels, an array (batch, classes).

        Returns:
            The images and the labels, float64.
        """
        shares = np.random.beta(self.alpha, self.alpha, self.batch_size)
        if self.is_single:
            following = np.roll(np.arange(self.batch_size), -1)
            others = image[following], label[following]
            return _blended(image, others[0], shares, 4), _blended(label, others[1], shares, 2)
        if self.is_first:
            shares = np.ones(self.batch_size)
            self.is_first = False
        self.image = _blended(image, self.image, shares, 4)
        self.label = _blended(label, self.label, shares, 2)
        return self.image, self.label


def _blended(batch, other, shares, axes: int) -> np.ndarray:
    shares = shares.reshape(-1, *[1] * (axes - 1))  # one image is blended with each share
    return shares * batch + (1 - shares) * other


def _shuffled(stream: Stream, count: int) -> list[int]:
    order = list(range(count))
    stream.shuffle(order)
    return order


def _mixed_labels(labels, others, shares) -> np.ndarray:
    labels = labels.astype(np.float32)
    shares = shares.reshape(-1, *[1] * (labels.ndim - 1))
    return shares * labels + (np.float32(1) - shares) * labels[others]


def _rectangle(stream: Stream, height: int, width: int, share) -> tuple[slice, slice]:
    """Return the rows and columns to replace; `share` of the area is to stay."""
    ratio = np.sqrt(np.float32(1) - share)
    columns, rows = (
        _span(stream.integer(0, length), int(np.float32(length) * ratio) // 2, length)
        for length in (width, height)
    )
    return rows, columns


def _span(middle: int, half: int, length: int) -> slice:
    start, stop = (min(max(end, 0), length - 1) for end in (middle - half, middle + half))
    return slice(start, start + min(max(stop - start, 1), length - 1))


class _Gamma:
    """`std::gamma_distribution<float>` of libstdc++, which keeps every second normal draw."""

    def __init__(self, stream: Stream, alpha):
        self._stream = stream
        self._alpha = np.float32(alpha)
        self._raised = self._alpha + 1 if self._alpha < 1 else self._alpha
        self._scale = self._raised - np.float32(1) / np.float32(3)
        self._slope = np.float32(1) / np.sqrt(np.float32(9) * self._scale)
        self._saved: np.float32 | None = None

    def __call__(self) -> np.float32:
        """Draw a number."""
        while True:
            normal = self._normal()
            volume = np.float32(1) + self._slope * normal
            if volume <= 0:
                continue
            volume = volume * volume * volume
            if self._accepted(self._stream.real32(), float(normal), float(volume)):
                break
        drawn = self._scale * volume
        if self._alpha == self._raised:
            return drawn
        chance = np.float32(0)
        while chance == 0:
            chance = self._stream.real32()
        return np.power(chance, np.float32(1) / self._alpha) * self._scale * volume

    def _accepted(self, chance, normal: float, volume: float) -> bool:
        if chance <= 1.0 - 0.0331 * normal**4:
            return True
        limit = 0.5 * normal * normal + float(self._scale) * (1.0 - volume + math.log(volume))
        return chance == 0 or math.log(chance) <= limit

    def _normal(self) -> np.float32:
        if self._saved is not None:
            normal, self._saved = self._saved, None
            return normal
        square = np.float32(0)
        while not 0 < square <= 1:
            x, y = (np.float32(2.0 * float(self._stream.real32()) - 1.0) for _ in range(2))
            square = x * x + y * y
        scale = np.sqrt(np.float32(-2) * np.log(square) / square)
        self._saved = x * scale
        return y * scale
