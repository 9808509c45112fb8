"""`mint`'s functions: what is written in place, devices, random numbers and sizes, errors."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, mint

F = mint.nn.functional


def numbers(*shape):
    return Tensor(np.random.default_rng(0).normal(size=shape).astype(np.float32))


@pytest.mark.parametrize("name", ["relu", "relu6", "silu", "elu", "hardtanh"])
def test_inplace_writes_the_result_into_the_input(name):
    function = getattr(F, name)
    x = numbers(3, 4)
    wanted = function(x).asnumpy()
    assert np.array_equal(x.asnumpy(), numbers(3, 4).asnumpy())
    assert function(x, inplace=True) is x
    assert np.array_equal(x.asnumpy(), wanted)


@pytest.mark.parametrize(
    ("in_place", "plain"),
    [
        (F.relu_, F.relu),
        (F.elu_, F.elu),
        (F.sigmoid_, F.sigmoid),
        (F.hardtanh_, F.hardtanh),
        (lambda x: F.threshold_(x, 0.1, 2.0), lambda x: F.threshold(x, 0.1, 2.0)),
        (lambda x: F.dropout(x, 1.0, inplace=True), lambda x: x * 0),
    ],
)
def test_functions_that_end_in_an_underscore(in_place, plain):
    x = numbers(3, 4)
    wanted = plain(x).asnumpy()
    assert in_place(x) is x
    assert np.array_equal(x.asnumpy(), wanted)


def test_the_gradient_goes_through_what_is_written():
    def total(x):
        y = x * 1
        F.relu_(y)
        return (y * y).sum()

    x = Tensor([-1.0, 2.0])
    assert ms.grad(total)(x).asnumpy().tolist() == [0, 4]
    assert ms.grad(ms.jit(total))(x).asnumpy().tolist() == [0, 4]


def test_addr_writes_into_its_input():
    x = mint.zeros((2, 3))
    assert mint.addr_(x, Tensor([1.0, 2.0]), Tensor([1.0, 0.0, 3.0]), alpha=2) is x
    assert x.asnumpy().tolist() == [[2, 0, 6], [4, 0, 12]]


@pytest.mark.parametrize("device", [None, "CPU", "cpu"])
def test_random_numbers_on_a_device(device):
    assert mint.rand(2, 3, device=device).shape == (2, 3)
    assert mint.randn(2, 3, device=device).shape == (2, 3)
    assert mint.rand_like(numbers(2), device=device).shape == (2,)
    assert mint.randint(1, 5, (2, 3), device=device).dtype == ms.int64
    assert mint.empty((2, 3), device=device).shape == (2, 3)


def test_numbers_are_drawn_where_they_are_wanted(monkeypatch):
    from msjax._ops import random

    monkeypatch.setattr(random, "has_accelerator", lambda: True)
    ms.set_seed(1)
    drawn = mint.rand(3, device="CPU")
    assert {d.platform for d in drawn._value.devices()} == {"cpu"}
    ms.set_seed(1)
    assert np.array_equal(drawn.asnumpy(), mint.rand(3).asnumpy())


def test_integers_between_bounds():
    drawn = mint.randint_like(numbers(100), 2, 5)
    assert drawn.dtype == ms.float32
    assert set(drawn.asnumpy()) == {2, 3, 4}
    assert set(mint.randint(3, (100,)).asnumpy()) == {0, 1, 2}
    assert mint.randint_like(numbers(2), 3, dtype=ms.int32).dtype == ms.int32


def test_normal_numbers_take_their_shape_from_tensors():
    assert mint.normal(numbers(2, 3), 1.0).shape == (2, 3)
    assert mint.normal(0.0, mint.ones(4)).shape == (4,)
    assert mint.normal(size=(2, 2)).shape == (2, 2)
    assert mint.normal(Tensor([5.0, 7.0]), 0.0).asnumpy().tolist() == [5, 7]


def test_statistics_of_parts_join_to_those_of_the_batch():
    x, eps = numbers(6, 3, 5), 1e-5
    parts = [mint.batch_norm_stats(part, eps) for part in (x[:2], x[2:])]
    mean, invstd = (mint.stack(rows) for rows in zip(*parts, strict=True))
    running = [Parameter(mint.zeros(3)), Parameter(mint.ones(3))]
    joined = mint.batch_norm_gather_stats_with_counts(
        x, mean, invstd, *running, 0.1, eps, Tensor([10.0, 20.0])
    )
    for got, wanted in zip(joined, mint.batch_norm_stats(x, eps), strict=True):
        np.testing.assert_allclose(got.asnumpy(), wanted.asnumpy(), rtol=1e-5, atol=1e-6)
    array = x.asnumpy().transpose(1, 0, 2).reshape(3, -1)
    np.testing.assert_allclose(running[0].asnumpy(), 0.1 * array.mean(1), rtol=1e-4, atol=1e-6)
    wanted = 0.9 + 0.1 * array.var(1, ddof=1)
    np.testing.assert_allclose(running[1].asnumpy(), wanted, rtol=1e-5)
    normal = mint.batch_norm_elemt(x, None, None, *joined)
    wanted = F.batch_norm(x, None, None, training=True)
    np.testing.assert_allclose(normal.asnumpy(), wanted.asnumpy(), rtol=1e-4, atol=1e-5)


def test_training_moves_the_running_statistics():
    mean, variance = mint.zeros(3), mint.ones(3)
    x = numbers(4, 3)
    F.batch_norm(x, mean, variance, training=True, momentum=0.5)
    np.testing.assert_allclose(mean.asnumpy(), 0.5 * x.asnumpy().mean(0), rtol=1e-5, atol=1e-7)


def test_long_rows_of_an_embedding_are_scaled_down():
    table = Parameter(Tensor(np.array([[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]], np.float32)))
    rows = F.embedding(Tensor([0, 1]), table, max_norm=1.0, norm_type=1.0)
    np.testing.assert_allclose(rows.asnumpy(), [[3 / 7, 4 / 7], [0.3, 0.4]], rtol=1e-5)


def test_dropped_channels():
    ms.set_seed(1)
    y = F.dropout2d(mint.ones((20, 30, 2)), 0.3).asnumpy()
    assert (y == y[:, :, :1]).all()
    assert (y[:, :, 0] == 0).mean() == pytest.approx(0.3, abs=0.06)
    assert F.dropout2d(y_in := mint.ones((2, 3, 4)), 0.3, False) is y_in


def test_where_alone_gives_positions():
    rows, columns = mint.where(Tensor([[True, False], [False, True]]))
    assert rows.asnumpy().tolist() == columns.asnumpy().tolist() == [0, 1]


IMAGE = numbers(1, 2, 4, 4)
PLACES = mint.ones((1, 2, 4, 4), dtype=ms.int64)


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: mint.rand(2, device="GPU"), ValueError, "value \"GPU\" of input 'device'"),
        (lambda: mint.rand(2, device=1), TypeError, "should be a str"),
        (lambda: mint.rand(2, device="meta"), NotImplementedError, "device='meta'"),
        (lambda: mint.normal(0.0, 1.0), TypeError, "size must be given"),
        (lambda: mint.randint(5), TypeError, "arguments must be low, high, size"),
        (lambda: mint.randint_like(IMAGE), TypeError, "arguments must be input, low, high"),
        (lambda: mint.any(IMAGE, None, None, None), TypeError, "any"),
        (lambda: mint.vdot(IMAGE, IMAGE), ValueError, "flatten them first"),
        (lambda: mint.linalg.matrix_norm(IMAGE, dim=1), TypeError, "axis should be tuple"),
        (lambda: mint.linalg.matrix_norm(IMAGE, dim=(1,)), ValueError, "length of axis"),
        (lambda: F.conv2d(IMAGE, IMAGE, None, 2, "same"), ValueError, "strided convolutions"),
        (lambda: F.conv2d(IMAGE[0, 0], IMAGE), ValueError, "4 axes"),
        (lambda: F.interpolate(IMAGE), ValueError, "cannot be both empty"),
        (lambda: F.interpolate(IMAGE, 3, mode="area"), ValueError, "'mode' must be in"),
        (lambda: F.interpolate(IMAGE, 3, mode="linear"), ValueError, r"takes an input of \[3\]"),
        (lambda: F.interpolate(IMAGE, 3, align_corners=True), ValueError, "align_corners option"),
        (lambda: F.interpolate(IMAGE, 3, None, "bilinear", None, True), ValueError, "recompute"),
        (lambda: F.dropout(IMAGE, 1.5), ValueError, "in range of"),
        (lambda: F.dropout(1), TypeError, "must be a Tensor"),
        (lambda: F.batch_norm(1, 2, 3), TypeError, "must be a Tensor"),
        (lambda: F.relu_(1), TypeError, "Tensor"),
        (lambda: mint.addr_(1, 2, 3), TypeError, "must be a Tensor"),
        (lambda: F.conv2d(1, 2), TypeError, "must be a Tensor"),
        (lambda: F.kl_div(1, 2), TypeError, "must be a Tensor"),
        (lambda: F.avg_pool2d(IMAGE, 2, ceil_mode="x"), TypeError, "ceil_mode must be a bool"),
        (lambda: F.avg_pool2d(IMAGE, 2, divisor_override=0), ValueError, "must not be 0"),
        (lambda: F.avg_pool2d(IMAGE, 2, divisor_override=1.5), TypeError, "must be an int"),
        (lambda: F.unfold(IMAGE, (1, 2, 3)), ValueError, "one or two ints"),
        (lambda: F.unfold(IMAGE, 2, 0), ValueError, "at least 1"),
        (lambda: F.fold(IMAGE[0, 0], (4, 4, 4), 2), ValueError, "one or two ints"),
        (lambda: F.max_unpool2d(IMAGE, PLACES, (1, 2, 3)), ValueError, "2 of them"),
        (lambda: F.max_unpool2d(IMAGE, PLACES, 0), ValueError, "at least 1"),
        (lambda: F.kl_div(IMAGE, IMAGE, "x"), ValueError, "'reduction' must be in"),
        (lambda: F.batch_norm(IMAGE, None, None), TypeError, "running_mean, running_var"),
        (lambda: mint.batch_norm_elemt(IMAGE), TypeError, "mint.batch_norm_stats"),
        (
            lambda: mint.batch_norm_gather_stats_with_counts(IMAGE, IMAGE, IMAGE),
            TypeError,
            "counts must be a Tensor",
        ),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
