"""Activations as layers, in PyTorch's manner."""

from __future__ import annotations

from msjax.mint.nn import functional
from msjax.nn.cell import Cell

__all__ = [
    "ELU",
    "GELU",
    "GLU",
    "SELU",
    "Hardtanh",
    "LogSigmoid",
    "Mish",
    "ReLU6",
    "SiLU",
    "Sigmoid",
    "SoftmaxExt",
    "Tanh",
    "Threshold",
]


class ELU(Cell):
    """Computes x where x > 0 and alpha * (exp(x) - 1) elsewhere.

    Args:
        alpha: a number. Default: 1.0.
        inplace: whether the result is written into the input. Default: False.
    """

    def __init__(self, alpha=1.0, inplace=False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def construct(self, input):
        return functional.elu(input, self.alpha, self.inplace)


class GELU(Cell):
    """Computes x times the normal distribution function of x.

    Args:
        approximate: "none", or "tanh" for the approximation. Default: "none".
    """

    def __init__(self, approximate="none"):
        super().__init__()
        self.approximate = approximate

    def construct(self, input):
        return functional.gelu(input, approximate=self.approximate)


class GLU(Cell):
    """Multiplies the first half of the input along an axis by the sigmoid of the second.

    Args:
        dim: the axis that is halved. Default: -1.
    """

    def __init__(self, dim=-1):
        super().__init__()
        self.dim = dim

    def construct(self, input):
        return functional.glu(input, self.dim)


class Hardtanh(Cell):
    """Clips the input to a range.

    Args:
        min_val: the lower bound. Default: -1.0.
        max_val: the upper bound. Default: 1.0.
        inplace: whether the result is written into the input. Default: False.
    """

    def __init__(self, min_val=-1.0, max_val=1.0, inplace=False):
        super().__init__()
        self.min_val = min_val
        self.max_val = max_val
        self.inplace = inplace

    def construct(self, input):
        return functional.hardtanh(input, self.min_val, self.max_val, self.inplace)


class LogSigmoid(Cell):
    """Computes the logarithm of the sigmoid."""

    def __init__(self):
        super().__init__()

    def construct(self, input):
        return functional.logsigmoid(input)


class Mish(Cell):
    """Computes x * tanh(softplus(x))."""

    def construct(self, input):
        return functional.mish(input)


class ReLU6(Cell):
    """Computes min(max(x, 0), 6).

    Args:
        inplace: whether the result is written into the input. Default: False.
    """

    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def construct(self, input):
        return functional.relu6(input, self.inplace)


class SELU(Cell):
    """Computes the scaled ELU that keeps mean 0 and variance 1."""

    def construct(self, input):
        return functional.selu(input)


class SiLU(Cell):
    """Computes x * sigmoid(x).

    Args:
        inplace: whether the result is written into the input. Default: False.
    """

    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def construct(self, x):
        return functional.silu(x, self.inplace)


class Sigmoid(Cell):
    """Computes 1 / (1 + exp(-x))."""

    def __init__(self):
        super().__init__()

    def construct(self, input):
        return functional.sigmoid(input)


class SoftmaxExt(Cell):
    """Computes exp(x) / sum(exp(x)) along an axis; `mint.nn.Softmax`.

    Args:
        dim: the axis. Default: None: 0 for an input of 0, 1 or 3 axes, and else 1.
    """

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def construct(self, input):
        return functional.softmax(input, self.dim)


class Tanh(Cell):
    """Computes the hyperbolic tangent."""

    def __init__(self):
        super().__init__()

    def construct(self, input):
        return functional.tanh(input)


class Threshold(Cell):
    """Replaces elements that do not exceed a bound.

    Args:
        threshold: the bound.
        value: what replaces them.
        inplace: whether the result is written into the input. Default: False.
    """

    def __init__(self, threshold, value, inplace=False):
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def construct(self, input):
        return functional.threshold(input, self.threshold, self.value, self.inplace)
