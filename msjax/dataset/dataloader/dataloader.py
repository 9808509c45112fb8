"""Batches of a dataset, read here or by workers.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.DataLoader.html
"""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, repeat
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar

import numpy as np

from msjax.dataset.dataloader.checks import check_class, check_positive
from msjax.dataset.dataloader.collation import Stacked, collated, converted, made
from msjax.dataset.dataloader.dataset import Dataset, IterableDataset
from msjax.dataset.dataloader.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
)
from msjax.dataset.dataloader.workers import Pool, Reader, WorkerInfo

T = TypeVar("T", covariant=True)
_BASE = 2**63


def _fetcher(dataset, *, iterable: bool, size: int | None, drop_last: bool, join: Callable):
    """Return the function that fetches the batch of some numbers; the numbers of rows are its task.

    Args:
        dataset: what has the rows.
        iterable: whether it is iterated over; then the task says nothing.
        size: how many rows a batch has; None: there are no batches.
        drop_last: whether a last batch that is shorter is left out.
        join: makes a batch of rows, or of the row where there are no batches.
    """
    rows = iter(dataset) if iterable else None

    def fetch(task):
        if rows is None:
            return join(dataset[task] if size is None else [dataset[i] for i in task])
        if size is None:
            return join(next(rows))
        batch = list(islice(rows, size))
        if not batch or (drop_last and len(batch) < size):
            raise StopIteration
        return join(batch)

    return fetch


def _joined(rows, batched: bool):
    return collated(rows, Stacked) if batched else converted(rows, Stacked)


