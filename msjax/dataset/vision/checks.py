"""Rules for the arguments that operations on images share: sizes, paddings, values of pixels."""

from __future__ import annotations

import numbers

from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    INT32_MAX,
    elements,
    every,
    in_order,
    increasing,
    integer,
    of_length,
    of_type,
    optional,
    positive,
    positive_int32,
    real,
    uint8,
    within,
)

_SIZE = "Size should be a single integer or a list/tuple (h, w) of length 2."


def crop_size(size, name: str) -> None:
    """Raise an error unless this is a length, or a list or tuple (height, width) of them."""
    of_type(int, list, tuple)(size, name)
    if isinstance(size, int):
        within(1, FLOAT_MAX)(size, "")
    else:
        of_length(2, text=_SIZE)(size, name)
        elements(of_type(int), lambda value, _: within(1, FLOAT_MAX)(value, ""))(size, name)


def resize_size(size, name: str) -> None:
    """Raise an error unless this is the length of the shorter edge, or (height, width)."""
    if isinstance(size, int):
        within(1, FLOAT_MAX)(size, "")
    elif isinstance(size, tuple | list) and len(size) == 2:
        elements(integer(1, INT32_MAX), name="{} at dim {}")(size, name)
    else:
        raise TypeError(f"{_SIZE} Got {size!r}.")


def coordinates(value, name: str) -> None:
    """Raise an error unless this is a list or tuple (y, x) of natural numbers."""
    of_type(list, tuple)(value, name)
    of_length(2, text="Coordinates should be a list/tuple (y, x) of length 2.")(value, name)
    elements(integer(0, INT32_MAX))(value, name)


def fill_value(value, name: str) -> None:
    """Raise an error unless this is an int of 0 to 255, or a tuple of three."""
    if isinstance(value, int):
        uint8(value, name)
    elif isinstance(value, tuple) and len(value) == 3:
        elements(uint8)(value, name)
    else:
        raise TypeError(f"fill_value should be a single integer or a 3-tuple. Got {value!r}.")


def padding(value, name: str) -> None:
    """Raise an error unless this is a natural number, or a list or tuple of two or four."""
    of_type(tuple, list, numbers.Number)(value, name)
    if isinstance(value, numbers.Number):
        integer(0, INT32_MAX)(value, name)
        return
    text = "The size of the padding list or tuple should be 2 or 4."
    of_length(2, 4, text=text, error=ValueError)(value, name)
    for index, amount in enumerate(value):
        of_type(int)(amount, f"{name}[{index}]")
        within(0, INT32_MAX)(amount, "pad_value")


def size_to_pad(value, name: str) -> None:
    """Raise an error unless this is a positive int, or a list or tuple of two."""
    of_type(int, list, tuple)(value, name)
    if isinstance(value, int):
        positive_int32(value, name)
        return
    text = "The size must be a sequence of length 2."
    of_length(2, text=text, error=ValueError)(value, name)
    elements(positive_int32, name="{}{}")(value, name)


def offset(value, name: str) -> None:
    """Raise an error unless this is None, a natural number, or a list or tuple of none or two."""
    optional(of_type(int, list, tuple))(value, name)
    if isinstance(value, int):
        integer(0, INT32_MAX)(value, name)
    elif value is not None:
        text = "The offset must be empty or a sequence of length 2."
        of_length(0, 2, text=text, error=ValueError)(value, name)
        elements(integer(0, INT32_MAX), name="{}{}")(value, name)


def center(value, name: str) -> None:
    """Raise an error unless this is None, or a pair of numbers (x, y)."""
    if value is None:
        return
    if not (isinstance(value, tuple) and len(value) == 2):
        raise ValueError(f"Value {name} needs to be a 2-tuple. Got {value!r}.")
    for number in value:
        real(-(2**31), INT32_MAX)(number, name)


def degrees(value, name: str) -> None:
    """Raise an error unless this is a natural number, or two numbers in order."""
    of_type(int, float, list, tuple)(value, name)
    if isinstance(value, int | float):
        real(0, FLOAT_MAX)(value, name)
        return
    of_length(2, text="If {} is a sequence, the length must be 2.")(value, name)
    elements(of_type(int, float))(value, name)
    for number in value:
        real(-FLOAT_MAX, FLOAT_MAX)(number, name)
    in_order(value, name)


def positive_degrees(value, name: str) -> None:
    """Raise an error unless this is None, or two numbers in order, none below 0."""
    if value is None:
        return
    if not isinstance(value, list | tuple):
        raise TypeError(f"{name} must be either a tuple or a list. Got {value!r}.")
    elements(of_type(int, float))(value, name)
    text = "{} must be a sequence with length 2."
    of_length(2, text=text, error=ValueError)(value, name)
    for degree in value:
        within(0, FLOAT_MAX)(degree, "")
    in_order(value, name)


def scale(value, name: str) -> None:
    """Raise an error unless this is a list or tuple of two numbers in order, not below 0."""
    of_type(tuple, list)(value, name)
    of_length(2, text="{} should be a list/tuple of length 2.")(value, name)
    elements(of_type(float, int))(value, name)
    in_order(value, name)
    increasing(0, FLOAT_MAX)(value, "")
    positive(value[1], f"{name}[1]")


def ratio(value, name: str) -> None:
    """Raise an error unless this is a list or tuple of two positive numbers in order."""
    of_type(tuple, list)(value, name)
    of_length(2, text="{} should be a list/tuple of length 2.")(value, name)
    elements(every(of_type(float, int), within(0, FLOAT_MAX, left_open=True)))(value, name)
    in_order(value, name)


def mean_and_std(arguments) -> None:
    """Raise an error unless `mean` and `std` are as long, and their numbers within 0 to 255."""
    mean, std = arguments["mean"], arguments["std"]
    if len(mean) != len(std):
        raise ValueError(
            f"Length of mean and std must be equal. Got {len(mean)} and {len(std)} values."
        )
    elements(of_type(int, float), within(0, 255))(mean, "mean")
    elements(of_type(int, float), within(0, 255, left_open=True))(std, "std")
