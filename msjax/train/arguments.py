"""Checks of arguments that `Model` and the callbacks share: they raise what MindSpore raises."""

from __future__ import annotations

import os

from msjax.train.serialization.arguments import check_bool

__all__ = ["check_bool", "check_int", "check_kind", "check_size", "make_folder"]


def check_size(value) -> int:
    """Return an int.

    Raises:
        TypeError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(
            f"The type of input value must be 'int', but got '{type(value).__name__}'; -1 stands "
            "for all batches."
        )
    return value


def check_int(value, least: int, name: str = "The input value") -> int:
    """Return an int.

    Args:
        value: what is checked.
        least: 0 or 1, the least that it may be.
        name: what the message calls it.

    Raises:
        TypeError: it is no int.
        ValueError: it is less than `least`.
    """
    wanted = "int and must > 0" if least else "int and must >= 0"
    if isinstance(value, bool):
        raise TypeError(f"{name} must be {wanted}, but got '{value}' with type 'bool'.")
    if not isinstance(value, int):
        raise TypeError(f"{name} must be int, but got '{type(value).__name__}'.")
    if value < least:
        raise ValueError(f"{name} must be {wanted}, but got '{value}' with type 'int'.")
    return value


def check_kind(name: str, value, *kinds):
    """Return a value of one of some types; a bool is no int.

    Raises:
        TypeError: it is of another type.
    """
    if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
        return value
    names = [kind.__name__ for kind in kinds]
    wanted = f"be '{names[0]}'" if len(names) == 1 else f"be one of '{names}'"
    raise TypeError(f"The type of '{name}' should {wanted}, but got type '{type(value).__name__}'.")


def make_folder(path, name: str = "path") -> str:
    """Return the real path of a folder, which is made if it is not there.

    Raises:
        TypeError: the path is no str.
        ValueError: it is blank.
    """
    if not isinstance(path, str):
        raise TypeError(
            f"The {name} is invalid, the type should be string, but got {type(path).__name__}."
        )
    if not path.strip():
        raise ValueError(f"The {name} is invalid, it should be non-blank; name a folder.")
    folder = os.path.realpath(path)
    os.makedirs(folder, exist_ok=True)
    return folder
