"""Gradient functions that are called in GRAPH_MODE: compiled as a whole, as MindSpore does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from msjax._core.state import settings, state


def make_programs(fn) -> Callable:
    """Return what runs `fn` as compiled programs; replaced by the floor of graph mode."""
    raise RuntimeError("msjax is not completely imported; use `import msjax`.")


class _Gradients:
    """A gradient call as a function that programs are made of."""

    def __init__(self, fn, call):
        self.call = call
        self.__wrapped__ = fn
        self.__name__ = getattr(fn, "__name__", type(fn).__name__)

    def __call__(self, *args, **kwargs):
        return self.call(args, kwargs)


def _has_arrays(args) -> bool:
    """Whether NumPy arrays are among the arguments: constants, which programs take for tensors."""
    return any(isinstance(a, np.ndarray) for a in args)


def in_graph_mode(fn, key, call):
    """Return `call(args, kwargs)` as a function that runs compiled in GRAPH_MODE.

    Args:
        fn: the function or Cell that is differentiated; the programs are kept on it.
        key: what, besides `fn`, tells apart what `call` does.
        call: the gradient call.
    """

    def run(args, kwargs):
        if not settings.graph or state.frame is not None or state.levels or _has_arrays(args):
            return call(args, kwargs)
        kept = getattr(fn, "__dict__", own)
        programs = kept.setdefault("_compiled_gradients", {})
        if key not in programs:
            programs[key] = make_programs(_Gradients(fn, call))
        return programs[key](args, kwargs)

    own: dict = {}
    return run
