"""Sources whose rows are in memory or come from code of users."""

from __future__ import annotations

import builtins
import itertools
import logging
from collections.abc import Callable, Iterable
from types import GeneratorType
from typing import Any

import numpy as np

from msjax._core import dtype as mstype
from msjax.dataset import config
from msjax.dataset.engine import samplers
from msjax.dataset.engine.checks import check_row_size, check_workers, column_list
from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.engine.failures import bad_result, function_failure
from msjax.dataset.engine.rows import row_of
from msjax.dataset.engine.schema import Schema
from msjax.dataset.engine.source import MappableDataset
from msjax.dataset.engine.workers import Team
from msjax.dataset.transforms.checks import of_type

_log = logging.getLogger("msjax")


class GeneratorDataset(MappableDataset, UnionBaseDataset):
    """Rows of an object of the program: with random access, or iterated over.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.GeneratorDataset.html

    Args:
        source: an object with `__getitem__` and `__len__`, an iterable, or a function that returns
            an iterator. A row is a tuple or list of columns, or one column: an array, a number, a
            text or a dict.
        column_names: names of the columns. Default: None: `schema` has them.
        column_types: MindSpore's data types of the columns, which are checked. Default: None.
        schema: a `Schema`, or the path of its file. Default: None.
        num_samples: how many rows to read at most. Default: None: all.
        num_parallel_workers: how many threads call `__getitem__`. Default: 1.
        shuffle: whether rows come in random order. Default: None: with random access, yes.
        sampler: a sampler, or the numbers of the rows. Default: None.
        num_shards: into how many parts the rows are divided. Default: None.
        shard_id: which of them to read. Default: None.
        python_multiprocessing: no effect here: threads read, so that objects of the program need
            not be copied to other processes. Default: True.
        max_rowsize: no effect here. Default: None.
        batch_sampler: gives lists of numbers of rows; each is a batch. Default: None.
        collate_fn: a function of lists, one per column, that makes a batch. Default: None.

    Raises:
        TypeError: An argument is of another type.
        ValueError: Arguments do not go together, or there is no sampling without random access.
        RuntimeError: When it runs: `source` fails, or gives what is no row.

    Differs: `num_parallel_workers` may be more than there are cores, and workers are threads.
    """

    def __init__(
        self,
        source,
        column_names=None,
        column_types=None,
        schema=None,
        num_samples=None,
        num_parallel_workers=1,
        shuffle=None,
        sampler=None,
        num_shards=None,
        shard_id=None,
        python_multiprocessing=True,
        max_rowsize=None,
        batch_sampler=None,
        collate_fn=None,
    ):
        _check_source(source)
        self.schema = Schema(schema) if isinstance(schema, str) else schema
        self.column_names = _column_names(column_names, self.schema)
        of_type(list, type(None))(column_types, "column_types")
        check_row_size(max_rowsize)
        of_type(bool, type(None))(shuffle, "shuffle")
        of_type(bool, type(None))(python_multiprocessing, "python_multiprocessing")
        _check_reading(num_parallel_workers, num_samples, num_shards, shard_id)
        _check_sampling(source, sampler, num_shards, batch_sampler)
        _check_batch_sampler(
            batch_sampler, collate_fn, num_samples, shuffle, num_shards, shard_id, sampler
        )
        super().__init__(num_parallel_workers, sampler, num_samples, shuffle, num_shards, shard_id)
        if isinstance(source, builtins.zip):
            source = list(source)
        self.source: Any = _Repeatable(source) if isinstance(source, GeneratorType) else source
        self.column_types = _numpy_types(column_types)
        self.python_multiprocessing = python_multiprocessing
        self.max_rowsize = max_rowsize
        self.has_batch_sampler = batch_sampler is not None
        self.collate_fn = collate_fn
        if batch_sampler is not None:
            known = isinstance(batch_sampler, samplers.BuiltinSampler)
            self.sampler = batch_sampler if known else samplers.IterSampler(batch_sampler)

    @property
    def columns(self):
        """Names of the columns."""
        return self.column_names

    def _random_access(self) -> bool:
        return hasattr(self.source, "__getitem__")

    def _num_rows(self):
        if not hasattr(self.source, "__len__"):
            raise RuntimeError(
                "Attempt to construct a random access dataset, '__len__' method is required!"
            )
        count = len(self.source)
        if count == 0:
            raise RuntimeError(
                "GeneratorNode: data row of input source must not be 0, got: 0; the source of a "
                "GeneratorDataset is empty."
            )
        return count

    def _row(self, i):
        try:
            row = row_of(self.source[i])
        except Exception as error:
            raise function_failure("GeneratorDataset: its source failed", error) from None
        self._check_row(row)
        return row

    def _check_row(self, row) -> None:
        if len(row) != len(self.column_names):
            raise bad_result(
                "Invalid Python function, the 'source' of 'GeneratorDataset' should return same "
                "number of NumPy arrays as specified in column_names, the size of column_names "
                f"is:{len(self.column_names)} and number of returned NumPy array is:{len(row)}"
            )
        if not self.column_types:
            return
        for wanted, column in zip(self.column_types, row, strict=False):
            if getattr(column, "dtype", None) != wanted and not (
                wanted.kind == "U" and getattr(column, "dtype", wanted).kind == "U"
            ):
                raise bad_result(
                    "Invalid Python function, type of returned data in 'GeneratorDataset' should "
                    "be same with specified column_types, but the type of returned data: "
                    f"{getattr(column, 'dtype', type(column))}, specified column type: {wanted}"
                )

    def _start(self, run):
        if not self._random_access():
            return self._iterated
        if self.has_batch_sampler:
            return self._batches()
        order = self.sampler._start(self._num_rows(), self._labels)
        workers = 1 if config.get_debug_mode() else self.num_parallel_workers or 1
        team = Team([self._row] * workers)
        return lambda: team.results(iter(order()))  # np.int64, as MindSpore's

    def _iterated(self):
        """Give the rows of one epoch of a source without random access."""
        try:
            source = self.source
            rows = iter(source) if hasattr(source, "__iter__") else source()
            for value in itertools.islice(rows, self.num_samples or None):
                row = row_of(value)
                self._check_row(row)
                yield row
        except RuntimeError as error:
            if str(error).startswith("Exception thrown from"):
                raise
            raise function_failure("GeneratorDataset: its source failed", error) from None
        except Exception as error:
            raise function_failure("GeneratorDataset: its source failed", error) from None

    def _batches(self):
        """Return the epoch function that gives a batch for each item of the batch sampler."""
        from msjax.dataset.engine.operations.batching import batch_of

        groups = self.sampler._grouped(self._num_rows())

        def batches():
            for group in groups():
                rows = [self._row(i) for i in group]
                yield batch_of(rows, self.column_names, self.collate_fn)

        return batches

    def _size(self):
        if self._random_access():
            return super()._size()
        if not hasattr(self.source, "__len__"):
            return None
        size = len(self.source)
        return min(size, self.num_samples or size)

    def get_batch_size(self):
        """Return how many rows a batch has; -1 where the batch sampler tells."""
        return -1 if self.has_batch_sampler else 1

    def is_shuffled(self):
        """Return whether the sampler shuffles."""
        return self.sampler.is_shuffled()

    def is_sharded(self):
        """Return whether the sampler takes a shard."""
        return self.sampler.is_sharded()

    def __getitem__(self, index):
        of_type(int, np.number)(index, "index")
        if not self._random_access():
            raise RuntimeError("Dataset don't support randomized access.")
        if self.has_batch_sampler:
            raise RuntimeError(
                "GeneratorDataset with batch_sampler does not support random access."
            )
        order = self.sampler._start(self._num_rows(), self._labels)()
        return self.source[int(order[index])]

    def _split(self, sizes, randomize):
        if self._random_access() and not self.has_batch_sampler:
            return super()._split(sizes, randomize)
        return super(MappableDataset, self)._split(sizes, randomize)

    def add_sampler(self, new_sampler):
        """Let a sampler choose among the rows that the present one takes."""
        if isinstance(new_sampler, samplers.PKSampler):
            raise RuntimeError("GeneratorDataset doesn't support PKSampler")
        super().add_sampler(new_sampler)


