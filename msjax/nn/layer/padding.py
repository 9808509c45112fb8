"""Layers that pad the last axes."""

from __future__ import annotations

from msjax import ops
from msjax.nn.cell import Cell

__all__ = [
    "ConstantPad1d",
    "ConstantPad2d",
    "ConstantPad3d",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReflectionPad3d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ReplicationPad3d",
    "ZeroPad2d",
]


def _padding(name, padding, rank):
    """Return two numbers per axis for an int or a tuple."""
    if isinstance(padding, bool) or not isinstance(padding, int | tuple):
        raise TypeError(
            f"For {name}, the padding must be int or tuple, but got {type(padding).__name__}."
        )
    if isinstance(padding, int):
        return (padding,) * (2 * rank)
    if len(padding) % 2 or len(padding) > 2 * rank:
        raise ValueError(
            f"For {name}, the padding must be an int or a tuple of up to {2 * rank} ints, two per "
            f"axis, but got {padding}."
        )
    return padding


class _Pad(Cell):
    """What padding layers share."""

    rank, mode = 1, "constant"

    def __init__(self, padding):
        super().__init__()
        self.padding = _padding(type(self).__name__, padding, self.rank)

    def construct(self, x):
        return ops.pad(x, self.padding, self.mode)


class _ReflectionPad(_Pad):
    """What layers that pad with a reflection share."""

    mode = "reflect"

    def __init__(self, padding):
        super().__init__(padding)
        if min(self.padding) < 0:
            raise ValueError(
                f"For '{type(self).__name__}' every element in 'padding' must be >= 0, but got "
                f"{self.padding}; cut the input with an index instead."
            )


class _ReplicationPad(_Pad):
    """What layers that pad with the border share."""

    mode = "replicate"

    def construct(self, x):
        padded = len(self.padding) // 2
        if x.ndim not in (padded + 1, padded + 2):
            raise ValueError(
                f"For '{type(self).__name__}', the input must have {padded + 1} or {padded + 2} "
                f"axes where 'padding' is {self.padding}, but got an input of {x.ndim} axes."
            )
        return super().construct(x)


class _ConstantPad(_Pad):
    """What layers that pad with a constant share."""

    def __init__(self, padding, value):
        if not isinstance(value, int | float):
            raise TypeError(
                f"For {type(self).__name__}, the value must be int or float, but got "
                f"{type(value).__name__}."
            )
        super().__init__(padding)
        self.value = value

    def construct(self, x):
        return ops.pad(x, self.padding, "constant", self.value)


class ConstantPad1d(_ConstantPad):
    """Pads the last axis with a constant.

    Args:
        padding: an int, or (left, right).
        value: the constant.
    """


class ConstantPad2d(_ConstantPad):
    """Pads the last two axes with a constant.

    Args:
        padding: an int, or (left, right, top, bottom).
        value: the constant.
    """

    rank = 2


class ConstantPad3d(_ConstantPad):
    """Pads the last three axes with a constant.

    Args:
        padding: an int, or (left, right, top, bottom, front, back).
        value: the constant.
    """

    rank = 3


class ZeroPad2d(_ConstantPad):
    """Pads the last two axes with zeros.

    Args:
        padding: an int, or (left, right, top, bottom).
    """

    rank = 2

    def __init__(self, padding):
        super().__init__(padding, 0)


class ReflectionPad1d(_ReflectionPad):
    """Pads the last axis with its reflection, without the border itself.

    Args:
        padding: an int, or (left, right).
    """


class ReflectionPad2d(_ReflectionPad):
    """Pads the last two axes with their reflection, without the border itself.

    Args:
        padding: an int, or (left, right, top, bottom).
    """

    rank = 2


class ReflectionPad3d(_ReflectionPad):
    """Pads the last three axes with their reflection, without the border itself.

    Args:
        padding: an int, or (left, right, top, bottom, front, back).
    """

    rank = 3


class ReplicationPad1d(_ReplicationPad):
    """Pads the last axis with its border.

    Args:
        padding: an int, or (left, right).
    """


class ReplicationPad2d(_ReplicationPad):
    """Pads the last two axes with their borders.

    Args:
        padding: an int, or (left, right, top, bottom).
    """

    rank = 2


class ReplicationPad3d(_ReplicationPad):
    """Pads the last three axes with their borders.

    Args:
        padding: an int, or (left, right, top, bottom, front, back).
    """

    rank = 3
