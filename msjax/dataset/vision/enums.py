"""The words that operations on images are told their ways with."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any

from msjax.dataset.libraries import opencv, pillow

if TYPE_CHECKING:
    from collections.abc import Mapping


class AutoAugmentPolicy(str, Enum):  # noqa: UP042 - it prints as an Enum does
    """The data set whose policy of augmentations is used."""

    IMAGENET = "imagenet"
    CIFAR10 = "cifar10"
    SVHN = "svhn"


class Border(str, Enum):  # noqa: UP042 - it prints as an Enum does
    """How pixels outside of an image are filled."""

    CONSTANT = "constant"
    EDGE = "edge"
    REFLECT = "reflect"
    SYMMETRIC = "symmetric"

    @staticmethod
    def to_python_type(border_type):
        """Return the word that Python operations use for a border."""
        return _looked_up(border_type, {border: border.value for border in Border}, "Border type")

    @staticmethod
    def to_c_type(border_type):
        """Return OpenCV's number of a border."""
        cv2 = opencv()
        numbers = {
            Border.CONSTANT: cv2.BORDER_CONSTANT,
            Border.EDGE: cv2.BORDER_REPLICATE,
            Border.REFLECT: cv2.BORDER_REFLECT_101,
            Border.SYMMETRIC: cv2.BORDER_REFLECT,
        }
        return _looked_up(border_type, numbers, "Border type")


class ConvertMode(IntEnum):
    """From which order of channels to which one."""

    COLOR_BGR2BGRA = 0
    COLOR_RGB2RGBA = COLOR_BGR2BGRA
    COLOR_BGRA2BGR = 1
    COLOR_RGBA2RGB = COLOR_BGRA2BGR
    COLOR_BGR2RGBA = 2
    COLOR_RGB2BGRA = COLOR_BGR2RGBA
    COLOR_RGBA2BGR = 3
    COLOR_BGRA2RGB = COLOR_RGBA2BGR
    COLOR_BGR2RGB = 4
    COLOR_RGB2BGR = COLOR_BGR2RGB
    COLOR_BGRA2RGBA = 5
    COLOR_RGBA2BGRA = COLOR_BGRA2RGBA
    COLOR_BGR2GRAY = 6
    COLOR_RGB2GRAY = 7
    COLOR_GRAY2BGR = 8
    COLOR_GRAY2RGB = COLOR_GRAY2BGR
    COLOR_GRAY2BGRA = 9
    COLOR_GRAY2RGBA = COLOR_GRAY2BGRA
    COLOR_BGRA2GRAY = 10
    COLOR_RGBA2GRAY = 11

    @staticmethod
    def to_c_type(mode):
        """Return OpenCV's number of a conversion."""
        numbers = {mode: getattr(opencv(), mode.name) for mode in ConvertMode}
        return _looked_up(mode, numbers, "ConvertMode")


class ImageBatchFormat(IntEnum):
    """The order of a batch's axes."""

    NHWC = 0
    NCHW = 1


class ImageReadMode(IntEnum):
    """What an image file is converted to when it is read."""

    UNCHANGED = 0
    GRAYSCALE = 1
    COLOR = 2


class Inter(IntEnum):
    """How pixels are interpolated."""

    NEAREST = 0
    ANTIALIAS = 1
    BILINEAR = LINEAR = 2
    BICUBIC = CUBIC = 3
    AREA = 4
    PILCUBIC = 5

    @staticmethod
    def to_python_type(inter_type):
        """Return Pillow's filter for an interpolation."""
        filters = pillow().Resampling
        known = {
            Inter.NEAREST: filters.NEAREST,
            Inter.ANTIALIAS: filters.LANCZOS,
            Inter.LINEAR: filters.BILINEAR,
            Inter.CUBIC: filters.BICUBIC,
        }
        return _looked_up(inter_type, known, "interpolation")

    @staticmethod
    def to_c_type(inter_type):
        """Return OpenCV's number of an interpolation; None for `PILCUBIC`, which it lacks."""
        cv2 = opencv()
        known = {
            Inter.NEAREST: cv2.INTER_NEAREST,
            Inter.LINEAR: cv2.INTER_LINEAR,
            Inter.CUBIC: cv2.INTER_CUBIC,
            Inter.AREA: cv2.INTER_AREA,
        }
        if inter_type == Inter.PILCUBIC:
            return None
        return _looked_up(inter_type, known, "interpolation")


class SliceMode(IntEnum):
    """What becomes of pixels when an image does not divide into equal patches."""

    PAD = 0
    DROP = 1


def _looked_up(value, known: Mapping[Any, Any], what: str):
    if value not in known:
        *names, last = (key.name for key in known)
        raise RuntimeError(
            f"Unsupported {what}, only support {', '.join(names)} and {last}, but got {value!r}."
        )
    return known[value]
