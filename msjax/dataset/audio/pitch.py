"""The pitch of a voice over time."""

from __future__ import annotations

import math

import numpy as np

from msjax.dataset.audio.base import FLOATS, AudioTensorOperation
from msjax.dataset.audio.checks import positive_number, sample_rate
from msjax.dataset.transforms.checks import checked, positive_int32

_TINY = 1e-9
_NEARLY = 0.99  # of the best similarity: a shorter period of it is taken


class DetectPitchFrequency(AudioTensorOperation):
    """Detect the pitch of a voice in frames of time.

    Each frame is compared with the signal at every later place up to the longest period; the place
    where it is most similar is one period on. Medians over frames make the result smooth.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.DetectPitchFrequency.html

    Args:
        sample_rate: samples per second, an int; not 0.
        frame_time: the duration of a frame in seconds, a positive float or int. Default: 0.01.
        win_length: over how many frames medians are taken, a positive int. Default: 30.
        freq_low: the lowest pitch in Hz, a positive float or int; MindSpore takes ints only.
            Default: 85.
        freq_high: the highest pitch in Hz. Default: 3400.

    Returns:
        The pitches in Hz, an array (..., frames) of float32.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats, or is shorter than half of
            `win_length` frames.
    """

    @checked(
        sample_rate=sample_rate,
        frame_time=positive_number,
        win_length=positive_int32,
        freq_low=positive_number,
        freq_high=positive_number,
    )
    def __init__(self, sample_rate, frame_time=0.01, win_length=30, freq_low=85, freq_high=3400):
        super().__init__()
        self.sample_rate = sample_rate
        self.frame_time = frame_time
        self.win_length = win_length
        self.freq_low = freq_low
        self.freq_high = freq_high

    def _execute_c(self, waveform):
        self._check(waveform, dtypes=FLOATS)
        if self.sample_rate < 0:
            raise self._failure(f"sample_rate is {self.sample_rate}; it must be positive.")
        rows = waveform.reshape(-1, waveform.shape[-1])
        similarities = self._similarities(rows)
        periods = self._smoothed(self._periods(similarities))
        frequencies = np.float32(self.sample_rate) / (np.float32(_TINY) + periods)
        return frequencies.astype(np.float32).reshape(*waveform.shape[:-1], periods.shape[-1])

    def _similarities(self, rows):
        """Return how similar frames are to the signal some lag on, as (rows, frames, lags)."""
        lags = math.ceil(self.sample_rate / np.float32(self.freq_low))
        size = math.ceil(self.sample_rate * np.float32(self.frame_time))
        count = -(-rows.shape[1] // size)
        rows = np.pad(rows, ((0, 0), (0, lags + count * size - rows.shape[1])))
        frames = rows[:, : count * size].reshape(-1, count, size)
        windows = np.lib.stride_tricks.sliding_window_view(rows, lags, axis=1)[:, 1:]
        windows = windows[:, : count * size].reshape(-1, count, size, lags)
        products = np.zeros((len(rows), count, lags), rows.dtype)
        squares = np.full(products.shape, _TINY**2, rows.dtype)
        own = squares[..., :1].copy()
        # One sample after the other: multiples of a period are told apart by rounding only.
        for place in range(size):
            samples, later = frames[..., place, None], windows[..., place, :]
            products += samples * later
            own += samples * samples
            squares += later * later
        return products / own / squares

    def _periods(self, similarities):
        """Return the lags (rows, frames) where frames are most similar, short ones preferred."""
        first = math.ceil(self.sample_rate / np.float32(self.freq_high))
        best, half = (
            _highest(part[..., first:])
            for part in (similarities, similarities[..., : similarities.shape[-1] // 2])
        )
        return np.where(half[0] > _NEARLY * best[0], half[1], best[1]) + first + 1

    def _smoothed(self, periods):
        """Return the lower medians of the periods over `win_length` frames."""
        middle = (self.win_length - 1) // 2
        periods = np.pad(periods, ((0, 0), (middle, 0)), mode="edge")
        count = periods.shape[1] - self.win_length + 1
        if count < 0:
            raise self._failure(
                f"the signal has {periods.shape[1] - middle} frames only, for medians over "
                f"{self.win_length}; use a smaller win_length or a longer signal."
            )
        if not count:
            return periods[:, :0]
        windows = np.lib.stride_tricks.sliding_window_view(periods, self.win_length, axis=1)
        return np.partition(windows, middle, axis=-1)[..., middle]


def _highest(values):
    """Return the highest values along the last axis and their places; -inf and 0 if it is empty."""
    if not values.shape[-1]:
        return np.full(values.shape[:-1], -np.inf), np.zeros(values.shape[:-1], int)
    return values.max(-1), values.argmax(-1)
