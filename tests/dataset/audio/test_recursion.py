"""Recursive filters by blocks give what the difference equation gives sample by sample."""

import numpy as np
import pytest

from msjax.dataset.audio import recursion
from msjax.dataset.audio.recursion import filtered

SECOND = ([0.2, 0.3, 0.1], [1.0, -1.2, 0.5])


def signal(*shape, dtype=np.float64):
    return np.random.RandomState(0).uniform(-1, 1, shape).astype(dtype)


def by_equation(x, b, a):
    """Solve the equation for one sample after the other."""
    y = np.zeros_like(x)
    for t in range(x.shape[-1]):
        terms = [b[i] * x[..., t - i] for i in range(len(b)) if t >= i]
        terms += [-a[i] * y[..., t - i] for i in range(1, len(a)) if t >= i]
        y[..., t] = sum(terms) / a[0]
    return y


@pytest.mark.parametrize("time", [1, 2, 31, 32, 33, 64, 65, 200])
def test_lengths_around_a_block(time):
    x = signal(2, time)
    b, a = map(np.array, SECOND)
    np.testing.assert_allclose(filtered(x, b, a), by_equation(x, b, a), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("b", "a"),
    [
        ([3.0], [2.0]),
        ([1.0, 0.5], [4.0, 1.0]),
        ([1.0, 0.0], [1.0, -1.0]),  # a running sum: its state never fades
        ([1.0, 0.0, 0.0], [1.0, -2.0, 1.0]),  # a sum of sums
        ([1.0, 0.0], [1.0, -1.01]),  # grows
        ([0.5, 0.25, 0.0], [1.0, 0.0, 0.0]),  # no feedback
        (np.linspace(1, 0.1, 40), np.linspace(5, 0.1, 40)),
    ],
)
def test_filters(b, a):
    x = signal(3, 2, 300)
    b, a = np.array(b), np.array(a)
    expected = by_equation(x, b, a)
    np.testing.assert_allclose(filtered(x, b, a), expected, rtol=1e-10, atol=1e-12)


def test_state_goes_on_from_piece_to_piece(monkeypatch):
    b, a = map(np.array, SECOND)
    x = signal(2, 500)
    whole = filtered(x, b, a)
    monkeypatch.setattr(recursion, "_PIECE", 1)
    np.testing.assert_allclose(filtered(x, b, a), whole, rtol=1e-12, atol=1e-14)


def test_float32_is_computed_in_float64():
    """For low frequencies, where sums in float32 are off by parts in a thousand."""
    x = signal(1, 4000, dtype=np.float32)
    b, a = np.float32([1e-6, 2e-6, 1e-6]), np.float32([1, -1.997, 0.997004])
    exact = filtered(x.astype(np.float64), b, a)
    result = filtered(x, b, a)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, exact, rtol=1e-6)
    rough = by_equation(x, b, a)
    assert np.abs(rough - exact).max() > 100 * np.abs(result - exact).max()


def test_overflow_is_what_the_dtype_makes_of_it():
    x = signal(1, 200, dtype=np.float32)
    b, a = np.float32([1, 0, 0]), np.float32([1, -2.5, 0.2])
    result = filtered(x, b, a)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(np.isfinite(result), np.isfinite(by_equation(x, b, a)))
    assert not np.isfinite(result[0, -1])


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_not_finite_has_no_effect_before(value):
    x = signal(2, 100)
    x[0, 40] = value
    result = filtered(x, *map(np.array, SECOND))
    assert np.isfinite(result[0, :40]).all()
    assert not np.isfinite(result[0, 40:]).any()
    assert np.isfinite(result[1]).all()


def test_float16_is_computed_in_float16():
    x = signal(2, 50, dtype=np.float16)
    b, a = np.float16(SECOND[0]), np.float16(SECOND[1])
    result = filtered(x, b, a)
    assert result.dtype == np.float16
    np.testing.assert_array_equal(result, by_equation(x, b, a))


def test_the_signal_stays_as_it_is():
    x = signal(2, 50)
    before = x.copy()
    filtered(x, *map(np.array, SECOND))
    np.testing.assert_array_equal(x, before)
