"""Operations on each sample: gains, decibels, contrast, shifts, codes of few bits."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, number, positive_number
from msjax.dataset.audio.enums import GainType, ScaleType
from msjax.dataset.transforms.checks import (
    checked,
    of_type,
    optional,
    positive_int32,
    real,
    within,
)


def _positive_power(arguments) -> None:
    if arguments["gain_type"] == GainType.POWER:
        within(0, 2**24, left_open=True)(arguments["gain"], "gain")


class Gain(AudioTensorOperation):
    """Amplify a signal.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Gain.html

    Args:
        gain_db: by how many decibels, a float or int. Default: 1.0.

    Raises:
        TypeError: `gain_db` is no number.
        ValueError: It is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(gain_db=number)
    def __init__(self, gain_db=1.0):
        super().__init__()
        self.gain_db = gain_db

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        return signal * signal.dtype.type(_ratio(np.float32(self.gain_db)))


class Vol(AudioTensorOperation):
    """Amplify a signal, and clip it to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Vol.html

    Args:
        gain: the gain, a float or int, not below 0.
        gain_type: whether it is a factor of the amplitude or of the power (then it is above 0), or
            decibels, a `GainType`. Default: GainType.AMPLITUDE.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `gain` is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(_positive_power, gain=natural_number, gain_type=of_type(GainType))
    def __init__(self, gain, gain_type=GainType.AMPLITUDE):
        super().__init__()
        self.gain = gain
        self.gain_type = gain_type

    def _execute_c(self, waveform):
        self._check(waveform)
        gain = np.float64(np.float32(self.gain))
        if self.gain_type == GainType.DB:
            gain = _ratio(gain)
        elif self.gain_type == GainType.POWER:
            gain = _ratio(10 * np.log10(gain))
        signal = as_floats(waveform)
        return np.clip(signal * signal.dtype.type(gain), -1, 1)


class AmplitudeToDB(AudioTensorOperation):
    """Turn a spectrogram from amplitudes or powers into decibels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.AmplitudeToDB.html

    Args:
        stype: whether it holds powers or magnitudes, a `ScaleType`. Default: ScaleType.POWER.
        ref_value: what has 0 dB, a positive float or int. Default: 1.0.
        amin: what smaller values count as, a positive float or int. Default: 1e-10.
        top_db: how far below the maximum values are kept, in decibels; the maximum is that of the
            last three axes. Default: 80.0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is not positive.
        RuntimeError: On a call: the array is not (..., frequency, time) of numbers.
    """

    @checked(
        stype=of_type(ScaleType),
        ref_value=positive_number,
        amin=positive_number,
        top_db=positive_number,
    )
    def __init__(self, stype=ScaleType.POWER, ref_value=1.0, amin=1e-10, top_db=80.0):
        super().__init__()
        self.stype = stype
        self.ref_value = ref_value
        self.amin = amin
        self.top_db = top_db

    def _execute_c(self, spectrogram):
        self._check(spectrogram, "freq, time")
        values = as_floats(spectrogram)
        dtype = values.dtype.type
        factor = 10.0 if self.stype == ScaleType.POWER else 20.0
        reference = np.float32(np.log10(np.float64(np.float32(max(self.ref_value, self.amin)))))
        least = dtype(np.float32(self.amin))
        decibels = dtype(factor) * np.log10(np.maximum(values, least)) - dtype(
            factor * np.float64(reference)
        )
        axes = tuple(range(-min(values.ndim, 3), 0))
        highest = decibels.max(axis=axes, keepdims=True)
        return np.maximum(decibels, highest - dtype(self.top_db))


class DBToAmplitude(AudioTensorOperation):
    """Turn decibels into amplitudes or powers: `ref * 10 ** (0.1 * x * power)`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.DBToAmplitude.html

    Args:
        ref: what 0 dB are, a float or int.
        power: 1 for powers, 0.5 for amplitudes, a float or int.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(ref=number, power=number)
    def __init__(self, ref, power):
        super().__init__()
        self.ref = ref
        self.power = power

    def _execute_c(self, waveform):
        self._check(waveform)
        ref, power = np.float64(np.float32(self.ref)), np.float64(np.float32(self.power))
        powers = np.power(10.0, 0.1 * as_floats(waveform).astype(np.float64)) ** power
        return (ref * powers).astype(np.float64 if waveform.dtype == np.float64 else np.float32)


