"""Runs that are kept for the gradient of the same call: when they serve, and what they hold."""

import gc
import weakref

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, ParameterTuple, Tensor, nn, ops

BY_WEIGHTS = ops.GradOperation(get_by_list=True)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0]), name="w")
        self.calls = 0

    def construct(self, x):
        self.calls += 1
        return (self.w * self.w * x).sum()


@pytest.fixture
def net():
    network = Net()
    network.set_grad()
    return network


def gradient(network, x):
    return BY_WEIGHTS(network, ParameterTuple([network.w]))(x)[0]


@pytest.mark.parametrize("compiled", [False, True])
def test_the_gradient_is_that_of_the_weights_which_the_run_saw(net, compiled):
    def step(x):
        net(x)
        net.w.set_data(Tensor([10.0, 10.0]))
        return gradient(net, x)

    step = ms.jit(step) if compiled else step
    x = Tensor([1.0, 2.0])
    np.testing.assert_array_equal(step(x), [4, 12])
    np.testing.assert_array_equal(gradient(net, x), [20, 40])


def test_a_changed_input_makes_another_run(net):
    x = Tensor([1.0, 2.0])
    net(x)
    x[0] = 7.0
    np.testing.assert_array_equal(gradient(net, x), [28, 12])
    assert net.calls == 2


def test_gradients_of_something_else_make_another_run(net):
    x, other = Tensor([1.0, 2.0]), Parameter(Tensor([1.0]), name="other")
    net(x)
    by_other = BY_WEIGHTS(net, ParameterTuple([net.w, other]))(x)
    np.testing.assert_array_equal(by_other[0], [4, 12])
    np.testing.assert_array_equal(by_other[1], [0])
    assert net.calls == 2


def test_a_frozen_weight_has_a_zero_gradient_without_another_run(net):
    x, frozen = Tensor([1.0, 2.0]), Parameter(Tensor([1.0]), name="frozen", requires_grad=False)
    net(x)
    gradients = BY_WEIGHTS(net, ParameterTuple([net.w, frozen]))(x)
    np.testing.assert_array_equal(gradients[0], [4, 12])
    np.testing.assert_array_equal(gradients[1], [0])
    assert net.calls == 1
    net(x)
    net.w.requires_grad = False
    np.testing.assert_array_equal(gradient(net, x), [0, 0])


def test_nested_gradients_make_their_own_runs(net):
    x = Tensor([1.0, 2.0])

    def outer(x):
        return net(x) + ms.grad(net)(x).sum()

    np.testing.assert_array_equal(ms.grad(outer)(x), [4, 9])
    assert net.calls == 2


def test_nothing_is_kept_of_a_cell_that_is_gone():
    network = Net()
    network.set_grad()
    network(Tensor([1.0, 2.0]))
    held = weakref.ref(network.w)
    del network
    gc.collect()
    assert held() is None


def test_a_compiled_step_runs_the_net_once():
    class Count(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = Parameter(Tensor([2.0]), name="w")
            self.runs = Parameter(Tensor([0.0]), name="runs", requires_grad=False)

        def construct(self, x):
            self.runs += 1.0
            return self.w * x

    network = Count()
    network.set_grad()

    @ms.jit
    def step(x):
        return network(x), gradient(network, x)

    for runs in (1, 2):
        out, by_w = step(Tensor([3.0]))
        np.testing.assert_array_equal([out.item(), by_w.item()], [6, 3])
        assert network.runs.item() == runs


def test_compiled_code_without_a_derivative_runs():
    class Eigen(nn.Cell):
        def construct(self, x):
            return ops.eig(x)[0]

    network = Eigen()
    network.set_grad()
    matrix = np.diag(np.array([1.0, 2.0], np.float32))
    values = ms.jit(lambda x: network(x))(Tensor(matrix))
    np.testing.assert_allclose(np.sort(values.asnumpy().real), [1, 2])
