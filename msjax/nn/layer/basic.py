"""Layers that reshape, encode, measure and pad."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.activation import get_activation
from msjax.nn.layer.dense import BiDense, Dense, Linear
from msjax.nn.layer.dropout import Dropout, Dropout1d, Dropout2d, Dropout3d
from msjax.nn.layer.plain import PlainCell
from msjax.nn.layer.validation import check_axes, check_choice, check_dtype, check_type

# What MindSpore has in this module, whatever file it is in here.
__all__ = [
    "BiDense",
    "ClipByNorm",
    "Dense",
    "Dropout",
    "Dropout1d",
    "Dropout2d",
    "Dropout3d",
    "Flatten",
    "Identity",
    "L1Regularizer",
    "Linear",
    "Norm",
    "OneHot",
    "Pad",
    "Range",
    "Roll",
    "Tril",
    "Triu",
    "Unflatten",
    "get_activation",
]


class Identity(Cell):
    """Returns its input.

    Args:
        *args: anything, unused.
        **kwargs: anything, unused.
    """

    def __init__(self, *args, **kwargs):
        super().__init__()

    def construct(self, input):
        return input


class Flatten(Cell):
    """Joins axes to one.

    Args:
        start_dim: the first axis. Default: 1.
        end_dim: the last axis. Default: -1.
    """

    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        check_type("Flatten", "start_dim", start_dim, int)
        check_type("Flatten", "end_dim", end_dim, int)
        self.start_dim = start_dim
        self.end_dim = end_dim

    def construct(self, x):
        rank = x.ndim
        start, end = (d + rank if d < 0 else d for d in (self.start_dim, self.end_dim))
        if rank == 0 or not (0 <= start < rank and 0 <= end < rank and start <= end):
            raise ValueError(
                f"'start_dim' or 'end_dim' out of range: {self.start_dim} and {self.end_dim} for "
                f"an input of {rank} axes."
            )
        return x.reshape(*x.shape[:start], -1, *x.shape[end + 1 :])


class Unflatten(Cell):
    """Splits an axis.

    Args:
        axis: the axis.
        unflattened_size: a tuple or list of the lengths that replace it.
    """

    def __init__(self, axis, unflattened_size):
        super().__init__()
        check_type("Unflatten", "axis", axis, int)
        check_type("Unflatten", "unflattened_size", unflattened_size, tuple, list)
        self.axis = axis
        self.unflattened_size = unflattened_size

    def construct(self, input_x):
        axis = self.axis % input_x.ndim
        shape = input_x.shape
        return input_x.reshape(*shape[:axis], *self.unflattened_size, *shape[axis + 1 :])


class OneHot(Cell):
    """Encodes indices by vectors with one distinguished element.

    Args:
        axis: where the new axis goes. Default: -1.
        depth: its length. Default: 1.
        on_value: the value at the index. Default: 1.0.
        off_value: the value elsewhere. Default: 0.0.
        dtype: the data type of the result. Default: float32.
    """

    def __init__(self, axis=-1, depth=1, on_value=1.0, off_value=0.0, dtype=mstype.float32):
        super().__init__()
        self.axis = axis
        self.depth = depth
        self.on_value = on_value
        self.off_value = off_value
        self.dtype = dtype

    def construct(self, indices):
        on, off = (Tensor(v, self.dtype) for v in (self.on_value, self.off_value))
        return ops.one_hot(indices, self.depth, on, off, self.axis)


class Pad(Cell):
    """Pads every axis.

    Args:
        paddings: a tuple of pairs (before, after), one per axis.
        mode: "CONSTANT" (zeros), "REFLECT" or "SYMMETRIC". Default: "CONSTANT".

    Raises:
        TypeError: `paddings` is no tuple.
        ValueError: `paddings` is not made of pairs, or `mode` is unknown.
    """

    def __init__(self, paddings, mode="CONSTANT"):
        super().__init__()
        if not isinstance(paddings, tuple):
            raise TypeError(
                f"For 'Pad', the type of 'paddings' must be tuple, but got "
                f"{type(paddings).__name__}."
            )
        if any(len(pair) != 2 for pair in paddings):
            raise ValueError(
                f"For 'Pad', the dimension of 'paddings' must be (n, 2), but got {paddings}."
            )
        check_choice("Pad", "mode", mode, ("CONSTANT", "REFLECT", "SYMMETRIC"))
        self.mode = mode
        self.paddings = paddings

    def construct(self, x):
        if self.mode == "CONSTANT":
            return ops.Pad(self.paddings)(x)
        return ops.mirror_pad(x, self.paddings, self.mode)


class Norm(Cell):
    """Computes the Euclidean norm over axes.

    Args:
        axis: an int or tuple; () for all axes. Default: ().
        keep_dims: whether reduced axes stay, with length 1. Default: False.
    """

    def __init__(self, axis=(), keep_dims=False):
        super().__init__()
        check_type("Norm", "keep_dims", keep_dims, bool)
        if axis is not None:
            check_axes("Norm", "axis", axis, list)
        self.axis = () if axis is None else axis
        self.keep_dims = keep_dims

    def construct(self, x):
        return ops.sqrt(ops.ReduceSum(self.keep_dims)(ops.square(x), self.axis))

    def extend_repr(self):
        return f"axis={self.axis}, keep_dims={self.keep_dims}"


class ClipByNorm(Cell):
    """Scales x down where its norm over `axis` exceeds a bound.

    Args:
        axis: an int or tuple. Default: None, all axes.

    Differs: with an axis, each slice is scaled by its own norm; MindSpore's CPU kernel takes the
    norms of others.
    """

    def __init__(self, axis=None):
        super().__init__()
        if axis is not None:
            check_axes("ClipByNorm", "axis", axis, list)
        self.axis = () if axis is None else axis

    def construct(self, x, clip_norm):
        for argument, value in (("x", x), ("clip_norm", clip_norm)):
            check_type("ClipByNorm", argument, value, Tensor)
        check_dtype("ClipByNorm", x, mstype.float16, mstype.float32)
        norm = ops.sqrt(ops.ReduceSum(True)(ops.square(x), self.axis))
        return x * clip_norm / ops.maximum(norm, clip_norm)


class L1Regularizer(Cell):
    """Computes scale times the sum of absolute values.

    Args:
        scale: a positive number.
    """

    def __init__(self, scale):
        super().__init__()
        check_type("L1Regularizer", "scale", scale, int, float)
        if not 0 < scale < math.inf:
            raise ValueError(
                f"For 'L1Regularizer', the 'scale' must be greater than 0 and finite, but got "
                f"{scale}."
            )
        self.scale = scale

    def construct(self, weights):
        return ops.abs(weights).sum() * self.scale


class Range(Cell):
    """Returns the numbers from `start` to `limit` (excluded).

    Args:
        start: the first number, or the limit where `limit` is None.
        limit: the limit. Default: None.
        delta: the step. Default: 1.
    """

    def __init__(self, start, limit=None, delta=1):
        super().__init__()
        for argument, value in (("start", start), ("limit", limit), ("delta", delta)):
            if argument != "limit" or value is not None:
                check_type("Range", argument, value, int, float)
        if delta == 0:
            raise ValueError("For 'Range', the 'delta' can not be zero.")
        if limit is None:
            start, limit = 0, start
        self.start, self.limit, self.delta = start, limit, delta
        floats = any(isinstance(v, float) for v in (start, limit, delta))
        self.ms_dtype = mstype.float32 if floats else mstype.int32

    def construct(self):
        return ops.arange(self.start, self.limit, self.delta, dtype=self.ms_dtype)


class Roll(Cell):
    """Rotates elements along axes.

    Args:
        shift: how far: an int, or one per axis.
        axis: the axes: an int, tuple or list.
    """

    def __init__(self, shift, axis):
        super().__init__()
        check_axes("Roll", "shift", shift, list)
        check_axes("Roll", "axis", axis, list)
        shifts, axes = (v if isinstance(v, tuple | list) else (v,) for v in (shift, axis))
        if len(shifts) != len(axes):
            raise ValueError(
                "For 'Roll', the shape of 'shift' and the shape of 'axis' must be the same, but "
                f"got {shift} and {axis}."
            )
        self.shift = shift
        self.axis = axis

    def construct(self, input_x):
        return ops.roll(input_x, self.shift, self.axis)


class Tril(PlainCell):
    """Sets elements above a diagonal to 0."""

    def construct(self, x, k=0):
        return ops.tril(x, k)


class Triu(PlainCell):
    """Sets elements below a diagonal to 0."""

    def construct(self, x, k=0):
        return ops.triu(x, k)
