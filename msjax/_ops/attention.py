"""Attention with several heads.

Scores and their softmax are computed in float32 at least; products have the dtype of the operands.
"""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._core.random import jax_key

jnp = jax.numpy


def additive_mask(mask, dtype):
    """Return what is added to scores: minus infinity where a mask of bools or bytes is true."""
    if jnp.issubdtype(mask.dtype, jnp.floating):
        return mask.astype(dtype)
    return jnp.where(mask != 0, jnp.asarray(-jnp.inf, dtype), 0)


def _split_heads(x, heads):
    return x.reshape(*x.shape[:-1], heads, x.shape[-1] // heads)


def _project(x, w, b):
    y = jnp.matmul(x, w.T)
    return y if b is None else y + b


def _projections(query, key, value, w_in, w_q, w_k, w_v, bias, same):
    """Return projected queries, keys and values; of one and the same sequence in one product."""
    if same and w_in is not None:
        return jnp.split(_project(query, w_in, bias), 3, -1)
    weights = (w_q, w_k, w_v) if w_in is None else jnp.split(w_in, 3)
    biases = (None,) * 3 if bias is None else jnp.split(bias, 3)
    operands = zip((query, key, value), weights, biases, strict=True)
    return [_project(x, w, b) for x, w, b in operands]


def _append(x, rows):
    """Append a step to the sequence x (S, N, E)."""
    return jnp.concatenate([x, jnp.broadcast_to(rows, (1, *x.shape[1:])).astype(x.dtype)])


def _masks(attn_mask, padding_mask, heads, extra, dtype):
    """Return what is added to scores (N, heads, L, S), or None; steps appended stay visible."""
    total = None
    if attn_mask is not None:
        total = additive_mask(attn_mask, dtype)
        if total.ndim == 3:
            total = total.reshape(-1, heads, *total.shape[1:])
    if padding_mask is not None:
        padding = additive_mask(padding_mask, dtype)[:, None, None]
        total = padding if total is None else total + padding
    if total is not None and extra:
        total = jnp.pad(total, [(0, 0)] * (total.ndim - 1) + [(0, extra)])
    return total


def _drop(weights, state, p):
    keep = jax.random.uniform(jax_key(state), weights.shape, jnp.float32) >= p
    return jnp.where(keep, weights / (1 - p), 0)


@operator(
    samples=(
        "f32[3, 2, 4], f32[5, 2, 4], f32[5, 2, 4], f32[12, 4], None, None, None, f32[12], None,"
        " None, None, None, None, heads=2",
        "f32[3, 2, 4], f32[5, 2, 3], f32[5, 2, 6], None, f32[4, 4], f32[4, 3], f32[4, 6], None,"
        " f32[1, 1, 4], f32[1, 1, 4], f32[4, 3, 5], bool[2, 5], None, heads=2, zero=True",
        "f32[3, 2, 4], f32[3, 2, 4], f32[3, 2, 4], f32[12, 4], None, None, None, f32[12], None,"
        " None, f32[3, 3], None, natural[2], heads=2, same=True, dropout=0.5",
    )
)
def multi_head_attention(
    query,
    key,
    value,
    w_in,
    w_q,
    w_k,
    w_v,
    bias,
    bias_k,
    bias_v,
    attn_mask,
    padding_mask,
    state,
    *,
    heads,
    zero=False,
    same=False,
    dropout=0.0,
):
    """Attend from queries (L, N, E) to keys and values (S, N, ...) with given projections.

    Returns the heads' results side by side, (L, N, E), and the weights, (N, heads, L, S).
    """
    _check_dtypes(query, key, value, w_in if w_q is None else w_q, attn_mask, padding_mask)
    q, k, v = _projections(query, key, value, w_in, w_q, w_k, w_v, bias, same)
    for rows in ((bias_k, bias_v),) * (bias_k is not None) + ((0, 0),) * zero:
        k, v = (_append(x, row) for x, row in zip((k, v), rows, strict=True))
    q, k, v = (_split_heads(x, heads) for x in (q, k, v))
    wide = jnp.promote_types(q.dtype, jnp.float32)
    q = q * jnp.asarray(1 / math.sqrt(q.shape[-1]), q.dtype)
    scores = jnp.einsum("lnhd,snhd->nhls", q, k, preferred_element_type=wide)
    mask = _masks(attn_mask, padding_mask, heads, k.shape[0] - key.shape[0], wide)
    weights = jax.nn.softmax(scores if mask is None else scores + mask, -1)
    if dropout and state is not None:
        weights = _drop(weights, state, dropout)
    weights = weights.astype(v.dtype)
    y = jnp.einsum("nhls,snhd->lnhd", weights, v)
    return y.reshape(query.shape[0], query.shape[1], -1), weights


def _check_dtypes(query, key, value, weight, *masks):
    for name, x in (("query", query), ("key", key), ("value", value)):
        if x.dtype != weight.dtype:
            raise ExplainedTypeError(
                f"For 'MultiheadAttention', the {name} must have the weights' dtype "
                f"{weight.dtype}, but has {x.dtype}; convert it, or give the layer that dtype."
            )
    for mask in masks:
        if mask is None or not jnp.issubdtype(mask.dtype, jnp.floating):
            continue
        if jnp.promote_types(mask.dtype, weight.dtype) != weight.dtype:
            raise ExplainedTypeError(
                f"For 'MultiheadAttention', a mask of {mask.dtype} is wider than the values, which "
                f"are {weight.dtype}; convert it to bool or to {weight.dtype}."
            )


def check_attention(query, key, value, embed_dim, heads, separate, padding_mask, attn_mask):
    """Check shapes and kinds of what is attended to; sequences come first, axis 1 is the batch.

    Raises:
        ValueError: something does not fit.
    """
    if query.shape[-1] != embed_dim:
        raise ExplainedValueError(
            f"The `embed_dim` should be {embed_dim}, but got {query.shape[-1]}."
        )
    kept = 2 if separate else 3
    if key.shape[:kept] != value.shape[:kept] or (not separate and key.shape[-1] != embed_dim):
        raise ExplainedValueError(
            f"The shape of `key` {key.shape} does not match `value` {value.shape}"
            + ("." if separate else f", or their last length is not {embed_dim}.")
        )
    length, batch = query.shape[:2]
    if key.shape[1] != batch:
        raise ExplainedValueError(
            f"The batch size of `key` and `value` must be that of `query`, {batch}, but is "
            f"{key.shape[1]}."
        )
    if padding_mask is not None and padding_mask.shape != (batch, key.shape[0]):
        raise ExplainedValueError(
            f"The shape of `key_padding_mask` should be {(batch, key.shape[0])}, but got "
            f"{padding_mask.shape}."
        )
    expected = (length, key.shape[0])
    if attn_mask is not None and attn_mask.ndim == 3:
        expected = (batch * heads, *expected)
    if attn_mask is not None and attn_mask.shape != expected:
        raise ExplainedValueError(
            f"The shape of the `attn_mask` should be {expected}, but got {attn_mask.shape}."
        )
