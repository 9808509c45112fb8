"""`mindspore.dataset.vision.c_transforms` of MindSpore 1.x: operations on arrays."""

import numpy as np

from msjax.dataset import vision
from msjax.dataset.transforms.base import Implementation
from msjax.dataset.transforms.checks import checked, of_type
from msjax.dataset.transforms.versions import in_c
from msjax.dataset.vision import decoding
from msjax.dataset.vision.base import ImageTensorOperation
from msjax.dataset.vision.enums import (
    AutoAugmentPolicy,
    Border,
    ConvertMode,
    ImageBatchFormat,
    Inter,
    SliceMode,
)

_OPERATIONS = """
    AdjustGamma AutoAugment AutoContrast BoundingBoxAugment CenterCrop ConvertColor Crop CutMixBatch
    CutOut Equalize GaussianBlur HorizontalFlip HWC2CHW Invert MixUpBatch Normalize NormalizePad Pad
    PadToSize RandomAdjustSharpness RandomAffine RandomAutoContrast RandomColor RandomColorAdjust
    RandomCrop RandomCropDecodeResize RandomCropWithBBox RandomEqualize RandomHorizontalFlip
    RandomHorizontalFlipWithBBox RandomInvert RandomLighting RandomPosterize RandomResize
    RandomResizedCrop RandomResizedCropWithBBox RandomResizeWithBBox RandomRotation
    RandomSelectSubpolicy RandomSharpness RandomSolarize RandomVerticalFlip
    RandomVerticalFlipWithBBox Rescale Resize ResizeWithBBox Rotate SlicePatches UniformAugment
    VerticalFlip
""".split()

__all__ = [
    "AutoAugmentPolicy",
    "Border",
    "ConvertMode",
    "Decode",
    "ImageBatchFormat",
    "ImageTensorOperation",
    "Inter",
    "RgbToBgr",
    "SliceMode",
    *_OPERATIONS,
]

for _name in _OPERATIONS:
    globals()[_name] = in_c(getattr(vision, _name), __name__)


class Decode(decoding.Decode):
    """Decode the bytes of an image file to an array (height, width, 3) of uint8.

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.c_transforms.Decode.html

    Args:
        rgb: whether red comes first; blue does otherwise. Default: True.

    Raises:
        TypeError: `rgb` is no bool; on a call: the bytes are no array of one axis.
        RuntimeError: On a call: the bytes are no image.
    """

    @checked(rgb=of_type(bool))
    def __init__(self, rgb=True):
        super().__init__(to_pil=False)
        self.rgb = rgb

    def _execute_c(self, encoded):
        image = super()._execute_c(encoded)
        return image if self.rgb else image[:, :, ::-1]


class RgbToBgr(ImageTensorOperation):
    """Exchange red and blue of an image (height, width, 3).

    Source: https://www.mindspore.cn/docs/en/r1.9/api_python/dataset_vision/mindspore.dataset.vision.c_transforms.RgbToBgr.html

    Raises:
        RuntimeError: On a call: the array is no image of three channels.
    """

    implementation = Implementation.C

    def _execute_c(self, image):
        if image.ndim != 3 or image.shape[2] != 3:
            raise self._failure(
                f"input tensor is not in shape of <H,W,C> with 3 channels, but got {image.shape}"
            )
        return np.flip(image, 2)
