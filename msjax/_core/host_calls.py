"""Python functions on NumPy arrays, called from code that is traced.

Outside of a trace these are plain calls. In a trace they become JAX callbacks, which run on another
thread and turn whatever the function raises into one class of JAX's. So a failure is kept here, and
a program whose code calls the host is run by `finished`, which raises the exception itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from jax.experimental import io_callback

from msjax._core._jaxcompat import Tracer, jax, to_device
from msjax._core.run_time_printing import note_host_call, tracing
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, wrap

_failures: list[BaseException] = []


def call_on_host(function: Callable, shapes: Sequence, operands, stateful=False) -> list[Tensor]:
    """Return tensors of what a function computes from NumPy arrays; it has no gradient.

    Args:
        function: called with a writable array per operand; returns a list of arrays.
        shapes: a `jax.ShapeDtypeStruct` per result.
        operands: tensors.
        stateful: whether compiled code calls the function also where nobody needs its results.
    """
    values = [read(t) for t in operands]
    if not _is_traced(values):
        return [wrap(to_device(a)) for a in function(*[np.array(v) for v in values])]
    note_host_call(may_fail=True)
    if state.frame is not None:  # otherwise JAX, which traces on its own, tells of no gradient
        values = [jax.lax.stop_gradient(v) for v in values]
    guarded = _keeping_failures(function, tracing())
    if stateful:
        results = io_callback(guarded, shapes, *values)
    else:
        results = jax.pure_callback(guarded, shapes, *values, vmap_method="sequential")
    return [wrap(v) for v in results]


def tell_host(function: Callable, operands: Sequence[Tensor], may_fail: bool = True) -> None:
    """Call a function on NumPy arrays for what it does, in compiled code whenever that runs.

    Args:
        function: called with a read-only array per operand; what it returns is dropped.
        operands: tensors.
        may_fail: whether the function may raise; if not, compiled code may overwrite its state.
    """
    values = [jax.lax.stop_gradient(read(t)) for t in operands]
    if not _is_traced(values):
        function(*[np.asarray(v) for v in values])
        return
    note_host_call(may_fail)
    guarded = _noting_failures(function) if tracing() else function

    def told(*arrays):
        guarded(*[np.asarray(a) for a in arrays])

    try:
        jax.debug.callback(told, *values, ordered=True)
    except ValueError:  # vmap has no order
        jax.debug.callback(told, *values)


def _is_traced(values) -> bool:
    return state.frame is not None or any(isinstance(v, Tracer) for v in values)


def _keeping_failures(function, in_program):
    def called(*values):
        try:
            return function(*[np.array(v) for v in values])
        except BaseException as error:
            if in_program:
                _failures.append(error)
            raise

    return called


def _noting_failures(function):
    def called(*arrays):
        try:
            function(*arrays)
        except BaseException as error:
            _failures.append(error)

    return called


def finished(program: Callable, *args):
    """Run compiled code that calls the host, and wait for it.

    Raises:
        BaseException: what a function on the host raised while its results were needed.
    """
    _failures.clear()
    try:
        results = program(*args)
        jax.block_until_ready(results)
        jax.effects_barrier()
    except Exception:  # of JAX: a JaxRuntimeError or a ValueError
        raise_failure()
        raise
    return results


def raise_failure() -> None:
    """Raise what a function raised that the finished program did not need."""
    if _failures:
        error = _failures[0]
        _failures.clear()
        raise error
