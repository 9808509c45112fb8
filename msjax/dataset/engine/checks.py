"""Checks of arguments that nodes of pipelines share."""

from __future__ import annotations

import inspect

from msjax.dataset.transforms.checks import INT32_MAX, integer, of_type


def column_list(columns, name: str) -> list[str]:
    """Return names of columns, one or a list, as a list.

    Raises:
        TypeError: They are no str and no list of str.
        ValueError: One is empty or comes twice, or there are none.
    """
    if isinstance(columns, tuple):
        columns = list(columns)
    of_type(list, str)(columns, name)
    if not columns:
        kind = " an empty str" if isinstance(columns, str) else " empty"
        raise ValueError(f"{name} should not be{kind}; name a column.")
    if isinstance(columns, str):
        return [columns]
    for i, column in enumerate(columns):
        if not column:
            raise ValueError(f"{name}[{i}] should not be empty; name a column.")
        of_type(str)(column, f"{name}[{i}]")
    if len(set(columns)) != len(columns):
        raise ValueError(
            f"Every column name should not be same with others in column_names: {columns}."
        )
    return list(columns)


def check_workers(value) -> None:
    """Check `num_parallel_workers`; more than there are cores are fine.

    Raises:
        TypeError: It is no int.
        ValueError: It is not positive.
    """
    if value is None:
        return
    of_type(int)(value, "num_parallel_workers")
    if value < 1:
        raise ValueError(
            f"num_parallel_workers exceeds the boundary: it must be 1 or more, but got {value}."
        )


def check_row_size(value) -> None:
    """Check `max_rowsize`: it has no effect, rows do not go through shared memory.

    Raises:
        TypeError: It is no int and no list of two.
        ValueError: It is too small or too large.
    """
    if value is None:
        return
    of_type(int, list)(value, "max_rowsize")
    if isinstance(value, list) and len(value) != 2:
        raise TypeError(
            "max_rowsize should be a single integer or a list[in_rowsize, out_rowsize] of length "
            f"2, but got {value}."
        )
    for size in value if isinstance(value, list) else [value]:
        integer(-1, INT32_MAX)(size, "max_rowsize")


def check_batch_size(batch_size) -> None:
    """Check the size of a batch: a positive int, or a function of `BatchInfo`.

    Raises:
        TypeError: It is neither.
        ValueError: It is not positive, or the function does not take one argument.
    """
    if callable(batch_size):
        if len(inspect.signature(batch_size).parameters) != 1:
            raise ValueError("callable batch_size should take one parameter (BatchInfo).")
    elif not isinstance(batch_size, int):
        raise TypeError(
            f"batch_size should either be an int or a callable, but got {batch_size!r}."
        )
    else:
        integer(1, INT32_MAX)(int(batch_size), "batch_size")


def check_pad_info(pad_info) -> None:
    """Check what tells how columns are padded: a dict of column to (shape, value).

    Raises:
        TypeError: It is something else.
    """
    if pad_info is None:
        return
    of_type(dict)(pad_info, "pad_info")
    for name, how in pad_info.items():
        of_type(str)(name, "key in pad_info")
        of_type(tuple)(how, f"pad_info of {name}")
        if len(how) != 2:
            raise ValueError(
                f"tuple size of pad_info must be 2, but got {len(how)} for {name}; give (shape, "
                "value)."
            )
        shape, value = how
        if shape is not None:
            of_type(list)(shape, f"pad_shape of {name}")
            for length in shape:
                if length is not None:
                    of_type(int)(length, "dim in pad_shape")
                    if length <= 0:
                        raise ValueError(
                            f"pad shape should be positive integers, but got {length} for {name}."
                        )
        if value is not None:
            of_type(int, float, str, bytes)(value, f"pad_value of {name}")
