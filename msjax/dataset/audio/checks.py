"""Rules for the arguments that operations on audio share."""

from __future__ import annotations

from msjax.dataset.transforms.checks import (
    FLOAT_MAX,
    INT32_MAX,
    INT32_MIN,
    Rule,
    elements,
    every,
    of_type,
    real,
    within,
)


def not_zero(low, high) -> Rule:
    """Return the rule that a number lies in an interval and is not 0."""

    def rule(value, name):
        if value == 0 or not low <= value <= high:
            raise ValueError(
                f"Input {name} is not within the required interval of [{low}, 0) and (0, {high}], "
                f"but got {value}; give a number of it."
            )

    return rule


def coefficients(value, name: str) -> None:
    """Raise an error unless this is a list or tuple of numbers."""
    of_type(list, tuple)(value, name)
    elements(number)(value, name)


sample_rate = every(of_type(int), not_zero(INT32_MIN, INT32_MAX))
number = real(-FLOAT_MAX, FLOAT_MAX)
nonzero_number = every(of_type(float, int), not_zero(-FLOAT_MAX, FLOAT_MAX))
natural_number = real(0, FLOAT_MAX)
positive_number = real(0, FLOAT_MAX, left_open=True)
quality = every(of_type(float, int), within(0, 1, left_open=True))
