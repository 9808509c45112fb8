"""Files of images, beyond the recorded cases."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset import vision


@pytest.mark.parametrize("channels", [0, 1, 3])
def test_png_keeps_pixels(tmp_path, channels):
    path = str(tmp_path / "a.png")
    image = photo(channels=channels)
    vision.write_png(path, image)
    read = vision.read_image(path)
    np.testing.assert_array_equal(read, image.reshape(read.shape))
    np.testing.assert_array_equal(vision.read_file(path), vision.encode_png(image))


def test_results_can_be_written_to(tmp_path):
    path = str(tmp_path / "a.png")
    vision.write_png(path, photo())
    for array in (vision.read_file(path), vision.read_image(path), vision.encode_jpeg(photo())):
        assert array.flags.writeable
        assert array.flags.c_contiguous


def test_why_a_file_cannot_be_written(tmp_path):
    with pytest.raises(RuntimeError, match=r"WriteFile: No such file or directory: .*none"):
        vision.write_file(f"{tmp_path}/none/a", np.zeros(1, np.uint8))
