"""The checks of arguments that MindSpore has in `mindspore._checkparam` and programs import.

Each returns the value it was given, or raises the class of error that MindSpore raises.
`Validator` and `Rel` are their names in MindSpore 1.x.

Source: https://gitee.com/mindspore/mindspore/blob/v2.7.0/mindspore/python/mindspore/_checkparam.py
"""

from __future__ import annotations

import math
import operator
import re
import sys
from collections.abc import Callable
from typing import Any

EQ, NE, LT, LE, GT, GE = range(1, 7)
INC_NEITHER, INC_LEFT, INC_RIGHT, INC_BOTH = range(7, 11)
IN, NOT_IN = 11, 12

_RELATIONS: dict[int, tuple[str, Callable[[Any, Any], bool]]] = {
    EQ: ("=", operator.eq),
    NE: ("!=", operator.ne),
    LT: ("<", operator.lt),
    LE: ("<=", operator.le),
    GT: (">", operator.gt),
    GE: (">=", operator.ge),
    IN: ("in", lambda value, choices: value in choices),
    NOT_IN: ("not in", lambda value, choices: value not in choices),
}
# relation of a range: its brackets, and the comparisons with both ends
_RANGES = {
    INC_NEITHER: ("()", operator.gt, operator.lt),
    INC_LEFT: ("[)", operator.ge, operator.lt),
    INC_RIGHT: ("(]", operator.gt, operator.le),
    INC_BOTH: ("[]", operator.ge, operator.le),
}
_NAME = r"^\w+[0-9a-zA-Z\_\.]*$"


class Rel:
    """The relations, as MindSpore 1.x names them."""

    EQ, NE, LT, LE, GT, GE = EQ, NE, LT, LE, GT, GE
    INC_NEITHER, INC_LEFT, INC_RIGHT, INC_BOTH = INC_NEITHER, INC_LEFT, INC_RIGHT, INC_BOTH
    IN, NOT_IN = IN, NOT_IN


def _subject(arg_name, prim_name, unnamed="The input value") -> str:
    where = f"For '{prim_name}', the" if prim_name else "The"
    return f"{where} '{arg_name}'" if arg_name else unnamed


def _is_number(value, arg_type) -> bool:
    return isinstance(value, arg_type) and not isinstance(value, bool)


def _compared(arg_value, value, rel, arg_type, arg_name, prim_name):
    sign, holds = _RELATIONS[rel]
    wanted = f"{_subject(arg_name, prim_name)} must be {arg_type.__name__}"
    got = f"but got '{arg_value}' with type '{type(arg_value).__name__}'."
    if not _is_number(arg_value, arg_type):
        raise TypeError(f"{wanted} and must {sign} {value}, {got}")
    if not math.isfinite(arg_value) or not holds(arg_value, value):
        raise ValueError(f"{wanted} and must {sign} {value}, {got}")
    return arg_value


def check(arg_name, arg_value, value_name, value, rel=EQ, prim_name=None, excp_cls=ValueError):
    """Compare a value with another that has a name: `check("x", 3, "y", 4, LE)`.

    Raises:
        excp_cls: the relation does not hold.
    """
    sign, holds = _RELATIONS[rel]
    if not holds(arg_value, value):
        where = _subject(arg_name, prim_name)
        raise excp_cls(f"{where} should be {sign} {value_name}: {value}, but got {arg_value}.")
    return arg_value


def check_int(arg_value, value, rel, arg_name=None, prim_name=None):
    """Check an int against a number, or against choices (`rel` is IN or NOT_IN).

    Raises:
        TypeError: it is not an int.
        ValueError: the relation does not hold.
    """
    return _compared(arg_value, value, rel, int, arg_name, prim_name)


def check_float(arg_value, value, rel, arg_name=None, prim_name=None):
    """Check a float against a number.

    Raises:
        TypeError: it is not a float.
        ValueError: the relation does not hold.
    """
    return _compared(arg_value, value, rel, float, arg_name, prim_name)


