"""The workers of a `DataLoader`: processes that read rows and make batches of them.

A worker is a new interpreter (`engine/processes.py`), with a copy of the dataset; where that cannot
be sent to a process, a thread. In this process, a thread per worker hands it one task after the
other. Batch k is worker k modulo their number's.
"""

from __future__ import annotations

import copy
import importlib
import logging
import os
import random
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from msjax.dataset.engine.processes import Process

_log = logging.getLogger("msjax")
_here = threading.local()  # what `get_worker_info` tells in this thread
END = object()  # a worker's rows are at their end


class WorkerInfo:
    """What a worker knows of itself.

    Args:
        worker: the worker's number.
        num_workers: how many there are.
        seed: its seed.
        dataset: its copy of the dataset.
    """

    def __init__(self, worker: int, num_workers: int, seed: int, dataset: Any):
        self.id = worker
        self.num_workers = num_workers
        self.seed = seed
        self.dataset = dataset

    def __repr__(self):
        return (
            f"WorkerInfo: {{id: {self.id}, num_workers: {self.num_workers}, seed: {self.seed}, "
            f"dataset: {self.dataset!r}}}"
        )


def get_worker_info() -> WorkerInfo | None:
    """Return what the worker of a `DataLoader` that calls this is; None outside of workers.

    Returns:
        An object with id, num_workers, seed and dataset, the worker's copy.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.get_worker_info.html

    Differs: Python's and NumPy's global random numbers of a worker are seeded by `seed`, with other
    numbers than in MindSpore.
    """
    return getattr(_here, "info", None)


class Failure:
    """What a worker failed with."""

    def __init__(self, worker: int, error: BaseException):
        self.text = (
            f"DataLoader worker {worker} (pid: {os.getpid()}) caught {type(error).__name__} with "
            f"message:\n{''.join(traceback.format_exception(error))}"
        )


class Reader:
    """Reads what tasks say: None begins a pass, anything else is a batch's numbers.

    Args:
        begin: makes of a dataset the function that fetches a batch; it raises StopIteration at the
            end of a dataset that is iterated over.
        info: which worker this is.
        init: the program's function of a worker's number, called once. Default: None.
    """

    def __init__(self, begin: Callable, info: WorkerInfo, init: Callable | None = None):
        self._begin = begin
        self._info = info
        self._init = init
        self._fetch: Callable | None = None

    def __call__(self, task) -> Any:
        """Return the result of a task, or a `Failure`."""
        _here.info = self._info
        try:
            if task is None:
                self._start()
                return None
            assert self._fetch is not None
            return self._fetch(task)
        except StopIteration:
            return _End()
        except Exception as error:
            return Failure(self._info.id, error)

    def _start(self):
        if self._fetch is None:
            if "msjax._core.tensor" in sys.modules:  # the dataset has Tensors: give them methods
                importlib.import_module("msjax.ops")
            random.seed(self._info.seed)
            np.random.seed(self._info.seed % 2**32)
            if self._init is not None:
                self._init(self._info.id)
        self._fetch = self._begin(self._info.dataset)


class _End:
    """A worker's rows are at their end; it has crossed from another process."""


class _Worker:
    """One worker: its process, and the thread that hands it tasks."""

    def __init__(self, reader: Reader, number: int):
        self._tasks: SimpleQueue = SimpleQueue()
        self._process = None
        content = _pickled(reader)
        if content is None:
            reader._info.dataset = copy.copy(reader._info.dataset)
            self._handle = lambda task: [reader(task)]
        else:
            self._process = Process(content, number)
            self._handle = lambda task: self._process.results([task])  # pyright: ignore

    def start(self, number: int) -> None:
        """Begin to do tasks."""
        threading.Thread(target=self._work, args=(number,), daemon=True).start()

    def _work(self, number):
        while (item := self._tasks.get()) is not END:
            key, task, results = item
            try:
                (result,) = self._handle(task)
            except Exception as error:  # the process died, or a result cannot be pickled
                result = Failure(number, error)
            results.put((key, result))

    def hand(self, key, task, results: SimpleQueue) -> None:
        """Hand over a task, whose result goes to `results`."""
        self._tasks.put((key, task, results))

    def close(self) -> None:
        """End the process and the thread."""
        self._tasks.put(END)
        if self._process is not None:
            self._process.close()


def _pickled(reader: Reader) -> bytes | None:
    try:
        import cloudpickle

        return cloudpickle.dumps(reader)
    except Exception as error:
        _log.warning("DataLoader: workers are threads, as the dataset cannot be sent: %s", error)
        return None


class Pool:
    """The workers of a `DataLoader`.

    Args:
        readers: one for each worker.
        prefetch: how many batches each reads ahead.
        timeout: how many seconds to wait for a batch; 0: as long as it takes.
        in_order: whether batches come in the order of their tasks.
    """

    def __init__(self, readers: list[Reader], prefetch: int, timeout: float, in_order: bool):
        self._workers = [_Worker(reader, i) for i, reader in enumerate(readers)]
        self._prefetch = prefetch
        self._timeout = timeout
        self._in_order = in_order
        for i, worker in enumerate(self._workers):
            worker.start(i)

    def results(self, tasks: Iterator) -> Iterator:
        """Yield the results of tasks, each done by the next worker that has rows.

        Raises:
            RuntimeError: a worker failed, or took too long.
        """
        going = _Pass(self._workers, tasks, self._prefetch * len(self._workers))
        while going.hand_out():
            key, result = self._next(going.results)
            if isinstance(result, Failure):
                raise RuntimeError(result.text)
            going.came(key, result)
            yield from going.ready(self._in_order)

    def _next(self, results: SimpleQueue):
        try:
            return results.get(timeout=self._timeout or None)
        except Empty:
            raise RuntimeError(
                f"DataLoader timed out waiting for data after {self._timeout} seconds."
            ) from None

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.close()


class _Pass:
    """One pass through the tasks: which worker has which, and what came back."""

    def __init__(self, workers: list[_Worker], tasks: Iterator, limit: int):
        self.results: SimpleQueue = SimpleQueue()
        self._workers = workers
        self._tasks = tasks
        self._limit = limit
        self._alive = list(range(len(workers)))
        self._owners: dict[int, int] = {}  # task -> worker, of those whose results are not out
        self._came: dict[int, Any] = {}
        self._given = self._out = 0
        for i, worker in enumerate(workers):
            worker.hand(-1, None, self.results)
            self._owners[-1 - i] = i
        self._under_way = len(workers)

    def hand_out(self) -> bool:
        """Hand out as many tasks as may be; return whether a result is to come."""
        while self._alive and len(self._owners) < self._limit + len(self._workers):
            task = next(self._tasks, END)
            if task is END:
                break
            owner = self._alive[self._given % len(self._alive)]
            self._owners[self._given] = owner
            self._workers[owner].hand(self._given, task, self.results)
            self._given += 1
            self._under_way += 1
        return self._under_way > 0

    def came(self, key: int, result) -> None:
        """Note a result; a worker at its end gets no more tasks."""
        self._under_way -= 1
        if key >= 0:
            self._came[key] = result
            if isinstance(result, _End) and self._owners[key] in self._alive:
                self._alive.remove(self._owners[key])

    def ready(self, in_order: bool) -> Iterator:
        """Yield the results whose turn it is."""
        while self._came:
            key = self._out if in_order else next(iter(self._came))
            if key not in self._came:
                return
            result = self._came.pop(key)
            del self._owners[key]
            self._out += 1
            if not isinstance(result, _End):
                yield result
