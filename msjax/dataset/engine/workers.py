"""Several threads for one step of a pipeline; rows keep their order.

Row i goes to function i % n, one of n: that is how MindSpore deals rows out to its workers, so a
random operation, of which every worker has a copy with a stream of its own, gives the same
numbers whatever runs when. Whether threads run the functions at all is decided by measuring: below
some tens of microseconds per row, handing rows over costs more than it saves.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from queue import SimpleQueue
from typing import Any

_TRIED = 32  # rows that are timed before threads may start, the first half not counted
_WORTH = 100e-6  # seconds per row from which on threads pay
_TURN = 2e-3  # seconds of work that a thread is given at a time


class Team:
    """Gives the results of functions for items: item i is computed by function i % n.

    Args:
        functions: n functions; each is called by one thread at a time.
    """

    def __init__(self, functions: Sequence[Callable[[Any], Any]]):
        self.functions = functions
        self._calls = 0
        self._spent = 0.0

    def results(self, items: Iterator) -> Iterator:
        """Give the results for the items of one epoch."""
        if len(self.functions) == 1:
            return map(self.functions[0], items)
        return self._tried(items)

    def _tried(self, items) -> Iterator:
        """Compute rows here while they are timed, then in threads if that pays."""
        count = len(self.functions)
        dealt = cycle(self.functions)
        done = 0
        while self._calls < _TRIED or done % count:
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
            yield from _threaded(items, self.functions, max(1, int(_TURN / per_row)))


_END = object()


class _Failure:
    """What a function or the source of items raised, in the place of a result."""

    def __init__(self, error: Exception):
        self.error = error


def _threaded(items: Iterator, functions, rows: int) -> Iterator:
    """Give results computed by a thread per function, which is handed `rows` items at a time."""
    count = len(functions)
    inputs = [SimpleQueue() for _ in functions]
    outputs = [SimpleQueue() for _ in functions]
    for task in zip(functions, inputs, outputs, strict=True):
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
                if isinstance(result, _Failure):
                    raise result.error
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
        taken.append(_Failure(error))
    return taken


def _work(function, source: SimpleQueue, target: SimpleQueue) -> None:
    while (items := source.get()) is not None:
        results = []
        try:
            for item in items:
                results.append(item if isinstance(item, _Failure) else function(item))
        except Exception as error:
            results.append(_Failure(error))
        target.put(results)
