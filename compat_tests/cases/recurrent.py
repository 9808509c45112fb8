"""Recurrent layers and cells with fixed weights: all options, values, gradients, errors."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


def grid(*shape, dtype=np.float32, start=-0.5, step=0.125):
    return Tensor((np.arange(np.prod(shape)) % 23 * step + start).reshape(shape).astype(dtype))


def filled(cell):
    """Give every parameter of `cell` known values."""
    for k, q in enumerate(cell.get_parameters()):
        size = int(np.prod(q.shape))
        values = ((np.arange(size) * 5 + k) % 11 - 5) / 16
        q.set_data(Tensor(values.reshape(q.shape), q.dtype))
    return cell


LENGTHS = Tensor(np.array([2, 4, 1], np.int32))
STEPS, BATCH, INPUTS, HIDDEN = 4, 3, 2, 3

OPTIONS = {
    "plain": {},
    "no_bias": {"has_bias": False},
    "batch_first": {"batch_first": True},
    "bidirectional": {"bidirectional": True},
    "layers": {"num_layers": 2},
    "all": {"num_layers": 2, "bidirectional": True, "batch_first": True, "dropout": 0.5},
    "all_no_bias": {"num_layers": 2, "bidirectional": True, "has_bias": False},
}
LAYERS = ("RNN", "LSTM", "GRU")


def sequence(options, dtype=np.float32):
    first, second = (BATCH, STEPS) if options.get("batch_first") else (STEPS, BATCH)
    return grid(first, second, INPUTS, dtype=dtype)


def states(layer, options, dtype=np.float32):
    count = options.get("num_layers", 1) * (1 + options.get("bidirectional", False))
    h = grid(count, BATCH, HIDDEN, dtype=dtype, start=-0.25, step=0.0625)
    return (h, grid(*h.shape, dtype=dtype)) if layer == "LSTM" else h


def made(layer, options):
    return filled(getattr(nn, layer)(INPUTS, HIDDEN, **options))


def _zeros(layer, options):
    return lambda: made(layer, options)(sequence(options))


def _forward(layer, options):
    return lambda: made(layer, options)(sequence(options), states(layer, options))


def _lengths(layer, options):
    return lambda: made(layer, options)(sequence(options), states(layer, options), LENGTHS)


class Weighted(nn.Cell):
    """The sum of all results of a layer, each element with a weight of its own."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def construct(self, x, hx, lengths):
        y, last = self.net(x, hx, lengths)
        total = (y * (ops.arange(y.size).reshape(y.shape) % 5 - 1.5)).sum()
        for h in last if isinstance(last, tuple) else (last,):
            total = total + (h * (ops.arange(h.size).reshape(h.shape) % 3 + 0.5)).sum()
        return total


def _gradient(layer, options, lengths):
    def case():
        net = made(layer, options)
        fn = ms.value_and_grad(Weighted(net), (0, 1), net.trainable_params())
        return fn(sequence(options), states(layer, options), lengths)

    return case


CASES = {
    **{f"{n}_{o}_zeros": _zeros(n, v) for n in LAYERS for o, v in OPTIONS.items()},
    **{f"{n}_{o}_states": _forward(n, v) for n in LAYERS for o, v in OPTIONS.items()},
    **{f"{n}_{o}_lengths": _lengths(n, v) for n in LAYERS for o, v in OPTIONS.items()},
    **{f"{n}_{o}_gradient": _gradient(n, v, None) for n in LAYERS for o, v in OPTIONS.items()},
    **{
        f"{n}_{o}_lengths_gradient": _gradient(n, v, LENGTHS)
        for n in LAYERS
        for o, v in OPTIONS.items()
    },
}
RELU = {"nonlinearity": "relu"}
CASES |= {
    "RNN_relu_zeros": _zeros("RNN", RELU),
    "RNN_relu_lengths": _lengths("RNN", RELU),
    "RNN_relu_gradient": _gradient("RNN", RELU | {"bidirectional": True}, None),
}

CELLS = {"RNNCell": {}, "RNNCell_relu": RELU, "LSTMCell": {}, "GRUCell": {}}


def cell_of(name, options):
    return filled(getattr(nn, name.partition("_")[0])(INPUTS, HIDDEN, **options))


def cell_state(name, batch=BATCH, dtype=np.float32):
    h = grid(batch, HIDDEN, dtype=dtype, start=-0.25, step=0.0625)
    return (h, grid(*h.shape, dtype=dtype)) if name == "LSTMCell" else h


def _cell_forward(name, options, batch=BATCH):
    return lambda: cell_of(name, options)(grid(BATCH, INPUTS), cell_state(name, batch))


