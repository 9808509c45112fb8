"""Optimizers: their updates over several steps, options, states, errors."""

import copy
import pickle

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax.nn.optim.optimizer import opt_init_args_register

START = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -4.0]], np.float32)
GRADIENTS = [np.random.default_rng(i).normal(size=START.shape).astype(np.float32) for i in range(4)]


def weight(name="w", value=START):
    return Parameter(Tensor(value), name=name)


def train(make, gradients=GRADIENTS):
    """Return the optimizer after one step per gradient."""
    optimizer = make([weight()])
    for g in gradients:
        assert optimizer((Tensor(g),)) in ((True,), True)
    return optimizer


def reference(update):
    """Run `update(x, g, t, state) -> x` of NumPy over the gradients, in float64."""
    x, state = START.astype(np.float64), {}
    for t, g in enumerate(GRADIENTS, 1):
        x = update(x, g.astype(np.float64), t, state)
    return x


def sgd(x, g, t, s):
    g = g + 0.1 * x
    s["v"] = g if t == 1 else 0.9 * s["v"] + 0.7 * g
    return x - 0.05 * s["v"]


def momentum(x, g, t, s):
    s["v"] = 0.9 * s.get("v", 0) + g
    return x - 0.05 * s["v"]


def nesterov(x, g, t, s):
    s["v"] = 0.9 * s.get("v", 0) + g
    return x - 0.05 * (g + 0.9 * s["v"])


def adam(x, g, t, s):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
    rate = 0.05 * np.sqrt(1 - 0.99**t) / (1 - 0.9**t)
    return x - rate * s["m"] / (np.sqrt(s["v"]) + 1e-3)


def amsgrad(x, g, t, s):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
    s["h"] = np.maximum(s.get("h", 0), s["v"])
    rate = 0.05 * np.sqrt(1 - 0.99**t) / (1 - 0.9**t)
    return x - rate * s["m"] / (np.sqrt(s["h"]) + 1e-3)


def adam_weight_decay(x, g, t, s):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["v"] = 0.99 * s.get("v", 0) + 0.01 * g * g
    return x - 0.05 * (s["m"] / (np.sqrt(s["v"]) + 1e-3) + 0.2 * x)


def rmsprop(x, g, t, s):
    s["q"] = 0.8 * s.get("q", 1) + 0.2 * g * g
    s["a"] = 0.8 * s.get("a", 0) + 0.2 * g
    s["m"] = 0.5 * s.get("m", 0) + 0.05 * g / np.sqrt(s["q"] - s["a"] ** 2 + 1e-3)
    return x - s["m"]


def adagrad(x, g, t, s):
    s["a"] = s.get("a", 0.1) + g * g
    return x - 0.05 * g / np.sqrt(s["a"])


def adagrad_without_slots(x, g, t, s):
    return x - 0.05 * g / np.sqrt(0.1)


def adamax(x, g, t, s):
    s["m"] = 0.9 * s.get("m", 0) + 0.1 * g
    s["u"] = np.maximum(0.99 * s.get("u", 0), np.abs(g))
    return x - 0.05 / (1 - 0.9**t) * s["m"] / (s["u"] + 1e-3)


def ftrl(x, g, t, s):
    n = s.get("a", 0.1) + g * g
    s["z"] = s.get("z", 0) + g - (np.sqrt(n) - np.sqrt(s.get("a", 0.1))) / 0.05 * x
    s["a"], z = n, s["z"]
    moved = (np.sign(z) * 0.1 - z) / (np.sqrt(n) / 0.05 + 2 * 0.2)
    return np.where(np.abs(z) > 0.1, moved, 0)


