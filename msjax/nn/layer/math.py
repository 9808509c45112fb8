"""Layers that compute statistics and matrix products."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_axes, check_bool, check_dtype

# Without CosineSimilarity: `nn` shows the metric, `nn.layer` this file's layer.
__all__ = ["LRN", "MatMul", "Moments", "ReduceLogSumExp"]


class LRN(Cell):
    """Divides by a power of the sum of the squares of neighbouring channels.

    Args:
        depth_radius: how many channels on each side count. Default: 5.
        bias: what is added to the sum. Default: 1.0.
        alpha: the factor of the sum. Default: 1.0.
        beta: the power. Default: 0.5.
        norm_region: "ACROSS_CHANNELS". Default: "ACROSS_CHANNELS".
    """

    def __init__(
        self, depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, norm_region="ACROSS_CHANNELS"
    ):
        super().__init__()
        self.depth_radius = depth_radius
        self.bias = bias
        self.alpha = alpha
        self.beta = beta
        self.norm_region = norm_region

    def construct(self, input_x):
        return ops.lrn(
            input_x, self.depth_radius, self.bias, self.alpha, self.beta, self.norm_region
        )


class ReduceLogSumExp(Cell):
    """Computes the logarithm of the sum of exponentials over axes.

    Args:
        axis: an int or tuple.
        keep_dims: whether reduced axes stay, with length 1. Default: False.
    """

    def __init__(self, axis, keep_dims=False):
        super().__init__()
        check_axes("ReduceLogSumExp", "axis", axis, list)
        check_bool("ReduceLogSumExp", "keep_dims", keep_dims)
        self.axis = axis
        self.keep_dims = keep_dims

    def construct(self, x):
        return ops.logsumexp(x, self.axis, self.keep_dims)


class Moments(Cell):
    """Computes mean and variance over axes.

    Args:
        axis: an int or tuple. Default: None, all axes.
        keep_dims: whether reduced axes stay, with length 1. Default: None, False.
    """

    def __init__(self, axis=None, keep_dims=None):
        super().__init__()
        if axis is not None:
            check_axes("Moments", "axis", axis)
        self.axis = () if axis is None else axis
        self.keep_dims = keep_dims is not None and check_bool("Moments", "keep_dims", keep_dims)

    def construct(self, x):
        check_dtype("Moments", x, mstype.float16, mstype.float32)
        mean = ops.ReduceMean(True)(x, self.axis)
        variance = ops.ReduceMean(self.keep_dims)(ops.square(x - mean), self.axis)
        return (mean if self.keep_dims else ops.ReduceMean(False)(x, self.axis)), variance


class CosineSimilarity(Cell):
    """Computes the cosine of the angle between vectors, along an axis.

    Args:
        dim: the axis of the vectors, an int, or a tuple. Default: 1.
        eps: the least product of the two lengths that is divided by. Default: 1e-8.

    Inputs: x1 and x2, Tensors (*, D, *) of the same shape. Integers give float32.

    Outputs: a Tensor (*, *).

    Raises:
        TypeError: `x1` or `x2` is no Tensor.
    """

    def __init__(self, dim=1, eps=1e-08):
        super().__init__()
        self.dim = dim
        self.eps = eps

    def construct(self, x1, x2):
        for name, x in (("x1", x1), ("x2", x2)):
            if not isinstance(x, Tensor):
                raise TypeError(
                    f"For 'CosineSimilarity', '{name}' must be a tensor, but got {type(x)}"
                )
        product, square1, square2 = (
            ops.mul(a, b).sum(self.dim) for a, b in ((x1, x2), (x1, x1), (x2, x2))
        )
        lengths = ops.sqrt(ops.maximum(square1 * square2, self.eps * self.eps))
        return ops.DivNoNan()(product, lengths)


class MatMul(Cell):
    """Multiplies matrices (deprecated in MindSpore; `ops.matmul`).

    Args:
        transpose_x1: whether the last two axes of the first operand are swapped. Default: False.
        transpose_x2: the same for the second. Default: False.
    """

    def __init__(self, transpose_x1=False, transpose_x2=False):
        super().__init__()
        self.transpose_x1 = transpose_x1
        self.transpose_x2 = transpose_x2

    def construct(self, x1, x2):
        x1 = x1.swapaxes(-1, -2) if self.transpose_x1 and x1.ndim > 1 else x1
        x2 = x2.swapaxes(-1, -2) if self.transpose_x2 and x2.ndim > 1 else x2
        return ops.matmul(x1, x2)
