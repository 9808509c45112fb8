"""`mindspore.dataset.vision.py_transforms` of MindSpore 1.x: operations on images of Pillow.

What `ToTensor` gives, and what follows it, are arrays (channels, height, width).
"""

from __future__ import annotations

import random

import numpy as np

from msjax.dataset import vision
from msjax.dataset.transforms.base import Implementation, PyTensorOperation, not_random
from msjax.dataset.transforms.checks import checked, data_type, integer, of_type
from msjax.dataset.transforms.combining import chained
from msjax.dataset.transforms.py_transforms import Compose, RandomApply, RandomChoice, RandomOrder
from msjax.dataset.transforms.rows import dtype_name
from msjax.dataset.transforms.versions import in_python
from msjax.dataset.vision import decoding, formats
from msjax.dataset.vision.checks import mean_and_std
from msjax.dataset.vision.enums import Border, Inter
from msjax.dataset.vision.formats import RgbToBgr

_OPERATIONS = """
    AdjustGamma AutoContrast CenterCrop Equalize FiveCrop Grayscale HsvToRgb Invert
    LinearTransformation MixUp Pad RandomAffine RandomColor RandomColorAdjust RandomCrop
    RandomErasing RandomGrayscale RandomHorizontalFlip RandomPerspective RandomResizedCrop
    RandomRotation RandomSharpness RandomVerticalFlip Resize RgbToHsv TenCrop ToPIL UniformAugment
""".split()

__all__ = [
    "Border",
    "Compose",
    "ComposeOp",
    "CutOut",
    "Cutout",
    "Decode",
    "HWC2CHW",
    "Inter",
    "Normalize",
    "NormalizePad",
    "RandomApply",
    "RandomChoice",
    "RandomOrder",
    "RgbToBgr",
    "ToTensor",
    "ToType",
    "not_random",
    *_OPERATIONS,
]

for _name in _OPERATIONS:
    globals()[_name] = in_python(getattr(vision, _name), __name__)


def ComposeOp(transforms):
    """Make the function that `map` takes, of several operations; MindSpore 0.x has it.

    Args:
        transforms: list of operations and functions.

    Returns:
        A function without arguments, which returns a function of one column that returns a tuple.
    """
    return lambda: lambda *columns: chained(transforms, columns)


class Decode(decoding.Decode):
    """Decode the bytes of an image file to an image of Pillow.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.Decode.html

    Raises:
        TypeError: On a call: the bytes are no array of one axis.
        ValueError: On a call: the bytes are no image.
    """

    def __init__(self):
        super().__init__(to_pil=True)


class _OnArrays(PyTensorOperation):
    random = False
    implementation = Implementation.PY

    def __call__(self, img):
        """Apply the operation to an array."""
        if not isinstance(img, np.ndarray):
            raise TypeError(f"img should be NumPy array. Got {type(img)}; use ToTensor before.")
        return self._execute_py(img)


class HWC2CHW(_OnArrays):
    """Move the axis of channels from the last place to the first.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.HWC2CHW.html

    Raises:
        TypeError: On a call: this is no array of two or three axes.
    """

    def _execute_py(self, img):
        if img.ndim not in (2, 3):
            raise TypeError(f"img dimension should be 2 or 3. Got {img.ndim}.")
        return formats.channels_first(img)


class ToTensor(PyTensorOperation):
    """Divide pixels by 255 and move the axis of channels from the last place to the first.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.ToTensor.html

    Args:
        output_type: the result's data type. Default: numpy.float32.

    Raises:
        TypeError: `output_type` is no data type; on a call: this is no image.
    """

    random = False
    implementation = Implementation.PY

    @checked(output_type=data_type)
    def __init__(self, output_type=np.float32):
        super().__init__()
        self.output_type = dtype_name(output_type)

    def _execute_py(self, img):
        pixels = np.asarray(img)
        if pixels.ndim not in (2, 3):
            raise TypeError(
                f"The dimension of input image should be 2 or 3. Got {pixels.ndim} in {type(img)}."
            )
        return formats.divided(pixels, self.output_type)


