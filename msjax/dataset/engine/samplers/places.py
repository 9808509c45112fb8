"""Samplers that go by the numbers of rows: all, some, every n-th."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import numpy as np

from msjax.dataset import config
from msjax.dataset.engine.random import Stream, start_seed
from msjax.dataset.engine.samplers.base import (
    BuiltinSampler,
    Shuffle,
    check_mode,
    check_num_samples,
    check_rows,
)
from msjax.mindrecord.common.exceptions import pipeline_error


class SequentialSampler(BuiltinSampler):
    """Takes rows one after the other.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SequentialSampler.html

    Args:
        start_index: the first row. Default: None: 0.
        num_samples: how many rows. Default: None: all.

    Raises:
        TypeError: An argument is no int.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no row `start_index`.
    """

    def __init__(self, start_index=None, num_samples=None):
        if start_index is not None and not isinstance(start_index, int):
            raise TypeError(f"start_index must be integer but was: {start_index}.")
        check_num_samples(num_samples)
        self.start_index = start_index
        super().__init__(num_samples)

    def _own_size(self, count):
        return min(self.num_samples or count, count - (self.start_index or 0))

    def _own(self, count, labels):
        start = self.start_index or 0
        if start < 0 or (start >= count and start):
            raise pipeline_error(
                "Invalid parameter, start_index must be less than num_rows and not negative, but "
                f"got start_index: {start}, num_rows: {count}."
            )
        rows = np.arange(start, start + self._own_size(count))
        return lambda: rows


class DistributedSampler(BuiltinSampler):
    """Takes every `num_shards`-th row, so that each of several processes gets its part.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DistributedSampler.html

    Args:
        num_shards: how many parts there are.
        shard_id: which part this is.
        shuffle: whether rows are shuffled before, by the same seed in all processes. Default: True.
        num_samples: how many rows. Default: None: all.
        offset: which shard gets the first row; then parts differ in length. Default: -1: parts
            are filled up to the same length by rows from the start.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such shard.
    """

    def __init__(self, num_shards, shard_id, shuffle=True, num_samples=None, offset=-1):
        for name, value in (("num_shards", num_shards), ("shard_id", shard_id)):
            if not isinstance(value, int):
                raise TypeError(f"{name} must be integer but was: {value}.")
        if not isinstance(shuffle, bool) and shuffle not in tuple(Shuffle):
            raise TypeError(
                f"shuffle must be a boolean value or valid shuffle mode but was: {shuffle}."
            )
        check_num_samples(num_samples)
        if not isinstance(offset, int):
            raise TypeError(f"offset must be integer but was: {offset}.")
        self.num_shards = num_shards
        self.shard_id = shard_id
        self.shuffle = {True: Shuffle.GLOBAL, False: Shuffle.FALSE}.get(shuffle, shuffle)
        self.seed = config.get_seed()
        self.offset = offset
        super().__init__(num_samples)

    def _places(self, count):
        """Return the places of this shard's rows."""
        if self.offset == -1:
            size = -(-count // self.num_shards)
            return (np.arange(size) * self.num_shards + self.shard_id) % max(count, 1)
        places = np.arange(self.shard_id, count + self.offset, self.num_shards) - self.offset
        return places[places >= 0]

    def _own_size(self, count):
        size = len(self._places(count))
        return min(self.num_samples or size, size)

    def _own(self, count, labels):
        check_mode(self.shuffle)
        if self.num_shards <= 0 or not 0 <= self.shard_id < self.num_shards:
            raise pipeline_error(
                "Invalid parameter, num_shards must be greater than 0 and shard_id in [0, "
                f"num_shards), but got num_shards: {self.num_shards}, shard_id: {self.shard_id}."
            )
        if self.offset > self.num_shards:
            raise pipeline_error(
                "Invalid parameter, offset should be no more than num_shards: "
                f"{self.num_shards}, but got offset: {self.offset}."
            )
        places = self._places(count)[: self._own_size(count)]
        if self.shuffle is Shuffle.FALSE:
            return lambda: places
        seed = self.seed + 1
        stream = Stream(seed)
        rows = list(range(count))

        def order():
            nonlocal seed
            stream.seed(seed)
            seed += 1
            stream.shuffle(rows)
            return np.array(rows, np.int64)[places]

        return order

    def is_shuffled(self):
        """Return whether the rows come in random order."""
        if self.child_sampler is None:
            return self.shuffle != Shuffle.FALSE
        return self.child_sampler.is_shuffled()

    def is_sharded(self):
        """Return whether there is more than one shard."""
        if self.child_sampler is None:
            return self.num_shards > 1
        return self.child_sampler.is_sharded()

    def set_offset(self, offset):
        """Choose which shard gets the first row; return the sampler."""
        self.offset = offset
        return self

    def get_shuffle_mode(self):
        """Return the `Shuffle` of the sampler."""
        return self.shuffle


class SubsetSampler(BuiltinSampler):
    """Takes the rows of a list.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SubsetSampler.html

    Args:
        indices: the numbers of the rows.
        num_samples: how many of them. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such row.
    """

    def __init__(self, indices, num_samples=None):
        check_num_samples(num_samples)
        if isinstance(indices, int):
            indices = [indices]
        elif isinstance(indices, str) or not isinstance(indices, Iterable):
            raise TypeError(f"Unsupported sampler object of type ({type(indices)})")
        self.indices = list(islice(indices, num_samples))
        for i, row in enumerate(self.indices):
            if not isinstance(row, int | np.integer):
                raise TypeError(
                    "SubsetSampler: Type of indices element must be int, but got "
                    f"list[{i}]: {row}, type: {type(row)}."
                )
        super().__init__(num_samples)

    def _own_size(self, count):
        return min(self.num_samples or len(self.indices), len(self.indices))

    def _rows(self, count) -> np.ndarray:
        rows = np.array(self.indices[: self._own_size(count)], np.int64)
        check_rows(rows, count)
        return rows

    def _own(self, count, labels):
        rows = self._rows(count)
        return lambda: rows

    def get_num_samples(self):
        """Return how many rows an epoch has."""
        given = super().get_num_samples()
        return len(self.indices) if given is None else min(len(self.indices), given)


class SubsetRandomSampler(SubsetSampler):
    """Takes the rows of a list in random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SubsetRandomSampler.html

    Args:
        indices: the numbers of the rows.
        num_samples: how many of them. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such row.
    """

    def _own(self, count, labels):
        rows = self._rows(count).tolist()
        seed = start_seed()
        stream = Stream(seed)

        def order():
            stream.seed(seed)  # the same in each epoch: the rows are what goes on
            stream.shuffle(rows)
            return np.array(rows, np.int64)

        return order

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return `Shuffle.GLOBAL`."""
        return Shuffle.GLOBAL
