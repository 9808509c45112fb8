"""Losses: extreme values, ignored and invalid labels, and where MindSpore defines no derivative.

Values and gradients in the ordinary range are compared with MindSpore's in compat_tests.
"""

import math

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops


def numbers(*shape, seed=0):
    return Tensor(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


X, Y = numbers(4, 5), numbers(4, 5, seed=1)
PROBABILITY, WEIGHT = ops.sigmoid(X), ops.abs(numbers(4, 5, seed=2))
CLASSES = Tensor([1, 0, 4, 2], ms.int32)


def test_cross_entropy_is_that_of_probabilities_of_one_class():
    sure = ops.one_hot(CLASSES, 5, Tensor(1.0), Tensor(0.0))
    got, wanted = ops.cross_entropy(X, CLASSES), ops.cross_entropy(X, sure)
    assert got.item() == pytest.approx(wanted.item(), rel=1e-6)


def test_label_smoothing_mixes_the_uniform_distribution_in():
    sure = ops.one_hot(CLASSES, 5, Tensor(1.0), Tensor(0.0))
    got = ops.cross_entropy(X, CLASSES, label_smoothing=0.2)
    assert got.item() == pytest.approx(ops.cross_entropy(X, 0.8 * sure + 0.04).item(), rel=1e-6)


def test_ignored_labels_count_for_nothing():
    some = Tensor([1, -100, 4, -100], ms.int32)
    got = ops.cross_entropy(X, some)
    wanted = ops.cross_entropy(X[Tensor([0, 2])], Tensor([1, 4], ms.int32))
    assert got.item() == pytest.approx(wanted.item(), rel=1e-6)
    gradient = ms.grad(ops.cross_entropy)(X, some).asnumpy()
    assert not gradient[1].any()
    assert gradient[0].any()
    assert math.isnan(ops.cross_entropy(X, Tensor([-100] * 4, ms.int32)).item())


def test_a_label_outside_of_the_classes_gives_nan():
    outside = Tensor([1, 7, 4, 2], ms.int32)
    assert math.isnan(ops.cross_entropy(X, outside).item())
    assert np.isnan(ops.cross_entropy(X, outside, reduction="none").asnumpy()).tolist() == [
        False,
        True,
        False,
        False,
    ]
    assert math.isnan(ops.SparseSoftmaxCrossEntropyWithLogits()(X, outside).item())


def test_large_logits_stay_finite():
    big = Tensor([[1000.0, -1000.0], [-1000.0, 1000.0]])
    assert ops.cross_entropy(big, Tensor([1, 1], ms.int32)).item() == 1000
    loss = ops.binary_cross_entropy_with_logits(big[0], Tensor([0.0, 1.0]), reduction="none")
    assert loss.asnumpy().tolist() == [1000, 1000]


def test_binary_cross_entropy_bounds_logarithms_and_gradients():
    p, y = Tensor([0.0, 1.0, 0.0, 1.0]), Tensor([0.0, 1.0, 1.0, 0.0])
    loss = ops.binary_cross_entropy(p, y, reduction="none").asnumpy()
    np.testing.assert_allclose(loss, [0, 0, -math.log(1e-12), -math.log(1e-12)], rtol=1e-5)
    gradient = ms.grad(lambda p: ops.binary_cross_entropy(p, y, reduction="sum"))(p).asnumpy()
    np.testing.assert_allclose(gradient, [0, 0, -1e12, 1e12], rtol=1e-5)


@pytest.mark.parametrize(
    "loss",
    [
        lambda w: ops.binary_cross_entropy(PROBABILITY, PROBABILITY, w),
        lambda w: ops.binary_cross_entropy_with_logits(X, PROBABILITY, w),
        lambda w: ops.binary_cross_entropy_with_logits(X, PROBABILITY, None, w),
        lambda w: ops.kl_div(X, w),
        lambda w: ops.SigmoidCrossEntropyWithLogits()(X, w),
        lambda w: ops.SoftmaxCrossEntropyWithLogits()(X, w)[0],
    ],
)
def test_where_mindspore_defines_no_derivative(loss):
    assert not ms.grad(loss)(WEIGHT).asnumpy().any()


def test_the_gradient_of_soft_labels_that_do_not_sum_to_one():
    loss = ops.SoftmaxCrossEntropyWithLogits()
    gradient = ms.grad(lambda x: loss(x, WEIGHT)[0].sum())(X)
    wanted = (ops.softmax(X) - WEIGHT).asnumpy()
    np.testing.assert_allclose(gradient.asnumpy(), wanted, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(loss(X, WEIGHT)[1].asnumpy(), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("loss", [ops.l1_loss, ops.smooth_l1_loss, ops.huber_loss])
def test_equal_inputs_have_no_gradient(loss):
    gradient = ms.grad(lambda x: loss(x, X).sum())(X.copy())
    assert not gradient.asnumpy().any()


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_regression_losses_by_their_formulas(reduction):
    x, y = X.asnumpy().astype(np.float64), Y.asnumpy().astype(np.float64)
    d = np.abs(x - y)
    formulas = {
        ops.mse_loss: d**2,
        ops.l1_loss: d,
        lambda *a, reduction: ops.smooth_l1_loss(*a, 0.3, reduction): np.where(
            d < 0.3, d**2 / 0.6, d - 0.15
        ),
        lambda *a, reduction: ops.huber_loss(*a, reduction, 0.3): np.where(
            d <= 0.3, d**2 / 2, 0.3 * (d - 0.15)
        ),
    }
    for loss, elements in formulas.items():
        wanted = {"mean": elements.mean(), "sum": elements.sum(), "none": elements}[reduction]
        got = loss(X, Y, reduction=reduction).asnumpy()
        np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


def test_zero_targets_have_no_divergence():
    assert ops.kl_div(Tensor([-1.0, -2.0]), Tensor([0.0, 0.0])).item() == 0
    whole = ops.kl_div(X, WEIGHT, "sum").item()
    assert ops.kl_div(X, WEIGHT, "batchmean").item() == pytest.approx(whole / 4, rel=1e-6)


def test_triplets_and_cosines():
    anchor, near, far = Tensor([[0.0, 0.0]]), Tensor([[3.0, 4.0]]), Tensor([[0.0, 3.0]])
    assert ops.triplet_margin_loss(anchor, near, far).item() == pytest.approx(3, rel=1e-5)
    swapped = ops.triplet_margin_loss(anchor, far, near, swap=True)
    assert swapped.item() == pytest.approx(3 - math.sqrt(10) + 1, rel=1e-5)
    same = ops.cosine_embedding_loss(near, 2 * near, Tensor([1], ms.int32))
    assert same.item() == pytest.approx(0, abs=1e-6)
    other = ops.cosine_embedding_loss(near, far, Tensor([-1], ms.int32), 0.5)
    assert other.item() == pytest.approx(0.3, rel=1e-5)


def test_integers_are_compared_in_float32():
    loss = ops.mse_loss(Tensor([1, 2]), Tensor([3, 5]))
    assert (loss.item(), loss.dtype) == (6.5, ms.float32)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.mse_loss(X, Y, "x"), ValueError, "'reduction' must be in"),
        (lambda: ops.cross_entropy(X, CLASSES, reduction="x"), ValueError, "but got 'x'"),
        (
            lambda: ops.cross_entropy(X, CLASSES.astype(ms.float32)),
            ValueError,
            "shape of the input",
        ),
        (lambda: ops.cross_entropy(X.astype(ms.int32), CLASSES), TypeError, "must be a float"),
        (lambda: ops.nll_loss(X, CLASSES[:2]), ValueError, "without its class axis"),
        (lambda: ops.smooth_l1_loss(X, Y[0]), ValueError, "must be the same"),
        (lambda: ops.binary_cross_entropy(X, Y[0]), ValueError, "must be the same"),
        (lambda: ops.binary_cross_entropy(X, Y.astype(ms.float16)), TypeError, "dtypes of logits"),
        (lambda: ops.SoftmaxCrossEntropyWithLogits()(X[0], Y[0]), ValueError, "equal to 2"),
        (lambda: ops.multi_margin_loss(X, CLASSES, 3), ValueError, "'p' must be 1 or 2"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
