"""Special functions and matrices as layers: names of MindSpore 1.x that programs still use."""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.plain import PlainCell
from msjax.nn.layer.validation import check_dtype, check_type

__all__ = [
    "DiGamma",
    "IGamma",
    "LBeta",
    "LGamma",
    "MatDet",
    "MatInverse",
    "MatrixDiag",
    "MatrixDiagPart",
    "MatrixSetDiag",
    "TimeDistributed",
]


class _Function(PlainCell):
    """What functions of float16 and float32 share."""

    dtypes = mstype.float16, mstype.float32

    def _checked(self, x, *others):
        check_dtype(type(self).__name__, x, *self.dtypes)
        for y in others:
            check_dtype(type(self).__name__, y, x.dtype)


class LGamma(_Function):
    """Computes the logarithm of the absolute value of the gamma function."""

    def construct(self, x):
        self._checked(x)
        return ops.lgamma(x)


class DiGamma(_Function):
    """Computes the derivative of the logarithm of the gamma function."""

    def construct(self, x):
        self._checked(x)
        return ops.digamma(x)


class IGamma(_Function):
    """Computes the lower regularized incomplete gamma function of a and x, in float32."""

    dtypes = (mstype.float32,)

    def construct(self, a, x):
        self._checked(a, x)
        return ops.igamma(a, x)


class LBeta(_Function):
    """Computes the logarithm of the beta function of x and y."""

    def construct(self, x, y):
        self._checked(x, y)
        return ops.lgamma(x) + ops.lgamma(y) - ops.lgamma(x + y)


class MatInverse(_Function):
    """Computes the inverses of symmetric positive definite matrices."""

    def construct(self, a):
        self._checked(a)
        return ops.inverse(a)


class MatDet(_Function):
    """Computes the determinants of symmetric positive definite matrices."""

    def construct(self, a):
        self._checked(a)
        return ops.det(a)


class MatrixDiag(PlainCell):
    """Puts the last axis on the diagonals of square matrices of zeros."""

    def construct(self, input_x):
        return ops.diag_embed(input_x)


class MatrixDiagPart(PlainCell):
    """Takes the diagonals of matrices."""

    def construct(self, input_x):
        return ops.diagonal(input_x, 0, -2, -1)


class MatrixSetDiag(PlainCell):
    """Replaces the diagonals of matrices.

    Inputs:
        - **input_x** - Tensor of shape (..., M, N).
        - **diagonal** - Tensor of shape (..., min(M, N)).
    """

    def construct(self, input_x, diagonal):
        rows, columns = input_x.shape[-2:]
        least = min(rows, columns)
        if diagonal.shape != (*input_x.shape[:-2], least):
            raise ValueError(
                "For 'MatrixSetDiag', the 'diagonal' must have the shape "
                f"{(*input_x.shape[:-2], least)}, but got {diagonal.shape}."
            )
        on = Tensor(np.eye(rows, columns, dtype=bool))
        wide = ops.pad(diagonal, (0, max(rows, columns) - least))
        spread = wide.expand_dims(-1) if rows >= columns else wide.expand_dims(-2)
        return ops.select(
            on.broadcast_to(input_x.shape), spread.broadcast_to(input_x.shape), input_x
        )


class TimeDistributed(Cell):
    """Applies a layer to every step of a sequence.

    Args:
        layer: a Cell or Primitive of one Tensor.
        time_axis: the axis of the steps.
        reshape_with_axis: an axis that the steps are joined with, so that the layer runs once for
            all of them. Default: None, it runs once per step.

    Raises:
        TypeError: an argument has the wrong type, or the layer gives no Tensor.
        ValueError: the layer's output does not have the joined axis.
    """

    def __init__(self, layer, time_axis, reshape_with_axis=None):
        from msjax._core.primitive import Primitive

        super().__init__()
        check_type("TimeDistributed", "layer", layer, Cell, Primitive)
        check_type("TimeDistributed", "time_axis", time_axis, int)
        if reshape_with_axis is not None:
            check_type("TimeDistributed", "reshape_with_axis", reshape_with_axis, int)
        self.layer = layer
        self.time_axis = time_axis
        self.reshape_with_axis = reshape_with_axis

    def construct(self, inputs):
        check_type("TimeDistributed", "inputs", inputs, Tensor)
        if inputs.ndim < 3:
            raise ValueError(
                "For 'TimeDistributed', the input must have at least 3 axes, but got shape "
                f"{inputs.shape}."
            )
        axis = self.time_axis % inputs.ndim
        if self.reshape_with_axis is not None:
            return self._joined(inputs, axis, self.reshape_with_axis % inputs.ndim)
        return ops.stack([self._applied(step) for step in ops.unbind(inputs, axis)], axis)

    def _applied(self, x):
        y = self.layer(x)
        check_type("TimeDistributed", "layer's output", y, Tensor)
        return y

    def _joined(self, x, time, axis):
        """Move the time beside an axis, join both, apply the layer and split them again."""
        last = x.ndim - 1
        to = last - 1 if axis == last else axis + (1 if time > axis else -1)
        x = ops.movedim(x, time, to)
        first = min(to, axis)
        pair = x.shape[first : first + 2]
        x = x.reshape(*x.shape[:first], -1, *x.shape[first + 2 :])
        y = self._applied(x)
        if first >= y.ndim or y.shape[first] != x.shape[first]:
            raise ValueError(
                "For 'TimeDistributed', the 'reshape_with_axis' must stay an axis of the layer's "
                f"output, but the joined input has shape {x.shape} and the output {y.shape}; leave "
                "'reshape_with_axis' out."
            )
        return y.reshape(*y.shape[:first], *pair, *y.shape[first + 1 :])
