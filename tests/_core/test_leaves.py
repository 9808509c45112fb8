"""Leaves: tensors that require gradients and are changed in place, Parameters that are recorded."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, autograd, nn, ops
from msjax._core.bprop import call_with_bprop

X = np.array([0.3, 0.7, 1.2], np.float32)


def leaf(values=X):
    return Tensor(np.array(values, np.float32)).requires_grad_()


def same(t, expected, rtol=1e-5):
    np.testing.assert_allclose(t.asnumpy(), expected, rtol=rtol, atol=1e-6)


CHANGES = {
    "add_": lambda x: x.add_(1),
    "item": lambda x: x.__setitem__(0, 1.0),
    "mask": lambda x: x.__setitem__(x > 0.5, 1.0),
    "view": lambda x: x[0:2].add_(1),
    "view of a view": lambda x: x.reshape(1, 3)[0].mul_(2),
    "assign_value": lambda x: x.assign_value(Tensor(X + 1)),
    "compiled": ms.jit(lambda x: x.add_(1)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changing_a_leaf_in_place(name):
    change = CHANGES[name]
    x = leaf()
    if name != "compiled":  # which changes its own copy of an argument
        with pytest.raises(RuntimeError, match=r"in place.*no_grad"):
            change(x)
        same(x, X)
    with autograd.no_grad():
        change(x)
    assert x.requires_grad
    assert x.is_leaf
    (x * x).sum().backward()
    same(x.grad, 2 * x.asnumpy())


def test_compiled_code_changes_a_leaf_from_outside():
    x = leaf()
    step = ms.jit(lambda: x.sub_(1))
    with pytest.raises(RuntimeError, match="in place"):
        step()
    with autograd.no_grad():
        step()
    assert x.is_leaf
    assert x.requires_grad


def test_gradients_of_a_cell():
    net, x = nn.SequentialCell(nn.Dense(3, 4), nn.Tanh(), nn.Dense(4, 2)), Tensor(X[None])
    expected = ms.grad(lambda: net(x).sum(), None, net.trainable_params())()
    with autograd.enable_grad():
        loss = net(x).sum()
    loss.backward()
    for p, gradient in zip(net.trainable_params(), expected, strict=True):
        same(p.grad, gradient.asnumpy())
    with autograd.enable_grad():
        net(x).sum().backward()
    for p, gradient in zip(net.trainable_params(), expected, strict=True):
        same(p.grad, 2 * gradient.asnumpy())


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def test_training_with_running_statistics(mode):
    def train(step):
        ms.set_seed(0)
        net = nn.SequentialCell(nn.Dense(3, 4), nn.BatchNorm1d(4), nn.Dense(4, 1)).set_train()
        optimizer = nn.SGD(net.trainable_params(), learning_rate=0.1)
        x = Tensor(np.linspace(-1, 1, 24, dtype=np.float32).reshape(8, 3))
        losses = [step(net, optimizer, x).asnumpy() for _ in range(4)]
        return losses, net[1].moving_mean.asnumpy()

    def by_backward(net, optimizer, x):
        for p in optimizer.parameters:
            p.grad = None
        with autograd.enable_grad():
            loss = ops.square(net(x) - 1).mean()
        loss.backward()
        optimizer(tuple([p.grad for p in optimizer.parameters]))
        return loss

    def by_function(net, optimizer, x):
        forward = ms.value_and_grad(
            lambda: ops.square(net(x) - 1).mean(), None, optimizer.parameters
        )
        loss, gradients = forward()
        optimizer(gradients)
        return loss

    ms.set_context(mode=mode)
    try:
        losses, mean = train(by_backward)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    expected, expected_mean = train(by_function)
    np.testing.assert_allclose(losses, expected, rtol=1e-4)
    np.testing.assert_allclose(mean, expected_mean, rtol=1e-4)
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def test_optimizer_steps_inside_the_recording(mode):
    p = Parameter(Tensor([1.0, 2.0]), name="p")
    optimizer = nn.SGD([p], learning_rate=0.1)
    with autograd.enable_grad():
        ms.set_context(mode=mode)
        try:
            for _ in range(2):
                (p * p).sum().backward()
                optimizer((p.grad,))
                p.grad = None
        finally:
            ms.set_context(mode=ms.PYNATIVE_MODE)
        same(p, [0.64, 1.28])
        with pytest.raises(RuntimeError, match="in place"):
            p.set_data(Tensor([0.0, 0.0]))
    p.set_data(Tensor([0.0, 0.0]))


def test_state_in_a_parameter_carries_gradients_within_the_recording():
    weight = Parameter(Tensor(2.0), name="w")
    state = Parameter(Tensor(3.0), name="state", requires_grad=False)
    with autograd.enable_grad():
        state.set_data(weight * weight)
        (state * weight).backward()  # w ** 3
        same(weight.grad, 12.0)
        (state * weight).backward()  # the graph of the state is freed: a constant
        same(weight.grad, 16.0)
        state.set_data(weight * weight)
    assert state._node is None
    with autograd.enable_grad():
        (state * weight).backward()
    same(weight.grad, 20.0)
    assert state.grad is None


@pytest.mark.parametrize("where", ["argument", "captured"])
@pytest.mark.parametrize(
    "way",
    [
        lambda f, p: f(p),
        lambda f, p: ms.jit(f)(p),
        lambda f, p: ms.recompute(f, p),
        lambda f, p: ms.vmap(f)(p),
        lambda f, p: ms.jvp(f, p, ops.ones_like(p))[0],
        lambda f, p: ms.grad(lambda x: x * f(p))(ops.ones(2)),
        lambda f, p: ms.grad(f, None, [p])(p)[0] * p / 3,
        lambda f, p: call_with_bprop(f, lambda x, out, dout: (dout * 3 * x * x,), (p,)),
        lambda f, p: f(p.value()),
        lambda f, p: f(Tensor(p)),
        lambda f, p: f(p.data),
    ],
)
def test_ways_to_use_a_parameter(way, where):
    p = Parameter(Tensor([2.0, 3.0]), name="p")
    if where == "captured":
        captured = p
        cube = lambda x: captured * captured * captured + 0 * x  # noqa: E731
    else:
        cube = lambda x: x * x * x  # noqa: E731
    with autograd.enable_grad():
        result = way(cube, p)
    assert result.requires_grad
    (result.sum() * 2 / result.size).backward()  # mapped, what is captured counts twice
    same(p.grad, [12, 27])
    assert p._node is None