UPDATES = {
    "SGD": (
        sgd,
        lambda p: nn.SGD(p, 0.05, momentum=0.9, dampening=0.3, weight_decay=0.1, loss_scale=1.0),
    ),
    "Momentum": (momentum, lambda p: nn.Momentum(p, 0.05, 0.9)),
    "nesterov": (nesterov, lambda p: nn.Momentum(p, 0.05, 0.9, use_nesterov=True)),
    "Adam": (adam, lambda p: nn.Adam(p, 0.05, beta2=0.99, eps=1e-3)),
    "amsgrad": (amsgrad, lambda p: nn.Adam(p, 0.05, beta2=0.99, eps=1e-3, use_amsgrad=True)),
    "AdamWeightDecay": (
        adam_weight_decay,
        lambda p: nn.AdamWeightDecay(p, 0.05, beta2=0.99, eps=1e-3, weight_decay=0.2),
    ),
    "RMSProp": (
        rmsprop,
        lambda p: nn.RMSProp(p, 0.05, decay=0.8, momentum=0.5, epsilon=1e-3, centered=True),
    ),
    "Adagrad": (adagrad, lambda p: nn.Adagrad(p, learning_rate=0.05)),
    "Adagrad_slots": (
        adagrad_without_slots,
        lambda p: nn.Adagrad(p, learning_rate=0.05, update_slots=False),
    ),
    "AdaMax": (adamax, lambda p: nn.AdaMax(p, 0.05, beta2=0.99, eps=1e-3)),
    "FTRL": (ftrl, lambda p: nn.FTRL(p, learning_rate=0.05, l1=0.1, l2=0.2)),
}


@pytest.mark.parametrize("name", UPDATES)
def test_update_is_the_formula(name):
    update, make = UPDATES[name]
    got = train(make).parameters[0].asnumpy()
    np.testing.assert_allclose(got, reference(update), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", UPDATES)
def test_graph_mode_gives_the_same(name, graph_mode):
    update, make = UPDATES[name]
    got = train(make).parameters[0].asnumpy()
    np.testing.assert_allclose(got, reference(update), rtol=1e-4, atol=1e-5)


# Recorded from MindSpore 2.10.0: names and order of `get_parameters()`.
NAMES = {
    "SGD": (lambda p: nn.SGD(p), "learning_rate w momentum accum.w stat.w"),
    "Momentum": (lambda p: nn.Momentum(p, 0.1, 0.9), "learning_rate w momentum moments.w"),
    "Adam": (
        lambda p: nn.Adam(p, use_amsgrad=True),
        "learning_rate w beta1_power beta2_power moment1.w moment2.w vhat.w",
    ),
    "AdamWeightDecay": (lambda p: nn.AdamWeightDecay(p), "learning_rate w adam_m.w adam_v.w"),
    "RMSProp": (lambda p: nn.RMSProp(p), "learning_rate w mean_square.w moment.w"),
    "centered": (
        lambda p: nn.RMSProp(p, centered=True),
        "learning_rate w mean_grad.w mean_square.w moment.w",
    ),
    "Adagrad": (lambda p: nn.Adagrad(p), "learning_rate w accum.w"),
    "AdaMax": (lambda p: nn.AdaMax(p), "learning_rate w beta1_power moment1.w moment2.w"),
    "Adadelta": (lambda p: nn.Adadelta(p), "learning_rate w accum.w accum_update.w"),
    "ASGD": (lambda p: nn.ASGD(p), "learning_rate w mu_w eta_w ax_.w"),
    "Rprop": (lambda p: nn.Rprop(p), "learning_rate w prev.w step_size.w"),
    "FTRL": (lambda p: nn.FTRL(p), "learning_rate w moments.w linear.w"),
    "list": (lambda p: nn.Momentum(p, [0.1], 0.9), "w momentum moments.w learning_rate"),
    "schedule": (lambda p: nn.Momentum(p, nn.WarmUpLR(0.1, 2), 0.9), "w momentum moments.w"),
}


@pytest.mark.parametrize("name", NAMES)
def test_parameters_have_mindspores_names_and_order(name):
    make, names = NAMES[name]
    found = [p.name for p in make([weight()]).get_parameters()]
    assert found == ["global_step", *names.split()]


@pytest.mark.parametrize(("make", "result"), [(nn.ASGD, True), (nn.Rprop, True), (nn.SGD, (True,))])
def test_result_of_a_step(make, result):
    assert make([weight()])((Tensor(GRADIENTS[0]),)) == result


def test_gradients_may_be_a_list():
    # MindSpore takes lists in some optimizers only.
    assert nn.Adam([weight()])([Tensor(GRADIENTS[0])]) == (True,)


@pytest.mark.parametrize(
    ("gradients", "error"),
    [
        ((Tensor(START), Tensor(START)), RuntimeError),
        ((), RuntimeError),
        (Tensor(START), TypeError),
        ((None,), TypeError),
        ((Tensor(START[:1]),), ValueError),
        ((Tensor(START.astype(np.float64)),), TypeError),
    ],
)
def test_wrong_gradients_are_refused_and_change_nothing(gradients, error):
    optimizer = nn.Momentum([weight()], 0.1, 0.9)
    with pytest.raises(error):
        optimizer(gradients)
    np.testing.assert_array_equal(optimizer.parameters[0].asnumpy(), START)
    assert optimizer.global_step.asnumpy() == [0]


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda p: nn.Momentum(p, 0.1, 1), TypeError),
        (lambda p: nn.Momentum(p, 0.1, -0.5), ValueError),
        (lambda p: nn.Momentum(p, None, 0.9), TypeError),
        (lambda p: nn.Momentum(p, Tensor([[0.1]]), 0.9), ValueError),
        (lambda p: nn.Momentum(p, 0.1, 0.9, weight_decay="a"), TypeError),
        (lambda p: nn.SGD(p, nesterov=True), ValueError),
        (lambda p: nn.SGD(p, weight_decay=nn.WarmUpLR(0.1, 2)), TypeError),
        (lambda p: nn.Adam(p, beta1=1), TypeError),
        (lambda p: nn.Adam(p, beta2=1.0), ValueError),
        (lambda p: nn.Adam(p, fast=True), KeyError),
        (lambda p: nn.Adam(p, use_lazy=True, use_amsgrad=True), ValueError),
        (lambda p: nn.Adam(p, use_offload=True), NotImplementedError),
        (lambda p: nn.FTRL(p, learning_rate=[0.1]), ValueError),
        (lambda p: nn.Rprop(p, etas=[0.5, 1.2]), TypeError),
        (lambda p: nn.Optimizer(0.1, None), ValueError),
        (lambda p: nn.Optimizer(0.1, 3), TypeError),
    ],
)
def test_wrong_arguments_are_refused(make, error):
    with pytest.raises(error):
        make([weight()])


