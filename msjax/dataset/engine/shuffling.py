"""The buffer that steps without random access are shuffled with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from msjax.dataset.engine.random import Stream64


def shuffled(rows: Iterator, size: int, stream: Stream64) -> Iterator:
    """Give rows in random order, drawn from a buffer as MindSpore does.

    Args:
        rows: the rows of one epoch.
        size: how many rows the buffer holds.
        stream: where random numbers come from; a row takes one.
    """
    buffer = list(islice(rows, size))
    for row in rows:
        place = stream.bits() % size
        yield buffer[place]
        buffer[place] = buffer[-1]
        buffer[-1] = row
    while buffer:
        place = stream.bits() % len(buffer)
        yield buffer[place]
        buffer[place] = buffer[-1]
        buffer.pop()
