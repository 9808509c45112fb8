"""Transformers: encoder and decoder layers, their stacks, and the whole."""

from __future__ import annotations

import copy
from typing import Any

from msjax import ops
from msjax._core import dtype as mstype
from msjax.common.initializer import XavierUniform, initializer
from msjax.nn.cell import Cell
from msjax.nn.containers import CellList
from msjax.nn.layer.activation import GELU, ReLU
from msjax.nn.layer.dense import Dense
from msjax.nn.layer.dropout import Dropout
from msjax.nn.layer.multihead_attention import MultiheadAttention, check_padding_mask
from msjax.nn.layer.normalization import LayerNorm

__all__ = [
    "MultiheadAttention",
    "Transformer",
    "TransformerDecoder",
    "TransformerDecoderLayer",
    "TransformerEncoder",
    "TransformerEncoderLayer",
]


def _activation(given) -> Any:
    """Return the function or Cell that an `activation` argument stands for.

    Raises:
        ValueError: it is none of relu and gelu.
    """
    named = {"relu": ops.relu, "gelu": ops.gelu}
    if isinstance(given, str) and given in named:
        return named[given]
    if any(given is f for f in named.values()) or isinstance(given, ReLU | GELU):
        return given
    raise ValueError(
        "The argument 'activation' must be 'relu', 'gelu', ops.relu, ops.gelu, nn.ReLU() or "
        f"nn.GELU(), but got {given!r}."
    )


class _Layer(Cell):
    """What encoder and decoder layers share: settings, attention, feed-forward and norms."""

    _attentions: tuple[str, ...] = ()

    def __init__(
        self,
        d_model,
        nhead,
        dim_feedforward=2048,
        dropout=0.1,
        activation="relu",
        layer_norm_eps=1e-5,
        batch_first=False,
        norm_first=False,
        dtype=mstype.float32,
    ):
        super().__init__()
        options = {"dropout": dropout, "batch_first": batch_first, "dtype": dtype}
        for name in self._attentions:
            setattr(self, name, MultiheadAttention(d_model, nhead, **options))
        self.dense1 = Dense(d_model, dim_feedforward, dtype=dtype)
        self.dropout = Dropout(p=dropout)
        self.dense2 = Dense(dim_feedforward, d_model, dtype=dtype)
        count = len(self._attentions) + 1
        for i in range(count):
            norm = LayerNorm((d_model,), epsilon=layer_norm_eps, dtype=dtype)
            setattr(self, f"norm{i + 1}", norm)
        for i in range(count):
            setattr(self, f"dropout{i + 1}", Dropout(p=dropout))
        self.norm_first = norm_first
        self.activation1 = activation
        self.activation = _activation(activation)
        self.d_model = d_model
        self.nhead = nhead
        self.dim_feedforward = dim_feedforward
        self.dropout_num = dropout
        self.layernorm_eps = layer_norm_eps
        self.batch_first = batch_first
        self.dtype = dtype

    def _around(self, norm, block, x):
        """Add a block's result to its input, and normalize before or after."""
        return x + block(norm(x)) if self.norm_first else norm(x + block(x))

    def _ff_block(self, x):
        return self.dense2(self.dropout(self.activation(self.dense1(x))))


class TransformerEncoderLayer(_Layer):
    """Self-attention and a feed-forward network, each with a residual connection and a LayerNorm.

    Args:
        d_model: the number of features.
        nhead: the number of heads.
        dim_feedforward: the number of features within the feed-forward network. Default: 2048.
        dropout: the probability that an element becomes 0 in training, in [0, 1). Default: 0.1.
        activation: "relu" or "gelu", `ops.relu` or `ops.gelu`, an `nn.ReLU` or `nn.GELU`. Default:
            "relu".
        layer_norm_eps: the epsilon of the LayerNorms. Default: 1e-5.
        batch_first: whether the first axis is the batch's. Default: False.
        norm_first: whether normalization comes before each block, not after. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **src** - Tensor of shape (S, N, d_model), (N, S, d_model) with `batch_first`, or
          (S, d_model).
        - **src_mask** - Tensor of shape (S, S) or (N * nhead, S, S), as `attn_mask` of
          `MultiheadAttention`. Default: None.
        - **src_key_padding_mask** - Tensor of shape (N, S) or (S,). Default: None.

    Outputs:
        Tensor of the shape and dtype of src.

    Raises:
        ValueError: `activation` is none of those, or shapes do not fit.
        AssertionError: `src_key_padding_mask` is neither of bools nor of floats.
    """

    _attentions = ("self_attn",)

    def construct(self, src, src_mask=None, src_key_padding_mask=None):
        check_padding_mask(src_key_padding_mask, AssertionError)

        def attend(x):
            return self._sa_block(x, src_mask, src_key_padding_mask)

        x = self._around(self.norm1, attend, src)
        return self._around(self.norm2, lambda x: self.dropout2(self._ff_block(x)), x)

    def _sa_block(self, x, attn_mask, key_padding_mask):
        y = self.self_attn(x, x, x, key_padding_mask, False, attn_mask)[0]
        return self.dropout1(y)


