"""Between arrays and images of Pillow, between orders of axes and of channels, between dtypes."""

from __future__ import annotations

import random

import numpy as np

from msjax.dataset.libraries import is_pil, opencv, pillow
from msjax.dataset.transforms.base import Implementation, PyTensorOperation
from msjax.dataset.transforms.checks import checked, data_type, of_type, probability
from msjax.dataset.transforms.rows import TypeCast, converted, dtype_name
from msjax.dataset.vision.base import IMAGE_DTYPES, ImageTensorOperation, require_pil

_PIL_GRAY = "bool int8 int16 int32 uint8 uint16 uint32 float32 float64".split()


class HWC2CHW(ImageTensorOperation):
    """Move the axis of channels from the last place to the first.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.HWC2CHW.html

    Images (height, width) stay as they are.

    Raises:
        RuntimeError: On a call: the array is no image.
    """

    random = False
    implementation = Implementation.C

    def _execute_c(self, image):
        if image.ndim not in (2, 3):
            raise self._failure(
                f"image shape should be <H,W> or <H,W,C>, but got rank: {image.ndim}"
            )
        dtypes = [dtype for dtype in IMAGE_DTYPES if dtype != "float16"]
        self._check_image(image, dtypes=dtypes)
        return channels_first(image)


class ToTensor(ImageTensorOperation):
    """Divide pixels by 255 and move the axis of channels from the last place to the first.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ToTensor.html

    Images (height, width) get an axis of one channel.

    Args:
        output_type: MindSpore's or NumPy's data type of the result. Default: numpy.float32.

    Raises:
        TypeError: `output_type` is no data type.
        RuntimeError: On a call: the array is no image.
    """

    random = False
    implementation = Implementation.C

    @checked(output_type=data_type)
    def __init__(self, output_type=np.float32):
        super().__init__()
        self.output_type = dtype_name(output_type)

    def _execute_c(self, image):
        if image.ndim < 2:
            raise self._failure(
                f"rank of input data should be greater than: 2, but got:{image.ndim}"
            )
        if image.ndim > 3:
            raise self._failure(f"image shape should be <H,W,C>, but got rank: {image.ndim}")
        if image.dtype.kind in "SU" or image.dtype in (np.uint32, np.int64, np.uint64):
            raise self._failure(
                "Input includes unsupported data type in [uint32, int64, uint64, string, bytes]. "
                f"Got {image.dtype}."
            )
        image = channels_first(image if image.ndim == 3 else image[:, :, None])
        scaled = np.multiply(image.astype(np.float32), np.float32(1 / 255))
        return converted(scaled, np.dtype(self.output_type))

    def _execute_py(self, img):
        return divided(np.asarray(img), self.output_type)


class ToPIL(PyTensorOperation):
    """Make an image of Pillow out of an array.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ToPIL.html

    Arrays are (height, width), or (height, width, channels) with up to four channels.

    Raises:
        TypeError: On a call: this is no array, or its dtype does not suit its channels.
        ValueError: On a call: it has another number of axes or channels.
    """

    random = False
    implementation = Implementation.PY

    def _execute_py(self, img):
        if is_pil(img):
            return img
        if not isinstance(img, np.ndarray):
            raise TypeError(
                "The input image should be of type numpy.ndarray or PIL.Image.Image. Got "
                f"{type(img)}."
            )
        if img.ndim not in (2, 3):
            raise ValueError(f"The dimension of input image should be 2 or 3. Got {img.ndim}.")
        channels = 1 if img.ndim == 2 else img.shape[2]
        if channels > 4:
            raise ValueError(f"The channel of input image should not exceed 4. Got {channels}.")
        if channels == 1 and img.dtype.name not in _PIL_GRAY:
            raise TypeError(
                f"The input image type {img.dtype} is not supported when image shape is [H, W] or "
                f"[H, W, 1]; convert it to one of {', '.join(_PIL_GRAY)}."
            )
        if channels > 1 and img.dtype != np.uint8:
            raise TypeError(
                f"The input image type {img.dtype} is not supported when image shape is [H, W, 2], "
                "[H, W, 3] or [H, W, 4]; convert it to uint8."
            )
        return pillow().fromarray(img.reshape(img.shape[:2]) if channels == 1 else img)


