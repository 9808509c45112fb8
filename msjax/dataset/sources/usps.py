"""USPS: handwritten digits in files of texts.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.USPSDataset.html
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from msjax.dataset.sources.corpora import Collection
from msjax.dataset.sources.texts import LineSource
from msjax.mindrecord.common.exceptions import pipeline_error

_SIDE = 16


class USPSDataset(Collection, LineSource):
    """Read USPS, handwritten digits; the columns are image, uint8 [16, 16, 1], and label, uint32.

    Args:
        dataset_dir: the folder that has the files usps and usps.t.
        usage: "train", "test" or "all". Default: None: "all".

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such folder, or an argument is outside of its interval.
        RuntimeError: arguments do not go together; on reading: a file is missing or wrong.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.USPSDataset.html
    """

    columns = ("image", "label")
    _part_files = MappingProxyType({"train": "usps", "test": "usps.t"})

    def _parse(self, line, path):
        label, *pairs = line.split()
        values = [pair.partition(":")[2] for pair in pairs]
        if len(values) != _SIDE**2:
            raise pipeline_error(
                "Invalid data, the number of split characters ':' in USPS data file is corrupted, "
                f"should be {_SIDE**2 + 1}, but got {len(values)}: {path}."
            )
        pixels = (np.array(values, np.float32).astype(np.float64) + 1) / 2 * 255
        image = pixels.astype(np.uint8).reshape(_SIDE, _SIDE, 1)
        return image, np.array(int(label) - 1, np.uint32)