class TransformerDecoderLayer(_Layer):
    """Self-attention, attention to a memory and a feed-forward network.

    Args:
        d_model: the number of features.
        nhead: the number of heads.
        dim_feedforward: the number of features within the feed-forward network. Default: 2048.
        dropout: the probability that an element becomes 0 in training, in [0, 1). Default: 0.1.
        activation: "relu" or "gelu", `ops.relu` or `ops.gelu`, an `nn.ReLU` or `nn.GELU`. Default:
            "relu".
        layer_norm_eps: the epsilon of the LayerNorms. Default: 1e-5.
        batch_first: whether the first axis is the batch's. Default: False.
        norm_first: whether normalization comes before each block, not after. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **tgt** - Tensor of shape (T, N, d_model), (N, T, d_model) with `batch_first`, or
          (T, d_model).
        - **memory** - what an encoder gave, of shape (S, N, d_model), (N, S, d_model) or
          (S, d_model).
        - **tgt_mask** - Tensor of shape (T, T) or (N * nhead, T, T). Default: None.
        - **memory_mask** - Tensor of shape (T, S) or (N * nhead, T, S). Default: None.
        - **tgt_key_padding_mask** - Tensor of shape (N, T) or (T,). Default: None.
        - **memory_key_padding_mask** - Tensor of shape (N, S) or (S,). Default: None.

    Outputs:
        Tensor of the shape and dtype of tgt.

    Raises:
        ValueError: `activation` is none of those, or shapes or masks do not fit.
    """

    _attentions = ("self_attn", "multihead_attn")

    def construct(
        self,
        tgt,
        memory,
        tgt_mask=None,
        memory_mask=None,
        tgt_key_padding_mask=None,
        memory_key_padding_mask=None,
    ):
        def attend(x):
            return self._sa_block(x, tgt_mask, tgt_key_padding_mask)

        def remember(x):
            return self._mha_block(x, memory, memory_mask, memory_key_padding_mask)

        x = self._around(self.norm1, attend, tgt)
        x = self._around(self.norm2, remember, x)
        return self._around(self.norm3, lambda x: self.dropout3(self._ff_block(x)), x)

    def _sa_block(self, x, attn_mask, key_padding_mask):
        y = self.self_attn(x, x, x, key_padding_mask, False, attn_mask)[0]
        return self.dropout1(y)

    def _mha_block(self, x, memory, attn_mask, key_padding_mask):
        y = self.multihead_attn(x, memory, memory, key_padding_mask, False, attn_mask)[0]
        return self.dropout2(y)


def _stack(cls, layer, count):
    """Return `count` layers with the settings of a layer and one draw of new Parameters."""
    fresh = cls(
        layer.d_model,
        layer.nhead,
        layer.dim_feedforward,
        layer.dropout_num,
        layer.activation1,
        layer.layernorm_eps,
        layer.batch_first,
        layer.norm_first,
        layer.dtype,
    )
    return CellList([copy.deepcopy(fresh) for _ in range(count)])


