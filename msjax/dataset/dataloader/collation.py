"""How rows become a batch of Tensors.

Workers do it without Tensors, which only the main process makes: they leave a `Stacked` where a
Tensor belongs, and `made` puts it there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np


class Stacked(NamedTuple):
    """An array that is to become a Tensor."""

    array: np.ndarray


def tensor(array: np.ndarray) -> Any:
    """Return an array as a Tensor."""
    from msjax._core.tensor import Tensor

    return Tensor(array)


def default_collate(batch: list) -> Any:
    """Join rows: numbers, arrays and Tensors are stacked, lists, tuples and dicts joined by part.

    Args:
        batch: the rows, which are alike; str and bytes stay lists.

    Returns:
        A Tensor, [rows, ...], or a list, tuple or dict of such.

    Raises:
        TypeError: a row is of another class.
        RuntimeError: rows are of different lengths.
        ValueError: arrays have different shapes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.default_collate.html
    """
    return collated(batch, tensor)


def default_convert(data: Any) -> Any:
    """Make Tensors of the arrays and NumPy's numbers in a row; the rest stays.

    Args:
        data: a row.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.default_convert.html
    """
    return converted(data, tensor)


def converted(data: Any, make: Callable[[np.ndarray], Any]) -> Any:
    """Do what `default_convert` does, with `make` for Tensors."""
    if isinstance(data, np.ndarray | np.number | np.bool_):
        return data if data.dtype.kind in "OSU" else make(np.asarray(data))
    return _mapped(data, lambda part: converted(part, make))


def made(data: Any) -> Any:
    """Put Tensors where a worker left a `Stacked`."""
    if isinstance(data, Stacked):
        return tensor(data.array)
    return _mapped(data, made)


def _mapped(data: Any, function: Callable) -> Any:
    """Apply a function to the parts of a container; return anything else as it is."""
    if isinstance(data, Mapping):
        return _mapping(data, {key: function(value) for key, value in data.items()})
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*map(function, data))
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return [function(part) for part in data]
    return data


def _mapping(like: Mapping, content: dict) -> Any:
    try:
        return type(like)(content)  # pyright: ignore
    except TypeError:  # its class takes something else
        return content


def collated(batch: Sequence, make: Callable[[np.ndarray], Any]) -> Any:
    """Do what `default_collate` does, with `make` for Tensors."""
    first = batch[0]
    if hasattr(first, "asnumpy"):
        return make(np.stack([part.asnumpy() for part in batch]))
    if isinstance(first, np.ndarray | np.number | np.bool_):
        if first.dtype.kind in "OSU":
            raise TypeError(
                f"NumPy arrays with dtype {first.dtype} are not supported for collation. Give a "
                "collate_fn that joins them."
            )
        return make(np.stack(batch))
    if isinstance(first, int | float):
        array = np.array(batch)
        # As MindSpore has it: floats are float64 only where the first number is one.
        narrow = array.dtype.kind == "f" and not isinstance(first, float)
        return make(array.astype(np.float32) if narrow else array)
    if isinstance(first, str | bytes):
        return batch
    if isinstance(first, Mapping):
        content = {key: collated([row[key] for row in batch], make) for key in first}
        return _mapping(first, content)
    if isinstance(first, Sequence):
        return _sequence(batch, make)
    raise TypeError(
        f"Cannot find the appropriate collate function for type {type(first)} in collate_fn_map. "
        "Give a collate_fn that joins such rows."
    )


def _sequence(batch: Sequence, make: Callable) -> Any:
    if len({len(row) for row in batch}) > 1:
        raise RuntimeError(
            "Each element in list of batch must be of equal size. The lengths are "
            f"{[len(row) for row in batch]}; give a collate_fn that pads them."
        )
    parts = [collated(part, make) for part in zip(*batch, strict=True)]
    first = batch[0]
    return type(first)(*parts) if hasattr(first, "_fields") else parts
