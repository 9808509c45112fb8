"""Shift and scale the values of pixels."""

from __future__ import annotations

import numbers

import numpy as np

from msjax.dataset.transforms.base import DeviceChoice, Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import FLOAT_MAX, checked, of_type, real
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.checks import mean_and_std


class Normalize(DeviceChoice, ImageTensorOperation):
    """Subtract each channel's mean and divide by its standard deviation; the result is float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Normalize.html

    Args:
        mean: list or tuple of one number, or one per channel, within [0, 255], in the unit of the
            pixels.
        std: list or tuple of as many numbers within (0, 255].
        is_hwc: whether images are (…, height, width, channels), and not (…, channels, height,
            width). Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `mean` and `std` differ in length, or a number is out of range.
        RuntimeError: On a call: the image has another number of channels.
    """

    random = False
    implementation = Implementation.C

    @checked(
        mean_and_std,
        mean=of_type(list, tuple),
        std=of_type(list, tuple),
        is_hwc=of_type(bool),
    )
    def __init__(self, mean, std, is_hwc=True):
        super().__init__()
        self.mean = mean
        self.std = std
        self.is_hwc = is_hwc

    def _execute_c(self, image):
        return normalized(image, self.mean, self.std, self.is_hwc, self._failure)


class NormalizePad(ImageTensorOperation):
    """Normalize an image, and add a channel of zeros.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.NormalizePad.html

    Args:
        mean: list or tuple of one number, or one per channel, within [0, 255], in the unit of the
            pixels.
        std: list or tuple of as many numbers within (0, 255].
        dtype: the result's data type, "float32" or "float16". Default: "float32".
        is_hwc: whether the image is (height, width, channels), and not (channels, height, width).
            Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `mean` and `std` differ in length, a number is out of range, or `dtype` unknown.
        RuntimeError: On a call: the image has another number of channels.

    Differs: with `is_hwc` MindSpore 2.10 puts all zeros at the end of the array, not into a channel
    of their own.
    """

    random = False
    implementation = Implementation.C

    @checked(
        mean_and_std,
        mean=of_type(list, tuple),
        std=of_type(list, tuple),
        is_hwc=of_type(bool),
        dtype=lambda value, _: _of_floats(value),
    )
    def __init__(self, mean, std, dtype="float32", is_hwc=True):
        super().__init__()
        self.mean = mean
        self.std = std
        self.dtype = dtype
        self.is_hwc = is_hwc

    def _execute_c(self, image):
        self._check_image(image)
        if image.ndim == 2:
            if not self.is_hwc:
                raise self._failure(
                    f"image shape should be <C,H,W>, but got {image.shape}; use `image[None]`."
                )
            image = image[:, :, None]
        result = normalized(image, self.mean, self.std, self.is_hwc, self._failure)
        axis = 2 if self.is_hwc else 0
        zeros = np.zeros_like(result.take([0], axis))
        return np.concatenate([result, zeros], axis).astype(self.dtype)


def _of_floats(dtype):
    if not isinstance(dtype, str):
        raise TypeError(f"dtype should be string. Got {dtype!r}.")
    if dtype not in ("float32", "float16"):
        raise ValueError(f"dtype only supports float32 or float16. Got '{dtype}'.")


class Rescale(ImageTensorOperation):
    """Multiply pixels by a factor and add a number; the result is float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Rescale.html

    Args:
        rescale: the factor, as 1 / 255.
        shift: the number that is added to the product.

    Raises:
        TypeError: An argument is no number.
        RuntimeError: On a call: the array is of a dtype that no image has.
    """

    implementation = Implementation.C

    @checked(
        rescale=[of_type(numbers.Number), real(-FLOAT_MAX, FLOAT_MAX)],
        shift=[of_type(numbers.Number), real(-FLOAT_MAX, FLOAT_MAX)],
    )
    def __init__(self, rescale, shift):
        super().__init__()
        self.rescale = rescale
        self.shift = shift

    def _execute_c(self, image):
        if image.dtype.kind in "SU" or image.dtype in (np.uint32, np.int64, np.uint64):
            raise self._failure(
                f"load image failed: {image.dtype} is no dtype of images; use TypeCast before."
            )
        factor, shift = (float(np.float32(number)) for number in (self.rescale, self.shift))
        if image.dtype == np.uint8:
            table = np.arange(256) * factor + shift
            return table.astype(np.float32)[image]
        return (image.astype(np.float64) * factor + shift).astype(np.float32)


