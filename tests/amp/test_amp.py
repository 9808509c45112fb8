"""Mixed precision in compiled functions, in bfloat16, and what is refused."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, amp, nn, ops

X = Tensor(np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3))


def test_a_compiled_step_with_a_dynamic_scale_is_traced_once():
    net, scaler = nn.Dense(3, 2), amp.DynamicLossScaler(2.0**10, 2, 2)
    traces, weights = [], net.trainable_params()
    grad_fn = ms.value_and_grad(lambda x: scaler.scale((net(x) ** 2).mean()), None, weights)

    @ms.jit
    def step(x):
        traces.append(None)
        loss, grads = grad_fn(x)
        grads = scaler.unscale(grads)
        good = amp.all_finite(grads)
        scaler.adjust(good)
        return loss, good

    step(X)
    once = len(traces)
    bad = Tensor(np.full((2, 3), np.inf, np.float32))
    scales, losses = [], []
    for x in (X, X, X, bad, X):
        loss, good = step(x)
        scales.append(float(scaler.scale_value.asnumpy()))
        losses.append(float(loss.asnumpy()))
        assert bool(good) == (x is X)
    assert scales == [2048, 2048, 4096, 2048, 2048]
    assert losses[2] == pytest.approx(2 * losses[0])
    assert len(traces) == once


@pytest.mark.parametrize("level", ["O1", "O2", "O3"])
def test_bfloat16(level):
    net = nn.SequentialCell(nn.Dense(3, 2, has_bias=False))
    weight = net[0].weight
    product = ops.matmul(X.astype(ms.bfloat16), weight.astype(ms.bfloat16).T)
    out = amp.auto_mixed_precision(net, level, ms.bfloat16)(X)
    assert out.dtype is ms.float32
    np.testing.assert_array_equal(out.asnumpy(), product.astype(ms.float32).asnumpy())


def test_auto_in_bfloat16():
    out = amp.auto_mixed_precision(lambda x: ops.matmul(x, x.T), "auto", ms.bfloat16)(X)
    assert out.dtype is ms.bfloat16


def test_a_compiled_function_has_a_program_for_each_precision():
    product = ms.jit(lambda x: ops.matmul(x, x.T))
    lowered = amp.auto_mixed_precision(lambda x: product(x), "auto")
    assert [f(X).dtype for f in (lowered, product, lowered)] == [ms.float16, ms.float32, ms.float16]


def test_an_error_leaves_the_precision():
    def wrong(x):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        amp.auto_mixed_precision(wrong, "auto")(X)
    assert ops.matmul(X, X.T).dtype is ms.float32


def test_boost_is_refused():
    net = nn.Dense(2, 2)
    with pytest.raises(NotImplementedError, match="boost_level='O1'"):
        amp.build_train_network(net, nn.SGD(net.trainable_params()), boost_level="O1")


def test_a_primitive_of_several_operators_is_refused():
    with pytest.raises(NotImplementedError, match="no single operator"):
        amp.custom_mixed_precision(nn.Dense(2, 2), white_list=[ops.Cast])


def test_an_update_that_overflows_is_left_out():
    net = nn.Dense(3, 2)
    optimizer = nn.SGD(net.trainable_params())
    step = amp.build_train_network(net, optimizer, nn.MSELoss(), level="O2")
    before = net.weight.asnumpy().copy()
    _, overflow, scale = step(Tensor(np.full((2, 3), np.inf, np.float32)), X[:, :2])
    assert bool(overflow)
    assert float(scale.asnumpy()) == 2.0**24
    np.testing.assert_array_equal(net.weight.asnumpy(), before)
