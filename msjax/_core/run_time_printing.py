"""Printing from compiled code: the values appear whenever the program runs, not as it is traced.

While a program is traced, `print` is one that makes printing a step of that program; threads that
trace nothing go on to the one it stands for.
"""

from __future__ import annotations

import builtins
import threading
from contextlib import contextmanager

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.tensor import Tensor, new_object, read
from msjax._core.trees import flatten, unflatten


class _Tracing(threading.local):
    host_calls: list | None = None
    """For each call of the host in the program that this thread traces, whether it may fail.

    None while the thread traces no program.
    """


_tracing = _Tracing()
_lock = threading.Lock()
_traces = 0
_print = builtins.print


@contextmanager
def printing_at_run_time():
    """Make `print` and `ops.print_` steps of the program that is traced within.

    Yields a list that has an entry for each of them, and each other call of the host, when the
    trace has ended: whether it may fail.
    """
    former, _tracing.host_calls = _tracing.host_calls, []
    _count(+1)
    try:
        yield _tracing.host_calls
    finally:
        _count(-1)
        _tracing.host_calls = former


def tracing() -> bool:
    """Whether this thread traces a program."""
    return _tracing.host_calls is not None


def note_host_call(may_fail: bool) -> None:
    """Let the program that is traced, if one is, know that it calls the host."""
    if _tracing.host_calls is not None:
        _tracing.host_calls.append(may_fail)


def _count(change):
    global _print, _traces
    with _lock:
        if _traces == 0:
            _print, builtins.print = builtins.print, _print_or_stage
        _traces += change
        if _traces == 0:
            builtins.print = _print


def _print_or_stage(*values, **options):
    if not when_run(lambda *shown: _print(*shown, **options), values):
        _print(*values, **options)


def when_run(show, values) -> bool:
    """Have `show(*values)` called whenever the program that is traced runs.

    Returns:
        Whether a program is traced; if not, nothing was done.
    """
    if not tracing():
        return False
    note_host_call(may_fail=False)
    leaves, structure = flatten(list(values))

    def emit(*arrays):
        show(*unflatten(structure, [_box(a) for a in arrays]))

    staged = [read(t) for t in leaves]
    try:
        jax.debug.callback(emit, *staged, ordered=True)
    except ValueError:  # vmap has no order
        jax.debug.callback(emit, *staged)
    return True


def _box(array):
    """Box a value without calling JAX, which may wait for the program that is printing."""
    t = new_object(Tensor)
    t._value = np.asarray(array)
    return t
