"""Effects of guitars: overdrive, phaser, flanger."""

from __future__ import annotations

import math

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import sample_rate
from msjax.dataset.audio.delays import sine, triangle, with_feedback
from msjax.dataset.audio.enums import Interpolation, Modulation
from msjax.dataset.audio.recursion import filtered
from msjax.dataset.transforms.checks import (
    INT32_MAX,
    INT32_MIN,
    checked,
    integer,
    of_type,
    real,
)

_MOST_CHANNELS = 4


class Overdrive(AudioTensorOperation):
    """Distort a signal softly, and clip it to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Overdrive.html

    Args:
        gain: by how many decibels it is raised before, a float or int within [0, 100].
            Default: 20.0.
        color: how much of the even harmonics there is, a float or int within [0, 100].
            Default: 20.0.

    Raises:
        TypeError: An argument is no number.
        ValueError: It is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(gain=real(0, 100), color=real(0, 100))
    def __init__(self, gain=20.0, color=20.0):
        super().__init__()
        self.gain = gain
        self.color = color

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        dtype = signal.dtype.type
        gain = np.float32(10 ** (np.float64(np.float32(self.gain)) / 20))
        color = np.float32(self.color) / np.float32(200)
        bent = np.clip(signal * dtype(gain) + dtype(color), -1, 1)
        bent -= bent**3 / 3
        centered = filtered(bent, np.array([1.0, -1.0]), np.array([1.0, -0.995]))
        return np.clip(signal * dtype(0.5) + centered * dtype(0.75), -1, 1)


class Phaser(AudioTensorOperation):
    """Add a signal's echo at a delay that swings, and clip the sum to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Phaser.html

    Args:
        sample_rate: samples per second, an int.
        gain_in: the factor of the signal before, a float or int within [0, 1]. Default: 0.4.
        gain_out: the factor of the sum, within [0, 1e9]. Default: 0.74.
        delay_ms: the longest delay in milliseconds, within [0, 5]; one sample at least.
            Default: 3.0.
        decay: the factor of the echo, within [0, 0.99]. Default: 0.4.
        mod_speed: how often the delay swings per second, within [0.1, 2]. Default: 0.5.
        sinusoidal: whether it swings as a sine, and not as a triangle. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers, or the delay is below one
            sample, where MindSpore crashes.
    """

    @checked(
        sample_rate=integer(INT32_MIN, INT32_MAX),
        gain_in=real(0, 1),
        gain_out=real(0, 1e9),
        delay_ms=real(0, 5.0),
        decay=real(0, 0.99),
        mod_speed=real(0.1, 2),
        sinusoidal=of_type(bool),
    )
    def __init__(
        self,
        sample_rate,
        gain_in=0.4,
        gain_out=0.74,
        delay_ms=3.0,
        decay=0.4,
        mod_speed=0.5,
        sinusoidal=True,
    ):
        super().__init__()
        self.sample_rate = sample_rate
        self.gain_in = gain_in
        self.gain_out = gain_out
        self.delay_ms = delay_ms
        self.decay = decay
        self.mod_speed = mod_speed
        self.sinusoidal = sinusoidal

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        dtype = signal.dtype.type
        gain_in, gain_out, decay = (
            dtype(np.float32(gain)) for gain in (self.gain_in, self.gain_out, self.decay)
        )
        lags = self._lags(signal.shape[-1])
        inputs = signal.reshape(-1, 1, signal.shape[-1]) * gain_in
        result = with_feedback(inputs, lags, np.full(lags.shape, decay)) * gain_out
        result = np.clip(result, -1, 1).astype(np.float32)  # also of float64, in MindSpore
        return result.astype(dtype).reshape(signal.shape)

    def _lags(self, time):
        """Return the delays in samples, (1, 1, time)."""
        longest = int(np.float32(self.delay_ms) * 0.001 * self.sample_rate + 0.5)
        if longest < 1:
            raise self._failure(
                f"the delay is {self.delay_ms} ms, less than a sample at {self.sample_rate} Hz; "
                "use a larger `delay_ms`."
            )
        period = int(self.sample_rate / np.float32(self.mod_speed) + 0.5)
        wave = (sine if self.sinusoidal else triangle)(period, np.pi / 2)
        swings = (wave * np.float32(longest - 1) + 1 + np.float32(0.5)).astype(np.int64)
        return (longest - swings + 1)[np.arange(time) % period][None, None]


class Flanger(AudioTensorOperation):
    """Add a signal's echo at a short delay that swings, and clip the sum to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Flanger.html

    Args:
        sample_rate: samples per second, an int; not 0.
        delay: the shortest delay in milliseconds, a float or int within [0, 30]. Default: 0.0.
        depth: how far the delay swings above it in milliseconds, within [0, 10]. Default: 2.0.
        regen: how much of the echo is fed back, in percent, within [-95, 95]. Default: 0.0.
        width: how much of the echo is added, in percent, within [0, 100]. Default: 71.0.
        speed: how often the delay swings per second, within [0.1, 10]. Default: 0.5.
        phase: by how much of a swing a channel is ahead of the one before, in percent, within
            [0, 100]. Default: 25.0.
        modulation: how it swings, a `Modulation`. Default: Modulation.SINUSOIDAL.
        interpolation: how values between two samples are found, an `Interpolation`.
            Default: Interpolation.LINEAR.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., channel, time) of numbers, or has more than
            four channels, or the delay swings more than once per sample.
    """

    @checked(
        sample_rate=sample_rate,
        delay=real(0, 30),
        depth=real(0, 10),
        regen=real(-95, 95),
        width=real(0, 100),
        speed=real(0.1, 10),
        phase=real(0, 100),
        modulation=of_type(Modulation),
        interpolation=of_type(Interpolation),
    )
    def __init__(
        self,
        sample_rate,
        delay=0.0,
        depth=2.0,
        regen=0.0,
        width=71.0,
        speed=0.5,
        phase=25.0,
        modulation=Modulation.SINUSOIDAL,
        interpolation=Interpolation.LINEAR,
    ):
        super().__init__()
        self.sample_rate = sample_rate
        self.delay = delay
        self.depth = depth
        self.regen = regen
        self.width = width
        self.speed = speed
        self.phase = phase
        self.modulation = modulation
        self.interpolation = interpolation

    def _execute_c(self, waveform):
        self._check(waveform, "channel, time")
        channels, time = waveform.shape[-2:]
        if channels > _MOST_CHANNELS:
            raise self._failure(
                "the channel of input tensor does not match the requirement of operator. Expecting "
                f"tensor with channel less than or equal to 4. But got channel: {channels}."
            )
        regen, width = (np.float64(np.float32(part)) / 100 for part in (self.regen, self.width))
        signal = waveform.astype(np.float64)
        lags, weights = self._echo(channels, time)
        if regen:
            signal = self._fed_back(signal, lags, regen * weights)
        echo = _echoed(signal, lags, weights)
        echo_gain = width / (1 + width) * (1 - abs(regen))
        result = waveform * (1 / (1 + width)) + echo * echo_gain
        return np.clip(result, -1, 1).astype(waveform.dtype)

    def _fed_back(self, signal, lags, weights):
        """Return the signal with the echo of the sample before added, which has echoes itself."""
        lags, weights = (np.roll(part, 1, axis=-1) for part in (lags, weights))
        weights[..., 0] = 0
        batch = signal.reshape(-1, *signal.shape[-2:])
        return with_feedback(batch, lags + 1, weights).reshape(signal.shape)

    def _echo(self, channels, time):
        """Return the delays in samples and the weights that an echo is a sum by."""
        delays = self._delays(channels, time)
        whole = np.floor(delays)
        part = delays - whole
        if self.interpolation == Interpolation.LINEAR:
            weights = [1 - part, part]
        else:
            bend, slope = np.array([0.5, -1, 0.5]), np.array([-1.5, 2, -0.5])
            weights = [part * (b * part + s) for b, s in zip(bend, slope, strict=True)]
            weights[0] += 1
        size = self._buffer()
        lags = [(whole.astype(np.int64) + i) % size for i in range(len(weights))]
        return np.array(lags), np.array(weights)

    def _buffer(self):
        """Return how many samples MindSpore keeps; what is further back is the newest ones."""
        longest = (np.float64(np.float32(self.delay)) + np.float64(np.float32(self.depth))) / 1000
        return int(longest * self.sample_rate + 0.5) + 2

    def _delays(self, channels, time):
        """Return the delays (channels, time) in samples, with fractions."""
        shortest = math.floor(np.float64(np.float32(self.delay)) / 1000 * self.sample_rate + 0.5)
        period = int(self.sample_rate / np.float32(self.speed))
        if period < 1:
            raise self._failure(
                f"table_size must be more than 0, but got: {period}, the samples in one swing; use "
                "a larger sample_rate."
            )
        wave = (sine if self.modulation == Modulation.SINUSOIDAL else triangle)(
            period, 3 * np.pi / 2
        )
        delays = wave * np.float32(self._buffer() - 2 - shortest) + np.float32(shortest)
        ahead = np.arange(channels) * period * np.float64(np.float32(self.phase)) / 100 + 0.5
        places = np.arange(time) + ahead.astype(np.int64)[:, None]
        return delays[places % period].astype(np.float64)


def _echoed(signal, lags, weights):
    """Return the sums over i of weights[i] * signal at lags[i] before; 0 before the beginning."""
    places = np.arange(signal.shape[-1]) - lags
    channels = np.arange(signal.shape[-2])[:, None]
    result = np.zeros(signal.shape)
    for place, weight in zip(places, weights, strict=True):
        values = signal[..., channels, np.maximum(place, 0)]
        result += np.where(place < 0, 0.0, weight * values)
    return result
