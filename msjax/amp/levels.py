"""Networks in mixed precision: the levels, and lists of a program's own.

Source: https://www.mindspore.cn/docs/en/master/api_python/amp/mindspore.amp.auto_mixed_precision.html
"""

from __future__ import annotations

import copy
import functools
import inspect
import logging

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.precision import cast_inputs, under
from msjax._core.primitive import Primitive
from msjax.amp.lists import get_black_list, get_white_list, kernels_of
from msjax.amp.operator_precision import Auto, Listed, Whole
from msjax.nn import Cell

_log = logging.getLogger("msjax")
LOWER = (mstype.float16, mstype.bfloat16)


class _Converted(Cell):
    """A network whose output is converted."""

    def __init__(self, backbone):
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        self.__dict__["_jit_config_dict"] = backbone.jit_config_dict
        if hasattr(backbone, "_amp_level"):
            self._amp_level = backbone._amp_level


class _OutputTo16(_Converted):
    """A network whose output is converted to a lower precision."""

    def __init__(self, backbone, dtype=mstype.float16):
        super().__init__(backbone)
        self.dtype = dtype

    def construct(self, *args, **kwargs):
        """Run the network."""
        return ops.cast(self._backbone(*args, **kwargs), self.dtype)


class _OutputTo32(_Converted):
    """A network whose outputs are converted to float32."""

    def construct(self, *args, **kwargs):
        """Run the network."""
        return cast_inputs(self._backbone(*args, **kwargs), mstype.float32)


def auto_mixed_precision(network, amp_level="O0", dtype=mstype.float16):
    """Return a network that computes in mixed precision; Parameters keep their data type.

    Args:
        network: a Cell; with level "auto" also a function.
        amp_level: "O0": as it is. "O1": Cells and operators of `get_white_list()` compute in
            `dtype` and give float32. "O2": all but the Cells of `get_black_list()` compute in
            `dtype`. "O3": everything does. "auto": products and convolutions compute in `dtype`,
            exponentials, sums, norms and losses in float32, mixtures in the wider type.
            Default: "O0".
        dtype: float16 or bfloat16. Default: float16.

    Returns:
        A network. "O1" returns another that shares Parameters; "O2" and "O3" change the network and
        return one around it, whose outputs are float32; "auto" changes the network and returns it.

    Differs: "auto" leaves recurrent Cells, attention and `addmm` in the precision of their inputs,
        takes in `Conv1dTranspose`, and treats `mint.pow` and the losses of `mint` as those of
        `ops`. "O1" takes in `mint.bmm`, `ops.outer` and subclasses of listed layers, and leaves
        `addmm` and `baddbmm` in float32. What a compiled function was first called in does not
        stay with it.

    Raises:
        TypeError: `network` is neither Cell nor, with "auto", function.
        ValueError: `amp_level` or `dtype` is another.
    """
    if not isinstance(network, Cell):
        if amp_level != "auto":
            raise TypeError(f"For amp_level '{amp_level}', the network type should be Cell.")
        compiled = hasattr(network, "__wrapped__")
        if not (inspect.isfunction(network) or inspect.ismethod(network) or compiled):
            raise TypeError("For amp_level 'auto', the network type should be Cell or function.")
    _check_dtype(dtype)
    if amp_level == "O0":
        return network
    if amp_level not in _LEVELS:
        raise ValueError(
            f"The amp level {amp_level} is not supported; it must be one of 'O0', 'O1', 'O2', "
            "'O3', 'auto'."
        )
    former = getattr(network, "_amp_level", None)
    if former is not None:
        _log.warning(
            "The network already has mixed precision, level %s; level %s is added to it.",
            former,
            amp_level,
        )
    network = _LEVELS[amp_level](network, dtype)
    network._amp_level = amp_level
    return network