class _Repeatable:
    """Gives the items of a generator again and again; it keeps those that were given."""

    def __init__(self, generator):
        self._items = generator

    def __iter__(self):
        self._items, items = itertools.tee(self._items)
        return items


def _check_source(source) -> None:
    if callable(source):
        return
    try:
        iter(source)
    except TypeError:
        raise TypeError(
            "Input `source` function of GeneratorDataset should be callable, iterable or random "
            "accessible, commonly it should implement one of the method like yield, __getitem__ or "
            f"__next__(__iter__), but got {source!r}."
        ) from None


def _column_names(names, schema: Any) -> list[str]:
    if schema is not None and not isinstance(schema, Schema):
        raise ValueError(
            f"schema should be a path to schema file or a schema object, but got {schema!r}."
        )
    if names is not None:
        return column_list(names, "column_names")
    if schema is None:
        raise ValueError("Neither columns_names nor schema are provided.")
    return schema.names()


def _check_reading(workers, num_samples, num_shards, shard_id) -> None:
    check_workers(workers)
    samplers.check_num_samples(num_samples)
    if (num_shards is None) != (shard_id is None):
        raise ValueError("num_shards and shard_id need to be passed in together.")
    if num_shards is not None:
        of_type(int)(num_shards, "num_shards")
        of_type(int)(shard_id, "shard_id")
        if num_shards < 1:
            raise ValueError(f"Input num_shards must be 1 or more, but got {num_shards}.")
        if not 0 <= shard_id < num_shards:
            raise ValueError(
                f"shard_id should be less than num_shards and not negative, but got {shard_id} of "
                f"{num_shards}."
            )


