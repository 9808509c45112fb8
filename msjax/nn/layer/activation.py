"""Activations as layers, and `get_activation`."""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax import ops
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops.activation import log_softmax
from msjax.common.initializer import initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.plain import PlainCell
from msjax.nn.layer.validation import check_bool, check_int, check_type

__all__ = [
    "CELU",
    "ELU",
    "GELU",
    "GLU",
    "FastGelu",
    "HShrink",
    "HSigmoid",
    "HSwish",
    "Hardtanh",
    "LeakyReLU",
    "LogSigmoid",
    "LogSoftmax",
    "LogSoftmaxExt",
    "Mish",
    "PReLU",
    "PReLUExt",
    "RReLU",
    "ReLU",
    "ReLU6",
    "SeLU",
    "SiLU",
    "Sigmoid",
    "SoftShrink",
    "Softmax",
    "Softmax2d",
    "Softmin",
    "Softsign",
    "Tanh",
    "Tanhshrink",
    "Threshold",
    "get_activation",
]


class CELU(Cell):
    """Computes max(0, x) + min(0, alpha * (exp(x / alpha) - 1)).

    Args:
        alpha: a number but 0. Default: 1.0.
    """

    def __init__(self, alpha=1.0):
        super().__init__()
        check_type("CELU", "alpha", alpha, float)
        if alpha == 0:
            raise ValueError("For 'CELU', the 'alpha' must not be 0, but got 0.0.")
        self.alpha = alpha

    def construct(self, x):
        return ops.celu(x, self.alpha)


class ELU(Cell):
    """Computes x where x > 0 and alpha * (exp(x) - 1) elsewhere.

    Args:
        alpha: 1.0; MindSpore supports no other. Default: 1.0.
    """

    def __init__(self, alpha=1.0):
        super().__init__()
        check_type("ELU", "alpha", alpha, float, int)
        self.alpha = alpha

    def construct(self, x):
        return ops.elu(x, self.alpha)


class FastGelu(PlainCell):
    """Computes a fast approximation of GELU."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.fast_gelu(x)


class GELU(Cell):
    """Computes x times the normal distribution function of x.

    Args:
        approximate: whether to use the approximation by tanh. Default: True.
    """

    def __init__(self, approximate=True):
        super().__init__()
        check_bool("GELU", "approximate", approximate)
        self.approximate = "tanh" if approximate else "none"

    def construct(self, x):
        return ops.gelu(x, self.approximate)


class GLU(Cell):
    """Multiplies the first half of x by the sigmoid of the second.

    Args:
        axis: the axis that is halved. Default: -1.
    """

    def __init__(self, axis=-1):
        super().__init__()
        self.dim = axis

    def construct(self, x):
        return ops.glu(x, self.dim)


class Hardtanh(Cell):
    """Clips x to a range.

    Args:
        min_val: the lower bound. Default: -1.0.
        max_val: the upper bound. Default: 1.0.
    """

    def __init__(self, min_val=-1.0, max_val=1.0):
        super().__init__()
        check_type("Hardtanh", "min_val", min_val, float, int)
        check_type("Hardtanh", "max_val", max_val, float, int)
        if min_val >= max_val:
            raise ValueError(
                f"For Hardtanh, min_val should be less than max_val,but got {min_val} and {max_val}"
            )
        self.min_val = min_val
        self.max_val = max_val

    def construct(self, x):
        return ops.hardtanh(x, self.min_val, self.max_val)


class HShrink(Cell):
    """Sets elements of at most `lambd` in absolute value to 0.

    Args:
        lambd: the threshold. Default: 0.5.
    """

    def __init__(self, lambd=0.5):
        super().__init__()
        check_type("HShrink", "lambd", lambd, bool, int, float)
        self.lambd = lambd

    def construct(self, input_x):
        return ops.hardshrink(input_x, self.lambd)


class HSigmoid(PlainCell):
    """Computes max(0, min(1, (x + 3) / 6))."""

    def __init__(self):
        super().__init__()

    def construct(self, input_x):
        return ops.hardsigmoid(input_x)


class HSwish(PlainCell):
    """Computes x times HSigmoid(x)."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.hardswish(x)


class LeakyReLU(Cell):
    """Computes x where x >= 0 and alpha * x elsewhere.

    Args:
        alpha: the slope for negative x. Default: 0.2.
    """

    def __init__(self, alpha=0.2):
        super().__init__()
        check_type("LeakyReLU", "alpha", alpha, float, int)
        self.alpha = alpha

    def construct(self, x):
        return ops.leaky_relu(x, self.alpha)