class Contrast(AudioTensorOperation):
    """Make a signal sound louder, by bending its amplitudes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Contrast.html

    Args:
        enhancement_amount: by how much, a float or int within [0, 100]; 0 bends too. Default: 75.0.

    Raises:
        TypeError: `enhancement_amount` is no number.
        ValueError: It is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(enhancement_amount=real(0, 100))
    def __init__(self, enhancement_amount=75.0):
        super().__init__()
        self.enhancement_amount = enhancement_amount

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        dtype = signal.dtype.type
        amount = dtype(np.float64(np.float32(self.enhancement_amount)) / 750)
        angles = signal * dtype(np.pi / 2)
        return np.sin(angles + amount * np.sin(angles * 4))


class DCShift(AudioTensorOperation):
    """Add a constant to a signal, and clip or limit it.

    What the constant moves towards the limit 1 or -1 is scaled down from a threshold on, and kept
    within the threshold; everything else is clipped to [-1, 1].

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.DCShift.html

    Args:
        shift: what is added, a float or int within [-2, 2].
        limiter_gain: the scale above the threshold `1 - (abs(shift) - limiter_gain)`, a float or
            int much smaller than 1; 0: nothing is scaled. Default: None, `shift`.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `shift` is out of range.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(shift=real(-2.0, 2.0), limiter_gain=optional(of_type(float, int)))
    def __init__(self, shift, limiter_gain=None):
        super().__init__()
        self.shift = shift
        self.limiter_gain = shift if limiter_gain is None else limiter_gain

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        dtype = signal.dtype.type
        shift, slope = np.float32(self.shift), np.float32(self.limiter_gain)
        result = np.clip(signal + dtype(shift), -1, 1)
        if not (shift and slope):
            return result
        side = np.sign(shift)
        threshold = np.float32(1) - (np.abs(shift) - slope)
        over = side * signal - dtype(threshold)
        bent = over * dtype(slope) / dtype(1 - threshold)
        limited = np.minimum(bent + dtype(side * (threshold + shift)), dtype(threshold))
        return np.where(over > 0, dtype(side) * limited, result)


class MuLawEncoding(AudioTensorOperation):
    """Encode a signal within [-1, 1] by mu-law companding.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MuLawEncoding.html

    Args:
        quantization_channels: how many codes there are, a positive int. Default: 256.

    Raises:
        TypeError: `quantization_channels` is no int.
        ValueError: It is not positive.
        RuntimeError: On a call: the array is not (..., time) of numbers.
    """

    @checked(quantization_channels=positive_int32)
    def __init__(self, quantization_channels=256):
        super().__init__()
        self.quantization_channels = quantization_channels

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        mu = signal.dtype.type(self.quantization_channels - 1)
        bent = np.sign(signal) * np.log1p(mu * np.abs(signal)) / np.log1p(mu)
        return ((bent + 1) / 2 * mu + signal.dtype.type(0.5)).astype(np.int32)


class MuLawDecoding(AudioTensorOperation):
    """Decode a signal that `MuLawEncoding` has encoded.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MuLawDecoding.html

    Args:
        quantization_channels: how many codes there are, an int above 1. Default: 256.

    Raises:
        TypeError: `quantization_channels` is no int.
        ValueError: It is not positive.
        RuntimeError: On a call: the array is not (..., time) of numbers, or there is one code only.
    """

    @checked(quantization_channels=positive_int32)
    def __init__(self, quantization_channels=256):
        super().__init__()
        self.quantization_channels = quantization_channels

    def _execute_c(self, waveform):
        self._check(waveform)
        if self.quantization_channels == 1:
            raise self._failure(
                "invalid parameter, 'mu' can not be zero: quantization_channels is 1; it must be 2 "
                "at least."
            )
        signal = as_floats(waveform)
        mu = signal.dtype.type(self.quantization_channels - 1)
        codes = signal / mu * 2 - 1
        return np.sign(codes) * (np.exp(np.abs(codes) * np.log1p(mu)) - 1) / mu


def _ratio(decibels):
    """Return the ratio of amplitudes that some decibels are."""
    return 10 ** (np.float64(decibels) / 20)