def _cell_gradient(name, options):
    def case():
        net = cell_of(name, options)
        fn = ms.grad(net, (0, 1), net.trainable_params())
        return fn(grid(BATCH, INPUTS), cell_state(name))

    return case


def _cell_half(name, options):
    options = options | {"dtype": ms.float16}
    x = grid(BATCH, INPUTS, dtype=np.float16)
    return lambda: cell_of(name, options)(x, cell_state(name, dtype=np.float16))


def _cell_steps(name, options):
    def case():
        net, state, x = cell_of(name, options), cell_state(name), grid(STEPS, BATCH, INPUTS)
        out = []
        for t in range(STEPS):
            state = net(x[t], state)
            out.append(state[0] if name == "LSTMCell" else state)
        return out

    return case


NO_BIAS = {"has_bias": False}
CASES |= {
    **{f"{n}_forward": _cell_forward(n, o) for n, o in CELLS.items()},
    **{f"{n}_no_bias": _cell_forward(n, o | NO_BIAS) for n, o in CELLS.items()},
    **{f"{n}_one_state_for_all": _cell_forward(n, o, 1) for n, o in CELLS.items()},
    **{f"{n}_gradient": _cell_gradient(n, o) for n, o in CELLS.items()},
    **{f"{n}_gradient_no_bias": _cell_gradient(n, o | NO_BIAS) for n, o in CELLS.items()},
    **{f"{n}_half": _cell_half(n, o) for n, o in CELLS.items()},
    **{f"{n}_steps": _cell_steps(n, o) for n, o in CELLS.items()},
}


def _half(layer, options, lengths=None):
    x = sequence(options, np.float16)
    return lambda: made(layer, options)(x, states(layer, options, np.float16), lengths)


def _parameters(layer, options):
    def case():
        ms.set_seed(11)
        net = getattr(nn, layer)(INPUTS, HIDDEN, **options)
        return list(net.get_parameters()), float(np.random.rand())

    return case


CASES |= {
    **{f"{n}_half": _half(n, {}) for n in LAYERS},
    **{f"{n}_half_lengths": _half(n, OPTIONS["bidirectional"], LENGTHS) for n in LAYERS},
    **{
        f"{n}_of_half_parameters": _forward(n, {"bidirectional": True, "dtype": ms.float16})
        for n in LAYERS
    },
    **{f"{n}_parameters": _parameters(n, {}) for n in (*LAYERS, "RNNCell", "LSTMCell", "GRUCell")},
    **{
        f"{n}_parameters_no_bias": _parameters(n, NO_BIAS)
        for n in (*LAYERS, "RNNCell", "LSTMCell", "GRUCell")
    },
    **{f"{n}_parameters_all": _parameters(n, OPTIONS["all"]) for n in LAYERS},
    **{
        f"{n}_parameters_half": _parameters(n, {"dtype": ms.float16})
        for n in ("LSTM", "RNNCell", "GRUCell")
    },
}


def _made_with(name, **options):
    return lambda: getattr(nn, name)(**{"input_size": 2, "hidden_size": 3, **options})


CASES |= {
    f"bad_{name}_{argument}_{value}": _made_with(name, **{argument: value})
    for name, arguments in {
        "LSTM": {
            "input_size": (0, 1.5, True),
            "hidden_size": (-1, "a"),
            "num_layers": (0, 2.0),
            "has_bias": (1,),
            "batch_first": (None,),
            "dropout": (0, 1, 1.0, -0.1),
            "bidirectional": (1,),
            "bias": (True,),
            "nonlinearity": ("tanh",),
        },
        "RNN": {"nonlinearity": ("sigmoid", 1)},
        "RNNCell": {"nonlinearity": ("sigmoid", 1), "input_size": (0,), "has_bias": (1,)},
        "LSTMCell": {"dropout": (0.1,), "bidirectional": (True,), "batch_first": (True,)},
        "GRUCell": {"hidden_size": (2.5,), "dtype": (None,)},
    }.items()
    for argument, values in arguments.items()
    for value in values
}


def _wrong(name, x, hx=None, lengths=None):
    return lambda: made(name, {})(x, hx, lengths)


X = grid(STEPS, BATCH, INPUTS)
H = grid(1, BATCH, HIDDEN)
CASES |= {
    **{f"wrong_{n}_rank": _wrong(n, grid(3, INPUTS)) for n in LAYERS},
    **{f"wrong_{n}_rank_4": _wrong(n, grid(3, 2, 2, INPUTS)) for n in LAYERS},
    **{f"wrong_{n}_inputs": _wrong(n, grid(STEPS, BATCH, 5)) for n in LAYERS},
    **{f"wrong_{n}_no_steps": _wrong(n, Tensor(np.zeros((0, 2, 2), np.float32))) for n in LAYERS},
    **{f"float64_{n}": _wrong(n, grid(STEPS, BATCH, 2, dtype=np.float64)) for n in LAYERS},
    **{f"wrong_{n}_None": _wrong(n, None) for n in LAYERS},
}