def _check_sampling(source, sampler, num_shards, batch_sampler) -> None:
    if isinstance(sampler, samplers.PKSampler):
        raise ValueError("GeneratorDataset doesn't support PKSampler.")
    if sampler is not None and not isinstance(sampler, samplers.BuiltinSampler | Iterable):
        raise TypeError(
            "sampler should be either iterable or from mindspore.dataset.samplers, but got "
            f"{sampler!r}."
        )
    if hasattr(source, "__getitem__"):
        return
    given = {"sampler": sampler, "batch_sampler": batch_sampler, "num_shards": num_shards}
    for name, value in given.items():
        if value is not None:
            raise ValueError(
                f"{name} is not supported if source does not have attribute '__getitem__'."
            )


def _check_batch_sampler(batch_sampler, collate_fn, *others) -> None:
    if batch_sampler is not None:
        if any(other is not None for other in others):
            raise ValueError(
                "batch_sampler is mutually exclusive with num_samples, shuffle, num_shards, "
                "shard_id and sampler."
            )
        if not isinstance(batch_sampler, samplers.BuiltinSampler | Iterable):
            raise TypeError("batch_sampler should have __getitem__ or __iter__ method.")
    if collate_fn is not None:
        if batch_sampler is None:
            raise ValueError("collate_fn can be specified only when batch_sampler is set.")
        if not isinstance(collate_fn, Callable):
            raise TypeError("collate_fn should be callable.")


def _numpy_types(types) -> list[np.dtype]:
    return [
        np.dtype("U") if t is mstype.string else np.dtype(mstype.to_numpy(t)) for t in types or ()
    ]


class _Slices:
    """Random access to the rows of columns."""

    def __init__(self, columns):
        self.columns = columns

    def __getitem__(self, i):
        return tuple([column[i] for column in self.columns])

    def __len__(self):
        return len(self.columns[0])


class NumpySlicesDataset(GeneratorDataset):
    """Rows of arrays or lists: slices along the first axis.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.NumpySlicesDataset.html

    Args:
        data: one column (a list or an array), a tuple of columns, or a dict of name to column.
        column_names: names of the columns. Default: None: the keys of the dict, or "column_0" and
            so on.
        num_samples: how many rows to read at most. Default: None: all.
        num_parallel_workers: how many threads read. Default: 1.
        shuffle: whether rows come in random order. Default: None: yes.
        sampler: a sampler, or the numbers of the rows. Default: None.
        num_shards: into how many parts the rows are divided. Default: None.
        shard_id: which of them to read. Default: None.

    Raises:
        TypeError: `data` is something else.
        ValueError: Columns differ in length, or there are more or less names than columns.
    """

    def __init__(
        self,
        data,
        column_names=None,
        num_samples=None,
        num_parallel_workers=1,
        shuffle=None,
        sampler=None,
        num_shards=None,
        shard_id=None,
    ):
        of_type(list, tuple, dict, np.ndarray)(data, "data")
        if len(data) == 0:
            raise ValueError("Argument data cannot be empty")
        names, columns = _named_columns(data)
        if column_names is not None:
            given = column_list(column_names, "column_names")
            if len(given) != len(columns):
                raise ValueError(
                    f"Num of input column names is {len(given)}, but required is {len(columns)}."
                )
            names = given
        if len({len(column) for column in columns}) > 1:
            raise ValueError(
                "Data length in each column is not equal: "
                f"{', '.join(str(len(column)) for column in columns)}."
            )
        super().__init__(
            _Slices(columns),
            column_names=names,
            num_samples=num_samples,
            num_parallel_workers=num_parallel_workers,
            shuffle=shuffle,
            sampler=sampler,
            num_shards=num_shards,
            shard_id=shard_id,
        )


def _named_columns(data) -> tuple[list[str], list]:
    if isinstance(data, dict):
        values = [getattr(value, "values", value) for value in data.values()]
        return list(data), [v if isinstance(v, np.ndarray) else list(v) for v in values]
    if isinstance(data, tuple):
        of_type(list, np.ndarray)(data[0], "data[0]")
        columns = list(data)
    else:
        columns = [data]
    return [f"column_{i}" for i in range(len(columns))], columns


class PaddedDataset(GeneratorDataset):
    """Rows that fill up another dataset, to a number that several processes can share.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.PaddedDataset.html

    Args:
        padded_samples: the rows, a list of dicts of column to value.

    Raises:
        TypeError: `padded_samples` is something else.
        ValueError: There are none.
    """

    def __init__(self, padded_samples):
        if not padded_samples:
            raise ValueError("padded_samples cannot be empty.")
        of_type(list)(padded_samples, "padded_samples")
        of_type(dict)(padded_samples[0], "padded_element")
        names = list(padded_samples[0])
        rows = [tuple(sample[name] for name in names) for sample in padded_samples]
        super().__init__(rows, column_names=names, shuffle=False)
        self.padded_samples = padded_samples
