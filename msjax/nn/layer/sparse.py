"""Layers of sparse matrices."""

from __future__ import annotations

from msjax import ops
from msjax._core.errors import describe
from msjax._core.sparse import COOTensor
from msjax.nn.layer.plain import PlainCell
from msjax.nn.layer.validation import check_type

__all__ = ["SparseTensorDenseMatmul", "SparseToDense"]


class SparseToDense(PlainCell):
    """Converts a COOTensor to the dense tensor.

    Returns:
        Tensor of the COOTensor's shape.

    Raises:
        TypeError: the input is no COOTensor.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.COOTensor.html
    """

    def construct(self, coo_tensor):
        if not isinstance(coo_tensor, COOTensor):
            raise TypeError(
                f"For 'SparseToDense', the input must be a COOTensor, but got "
                f"{describe(coo_tensor)}."
            )
        return coo_tensor.to_dense()


class SparseTensorDenseMatmul(PlainCell):
    """Multiplies a sparse matrix, given by its parts, by a dense one.

    Called with `indices`, a Tensor (N, 2) of int32 or int64, `values`, a Tensor (N,),
    `sparse_shape`, a tuple of 2 ints, and `dense`, a Tensor of two axes.

    Args:
        adjoint_st: whether the sparse matrix is transposed and conjugated. Default: False.
        adjoint_dt: whether the dense one is. Default: False.

    Returns:
        Tensor of two axes.

    Raises:
        TypeError: an argument is no bool.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.COOTensor.html
    """

    def __init__(self, adjoint_st=False, adjoint_dt=False):
        super().__init__()
        check_type("SparseTensorDenseMatmul", "adjoint_st", adjoint_st, bool)
        check_type("SparseTensorDenseMatmul", "adjoint_dt", adjoint_dt, bool)
        self.product = ops.SparseTensorDenseMatmul(adjoint_st, adjoint_dt)

    def construct(self, indices, values, sparse_shape, dense):
        return self.product(indices, values, sparse_shape, dense)
