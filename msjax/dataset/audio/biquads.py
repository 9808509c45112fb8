"""Filters of two poles and two zeros, by their coefficients.

The coefficients are those of the "Audio EQ Cookbook" by Robert Bristow-Johnson
(https://www.w3.org/TR/audio-eq-cookbook/). MindSpore keeps parameters as float32 and computes some
filters' coefficients in float64 and some in float32; so do the classes, as a low frequency shows
the difference.
"""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from msjax.dataset.audio.base import FLOATS, AudioTensorOperation, SignalOperation
from msjax.dataset.audio.checks import nonzero_number, number, quality, sample_rate
from msjax.dataset.audio.recursion import filtered
from msjax.dataset.transforms.checks import checked, of_type


class Section(SignalOperation):
    """A filter of second order: it has `_coefficients`, (b0, b1, b2, a0, a1, a2)."""

    _coefficients: Any  # a method

    def _execute_c(self, waveform):
        self._check(waveform, dtypes=FLOATS)
        coefficients = np.array(self._coefficients(), np.float64)
        result = filtered(waveform, coefficients[:3], coefficients[3:])
        return np.clip(result, -1, 1)


class Biquad(Section):
    """Filter a signal by given coefficients, and clip it to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Biquad.html

    Args:
        b0: the coefficient of the current sample of the input, a float or int.
        b1: that of the sample before.
        b2: that of the one before it.
        a0: the coefficient of the current sample of the output; not 0.
        a1: that of the sample before.
        a2: that of the one before it.

    Raises:
        TypeError: An argument is no number.
        ValueError: It is out of range, or `a0` is 0.
        RuntimeError: On a call: the array is not (..., time) of floats.

    Differs:
        Sums of float32 are taken in float64 and rounded at the end; MindSpore rounds each of them,
        which shows after many samples of a filter for low frequencies.
    """

    @checked(b0=number, b1=number, b2=number, a0=nonzero_number, a1=number, a2=number)
    def __init__(self, b0, b1, b2, a0, a1, a2):
        super().__init__()
        self.b0, self.b1, self.b2 = b0, b1, b2
        self.a0, self.a1, self.a2 = a0, a1, a2

    def _coefficients(self):
        if not np.float32(self.a0):
            raise self._failure(f"a0 can not be equal to zero in float32, but got: {self.a0}")
        values = self.b0, self.b1, self.b2, self.a0, self.a1, self.a2
        return tuple(np.array(values, np.float32))


class Filter(AudioTensorOperation, Section):
    """What filters at a frequency share: angles are in radians per sample."""

    sample_rate: int
    quality_factor: float
    _single: ClassVar[bool] = False  # whether coefficients are computed in float32

    def _real(self, value):
        """Return a parameter, which is a float32, in the dtype of the computation."""
        return np.float32(value) if self._single else np.float64(np.float32(value))

    def _angle(self, frequency):
        """Return the sine and cosine of a frequency's angle."""
        dtype = type(self._real(0))
        angle = dtype(2 * np.pi * np.float64(np.float32(frequency)) / self.sample_rate)
        return dtype(math.sin(angle)), dtype(math.cos(angle))

    def _width(self, sine):
        """Return the cookbook's alpha."""
        return sine / 2 / self._real(self.quality_factor)


class _CentralFilter(Filter):
    """What filters around a frequency share."""

    central_freq: float

    @checked(sample_rate=sample_rate, central_freq=number, Q=quality)
    def __init__(self, sample_rate, central_freq, Q=0.707):
        super().__init__()
        self.sample_rate = sample_rate
        self.central_freq = central_freq
        self.quality_factor = Q


class _CutoffFilter(Filter):
    """What filters above or below a frequency share."""

    cutoff_freq: float

    @checked(sample_rate=sample_rate, cutoff_freq=number, Q=quality)
    def __init__(self, sample_rate, cutoff_freq, Q=0.707):
        super().__init__()
        self.sample_rate = sample_rate
        self.cutoff_freq = cutoff_freq
        self.quality_factor = Q


