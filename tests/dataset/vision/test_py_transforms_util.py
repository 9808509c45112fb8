"""Functions that programs import from MindSpore's private module."""

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import photo
from msjax.dataset import vision
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
