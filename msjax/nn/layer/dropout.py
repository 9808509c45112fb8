"""Dropout layers."""

from __future__ import annotations

from collections.abc import Callable

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.operator import write_into
from msjax._core.random import draw
from msjax._ops.dropout import drop, dropout_or_channels
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_range, check_type

__all__ = ["Dropout", "Dropout1d", "Dropout2d", "Dropout2dExt", "Dropout3d", "DropoutExt"]


class Dropout(Cell):
    """Sets elements to 0 at random and scales the others, when training.

    Args:
        keep_prob: the probability that an element is kept; used where `p` is None (deprecated).
            Default: 0.5.
        p: the probability that an element becomes 0, in [0, 1). Default: None.
        dtype: kept for old programs; it has no effect in MindSpore either. Default: float32.

    Raises:
        TypeError: a probability is no number.
        ValueError: a probability is out of range.
    """

    draws_random_numbers = True

    def __init__(self, keep_prob=0.5, p=None, dtype=mstype.float32):
        super().__init__()
        if p is None:
            check_type("Dropout", "keep_prob", keep_prob, float)
            check_range("Dropout", "keep_prob", keep_prob, 0, 1, "right")
        else:
            check_range("Dropout", "p", p, 0, 1, "left")
        self.p = p
        self.keep_prob = keep_prob

    def construct(self, x):
        p = 1 - self.keep_prob if self.p is None else self.p
        if not self.training or p == 0:
            return x
        return drop(draw(), x, float(p))

    def extend_repr(self):
        return f"keep_prob={self.keep_prob}" if self.p is None else f"p={self.p}"


class Dropout1d(Cell):
    """Sets whole channels of (N, C, L) or (C, L) to 0 at random, when training.

    Args:
        p: the probability that a channel becomes 0, in [0, 1]. Default: 0.5.
    """

    draws_random_numbers = True

    def __init__(self, p=0.5):
        super().__init__()
        check_type("Dropout1d", "p", p, float)
        check_range("Dropout1d", "p", p, 0.0, 1.0)
        self.prob = p

    def construct(self, x):
        if not self.training or self.prob == 0:
            return x
        return ops.dropout1d(x, self.prob)


class _DropoutChannels(Cell):
    """What Dropout2d and Dropout3d share."""

    _operator: Callable
    draws_random_numbers = True

    def __init__(self, p=0.5):
        super().__init__()
        check_type(type(self).__name__, "p", p, float)
        check_range(type(self).__name__, "p", p, 0.0, 1.0)
        self.keep_prob = 1.0 - p

    def construct(self, x):
        if not self.training or self.keep_prob == 1:
            return x
        return type(self)._operator(x, 1.0 - self.keep_prob)

    def extend_repr(self):
        return f"p={1.0 - self.keep_prob}"


class Dropout2d(_DropoutChannels):
    """Sets whole channels of (N, C, H, W) to 0 at random, when training.

    Args:
        p: the probability that a channel becomes 0, in [0, 1]. Default: 0.5.
    """

    @staticmethod
    def _operator(x, p):
        return ops.dropout2d(x, p)


class Dropout3d(_DropoutChannels):
    """Sets whole channels of (N, C, D, H, W) to 0 at random, when training.

    Args:
        p: the probability that a channel becomes 0, in [0, 1]. Default: 0.5.
    """

    @staticmethod
    def _operator(x, p):
        return ops.dropout3d(x, p)


class DropoutExt(Cell):
    """Sets elements to 0 at random and scales the others, when training; `mint.nn.Dropout`.

    Args:
        p: the probability that an element becomes 0, in [0, 1]. Default: 0.5.
        inplace: whether the result is written into the input. Default: False.
    """

    draws_random_numbers = True
    _name = "dropout"

    def __init__(self, p=0.5, inplace=False):
        super().__init__()
        self.p = p
        self.inplace = inplace

    def construct(self, input):
        if not self.training or self.p == 0:
            return input
        result = dropout_or_channels(self._name, input, self.p, self.training)
        return write_into(input, result) if self.inplace else result


class Dropout2dExt(DropoutExt):
    """Sets whole channels to 0 at random, when training; `mint.nn.Dropout2d`.

    Args:
        p: the probability that a channel becomes 0, in [0, 1]. Default: 0.5.
        inplace: whether the result is written into the input. Default: False.
    """

    _name = "dropout2d"
