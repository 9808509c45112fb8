"""Filters of two poles and two zeros that raise or lower parts of the spectrum.

Coefficients as in `biquads.py`; "shelves" are filters that act on all frequencies below or above
one.
"""

from __future__ import annotations

import math

import numpy as np

from msjax.dataset.audio.biquads import Filter
from msjax.dataset.audio.checks import number, quality, sample_rate
from msjax.dataset.transforms.checks import checked, of_type

# sample rate -> Hz, slope, gain in dB
_DEEMPHASIS = {44100: (5283, 0.4845, -9.477), 48000: (5356, 0.479, -9.62)}

# sample rate -> zeros, poles
_VINYL = {
    44100: ((-0.2014898, 0.9233820), (0.7083149, 0.9924091)),
    48000: ((-0.1766069, 0.9321590), (0.7396325, 0.9931330)),
    88200: ((-0.1168735, 0.9648312), (0.8590646, 0.9964002)),
    96000: ((-0.1141486, 0.9676817), (0.8699137, 0.9966946)),
}


class _Shelf(Filter):
    """What the filters for basses and trebles share."""

    gain: float
    central_freq: float

    @checked(sample_rate=sample_rate, gain=number, central_freq=number, Q=quality)
    def __init__(self, sample_rate, gain, central_freq, Q=0.707):
        super().__init__()
        self.sample_rate = sample_rate
        self.gain = gain
        self.central_freq = central_freq
        self.quality_factor = Q


class BassBiquad(_Shelf):
    """Raise or lower the basses, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.BassBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        gain: by how many decibels, a float or int.
        central_freq: the frequency in Hz below which they are. Default: 100.0.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    def __init__(self, sample_rate, gain, central_freq=100.0, Q=0.707):
        super().__init__(sample_rate, gain, central_freq, Q)

    def _coefficients(self):
        sine, cosine = self._angle(self.central_freq)
        gain = _amplitude(np.float64(np.float32(self.gain) / np.float32(40)))
        b, a = _shelf(gain, cosine, self._width(sine), -1)
        return tuple(np.array([*b, *a]) / a[0])


class TrebleBiquad(_Shelf):
    """Raise or lower the trebles, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.TrebleBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        gain: by how many decibels, a float or int.
        central_freq: the frequency in Hz above which they are. Default: 3000.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    _single = True

    def __init__(self, sample_rate, gain, central_freq=3000, Q=0.707):
        super().__init__(sample_rate, gain, central_freq, Q)

    def _coefficients(self):
        sine, cosine = self._angle(self.central_freq)
        b, a = _shelf(_amplitude(self._real(self.gain) / 40), cosine, self._width(sine), 1)
        return *b, *a


class EqualizerBiquad(Filter):
    """Raise or lower a band around a frequency, and clip the signal to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.EqualizerBiquad.html

    Args:
        sample_rate: samples per second, an int; not 0.
        center_freq: the frequency in Hz, a float or int.
        gain: by how many decibels, a float or int.
        Q: the quality factor, within (0, 1]. Default: 0.707.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    @checked(sample_rate=sample_rate, center_freq=number, gain=number, Q=quality)
    def __init__(self, sample_rate, center_freq, gain, Q=0.707):
        super().__init__()
        self.sample_rate = sample_rate
        self.center_freq = center_freq
        self.gain = gain
        self.quality_factor = Q

    def _coefficients(self):
        sine, cosine = self._angle(self.center_freq)
        alpha = self._width(sine)
        gain = _amplitude(self._real(self.gain) / 40)
        up, down = alpha * gain, alpha / gain
        return 1 + up, -2 * cosine, 1 - up, 1 + down, -2 * cosine, 1 - down


class DeemphBiquad(Filter):
    """Undo the emphasis of trebles on compact discs (IEC 60908), and clip to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.DeemphBiquad.html

    Args:
        sample_rate: samples per second: 44100 or 48000.

    Raises:
        TypeError: `sample_rate` is no int.
        ValueError: It is another number.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    @checked(sample_rate=of_type(int))
    def __init__(self, sample_rate):
        if sample_rate not in _DEEMPHASIS:
            raise ValueError(
                f"Argument sample_rate should be 44100 or 48000, but got {sample_rate}; resample "
                "the signal before."
            )
        super().__init__()
        self.sample_rate = sample_rate

    def _coefficients(self):
        frequency, slope, decibels = _DEEMPHASIS[self.sample_rate]
        sine, cosine = self._angle(frequency)
        gain = _amplitude(np.float64(decibels) / 40)
        alpha = sine / 2 * np.sqrt((gain + 1 / gain) * (1 / slope - 1) + 2)
        b, a = _shelf(gain, cosine, alpha, 1)
        return *b, *a


class RiaaBiquad(Filter):
    """Play a vinyl record back by RIAA's curve, with gain 1 at 1 kHz, and clip to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.RiaaBiquad.html

    Args:
        sample_rate: samples per second: 44100, 48000, 88200 or 96000.

    Raises:
        TypeError: `sample_rate` is no int.
        ValueError: It is another number.
        RuntimeError: On a call: the array is not (..., time) of floats.
    """

    _single = True

    @checked(sample_rate=of_type(int))
    def __init__(self, sample_rate):
        if sample_rate not in _VINYL:
            raise ValueError(
                f"sample_rate should be one of {list(_VINYL)}, but got {sample_rate}; resample the "
                "signal before."
            )
        super().__init__()
        self.sample_rate = sample_rate

    def _coefficients(self):
        roots = np.array(_VINYL[self.sample_rate], np.float32)
        b, a = (np.array([1, -(first + last), first * last], np.float32) for first, last in roots)
        turns = np.float32(2 * np.pi) * np.float32(1000) / np.float32(self.sample_rate)
        gain = np.sqrt(_power(b, turns) / _power(a, turns))
        return *(b * (1 / gain)), *a


def _amplitude(level):
    """Return the square root of a gain in amplitude, of a fortieth of its decibels."""
    dtype = type(level)
    return dtype(np.exp(np.float64(level * dtype(math.log(10.0)))))


def _shelf(gain, cosine, alpha, side):
    """Return b and a of a filter for the frequencies below (side -1) or above (1) an angle."""
    slope = 2 * np.sqrt(gain) * alpha
    turned = side * cosine
    inner, outer = (gain - 1) * turned, (gain + 1) * turned
    b = (
        gain * ((gain + 1) + inner + slope),
        -2 * side * gain * ((gain - 1) + outer),
        gain * ((gain + 1) + inner - slope),
    )
    a = (
        (gain + 1) - inner + slope,
        2 * side * ((gain - 1) - outer),
        (gain + 1) - inner - slope,
    )
    return b, a


def _power(coefficients, angle):
    """Return the squared response of a polynomial at an angle, in float32."""
    lags = np.array([0, 1, 2], np.float32) * angle
    cosines, sines = np.cos(lags, dtype=np.float64), np.sin(lags, dtype=np.float64)
    real = np.add.reduce(coefficients * cosines.astype(np.float32))
    imaginary = np.add.reduce(coefficients * sines.astype(np.float32))
    return real * real + imaginary * imaginary