class ToType(_OnArrays):
    """Convert pixels to another data type.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.ToType.html

    Args:
        output_type: NumPy's or MindSpore's data type.

    Raises:
        TypeError: `output_type` is none; on a call: this is no array.
    """

    @checked(output_type=data_type)
    def __init__(self, output_type):
        super().__init__()
        self.output_type = dtype_name(output_type)

    def _execute_py(self, img):
        return img.astype(self.output_type)


class Normalize(_OnArrays):
    """Subtract each channel's mean and divide by its standard deviation, in the array's dtype.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.Normalize.html

    Args:
        mean: list or tuple of one number, or one per channel, in the unit of the pixels.
        std: list or tuple of as many numbers above 0.

    Raises:
        TypeError: An argument is of another type; on a call: this is no array of three axes.
        ValueError: `mean` and `std` differ in length, or a number is out of range; on a call: the
            number of channels is another.
        NotImplementedError: On a call: the pixels are integers.
    """

    @checked(mean_and_std, mean=of_type(list, tuple), std=of_type(list, tuple))
    def __init__(self, mean, std):
        super().__init__()
        self.mean = mean
        self.std = std

    def _execute_py(self, img):
        if img.ndim != 3:
            raise TypeError(f"img dimension should be 3. Got {img.ndim}.")
        if img.dtype.kind in "iu":
            raise NotImplementedError(
                f"Unsupported image datatype: [{img.dtype}], pls execute [ToTensor] before "
                "[Normalize]."
            )
        if len(self.mean) not in (1, img.shape[0]):
            raise ValueError(
                "Length of mean and std must both be 1 or equal to the number of channels"
                f"({img.shape[0]}). Got {len(self.mean)}."
            )
        mean, std = (np.array(part, img.dtype)[:, None, None] for part in (self.mean, self.std))
        return (img - mean) / std


class NormalizePad(Normalize):
    """Normalize an image, and add a channel of zeros.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.NormalizePad.html

    Args:
        mean: list or tuple of one number, or one per channel, in the unit of the pixels.
        std: list or tuple of as many numbers above 0.
        dtype: "float32", or "float16" to convert the result. Default: "float32".

    Raises:
        TypeError: An argument is of another type; on a call: this is no array of three axes.
        ValueError: `mean` and `std` differ in length, a number is out of range, or `dtype` unknown;
            on a call: the number of channels is another.
        NotImplementedError: On a call: the pixels are integers.
    """

    def __init__(self, mean, std, dtype="float32"):
        super().__init__(mean, std)
        vision.NormalizePad(mean, std, dtype)
        self.dtype = dtype

    def _execute_py(self, img):
        image = super()._execute_py(img)
        zeros = np.zeros((1, *image.shape[1:]), np.float32)
        padded = np.concatenate([image, zeros])
        return padded.astype(np.float16) if self.dtype == "float16" else padded


class CutOut(_OnArrays):
    """Paint black squares at random places of an array (channels, height, width).

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.py_transforms.CutOut.html

    Args:
        length: the squares' length in pixels; parts of them may lie outside.
        num_patches: how many there are. Default: 1.

    Raises:
        TypeError: An argument is of another type; on a call: this is no array.
        ValueError: A number is not positive.
    """

    random = True

    @checked(length=integer(1, 2**24), num_patches=integer(1, 2**24))
    def __init__(self, length, num_patches=1):
        super().__init__()
        self.length = length
        self.num_patches = num_patches

    def _execute_py(self, img):
        if img.ndim != 3:
            raise TypeError(f"img dimension should be 3. Got {img.ndim}.")
        result = img.copy()
        _, rows, columns = img.shape
        length = self.length
        if length >= rows or length >= columns:
            return result
        for _ in range(self.num_patches):
            x, y = random.randint(0, columns), random.randint(0, rows)
            top, left = max(y - length // 2, 0), max(x - length // 2, 0)
            result[:, top : y + length // 2, left : x + length // 2] = 0
        return result


Cutout = CutOut
