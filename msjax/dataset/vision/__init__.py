"""`mindspore.dataset.vision`: operations on images."""

from msjax.dataset.transforms.base import not_random
from msjax.dataset.vision.adjusting import (
    AdjustBrightness,
    AdjustContrast,
    AdjustGamma,
    AdjustHue,
    AdjustSaturation,
)
from msjax.dataset.vision.affine import Affine, RandomAffine
from msjax.dataset.vision.auto_augment import AutoAugment, RandAugment, TrivialAugmentWide
from msjax.dataset.vision.boxes import (
    BoundingBoxAugment,
    RandomCropWithBBox,
    RandomHorizontalFlipWithBBox,
    RandomResizedCropWithBBox,
    RandomResizeWithBBox,
    RandomVerticalFlipWithBBox,
    ResizeWithBBox,
)
from msjax.dataset.vision.choosing import RandomSelectSubpolicy, UniformAugment
from msjax.dataset.vision.color_spaces import ConvertColor, HsvToRgb, RgbToHsv
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
from msjax.dataset.vision.files import (
    encode_jpeg,
    encode_png,
    get_image_num_channels,
    get_image_size,
    read_file,
    read_image,
    write_file,
    write_jpeg,
    write_png,
)
from msjax.dataset.vision.filtering import AdjustSharpness, GaussianBlur
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
from msjax.dataset.vision.mixing import CutMixBatch, MixUp, MixUpBatch
from msjax.dataset.vision.normalizing import LinearTransformation, Normalize, NormalizePad, Rescale
from msjax.dataset.vision.padding import Pad, PadToSize, SlicePatches
from msjax.dataset.vision.perspective import Perspective, RandomPerspective
from msjax.dataset.vision.random_cropping import (
    RandomCrop,
    RandomCropDecodeResize,
    RandomResize,
    RandomResizedCrop,
)
from msjax.dataset.vision.random_tones import (
    RandomAdjustSharpness,
    RandomAutoContrast,
    RandomEqualize,
    RandomInvert,
    RandomPosterize,
    RandomSolarize,
)
from msjax.dataset.vision.resizing import Resize, ResizedCrop
from msjax.dataset.vision.rotating import RandomRotation, Rotate
from msjax.dataset.vision.tones import AutoContrast, Equalize, Invert, Posterize, Solarize
from msjax.dataset.vision.video import DecodeVideo, VideoDecoder, read_video, read_video_timestamps

__all__ = [
    "HWC2CHW",
    "AdjustBrightness",
    "AdjustContrast",
    "AdjustGamma",
    "AdjustHue",
    "AdjustSaturation",
    "AdjustSharpness",
    "Affine",
    "AutoAugment",
    "AutoAugmentPolicy",
    "AutoContrast",
    "Border",
    "BoundingBoxAugment",
    "CenterCrop",
    "ConvertColor",
    "ConvertMode",
    "Crop",
    "CutMixBatch",
    "CutOut",
    "Decode",
    "DecodeVideo",
    "Equalize",
    "Erase",
    "FiveCrop",
    "GaussianBlur",
    "Grayscale",
    "HorizontalFlip",
    "HsvToRgb",
    "ImageBatchFormat",
    "ImageReadMode",
    "Inter",
    "Invert",
    "LinearTransformation",
    "MixUp",
    "MixUpBatch",
    "Normalize",
    "NormalizePad",
    "Pad",
    "PadToSize",
    "Perspective",
    "Posterize",
    "RandAugment",
    "RandomAdjustSharpness",
    "RandomAffine",
    "RandomAutoContrast",
    "RandomColor",
    "RandomColorAdjust",
    "RandomCrop",
    "RandomCropDecodeResize",
    "RandomCropWithBBox",
    "RandomEqualize",
    "RandomErasing",
    "RandomGrayscale",
    "RandomHorizontalFlip",
    "RandomHorizontalFlipWithBBox",
    "RandomInvert",
    "RandomLighting",
    "RandomPerspective",
    "RandomPosterize",
    "RandomResize",
    "RandomResizeWithBBox",
    "RandomResizedCrop",
    "RandomResizedCropWithBBox",
    "RandomRotation",
    "RandomSelectSubpolicy",
    "RandomSharpness",
    "RandomSolarize",
    "RandomVerticalFlip",
    "RandomVerticalFlipWithBBox",
    "Rescale",
    "Resize",
    "ResizeWithBBox",
    "ResizedCrop",
    "RgbToBgr",
    "RgbToHsv",
    "Rotate",
    "SliceMode",
    "SlicePatches",
    "Solarize",
    "TenCrop",
    "ToNumpy",
    "ToPIL",
    "ToTensor",
    "ToType",
    "TrivialAugmentWide",
    "UniformAugment",
    "VerticalFlip",
    "VideoDecoder",
    "encode_jpeg",
    "encode_png",
    "get_image_num_channels",
    "get_image_size",
    "not_random",
    "read_file",
    "read_image",
    "read_video",
    "read_video_timestamps",
    "write_file",
    "write_jpeg",
    "write_png",
]
