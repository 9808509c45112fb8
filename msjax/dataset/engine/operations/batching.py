"""`batch`: rows become the rows of arrays."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from msjax.dataset import config
from msjax.dataset.engine.collation import stacked
from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.engine.failures import bad_result, function_failure, name_of
from msjax.dataset.engine.operations.selecting import RepeatDataset
from msjax.dataset.engine.rows import own
from msjax.dataset.engine.workers import Team
from msjax.mindrecord.common.exceptions import pipeline_error

_log = logging.getLogger("msjax")


class BatchInfo:
    """What a function of `batch` is told.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.BatchInfo.html
    """

    def __init__(self, epoch_num=0, batch_num=0):
        self._epoch_num = epoch_num
        self._batch_num = batch_num

    def get_batch_num(self):
        """Return how many batches of the epoch came before."""
        return self._batch_num

    def get_epoch_num(self):
        """Return how many epochs came before."""
        return self._epoch_num


class Batching(UnionBaseDataset):
    """What `batch` and `padded_batch` share: how rows are gathered."""

    batch_size: int
    batch_size_func: Any
    drop_remainder: bool

    def _gathered(self, rows: Iterator, epoch_num: int):
        """Give lists of rows, each with its `BatchInfo`."""
        batch_num = 0
        while True:
            info = BatchInfo(epoch_num, batch_num)
            size = self.batch_size if self.batch_size_func is None else self._asked(info)
            items = list(islice(rows, size))
            if not items or (len(items) < size and self.drop_remainder):
                return
            yield items, info
            batch_num += 1

    def _asked(self, info: BatchInfo) -> int:
        try:
            size = self.batch_size_func(info)
        except Exception as error:
            raise function_failure("batch_size function failed", error) from None
        if not isinstance(size, int | np.integer) or size <= 0:
            raise bad_result(
                "Invalid batch_size function, 'batch_size' function should return an integer "
                f"greater than 0, but got: {size}"
            )
        return int(size)

    def _epochs(self, run):
        """Return a function that gives the numbered lists of rows of the next epoch."""
        epoch = self.children[0]._start(run)
        repeats = run.repeats
        calls = 0

        def gathered():
            nonlocal calls
            number = calls // repeats if repeats > 0 else 0
            calls += 1
            return self._gathered(iter(epoch()), number)

        return gathered

    def _size(self):
        size = self.children[0]._size()
        if size is None or self.batch_size_func is not None:
            return None
        return size // self.batch_size if self.drop_remainder else -(-size // self.batch_size)

    def get_batch_size(self):
        """Return how many rows a batch has; -1 where a function tells."""
        return -1 if self.batch_size_func is not None else self.batch_size


class BatchDataset(Batching):
    """Gathers rows into batches."""

    def __init__(
        self,
        input_dataset,
        batch_size,
        drop_remainder=False,
        num_parallel_workers=None,
        per_batch_map=None,
        input_columns=None,
        output_columns=None,
        python_multiprocessing=False,
        max_rowsize=None,
    ):
        super().__init__(children=input_dataset, num_parallel_workers=num_parallel_workers)
        if _repeats(input_dataset):
            _log.warning("Repeat is located before batch: a batch can hold rows of two epochs.")
        told_batch_size(input_dataset, batch_size)
        self.batch_size = 1 if callable(batch_size) else batch_size
        self.batch_size_func = batch_size if callable(batch_size) else None
        self.drop_remainder = bool(drop_remainder)
        self.per_batch_map = per_batch_map
        self.input_columns = input_columns or []
        self.output_columns = output_columns or []
        self.python_multiprocessing = python_multiprocessing
        self.max_rowsize = max_rowsize

    def _names(self):
        names = self.children[0]._names()
        if self.per_batch_map is None:
            return names
        inputs = self.input_columns or names
        for name in inputs:
            if name not in names:
                raise pipeline_error(
                    f"Invalid input_columns, '{name}' of 'input_columns' doesn't exist. There "
                    f"are: {', '.join(names)}."
                )
        outputs = self.output_columns or inputs
        if len(outputs) == len(inputs):
            renamed = dict(zip(inputs, outputs, strict=True))
            return [renamed.get(name, name) for name in names]
        # MindSpore's order: it walks through a hash table.
        return [*outputs, *[name for name in reversed(names) if name not in inputs]]

    def _start(self, run):
        gathered = self._epochs(run)
        self._names()
        if self.per_batch_map is None:
            return lambda: map(_stacked_rows, gathered())
        workers = self.num_parallel_workers or 1
        if self.python_multiprocessing and self.num_parallel_workers is None:
            workers = config.get_num_parallel_workers()
        names = self.children[0]._names()
        inputs = self.input_columns or names
        mapped = functools.partial(
            _mapped, self.per_batch_map, names, inputs, self.output_columns or inputs, self._names()
        )
        apart = self.python_multiprocessing and not config.get_debug_mode()
        team = Team([mapped] * workers, run if apart else None)
        return lambda: team.results(gathered())

    def _owns_rows(self):
        return self.per_batch_map is None


def _stacked_rows(batch) -> tuple:
    return batch_of(batch[0], (), None)


def _mapped(function, names, inputs, outputs, result, batch) -> tuple:
    """Collect the columns of a batch, call the user's function, put its results in place."""
    items, info = batch
    columns = dict(zip(names, zip(*items, strict=True), strict=True))
    given = [list(columns[name]) for name in inputs]
    made = called(function, [*given, info], outputs, len(items))
    return tuple(
        [made[name] if name in made else stacked(columns[name], i) for i, name in enumerate(result)]
    )


