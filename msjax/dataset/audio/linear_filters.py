"""Filters of any order, once or there and back."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import FLOATS, AudioTensorOperation
from msjax.dataset.audio.checks import coefficients
from msjax.dataset.audio.recursion import filtered
from msjax.dataset.transforms.checks import checked, of_type


def _as_many(arguments) -> None:
    a, b = arguments["a_coeffs"], arguments["b_coeffs"]
    if len(a) != len(b):
        raise ValueError(
            "The size of a_coeffs should be the same as that of b_coeffs. Got "
            f"{len(a)} and {len(b)} numbers; fill the shorter one up with zeros."
        )


class LFilter(AudioTensorOperation):
    """Filter a signal by a difference equation.

    `a[0] * y[t] = b[0] * x[t] + b[1] * x[t-1] + ... - a[1] * y[t-1] - ...`

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.LFilter.html

    Args:
        a_coeffs: the coefficients of the output, a list or tuple of numbers, that of the current
            sample first; it is not 0.
        b_coeffs: as many of the input.
        clamp: whether the result is clipped to [-1, 1]. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or there are more in one list than in the other.
        RuntimeError: On a call: the array is not (..., time) of floats, `a_coeffs` is empty, or
            begins with 0.

    Differs:
        Sums of float32 are taken in float64 and rounded at the end; MindSpore rounds each of them.
    """

    @checked(_as_many, a_coeffs=coefficients, b_coeffs=coefficients, clamp=of_type(bool))
    def __init__(self, a_coeffs, b_coeffs, clamp=True):
        super().__init__()
        self.a_coeffs = a_coeffs
        self.b_coeffs = b_coeffs
        self.clamp = clamp

    def _execute_c(self, waveform):
        result = filtered(waveform, *self._checked_coefficients(waveform))
        return np.clip(result, -1, 1) if self.clamp else result

    def _checked_coefficients(self, waveform):
        self._check(waveform, dtypes=FLOATS)
        if not len(self.a_coeffs):
            raise self._failure("a_coeffs can not be an empty vector; give one number at least.")
        a, b = np.array(self.a_coeffs, np.float32), np.array(self.b_coeffs, np.float32)
        if not a[0]:
            raise self._failure(
                "a_coeffs[0] can not be equal to zero in float32, but got: "
                f"{self.a_coeffs[0]}; the output's current sample needs a coefficient."
            )
        return b, a


class Filtfilt(LFilter):
    """Filter a signal by a difference equation, forward and then backward in time.

    So phases stay as they are, and gains are squared.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Filtfilt.html

    Args:
        a_coeffs: the coefficients of the output; see `LFilter`.
        b_coeffs: as many of the input.
        clamp: whether the result is clipped to [-1, 1]. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range, or there are more in one list than in the other.
        RuntimeError: On a call: the array is not (..., time) of floats, `a_coeffs` is empty, or
            begins with 0.
    """

    def _execute_c(self, waveform):
        b, a = self._checked_coefficients(waveform)
        result = filtered(filtered(waveform, b, a)[..., ::-1], b, a)[..., ::-1]
        return np.clip(result, -1, 1) if self.clamp else result
