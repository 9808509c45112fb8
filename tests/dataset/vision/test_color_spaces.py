"""RgbToHsv and HsvToRgb: pixel by pixel what the standard library computes."""

import colorsys

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import HsvToRgb, RgbToHsv

SPECIAL = np.array([[[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 1, 0], [0, 0, 1]]])
IMAGE = np.concatenate([photo(3, 6) / 255, SPECIAL])


@pytest.mark.parametrize(
    ("operation", "function"),
    [(RgbToHsv, colorsys.rgb_to_hsv), (HsvToRgb, colorsys.hsv_to_rgb)],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_as_the_standard_library(operation, function, dtype):
    image = IMAGE.astype(dtype)
    expected = [[function(*pixel) for pixel in row] for row in image.tolist()]
    np.testing.assert_array_equal(operation(is_hwc=True)(image), expected)
    first = operation()(image.transpose(2, 0, 1))
    np.testing.assert_array_equal(first.transpose(1, 2, 0), expected)
    np.testing.assert_array_equal(operation(True)(image[None])[0], expected)


def test_bytes_are_not_rounded():
    hue, saturation, value = RgbToHsv(True)(photo(1, 1))[0, 0]
    assert (hue, saturation, value) == colorsys.rgb_to_hsv(*photo(1, 1)[0, 0].tolist())


def test_there_and_back():
    np.testing.assert_allclose(HsvToRgb(True)(RgbToHsv(True)(IMAGE)), IMAGE, atol=1e-12)
