"""Cepstra of signals: cosine transforms of the levels of bands."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation
from msjax.dataset.audio.checks import natural_number, number, positive_number
from msjax.dataset.audio.enums import BorderType, MelType, NormMode, NormType, WindowType
from msjax.dataset.audio.filter_banks import cosines, linear_filters
from msjax.dataset.audio.levels import AmplitudeToDB
from msjax.dataset.audio.mel import MelBank, mel_band, ordered_band
from msjax.dataset.audio.spectra import SHAPING, Spectrogram
from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    checked,
    every,
    natural_int32,
    of_type,
    optional,
    positive_int32,
    within,
)

_LOG_OFFSET = np.float32(1e-6)
_SPECTRUM_WORDS = {  # the arguments of a spectrogram, and their defaults
    "n_fft": 400,
    "win_length": 400,
    "hop_length": 200,
    "pad": 0,
    "window": WindowType.HANN,
    "power": 2.0,
    "normalized": False,
    "center": True,
    "pad_mode": BorderType.REFLECT,
    "onesided": True,
}


def _dct_type(value, _) -> None:
    if value != 2:
        raise ValueError(f"Input dct_type must be 2, but got : {value}.")


def _complete(words, names, argument: str) -> None:
    """Raise a KeyError unless a dict has all of some names."""
    if missing := [name for name in names if name not in words]:
        raise KeyError(f"{argument} lacks {', '.join(missing)}; give all of {', '.join(names)}")


class _Cepstrum(AudioTensorOperation):
    """What cepstra share: they make bands of a spectrogram."""

    _words: dict  # the arguments of the spectrogram
    _logarithmic: bool
    _cosines: np.ndarray  # (bands, coefficients)

    def _bands(self, spectrogram) -> np.ndarray:
        raise NotImplementedError

    def _execute_c(self, waveform):
        self._check(waveform)
        bands = self._bands(self._spectrogram(waveform)).astype(np.float32)
        if self._logarithmic:
            levels = np.log(bands + _LOG_OFFSET)
        else:
            levels = AmplitudeToDB()._execute_c(bands)
        return self._cosines.T @ levels

    def _spectrogram(self, waveform):
        """Return the spectrogram of a signal; what MindSpore refuses on a call is refused here."""
        words = {name: self._words[name] for name in _SPECTRUM_WORDS}
        words["win_length"] = words["win_length"] or words["n_fft"]
        words["hop_length"] = words["hop_length"] or None
        if words["pad_mode"] == BorderType.EDGE:
            raise self._failure("invalid BorderType, kEdge is not supported; use another pad_mode.")
        if not (words["onesided"] and words["power"]):
            raise self._failure(
                "'power' must be greater than 0 and 'onesided' True, as filters are for such "
                f"spectra, but got {words['power']} and {words['onesided']}."
            )
        if words["win_length"] > words["n_fft"]:
            raise self._failure(
                "win_length must be less than or equal to n_fft, but got win_length: "
                f"{words['win_length']} and n_fft: {words['n_fft']}."
            )
        return Spectrogram(**words)._execute_c(waveform)


_MEL_RULES = {
    "n_fft": positive_int32,
    "n_mels": positive_int32,
    "win_length": natural_int32,
    "hop_length": optional(positive_int32),
    "pad": natural_int32,
    "power": natural_number,
    "f_min": number,
    "f_max": optional(positive_number),
    "window": of_type(WindowType),
    **SHAPING,
    "norm": of_type(NormType),
    "mel_scale": lambda value, _: of_type(MelType)(value, "mel_type"),
}


def _mel_words(arguments) -> None:
    """Raise an error unless the arguments of a mel spectrogram are complete and right."""
    words = arguments["melkwargs"]
    if words is None:
        return
    _complete(words, _MEL_RULES, "melkwargs")
    for name, rule in _MEL_RULES.items():
        rule(words[name], name)
    mel_band({**words, "sample_rate": arguments["sample_rate"]})
    if words["n_mels"] < arguments["n_mfcc"]:
        raise ValueError(
            "Input n_mels should be greater than or equal to n_mfcc, but got n_mfcc: "
            f"{arguments['n_mfcc']} and n_mels: {words['n_mels']}."
        )


class MFCC(_Cepstrum):
    """Take the mel-frequency cepstrum of a signal (..., time): (..., n_mfcc, frames), of float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MFCC.html

    Args:
        sample_rate: the samples of a second. Default: 16000.
        n_mfcc: the number of coefficients. Default: 40.
        dct_type: the type of the cosine transform; must be 2. Default: 2.
        norm: NormMode.ORTHO for an orthonormal one. Default: NormMode.ORTHO.
        log_mels: whether levels are the logarithms of bands, and not decibels down to 80 below the
            highest. Default: False.
        melkwargs: a dict of all arguments of `MelSpectrogram` but `sample_rate`; a `win_length` of
            0 is `n_fft`. Default: None, those of `MelSpectrogram`.

    Raises:
        TypeError: An argument is of another type.
        KeyError: `melkwargs` lacks an argument.
        ValueError: A number is out of range, or `n_mfcc` above the number of bands.
        RuntimeError: On a call: the array is not (..., time) of numbers, or too short for a frame;
            `melkwargs` has BorderType.EDGE, a power of 0, `onesided=False`, or a `win_length` above
            `n_fft`.

    Differs:
        Of signals of float64, bands are computed in float64; MindSpore takes their bytes for
        numbers of float32. In `melkwargs`, `hop_length` and `f_max` may be None, for the defaults;
        MindSpore fails on a call. `onesided=False` raises an error; MindSpore ends the program.
    """

    @checked(
        _mel_words,
        sample_rate=natural_int32,
        n_mfcc=natural_int32,
        dct_type=_dct_type,
        norm=of_type(NormMode),
        log_mels=of_type(bool),
        melkwargs=optional(of_type(dict)),
    )
    def __init__(
        self,
        sample_rate=16000,
        n_mfcc=40,
        dct_type=2,
        norm=NormMode.ORTHO,
        log_mels=False,
        melkwargs=None,
    ):
        super().__init__()
        words = melkwargs or {
            **_SPECTRUM_WORDS,
            "f_min": 0.0,
            "f_max": sample_rate // 2,
            "n_mels": 128,
            "norm": NormType.NONE,
            "mel_scale": MelType.HTK,
        }
        self.sample_rate = sample_rate
        self.n_mfcc = n_mfcc
        self.dct_type = dct_type
        self.norm = norm
        self.log_mels = log_mels
        self.melkwargs = self._words = words
        self._logarithmic = log_mels
        self._cosines = cosines(n_mfcc, words["n_mels"], norm)
        band = words["f_min"], words["f_max"] or sample_rate // 2
        kinds = words["norm"], words["mel_scale"]
        self._bank = MelBank(words["n_mels"], sample_rate, *band, *kinds)

    def _bands(self, spectrogram):
        return self._bank.bands(spectrogram)

    def _spectrogram(self, waveform):
        if self._words["n_fft"] >= 2 * waveform.shape[-1]:
            raise self._failure(
                "Padding size should be less than the corresponding input dimension, but got "
                f"n_fft: {self._words['n_fft']} and {waveform.shape[-1]} samples; use a smaller "
                "n_fft."
            )
        return super()._spectrogram(waveform)


_LINEAR_RULES = {
    "window": of_type(WindowType),
    "pad_mode": of_type(BorderType),
    "pad": natural_int32,
    "power": every(of_type(float), within(0, FLOAT_MAX)),
    "n_fft": positive_int32,
    "win_length": natural_int32,
    "hop_length": optional(natural_int32),
}


def _linear_words(arguments) -> None:
    """Raise an error unless the arguments of a spectrogram are complete and right."""
    ordered_band(arguments, "Input ")
    words = arguments["speckwargs"]
    if words is None:
        return
    _complete(words, _SPECTRUM_WORDS, "speckwargs")
    for name, rule in _LINEAR_RULES.items():
        rule(words[name], name)
    n_fft, n_lfcc, win_length = words["n_fft"], arguments["n_lfcc"], words["win_length"]
    if n_fft < n_lfcc:
        raise ValueError(
            "n_fft should be greater than or equal to n_lfcc, but got n_fft: "
            f"{n_fft} and n_lfcc: {n_lfcc}."
        )
    if win_length > n_fft:
        raise ValueError(
            "win_length must be less than or equal to n_fft, but got win_length: "
            f"{win_length} and n_fft: {n_fft}."
        )


class LFCC(_Cepstrum):
    """Take the linear-frequency cepstrum of a signal (..., time).

    The result is (..., n_lfcc, frames), of float32.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.LFCC.html

    Args:
        sample_rate: the samples of a second. Default: 16000.
        n_filter: the number of bands, all of the same width. Default: 128.
        n_lfcc: the number of coefficients. Default: 40.
        f_min: where the first band begins, in Hz. Default: 0.0.
        f_max: where the last band ends, in Hz. Default: None, or 0: half of `sample_rate`.
        dct_type: the type of the cosine transform; must be 2. Default: 2.
        norm: NormMode.ORTHO for an orthonormal one. Default: NormMode.ORTHO.
        log_lf: whether levels are the logarithms of bands, and not decibels down to 80 below the
            highest. Default: False.
        speckwargs: a dict of all arguments of `Spectrogram`; a `win_length` of 0 is `n_fft`, a
            `hop_length` of 0 half of it. Default: None, those of `Spectrogram`.

    Raises:
        TypeError: An argument is of another type.
        KeyError: `speckwargs` lacks an argument.
        ValueError: A number is out of range, `f_min` above `f_max`, or `n_lfcc` or `win_length`
            above `n_fft`.
        RuntimeError: On a call: the array is not (..., time) of numbers, or too short for a frame;
            `speckwargs` has BorderType.EDGE, a power of 0, or `onesided=False`.

    Differs:
        Of signals of float64, bands are computed in float64; MindSpore takes their bytes for
        numbers of float32. `speckwargs` is checked when the operation is made, and its `hop_length`
        may be None; MindSpore fails on a call. `onesided=False` and a power of 0 raise an error;
        MindSpore ends the program.
    """

    @checked(
        _linear_words,
        sample_rate=natural_int32,
        n_filter=positive_int32,
        n_lfcc=positive_int32,
        f_min=natural_number,
        f_max=optional(natural_number),
        dct_type=_dct_type,
        norm=of_type(NormMode),
        log_lf=of_type(bool),
        speckwargs=optional(of_type(dict)),
    )
    def __init__(
        self,
        sample_rate=16000,
        n_filter=128,
        n_lfcc=40,
        f_min=0.0,
        f_max=None,
        dct_type=2,
        norm=NormMode.ORTHO,
        log_lf=False,
        speckwargs=None,
    ):
        super().__init__()
        words = speckwargs or {**_SPECTRUM_WORDS}
        self.sample_rate = sample_rate
        self.n_filter = n_filter
        self.n_lfcc = n_lfcc
        self.f_min = f_min
        self.f_max = f_max or sample_rate // 2
        self.dct_type = dct_type
        self.norm = norm
        self.log_lf = log_lf
        self.speckwargs = words
        flags = {name: bool(words[name]) for name in ("normalized", "center", "onesided")}
        self._words = {**words, **flags}
        self._logarithmic = log_lf
        self._cosines = cosines(n_lfcc, n_filter, norm)
        band = f_min, self.f_max
        self._filters = linear_filters(words["n_fft"] // 2 + 1, *band, n_filter, sample_rate)

    def _bands(self, spectrogram):
        return self._filters.T.astype(spectrogram.dtype) @ spectrogram