def _of(name, h):
    return (h, h) if name == "LSTM" else h


CASES |= {
    **{f"wrong_{n}_state_size": _wrong(n, X, _of(n, grid(1, BATCH, 5))) for n in LAYERS},
    **{f"wrong_{n}_state_batch": _wrong(n, X, _of(n, grid(1, 2, HIDDEN))) for n in LAYERS},
    **{f"wrong_{n}_state_rank": _wrong(n, X, _of(n, grid(BATCH, HIDDEN))) for n in LAYERS},
    **{
        f"wrong_{n}_state_half": _wrong(n, X, _of(n, grid(1, BATCH, HIDDEN, dtype=np.float16)))
        for n in LAYERS
    },
    **{f"wrong_{n}_lengths_float": _wrong(n, X, None, Tensor([1.0, 2.0, 3.0])) for n in LAYERS},
    **{f"wrong_{n}_lengths_count": _wrong(n, X, None, Tensor([1, 2])) for n in LAYERS},
    **{f"wrong_{n}_lengths_list": _wrong(n, X, None, [1, 2, 3]) for n in LAYERS},
    "wrong_LSTM_one_state": _wrong("LSTM", X, H),
    "wrong_LSTM_short_tuple": _wrong("LSTM", X, (H,)),
    "wrong_LSTM_list": _wrong("LSTM", X, [H, H]),
    "wrong_GRU_tuple": _wrong("GRU", X, (H, H)),
}


def _wrong_cell(name, x, hx):
    return lambda: cell_of(name, {})(x, hx)


CASES |= {
    **{
        f"wrong_{n}_{what}": _wrong_cell(n, x, cell_state(n))
        for n in ("RNNCell", "LSTMCell", "GRUCell")
        for what, x in {
            "rank": grid(INPUTS),
            "rank_3": grid(2, BATCH, INPUTS),
            "inputs": grid(BATCH, 5),
            "half": grid(BATCH, INPUTS, dtype=np.float16),
            "float64": grid(BATCH, INPUTS, dtype=np.float64),
        }.items()
    },
    **{
        f"wrong_{n}_state_batch": _wrong_cell(n, grid(BATCH, INPUTS), cell_state(n, 2))
        for n in ("RNNCell", "LSTMCell", "GRUCell")
    },
    "wrong_RNNCell_tuple": _wrong_cell("RNNCell", grid(3, 2), (grid(3, 3), grid(3, 3))),
    "wrong_LSTMCell_tensor": _wrong_cell("LSTMCell", grid(3, 2), grid(3, 3)),
    "wrong_LSTMCell_three": _wrong_cell("LSTMCell", grid(3, 2), (grid(3, 3),) * 3),
    "wrong_GRUCell_None": _wrong_cell("GRUCell", grid(3, 2), None),
}


def case_lstm_cell_old_positional():
    return nn.LSTMCell(2, 3, True, False)


def case_lstm_cell_old_call():
    return nn.LSTMCell(2, 3)(grid(3, 2), grid(3, 3), grid(3, 3), grid(3, 3))


def case_lengths_zero_and_beyond():
    net = filled(nn.GRU(2, 3))
    lengths = Tensor(np.array([0, 9, 4], np.int32))
    return net(grid(4, 3, 2), grid(1, 3, 3), lengths)


def case_lengths_int64():
    net = filled(nn.LSTM(2, 3, bidirectional=True))
    return net(grid(4, 2, 2), None, Tensor(np.array([3, 2], np.int64)))


def case_dropout_between_layers_in_training():
    net = filled(nn.GRU(8, 16, 2, dropout=0.5))
    net.set_train()
    x = grid(6, 4, 8)
    one, two = net(x)[1].asnumpy(), net(x)[1].asnumpy()
    return bool((one[0] == two[0]).all()), bool((one[1] == two[1]).all())


def case_dropout_of_one_layer_does_nothing():
    net = filled(nn.RNN(2, 3, dropout=0.5))
    net.set_train()
    return net(grid(4, 3, 2))


def case_lists_of_parameters():
    net = nn.LSTM(2, 3, num_layers=2)
    lists = net.w_ih_list, net.w_hh_list, net.b_ih_list, net.b_hh_list
    return [type(v).__name__ for v in lists], [[q.name for q in v] for v in lists]


def case_lists_of_parameters_no_bias():
    net = nn.LSTM(2, 3, has_bias=False)
    return len(net.b_ih_list), len(net.b_hh_list)


