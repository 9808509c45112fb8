"""The statements of document 004 about MXNet's and PyTorch's autograd, errors included."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, autograd, ops


def number(t):
    return t.asnumpy().tolist()


@pytest.fixture
def attached():
    x = ops.arange(10, dtype=ms.float32).reshape((2, 5))
    x.attach_grad()
    return x


def test_package_has_what_it_names():
    assert all(callable(getattr(autograd, name)) for name in autograd.__all__)
    assert "autograd" in dir(ms)
    with pytest.raises(AttributeError):
        autograd.recrod  # noqa: B018


def test_attach_grad_allocates_the_gradient(attached):
    assert number(attached.grad) == [[0.0] * 5] * 2


def test_several_elements_are_summed(attached):
    with autograd.record():
        y = 2 * ops.matmul(attached.T, attached)
    y.backward()
    assert number(attached.grad) == [[40.0] * 5, [140.0] * 5]


def test_nothing_is_recorded_by_default(attached):
    y = 2 * ops.matmul(attached.T, attached)
    with pytest.raises(RuntimeError, match=r"`with msjax.autograd.enable_grad\(\):` \(or `record"):
        y.backward()


def test_modes():
    modes = [autograd.is_training()]
    with autograd.record():
        modes.append(autograd.is_training())
    assert modes == [False, True]


def test_detached_tensor_has_no_gradient(attached):
    x1 = attached.detach()
    with autograd.record():
        y = attached + 1
        y = x1 + y
    y.backward()
    assert (attached.grad is None, x1.grad is None) == (False, True)
    assert number(attached.grad) == [[1.0] * 5] * 2


@pytest.fixture
def ones():
    return ops.ones((2, 2)).requires_grad_()


def test_results_know_what_made_them(ones):
    y = ones + 2
    assert number(y) == [[3, 3], [3, 3]]
    assert repr(y.grad_fn).startswith("<AddBackward0 object at 0x")
    assert ones.grad_fn is None
    assert (y * y * 3).mean().grad_fn.name() == "MeanBackward0"


def test_tracking_starts_in_place():
    a = ops.randn(2, 2)
    a = (a * 3) / (a - 1)
    assert a.requires_grad is False
    a.requires_grad_(True)
    assert a.requires_grad is True
    assert repr((a * a).sum().grad_fn).startswith("<SumBackward0 object at 0x")


def test_gradient_of_a_scalar(ones):
    y = ones + 2
    out = (y * y * 3).mean()
    assert number(out) == 27
    out.backward()
    assert number(ones.grad) == [[4.5, 4.5], [4.5, 4.5]]
    with pytest.raises(RuntimeError, match=r"second time.*retain_graph=True"):
        out.backward()


def test_more_elements_need_a_gradient_of_their_shape(ones):
    y = 2 * ones + 2
    with pytest.raises(RuntimeError, match="only for scalar outputs"):
        y.backward()
    with pytest.raises(RuntimeError, match="Mismatch in shape"):
        y.backward(ops.ones(2))
    y.backward(ones)
    assert number(ones.grad) == [[2, 2], [2, 2]]


def test_gradients_accumulate(ones):
    for times in (1, 2):
        (ones * 3).sum().backward()
        assert number(ones.grad) == [[3.0 * times] * 2] * 2


def test_no_grad(ones):
    assert (ones**2).requires_grad is True
    with autograd.no_grad():
        assert (ones**2).requires_grad is False
    assert ones.detach().requires_grad is False


def test_the_four_forms_agree():
    values = np.linspace(0.1, 0.9, 4, dtype=np.float32)

    def loss(x):
        return (ops.exp(x) * ops.sin(x)).sum()

    expected = number(ms.grad(loss)(Tensor(values)))
    torch_like = Tensor(values).requires_grad_()
    loss(torch_like).backward()
    mxnet_like = Tensor(values)
    mxnet_like.attach_grad()
    with autograd.record():
        result = loss(mxnet_like)
    result.backward()
    # The third pass over one graph is compiled, which may round otherwise.
    assert number(torch_like.grad) == pytest.approx(expected, rel=3e-7)
    assert number(mxnet_like.grad) == pytest.approx(expected, rel=3e-7)
