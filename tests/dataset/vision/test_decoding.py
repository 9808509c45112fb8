"""Decode where the libraries differ from MindSpore."""

import io

import numpy as np
import pytest
from PIL import Image

from compat_tests.images import JPEG, photo
from msjax.dataset.vision import Decode

IMAGE = photo()


def encoded(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return np.frombuffer(stream.getvalue(), np.uint8)


def test_a_file_that_lacks_pixels_is_an_error():
    with pytest.raises(RuntimeError, match="Decode: image decode failed"):
        Decode()(JPEG[:-60])


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM"])
def test_formats_without_loss(kind):
    np.testing.assert_array_equal(Decode()(encoded(Image.fromarray(IMAGE), kind)), IMAGE)


def test_orientation_is_ignored():
    image = Image.fromarray(IMAGE)
    exif = image.getexif()
    exif[274] = 6  # turned by a quarter
    turned = encoded(image, "JPEG", exif=exif)
    np.testing.assert_array_equal(Decode()(turned), Decode()(encoded(image, "JPEG")))