def case_attributes():
    net = nn.GRU(2, 3, 2, True, True, 0.25, True)
    return (
        (net.hidden_size, net.num_layers, net.batch_first, net.dropout, net.bidirectional),
        (net.has_bias, net.is_lstm, net.rnn, net.dropout_op),
    )


def case_cell_attributes():
    net = nn.RNNCell(2, 3, False, "relu")
    return net.input_size, net.hidden_size, net.has_bias, net.nonlinearity, net.bias_ih


def case_reset_parameters():
    ms.set_seed(4)
    net = nn.GRUCell(2, 3)
    net.reset_parameters()
    return list(net.get_parameters())


def case_of_a_frozen_weight():
    net = filled(nn.LSTM(2, 3))
    net.w_hh_list[0].requires_grad = False
    fn = ms.grad(Weighted(net), None, net.trainable_params())
    return fn(grid(4, 3, 2), states("LSTM", {}), None)


def case_training_steps():
    net = filled(nn.LSTM(2, 3, num_layers=2))
    optimizer = nn.SGD(net.trainable_params(), 0.1)
    fn = ms.value_and_grad(Weighted(net), None, optimizer.parameters)
    losses = []
    for _ in range(3):
        loss, grads = fn(grid(4, 3, 2), states("LSTM", {"num_layers": 2}), None)
        optimizer(grads)
        losses.append(loss)
    return losses


def case_in_float16():
    return filled(nn.LSTM(2, 3)).to_float(ms.float16)(grid(4, 3, 2))


FLAT = {
    "plain": ((2, 3, 1, True, False, 0.0), 72, (1, 3), (1, 3)),
    "no_bias": ((2, 3, 1, False, False, 0.0), 60, (1, 3), (1, 3)),
    "bidirectional": ((2, 3, 1, True, True, 0.0), 144, (2, 3), (2, 3)),
    "projection": ((2, 3, 1, True, False, 0.0, 2), 66, (1, 2), (1, 3)),
    "bidirectional_projection": ((2, 3, 1, False, True, 0.0, 2), 108, (2, 2), (2, 3)),
    "dropout": ((2, 3, 1, True, False, 0.5), 72, (1, 3), (1, 3)),
    "more_weights_than_needed": ((2, 3, 1, True, False, 0.0), 84, (1, 3), (1, 3)),
}


class FlatLSTM(nn.Cell):
    def __init__(self, *args):
        super().__init__()
        self.lstm = ops.LSTM(*args)

    def construct(self, x, h, c, w):
        y, h, c, _, _ = self.lstm(x, h, c, w)
        return y, h, c


def _flat_arguments(size, h, c):
    w = grid(size, 1, 1, start=-0.4, step=0.0375)
    return grid(4, 2, 2), grid(h[0], 2, h[1]), grid(c[0], 2, c[1]), w


def _flat(args, *shapes):
    return lambda: FlatLSTM(*args)(*_flat_arguments(*shapes))


def _flat_gradient(args, *shapes):
    return lambda: ms.grad(FlatLSTM(*args), (0, 1, 2, 3))(*_flat_arguments(*shapes))


CASES |= {
    **{f"flat_{name}": _flat(*rest) for name, rest in FLAT.items()},
    **{f"flat_gradient_{name}": _flat_gradient(*rest) for name, rest in FLAT.items()},
}


def _flat_wrong(args=(2, 3, 1, True, False, 0.0), x=(4, 2, 2), h=(1, 2, 3), c=(1, 2, 3)):
    return lambda: FlatLSTM(*args)(grid(*x), grid(*h), grid(*c), grid(72, 1, 1))


CASES |= {
    "flat_wrong_size_type": _flat_wrong((2.5, 3, 1, True, False, 0.0)),
    "flat_wrong_size": _flat_wrong((0, 3, 1, True, False, 0.0)),
    "flat_wrong_bias_type": _flat_wrong((2, 3, 1, 1, False, 0.0)),
    "flat_wrong_dropout_type": _flat_wrong((2, 3, 1, True, False, 0)),
    "flat_wrong_dropout": _flat_wrong((2, 3, 1, True, False, 1.5)),
    "flat_wrong_projection": _flat_wrong((2, 3, 1, True, False, 0.0, 3)),
    "flat_wrong_rank": _flat_wrong(x=(4, 2)),
    "flat_wrong_inputs": _flat_wrong(x=(4, 2, 3)),
    "flat_wrong_state": _flat_wrong(h=(2, 2, 3)),
    "flat_wrong_state_batch": _flat_wrong(h=(1, 3, 3), c=(1, 3, 3)),
    "flat_wrong_cell": _flat_wrong(c=(1, 2, 4)),
}
