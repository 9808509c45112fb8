"""Checks of what metrics are made with and given, and forms that several of them compute on."""

from __future__ import annotations

import numpy as np


def check_inputs(owner: str, inputs, *expected: str) -> None:
    """Raise a ValueError if `update` has not got one input for each of the expected."""
    if len(inputs) != len(expected):
        plural = "s" if len(expected) > 1 else ""
        raise ValueError(
            f"For '{owner}', it needs {len(expected)} input{plural} ({', '.join(expected)}), but "
            f"got {len(inputs)}; 'set_indexes' chooses among more."
        )


def check_choice(name: str, value, choices) -> None:
    """Raise a TypeError for what is no str, and a ValueError for a str that is no choice."""
    if not isinstance(value, str):
        raise TypeError(
            f"The type of '{name}' should be 'str', but got type '{type(value).__name__}'."
        )
    if value not in choices:
        raise ValueError(
            f"The '{name}' must be str and must be in '{list(choices)}', but got '{value}'."
        )


def check_class_number(owner: str, seen: int, y_pred) -> int:
    """Return the number of classes, which no batch may change; `seen` is 0 before the first."""
    if y_pred.ndim < 2:
        raise IndexError(
            f"For '{owner}.update', predictions need an axis of classes: got the shape "
            f"{y_pred.shape}, expected (N, C) or (N, C, ...)."
        )
    if seen and y_pred.shape[1] != seen:
        raise ValueError(
            f"For '{owner}.update', class number not match, last input predicted data contain "
            f"{seen} classes, but current predicted data contain {y_pred.shape[1]} classes: call "
            "'clear' before data of another kind."
        )
    return y_pred.shape[1]


def no_samples(name: str) -> RuntimeError:
    """Make the error of an `eval` that comes before `update`."""
    return RuntimeError(
        f"The '{name}' can not be calculated, because the number of samples is 0: call 'update', "
        "with inputs that are not empty, before 'eval'."
    )


def not_updated(owner: str) -> RuntimeError:
    """Make the error of an `eval` that has nothing to measure."""
    return RuntimeError(
        f"Please call the 'update' method before calling 'eval' method: this {owner} has no input."
    )


def is_one_hot(data) -> bool:
    """Tell whether axis 1 of an array has a single 1 among zeros everywhere."""
    if data.ndim < 2 or not ((data == 0) | (data == 1)).all():
        return False
    return bool((data.sum(axis=1) == 1).all())


def one_hot(owner: str, y_pred, y):
    """Return the predicted and the true classes of all samples as rows of zeros and a 1.

    Args:
        owner: the class of the metric, for messages.
        y_pred: scores, (N, C, ...).
        y: class indices, as many as there are samples in `y_pred`.

    Raises:
        IndexError: the class indices are no integers.
        ValueError: a class index is none of the C, or there are more or fewer than samples.
    """
    classes = y_pred.shape[1]
    predicted, y = y_pred.argmax(axis=1).reshape(-1), y.reshape(-1)
    if y.size == 0 or y.shape != predicted.shape:
        raise ValueError(
            f"For '{owner}.update', there must be a label for each sample, but got {y.size} labels "
            f"and predictions of the shape {y_pred.shape}."
        )
    if y.dtype.kind not in "iu":
        raise IndexError(
            f"For '{owner}.update', labels must be of an integer type, but got {y.dtype}; convert "
            "them, for example with astype(int)."
        )
    if y.max() >= classes or y.min() < 0:
        raise ValueError(
            f"For '{owner}.update', predicted value (input[0]) should have the same classes number "
            f"as true value (input[1]), but got predicted value classes {classes} and labels from "
            f"{y.min()} to {y.max()}; leave samples without a label out."
        )
    rows = np.eye(classes)
    return rows[predicted], rows[y]


def exact(data):
    """Return integers and bools as int64, for sums and products without overflow."""
    return data.astype(np.int64) if data.dtype.kind in "biu" else data


def signed(data):
    """Return unsigned integers and bools as int64, for differences; others as they are."""
    return data.astype(np.int64) if data.dtype.kind in "bu" else data
