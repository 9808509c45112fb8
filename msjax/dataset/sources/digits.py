"""MNIST and its relatives: images and labels in files of the format idx.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

import os

import numpy as np

from msjax.dataset.sources.folders import FolderArraySource, existing
from msjax.dataset.transforms.checks import of_type, one_of, optional
from msjax.mindrecord.common.exceptions import pipeline_error

_DTYPES = {8: np.dtype(np.uint8), 12: np.dtype(">i4")}


def read_idx(path: str) -> np.ndarray:
    """Return the array that a file of the format idx holds.

    Raises:
        RuntimeError: the file is not of that format, or too short.
    """
    with open(path, "rb") as file:
        data = file.read()
    axes = data[3] if len(data) > 3 else 0
    start = 4 + 4 * axes
    if data[:2] != b"\0\0" or len(data) < start or data[2:3] not in (b"\x08", b"\x0c"):
        raise pipeline_error(
            f"Invalid file, {path} does not begin like a file of the format idx: decompress it if "
            "it is packed, or download it again."
        )
    shape = np.frombuffer(data[4:start], ">u4").tolist()
    dtype = _DTYPES[data[2]]
    size = int(np.prod(shape)) * dtype.itemsize
    if len(data) - start < size:
        raise pipeline_error(
            f"Invalid file, failed to read {size} bytes from {path}: it has {len(data) - start}; "
            "the data file is damaged or the content is incomplete, download it again."
        )
    return np.frombuffer(data, dtype, int(np.prod(shape)), start).reshape(shape)


class _IdxFiles:
    """Reads pairs of files, of images and of labels, whose names start alike."""

    def _pairs(self, folder: str, starts: tuple[str, ...]) -> list[tuple[str, str]]:
        names = sorted(os.listdir(folder))
        ends = ("images-idx3-ubyte", "labels-idx1-ubyte")
        return [
            (f"{folder}/{name}", f"{folder}/{name.replace(*ends)}")
            for name in names
            if name.endswith(ends[0]) and name.removesuffix(ends[0]).rstrip("-").endswith(starts)
        ]

    def _arrays(self, pairs) -> tuple[np.ndarray, np.ndarray]:
        images = [np.empty((0, 28, 28), np.uint8)]
        labels = [np.empty(0, np.uint8)]
        for image_path, label_path in pairs:
            images.append(read_idx(image_path))
            labels.append(read_idx(existing(label_path, type(self).__name__)))
            if len(images[-1]) != len(labels[-1]):
                raise pipeline_error(
                    f"Invalid data, num of images should be equal to num of labels, but got num of "
                    f"images: {len(images[-1])} in {image_path}, num of labels: {len(labels[-1])}."
                )
        return np.concatenate(images)[..., None], np.concatenate(labels).astype(np.uint32)


_STARTS = {"train": ("train",), "test": ("t10k",), "all": ("train", "t10k")}


class MnistDataset(FolderArraySource, _IdxFiles):
    """Read MNIST, handwritten digits.

    The columns are image, uint8 [28, 28, 1], and label, uint32.

    Args:
        dataset_dir: the folder that has {train,t10k}-{images-idx3,labels-idx1}-ubyte.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.MnistDataset.html
    """

    columns = ("image", "label")

    def _load(self):
        return self._arrays(self._pairs(self.dataset_dir, _STARTS[self.usage]))


class FashionMnistDataset(MnistDataset):
    """Read Fashion-MNIST, articles of clothing; files and columns are those of `MnistDataset`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.FashionMnistDataset.html
    """


class KMnistDataset(MnistDataset):
    """Read KMNIST, Japanese letters; files and columns are those of `MnistDataset`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.KMnistDataset.html
    """


class EMnistDataset(
    FolderArraySource, _IdxFiles, parameters="dataset_dir, name, usage=None, *sampling"
):
    """Read EMNIST, handwritten digits and letters.

    The columns are image, uint8 [28, 28, 1], and label, uint32.

    Args:
        dataset_dir: the folder that has emnist-NAME-{train,test}-{images-idx3,labels-idx1}-ubyte.
        name: "byclass", "bymerge", "balanced", "letters", "digits" or "mnist".
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.EMnistDataset.html
    """

    columns = ("image", "label")

    def _set_up(self, name, **others):
        one_of("byclass", "bymerge", "balanced", "letters", "digits", "mnist")(name, "name")
        self.name = name
        super()._set_up(**others)

    def _load(self):
        parts = ("train", "test") if self.usage == "all" else (self.usage,)
        starts = tuple(f"emnist-{self.name}-{part}" for part in parts)
        return self._arrays(self._pairs(self.dataset_dir, starts))


_QMNIST = {
    "train": [("qmnist-train", slice(None))],
    "test": [("qmnist-test", slice(None))],
    "test10k": [("qmnist-test", slice(0, 10_000))],
    "test50k": [("qmnist-test", slice(10_000, 60_000))],
    "nist": [("xnist", slice(None))],
}
_QMNIST["all"] = _QMNIST["train"] + _QMNIST["test"] + _QMNIST["nist"]


class QMnistDataset(
    FolderArraySource, parameters="dataset_dir, usage=None, compat=True, *sampling"
):
    """Read QMNIST, handwritten digits with what is known about them.

    The columns are image, uint8 [28, 28, 1], and label, uint32, [8] if not `compat`.

    Args:
        dataset_dir: the folder that has {qmnist-train,qmnist-test,xnist}-images-idx3-ubyte and
            -labels-idx2-int.
        usage: "train", "test", "test10k", "test50k", "nist" or "all". Default: None: "all".
        compat: whether the label is the class only. Default: True.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or damaged.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.QMnistDataset.html
    """

    columns = ("image", "label")

    _usages = tuple(_QMNIST)

    def _set_up(self, compat, **others):
        optional(of_type(bool))(compat, "compat")
        self.compat = compat
        super()._set_up(**others)

    def _load(self):
        images, labels = [], []
        for name, part in _QMNIST[self.usage]:
            start = self._path(name)
            picture_file = existing(f"{start}-images-idx3-ubyte", "Qmnist data")
            images.append(self._part(picture_file, part))
            labels.append(self._part(existing(f"{start}-labels-idx2-int", "Qmnist label"), part))
        numbers = np.concatenate(labels).astype(np.uint32)
        return np.concatenate(images)[..., None], numbers[:, 0] if self.compat else numbers

    def _part(self, path, part):
        values = read_idx(path)
        if part.stop is not None and len(values) < part.stop:
            raise pipeline_error(
                f"Invalid file, {path} has {len(values)} rows, {part.stop} are needed for "
                f"usage={self.usage!r}: the data file is damaged or the content is incomplete."
            )
        return values[part]
