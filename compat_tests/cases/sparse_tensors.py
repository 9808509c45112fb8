"""COOTensor, CSRTensor and RowTensor, and the functions of them.

MindSpore's kernels for CSRTensors on a CPU need the package `decorator`.
"""

import numpy as np
from mindspore import COOTensor, CSRTensor, RowTensor, SparseTensor, Tensor, grad, jit, nn, ops
from mindspore import dtype as mstype

NAMES = """
    abs acos acosh asin asinh atan atanh ceil cos cosh exp expm1 floor inv isfinite isinf isnan log
    log1p neg relu relu6 round sigmoid sin sinh softsign sqrt square tan tanh
""".split()


def ints(values, dtype=np.int32):
    return Tensor(np.array(values, dtype))


def floats(values):
    return Tensor(np.array(values, np.float32))


def coo(dtype=np.int32, values=(0.5, 2.0)):
    return COOTensor(ints([[0, 1], [1, 2]], dtype), floats(values), (3, 4))


def csr(values=(0.5, 2.0, -1.0)):
    return CSRTensor(ints([0, 2, 2, 3]), ints([0, 3, 1]), floats(values), (3, 4))


def parts(x):
    return x.to_tuple()


def of_coo(name):
    return lambda: parts(getattr(ops, f"coo_{name}")(coo()))


def of_csr(name):
    return lambda: parts(getattr(ops, f"csr_{name}")(csr()))


def case_coo_attributes():
    x = coo()
    return x.indices, x.values, x.shape, x.dtype, x.size, x.itemsize, x.ndim


def case_csr_attributes():
    x = csr()
    return x.indptr, x.indices, x.values, x.shape, x.dtype, x.size, x.itemsize, x.ndim


def case_printed():
    row = RowTensor(ints([1]), floats([[1, 2]]), (3, 2))
    return [str(x) for x in (coo(), csr(), row)] + [repr(coo())]


def case_row_tensor():
    x = RowTensor(ints([1]), floats([[1, 2]]), (3, 2))
    y = RowTensor(row_tensor=x)
    return x.indices, x.values, x.dense_shape, y.dense_shape


def case_sparse_tensor():
    x = SparseTensor(ints([[0, 1]]), floats([1]), (3, 2))
    return x.indices, x.values, x.shape


def case_shared_parts():
    return parts(COOTensor(coo_tensor=coo())), parts(CSRTensor(csr_tensor=csr()))


def case_converted():
    dense = floats([[0, 2, 0], [0, 0, 0], [3, 0, 4]])
    return (
        coo().to_dense(),
        parts(coo().to_csr()),
        csr().to_dense(),
        parts(csr().to_coo()),
        parts(ops.dense_to_sparse_coo(dense)),
        parts(ops.dense_to_sparse_csr(dense)),
    )


def case_astype():
    return parts(coo().astype(mstype.float64)), parts(csr().astype(mstype.float16))


def case_coalesce():
    x = COOTensor(ints([[1, 2], [0, 1], [0, 1]], np.int64), floats([1, 2, 5]), (3, 4))
    return parts(x.coalesce())


def case_coo_arithmetic():
    x, dense = coo(np.int64), floats(np.arange(1, 13).reshape(3, 4))
    made = (x + x, x - x, -x, x * dense, x / dense, x.abs())
    return [parts(m) for m in made], x + dense


def case_csr_arithmetic():
    x, dense = csr(), floats(np.arange(1, 13).reshape(3, 4))
    made = (x + x, x - x, -x, x * dense, x / dense, x * dense[:1], x.abs())
    return [parts(m) for m in made], x * 2.0


def case_csr_products():
    x, dense = csr(), floats(np.arange(8).reshape(4, 2))
    return x.mv(dense[:, :1]), x.mm(dense), x.sum(1), x.sum(-1)


def case_csr_softmax():
    return parts(ops.csr_softmax(csr(), mstype.float32))


def case_csr_add():
    y = CSRTensor(ints([0, 1, 2, 2]), ints([1, 3]), floats([10, 20]), (3, 4))
    return parts(ops.csr_add(csr(), y, floats(2), floats(0.5)))


def case_csr_gather():
    dense = floats(np.arange(12).reshape(3, 4))
    return ops.csr_gather(ints([0, 2, 2, 3]), ints([0, 3, 1]), dense, (3, 4))


def case_positions():
    return ops.csr2coo(ints([0, 2, 2, 3]), 3), ops.coo2csr(ints([0, 0, 2]), 4)


