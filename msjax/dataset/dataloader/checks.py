"""Checks of arguments, with MindSpore's words."""

from __future__ import annotations

from typing import Any


def check_class(name: str, value: Any, *classes: type, shown: str = "") -> None:
    """Raise a TypeError for a value of another class; a bool is no int here.

    Args:
        name: the argument's name.
        value: the argument.
        *classes: the classes that it may have.
        shown: how these are called. Default: "": by their names.
    """
    if not isinstance(value, classes) or (isinstance(value, bool) and bool not in classes):
        expected = shown or " or ".join(cls.__name__ for cls in classes)
        raise TypeError(f"{name} must be {expected}, but got: {type(value).__name__}.")


def check_positive(name: str, value: int) -> None:
    """Raise a TypeError or ValueError for what is no positive int."""
    check_class(name, value, int, shown="<class 'int'>")
    if value <= 0:
        raise ValueError(f"{name} must be positive, but got: {value}.")
