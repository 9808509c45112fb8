"""Attention as a function of its weights; values recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

from msjax import Tensor
from msjax.ops.function.nn_func import multi_head_attention_forward


def operands():
    rng = np.random.RandomState(0)

    def draw(*shape):
        return Tensor(rng.randn(*shape).astype(np.float32))

    query, key, value = draw(3, 2, 4), draw(5, 2, 4), draw(5, 2, 4)
    projection = draw(12, 4), draw(12)
    return query, key, value, 4, 2, *projection, None, None, False, 0.0, draw(4, 4), draw(4)


def test_values():
    result, weights = multi_head_attention_forward(*operands())
    assert result.shape == (3, 2, 4)
    assert weights.shape == (2, 3, 5)
    expected = [6.790525, -2.975225, -0.10281712, -3.4618824, -4.6594176]
    np.testing.assert_allclose(result.asnumpy().ravel()[:5], expected, rtol=1e-5)
    expected = [2.0052785e-06, 6.2251539e-04, 9.8326743e-01, 1.5912872e-02, 1.9512081e-04]
    np.testing.assert_allclose(weights.asnumpy().ravel()[:5], expected, rtol=1e-4)


def test_separate_weights():
    """The parts of the common weight, given one by one, are the same."""
    query, key, value, size, heads, weight, *others = operands()
    parts = dict(zip(("q", "k", "v"), (weight[i : i + 4] for i in (0, 4, 8)), strict=True))
    result, weights = multi_head_attention_forward(
        *(query, key, value, size, heads, None, *others),
        use_separate_proj_weight=True,
        average_attn_weights=False,
        **{f"{name}_proj_weight": part for name, part in parts.items()},
    )
    expected, mean = multi_head_attention_forward(*operands())
    assert weights.shape == (2, 2, 3, 5)
    np.testing.assert_allclose(result.asnumpy(), expected.asnumpy(), rtol=1e-5)
    np.testing.assert_allclose(weights.mean(1).asnumpy(), mean.asnumpy(), rtol=1e-5)


@pytest.mark.parametrize("option", [{"static_k": 1}, {"static_v": 1}, {"is_causal": True}])
def test_refused(option):
    with pytest.raises(NotImplementedError, match=next(iter(option))):
        multi_head_attention_forward(*operands(), **option)
