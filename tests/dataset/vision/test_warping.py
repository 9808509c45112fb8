"""Warps with OpenCV 4's arithmetic: against plain formulas."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import Inter
from msjax.dataset.vision.warping import _fixed_weights, warp_affine, warp_perspective

IDENTITY = np.array([[1, 0, 0], [0, 1, 0]])
IMAGE = photo(7, 9)


@pytest.mark.parametrize("kind", [Inter.NEAREST, Inter.LINEAR, Inter.CUBIC, Inter.AREA])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
def test_identity_changes_nothing(kind, dtype):
    image = IMAGE.astype(dtype)
    np.testing.assert_array_equal(warp_affine(image, IDENTITY, kind, (1, 2, 3)), image)
    np.testing.assert_array_equal(warp_perspective(image, np.eye(3), kind, (1, 2, 3)), image)


@pytest.mark.parametrize("kind", [Inter.NEAREST, Inter.LINEAR, Inter.CUBIC])
def test_whole_steps_move_pixels(kind):
    moved = warp_affine(IMAGE, [[1, 0, 2], [0, 1, -1]], kind, (1, 2, 3))
    np.testing.assert_array_equal(moved[:-1, 2:], IMAGE[1:, :-2])
    assert (moved[-1] == [1, 2, 3]).all()
    assert (moved[:, :2] == [1, 2, 3]).all()


def test_half_a_step_is_the_mean():
    image = np.array([[0, 10, 21, 200]], np.uint8)
    moved = warp_affine(image, [[1, 0, -0.5], [0, 1, 0]], Inter.LINEAR, ())
    np.testing.assert_array_equal(moved, [[5, 16, 111, 100]])  # halves are rounded up


def test_size_of_the_result():
    assert warp_affine(IMAGE, IDENTITY, Inter.NEAREST, (), size=(2, 20)).shape == (2, 20, 3)


def test_missing_fill_values_are_zero():
    moved = warp_affine(photo(5, 5, 4), [[1, 0, 5], [0, 1, 0]], Inter.NEAREST, (7, 8, 9))
    assert (moved == [7, 8, 9, 0]).all()


def test_a_map_without_inverse_gives_one_pixel():
    flat = warp_affine(IMAGE, np.zeros((2, 3)), Inter.NEAREST, (0, 0, 0))
    assert (flat == IMAGE[0, 0]).all()


@pytest.mark.parametrize("taps", [2, 4])
def test_fixed_weights_add_up_everywhere(taps):
    assert (_fixed_weights(taps).sum((1, 2)) == 1 << 15).all()
