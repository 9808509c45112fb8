"""Recurrent networks as Primitives: `LSTM`, `DynamicRNN`, `DynamicGRUV2`.

MindSpore runs the last two on Ascend only. Their formulas and restrictions are documented; the
order of gates in the weights is i, j, f, o for `DynamicRNN`, j being the candidate.
"""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.recurrent import affine, lstm_step, product, scan, wide

jnp = jax.numpy
lax = jax.lax


# The only values of these options whose meaning is documented; MindSpore takes others too.
_DOCUMENTED = {
    "cell_depth": 1,
    "use_peephole": False,
    "keep_prob": 1.0,
    "cell_clip": -1.0,
    "num_proj": 0,
    "time_major": True,
}


def _refuse_undocumented(name, options):
    for option, only in _DOCUMENTED.items():
        if options.get(option, only) != only:
            raise NotImplementedError(
                f"{name}({option}={options[option]!r}): what it computes is not documented; only "
                f"{only!r} is supported."
            )


def _check_shape(name, argument, value, shape):
    if value.shape != shape:
        raise ExplainedValueError(
            f"For '{name}', the shape of {argument} should be {shape}, but got {value.shape}."
        )


def _check_half(name, **given):
    for argument, value in given.items():
        if not isinstance(value, Tensor) or value.dtype != mstype.float16:
            raise ExplainedTypeError(
                f"For '{name}', {argument} must be a float16 Tensor, but got {describe(value)}; "
                "convert it, for instance with `.astype(mindspore.float16)`."
            )


def _check_rank(name, argument, value, rank):
    if value.ndim != rank:
        raise ExplainedValueError(
            f"For primitive[{name}], the rank of {argument} must be equal to {rank}, but got "
            f"{value.ndim}."
        )


def _flat_weights(w, sizes):
    """Cut a flat weight into matrices; what is left over is not read, as in MindSpore."""
    total = sum(rows * columns for rows, columns in sizes)
    if w.size < total:
        raise ExplainedValueError(
            f"For 'LSTM', w must hold {total} elements (input weights, hidden weights, projections "
            f"and biases), but holds {w.size}."
        )
    flat, start, out = w.reshape(-1), 0, []
    for rows, columns in sizes:
        out.append(flat[start : start + rows * columns].reshape(rows, columns))
        start += rows * columns
    return out


def _direction(x, h, c, w_ih, w_hh, bias, projection, reverse):
    """Run a layer in one direction; its hidden state may be multiplied by a matrix."""
    gates = affine(x, w_ih, bias)

    def step(state, gates):
        (_, _, _, o), c = lstm_step(gates + product(state[0], w_hh), state[1])
        h = o * jnp.tanh(c)
        return (h if projection is None else product(h, projection)), c

    state = h.astype(gates.dtype), c.astype(gates.dtype)
    y, (h, c) = scan(step, state, gates, reverse=reverse)
    return tuple(v.astype(x.dtype) for v in (y, h, c))


@operator(
    samples=(
        "f32[5, 2, 3], f32[1, 2, 4], f32[1, 2, 4], f32[128, 1, 1]",
        "f32[5, 2, 3], f32[2, 2, 2], f32[2, 2, 4], f32[208, 1, 1], bidirectional=True, proj_size=2",
    ),
)
def flat_lstm(x, h, c, w, *, has_bias=True, bidirectional=False, proj_size=0):
    """Run an LSTM layer over (T, N, inputs) with one flat weight.

    The weight holds, each for both directions, input weights, hidden weights, projections and
    biases. Returns hidden states and the last h and c.
    """
    directions, real, gates = 1 + bidirectional, h.shape[2], 4 * c.shape[2]
    sizes = [(gates, x.shape[2]), (gates, real)]
    sizes += [(proj_size, c.shape[2])] * bool(proj_size) + [(1, gates)] * has_bias
    matrices = _flat_weights(w.astype(x.dtype), [s for s in sizes for _ in range(directions)])
    runs = []
    for d in range(directions):
        w_ih, w_hh, *rest = matrices[d::directions]
        bias = rest.pop()[0] if has_bias else None
        projection = rest[0] if proj_size else None
        runs.append(_direction(x, h[d], c[d], w_ih, w_hh, bias, projection, bool(d)))
    y, h, c = zip(*runs, strict=True)
    return jnp.concatenate(y, -1), jnp.stack(h), jnp.stack(c)


