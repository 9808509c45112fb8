"""Videos are refused, with the reason, after the checks that MindSpore makes."""

import numpy as np
import pytest

from msjax.dataset import vision


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"video")
    return str(path)


@pytest.mark.parametrize(
    "decode", [vision.read_video, vision.read_video_timestamps, vision.VideoDecoder]
)
def test_files(decode, video):
    with pytest.raises(NotImplementedError, match="GeneratorDataset"):
        decode(video)


def test_bytes():
    with pytest.raises(NotImplementedError, match="DecodeVideo decodes no videos"):
        vision.DecodeVideo()(np.zeros(9, np.uint8))
    with pytest.raises(RuntimeError, match="only support 1D input"):
        vision.DecodeVideo()(np.zeros((3, 3), np.uint8))


def test_arguments(video):
    with pytest.raises(ValueError, match="start_pts should be >= 0"):
        vision.read_video(video, -1)
    with pytest.raises(ValueError, match="Not supported pts_unit for days"):
        vision.read_video(video, pts_unit="days")
    with pytest.raises(TypeError, match="Input pts_unit"):
        vision.read_video_timestamps(video, 3)
