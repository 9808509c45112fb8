"""Pooling: values, positions, ties and partial windows."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def windows(x, kernel, stride, pads, fill):
    """Yield output position and window contents of a plane padded with `fill`."""
    (top, bottom), (left, right) = pads
    x = np.pad(x, ((top, bottom), (left, right)), constant_values=fill)
    for i in range((x.shape[0] - kernel[0]) // stride[0] + 1):
        for j in range((x.shape[1] - kernel[1]) // stride[1] + 1):
            a, b = i * stride[0], j * stride[1]
            yield (i, j), x[a : a + kernel[0], b : b + kernel[1]]


@pytest.mark.parametrize("kernel", [(2, 3), (8, 8)])
def test_maxima_and_their_positions(kernel):
    x = numbers(1, 1, 10, 9)
    value, index = ops.max_pool2d(Tensor(x), kernel, 2, 1, return_indices=True)
    assert index.dtype == ms.int64
    plane = x[0, 0]
    for at, window in windows(plane, kernel, (2, 2), ((1, 1), (1, 1)), -np.inf):
        assert value.asnumpy()[(0, 0, *at)] == window.max()
        assert plane.reshape(-1)[index.asnumpy()[(0, 0, *at)]] == window.max()
    assert np.array_equal(value.asnumpy(), ops.max_pool2d(Tensor(x), kernel, 2, 1).asnumpy())


@pytest.mark.parametrize(
    ("pool", "wanted"),
    [
        (lambda x: ops.max_pool2d(x, 2), [[1, 0, 1, 0], [0] * 4, [1, 0, 1, 0], [0] * 4]),
        (lambda x: ops.max_pool2d(x, 4), [[1, 0, 0, 0], [0] * 4, [0] * 4, [0] * 4]),
        (
            lambda x: ops.MaxPool(3, 1, "same")(x),
            [[4, 2, 2, 0], [2, 1, 1, 0], [2, 1, 1, 0], [0] * 4],
        ),
        (
            lambda x: ops.adaptive_max_pool2d(x, 2),
            [[1, 0, 1, 0], [0] * 4, [1, 0, 1, 0], [0] * 4],
        ),
    ],
)
def test_of_equal_elements_the_first_gets_the_gradient(pool, wanted):
    gradient = ms.grad(lambda x: pool(x).sum())(Tensor(np.zeros((1, 1, 4, 4), np.float32)))
    assert gradient.asnumpy()[0, 0].tolist() == wanted


def test_the_gradient_of_large_windows_goes_to_the_maximum():
    x = numbers(1, 1, 12, 12)
    pool = ops.max_pool2d(Tensor(x), 8, 4)
    gradient = ms.grad(lambda x: ops.max_pool2d(x, 8, 4).sum())(Tensor(x)).asnumpy()
    assert gradient.sum() == pool.size
    assert (gradient > 0).sum() == np.unique(pool.asnumpy()).size


def test_nan_is_the_maximum():
    x = np.zeros((1, 1, 2, 4), np.float32)
    x[0, 0, 1, 0] = x[0, 0, 0, 3] = np.nan
    assert np.isnan(ops.max_pool2d(Tensor(x), 2).asnumpy()).all()


@pytest.mark.parametrize("include", [True, False])
def test_averages_count_padding_or_not(include):
    x = numbers(1, 1, 7, 6)
    got = ops.avg_pool2d(Tensor(x), (3, 2), 2, 1, False, include).asnumpy()[0, 0]
    pads = ((1, 1), (1, 1))
    for at, window in windows(x[0, 0], (3, 2), (2, 2), pads, 0 if include else np.nan):
        assert got[at] == pytest.approx(np.nanmean(window), rel=1e-5, abs=1e-6)


def test_large_windows_average_alike():
    x = Tensor(numbers(1, 2, 12, 11))
    got = ops.avg_pool2d(x, 8, 2, 2, True, False)
    by_cells = np.full(got.shape, np.nan)
    padded = np.pad(x.asnumpy(), ((0, 0), (0, 0), (2, 3), (2, 3)), constant_values=np.nan)
    for i in range(got.shape[2]):
        for j in range(got.shape[3]):
            window = padded[:, :, 2 * i : 2 * i + 8, 2 * j : 2 * j + 8]
            by_cells[:, :, i, j] = np.nanmean(window, axis=(2, 3))
    np.testing.assert_allclose(got.asnumpy(), by_cells, rtol=1e-5, atol=1e-6)


def test_ceil_mode_drops_a_window_that_begins_in_the_padding():
    x = Tensor(numbers(1, 1, 9, 8))
    assert ops.max_pool2d(x, 2, 3, 1, ceil_mode=True).shape == (1, 1, 4, 3)
    assert ops.max_pool2d(x, 3, 2, 1, ceil_mode=True).shape == (1, 1, 5, 5)
    assert ops.max_pool2d(x, 3, 2, 1, ceil_mode=False).shape == (1, 1, 5, 4)


@pytest.mark.parametrize("size", [1, 3, (3, 4), (None, 2), (5, 3), (9, 8)])
def test_adaptive_pooling_splits_axes_into_bins(size):
    x = numbers(2, 3, 9, 8)
    mean = ops.adaptive_avg_pool2d(Tensor(x), size).asnumpy()
    largest, index = (t.asnumpy() for t in ops.adaptive_max_pool2d(Tensor(x), size, True))
    rows, columns = mean.shape[2:]
    for i in range(rows):
        for j in range(columns):
            part = x[
                :,
                :,
                i * 9 // rows : -(-(i + 1) * 9 // rows),
                j * 8 // columns : -(-(j + 1) * 8 // columns),
            ]
            np.testing.assert_allclose(mean[..., i, j], part.mean((2, 3)), rtol=1e-4, atol=1e-5)
            np.testing.assert_array_equal(largest[..., i, j], part.max((2, 3)))
    flat = x.reshape(2, 3, -1)
    found = np.take_along_axis(flat, index.reshape(2, 3, -1), axis=-1).reshape(largest.shape)
    np.testing.assert_array_equal(found, largest)


X = Tensor(numbers(2, 3, 9, 8))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.max_pool2d(X, 3, 1, 2), ValueError, "no more than half"),
        (lambda: ops.max_pool2d(X, 2, 0), ValueError, "positive int number"),
        (lambda: ops.max_pool2d(X, 9), ValueError, "invalid for the attributes"),
        (lambda: ops.max_pool2d(X, 2.5), TypeError, "must be int or tuple"),
        (lambda: ops.MaxPool(2, 2, "x")(X), ValueError, "'pad_mode' must be 'valid'"),
        (lambda: ops.MaxPool(2, 2, data_format="NHWC")(X), ValueError, "must be 'NCHW', but got"),
        (lambda: ops.avg_pool2d(X.astype("int32"), 2), TypeError, "must be a float Tensor"),
        (lambda: ops.max_pool2d(X[0, 0], 2), ValueError, "length of input must be 3 or 4"),
        (lambda: ops.adaptive_avg_pool1d(X[0], 3), ValueError, "divisible by output size 3"),
        (lambda: ops.adaptive_avg_pool2d(X, (1, 2, 3)), ValueError, "output_size must be"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