@composite(
    "ops.LSTM(input_size: int >= 1, hidden_size: int >= 1, num_layers: int >= 1, has_bias: bool,"
    " bidirectional: bool, dropout: float.within(0, 1),"
    " proj_size: int.within(0, hidden_size - 1) = 0)(input, h, c, w) -> (input, h, c, w,"
    " input_size, hidden_size, num_layers, has_bias, bidirectional, proj_size)",
)
def lstm(x, h, c, w, input_size, hidden_size, num_layers, has_bias, bidirectional, proj_size):
    """Run an LSTM layer over (T, N, inputs) with one flat weight.

    The weight holds, each for both directions, input weights, hidden weights, projections and one
    bias. Returns hidden states, the last h and c, and two tensors that say nothing here: the
    workspace and the random state of MindSpore's kernel.

    Differs: the workspace is one element, which is 0.

    Raises:
        NotImplementedError: `num_layers` is not 1.
    """
    if num_layers != 1:
        raise NotImplementedError(
            f"LSTM(num_layers={num_layers}): MindSpore's CPU backend runs one layer; use "
            "mindspore.nn.LSTM, which stacks layers."
        )
    directions, real = 1 + bidirectional, proj_size or hidden_size
    _check_rank("LSTM", "x", x, 3)
    _check_shape("LSTM", "x", x, (*x.shape[:2], input_size))
    _check_shape("LSTM", "h", h, (directions, x.shape[1], real))
    _check_shape("LSTM", "c", c, (directions, x.shape[1], hidden_size))
    options = {"has_bias": has_bias, "bidirectional": bidirectional, "proj_size": proj_size}
    unused = Tensor(np.zeros((1, 1)), x.dtype)
    return (*flat_lstm(x, h, c, w, **options), unused, unused)


@composite(
    "ops.DynamicRNN(cell_type: among('LSTM') = 'LSTM',"
    " direction: among('UNIDIRECTIONAL') = 'UNIDIRECTIONAL', cell_depth: int = 1,"
    " use_peephole: bool = False, keep_prob: float.within(0, 1) = 1.0, cell_clip: float = -1.0,"
    " num_proj: int >= 0 = 0, time_major: among(True) = True, activation: among('tanh') = 'tanh',"
    " forget_bias: float = 0.0, is_training: bool = True)(x, w, b, seq_length, init_h, init_c) ->"
    " (x, w, b, seq_length, init_h, init_c, cell_type=cell_type, direction=direction,"
    " cell_depth=cell_depth, use_peephole=use_peephole, keep_prob=keep_prob, cell_clip=cell_clip,"
    " num_proj=num_proj, time_major=time_major, activation=activation, forget_bias=forget_bias,"
    " is_training=is_training)",
)
def dynamic_rnn(x, w, b, seq_length, init_h, init_c, **options):
    """Run an LSTM layer over (T, N, inputs) of float16.

    The weight is (inputs + hidden, 4 * hidden). Returns, for each step, the hidden state twice, the
    cell state, the gates i, j, f, o after their activations, and tanh of the cell state.

    Raises:
        NotImplementedError: `cell_depth`, `use_peephole`, `keep_prob`, `cell_clip` or `num_proj` is
            not the default.
    """
    _refuse_undocumented("DynamicRNN", options)
    _check_dynamic_rnn(x, w, b, seq_length, init_h, init_c)
    return lstm_with_gates(x, w, b, init_h, init_c, options["forget_bias"])


def _check_dynamic_rnn(x, w, b, lengths, h, c):
    _check_half("DynamicRNN", x=x, w=w, b=b, init_h=h, init_c=c)
    if lengths is not None:
        raise ExplainedValueError(
            "For 'DynamicRNN', seq_length must be None; use mindspore.nn.LSTM for sequences of "
            "several lengths."
        )
    _check_rank("DynamicRNN", "x", x, 3)
    _check_rank("DynamicRNN", "w", w, 2)
    hidden = w.shape[1] // 4
    _check_shape("DynamicRNN", "w", w, (x.shape[2] + hidden, 4 * hidden))
    _check_shape("DynamicRNN", "b", b, (4 * hidden,))
    for argument, state in (("init_h", h), ("init_c", c)):
        _check_shape("DynamicRNN", argument, state, (1, x.shape[1], hidden))


@operator(
    samples=(
        "f16[5, 2, 3], f16[7, 16], f16[16], f16[1, 2, 4], f16[1, 2, 4], 0.0",
        "f16[5, 2, 3], f16[7, 16], f16[16], f16[1, 2, 4], f16[1, 2, 4], 1.0",
    )
)
def lstm_with_gates(x, w, b, h, c, forget_bias):
    """Run an LSTM layer with gates in the order i, j, f, o; return what each step computes."""
    h, c = h[0], c[0]
    parts = jnp.split(jnp.concatenate([w, b[None]]), 4, 1)
    w = jnp.concatenate([parts[k] for k in (0, 2, 1, 3)], 1)
    inputs, bias = w.shape[0] - 1 - h.shape[1], w[-1]
    bias = bias.astype(wide(w.dtype)).at[h.shape[1] : 2 * h.shape[1]].add(forget_bias)
    gates = affine(x, w[:inputs].T, bias)
    w_hh = w[inputs:-1].T

    def step(state, gates):
        (i, f, g, o), c = lstm_step(gates + product(state[0], w_hh), state[1])
        h = o * jnp.tanh(c)
        return (h, c), (h, h, c, i, g, f, o, jnp.tanh(c))

    _, out = lax.scan(step, (h.astype(gates.dtype), c.astype(gates.dtype)), gates)
    return tuple(y.astype(x.dtype) for y in out)


