"""Columns of several rows become one array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from msjax.mindrecord.common.exceptions import pipeline_error

_ALIGNMENT = 64  # bytes: XLA takes arrays at such addresses over without copying them


def aligned(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return a new array, without values, that a device on the host can take over."""
    size = dtype.itemsize
    for length in shape:
        size *= length
    memory = np.empty(size + _ALIGNMENT, np.uint8)
    start = -memory.__array_interface__["data"][0] % _ALIGNMENT
    return memory[start : start + size].view(dtype).reshape(shape)


def stacked(items: Sequence[Any], column: int) -> Any:
    """Return the values of one column as one array; dicts key by key.

    Args:
        items: the values.
        column: the column's number, for errors.

    Raises:
        RuntimeError: they differ in dtype or shape.
    """
    first = items[0]
    if isinstance(first, dict):
        return _stacked_dicts(items, column)
    if not isinstance(first, np.ndarray):
        return stacked([np.asarray(item) for item in items], column)
    shape, dtype = first.shape, first.dtype
    if dtype.kind in "US":
        _check_texts(items, column)
        return np.array(items)
    result = aligned((len(items), *shape), dtype)
    for i, item in enumerate(items):
        if item.shape != shape or (item.dtype is not dtype and item.dtype != dtype):
            raise _differing(first, item, column)
        result[i] = item
    return result


def _check_texts(items, column) -> None:
    first = items[0]
    for item in items:
        if item.shape != first.shape or item.dtype.kind != first.dtype.kind:
            raise _differing(first, item, column)


def _differing(first, item, column) -> RuntimeError:
    if item.shape != first.shape:
        return pipeline_error(
            f"Cannot batch tensors with different shapes in column {column}. First element had "
            f"shape {_shown(first)} and this element had shape {_shown(item)}. Give them one shape "
            "before, for instance with `vision.Resize` or `transforms.PadEnd`, or use "
            "`padded_batch`."
        )
    return pipeline_error(
        f"Cannot batch tensors with different types in column {column}. First element had type "
        f"{first.dtype} and this element had type {item.dtype}; convert one, for instance with "
        "`transforms.TypeCast`."
    )


def _shown(array) -> str:
    return f"<{','.join(map(str, array.shape))}>"


def _stacked_dicts(items, column) -> dict:
    keys = list(items[0])
    for item in items:
        if not isinstance(item, dict) or set(item) != set(keys):
            raise pipeline_error(
                f"Failed to create tensor. Column {column} holds dicts, whose keys must be the "
                f"same in all rows of a batch: {keys} and {list(item)} are not."
            )
    return {
        key: stacked([np.asarray(item[key]) for item in items], column)
        if not isinstance(items[0][key], dict)
        else _stacked_dicts([item[key] for item in items], column)
        for key in keys
    }


def padded(items: Sequence[np.ndarray], shape, value, column: int) -> np.ndarray:
    """Return arrays of different lengths as one, with a value in the gaps.

    Args:
        items: the arrays, of the same number of axes.
        shape: the length of each axis; None, for one or for all: that of the longest array.
        value: what the gaps hold; None: 0, or the empty text.
        column: the column's number, for errors.

    Raises:
        RuntimeError: numbers of axes differ.
    """
    first = items[0]
    lengths = list(shape) if shape is not None else [None] * first.ndim
    for item in items:
        if item.ndim != len(lengths):
            raise pipeline_error(
                "Invalid data, data to be padded together need to have the same rank, got shape "
                f"1: {item.ndim}, shape 2: {len(lengths)} (column {column})."
            )
    for axis, length in enumerate(lengths):
        if length is None:
            lengths[axis] = max(item.shape[axis] for item in items)
    result = _filled(items, lengths, value, column)
    for i, item in enumerate(items):
        kept = tuple(map(slice, map(min, item.shape, lengths)))
        result[(i, *kept)] = item[kept]
    return result


def _filled(items, lengths, value, column) -> np.ndarray:
    dtype = items[0].dtype
    shape = (len(items), *lengths)
    if dtype.kind in "US":
        _check_kinds(items, column)
        text = np.asarray("" if value is None else value, dtype.kind)
        dtype = np.result_type(text.dtype, *[item.dtype for item in items])
        return np.full(shape, text, dtype)
    _check_kinds(items, column)
    result = aligned(shape, dtype)
    result[...] = 0 if value is None else np.asarray(value).astype(dtype)
    return result


def _check_kinds(items, column) -> None:
    first = items[0]
    for item in items:
        if item.dtype != first.dtype and not item.dtype.kind == first.dtype.kind in "US":
            raise _differing(first, item, column)
