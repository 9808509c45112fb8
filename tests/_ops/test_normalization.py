"""Normalization: values, moving statistics, and where the gradients stop."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, ops


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def test_batch_norm_trains_by_the_batch_and_moves_the_statistics():
    x = 2 * numbers(4, 3, 5, 6) + 1
    weight, bias = numbers(3, seed=1), numbers(3, seed=2)
    mean, variance = Tensor(np.float32([10, 20, 30])), Parameter(Tensor(np.float32([5, 6, 7])))
    y = ops.batch_norm(Tensor(x), mean, variance, Tensor(weight), Tensor(bias), True, 0.1, 1e-5)
    axes = (0, 2, 3)
    wide = x.astype(np.float64)
    unit = (wide - wide.mean(axes, keepdims=True)) / np.sqrt(wide.var(axes, keepdims=True) + 1e-5)
    wanted = unit * weight[:, None, None] + bias[:, None, None]
    np.testing.assert_allclose(y.asnumpy(), wanted, rtol=1e-4, atol=1e-5)
    moved = 0.9 * np.array([10, 20, 30]) + 0.1 * wide.mean(axes)
    np.testing.assert_allclose(mean.asnumpy(), moved, rtol=1e-5)
    moved = 0.9 * np.array([5, 6, 7]) + 0.1 * wide.var(axes, ddof=1)
    np.testing.assert_allclose(variance.asnumpy(), moved, rtol=1e-5)


def test_batch_norm_infers_by_the_statistics_given():
    x, one = numbers(4, 3, 5), Tensor(np.ones(3, np.float32))
    mean, variance = numbers(3, seed=1), np.abs(numbers(3, seed=2)) + 0.1
    y = ops.batch_norm(Tensor(x), Tensor(mean), Tensor(variance), one, 0 * one)
    wanted = (x - mean[:, None]) / np.sqrt(variance[:, None] + 1e-5)
    np.testing.assert_allclose(y.asnumpy(), wanted, rtol=1e-4, atol=1e-5)


def test_moving_statistics_are_not_differentiated():
    mean, variance = Tensor(np.zeros(3, np.float32)), Tensor(np.ones(3, np.float32))
    one = Tensor(np.ones(3, np.float32))

    def loss(x):
        ops.batch_norm(x, mean, variance, one, one, True)
        return (mean + variance).sum() + (x * 2).sum()

    gradient = ms.grad(loss)(Tensor(numbers(4, 3)))
    assert np.array_equal(gradient.asnumpy(), np.full((4, 3), 2, np.float32))


def test_the_primitive_returns_the_batch_statistics_too():
    x, one = Tensor(numbers(4, 3, 5)), Tensor(np.ones(3, np.float32))
    y, *rest = ops.BatchNorm(is_training=True)(x, one, 0 * one, 0 * one, one.copy())
    assert [t.shape for t in rest] == [(3,)] * 4
    np.testing.assert_allclose(rest[2].asnumpy(), x.asnumpy().mean((0, 2)), rtol=1e-4, atol=1e-6)
    assert y.shape == x.shape


def test_channels_may_come_last():
    x, one = numbers(4, 5, 3), Tensor(np.ones(3, np.float32))
    last = ops.BatchNorm(True, data_format="NHWC")(Tensor(x), one, one, 0 * one, one.copy())[0]
    first = ops.BatchNorm(True)(Tensor(x.swapaxes(1, 2)), one, one, 0 * one, one.copy())[0]
    np.testing.assert_allclose(last.asnumpy(), first.asnumpy().swapaxes(1, 2), rtol=1e-5, atol=1e-6)


def test_half_precision_is_normalized_in_float32():
    x = (numbers(64, 3, 8) * 0.01 + 100).astype(np.float16)
    one = Tensor(np.ones(3, np.float32))
    y = ops.batch_norm(Tensor(x), 0 * one, one, one, 0 * one, True)
    assert y.dtype == ms.float16
    wide = x.astype(np.float64)
    wanted = (wide - wide.mean((0, 2), keepdims=True)) / np.sqrt(
        wide.var((0, 2), keepdims=True) + 1e-5
    )
    np.testing.assert_allclose(y.asnumpy(), wanted, rtol=1e-2, atol=1e-2)


@pytest.mark.parametrize(("shape", "axes"), [((6,), (2,)), ((5, 6), (1, 2))])
def test_layer_norm(shape, axes):
    x, weight, bias = numbers(4, 5, 6), numbers(*shape, seed=1), numbers(*shape, seed=2)
    y = ops.layer_norm(Tensor(x), shape, Tensor(weight), Tensor(bias), 1e-3)
    unit = (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + 1e-3)
    np.testing.assert_allclose(y.asnumpy(), unit * weight + bias, rtol=1e-4, atol=1e-5)


def test_group_norm():
    x, weight, bias = numbers(2, 6, 4, 5), numbers(6, seed=1), numbers(6, seed=2)
    y = ops.group_norm(Tensor(x), 3, Tensor(weight), Tensor(bias), 1e-3).asnumpy()
    grouped = x.reshape(2, 3, -1)
    unit = (grouped - grouped.mean(2, keepdims=True)) / np.sqrt(
        grouped.var(2, keepdims=True) + 1e-3
    )
    wanted = unit.reshape(x.shape) * weight[:, None, None] + bias[:, None, None]
    np.testing.assert_allclose(y, wanted, rtol=1e-4, atol=1e-5)


def test_rms_norm_divides_by_the_root_mean_square():
    x, gamma = numbers(4, 6), numbers(6, seed=1)
    y, factor = ops.rms_norm(Tensor(x), Tensor(gamma))
    wanted = 1 / np.sqrt((x**2).mean(1, keepdims=True) + 1e-6)
    np.testing.assert_allclose(factor.asnumpy(), wanted, rtol=1e-5)
    np.testing.assert_allclose(y.asnumpy(), x * wanted * gamma, rtol=1e-5)


def test_local_response_norm_sums_over_neighbours():
    x = numbers(1, 6, 1, 1)
    y = ops.lrn(Tensor(x), 1, 1.0, 0.5, 0.75).asnumpy().reshape(-1)
    for i, value in enumerate(x.reshape(-1)):
        near = x.reshape(-1)[max(i - 1, 0) : i + 2]
        assert y[i] == pytest.approx(value / (1 + 0.5 * (near**2).sum()) ** 0.75, rel=1e-5)


X, THREE = Tensor(numbers(4, 3, 5)), Tensor(np.ones(3, np.float32))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.batch_norm(X, None, THREE, THREE, THREE), TypeError, "running_mean must be"),
        (lambda: ops.batch_norm(X, THREE, THREE, X[0, 0], THREE), ValueError, "channel dimension"),
        (lambda: ops.layer_norm(X, (3,)), ValueError, "end of the input's shape"),
        (lambda: ops.layer_norm(X, (5,), THREE), ValueError, "gamma or beta shape"),
        (lambda: ops.LayerNorm()(X, THREE, THREE), ValueError, "gamma or beta shape"),
        (lambda: ops.group_norm(X, 2), ValueError, "'num_channels' must be divided"),
        (lambda: ops.lrn(X, norm_region="x"), ValueError, "'norm_region' must be"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
