"""Numbers of NumPy's that are printed as NumPy 1 prints them."""

import copy

import numpy as np
import pytest

from msjax.train.plain_scalars import plain


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_they_are_printed_without_their_type(kind):
    value = plain(kind(0.1))
    assert f"{[value]} { ({'a': value}) }" == "[0.1] {'a': 0.1}"
    assert isinstance(value, kind)
    assert f"{copy.deepcopy(value):.3f}" == "0.100"
    assert np.array([value]).dtype == kind


def test_others_stay():
    values = [1.5, 2, None, np.int32(3), np.arange(2)]
    assert all(plain(value) is value for value in values)
