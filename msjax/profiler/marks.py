"""`mstx`: marks and ranges of one's own in a recording.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.profiler.mstx.html
"""

from __future__ import annotations

import itertools

import jax

_numbers = itertools.count(1)
_open: dict[int, jax.profiler.TraceAnnotation] = {}


class Mstx:
    """Marks and ranges of one's own."""

    @staticmethod
    def mark(message, stream=None, domain="default") -> None:
        """Mark this moment.

        Args:
            message: a str.
            stream: without effect. Default: None.
            domain: without effect. Default: "default".
        """
        with jax.profiler.TraceAnnotation(message):
            pass

    @staticmethod
    def range_start(message, stream=None, domain="default") -> int:
        """Begin a range, and return its number, for `range_end`.

        Args:
            message: a str.
            stream: without effect. Default: None.
            domain: without effect. Default: "default".
        """
        number = next(_numbers)
        _open[number] = jax.profiler.TraceAnnotation(message)
        _open[number].__enter__()
        return number

    @staticmethod
    def range_end(range_id, domain="default") -> None:
        """End a range; a number that is none is passed over.

        Args:
            range_id: what `range_start` returned.
            domain: without effect. Default: "default".
        """
        annotation = _open.pop(range_id, None)
        if annotation is not None:
            annotation.__exit__(None, None, None)


mstx = Mstx
