"""`WhileLoop`, `ForiLoop` and `Scan`, eagerly and compiled."""

from __future__ import annotations

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops


def test_while_loop_over_numbers():
    assert ops.WhileLoop()(lambda x: x < 5, lambda x: x + 1, 0) == 5


def test_while_loop_over_a_tensor():
    grown = ops.WhileLoop()(lambda v: v.sum() < 100, lambda v: v * 2, Tensor([1.0, 2.0]))
    assert np.asarray(grown).tolist() == [64.0, 128.0]


def test_while_loop_over_numbers_compiles():
    @ms.jit
    def grown(x):
        return ops.WhileLoop()(lambda v: v[0] < 3, lambda v: (v[0] + 1, v[1] * 2), (0, x))[1]

    assert np.asarray(grown(Tensor([1.0, 2.0]))).tolist() == [8.0, 16.0]


def test_fori_loop_passes_the_index():
    assert ops.ForiLoop()(0, 4, lambda i, x: x + i, 1) == 7


def test_fori_loop_is_differentiated():
    def power(x):
        return ops.ForiLoop()(0, 3, lambda i, v: v * x, Tensor(1.0))

    assert float(ms.grad(power)(Tensor(2.0)).asnumpy()) == 12.0


def test_scan_carries_and_collects():
    assert ops.Scan()(lambda c, x: (c + x, c), 1, [1, 2, 3]) == (7, [1, 2, 4])
    assert ops.Scan()(lambda c, x: (c + 1, c), 0, None, 2) == (2, [0, 1])
    assert ops.Scan()(lambda c, x: (c, x), 5, []) == (5, [])


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: ops.WhileLoop()(1, lambda x: x, 0), TypeError),
        (lambda: ops.WhileLoop()(lambda x: True, lambda: 1, 0), ValueError),
        (lambda: ops.ForiLoop()(0.5, 3, lambda i, x: x, 0), TypeError),
        (lambda: ops.ForiLoop()(0, 3, lambda x: x, 0), ValueError),
        (lambda: ops.Scan()(lambda c, x: (c, x), 0, 3), TypeError),
        (lambda: ops.Scan()(lambda c, x: c, 0, [1]), ValueError),
    ],
)
def test_errors_have_mindspores_classes(call, error):
    with pytest.raises(error):
        call()
