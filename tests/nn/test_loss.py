"""Loss layers: reductions, weights, and classes of one's own.

Values and gradients are compared with MindSpore's in compat_tests.
"""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax.nn.loss.loss import _Loss


def numbers(*shape, seed=0):
    return Tensor(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


X, Y, WEIGHT = numbers(4, 5), numbers(4, 5, seed=1), ops.abs(numbers(4, 5, seed=2))
CLASSES = Tensor([1, 0, 4, 2], ms.int32)


class Distance(nn.LossBase):
    def construct(self, x, y, weights=1.0):
        return self.get_loss(ops.abs(x - y), weights)


@pytest.mark.parametrize("weights", [1.0, 2.5, WEIGHT, ops.abs(numbers(5))])
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_get_loss_weighs_and_reduces(reduction, weights):
    elements = np.abs((X - Y).asnumpy()) * np.asarray(weights)
    wanted = {"mean": elements.mean(), "sum": elements.sum(), "none": elements}[reduction]
    got = Distance(reduction)(X, Y, weights).asnumpy()
    np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_loss_base_keeps_what_programs_read():
    loss = Distance("sum")
    assert (loss.average, loss.reduce) == (False, True)
    assert Distance("none").reduce is False
    assert loss.get_axis(X) == (0, 1)
    assert loss.reduce_sum(X).item() == pytest.approx(X.sum().item(), rel=1e-5)
    assert _Loss is nn.LossBase
    with pytest.raises(NotImplementedError, match="construct"):
        nn.LossBase()(X, Y)


@pytest.mark.parametrize("dtype", [ms.float16, ms.float64, ms.int32])
def test_losses_keep_the_dtype(dtype):
    assert nn.MSELoss()(X.astype(dtype), Y.astype(dtype)).dtype == dtype


@pytest.mark.parametrize(
    ("layer", "function"),
    [
        (nn.L1Loss("sum"), lambda: ops.l1_loss(X, Y, "sum")),
        (nn.MAELoss(), lambda: ops.l1_loss(X, Y)),
        (nn.MSELoss("none"), lambda: ops.mse_loss(X, Y, "none")),
        (nn.RMSELoss(), lambda: ops.sqrt(ops.mse_loss(X, Y))),
        (nn.SmoothL1Loss(0.3), lambda: ops.smooth_l1_loss(X, Y, 0.3)),
        (nn.HuberLoss("sum", 0.3), lambda: ops.huber_loss(X, Y, "sum", 0.3)),
        (nn.KLDivLoss("batchmean"), lambda: ops.kl_div(X, Y, "batchmean")),
        (
            nn.BCEWithLogitsLoss(weight=WEIGHT),
            lambda: ops.binary_cross_entropy_with_logits(X, Y, WEIGHT),
        ),
        (nn.SoftMarginLoss(), lambda: ops.soft_margin_loss(X, Y)),
    ],
)
def test_layers_agree_with_functions(layer, function):
    np.testing.assert_allclose(layer(X, Y).asnumpy(), function().asnumpy(), rtol=1e-5, atol=1e-6)


def test_classification_layers_agree_with_functions():
    weight = ops.abs(numbers(5))
    cross = nn.CrossEntropyLoss(weight, 2, "sum", 0.1)(X, CLASSES)
    assert cross.item() == pytest.approx(
        ops.cross_entropy(X, CLASSES, weight, 2, "sum", 0.1).item(), rel=1e-6
    )
    nll = nn.NLLLoss(weight, 2)(X, CLASSES)
    assert nll.item() == pytest.approx(ops.nll_loss(X, CLASSES, weight, 2).item(), rel=1e-6)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_sparse_and_dense_labels_agree(reduction):
    dense = ops.one_hot(CLASSES, 5, Tensor(1.0), Tensor(0.0))
    a = nn.SoftmaxCrossEntropyWithLogits(True, reduction)(X, CLASSES)
    b = nn.SoftmaxCrossEntropyWithLogits(False, reduction)(X, dense)
    np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-6)


def test_labels_outside_of_the_classes():
    outside = Tensor([1, 7, 0, -1], ms.int32)
    each = nn.SoftmaxCrossEntropyWithLogits(True)(X, outside).asnumpy()
    assert (each == 0).tolist() == [False, True, False, True]
    assert np.isnan(nn.SoftmaxCrossEntropyWithLogits(True, "mean")(X, outside).asnumpy())


def test_dice_losses():
    y = (Y > 0).astype(ms.float32)
    p = ops.sigmoid(X)
    both, squares = (p * y).sum(), (p * p).sum() + (y * y).sum()
    wanted = (1 - 2 * both / (squares + 1e-5)).item()
    assert nn.DiceLoss()(p, y).item() == pytest.approx(wanted, rel=1e-5)
    column = nn.DiceLoss()(p[:, 1], y[:, 1]).item() / 2
    loss = nn.MultiClassDiceLoss(None, 0, None)(p[:, :2], y[:, :2])
    assert loss.item() == pytest.approx(column, rel=1e-5)


def test_focal_loss_without_focus_is_the_cross_entropy():
    loss = nn.FocalLoss(gamma=0.0)(X, CLASSES.expand_dims(1))
    assert loss.item() == pytest.approx(ops.cross_entropy(X, CLASSES).item(), rel=1e-5)
    focused = nn.FocalLoss(gamma=2.0)(X, CLASSES.expand_dims(1))
    assert focused.item() < loss.item()


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: nn.MSELoss("x"), ValueError, "'reduction' must be in"),
        (lambda: nn.MSELoss(None), ValueError, "'reduction' must be in"),
        (lambda: nn.BCEWithLogitsLoss(None), TypeError, "'reduction' must be str"),
        (lambda: nn.CrossEntropyLoss(3), TypeError, "'weight' must be Tensor"),
        (lambda: nn.CrossEntropyLoss(label_smoothing=2.0), ValueError, "'label_smoothing'"),
        (lambda: nn.CrossEntropyLoss(ignore_index=1.0), TypeError, "'ignore_index'"),
        (lambda: nn.SoftmaxCrossEntropyWithLogits(1), TypeError, "must be a bool"),
        (lambda: nn.CosineEmbeddingLoss(2.0), ValueError, "'margin' must be"),
        (lambda: nn.DiceLoss(0.0), ValueError, "'smooth' must be"),
        (lambda: nn.FocalLoss(gamma=1), TypeError, "'gamma' should be 'float'"),
        (lambda: nn.MultiClassDiceLoss(activation="x"), ValueError, "'activation' must be"),
        (lambda: nn.MSELoss()(X, Y[:3]), ValueError, "must fit together"),
        (
            lambda: nn.SoftmaxCrossEntropyWithLogits(True)(X, CLASSES.astype(ms.float32)),
            TypeError,
            "must be int32 or int64",
        ),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
