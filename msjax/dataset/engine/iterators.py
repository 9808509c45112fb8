"""Iterators: what runs a pipeline, in a thread that computes ahead of its reader.

The thread and its reader share two queues of C speed: one of results, one of *tickets*. The thread
takes a ticket for each row it hands over, the reader returns one for each row it takes, so the
number of tickets (`config.get_prefetch_size()`) bounds the rows that wait. A negative ticket stops
the thread. As in MindSpore, it starts when the first row is wanted. It holds no reference to the
iterator; so an iterator that nobody holds any more is collected, and its thread ends.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Iterator as IteratorABC
from itertools import count
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from msjax.dataset import config
from msjax.dataset.transforms.checks import INT32_MAX, checked, integer, of_type, optional

if TYPE_CHECKING:
    from msjax.dataset.engine.dataset import Dataset, Epoch, Run

_log = logging.getLogger("msjax")
_ROW, _EPOCH_END, _FAILED, _DONE = range(4)


class _Stopped(Exception):
    """Nobody reads the pipeline any more."""


class Iterator:
    """The base class of the iterators over a pipeline.

    Args:
        dataset: the pipeline's last step.
        num_epochs: how many epochs there are; -1: any number.
        output_numpy: whether values are NumPy arrays instead of Tensors.
        do_copy: whether Tensors never share memory with the pipeline.
    """

    @checked(
        num_epochs=optional(integer(-1, INT32_MAX)),
        output_numpy=optional(of_type(bool)),
        do_copy=optional(of_type(bool)),
    )
    def __init__(self, dataset: Dataset, num_epochs=-1, output_numpy=False, do_copy=False):
        from msjax.dataset.engine.dataset import Run

        if num_epochs == 0:
            raise RuntimeError(
                "num_epochs should be either -1 or positive integer, num_epochs: 0; give -1 for "
                "any number of epochs."
            )
        names = dataset._names()
        shown = [name for name in names if not name.startswith("_meta-")]
        if len(shown) < len(names):  # which a source notes and `rename` shows
            dataset = dataset.project(shown)
        self._names = shown
        self._convert = _as_numpy if output_numpy else _tensor_maker(dataset, do_copy)
        self._dataset = dataset
        self._count = 0
        run = Run()
        try:
            epoch = dataset._start(run)
        except BaseException:
            run.close()
            raise
        epochs = range(num_epochs) if num_epochs and num_epochs > 0 else count()
        self._results: SimpleQueue = SimpleQueue()
        self._tickets: SimpleQueue = SimpleQueue()
        self._waiting: threading.Thread | None = None  # the thread, until the first row is wanted
        if config.get_debug_mode():
            self._steps = _steps(epoch, epochs)
            self._stop = weakref.finalize(self, run.close)
        else:
            self._steps = None
            arguments = (epoch, epochs, run, self._results, self._tickets)
            thread = threading.Thread(target=_produce, name="pipeline", args=arguments, daemon=True)
            self._stop = weakref.finalize(self, _end, thread, run, self._tickets)
            for _ in range(config.get_prefetch_size()):
                self._tickets.put(1)
            self._waiting = thread

    def __iter__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __next__(self) -> Any:
        kind, row = self._receive()
        if kind == _ROW:
            self._count += 1
            return self._shaped(row)
        if kind == _EPOCH_END:
            if self._dataset.dataset_size is None:
                self._dataset.dataset_size = self._count
            if not self._count:
                _log.warning("No records available.")
            self._count = 0
            raise StopIteration
        self.stop()
        if kind == _FAILED:
            raise row
        raise StopIteration

    def _receive(self) -> tuple[int, Any]:
        if not self._stop.alive:
            raise RuntimeError(
                "Iterator does not have a running C++ pipeline: it was stopped, or it raised an "
                "error. Make a new one with `create_dict_iterator` or `create_tuple_iterator`."
            )
        if self._steps is not None:
            return next(self._steps, (_DONE, None))
        if self._waiting is not None:
            self._waiting.start()
            self._waiting = None
        received = self._results.get()
        self._tickets.put(1)
        return received

    def _shaped(self, row):
        """Return a row in the form that the kind of iterator gives."""
        raise NotImplementedError

    def get_col_names(self):
        """Return the names of the columns, a list of str."""
        return self._names

    def stop(self):
        """End the pipeline; the iterator gives no more rows."""
        self._stop()

    def release(self):
        """End the pipeline; the same as `stop`."""
        self._stop()


class DictIterator(Iterator):
    """Gives rows as dicts: name of the column to value."""

    def _shaped(self, row):
        return dict(zip(self._names, map(self._convert, row), strict=True))


class TupleIterator(Iterator):
    """Gives rows as lists of values.

    Args:
        dataset: the pipeline's last step.
        columns: names of the columns wanted. Default: None: all.
        num_epochs: how many epochs there are; -1: any number. Default: -1.
        output_numpy: whether values are NumPy arrays instead of Tensors. Default: False.
        do_copy: whether Tensors never share memory with the pipeline. Default: False.
    """

    def __init__(self, dataset, columns=None, num_epochs=-1, output_numpy=False, do_copy=False):
        if columns is not None:
            dataset = dataset.project(columns)
        super().__init__(dataset, num_epochs, output_numpy, do_copy)

    def _shaped(self, row):
        return list(map(self._convert, row))


def _steps(epoch: Epoch, epochs) -> IteratorABC[tuple[int, Any]]:
    """Run epochs; give rows, ends of epochs and, at the end, an error or the end of all."""
    try:
        for _ in epochs:
            for row in epoch():
                yield _ROW, row
            yield _EPOCH_END, None
    except Exception as error:
        yield _FAILED, error
    yield _DONE, None


def _produce(epoch: Epoch, epochs, run: Run, results: SimpleQueue, tickets: SimpleQueue) -> None:
    """Run a pipeline in a thread of its own."""
    steps = _steps(epoch, epochs)
    del epoch
    take, give = tickets.get, results.put
    try:
        while take() > 0:
            step = next(steps, None)
            if step is None:
                break
            give(step)
            del step  # a row lives as long as its reader needs it
    finally:
        steps.close()  # pyright: ignore[reportAttributeAccessIssue]
        del steps
        run.close()


def _end(thread: threading.Thread, run: Run, tickets: SimpleQueue) -> None:
    """Stop a pipeline's thread."""
    if thread.ident is None:  # no row was ever wanted
        run.close()
    else:
        tickets.put(-1)


