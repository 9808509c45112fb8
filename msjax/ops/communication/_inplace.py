"""`set_comm_ops_inplace`: whether collectives write their results or return them.

Source: https://www.mindspore.cn/docs/en/master/api_python/communication/mindspore.ops.communication.set_comm_ops_inplace.html
"""

from __future__ import annotations

import functools
import inspect

from msjax._core.tensor import Tensor
from msjax._ops.creation import copy

_in_place: dict[str, bool] = {}


def set_comm_ops_inplace(is_enable, func_list=None) -> None:
    """Let collectives write into their outputs, as they do by default, or return their results.

    Args:
        is_enable: a bool, whether they write.
        func_list: a list of names of functions of `mindspore.ops.communication`. Default: None,
            all of them.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a name is unknown.
    """
    if not isinstance(is_enable, bool):
        raise TypeError(
            "For 'set_comm_ops_inplace', the argument 'is_enable' must be type of bool, but got "
            f"'is_enable' type : {type(is_enable)}."
        )
    if func_list is None:
        func_list = list(_in_place)
    if not isinstance(func_list, list | tuple):
        raise TypeError(f"Expected list or tuple, but got {type(func_list)}.")
    for name in func_list:
        if name not in _in_place:
            raise ValueError(
                f"The function name in `func_list` must be correct, but got {name}. Known are "
                f"{', '.join(_in_place)}."
            )
    _in_place.update(dict.fromkeys(func_list, is_enable))


def register(*functions) -> None:
    """Make names known whose functions do the same in both cases."""
    _in_place.update({f.__name__: True for f in functions})


def switchable(function, fresh=None):
    """Return a collective that heeds `set_comm_ops_inplace`.

    Args:
        function: the collective that writes.
        fresh: makes an output, puts it into a dict of the arguments, and returns it. Default: None,
            for collectives that can only write.
    """
    register(function)
    name = function.__name__
    signature = inspect.signature(function)

    @functools.wraps(function)
    def called(*args, **kwargs):
        if _in_place[name]:
            return function(*args, **kwargs)
        if fresh is None:
            raise ValueError(
                f"Non-inplace mode is currently not supported by {name}; call "
                f"`set_comm_ops_inplace(True, [{name!r}])` first."
            )
        given = signature.bind(*args, **kwargs).arguments
        output = fresh(given)
        return output, function(**given)

    return called


def like_input(output, x, heeded=False):
    """Return what makes the output of a collective whose result is shaped as its input.

    Args:
        output: the name of the argument that is written.
        x: the name of the input.
        heeded: whether what is given as the output, a Tensor or a shape, has to have that shape.
    """

    def fresh(given):
        asked, value = given[output], given[x]
        listed = isinstance(value, list | tuple)
        if heeded:
            for a, v in zip(asked, value, strict=False) if listed else [(asked, value)]:
                _check_shape(a, v)
        given[output] = [_copied(t) for t in value] if listed else _copied(value)
        return given[output]

    return fresh


def _copied(value):
    return copy(value) if isinstance(value, Tensor) else value


def _check_shape(asked, x):
    shape = tuple(getattr(asked, "shape", asked))
    if isinstance(x, Tensor) and shape != x.shape:
        raise ValueError(
            f"The output's shape must be {x.shape}, as one process gets what it gives, but got "
            f"{shape}."
        )
