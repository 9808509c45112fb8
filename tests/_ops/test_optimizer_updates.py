"""Optimizers' Primitives: what they write, and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops


class Stepped(nn.Cell):
    """A net whose call is a step with momentum."""

    def __init__(self):
        super().__init__()
        self.step = ops.ApplyMomentum()
        self.weights = Parameter(Tensor(np.ones((2, 2), np.float32)), name="weights")
        self.moment = Parameter(Tensor(np.zeros((2, 2), np.float32)), name="moment")

    def construct(self, gradient):
        return self.step(self.weights, self.moment, 0.1, gradient, 0.5)


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_parameters_are_updated_in_both_modes(mode):
    former = ms.get_context("mode")
    ms.set_context(mode=mode)
    try:
        net = Stepped()
        gradient = Tensor(np.ones((2, 2), np.float32))
        net(gradient)
        out = net(gradient)
    finally:
        ms.set_context(mode=former)
    np.testing.assert_allclose(net.moment.asnumpy(), 1.5)
    np.testing.assert_allclose(net.weights.asnumpy(), 0.75, rtol=1e-6)
    np.testing.assert_array_equal(out.asnumpy(), net.weights.asnumpy())


def test_the_dtype_of_weights_is_kept():
    weights = Parameter(Tensor(np.ones(3, np.float16)), name="weights")
    ops.ApplyGradientDescent()(weights, Tensor(0.5), Tensor(np.ones(3, np.float16)))
    assert weights.dtype == ms.float16
    assert weights.asnumpy().tolist() == [0.5] * 3


@pytest.mark.parametrize(
    ("operands", "error"),
    [
        ((np.ones((2, 2)), np.ones((2, 2)), 0.1, np.ones(2), 0.9), ValueError),
        ((np.ones((2, 2)), np.ones(2), 0.1, np.ones((2, 2)), 0.9), ValueError),
        ((1.0, 1.0, 0.1, np.ones((2, 2)), 0.9), TypeError),
    ],
)
def test_what_does_not_fit_is_refused(operands, error):
    operands = [Tensor(x.astype(np.float32)) if np.ndim(x) else x for x in operands]
    with pytest.raises(error):
        ops.ApplyMomentum()(*operands)


def test_sparse_updates_want_a_row_for_each_index():
    states = [Parameter(Tensor(np.ones((4, 2), np.float32)), name=n) for n in "ab"]
    gradient, index = Tensor(np.ones((3, 2), np.float32)), Tensor(np.array([0, 1], np.int32))
    with pytest.raises(ValueError, match="one row for each of the indices"):
        ops.SparseApplyAdagrad(0.1)(*states, gradient, index)


def test_rows_that_are_not_named_stay():
    states = [Parameter(Tensor(np.ones((4, 2), np.float32)), name=n) for n in "ab"]
    gradient, index = Tensor(np.ones((2, 2), np.float32)), Tensor(np.array([2, 2], np.int32))
    ops.SparseApplyAdagrad(0.1)(*states, gradient, index)
    assert states[1].asnumpy()[:, 0].tolist() == [1, 1, 5, 1]
