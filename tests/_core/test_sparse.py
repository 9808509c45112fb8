"""Sparse tensors: what recorded facts do not say."""

import jax
import numpy as np
import pytest

import msjax as ms
from msjax import COOTensor, CSRTensor, Tensor, ops


def coo(values=(1.0, 2.0)):
    indices = Tensor(np.array([[0, 1], [1, 2]], np.int32))
    return COOTensor(indices, Tensor(np.array(values, np.float32)), (3, 4))


def dense_and_csr(seed, shape):
    generator = np.random.default_rng(seed)
    dense = generator.integers(-3, 4, shape) * (generator.random(shape) < 0.5)
    return dense.astype(np.float32), ops.dense_to_sparse_csr(Tensor(dense.astype(np.float32)))


@pytest.mark.parametrize(("transposed", "adjoint"), [(False, False), (True, False), (False, True)])
def test_products_of_sparse_matrices(transposed, adjoint):
    a, sparse_a = dense_and_csr(1, (4, 5))
    b, sparse_b = dense_and_csr(2, (4, 6) if transposed or adjoint else (5, 6))
    product = ops.csr_mm(sparse_a, sparse_b, trans_a=transposed, adjoint_a=adjoint)
    wanted = (a.T if transposed or adjoint else a) @ b
    assert product.shape == wanted.shape
    np.testing.assert_array_equal(product.to_dense().asnumpy(), wanted)


def test_product_with_a_transposed_second_factor():
    (a, sparse_a), (b, sparse_b) = dense_and_csr(1, (4, 5)), dense_and_csr(3, (6, 5))
    product = ops.csr_mm(sparse_a, sparse_b, trans_b=True)
    np.testing.assert_array_equal(product.to_dense().asnumpy(), a @ b.T)


def test_sums_of_sparse_matrices():
    (a, sparse_a), (b, sparse_b) = dense_and_csr(4, (3, 7)), dense_and_csr(5, (3, 7))
    np.testing.assert_array_equal((sparse_a - sparse_b).to_dense().asnumpy(), a - b)
    coo_sum = sparse_a.to_coo() + sparse_b.to_coo()
    np.testing.assert_array_equal(coo_sum.to_dense().asnumpy(), a + b)


def test_rows_out_of_order():
    indices = Tensor(np.array([[2, 0], [0, 3], [1, 1]], np.int32))
    x = COOTensor(indices, Tensor(np.array([1.0, 2.0, 3.0], np.float32)), (3, 4))
    np.testing.assert_array_equal(x.to_csr().to_dense().asnumpy(), x.to_dense().asnumpy())


def test_gradients_of_sums_and_products():
    other = coo((3.0, 4.0)).to_csr()

    def loss(values):
        x = CSRTensor(other.indptr, other.indices, values, other.shape)
        square = ops.csr_mm(x, x, trans_b=True)
        return (square.values * 2).sum() + (x + other).values.sum()

    x = np.array([5.0, 7.0], np.float32)
    np.testing.assert_array_equal(ms.grad(loss)(Tensor(x)).asnumpy(), 4 * x + 1)


def test_one_program_for_all_values():
    traces = []

    @ms.jit
    def twice(x):
        traces.append(1)
        return COOTensor(x.indices, x.values * 2, x.shape)

    twice(coo())
    count = len(traces)
    y = twice(coo((3.0, 4.0)))
    assert len(traces) == count
    assert isinstance(y, COOTensor)
    np.testing.assert_array_equal(y.values.asnumpy(), [6, 8])


def test_pytrees():
    y = jax.tree.map(lambda v: v, coo().to_csr())
    assert isinstance(y, CSRTensor)
    np.testing.assert_array_equal(y.to_dense().asnumpy(), coo().to_dense().asnumpy())


def test_a_number_is_refused_with_a_way_out():
    with pytest.raises(TypeError, match=r"COOTensor\(x.indices, x.values \* 2, x.shape\)"):
        coo() * 2
    with pytest.raises(TypeError, match=r"use `a.mm\(b\)` for a dense b"):
        ops.csr_mm(coo().to_csr(), Tensor(np.ones((4, 2), np.float32)))
