"""Random crops where MindSpore decodes otherwise, and what draws have to keep to."""

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import JPEG, photo
from msjax.dataset import vision
from msjax.dataset.engine.random import Stream

IMAGE = photo(40, 60)


def test_a_whole_image_is_decoded_and_resized():
    operation = vision.RandomCropDecodeResize(12, (1.0, 1.0), (1.25, 1.25))
    np.testing.assert_array_equal(operation(JPEG), vision.Resize((12, 12))(vision.Decode()(JPEG)))


@pytest.mark.parametrize("seed", range(5))
def test_crops_keep_to_their_scale_and_ratio(seed):
    crop = vision.RandomResizedCrop(8, scale=(0.2, 0.4), ratio=(1.5, 2.0))
    crop._generator = Stream(seed)
    _, _, height, width = crop._box(40, 60)
    assert 0.15 < height * width / 2400 < 0.45
    assert 1.4 < width / height < 2.1


def test_images_of_pillow_are_padded_if_needed():
    crop = vision.RandomCrop((50, 70), pad_if_needed=True)
    assert crop(Image.fromarray(IMAGE)).size == (70, 50)


def test_a_crop_of_the_same_size_is_the_image():
    crop = vision.RandomCrop((40, 60))
    np.testing.assert_array_equal(crop(IMAGE), IMAGE)
    np.testing.assert_array_equal(np.asarray(crop(Image.fromarray(IMAGE))), IMAGE)
