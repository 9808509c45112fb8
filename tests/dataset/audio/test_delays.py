"""Delays with feedback give what the sum gives sample by sample; waves are what they say."""

import numpy as np
import pytest

from msjax.dataset.audio.delays import sine, triangle, with_feedback


def by_sum(inputs, lags, weights):
    outputs = inputs.copy()
    _, channels, time = lags.shape
    for t in range(time):
        for c in range(channels):
            for lag, weight in zip(lags[:, c, t], weights[:, c, t], strict=True):
                if lag <= t:
                    outputs[:, c, t] += weight * outputs[:, c, t - lag]
    return outputs


@pytest.mark.parametrize("shortest", [1, 2, 7])
@pytest.mark.parametrize("shape", [(1, 1, 1, 40), (3, 2, 2, 40), (2, 1, 3, 9)])
def test_feedback(shape, shortest):
    batch, terms, channels, time = shape
    random = np.random.RandomState(1)
    inputs = random.uniform(-1, 1, (batch, channels, time))
    lags = random.randint(shortest, 12, (terms, channels, time))
    weights = random.uniform(-0.5, 0.5, lags.shape)
    expected = by_sum(inputs, lags, weights)
    np.testing.assert_allclose(with_feedback(inputs, lags, weights), expected, rtol=1e-12)


def test_feedback_leaves_its_inputs():
    inputs = np.ones((1, 1, 5))
    with_feedback(inputs, np.ones((1, 1, 5), int), np.ones((1, 1, 5)))
    assert (inputs == 1).all()


def test_feedback_keeps_the_dtype():
    lags = np.full((1, 1, 5), 2)
    result = with_feedback(np.ones((1, 1, 5), np.float32), lags, np.full(lags.shape, 0.5))
    assert result.dtype == np.float32
    np.testing.assert_array_equal(result[0, 0], [1, 1, 1.5, 1.5, 1.75])


def test_waves():
    np.testing.assert_allclose(triangle(8, 0.0), [0.5, 0.75, 1, 0.75, 0.5, 0.25, 0, 0.25])
    np.testing.assert_allclose(triangle(8, np.pi / 2), [1, 0.75, 0.5, 0.25, 0, 0.25, 0.5, 0.75])
    np.testing.assert_allclose(sine(4, 0.0), [0.5, 1, 0.5, 0], atol=1e-7)
    np.testing.assert_allclose(sine(4, 3 * np.pi / 2), [0, 0.5, 1, 0.5], atol=1e-7)
