"""Functions on images of Pillow that programs import from MindSpore's module of this name."""

from __future__ import annotations

from msjax.dataset.libraries import is_pil
from msjax.dataset.vision.adjusting import (
    AdjustBrightness,
    AdjustContrast,
    AdjustHue,
    AdjustSaturation,
)
from msjax.dataset.vision.base import NEED_PIL as augment_error_message
from msjax.dataset.vision.base import require_pil
from msjax.dataset.vision.cropping import center_cropped as center_crop
from msjax.dataset.vision.cropping import cropped_pil as crop
from msjax.dataset.vision.enums import Inter
from msjax.dataset.vision.flipping import flipped_pil
from msjax.dataset.vision.formats import grayed as grayscale
from msjax.dataset.vision.padding import three_values
from msjax.dataset.vision.random_cropping import RandomCrop
from msjax.dataset.vision.resizing import pil_filter

__all__ = [
    "adjust_brightness",
    "adjust_contrast",
    "adjust_hue",
    "adjust_saturation",
    "augment_error_message",
    "center_crop",
    "crop",
    "grayscale",
    "horizontal_flip",
    "is_pil",
    "random_crop",
    "rotate",
    "vertical_flip",
]


def adjust_brightness(img, brightness_factor):
    """Multiply the pixels of an image of Pillow.

    Args:
        img: the image.
        brightness_factor: the factor.

    Returns:
        The image.
    """
    require_pil(img)
    return AdjustBrightness(brightness_factor)(img)


def adjust_contrast(img, contrast_factor):
    """Blend an image of Pillow with its mean gray.

    Args:
        img: the image.
        contrast_factor: the image's share.

    Returns:
        The image.
    """
    require_pil(img)
    return AdjustContrast(contrast_factor)(img)


def adjust_saturation(img, saturation_factor):
    """Blend an image of Pillow with its gray one.

    Args:
        img: the image.
        saturation_factor: the image's share.

    Returns:
        The image.
    """
    require_pil(img)
    return AdjustSaturation(saturation_factor)(img)


def adjust_hue(img, hue_factor):
    """Turn the hues of an image of Pillow.

    Args:
        img: the image.
        hue_factor: the turn, as a part of the whole circle, within [-0.5, 0.5].

    Returns:
        The image.

    Raises:
        ValueError: `hue_factor` is out of range.
    """
    require_pil(img)
    return AdjustHue(hue_factor)(img)


def horizontal_flip(img):
    """Exchange left and right of an image of Pillow.

    Args:
        img: the image.

    Returns:
        The image.
    """
    return flipped_pil(img, 1)


def vertical_flip(img):
    """Exchange up and down of an image of Pillow.

    Args:
        img: the image.

    Returns:
        The image.
    """
    return flipped_pil(img, 0)


def random_crop(img, size, padding, pad_if_needed, fill_value, padding_mode):
    """Cut a part out of an image of Pillow, at a random place; Python's `random` draws it.

    Args:
        img: the image.
        size: (height, width) in pixels, or one number for both.
        padding: how many pixels are added first, as in `vision.RandomCrop`; None: none.
        pad_if_needed: whether an image that is smaller is padded.
        fill_value: what added pixels are.
        padding_mode: a `Border`.

    Returns:
        The image.

    Raises:
        TypeError: it is no image of Pillow.
        ValueError: the image is smaller than `size`.
    """
    require_pil(img)
    return RandomCrop(size, padding, pad_if_needed, fill_value, padding_mode)(img)


def rotate(img, angle, resample, expand, center, fill_value):
    """Turn an image of Pillow.

    Args:
        img: the image.
        angle: in degrees, counter-clockwise.
        resample: an `Inter`, or one of Pillow's filters.
        expand: whether the result is as large as the turned image needs.
        center: (x, y) of the center in pixels; None: the middle.
        fill_value: what pixels outside of the image are: one number, or a tuple of three.

    Returns:
        The image.

    Raises:
        TypeError: it is no image of Pillow.
    """
    require_pil(img)
    taken = pil_filter(resample) if isinstance(resample, Inter) else resample
    fill = three_values(fill_value)[: len(img.getbands())]
    return img.rotate(angle, taken, expand, center, fillcolor=fill)
