"""Embedding layers: trained tables that are read by index."""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops.embedding import embedding_lookup, look_up, mark_looked_up
from msjax.common.initializer import Normal, initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_int, check_type

__all__ = ["Embedding", "EmbeddingExt", "EmbeddingLookup"]


class Embedding(Cell):
    """Reads rows of a trained table by index.

    Args:
        vocab_size: the number of rows.
        embedding_size: their length.
        use_one_hot: whether rows are read by a matrix product. Default: False.
        embedding_table: an Initializer, its name, a number or a Tensor. Default: "normal".
        dtype: the data type of the table. Default: float32.
        padding_idx: a row that starts as zeros. Default: None.

    Inputs:
        - **ids** - Tensor of ints, of any shape.

    Outputs:
        Tensor of the shape of ids and one more axis of length embedding_size.

    Differs: an index outside of the table gives NaN; MindSpore raises an error on CPU.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `padding_idx` is outside of the table.
    """

    def __init__(
        self,
        vocab_size,
        embedding_size,
        use_one_hot=False,
        embedding_table="normal",
        dtype=mstype.float32,
        padding_idx=None,
    ):
        super().__init__()
        check_type("Embedding", "vocab_size", vocab_size, int)
        check_type("Embedding", "embedding_size", embedding_size, int)
        check_type("Embedding", "use_one_hot", use_one_hot, bool)
        self.vocab_size = vocab_size
        self.embedding_size = embedding_size
        self.use_one_hot = use_one_hot
        self.dtype = dtype
        table = initializer(embedding_table, [vocab_size, embedding_size], dtype)
        self.padding_idx = padding_idx
        if padding_idx is not None:
            table = self._without_row(table, padding_idx)
        self.embedding_table = Parameter(table, name="embedding_table")

    def _without_row(self, table, row):
        check_type("Embedding", "padding_idx", row, int)
        if not 0 <= row < self.vocab_size:
            raise ValueError(
                f"For 'Embedding', the 'padding_idx' must be in range of [0, {self.vocab_size}), "
                f"but got {row} with type 'int'."
            )
        values = np.array(table.asnumpy())
        values[row] = 0
        return Tensor(values, table.dtype)

    def construct(self, ids):
        if not self.use_one_hot:
            return look_up(ids, self.embedding_table)
        on, off = (Tensor(v, self.dtype) for v in (1.0, 0.0))
        return ops.matmul(ops.one_hot(ids, self.vocab_size, on, off), self.embedding_table)

    def extend_repr(self):
        return (
            f"vocab_size={self.vocab_size}, embedding_size={self.embedding_size}, "
            f"use_one_hot={self.use_one_hot}, embedding_table={self.embedding_table}, "
            f"dtype={self.dtype}, padding_idx={self.padding_idx}"
        )


class EmbeddingExt(Cell):
    """Reads rows of a trained table by index; `mint.nn.Embedding`.

    Args:
        num_embeddings: the number of rows.
        embedding_dim: their length.
        padding_idx: a row that starts as zeros and gets no gradient. Default: None.
        max_norm: what rows that are read are scaled down to, in place, where they are longer.
            Default: None.
        norm_type: the order of that norm. Default: 2.0.
        scale_grad_by_freq: whether a row's gradient is divided by how often it is read. Default:
            False.
        sparse: must be False: gradients are dense. Default: False.
        _weight: the table, a Tensor. Default: None, drawn from the standard normal distribution.
        _freeze: whether the table is not trained. Default: False.
        dtype: the data type of the table. Default: None, float32.

    Differs: an index outside of the table gives NaN.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `padding_idx` is outside of the table, `sparse` is True, or `_weight` has
            another shape.
    """

    def __init__(
        self,
        num_embeddings,
        embedding_dim,
        padding_idx=None,
        max_norm=None,
        norm_type=2.0,
        scale_grad_by_freq=False,
        sparse=False,
        _weight=None,
        _freeze=False,
        dtype=None,
    ):
        super().__init__()
        options = {
            "sparse": (sparse, bool),
            "num_embeddings": (num_embeddings, int),
            "embedding_dim": (embedding_dim, int),
            "max_norm": (max_norm, float),
            "norm_type": (norm_type, float),
            "scale_grad_by_freq": (scale_grad_by_freq, bool),
        }
        for name, (value, kind) in options.items():
            if value is not None:
                check_type("EmbeddingExt", name, value, kind)
            setattr(self, name, value)
        if sparse:
            raise ValueError(
                "For Embedding, the scenerio, where `sparse` is True, has not be supported; leave "
                "it out: gradients are dense."
            )
        self.dtype = mstype.float32 if dtype is None else dtype
        self.padding_idx = padding_idx
        table = self._drawn() if _weight is None else self._given(_weight)
        self.weight = Parameter(table, name="weight", requires_grad=not _freeze)

    def _drawn(self):
        count, row = self.num_embeddings, self.padding_idx
        table = initializer(Normal(1, 0), [count, self.embedding_dim], self.dtype)
        if row is None:
            return table
        if isinstance(row, bool) or not isinstance(row, int):
            raise TypeError(
                f"For 'EmbeddingExt', the 'padding_idx' must be int, but got {type(row).__name__}."
            )
        if not -count <= row < count:
            raise ValueError(
                f"For 'EmbeddingExt', the 'padding_idx' must be in range of [{-count}, {count}), "
                f"but got {row} with type 'int'."
            )
        values = np.array(table.asnumpy())
        values[row] = 0
        return Tensor(values, self.dtype)

    def _given(self, table):
        shape = (self.num_embeddings, self.embedding_dim)
        if table.shape != shape:
            raise ValueError(
                "For Embedding, shape of weight should be match with num_embeddings and "
                f"embedding_dim, but got weight.shape: {table.shape}, and (num_embeddings, "
                f"embedding_dim): {shape}"
            )
        return table

    def construct(self, input):
        return ops.embedding(
            input,
            self.weight,
            self.padding_idx,
            self.max_norm,
            self.norm_type,
            self.scale_grad_by_freq,
        )

    def extend_repr(self):
        return (
            f"num_embeddings={self.num_embeddings}, embedding_dim={self.embedding_dim}, "
            f"padding_idx={self.padding_idx}, max_norm={self.max_norm}, "
            f"norm_type={self.norm_type}, scale_grad_by_freq={self.scale_grad_by_freq}, "
            f"dtype={self.dtype}"
        )