def check_number(arg_name, arg_value, value, rel, prim_name):
    """Check a number of any type against another.

    Raises:
        ValueError: the relation does not hold.
    """
    sign, holds = _RELATIONS[rel]
    if not holds(arg_value, value):
        raise ValueError(
            f"For '{prim_name}', the argument '{arg_name}' must {sign} {value}, "
            f"but got {arg_value}."
        )
    return arg_value


def _against(arg_type, rel, limit):
    def check(arg_value, arg_name=None, prim_name=None):
        return _compared(arg_value, limit, rel, arg_type, arg_name, prim_name)

    check.__doc__ = f"Check that a value is of type {arg_type.__name__} and {_RELATIONS[rel][0]} 0."
    return check


check_positive_int = _against(int, GT, 0)
check_negative_int = _against(int, LT, 0)
check_non_negative_int = _against(int, GE, 0)
check_non_positive_int = _against(int, LE, 0)
check_positive_float = _against(float, GT, 0)
check_negative_float = _against(float, LT, 0)
check_non_negative_float = _against(float, GE, 0)
check_non_positive_float = _against(float, LE, 0)


def check_equal_int(arg_value, value, arg_name=None, prim_name=None):
    """Check that an int is another."""
    return check_int(arg_value, value, EQ, arg_name, prim_name)


