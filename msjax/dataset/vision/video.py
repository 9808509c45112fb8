"""Video: names that MindSpore has; decoding needs FFmpeg's libraries, which msjax does not use."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np

from msjax.dataset.transforms.base import Implementation, TensorOperation
from msjax.dataset.vision.files import check_string

_LAST = 2147483647.0


class DecodeVideo(TensorOperation):
    """Decode the bytes of a video file.

    Raises:
        TypeError: On a call: the bytes are no array.
        RuntimeError: On a call: the array has several axes.
        NotImplementedError: On any other call: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.DecodeVideo.html

    Differs: it cannot be called: msjax has no decoder of videos with their sound.
    """

    implementation = Implementation.C

    def __call__(self, *columns):
        """Refuse to decode a video, after checking what came."""
        for column in columns:
            if not isinstance(column, np.ndarray):
                raise TypeError(f"Input should be ndarray, got {type(column)}.")
        return super().__call__(*columns)

    def _execute_c(self, video):
        if video.ndim != 1:
            raise self._failure(
                f"invalid input shape, only support 1D input, got rank: {video.ndim}"
            )
        raise _refusal("DecodeVideo")


class VideoDecoder:
    """Tell about a video file, and decode some of its frames.

    Args:
        source: the path of the file.

    Raises:
        TypeError: `source` is no string.
        ValueError: There is no such file.
        NotImplementedError: There is: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.VideoDecoder.html

    Differs: it cannot be made: msjax has no decoder of videos.
    """

    def __init__(self, source):
        if not isinstance(source, str):
            raise TypeError(f"path: {source} is not string")
        if not Path(source).is_file():
            raise ValueError(f"The file {source} does not exist or permission denied!")
        raise _refusal("VideoDecoder")


def read_video(filename, start_pts=0, end_pts=None, pts_unit="pts"):
    """Read the frames and the sound of a video file.

    Args:
        filename: the path, a string.
        start_pts: where to begin, in `pts_unit`. Default: 0.
        end_pts: where to end. Default: None, the end of the file.
        pts_unit: "pts" (time stamps) or "sec" (seconds). Default: "pts".

    Raises:
        TypeError: An argument is of another type.
        ValueError: There is no such file, or the times are none.
        NotImplementedError: In all other cases: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.read_video.html

    Differs: it reads nothing: msjax has no decoder of videos with their sound.
    """
    check_string(filename, "filename")
    _check_times(start_pts, _LAST if end_pts is None else end_pts)
    check_string(pts_unit, "pts_unit")
    if pts_unit not in ("pts", "sec"):
        raise ValueError(f"Not supported pts_unit for {pts_unit}; take 'pts' or 'sec'.")
    if not Path(filename).exists():
        raise ValueError(f"Invalid file path, {filename} does not exist.")
    if not Path(filename).is_file():
        raise ValueError(f"Invalid file path, {filename} is not a regular file.")
    raise _refusal("read_video")


def read_video_timestamps(filename, pts_unit="pts"):
    """Read the time stamps of a video's frames.

    Args:
        filename: the path, a string.
        pts_unit: "pts" (time stamps) or "sec" (seconds). Default: "pts".

    Raises:
        TypeError: An argument is of another type.
        NotImplementedError: In all other cases: see `Differs`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_vision/mindspore.dataset.vision.read_video_timestamps.html

    Differs: it reads nothing: msjax has no decoder of videos.
    """
    check_string(filename, "filename")
    check_string(pts_unit, "pts_unit")
    raise _refusal("read_video_timestamps")


def _check_times(start, end) -> None:
    for time, name in ((start, "start_pts"), (end, "end_pts")):
        if not isinstance(time, float | Fraction | int):
            raise TypeError(
                f"Input {name} is not of type [{float}, {Fraction}, {int}], but got: {type(time)}"
            )
    if start < 0:
        raise ValueError(f"Not supported start_pts for {start}. The start_pts should be >= 0.")
    if end < start:
        raise ValueError(
            f"Not supported end_pts for {end}. start_pts = {start}. "
            "The end_pts should be >= start_pts."
        )


def _refusal(name: str) -> NotImplementedError:
    return NotImplementedError(
        f"msjax.dataset.vision.{name} decodes no videos: it would need FFmpeg's libraries (PyAV). "
        "Decode the file with a package like `av` or `imageio` and give the frames to "
        "GeneratorDataset."
    )
