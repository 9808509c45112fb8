"""Fade signals in and out."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.enums import FadeShape
from msjax.dataset.transforms.checks import checked, natural_int32, of_type

# shape -> (in, out): gains over a ramp from 0 to 1, written in MindSpore's way: LOGARITHMIC goes
# above 1, and none of them ends at 0 exactly.
_CURVES = {
    FadeShape.LINEAR: (lambda ramp: ramp, lambda ramp: 1 - ramp),
    FadeShape.EXPONENTIAL: (
        lambda ramp: np.exp2(ramp - 1) * ramp,
        lambda ramp: np.exp2(-ramp) * (1 - ramp),
    ),
    FadeShape.LOGARITHMIC: (
        lambda ramp: np.log10(0.1 + ramp) + 1,
        lambda ramp: np.log10(1.1 - ramp) + 1,
    ),
    FadeShape.QUARTER_SINE: (
        lambda ramp: np.sin(ramp * np.pi / 2),
        lambda ramp: np.sin(ramp * np.pi / 2 + np.pi / 2),
    ),
    FadeShape.HALF_SINE: (
        lambda ramp: np.sin(ramp * np.pi - np.pi / 2) / 2 + 0.5,
        lambda ramp: np.sin(ramp * np.pi + np.pi / 2) / 2 + 0.5,
    ),
}


class Fade(AudioTensorOperation):
    """Fade a signal in at its beginning and out at its end.

    The result is float32, or float64 of float64; without a fade it is the signal.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Fade.html

    Args:
        fade_in_len: over how many samples it is faded in, an int, not below 0. Default: 0.
        fade_out_len: over how many samples it is faded out. Default: 0.
        fade_shape: the curve of both, a `FadeShape`. Default: FadeShape.LINEAR.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A length is below 0.
        RuntimeError: On a call: the array is not (..., time) of numbers, or is shorter than a fade.
    """

    @checked(fade_in_len=natural_int32, fade_out_len=natural_int32, fade_shape=of_type(FadeShape))
    def __init__(self, fade_in_len=0, fade_out_len=0, fade_shape=FadeShape.LINEAR):
        super().__init__()
        self.fade_in_len = fade_in_len
        self.fade_out_len = fade_out_len
        self.fade_shape = fade_shape

    def _execute_c(self, waveform):
        self._check(waveform)
        time = waveform.shape[-1]
        for name in ("fade_in_len", "fade_out_len"):
            if getattr(self, name) > time:
                raise self._failure(
                    f"{name} should be less than or equal to audio length ({time}), but got "
                    f"{getattr(self, name)}."
                )
        if not (self.fade_in_len or self.fade_out_len):
            return waveform
        signal = as_floats(waveform)
        gains = np.ones(time)
        curves = _CURVES[self.fade_shape]
        gains[: self.fade_in_len] *= curves[0](np.linspace(0, 1, self.fade_in_len))
        gains[time - self.fade_out_len :] *= curves[1](np.linspace(0, 1, self.fade_out_len))
        return signal * gains.astype(signal.dtype)
