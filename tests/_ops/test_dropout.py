"""Dropout: what is dropped, how the rest is scaled, and when nothing happens."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops


@pytest.fixture(autouse=True)
def seeded():
    ms.set_seed(1)


def test_kept_elements_are_scaled():
    y = ops.dropout(ops.ones((200, 200)), 0.3).asnumpy()
    assert set(np.unique(y)) == {np.float32(0), np.float32(1 / 0.7)}
    assert (y == 0).mean() == pytest.approx(0.3, abs=0.01)


def test_the_gradient_has_the_same_mask():
    x = ops.ones((50, 50))
    y, gradient = ms.value_and_grad(lambda x: ops.dropout(x, 0.5).sum())(x)
    assert gradient.asnumpy().sum() == y.item()


def test_no_training_no_dropout_and_no_draw():
    x = ops.ones((4, 4))
    state = ms.get_rng_state().asnumpy()
    assert ops.dropout(x, 0.5, False) is x
    assert ops.dropout2d(ops.ones((2, 3, 4, 4)), 0.5, False).asnumpy().all()
    assert np.array_equal(ms.get_rng_state().asnumpy(), state)
    assert np.array_equal(ops.dropout(x, 0.0).asnumpy(), x.asnumpy())


@pytest.mark.parametrize(
    ("operator", "shape"),
    [
        (ops.dropout1d, (20, 30, 5)),
        (ops.dropout2d, (20, 30, 3, 3)),
        (ops.dropout3d, (20, 30, 2, 2, 2)),
    ],
)
def test_whole_channels_are_dropped(operator, shape):
    y = operator(ops.ones(shape), 0.3).asnumpy().reshape(20 * 30, -1)
    assert (y == y[:, :1]).all()
    assert (y[:, 0] == 0).mean() == pytest.approx(0.3, abs=0.06)
    assert set(np.unique(y)) == {np.float32(0), np.float32(1 / 0.7)}


def test_dropout1d_takes_a_sample_without_batch():
    y = ops.dropout1d(ops.ones((40, 5)), 0.5).asnumpy()
    assert y.shape == (40, 5)
    assert (y == y[:, :1]).all()


def test_primitives_return_the_mask():
    x = 2 * ops.ones((20, 10, 2, 2))
    for primitive, kind in [(ops.Dropout(0.7), ms.float32), (ops.Dropout2D(0.7), ms.bool_)]:
        y, mask = primitive(x)
        assert mask.dtype == kind
        kept = mask.asnumpy().astype(bool)
        np.testing.assert_allclose(y.asnumpy(), np.where(kept, 2 / 0.7, 0), rtol=1e-6)
    y, mask = ops.Dropout3D(0.0)(ops.ones((2, 3, 2, 2, 2)))
    assert not y.asnumpy().any()
    assert not mask.asnumpy().any()


def test_half_precision():
    assert ops.dropout(ops.ones((4, 4), ms.float16), 0.5).dtype == ms.float16


def test_compiled_code_draws_another_mask_each_time():
    @ms.jit
    def drop(x):
        return ops.dropout(x, 0.5)

    x = ops.ones((10, 10))
    assert not np.array_equal(drop(x).asnumpy(), drop(x).asnumpy())


X = Tensor(np.ones((2, 3), np.float32))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.dropout(X, 1.0), RuntimeError, "'keep_prob' must be in"),
        (lambda: ops.dropout(X, -0.5), RuntimeError, "'keep_prob' must be in"),
        (lambda: ops.dropout(X.astype(ms.int32), 0.5), TypeError, "must be a float tensor"),
        (lambda: ops.Dropout(0.0)(X), RuntimeError, "'keep_prob' must be in"),
        (lambda: ops.Dropout2D(1.5), ValueError, "'keep_prob' must be a float of 0 to 1"),
        (lambda: ops.dropout2d(X, 0.5), ValueError, "rank of input must be equal to 4"),
        (lambda: ops.dropout3d(X, 2.0), ValueError, "in range of"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
