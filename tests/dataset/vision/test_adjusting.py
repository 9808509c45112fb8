"""Adjusted colors where MindSpore's numbers are no model."""

import numpy as np
import pytest

from compat_tests.images import photo
from msjax.dataset.vision import AdjustGamma, AdjustHue

FLOATS = photo(dtype=np.float32) / np.float32(255)


@pytest.mark.parametrize("turn", [-0.5, -0.25, 0.25, 0.5])
def test_hues_of_floats_turn(turn):
    turned = AdjustHue(turn)(FLOATS)
    assert turned.dtype == np.float32
    np.testing.assert_allclose(AdjustHue(-turn)(turned), FLOATS, atol=1e-5)
    np.testing.assert_allclose(turned.max(-1), FLOATS.max(-1), atol=1e-6)


def test_a_third_of_a_turn_exchanges_channels():
    turned = AdjustHue(1 / 3)(FLOATS)
    np.testing.assert_allclose(turned, FLOATS[..., [2, 0, 1]], atol=1e-5)


@pytest.mark.parametrize("dtype", ["int8", "int16", "uint16", "int32"])
def test_gamma_of_other_integers(dtype):
    with pytest.raises(RuntimeError, match="the data type of image tensor does not match"):
        AdjustGamma(2.0)(photo(dtype=dtype))
