"""Recurrent layers over sequences: RNN, LSTM and GRU."""

from __future__ import annotations

import math

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.tensor import Tensor
from msjax._ops import recurrent
from msjax.nn.cell import Cell
from msjax.nn.layer.dropout import Dropout
from msjax.nn.layer.rnn_cells import check_float_dtype, check_pair, check_tensor
from msjax.nn.layer.validation import check_bool, check_int, check_type

__all__ = ["GRU", "LSTM", "RNN"]


class _DynamicRNNTanh(Cell):
    """Runs one layer in one direction; returns hidden states and the tuple of last states."""

    activation = "tanh"

    def construct(self, x, state, seq_length, weights, reverse):
        options = {"activation": self.activation, "reverse": reverse}
        hidden, h = recurrent.rnn_layer(x, *state, *weights, seq_length, **options)
        return hidden, (h,)


class _DynamicRNNRelu(_DynamicRNNTanh):
    """The same with ReLU."""

    activation = "relu"


class _DynamicLSTMCPUGPU(Cell):
    """The same for an LSTM."""

    def construct(self, x, state, seq_length, weights, reverse):
        hidden, h, c = recurrent.lstm_layer(x, *state, *weights, seq_length, reverse=reverse)
        return hidden, (h, c)


class _DynamicGRUCPUGPU(Cell):
    """The same for a GRU."""

    def construct(self, x, state, seq_length, weights, reverse):
        hidden, h = recurrent.gru_layer(x, *state, *weights, seq_length, reverse=reverse)
        return hidden, (h,)


