"""Padding layers, in PyTorch's manner."""

from __future__ import annotations

from msjax.mint.nn import functional
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_int, check_type

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
    "ZeroPad1d",
    "ZeroPad2d",
    "ZeroPad3d",
]


def _paddings(name, padding, rank, check_one, check_each):
    """Return two numbers per axis for an int, a tuple or a list."""
    if isinstance(padding, int):
        check_one("padding", padding)
        return (padding,) * (2 * rank)
    if not isinstance(padding, tuple | list):
        raise ValueError(
            f"For '{name}', 'padding' must be integer or tuple/list of {2 * rank} integers, but "
            f"got {padding}."
        )
    if len(padding) != 2 * rank:
        raise ValueError(
            f"For '{name}', the length of parameter 'padding' with tuple type must equal to "
            f"{2 * rank}, but got {len(padding)}."
        )
    for i, value in enumerate(padding):
        check_each(f"padding[{i}]", value)
    return padding


class _ConstantPad(Cell):
    """What layers that pad with one value share; a negative padding cuts off."""

    rank = 1

    def __init__(self, padding, value):
        super().__init__()
        name = type(self).__name__

        def check(argument, given):
            check_type(name, argument, given, int)

        self.padding = _paddings(name, padding, self.rank, check, check)
        self.value = value

    def construct(self, input):
        return functional.pad(input, self.padding, "constant", self.value)


class ConstantPad1d(_ConstantPad):
    """Pads the last axis with a value.

    Args:
        padding: an int, or how many elements (before, after); negative numbers cut off.
        value: the value.

    Raises:
        TypeError: a padding is no int.
        ValueError: there are too few or too many paddings.
    """


class ConstantPad2d(_ConstantPad):
    """Pads the last two axes with a value.

    Args:
        padding: an int, or (left, right, top, bottom); negative numbers cut off.
        value: the value.
    """

    rank = 2


class ConstantPad3d(_ConstantPad):
    """Pads the last three axes with a value.

    Args:
        padding: an int, or (left, right, top, bottom, front, back); negative numbers cut off.
        value: the value.
    """

    rank = 3


class _ZeroPad(_ConstantPad):
    """What layers that pad with zeros share."""

    def __init__(self, padding):
        super().__init__(padding, 0)


class ZeroPad1d(_ZeroPad):
    """Pads the last axis with zeros.

    Args:
        padding: as for `ConstantPad1d`.
    """


class ZeroPad2d(_ZeroPad):
    """Pads the last two axes with zeros.

    Args:
        padding: as for `ConstantPad2d`.
    """

    rank = 2


class ZeroPad3d(_ZeroPad):
    """Pads the last three axes with zeros.

    Args:
        padding: as for `ConstantPad3d`.
    """

    rank = 3


class _MirrorPad(Cell):
    """What layers that pad with elements of the input share."""

    rank, mode = 1, "reflect"

    def __init__(self, padding):
        super().__init__()
        name = type(self).__name__
        self.padding = _paddings(
            name,
            padding,
            self.rank,
            lambda argument, given: check_int(name, argument, given),
            lambda argument, given: check_int(name, argument, given, 0),
        )

    def construct(self, input):
        return functional.pad(input, self.padding, self.mode)


class ReflectionPad1d(_MirrorPad):
    """Pads the last axis with its reflection at the outermost elements.

    Args:
        padding: an int > 0, or how many elements (before, after).

    Raises:
        TypeError: a padding is no int.
        ValueError: a padding is negative, or there are too few or too many.
    """


class ReflectionPad2d(_MirrorPad):
    """Pads the last two axes with their reflections at the outermost elements.

    Args:
        padding: an int > 0, or (left, right, top, bottom).
    """

    rank = 2


class ReflectionPad3d(_MirrorPad):
    """Pads the last three axes with their reflections at the outermost elements.

    Args:
        padding: an int > 0, or (left, right, top, bottom, front, back).
    """

    rank = 3


class ReplicationPad1d(_MirrorPad):
    """Pads the last axis with its outermost elements.

    Args:
        padding: as for `ReflectionPad1d`.
    """

    mode = "replicate"


class ReplicationPad2d(_MirrorPad):
    """Pads the last two axes with their outermost elements.

    Args:
        padding: as for `ReflectionPad2d`.
    """

    rank, mode = 2, "replicate"


class ReplicationPad3d(_MirrorPad):
    """Pads the last three axes with their outermost elements.

    Args:
        padding: as for `ReflectionPad3d`.
    """

    rank, mode = 3, "replicate"
