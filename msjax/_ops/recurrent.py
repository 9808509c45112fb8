"""Recurrent layers and cells: the steps of RNN, LSTM and GRU, and the scan that runs them.

A layer multiplies the inputs of all steps by their weights at once; the scan adds what comes from
the state. Products have the dtype of the input, sums of half-precision products are float32.
Weights are as `mindspore.nn` has them: (gates * hidden, inputs), gates in the order i, f, g, o of
an LSTM and r, z, n of a GRU.
"""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator

jnp = jax.numpy
lax = jax.lax

_ACTIVATIONS = {"tanh": jnp.tanh, "relu": jax.nn.relu}


def wide(dtype):
    """Return the dtype in which sums of products are kept: float32 at least."""
    return jnp.promote_types(dtype, jnp.float32)


def product(x, w):
    """Multiply inputs (..., n) by weights (gates, n) in the weights' dtype; sum wide."""
    return jnp.matmul(x.astype(w.dtype), w.T, preferred_element_type=wide(w.dtype))


def affine(x, w, b):
    """Multiply inputs by weights and add the bias, if there is one."""
    y = product(x, w)
    return y if b is None else y + b.astype(y.dtype)


def lstm_step(gates, c):
    """Return the activated gates i, f, g, o and the new cell state."""
    i, f, g, o = jnp.split(gates, 4, -1)
    i, f, g, o = jax.nn.sigmoid(i), jax.nn.sigmoid(f), jnp.tanh(g), jax.nn.sigmoid(o)
    return (i, f, g, o), f * c + i * g


def gru_step(from_input, from_hidden, h):
    """Return the new hidden state of a GRU."""
    r, z, n = jnp.split(from_input, 3, -1)
    hr, hz, hn = jnp.split(from_hidden, 3, -1)
    z = jax.nn.sigmoid(z + hz)
    n = jnp.tanh(n + jax.nn.sigmoid(r + hr) * hn)
    return n + z * (h - n)


def scan(step, state, inputs, lengths=None, reverse=False):
    """Run `step(state, inputs of a step)` over the first axis; return what it gives, and the state.

    From a sequence's length on, the state stays and the hidden state that is given is 0: a reversed
    run therefore starts at the sequence's last step.
    """

    def masked(state, now):
        t, now = now
        new = step(state, now)
        runs = (t < lengths)[:, None]
        kept = tuple(jnp.where(runs, a, b) for a, b in zip(new, state, strict=True))
        return kept, jnp.where(runs, new[0], 0)

    def plain(state, now):
        new = step(state, now)
        return new, new[0]

    if lengths is None:
        last, hidden = lax.scan(plain, state, inputs, reverse=reverse)
    else:
        steps = jnp.arange(inputs.shape[0], dtype=lengths.dtype), inputs
        last, hidden = lax.scan(masked, state, steps, reverse=reverse)
    return hidden, last


def _weights(x, *weights):
    return [None if w is None else w.astype(x.dtype) for w in weights]


def _layer(step, x, state, w_ih, bias, lengths, reverse):
    gates = affine(x, w_ih, bias)
    state = tuple(s.astype(gates.dtype) for s in state)
    hidden, last = scan(step, state, gates, lengths, reverse)
    return tuple(y.astype(x.dtype) for y in (hidden, *last))


def _check_layer(name, x, states, w_ih, w_hh):
    """Check a sequence (T, N, inputs) and states (N, hidden) against weights.

    Raises:
        ValueError: ranks or lengths do not fit.
        TypeError: the sequence is not of floats.
    """
    if not jnp.issubdtype(x.dtype, jnp.floating):
        raise ExplainedTypeError(
            f"For '{name}', x must be a float32 or float16 Tensor, but its dtype is {x.dtype}; "
            "convert it first, for instance `x.astype(mindspore.float32)`."
        )
    if x.ndim != 3 or x.shape[2] != w_ih.shape[1] or not x.shape[0]:
        raise ExplainedValueError(
            f"For '{name}', x must be (seq_len, batch_size, {w_ih.shape[1]}) with at least one "
            f"step, or (batch_size, seq_len, {w_ih.shape[1]}) with batch_first, but its shape is "
            f"{x.shape}, the steps first."
        )
    for state in states:
        if state.shape != (x.shape[1], w_hh.shape[1]):
            raise ExplainedValueError(
                f"For '{name}', hx must hold (batch_size, hidden_size) = "
                f"{(x.shape[1], w_hh.shape[1])} for each layer and direction, but holds "
                f"{state.shape}."
            )


@operator(
    samples=(
        "f32[5, 2, 3], f32[2, 4], f32[4, 3], f32[4, 4], f32[4], f32[4]",
        "f32[5, 2, 3], f32[2, 4], f32[4, 3], f32[4, 4], None, None, lengths[2], activation='relu',"
        " reverse=True",
    )
)
def rnn_layer(
    x, h, w_ih, w_hh, b_ih, b_hh, lengths=None, *, activation="tanh", reverse=False, name="RNN"
):
    """Run a layer of an Elman RNN over (T, N, inputs); return hidden states and the last one."""
    _check_layer(name, x, (h,), w_ih, w_hh)
    w_ih, w_hh, b_ih, b_hh = _weights(x, w_ih, w_hh, b_ih, b_hh)
    bias = None if b_ih is None else b_ih + b_hh
    activate = _ACTIVATIONS[activation]

    def step(state, gates):
        return (activate(gates + product(state[0], w_hh)),)

    return _layer(step, x, (h,), w_ih, bias, lengths, reverse)


