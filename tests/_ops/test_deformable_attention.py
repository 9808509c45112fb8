"""Deformable attention reads pixels where it is told to."""

from __future__ import annotations

import numpy as np
import pytest

from msjax import Tensor, ops


def read_at(row, column, level):
    rng = np.random.default_rng(0)
    value = rng.normal(size=(1, 10, 1, 8)).astype(np.float32)
    shape, offset = np.array([[2, 3], [2, 2]], np.int32), np.array([0, 6], np.int32)
    height, width = shape[level]
    place = [(column + 0.5) / width, (row + 0.5) / height]
    locations = np.zeros((1, 1, 1, 2, 1, 2), np.float32)
    locations[..., level, 0, :] = place
    weight = np.zeros((1, 1, 1, 2, 1), np.float32)
    weight[..., level, 0] = 2
    operands = [Tensor(v) for v in (value, shape, offset, locations, weight)]
    out = ops.multi_scale_deformable_attn_function(*operands).asnumpy()[0, 0]
    return value[0, offset[level] : offset[level] + height * width, 0], out


@pytest.mark.parametrize(("row", "column", "level"), [(1, 2, 0), (0, 1, 0), (1, 0, 1)])
def test_reads_a_pixel_at_its_centre(row, column, level):
    pixels, out = read_at(row, column, level)
    np.testing.assert_allclose(out, 2 * pixels[row * (3 - level) + column], rtol=1e-4)


def test_reads_between_pixels():
    pixels, out = read_at(0, 0.5, 1)
    np.testing.assert_allclose(out, pixels[0] + pixels[1], rtol=1e-4, atol=1e-6)


def test_features_come_in_eights():
    operands = [Tensor(np.ones(s, np.float32)) for s in ((1, 4, 1, 4), (1, 1, 1, 1, 1, 2))]
    shape, offset = Tensor(np.array([[2, 2]], np.int32)), Tensor(np.array([0], np.int32))
    weight = Tensor(np.ones((1, 1, 1, 1, 1), np.float32))
    with pytest.raises(RuntimeError):
        ops.multi_scale_deformable_attn_function(operands[0], shape, offset, operands[1], weight)
