"""Converting CIFAR-10 and CIFAR-100, in their form for Python, to MindRecord.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.mindrecord.html
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Iterator

import numpy as np

from msjax.mindrecord.common.exceptions import PathNotExistsError
from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.filewriter import FileWriter
from msjax.mindrecord.tools.images import jpeg

_NUMPY = {
    ("numpy.core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"),
    ("numpy", "dtype"),
}


class _Unpickler(pickle.Unpickler):
    """Loads arrays and plain values only: a file of data must not be able to run code."""

    def find_class(self, module, name):
        if (module, name) not in _NUMPY:
            raise pickle.UnpicklingError(f"{module}.{name} is not needed for images")
        return super().find_class(module.replace("numpy.core", "numpy._core"), name)


class _CifarToMR:
    """What both converters do.

    Args:
        source: the folder that has the files.
        destination: the file for the training images; that for the test images has "_test" behind.
    """

    _train: str  # the files of training images, or the start of their names
    _test: str
    _labels: tuple[tuple[bytes, str], ...]  # names of the labels: in the files, and as fields

    def __init__(self, source, destination):
        check_filename(source)
        names = os.listdir(source)
        for start in (self._train, self._test):
            if not any(self._belongs(name, start) for name in names):
                raise PathNotExistsError(start + "*" * start.endswith("_"))
        check_filename(destination)
        self.source = source
        self.destination = destination

    @staticmethod
    def _belongs(name, start) -> bool:
        return name.startswith(start) if start.endswith("_") else name == start

    def transform(self, fields=None):
        """Convert the files.

        Args:
            fields: the index fields, a list of names; None for all labels.

        Raises:
            ValueError: `fields` is no list.
            RuntimeError: a file is not of CIFAR, or the destination is there already.
        """
        if fields and not isinstance(fields, list):
            raise ValueError("The parameter fields should be None or list")
        parts = ((self._train, "", "img_train"), (self._test, "_test", "img_test"))
        for start, suffix, description in parts:
            writer = FileWriter(self.destination + suffix, 1)
            numbers = {name: {"type": "int64"} for name in ("id", *dict(self._labels).values())}
            writer.add_schema({**numbers, "data": {"type": "bytes"}}, description)
            if fields:
                writer.add_index(fields)
            writer.write_raw_data(list(self._rows(start)))
            writer.commit()

    def _rows(self, start) -> Iterator[dict]:
        names = sorted(name for name in os.listdir(self.source) if self._belongs(name, start))
        number = 0
        for content in (self._load(name) for name in names):
            images = np.asarray(content[b"data"]).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
            columns = [content[key] for key, _ in self._labels]
            for image, *labels in zip(images, *columns, strict=True):
                fields = dict(zip(dict(self._labels).values(), map(int, labels), strict=True))
                blue_first = np.ascontiguousarray(image[..., ::-1])
                yield {"id": number, "data": jpeg(blue_first), **fields}
                number += 1

    def _load(self, name) -> dict:
        path = os.path.join(self.source, name)
        try:
            with open(path, "rb") as file:
                return _Unpickler(io.BytesIO(file.read()), encoding="bytes").load()
        except (pickle.UnpicklingError, UnicodeDecodeError, EOFError) as error:
            kind = type(self).__name__.removesuffix("ToMR")
            raise RuntimeError(
                f"Not a valid {kind} Dataset. {path} cannot be read ({error}); the form for "
                "Python of the data is expected, which has pickled dicts."
            ) from None


class Cifar10ToMR(_CifarToMR):
    """Convert CIFAR-10 to MindRecord, the images as JPEG files.

    Args:
        source: the folder that has data_batch_1 … 5 and test_batch, pickled dicts.
        destination: the file for the training images; that for the test images has "_test" behind.

    Raises:
        PathNotExistsError: a file is missing.
        ParamValueError: a name is none.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.Cifar10ToMR.html
    """

    _train, _test = "data_batch_", "test_batch"
    _labels = ((b"labels", "label"),)


class Cifar100ToMR(_CifarToMR):
    """Convert CIFAR-100 to MindRecord, the images as JPEG files.

    Args:
        source: the folder that has the files train and test, pickled dicts.
        destination: the file for the training images; that for the test images has "_test" behind.

    Raises:
        PathNotExistsError: a file is missing.
        ParamValueError: a name is none.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.Cifar100ToMR.html
    """

    _train, _test = "train", "test"
    _labels = ((b"fine_labels", "fine_label"), (b"coarse_labels", "coarse_label"))
