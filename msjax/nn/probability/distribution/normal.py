"""The normal distribution."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.given import check_positive

__all__ = ["Normal"]


class Normal(Parametric):
    """The normal distribution.

    Args:
        mean: the mean: a number, list, array, Tensor or Parameter of any shape, or None if it is
            given at each call. Default: None.
        sd: the standard deviation, greater than 0; as `mean`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Normal".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `sd` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Normal.html
    """

    _type = "Normal"
    _attribute = "_{}_value"
    _labels = ("mean", "standard deviation")

    def __init__(self, mean=None, sd=None, seed=None, dtype=mstype.float32, name="Normal"):
        self._set_up({"mean": mean, "sd": sd}, seed, dtype, name)
        check_positive(self._sd_value, "Standard deviation")

    @of_parameters
    def _mean(self, mean, sd):
        return mean

    _mode = _mean

    @of_parameters
    def _sd(self, mean, sd):
        return sd

    @of_parameters
    def _entropy(self, mean, sd):
        return 0.5 * math.log(2 * math.pi * math.e) + ops.log(sd)

    @of_value
    def _log_prob(self, value, mean, sd):
        z = (value - mean) / sd
        return -0.5 * ops.square(z) - (ops.log(sd) + 0.5 * math.log(2 * math.pi))

    @of_value
    def _cdf(self, value, mean, sd):
        return 0.5 * (1.0 + ops.erf((value - mean) / (sd * math.sqrt(2))))

    @of_other
    def _kl_loss(self, mean_b, sd_b, mean, sd):
        log_ratio = ops.log(sd) - ops.log(sd_b)
        shift = (mean - mean_b) / sd_b
        return 0.5 * ops.square(shift) + 0.5 * ops.expm1(2 * log_ratio) - log_ratio

    @of_shape
    def _sample(self, shape, mean, sd):
        return ops.normal(shape, mean, sd, self.seed)