class DataLoader(Generic[T]):
    """Read a dataset in batches.

    Args:
        dataset: a `Dataset`, or anything that has `__getitem__`; or an `IterableDataset`.
        batch_size: how many rows a batch has; None: rows come one by one. Default: 1.
        shuffle: whether rows come in random order. Default: None: False.
        sampler: gives the numbers of the rows. Default: None.
        batch_sampler: gives lists of numbers of rows; then none of the arguments before it but
            `dataset` is given, nor `drop_last`. Default: None.
        num_workers: how many processes read. Default: 0: this one does.
        collate_fn: makes a batch of a list of rows, or something of a row where `batch_size` is
            None. Default: None: `default_collate`, or `default_convert`.
        pin_memory: no effect: JAX copies to devices itself. Default: False.
        drop_last: whether a last batch that is shorter is left out. Default: False.
        timeout: how many seconds to wait for a batch of workers; 0: as long as it takes. Default:
            0.0.
        worker_init_fn: a function of a worker's number that each worker calls first. Default: None.
        multiprocessing_context: a context, or "fork", "spawn" or "forkserver"; no effect. Default:
            None.
        generator: a `numpy.random.Generator`. Default: None: a new one.
        prefetch_factor: how many batches each worker reads ahead. Default: None: 2.
        persistent_workers: whether workers stay for the next pass. Default: False.
        in_order: whether batches of workers come in the order of their rows. Default: True.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: an argument is outside of its interval, or arguments do not go together.
        NotImplementedError: `dataset` has no `__getitem__`.
        RuntimeError: on reading: a worker failed, or took longer than `timeout`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.DataLoader.html

    Differs: workers are new interpreters, whatever `multiprocessing_context` says; where the
    dataset cannot be sent to them, threads, with a warning.
    """

    def __init__(
        self,
        dataset: Dataset[T],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Sampler | Iterable | None = None,
        batch_sampler: Sampler[list] | Iterable[list] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[[list], Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0.0,
        worker_init_fn: Callable[[int], None] | None = None,
        multiprocessing_context: BaseContext | str | None = None,
        generator: np.random.Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        in_order: bool = True,
    ) -> None:
        super().__init__()
        _check_flags(shuffle, pin_memory, drop_last, persistent_workers, in_order)
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        self._iterable = isinstance(dataset, IterableDataset)
        _check_source(dataset, generator)
        _check_sampling(self._iterable, batch_size, shuffle, sampler, batch_sampler, drop_last)
        self.dataset: Any = dataset
        self.num_workers = num_workers
        self.collate_fn = collate_fn
        self.pin_memory = pin_memory
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.multiprocessing_context = _checked_context(multiprocessing_context, num_workers)
        self.generator = np.random.default_rng() if generator is None else generator
        self.prefetch_factor = 2 if prefetch_factor is None and num_workers else prefetch_factor
        self.persistent_workers = persistent_workers
        self.in_order = in_order
        self.drop_last = drop_last
        self._pool: Pool | None = None
        self._choose(batch_size, shuffle, sampler, batch_sampler)

    def _choose(self, batch_size, shuffle, sampler, batch_sampler):
        """Set the samplers that there are: one of numbers, and one of batches of them."""
        if sampler is None and not self._iterable:
            sampler = SequentialSampler(self.dataset)
            if shuffle:
                sampler = RandomSampler(self.dataset, generator=self.generator)
        self.sampler: Any = sampler
        self.batch_size = batch_size if batch_sampler is None else None
        if batch_sampler is None and batch_size is not None:
            check_positive("batch_size", batch_size)
            if not self._iterable:
                batch_sampler = BatchSampler(self.sampler, batch_size, self.drop_last)
        self.batch_sampler = batch_sampler
        self._size = 1 if batch_sampler is not None else self.batch_size

    def _tasks(self) -> Iterator:
        if self._iterable:
            return repeat(0)
        chosen = self.sampler if self.batch_sampler is None else self.batch_sampler
        return iter(chosen)  # pyright: ignore

    def _begin(self) -> Callable:
        """Return what makes of a dataset the function that fetches a batch."""
        join = self.collate_fn or functools.partial(_joined, batched=self._size is not None)
        size = self.batch_size if self._iterable else self._size
        return functools.partial(
            _fetcher, iterable=self._iterable, size=size, drop_last=self.drop_last, join=join
        )

    def __iter__(self) -> Iterator[Any]:
        batches = self._read_here() if self.num_workers == 0 else self._read_by_workers()
        return batches if self.collate_fn else map(made, batches)

    def _read_here(self):
        tasks = self._tasks()
        fetch = self._begin()(self.dataset)
        for task in tasks:
            try:
                batch = fetch(task)
            except StopIteration:
                return
            yield batch

    def _read_by_workers(self):
        pool = self._pool or self._start_workers()
        if self.persistent_workers:
            self._pool = pool
        try:
            yield from pool.results(self._tasks())
        finally:
            if self._pool is None:
                pool.close()

    def _start_workers(self) -> Pool:
        seed = int(self.generator.integers(0, _BASE, dtype=np.uint64))
        count = self.num_workers
        readers = [
            Reader(self._begin(), WorkerInfo(i, count, seed + i, self.dataset), self.worker_init_fn)
            for i in range(count)
        ]
        return Pool(readers, self.prefetch_factor or 2, self.timeout, self.in_order)

    def __len__(self) -> int:
        if not self._iterable:
            return len(self.sampler if self.batch_sampler is None else self.batch_sampler)  # pyright: ignore
        rows, size = len(self.dataset), self.batch_size
        if size is None:
            return rows
        return rows // size if self.drop_last else -(-rows // size)

    def __del__(self):
        if getattr(self, "_pool", None) is not None:
            self._pool.close()  # pyright: ignore


def _check_source(dataset, generator):
    if not hasattr(dataset, "__getitem__"):
        raise NotImplementedError(
            f"{type(dataset).__name__} should implement __getitem__ method if it is map style. "
            "What is iterated over derives from IterableDataset."
        )
    if generator is not None:
        check_class("generator", generator, np.random.Generator, shown=f"{np.random.Generator}")


def _check_flags(shuffle, pin_memory, drop_last, persistent_workers, in_order):
    if shuffle is not None:
        check_class("shuffle", shuffle, bool, shown="<class 'bool'>")
    for name, value in (
        ("pin_memory", pin_memory),
        ("drop_last", drop_last),
        ("persistent_workers", persistent_workers),
        ("in_order", in_order),
    ):
        check_class(name, value, bool, shown="<class 'bool'>")


def _check_workers(num_workers, timeout, prefetch_factor, persistent_workers):
    check_class("num_workers", num_workers, int, shown="<class 'int'>")
    check_class("timeout", timeout, int, float, shown="(<class 'int'>, <class 'float'>)")
    for name, value in (("num_workers", num_workers), ("timeout", timeout)):
        if value < 0:
            raise ValueError(f"{name} must be non-negative, but got: {value}.")
    if prefetch_factor is not None:
        _only_with_workers("prefetch_factor", num_workers)
        check_positive("prefetch_factor", prefetch_factor)
    if persistent_workers:
        _only_with_workers("persistent_workers", num_workers)


def _only_with_workers(name, num_workers):
    if num_workers == 0:
        raise ValueError(
            f"{name} must only be specified when num_workers is greater than 0, but got: 0."
        )


def _checked_context(context, num_workers):
    if context is None:
        return None
    _only_with_workers("multiprocessing_context", num_workers)
    if isinstance(context, str):
        return multiprocessing.get_context(context)
    if not isinstance(context, BaseContext):
        raise TypeError(
            "multiprocessing_context must be ['fork', 'spawn', 'forkserver'] or "
            f"multiprocessing.context.BaseContext, but got: {context!r}."
        )
    return context


def _check_sampling(iterable, batch_size, shuffle, sampler, batch_sampler, drop_last):
    given = {"shuffle": shuffle, "sampler": sampler, "batch_sampler": batch_sampler}
    if iterable:
        for name, value in given.items():
            if value not in (None, False):
                raise ValueError(f"{name} cannot be specified when dataset is iterable style.")
    if sampler is not None and shuffle:
        raise ValueError("sampler cannot be specified with shuffle. Shuffle in the sampler.")
    if batch_sampler is not None:
        others = {
            "batch_size": batch_size != 1,
            "shuffle": shuffle,
            "sampler": sampler is not None,
            "drop_last": drop_last,
        }
        for name, value in others.items():
            if value:
                raise ValueError(f"{name} cannot be specified with batch_sampler.")
