"""Dithering: noise that keeps the rounding to 16 bits from being heard as distortion."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.enums import DensityFunction
from msjax.dataset.transforms.checks import checked, of_type

_STEPS = 2**15  # of a signal that is rounded to 16 bits
_HEADROOM = 2
_DRAWS = 6  # samples that are added up to a Gaussian


class Dither(AudioTensorOperation):
    """Round a signal to 16 bits, with noise added before.

    The noise of TPDF is a triangle over time. That of RPDF and GPDF is one number, made of samples
    drawn from the signal: under `mindspore.dataset.config.set_seed` the same as MindSpore's.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Dither.html

    Args:
        density_function: the noise, a `DensityFunction`. Default: DensityFunction.TPDF.
        noise_shaping: whether the rounding error of a sample is added to the next. Default: False.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: the array is not (..., time) of numbers.

    Differs:
        The array that came in stays as it is; MindSpore's GPDF writes to it.
    """

    @checked(density_function=of_type(DensityFunction), noise_shaping=of_type(bool))
    def __init__(self, density_function=DensityFunction.TPDF, noise_shaping=False):
        super().__init__()
        self.density_function = density_function
        self.noise_shaping = noise_shaping

    def _execute_c(self, waveform):
        self._check(waveform)
        signal = as_floats(waveform)
        rows = signal.reshape(-1, signal.shape[-1])
        noise, compared = self._noise(rows)
        raised = rows * rows.dtype.type(_STEPS - _HEADROOM) + noise
        steps = np.trunc(raised + np.copysign(rows.dtype.type(0.5), raised))
        result = steps / rows.dtype.type(_STEPS)
        if self.noise_shaping:
            result[:, 1:] += (result - compared)[:, :-1]
        return result.reshape(signal.shape)

    def _noise(self, rows):
        """Return the noise, and the signal that errors are measured against."""
        if self.density_function == DensityFunction.TPDF:
            return _triangle(rows.shape[1]).astype(rows.dtype), rows
        stream = self._stream()

        def drawn():
            return tuple(stream.integer(0, size - 1) if size > 1 else 0 for size in rows.shape)

        if self.density_function == DensityFunction.RPDF:
            return rows[drawn()], rows
        # MindSpore leaves each partial sum in the signal, where a later draw may meet it.
        rows = rows.copy()
        total = rows[drawn()]
        for _ in range(_DRAWS):
            place = drawn()
            rows[place] += total
            total = rows[place]
        return total, rows


def _triangle(length):
    """Return numbers that rise from 0 to 1 and fall again, without the last 0."""
    return 1 - np.abs(2 * np.arange(length) / length - 1)
