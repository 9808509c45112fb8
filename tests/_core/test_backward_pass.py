"""Backward passes that repeat are compiled as a whole, and give the same numbers."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, autograd, grad, nn, ops, value_and_grad
from msjax._core import backward_pass

X = Tensor(np.array([[0.3, -0.7, 1.2], [0.5, 0.1, -2.0]], np.float32))


@pytest.fixture(autouse=True)
def passes(monkeypatch):
    """The compiled passes of this test alone."""
    monkeypatch.setattr(backward_pass, "_passes", {})
    monkeypatch.setattr(backward_pass, "_counts", type(backward_pass._counts)())
    return backward_pass._passes


def arrays(gradients):
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    return [g.asnumpy() for g in gradients]


def same(first, other):
    for a, b in zip(arrays(first), arrays(other), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def branches(x, y):
    a, b = ops.split(x * y, 1)
    return ops.tanh(a) * b + ops.topk(x, 1)[0] + (x @ y.T).sum() ** 2


def test_the_third_pass_is_compiled(passes):
    gradients = [grad(branches, (0, 1))(X, X + 1) for _ in range(5)]
    assert len(passes) == 1
    for other in gradients[1:]:
        same(gradients[0], other)


def test_other_values_use_the_same_pass(passes):
    for k in range(5):
        same(grad(lambda x: (x * x).sum())(X + k), 2 * (X + k))
    assert len(passes) == 1


def test_other_shapes_have_a_pass_of_their_own(passes):
    for n in (2, 3):
        for _ in range(3):
            grad(lambda x: ops.exp(x).sum())(Tensor(np.ones(n, np.float32)))
    assert len(passes) == 2


def test_other_numbers_are_operands(passes):
    for k in range(5):
        same(grad(lambda x, k=k: x * float(k))(X), k * ops.ones_like(X))
    assert len(passes) == 1


def test_branches_taken_differently_are_other_passes(passes):
    def f(x, positive):
        return ops.exp(x) if positive else ops.sin(x)

    for positive in (True, False) * 4:
        expected = ops.exp(X) if positive else ops.cos(X)
        same(grad(f)(X, positive), expected)
    assert len(passes) == 2


def test_large_operands_are_not_compiled_together(passes):
    x = Tensor(np.ones(1 << 17, np.float32))
    for _ in range(4):
        grad(lambda x: (x * x).sum())(x)
    assert not any(passes.values())


def test_hooks_run_in_every_pass(passes):
    calls = []

    def f(x):
        y = ops.exp(x)
        y.register_hook(lambda g: calls.append(1) or g * 2)
        return y.sum()

    for _ in range(4):
        same(grad(f)(X), 2 * ops.exp(X))
    assert len(calls) == 4
    assert not any(passes.values())


def test_gradients_in_python_run_in_every_pass(passes):
    class Tripled(nn.Cell):
        def construct(self, x):
            return x * x

        def bprop(self, x, out, dout):
            return (3 * dout,)

    for _ in range(4):
        same(grad(Tripled())(X), 3 * ops.ones_like(X))
    assert not any(passes.values())


def test_second_derivatives(passes):
    first = grad(lambda x: (ops.sin(x) * x).sum())
    for _ in range(4):
        same(grad(lambda x: first(x).sum())(X), 2 * ops.cos(X) - X * ops.sin(X))


def losses_of_training():
    ms.set_seed(1)
    net = nn.SequentialCell(nn.Dense(3, 4), nn.ReLU(), nn.Dense(4, 1))
    optimizer = nn.Adam(net.trainable_params(), 0.01)
    step = value_and_grad(lambda x: (net(x) ** 2).mean(), None, optimizer.parameters)
    losses = []
    for _ in range(8):
        loss, gradients = step(X)
        optimizer(gradients)
        losses.append(loss.item())
    return losses


def test_training_in_pynative(passes, monkeypatch):
    losses = losses_of_training()
    assert len(passes) == 1
    monkeypatch.setattr(backward_pass, "_MOST_NODES", 0)
    np.testing.assert_allclose(losses, losses_of_training(), rtol=1e-5)
    assert len(passes) == 1


def test_inputs_that_nothing_depends_on(passes):
    for _ in range(4):
        by_x, by_y = grad(lambda x, y: x * 2, (0, 1))(X, X + 1)
        same(by_x, 2 * ops.ones_like(X))
        same(by_y, ops.zeros_like(X))


def test_backward_accumulates_and_frees(passes):
    x = Tensor([1.0, 2.0], ms.float32).requires_grad_()
    for _ in range(5):
        y = (x * x).sum()
        y.backward()
        with pytest.raises(RuntimeError, match="second time"):
            y.backward()
    assert x.grad.asnumpy().tolist() == [10.0, 20.0]
    assert len(passes) == 1


def test_one_output_of_several_is_kept(passes):
    x = Tensor([1.0, 2.0, 3.0, 4.0], ms.float32).requires_grad_()
    for _ in range(4):
        a, _ = ops.split(x * x, 2)
        a.retain_grad()
        (a * 3).sum().backward()
        assert a.grad.asnumpy().tolist() == [3.0, 3.0]


def test_parameters_in_record():
    weight = Parameter(Tensor([2.0], ms.float32), name="w")
    for _ in range(4):
        with autograd.record():
            y = weight * weight
        y.backward()
        assert weight.grad.asnumpy().tolist() == [4.0]


def test_old_passes_are_forgotten(passes, monkeypatch):
    monkeypatch.setattr(backward_pass, "_MOST_PASSES", 2)
    for n in range(1, 5):
        for _ in range(3):
            grad(ops.exp)(Tensor(np.ones(n, np.float32)))
    assert len(passes) == 2


def test_deterministic_passes_are_the_operators_own(passes):
    ms.set_deterministic(True)
    try:
        first = grad(branches)(X, X + 1).asnumpy()
        for _ in range(4):
            assert (grad(branches)(X, X + 1).asnumpy() == first).all()
    finally:
        ms.set_deterministic(False)
    assert not passes
