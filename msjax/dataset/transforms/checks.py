"""Checks of arguments when an operation is made, as tables of rules.

`@checked(size=image_size, prob=[of_type(int, float), within(0, 1)])` before an `__init__` binds its
arguments, defaults included, and applies the rules in the order they are written. A rule is a
function of value and name that raises MindSpore's exception. What concerns several arguments is a
positional rule: it gets the dict of all of them, after the others have passed.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from msjax._core.dtype import Type

UINT8_MAX = 255
INT32_MIN, INT32_MAX = -(2**31), 2**31 - 1
INT64_MAX = 2**63 - 1
FLOAT_MAX = 2**24  # up to here every integer is a float32

Rule = Callable[[Any, str], None]


def checked(*of_all: Callable[[dict[str, Any]], None], **rules: Rule | Sequence[Rule]):
    """Return a decorator of `__init__` that applies the rules to the arguments of a call."""
    table = [(name, [rule] if callable(rule) else rule) for name, rule in rules.items()]

    def decorate(init):
        signature = inspect.signature(init)

        @functools.wraps(init)
        def checking(self, *args, **kwargs):
            try:
                bound = signature.bind(self, *args, **kwargs)
            except TypeError as error:
                raise TypeError(
                    f"{type(self).__name__}: {error}; it takes {_shown(signature)}."
                ) from None
            bound.apply_defaults()
            for name, of_name in table:
                for rule in of_name:
                    rule(bound.arguments[name], name)
            for rule in of_all:
                rule(bound.arguments)
            return init(self, *args, **kwargs)

        return checking

    return decorate


def of_type(*types: type) -> Rule:
    """Return the rule that a value is an instance of `types`; a bool is no int."""

    def rule(value, name):
        is_bool = isinstance(value, bool) and int in types and bool not in types
        if is_bool or not isinstance(value, types):
            shown = '""' if isinstance(value, str) and not value else value
            names = " or ".join(one.__name__ for one in types)
            raise TypeError(
                f"Argument {name} with value {shown} is not of type {list(types)}, "
                f"but got {type(value)}; it must be {names}."
            )

    return rule


def within(low, high, *, left_open: bool = False, right_open: bool = False) -> Rule:
    """Return the rule that a number lies in an interval; ends count unless said otherwise."""
    brackets = "(" if left_open else "[", ")" if right_open else "]"

    def rule(value, name):
        fits_left = value > low if left_open else value >= low
        if not (fits_left and (value < high if right_open else value <= high)):
            raise ValueError(
                f"Input {_spaced(name)}is not within the required interval of "
                f"{brackets[0]}{low}, {high}{brackets[1]}, but got {value}; give a number of it."
            )

    return rule


def positive(value, name: str) -> None:
    """Raise a ValueError unless a number is above 0."""
    if value <= 0:
        raise ValueError(f"Input {_spaced(name)}must be greater than 0, but got {value}.")


def increasing(low, high) -> Rule:
    """Return the rule that two numbers lie in an interval, in order."""

    def rule(values, name):
        if not low <= values[0] <= values[1] <= high:
            raise ValueError(
                f"Input {_spaced(name)}is not within the required interval of [{low}, {high}], "
                f"but got {tuple(values)}; give two numbers of it, the smaller one first."
            )

    return rule


def in_order(values, name: str) -> None:
    """Raise a ValueError unless the first of two numbers is not above the second."""
    if values[0] > values[1]:
        raise ValueError(
            f"{name} should be in (min,max) format. Got (max,min): {tuple(values)}; swap them."
        )


def integer(low: int, high: int) -> Rule:
    """Return the rule that a value is an int of an interval."""
    return every(of_type(int), within(low, high))


def real(low: float, high: float, *, left_open: bool = False) -> Rule:
    """Return the rule that a value is a float or an int of an interval."""
    return every(of_type(float, int), within(low, high, left_open=left_open))


def every(*rules: Rule) -> Rule:
    """Return the rule that all of `rules` hold."""

    def rule(value, name):
        for one in rules:
            one(value, name)

    return rule


def optional(*rules: Rule) -> Rule:
    """Return the rule that `rules` hold, or the value is None."""

    def rule(value, name):
        if value is not None:
            every(*rules)(value, name)

    return rule


def elements(*rules: Rule, name: str = "{}[{}]") -> Rule:
    """Return the rule that `rules` hold for each element; `name` says what an element is called."""

    def rule(values, of):
        for index, value in enumerate(values):
            every(*rules)(value, name.format(of, index))

    return rule


def list_of(*types: type) -> Rule:
    """Return the rule that a value is a list or tuple whose elements are of `types`."""
    return every(of_type(list, tuple), elements(of_type(*types)))


def of_length(*lengths: int, text: str, error: type[Exception] = TypeError) -> Rule:
    """Return the rule that a sequence has one of these lengths; `text` is how the error starts."""

    def rule(value, name):
        if len(value) not in lengths:
            raise error(f"{text.format(name)} Got {len(value)} values: {value}.")

    return rule


def one_of(*values: str) -> Rule:
    """Return the rule that a value is one of some strings."""

    def rule(value, name):
        of_type(str)(value, name)
        if value not in values:
            raise ValueError(
                f"Input {name} is not within the valid set of {list(values)}, but got '{value}'; "
                "give one of them."
            )

    return rule


def data_type(value, name: str) -> None:
    """Raise a TypeError unless this is a data type of MindSpore, or what NumPy takes for one."""
    if isinstance(value, Type):
        return
    try:
        known = value is not None and np.dtype(value) is not None
    except (TypeError, ValueError):
        known = False
    if not known:
        of_type(Type, np.dtype)(value, name)


probability = real(0.0, 1.0)
uint8 = integer(0, UINT8_MAX)
positive_int32 = integer(1, INT32_MAX)
natural_int32 = integer(0, INT32_MAX)


def _shown(signature: inspect.Signature) -> str:
    _, *parameters = map(str, signature.parameters.values())
    return f"({', '.join(parameters)})"


def _spaced(name: str) -> str:
    return f"{name} " if name else ""
