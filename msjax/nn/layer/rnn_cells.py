"""Recurrent cells: one step of an RNN, an LSTM or a GRU."""

from __future__ import annotations

import functools
import math

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.errors import describe
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops import recurrent
from msjax.common.initializer import Uniform, initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_choice, check_int, check_type

__all__ = ["GRUCell", "LSTMCell", "RNNCell"]

_FLOATS = (mstype.float32, mstype.float16)


def check_tensor(name: str, argument: str, value) -> None:
    """Raise a TypeError unless `value` is a Tensor; an AttributeError for None, as MindSpore."""
    if not isinstance(value, Tensor):
        kind = AttributeError if value is None else TypeError
        raise kind(
            f"For '{name}', the '{argument}' must be a Tensor, but got {describe(value)}; convert "
            "it, for instance with `mindspore.Tensor(x)`."
        )


def check_pair(name: str, value) -> None:
    """Raise a TypeError unless `value` is a tuple of two Tensors."""
    if not isinstance(value, tuple) or len(value) != 2:
        raise TypeError(
            f"For '{name}', the 'hx' must be a tuple of two Tensors (h, c), but got "
            f"{describe(value)}{f' of {len(value)}' if isinstance(value, tuple) else ''}."
        )
    check_tensor(name, "hx[0]", value[0])
    check_tensor(name, "hx[1]", value[1])


def check_float_dtype(name: str, argument: str, value) -> None:
    """Raise a TypeError unless the dtype of a Tensor is float32 or float16."""
    if value.dtype not in _FLOATS:
        raise TypeError(
            f"For '{name}', the '{argument}' should be one of [mindspore.float32, "
            f"mindspore.float16], but got '{value.dtype}'; convert it, for instance with "
            "`x.astype(mindspore.float32)`."
        )


class RNNCellBase(Cell):
    """What the cells share: the Parameters `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the state.
        has_bias: whether there are biases.
        num_chunks: the number of gates.
        dtype: the data type of the Parameters. Default: float32.
    """

    def __init__(self, input_size, hidden_size, has_bias, num_chunks, dtype=mstype.float32):
        super().__init__()
        name = type(self).__name__
        self.has_bias = check_bool(name, "has_bias", has_bias)
        self.hidden_size = check_int(name, "hidden_size", hidden_size)
        self.input_size = check_int(name, "input_size", input_size)
        rows = num_chunks * hidden_size
        shapes = {"weight_ih": (rows, input_size), "weight_hh": (rows, hidden_size)}
        if has_bias:
            shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        else:
            self.bias_ih = self.bias_hh = None
        # MindSpore draws normal numbers first; without them the uniform ones would be others.
        for which, shape in shapes.items():
            setattr(self, which, Parameter(Tensor(np.random.randn(*shape), dtype)))
        self.reset_parameters(dtype)

    def reset_parameters(self, dtype=mstype.float32):
        """Draw the Parameters anew, uniformly within 1 / sqrt(hidden_size).

        Args:
            dtype: the data type of what is drawn. Default: float32.
        """
        bound = Uniform(1 / math.sqrt(self.hidden_size))
        for parameter in self.get_parameters():
            parameter.set_data(initializer(bound, parameter.shape, dtype).init_data())

    def _weights(self):
        return self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh

    def _check_inputs(self, x, hx):
        name = type(self).__name__
        check_tensor(name, "x", x)
        check_tensor(name, "hx", hx)
        check_float_dtype(name, "x", x)
        check_float_dtype(name, "hx", hx)


class RNNCell(RNNCellBase):
    """One step of an Elman RNN: tanh or ReLU of weight_ih @ x + bias_ih + weight_hh @ h + bias_hh.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the state.
        has_bias: whether there are biases. Default: True.
        nonlinearity: "tanh" or "relu". Default: "tanh".
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (batch_size, input_size), of the Parameters' dtype.
        - **hx** - the state, a Tensor of shape (batch_size, hidden_size), of the same dtype.

    Outputs:
        The new state, a Tensor of shape (batch_size, hidden_size).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a size is not positive, or `nonlinearity` is unknown.
    """

    def __init__(
        self, input_size, hidden_size, has_bias=True, nonlinearity="tanh", dtype=mstype.float32
    ):
        super().__init__(input_size, hidden_size, has_bias, num_chunks=1, dtype=dtype)
        check_type("RNNCell", "nonlinearity", nonlinearity, str)
        check_choice("RNNCell", "nonlinearity", nonlinearity, ("tanh", "relu"))
        self.nonlinearity = nonlinearity

    def construct(self, x, hx):
        self._check_inputs(x, hx)
        return recurrent.rnn_cell(x, hx, *self._weights(), activation=self.nonlinearity)


_OLD_LSTM_CELL = (
    "since MindSpore 1.6 `nn.LSTMCell` is one step, and takes input_size, hidden_size, has_bias "
    "and the keyword dtype; use `nn.LSTM` for a layer over a sequence."
)


def _without_old_arguments(init):
    """Refuse the arguments that `LSTMCell` had when it was a layer over a sequence."""

    @functools.wraps(init)
    def checked(self, *args, **kwargs):
        if len(args) > 3 or {"batch_size", "dropout", "bidirectional"} & set(kwargs):
            raise ValueError(
                "The arguments of `nn.LSTMCell` from old MindSpore version(<1.6) are detected: "
                + _OLD_LSTM_CELL
            )
        init(self, *args, **kwargs)

    return checked


class LSTMCell(RNNCellBase):
    """One step of an LSTM.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the state.
        has_bias: whether there are biases. Default: True.
        dtype: the data type of the Parameters, by keyword only. Default: float32.

    Inputs:
        - **x** - Tensor of shape (batch_size, input_size), of the Parameters' dtype.
        - **hx** - the state, a tuple of two Tensors (h, c) of shape (batch_size, hidden_size), of
          the same dtype.

    Outputs:
        The new state, a tuple of two Tensors (h, c).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a size is not positive, or the arguments are those of MindSpore before 1.6.
    """

    @_without_old_arguments
    def __init__(self, input_size, hidden_size, has_bias=True, dtype=mstype.float32):
        super().__init__(input_size, hidden_size, has_bias, num_chunks=4, dtype=dtype)

    def __call__(self, *args, **kwargs):
        """Run the step."""
        if len(args) == 4:
            raise TypeError(
                "For 'LSTMCell', the number of input args of construct is 4, but x and hx are "
                "expected: " + _OLD_LSTM_CELL
            )
        return super().__call__(*args, **kwargs)

    def construct(self, x, hx):
        check_tensor("LSTMCell", "x", x)
        check_pair("LSTMCell", hx)
        for argument, value in (("x", x), ("hx[0]", hx[0]), ("hx[1]", hx[1])):
            check_float_dtype("LSTMCell", argument, value)
        return recurrent.lstm_cell(x, *hx, *self._weights())


class GRUCell(RNNCellBase):
    """One step of a GRU.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the state.
        has_bias: whether there are biases. Default: True.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (batch_size, input_size), of the Parameters' dtype.
        - **hx** - the state, a Tensor of shape (batch_size, hidden_size), of the same dtype.

    Outputs:
        The new state, a Tensor of shape (batch_size, hidden_size).

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a size is not positive.
    """

    def __init__(self, input_size, hidden_size, has_bias=True, dtype=mstype.float32):
        super().__init__(input_size, hidden_size, has_bias, num_chunks=3, dtype=dtype)

    def construct(self, x, hx):
        self._check_inputs(x, hx)
        return recurrent.gru_cell(x, hx, *self._weights())
