"""MindRecord files as a source.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.MindDataset.html
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from msjax.dataset.engine.dataset import Epoch, Run
from msjax.dataset.engine.samplers import (
    DistributedSampler,
    PKSampler,
    RandomSampler,
    SequentialSampler,
    SubsetRandomSampler,
    SubsetSampler,
)
from msjax.dataset.engine.source import MappableDataset
from msjax.dataset.sources.arguments import check_file, check_sampling
from msjax.dataset.sources.files import check_shuffle, no_rows
from msjax.dataset.sources.record_order import start_order
from msjax.dataset.transforms.checks import of_type, optional
from msjax.mindrecord.common.exceptions import pipeline_error
from msjax.mindrecord.core.packing import is_blob
from msjax.mindrecord.core.shard_reader import ShardReader

_SAMPLERS = (
    SubsetRandomSampler,
    SubsetSampler,
    PKSampler,
    RandomSampler,
    SequentialSampler,
    DistributedSampler,
)


class MindDataset(MappableDataset):
    """Read MindRecord files, msjax's or MindSpore's.

    Numbers and strings become arrays of no axis, arrays have the shape of their schema, and bytes
    become an array of dtype bytes and shape [1].

    Args:
        dataset_files: one file, which stands for all that were written together with it, or a list
            of files.
        columns_list: the fields to read, in the order of the columns. Default: None: all, in the
            order of their names.
        num_parallel_workers: how many threads read. Default: None: as `config` says.
        shuffle: a bool; Shuffle.GLOBAL or Shuffle.ADAPTIVE: all rows; Shuffle.FILES: the files;
            Shuffle.INFILE: the rows of each file; Shuffle.PARTIAL: both. Default: None: True.
        num_shards: into how many parts the rows are divided. Default: None: 1.
        shard_id: which of them to read. Default: None: 0.
        sampler: a sampler. Default: None.
        padded_sample: a row to fill up with, a dict. Default: None.
        num_padded: how often it is read. Default: None.
        num_samples: how many rows to read at most. Default: None: all.
        cache: not supported. Default: None.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: there is no such file, the sampler is none of those that MindRecord has, or
            `padded_sample` lacks a column.
        RuntimeError: arguments do not go together; a file is no MindRecord file, or has no such
            field; on reading: with `num_padded`, shards would have different lengths.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.MindDataset.html

    Differs: `PKSampler` chooses rows of each class; in MindSpore 2.10 it repeats the first row.
    Shuffle.PARTIAL shuffles all rows, MindSpore's at most a million at a time; with shards it is
    refused.
    """

    def __init__(
        self,
        dataset_files,
        columns_list=None,
        num_parallel_workers=None,
        shuffle=None,
        num_shards=None,
        shard_id=None,
        sampler=None,
        padded_sample=None,
        num_padded=None,
        num_samples=None,
        cache=None,
    ):
        for path in dataset_files if isinstance(dataset_files, list) else [dataset_files]:
            check_file(path)
        optional(of_type(list))(columns_list, "columns_list")
        optional(of_type(dict))(padded_sample, "padded_sample")
        optional(of_type(int))(num_padded, "num_padded")
        check_sampling(
            num_samples, num_parallel_workers, shuffle, sampler, num_shards, shard_id, cache
        )
        _check_padding(columns_list, padded_sample, num_padded)
        if sampler is not None and not isinstance(sampler, _SAMPLERS):
            raise ValueError(
                f"The sampler is not supported yet. It is {type(sampler).__name__}; MindRecord has "
                f"{', '.join(kind.__name__ for kind in _SAMPLERS)}."
            )
        mode = check_shuffle(shuffle) if sampler is None else None
        super().__init__(num_parallel_workers, sampler, num_samples, mode, num_shards, shard_id)
        self._reader = ShardReader(dataset_files)
        self._reader.check_columns(columns_list or ())
        self.columns = tuple(columns_list or sorted(self._reader.header.schema))
        self._padding = num_padded or 0
        self._padded_row = self._packed(padded_sample) if padded_sample else ()

    def _packed(self, sample) -> tuple[np.ndarray, ...]:
        """Return the row to fill up with, as its columns' fields would be read."""
        return tuple(self._as_column(name, sample[name]) for name in self.columns)

    def _as_column(self, name, value) -> np.ndarray:
        field = self._reader.header.schema[name]
        if field["type"] == "bytes":
            return np.array([bytes(value)])
        if field["type"] == "string":
            return np.array(str(value))
        try:
            return np.asarray(value, field["type"])
        except (TypeError, ValueError):
            raise pipeline_error(
                f"Failed to convert column value: {value!r} of '{name}' in padded_sample to "
                f"{field['type']}."
            ) from None

    def _num_rows(self):
        return len(self._reader) + self._padding

    def _size(self):
        if isinstance(self.sampler, RandomSampler) and self.sampler.replacement:
            return self.sampler.num_samples or self._num_rows()
        return super()._size()

    def _labels(self):
        name = getattr(self.sampler, "class_column", None)
        if not isinstance(self.sampler, PKSampler):
            return None
        schema = self._reader.header.schema
        if name not in schema or is_blob(schema[name]):
            raise pipeline_error(
                f"Invalid data, 'class_column': {name} can not found in fields of mindrecord "
                f"files. Give PKSampler one of {self._reader.packer.raw_fields}."
            )
        return [
            shard.scalars(i, [name])[0] for shard in self._reader.shards for i in range(len(shard))
        ]

    def _owns_rows(self) -> bool:
        return True

    def _start(self, run: Run) -> Epoch:
        count = self._num_rows()
        if not count:
            raise no_rows(self)
        if self._padding and count % self.num_shards:
            raise pipeline_error(
                f"Invalid data, the size of dataset and padded samples: {count} can not be "
                f"divisible by the value of 'num_shards': {self.num_shards}; change num_padded."
            )
        sizes = [len(shard) for shard in self._reader.shards]
        sampler: Any = self.sampler
        order = start_order(sampler, sizes, self._padding, self._labels)
        row = self._row
        return lambda: map(row, order().tolist())

    @functools.cached_property
    def _plan(self):
        """Which columns are scalars and blobs, and the dtype of each."""
        schema = self._reader.header.schema
        scalars = [name for name in self.columns if not is_blob(schema[name])]
        blobs = [name for name in self.columns if is_blob(schema[name])]
        dtypes = {name: _dtype(schema[name]["type"]) for name in self.columns}
        return scalars, blobs, dtypes

    def _row(self, i):
        if i >= len(self._reader):
            return tuple(value.copy() for value in self._padded_row)
        shard, i = self._reader.locate(i)
        scalars, blobs, dtypes = self._plan
        row = {}
        if scalars:
            for name, value in zip(scalars, shard.scalars(i, scalars), strict=True):
                row[name] = np.array(value, dtypes[name])
        if blobs:
            for name, value in shard.blob(i, blobs).items():
                row[name] = self._array(name, value, dtypes[name])
        return tuple([row[name] for name in self.columns])

    def _array(self, name, value, dtype) -> np.ndarray:
        if dtype is None:
            return np.array([value.tobytes()])
        shaped = self._reader.packer.shaped(name, value)
        return np.array(shaped if isinstance(shaped, np.ndarray) else np.frombuffer(shaped, dtype))


def _dtype(kind: str):
    return None if kind in ("string", "bytes") else np.dtype(kind)


def _check_padding(columns_list, padded_sample, num_padded):
    if padded_sample is None:
        if num_padded is not None:
            raise RuntimeError("num_padded is specified but padded_sample is not.")
        return
    if num_padded is None:
        raise RuntimeError("padded_sample is specified and requires num_padded as well.")
    if num_padded < 0:
        raise ValueError(f"num_padded is invalid, num_padded={num_padded}.")
    if columns_list is None:
        raise RuntimeError("padded_sample is specified and requires columns_list as well.")
    for name in columns_list:
        if name not in padded_sample:
            raise ValueError(f"padded_sample cannot match columns_list. It has no '{name}'.")