def _as_numpy(value):
    """Return a value as iterators with `output_numpy` give it."""
    if isinstance(value, np.ndarray):
        return value
    return _nested(value, np.asarray)


def _nested(value, convert):
    """Convert the leaves of what a user's function returned."""
    if isinstance(value, dict):
        return {key: _nested(item, convert) for key, item in value.items()}
    if isinstance(value, list):
        return [_nested(item, convert) for item in value]
    if isinstance(value, tuple):
        return tuple(_nested(item, convert) for item in value)
    if isinstance(value, bool | int | float | str | bytes | np.ndarray | np.generic):
        return convert(value)
    return value


def _tensor_maker(dataset: Dataset, do_copy):
    """Return the function that makes a Tensor of a value; texts stay arrays."""
    import msjax._ops  # noqa: F401  puts the operators' members on Tensor
    from msjax._core import tensor as tensors
    from msjax._core.conversion import put

    owned = dataset._owns_rows() and not do_copy

    def convert(value):
        if not isinstance(value, np.ndarray):
            return _nested(value, lambda leaf: convert(np.asarray(leaf)))
        if value.dtype.kind in "US":
            return value
        # Arrays that are the pipeline's own are handed over: the device may use their memory.
        return tensors.wrap(put(value if owned else value.copy()))

    return convert
