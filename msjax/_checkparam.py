"""Checks of arguments, which programs import from MindSpore's inner module of this name.

Each returns the value that it was given, if that is right. `arg_name` is how the error calls it,
`prim_name` what it was given to; both may be None. Bools are no ints.
"""

from __future__ import annotations

import functools
import inspect
import operator
import re

import numpy as np

EQ, NE, LT, LE, GT, GE = 1, 2, 3, 4, 5, 6
INC_NEITHER, INC_LEFT, INC_RIGHT, INC_BOTH = 7, 8, 9, 10
IN, NOT_IN = 11, 12

_RELATIONS = {
    EQ: ("= {}", operator.eq),
    NE: ("!= {}", operator.ne),
    LT: ("< {}", operator.lt),
    LE: ("<= {}", operator.le),
    GT: ("> {}", operator.gt),
    GE: (">= {}", operator.ge),
    IN: ("in {}", lambda x, values: x in values),
    NOT_IN: ("not in {}", lambda x, values: x not in values),
}
_RANGES = {
    INC_NEITHER: ("({}, {})", operator.lt, operator.lt),
    INC_LEFT: ("[{}, {})", operator.le, operator.lt),
    INC_RIGHT: ("({}, {}]", operator.lt, operator.le),
    INC_BOTH: ("[{}, {}]", operator.le, operator.le),
}
_FILE_NAME = r"^[0-9a-zA-Z@\_\-\.\:\/\\]+$"
_WORDS = r"^\w+[0-9a-zA-Z\_\.]*$"


def _subject(arg_name, prim_name, what="input value") -> str:
    """Return how a message begins."""
    named = f"'{arg_name}'" if arg_name else what
    return f"For '{prim_name}', the {named}" if prim_name else f"The {named}"


def _is(value, types) -> bool:
    """Whether a value is of some types; a bool only of bool itself."""
    types = tuple(types) if isinstance(types, list | tuple) else (types,)
    return isinstance(value, types) and (not isinstance(value, bool) or bool in types)


def _compared(value, other, rel, kind, arg_name, prim_name):
    start, text = _subject(arg_name, prim_name), _RELATIONS[rel][0].format(other)
    if not isinstance(value, kind) or (kind is float and isinstance(value, bool)):
        raise TypeError(f"{start} must be {kind.__name__}, but got '{type(value).__name__}'")
    if isinstance(value, bool) or not _RELATIONS[rel][1](value, other):
        raise (TypeError if isinstance(value, bool) else ValueError)(
            f"{start} must be {kind.__name__} and must {text}, but got '{value}' with type "
            f"'{type(value).__name__}'."
        )
    return value


def check_int(arg_value, value, rel, arg_name=None, prim_name=None):
    """Check that an int stands in a relation (EQ, GE, IN …) to a value."""
    return _compared(arg_value, value, rel, int, arg_name, prim_name)


def check_float(arg_value, value, rel, arg_name=None, prim_name=None):
    """Check that a float stands in a relation (EQ, GE …) to a value."""
    return _compared(arg_value, value, rel, float, arg_name, prim_name)


def check_equal_int(arg_value, value, arg_name=None, prim_name=None):
    """Check that an int is a value."""
    return check_int(arg_value, value, EQ, arg_name, prim_name)


def _of_sign(check, rel):
    def checked(arg_value, arg_name=None, prim_name=None):
        return check(arg_value, 0, rel, arg_name, prim_name)

    checked.__doc__ = f"Check that a number is {_RELATIONS[rel][0].format(0)}."
    return checked


check_positive_int = _of_sign(check_int, GT)
check_non_negative_int = _of_sign(check_int, GE)
check_negative_int = _of_sign(check_int, LT)
check_non_positive_int = _of_sign(check_int, LE)
check_positive_float = _of_sign(check_float, GT)
check_non_negative_float = _of_sign(check_float, GE)
check_negative_float = _of_sign(check_float, LT)
check_non_positive_float = _of_sign(check_float, LE)