class _RNNBase(Cell):
    """What the layers share: Parameters, states, and the loop over layers and directions.

    Of a subclass, `_layer` is the class of the Cell that runs one layer in one direction.
    """

    _layer: type[Cell]
    _gates = 1
    is_lstm = False

    def __init__(
        self,
        input_size,
        hidden_size,
        num_layers=1,
        has_bias=True,
        batch_first=False,
        dropout=0.0,
        bidirectional=False,
        dtype=mstype.float32,
    ):
        super().__init__()
        name = type(self).__name__
        self.hidden_size = check_int(name, "hidden_size", hidden_size)
        check_int(name, "input_size", input_size)
        self.num_layers = check_int(name, "num_layers", num_layers)
        self.dropout = _checked_dropout(name, dropout)
        self.has_bias = check_bool(name, "has_bias", has_bias)
        self.batch_first = check_bool(name, "batch_first", batch_first)
        self.bidirectional = check_bool(name, "bidirectional", bidirectional)
        self.rnn = self._layer()
        self.dropout_op = Dropout(p=dropout)
        for which, parameters in self._draw(input_size, dtype).items():
            setattr(self, which, ParameterTuple(parameters))

    def _draw(self, input_size, dtype):
        """Draw the Parameters layer by layer; return them by kind."""
        rows = self._gates * self.hidden_size
        bound = 1 / math.sqrt(self.hidden_size)
        drawn = {"w_ih_list": [], "w_hh_list": [], "b_ih_list": [], "b_hh_list": []}
        titles = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")[: 4 if self.has_bias else 2]
        directions = 1 + self.bidirectional
        for layer in range(self.num_layers):
            inputs = input_size if layer == 0 else self.hidden_size * directions
            shapes = ((rows, inputs), (rows, self.hidden_size), (rows,), (rows,))
            for ending in ("", "_reverse")[:directions]:
                for which, title, shape in zip(drawn, titles, shapes, strict=False):
                    values = Tensor(np.random.uniform(-bound, bound, shape), dtype)
                    drawn[which].append(Parameter(values, name=f"{title}_l{layer}{ending}"))
        return drawn

    def construct(self, x, hx=None, seq_length=None):
        name = type(self).__name__
        check_tensor(name, "x", x)
        states = self._states(x, hx)
        if seq_length is not None:
            _check_lengths(name, seq_length, x.shape[0 if self.batch_first else 1])
        if self.batch_first:
            x = x.swapaxes(0, 1)
        y, last = self._run_layers(x, states, seq_length)
        if self.batch_first:
            y = y.swapaxes(0, 1)
        last = tuple(ops.stack(parts) for parts in zip(*last, strict=True))
        return y, last if self.is_lstm else last[0]

    def _states(self, x, hx):
        """Return the tuple of initial states, each (layers * directions, N, hidden)."""
        if hx is None:
            batch = x.shape[0 if self.batch_first else min(1, x.ndim - 1)]
            count = self.num_layers * (1 + self.bidirectional)
            zeros = ops.zeros((count, batch, self.hidden_size), x.dtype)
            return (zeros,) * (1 + self.is_lstm)
        if self.is_lstm:
            check_pair("LSTM", hx)
        else:
            check_tensor(type(self).__name__, "hx", hx)
        states = hx if self.is_lstm else (hx,)
        self._check(x, states)
        return states

    def _check(self, x, states):
        """Check initial states that were given, and the dtype of x, which is theirs."""
        name = type(self).__name__
        check_float_dtype(name, "x", x)
        expected = self.num_layers * (1 + self.bidirectional)
        for i, state in enumerate(states):
            argument = f"hx[{i}]" if self.is_lstm else "hx"
            check_float_dtype(name, argument, state)
            if state.dtype != x.dtype:
                raise TypeError(
                    f"For '{name}', the type of '{argument}' should be same as 'x', but got 'x' "
                    f"with type {x.dtype} and '{argument}' with type {state.dtype}."
                )
            if state.ndim != 3 or state.shape[0] != expected:
                raise ValueError(
                    f"For '{name}', the '{argument}' must be (num_directions * num_layers, "
                    f"batch_size, hidden_size) = ({expected}, batch_size, {self.hidden_size}), but "
                    f"its shape is {state.shape}."
                )

    def _run_layers(self, x, states, seq_length) -> tuple:
        """Run all layers; return the last one's hidden states, and the last states of each."""
        last, directions = [], 1 + self.bidirectional
        for layer in range(self.num_layers):
            runs = []
            for d in range(directions):
                k = layer * directions + d
                state = tuple(s[k] for s in states)
                y, new = self.rnn(x, state, seq_length, self._weights(k), bool(d))
                runs.append(y)
                last.append(new)
            x = ops.concat(runs, -1) if len(runs) > 1 else runs[0]
            if layer < self.num_layers - 1 and self.dropout:
                x = self.dropout_op(x)
        return x, last

    def _weights(self, k):
        """Return the Parameters of a layer and direction."""
        if not self.has_bias:
            return self.w_ih_list[k], self.w_hh_list[k], None, None
        return self.w_ih_list[k], self.w_hh_list[k], self.b_ih_list[k], self.b_hh_list[k]


def _checked_dropout(name, dropout):
    check_type(name, "dropout", dropout, float)
    if not 0 <= dropout < 1:
        raise ValueError(
            f"For '{name}', the 'dropout' must be a number in range [0, 1) representing the "
            f"probability of an element being zeroed, but got {dropout}."
        )
    return dropout


def _check_lengths(name, lengths, batch):
    if not hasattr(lengths, "dtype"):
        raise AttributeError(
            f"For '{name}', the 'seq_length' must be a Tensor of int32 or int64, but got "
            f"{type(lengths).__name__}; convert it with `mindspore.Tensor(seq_length)`."
        )
    if not isinstance(lengths, Tensor) or lengths.dtype not in (mstype.int32, mstype.int64):
        raise TypeError(
            f"For '{name}', the 'seq_length' should be a Tensor of mindspore.int32 or "
            f"mindspore.int64, but got a {type(lengths).__name__} of {lengths.dtype}."
        )
    if lengths.shape != (batch,):
        raise ValueError(
            f"For '{name}' batch size of x and seq_length must be equal: {(batch,)} is expected, "
            f"but the shape of seq_length is {lengths.shape}."
        )


