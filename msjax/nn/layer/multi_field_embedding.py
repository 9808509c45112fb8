"""Rows of a table, weighted and joined by the field that each belongs to."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.layer.embedding import EmbeddingLookup
from msjax.nn.layer.validation import check_choice, check_int

__all__ = ["MultiFieldEmbeddingLookup"]

_OPERATORS = ("SUM", "MAX", "MEAN")


class MultiFieldEmbeddingLookup(EmbeddingLookup):
    """Joins the weighted rows of each field to one.

    Args:
        vocab_size: the number of rows.
        embedding_size: their length, E.
        field_size: the number of fields.
        param_init: what fills the table. Default: "normal".
        target: "CPU" or "DEVICE"; the table is on the device of the program. Default: "CPU".
        slice_mode: "batch_slice": one device holds the whole table. Default: "batch_slice".
        feature_num_list: without effect: it shares the table among devices. Default: None.
        max_norm: must be None. Default: None.
        sparse: whether gradients may be sparse; here they are dense. Default: True.
        operator: "SUM", "MAX", or "MEAN", the sum divided by that of the weights' magnitudes.
            Default: "SUM".
        dtype: the data type of the table. Default: float32.

    Inputs:
        - **input_indices** - int Tensor of shape (N, F): the rows.
        - **input_values** - float32 Tensor of shape (N, F): their weights.
        - **field_ids** - int32 Tensor of shape (N, F): their fields.

    Outputs:
        Tensor of shape (N, field_size, E); zeros where a field has no rows.

    Raises:
        TypeError: an argument or input has the wrong type.
        ValueError: an argument has a value, or an input a shape, that is not possible.
        NotImplementedError: `max_norm` is given.

    Differs: rows of fields that are not there are left out, where MindSpore raises; `max_norm`, by
        which MindSpore's CPU kernel scales rows by each other's lengths, is refused.

    Source: https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn/mindspore.nn.MultiFieldEmbeddingLookup.html
    """

    def __init__(
        self,
        vocab_size,
        embedding_size,
        field_size,
        param_init="normal",
        target="CPU",
        slice_mode="batch_slice",
        feature_num_list=None,
        max_norm=None,
        sparse=True,
        operator="SUM",
        dtype=mstype.float32,
    ):
        name = type(self).__name__
        if max_norm is not None:
            raise NotImplementedError(
                f"{name}(max_norm={max_norm!r}) is not supported; scale the rows of the table."
            )
        super().__init__(
            vocab_size, embedding_size, param_init, target, slice_mode, sparse=sparse, dtype=dtype
        )
        self.field_size = check_int(name, "field_size", field_size)
        if target == "CPU" and not sparse:
            raise ValueError(
                f"For '{name}', 'sparse' must be True when 'target' is \"CPU\", but got 'sparse': "
                f"{sparse} and 'target': {target}."
            )
        check_choice(name, "operator", operator, _OPERATORS)
        self.operator = operator

    def construct(self, input_indices, input_values, field_ids):
        self._check(input_indices, input_values, field_ids)
        rows = super().construct(input_indices) * input_values.expand_dims(-1)
        members = ops.one_hot(field_ids, self.field_size).astype(rows.dtype).swapaxes(1, 2)
        if self.operator == "MAX":
            return _largest(rows, ops.logical_and(members > 0, input_values.expand_dims(1) != 0))
        total = ops.matmul(members, rows)
        if self.operator == "SUM":
            return total
        size = ops.matmul(members, ops.abs(input_values).expand_dims(-1))
        return total / ops.where(size == 0, ops.ones_like(size), size)

    @staticmethod
    def _check(indices, values, fields):
        name = "MultiFieldEmbeddingLookup"
        wanted = (
            ("input_indices", indices, (mstype.int32, mstype.int64)),
            ("input_values", values, (mstype.float32,)),
            ("field_ids", fields, (mstype.int32,)),
        )
        for argument, x, dtypes in wanted:
            if x.dtype not in dtypes:
                raise TypeError(
                    f"For '{name}', the '{argument}' should be one of {[str(d) for d in dtypes]}, "
                    f"but got '{x.dtype}'."
                )
            if x.ndim != 2:
                raise ValueError(
                    f"For '{name}', the dimension of '{argument}' must be 2d, but got {x.ndim}."
                )


def _largest(rows, present):
    """Return the largest of rows (N, F, E) where present (N, S, F); zeros where none is."""
    present, rows = present.expand_dims(-1), rows.expand_dims(1)
    largest = ops.amax(ops.where(present, rows, ops.full_like(rows, -float("inf"))), 2)
    return ops.where(present.any(2), largest, ops.zeros_like(largest))
