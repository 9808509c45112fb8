"""The outermost call of a Cell in graph mode."""

from __future__ import annotations

from msjax._graph.cache import ProgramCache
from msjax._graph.signature import Signature


def call_cell(cell, args, kwargs):
    """Run a Cell's call as a compiled program.

    Args:
        cell: the Cell; its programs are kept on it.
        args: positional arguments of `construct`.
        kwargs: keyword arguments of it.
    """
    return _cache(cell)(args, kwargs)


def compile_cell(cell, args, kwargs):
    """Compile a Cell's call for arguments like these without running it."""
    _cache(cell)._find(args, kwargs, Signature(args, kwargs))


def _cache(cell) -> ProgramCache:
    cache = cell.__dict__.get("_compiled_call")
    if cache is None:
        cache = ProgramCache(_Run(cell))
        cell.__dict__["_compiled_call"] = cache
    return cache


class _Run:
    """Runs a Cell's call as eager code would; what a program traces."""

    def __init__(self, cell):
        self.cell = cell
        self.__name__ = type(cell).__name__
        self.__wrapped__ = cell

    def __call__(self, *args, **kwargs):
        return self.cell._run(args, kwargs)