def custom_mixed_precision(network, *, white_list=None, black_list=None, dtype=mstype.float16):
    """Return a network of which listed parts, or all others, compute in lower precision.

    Args:
        network: a Cell.
        white_list: a list of Cell and Primitive classes that compute in `dtype` and give float32;
            the network that is returned shares Parameters with the one given. Default: None.
        black_list: a list of Cell classes that compute in float32, all others in `dtype`.
            Default: None.
        dtype: float16 or bfloat16. Default: float16.

    Raises:
        TypeError: `network` is no Cell, or a list or what it holds has the wrong type.
        ValueError: both lists are given or none is, or `dtype` is another.
        NotImplementedError: a Primitive is made of several operators.
    """
    if not isinstance(network, Cell):
        raise TypeError("The network type should be Cell.")
    if white_list is None and black_list is None:
        raise ValueError(
            "For custom_mixed_precision, one of white_list and black_list must be provided."
        )
    if white_list is not None and black_list is not None:
        raise ValueError(
            "For custom_mixed_precision, the white_list or black_list cannot be provided at the "
            "same time, please provide one or the other."
        )
    _check_dtype(dtype)
    if white_list is not None:
        _check_list(white_list, "white_list", Cell, Primitive)
        return _lower_listed(network, dtype, white_list)
    _check_list(black_list, "black_list", Cell)
    assert black_list is not None
    for cell in get_black_list():
        if cell not in black_list:
            _log.warning("%s is removed from internal black list.", cell)
    return _lower_unlisted(network, dtype, black_list)


def _check_dtype(dtype):
    if not any(dtype is t for t in LOWER):
        raise ValueError(
            f"The dtype should be one of (mstype.float16, mstype.bfloat16), but got {dtype}."
        )


def _check_list(given, name, *bases):
    if not isinstance(given, list):
        raise TypeError(f"The type of {name} should be list, but got {type(given)}")
    for element in given:
        if not isinstance(element, type):
            raise TypeError(f"The element in {name} should be a class, but got {element}")
        if not issubclass(element, bases):
            allowed = " and ".join(f"'{base.__name__}'" for base in bases)
            raise TypeError(
                f"The subclass of element in {name} should be one of {allowed}, but got {element}"
            )


def _lower_listed(network, dtype, white_list):
    """Copy a network, without its Parameters, into one whose listed parts are lowered."""
    cells = {c for c in white_list if issubclass(c, Cell)}
    kernels = [kernels_of(p) for p in white_list if not issubclass(p, Cell)]
    operators = Listed(dtype, frozenset().union(*kernels))
    copied = _copy(network, cells, Whole(dtype), {})
    if network.mixed_precision_type is None:
        copied._set_operator_precision(operators)
    return copied


def _copy(cell, listed, whole, copies):
    """Return a Cell that shares Parameters with another, as do its children; listed are `whole`."""
    if cell is None or id(cell) in copies:
        return copies.get(id(cell))
    if copies and cell.mixed_precision_type is not None:
        return cell
    new = copies[id(cell)] = copy.copy(cell)
    if type(cell) in listed and len(copies) > 1:
        new._set_operator_precision(whole)
    for name, child in list(new._cells.items()):
        new._cells[name] = _copy(child, listed, whole, copies)
    for name, value in list(new.__dict__.items()):
        if type(value) in (list, tuple) and any(isinstance(c, Cell) for c in value):
            items = [_copy(c, listed, whole, copies) if isinstance(c, Cell) else c for c in value]
            new.__dict__[name] = type(value)(items)
    return new


def _lower_unlisted(network, dtype, black_list):
    network.to_float(dtype)
    keep_float32(network, tuple(black_list), dtype)
    return _OutputTo32(network)


def keep_float32(network, kept, dtype=mstype.float16):
    """Let the descendants of some classes compute in float32 and give `dtype`."""
    for name, child in list(network._cells.items()):
        if child is None or child is network:
            continue
        if isinstance(child, kept):
            network._cells[name] = wrapped = _OutputTo16(child.to_float(mstype.float32), dtype)
            for attribute, value in list(network.__dict__.items()):
                if type(value) is list and any(c is child for c in value):
                    network.__dict__[attribute] = [wrapped if c is child else c for c in value]
        else:
            keep_float32(child, kept, dtype)


def _lower_all(network, dtype):
    return _OutputTo32(network.to_float(dtype))


def _choose_by_operator(network, dtype):
    if isinstance(network, Cell):
        network._set_operator_precision(Auto(dtype))
        return network

    @functools.wraps(network)
    def in_mixed_precision(*args, **kwargs):
        with under(Auto(dtype)):
            return network(*args, **kwargs)

    return in_mixed_precision


_LEVELS = {
    "O1": lambda network, dtype: _lower_listed(network, dtype, get_white_list()),
    "O2": lambda network, dtype: _lower_unlisted(network, dtype, get_black_list()),
    "O3": _lower_all,
    "auto": _choose_by_operator,
}