class LogSigmoid(PlainCell):
    """Computes the logarithm of the sigmoid."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.logsigmoid(x)


class LogSoftmax(Cell):
    """Computes the logarithm of the softmax.

    Args:
        axis: the axis over which probabilities sum to 1. Default: -1.
    """

    def __init__(self, axis=-1):
        super().__init__()
        check_type("LogSoftmax", "axis", axis, int)
        self.axis = axis

    def construct(self, x):
        return ops.log_softmax(x, self.axis)


class LogSoftmaxExt(Cell):
    """Computes the logarithm of the softmax along an axis; `mint.nn.LogSoftmax`.

    Args:
        dim: the axis. Default: None: 0 for an input of 0, 1 or 3 axes, and else 1.
    """

    def __init__(self, dim=None):
        super().__init__()
        self.dim = dim

    def construct(self, x):
        return log_softmax(x, axis=self.dim)


class Mish(PlainCell):
    """Computes x * tanh(log(1 + exp(x)))."""

    def __init__(self):
        super().__init__()

    def construct(self, input_x):
        return ops.mish(input_x)


class PReLU(Cell):
    """Computes x where x >= 0 and a learned slope times x elsewhere.

    Args:
        channel: the number of slopes: 1, or the number of channels (axis 1). Default: 1.
        w: the initial slope: a float, a list or a Tensor of `channel` numbers. Default: 0.25.
    """

    def __init__(self, channel=1, w=0.25):
        super().__init__()
        check_int("PReLU", "channel", channel)
        if isinstance(w, float | int) and not isinstance(w, bool):
            w = Tensor(np.full(channel, w, np.float32))
        elif isinstance(w, list | tuple):
            w = Tensor(np.asarray(w, np.float32))
        if not isinstance(w, Tensor):
            raise TypeError(
                "For 'PReLU', the 'w' only supported float, list and tensor, but got "
                f"{type(w).__name__}."
            )
        if w.shape != (channel,):
            raise ValueError(
                f"For 'PReLU', the 'w' must have {channel} elements, as many as 'channel', but got "
                f"shape {w.shape}."
            )
        self.w = Parameter(initializer(w, (channel,)), name="a")

    def construct(self, x):
        return ops.prelu(x, self.w.astype(x.dtype))


class PReLUExt(Cell):
    """Computes x where x >= 0 and a learned slope times x elsewhere; `mint.nn.PReLU`.

    Args:
        num_parameters: the number of slopes: 1, or the number of channels (axis 1). Default: 1.
        init: the initial slope. Default: 0.25.
        dtype: the data type of the slopes. Default: None, float32.
    """

    def __init__(self, num_parameters=1, init=0.25, dtype=None):
        super().__init__()
        slopes = np.empty((num_parameters,), np.float32)
        slopes.fill(init)
        self.weight = Parameter(Tensor(slopes, dtype), name="weight")

    def construct(self, input):
        return ops.prelu(input, self.weight)


class ReLU(PlainCell):
    """Computes max(0, x)."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.relu(x)


class ReLU6(PlainCell):
    """Computes min(6, max(0, x))."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.relu6(x)


class RReLU(Cell):
    """Computes x where x >= 0 and a random slope times x elsewhere.

    Args:
        lower: the least slope. Default: 1 / 8.
        upper: the greatest slope. Default: 1 / 3.
    """

    draws_random_numbers = True

    def __init__(self, lower=1.0 / 8, upper=1.0 / 3):
        super().__init__()
        check_type("RReLU", "lower", lower, float, int)
        check_type("RReLU", "upper", upper, float, int)
        if lower > upper:
            raise ValueError(
                "For RReLU, the value of 'upper' must be greater than or equal to 'lower', but got "
                f"upper: {upper}, lower: {lower}."
            )
        self.lower = lower
        self.upper = upper

    def construct(self, x):
        slope = self.lower + (self.upper - self.lower) * ops.rand_like(x)
        return ops.select(x > 0, x, x * slope)


class SeLU(PlainCell):
    """Computes scale * (max(0, x) + min(0, alpha * (exp(x) - 1))) with fixed constants."""

    def __init__(self):
        super().__init__()

    def construct(self, input_x):
        return ops.selu(input_x)


class SiLU(PlainCell):
    """Computes x * sigmoid(x)."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.silu(x)


