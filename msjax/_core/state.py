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
    special = False
    """Whether there is a frame or a precision: operators then leave their fast path."""
    recording = True
    """Whether operators on taped tensors are recorded."""
    custom_gradients = 0
    """How many user-defined gradients were traced so far."""
    counting = False
    """Whether code runs only to see whether that number grows."""
    levels = 0
    """How many gradient calls are open on the tape."""


state = _State()


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

    __slots__ = ("graph",)

    def __init__(self):
        self.graph = False
        """Whether outermost Cell calls are compiled (GRAPH_MODE)."""


settings = _Settings()
