"""Samplers of programs."""

from __future__ import annotations

import copy
import numbers
from itertools import islice

import numpy as np

from msjax.dataset.engine.samplers.base import BuiltinSampler, check_rows


class Sampler(BuiltinSampler):
    """The base class of samplers written in Python: subclasses have `__iter__`, over row numbers.

    `dataset_size` is how many rows there are, `reset` is called after each epoch.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Sampler.html

    Args:
        num_samples: how many rows. Default: None: all that `__iter__` gives.
    """

    def __init__(self, num_samples=None):
        super().__init__(num_samples)
        self.dataset_size = 0
        if self.num_samples is None and hasattr(self, "__len__"):
            self.num_samples = len(self)  # pyright: ignore[reportArgumentType]
        self.batch_sizes = []

    def __iter__(self):
        raise NotImplementedError

    def reset(self):
        """Get ready for the next epoch."""

    def _groups(self) -> list[list[int]]:
        """Return what `__iter__` gives, one list per item: batch samplers give several rows."""
        groups = []
        for item in islice(self, self.num_samples):
            groups.append([item] if isinstance(item, numbers.Number) else list(item))
        return groups

    def _grouped(self, count):
        sampler = copy.copy(self)
        sampler.dataset_size = count
        first = True

        def groups():
            nonlocal first
            if not first:
                sampler.reset()
            first = False
            return sampler._groups()

        return groups

    def get_indices(self):
        """Return the numbers of an epoch's rows, an array.

        Raises:
            RuntimeError: They cannot be made one.
        """
        rows = np.array([row for group in self._groups() for row in group])
        if rows.dtype == object:
            raise RuntimeError("Fetched indices can not be converted to a valid ndarray.")
        return rows

    def _own(self, count, labels):
        sampler = copy.copy(self)
        sampler.dataset_size = count
        first = True

        def order():
            nonlocal first
            if not first:
                sampler.reset()
            first = False
            rows = sampler.get_indices().astype(np.int64)
            check_rows(rows, count)
            return rows

        return order

    def _own_size(self, count):
        if self.num_samples is not None:
            return self.num_samples
        sampler = copy.deepcopy(self)
        sampler.dataset_size = count
        return len(sampler._groups())

    def add_child(self, sampler):
        """Let a sampler choose rows first; this one chooses among those."""
        self.child_sampler = sampler

    def get_num_samples(self):
        """Return how many rows an epoch has; tries `__iter__` out where nobody said."""
        if self.num_samples is not None:
            return self.num_samples
        return len(copy.deepcopy(self)._groups())


class IterSampler(Sampler):
    """Takes the rows whose numbers an iterable gives.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.IterSampler.html

    Args:
        sampler: the iterable; an epoch iterates over it once.
        num_samples: how many rows. Default: None: all.
    """

    def __init__(self, sampler, num_samples=None):
        if num_samples is None and hasattr(sampler, "__len__"):
            num_samples = len(sampler)
        super().__init__(num_samples)
        self.sampler = sampler

    def __iter__(self):
        return iter(self.sampler)