@composite(
    "ops.DynamicGRUV2(direction: exactly('UNIDIRECTIONAL') = 'UNIDIRECTIONAL',"
    " cell_depth: int = 1, keep_prob: float = 1.0, cell_clip: float = -1.0,"
    " num_proj: int >= 0 = 0, time_major: bool = True, activation: exactly('tanh') = 'tanh',"
    " gate_order: exactly('rzh', 'zrh') = 'rzh', reset_after: bool = True,"
    " is_training: bool = True)(x, weight_input, weight_hidden, bias_input, bias_hidden,"
    " seq_length, init_h) -> (x, weight_input, weight_hidden, bias_input, bias_hidden, seq_length,"
    " init_h, direction=direction, cell_depth=cell_depth, keep_prob=keep_prob,"
    " cell_clip=cell_clip, num_proj=num_proj, time_major=time_major, activation=activation,"
    " gate_order=gate_order, reset_after=reset_after, is_training=is_training)",
)
def dynamic_gru(
    x, weight_input, weight_hidden, bias_input, bias_hidden, seq_length, init_h, **options
):
    """Run a GRU layer over (T, N, inputs) of float16, weights being (inputs, 3 * hidden).

    Returns, for each step, the hidden state twice, the update, reset and new gates, and what the
    new gate gets from the hidden state before the reset gate is applied to it (with
    `reset_after=False`, after it).

    Raises:
        NotImplementedError: `cell_depth`, `keep_prob`, `cell_clip`, `num_proj` or `time_major` is
            not the default.
    """
    _refuse_undocumented("DynamicGRUV2", options)
    operands = x, weight_input, weight_hidden, bias_input, bias_hidden
    _check_dynamic_gru(*operands, seq_length, init_h)
    order, after = options["gate_order"], options["reset_after"]
    return gru_with_gates(*operands, init_h, gate_order=order, reset_after=after)


def _check_dynamic_gru(x, w_input, w_hidden, b_input, b_hidden, lengths, h):
    name = "DynamicGRUV2"
    _check_half(name, x=x, weight_input=w_input, weight_hidden=w_hidden)
    if lengths is not None:
        raise ExplainedValueError(
            f"For '{name}', the dimension of 'seq_length' must be None; use mindspore.nn.GRU for "
            "sequences of several lengths."
        )
    if not isinstance(h, Tensor) or h.dtype not in (mstype.float16, mstype.float32):
        raise ExplainedTypeError(
            f"For '{name}', init_h must be a float16 or float32 Tensor, but got {describe(h)}."
        )
    _check_rank(name, "x", x, 3)
    _check_rank(name, "weight_hidden", w_hidden, 2)
    hidden = w_hidden.shape[0]
    _check_shape(name, "weight_input", w_input, (x.shape[2], 3 * hidden))
    _check_shape(name, "weight_hidden", w_hidden, (hidden, 3 * hidden))
    _check_shape(name, "init_h", h, (x.shape[1], hidden))
    for argument, bias in (("bias_input", b_input), ("bias_hidden", b_hidden)):
        if bias is None:
            continue
        if not isinstance(bias, Tensor) or bias.dtype != h.dtype:
            raise ExplainedTypeError(
                f"For '{name}', {argument} must be None or a Tensor of init_h's dtype, {h.dtype}, "
                f"but is {describe(bias)}."
            )
        _check_shape(name, argument, bias, (3 * hidden,))


@operator(
    samples=(
        "f16[5, 2, 3], f16[3, 12], f16[4, 12], f16[12], f16[12], f16[2, 4]",
        "f16[5, 2, 3], f16[3, 12], f16[4, 12], None, None, f32[2, 4], gate_order='zrh',"
        " reset_after=False",
    )
)
def gru_with_gates(
    x, w_input, w_hidden, b_input, b_hidden, h, *, gate_order="rzh", reset_after=True
):
    """Run a GRU layer; return the state and the gates of each step."""
    order = (1, 0, 2) if gate_order == "zrh" else (0, 1, 2)

    def ordered(weight):
        parts = jnp.split(weight, 3, -1)
        return jnp.concatenate([parts[k] for k in order], -1)

    gates = affine(x, ordered(w_input).T, None if b_input is None else ordered(b_input))
    size, w = h.shape[1], ordered(w_hidden).T
    b = jnp.zeros(3 * size, gates.dtype)
    b = b if b_hidden is None else ordered(b_hidden)

    def step(h, gates):
        rz = gates[:, : 2 * size] + affine(h, w[: 2 * size], b[: 2 * size])
        r, z = jnp.split(jax.nn.sigmoid(rz), 2, -1)
        kept = h if reset_after else r * h
        hidden = affine(kept, w[2 * size :], b[2 * size :])
        n = jnp.tanh(gates[:, 2 * size :] + (r * hidden if reset_after else hidden))
        new = n + z * (h - n)
        return new, (new, new, z, r, n, hidden)

    _, out = lax.scan(step, h.astype(gates.dtype), gates)
    return tuple(y.astype(h.dtype) for y in out)
