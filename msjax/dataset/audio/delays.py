"""Sums of a signal and of its own past, at delays that change over time.

An output depends on outputs some samples before. Time is cut where the next output needs one of
the same piece; each piece is then computed at once, for all channels.
"""

from __future__ import annotations

import math

import numpy as np


def with_feedback(inputs: np.ndarray, lags: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return y[c, t] = inputs[c, t] + the sum over i of weights[i, c, t] * y[c, t - lags[i, c, t]].

    Args:
        inputs: an array (..., channels, time) of floats; sums are taken in its dtype.
        lags: ints (terms, channels, time) from 1 on; what is before the beginning counts as 0.
        weights: an array of the shape of `lags`.
    """
    time = inputs.shape[-1]
    past = int(lags.max())
    result = np.pad(inputs, [(0, 0)] * (inputs.ndim - 1) + [(past, 0)])
    needed = past + np.arange(time) - lags
    latest = np.maximum.accumulate(needed.max(axis=(0, 1)))
    channels = np.arange(inputs.shape[-2])[:, None]
    start = past
    while start < past + time:
        end = past + int(np.searchsorted(latest, start))
        piece = slice(start - past, end - past)
        for places, weight in zip(needed[..., piece], weights[..., piece], strict=True):
            result[..., start:end] += weight * result[..., channels, places]
        start = end
    return result[..., past:]


def sine(length: int, turn: float) -> np.ndarray:
    """Return one period of a sine within [0, 1], begun at an angle, as `length` float32."""
    waves = np.sin(_places(length, turn) / length * 2 * np.pi)
    return ((waves + 1) / 2).astype(np.float32)


def triangle(length: int, turn: float) -> np.ndarray:
    """Return one period of a triangle within [0, 1], which is 0.5 and rises at angle 0.

    It begins at an angle, as `sine` does.
    """
    places = _places(length, turn)
    slope = places.astype(np.float32) * 2 / np.float32(length)
    quarters = [4 * places < length, 4 * places < 3 * length]
    return np.select(quarters, [slope + 0.5, 1.5 - slope], slope - 1.5)


def _places(length, turn):
    return (np.arange(length) + math.floor(turn / (2 * math.pi) * length + 0.5)) % length
