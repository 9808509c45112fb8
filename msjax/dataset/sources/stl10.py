"""STL10: images in binary files.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.STL10Dataset.html
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.sources.folders import FolderArraySource, existing
from msjax.mindrecord.common.exceptions import pipeline_error


class STL10Dataset(FolderArraySource):
    """Read STL10; the columns are image, uint8 [96, 96, 3], and label, int32, -1 for none.

    Args:
        dataset_dir: the folder that has {train,test,unlabeled}_X.bin and {train,test}_y.bin.
        usage: "train", "test", "unlabeled", "train+unlabeled" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.STL10Dataset.html
    """

    columns = ("image", "label")
    _usages = ("train", "test", "unlabeled", "train+unlabeled", "all")
    _SIDE = 96

    def _load(self):
        parts = ["test", "train", "unlabeled"] if self.usage == "all" else self.usage.split("+")
        images, labels = zip(*map(self._part, parts), strict=True)
        return np.concatenate(images), np.concatenate(labels)

    def _part(self, part):
        path = existing(self._path(f"{part}_X.bin"), "STL10 image")
        data = np.fromfile(path, np.uint8)
        size = 3 * self._SIDE**2
        if not len(data) or len(data) % size:
            raise pipeline_error(
                f"Invalid file, failed to read images of {path}: it has {len(data)} bytes, no "
                f"multiple of {size}; download it again."
            )
        # A channel is stored column by column.
        images = data.reshape(-1, 3, self._SIDE, self._SIDE).transpose(0, 3, 2, 1)
        if part == "unlabeled":
            return images, np.full(len(images), -1, np.int32)
        path = existing(self._path(f"{part}_y.bin"), "STL10 label")
        return images, np.fromfile(path, np.uint8).astype(np.int32) - 1
