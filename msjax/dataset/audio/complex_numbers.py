"""Magnitudes and phases of complex numbers, whose parts are a last axis of two."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number
from msjax.dataset.transforms.checks import checked


class ComplexNorm(AudioTensorOperation):
    """Take the magnitudes of complex numbers, or powers of them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.ComplexNorm.html

    Args:
        power: the exponent, a float or int, not below 0. Default: 1.0.

    Raises:
        TypeError: `power` is no number.
        ValueError: It is out of range.
        RuntimeError: On a call: the array is not (..., complex=2) of numbers.
    """

    @checked(power=natural_number)
    def __init__(self, power=1.0):
        super().__init__()
        self.power = power

    def _execute_c(self, spectrum):
        return self._magnitudes(self._floats(spectrum))

    def _floats(self, spectrum):
        self._check(spectrum, "complex=2")
        return as_floats(spectrum)

    def _magnitudes(self, spectrum):
        squares = (spectrum * spectrum).sum(-1)
        return np.asarray(squares ** squares.dtype.type(self.power / 2))


class Magphase(ComplexNorm):
    """Split complex numbers into magnitudes, or powers of them, and phases.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Magphase.html

    Args:
        power: the exponent of the magnitudes, a float or int, not below 0. Default: 1.0.

    Raises:
        TypeError: `power` is no number.
        ValueError: It is out of range.
        RuntimeError: On a call: the array is not (..., complex=2) of numbers.
    """

    def _execute_c(self, spectrum):
        spectrum = self._floats(spectrum)
        phases = np.arctan2(spectrum[..., 1], spectrum[..., 0])
        return self._magnitudes(spectrum), np.asarray(phases)
