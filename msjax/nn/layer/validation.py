"""Checks of the arguments of layers, losses and optimizers, with MindSpore's error classes."""

from __future__ import annotations


def check_int(name: str, argument: str, value, least: int = 1) -> int:
    """Return an int that is at least `least`.

    Raises:
        TypeError: `value` is no int.
        ValueError: it is too small.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(
            f"For '{name}', the '{argument}' must be int, but got '{type(value).__name__}'"
        )
    if value < least:
        bound = f"> {least - 1}" if least == 1 else f">= {least}"
        raise ValueError(
            f"For '{name}', the '{argument}' must be int and must {bound}, but got '{value}' with "
            "type 'int'."
        )
    return value


def check_bool(name: str, argument: str, value) -> bool:
    """Return a bool.

    Raises:
        TypeError: `value` is no bool.
    """
    if not isinstance(value, bool):
        raise TypeError(
            f"For '{name}', the '{argument}' must be a bool, but got {type(value).__name__}."
        )
    return value


def check_type(name: str, argument: str, value, *kinds) -> None:
    """Raise a TypeError unless `value` is an instance of one of `kinds`; a bool is no number."""
    if isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds):
        return
    names = " or ".join(k.__name__ for k in kinds)
    raise TypeError(
        f"For '{name}', the type of '{argument}' must be {names}, but got '{type(value).__name__}'."
    )


def check_axes(name: str, argument: str, value, *others) -> None:
    """Raise a TypeError unless `value` is an int or a tuple of ints, or one of `others` of them."""
    check_type(name, argument, value, int, tuple, *others)
    for i, axis in enumerate(value if isinstance(value, tuple | list) else ()):
        check_type(name, f"{argument}[{i}]", axis, int)


def check_dtype(name: str, x, *dtypes) -> None:
    """Raise a TypeError unless the data type of a Tensor is one of `dtypes`."""
    if x.dtype not in dtypes:
        raise TypeError(
            f"For '{name}', the input must be of {' or '.join(map(str, dtypes))}, but got "
            f"{x.dtype}; convert it first, for instance `x.astype(mindspore.float32)`."
        )


def check_range(name: str, argument: str, value, low, high, closed: str = "both") -> None:
    """Raise unless low <= value <= high; `closed` names the bounds that belong to the range.

    Raises:
        TypeError: `value` is no number.
        ValueError: it is outside.
    """
    check_type(name, argument, value, float, int)
    above = value >= low if closed in ("both", "left") else value > low
    below = value <= high if closed in ("both", "right") else value < high
    if not (above and below):
        left = "[" if closed in ("both", "left") else "("
        right = "]" if closed in ("both", "right") else ")"
        raise ValueError(
            f"For '{name}', the '{argument}' must be a number in range {left}{low}, {high}{right}, "
            f"but got {value}."
        )


def check_choice(name: str, argument: str, value, choices) -> None:
    """Raise a ValueError unless `value` is one of `choices`."""
    if value not in choices:
        raise ValueError(
            f"For '{name}', the '{argument}' must be in {list(choices)}, but got {value!r}."
        )


def per_axis(value, count: int) -> tuple[int, ...]:
    """Return a tuple of `count` ints for an int or such a tuple.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return (value,) * count
    if not isinstance(value, tuple | list):
        raise TypeError(
            "When expanding an int number to tuple, input type must be integer or tuple[int], but "
            f"got {type(value)}"
        )
    if len(value) != count:
        raise TypeError(
            f"When expanding an int number to tuple, input tuple dimension must be {count}, but "
            f"got {value}"
        )
    return tuple(value)
