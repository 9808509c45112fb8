"""Checks of the numbers that optimizers and learning rates are made with.

They raise what MindSpore raises. `owner` is the class in the message's first clause; "" leaves the
clause out, as the functions of `dynamic_lr` do.
"""

from __future__ import annotations


def _subject(name, owner, kind="the"):
    return f"For '{owner}', {kind} '{name}'" if owner else f"{kind.capitalize()} '{name}'"


def _must_be_float(value, name, owner):
    if isinstance(value, bool) or not isinstance(value, float):
        raise TypeError(
            f"{_subject(name, owner)} must be float, but got '{type(value).__name__}'; write "
            "a float such as 0.1."
        )


def check_type(value, name, owner, *kinds):
    """Refuse a value that is not of one of some types; a bool is no int."""
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        expected = " or ".join(f"'{k.__name__}'" for k in kinds)
        raise TypeError(
            f"{_subject(name, owner, 'the type of')} should be {expected}, but got type "
            f"'{type(value).__name__}'."
        )


def check_bool(value, name, owner):
    """Refuse what is no bool."""
    check_type(value, name, owner, bool)


def check_float(value, name, owner):
    """Refuse what is no float."""
    if not isinstance(value, float):
        raise TypeError(
            f"For '{owner}', the argument '{name}' must be type of float, but got '{name}' type: "
            f"{type(value)}."
        )


def check_positive_float(value, name, owner):
    """Refuse what is no float > 0."""
    _must_be_float(value, name, owner)
    _check_range(value > 0, value, name, owner, "float and must > 0")


def check_non_negative_float(value, name, owner):
    """Refuse what is no float >= 0."""
    _must_be_float(value, name, owner)
    _check_range(value >= 0, value, name, owner, "float and must >= 0")


def check_positive_int(value, name, owner):
    """Refuse what is no int > 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(
            f"{_subject(name, owner)} must be int, but got '{type(value).__name__}'; write an int "
            "such as 10."
        )
    _check_range(value > 0, value, name, owner, "int and must > 0")


def check_unit_interval(value, name, owner, closed=False):
    """Refuse what is no float between 0 and 1, with `closed` including both."""
    check_type(value, name, owner, float)
    if not (0.0 <= value <= 1.0 if closed else 0.0 < value < 1.0):
        interval = "[0.0, 1.0]" if closed else "(0.0, 1.0)"
        raise ValueError(
            f"{_subject(name, owner)} must be in range of {interval}, but got {value} with type "
            f"'{type(value).__name__}'."
        )


def _check_range(holds, value, name, owner, expected):
    if not holds:
        raise ValueError(
            f"{_subject(name, owner)} must be {expected}, but got '{value}' with type "
            f"'{type(value).__name__}'."
        )
