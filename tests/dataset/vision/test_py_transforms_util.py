"""What programs import from `mindspore.dataset.vision.py_transforms_util`."""

import random

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import photo
from msjax.dataset import vision
from msjax.dataset.vision import py_transforms_util as util

IMAGE = Image.fromarray(photo())


def same(first, second):
    return np.array_equal(np.asarray(first), np.asarray(second))


def test_adjustments():
    assert same(util.adjust_brightness(IMAGE, 0.5), vision.AdjustBrightness(0.5)(IMAGE))
    assert same(util.adjust_contrast(IMAGE, 0.5), vision.AdjustContrast(0.5)(IMAGE))
    assert same(util.adjust_saturation(IMAGE, 0.5), vision.AdjustSaturation(0.5)(IMAGE))


def test_rotate():
    turned = util.rotate(IMAGE, 450, Image.Resampling.NEAREST, True, None, 3)
    assert same(turned, IMAGE.transpose(Image.Transpose.ROTATE_90))


def test_random_crop():
    random.seed(1)
    cropped = util.random_crop(IMAGE, (5, 6), None, False, 0, "constant")
    random.seed(1)
    assert same(cropped, vision.RandomCrop((5, 6))(IMAGE))
    assert cropped.size == (6, 5)


def test_words():
    assert util.is_pil(IMAGE)
    assert not util.is_pil(photo())
    with pytest.raises(TypeError) as caught:
        util.adjust_contrast(photo(), 1)
    assert str(caught.value) == util.augment_error_message.format(np.ndarray)
