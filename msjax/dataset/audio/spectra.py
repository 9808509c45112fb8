"""Spectra of signals, and what is taken of them."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import SignalOperation, as_floats
from msjax.dataset.audio.checks import natural_number
from msjax.dataset.audio.enums import BorderType, WindowType
from msjax.dataset.audio.fourier import (
    Frames,
    as_pairs,
    can_pad,
    padded,
    powers,
    spaced,
    two_sided,
)
from msjax.dataset.transforms.checks import (
    checked,
    natural_int32,
    of_type,
    optional,
    positive_int32,
)

FRAMING = {
    "n_fft": positive_int32,
    "win_length": optional(positive_int32),
    "hop_length": optional(positive_int32),
    "pad": natural_int32,
    "window": of_type(WindowType),
}
SHAPING = {
    "normalized": of_type(bool),
    "center": of_type(bool),
    "pad_mode": of_type(BorderType),
    "onesided": of_type(bool),
}


def window_fits(arguments) -> None:
    """Raise a ValueError where `win_length` is above `n_fft`."""
    win_length, n_fft = arguments["win_length"], arguments["n_fft"]
    if win_length is not None and win_length > n_fft:
        raise ValueError(
            f"Input win_length should be no more than n_fft, but got win_length: {win_length} and "
            f"n_fft: {n_fft}."
        )


class SpectralOperation(SignalOperation):
    """What operations that take spectra of signals share."""

    n_fft: int
    win_length: int
    hop_length: int
    window: WindowType

    def _cut(self, n_fft, win_length, hop_length, window, hops=2) -> None:
        """Keep how signals are cut into frames; by default, a window has `hops` of them."""
        self.n_fft = n_fft
        self.win_length = n_fft if win_length is None else win_length
        self.hop_length = self.win_length // hops if hop_length is None else hop_length
        self.window = window

    @property
    def _frames(self) -> Frames:
        return Frames(self.n_fft, self.win_length, self.hop_length, self.window)

    def _transform(self, waveform, frames, pad, center=True, pad_mode=BorderType.REFLECT):
        """Return the spectra (rows, frequencies, frames) of a signal (..., time), as complex."""
        self._check(waveform)
        if not frames.hop:
            raise self._failure("hop_length can not be zero; give one, the window is short.")
        rows = as_floats(waveform).reshape(-1, waveform.shape[-1])
        rows = padded(rows, pad, BorderType.CONSTANT)
        if center:
            half = frames.n_fft // 2
            if not can_pad(rows.shape[1], half, pad_mode):
                raise self._failure("one sample cannot be reflected; use another `pad_mode`.")
            rows = padded(rows, half, pad_mode)
        if frames.n_fft > rows.shape[1]:
            raise self._failure(
                f"n_fft should be more than 0 and less than {rows.shape[1]}, but got n_fft: "
                f"{frames.n_fft}; the signal is too short for it."
            )
        return frames.forward(rows)


class Spectrogram(SpectralOperation):
    """Take the spectrogram of a signal (..., time): (..., frequencies, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Spectrogram.html

    Args:
        n_fft: the samples of a frame; there are n_fft // 2 + 1 frequencies. Default: 400.
        win_length: the samples of the window in a frame. Default: None, `n_fft`.
        hop_length: the samples from frame to frame. Default: None, half of `win_length`.
        pad: the zeros before and after the signal. Default: 0.
        window: what each frame is multiplied by. Default: WindowType.HANN.
        power: the exponent of magnitudes; 0 gives complex numbers, with a last axis
            (real, imaginary). Default: 2.0.
        normalized: whether spectra are divided by the length of the window as a vector.
            Default: False.
        center: whether the signal is padded so that frame i is centered at sample i * hop_length.
            Default: True.
        pad_mode: how it is. Default: BorderType.REFLECT.
        onesided: whether frequencies that are mirrored are left out. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `win_length` above `n_fft`.
        RuntimeError: On a call: the array is not (..., time) of numbers, or too short for a frame.

    Differs:
        One sample alone, which has no reflection, raises an error; MindSpore does not return.
    """

    @checked(
        window_fits,
        **FRAMING,
        power=natural_number,
        **SHAPING,
    )
    def __init__(
        self,
        n_fft=400,
        win_length=None,
        hop_length=None,
        pad=0,
        window=WindowType.HANN,
        power=2.0,
        normalized=False,
        center=True,
        pad_mode=BorderType.REFLECT,
        onesided=True,
    ):
        super().__init__()
        self._cut(n_fft, win_length, hop_length, window)
        self.pad = pad
        self.power = power
        self.normalized = normalized
        self.center = center
        self.pad_mode = pad_mode
        self.onesided = onesided

    def _execute_c(self, waveform):
        frames = self._frames
        spectra = self._transform(waveform, frames, self.pad, self.center, self.pad_mode)
        if self.normalized:
            squares = frames.window() ** 2
            spectra /= np.real(spectra).dtype.type(np.sqrt(squares.sum(dtype=np.float64)))
        if not self.onesided:
            spectra = two_sided(spectra, frames.n_fft)
        result = powers(spectra, self.power) if self.power else as_pairs(spectra)
        return result.reshape(*waveform.shape[:-1], *result.shape[1:])


class SpectralCentroid(SpectralOperation):
    """Take the mean frequency of each frame of a signal (..., time): (..., 1, frames), in Hz.

    It is weighted by magnitudes; of silence, it is nan.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.SpectralCentroid.html

    Args:
        sample_rate: the samples of a second.
        n_fft: the samples of a frame. Default: 400.
        win_length: the samples of the window in a frame. Default: None, `n_fft`.
        hop_length: the samples from frame to frame. Default: None, half of `win_length`.
        pad: the zeros before and after the signal. Default: 0.
        window: what each frame is multiplied by. Default: WindowType.HANN.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `win_length` above `n_fft`.
        RuntimeError: On a call: the array is not (..., time) of numbers, or `sample_rate` is 0.

    Differs:
        One sample alone, which has no reflection, raises an error; MindSpore does not return.
    """

    @checked(window_fits, sample_rate=natural_int32, **FRAMING)
    def __init__(
        self,
        sample_rate,
        n_fft=400,
        win_length=None,
        hop_length=None,
        pad=0,
        window=WindowType.HANN,
    ):
        super().__init__()
        self.sample_rate = sample_rate
        self._cut(n_fft, win_length, hop_length, window)
        self.pad = pad

    def _execute_c(self, waveform):
        if not self.sample_rate:
            raise self._failure("'sample_rate' must be greater than 0, got: 0; give that of it.")
        magnitudes = np.abs(self._transform(waveform, self._frames, self.pad))
        dtype = magnitudes.dtype
        frequencies = spaced(0, self.sample_rate // 2, magnitudes.shape[1], dtype)
        magnitudes = magnitudes.astype(np.float64)
        means = (frequencies[:, None] * magnitudes).sum(1) / magnitudes.sum(1)
        return means.astype(dtype).reshape(*waveform.shape[:-1], 1, -1)
