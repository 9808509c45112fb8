"""Cut what is before the voice in a signal."""

from __future__ import annotations

import math

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, number, positive_number
from msjax.dataset.transforms.checks import checked, optional, positive_int32


def _times(arguments) -> None:
    up, down = arguments["noise_up_time"], arguments["noise_down_time"]
    if up <= down:
        raise ValueError(
            f"Input noise_up_time should be greater than noise_down_time, but got noise_up_time: "
            f"{up} and noise_down_time: {down}."
        )


class Vad(AudioTensorOperation):
    """Cut a signal (..., time) to where its voice begins, after the detector of SoX.

    MindSpore 2.10's detector measures 0 in every signal, and so does this one: above a
    `trigger_level` of 0 it never triggers, and the end of the signal is returned, as much as the
    detector looks back: `search_time`, `pre_trigger_time` and `measure_duration`, or all of a
    signal of half of that. Otherwise it triggers at the first measurement, and the last
    `pre_trigger_time` is returned, or all where that is 0. What tells the noise has no effect.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Vad.html

    Args:
        sample_rate: the samples of a second.
        trigger_level: the measure above which there is voice. Default: 7.0.
        trigger_time: the time over which it is averaged, in seconds; without effect. Default: 0.25.
        search_time: the time before voice that is searched for more, in seconds. Default: 1.0.
        allowed_gap: the longest gap in it, in seconds; without effect. Default: 0.25.
        pre_trigger_time: the time kept before it, in seconds. Default: 0.0.
        boot_time: the time that measures the noise first, in seconds; without effect.
            Default: 0.35.
        noise_up_time: how fast the noise is followed where it grows, in seconds; must be above
            `noise_down_time`, and has no other effect. Default: 0.1.
        noise_down_time: how fast where it falls, in seconds; see there. Default: 0.01.
        noise_reduction_amount: how much of the noise is subtracted; without effect. Default: 1.35.
        measure_freq: the measurements of a second. Default: 20.0.
        measure_duration: the time of a measurement, in seconds. Default: None, or 0: twice the time
            between measurements.
        measure_smooth_time: the time over which spectra are averaged, in seconds; without effect.
            Default: 0.4.
        hp_filter_freq: the lowest frequency that is measured, in Hz. Default: 50.0.
        lp_filter_freq: the highest one, in Hz. Default: 6000.0.
        hp_lifter_freq: the lowest frequency of the cepstrum, in Hz. Default: 150.0.
        lp_lifter_freq: the highest one, in Hz. Default: 2000.0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `noise_up_time` not above `noise_down_time`.
        RuntimeError: On a call: the array is not (..., time) of numbers, `search_time` is 0, or no
            frequencies are left between the lowest and the highest ones.
    """

    @checked(
        _times,
        sample_rate=positive_int32,
        trigger_level=number,
        trigger_time=natural_number,
        search_time=natural_number,
        allowed_gap=natural_number,
        pre_trigger_time=natural_number,
        boot_time=natural_number,
        noise_up_time=natural_number,
        noise_down_time=natural_number,
        noise_reduction_amount=natural_number,
        measure_freq=positive_number,
        measure_duration=optional(natural_number),
        measure_smooth_time=natural_number,
        hp_filter_freq=positive_number,
        lp_filter_freq=positive_number,
        hp_lifter_freq=positive_number,
        lp_lifter_freq=positive_number,
    )
    def __init__(
        self,
        sample_rate,
        trigger_level=7.0,
        trigger_time=0.25,
        search_time=1.0,
        allowed_gap=0.25,
        pre_trigger_time=0.0,
        boot_time=0.35,
        noise_up_time=0.1,
        noise_down_time=0.01,
        noise_reduction_amount=1.35,
        measure_freq=20.0,
        measure_duration=None,
        measure_smooth_time=0.4,
        hp_filter_freq=50.0,
        lp_filter_freq=6000.0,
        hp_lifter_freq=150.0,
        lp_lifter_freq=2000.0,
    ):
        super().__init__()
        self.sample_rate = sample_rate
        self.trigger_level = trigger_level
        self.trigger_time = trigger_time
        self.search_time = search_time
        self.allowed_gap = allowed_gap
        self.pre_trigger_time = pre_trigger_time
        self.boot_time = boot_time
        self.noise_up_time = noise_up_time
        self.noise_down_time = noise_down_time
        self.noise_reduction_amount = noise_reduction_amount
        self.measure_freq = measure_freq
        self.measure_duration = 2.0 / measure_freq if measure_duration is None else measure_duration
        self.measure_smooth_time = measure_smooth_time
        self.hp_filter_freq = hp_filter_freq
        self.lp_filter_freq = lp_filter_freq
        self.hp_lifter_freq = hp_lifter_freq
        self.lp_lifter_freq = lp_lifter_freq

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)

        def real(value):  # arguments are float32, and lengths computed in the signal's dtype
            return signal.dtype.type(np.float32(value))

        frequency = real(self.measure_freq)
        measured = _rounded(self.sample_rate * real(self.measure_duration or 2.0 / frequency))
        self._check_bands(measured, real)
        measures = math.ceil(real(self.search_time) * frequency)
        if not measures:
            raise self._failure("the length of measures cannot be zero; use a longer search_time.")
        kept = _rounded(real(self.pre_trigger_time) * self.sample_rate)
        length = signal.shape[-1]
        if self.trigger_level <= 0 and length >= measured:
            start = -kept
        else:
            period = _rounded(self.sample_rate / frequency)
            start = length - (kept + measures * period + measured)
        if start < 0:
            start = 0 if start < -length else start + length
        return signal[..., start:]

    def _check_bands(self, measured: int, real) -> None:
        """Raise a RuntimeError unless there are frequencies to measure."""
        size = 16
        while size < measured:
            size *= 2
        low, high = real(self.hp_filter_freq), real(self.lp_filter_freq)
        first = max(_rounded(low / self.sample_rate * size), 1)
        if min(_rounded(high / self.sample_rate * size), size // 2) <= first:
            raise self._failure(
                "the end of spectrum must be greater than the start. Check if `hp_filter_freq` is "
                "too large or `lp_filter_freq` is too small."
            )
        low, high = real(self.hp_lifter_freq), real(self.lp_lifter_freq)
        last = min(math.floor(self.sample_rate * 0.5 / low), size // 4)
        if last <= math.ceil(self.sample_rate * 0.5 / high):
            raise self._failure(
                "the end of cepstrum must be greater than the start. Check if `hp_lifter_freq` is "
                "too large or `lp_lifter_freq` is too small."
            )


def _rounded(value: float) -> int:
    return int(value + 0.5)
