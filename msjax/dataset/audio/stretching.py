"""Signals and spectra made longer or shorter at the same pitch, or higher at the same length."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import not_zero, positive_number
from msjax.dataset.audio.enums import BorderType, ResampleMethod, WindowType
from msjax.dataset.audio.fourier import as_pairs, from_pairs, spaced
from msjax.dataset.audio.inverse_spectra import InverseOperation
from msjax.dataset.audio.resampling import SincFilter
from msjax.dataset.audio.spectra import FRAMING, window_fits
from msjax.dataset.transforms.checks import (
    INT32_MAX,
    INT32_MIN,
    checked,
    every,
    integer,
    natural_int32,
    of_type,
    optional,
    positive_int32,
)


def stretched(pairs: np.ndarray, rate: float, advances: np.ndarray) -> np.ndarray:
    """Return spectra (rows, frequencies, frames, 2) with frames `rate` apart, by a phase vocoder.

    The steps are those of MindSpore, as phases of float32 are sums in which rounding shows.

    Args:
        pairs: the spectra, of float32 or float64.
        rate: how much faster they go; of 1, they are returned as they are.
        advances: the phase that each frequency goes on from frame to frame, in the same dtype; as
            many as there are frequencies, or else taken in turns.
    """
    step = np.float32(rate)
    if abs(step - 1) <= np.finfo(np.float32).eps:
        return pairs
    rows, frequencies, count, _ = pairs.shape
    places = np.arange(int(count / step) + 2).astype(np.float32) * step
    places = places[places < count].astype(pairs.dtype)
    before = places.astype(np.int64)
    spectra = np.pad(from_pairs(pairs), ((0, 0), (0, 0), (0, 2)))
    here, there = spectra[..., before], spectra[..., before + 1]
    advance = np.resize(advances, rows * frequencies).reshape(rows, frequencies, 1)
    turns = _angles(there) - _angles(here) - advance
    exact = turns.astype(np.float64)
    whole = np.trunc(exact / (2 * np.pi) + np.copysign(0.5, exact))
    turns = (exact - 2 * np.pi * whole + advance).astype(pairs.dtype)
    first = _angles(spectra[..., :1])
    phases = np.cumsum(np.concatenate([first, turns[..., :-1]], axis=-1), axis=-1)
    shares = places - before.astype(pairs.dtype)
    sizes = shares * np.abs(there) + (1 - shares) * np.abs(here)
    return np.stack([np.cos(phases) * sizes, np.sin(phases) * sizes], axis=-1)


def _angles(spectra: np.ndarray) -> np.ndarray:
    """Return the angles of complex numbers, of complex64 rounded once."""
    return np.angle(spectra.astype(np.complex128)).astype(np.real(spectra).dtype)


class _Vocoder(AudioTensorOperation):
    """What phase vocoders share."""

    def _stretched(self, spectrogram, rate, advances):
        pairs = as_floats(spectrogram).reshape(-1, *spectrogram.shape[-3:])
        result = stretched(pairs, rate, advances)
        if result is pairs:  # which has one axis before the frequencies, as in MindSpore
            return pairs
        return result.reshape(*spectrogram.shape[:-2], -1, 2)


class PhaseVocoder(_Vocoder):
    """Make a complex spectrogram (..., frequencies, frames, 2) faster or slower at the same pitch.

    There are ceil(frames / rate) frames then. At a rate of 1, the result is
    (rows, frequencies, frames, 2).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.PhaseVocoder.html

    Args:
        rate: how much faster it becomes.
        phase_advance: the phase that each frequency goes on from frame to frame: an array
            (frequencies, 1) of the spectrogram's dtype.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `rate` is not above 0.
        RuntimeError: On a call: the array is not (..., frequencies, frames, 2) of numbers, or
            `phase_advance` does not fit it.

    Differs:
        Phases of integers are converted to float32; MindSpore takes their bytes for numbers of
        float32. Of an array of float16, `phase_advance` is of float16; MindSpore refuses it. Angles
        are rounded once; as phases of float32 are sums of all frames before, this shows in the
        fourth digit after some hundreds.
    """

    @checked(rate=positive_number, phase_advance=of_type(np.ndarray))
    def __init__(self, rate, phase_advance):
        super().__init__()
        self.rate = rate
        self.phase_advance = phase_advance

    def _execute_c(self, spectrogram):
        advance = self.phase_advance
        if advance.ndim != 2 or advance.shape[1] != 1:
            raise self._failure(
                f"'phase_advance' should be in shape of <freq, 1>, but got {advance.shape}."
            )
        self._check(spectrogram, "freq, num_frame, complex=2")
        if len(advance) != spectrogram.shape[-3] or advance.dtype != spectrogram.dtype:
            raise self._failure(
                "'phase_advance' should have the data type and the frequencies of the input, but "
                f"got {advance.dtype}, {advance.shape} and {spectrogram.dtype}, "
                f"{spectrogram.shape}."
            )
        return self._stretched(spectrogram, self.rate, as_floats(advance)[:, 0])


class TimeStretch(_Vocoder):
    """Make a complex spectrogram (..., frequencies, frames, 2) faster or slower at the same pitch.

    There are ceil(frames / fixed_rate) frames then. At a rate of 1, the result is
    (rows, frequencies, frames, 2).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.TimeStretch.html

    Args:
        hop_length: the samples from frame to frame of the spectrogram. Default: None, `n_freq` - 1.
        n_freq: the number of frequencies. Default: 201.
        fixed_rate: how much faster it becomes. Default: None, 1.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frequencies, frames, 2) of numbers.

    Differs:
        Angles are rounded once; as phases of float32 are sums of all frames before, this shows in
        the fourth digit after some hundreds.
    """

    @checked(
        hop_length=optional(positive_int32),
        n_freq=positive_int32,
        fixed_rate=optional(positive_number),
    )
    def __init__(self, hop_length=None, n_freq=201, fixed_rate=None):
        super().__init__()
        self.hop_length = n_freq - 1 if hop_length is None else hop_length
        self.n_freq = n_freq
        self.fixed_rate = 1 if fixed_rate is None else fixed_rate

    def _execute_c(self, spectrogram):
        self._check(spectrogram, "freq, num_frame, complex=2")
        dtype = np.float64 if spectrogram.dtype == np.float64 else np.float32
        advances = spaced(0, np.pi * self.hop_length, self.n_freq, dtype)
        return self._stretched(spectrogram, self.fixed_rate, advances)


class PitchShift(InverseOperation):
    """Shift the pitch of a signal (..., time) at the same length.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.PitchShift.html

    Args:
        sample_rate: the samples of a second.
        n_steps: how many steps higher it becomes.
        bins_per_octave: the steps of an octave. Default: 12.
        n_fft: the samples of a frame, even. Default: 512.
        win_length: the samples of the window in a frame. Default: None, `n_fft`.
        hop_length: the samples from frame to frame. Default: None, a quarter of `win_length`.
        window: what each frame is multiplied by. Default: WindowType.HANN.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `win_length` above `n_fft`.
        RuntimeError: On a call: the array is not (..., time) of numbers, or `n_fft` is odd.
    """

    _filter = (ResampleMethod.SINC_INTERPOLATION, 6, 0.99, None)

    @checked(
        window_fits,
        sample_rate=natural_int32,
        n_steps=integer(INT32_MIN, INT32_MAX),
        bins_per_octave=every(of_type(int), not_zero(INT32_MIN, INT32_MAX)),
        **{name: rule for name, rule in FRAMING.items() if name != "pad"},
    )
    def __init__(
        self,
        sample_rate,
        n_steps,
        bins_per_octave=12,
        n_fft=512,
        win_length=None,
        hop_length=None,
        window=WindowType.HANN,
    ):
        super().__init__()
        self.sample_rate = sample_rate
        self.n_steps = n_steps
        self.bins_per_octave = bins_per_octave
        self._cut(n_fft, win_length, hop_length, window, hops=4)

    def _execute_c(self, waveform):
        if not self.sample_rate:
            raise self._failure("'sample_rate' can not be zero; give the samples of a second.")
        frames, length = self._frames, waveform.shape[-1] if waveform.ndim else 0
        spectra = self._half(self._transform(waveform, frames, 0), frames.n_fft)
        dtype = np.real(spectra).dtype
        octaves = np.float32(-self.n_steps) / np.float32(self.bins_per_octave)
        rate = np.float32(2.0 ** float(octaves))
        advances = spaced(0, np.pi * frames.hop, spectra.shape[1], dtype)
        pairs = stretched(as_pairs(spectra), float(rate), advances)
        longer = int(np.floor(np.float32(length) / rate + np.float32(0.5)))
        rows = frames.backward(from_pairs(pairs), longer).astype(dtype)
        new_rate = int(np.float32(self.sample_rate) / rate)
        rows = SincFilter.between(new_rate, self.sample_rate, *self._filter)(rows)[:, :length]
        rows = np.pad(rows, ((0, 0), (0, length - rows.shape[1])), mode=BorderType.CONSTANT.value)
        return rows.reshape(waveform.shape)