class ToNumpy(PyTensorOperation):
    """Make an array out of an image of Pillow.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ToNumpy.html
    """

    random = False
    implementation = Implementation.C

    def _execute_py(self, img):
        return np.array(img)


class ToType(TypeCast):
    """Convert pixels to another data type.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.ToType.html

    Args:
        data_type: MindSpore's or NumPy's data type.

    Raises:
        TypeError: `data_type` is none.
    """


class Grayscale(PyTensorOperation):
    """Turn an image of Pillow gray.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.Grayscale.html

    Args:
        num_output_channels: 1, or 3 for three equal ones. Default: 1.

    Raises:
        TypeError: It is no int; on a call: this is no image of Pillow.
        ValueError: It is another number.
    """

    random = False
    implementation = Implementation.PY

    @checked(num_output_channels=[of_type(int), lambda value, _: _one_or_three(value)])
    def __init__(self, num_output_channels=1):
        super().__init__()
        self.num_output_channels = num_output_channels

    def _execute_py(self, img):
        return grayed(img, self.num_output_channels)


def _one_or_three(count):
    if count not in (1, 3):
        raise ValueError(
            "Number of channels of the output grayscale image should be either 1 or 3. Got "
            f"{count}."
        )


class RandomGrayscale(PyTensorOperation):
    """Turn an image of Pillow gray, or leave it; it keeps its number of channels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.RandomGrayscale.html

    Args:
        prob: the probability that it is turned gray. Default: 0.1.

    Raises:
        TypeError: `prob` is no number; on a call: this is no image of Pillow.
        ValueError: It is not within [0, 1].
    """

    implementation = Implementation.PY

    @checked(prob=probability)
    def __init__(self, prob=0.1):
        super().__init__()
        self.prob = prob

    def _execute_py(self, img):
        require_pil(img)
        if self.prob > random.random():
            return grayed(img, 1 if img.mode == "L" else 3)
        return img


class RgbToBgr(PyTensorOperation):
    """Exchange red and blue of an image; MindSpore 1.x has it.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.RgbToBgr.html

    Args:
        is_hwc: whether images are (…, height, width, 3), and not (…, 3, height, width).
            Default: False.

    Raises:
        TypeError: `is_hwc` is no bool; on a call: the image is none of these.
    """

    random = False
    implementation = Implementation.PY

    @checked(is_hwc=of_type(bool))
    def __init__(self, is_hwc=False):
        super().__init__()
        self.is_hwc = is_hwc

    def _execute_py(self, img):
        axis = -1 if self.is_hwc else -3
        if not isinstance(img, np.ndarray):
            raise TypeError(f"img should be NumPy image. Got {type(img)}.")
        if img.ndim not in (3, 4):
            raise TypeError(f"img shape should have 3 or 4 axes. Got {img.shape}.")
        if img.shape[axis] != 3:
            raise TypeError(
                f"img should be 3 channels RGB img. Got {img.shape[axis]} channels in shape "
                f"{img.shape}; is_hwc={self.is_hwc} says which axis has them."
            )
        return np.ascontiguousarray(np.flip(img, axis))


def channels_first(image: np.ndarray) -> np.ndarray:
    """Return an image (height, width, channels) as (channels, height, width)."""
    if image.ndim == 2:
        return image
    if image.shape[2] == 3 and image.dtype in (np.uint8, np.float32):  # faster than NumPy's copy
        result = np.empty((3, *image.shape[:2]), image.dtype)
        opencv().split(image, list(result))
        return result
    return np.ascontiguousarray(image.transpose(2, 0, 1))


def divided(image: np.ndarray, dtype) -> np.ndarray:
    """Return an image as (channels, height, width), divided by 255 and then converted."""
    image = channels_first(image if image.ndim == 3 else image[:, :, None])
    return (image / 255.0).astype(dtype)


def grayed(image, channels: int):
    """Turn an image of Pillow gray, with 1 or 3 channels."""
    require_pil(image)
    gray = image.convert("L")
    if channels == 1:
        return gray
    return pillow().fromarray(np.dstack([np.array(gray, np.uint8)] * 3))
