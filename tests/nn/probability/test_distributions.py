"""Distributions: samples, gradients in both modes, parameters that are traced, own formulas."""

from __future__ import annotations

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax.nn.probability import bijector as msb
from msjax.nn.probability import distribution as msd

MADE = {
    "Normal": lambda **k: msd.Normal([1.0, -2.0], [0.5, 2.0], **k),
    "Uniform": lambda **k: msd.Uniform([1.0, -2.0], [2.0, 0.0], **k),
    "Bernoulli": lambda **k: msd.Bernoulli([0.25, 0.75], **k),
    "Exponential": lambda **k: msd.Exponential([0.5, 2.0], **k),
    "LogNormal": lambda **k: msd.LogNormal([0.5, 1.0], [0.25, 0.5], **k),
    "Beta": lambda **k: msd.Beta([1.5, 3.0], [2.0, 1.25], **k),
    "Gamma": lambda **k: msd.Gamma([1.5, 3.0], [2.0, 1.25], **k),
    "Poisson": lambda **k: msd.Poisson([1.5, 3.0], **k),
    "Geometric": lambda **k: msd.Geometric([0.25, 0.5], **k),
    "Logistic": lambda **k: msd.Logistic([0.5, 1.0], [0.25, 0.5], **k),
    "Gumbel": lambda **k: msd.Gumbel([0.5, 1.0], [0.25, 0.5], **k),
}


@pytest.fixture(autouse=True)
def _seed():
    ms.set_seed(7)


@pytest.mark.parametrize("name", MADE)
def test_samples_have_the_moments(name):
    """Mean and standard deviation of many samples are those of the distribution."""
    d = MADE[name]()
    count = 4_000
    drawn = d.sample((count,)).asnumpy().astype(np.float64)
    assert drawn.shape == (count, 2)
    mean, sd = d.mean().asnumpy(), d.sd().asnumpy()
    np.testing.assert_array_less(np.abs(drawn.mean(0) - mean), 6 * sd / count**0.5)
    np.testing.assert_allclose(drawn.std(0), sd, rtol=0.2)


def test_samples_of_categories():
    """Classes come as often as their probabilities say, row by row."""
    d = msd.Categorical([[0.25, 0.75, 1e-7], [0.5, 0.125, 0.375]])
    drawn = d.sample((4_000,)).asnumpy()
    assert drawn.shape == (4_000, 2)
    for row, probs in enumerate(d.probs.asnumpy()):
        shares = np.bincount(drawn[:, row], minlength=3) / 4_000
        np.testing.assert_allclose(shares, probs, atol=0.03)


def test_a_cauchy_sample_has_its_quartiles():
    """Half of the samples are within the scale of the location."""
    drawn = msd.Cauchy(1.0, 2.0).sample((4_000,)).asnumpy()
    np.testing.assert_allclose(np.quantile(drawn, [0.25, 0.5, 0.75]), [-1, 1, 3], atol=0.4)


def test_compiled_samples_differ_from_run_to_run():
    """A compiled program draws anew each time; set_seed starts again."""
    d = msd.Normal(0.0, 1.0)

    @ms.jit
    def draw():
        return d("sample", (4,))

    first, second = draw().asnumpy(), draw().asnumpy()
    assert not np.array_equal(first, second)
    ms.set_seed(7)
    np.testing.assert_array_equal(draw().asnumpy(), first)


def test_a_seed_has_a_stream_of_its_own():
    """Samples with a seed repeat after set_seed, whatever else is drawn."""
    first = msd.Normal(0.0, 1.0, seed=5).sample((4,)).asnumpy()
    ms.set_seed(7)
    ops.normal((3,), Tensor(0.0), Tensor(1.0))
    np.testing.assert_array_equal(msd.Normal(0.0, 1.0, seed=5).sample((4,)).asnumpy(), first)


class Likelihood(nn.Cell):
    """The log-likelihood of values under a normal distribution with trained parameters."""

    def __init__(self):
        super().__init__()
        self.mu = ms.Parameter(Tensor([0.5, 1.0], ms.float32), name="mu")
        self.log_sd = ms.Parameter(Tensor([0.0, -0.5], ms.float32), name="log_sd")
        self.normal = msd.Normal()

    def construct(self, x):
        return self.normal("log_prob", x, self.mu, ops.exp(self.log_sd)).sum()


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_gradients_of_parameters(mode):
    """The gradients of a log-likelihood are those of the formula, in both modes."""
    ms.set_context(mode=mode)
    try:
        net = Likelihood()
        x = Tensor([1.0, 3.0], ms.float32)
        of_mean, of_sd = ms.grad(net, None, net.trainable_params())(x)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    sd = np.exp([0.0, -0.5])
    z = (np.array([1.0, 3.0]) - [0.5, 1.0]) / sd
    np.testing.assert_allclose(of_mean.asnumpy(), z / sd, rtol=1e-5)
    np.testing.assert_allclose(of_sd.asnumpy(), z**2 - 1, rtol=1e-5)


def test_a_distribution_made_of_traced_tensors():
    """A compiled function may make a distribution of its inputs; gradients pass."""

    @ms.jit
    def entropy(sd):
        return msd.Normal(0.0, sd).entropy()

    sd = Tensor(2.0, ms.float32)
    np.testing.assert_allclose(
        entropy(sd).asnumpy(), msd.Normal(0.0, 2.0).entropy().asnumpy(), rtol=1e-6
    )
    np.testing.assert_allclose(ms.grad(entropy)(sd).asnumpy(), 0.5, rtol=1e-6)


def test_the_mode_of_bernoulli():
    """The mode is 1 where that is more probable, in the dtype of the samples."""
    mode = msd.Bernoulli([0.25, 0.5, 0.75]).mode()
    assert mode.dtype == ms.int32
    np.testing.assert_array_equal(mode.asnumpy(), [0, 0, 1])


def test_extreme_logistic_values():
    """The tails of the logistic distribution do not vanish."""
    d = msd.Logistic(0.0, 1.0)
    x = Tensor([-90.0, 90.0], ms.float32)
    np.testing.assert_allclose(d.log_cdf(x).asnumpy(), [-90, 0], atol=1e-30)
    np.testing.assert_allclose(d.log_prob(x).asnumpy(), [-90, -90], rtol=1e-6)


def test_the_error_of_a_missing_parameter_says_where_to_give_it():
    """The message names the parameter and the two places for it."""
    with pytest.raises(TypeError, match=r"the type sd must be .* give Normal a 'sd' there, or at"):
        msd.Normal(1.0).mean()


def test_a_bijector_called_with_a_distribution_transforms_it():
    """The samples are those of the distribution, mapped."""
    d = msb.ScalarAffine(2.0, 1.0)(msd.Uniform(0.0, 1.0, seed=3))
    drawn = d.sample((100,)).asnumpy()
    assert isinstance(d, msd.TransformedDistribution)
    assert drawn.min() >= 1
    assert drawn.max() <= 3
