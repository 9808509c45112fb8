"""Attention with several heads as a function of all its weights.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.MultiheadAttention.html
"""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.random import draw
from msjax._ops.attention import check_attention, multi_head_attention


def multi_head_attention_forward(
    query,
    key,
    value,
    embed_dim_to_check,
    num_heads,
    in_proj_weight,
    in_proj_bias,
    bias_k,
    bias_v,
    add_zero_attn,
    dropout_p,
    out_proj_weight,
    out_proj_bias,
    training=True,
    key_padding_mask=None,
    attn_mask=None,
    use_separate_proj_weight=False,
    q_proj_weight=None,
    k_proj_weight=None,
    v_proj_weight=None,
    static_k=None,
    static_v=None,
    average_attn_weights=True,
    is_causal=False,
    k_is_v=False,
    q_is_k=False,
    dtype=mstype.float32,
):
    """Attend from queries to keys and values, as `nn.MultiheadAttention` does with its weights.

    Args:
        query: Tensor of shape (L, N, E).
        key: Tensor of shape (S, N, K).
        value: Tensor of shape (S, N, V).
        embed_dim_to_check: E.
        num_heads: the number of heads, a divisor of E.
        in_proj_weight: Tensor of shape (3 * E, E); or None, with separate ones.
        in_proj_bias: Tensor of shape (3 * E,), or None.
        bias_k: Tensor of shape (1, 1, E) that is appended to the keys, or None.
        bias_v: the same for the values.
        add_zero_attn: whether a key and a value of zeros are appended.
        dropout_p: which part of the weights is dropped in training.
        out_proj_weight: Tensor of shape (E, E).
        out_proj_bias: Tensor of shape (E,), or None.
        training: whether weights are dropped. Default: True.
        key_padding_mask: Tensor of shape (N, S). Default: None.
        attn_mask: Tensor of shape (L, S) or (N * num_heads, L, S). Default: None.
        use_separate_proj_weight: whether the next three are used. Default: False.
        q_proj_weight: Tensor of shape (E, E). Default: None.
        k_proj_weight: Tensor of shape (E, K). Default: None.
        v_proj_weight: Tensor of shape (E, V). Default: None.
        static_k: None. Default: None.
        static_v: None. Default: None.
        average_attn_weights: whether the weights returned are means over heads. Default: True.
        is_causal: False; say by `attn_mask` what is not attended to. Default: False.
        k_is_v: without effect. Default: False.
        q_is_k: without effect. Default: False.
        dtype: without effect: that of the operands counts. Default: float32.

    Returns:
        The result, (L, N, E), and the weights, (N, L, S) or (N, num_heads, L, S).

    Raises:
        NotImplementedError: `static_k`, `static_v` or `is_causal` is given.
    """
    for name, given in (("static_k", static_k), ("static_v", static_v)):
        if given is not None:
            raise NotImplementedError(
                f"multi_head_attention_forward({name}=...) is not supported; leave the projection "
                "out by giving it an identity as its weight."
            )
    if is_causal:
        raise NotImplementedError(
            "multi_head_attention_forward(is_causal=True) is not supported; give attn_mask."
        )
    separate = (q_proj_weight, k_proj_weight, v_proj_weight)
    check_attention(
        *(query, key, value, embed_dim_to_check, num_heads, use_separate_proj_weight),
        *(key_padding_mask, attn_mask),
    )
    p = float(dropout_p) if training else 0.0
    y, weights = multi_head_attention(
        *(query, key, value, None if use_separate_proj_weight else in_proj_weight),
        *(separate if use_separate_proj_weight else (None, None, None)),
        *(in_proj_bias, bias_k, bias_v, attn_mask, key_padding_mask, draw() if p else None),
        heads=num_heads,
        zero=bool(add_zero_attn),
        same=query is key and key is value,
        dropout=p,
    )
    result = ops.dense(y, out_proj_weight, out_proj_bias)
    return result, weights.mean(1) if average_attn_weights else weights
