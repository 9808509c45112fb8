"""What transformers are made of beside matrix products: gates, rotations, residual norms.

MindSpore has these on Ascend only; they follow the formulas of its documentation.
"""

from __future__ import annotations

import reprlib

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy


@operator(
    "ops.swiglu(input, dim=-1) -> (input, axis=dim)",
    promote=only_real_floating,
    samples=("f32[2, 4]", "f32[4, 3], 0"),
)
def swiglu(x, *, axis):
    """Multiply one half along an axis by the SiLU of the other, the first."""
    if x.shape[axis] % 2:
        raise RuntimeError(
            f"For 'swiglu', the axis {axis} must have an even length, but the shape is {x.shape}."
        )
    gate, value = jnp.split(x, 2, axis)
    return jax.nn.silu(gate) * value


@operator(
    "ops.rotary_position_embedding(x, cos, sin, mode=0)",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 3, 4], f32[1, 1, 3, 4], f32[1, 1, 3, 4]",
        "f32[1, 2, 3, 4], f32[1, 1, 3, 4], f32[1, 1, 3, 4], 1",
    ),
)
def rotary_position_embedding(x, cos, sin, *, mode):
    """Turn pairs of features: those of the two halves (mode 0), or neighbours (mode 1)."""
    if mode not in (0, 1):
        raise ExplainedValueError(
            f"For 'rotary_position_embedding', the mode must be 0 or 1, but got {mode!r}."
        )
    if mode == 0:
        first, second = jnp.split(x, 2, -1)
        turned = jnp.concatenate([-second, first], -1)
    else:
        turned = jnp.stack([-x[..., 1::2], x[..., ::2]], -1).reshape(x.shape)
    return x * cos + turned * sin


@operator(
    "ops.add_rms_norm(x1, x2, gamma, epsilon=1e-06)",
    promote=only_real_floating,
    samples=("f32[2, 4], f32[2, 4], f32[4]",),
)
def add_rms_norm(x, y, scale, epsilon):
    """Add, and divide by the root mean square of the last axes; return that, 1 / root and sum."""
    total = x + y
    axes = tuple(range(x.ndim - scale.ndim, x.ndim))
    square = jnp.mean(jnp.square(total.astype(jnp.float32)), axes, keepdims=True)
    factor = jax.lax.rsqrt(square + epsilon)
    return (total * factor).astype(x.dtype) * scale, factor, total


@operator(
    "ops.add_layer_norm(x1, x2, gamma, beta, epsilon=1e-05, additional_output=False)"
    " -> (x1, x2, gamma, beta, epsilon, additional_output=additional_output)",
    promote=only_real_floating,
    samples=("f32[2, 4], f32[2, 4], f32[4], f32[4]",),
)
def add_layer_norm(x, y, scale, shift, epsilon, *, additional_output):
    """Add and normalize the last axis; return that, the mean, 1 / deviation and the sum.

    Without `additional_output`, the sum's place holds zeros.
    """
    total = x + y
    wide = total.astype(jnp.float32)
    mean = jnp.mean(wide, -1, keepdims=True)
    factor = jax.lax.rsqrt(jnp.var(wide, -1, keepdims=True) + epsilon)
    out = ((wide - mean) * factor).astype(x.dtype) * scale + shift
    return out, mean, factor, total if additional_output else jnp.zeros_like(total)


def _to_heads(x, layout, heads):
    """Return an operand as (batch, heads, length, features)."""
    if layout == "BNSD":
        return x
    if layout == "BSND":
        return x.swapaxes(1, 2)
    x = x.swapaxes(0, 1) if layout == "SBH" else x
    return x.reshape(*x.shape[:2], heads, -1).swapaxes(1, 2)


def _from_heads(x, layout):
    if layout == "BNSD":
        return x
    x = x.swapaxes(1, 2)
    if layout == "BSND":
        return x
    x = x.reshape(*x.shape[:2], -1)
    return x.swapaxes(0, 1) if layout == "SBH" else x


@operator(
    "ops.flash_attention_score(query, key, value, head_num, real_shift=None, drop_mask=None,"
    " padding_mask=None, attn_mask=None, prefix=None, actual_seq_qlen=None, actual_seq_kvlen=None,"
    " keep_prob=1.0, scalar_value=1.0, pre_tokens=2147483647, next_tokens=2147483647,"
    " inner_precise=0, input_layout='BSH', sparse_mode=0) -> (query, key, value, real_shift,"
    " attn_mask, scalar_value, heads=head_num, layout=input_layout, others=(drop_mask,"
    " padding_mask, prefix, actual_seq_qlen, actual_seq_kvlen, keep_prob, pre_tokens, next_tokens,"
    " sparse_mode))",
    promote=only_real_floating,
    samples=(
        "f32[1, 3, 4], f32[1, 5, 4], f32[1, 5, 4], 2",
        "f32[1, 2, 3, 4], f32[1, 1, 5, 4], f32[1, 1, 5, 4], 2, attn_mask=bool[1, 1, 3, 5],"
        " scalar_value=0.5, input_layout='BNSD'",
    ),
)
def flash_attention(query, key, value, shift, mask, scale, *, heads, layout, others):
    """Attend: softmax(scalar_value * query @ key.T + real_shift) @ value, 0 where masked."""
    _check_attention(layout, others)
    query = _to_heads(query, layout, heads)
    features = query.shape[-1]
    groups = key.shape[1] if layout == "BNSD" else None
    groups = key.shape[2] if layout == "BSND" else groups or key.shape[-1] // features
    key, value = (_to_heads(x, layout, groups) for x in (key, value))
    key, value = (jnp.repeat(x, heads // groups, 1) for x in (key, value))
    scores = scale * jnp.einsum("bnsd,bntd->bnst", query, key).astype(jnp.float32)
    scores = scores if shift is None else scores + shift
    scores = scores if mask is None else jnp.where(mask.astype(bool), -1e30, scores)
    weights = jax.nn.softmax(scores, -1).astype(query.dtype)
    return _from_heads(weights @ value, layout)


_ATTENTION = (
    "drop_mask padding_mask prefix actual_seq_qlen actual_seq_kvlen keep_prob pre_tokens "
    "next_tokens sparse_mode"
).split()
_PLAIN = (None, None, None, None, None, 1.0, 2147483647, 2147483647, 0)


def _check_attention(layout, others):
    if layout not in ("BSH", "SBH", "BSND", "BNSD"):
        raise NotImplementedError(
            f"flash_attention_score(input_layout={layout!r}) is not supported; use 'BSH', 'SBH', "
            "'BSND' or 'BNSD'."
        )
    for name, value, plain in zip(_ATTENTION, others, _PLAIN, strict=True):
        if value != plain:
            raise NotImplementedError(
                f"flash_attention_score({name}={reprlib.repr(value)}) is not supported; say "
                "by attn_mask what is not attended to."
            )
