"""Semeion: handwritten digits in a file of texts.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SemeionDataset.html
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.sources.files import ArraySource
from msjax.dataset.sources.folders import WholeFolderSource, existing
from msjax.mindrecord.common.exceptions import pipeline_error

_SIDE, _CLASSES = 16, 10


class SemeionDataset(WholeFolderSource, ArraySource):
    """Read Semeion, handwritten digits; columns image, uint8 [16, 16] of 0 and 1, label, uint32.

    Args:
        dataset_dir: the folder that has semeion.data.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: the file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SemeionDataset.html
    """

    columns = ("image", "label")

    def _load(self):
        path = existing(self._path("semeion.data"), "Semeion data")
        with open(path, encoding="utf-8") as file:
            lines = [line.split() for line in file if line.strip()]
        if any(len(line) != _SIDE**2 + _CLASSES for line in lines):
            raise pipeline_error(
                f"Invalid file, a line of {path} has not {_SIDE**2 + _CLASSES} numbers; download "
                "it again."
            )
        values = np.array(lines, np.float64).reshape(-1, _SIDE**2 + _CLASSES)
        images = values[:, : _SIDE**2].astype(np.uint8).reshape(-1, _SIDE, _SIDE)
        return images, values[:, _SIDE**2 :].argmax(1).astype(np.uint32)
