"""Hooks that look at rows inside a `map`, in debug mode.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.html
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from msjax.dataset.libraries import is_pil

__all__ = ["DebugHook", "PrintDataHook", "PrintMetaDataHook"]


class DebugHook(ABC):
    """The base class of hooks: subclasses have `compute`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.debug.DebugHook.html

    Args:
        prev_op_name: name of the operation before. Default: None.
    """

    def __init__(self, prev_op_name=None):
        self.prev_op_name = prev_op_name
        self.is_first_op = None

    def __call__(self, *args):
        """Say between which operations this is, and look at the columns; return them."""
        if self.prev_op_name:
            side = "INPUT" if self.is_first_op else "OUTPUT"
            print(
                f"[Dataset debugger] Print the [{side}] of the operation [{self.prev_op_name}].",
                flush=True,
            )
        self.compute(args)
        return args

    @abstractmethod
    def compute(self, *args):
        """Look at a row.

        Args:
            args: the columns, in one tuple.
        """
        raise RuntimeError("compute() is not overridden in subclass of class DebugHook.")

    def set_previous_op_name(self, prev_op_name):
        """Tell the name of the operation before."""
        self.prev_op_name = prev_op_name

    def set_is_first(self, is_first_op):
        """Tell whether there is no operation before, so that the name is that of the first."""
        self.is_first_op = is_first_op


class PrintMetaDataHook(DebugHook):
    """Prints dtypes and shapes of the columns.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.debug.PrintMetaDataHook.html
    """

    def __init__(self):
        super().__init__()

    def compute(self, *args):
        """Print what the columns are; return them."""
        for i, column in enumerate(*args):
            print(f"Column {i}. {_kind(column)}", flush=True)
        return args


class PrintDataHook(DebugHook):
    """Prints the values of the columns.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.debug.PrintDataHook.html
    """

    def __init__(self):
        super().__init__()

    def compute(self, *args):
        """Print the columns; return them."""
        for i, column in enumerate(*args):
            data = np.asarray(column) if is_pil(column) else column
            print(f"Column {i}. The data is [{data}].", flush=True)
        return args


def _kind(column) -> str:
    if isinstance(column, np.ndarray):
        return f"The dtype is [{column.dtype}]. The shape is [{column.shape}]."
    if is_pil(column):
        return f"The type is [{type(column)}]. The shape is [{column.size}]."
    if hasattr(column, "__len__"):
        return f"The type is [{type(column)}]. The size is [{len(column)}]."
    return ""
