"""Dense layers."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.dispatch import run
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops.matmul import dense_layer
from msjax.common.initializer import HeUniform, Uniform, initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.activation import activation_cell
from msjax.nn.layer.validation import check_bool, check_int

__all__ = ["BiDense", "Dense", "Linear"]

_DENSE_LAYER = dense_layer.call()


class Dense(Cell):
    """Computes activation(x @ weight.T + bias).

    Args:
        in_channels: the length of the last axis of the input.
        out_channels: the length of the last axis of the output.
        weight_init: an Initializer, its name, a number or a Tensor of shape (out_channels,
            in_channels). Default: None, HeUniform(sqrt(5)).
        bias_init: the same for the bias, of shape (out_channels,). Default: None, uniform within
            1 / sqrt(in_channels).
        has_bias: whether there is a bias. Default: True.
        activation: the name of an activation, a Cell or a Primitive. Default: None.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (..., in_channels).

    Outputs:
        Tensor of shape (..., out_channels).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number of channels is not positive, or an initial Tensor has another shape.
    """

    def __init__(
        self,
        in_channels,
        out_channels,
        weight_init=None,
        bias_init=None,
        has_bias=True,
        activation=None,
        dtype=mstype.float32,
    ):
        super().__init__()
        self.in_channels = check_int("Dense", "in_channels", in_channels)
        self.out_channels = check_int("Dense", "out_channels", out_channels)
        self.has_bias = check_bool("Dense", "has_bias", has_bias)
        shape = (out_channels, in_channels)
        _check_init_shape("weight", weight_init, shape)
        if weight_init is None:
            weight_init = HeUniform(math.sqrt(5))
        self.weight = Parameter(initializer(weight_init, shape, dtype), name="weight")
        self.bias = None
        if has_bias:
            _check_init_shape("bias", bias_init, (out_channels,))
            if bias_init is None:
                bias_init = Uniform(1 / math.sqrt(in_channels))
            self.bias = Parameter(initializer(bias_init, (out_channels,), dtype), name="bias")
        self.activation = activation_cell("Dense", activation)
        self.activation_flag = self.activation is not None

    def construct(self, x):
        x = run(_DENSE_LAYER, x, self.weight, self.bias)
        return self.activation(x) if self.activation_flag else x

    def extend_repr(self):
        text = f"input_channels={self.in_channels}, output_channels={self.out_channels}"
        if self.has_bias:
            text += f", has_bias={self.has_bias}"
        if self.activation_flag:
            text += f", activation={self.activation}"
        return text


def _check_init_shape(what, init, shape):
    if isinstance(init, Tensor) and init.shape != shape:
        raise ValueError(
            f"For 'Dense', {what} init shape error. The '{what}_init' must have the shape {shape}, "
            f"but got {init.shape}."
        )


class Linear(Dense):
    """Computes x @ weight.T + bias.

    Args:
        in_features: the length of the last axis of the input.
        out_features: the length of the last axis of the output.
        bias: whether there is a bias. Default: True.
        weight_init: as for `Dense`. Default: None.
        bias_init: as for `Dense`. Default: None.
        dtype: the data type of the Parameters. Default: None, float32.
    """

    def __init__(
        self, in_features, out_features, bias=True, weight_init=None, bias_init=None, dtype=None
    ):
        dtype = mstype.float32 if dtype is None else dtype
        super().__init__(in_features, out_features, weight_init, bias_init, bias, dtype=dtype)
        self.in_features = in_features
        self.out_features = out_features

    def construct(self, x):
        return ops.dense(x, self.weight, self.bias)

    def extend_repr(self):
        text = f"input_features={self.in_features}, output_features={self.out_features}"
        return text + (f", has_bias={self.has_bias}" if self.has_bias else "")


class BiDense(Cell):
    """Computes x1 @ weight[k] @ x2.T + bias[k] for each output k.

    Args:
        in1_channels: the length of the last axis of the first input.
        in2_channels: the length of the last axis of the second input.
        out_channels: the length of the last axis of the output.
        weight_init: as for `Dense`, of shape (out_channels, in1_channels, in2_channels). Default:
            None, uniform within 1 / sqrt(in1_channels).
        bias_init: as for `Dense`. Default: None, uniform within the same bound.
        has_bias: whether there is a bias. Default: True.
        dtype: the data type of the Parameters. Default: float32.
    """

    def __init__(
        self,
        in1_channels,
        in2_channels,
        out_channels,
        weight_init=None,
        bias_init=None,
        has_bias=True,
        dtype=mstype.float32,
    ):
        super().__init__()
        self.in1_channels = check_int("BiDense", "in1_channels", in1_channels)
        self.in2_channels = check_int("BiDense", "in2_channels", in2_channels)
        self.out_channels = check_int("BiDense", "out_channels", out_channels)
        self.has_bias = check_bool("BiDense", "has_bias", has_bias)
        bound = Uniform(1 / math.sqrt(in1_channels))
        shape = (out_channels, in1_channels, in2_channels)
        weight_init = bound if weight_init is None else weight_init
        self.weight = Parameter(initializer(weight_init, shape, dtype), name="weight")
        self.bias = None
        if has_bias:
            bias_init = bound if bias_init is None else bias_init
            self.bias = Parameter(initializer(bias_init, (out_channels,), dtype), name="bias")

    def construct(self, input1, input2):
        return ops.bidense(input1, input2, self.weight, self.bias)

    def extend_repr(self):
        text = (
            f"in1_channels={self.in1_channels}, in2_channels={self.in2_channels}, "
            f"output_channels={self.out_channels}"
        )
        return text + (f", has_bias={self.has_bias}" if self.has_bias else "")
