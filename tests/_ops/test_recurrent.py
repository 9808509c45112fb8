"""Recurrent networks against LSTMs and GRUs written with NumPy, step by step."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops

STEPS, BATCH, INPUTS, HIDDEN = 5, 2, 3, 4


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def numpy_lstm(x, h, c, w, b, forget_bias=0.0):
    """Run `DynamicRNN`'s formula with gates in the order i, j, f, o; return all it gives."""
    out = []
    for now in x:
        i, j, f, o = np.split(np.concatenate([now, h], 1) @ w + b, 4, 1)
        i, j, f, o = sigmoid(i), np.tanh(j), sigmoid(f + forget_bias), sigmoid(o)
        c = f * c + i * j
        h = o * np.tanh(c)
        out.append((h, h, c, i, j, f, o, np.tanh(c)))
    return [np.stack(parts) for parts in zip(*out, strict=True)]


def numpy_gru(x, h, w_x, w_h, b_x, b_h, order="rzh", reset_after=True):
    """Run `DynamicGRUV2`'s formula; return all it gives."""
    n = h.shape[1]
    r_at, z_at = (0, n) if order == "rzh" else (n, 0)
    out = []
    for now in x:
        gx, gh = now @ w_x + b_x, h @ w_h + b_h
        r = sigmoid(gx[:, r_at : r_at + n] + gh[:, r_at : r_at + n])
        z = sigmoid(gx[:, z_at : z_at + n] + gh[:, z_at : z_at + n])
        hidden = gh[:, 2 * n :] if reset_after else (r * h) @ w_h[:, 2 * n :] + b_h[2 * n :]
        new = np.tanh(gx[:, 2 * n :] + (r * hidden if reset_after else hidden))
        h = (1 - z) * new + z * h
        out.append((h, h, z, r, new, hidden))
    return [np.stack(parts) for parts in zip(*out, strict=True)]


def halves(*shapes):
    rng = np.random.default_rng(1)
    return [rng.normal(0, 0.5, shape).astype(np.float16) for shape in shapes]


def near(got, expected, tolerance=2e-3):
    for mine, theirs in zip(got, expected, strict=True):
        np.testing.assert_allclose(mine.asnumpy(), theirs, tolerance, tolerance)


def lstm_operands():
    rows = INPUTS + HIDDEN, 4 * HIDDEN
    return halves((STEPS, BATCH, INPUTS), rows, rows[1:], *[(1, BATCH, HIDDEN)] * 2)


@pytest.mark.parametrize("forget_bias", [0.0, 1.0])
def test_dynamic_rnn_is_the_documented_formula(forget_bias):
    x, w, b, h, c = lstm_operands()
    tensors = [Tensor(v) for v in (x, w, b, h, c)]
    got = ops.DynamicRNN(forget_bias=forget_bias)(*tensors[:3], None, *tensors[3:])
    wide = [v.astype(np.float64) for v in (x, h[0], c[0], w, b)]
    near(got, numpy_lstm(*wide, forget_bias))
    assert {y.dtype for y in got} == {ms.float16}


def test_an_lstm_layer_is_a_dynamic_rnn_with_reordered_gates():
    net = nn.LSTM(INPUTS, HIDDEN)
    x, _, _, h, c = (v.astype(np.float32) for v in lstm_operands())
    y, (last_h, last_c) = net(Tensor(x), (Tensor(h), Tensor(c)))

    def reordered(rows):
        i, f, g, o = np.split(rows, 4)
        return np.concatenate([i, g, f, o])

    w_ih, w_hh, b_ih, b_hh = (
        p[0].asnumpy() for p in (net.w_ih_list, net.w_hh_list, net.b_ih_list, net.b_hh_list)
    )
    w = np.concatenate([reordered(w_ih), reordered(w_hh)], 1).T
    half = [Tensor(v.astype(np.float16)) for v in (x, w, reordered(b_ih + b_hh), h, c)]
    outputs, hidden, cells, *_ = ops.DynamicRNN()(*half[:3], None, *half[3:])
    near([outputs, hidden[-1], cells[-1]], [v.asnumpy() for v in (y, last_h[0], last_c[0])])


@pytest.mark.parametrize("order", ["rzh", "zrh"])
@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("biases", [True, False])
def test_dynamic_gru_is_the_documented_formula(order, reset_after, biases):
    columns = 3 * HIDDEN
    x, w_x, w_h, b_x, b_h, h = halves(
        *((STEPS, BATCH, INPUTS), (INPUTS, columns), (HIDDEN, columns)),
        *((columns,), (columns,), (BATCH, HIDDEN)),
    )
    given = [Tensor(b_x), Tensor(b_h)] if biases else [None, None]
    op = ops.DynamicGRUV2(gate_order=order, reset_after=reset_after)
    got = op(Tensor(x), Tensor(w_x), Tensor(w_h), *given, None, Tensor(h))
    wide = [v.astype(np.float64) for v in (x, h, w_x, w_h, b_x, b_h)]
    if not biases:
        wide[4:] = np.zeros(columns), np.zeros(columns)
    near(got, numpy_gru(*wide, order, reset_after))


