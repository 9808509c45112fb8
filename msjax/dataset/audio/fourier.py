"""Short-time Fourier transforms of rows (rows, samples), forward and back.

Windows are float32 as in MindSpore, whose formulas mix float32 and float64; the same mix here gives
the same windows, bit for bit. Spectra of float32 are complex64.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from msjax.dataset.audio.enums import BorderType, WindowType

_TINY = np.finfo(np.float32).tiny  # sums of windows below it are not divided by
_KAISER_BETA = 12.0
_COSINES = {WindowType.BLACKMAN: (0.42, 0.5, 0.08), WindowType.HAMMING: (0.54, 0.46, 0.0)}


def window(kind: WindowType, length: int) -> np.ndarray:
    """Return a periodic window (length,) of float32; one sample is 1, whatever the kind."""
    if length == 1:
        return np.ones(1, np.float32)
    places = np.arange(length)
    if kind in (WindowType.BARTLETT, WindowType.KAISER):
        slope = (places * np.float32(2) / np.float32(length)).astype(np.float32) - np.float64(1)
        if kind == WindowType.BARTLETT:
            return (1 - np.abs(slope)).astype(np.float32)
        bent = np.i0(_KAISER_BETA * np.sqrt(1 - slope**2))
        return (bent / np.i0(_KAISER_BETA)).astype(np.float32)
    angles = 2 * np.pi * places / length
    constants = _COSINES.get(kind, (0.5, 0.5, 0.0))
    level, swing, second = (float(np.float32(constant)) for constant in constants)
    return (level - swing * np.cos(angles) + second * np.cos(2 * angles)).astype(np.float32)


def centered(short: np.ndarray, length: int) -> np.ndarray:
    """Return a window with zeros before and behind it, so that it is `length` long."""
    before = (length - len(short)) // 2
    return np.pad(short, (before, length - len(short) - before))


def can_pad(samples: int, amount: int, mode: BorderType) -> bool:
    """Return whether rows of so many samples can be padded: one alone has no reflection."""
    return samples > 1 or not amount or mode != BorderType.REFLECT


def padded(rows: np.ndarray, amount: int, mode: BorderType) -> np.ndarray:
    """Return rows with `amount` more samples at both ends of the last axis."""
    return np.pad(rows, [(0, 0)] * (rows.ndim - 1) + [(amount, amount)], mode=mode.value)


@dataclass(frozen=True)
class Frames:
    """How signals are cut into frames.

    Args:
        n_fft: the length of a frame.
        win_length: the length of the window in it; 0: `n_fft`.
        hop_length: from frame to frame; 0: half of the window.
        kind: the window.
    """

    n_fft: int
    win_length: int
    hop_length: int
    kind: WindowType

    @property
    def width(self) -> int:
        """The length of the window."""
        return self.win_length or self.n_fft

    @property
    def hop(self) -> int:
        """The samples from frame to frame."""
        return self.hop_length or self.width // 2

    def window(self) -> np.ndarray:
        """Return the window (n_fft,) of float32."""
        return centered(window(self.kind, self.width), self.n_fft)

    def forward(self, rows: np.ndarray) -> np.ndarray:
        """Return the spectra (rows, n_fft // 2 + 1, frames) of rows of floats, as complex."""
        cut = sliding_window_view(rows, self.n_fft, axis=-1)[:, :: self.hop]
        return np.fft.rfft(cut * self.window(), axis=-1).swapaxes(1, 2)

    def backward(self, spectra: np.ndarray, length: int = 0, center: bool = True) -> np.ndarray:
        """Return the rows whose spectra these are, as float64.

        Args:
            spectra: complex, (rows, n_fft // 2 + 1, frames).
            length: the length of a row; 0: what the frames give, without the padding.
            center: whether rows were padded by n_fft // 2 before they were transformed.
        """
        if length:
            needed = -(-(length + self.n_fft * center) // self.hop)
            spectra = spectra[:, :, :needed]
        shape = self.window()
        frames = np.fft.irfft(spectra.swapaxes(1, 2).astype(np.complex128), self.n_fft, axis=-1)
        rows = overlapped(frames * shape.astype(np.float64), self.hop)
        squares = np.broadcast_to(shape**2, (1, frames.shape[1], self.n_fft))
        weight = overlapped(squares, self.hop)[0]
        rows /= np.where(weight > _TINY, weight, 1)
        half = self.n_fft // 2 * center
        if not length:
            return rows[:, half : rows.shape[1] - half]
        rows = rows[:, half : half + length]
        return np.pad(rows, ((0, 0), (0, length - rows.shape[1])))


def overlapped(frames: np.ndarray, hop: int) -> np.ndarray:
    """Return the sums of frames (rows, frames, samples) that lie `hop` samples apart.

    Each sample is the sum of its frames in their order, as in MindSpore.
    """
    count, number, length = frames.shape
    parts = -(-length // hop)
    full = np.zeros((count, number, parts * hop), frames.dtype)
    full[:, :, :length] = frames
    pieces = full.reshape(count, number, parts, hop)
    sums = np.zeros((count, number + parts - 1, hop), frames.dtype)
    for part in reversed(range(parts)):
        sums[:, part : part + number] += pieces[:, :, part]
    return sums.reshape(count, -1)[:, : hop * (number - 1) + length]


def two_sided(spectra: np.ndarray, n_fft: int) -> np.ndarray:
    """Return spectra (rows, n_fft // 2 + 1, frames) with the second half of MindSpore: a mirror.

    It is not conjugated.
    """
    return np.concatenate([spectra, spectra[:, (n_fft - 1) // 2 : 0 : -1]], axis=1)


def as_pairs(spectra: np.ndarray) -> np.ndarray:
    """Return complex numbers as (..., 2), the real part first."""
    return np.stack([np.real(spectra), np.imag(spectra)], axis=-1)


def from_pairs(pairs: np.ndarray) -> np.ndarray:
    """Return the complex numbers of (..., 2)."""
    return pairs[..., 0] + 1j * pairs[..., 1]


def powers(spectra: np.ndarray, power: float) -> np.ndarray:
    """Return |x| ** power of complex numbers."""
    if power == 2:
        return np.real(spectra) ** 2 + np.imag(spectra) ** 2
    return np.abs(spectra) ** np.real(spectra).dtype.type(np.float32(power))


def spaced(start: float, end: float, number: int, dtype) -> np.ndarray:
    """Return numbers of equal distance, computed in a dtype, as MindSpore does."""
    first, last = np.dtype(dtype).type(start), np.dtype(dtype).type(end)
    step = (last - first) / first.dtype.type(max(number - 1, 1))
    return first + np.arange(number).astype(dtype) * step
