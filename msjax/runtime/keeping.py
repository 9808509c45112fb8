"""What settings have in common that JAX needs no word about: they are checked and kept."""

from __future__ import annotations

from typing import Any

from msjax import log as logger

_kept: dict[str, Any] = {}


def check_kind(name, argument, value, kind) -> None:
    """Raise TypeError if an argument is of another type; a bool is no int."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For '{name}', the argument '{argument}' must be {kind.__name__}, but got "
            f"{type(value)}."
        )


def check_choice(name, argument, value, choices) -> None:
    """Raise ValueError if an argument is none of the values it can have."""
    if value not in choices:
        raise ValueError(
            f"For '{name}', the argument '{argument}' must be one of {list(choices)}, but got "
            f"{value!r}."
        )


def refuse_second(name) -> None:
    """Raise RuntimeError if a setting that MindSpore takes once was kept before."""
    if name in _kept:
        raise RuntimeError(
            f"The '{name.rpartition('.')[2]}' can not be set repeatedly: it is {_kept[name]!r}."
        )


def keep(name, value, reason="JAX decides it itself") -> None:
    """Keep the value of a setting, and say that it changes nothing."""
    _kept[name] = value
    logger.info("mindspore.%s has no effect: %s.", name, reason)


def kept(name, default: Any = None) -> Any:
    """Return what was kept for a setting."""
    return _kept.get(name, default)


def is_kept(name) -> bool:
    """Whether a value was kept for a setting."""
    return name in _kept


def drop(name) -> None:
    """Forget the value of a setting."""
    _kept.pop(name, None)
