"""Attention and Transformers: what masks hide, random masks, and how errors read."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops


def sequence(*shape):
    return Tensor(np.random.default_rng(0).normal(size=shape).astype(np.float32))


def near(got, expected):
    np.testing.assert_allclose(got.asnumpy(), expected.asnumpy(), 1e-5, 1e-6)


def test_attention_is_the_formula():
    net = nn.MultiheadAttention(6, 2, has_bias=False)
    x, y = sequence(3, 1, 6), sequence(5, 1, 6)
    got, weights = net(x, y, y, average_attn_weights=False)
    w_q, w_k, w_v = np.split(net.in_proj_weight.asnumpy(), 3)
    q, k, v = (a.asnumpy()[:, 0] @ w.T for a, w in ((x, w_q), (y, w_k), (y, w_v)))
    heads = []
    for h in (slice(0, 3), slice(3, 6)):
        scores = np.exp(q[:, h] @ k[:, h].T / np.sqrt(3))
        heads.append(scores / scores.sum(1, keepdims=True))
    result = np.concatenate([w @ v[:, 3 * i : 3 * i + 3] for i, w in enumerate(heads)], 1)
    np.testing.assert_allclose(weights.asnumpy()[0], np.stack(heads), 1e-5, 1e-6)
    result = result @ net.out_proj.weight.asnumpy().T
    np.testing.assert_allclose(got.asnumpy()[:, 0], result, 1e-5, 1e-6)


def test_self_attention_in_one_product_is_that_in_three():
    net, x = nn.MultiheadAttention(4, 2), sequence(3, 2, 4)
    near(net(x, x, x)[0], net(x, x.copy(), x.copy())[0])


def test_a_causal_mask_hides_what_follows():
    layer = nn.TransformerEncoderLayer(4, 2, 8)
    x, y = sequence(5, 2, 4), sequence(5, 2, 4)
    y[3:] = 7.0
    mask = Tensor(np.triu(np.ones((5, 5), bool), 1))
    near(layer(x, mask)[:3], layer(y, mask)[:3])


def test_padding_does_not_matter():
    net = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, batch_first=True), 2)
    x = sequence(1, 5, 4)
    alone = net(x[:, :3])
    padded = net(x, None, Tensor([[False, False, False, True, True]]))
    near(padded[:, :3], alone)


def test_a_query_that_sees_nothing_gives_nan():
    net, x = nn.MultiheadAttention(4, 2), sequence(2, 1, 4)
    mask = Tensor([[True, True], [False, False]])
    y = net(x, x, x, attn_mask=mask)[0].asnumpy()
    assert np.isnan(y[0]).all()
    assert np.isfinite(y[1]).all()


def test_compiled_code_draws_new_masks():
    net = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.5)
    net.set_train()
    run = ms.jit(lambda x: net(x))
    x = sequence(5, 2, 4)
    assert (run(x).asnumpy() != run(x).asnumpy()).any()


def test_a_transformer_learns_to_copy():
    ms.set_seed(1)
    net = nn.Transformer(8, 2, 1, 1, 16, dropout=0.0)
    optimizer = nn.Adam(net.trainable_params(), 0.01)
    x = sequence(4, 6, 8)
    loss_fn = nn.MSELoss()
    grad_fn = ms.value_and_grad(lambda x: loss_fn(net(x, x), x), None, optimizer.parameters)

    @ms.jit
    def step(x):
        loss, grads = grad_fn(x)
        optimizer(grads)
        return loss

    losses = [float(step(x).asnumpy()) for _ in range(60)]
    assert losses[-1] < 0.5 * losses[0]


def test_replacing_the_projection_takes_effect():
    net, x = nn.MultiheadAttention(4, 2), sequence(3, 2, 4)
    net.out_proj.weight.set_data(ops.zeros((4, 4)))
    net.out_proj.bias.set_data(ops.ones(4))
    assert (net(x, x, x)[0].asnumpy() == 1).all()


@pytest.mark.parametrize(
    ("masks", "message"),
    [
        ({"key_padding_mask": Tensor([[0, 1, 0], [0, 0, 0]])}, "astype"),
        ({"attn_mask": Tensor(np.zeros((3, 2), bool))}, r"\(3, 3\)"),
        ({"attn_mask": Tensor(np.zeros((2, 3, 3), bool))}, r"\(4, 3, 3\)"),
    ],
)
def test_masks_that_do_not_fit(masks, message):
    x = sequence(3, 2, 4)
    with pytest.raises(ValueError, match=message):
        nn.MultiheadAttention(4, 2)(x, x, x, **masks)