class AllpassBiquad(_CentralFilter):
    """Turn the phases around a frequency, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.AllpassBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        central_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats, or `central_freq` is 0.
    """

    def _coefficients(self):
        if not self.central_freq:
            raise self._failure("central_freq can not be equal to zero, but got: 0")
        sine, cosine = self._angle(self.central_freq)
        alpha = self._width(sine)
        return 1 - alpha, -2 * cosine, 1 + alpha, 1 + alpha, -2 * cosine, 1 - alpha


class BandBiquad(Filter):
    """Let a band around a frequency through, and clip the signal to [-1, 1].

    Below and above, the signal drops off logarithmically.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.BandBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        central_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]; the band is `central_freq / Q` wide. Default: 0.707.
        noise: whether the signal is one without pitch, such as percussion. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats, or the band is too wide.
    """

    @checked(sample_rate=sample_rate, central_freq=number, Q=quality, noise=of_type(bool))
    def __init__(self, sample_rate, central_freq, Q=0.707, noise=False):
        super().__init__()
        self.sample_rate = sample_rate
        self.central_freq = central_freq
        self.quality_factor = Q
        self.noise = noise

    def _coefficients(self):
        _, cosine = self._angle(self.central_freq)
        width = np.float32(self.central_freq) / np.float32(self.quality_factor)
        a2 = np.exp(-2 * np.pi * np.float64(width) / self.sample_rate)
        if not a2:
            raise self._failure(
                "zero division error: the band is too wide, central_freq / Q / sample_rate is "
                f"{width / self.sample_rate}; use a larger Q."
            )
        a1 = -4 * a2 / (1 + a2) * cosine
        b0 = np.sqrt(1 - a1 * a1 / (4 * a2)) * (1 - a2)
        if self.noise:
            b0 = np.sqrt(((1 + a2) ** 2 - a1 * a1) * (1 - a2) / (1 + a2)) / b0 * b0
        return b0, 0, 0, 1, a1, a2


class BandpassBiquad(Filter):
    """Let a band around a frequency through, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.BandpassBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        central_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.
        const_skirt_gain: whether the gain at the frequency is `Q`, and not 1. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    _single = True

    @checked(
        sample_rate=sample_rate, central_freq=number, Q=quality, const_skirt_gain=of_type(bool)
    )
    def __init__(self, sample_rate, central_freq, Q=0.707, const_skirt_gain=False):
        super().__init__()
        self.sample_rate = sample_rate
        self.central_freq = central_freq
        self.quality_factor = Q
        self.const_skirt_gain = const_skirt_gain

    def _coefficients(self):
        sine, cosine = self._angle(self.central_freq)
        alpha = self._width(sine)
        peak = sine / 2 if self.const_skirt_gain else alpha
        return peak, 0, -peak, 1 + alpha, -2 * cosine, 1 - alpha


class BandrejectBiquad(_CentralFilter):
    """Take a band around a frequency away, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.BandrejectBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        central_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    def _coefficients(self):
        sine, cosine = self._angle(self.central_freq)
        alpha = self._width(sine)
        return 1, -2 * cosine, 1, 1 + alpha, -2 * cosine, 1 - alpha


class HighpassBiquad(_CutoffFilter):
    """Let frequencies above one through, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.HighpassBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        cutoff_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    def _coefficients(self):
        sine, cosine = self._angle(self.cutoff_freq)
        alpha = self._width(sine)
        outer = (1 + cosine) / 2
        return outer, -1 - cosine, outer, 1 + alpha, -2 * cosine, 1 - alpha


class LowpassBiquad(_CutoffFilter):
    """Let frequencies below one through, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.LowpassBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        cutoff_freq: the frequency in Hz, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    def _coefficients(self):
        sine, cosine = self._angle(self.cutoff_freq)
        alpha = self._width(sine)
        outer = (1 - cosine) / 2
        return outer, 1 - cosine, outer, 1 + alpha, -2 * cosine, 1 - alpha
