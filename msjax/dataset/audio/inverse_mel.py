"""Spectra from their bands of the mel scale."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, number, positive_number
from msjax.dataset.audio.enums import MelType, NormType
from msjax.dataset.audio.mel import MelBank, mel_band
from msjax.dataset.transforms.checks import checked, of_type, optional, positive_int32


class InverseMelScale(AudioTensorOperation):
    """Find a spectrogram that has given bands of the mel scale, by gradient descent.

    (..., n_mels, frames) becomes (..., n_stft, frames), and (1, n_stft, frames) without more axes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.InverseMelScale.html

    Args:
        n_stft: the number of frequencies.
        n_mels: the number of bands. Default: 128.
        sample_rate: the samples of a second of the signal. Default: 16000.
        f_min: where the first band begins, in Hz. Default: 0.0.
        f_max: where the last band ends, in Hz. Default: None, half of `sample_rate`.
        max_iter: the most steps. Default: 100000.
        tolerance_loss: the loss below which descent ends. Default: 1e-5.
        tolerance_change: the change of the loss below which descent ends. Default: 1e-8.
        sgdargs: a dict of "sgd_lr", the length of steps, and "sgd_momentum", which changes nothing,
            as in MindSpore. Default: None, 0.1 and 0.9.
        norm: NormType.SLANEY divides bands by their widths. Default: NormType.NONE.
        mel_type: the formula of mels. Default: MelType.HTK.

    Raises:
        TypeError: An argument is of another type.
        KeyError: `sgdargs` lacks one of its keys.
        ValueError: A number is out of range, or `f_max` not above `f_min`.
        RuntimeError: On a call: the array is not (..., n_mels, frames) of numbers.
    """

    @checked(
        mel_band,
        n_stft=positive_int32,
        n_mels=positive_int32,
        sample_rate=positive_int32,
        f_min=number,
        f_max=optional(positive_number),
        max_iter=positive_int32,
        tolerance_loss=positive_number,
        tolerance_change=positive_number,
        sgdargs=optional(lambda value, _: _descent(value)),
        norm=of_type(NormType),
        mel_type=of_type(MelType),
    )
    def __init__(
        self,
        n_stft,
        n_mels=128,
        sample_rate=16000,
        f_min=0.0,
        f_max=None,
        max_iter=100000,
        tolerance_loss=1e-5,
        tolerance_change=1e-8,
        sgdargs=None,
        norm=NormType.NONE,
        mel_type=MelType.HTK,
    ):
        super().__init__()
        self.n_stft = n_stft
        self.n_mels = n_mels
        self.sample_rate = sample_rate
        self.f_min = f_min
        self.f_max = f_max or sample_rate // 2
        self.max_iter = max_iter
        self.tolerance_loss = tolerance_loss
        self.tolerance_change = tolerance_change
        self.sgdargs = sgdargs or {"sgd_lr": 0.1, "sgd_momentum": 0.9}
        self.norm = norm
        self.mel_type = mel_type
        self._bank = MelBank(n_mels, sample_rate, f_min, self.f_max, norm, mel_type)

    def _execute_c(self, bands):
        self._check(bands, "freq, time")
        if bands.shape[-2] != self.n_mels:
            raise self._failure(
                "n_mels must be equal to the penultimate dimension of input, but got n_mels: "
                f"{self.n_mels} and shape {bands.shape}."
            )
        rows = as_floats(bands).reshape(-1, *bands.shape[-2:])
        stream = self._stream()
        draw = stream.real if rows.dtype == np.float64 else stream.real32
        found = np.stack([self._found(row, draw) for row in rows])
        return found.reshape(*(bands.shape[:-2] or (1,)), *found.shape[-2:])

    def _found(self, bands, draw):
        """Return the spectrogram (n_stft, frames) of bands (n_mels, frames)."""
        dtype = bands.dtype
        frames = bands.shape[1]
        filters = self._bank.filters(self.n_stft, dtype)
        drawn = [draw() for _ in range(self.n_stft * frames)]
        spectrogram = np.array(drawn, dtype).reshape(self.n_stft, frames)
        step = dtype.type(np.float32(self.sgdargs["sgd_lr"]))
        loss = np.finfo(dtype).max
        for _ in range(self.max_iter):
            difference = bands - filters.T @ spectrogram
            new_loss = np.mean(difference * difference)
            change = abs(loss - new_loss)
            if new_loss < self.tolerance_loss or change < self.tolerance_change:
                break
            loss = new_loss
            spectrogram = spectrogram + step * ((filters @ difference) / dtype.type(frames))
        return np.maximum(spectrogram, 0)


def _descent(value) -> None:
    """Raise an error unless this has the two numbers of a gradient descent."""
    for name in ("sgd_lr", "sgd_momentum"):
        if isinstance(value, dict) and name not in value:
            raise KeyError(f"sgdargs lacks {name!r}, got {value}; give 'sgd_lr' and 'sgd_momentum'")
        natural_number(value[name], name)