class Sigmoid(PlainCell):
    """Computes 1 / (1 + exp(-x))."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.sigmoid(x)


class Softmax(Cell):
    """Computes exp(x) divided by its sum over an axis.

    Args:
        axis: an int or tuple of one int. Default: -1.
    """

    def __init__(self, axis=-1):
        super().__init__()
        if not isinstance(axis, int | tuple) or isinstance(axis, bool):
            raise TypeError(
                "For 'Softmax', the type of 'axis' should be one of '[int, tuple of int]', but got "
                f"{type(axis)}."
            )
        self.axis = axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis

    def construct(self, x):
        return ops.softmax(x, self.axis)


class Softmax2d(PlainCell):
    """Computes the softmax over the channels of (C, H, W) or (N, C, H, W)."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        if x.ndim not in (3, 4):
            raise ValueError(
                "For Softmax2d, the dim of input should be 3 (C, H, W) or 4 (N, C, H, W), but got "
                f"{x.ndim}."
            )
        return ops.softmax(x, -3)


class Softmin(Cell):
    """Computes the softmax of -x.

    Args:
        axis: the axis over which the results sum to 1. Default: -1.
    """

    def __init__(self, axis=-1):
        super().__init__()
        self.axis = axis

    def construct(self, x):
        return ops.softmin(x, self.axis)


class SoftShrink(Cell):
    """Moves x towards 0 by `lambd`, elements of at most `lambd` in absolute value to 0.

    Args:
        lambd: the threshold. Default: 0.5.
    """

    def __init__(self, lambd=0.5):
        super().__init__()
        check_type("SoftShrink", "lambd", lambd, float, int)
        self.lambd = lambd

    def construct(self, input_x):
        if self.lambd < 0:
            raise RuntimeError(
                "For 'SoftShrink', the values for lambd should be greater or equal to 0, but got "
                f"{self.lambd}."
            )
        return ops.softshrink(input_x, self.lambd)


class Softsign(PlainCell):
    """Computes x / (1 + |x|)."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.softsign(x)


class Tanh(PlainCell):
    """Computes the hyperbolic tangent."""

    def __init__(self):
        super().__init__()

    def construct(self, x):
        return ops.tanh(x)


class Tanhshrink(PlainCell):
    """Computes x - tanh(x)."""

    def __init__(self):
        super().__init__()

    def construct(self, input_x):
        return ops.tanhshrink(input_x)


class Threshold(Cell):
    """Computes x where x > threshold and `value` elsewhere.

    Args:
        threshold: the threshold.
        value: what replaces the other elements.
    """

    def __init__(self, threshold, value):
        super().__init__()
        check_type("Threshold", "threshold", threshold, float, int)
        check_type("Threshold", "value", value, float, int)
        self.threshold = threshold
        self.value = value

    def construct(self, input_x):
        return ops.threshold(input_x, self.threshold, self.value)


_activation = {
    "softmin": Softmin,
    "softmax": Softmax,
    "softmax2d": Softmax2d,
    "logsoftmax": LogSoftmax,
    "relu": ReLU,
    "relu6": ReLU6,
    "rrelu": RReLU,
    "silu": SiLU,
    "tanh": Tanh,
    "tanhshrink": Tanhshrink,
    "hardtanh": Hardtanh,
    "gelu": GELU,
    "fast_gelu": FastGelu,
    "elu": ELU,
    "sigmoid": Sigmoid,
    "softsign": Softsign,
    "prelu": PReLU,
    "leakyrelu": LeakyReLU,
    "hswish": HSwish,
    "hsigmoid": HSigmoid,
    "logsigmoid": LogSigmoid,
    "softshrink": SoftShrink,
    "hshrink": HShrink,
    "threshold": Threshold,
    "mish": Mish,
}


def get_activation(name, prim_name=None):
    """Make the activation layer of a name.

    Args:
        name: a name such as "relu", or None for no activation.
        prim_name: what error messages name. Default: None.

    Returns:
        A Cell, or None.

    Raises:
        KeyError: no activation has that name.
    """
    if name is None:
        return None
    if name not in _activation:
        subject = f"For '{prim_name}', the" if prim_name else "The"
        raise KeyError(f"{subject} 'name' must be in {list(_activation)}, but got {name}.")
    return _activation[name]()


def activation_cell(owner: str, activation) -> Any:
    """Return the layer for the `activation` argument of another one.

    Raises:
        TypeError: `activation` is no name, Cell or Primitive.
    """
    from msjax._core.primitive import Primitive

    if activation is None or isinstance(activation, Cell | Primitive):
        return activation
    if not isinstance(activation, str):
        raise TypeError(
            f"For '{owner}', the 'activation' must be str or Cell or Primitive, but got "
            f"{type(activation).__name__}."
        )
    return get_activation(activation, owner)
