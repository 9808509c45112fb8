"""Marks that steer MindSpore's compiler; here they are accepted and change no numbers."""

from __future__ import annotations

from msjax._core.containers import MutableDict, MutableList, MutableTuple
from msjax._core.tensor import Tensor


def mutable(input_data, dynamic_len=False):
    """Mark a value as variable between calls of one compiled graph.

    Compiled code differentiates by a marked tuple, list or dict: its gradient has its structure.

    Differs: a number is returned as it is; compiled code is made again for another one.

    Args:
        input_data: a bool, int, float, Tensor, or nested tuple, list or dict of them.
        dynamic_len: whether the length of a tuple or list varies. Default: False.

    Returns:
        The value; a tuple, list or dict as a copy that is marked.

    Raises:
        TypeError: `input_data` holds another kind of value, or has no length with `dynamic_len`.
    """
    _check_mutable(input_data)
    if dynamic_len and not isinstance(input_data, tuple | list):
        raise TypeError(
            "For 'mutable', when the variable_len is True, the first input should be list or tuple,"
            f" but got {type(input_data).__name__}: leave out `dynamic_len`."
        )
    if isinstance(input_data, tuple):
        return MutableTuple(input_data)
    if isinstance(input_data, list):
        return MutableList(input_data)
    return MutableDict(input_data) if isinstance(input_data, dict) else input_data


def _check_mutable(value):
    if isinstance(value, tuple | list):
        for v in value:
            _check_mutable(v)
    elif isinstance(value, dict):
        for v in value.values():
            _check_mutable(v)
    elif not isinstance(value, bool | int | float | Tensor):
        raise TypeError(
            "For 'mutable', the 'input_data' should be one of (bool, int, float, Tensor, tuple, "
            "list, "
            f"dict) or their nested structures, but got {type(value).__name__}: {value!r}."
        )


def lazy_inline(fn=None, attrs=None, policy=None):
    """Return a Cell's `__init__` unchanged: JAX decides itself what it inlines.

    Raises:
        ValueError: `policy` is not None or "front".
    """
    if policy not in (None, "front"):
        raise ValueError(f"policy must be None or 'front', but got {policy!r}.")
    return fn if fn is not None else lambda f: f


def no_inline(fn=None):
    """Return a function unchanged: JAX decides itself what it inlines."""
    return fn if fn is not None else lambda f: f
