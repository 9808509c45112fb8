"""Attention, encoder and decoder layers with fixed weights: masks, options, gradients, errors."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


def grid(*shape, dtype=np.float32, start=-0.5, step=0.125):
    return Tensor((np.arange(np.prod(shape)) % 23 * step + start).reshape(shape).astype(dtype))


def filled(cell):
    """Give every parameter of `cell` known values."""
    for k, q in enumerate(cell.get_parameters()):
        size = int(np.prod(q.shape))
        values = ((np.arange(size) * 5 + k) % 13 - 6) / 16
        if q.name.endswith("gamma"):
            values = values + 1
        q.set_data(Tensor(values.reshape(q.shape), q.dtype))
    return cell


def truth(*shape, every=3):
    """Return a mask of bools that leaves something to see in each row."""
    flags = np.arange(np.prod(shape)) % every == 1
    flags = flags.reshape(shape)
    flags[..., 0] = False
    return Tensor(flags)


L, S, N, E, HEADS = 3, 4, 2, 4, 2
QUERY, KEY, VALUE = grid(L, N, E), grid(S, N, E, start=-0.3), grid(S, N, E, start=-0.7)
PADDING, PADDING_FLOAT = truth(N, S), grid(N, S, start=-1.0)
MASK, MASK_FLOAT = truth(L, S, every=4), grid(L, S, start=-1.0)
HEAD_MASK, HEAD_MASK_FLOAT = truth(N * HEADS, L, S), grid(N * HEADS, L, S)

OPTIONS = {
    "plain": {},
    "no_bias": {"has_bias": False},
    "bias_kv": {"add_bias_kv": True},
    "zero": {"add_zero_attn": True},
    "bias_kv_zero": {"add_bias_kv": True, "add_zero_attn": True},
}
MASKS = {
    "none": {},
    "padding": {"key_padding_mask": PADDING},
    "padding_float": {"key_padding_mask": PADDING_FLOAT},
    "mask": {"attn_mask": MASK},
    "mask_float": {"attn_mask": MASK_FLOAT},
    "mask_bytes": {"attn_mask": Tensor((np.arange(L * S) % 4 == 1).reshape(L, S).astype(np.uint8))},
    "head_mask": {"attn_mask": HEAD_MASK},
    "head_mask_float": {"attn_mask": HEAD_MASK_FLOAT},
    "both": {"key_padding_mask": PADDING, "attn_mask": MASK},
    "both_float": {"key_padding_mask": PADDING_FLOAT, "attn_mask": MASK_FLOAT},
    "bool_and_float": {"key_padding_mask": PADDING, "attn_mask": HEAD_MASK_FLOAT},
}


def attention(**options):
    return filled(nn.MultiheadAttention(E, HEADS, **options))


def _attend(options, masks, **more):
    return lambda: attention(**options)(QUERY, KEY, VALUE, **masks, **more)


class Weighted(nn.Cell):
    """The sum of an attention's result and weights, each element with a weight of its own."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def construct(self, query, key, value, key_padding_mask, attn_mask):
        y, weights = self.net(query, key, value, key_padding_mask, True, attn_mask)
        total = (y * (ops.arange(y.size).reshape(y.shape) % 5 - 1.5)).sum()
        return total + (weights * (ops.arange(weights.size).reshape(weights.shape) % 3)).sum()


def _attention_gradient(options, masks):
    def case():
        net = attention(**options)
        fn = ms.value_and_grad(Weighted(net), (0, 1, 2), net.trainable_params())
        return fn(QUERY, KEY, VALUE, masks.get("key_padding_mask"), masks.get("attn_mask"))

    return case


CASES = {
    **{f"attention_{o}": _attend(v, {}) for o, v in OPTIONS.items()},
    **{f"attention_{o}_masked": _attend(v, MASKS["both"]) for o, v in OPTIONS.items()},
    **{f"attention_mask_{m}": _attend({}, v) for m, v in MASKS.items()},
    **{f"attention_gradient_{o}": _attention_gradient(v, {}) for o, v in OPTIONS.items()},
    **{f"attention_gradient_mask_{m}": _attention_gradient({}, v) for m, v in MASKS.items()},
    "attention_no_weights": _attend({}, MASKS["both"], need_weights=False),
    "attention_weights_of_heads": _attend({}, MASKS["both"], average_attn_weights=False),
}


def case_attention_other_sizes():
    net = attention(kdim=3, vdim=5)
    return net(QUERY, grid(S, N, 3), grid(S, N, 5))


