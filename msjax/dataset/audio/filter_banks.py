"""Matrices by which spectra become bands, and bands become cepstra.

Numbers are computed in the dtype that MindSpore computes them in, step by step.
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.checks import natural_number, positive_number
from msjax.dataset.audio.enums import MelType, NormMode, NormType
from msjax.dataset.audio.fourier import spaced
from msjax.dataset.transforms.checks import (
    INT32_MAX,
    natural_int32,
    of_type,
    positive_int32,
)

_HTK_MELS, _HTK_HERTZ = 2595.0, 700.0  # mel = 2595 log10(1 + f / 700)
_SLANEY_STEP = 200.0 / 3  # Hz of a mel below 1000 Hz
_SLANEY_KNEE = 1000.0  # above it, mels are logarithmic
_SLANEY_LOG_STEP = np.log(6.4) / 27.0


def create_dct(n_mfcc, n_mels, norm=NormMode.NONE):
    """Return the matrix of a discrete cosine transform of type II.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.create_dct.html

    Args:
        n_mfcc: the number of coefficients, its columns.
        n_mels: the number of bands, its rows.
        norm: NormMode.ORTHO for an orthonormal one. Default: NormMode.NONE.

    Returns:
        An array (n_mels, n_mfcc) of float32.

    Raises:
        TypeError: An argument is of another type, or a number has more than 32 bits.
        ValueError: A number is not above 0.
    """
    for value, name in ((n_mfcc, "n_mfcc"), (n_mels, "n_mels")):
        _size(value, name)
    of_type(NormMode)(norm, "norm")
    return cosines(n_mfcc, n_mels, norm)


def _size(value, name: str) -> None:
    if not isinstance(value, int) or value > INT32_MAX:
        raise TypeError(
            f"{name} with value {value} is not of type {int}, but got {type(value)}; it must be an "
            "int of 32 bits."
        )
    if value <= 0:
        raise ValueError(f"{name} must be greater than 0, but got {value}.")


def linear_fbanks(n_freqs, f_min, f_max, n_filter, sample_rate):
    """Return the matrix of a bank of triangular filters, all of the same width.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.linear_fbanks.html

    Args:
        n_freqs: the number of frequencies from 0 to half of `sample_rate`, its rows.
        f_min: where the first filter begins, in Hz.
        f_max: where the last filter ends, in Hz.
        n_filter: the number of filters, its columns.
        sample_rate: the samples of a second.

    Returns:
        An array (n_freqs, n_filter) of float32.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `f_min` above `f_max`.
    """
    natural_int32(n_freqs, "n_freqs")
    _band(f_min, f_max)
    positive_int32(n_filter, "n_filter")
    positive_int32(sample_rate, "sample_rate")
    return linear_filters(n_freqs, f_min, f_max, n_filter, sample_rate)


def melscale_fbanks(
    n_freqs, f_min, f_max, n_mels, sample_rate, norm=NormType.NONE, mel_type=MelType.HTK
):
    """Return the matrix of a bank of triangular filters that have the same width in mels.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.melscale_fbanks.html

    Args:
        n_freqs: the number of frequencies from 0 to half of `sample_rate`, its rows.
        f_min: where the first filter begins, in Hz.
        f_max: where the last filter ends, in Hz.
        n_mels: the number of filters, its columns.
        sample_rate: the samples of a second.
        norm: NormType.SLANEY divides each filter by its width in Hz. Default: NormType.NONE.
        mel_type: the formula of mels. Default: MelType.HTK.

    Returns:
        An array (n_freqs, n_mels) of float32.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or `f_min` above `f_max`.
    """
    natural_int32(n_freqs, "n_freqs")
    _band(f_min, f_max)
    positive_int32(n_mels, "n_mels")
    positive_int32(sample_rate, "sample_rate")
    of_type(NormType)(norm, "norm")
    of_type(MelType)(mel_type, "mel_type")
    return mel_filters(n_freqs, f_min, f_max, n_mels, sample_rate, norm, mel_type, np.float32)


def _band(f_min, f_max) -> None:
    natural_number(f_min, "f_min")
    positive_number(f_max, "f_max")
    if f_min > f_max:
        raise ValueError(
            f"Input f_min should be no more than f_max, but got f_min: {f_min} and f_max: {f_max}."
        )


def cosines(n_mfcc: int, n_mels: int, norm: NormMode) -> np.ndarray:
    """Return the matrix (n_mels, n_mfcc) of `create_dct`."""
    places, numbers = np.arange(n_mels)[:, None] + 0.5, np.arange(n_mfcc)
    matrix = np.cos((np.pi / n_mels * places * numbers).astype(np.float32))
    if norm == NormMode.NONE:
        return matrix * np.float32(2)
    matrix[:, :1] *= np.float32(1 / np.sqrt(np.float32(2)))
    return matrix * np.float32(np.sqrt(2.0 / n_mels))


def linear_filters(n_freqs, f_min, f_max, n_filter, sample_rate) -> np.ndarray:
    """Return the matrix of `linear_fbanks`."""
    corners = spaced(f_min, f_max, n_filter + 2, np.float32)
    return _triangles(spaced(0, sample_rate / 2, n_freqs, np.float32), corners)


def mel_filters(n_freqs, f_min, f_max, n_mels, sample_rate, norm, mel_type, dtype) -> np.ndarray:
    """Return the matrix of `melscale_fbanks`, computed in a dtype."""
    low, high = (_mels(float(np.float32(hertz)), mel_type) for hertz in (f_min, f_max))
    corners = _hertz(spaced(low, high, n_mels + 2, dtype).astype(np.float64), mel_type)
    corners = corners.astype(dtype)
    filters = _triangles(spaced(0, sample_rate / 2, n_freqs, dtype), corners)
    if norm == NormType.SLANEY:
        filters *= filters.dtype.type(2) / (corners[2:] - corners[:-2])
    return filters


def _triangles(frequencies, corners) -> np.ndarray:
    """Return filters (frequencies, len(corners) - 2) that are 1 at a corner, 0 at the next."""
    widths = np.diff(corners)
    distances = corners - frequencies[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = -distances[:, :-2] / widths[:-1]
        falling = distances[:, 2:] / widths[1:]
    inner = np.where(falling < rising, falling, rising)
    return np.where(inner > 0, inner, inner.dtype.type(0))  # nan, of equal corners, gives 0


def _mels(hertz: float, mel_type: MelType) -> float:
    if mel_type == MelType.HTK:
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(_HTK_MELS * np.log10(1.0 + hertz / _HTK_HERTZ))
    if hertz < _SLANEY_KNEE:
        return hertz / _SLANEY_STEP
    return float(_SLANEY_KNEE / _SLANEY_STEP + np.log(hertz / _SLANEY_KNEE) / _SLANEY_LOG_STEP)


def _hertz(mels: np.ndarray, mel_type: MelType) -> np.ndarray:
    if mel_type == MelType.HTK:
        return _HTK_HERTZ * (10.0 ** (mels / _HTK_MELS) - 1.0)
    knee = _SLANEY_KNEE / _SLANEY_STEP
    bent = _SLANEY_KNEE * np.exp(_SLANEY_LOG_STEP * np.maximum(mels - knee, 0))
    return np.where(mels >= knee, bent, _SLANEY_STEP * mels)