def case_coo_add():
    x = coo(np.int64)
    y = COOTensor(ints([[0, 1], [2, 2]], np.int64), floats([5, 0.25]), (3, 4))
    return [parts(ops.coo_add(x, y, floats(t))) for t in (0, 6)]


def case_coo_concat():
    x = coo(np.int64)
    return [parts(ops.coo_concat([x, x], axis)) for axis in (0, 1, -1)]


def case_parts():
    x, y = coo(), csr()
    return (
        ops.coo_tensor_get_indices(x),
        ops.coo_tensor_get_dense_shape(x),
        ops.csr_tensor_get_indptr(y),
        ops.csr_tensor_get_values(y),
    )


def case_layers():
    indices, dense = ints([[0, 1], [1, 2]], np.int64), floats(np.arange(8).reshape(4, 2))
    product = nn.SparseTensorDenseMatmul()
    adjoint = nn.SparseTensorDenseMatmul(adjoint_st=True, adjoint_dt=True)
    return (
        nn.SparseToDense()(coo()),
        product(indices, floats([1, 2]), (3, 4), dense),
        adjoint(indices, floats([1, 2]), (3, 4), floats([[1, 2, 3], [4, 5, 6]])),
    )


def case_compiled():
    @jit
    def f(x, y):
        return ops.coo_sin(x), ops.csr_neg(y).values

    x, values = f(coo(), csr())
    return parts(x), values


def case_gradients():
    column = floats([[1], [2], [3], [4]])

    def product(values):
        return CSRTensor(ints([0, 2, 2, 3]), ints([0, 3, 1]), values, (3, 4)).mv(column)

    def dense(values):
        return COOTensor(ints([[0, 1], [1, 2]]), values, (3, 4)).to_dense() ** 2

    return grad(product)(floats([1, 2, 3])), grad(dense)(floats([1, 2]))


CASES = {
    **{f"coo_{name}": of_coo(name) for name in NAMES},
    **{f"csr_{name}": of_csr(name) for name in NAMES},
    "error_indices": lambda: COOTensor([[0, 1]], floats([1]), (3, 4)),
    "error_values": lambda: COOTensor(ints([[0, 1]]), [1], (3, 4)),
    "error_shape": lambda: COOTensor(ints([[0, 1]]), floats([1]), [3, 4]),
    "error_lengths": lambda: COOTensor(ints([[0, 1]]), floats([1, 2]), (3, 4)),
    "error_indices_rank": lambda: COOTensor(ints([0, 1]), floats([1, 2]), (3, 4)),
    "error_shape_rank": lambda: COOTensor(ints([[0, 1]]), floats([1]), (3,)),
    "error_indices_dtype": lambda: COOTensor(floats([[0, 1]]), floats([1]), (3, 4)),
    "error_negative_shape": lambda: COOTensor(ints([[0, 1]]), floats([1]), (3, -4)),
    "error_values_rank": lambda: COOTensor(ints([[0, 1]]), floats([[1]]), (3, 4)),
    "error_nothing": lambda: COOTensor(),
    "error_indptr": lambda: CSRTensor(ints([0, 1]), ints([0]), floats([1]), (2, 4)),
    "error_csr_lengths": lambda: CSRTensor(ints([0, 1, 2]), ints([0, 1]), floats([1]), (2, 4)),
    "error_csr_dtype": lambda: CSRTensor(floats([0, 1, 2]), ints([0, 1]), floats([1, 2]), (2, 4)),
    "error_csr_rank": lambda: CSRTensor(ints([0, 1, 2]), ints([0, 1]), floats([1, 2]), (2, 4, 3)),
    "error_coo_of_tensor": lambda: ops.coo_abs(floats([1])),
    "error_csr_of_coo": lambda: ops.csr_abs(coo()),
    "error_vector": lambda: csr().mv(floats([1, 2, 3, 4])),
    "error_axis": lambda: csr().sum(0),
    "error_concat_of_one": lambda: ops.coo_concat([coo()], 0),
    "error_dense_rank": lambda: ops.dense_to_sparse_csr(floats([1])),
    "error_dense_class": lambda: ops.dense_to_sparse_coo([1]),
    "error_csr_add": lambda: ops.csr_add(csr(), coo(), floats(1), floats(1)),
    "error_csr_plus_dense": lambda: csr() + floats(np.ones((3, 4))),
    "error_coo_times_row": lambda: coo() * floats([[1], [2], [3]]),
}
MODES = ("pynative",)
