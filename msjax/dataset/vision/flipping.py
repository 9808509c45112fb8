"""Mirror images of images, always or by chance."""

from __future__ import annotations

import random

import numpy as np

from msjax.dataset.libraries import opencv, pillow
from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, probability
from msjax.dataset.vision.base import ImageTensorOperation, require_pil


class _Flip(DeviceChoice, ImageTensorOperation):
    implementation = Implementation.C
    _axis: int

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        return flipped(image, self._axis)


class HorizontalFlip(_Flip):
    """Exchange left and right of an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.HorizontalFlip.html

    Raises:
        RuntimeError: On a call: the array is no image.
    """

    _axis = 1


class VerticalFlip(_Flip):
    """Exchange up and down of an image.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.VerticalFlip.html

    Raises:
        RuntimeError: On a call: the array is no image.
    """

    _axis = 0


class _RandomFlip(ImageTensorOperation, PyTensorOperation):
    _axis: int

    @checked(prob=probability)
    def __init__(self, prob=0.5):
        super().__init__()
        self.prob = prob

    def _execute_c(self, image):
        self._check_image(image, most=image.ndim)
        return flipped(image, self._axis) if self._stream().bernoulli(self.prob) else image

    def _execute_py(self, img):
        require_pil(img)
        return flipped_pil(img, self._axis) if self.prob > random.random() else img


class RandomHorizontalFlip(_RandomFlip):
    """Exchange left and right of an image, or leave it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomHorizontalFlip.html

    Args:
        prob: the probability that they are exchanged. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: the array is no image.
    """

    _axis = 1


class RandomVerticalFlip(_RandomFlip):
    """Exchange up and down of an image, or leave it.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomVerticalFlip.html

    Args:
        prob: the probability that they are exchanged. Default: 0.5.

    Raises:
        TypeError: `prob` is no number.
        ValueError: It is not within [0, 1].
        RuntimeError: On a call: the array is no image.
    """

    _axis = 0


def flipped(image: np.ndarray, axis: int) -> np.ndarray:
    """Mirror arrays (…, height, width, channels) or (height, width) along axis 0 or 1 of these."""
    if image.ndim <= 3 and image.dtype in (np.uint8, np.float32):  # twice as fast as NumPy
        result = opencv().flip(image, axis)
        return result.reshape(image.shape)
    return np.flip(image, axis if image.ndim == 2 else image.ndim - 3 + axis)


def flipped_pil(image, axis: int):
    """Mirror an image of Pillow."""
    require_pil(image)
    directions = pillow().Transpose
    return image.transpose(directions.FLIP_LEFT_RIGHT if axis else directions.FLIP_TOP_BOTTOM)