class LinearTransformation(PyTensorOperation):
    """Flatten an image, subtract a vector, multiply by a square matrix; as whitening does.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.LinearTransformation.html

    Args:
        transformation_matrix: array (D, D), where D is the number of the image's values.
        mean_vector: array (D,) that is subtracted first.

    Raises:
        TypeError: An argument is no array; on a call: the image is none.
        ValueError: Shapes do not fit.
    """

    random = False
    implementation = Implementation.PY

    @checked(
        lambda arguments: _check_shapes(arguments),
        transformation_matrix=of_type(np.ndarray),
        mean_vector=of_type(np.ndarray),
    )
    def __init__(self, transformation_matrix, mean_vector):
        super().__init__()
        self.transformation_matrix = transformation_matrix
        self.mean_vector = mean_vector

    def _execute_py(self, img):
        if not isinstance(img, np.ndarray):
            raise TypeError(f"img should be NumPy array. Got {type(img)}; convert it by ToNumpy.")
        matrix = self.transformation_matrix
        if img.size != matrix.shape[0]:
            raise ValueError(
                f"transformation_matrix shape {matrix.shape} not compatible with Numpy image shape "
                f"{img.shape}; it needs a row for each of the {img.size} values."
            )
        flat = img.reshape(1, -1) - self.mean_vector
        return np.dot(flat, matrix).reshape(img.shape)


def _check_shapes(arguments):
    matrix, mean = arguments["transformation_matrix"], arguments["mean_vector"]
    if matrix.shape[0] != matrix.shape[1]:
        raise ValueError(
            f"transformation_matrix should be a square matrix. Got shape {matrix.shape} instead."
        )
    if mean.shape[0] != matrix.shape[0]:
        raise ValueError(
            f"mean_vector length {mean.shape[0]} should match either one dimension of the square "
            f"transformation_matrix {matrix.shape}."
        )


def normalized(image: np.ndarray, mean, std, is_hwc: bool, failure) -> np.ndarray:
    """Return (image - mean) / std in float32, by channel.

    Raises:
        RuntimeError: made by `failure`: the number of channels is another.
    """
    if image.ndim < 2:
        raise failure(
            f"input tensor should have at least 2 dimensions, but got: {image.ndim}; use Decode "
            "before."
        )
    channels = 1 if image.ndim == 2 else image.shape[-1 if is_hwc else -3]
    if len(mean) not in (1, channels):
        raise failure(
            "number of channels does not match the size of mean and std vectors, got channels: "
            f"{channels}, size of mean: {len(mean)}; they must be equal, or the size 1."
        )
    if image.dtype.kind in "SU":
        raise failure(f"images of {image.dtype} cannot be normalized.")
    mean, std = np.array(mean, np.float32), np.array(std, np.float32)
    if len(mean) == 1:
        mean, std = mean[0], std[0]
    elif not is_hwc:
        mean, std = mean[:, None, None], std[:, None, None]
    elif image.flags.c_contiguous:
        # One row of pixels at a time: NumPy is slow on a last axis of 3.
        rows = image.reshape(-1, image.shape[-2] * channels)
        mean, std = np.tile(mean, image.shape[-2]), np.tile(std, image.shape[-2])
        return _standardized(rows, mean, std).reshape(image.shape)
    return _standardized(image, mean, std)


def _standardized(values, mean, std):
    result = np.subtract(values.astype(np.float32), mean)
    return np.divide(result, std, out=result)
