"""Attention with several heads, as a layer."""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.random import draw
from msjax._ops.attention import check_attention, multi_head_attention
from msjax.common.initializer import XavierNormal, XavierUniform, Zero, initializer
from msjax.nn.cell import Cell
from msjax.nn.layer.dense import Dense

__all__ = ["MultiheadAttention"]

_FLOATS = (mstype.float16, mstype.float32, mstype.float64, mstype.bfloat16)
_ATTENTION_MASKS = (mstype.bool_, mstype.uint8, *_FLOATS)


def check_padding_mask(mask, error: type[Exception] = ValueError):
    """Raise an error unless a mask of keys is None, of bools or of floats."""
    if mask is not None and mask.dtype not in (mstype.bool_, *_FLOATS):
        raise error(
            "only bool and floating types of key_padding_mask are supported, but got "
            f"{mask.dtype}; convert it, for instance with `mask.astype(mindspore.bool_)`."
        )


class MultiheadAttention(Cell):
    """Attends from queries to keys and values with several heads.

    Args:
        embed_dim: the number of features of queries and of the result.
        num_heads: the number of heads, which divides `embed_dim`.
        dropout: the probability that an attention weight becomes 0 in training. Default: 0.0.
        has_bias: whether projections have biases. Default: True.
        add_bias_kv: whether a trained step is appended to keys and values. Default: False.
        add_zero_attn: whether a step of zeros is appended to keys and values. Default: False.
        kdim: the number of features of keys. Default: None, embed_dim.
        vdim: the number of features of values. Default: None, embed_dim.
        batch_first: whether the first axis is the batch's. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **query** - Tensor of shape (L, N, embed_dim), (N, L, embed_dim) with `batch_first`, or
          (L, embed_dim), of the Parameters' dtype.
        - **key** - Tensor of shape (S, N, kdim), (N, S, kdim) or (S, kdim).
        - **value** - Tensor of shape (S, N, vdim), (N, S, vdim) or (S, vdim).
        - **key_padding_mask** - Tensor of shape (N, S), or (S,) without a batch: of bools, True
          where a key is left out, or of floats that are added. Default: None.
        - **need_weights** - whether the weights are returned. Default: True.
        - **attn_mask** - Tensor of shape (L, S) or (N * num_heads, L, S), of bools or of floats.
          Default: None.
        - **average_attn_weights** - whether weights are averaged over heads. Default: True.

    Outputs:
        A tuple of the result, shaped as the query, and, if asked for, the weights: (N, L, S), or
        (N, num_heads, L, S), without N if there is no batch.

    Differs: a query whose keys are all left out gives NaN; MindSpore gives unwritten memory. A
    mask of bools beside one of floats leaves keys out, as documented; MindSpore adds it as 0 and 1.

    Raises:
        TypeError: dtypes are not those of the Parameters.
        ValueError: `embed_dim` is not divisible by `num_heads`, or shapes or masks do not fit.
    """

    draws_random_numbers = True

    def __init__(
        self,
        embed_dim,
        num_heads,
        dropout=0.0,
        has_bias=True,
        add_bias_kv=False,
        add_zero_attn=False,
        kdim=None,
        vdim=None,
        batch_first=False,
        dtype=mstype.float32,
    ):
        super().__init__()
        if embed_dim % num_heads:
            raise ValueError(
                "The init argument 'embed_dim' must be divisible by 'num_heads', but got "
                f"{embed_dim} and {num_heads}."
            )
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.add_zero_attn = add_zero_attn
        self.head_dim = embed_dim // num_heads
        self.dtype = dtype
        self._separate = (self.kdim, self.vdim) != (embed_dim, embed_dim)
        self._make_projections(has_bias)
        self.out_proj = Dense(embed_dim, embed_dim, has_bias=has_bias, dtype=dtype)
        self.bias_k = self.bias_v = None
        if add_bias_kv:
            self.bias_k = self._drawn(XavierNormal(), 1, 1, embed_dim)
            self.bias_v = self._drawn(XavierNormal(), 1, 1, embed_dim)

    def _make_projections(self, has_bias):
        size = self.embed_dim
        shapes = {
            "q_proj_weight": (size, size) if self._separate else None,
            "k_proj_weight": (size, self.kdim) if self._separate else None,
            "v_proj_weight": (size, self.vdim) if self._separate else None,
            "in_proj_weight": None if self._separate else (3 * size, size),
        }
        for name, shape in shapes.items():
            setattr(self, name, self._drawn(XavierUniform(), *shape) if shape else None)
        self.in_proj_bias = self._drawn(Zero(), 3 * size) if has_bias else None

    def _drawn(self, how, *shape):
        return Parameter(initializer(how, shape, self.dtype))

    def construct(
        self,
        query,
        key,
        value,
        key_padding_mask=None,
        need_weights=True,
        attn_mask=None,
        average_attn_weights=True,
    ):
        same = query is key and key is value
        masks = key_padding_mask, attn_mask
        batched = self._check_ranks(query, key, value, *masks)
        if not batched:
            query, key, value = (x.expand_dims(1) for x in (query, key, value))
            if key_padding_mask is not None:
                key_padding_mask = key_padding_mask.expand_dims(0)
        elif self.batch_first:
            query, key, value = (x.swapaxes(0, 1) for x in (query, key, value))
        check_attention(
            *(query, key, value, self.embed_dim, self.num_heads, self._separate),
            *(key_padding_mask, attn_mask),
        )
        y, weights = self._attend(query, key, value, attn_mask, key_padding_mask, same)
        if not batched:
            y = y.squeeze(1)
        elif self.batch_first:
            y = y.swapaxes(0, 1)
        if not need_weights:
            return (y,)
        if average_attn_weights:
            weights = weights.mean(1)
        return y, weights if batched else weights.squeeze(0)

    def _attend(self, query, key, value, attn_mask, padding_mask, same) -> tuple:
        p = float(self.dropout) if self.training else 0.0
        if p and not 0 < p < 1:
            raise RuntimeError(
                f"For 'MultiheadAttention', the dropout must be in [0, 1) in training, but is {p}."
            )
        y, weights = multi_head_attention(
            *(query, key, value, self.in_proj_weight),
            *(self.q_proj_weight, self.k_proj_weight, self.v_proj_weight, self.in_proj_bias),
            *(self.bias_k, self.bias_v, attn_mask, padding_mask, draw() if p else None),
            heads=self.num_heads,
            zero=bool(self.add_zero_attn),
            same=same,
            dropout=p,
        )
        return self.out_proj(y), weights

    @staticmethod
    def _check_ranks(query, key, value, padding_mask, attn_mask):
        """Check ranks and kinds of masks; return whether there is a batch."""
        if query.ndim not in (2, 3):
            raise ValueError(
                "The `query` should be unbatched 2D or batched 3D tensor, but got `query` with "
                f"{query.ndim}D."
            )
        batched = query.ndim == 3
        title = "batched" if batched else "unbatched"
        if key.ndim != query.ndim or value.ndim != query.ndim:
            raise ValueError(
                f"For {title} `query`, the `key` and `value` must be {query.ndim}D tensor, but got "
                f"`key` with {key.ndim}D and `value` with {value.ndim}D."
            )
        if padding_mask is not None and padding_mask.ndim != query.ndim - 1:
            raise ValueError(
                f"For {title} `query`, the `key_padding_mask` must be `None` or "
                f"{query.ndim - 1}D, but got `key_padding_mask` with {padding_mask.ndim}D."
            )
        check_padding_mask(padding_mask)
        if attn_mask is not None and attn_mask.ndim not in (2, 3):
            raise ValueError(
                f"For {title} `query`, the `attn_mask` must be `None`, 2-D or 3-D, but got "
                f"`attn_mask` with {attn_mask.ndim}D."
            )
        if attn_mask is not None and attn_mask.dtype not in _ATTENTION_MASKS:
            raise ValueError(
                f"`attn_mask` only support float, byte, and bool types, but got {attn_mask.dtype}; "
                "convert it, for instance with `mask.astype(mindspore.bool_)`."
            )
        return batched
