"""Batches of rows of different lengths."""

from __future__ import annotations

import logging

import numpy as np

from msjax.dataset.engine.collation import padded, stacked
from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.engine.failures import function_failure, name_of
from msjax.dataset.engine.operations.batching import Batching, _repeats, told_batch_size
from msjax.mindrecord.common.exceptions import pipeline_error

_log = logging.getLogger("msjax")


class PaddedBatchDataset(Batching):
    """Gathers rows into batches, and pads them to one shape.

    Args:
        input_dataset: where rows come from.
        batch_size: how many rows a batch has, or a function of `BatchInfo` that tells.
        drop_remainder: whether to leave out a last batch that is not full. Default: False.
        num_parallel_workers: how many threads are used. Default: None.
        pad_info: column to (shape, value): see `padded_batch`. Default: None: nothing is padded.
    """

    def __init__(
        self,
        input_dataset,
        batch_size,
        drop_remainder=False,
        num_parallel_workers=None,
        pad_info=None,
    ):
        super().__init__(children=input_dataset, num_parallel_workers=num_parallel_workers)
        if _repeats(input_dataset):
            _log.warning(
                "Repeat is located before padded_batch: a batch can hold rows of two epochs."
            )
        told_batch_size(input_dataset, batch_size)
        self.batch_size = 1 if callable(batch_size) else batch_size
        self.batch_size_func = batch_size if callable(batch_size) else None
        self.drop_remainder = bool(drop_remainder)
        self.pad_info = pad_info

    def _start(self, run):
        gathered = self._epochs(run)
        together = padder(self._names(), self.pad_info)
        return lambda: (together(items) for items, _ in gathered())

    def _owns_rows(self):
        return True


def padder(names, pad_info):
    """Return the function that makes one row of several by `pad_info`.

    Raises:
        RuntimeError: There is no such column.
    """
    if pad_info is None:
        return lambda items: tuple(map(stacked, zip(*items, strict=True), range(len(names))))
    for name in pad_info:
        if name not in names:
            raise pipeline_error(
                f"Invalid pad_info, column name: {name} does not exist. There are: "
                f"{', '.join(names)}."
            )
    # An empty dict means: all columns, to the longest, with zeros.
    wanted = [pad_info.get(name) if pad_info else (None, None) for name in names]

    def together(items):
        columns = zip(*items, strict=True)
        return tuple(
            [
                stacked(column, i) if how is None else padded(column, how[0], how[1], i)
                for i, (column, how) in enumerate(zip(columns, wanted, strict=True))
            ]
        )

    return together


class BucketBatchByLengthDataset(UnionBaseDataset):
    """Gathers rows of like length into batches."""

    def __init__(
        self,
        input_dataset,
        column_names,
        bucket_boundaries,
        bucket_batch_sizes,
        element_length_function,
        pad_info,
        pad_to_bucket_boundary,
        drop_remainder,
    ):
        super().__init__(children=input_dataset)
        self.column_names = column_names
        self.bucket_boundaries = bucket_boundaries
        self.bucket_batch_sizes = bucket_batch_sizes
        self.element_length_function = element_length_function
        self.pad_info = pad_info
        self.pad_to_bucket_boundary = pad_to_bucket_boundary
        self.drop_remainder = drop_remainder

    def _start(self, run):
        epoch = self.children[0]._start(run)
        names = self._names()
        for name in self.column_names:
            if name not in names:
                raise pipeline_error(
                    f"Invalid column, column name: {name} does not exist. There are: "
                    f"{', '.join(names)}."
                )
        places = [names.index(name) for name in self.column_names]
        together = [self._padder(names, bucket) for bucket in range(len(self.bucket_batch_sizes))]

        def rows():
            buckets: list[list] = [[] for _ in self.bucket_batch_sizes]
            for row in epoch():
                length = self._length([row[i] for i in places])
                bucket = int(np.searchsorted(self.bucket_boundaries, length, "right"))
                buckets[bucket].append(row)
                if len(buckets[bucket]) == self.bucket_batch_sizes[bucket]:
                    yield together[bucket](buckets[bucket])
                    buckets[bucket] = []
            if not self.drop_remainder:
                for bucket, items in enumerate(buckets):
                    if items:
                        yield together[bucket](items)

        return rows

    def _length(self, columns) -> int:
        function = self.element_length_function
        if function is None:
            return columns[0].shape[0] if columns[0].ndim else 0
        try:
            return int(function(*columns))
        except Exception as error:
            what = f"element_length_function: [{name_of(function)}] failed"
            raise function_failure(what, error) from None

    def _padder(self, names, bucket):
        info = self.pad_info
        if info is None:
            return padder(names, None)
        if not self.pad_to_bucket_boundary:
            return padder(names, info)
        if bucket == len(self.bucket_boundaries):
            return _refuse_last_bucket
        # Axes without a length are padded to the longest row that the bucket takes.
        length = self.bucket_boundaries[bucket] - 1
        info = {
            name: (None if shape is None else [length if n is None else n for n in shape], value)
            for name, (shape, value) in info.items()
        }
        return padder(names, info)

    def _size(self):
        return None

    def _owns_rows(self):
        return True


def _refuse_last_bucket(items):
    raise pipeline_error(
        "Invalid data, requested to pad to bucket boundary failed: a row is as long as the last of "
        "`bucket_boundaries`, or longer; add a boundary."
    )
