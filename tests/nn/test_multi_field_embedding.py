"""Rows joined by field; values recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn

TABLE = np.arange(20, dtype=np.float32).reshape(10, 2) / 10


def layer(operator="SUM", fields=3):
    made = nn.MultiFieldEmbeddingLookup(10, 2, fields, operator=operator)
    made.embedding_table.set_data(Tensor(TABLE))
    return made


def inputs(indices, values, fields):
    return Tensor(indices, ms.int32), Tensor(values, ms.float32), Tensor(fields, ms.int32)


TWO = inputs(
    [[2, 4, 6, 0, 0], [1, 3, 5, 0, 0]],
    [[1, 1, 2, 0, 0], [2, -2, 1, 0, 0]],
    [[0, 0, 1, 0, 0], [0, 0, 1, 0, 0]],
)


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("SUM", [[[1.2, 1.4], [2.4, 2.6], [0, 0]], [[-0.8, -0.8], [1.0, 1.1], [0, 0]]]),
        ("MAX", [[[0.8, 0.9], [2.4, 2.6], [0, 0]], [[0.4, 0.6], [1.0, 1.1], [0, 0]]]),
        ("MEAN", [[[0.6, 0.7], [1.2, 1.3], [0, 0]], [[-0.2, -0.2], [1.0, 1.1], [0, 0]]]),
    ],
)
def test_operators(operator, expected):
    np.testing.assert_allclose(layer(operator)(*TWO).asnumpy(), expected, atol=1e-6)


def test_weights_of_zero_do_not_count():
    some = inputs([[2, 4, 6, 3, 1]], [[-1, 0, -2, -3, 0]], [[0, 0, 1, 1, 2]])
    largest = layer("MAX")(*some).asnumpy()
    np.testing.assert_allclose(largest, [[[-0.4, -0.5], [-1.8, -2.1], [0, 0]]], atol=1e-6)
    mean = layer("MEAN")(*some).asnumpy()
    np.testing.assert_allclose(mean, [[[-0.4, -0.5], [-0.84, -0.94], [0, 0]]], atol=1e-6)


def test_gradient():
    indices, values, fields = inputs([[2, 4]], [[1, 3]], [[0, 1]])
    found = ms.grad(lambda v: layer(fields=2)(indices, v, fields).sum())(values)
    np.testing.assert_allclose(found.asnumpy(), [[0.9, 1.7]], rtol=1e-6)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: layer("X"), ValueError, "'operator'"),
        (lambda: layer(fields=0), ValueError, "'field_size' must be int and must > 0"),
        (lambda: layer(fields="a"), TypeError, "field_size"),
        (lambda: nn.MultiFieldEmbeddingLookup(9, 2, 2, sparse=False), ValueError, "'sparse' must"),
        (
            lambda: nn.MultiFieldEmbeddingLookup(9, 2, 2, max_norm=1),
            NotImplementedError,
            "max_norm",
        ),
        (lambda: layer()(TWO[0], TWO[0], TWO[2]), TypeError, "'input_values' should be"),
        (lambda: layer()(TWO[0][0], TWO[1], TWO[2]), ValueError, "'input_indices' must be 2d"),
    ],
)
def test_wrong(call, error, message):
    with pytest.raises(error, match=message):
        call()
