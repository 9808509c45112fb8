"""The rest of `mindspore._checkparam`: types of a function's arguments, and of elements."""

from __future__ import annotations

import functools
import inspect
import re

from msjax.compat.checkparam import (
    check_non_negative_int,
    check_positive_float,
    check_str_by_regular,
    check_value_type,
)

_FILE_NAME = r"^[0-9a-zA-Z@\_\-\.\:\/\\]+$"


def args_type_check(*type_args, **type_kwargs):
    """Return a decorator that checks the types of a function's arguments; None is of any type.

    Args:
        *type_args: types, or tuples of them, in the order of the parameters.
        **type_kwargs: the same, by name.
    """

    def decorate(function):
        signature = inspect.signature(function)
        types = signature.bind_partial(*type_args, **type_kwargs).arguments

        @functools.wraps(function)
        def checked(*args, **kwargs):
            for name, value in signature.bind(*args, **kwargs).arguments.items():
                if name in types and value is not None and not isinstance(value, types[name]):
                    raise TypeError(
                        f"The parameter '{name}' must be {types[name]}, but got {type(value)}"
                    )
            return function(*args, **kwargs)

        return checked

    return decorate


def check_element_type_of_iterable(arg_name, arg_value, valid_types, prim_name=None) -> None:
    """Check that each of some values is of one of some types.

    Raises:
        TypeError: one is not.
    """
    for i, value in enumerate(arg_value):
        check_value_type(f"{arg_name}[{i}]", value, valid_types, prim_name)


def check_element_type_of_dict(arg_name, arg_value, key_types, value_types, prim_name=None) -> None:
    """Check the types of a dict's keys and values.

    Raises:
        TypeError: it is no dict, or one has another type.
    """
    check_value_type(arg_name, arg_value, [dict], prim_name)
    check_element_type_of_iterable(arg_name, arg_value.keys(), key_types, prim_name)
    check_element_type_of_iterable(arg_name, arg_value.values(), value_types, prim_name)


def check_file_name_by_regular(target, reg=None, prim_name=None) -> bool:
    """Check that a str is the name of a file, or matches a regular expression.

    Raises:
        ValueError: it does not.
    """
    return check_str_by_regular(target, _FILE_NAME if reg is None else reg, re.ASCII, prim_name)


def check_non_negative_int_sequence(sequence, arg_name=None, prim_name=None):
    """Check that every item is an int from 0."""
    return _each(check_non_negative_int, sequence, arg_name, prim_name)


def check_positive_float_sequence(sequence, arg_name=None, prim_name=None):
    """Check that every item is a float above 0."""
    return _each(check_positive_float, sequence, arg_name, prim_name)


def _each(check, sequence, arg_name, prim_name):
    for i, item in enumerate(sequence):
        check(item, f"{arg_name}[{i}]", prim_name)
    return sequence


def once(m):
    """Return a number as a tuple of one; a tuple is returned as it is."""
    return m if isinstance(m, tuple) else (m,)
