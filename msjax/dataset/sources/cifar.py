"""CIFAR-10 and CIFAR-100, in their binary form.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os

import numpy as np

from msjax.dataset.sources.folders import FolderArraySource
from msjax.mindrecord.common.exceptions import pipeline_error

_PIXELS = 3 * 32 * 32


class _CifarDataset(FolderArraySource):
    """A source of CIFAR's binary files: rows of labels, a byte each, and an image."""

    _train: str  # how names of files start
    _test: str
    _label_count: int

    def _load(self):
        parts = {"train": self._train, "test": self._test}
        starts = tuple(parts.values()) if self.usage == "all" else parts[self.usage]
        names = sorted(
            name
            for name in os.listdir(self.dataset_dir)
            if name.startswith(starts) and name.endswith(".bin")
        )
        if not names:
            raise pipeline_error(
                f"Invalid cifar folder, cifar(.bin) files are missing under {self.dataset_dir}; the"
                " binary version of the data is expected."
            )
        rows = np.concatenate([self._rows_of(self._path(name)) for name in names])
        images = rows[:, self._label_count :].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        labels = rows[:, : self._label_count].astype(np.uint32)
        return np.ascontiguousarray(images), *labels.T

    def _rows_of(self, path) -> np.ndarray:
        data = np.fromfile(path, np.uint8)
        size = self._label_count + _PIXELS
        if not len(data) or len(data) % size:
            kind = type(self).__name__.removesuffix("Dataset").lower()
            raise pipeline_error(
                f"Invalid {kind} file, failed to read data from: {path}, it has {len(data)} bytes, "
                f"no multiple of {size}; download its binary version again."
            )
        return data.reshape(-1, size)


class Cifar10Dataset(_CifarDataset):
    """Read CIFAR-10, images of ten classes.

    The columns are image, uint8 [32, 32, 3], and label, uint32.

    Args:
        dataset_dir: the folder that has data_batch_1.bin … data_batch_5.bin and test_batch.bin.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Cifar10Dataset.html

    Differs: files may have any number of rows; MindSpore expects those of the original.
    """

    columns = ("image", "label")
    _train, _test = "data_batch", "test_batch"
    _label_count = 1


class Cifar100Dataset(_CifarDataset):
    """Read CIFAR-100, images of a hundred classes.

    The columns are image, uint8 [32, 32, 3], coarse_label and fine_label, uint32.

    Args:
        dataset_dir: the folder that has train.bin and test.bin.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Cifar100Dataset.html

    Differs: files may have any number of rows; MindSpore expects those of the original.
    """

    columns = ("image", "coarse_label", "fine_label")
    _train, _test = "train", "test"
    _label_count = 2
