"""What is taken of spectra and features, frame by frame: angles, differences, normalized values."""

from __future__ import annotations

import numpy as np

from msjax.dataset.audio.base import AudioTensorOperation, as_floats
from msjax.dataset.audio.enums import BorderType
from msjax.dataset.audio.fourier import can_pad, padded
from msjax.dataset.transforms.checks import INT32_MAX, checked, integer, natural_int32, of_type


class Angle(AudioTensorOperation):
    """Take the angles of complex numbers (..., 2), in radians.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.Angle.html

    Raises:
        TypeError: On a call: it is no array.
        RuntimeError: On a call: the array is not (..., 2) of numbers.
    """

    def _execute_c(self, pairs):
        self._check(pairs, "complex=2")
        numbers = as_floats(pairs)
        return np.asarray(np.arctan2(numbers[..., 1], numbers[..., 0]))


class ComputeDeltas(AudioTensorOperation):
    """Take the slopes of features (..., frequencies, frames) from frame to frame.

    The slope is that of the line through (win_length - 1) // 2 frames to each side.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.ComputeDeltas.html

    Args:
        win_length: the number of frames, 3 or more; of 4 frames, 3 are used. Default: 5.
        pad_mode: how frames outside are filled. Default: BorderType.EDGE.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `win_length` is below 3.
        RuntimeError: On a call: the array is not (..., frequencies, frames) of numbers.

    Differs:
        One frame alone, which has no reflection, raises an error; MindSpore does not return.
    """

    @checked(win_length=integer(3, INT32_MAX), pad_mode=of_type(BorderType))
    def __init__(self, win_length=5, pad_mode=BorderType.EDGE):
        super().__init__()
        self.win_len = win_length
        self.pad_mode = pad_mode

    def _execute_c(self, features):
        self._check(features, "freq, time")
        reach = (self.win_len - 1) // 2
        if not can_pad(features.shape[-1], reach, self.pad_mode):
            raise self._failure("one frame cannot be reflected; use another `pad_mode`.")
        around = padded(as_floats(features), reach, self.pad_mode)

        def shifted(frames):
            return around[..., reach + frames : reach + frames + features.shape[-1]]

        rises = sum(far * (shifted(far) - shifted(-far)) for far in range(1, reach + 1))
        return rises / (2 * sum(far**2 for far in range(1, reach + 1)))


class SlidingWindowCmn(AudioTensorOperation):
    """Subtract from features (..., frames, features) the mean of the frames around each.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_audio/mindspore.dataset.audio.SlidingWindowCmn.html

    Args:
        cmn_window: how many frames are around one; with `center=False`, so many before it.
            Default: 600.
        min_cmn_window: how many frames there are at least at the beginning; without effect where
            `center` is True. Default: 100.
        center: whether a frame is in the middle of its frames, and not the last. Default: False.
        norm_vars: whether features are divided by their deviation. Default: False.

    Raises:
        TypeError: An argument is of another type.
        ValueError: A number is out of range.
        RuntimeError: On a call: the array is not (..., frames, features) of numbers, or
            `cmn_window` leaves no frames.

    Differs:
        Sums are taken in float64 and rounded at the end; MindSpore adds and subtracts frame by
        frame in the array's dtype.
    """

    @checked(
        cmn_window=natural_int32,
        min_cmn_window=natural_int32,
        center=of_type(bool),
        norm_vars=of_type(bool),
    )
    def __init__(self, cmn_window=600, min_cmn_window=100, center=False, norm_vars=False):
        super().__init__()
        self.cmn_window = cmn_window
        self.min_cmn_window = min_cmn_window
        self.center = center
        self.norm_vars = norm_vars

    def _execute_c(self, features):
        self._check(features, "freq, time")
        starts, ends = self._windows(features.shape[-2])
        counts = (ends - starts)[:, None]
        if not counts.all():
            raise self._failure("'cmn_window_frames' can not be zero; use a larger cmn_window.")
        values = as_floats(features)
        exact = values.astype(np.float64)
        means = _sums(exact, starts, ends) / counts
        result = exact - means
        if self.norm_vars:
            result /= np.sqrt(_sums(exact**2, starts, ends) / counts - means**2)
            result = np.where(counts == 1, 0, result)
        return result.astype(values.dtype)

    def _windows(self, frames: int):
        """Return where the frames around each frame begin and end."""
        places = np.arange(frames)
        if self.center:
            starts = places - self.cmn_window // 2
            ends = starts + self.cmn_window
            ends = np.where(starts < 0, self.cmn_window, ends)
        else:
            starts = places - self.cmn_window
            ends = np.maximum(places + 1, self.min_cmn_window)
        starts = np.maximum(starts, 0)
        beyond = np.maximum(ends - frames, 0)
        return np.maximum(starts - beyond, 0), ends - beyond


def _sums(values, starts, ends) -> np.ndarray:
    """Return the sums of values (..., frames, features) from starts to ends."""
    first = np.zeros((*values.shape[:-2], 1, values.shape[-1]))
    before = np.concatenate([first, np.cumsum(values, axis=-2)], axis=-2)
    return before[..., ends, :] - before[..., starts, :]