def test_a_gru_layer_is_a_dynamic_gru():
    net = nn.GRU(INPUTS, HIDDEN)
    x, h = (v.astype(np.float32) for v in halves((STEPS, BATCH, INPUTS), (1, BATCH, HIDDEN)))
    y, last = net(Tensor(x), Tensor(h))
    weights = [p[0].asnumpy().T for p in (net.w_ih_list, net.w_hh_list)]
    half = [Tensor(v.astype(np.float16)) for v in (x, *weights)]
    got, *_ = ops.DynamicGRUV2()(*half, net.b_ih_list[0], net.b_hh_list[0], None, Tensor(h[0]))
    assert got.dtype == ms.float32
    near([got, got[-1]], [y.asnumpy(), last[0].asnumpy()])


def test_dynamic_rnn_has_gradients():
    x, w, b, h, c = (Tensor(v) for v in lstm_operands())
    fn = ms.grad(lambda x, w, b: ops.DynamicRNN()(x, w, b, None, h, c)[0].sum(), (0, 1, 2))
    assert [g.shape for g in fn(x, w, b)] == [x.shape, w.shape, b.shape]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"cell_type": "GRU"}, ValueError),
        ({"direction": "BIDIRECTIONAL"}, ValueError),
        ({"activation": "relu"}, ValueError),
        ({"time_major": False}, ValueError),
        ({"keep_prob": 1}, TypeError),
        ({"is_training": 1}, TypeError),
        ({"cell_depth": 2}, NotImplementedError),
        ({"use_peephole": True}, NotImplementedError),
        ({"keep_prob": 0.5}, NotImplementedError),
        ({"cell_clip": 1.0}, NotImplementedError),
        ({"num_proj": 2}, NotImplementedError),
    ],
)
def test_dynamic_rnn_refuses_options(options, error):
    x, w, b, h, c = (Tensor(v) for v in lstm_operands())
    with pytest.raises(error, match=next(iter(options))):
        ops.DynamicRNN(**options)(x, w, b, None, h, c)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"gate_order": "hrz"}, ValueError),
        ({"reset_after": 1}, TypeError),
        ({"time_major": False}, NotImplementedError),
        ({"num_proj": 2}, NotImplementedError),
    ],
)
def test_dynamic_gru_refuses_options(options, error):
    with pytest.raises(error, match=next(iter(options))):
        ops.DynamicGRUV2(**options)(*[Tensor([1.0])] * 5, None, Tensor([1.0]))


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        (0, np.ones((STEPS, BATCH, INPUTS), np.float32), TypeError),
        (0, np.ones((STEPS, INPUTS), np.float16), ValueError),
        (1, np.ones((INPUTS + HIDDEN, 15), np.float16), ValueError),
        (2, np.ones(15, np.float16), ValueError),
        (3, np.ones(BATCH, np.int32), ValueError),
        (4, np.ones((1, 3, HIDDEN), np.float16), ValueError),
        (5, None, TypeError),
    ],
)
def test_dynamic_rnn_refuses_operands(place, value, error):
    x, w, b, h, c = (Tensor(v) for v in lstm_operands())
    operands = [x, w, b, None, h, c]
    operands[place] = None if value is None else Tensor(value)
    with pytest.raises(error):
        ops.DynamicRNN()(*operands)


def test_a_flat_weight_that_is_too_short_is_refused():
    x, h = Tensor(np.ones((5, 2, 3), np.float32)), Tensor(np.ones((1, 2, 4), np.float32))
    with pytest.raises(ValueError, match="128"):
        ops.LSTM(3, 4, 1, True, False, 0.0)(x, h, h, Tensor(np.ones((100, 1, 1), np.float32)))
    with pytest.raises(NotImplementedError, match="num_layers=2"):
        ops.LSTM(3, 4, 2, True, False, 0.0)(x, h, h, x)


@pytest.mark.parametrize("layer", ["RNN", "LSTM", "GRU"])
def test_padding_does_not_matter(layer):
    """A sequence gives what it gives alone, whatever stands after its end."""
    net = getattr(nn, layer)(INPUTS, HIDDEN, num_layers=2, bidirectional=True)
    x = np.random.default_rng(2).normal(size=(STEPS, 1, INPUTS)).astype(np.float32)
    alone, last = net(Tensor(x[:3]))
    padded, state = net(Tensor(np.concatenate([x[:3], 1e3 * x[3:]])), None, Tensor([3]))
    near([padded[:3]], [alone.asnumpy()], 1e-6)
    assert not padded[3:].asnumpy().any()
    pairs = (state, last) if layer == "LSTM" else ([state], [last])
    near(pairs[0], [v.asnumpy() for v in pairs[1]], 1e-6)