class EmbeddingLookup(Cell):
    """Reads rows of a trained table by index.

    Args:
        vocab_size: the number of rows.
        embedding_size: their length.
        param_init: what fills the table. Default: "normal".
        target: "CPU" or "DEVICE"; the table is on the device of the program either way. An index
            outside of it gives zeros for "CPU" and NaN for "DEVICE". Default: "CPU".
        slice_mode: how devices share the table; one device holds all of it, so that it must be
            "batch_slice" here. Default: "batch_slice".
        manual_shapes: must be None. Default: None.
        max_norm: what rows that are read are scaled down to, where they are longer. Default: None.
        sparse: whether `FTRL` and `LazyAdam` update those rows only that were read. Default: True.
        dtype: the data type of the table. Default: float32.
    """

    BATCH_SLICE = "batch_slice"
    FIELD_SLICE = "field_slice"
    TABLE_ROW_SLICE = "table_row_slice"
    TABLE_COLUMN_SLICE = "table_column_slice"

    def __init__(
        self,
        vocab_size,
        embedding_size,
        param_init="normal",
        target="CPU",
        slice_mode="batch_slice",
        manual_shapes=None,
        max_norm=None,
        sparse=True,
        dtype=mstype.float32,
    ):
        super().__init__()
        self.vocab_size = check_int("EmbeddingLookup", "vocab_size", vocab_size)
        self.embedding_size = check_int("EmbeddingLookup", "embedding_size", embedding_size)
        check_type("EmbeddingLookup", "sparse", sparse, bool)
        if target not in ("CPU", "DEVICE"):
            raise ValueError(
                "For 'EmbeddingLookup', the 'target' must be one of values in ('CPU', 'DEVICE'), "
                f"but got {target}."
            )
        if slice_mode != "batch_slice" or manual_shapes is not None:
            raise NotImplementedError(
                f"EmbeddingLookup(slice_mode={slice_mode!r}, manual_shapes={manual_shapes!r}): one "
                "device holds the whole table; leave both out."
            )
        if max_norm is not None:
            check_type("EmbeddingLookup", "max_norm", max_norm, float, int)
            if max_norm <= 0:
                raise ValueError(
                    f"For 'EmbeddingLookup', the 'max_norm' must be > 0, but got {max_norm}."
                )
        self.target = target
        self.sparse = sparse
        self.max_norm = max_norm
        table = initializer(param_init, [vocab_size, embedding_size], dtype)
        self.embedding_table = Parameter(table, name="embedding_table")

    def construct(self, indices):
        if self.sparse:
            mark_looked_up(self.embedding_table)
        if self.target == "CPU":
            rows = embedding_lookup(self.embedding_table, indices, 0)
        else:
            rows = look_up(indices, self.embedding_table)
        if self.max_norm is None:
            return rows
        norm = ops.sqrt(
            ops.ReduceSum(True)(ops.square(rows), tuple(range(indices.ndim, rows.ndim)))
        )
        return rows * self.max_norm / ops.maximum(norm, float(self.max_norm))
