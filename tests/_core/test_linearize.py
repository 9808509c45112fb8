"""`linearize`: outputs, and the Jacobian's product as a function."""

from __future__ import annotations

import numpy as np
import pytest

from msjax import Tensor, ops


def test_linearize_gives_outputs_and_a_linear_function():
    x = Tensor([[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]])
    y = Tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    out, product = ops.linearize(ops.matmul, (x, y))
    np.testing.assert_array_equal(out.asnumpy(), [[22, 28], [40, 52]])
    v = Tensor(np.ones((2, 3), np.float32)), Tensor([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    np.testing.assert_array_equal(product(v).asnumpy(), [[12, 15], [16, 19]])


def test_linearize_of_one_tensor():
    out, product = ops.linearize(lambda x: x * x, Tensor([3.0]))
    assert out.asnumpy().tolist() == [9.0]
    assert product(Tensor([2.0])).asnumpy().tolist() == [12.0]


def test_linearize_takes_tensors_only():
    with pytest.raises(TypeError):
        ops.linearize(lambda x: x, 3.0)
