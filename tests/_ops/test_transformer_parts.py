"""Attention, gates and rotations against plain NumPy: MindSpore runs them on Ascend only."""

from __future__ import annotations

import numpy as np
import pytest

from msjax import Tensor, ops

RNG = np.random.default_rng(0)


def attended(query, key, value, scale, mask=None):
    """Attend with one head: (lengths, features)."""
    scores = scale * query @ key.T
    scores = scores if mask is None else np.where(mask, -1e30, scores)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True) @ value


@pytest.mark.parametrize("layout", ["BSH", "SBH", "BSND", "BNSD"])
def test_layouts_of_attention_agree(layout):
    heads = [RNG.normal(size=(2, 2, 3, 4)).astype(np.float32) for _ in range(3)]

    def laid_out(x):
        if layout == "BNSD":
            return x
        x = x.swapaxes(1, 2)
        if layout == "BSND":
            return x
        x = x.reshape(2, 3, 8)
        return x.swapaxes(0, 1) if layout == "SBH" else x

    operands = [Tensor(np.ascontiguousarray(laid_out(x))) for x in heads]
    out = ops.flash_attention_score(*operands, 2, scalar_value=0.5, input_layout=layout)
    wanted = np.stack(
        [[attended(*p, 0.5) for p in zip(*h, strict=True)] for h in zip(*heads, strict=True)]
    )
    np.testing.assert_allclose(out.asnumpy(), laid_out(wanted), rtol=1e-4, atol=1e-5)


def test_masked_keys_are_not_attended_to():
    query, key, value = (RNG.normal(size=(1, 3, 4)).astype(np.float32) for _ in range(3))
    mask = np.triu(np.ones((3, 3), bool), 1)
    operands = [Tensor(x) for x in (query, key, value)]
    out = ops.flash_attention_score(*operands, 1, attn_mask=Tensor(mask))
    wanted = attended(query[0], key[0], value[0], 1.0, mask)
    np.testing.assert_allclose(out.asnumpy()[0], wanted, rtol=1e-4, atol=1e-5)


def test_what_attention_does_not_do_is_named():
    x = Tensor(np.ones((1, 3, 4), np.float32))
    with pytest.raises(NotImplementedError, match="sparse_mode=2"):
        ops.flash_attention_score(x, x, x, 2, sparse_mode=2)
    with pytest.raises(NotImplementedError, match="TND"):
        ops.flash_attention_score(x, x, x, 2, input_layout="TND")


def test_swiglu_is_the_documented_one():
    x = Tensor([[-0.12, 0.123, 31.122], [2.1223, 4.1212121217, 0.3123]])
    wanted = [[-0.11970687, 0.2690224, 9.7194]]
    np.testing.assert_allclose(ops.swiglu(x, 0).asnumpy(), wanted, rtol=1e-5)
    with pytest.raises(RuntimeError):
        ops.swiglu(x)


def test_rotations_turn_pairs():
    x = Tensor(np.array([[[[1.0, 2.0, 3.0, 4.0]]]], np.float32))
    zero, one = (
        Tensor(np.zeros((1, 1, 1, 4), np.float32)),
        Tensor(np.ones((1, 1, 1, 4), np.float32)),
    )
    halves = ops.rotary_position_embedding(x, zero, one).asnumpy()
    neighbours = ops.rotary_position_embedding(x, zero, one, 1).asnumpy()
    assert halves.reshape(-1).tolist() == [-3, -4, 1, 2]
    assert neighbours.reshape(-1).tolist() == [-2, 1, -4, 3]
