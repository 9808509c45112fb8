"""Several threads for one step of a pipeline; rows keep their order.

Rows go to n functions in turns: that is how MindSpore deals rows out to its workers, so a random
operation, of which every worker has a copy with a stream of its own, gives the same numbers
whatever runs when. Whether threads run the functions at all is decided by measuring: below
some tens of microseconds per row, handing rows over costs more than it saves.
"""

from __future__ import annotations

import functools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from msjax.dataset.engine.processes import Process, pickled

if TYPE_CHECKING:
    from msjax.dataset.engine.dataset import Run

_TRIED = 32  # rows that are timed before threads may start, the first half not counted
_WORTH = 100e-6  # seconds per row from which on threads pay
_TURN = 2e-3  # seconds of work that a thread is given at a time
_TURN_OF_PROCESS = 8  # rows that a process is given at a time


class Team:
    """Gives the results of functions for items, dealt out to the functions in turns.

    The end of an epoch takes a turn too, as in MindSpore: that decides which copy of a random
    operation goes on with the next epoch.

    Args:
        functions: n functions; each is called by one thread at a time.
        run: the pipeline that stops the processes. Default: None: there are none.
    """

    def __init__(self, functions: Sequence[Callable[[Any], Any]], run: Run | None = None):
        self._functions = list(functions)
        self._processes = [] if run is None else _processes(functions, run)
        self._turn = 0
        self._calls = 0
        self._spent = 0.0

    def results(self, items: Iterator) -> Iterator:
        """Give the results for the items of one epoch."""
        if self._processes:
            handlers = self._in_turn([process.results for process in self._processes])
            return _shared_out(self._counted(items), handlers, _TURN_OF_PROCESS)
        if len(self._functions) == 1:
            return map(self._functions[0], items)
        return self._tried(self._counted(items), self._in_turn(self._functions))

    def _in_turn(self, workers: list) -> list:
        return workers[self._turn :] + workers[: self._turn]

    def _counted(self, items: Iterator) -> Iterator:
        """Give the items; remember whose turn it is when they end."""
        count = self._turn
        for item in items:
            count += 1
            yield item
        self._turn = (count + 1) % len(self._functions)

    def _tried(self, items: Iterator, functions: list) -> Iterator:
        """Compute rows here while they are timed, then in threads if that pays."""
        dealt = cycle(functions)
        done = 0
        while self._calls < _TRIED or done % len(functions):
            item = next(items, _END)
            if item is _END:
                return
            start = time.perf_counter()
            result = next(dealt)(item)
            if self._calls >= _TRIED // 2:  # calls before pay for imports and caches
                self._spent += time.perf_counter() - start
            self._calls += 1
            done += 1
            yield result
        per_row = self._spent / (self._calls - _TRIED // 2)
        if per_row < _WORTH:
            yield from (next(dealt)(item) for item in items)
        else:
            handlers = [functools.partial(_each, function) for function in functions]
            yield from _shared_out(items, handlers, max(1, int(_TURN / per_row)))


def _processes(functions, run: Run) -> list[Process]:
    """Start a process for each function; none if functions cannot be sent to one."""
    sent = [pickled(function) for function in functions[:1]]
    if None in sent:
        return []
    sent += [pickled(function) for function in functions[1:]]
    processes = [Process(function, i) for i, function in enumerate(sent) if function is not None]
    for process in processes:
        run.on_close(process.close)
    return processes


_END = object()


def _each(function, items: list) -> list:
    """Return the results for items; an exception is the last of them."""
    results = []
    try:
        for item in items:
            results.append(function(item))
    except Exception as error:
        results.append(error)
    return results


def _shared_out(items: Iterator, handlers, rows: int) -> Iterator:
    """Give results of handlers, each in its thread, which are handed `rows` items at a time."""
    count = len(handlers)
    inputs = [SimpleQueue() for _ in handlers]
    outputs = [SimpleQueue() for _ in handlers]
    for task in zip(handlers, inputs, outputs, strict=True):
        threading.Thread(target=_work, args=task, daemon=True).start()
    under_way: deque[list] = deque()
    try:
        while True:
            while len(under_way) < 2:
                taken = _taken(items, count * rows)
                if not taken:
                    break
                for i, queue in enumerate(inputs):
                    queue.put(taken[i::count])
                under_way.append(taken)
            if not under_way:
                return
            size = len(under_way.popleft())
            parts = [queue.get() for queue in outputs]
            for i in range(size):
                result = parts[i % count][i // count]
                if isinstance(result, Exception):
                    raise result
                yield result
    finally:
        for queue in inputs:
            queue.put(None)


def _taken(items: Iterator, size: int) -> list:
    """Take items; an error of their source comes as the last of them."""
    taken = []
    try:
        for _ in range(size):
            item = next(items, _END)
            if item is _END:
                break
            taken.append(item)
    except Exception as error:
        taken.append(error)
    return taken


def _work(handler, source: SimpleQueue, target: SimpleQueue) -> None:
    while (items := source.get()) is not None:
        failed = items[-1:] if items and isinstance(items[-1], Exception) else []
        try:
            results = handler(items[: len(items) - len(failed)])
        except Exception as error:
            results = [error]
        target.put(results + failed)
