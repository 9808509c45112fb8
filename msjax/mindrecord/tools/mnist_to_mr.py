"""Converting MNIST to MindRecord.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.MnistToMR.html
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator

import numpy as np

from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.filewriter import FileWriter
from msjax.mindrecord.tools.conversion import check_partition_number, write
from msjax.mindrecord.tools.images import jpeg

_SCHEMA = {"label": {"type": "int64"}, "data": {"type": "bytes"}}
_IMAGES_START, _LABELS_START = 16, 8  # bytes before the values
_SIDE = 28


class MnistToMR:
    """Convert MNIST to MindRecord, the images as JPEG files.

    Args:
        source: the folder that has {train,t10k}-{images-idx3,labels-idx1}-ubyte.gz.
        destination: the start of the files' names, "_train.mindrecord" and "_test.mindrecord"
            follow.
        partition_number: how many files share the rows.

    Raises:
        ParamValueError: a name is none.
        ValueError: `partition_number` is no int.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.MnistToMR.html
    """

    def __init__(self, source, destination, partition_number=1):
        check_filename(source)
        check_filename(destination)
        number = check_partition_number(partition_number)
        self.source = source
        self.writer_train = FileWriter(f"{destination}_train.mindrecord", number)
        self.writer_test = FileWriter(f"{destination}_test.mindrecord", number)

    def transform(self):
        """Convert the files.

        Raises:
            OSError: a file is missing.
            RuntimeError: the destination is there already.
        """
        write(self.writer_train, _SCHEMA, "mnist_schema", self._rows("train"), ["label"])
        write(self.writer_test, _SCHEMA, "mnist_schema", self._rows("t10k"), ["label"])

    def _rows(self, part) -> Iterator[dict]:
        images = self._values(f"{part}-images-idx3-ubyte.gz", _IMAGES_START)
        labels = self._values(f"{part}-labels-idx1-ubyte.gz", _LABELS_START)
        images = images.reshape(-1, _SIDE, _SIDE, 1)
        for image, label in zip(images, labels.tolist(), strict=False):
            yield {"label": label, "data": jpeg(image)}

    def _values(self, name, start) -> np.ndarray:
        with gzip.open(os.path.join(self.source, name)) as file:
            return np.frombuffer(file.read(), np.uint8)[start:]