def case_attention_other_sizes_gradient():
    net = attention(kdim=3, vdim=5, add_bias_kv=True)
    fn = ms.value_and_grad(Weighted(net), (0, 1, 2), net.trainable_params())
    return fn(QUERY, grid(S, N, 3), grid(S, N, 5), PADDING, None)


def case_attention_batch_first():
    return attention(batch_first=True)(grid(N, L, E), grid(N, S, E), grid(N, S, E), PADDING)


def case_attention_without_batch():
    masks = {"key_padding_mask": Tensor([False, True, False, False]), "attn_mask": MASK}
    return attention()(grid(L, E), grid(S, E), grid(S, E), **masks)


def case_attention_without_batch_weights_of_heads():
    mask = truth(HEADS, L, S)
    net = attention(batch_first=True)
    return net(grid(L, E), grid(S, E), grid(S, E), attn_mask=mask, average_attn_weights=False)


def case_attention_self():
    return attention()(QUERY, QUERY, QUERY)


def case_attention_self_gradient():
    net = attention()
    fn = ms.grad(Weighted(net), (0, 1, 2), net.trainable_params())
    return fn(QUERY, QUERY, QUERY, None, None)


def case_attention_half():
    x = grid(L, N, E, dtype=np.float16)
    return attention(dtype=ms.float16)(x, x, x)


def case_attention_double():
    x = grid(L, N, E, dtype=np.float64)
    return attention(dtype=ms.float64)(x, x, x)


def case_attention_dropout_not_in_training():
    return attention(dropout=0.5)(QUERY, KEY, VALUE)


def case_attention_dropout_in_training():
    net = attention(dropout=0.5)
    net.set_train()
    x = grid(32, 4, E)
    weights = net(x, x, x, average_attn_weights=False)[1].asnumpy()
    other = net(x, x, x, average_attn_weights=False)[1].asnumpy()
    return 0.4 < float((weights == 0).mean()) < 0.6, bool((weights != other).any())


def case_attention_attributes():
    net = nn.MultiheadAttention(E, HEADS, 0.25, kdim=3, batch_first=True)
    return (
        (net.embed_dim, net.kdim, net.vdim, net.num_heads, net.head_dim, net.dropout),
        (net.batch_first, net.add_zero_attn, net.bias_k, net.bias_v, net.in_proj_weight, net.dtype),
    )


def _seeded(make):
    def case():
        ms.set_seed(5)
        return list(make().get_parameters()), float(np.random.rand())

    return case


def encoder_layer(**options):
    return nn.TransformerEncoderLayer(E, HEADS, 6, **{"dropout": 0.0, **options})


def decoder_layer(**options):
    return nn.TransformerDecoderLayer(E, HEADS, 6, **{"dropout": 0.0, **options})


def transformer(**options):
    return nn.Transformer(E, HEADS, 2, 1, 6, **{"dropout": 0.0, **options})


CASES |= {
    **{f"draws_{o}": _seeded(lambda v=v: attention_new(**v)) for o, v in OPTIONS.items()},
    "draws_other_sizes": _seeded(lambda: attention_new(kdim=3, vdim=5, add_bias_kv=True)),
    "draws_half": _seeded(lambda: attention_new(dtype=ms.float16)),
    "draws_encoder_layer": _seeded(encoder_layer),
    "draws_decoder_layer": _seeded(decoder_layer),
    "draws_encoder": _seeded(lambda: nn.TransformerEncoder(encoder_layer(), 2)),
    "draws_decoder": _seeded(lambda: nn.TransformerDecoder(decoder_layer(), 2)),
    "draws_transformer": _seeded(transformer),
    "draws_transformer_custom": _seeded(
        lambda: transformer(custom_encoder=nn.TransformerEncoder(encoder_layer(), 1))
    ),
}


def attention_new(**options):
    return nn.MultiheadAttention(E, HEADS, **options)


VARIANTS = {
    "plain": {},
    "gelu": {"activation": "gelu"},
    "gelu_function": {"activation": ops.gelu},
    "norm_first": {"norm_first": True},
    "epsilon": {"layer_norm_eps": 0.1},
    "dropout": {"dropout": 0.5},
}


def _encode(options, x=None, *masks):
    x = grid(S, N, E) if x is None else x
    return lambda: filled(encoder_layer(**options))(x, *masks)


def _decode(options, x=None, memory=None, *masks):
    x = QUERY if x is None else x
    memory = KEY if memory is None else memory
    return lambda: filled(decoder_layer(**options))(x, memory, *masks)


def _encoder_gradient(options):
    def case():
        net = filled(encoder_layer(**options))
        fn = ms.grad(net, 0, net.trainable_params())
        return fn(grid(S, N, E), truth(S, S), PADDING)

    return case


