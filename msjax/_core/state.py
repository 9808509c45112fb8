"""What the current thread is doing: the frame it traces in, whether the tape records.

Every operator call reads `state.special` and, for tensors on the tape, `state.recording`; so these
are plain attributes of one thread-local object with class-level defaults, and nothing else is kept
here.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Any


class _State(threading.local):
    frame: Any = None
    """The innermost active `Frame`, or None outside any tracing."""
    precision: Any = None
    """What operators convert their operands to (mixed precision), or None."""
    parameters: Any = None
    """What puts Parameters on the tape (`enable_grad` and `autograd.record`), or None."""
    special = False
    """Whether any of the three is there: operators then leave their fast path."""
    saved_tensors: Any = None
    """What makes the nodes of the tape with packed operands (`saved_tensors_hooks`), or None."""
    recording = True
    """Whether operators on taped tensors are recorded."""
    stopped = False
    """Whether code that is traced computes constants of every derivative (`no_grad`)."""
    leaves = False
    """Whether tensors that require gradients exist, in any thread: set on the class."""
    floor = 0
    """The depth that a level of the tape must have for operators to be recorded on it."""
    ambient: Any = None
    """The level of what is recorded for `Tensor.backward`; its default is set on the class."""
    convert: Any = None
    """What makes the form of a user's function whose control flow is traced, or None."""
    training = False
    """What `autograd.is_training` says."""
    custom_gradients = 0
    """How many user-defined gradients were traced so far."""
    counting = False
    """Whether code runs only to see whether that number grows."""
    levels = 0
    """How many gradient calls are open on the tape."""

    def settle(self):
        """Set `special` by what is there now."""
        self.special = not (self.frame is self.precision is self.parameters is None)


state = _State()


def user_code(function):
    """Return what runs in the place of a user's function where it is called now."""
    return function if state.convert is None else state.convert(function)


@contextmanager
def recording(enabled: bool):
    """Switch recording on the tape on or off in this thread for the length of a `with` block."""
    previous = state.recording
    state.recording = enabled
    try:
        yield
    finally:
        state.recording = previous


class _Settings:
    """Process-wide settings that hot code reads."""

    __slots__ = ("_conversions", "_lock", "deterministic", "direct", "graph")

    def __init__(self):
        self._conversions = 0
        self._lock = threading.Lock()
        self.graph = False
        """Whether outermost Cell calls are compiled (GRAPH_MODE)."""
        self.direct = True
        """Whether calling a Cell without hooks is nothing but calling its `construct`."""
        self.deterministic = False
        """Whether the same call always gives the same bits."""

    def use_graph(self, graph: bool) -> None:
        """Switch GRAPH_MODE on or off."""
        self.graph = graph
        self.direct = not (graph or self._conversions)

    def count_conversions(self, change: int) -> None:
        """Note that a thread begins (1) or ends (-1) to trace converted code."""
        with self._lock:
            self._conversions += change
            self.direct = not (self.graph or self._conversions)


settings = _Settings()