def test_weight_decay_spares_beta_and_gamma_outside_groups():
    names = ("fc.weight", "bn.gamma", "bn.beta")
    zeros = tuple(Tensor(np.zeros_like(START)) for _ in names)
    optimizer = nn.Momentum([weight(n) for n in names], 0.5, 0.9, weight_decay=0.5)
    optimizer(zeros)
    decayed, *spared = [p.asnumpy() for p in optimizer.parameters]
    np.testing.assert_allclose(decayed, START * 0.75)
    for value in spared:
        np.testing.assert_array_equal(value, START)


def test_loss_scale_divides_gradients_but_not_weight_decay():
    plain = train(lambda p: nn.Momentum(p, 0.05, 0.9, weight_decay=0.1))
    scaled = train(
        lambda p: nn.Momentum(p, 0.05, 0.9, weight_decay=0.1, loss_scale=8.0),
        [8 * g for g in GRADIENTS],
    )
    expected = plain.parameters[0].asnumpy()
    np.testing.assert_allclose(scaled.parameters[0].asnumpy(), expected, rtol=1e-5)
    assert float(scaled.get_weight_decay()) == pytest.approx(0.8)


def test_gradients_of_convolutions_are_centralized():
    value = np.arange(16, dtype=np.float32).reshape(2, 2, 2, 2)
    p, q = weight("conv", value), weight("other", value)
    groups = [{"params": [p], "grad_centralization": True}, {"params": [q]}]
    nn.SGD(groups, 1.0)((Tensor(value), Tensor(value)))
    mean = value.mean(axis=(1, 2, 3), keepdims=True)
    np.testing.assert_allclose(p.asnumpy(), np.broadcast_to(mean, value.shape))
    np.testing.assert_array_equal(q.asnumpy(), 0)


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_states_keep_the_parameters_dtype(dtype):
    optimizer = nn.Adam([weight(value=START.astype(dtype))], 0.05)
    optimizer((Tensor(GRADIENTS[0].astype(dtype)),))
    for p in (*optimizer.parameters, *optimizer.moment1, *optimizer.moment2):
        assert p.asnumpy().dtype == dtype


def test_scalar_parameters():
    p = weight(value=np.float32(2.0).reshape(()))
    nn.AdamWeightDecay([p], 0.1)((Tensor(np.float32(1.0)),))
    assert p.shape == ()
    assert float(p) < 2.0