def check_number_range(
    arg_value, lower_limit, upper_limit, rel, value_type, arg_name=None, prim_name=None
):
    """Check that a number of a type is in a range; `rel` (INC_LEFT, …) tells which ends belong.

    Raises:
        TypeError: it has another type.
        ValueError: it is outside of the range.
    """
    wanted = f"{_subject(arg_name, prim_name)} must be"
    if not _is_number(arg_value, value_type):
        got = type(arg_value).__name__
        raise TypeError(f"{wanted} '{value_type.__name__}', but got '{got}'.")
    brackets, above, below = _RANGES[rel]
    if not (above(arg_value, lower_limit) and below(arg_value, upper_limit)):
        raise ValueError(
            f"{wanted} in range of {brackets[0]}{lower_limit}, {upper_limit}{brackets[1]}, "
            f"but got {arg_value} with type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_int_range(arg_value, lower_limit, upper_limit, rel, arg_name=None, prim_name=None):
    """Check that an int is in a range, as `check_number_range` does."""
    return check_number_range(arg_value, lower_limit, upper_limit, rel, int, arg_name, prim_name)


def check_float_range(arg_value, lower_limit, upper_limit, rel, arg_name=None, prim_name=None):
    """Check that a float is in a range, as `check_number_range` does."""
    return check_number_range(arg_value, lower_limit, upper_limit, rel, float, arg_name, prim_name)


def check_is_number(arg_value, arg_type, arg_name=None, prim_name=None):
    """Check that a value is a number of a type, and finite.

    Raises:
        TypeError: it has another type.
        ValueError: it is infinite, or not a number.
    """
    where = f"For '{prim_name}', the" if prim_name else "The"
    if not _is_number(arg_value, arg_type):
        raise TypeError(
            f"{where} type of '{arg_name}' must be '{arg_type.__name__}', "
            f"but got '{type(arg_value).__name__}'."
        )
    if not math.isfinite(arg_value):
        raise ValueError(f"{where} '{arg_name}' must be a legal float, but got '{arg_value}'.")
    return arg_value


def check_is_int(arg_value, arg_name=None, prim_name=None):
    """Check that a value is an int, and not a bool."""
    return check_is_number(arg_value, int, arg_name, prim_name)


def check_is_float(arg_value, arg_name=None, prim_name=None):
    """Check that a value is a finite float."""
    return check_is_number(arg_value, float, arg_name, prim_name)


def check_bool(arg_value, arg_name=None, prim_name=None):
    """Check that a value is a bool.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(arg_value, bool):
        where = _subject(arg_name, prim_name)
        raise TypeError(f"{where} must be a bool, but got {type(arg_value).__name__}.")
    return arg_value


def check_string(arg_value, valid_values, arg_name=None, prim_name=None):
    """Check that a value is one of some strings.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(arg_value, str) or arg_value not in valid_values:
        where = _subject(arg_name or "parameter", prim_name)
        raise ValueError(f"{where} must be str and must be in '{valid_values}', got '{arg_value}'.")
    return arg_value


def check_str_by_regular(target, reg=None, flag=re.ASCII, prim_name=None):
    """Check that a string has the form of a name, or that of a regular expression.

    Raises:
        ValueError: it has not.
    """
    pattern = _NAME if reg is None else reg
    if re.match(pattern, target, flag) is None:
        where = f"For '{prim_name}', the" if prim_name else "The"
        raise ValueError(f"{where} '{target}' is illegal, it must match '{pattern}' by '{flag}'.")
    return True


def check_value_type(arg_name, arg_value, valid_types, prim_name=None):
    """Check the type of a value; a bool is no int here.

    Raises:
        TypeError: it has none of the types.
    """
    types = tuple(valid_types) if isinstance(valid_types, list | tuple) else (valid_types,)
    is_stray_bool = isinstance(arg_value, bool) and bool not in types
    if not isinstance(arg_value, types) or is_stray_bool:
        names = [getattr(t, "__name__", str(t)) for t in types]
        wanted = f"'{names[0]}'" if len(names) == 1 else f"one of '{names}'"
        where = f"For '{prim_name}', the" if prim_name else "The"
        raise TypeError(
            f"{where} type of '{arg_name}' should be {wanted}, "
            f"but got type '{type(arg_value).__name__}'."
        )
    return arg_value


def check_isinstance(arg_name, arg_value, classes):
    """Check that a value is an instance of classes.

    Raises:
        ValueError: it is not.
    """
    if not isinstance(arg_value, classes):
        raise ValueError(
            f"The parameter '{arg_name}' must be isinstance of {classes}, but got {arg_value}."
        )
    return arg_value


def check_type_name(arg_name, arg_type, valid_types, prim_name):
    """Check that a dtype is one of some.

    Raises:
        TypeError: it is not.
    """
    types = tuple(valid_types) if isinstance(valid_types, list | tuple | set) else (valid_types,)
    if arg_type not in types:
        where = _subject(arg_name, prim_name)
        raise TypeError(f"{where} should be one of {list(types)}, but got '{arg_type}'.")
    return arg_type


def check_positive_int_sequence(sequence, arg_name=None, prim_name=None):
    """Check that every item is an int above 0."""
    for i, item in enumerate(sequence):
        check_positive_int(item, f"{arg_name}[{i}]", prim_name)
    return sequence


def check_axis_in_range(axis, ndim):
    """Return an axis counted from the front.

    Raises:
        ValueError: there is no such axis.
    """
    if not -ndim <= axis < ndim:
        raise ValueError(f"The 'axis' must be in the range of [{-ndim}, {ndim}), but got {axis}.")
    return axis % ndim


def twice(m):
    """Return a number as a pair; a tuple is returned as it is."""
    return m if isinstance(m, tuple) else (m, m)


def triple(m):
    """Return a number three times; a tuple is returned as it is."""
    return m if isinstance(m, tuple) else (m, m, m)


def get_broadcast_shape(x_shape, y_shape, prim_name, arg_name1="x", arg_name2="y"):
    """Return the shape that two shapes broadcast to; -1 is a length that is not known.

    Raises:
        ValueError: they do not broadcast.
    """
    if tuple(x_shape) == tuple(y_shape):
        return x_shape
    ndim = max(len(x_shape), len(y_shape))
    padded = [[1] * (ndim - len(shape)) + list(shape) for shape in (x_shape, y_shape)]
    out = []
    for place, (x, y) in enumerate(zip(*padded, strict=True), -ndim):
        if x != y and 1 not in (x, y) and -1 not in (x, y):
            raise ValueError(
                f"For '{prim_name}', {arg_name1}.shape and {arg_name2}.shape need to broadcast: "
                f"lengths must be the same, 1 or -1, but got {arg_name1}.shape[{place}] = {x} of "
                f"{x_shape} and {arg_name2}.shape[{place}] = {y} of {y_shape}."
            )
        out.append(x if y == 1 else y if x in (1, -1) else x)
    return out


Validator = sys.modules[__name__]
