"""`mindspore.dataset.vision`: operations on images."""

from msjax.dataset.transforms.base import not_random
from msjax.dataset.vision.boxes import (
    BoundingBoxAugment,
    RandomCropWithBBox,
    RandomHorizontalFlipWithBBox,
    RandomResizedCropWithBBox,
    RandomResizeWithBBox,
    RandomVerticalFlipWithBBox,
    ResizeWithBBox,
)
from msjax.dataset.vision.coloring import (
    RandomColor,
    RandomColorAdjust,
    RandomLighting,
    RandomSharpness,
)
from msjax.dataset.vision.cropping import CenterCrop, Crop, FiveCrop, TenCrop
from msjax.dataset.vision.decoding import Decode
from msjax.dataset.vision.enums import (
    AutoAugmentPolicy,
    Border,
    ConvertMode,
    ImageBatchFormat,
    ImageReadMode,
    Inter,
    SliceMode,
)
from msjax.dataset.vision.erasing import CutOut, Erase, RandomErasing
from msjax.dataset.vision.flipping import (
    HorizontalFlip,
    RandomHorizontalFlip,
    RandomVerticalFlip,
    VerticalFlip,
)
from msjax.dataset.vision.formats import (
    HWC2CHW,
    Grayscale,
    RandomGrayscale,
    RgbToBgr,
    ToNumpy,
    ToPIL,
    ToTensor,
    ToType,
)
from msjax.dataset.vision.normalizing import LinearTransformation, Normalize, NormalizePad, Rescale
from msjax.dataset.vision.padding import Pad, PadToSize, SlicePatches
from msjax.dataset.vision.random_cropping import (
    RandomCrop,
    RandomCropDecodeResize,
    RandomResize,
    RandomResizedCrop,
)
from msjax.dataset.vision.resizing import Resize, ResizedCrop
from msjax.dataset.vision.rotating import RandomRotation, Rotate

__all__ = [
    "HWC2CHW",
    "AutoAugmentPolicy",
    "Border",
    "BoundingBoxAugment",
    "CenterCrop",
    "ConvertMode",
    "Crop",
    "CutOut",
    "Decode",
    "Erase",
    "FiveCrop",
    "Grayscale",
    "HorizontalFlip",
    "ImageBatchFormat",
    "ImageReadMode",
    "Inter",
    "LinearTransformation",
    "Normalize",
    "NormalizePad",
    "Pad",
    "PadToSize",
    "RandomColor",
    "RandomColorAdjust",
    "RandomCrop",
    "RandomCropDecodeResize",
    "RandomCropWithBBox",
    "RandomErasing",
    "RandomGrayscale",
    "RandomHorizontalFlip",
    "RandomHorizontalFlipWithBBox",
    "RandomLighting",
    "RandomResize",
    "RandomResizeWithBBox",
    "RandomResizedCrop",
    "RandomResizedCropWithBBox",
    "RandomRotation",
    "RandomSharpness",
    "RandomVerticalFlip",
    "RandomVerticalFlipWithBBox",
    "Rescale",
    "Resize",
    "ResizeWithBBox",
    "ResizedCrop",
    "RgbToBgr",
    "Rotate",
    "SliceMode",
    "SlicePatches",
    "TenCrop",
    "ToNumpy",
    "ToPIL",
    "ToTensor",
    "ToType",
    "VerticalFlip",
    "not_random",
]