def _of_each(check):
    def checked(sequence, arg_name=None, prim_name=None):
        for i, value in enumerate(sequence):
            check(value, f"{arg_name}[{i}]", prim_name)
        return sequence

    checked.__doc__ = f"Do `{check.__doc__}` for each of a list or tuple."
    return checked


check_positive_int_sequence = _of_each(check_positive_int)
check_non_negative_int_sequence = _of_each(check_non_negative_int)
check_positive_float_sequence = _of_each(check_positive_float)


def check_number(arg_name, arg_value, value, rel, prim_name):
    """Check that a number stands in a relation (EQ, GE …) to a value."""
    text, holds = _RELATIONS[rel]
    if not holds(arg_value, value):
        raise ValueError(
            f"For '{prim_name}', the argument '{arg_name}' must {text.format(value)}, but got "
            f"{arg_value}."
        )
    return arg_value


def check_number_range(
    arg_value, lower_limit, upper_limit, rel, value_type, arg_name=None, prim_name=None
):
    """Check that a number of a type is in a range (INC_BOTH, INC_LEFT …)."""
    start = _subject(arg_name, prim_name)
    if not _is(arg_value, value_type):
        wanted = value_type.__name__ if isinstance(value_type, type) else value_type
        raise TypeError(f"{start} must be '{wanted}',  but got '{type(arg_value).__name__}'.")
    text, above, below = _RANGES[rel]
    if not (above(lower_limit, arg_value) and below(arg_value, upper_limit)):
        raise ValueError(
            f"{start} must be in range of {text.format(lower_limit, upper_limit)}, but got "
            f"{arg_value} with type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_int_range(arg_value, lower_limit, upper_limit, rel, arg_name=None, prim_name=None):
    """Check that an int is in a range (INC_BOTH, INC_LEFT …)."""
    return check_number_range(arg_value, lower_limit, upper_limit, rel, int, arg_name, prim_name)


def check_float_range(arg_value, lower_limit, upper_limit, rel, arg_name=None, prim_name=None):
    """Check that a float is in a range (INC_BOTH, INC_LEFT …)."""
    return check_number_range(arg_value, lower_limit, upper_limit, rel, float, arg_name, prim_name)


def check_is_number(arg_value, arg_type, arg_name=None, prim_name=None):
    """Check that a number is of a type, and finite if that is float."""
    if not _is(arg_value, arg_type):
        raise TypeError(
            f"{_subject(arg_name, prim_name).replace('the ', 'the type of ', 1)} must be "
            f"'{arg_type.__name__}', but got '{type(arg_value).__name__}'."
        )
    if isinstance(arg_value, float) and not np.isfinite(arg_value):
        raise ValueError(f"{_subject(arg_name, prim_name)} must be a legal float, not {arg_value}.")
    return arg_value


def check_is_int(arg_value, arg_name=None, prim_name=None):
    """Check that a value is an int."""
    return check_is_number(arg_value, int, arg_name, prim_name)


def check_is_float(arg_value, arg_name=None, prim_name=None):
    """Check that a value is a finite float."""
    return check_is_number(arg_value, float, arg_name, prim_name)


def check_bool(arg_value, arg_name=None, prim_name=None):
    """Check that a value is a bool."""
    if not isinstance(arg_value, bool):
        raise TypeError(
            f"{_subject(arg_name, prim_name)} must be a bool, but got {type(arg_value).__name__}."
        )
    return arg_value


def check_string(arg_value, valid_values, arg_name=None, prim_name=None):
    """Check that a str is one of some."""
    if not isinstance(arg_value, str) or arg_value not in valid_values:
        raise ValueError(
            f"{_subject(arg_name or 'parameter', prim_name)} must be str and must be in "
            f"'{valid_values}', but got '{arg_value}'."
        )
    return arg_value


def check_value_type(arg_name, arg_value, valid_types, prim_name=None):
    """Check that a value is of one of some types."""
    if not _is(arg_value, valid_types):
        several = isinstance(valid_types, list | tuple) and len(valid_types) != 1
        types = valid_types if isinstance(valid_types, list | tuple) else [valid_types]
        names = [t.__name__ for t in types]
        start = f"For '{prim_name}', the type of" if prim_name else "The type of"
        wanted = f"one of '{names}'" if several else f"'{names[0]}'"
        raise TypeError(
            f"{start} '{arg_name}' should be {wanted}, but got type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_isinstance(arg_name, arg_value, classes):
    """Check that a value is an instance of a class, or of one of a tuple of them."""
    if not isinstance(arg_value, classes):
        raise ValueError(
            f"The parameter '{arg_name}' must be isinstance of {classes}, but got {arg_value}."
        )
    return arg_value


def check_element_type_of_iterable(arg_name, arg_value, valid_types, prim_name=None) -> None:
    """Check that each of some values is of one of some types."""
    for value in arg_value:
        if not _is(value, valid_types):
            names = ", ".join(t.__name__ for t in valid_types)
            start = f"For '{prim_name}', the type of" if prim_name else "The type of"
            raise TypeError(
                f"{start} '{arg_name}' should be {names}, but got '{value}' with type "
                f"'{type(value).__name__}'."
            )


def check_element_type_of_dict(arg_name, arg_value, key_types, value_types, prim_name=None) -> None:
    """Check the types of a dict's keys and values."""
    check_value_type(arg_name, arg_value, [dict], prim_name)
    check_element_type_of_iterable(arg_name, arg_value.keys(), key_types, prim_name)
    check_element_type_of_iterable(arg_name, arg_value.values(), value_types, prim_name)


def check_type_name(arg_name, arg_type, valid_types, prim_name):
    """Check that a type, or data type of MindSpore, is one of some."""
    valid = valid_types if isinstance(valid_types, list | tuple) else [valid_types]
    if arg_type not in valid:
        names = [getattr(t, "__name__", t) for t in valid]
        wanted = f"one of {names}" if len(names) > 1 else names[0]
        raise TypeError(
            f"{_subject(arg_name, prim_name)} should be {wanted}, but got "
            f"'{getattr(arg_type, '__name__', arg_type)}'."
        )
    return arg_type


def check(arg_name, arg_value, value_name, value, rel=EQ, prim_name=None, excp_cls=ValueError):
    """Check that a value stands in a relation (EQ, GE …) to another, which has a name."""
    text, holds = _RELATIONS[rel]
    if not holds(arg_value, value):
        raise excp_cls(
            f"{_subject(arg_name, prim_name)} should be {text.format(f'{value_name}: {value}')}, "
            f"but got {arg_value}."
        )
    return arg_value


def check_axis_in_range(axis, ndim) -> int:
    """Return an axis counted from the front; ValueError if there is none."""
    if not isinstance(axis, int):
        raise TypeError(f"The 'axis' must be an int, but got {type(axis).__name__}.")
    if not -ndim <= axis < ndim:
        raise ValueError(f"The 'axis' must be in the range of [{-ndim}, {ndim}), but got {axis}.")
    return axis % ndim


def check_str_by_regular(target, reg=None, flag=re.ASCII, prim_name=None) -> bool:
    """Check that a str matches a regular expression, by default words of letters and digits."""
    return _matches(target, _WORDS if reg is None else reg, flag, prim_name)


def check_file_name_by_regular(target, reg=None, prim_name=None) -> bool:
    """Check that a str is the name of a file."""
    return _matches(target, _FILE_NAME if reg is None else reg, re.ASCII, prim_name)


def _matches(target, reg, flag, prim_name):
    if re.match(reg, target, flag) is None:
        start = f"For '{prim_name}', the" if prim_name else "The"
        raise ValueError(f"{start} '{target}' is illegal, it must be match regular '{reg}'.")
    return True


def args_type_check(*type_args, **type_kwargs):
    """Return a decorator that checks the types of a function's arguments; None is any type's.

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


def _times(count):
    def repeated(m):
        return m if isinstance(m, tuple) else (m,) * count

    repeated.__doc__ = f"Return a tuple of {count}: the value that often, or the tuple given."
    return repeated


once, twice, triple = _times(1), _times(2), _times(3)
