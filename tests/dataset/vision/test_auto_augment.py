"""Automatic augmentation: every augmentation of every magnitude keeps an image an image."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset import config, vision
from msjax.dataset.vision import auto_augment
from msjax.dataset.vision.policies import POLICIES

IMAGE = photo(8, 9)


@pytest.mark.parametrize("name", auto_augment._AUGMENTATIONS)
def test_each_augmentation(name):
    operation = vision.RandAugment()
    ranges = auto_augment._ranges(5, 0.3, (4, 4), 30, 0.9, 4)
    for number in range(5):
        magnitude = ranges[name][number] if name in ranges else np.float32(0)
        image = operation._apply(IMAGE, name, magnitude)
        assert image.shape == IMAGE.shape
        assert image.dtype == np.uint8
        if number == 0 and name not in ("AutoContrast", "Equalize", "Solarize"):
            np.testing.assert_array_equal(image, IMAGE)  # magnitudes begin with no change


def test_policies_are_whole():
    for pairs in POLICIES.values():
        assert len(pairs) == 25
        for name, probability, number in (step for steps in pairs for step in steps):
            assert name in (*auto_augment._AUGMENTATIONS, "Invert")
            assert 0 <= probability <= 1
            assert (number is None) == (name in auto_augment._WITHOUT_MAGNITUDE)


def test_magnitude_is_below_the_number_of_bins():
    with pytest.raises(ValueError, match="Input magnitude is not within the required interval"):
        vision.RandAugment(magnitude=31)


def test_without_a_seed_calls_differ():
    before = config.get_seed()
    config.set_seed(5489)  # the seed that means none was set
    # Two of three results are all black; that 60 are has a probability of 4e-11.
    images = {vision.RandAugment(8)(IMAGE).tobytes() for _ in range(60)}
    config.set_seed(before)
    assert len(images) > 1
