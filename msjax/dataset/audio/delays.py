"""Sums of a signal and of its own past, at delays that change over time.

An output depends on outputs some samples before. Time is cut where the next output needs one of
the same piece; each piece is then computed at once, for all channels.
"""

from __future__ import annotations

import bisect
import itertools
import math

import numpy as np


def with_feedback(inputs: np.ndarray, lags: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return y[c, t] = inputs[c, t] + the sum over i of weights[i, c, t] * y[c, t - lags[i, c, t]].

    Args:
        inputs: an array (batch, channels, time) of floats; sums are taken in its dtype.
        lags: ints (terms, channels, time) from 1 on; what is before the beginning counts as 0.
        weights: an array of the shape of `lags`.
    """
    terms, channels, time = lags.shape
    past = int(lags.max())
    needed = past + np.arange(time) - lags
    cuts = _cuts(needed.max(axis=(0, 1)), past)
    # One row per time and channel, so that a piece is one slice.
    places = (needed * channels + np.arange(channels)[:, None]).transpose(0, 2, 1)
    places = places.reshape(terms, -1)
    factors = weights.transpose(0, 2, 1).reshape(terms, -1, 1).astype(inputs.dtype)
    result = np.zeros((past + time, channels, len(inputs)), inputs.dtype)
    result[past:] = inputs.transpose(2, 1, 0)
    result = result.reshape(-1, len(inputs))
    rows = result[past * channels :]
    echoes = list(zip(places, factors, strict=True))
    for start, end in itertools.pairwise(cuts):
        piece = slice(start * channels, end * channels)
        outputs = rows[piece]
        for place, factor in echoes:
            outputs += factor[piece] * result.take(place[piece], axis=0, mode="clip")
    return rows.reshape(time, channels, -1).transpose(2, 1, 0)


def _cuts(needed, past):
    """Return where pieces begin and end, from the latest places, `past` on, that times need."""
    latest = (np.maximum.accumulate(needed) - past).tolist()
    cuts = [0]
    while cuts[-1] < len(latest):
        cuts.append(bisect.bisect_left(latest, cuts[-1]))
    return cuts


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
