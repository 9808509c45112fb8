"""Rows that a pipeline owns: what users' sources and functions return, as columns.

A pipeline computes ahead and gathers rows, so it must not hold arrays that a user's code still
changes, nor give away arrays that later steps change. So arrays are copied on their way in, as in
MindSpore, unless nobody else can reach them: their reference count tells.
"""

from __future__ import annotations

from sys import getrefcount
from typing import Any

import numpy as np

KINDS = frozenset("biufUS")  # of NumPy's dtypes that a column may have


def own(value: Any) -> Any:
    """Return a value as a column that nobody else holds.

    Raises:
        TypeError: it is no number, text, array, dict or image.
    """
    if type(value) is np.ndarray:
        if value.dtype.kind not in KINDS:
            raise _unknown(value)
        if getrefcount(value) > _HELD:
            return value.copy()
        base = value.base
        if base is None:
            return value
        if type(base) is np.ndarray and base.base is None and getrefcount(base) <= _BASE_HELD:
            return value
        return value.copy()
    return _converted(value)


def _converted(value: Any) -> Any:
    if isinstance(value, np.generic | int | float | str | bytes):
        array = np.array(value)
        if array.dtype.kind in KINDS:
            return array
    if isinstance(value, dict):
        return value
    if hasattr(value, "asnumpy"):
        return value.asnumpy().copy()  # pyright: ignore[reportAttributeAccessIssue]
    if value is None:
        raise _unknown(value)
    array = np.array(value)
    if array.dtype.kind not in KINDS:
        raise _unknown(value)
    return array


def _unknown(value) -> TypeError:
    kind = f"an array of {value.dtype}" if isinstance(value, np.ndarray) else type(value)
    return TypeError(
        "Data type of the input or its converted Numpy array is expected to be int or float or "
        f"str, but got {kind}."
    )


def row_of(value: Any) -> tuple:
    """Return what a source gave as a row: a tuple or list is several columns.

    Raises:
        TypeError: a column is no number, text, array, dict or image.
    """
    if type(value) is tuple or isinstance(value, list | tuple):
        return tuple([own(column) for column in value])
    if isinstance(value, np.ndarray | np.generic | int | float | str | bytes | dict) or hasattr(
        value, "asnumpy"
    ):
        return (own(value),)
    return tuple([own(column) for column in value])


def _references() -> tuple[int, int]:
    """Count the references that `own` sees of an array that only a tuple holds, and of its base."""
    counts = []

    def count(value):
        counts.append(getrefcount(value))
        base = value.base
        counts.append(getrefcount(base))

    row = (np.empty((2, 2))[:1],)
    [count(column) for column in row]
    return counts[0], counts[1]


_HELD, _BASE_HELD = _references()
