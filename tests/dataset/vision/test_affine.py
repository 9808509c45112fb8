"""Affine maps, where MindSpore with a newer Pillow is no model."""

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import photo
from msjax.dataset.vision import Affine, Inter, RandomAffine

IMAGE = photo(9, 9)


@pytest.mark.parametrize("image", [IMAGE, IMAGE[..., 0]], ids=["rgb", "gray"])
def test_fill_values_of_pillow(image):
    turned = RandomAffine((45, 45), fill_value=(7, 8, 9))(Image.fromarray(image))
    corner = np.asarray(turned)[0, 0]
    np.testing.assert_array_equal(corner, [7, 8, 9] if image.ndim == 3 else 7)


def test_degrees_turn_clockwise():
    turned = Affine(90, (0, 0), 1, 0, Inter.BILINEAR)(IMAGE)
    np.testing.assert_array_equal(turned, np.rot90(IMAGE, -1))


def test_moves_are_in_widths_and_heights():
    moved = Affine(0, (1 / 3, 2 / 3), 1, 0)(IMAGE)
    np.testing.assert_array_equal(moved[6:, 3:], IMAGE[:3, :6])


def test_a_filter_that_arrays_lack():
    with pytest.raises(RuntimeError, match="only support Linear, Nearest, Cubic and Area"):
        Affine(0, (0, 0), 1, 0, Inter.PILCUBIC)(IMAGE)
