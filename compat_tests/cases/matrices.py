"""Decompositions of matrices: which triangle a gradient goes to, floats of 16 bits, refusals."""

import mindspore as ms
import mindspore.scipy as scipy
import numpy as np
from mindspore import Tensor, ops


def matrix(dtype=ms.float32):
    return Tensor(np.array([[4, 1, 0.5], [1, 3, 0.25], [0.5, 0.25, 2]]), dtype)


def squared_eigenvalues(a):
    return (scipy.linalg.eigh(a)[0] ** 2).sum()


def squared_eigenvalues_of_upper(a):
    return (scipy.linalg.eigh(a, lower=False)[0] ** 2).sum()


def fourth_powers(a):
    return (scipy.linalg.eigh(a)[1] ** 4).sum()


def case_eigenvalues_gradient():
    return ms.grad(squared_eigenvalues)(matrix())


def case_eigenvalues_gradient_of_upper():
    return ms.grad(squared_eigenvalues_of_upper)(matrix())


def case_eigenvectors_gradient():
    return ms.grad(fourth_powers)(matrix())


def case_eigenvalues_of_one_triangle():
    """What lies in the other triangle is not read."""
    return scipy.linalg.eigh(matrix() + ops.triu(matrix(), 1), eigvals_only=True)


def case_cholesky_float16():
    return ops.cholesky(matrix(ms.float16)), ops.cholesky(matrix(ms.float16), True)


def case_slogdet_float16():
    return ops.slogdet(matrix(ms.float16))


def case_qr_float16_product():
    q, r = ops.qr(matrix(ms.float16))
    return q.dtype, r.dtype, ops.abs(r).astype(ms.float32)


def case_geqrf_float16():
    return ops.geqrf(matrix(ms.float16))


def case_trace_of_a_vector():
    return Tensor([1.0, 2.0]).trace()


def case_inverse_float16():
    return ops.inverse(matrix(ms.float16))


def case_inverse_int32():
    return ops.inverse(matrix(ms.int32))


def case_svd_float16():
    return ops.svd(matrix(ms.float16))


def case_pinv_float16():
    return ops.pinv(matrix(ms.float16))


def case_eigvals_float16():
    return ops.eigvals(matrix(ms.float16))


def case_trace_vector():
    return ops.trace(matrix()[0])


def case_trace_three_axes():
    return ops.trace(ops.zeros((2, 2, 2), ms.float32))
