"""Signals at another rate of samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import positive_number
from msjax.dataset.audio.enums import ResampleMethod
from msjax.dataset.transforms.checks import checked, of_type, positive_int32, within

_KAISER_BETA = 14.769656459379492
_DENSE = 1 << 20  # the numbers of a matrix, or that are gathered at once


@dataclass(frozen=True)
class SincFilter:
    """A low-pass filter of windowed sinc functions, from `old` samples to `new` ones.

    Sample i of the result lies at i * old / new samples of the signal. There are `new` different
    places between samples; each has its row of weights for the samples around it.

    Args:
        old: the samples of a time.
        new: those of the result in the same time, with no common divisor.
        method: the window.
        zeros: how many zeros the sinc function has on each side.
        rolloff: the frequency where it cuts, as a part of half of the lower rate.
        beta: the shape of a Kaiser window; None for the default.
    """

    old: int
    new: int
    method: ResampleMethod
    zeros: int
    rolloff: float
    beta: float | None

    @classmethod
    def between(cls, old: int, new: int, *others) -> SincFilter:
        """Return the filter from one rate to another, after common divisors are taken out."""
        common = math.gcd(old, new)
        return cls(old // common, new // common, *others)

    @property
    def _cut(self) -> np.float32:
        return np.float32(min(self.old, self.new)) * np.float32(self.rolloff)

    @property
    def _reach(self) -> int:
        """The samples on each side that have a weight."""
        return math.ceil(np.float32(self.zeros * self.old) / self._cut)

    @property
    def _taps(self) -> int:
        """The samples that have a weight at any place."""
        return 2 * self._reach + 2

    def _weights(self, numbers: np.ndarray):
        """Return the sample before each place, and the weights (places, samples) around it."""
        before = numbers * self.old // self.new
        offsets = np.arange(-self._reach, self._reach + 2)
        behind = (numbers * self.old % self.new / self.new)[:, None]
        times = (offsets - behind) * (float(self._cut) / self.old)
        inside = np.abs(times) < self.zeros
        times = np.clip(times, -self.zeros, self.zeros)
        if self.method == ResampleMethod.SINC_INTERPOLATION:
            window = np.cos(times * (np.pi / self.zeros / 2)) ** 2
        else:
            beta = float(np.float32(_KAISER_BETA if self.beta is None else self.beta))
            window = np.i0(beta * np.sqrt(1 - (times / self.zeros) ** 2)) / np.i0(beta)
        scale = float(self._cut / np.float32(self.old))
        return before, np.where(inside, np.sinc(times) * window * scale, 0)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """Return rows (rows, samples) at the new rate, of the same dtype."""
        length = -(-self.new * rows.shape[1] // self.old)
        around = np.pad(rows, ((0, 0), (self._reach, self.old + self._reach + 2)))
        if self.new * (self.old + self._taps) <= _DENSE:
            return self._by_matrix(around, length)
        return self._by_places(around, length)

    def _by_matrix(self, around, length):
        """Multiply all stretches of `old` samples, and those around them, by a matrix."""
        numbers = np.arange(self.new)
        before, weights = self._weights(numbers)
        matrix = np.zeros((self.old + self._taps, self.new), around.dtype)
        matrix[before[:, None] + np.arange(self._taps), numbers[:, None]] = weights
        cut = sliding_window_view(around, len(matrix), axis=1)[:, :: self.old]
        cut = cut[:, : -(-length // self.new)]
        return (cut @ matrix).reshape(len(around), -1)[:, :length]

    def _by_places(self, around, length):
        """Gather the samples around some places at a time."""
        windows = sliding_window_view(around, self._taps, axis=1)
        result = np.empty((len(around), length), around.dtype)
        step = max(_DENSE // (self._taps * len(around)), 1)
        for start in range(0, length, step):
            numbers = np.arange(start, min(start + step, length))
            before, weights = self._weights(numbers)
            weights = weights.astype(around.dtype)
            result[:, numbers] = np.einsum("rpk,pk->rp", windows[:, before], weights)
        return result


def _rolloff(value, name: str) -> None:
    of_type(float)(value, name)
    within(0, 1.0, left_open=True)(value, name)


class Resample(AudioTensorOperation):
    """Resample a signal (..., time) from one rate to another.

    Rates are rounded down to integers. Where they are equal, the signal is returned as it is.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Resample.html

    Args:
        orig_freq: the rate of the signal, in Hz. Default: 16000.
        new_freq: the rate of the result, in Hz. Default: 16000.
        resample_method: the window of the filter. Default: ResampleMethod.SINC_INTERPOLATION.
        lowpass_filter_width: the zeros of the filter on each side: more are sharper, and slower.
            Default: 6.
        rolloff: the frequency where the filter cuts, a float, as a part of half of the lower rate.
            Default: 0.99.
        beta: the shape of a Kaiser window, not below 0. Default: None, 14.769656459379492.

    Raises:
        TypeError: An argument is of another type; of `beta`, on a call.
        ValueError: A number is out of range; of `beta`, on a call.
        RuntimeError: On a call: the array is not (..., time) of numbers, or a rate below 1.

    Differs:
        Weights are computed in float64; a Kaiser window of MindSpore has errors of float32.
    """

    @checked(
        orig_freq=positive_number,
        new_freq=positive_number,
        resample_method=of_type(ResampleMethod),
        lowpass_filter_width=positive_int32,
        rolloff=_rolloff,
    )
    def __init__(
        self,
        orig_freq=16000,
        new_freq=16000,
        resample_method=ResampleMethod.SINC_INTERPOLATION,
        lowpass_filter_width=6,
        rolloff=0.99,
        beta=None,
    ):
        super().__init__()
        self.orig_freq = orig_freq
        self.new_freq = new_freq
        self.resample_method = resample_method
        self.lowpass_filter_width = lowpass_filter_width
        self.rolloff = rolloff
        self.beta = beta

    def _execute_c(self, waveform):
        self._check(waveform)
        if self.beta is not None:
            of_type(float, int, bool)(self.beta, "beta")
            if self.beta < 0 and self.resample_method == ResampleMethod.KAISER_WINDOW:
                raise ValueError(f"Input beta must not be below 0, but got {self.beta}.")
        if self.orig_freq == self.new_freq:
            return waveform
        old, new = int(self.orig_freq), int(self.new_freq)
        if not (old and new):
            raise self._failure(
                f"'orig_freq' and 'new_freq' can not be below 1, but got {self.orig_freq} and "
                f"{self.new_freq}; give them in Hz."
            )
        rows = as_floats(waveform).reshape(-1, waveform.shape[-1])
        settings = self.resample_method, self.lowpass_filter_width, self.rolloff, self.beta
        return SincFilter.between(old, new, *settings)(rows).reshape(*waveform.shape[:-1], -1)
