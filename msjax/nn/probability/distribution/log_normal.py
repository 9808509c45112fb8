"""The log-normal distribution."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.bijector import Exp
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.distribution.normal import Normal
from msjax.nn.probability.distribution.transformed_distribution import TransformedDistribution

__all__ = ["LogNormal"]


class LogNormal(Parametric, TransformedDistribution):
    """The distribution of numbers whose logarithm has a normal distribution.

    Args:
        loc: the mean of the logarithm: a number, list, array, Tensor or Parameter of any shape, or
            None if it is given at each call. Default: None.
        scale: the standard deviation of the logarithm, greater than 0; as `loc`. Default: None.
        seed: the seed of the distribution; samples are those of its `distribution`, whose seed is
            0, msjax's own state. Default: 0.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "LogNormal".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `scale` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.LogNormal.html
    """

    _type = "LogNormal"
    _labels = ("loc", "scale")
    _loc: Tensor | None
    _scale: Tensor | None

    def __init__(self, loc=None, scale=None, seed=0, dtype=mstype.float32, name="LogNormal"):
        normal = Normal(loc, scale, dtype=dtype)
        TransformedDistribution.__init__(self, Exp(), normal, seed, name)
        self._reset_parameters()
        self._add_parameters({"loc": loc, "scale": scale})

    @property
    def loc(self):
        """The mean of the logarithm, or None."""
        return self._loc

    @property
    def scale(self):
        """The standard deviation of the logarithm, or None."""
        return self._scale

    @of_parameters
    def _mean(self, loc, scale):
        return ops.exp(loc + 0.5 * ops.square(scale))

    @of_parameters
    def _mode(self, loc, scale):
        return ops.exp(loc - ops.square(scale))

    @of_parameters
    def _var(self, loc, scale):
        var = ops.square(scale)
        return ops.expm1(var) * ops.exp(2.0 * loc + var)

    @of_parameters
    def _entropy(self, loc, scale):
        return loc + ops.log(scale) + (0.5 + 0.5 * math.log(2 * math.pi))

    @of_value
    def _log_prob(self, value, loc, scale):
        log = self.bijector.inverse(value)
        density = self.distribution.log_prob(log, loc, scale)
        return density + self.bijector.inverse_log_jacobian(value)

    @of_value
    def _cdf(self, value, loc, scale):
        probability = self.distribution.cdf(self.bijector.inverse(value), loc, scale)
        return ops.where(value > 0, probability, ops.zeros_like(probability))

    @of_other
    def _kl_loss(self, loc_b, scale_b, loc_a, scale_a):
        return self.distribution.kl_loss("Normal", loc_b, scale_b, loc_a, scale_a)

    @of_shape
    def _sample(self, shape, loc, scale):
        outer = shape[: len(shape) - loc.ndim]  # the normal distribution adds the batch itself
        return self.bijector.forward(self.distribution.sample(outer, loc, scale))