def _decoder_gradient(options):
    def case():
        net = filled(decoder_layer(**options))
        fn = ms.grad(net, (0, 1), net.trainable_params())
        return fn(QUERY, KEY, truth(L, L), MASK, truth(N, L), PADDING)

    return case


CASES |= {
    **{f"encoder_layer_{o}": _encode(v) for o, v in VARIANTS.items()},
    **{f"decoder_layer_{o}": _decode(v) for o, v in VARIANTS.items()},
    **{f"encoder_layer_gradient_{o}": _encoder_gradient(v) for o, v in VARIANTS.items()},
    **{f"decoder_layer_gradient_{o}": _decoder_gradient(v) for o, v in VARIANTS.items()},
    "encoder_layer_masks": _encode({}, None, grid(S, S), PADDING_FLOAT),
    "encoder_layer_batch_first": _encode({"batch_first": True}, grid(N, S, E), None, PADDING),
    "encoder_layer_without_batch": _encode({}, grid(S, E), truth(S, S)),
    "encoder_layer_double": _encode({"dtype": ms.float64}, grid(S, N, E, dtype=np.float64)),
    "encoder_layer_half": _encode({"dtype": ms.float16}, grid(S, N, E, dtype=np.float16)),
    "decoder_layer_masks": _decode({}, None, None, grid(L, L), MASK, grid(N, L), PADDING),
    "decoder_layer_batch_first": _decode({"batch_first": True}, grid(N, L, E), grid(N, S, E)),
    "decoder_layer_without_batch": _decode({}, grid(L, E), grid(S, E)),
}


def case_encoder_layer_relu_cell():
    return filled(encoder_layer(activation=nn.ReLU()))(grid(S, N, E))


def case_encoder_layer_gelu_cell():
    return filled(encoder_layer(activation=nn.GELU()))(grid(S, N, E))


def case_encoder_layer_attributes():
    net = encoder_layer(norm_first=True)
    return (
        (net.norm_first, net.activation1, net.d_model, net.nhead, net.dim_feedforward),
        (net.dropout_num, net.layernorm_eps, net.batch_first, net.dtype),
        [(name, type(cell).__name__) for name, cell in net.name_cells().items()],
    )


def case_decoder_layer_children():
    net = decoder_layer()
    return [(name, type(cell).__name__) for name, cell in net.name_cells().items()]


def case_encoder():
    net = filled(nn.TransformerEncoder(encoder_layer(), 2, nn.LayerNorm((E,))))
    return net(grid(S, N, E), truth(S, S), PADDING)


def case_encoder_gradient():
    net = filled(nn.TransformerEncoder(encoder_layer(norm_first=True), 2, nn.LayerNorm((E,))))
    fn = ms.grad(net, 0, net.trainable_params())
    return fn(grid(S, N, E, step=0.03))


def case_encoder_of_no_layers():
    return nn.TransformerEncoder(encoder_layer(), 0)(grid(S, N, E))


def case_encoder_layers_are_new_and_equal():
    layer = encoder_layer()
    layer.dense1.weight.requires_grad = False
    net = nn.TransformerEncoder(layer, 2)
    first, second = (c.dense1.weight for c in net.layers)
    return (
        (first is second, first is layer.dense1.weight, first.requires_grad, net.num_layers),
        bool((first.asnumpy() == second.asnumpy()).all()),
        bool((first.asnumpy() == layer.dense1.weight.asnumpy()).all()),
    )


def case_decoder():
    net = filled(nn.TransformerDecoder(decoder_layer(), 2, nn.LayerNorm((E,))))
    return net(QUERY, KEY, truth(L, L), MASK, truth(N, L), PADDING)


def case_decoder_gradient():
    net = filled(nn.TransformerDecoder(decoder_layer(), 2))
    return ms.grad(net, (0, 1), net.trainable_params())(QUERY, KEY)


def case_transformer():
    net = filled(transformer())
    masks = truth(S, S), truth(L, L), MASK, PADDING, truth(N, L), PADDING
    return net(grid(S, N, E), QUERY, *masks)


def case_transformer_batch_first():
    return filled(transformer(batch_first=True))(grid(N, S, E), grid(N, L, E))


def case_transformer_without_batch():
    return filled(transformer())(grid(S, E), grid(L, E))


def case_transformer_gradient():
    net = filled(transformer(norm_first=True, activation="gelu"))
    return ms.grad(net, (0, 1), net.trainable_params())(grid(S, N, E), QUERY)


class CustomEncoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(E, E)

    def construct(self, x, src_mask=None, src_key_padding_mask=None):
        return self.dense(x)


class CustomDecoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(E, E)

    def construct(
        self,
        x,
        memory,
        tgt_mask=None,
        memory_mask=None,
        tgt_key_padding_mask=None,
        memory_key_padding_mask=None,
    ):
        return self.dense(x) + memory.sum()


def case_transformer_custom_encoder():
    return filled(transformer(custom_encoder=CustomEncoder()))(grid(S, N, E), QUERY)


def case_transformer_custom_decoder():
    return filled(transformer(custom_decoder=CustomDecoder()))(grid(S, N, E), QUERY)


def case_transformer_custom_encoder_without_masks():
    return transformer(custom_encoder=nn.Dense(E, E))(grid(S, N, E), QUERY)


def case_transformer_children():
    net = transformer()
    parts = net.encoder, net.decoder, net.encoder.norm, net.decoder.norm
    return [type(p).__name__ for p in parts], (net.d_model, net.nhead, net.batch_first)


def _with(make, **options):
    return lambda: make(**options)


def _wrong(*inputs, **masks):
    return lambda: attention()(*inputs, **masks)


CASES |= {
    "wrong_heads": lambda: nn.MultiheadAttention(4, 3),
    "wrong_no_heads": lambda: nn.MultiheadAttention(4, 0),
    "wrong_bias": _with(attention_new, has_bias=1),
    "wrong_kdim": _with(attention_new, kdim=0),
    "wrong_activation": _with(encoder_layer, activation="tanh"),
    "wrong_activation_function": _with(decoder_layer, activation=ops.tanh),
    "wrong_activation_cell": _with(encoder_layer, activation=nn.Tanh()),
    "wrong_activation_None": _with(encoder_layer, activation=None),
    "wrong_dropout": _with(encoder_layer, dropout=1.0),
    "wrong_feedforward": lambda: nn.TransformerEncoderLayer(4, 2, 0),
    "wrong_layer": lambda: nn.TransformerEncoder(nn.Dense(2, 2), 2),
    "wrong_count": lambda: nn.TransformerDecoder(decoder_layer(), 1.5),
    "wrong_query_features": _wrong(grid(L, N, 5), KEY, VALUE),
    "wrong_key_features": _wrong(QUERY, grid(S, N, 5), VALUE),
    "wrong_value_length": _wrong(QUERY, KEY, grid(5, N, E)),
    "wrong_batch": _wrong(QUERY, grid(S, 3, E), grid(S, 3, E)),
    "wrong_rank": _wrong(grid(1, L, N, E), grid(1, S, N, E), grid(1, S, N, E)),
    "wrong_rank_of_key": _wrong(QUERY, grid(S, E), grid(S, E)),
    "wrong_rank_of_query": _wrong(grid(L, E), KEY, VALUE),
    "wrong_dtype": _wrong(*[grid(L, N, E, dtype=np.float16)] * 3),
    "wrong_dtype_of_key": _wrong(QUERY, grid(S, N, E, dtype=np.float16), VALUE),
    "wrong_padding_shape": _wrong(QUERY, KEY, VALUE, key_padding_mask=truth(N, 5)),
    "wrong_padding_rank": _wrong(QUERY, KEY, VALUE, key_padding_mask=truth(S)),
    "wrong_padding_ints": _wrong(QUERY, KEY, VALUE, key_padding_mask=Tensor([[0] * S] * N)),
    "wrong_padding_double": _wrong(
        QUERY, KEY, VALUE, key_padding_mask=grid(N, S, dtype=np.float64)
    ),
    "wrong_mask_shape": _wrong(QUERY, KEY, VALUE, attn_mask=truth(L, 5)),
    "wrong_mask_heads": _wrong(QUERY, KEY, VALUE, attn_mask=truth(N, L, S)),
    "wrong_mask_rank": _wrong(QUERY, KEY, VALUE, attn_mask=truth(N, HEADS, L, S)),
    "wrong_mask_ints": _wrong(QUERY, KEY, VALUE, attn_mask=Tensor([[0] * S] * L)),
    "wrong_encoder_padding": _encode({}, None, None, Tensor([[0] * S] * N)),
    "wrong_decoder_padding": _decode({}, None, None, None, None, Tensor([[0] * L] * N)),
    "wrong_transformer_batch": lambda: transformer()(grid(S, N, E), grid(L, 3, E)),
    "wrong_transformer_features": lambda: transformer()(grid(S, N, 5), QUERY),
    "wrong_transformer_rank": lambda: transformer()(grid(S, E), QUERY),
}