def called(function, arguments, outputs, count) -> dict:
    """Call a user's function for a batch.

    Args:
        function: the function.
        arguments: what it is given.
        outputs: names of the columns that it returns.
        count: how many rows the batch has.

    Returns:
        The columns, by their names.

    Raises:
        RuntimeError: it fails, or returns something else.
    """
    try:
        results = function(*arguments)
    except Exception as error:
        raise function_failure(f"per_batch_map: [{name_of(function)}] failed", error) from None
    if results is None:
        raise bad_result(
            f"Got None from Python object: {name_of(function)} must return the columns of a batch."
        )
    results = results if isinstance(results, tuple) else (results,)
    if len(results) != len(outputs):
        raise pipeline_error(
            "Invalid per_batch_map, the number of columns returned in 'per_batch_map' function "
            f"should be {len(outputs)} , but got: {len(results)}; they go in a tuple."
        )
    return {
        name: _column(result, count, name, i)
        for i, (name, result) in enumerate(zip(outputs, results, strict=True))
    }


def _column(result, count, name, place):
    """Return what a user's function gave for one column: an array, or a list of values of rows."""
    if not isinstance(result, list):
        return own(result)
    if len(result) != count:
        raise pipeline_error(
            f"Invalid data, column: {name} expects: {count} rows returned from 'per_batch_map', "
            f"got: {len(result)}"
        )
    return stacked([np.asarray(value) for value in result], place)


def batch_of(rows, names, collate) -> tuple:
    """Return rows as one batch, made by a user's function of lists if there is one."""
    columns = list(zip(*rows, strict=True))
    if collate is None:
        return tuple([stacked(column, i) for i, column in enumerate(columns)])
    return tuple(called(collate, list(map(list, columns)), names, len(rows)).values())


def _repeats(dataset) -> bool:
    return isinstance(dataset, RepeatDataset) or any(map(_repeats, dataset.children))


def told_batch_size(dataset, batch_size) -> None:
    """Tell the steps that wait for updates how many rows are in a batch."""
    if hasattr(dataset, "update_sync_batch_size"):
        dataset.update_sync_batch_size(batch_size)
    for child in dataset.children:
        told_batch_size(child, batch_size)
