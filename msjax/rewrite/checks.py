"""Checks of arguments, with MindSpore's exception classes."""

from __future__ import annotations

from typing import Any


def check_type(owner: str, what: str, value: Any, *types: type) -> None:
    """Refuse an argument that is of none of some types.

    Raises:
        TypeError: it is none of them.
    """
    if isinstance(value, types) and not (isinstance(value, bool) and bool not in types):
        return
    names = [t.__name__ for t in types]
    wanted = f"'{names[0]}'" if len(names) == 1 else f"one of '{names}'"
    raise TypeError(
        f"For '{owner}', the type of '{what}' should be {wanted}, but got type "
        f"'{type(value).__name__}': {value!r}"
    )


def check_elements(owner: str, what: str, values: Any, *types: type) -> None:
    """Refuse a list or tuple with an element that is of none of some types.

    Raises:
        TypeError: it is no list or tuple, or an element is of none of the types.
    """
    check_type(owner, what, values, list, tuple)
    for value in values:
        if not isinstance(value, types):
            names = [t.__name__ for t in types]
            wanted = names[0] if len(names) == 1 else f"one of {names}"
            raise TypeError(
                f"For '{owner}', the type of '{what}' should be {wanted}, but got '{value}' with "
                f"type '{type(value).__name__}' in it."
            )


def check_index(index: Any, length: int) -> None:
    """Refuse an index outside of [0, length).

    Raises:
        ValueError: it is outside.
    """
    if not 0 <= index < length:
        raise ValueError(
            f"The 'index' must be in range of [0, {length}), but got {index}; the node has "
            f"{length} arguments."
        )