@operator(
    samples=(
        "f32[5, 2, 3], f32[2, 4], f32[2, 4], f32[16, 3], f32[16, 4], f32[16], f32[16]",
        "f32[5, 2, 3], f32[2, 4], f32[2, 4], f32[16, 3], f32[16, 4], None, None, lengths[2],"
        " reverse=True",
    )
)
def lstm_layer(x, h, c, w_ih, w_hh, b_ih, b_hh, lengths=None, *, reverse=False, name="LSTM"):
    """Run a layer of an LSTM over (T, N, inputs); return hidden states and the last h and c."""
    _check_layer(name, x, (h, c), w_ih, w_hh)
    w_ih, w_hh, b_ih, b_hh = _weights(x, w_ih, w_hh, b_ih, b_hh)
    bias = None if b_ih is None else b_ih + b_hh

    def step(state, gates):
        (_, _, _, o), c = lstm_step(gates + product(state[0], w_hh), state[1])
        return o * jnp.tanh(c), c

    return _layer(step, x, (h, c), w_ih, bias, lengths, reverse)


@operator(
    samples=(
        "f32[5, 2, 3], f32[2, 4], f32[12, 3], f32[12, 4], f32[12], f32[12]",
        "f32[5, 2, 3], f32[2, 4], f32[12, 3], f32[12, 4], None, None, lengths[2], reverse=True",
    )
)
def gru_layer(x, h, w_ih, w_hh, b_ih, b_hh, lengths=None, *, reverse=False, name="GRU"):
    """Run a layer of a GRU over (T, N, inputs); return hidden states and the last one."""
    _check_layer(name, x, (h,), w_ih, w_hh)
    w_ih, w_hh, b_ih, b_hh = _weights(x, w_ih, w_hh, b_ih, b_hh)

    def step(state, gates):
        return (gru_step(gates, affine(state[0], w_hh, b_hh), state[0]),)

    return _layer(step, x, (h,), w_ih, b_ih, lengths, reverse)


def _check_cell(name, x, states, w_ih, w_hh):
    """Check inputs (N, inputs) and states (N or 1, hidden) against weights, as products would.

    Raises:
        TypeError: dtypes differ.
        ValueError: ranks or lengths do not fit.
    """
    for what, value, weight in (("x", x, w_ih), *(("hx", s, w_hh) for s in states)):
        if value.dtype != weight.dtype:
            raise ExplainedTypeError(
                f"For '{name}', {what} must have the weights' dtype {weight.dtype}, but has "
                f"{value.dtype}; convert it, or give the cell that dtype."
            )
        if value.ndim != 2 or value.shape[1] != weight.shape[1]:
            raise ExplainedValueError(
                f"For '{name}', {what} must be (batch_size, {weight.shape[1]}), but its shape is "
                f"{value.shape}."
            )
        if value.shape[0] != x.shape[0] and 1 not in (value.shape[0], x.shape[0]):
            raise ExplainedValueError(
                f"For '{name}', hx must have the batch size of x, {x.shape[0]}, but its shape is "
                f"{value.shape}."
            )


@operator(
    samples=(
        "f32[2, 3], f32[2, 4], f32[4, 3], f32[4, 4], f32[4], f32[4]",
        "f32[2, 3], f32[1, 4], f32[4, 3], f32[4, 4], None, None, activation='relu'",
    )
)
def rnn_cell(x, h, w_ih, w_hh, b_ih, b_hh, *, activation="tanh"):
    """Return the next hidden state of an Elman RNN."""
    _check_cell("RNNCell", x, (h,), w_ih, w_hh)
    gates = affine(x, w_ih, b_ih) + affine(h, w_hh, b_hh)
    return _ACTIVATIONS[activation](gates).astype(x.dtype)


@operator(
    samples=(
        "f32[2, 3], f32[2, 4], f32[2, 4], f32[16, 3], f32[16, 4], f32[16], f32[16]",
        "f32[2, 3], f32[2, 4], f32[2, 4], f32[16, 3], f32[16, 4], None, None",
    )
)
def lstm_cell(x, h, c, w_ih, w_hh, b_ih, b_hh):
    """Return the next hidden state and cell state of an LSTM."""
    _check_cell("LSTMCell", x, (h, c), w_ih, w_hh)
    (_, _, _, o), c = lstm_step(affine(x, w_ih, b_ih) + affine(h, w_hh, b_hh), c)
    return (o * jnp.tanh(c)).astype(x.dtype), c.astype(x.dtype)


@operator(
    samples=(
        "f32[2, 3], f32[2, 4], f32[12, 3], f32[12, 4], f32[12], f32[12]",
        "f32[2, 3], f32[2, 4], f32[12, 3], f32[12, 4], None, None",
    )
)
def gru_cell(x, h, w_ih, w_hh, b_ih, b_hh):
    """Return the next hidden state of a GRU."""
    _check_cell("GRUCell", x, (h,), w_ih, w_hh)
    return gru_step(affine(x, w_ih, b_ih), affine(h, w_hh, b_hh), h).astype(x.dtype)
