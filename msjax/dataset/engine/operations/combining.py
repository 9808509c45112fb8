"""Steps that join several pipelines: side by side (zip) or one after the other (concat)."""

from __future__ import annotations

import copy
from itertools import chain
from typing import Any

import numpy as np

from msjax.dataset.engine import samplers
from msjax.dataset.engine.dataset import Dataset, UnionBaseDataset
from msjax.dataset.engine.random import Stream, start_seed
from msjax.dataset.engine.source import MappableDataset
from msjax.dataset.transforms.checks import of_type
from msjax.mindrecord.common.exceptions import pipeline_error


class ZipDataset(UnionBaseDataset):
    """Joins the columns of rows; the shortest pipeline ends an epoch."""

    def __init__(self, datasets):
        super().__init__(children=datasets)

    def _names(self):
        names = [name for child in self.children for name in child._names()]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise pipeline_error(
                f"Invalid data, duplicate column {twice[0]} already exists when zipping datasets; "
                "rename it before."
            )
        return names

    def _start(self, run):
        epochs = [child._start(run) for child in self.children]

        def rows():
            for parts in zip(*[epoch() for epoch in epochs], strict=False):
                yield tuple(chain.from_iterable(parts))

        return rows

    def _size(self):
        sizes = [child._size() for child in self.children]
        return None if None in sizes else min(sizes)

    def _owns_rows(self):
        return all(child._owns_rows() for child in self.children)

    def is_sync(self):
        """Return whether one of the pipelines waits for updates."""
        return any(child.is_sync() for child in self.children)


def zip_datasets(datasets):
    """Join the columns of pipelines: `dataset.zip`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.zip.html

    Args:
        datasets: a tuple of Datasets.

    Returns:
        A Dataset; the shortest pipeline ends an epoch.

    Raises:
        TypeError: `datasets` is something else.
        ValueError: There are less than two.
    """
    of_type(tuple)(datasets, "datasets")
    if len(datasets) <= 1:
        raise ValueError("Can't zip empty or just one dataset!")
    for dataset in datasets:
        if not isinstance(dataset, Dataset):
            raise TypeError(f"Invalid dataset, expected Dataset object, but got {type(dataset)}!")
    return ZipDataset(datasets)


zip_datasets.__name__ = zip_datasets.__qualname__ = "zip"