class RNN(_RNNBase):
    """Layers of Elman RNNs over sequences.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the states.
        num_layers: the number of layers. Default: 1.
        has_bias: whether there are biases. Default: True.
        batch_first: whether the first axis is the batch's, and the second the steps'. Default:
            False.
        dropout: the probability that an element between two layers becomes 0 in training, a float
            in [0, 1). Default: 0.0.
        bidirectional: whether the layers also run from the last step to the first. Default: False.
        dtype: the data type of the Parameters. Default: float32.
        nonlinearity: "tanh" or "relu". Default: "tanh".

    Inputs:
        - **x** - Tensor of shape (seq_len, batch_size, input_size), float32 or float16.
        - **hx** - initial states, a Tensor of shape (directions * num_layers, batch_size,
          hidden_size), of the dtype of x. Default: None, zeros.
        - **seq_length** - lengths of the sequences, a Tensor of int32 or int64 of shape
          (batch_size,). Default: None, seq_len.

    Outputs:
        Hidden states, a Tensor of shape (seq_len, batch_size, directions * hidden_size), 0 after
        each sequence's end; and the last states, shaped as hx.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of range, or shapes do not fit.
    """

    _layer = _DynamicRNNTanh

    def __init__(
        self,
        input_size,
        hidden_size,
        num_layers=1,
        has_bias=True,
        batch_first=False,
        dropout=0.0,
        bidirectional=False,
        dtype=mstype.float32,
        *,
        nonlinearity="tanh",
    ):
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(
                "For 'RNN', the 'nonlinearity' must be in ['tanh', 'relu'], but got "
                f"{nonlinearity!r}."
            )
        sizes = input_size, hidden_size, num_layers
        super().__init__(*sizes, has_bias, batch_first, dropout, bidirectional, dtype)
        if nonlinearity == "relu":
            self.rnn = _DynamicRNNRelu()


class LSTM(_RNNBase):
    """Layers of LSTMs over sequences.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the states.
        num_layers: the number of layers. Default: 1.
        has_bias: whether there are biases. Default: True.
        batch_first: whether the first axis is the batch's, and the second the steps'. Default:
            False.
        dropout: the probability that an element between two layers becomes 0 in training, a float
            in [0, 1). Default: 0.0.
        bidirectional: whether the layers also run from the last step to the first. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (seq_len, batch_size, input_size), float32 or float16.
        - **hx** - initial states, a tuple of two Tensors (h, c) of shape (directions * num_layers,
          batch_size, hidden_size), of the dtype of x. Default: None, zeros.
        - **seq_length** - lengths of the sequences, a Tensor of int32 or int64 of shape
          (batch_size,). Default: None, seq_len.

    Outputs:
        Hidden states, a Tensor of shape (seq_len, batch_size, directions * hidden_size), 0 after
        each sequence's end; and the tuple of the last states, shaped as hx.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of range, or shapes do not fit.
    """

    _gates = 4
    is_lstm = True
    _layer = _DynamicLSTMCPUGPU


class GRU(_RNNBase):
    """Layers of GRUs over sequences.

    Args:
        input_size: the number of features of the input.
        hidden_size: the number of features of the states.
        num_layers: the number of layers. Default: 1.
        has_bias: whether there are biases. Default: True.
        batch_first: whether the first axis is the batch's, and the second the steps'. Default:
            False.
        dropout: the probability that an element between two layers becomes 0 in training, a float
            in [0, 1). Default: 0.0.
        bidirectional: whether the layers also run from the last step to the first. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **x** - Tensor of shape (seq_len, batch_size, input_size), float32 or float16.
        - **hx** - initial states, a Tensor of shape (directions * num_layers, batch_size,
          hidden_size), of the dtype of x. Default: None, zeros.
        - **seq_length** - lengths of the sequences, a Tensor of int32 or int64 of shape
          (batch_size,). Default: None, seq_len.

    Outputs:
        Hidden states, a Tensor of shape (seq_len, batch_size, directions * hidden_size), 0 after
        each sequence's end; and the last states, shaped as hx.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of range, or shapes do not fit.
    """

    _gates = 3
    _layer = _DynamicGRUCPUGPU
