"""The programs of one function, found by call signature; and the way back to eager code."""

from __future__ import annotations

import traceback
import warnings

import jax

from msjax._core._jaxcompat import Tracer
from msjax._core.discovery import LIBRARIES
from msjax._core.precision import under
from msjax._core.state import state, user_code
from msjax._graph.conversion import NotStagedError
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
        self.warned = False

    def __call__(self, args, kwargs):
        """Call the function with compiled code, compiling it first where that is needed."""
        if state.frame is not None:
            return user_code(self.fn)(*args, **kwargs)
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
        if program.derivatives < max(1, state.levels) and program.is_taped(signature.tensors):
            self._warn_of_loops(program.derivatives)
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
            program = self._compile(args, kwargs, signature)
        except _NOT_COMPILABLE as error:
            if self.fullgraph:
                raise
            self.eager.add(signature.key)
            warn_of_fallback(self.fn, error)
            return None
        programs.append(program)
        return program

    def _compile(self, args, kwargs, signature):
        """Make a program; where it asks for a tensor's value, of the converted function."""
        try:
            return Program(self.fn, args, kwargs, signature)
        except _NOT_COMPILABLE as error:
            try:
                return Program(self.fn, args, kwargs, signature, converts=True)
            except Exception as reason:
                # Whatever went wrong: both branches are traced, also one that only raises.
                raise error from reason

    def _warn_of_loops(self, derivatives):
        if not self.warned:
            self.warned = True
            asked, mend = (
                ("its second derivative", "A `for` over a range is compiled with all derivatives.")
                if derivatives
                else ("its gradient", "Without `print` in its turns, it is compiled with it.")
            )
            warnings.warn(
                f"{_name(self.fn)} runs eagerly where {asked} is asked for: it has a `while` over "
                f"tensors, whose turns JAX does not know to reverse.\n{mend}",
                GraphFallbackWarning,
                stacklevel=4,
            )


def _traced(tensors) -> bool:
    return any(isinstance(t._value, Tracer) for t in tensors)


def warn_of_fallback(fn, error) -> None:
    """Say once which line kept a function from being compiled, and why."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if _is_user_code(f.filename)]
    where = f'File "{frames[-1].filename}", line {frames[-1].lineno}' if frames else _name(fn)
    line = f"\n    {frames[-1].line}" if frames else ""
    warnings.warn(
        f"{_name(fn)} runs eagerly: its code needs the value of a tensor while it is compiled.\n"
        f"  {where}{line}\n{_reason(error.__cause__)}Use tensor operations such as ops.where "
        "there, or leave the function out of graph mode.",
        GraphFallbackWarning,
        stacklevel=2,
    )


def _reason(error) -> str:
    """Say why control flow was not compiled, where it is more than that a value is needed."""
    if error is None or isinstance(error, _NOT_COMPILABLE):
        return ""
    if isinstance(error, NotStagedError | ImportError):
        return f"The branch or loop has no compiled form: {error}.\n"
    text = str(error).partition("\n")[0]
    return f"Tracing the branch or loop raised {type(error).__name__}: {text}\n"


def _name(fn) -> str:
    return getattr(fn, "__qualname__", None) or getattr(fn, "__name__", type(fn).__name__)


def _is_user_code(filename: str) -> bool:
    return not filename.startswith((*LIBRARIES, "<"))
