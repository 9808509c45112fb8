"""Windows of `ExtractGlimpse`, as recorded from MindSpore; its noise makes them random there."""

from __future__ import annotations

import numpy as np
import pytest

from msjax import Tensor, ops

# (centered, normalized, offsets) -> values of windows of 3 x 2, of an image that counts its pixels
GLIMPSES = [
    (True, True, [[0.3, -0.2], [0.5, 1.0]], [7, 8, 13, 14, 19, 20, 47, 0, 53, 0, 59, 0]),
    (True, True, [[2.0, 3.0], [-1.0, 4.0]], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    (True, False, [[0.3, -0.2], [0.5, 1.0]], [7, 8, 13, 14, 19, 20, 38, 39, 44, 45, 50, 51]),
    (True, False, [[2.0, 3.0], [-1.0, 4.0]], [15, 16, 21, 22, 27, 28, 34, 35, 40, 41, 46, 47]),
    (False, True, [[0.3, -0.2], [0.5, 1.0]], [0, 0, 0, 0, 0, 0, 41, 0, 47, 0, 53, 0]),
    (False, True, [[2.0, 3.0], [-1.0, 4.0]], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    (False, False, [[0.3, -0.2], [0.5, 1.0]], [0, 0, 0, 0, 0, 6, 0, 0, 30, 31, 36, 37]),
    (False, False, [[2.0, 3.0], [-1.0, 4.0]], [2, 3, 8, 9, 14, 15, 0, 0, 0, 0, 33, 34]),
]


@pytest.mark.parametrize(("centered", "normalized", "offsets", "wanted"), GLIMPSES)
def test_glimpses_without_noise(centered, normalized, offsets, wanted):
    images = Tensor(np.arange(60).reshape(2, 5, 6, 1).astype(np.float32))
    glimpse = ops.ExtractGlimpse(centered, normalized, False, "zero")
    size = Tensor(np.array([3, 2], np.int32))
    out = glimpse(images, size, Tensor(np.array(offsets, np.float32)))
    assert out.shape == (2, 3, 2, 1)
    assert out.asnumpy().reshape(-1).tolist() == wanted
