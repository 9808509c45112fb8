"""Signals from spectra."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, positive_number
from msjax.dataset.audio.enums import BorderType, WindowType
from msjax.dataset.audio.fourier import from_pairs
from msjax.dataset.audio.spectra import FRAMING, SHAPING, SpectralOperation, window_fits
from msjax.dataset.transforms.checks import (
    checked,
    natural_int32,
    of_type,
    optional,
    positive_int32,
)


class InverseOperation(AudioTensorOperation, SpectralOperation):
    """What operations that make signals of spectra share."""

    def _half(self, spectra, n_fft):
        """Raise a RuntimeError unless spectra have the frequencies of frames of `n_fft`."""
        if n_fft != 2 * (spectra.shape[1] - 1):
            raise self._failure(
                f"the frequency of the input should equal to n_fft / 2 + 1, but got "
                f"{spectra.shape[1]} frequencies and n_fft: {n_fft}; an odd one cannot be inverted."
            )
        return spectra


class InverseSpectrogram(InverseOperation):
    """Take the signal of a complex spectrogram (..., frequencies, frames, 2): (..., time).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.InverseSpectrogram.html

    Args:
        length: the samples of the signal. Default: None, (frames - 1) * hop_length.
        n_fft: the samples of a frame, even. Default: 400.
        win_length: the samples of the window in a frame. Default: None, `n_fft`.
        hop_length: the samples from frame to frame. Default: None, half of `win_length`.
        pad: the zeros that were put before and after the signal; needs `length`. The result is of
            float32 then. Default: 0.
        window: what each frame was multiplied by. Default: WindowType.HANN.
        normalized: whether spectra were divided by the length of the window. Default: False.
        center: whether the signal was padded by half a frame. Default: True.
        pad_mode: how it was, which changes nothing. Default: BorderType.REFLECT.
        onesided: whether there are n_fft // 2 + 1 frequencies; of others, only so many are used.
            Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `win_length` above `n_fft`.
        RuntimeError: On a call: the array is not (..., frequencies, frames, 2) of numbers, or has
            other frequencies; `pad` was given, and no `length`.

    Differs:
        Arrays of float16 and integers are converted to float32; MindSpore takes their bytes for
        numbers of float32.
    """

    @checked(window_fits, length=optional(natural_int32), **FRAMING, **SHAPING)
    def __init__(
        self,
        length=None,
        n_fft=400,
        win_length=None,
        hop_length=None,
        pad=0,
        window=WindowType.HANN,
        normalized=False,
        center=True,
        pad_mode=BorderType.REFLECT,
        onesided=True,
    ):
        super().__init__()
        self.length = length or 0
        self._cut(n_fft, win_length, hop_length, window)
        self.pad = pad
        self.normalized = normalized
        self.center = center
        self.pad_mode = pad_mode
        self.onesided = onesided

    def _execute_c(self, spectrogram):
        self._check(spectrogram, "freq, time, complex=2")
        frames = self._frames
        pairs = as_floats(spectrogram).reshape(-1, *spectrogram.shape[-3:])
        if self.normalized:
            squares = np.cumsum(frames.window() ** 2)[-1:]  # rounded at each step, as in MindSpore
            pairs = pairs * np.sqrt(squares)
        spectra = from_pairs(pairs)
        if not self.onesided:
            spectra = spectra[:, : frames.n_fft // 2 + 1]
        whole = self._whole_length(spectra.shape[2])
        rows = frames.backward(self._half(spectra, frames.n_fft), whole, self.center)
        dtype = np.float32 if self.pad else pairs.dtype
        rows = rows[:, self.pad : whole - self.pad].astype(dtype)
        return rows.reshape(*spectrogram.shape[:-3], -1)

    def _whole_length(self, count: int) -> int:
        """Return the length of the signal with its padding, for so many frames."""
        if self.pad and not self.length:
            raise self._failure("`pad` takes the length of the signal; give `length` too.")
        whole = self.length + 2 * self.pad if self.length else (count - 1) * self._frames.hop
        if not (whole and self._frames.hop):
            raise self._failure(
                f"{count} frames with hop_length {self._frames.hop} give no samples; "
                "give `length`, and a `hop_length` above 0."
            )
        return whole


class GriffinLim(InverseOperation):
    """Find a signal that has a spectrogram of magnitudes, by the fast Griffin-Lim algorithm.

    The spectrogram is (..., frequencies, frames). Two axes give (time,), more of them (rows, time).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.GriffinLim.html

    Args:
        n_fft: the samples of a frame, even. Default: 400.
        n_iter: how often phases are improved. Default: 32.
        win_length: the samples of the window in a frame. Default: None, or 0: `n_fft`.
        hop_length: the samples from frame to frame. Default: None, or 0: half of `win_length`.
        window_type: what each frame is multiplied by. Default: WindowType.HANN.
        power: the exponent of the magnitudes. Default: 2.0.
        momentum: how far phases go on in the direction they went: momentum / (1 + 2 * momentum) of
            the spectra before are subtracted. 0 is the algorithm of Griffin and Lim. Default: 0.99.
        length: the samples of the signal; there must be as many frames in it. Default: None, or
            0: as the frames give.
        rand_init: whether phases are drawn at first, and not 0. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `win_length` above `n_fft`.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers, has other
            frequencies, or too few frames.

    Differs:
        A `length` for which there are more or fewer frames raises an error; MindSpore reads beyond
        its memory.
    """

    @checked(
        window_fits,
        n_fft=positive_int32,
        n_iter=positive_int32,
        win_length=optional(natural_int32),
        hop_length=optional(natural_int32),
        window_type=of_type(WindowType),
        power=positive_number,
        momentum=natural_number,
        length=optional(natural_int32),
        rand_init=of_type(bool),
    )
    def __init__(
        self,
        n_fft=400,
        n_iter=32,
        win_length=None,
        hop_length=None,
        window_type=WindowType.HANN,
        power=2.0,
        momentum=0.99,
        length=None,
        rand_init=True,
    ):
        super().__init__()
        self._cut(n_fft, win_length, hop_length, window_type)
        self.window_type = window_type
        self.n_iter = n_iter
        self.power = power
        self.momentum = momentum
        self.length = length or 0
        self.rand_init = rand_init

    def _execute_c(self, spectrogram):
        self._check(spectrogram, "freq, time")
        values = as_floats(spectrogram).reshape(-1, *spectrogram.shape[-2:])
        dtype = values.dtype
        values = values ** dtype.type(np.float32(1) / np.float32(self.power))
        if not self._frames.hop:
            raise self._failure("hop_length can not be zero; give one, the window is short.")
        magnitudes = self._half(values.astype(np.float64), self._frames.n_fft)
        phases = self._first_phases(magnitudes.shape)
        before = np.zeros_like(phases)
        inertia = np.float32(self.momentum)
        for _ in range(2):  # once is what the paper has, and twice what MindSpore does
            inertia /= 1 + inertia
        for _ in range(self.n_iter):
            spectra = self._consistent(magnitudes * phases, dtype)
            phases = spectra - float(inertia) * before
            phases /= np.abs(phases) + float(np.float32(1e-16))
            before = spectra
        rows = self._frames.backward(magnitudes * phases, self.length).astype(dtype)
        return rows[0] if spectrogram.ndim == 2 else rows

    def _consistent(self, spectra, dtype):
        """Return the spectra of the signal that is nearest to some."""
        signal = self._frames.backward(spectra, self.length).astype(dtype)
        if signal.shape[1] < 2:
            raise self._failure(f"{spectra.shape[2]} frames give no signal; there must be more.")
        result = self._transform(signal, self._frames, 0).astype(np.complex128)
        if result.shape != spectra.shape:
            raise self._failure(
                f"length {self.length} has {result.shape[2]} frames, and the spectrogram has "
                f"{spectra.shape[2]}; give another `length`, or none."
            )
        return result

    def _first_phases(self, shape):
        if not self.rand_init:
            return np.ones(shape, np.complex128)
        draw = self._stream().real
        rows, frequencies, frames = shape
        drawn = np.array([draw() for _ in range(2 * rows * frequencies * frames)])
        pairs = drawn.reshape(rows, frames, frequencies, 2)  # the imaginary part is drawn first
        return from_pairs(pairs[..., ::-1]).swapaxes(1, 2)
