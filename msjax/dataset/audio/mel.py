"""Spectra in bands of the mel scale, and back."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, number, positive_number
from msjax.dataset.audio.enums import BorderType, MelType, NormType, WindowType
from msjax.dataset.audio.filter_banks import mel_filters
from msjax.dataset.audio.spectra import FRAMING, SHAPING, Spectrogram, window_fits
from msjax.dataset.transforms.checks import (
    checked,
    natural_int32,
    of_type,
    optional,
    positive_int32,
)


def mel_band(arguments) -> None:
    """Raise a ValueError unless the band of a mel scale is not empty."""
    f_min, f_max = arguments["f_min"], arguments["f_max"]
    if f_max is None and f_min >= arguments["sample_rate"] // 2:
        raise ValueError(
            "MelScale: sample_rate // 2 should be greater than f_min when f_max is set to None, "
            f"but got f_min: {f_min} and sample_rate: {arguments['sample_rate']}."
        )
    if f_max is not None and f_max <= f_min:
        raise ValueError(
            f"MelScale: f_max should be greater than f_min, but got {f_max} and {f_min}."
        )


def ordered_band(arguments, words: str) -> None:
    """Raise a ValueError where `f_min` is above `f_max`."""
    f_min, f_max, rate = (arguments[name] for name in ("f_min", "f_max", "sample_rate"))
    if f_max is None and f_min >= rate // 2:
        raise ValueError(
            f"{words}sample_rate // 2 should be greater than f_min when f_max is set to None, but "
            f"got f_min: {f_min} and sample_rate: {rate}."
        )
    if f_max is not None and f_max < f_min:
        raise ValueError(
            f"f_max should be greater than or equal to f_min, but got f_min: {f_min} and "
            f"f_max: {f_max}."
        )


class MelScale(AudioTensorOperation):
    """Sum the frequencies of a spectrogram to bands of the mel scale.

    (..., n_stft, frames) becomes (..., n_mels, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MelScale.html

    Args:
        n_mels: the number of bands. Default: 128.
        sample_rate: the samples of a second of the signal. Default: 16000.
        f_min: where the first band begins, in Hz. Default: 0.0.
        f_max: where the last band ends, in Hz. Default: None, half of `sample_rate`.
        n_stft: the number of frequencies. Default: 201.
        norm: NormType.SLANEY divides bands by their widths. Default: NormType.NONE.
        mel_type: the formula of mels. Default: MelType.HTK.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `f_max` not above `f_min`.
        RuntimeError: On a call: the array is not (..., n_stft, frames) of numbers.
    """

    @checked(
        mel_band,
        n_mels=positive_int32,
        sample_rate=positive_int32,
        f_min=number,
        f_max=optional(positive_number),
        n_stft=positive_int32,
        norm=of_type(NormType),
        mel_type=of_type(MelType),
    )
    def __init__(
        self,
        n_mels=128,
        sample_rate=16000,
        f_min=0.0,
        f_max=None,
        n_stft=201,
        norm=NormType.NONE,
        mel_type=MelType.HTK,
    ):
        super().__init__()
        self.n_mels = n_mels
        self.sample_rate = sample_rate
        self.f_min = f_min
        self.f_max = f_max or sample_rate // 2
        self.n_stft = n_stft
        self.norm = norm
        self.mel_type = mel_type
        self._bank = MelBank(n_mels, sample_rate, f_min, self.f_max, norm, mel_type)

    def _execute_c(self, spectrogram):
        self._check(spectrogram, "freq, time")
        if spectrogram.shape[-2] != self.n_stft:
            raise self._failure(
                f"'n_stft' must be equal to the length of the frequency axis, but got n_stft: "
                f"{self.n_stft} and shape {spectrogram.shape}."
            )
        return self._bank.bands(as_floats(spectrogram))


class MelBank:
    """The filters of a mel scale, made once for each number of frequencies and dtype."""

    def __init__(self, n_mels, sample_rate, f_min, f_max, norm, mel_type):
        self.n_mels = n_mels
        self.sample_rate = sample_rate
        self._band = (f_min, f_max)
        self._kinds = (norm, mel_type)
        self._filters: dict[tuple[int, str], np.ndarray] = {}

    def filters(self, n_freqs: int, dtype) -> np.ndarray:
        """Return the matrix (n_freqs, n_mels)."""
        key = (n_freqs, np.dtype(dtype).name)
        if key not in self._filters:
            self._filters[key] = mel_filters(
                n_freqs, *self._band, self.n_mels, self.sample_rate, *self._kinds, dtype
            )
        return self._filters[key]

    def bands(self, spectrogram: np.ndarray) -> np.ndarray:
        """Return the bands (..., n_mels, frames) of (..., n_freqs, frames)."""
        return self.filters(spectrogram.shape[-2], spectrogram.dtype).T @ spectrogram


class MelSpectrogram(AudioTensorOperation, Spectrogram):
    """Take the spectrogram of a signal (..., time) in bands of the mel scale.

    The result is (..., n_mels, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MelSpectrogram.html

    Args:
        sample_rate: the samples of a second. Default: 16000.
        n_fft: the samples of a frame. Default: 400.
        win_length: the samples of the window in a frame. Default: None, `n_fft`.
        hop_length: the samples from frame to frame. Default: None, half of `win_length`.
        f_min: where the first band begins, in Hz, a float. Default: 0.0.
        f_max: where the last band ends, in Hz. Default: None, or 0: half of `sample_rate`.
        pad: the zeros before and after the signal. Default: 0.
        n_mels: the number of bands. Default: 128.
        window: what each frame is multiplied by. Default: WindowType.HANN.
        power: the exponent of magnitudes. Default: 2.0.
        normalized: whether spectra are divided by the length of the window as a vector.
            Default: False.
        center: whether the signal is padded so that frame i is centered at sample i * hop_length.
            Default: True.
        pad_mode: how it is. Default: BorderType.REFLECT.
        onesided: must be True. Default: True.
        norm: NormType.SLANEY divides bands by their widths. Default: NormType.NONE.
        mel_scale: the formula of mels. Default: MelType.HTK.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, `win_length` above `n_fft`, or `f_min` above `f_max`.
        RuntimeError: On a call: the array is not (..., time) of numbers, too short for a frame, or
            `onesided` is False.

    Differs:
        Signals of float64 give the spectrogram in float64; MindSpore takes their bytes for numbers
        of float32. `onesided=False` raises an error; MindSpore ends the program.
    """

    @checked(
        window_fits,
        lambda arguments: ordered_band(arguments, "MelSpectrogram: "),
        f_min=of_type(float),
        f_max=optional(natural_number),
        sample_rate=natural_int32,
        n_mels=natural_int32,
        **FRAMING,
        power=positive_number,
        **SHAPING,
        norm=of_type(NormType),
        mel_scale=lambda value, _: of_type(MelType)(value, "mel_type"),
    )
    def __init__(
        self,
        sample_rate=16000,
        n_fft=400,
        win_length=None,
        hop_length=None,
        f_min=0.0,
        f_max=None,
        pad=0,
        n_mels=128,
        window=WindowType.HANN,
        power=2.0,
        normalized=False,
        center=True,
        pad_mode=BorderType.REFLECT,
        onesided=True,
        norm=NormType.NONE,
        mel_scale=MelType.HTK,
    ):
        cut = n_fft, win_length, hop_length, pad, window
        super().__init__(*cut, power, normalized, center, pad_mode, onesided)
        self.sample_rate = sample_rate
        self.f_min = f_min
        self.f_max = f_max or sample_rate // 2
        self.n_mels = n_mels
        self.norm = norm
        self.mel_scale = mel_scale
        self._bank = MelBank(n_mels, sample_rate, f_min, self.f_max, norm, mel_scale)

    def _execute_c(self, waveform):
        self._check(waveform)
        if not self.onesided:
            raise self._failure("filters are for frequencies of one side; use onesided=True.")
        if self.n_fft >= 2 * waveform.shape[-1]:
            raise self._failure(
                "Padding size should be less than the corresponding input dimension, but got "
                f"n_fft: {self.n_fft} and {waveform.shape[-1]} samples; use a smaller n_fft."
            )
        return self._bank.bands(super()._execute_c(waveform))
