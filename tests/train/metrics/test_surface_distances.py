"""Distances of surfaces: of shapes whose distances are known."""

import numpy as np
import pytest

from msjax import train


def _square(row, column, size=3, shape=(20, 20)):
    mask = np.zeros(shape, int)
    mask[row : row + size, column : column + size] = 1
    return mask


def test_moved_square():
    one, other = _square(2, 2), _square(2, 7)
    for name, wanted in {"euclidean": 5, "chessboard": 5, "taxicab": 5}.items():
        assert train.HausdorffDistance(name)(one, other, 1) == wanted
    diagonal = _square(5, 6)
    assert train.HausdorffDistance("euclidean")(one, diagonal, 1) == 5
    assert train.HausdorffDistance("chessboard")(one, diagonal, 1) == 4
    assert train.HausdorffDistance("taxicab")(one, diagonal, 1) == 7


def test_same_mask():
    mask = _square(4, 5)
    for metric in (train.HausdorffDistance, train.MeanSurfaceDistance):
        assert metric()(mask, mask, 1) == 0
    assert train.RootMeanSquareDistance(symmetric=True)(mask, mask, 1) == 0


@pytest.mark.parametrize("size", [1, 2, 5])
def test_cropping_changes_no_distance(size):
    rng = np.random.default_rng(size)
    for _ in range(10):
        one, other = (_square(*rng.integers(0, 15, 2), size) for _ in range(2))
        cropped, whole = (train.HausdorffDistance(crop=c)(one, other, 1) for c in (True, False))
        assert cropped == whole


def test_means():
    one, other = _square(2, 2, 1), _square(2, 5, 1)
    other[10, 2] = 1
    assert train.MeanSurfaceDistance()(one, other, 1) == 3
    assert train.MeanSurfaceDistance(True)(one, other, 1) == (3 + (3 + 8) / 2) / 2
    assert train.RootMeanSquareDistance()(one, other, 1) == 9  # as in MindSpore, without the root
    both = np.sqrt((9 + (9 + 64) / 2) / 2)
    assert train.RootMeanSquareDistance(True)(one, other, 1) == pytest.approx(both)
