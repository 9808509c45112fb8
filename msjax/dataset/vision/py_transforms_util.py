"""`mindspore.dataset.vision.py_transforms_util`: what own operations of programs use."""

from __future__ import annotations

from msjax.dataset import vision
from msjax.dataset.libraries import is_pil
from msjax.dataset.vision.base import NEED_PIL as augment_error_message
from msjax.dataset.vision.base import require_pil
from msjax.dataset.vision.enums import Border

__all__ = [
    "adjust_brightness",
    "adjust_contrast",
    "adjust_saturation",
    "augment_error_message",
    "is_pil",
    "random_crop",
    "rotate",
]


def adjust_brightness(img, brightness_factor):
    """Multiply the pixels of an image of Pillow by a factor.

    Args:
        img: the image.
        brightness_factor: a number, not below 0.

    Returns:
        The image.

    Raises:
        TypeError: `img` is no image of Pillow.
    """
    return vision.AdjustBrightness(brightness_factor)._execute_py(img)


def adjust_contrast(img, contrast_factor):
    """Blend an image of Pillow with its mean gray.

    Args:
        img: the image.
        contrast_factor: its share, a number, not below 0.

    Returns:
        The image.

    Raises:
        TypeError: `img` is no image of Pillow.
    """
    return vision.AdjustContrast(contrast_factor)._execute_py(img)


def adjust_saturation(img, saturation_factor):
    """Blend an image of Pillow with its gray one.

    Args:
        img: the image.
        saturation_factor: its share, a number, not below 0.

    Returns:
        The image.

    Raises:
        TypeError: `img` is no image of Pillow.
    """
    return vision.AdjustSaturation(saturation_factor)._execute_py(img)


def random_crop(img, size, padding, pad_if_needed, fill_value, padding_mode):
    """Crop an image of Pillow at a random place.

    Args:
        img: the image.
        size: (height, width) in pixels.
        padding: (left, top, right, bottom) of the pixels to add first, or None.
        pad_if_needed: whether pixels are added where the image is smaller than `size`.
        fill_value: what these pixels are, an int or three.
        padding_mode: "constant", "edge", "reflect" or "symmetric".

    Returns:
        The image.

    Raises:
        TypeError: `img` is no image of Pillow.
        ValueError: `padding_mode` is another word, or `size` is larger than the image.
    """
    border = Border(padding_mode)
    return vision.RandomCrop(size, padding, pad_if_needed, fill_value, border)._execute_py(img)


def rotate(img, angle, resample, expand, center, fill_value):
    """Turn an image of Pillow.

    Args:
        img: the image.
        angle: in degrees, counter-clockwise.
        resample: Pillow's filter.
        expand: whether the result is as large as the turned image needs.
        center: (x, y) of the center of rotation, or None for the middle.
        fill_value: what pixels outside of the image are, an int or three.

    Returns:
        The image.

    Raises:
        TypeError: `img` is no image of Pillow.
    """
    require_pil(img)
    fill = (fill_value,) * 3 if isinstance(fill_value, int) else tuple(fill_value)
    return img.rotate(angle % 360.0, resample, expand, center, fillcolor=fill)
