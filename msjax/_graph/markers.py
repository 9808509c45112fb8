"""Marks that steer MindSpore's compiler; here they are accepted and change no numbers."""

from __future__ import annotations

from msjax._core.tensor import Tensor


def mutable(input_data, dynamic_len=False):
    """Return a value, marked in MindSpore as variable between calls of one compiled graph.

    Differs: the value is returned as it is; compiled code is made again for another Python number.

    Args:
        input_data: a bool, int, float, Tensor, or nested tuple, list or dict of them.
        dynamic_len: whether the length of a tuple or list varies. Default: False.

    Raises:
        TypeError: `input_data` holds another kind of value.
        ValueError: `dynamic_len` is set for a value without length.
    """
    _check_mutable(input_data)
    if dynamic_len and not isinstance(input_data, tuple | list):
        raise ValueError(
            "For 'mutable', when the dynamic_len is True, 'input_data' must be a tuple or list, "
            "but "
            f"got {type(input_data).__name__}."
        )
    return input_data


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
