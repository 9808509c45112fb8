"""Layers whose weights are distributions; values recorded from MindSpore 2.10.0 (seed 1)."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax.nn.probability import bnn_layers

X = Tensor(np.ones((4, 3), np.float32))


def narrow(name, shape):
    """A posterior without width: draws are the means."""
    return bnn_layers.NormalPosterior(name, shape, untransformed_scale_mean=-20)


class Net(nn.Cell):
    def __init__(self, posterior=narrow):
        super().__init__()
        fn = {"weight_posterior_fn": posterior, "bias_posterior_fn": posterior}
        self.first = bnn_layers.DenseReparam(3, 2, activation="relu", **fn)
        self.second = nn.Dense(2, 2)
        self.third = bnn_layers.DenseLocalReparam(2, 1, **fn)

    def construct(self, x):
        return self.third(self.second(self.first(x)))


def test_parameters():
    ms.set_seed(1)
    layer = bnn_layers.DenseReparam(3, 2)
    assert [p.name for p in layer.get_parameters()] == [
        "weight_posterior.mean",
        "weight_posterior.untransformed_std",
        "bias_posterior.mean",
        "bias_posterior.untransformed_std",
    ]
    weight, bias = layer.weight_posterior, layer.bias_posterior
    np.testing.assert_allclose(weight.mean.asnumpy()[0, :2], [0.16243453, -0.06117564], rtol=1e-6)
    np.testing.assert_allclose(
        weight.untransformed_std.asnumpy()[0, :2], [-4.8255186, -5.076121], rtol=1e-6
    )
    np.testing.assert_allclose(bias.mean.asnumpy(), [-0.03224172, -0.03840544], rtol=1e-6)
    # MindSpore says 2273.54: its softplus is less exact.
    np.testing.assert_allclose(layer.compute_kl_loss().asnumpy(), 2274.298, rtol=1e-5)


@pytest.mark.parametrize("cls", [bnn_layers.DenseReparam, bnn_layers.DenseLocalReparam])
def test_means(cls):
    layer = cls(3, 2, weight_posterior_fn=narrow, bias_posterior_fn=narrow)
    expected = X.asnumpy() @ layer.weight_posterior.mean.asnumpy().T
    expected = expected + layer.bias_posterior.mean.asnumpy()
    np.testing.assert_allclose(layer(X).asnumpy(), expected, rtol=1e-5)


def test_draws():
    """One draw for all inputs, or one for each; and another at the next call."""
    dense, local = (
        c(3, 2, has_bias=False) for c in (bnn_layers.DenseReparam, bnn_layers.DenseLocalReparam)
    )
    y = dense(X).asnumpy()
    assert (y == y[0]).all()
    assert len(np.unique(local(X).asnumpy()[:, 0])) == 4
    assert (dense(X).asnumpy() != y).all()


def test_convolution():
    layer = bnn_layers.ConvReparam(3, 4, 2, has_bias=True, weight_posterior_fn=narrow)
    assert [p.name for p in layer.get_parameters()][:3] == [
        "weight",
        "bias",
        "weight_posterior.mean",
    ]
    x = Tensor(np.ones((1, 3, 5, 5), np.float32))
    bias = layer.bias_posterior("sample")
    assert bias.shape == (4,)
    drawn = layer(x).asnumpy()
    plain = ops.conv2d(x, layer.weight_posterior.mean, pad_mode="same").asnumpy()
    spread = (drawn - plain)[0].reshape(4, -1)
    np.testing.assert_allclose(spread, spread[:, :1] * np.ones(25), atol=1e-5)
    assert layer.compute_kl_loss().shape == ()


def test_training(graph_mode):
    """Gradients of the weighted sum reach the means and the deviations."""
    net = Net(bnn_layers.layer_distribution.normal_post_fn)
    with_loss = bnn_layers.WithBNNLossCell(net, nn.MSELoss(), 60, 1e-3)
    weights = net.trainable_params()
    label = Tensor(np.zeros((4, 1), np.float32))
    loss, found = ms.value_and_grad(with_loss, None, weights)(X, label)
    assert np.isfinite(float(loss))
    sizes = {p.name: np.abs(g.asnumpy()).max() for p, g in zip(weights, found, strict=True)}
    assert sizes["third.weight_posterior.mean"] > 0
    assert sizes["third.weight_posterior.untransformed_std"] > 0


def test_loss():
    net = Net()
    label = Tensor(np.zeros((4, 1), np.float32))
    with_loss = bnn_layers.WithBNNLossCell(net, nn.MSELoss(), 2, 0)
    expected = 2 * float(nn.MSELoss()(net(X), label))
    assert with_loss.backbone_network is net
    np.testing.assert_allclose(float(with_loss(X, label)), expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: bnn_layers.DenseReparam(0, 2), ValueError, "in_channels"),
        (lambda: bnn_layers.DenseReparam("a", 2), TypeError, "in_channels"),
        (lambda: bnn_layers.DenseReparam(3, 2, has_bias=1), TypeError, "has_bias"),
        (lambda: bnn_layers.DenseReparam(3, 2, activation=1), ValueError, "`activation` is wrong"),
        (
            lambda: bnn_layers.DenseReparam(3, 2, weight_posterior_fn=lambda name, shape: 1),
            TypeError,
            "`weight_posterior_fn` must be `NormalPosterior`",
        ),
        (lambda: bnn_layers.NormalPosterior(1, (2,)), TypeError, "`name` must be `str`"),
        (lambda: bnn_layers.WithBNNLossCell(nn.ReLU(), None, "a"), TypeError, "`dnn_factor`"),
        (lambda: bnn_layers.WithBNNLossCell(nn.ReLU(), None, 1, -1), ValueError, "must >= 0"),
    ],
)
def test_wrong(call, error, message):
    with pytest.raises(error, match=message):
        call()
