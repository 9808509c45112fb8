"""Distributions of weights: what is believed before training, and what is learnt.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.nn.probability.html
"""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.probability.distribution import Normal

_NAME = "bnn"


class NormalPrior(Cell):
    """A normal distribution that stays: what is believed of each weight.

    Args:
        dtype: the dtype of the samples. Default: float32.
        mean: a number or Tensor. Default: 0.
        std: a number or Tensor above 0. Default: 0.1.

    Inputs: the name of one of `Normal`'s functions, and its arguments.
    """

    def __init__(self, dtype=mstype.float32, mean=0, std=0.1):
        super().__init__()
        self.normal = Normal(mean, std, dtype=dtype)

    def construct(self, *inputs):
        """Call a function of the distribution."""
        return self.normal(*inputs)


class NormalPosterior(Cell):
    """A normal distribution of weights that is learnt, its deviation through softplus.

    Args:
        name: a prefix of the Parameters' names, a str.
        shape: the weights' shape.
        dtype: the dtype of the samples. Default: float32.
        loc_mean: the mean of the means at first. Default: 0.
        loc_std: their standard deviation. Default: 0.1.
        untransformed_scale_mean: the mean of the deviations at first, before softplus.
            Default: -5.
        untransformed_scale_std: their standard deviation. Default: 0.1.

    Inputs: the name of one of `Normal`'s functions, and its further arguments.

    Raises:
        TypeError: `name` is no str.
    """

    def __init__(
        self,
        name,
        shape,
        dtype=mstype.float32,
        loc_mean=0,
        loc_std=0.1,
        untransformed_scale_mean=-5,
        untransformed_scale_std=0.1,
    ):
        super().__init__()
        if not isinstance(name, str):
            raise TypeError(f"The type of `name` must be `str`, but got {type(name)}.")
        self.mean = _drawn(loc_mean, loc_std, shape, dtype, f"{name}_mean")
        scale = (untransformed_scale_mean, untransformed_scale_std)
        self.untransformed_std = _drawn(*scale, shape, dtype, f"{name}_untransformed_std")
        self.normal = Normal()

    def std(self) -> Tensor:
        """Return the standard deviations."""
        return ops.softplus(self.untransformed_std)

    def construct(self, *inputs):
        """Call a function of the distribution."""
        name, *others = inputs
        if name == "sample":
            return self.normal("sample", *(others or [()]), self.mean, self.std())
        return self.normal(name, *others, self.mean, self.std())


def _drawn(mean, std, shape, dtype, name):
    return Parameter(Tensor(np.random.normal(mean, std, shape), dtype), name=name)


def normal_post_fn(name, shape) -> NormalPosterior:
    """Return a `NormalPosterior` of weights of a shape."""
    return NormalPosterior(name=name, shape=shape)


class Variational:
    """What the layers share: weights and biases with a prior and a posterior each."""

    has_bias: bool

    def _learn(self, what, prior, posterior, shape) -> None:
        """Make the distributions of the weights, or of the biases.

        Args:
            what: "weight" or "bias", which the attributes begin with.
            prior: a class or function that makes the first without arguments.
            posterior: a function of `name` and `shape` that makes the second.
            shape: the shape.
        """
        first, second = prior(), posterior(name=_NAME, shape=shape)
        for kind, made in (("prior", first), ("posterior", second)):
            wanted = NormalPrior if kind == "prior" else NormalPosterior
            if not isinstance(made, wanted):
                raise TypeError(
                    f"The type of `{what}_{kind}_fn` must be `{wanted.__name__}`, or it must make "
                    f"one, but it made {type(made)}."
                )
        for p in second.get_parameters():
            p.name = p.name.removeprefix(f"{_NAME}_")
        setattr(self, f"{what}_prior", first)
        setattr(self, f"{what}_posterior", second)

    def compute_kl_loss(self) -> Tensor:
        """Return the divergence of the priors from the posteriors, a scalar."""
        total = self._divergence("weight")
        return total + self._divergence("bias") if self.has_bias else total

    def _divergence(self, what):
        prior, posterior = (getattr(self, f"{what}_{kind}") for kind in ("prior", "posterior"))
        return prior("kl_loss", "Normal", posterior.mean, posterior.std()).sum()

    def _repr_of(self, what) -> str:
        posterior = getattr(self, f"{what}_posterior")
        return f"{what}_mean={posterior.mean}, {what}_std={posterior.untransformed_std}"
