"""The pipeline's node.

A `Dataset` describes one step of a pipeline; its `children` are the steps that it reads from.
Nothing runs until an iterator asks for rows. Then every node is *started* once: `_start(run)`
returns the node's *epoch function*, and each call of that gives an iterator over the rows of the
next epoch. State that outlives an epoch (a stream of random numbers, an open file) lives in the
closure. So `repeat` calls its child's epoch function several times, and `take` slices what it gets.
Several iterators may start one node at the same time; they share nothing.

A row is a tuple of columns. A column is a `np.ndarray`, strings included (kinds `U` and `S`), or
what a user's function returned: a dict, an image of Pillow. What belongs to an iterator as a whole
(threads to stop, files to close) is registered with its `Run`.

A new kind of node implements

    _start(run) -> epoch function    as above
    _names() -> list of str          names of the columns, in a row's order
    _size() -> int or None           rows of an epoch; None where only a run can tell
    _owns_rows() -> bool             whether the arrays it gives are new ones that nobody else holds

Sources derive from `MappableDataset` or `IterableDataset` (source.py), which ask for less.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from msjax.dataset.engine.chaining import Chaining
from msjax.dataset.engine.iterators import DictIterator, TupleIterator
from msjax.dataset.transforms.checks import of_type

_log = logging.getLogger("msjax")

Row = tuple[Any, ...]
Epoch = Callable[[], Iterator[Row]]


class Run:
    """What one iterator's pipeline holds: things to close when it ends, last ones first.

    While steps are started, `repeats` is how often the one that is being started gives its rows
    within one epoch of the whole; 0: without an end.
    """

    def __init__(self):
        self.repeats = 1
        self._stack = contextlib.ExitStack()

    def on_close(self, function: Callable, *args) -> None:
        """Have a function called when the pipeline ends, whether it was read to its end or not."""
        self._stack.callback(function, *args)

    @contextlib.contextmanager
    def repeating(self, count: int):
        """Have the steps that are started meanwhile know that they are repeated; -1: for ever."""
        former = self.repeats
        self.repeats = former * max(count, 0)
        try:
            yield
        finally:
            self.repeats = former

    def close(self) -> None:
        """Call what was registered; a second call does nothing."""
        self._stack.close()


class Dataset(Chaining):
    """A step of a pipeline of data; the base class of all.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html

    Args:
        children: the steps that this one reads from. Default: None.
        num_parallel_workers: how many threads it uses. Default: None: as `config` says.
        cache: not supported. Default: None.
    """

    def __init__(self, children=None, num_parallel_workers=None, cache=None):
        if cache is not None:
            raise NotImplementedError(f"cache={cache!r} is not supported: see `DatasetCache`.")
        if children is None:
            children = []
        self.children = list(children) if isinstance(children, list | tuple) else [children]
        self.num_parallel_workers = num_parallel_workers
        self.cache = None
        self.dataset_size = None
        self._input_indexs = ()
        self._global_step = None

    # What a kind of node says about itself; what only passes rows on says what its child says.

    def _start(self, run: Run) -> Epoch:
        raise NotImplementedError("Dataset has to implement _start.")

    def _names(self) -> list[str]:
        return self.children[0]._names()

    def _size(self) -> int | None:
        return self.children[0]._size()

    def _owns_rows(self) -> bool:
        return False

    # Iterators.

    def create_dict_iterator(self, num_epochs=-1, output_numpy=False, do_copy=False):
        """Return an iterator over rows that are dicts: name of the column to value.

        Args:
            num_epochs: how often the data is run through; each time ends with `StopIteration`.
                -1: any number of times. Default: -1.
            output_numpy: whether values are NumPy arrays instead of Tensors. Default: False.
            do_copy: whether Tensors never share memory with the pipeline. Default: False.
        """
        return DictIterator(self, num_epochs, output_numpy, do_copy)

    def create_tuple_iterator(self, columns=None, num_epochs=-1, output_numpy=False, do_copy=False):
        """Return an iterator over rows that are lists of values.

        Args:
            columns: names of the columns wanted, in this order. Default: None: all.
            num_epochs: as for `create_dict_iterator`. Default: -1.
            output_numpy: as for `create_dict_iterator`. Default: False.
            do_copy: as for `create_dict_iterator`. Default: False.
        """
        return TupleIterator(self, columns, num_epochs, output_numpy, do_copy)

    def __iter__(self):
        return self.create_tuple_iterator(num_epochs=1)

    def __len__(self):
        return self.get_dataset_size()

    # What is known about the rows.

    def _first_row(self) -> Row | None:
        run = Run()
        try:
            return next(iter(self._start(run)()), None)
        finally:
            run.close()

    def get_col_names(self):
        """Return the names of the columns, a list of str."""
        return self._names()

    def output_shapes(self, estimate=False):
        """Return the shapes of the columns, lists of int: those of the first row.

        Args:
            estimate: whether to look at all rows, and give None for the lengths that differ.
                Default: False.
        """
        of_type(bool)(estimate, "estimate")
        if not estimate:
            return [_shape(column) for column in self._first_row() or ()]
        shapes: list = []
        run = Run()
        try:
            for row in self._start(run)():
                found = [_shape(column) for column in row]
                shapes = found if not shapes else list(map(_common, shapes, found))
        finally:
            run.close()
        return shapes

    def output_types(self):
        """Return the NumPy dtypes of the columns of the first row; texts have no length."""
        return [_dtype(column) for column in self._first_row() or ()]

    def get_dataset_size(self):
        """Return how many rows an epoch has; runs the pipeline where nothing else can tell."""
        if self.dataset_size is None:
            size = self._size()
            self.dataset_size = self._counted() if size is None else size
            if self.dataset_size == 0:
                _log.warning("Got 0 sample from dataset pipeline, check if drop all data.")
        return self.dataset_size

    def _counted(self) -> int:
        run = Run()
        try:
            return sum(1 for _ in self._start(run)())
        finally:
            run.close()

    def get_batch_size(self):
        """Return how many rows a batch has; 1 where there are no batches."""
        return self.children[0].get_batch_size() if self.children else 1

    def get_repeat_count(self):
        """Return how often rows are repeated within an epoch."""
        return self.children[0].get_repeat_count() if self.children else 1

    def num_classes(self):
        """Return how many classes the source has; None where it does not know."""
        return self.children[0].num_classes() if self.children else None

    def get_class_indexing(self):
        """Return the numbers of the classes, by their names; empty where the source has none."""
        return self.children[0].get_class_indexing() if self.children else {}

    def is_shuffled(self):
        """Return whether rows come in random order."""
        return any(child.is_shuffled() for child in self.children)

    def is_sharded(self):
        """Return whether only a part of the rows is read."""
        return any(child.is_sharded() for child in self.children)

    @property
    def input_indexs(self):
        """The places of the columns that are inputs of a network; () where nobody said."""
        if self._input_indexs != ():
            return self._input_indexs
        found = (child.input_indexs for child in self.children)
        return next((places for places in found if places != ()), ())

    @input_indexs.setter
    def input_indexs(self, value):
        self._input_indexs = value

    def set_init_step(self, init_step):
        """Tell the step that training goes on from."""
        self._global_step = init_step

    def get_init_step(self):
        """Return the step that training goes on from."""
        if self._global_step is not None:
            return self._global_step
        return self.children[0].get_init_step() if len(self.children) == 1 else 0

    def reset(self):
        """Do nothing: each iterator starts from the beginning."""

    def set_dynamic_columns(self, columns=None):
        """Do nothing: shapes of rows may always differ (1.x).

        Args:
            columns: a dict of column to shape. Default: None.
        """
        of_type(dict, type(None))(columns, "columns")

    def close_pool(self):
        """Do nothing: processes of workers end with their iterator (1.x)."""

    # Waiting for the training: see `sync_wait`.

    def get_sync_notifiers(self):
        """Return the functions that release rows, by the names of the conditions."""
        return self.children[0].get_sync_notifiers() if self.children else {}

    def disable_sync(self):
        """Let all rows pass from now on."""
        return self.children[0].disable_sync() if self.children else {}

    def is_sync(self):
        """Return whether rows wait for `sync_update`."""
        return self.children[0].is_sync() if self.children else False

    def sync_update(self, condition_name, num_batch=None, data=None):
        """Let rows that wait at a `sync_wait` pass.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.sync_update.html

        Args:
            condition_name: the name that `sync_wait` was given.
            num_batch: how many batches may pass. Default: None: as many as `sync_wait` was given.
            data: given to the callback of `sync_wait`. Default: None.

        Raises:
            RuntimeError: There is no such name, or `num_batch` is not positive.
            TypeError: `condition_name` is no str.
        """
        if num_batch is not None and (not isinstance(num_batch, int) or num_batch <= 0):
            self.disable_sync()
            raise RuntimeError(
                f"Sync_update batch size can only be positive integer, got: {num_batch}."
            )
        of_type(str)(condition_name, "condition_name")
        notifiers = self.get_sync_notifiers()
        if condition_name not in notifiers:
            self.disable_sync()
            raise RuntimeError(
                f"Condition name not found: {condition_name!r}. There are: {list(notifiers)}."
            )
        rows = None if num_batch is None else num_batch * self.get_batch_size()
        notifiers[condition_name](rows, data)

    # Writing pipelines and rows down.

    def to_json(self, filename=""):
        """Return the pipeline as a dict: each step's kind and settings, and its children.

        Args:
            filename: a file to write it to, as JSON. Default: "": none.
        """
        from msjax.dataset.engine.description import described

        return described(self, filename)

    def save(self, file_name, num_files=1, file_type="mindrecord"):
        """Write the rows to files that `MindDataset` reads.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.save.html

        Args:
            file_name: the path; where there are several files, their numbers are appended.
            num_files: how many files. Default: 1.
            file_type: "mindrecord". Default: "mindrecord".

        Raises:
            TypeError: An argument is of another type.
            ValueError: An argument has another value.
        """
        from msjax.dataset.engine.saving import save

        save(self, file_name, num_files, file_type)


def _shape(column) -> list:
    return [0] if isinstance(column, dict) else list(np.shape(column))


def _common(shape: list, other: list) -> list:
    """Return what two shapes share: None where lengths differ."""
    if len(shape) != len(other):
        return [None]
    return [length if length == found else None for length, found in zip(shape, other, strict=True)]


def _dtype(column) -> np.dtype:
    dtype = np.dtype(object) if isinstance(column, dict) else np.asarray(column).dtype
    return np.dtype(dtype.kind) if dtype.kind in "US" else dtype


class UnionBaseDataset(Dataset):
    """A step that is none of sources."""
