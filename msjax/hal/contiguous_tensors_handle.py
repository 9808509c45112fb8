"""Tensors one after the other, as one range of elements.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.hal.html
"""

from __future__ import annotations

import math

from msjax import ops
from msjax._core.tensor import Tensor

__all__ = ["ContiguousTensorsHandle", "combine_tensor_list_contiguous"]


class ContiguousTensorsHandle:
    """The elements of some tensors in a row; indexing gives a range of them, of one axis.

    Args:
        tensor_list: a list or tuple of Tensors of one dtype.
        enable_mem_align: a bool, without effect: JAX places arrays itself. Default: True.

    Raises:
        TypeError: `tensor_list` holds something else, or `enable_mem_align` is no bool.
        ValueError: the dtypes differ.

    Differs: a range is a copy; writing to it does not change the tensors.
    """

    def __init__(self, tensor_list, enable_mem_align=True):
        if not isinstance(tensor_list, list | tuple) or not all(
            isinstance(x, Tensor) for x in tensor_list
        ):
            raise TypeError(f"input list must be [Tensor, ...], but got {tensor_list!r}.")
        if not isinstance(enable_mem_align, bool):
            raise TypeError(f"enable_mem_align must be bool, but got {enable_mem_align!r}.")
        if len({x.dtype for x in tensor_list}) != 1:
            raise ValueError(
                f"tensor_list must hold tensors of one dtype, but got "
                f"{[str(x.dtype) for x in tensor_list]}."
            )
        self.tensor_list = tensor_list
        self.enable_mem_align = enable_mem_align

    def __getitem__(self, index) -> Tensor:
        """Return one element, or those of a slice, as a tensor of one axis.

        Args:
            index: an int from 0, or a slice; MindSpore takes no notice of its step.

        Raises:
            TypeError: it is something else.
            ValueError: it is out of range.
            NotImplementedError: the slice has a step, which MindSpore ignores.
        """
        length = sum(x.size for x in self.tensor_list)
        if isinstance(index, int) and not isinstance(index, bool):
            return self._range(index, index + 1, length)
        if not isinstance(index, slice):
            raise TypeError(f"The index must be an int or a slice of ints, but got {index!r}.")
        if index.step not in (None, 1):
            raise NotImplementedError(
                f"The slice has step={index.step}, which MindSpore takes no notice of; take the "
                "range without one and index the tensor."
            )
        stop = length if index.stop is None else index.stop
        return self._range(index.start or 0, stop, length)

    def slice_by_tensor_index(self, start=None, end=None) -> Tensor:
        """Return the elements of some of the tensors.

        Args:
            start: the first tensor. Default: None, 0.
            end: the tensor after the last one. Default: None, all.

        Raises:
            ValueError: there are no such tensors.
        """
        first = start or 0
        last = len(self.tensor_list) if end is None else end
        _check_range(first, last, len(self.tensor_list))
        return ops.concat([x.reshape(-1) for x in self.tensor_list[first:last]])

    def _range(self, start, stop, length):
        _check_range(start, stop, length)
        return self.slice_by_tensor_index()[start:stop]

    def __str__(self):
        size = sum(x.itemsize * math.prod(x.shape) for x in self.tensor_list)
        rows = [f"Tensor[{i}]: {x}\n" for i, x in enumerate(self.tensor_list)]
        return f"Handle total size: {size}\n" + "".join(rows)


def _check_range(start, stop, length):
    if not 0 <= start < stop <= length:
        raise ValueError(f"slice input error: [{start}:{stop}] of {length}.")


def combine_tensor_list_contiguous(tensor_list, enable_mem_align=True) -> ContiguousTensorsHandle:
    """Return a `ContiguousTensorsHandle`.

    Args:
        tensor_list: as there.
        enable_mem_align: as there. Default: True.
    """
    return ContiguousTensorsHandle(tensor_list, enable_mem_align)
