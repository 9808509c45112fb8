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

_log = logging.getLogger("msjax")

Row = tuple[Any, ...]
Epoch = Callable[[], Iterator[Row]]


class Run:
    """What one iterator's pipeline holds: things to close when it ends, last ones first."""

    def __init__(self):
        self._stack = contextlib.ExitStack()

    def on_close(self, function: Callable, *args) -> None:
        """Have a function called when the pipeline ends, whether it was read to its end or not."""
        self._stack.callback(function, *args)

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
            return next(self._start(run)(), None)
        finally:
            run.close()

    def get_col_names(self):
        """Return the names of the columns, a list of str."""
        return self._names()

    def output_shapes(self, estimate=False):
        """Return the shapes of the columns of the first row, lists of int.

        Args:
            estimate: whether to look at all rows, and give None for what differs. Default: False.
        """
        return [list(np.shape(column)) for column in self._first_row() or ()]

    def output_types(self):
        """Return the NumPy dtypes of the columns of the first row; texts have no length."""
        dtypes = [np.asarray(column).dtype for column in self._first_row() or ()]
        return [np.dtype(t.kind) if t.kind in "US" else t for t in dtypes]

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


class UnionBaseDataset(Dataset):
    """A step that is none of sources."""
