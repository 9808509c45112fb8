"""`Layout`: names for the axes of an arrangement of devices, and which axes split a tensor.

Source: https://www.mindspore.cn/docs/en/master/api_python/parallel/mindspore.parallel.Layout.html
"""

from __future__ import annotations

import copy
import math

_UNSPLIT = "None"
_VIRTUAL = "interleaved_parallel"


class Layout:
    """How tensors are split over devices: a description, of which one process needs nothing.

    `Layout((2, 2), ("dp", "mp"))("dp", "None")` splits axis 0 over the devices of "dp".

    Args:
        device_matrix: a tuple of ints, how many devices each axis of the arrangement has.
        alias_name: a tuple of str, names of these axes. "None" is not one of them, as it stands for
            an axis that is not split; "interleaved_parallel" may be the last.
        rank_list: a list of ints, the ranks of the devices. Default: None, all from 0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: lengths do not fit, or a name is empty, twice there or "None".
    """

    def __init__(self, device_matrix, alias_name, rank_list=None):
        _check_tuple("device_matrix", device_matrix, int)
        _check_tuple("alias_name", alias_name, str)
        _check_names(device_matrix, alias_name)
        if rank_list is not None:
            _check_ranks(rank_list, device_matrix)
        self._device_shape = device_matrix
        self._alias_name = alias_name
        self._rank_list = rank_list or list(range(math.prod(device_matrix)))
        self._tensor_map: tuple | None = None

    def __call__(self, *tensor_map):
        """Return the layout of a tensor.

        Args:
            *tensor_map: for each axis of the tensor the name of the axis of devices that splits it,
                a tuple of such names, or "None".

        Raises:
            ValueError: a name is unknown, or used twice.
        """
        used: set[str] = set()
        made = copy.copy(self)
        made._tensor_map = tuple([self._axes(name, used) for name in tensor_map])
        return made

    def _axes(self, name, used):
        if isinstance(name, tuple):
            return tuple([self._axes(n, used) for n in name])
        if name == _UNSPLIT:
            return -1
        if name not in self._alias_name:
            raise ValueError(f"The axis {name} is not found in {self._alias_name}")
        if name in used:
            raise ValueError(f"The axis {name} has been set more than one in {self._alias_name}")
        used.add(name)
        return len(self._alias_name) - 1 - self._alias_name.index(name)

    def to_dict(self) -> dict:
        """Return what the layout consists of.

        Raises:
            ValueError: the layout is of no tensor; call it with the names of axes first.
        """
        if self._tensor_map is None:
            raise ValueError(
                "The tensor_map of layout is None; name the axes of a tensor first, for instance "
                f"`layout({self._alias_name[0]!r})`."
            )
        return {
            "device_matrix": self._device_shape,
            "tensor_map": self._tensor_map,
            "interleaved_parallel": _VIRTUAL in self._alias_name,
            "alias_name": self._alias_name,
            "rank_list": self._rank_list,
        }


def _check_tuple(name, value, kind):
    if not isinstance(value, tuple):
        raise TypeError(f"{name} must be tuple type, but got:{type(value)}")
    for element in value:
        if not isinstance(element, kind) or isinstance(element, bool):
            raise TypeError(
                f"The element of {name} must be {kind.__name__} type, but got:{type(element)}"
            )


def _check_names(device_matrix, names):
    if len(device_matrix) != len(names):
        raise ValueError(
            "device_matrix length should be equal to alias_name length, but got "
            f"{device_matrix} and {names}."
        )
    if "" in names:
        raise ValueError(f"The element of alias_name can not be empty, but got {names}.")
    if _UNSPLIT in names:
        raise ValueError(
            "The element of alias_name can not set 'None', because 'None' means no sharding, but "
            f"got {names}."
        )
    if len(set(names)) != len(names):
        raise ValueError(f"Each element of alias_name {names} should be different")
    if _VIRTUAL in names[:-1]:
        raise ValueError(
            f"When alias_name {names} contains keyword '{_VIRTUAL}', it should be at the last dim "
            "of alias_name, which means the virtual sharding."
        )


def _check_ranks(ranks, device_matrix):
    if not isinstance(ranks, list):
        raise TypeError(f"The rank_list should be a list, but got {type(ranks).__name__}.")
    for rank in ranks:
        if type(rank) is not int:
            raise TypeError(
                f"The element of rank_list should be int, but got {type(rank).__name__}."
            )
    if len(ranks) != math.prod(device_matrix):
        raise ValueError(
            "The length of rank_list should be equal to the product of device_matrix, but got "
            f"{len(ranks)} and {math.prod(device_matrix)}."
        )
