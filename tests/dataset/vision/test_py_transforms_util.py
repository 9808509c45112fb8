"""Functions that programs import from MindSpore's private module."""

import random

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import photo
from msjax.dataset import vision
from msjax.dataset.vision import Border, Inter
from msjax.dataset.vision import py_transforms_util as util

PIL = Image.fromarray(photo())


@pytest.mark.parametrize(
    ("got", "want"),
    [
        (util.adjust_brightness(PIL, 0.5), vision.AdjustBrightness(0.5)),
        (util.adjust_contrast(PIL, 0.5), vision.AdjustContrast(0.5)),
        (util.adjust_saturation(PIL, 0.5), vision.AdjustSaturation(0.5)),
        (util.adjust_hue(PIL, 0.25), vision.AdjustHue(0.25)),
        (util.center_crop(PIL, (4, 6)), vision.CenterCrop((4, 6))),
        (util.grayscale(PIL, 3), vision.Grayscale(3)),
        (util.horizontal_flip(PIL), vision.RandomHorizontalFlip(1.0)),
        (util.vertical_flip(PIL), vision.RandomVerticalFlip(1.0)),
    ],
)
def test_functions_do_what_operations_do(got, want):
    np.testing.assert_array_equal(np.asarray(got), np.asarray(want(PIL)))


def test_arrays_are_refused():
    assert util.is_pil(PIL)
    with pytest.raises(TypeError, match="img should be PIL image"):
        util.adjust_hue(photo(), 0.25)
    with pytest.raises(ValueError, match="hue_factor"):
        util.adjust_hue(PIL, 0.75)
    with pytest.raises(TypeError, match="ndarray"):
        raise TypeError(util.augment_error_message.format(type(photo())))


def test_rotate_as_mindspore_does():
    image = Image.fromarray((np.arange(48).reshape(4, 4, 3) * 5).astype(np.uint8))
    turned = np.array(util.rotate(image, 90, Inter.NEAREST, False, None, 0))
    assert turned[..., 0].tolist() == [
        *([45, 105, 165, 225], [30, 90, 150, 210]),
        *([15, 75, 135, 195], [0, 60, 120, 180]),
    ]
    grown = np.array(util.rotate(image, 30, Inter.BILINEAR, True, None, 9))
    assert (grown.shape, grown.sum()) == ((6, 6, 3), 6162)
    with pytest.raises(TypeError, match="img should be PIL image"):
        util.rotate(turned, 90, Inter.NEAREST, False, None, 0)


def test_random_crop_as_mindspore_does():
    image = Image.fromarray((np.arange(48).reshape(4, 4, 3) * 5).astype(np.uint8))
    state = random.getstate()
    random.seed(1)
    part = np.array(util.random_crop(image, (2, 2), None, False, 0, Border.CONSTANT))
    random.setstate(state)
    assert part[..., 0].tolist() == [[30, 45], [90, 105]]
    with pytest.raises(ValueError, match=r"Crop size \(5, 5\) is larger"):
        util.random_crop(image, (5, 5), None, False, 0, Border.CONSTANT)
