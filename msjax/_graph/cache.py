"""The programs of one function, found by call signature; and the way back to eager code."""

from __future__ import annotations

import traceback
import warnings

import jax

from msjax._core._jaxcompat import Tracer
from msjax._core.discovery import _LIBRARIES
from msjax._core.precision import under
from msjax._core.state import state
from msjax._graph.program import Program
from msjax._graph.signature import Signature

_NOT_COMPILABLE = (
    jax.errors.ConcretizationTypeError,
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerBoolConversionError,
    jax.errors.TracerIntegerConversionError,
    jax.errors.NonConcreteBooleanIndexError,
)


class GraphFallbackWarning(UserWarning):
    """A function could not be compiled and runs eagerly."""


class ProgramCache:
    """Runs a function as compiled programs, one per signature.

    Args:
        fn: the function.
        fullgraph: whether code that cannot be compiled is an error.
    """

    def __init__(self, fn, fullgraph=False):
        self.fn = fn
        self.fullgraph = fullgraph
        self.programs: dict[tuple, list[Program]] = {}
        self.eager = set()

    def __call__(self, args, kwargs):
        """Call the function with compiled code, compiling it first where that is needed."""
        if state.frame is not None:
            return self.fn(*args, **kwargs)
        if state.precision is not None and not state.precision.enters_programs:
            with under(None):
                return self(args, kwargs)
        signature = Signature(args, kwargs)
        if state.precision is not None:
            signature.key = (signature.key, state.precision)
        if signature.key in self.eager or _traced(signature.tensors):
            return self.fn(*args, **kwargs)
        program = self._find(args, kwargs, signature)
        if program is None:
            return self.fn(*args, **kwargs)
        return program(signature.tensors)

    def _find(self, args, kwargs, signature):
        programs = self.programs.setdefault(signature.key, [])
        for program in list(programs):
            if program.is_stale:
                programs.remove(program)
            elif program.holds():
                return program
        try:
            program = Program(self.fn, args, kwargs, signature)
        except _NOT_COMPILABLE as error:
            if self.fullgraph:
                raise
            self.eager.add(signature.key)
            warn_of_fallback(self.fn, error)
            return None
        programs.append(program)
        return program


def _traced(tensors) -> bool:
    return any(isinstance(t._value, Tracer) for t in tensors)


def warn_of_fallback(fn, error) -> None:
    """Say once which line kept a function from being compiled."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if _is_user_code(f.filename)]
    name = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", type(fn).__name__)
    where = f'File "{frames[-1].filename}", line {frames[-1].lineno}' if frames else name
    line = f"\n    {frames[-1].line}" if frames else ""
    warnings.warn(
        f"{name} runs eagerly: its code needs the value of a tensor while it is compiled.\n"
        f"  {where}{line}\nUse tensor operations such as ops.where there, or leave the function "
        "out of graph mode.",
        GraphFallbackWarning,
        stacklevel=2,
    )


def _is_user_code(filename: str) -> bool:
    return not filename.startswith((*_LIBRARIES, "<"))