def test_step_leaves_arrays_that_others_hold():
    p = weight()
    optimizer = nn.Momentum([p], 0.1, 0.9)
    optimizer((Tensor(GRADIENTS[0]),))
    held, before = p.value(), p.asnumpy().copy()
    view = p.asnumpy()
    optimizer((Tensor(GRADIENTS[1]),))
    np.testing.assert_array_equal(held.asnumpy(), before)
    np.testing.assert_array_equal(view, before)


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda o: pickle.loads(pickle.dumps(o))])
def test_copies_go_on_alone(duplicate):
    groups = [{"params": [weight("a")], "lr": 0.5}, {"params": [weight("b")]}]
    first = nn.Adam(groups, 0.1)
    gradients = (Tensor(GRADIENTS[0]), Tensor(GRADIENTS[0]))
    first(gradients)
    second = duplicate(first)
    first(gradients)
    assert second.global_step.asnumpy() == [1]
    second(gradients)
    for p, q in zip(first.get_parameters(), second.get_parameters(), strict=True):
        assert p.name == q.name
        np.testing.assert_array_equal(p.asnumpy(), q.asnumpy())


class Descent(nn.Optimizer):
    """An optimizer as programs write them."""

    def construct(self, gradients):
        lr = self.get_lr()
        gradients = self.flatten_gradients(gradients)
        gradients = self.decay_weight(gradients)
        gradients = self.gradients_centralization(gradients)
        gradients = self.scale_grad(gradients)
        self.assignadd(self.global_step, self.global_step_increase_tensor)
        for p, g in zip(self.parameters, gradients, strict=True):
            ops.assign(p, p - lr * g)
        return self.broadcast_params(True)


def test_optimizers_of_programs():
    rate = nn.ExponentialDecayLR(0.1, 0.5, 1)
    own = train(lambda p: Descent(rate, p, 0.1, 2.0))
    library = train(lambda p: nn.SGD(p, rate, weight_decay=0.1, loss_scale=2.0))
    expected = library.parameters[0].asnumpy()
    np.testing.assert_allclose(own.parameters[0].asnumpy(), expected, rtol=1e-5)
    assert own.global_step.asnumpy() == [len(GRADIENTS)]


def test_base_class_has_no_update():
    with pytest.raises(NotImplementedError, match="construct"):
        nn.Optimizer(0.1, [weight()])((Tensor(START),))


def test_target_and_unique():
    optimizer = nn.Adam([weight()])
    assert (optimizer.target, optimizer.unique) == ("CPU", True)
    optimizer.unique = False
    assert optimizer.unique is False
    with pytest.raises(ValueError, match="target"):
        optimizer.target = "GPU"
    with pytest.raises(TypeError, match="unique"):
        optimizer.unique = 1


def test_compiled_step_neither_traces_again_nor_keeps_constants():
    p = weight()
    optimizer = nn.Momentum([p], 0.5, 0.0)
    runs = []

    @ms.jit
    def step(g):
        runs.append(1)
        return optimizer((g,))

    step(Tensor(START))
    traced = len(runs)
    optimizer.learning_rate.set_data(Tensor(1.0))
    before = p.asnumpy().copy()
    step(Tensor(START))
    np.testing.assert_allclose(p.asnumpy(), before - START)
    assert len(runs) == traced
    assert optimizer.global_step.asnumpy() == [2]


def test_arguments_of_an_optimizer_can_be_kept():
    class Kept(nn.Momentum):
        @opt_init_args_register
        def __init__(self, params, learning_rate=0.1, momentum=0.9):
            super().__init__(params, learning_rate, momentum)

    with nn.no_init_parameters():
        net = nn.Dense(2, 3)
    optimizer = Kept(net.trainable_params(), 0.25)
    assert optimizer.init_args == {"momentum": 0.9}
    assert optimizer.init_learning_rate == 0.25
    assert len(optimizer.init_params["params"]) == 2


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(
    "optimizer", [lambda p: nn.FTRL(p, learning_rate=0.1), lambda p: nn.LazyAdam(p, 0.1)]
)
def test_lazy_optimizers_leave_rows_that_were_not_read(optimizer, compiled):
    layer = nn.EmbeddingLookup(4, 2, "ones")
    step = nn.TrainOneStepCell(layer, optimizer(layer.trainable_params()))
    step = ms.jit(step) if compiled else step
    for rows in ([0, 1], [1, 1]):
        step(Tensor(rows, ms.int32))
    table = layer.embedding_table.asnumpy()
    np.testing.assert_array_equal(table[2:], 1)
    assert (table[:2] != 1).all()
