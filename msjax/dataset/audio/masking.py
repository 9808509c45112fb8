"""Masks over frequencies or frames of a spectrogram."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.checks import natural_number, number
from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    checked,
    integer,
    natural_int32,
    of_type,
    positive_int32,
)

_FREQUENCIES, _FRAMES = 1, 2  # how `axis` names them
_AXES = {_FREQUENCIES: ("frequency", -2), _FRAMES: ("time", -1)}
_natural = integer(0, FLOAT_MAX)
_axis = integer(_FREQUENCIES, _FRAMES)


def _mask_param(value, _) -> None:
    _natural(value, "mask_param")


class _Mask(AudioTensorOperation):
    """What masks share."""

    mask_value: float

    def _spectrogram(self, array):
        self._check(array, "freq, time")
        return as_floats(array)

    def _fits(self, spectrogram, axis, width) -> int:
        """Return the length of an axis, after it was checked to hold the widest mask."""
        words, place = _AXES[axis]
        length = spectrogram.shape[place]
        if width > length:
            raise self._failure(
                f"mask_param should be less than or equal to the length of {words} dimension, but "
                f"got {width} and {length}."
            )
        return length

    def _masked(self, spectrogram, axis, start, width):
        """Return a spectrogram whose rows or columns from `start` on are `mask_value`."""
        if not width:
            return spectrogram
        length = spectrogram.shape[_AXES[axis][1]]
        if start + width > length:
            raise RuntimeError(
                f"{type(self).__name__}: invalid parameter, the sum of 'mask_start' and "
                "'mask_width' should be no more than the length of the masked dimension, but got: "
                f"'mask_start' {start}, 'mask_width' {width} and length {length}."
            )
        masked = spectrogram.copy()
        places = slice(start, start + width)
        masked[(..., places, slice(None)) if axis == _FREQUENCIES else (..., places)] = np.float32(
            self.mask_value
        )
        return masked

    def _randomly_masked(self, spectrogram, axis, most):
        length = self._fits(spectrogram, axis, most)
        stream = self._stream()
        width = stream.integer(0, most)
        return self._masked(spectrogram, axis, stream.integer(0, length - width), width)


class MaskAlongAxis(_Mask):
    """Mask frequencies or frames of a spectrogram (..., frequencies, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MaskAlongAxis.html

    Args:
        mask_start: the first that is masked.
        mask_width: how many are.
        mask_value: what they become.
        axis: 1 for frequencies, 2 for frames.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers, or the mask
            does not lie in it.
    """

    random = False

    @checked(mask_start=natural_int32, mask_width=positive_int32, mask_value=number, axis=_axis)
    def __init__(self, mask_start, mask_width, mask_value, axis):
        super().__init__()
        self.mask_start = mask_start
        self.mask_width = mask_width
        self.mask_value = mask_value
        self.axis = axis

    def _execute_c(self, spectrogram):
        array = self._spectrogram(spectrogram)
        return self._masked(array, self.axis, self.mask_start, self.mask_width)


class MaskAlongAxisIID(_Mask):
    """Mask random frequencies or frames of a spectrogram (..., frequencies, frames).

    The width is drawn from 0 to `mask_param`, then the start. All spectrograms of the array have
    the same mask, as in MindSpore.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.MaskAlongAxisIID.html

    Args:
        mask_param: how many are masked at most.
        mask_value: what they become.
        axis: 1 for frequencies, 2 for frames.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers, or the axis
            shorter than `mask_param`.
    """

    @checked(mask_param=natural_int32, mask_value=number, axis=_axis)
    def __init__(self, mask_param, mask_value, axis):
        super().__init__()
        self.mask_param = mask_param
        self.mask_value = mask_value
        self.axis = axis

    def _execute_c(self, spectrogram):
        return self._randomly_masked(self._spectrogram(spectrogram), self.axis, self.mask_param)


class _AxisMask(_Mask):
    """A mask over one of the axes, at a given or a random place."""

    _masked_axis: int
    iid_masks: bool
    mask_start: int

    def _width(self) -> int:
        raise NotImplementedError

    def _execute_c(self, spectrogram):
        array, width = self._spectrogram(spectrogram), self._width()
        if self.iid_masks:
            return self._randomly_masked(array, self._masked_axis, width)
        self._fits(array, self._masked_axis, width)
        return self._masked(array, self._masked_axis, self.mask_start, width)


class FrequencyMasking(_AxisMask):
    """Mask frequencies of a spectrogram (..., frequencies, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.FrequencyMasking.html

    Args:
        iid_masks: whether width and start are drawn, the same for all spectrograms of the array.
            Default: False.
        freq_mask_param: how many are masked; the most of them where it is drawn. Default: 0.
        mask_start: the first that is masked; without effect where it is drawn. Default: 0.
        mask_value: what they become. Default: 0.0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers, or the mask
            does not lie in it.
    """

    _masked_axis = _FREQUENCIES

    @checked(
        iid_masks=of_type(bool),
        freq_mask_param=_mask_param,
        mask_start=_natural,
        mask_value=natural_number,
    )
    def __init__(self, iid_masks=False, freq_mask_param=0, mask_start=0, mask_value=0.0):
        super().__init__()
        self.iid_masks = iid_masks
        self.frequency_mask_param = freq_mask_param
        self.mask_start = mask_start
        self.mask_value = mask_value

    def _width(self):
        return self.frequency_mask_param


class TimeMasking(_AxisMask):
    """Mask frames of a spectrogram (..., frequencies, frames).

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.TimeMasking.html

    Args:
        iid_masks: whether width and start are drawn, the same for all spectrograms of the array.
            Default: False.
        time_mask_param: how many are masked; the most of them where it is drawn. Default: 0.
        mask_start: the first that is masked; without effect where it is drawn. Default: 0.
        mask_value: what they become. Default: 0.0.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers, or the mask
            does not lie in it.
    """

    _masked_axis = _FRAMES

    @checked(
        iid_masks=of_type(bool),
        time_mask_param=_mask_param,
        mask_start=_natural,
        mask_value=natural_number,
    )
    def __init__(self, iid_masks=False, time_mask_param=0, mask_start=0, mask_value=0.0):
        super().__init__()
        self.iid_masks = iid_masks
        self.time_mask_param = time_mask_param
        self.mask_start = mask_start
        self.mask_value = mask_value

    def _width(self):
        return self.time_mask_param