class TransformerEncoder(Cell):
    """A stack of encoder layers.

    The layers are new ones with the settings of the given one, and start with equal weights.

    Args:
        encoder_layer: a `TransformerEncoderLayer`.
        num_layers: the number of layers.
        norm: a Cell that is applied at the end. Default: None.

    Inputs:
        - **src** - as for `TransformerEncoderLayer`.
        - **src_mask** - as for it. Default: None.
        - **src_key_padding_mask** - as for it. Default: None.

    Outputs:
        Tensor of the shape and dtype of src.

    Raises:
        AssertionError: `src_key_padding_mask` is neither of bools nor of floats.
    """

    def __init__(self, encoder_layer, num_layers, norm=None):
        super().__init__()
        self.layers = _stack(TransformerEncoderLayer, encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def construct(self, src, src_mask=None, src_key_padding_mask=None):
        check_padding_mask(src_key_padding_mask, AssertionError)
        for layer in self.layers:
            src = layer(src, src_mask, src_key_padding_mask)
        return src if self.norm is None else self.norm(src)


class TransformerDecoder(Cell):
    """A stack of decoder layers.

    The layers are new ones with the settings of the given one, and start with equal weights.

    Args:
        decoder_layer: a `TransformerDecoderLayer`.
        num_layers: the number of layers.
        norm: a Cell that is applied at the end. Default: None.

    Inputs:
        - **tgt** - as for `TransformerDecoderLayer`.
        - **memory** - as for it.
        - **tgt_mask** - as for it. Default: None.
        - **memory_mask** - as for it. Default: None.
        - **tgt_key_padding_mask** - as for it. Default: None.
        - **memory_key_padding_mask** - as for it. Default: None.

    Outputs:
        Tensor of the shape and dtype of tgt.
    """

    def __init__(self, decoder_layer, num_layers, norm=None):
        super().__init__()
        self.layers = _stack(TransformerDecoderLayer, decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def construct(
        self,
        tgt,
        memory,
        tgt_mask=None,
        memory_mask=None,
        tgt_key_padding_mask=None,
        memory_key_padding_mask=None,
    ):
        masks = tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask
        for layer in self.layers:
            tgt = layer(tgt, memory, *masks)
        return tgt if self.norm is None else self.norm(tgt)


class Transformer(Cell):
    """An encoder and a decoder.

    Args:
        d_model: the number of features. Default: 512.
        nhead: the number of heads. Default: 8.
        num_encoder_layers: the number of encoder layers. Default: 6.
        num_decoder_layers: the number of decoder layers. Default: 6.
        dim_feedforward: the number of features within feed-forward networks. Default: 2048.
        dropout: the probability that an element becomes 0 in training, in [0, 1). Default: 0.1.
        activation: as for `TransformerEncoderLayer`. Default: "relu".
        custom_encoder: a Cell in place of the encoder, called with src and the keywords src_mask
            and src_key_padding_mask. Default: None.
        custom_decoder: a Cell in place of the decoder, called with tgt, memory and the keywords
            tgt_mask, memory_mask, tgt_key_padding_mask and memory_key_padding_mask. Default: None.
        layer_norm_eps: the epsilon of the LayerNorms. Default: 1e-5.
        batch_first: whether the first axis is the batch's. Default: False.
        norm_first: whether normalization comes before each block, not after. Default: False.
        dtype: the data type of the Parameters. Default: float32.

    Inputs:
        - **src** - Tensor of shape (S, N, d_model), (N, S, d_model) with `batch_first`, or
          (S, d_model).
        - **tgt** - Tensor of shape (T, N, d_model), (N, T, d_model) or (T, d_model).
        - **src_mask** - Tensor of shape (S, S) or (N * nhead, S, S). Default: None.
        - **tgt_mask** - Tensor of shape (T, T) or (N * nhead, T, T). Default: None.
        - **memory_mask** - Tensor of shape (T, S). Default: None.
        - **src_key_padding_mask** - Tensor of shape (N, S) or (S,). Default: None.
        - **tgt_key_padding_mask** - Tensor of shape (N, T) or (T,). Default: None.
        - **memory_key_padding_mask** - Tensor of shape (N, S) or (S,). Default: None.

    Outputs:
        Tensor of the shape and dtype of tgt.

    Raises:
        ValueError: batch sizes differ, or the number of features is not d_model.
    """

    def __init__(
        self,
        d_model=512,
        nhead=8,
        num_encoder_layers=6,
        num_decoder_layers=6,
        dim_feedforward=2048,
        dropout=0.1,
        activation="relu",
        custom_encoder=None,
        custom_decoder=None,
        layer_norm_eps=1e-5,
        batch_first=False,
        norm_first=False,
        dtype=mstype.float32,
    ):
        super().__init__()
        sizes = d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps
        encoder, decoder = custom_encoder, custom_decoder
        if encoder is None:
            layer = TransformerEncoderLayer(*sizes, batch_first, norm_first, dtype)
            norm = LayerNorm((d_model,), epsilon=layer_norm_eps, dtype=dtype)
            encoder = TransformerEncoder(layer, num_encoder_layers, norm)
        if decoder is None:
            layer = TransformerDecoderLayer(*sizes, batch_first, norm_first, dtype)
            norm = LayerNorm((d_model,), epsilon=layer_norm_eps, dtype=dtype)
            decoder = TransformerDecoder(layer, num_decoder_layers, norm)
        self.encoder, self.decoder = encoder, decoder
        for parameter in self.get_parameters():
            if parameter.ndim > 1:
                drawn = initializer(XavierUniform(), parameter.shape, parameter.dtype)
                parameter.set_data(drawn.init_data())
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    def construct(
        self,
        src,
        tgt,
        src_mask=None,
        tgt_mask=None,
        memory_mask=None,
        src_key_padding_mask=None,
        tgt_key_padding_mask=None,
        memory_key_padding_mask=None,
    ):
        axis = 0 if self.batch_first else 1
        if src.ndim == 3 and tgt.ndim == 3 and src.shape[axis] != tgt.shape[axis]:
            raise ValueError(
                "The batch sizes of 'src' and 'tgt' must be equal, but are "
                f"{src.shape[axis]} and {tgt.shape[axis]}."
            )
        if src.shape[-1] != self.d_model or tgt.shape[-1] != self.d_model:
            raise ValueError(
                "The number of features for 'src' and 'tgt' must be equal to `d_model`, "
                f"{self.d_model}, but are {src.shape[-1]} and {tgt.shape[-1]}."
            )
        memory = self.encoder(src, src_mask=src_mask, src_key_padding_mask=src_key_padding_mask)
        return self.decoder(
            tgt,
            memory,
            tgt_mask=tgt_mask,
            memory_mask=memory_mask,
            tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
        )
