"""Embedding: rows by index."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, mint, ops

TABLE = Tensor(np.arange(15, dtype=np.float32).reshape(5, 3))


def test_rows_are_taken_whatever_the_shape_of_the_indices():
    index = np.array([[1, 4], [0, 1]])
    assert np.array_equal(ops.embedding(Tensor(index), TABLE).asnumpy(), TABLE.asnumpy()[index])


def test_an_index_outside_gives_nan():
    rows = ops.embedding(Tensor([1, 9]), TABLE).asnumpy()
    assert np.isnan(rows).all(axis=1).tolist() == [False, True]


def test_the_padding_row_gets_no_gradient():
    gradient = ms.grad(lambda t: ops.embedding(Tensor([1, 2, 1]), t, 2).sum())(TABLE).asnumpy()
    assert gradient[:, 0].tolist() == [0, 2, 0, 0, 0]


def test_the_gradient_of_a_row_is_shared_among_its_uses():
    def total(table):
        return mint.nn.functional.embedding(Tensor([1, 2, 1]), table, scale_grad_by_freq=True).sum()

    value, gradient = ms.value_and_grad(total)(TABLE)
    assert value.item() == 2 * TABLE[1].sum().item() + TABLE[2].sum().item()
    assert gradient.asnumpy()[:, 0].tolist() == [0, 1, 1, 0, 0]


def test_long_rows_that_are_read_are_scaled_down_in_place():
    table = Parameter(Tensor(np.array([[3.0, 4.0], [0.3, 0.4], [6.0, 8.0]], np.float32)))
    rows = ops.embedding(Tensor([0, 1]), table, max_norm=1.0)
    np.testing.assert_allclose(rows.asnumpy(), [[0.6, 0.8], [0.3, 0.4]], rtol=1e-5)
    np.testing.assert_allclose(table.asnumpy()[2], [6, 8])


def test_lookup_of_a_part_of_a_table():
    rows = ops.EmbeddingLookup()(TABLE, Tensor([[1, 4, 9]], ms.int32), 2).asnumpy()[0]
    assert rows.tolist() == [[0, 0, 0], [6, 7, 8], [0, 0, 0]]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: ops.embedding(TABLE, TABLE), TypeError, "must be integers"),
        (lambda: ops.embedding(Tensor([1]), TABLE, 5), ValueError, "padding_idx must be in"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
