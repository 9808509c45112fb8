"""Warps with OpenCV 4's arithmetic: against plain formulas."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import Inter, warping
from msjax.dataset.vision.warping import warp_affine, warp_perspective

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


@pytest.mark.parametrize("kind", [Inter.NEAREST, Inter.LINEAR])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_opencv_finds_the_same_pixels(monkeypatch, kind, dtype):
    turn = [[0.8, 0.55, 1.3], [-0.5, 0.9, 2.7]]
    image = photo(dtype=dtype)
    found = warp_affine(image, turn, kind, (9, 8, 7))
    monkeypatch.setattr(warping, "_REMAPPED", ())
    summed = warp_affine(image, turn, kind, (9, 8, 7))
    np.testing.assert_allclose(found, summed, rtol=1e-6 if dtype[0] == "f" else 0)


def test_large_images():
    image = np.arange(40000, dtype=np.uint16).reshape(1, -1)
    moved = warp_affine(image, [[1, 0, -35000], [0, 1, 0]], Inter.LINEAR, (5,))
    np.testing.assert_array_equal(moved[0, :5000], image[0, 35000:])
    assert (moved[0, 5000:] == 5).all()


@pytest.mark.parametrize("taps", [2, 4])
def test_fixed_weights_add_up_everywhere(taps):
    assert (warping._fixed_weights(taps).sum((1, 2)) == 1 << 15).all()