class ConcatDataset(UnionBaseDataset):
    """Gives the rows of pipelines one after the other.

    Args:
        datasets: the pipelines, a list.

    Raises:
        TypeError: One is no pipeline.
        ValueError: One has no rows.
    """

    def __init__(self, datasets):
        for dataset in datasets:
            if not isinstance(dataset, Dataset):
                raise TypeError(
                    f"Invalid dataset, expected Dataset object, but got {type(dataset)}!"
                )
        super().__init__(children=datasets)
        self.datasets = datasets
        self._sampler: Any = None
        for i, child in enumerate(self.children):
            if child.get_dataset_size() == 0:
                raise ValueError(
                    f"There are no samples in the dataset number {i}. Please make sure there are "
                    "valid samples in the dataset."
                )

    def use_sampler(self, sampler):
        """Choose among the rows of all pipelines together.

        Args:
            sampler: a `DistributedSampler` that does not shuffle, or a `RandomSampler`; the latter
                draws which pipeline gives its next row.

        Raises:
            TypeError: It is another sampler, or a child is a batch.
            ValueError: The sampler has other arguments.
        """
        if isinstance(sampler, samplers.RandomSampler):
            if sampler.replacement:
                raise ValueError("The parameter replacement of RandomSampler must be False!")
        elif isinstance(sampler, samplers.DistributedSampler):
            if sampler.is_shuffled():
                raise ValueError("The parameter shuffle of DistributedSampler must be False!")
            if sampler.num_shards <= 0:
                raise ValueError(
                    "The parameter num_shards of DistributedSampler must be positive int!"
                )
        else:
            raise TypeError(
                f"The parameter {sampler} of concat must be DistributedSampler or RandomSampler!"
            )
        if sampler.get_num_samples() is not None:
            raise ValueError(
                f"The parameter num_samples of {type(sampler).__name__} is not support to be set!"
            )
        self.dataset_size = None
        self._sampler = sampler
        if isinstance(sampler, samplers.DistributedSampler):
            self._check_children()

    def _check_children(self) -> None:
        from msjax.dataset.engine.operations.batching import BatchDataset
        from msjax.dataset.engine.operations.padding import PaddedBatchDataset

        for child in self.children:
            if isinstance(child, MappableDataset) and child.sampler.get_num_samples() is not None:
                raise ValueError(f"The parameter NumSamples of {child} is not support to be set!")
            if isinstance(child, BatchDataset | PaddedBatchDataset):
                raise TypeError(
                    f"The parameter {child} of concat must not be BatchDataset or "
                    "PaddedBatchDataset; call `batch` after the sampler was set."
                )

    def _names(self):
        names = [child._names() for child in self.children]
        if any(other != names[0] for other in names):
            raise pipeline_error(
                "Invalid columns, 'column name' or 'column order' of concat datasets should be the "
                f"same. They are: {'; '.join(map(', '.join, names))}."
            )
        return names[0]

    def _start(self, run):
        self._names()
        if isinstance(self._sampler, samplers.RandomSampler):
            return self._mixed(run)
        if isinstance(self._sampler, samplers.DistributedSampler):
            return self._shard(run)
        return self._joined([child._start(run) for child in self.children])

    def _joined(self, epochs):
        def rows():
            first = None
            for epoch in epochs:
                for i, row in enumerate(epoch()):
                    if i == 0:
                        first = first or row
                        _check_alike(first, row)
                    yield row

        return rows

    def _shard(self, run):
        """Start the pipelines for every `num_shards`-th row of all together."""
        shards, shard = self._sampler.num_shards, self._sampler.shard_id
        epochs, offset = [], 0
        if all(map(_takes_sampler, self.children)):
            for child in self.children:
                part = copy.copy(child)
                sampler = samplers.DistributedSampler(shards, shard, False, offset=offset)
                sampler.child_sampler = part.sampler.child_sampler
                part.sampler = sampler
                epochs.append(part._start(run))
                offset = (offset + child.get_dataset_size()) % shards
            return self._joined(epochs)
        every = self._joined([child._start(run) for child in self.children])
        seen = 0

        def rows():
            nonlocal seen  # MindSpore counts on from epoch to epoch
            for row in every():
                seen += 1
                if (seen - 1) % shards == shard:
                    yield row

        return rows

    def _mixed(self, run):
        epochs = [child._start(run) for child in self.children]
        sizes = [child.get_dataset_size() for child in self.children]
        stream = Stream(start_seed())

        def rows():
            left = np.array(sizes, np.float64)
            parts = [iter(epoch()) for epoch in epochs]
            for _ in range(sum(sizes)):
                limits = np.cumsum(left / left.sum())
                which = int(np.searchsorted(limits, stream.real(), "right"))
                left[which] -= 1
                yield next(parts[which])
            stream.real()  # MindSpore draws once more before it sees that all is read

        return rows

    def _size(self):
        sizes = [child.get_dataset_size() for child in self.children]
        if isinstance(self._sampler, samplers.DistributedSampler):
            rest = sum(sizes) - self._sampler.shard_id
            return max(-(-rest // self._sampler.num_shards), 0)
        return sum(sizes)

    def _owns_rows(self):
        return all(child._owns_rows() for child in self.children)


def _takes_sampler(dataset) -> bool:
    random_access = getattr(dataset, "_random_access", None)
    return isinstance(dataset, MappableDataset) and (random_access is None or random_access())


def _check_alike(row, other) -> None:
    """Refuse a pipeline whose first row differs from the first one's in dtypes or ranks."""
    for x, y in zip(row, other, strict=False):
        if not (isinstance(x, np.ndarray) and isinstance(y, np.ndarray)):
            continue
        if x.dtype != y.dtype and not x.dtype.kind == y.dtype.kind in "US":
            raise pipeline_error(
                "Concat: the data types of the two datasets to be concatenated should be the same, "
                f"but got: {x.dtype} and {y.dtype}; convert one with `transforms.TypeCast`."
            )
        if x.ndim != y.ndim:
            raise pipeline_error(
                "Concat: the data tensor rank of the two datasets to be concatenated should be the "
                f"same, but got: {x.ndim} and {y.ndim}."
            )
