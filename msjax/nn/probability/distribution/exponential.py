"""The exponential distribution."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.given import check_positive

__all__ = ["Exponential"]


class Exponential(Parametric):
    """The exponential distribution.

    Args:
        rate: the inverse of the mean, greater than 0: a number, list, array, Tensor or Parameter
            of any shape, or None if it is given at each call. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Exponential".

    Raises:
        TypeError: `dtype` is no float.
        ValueError: `rate` is not above 0.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Exponential.html
    """

    _type = "Exponential"
    _labels = ("rate",)
    _rate: Tensor | None

    def __init__(self, rate=None, seed=None, dtype=mstype.float32, name="Exponential"):
        self._set_up({"rate": rate}, seed, dtype, name)
        check_positive(self._rate, "rate")

    @property
    def rate(self):
        """The inverse of the mean, or None."""
        return self._rate

    @of_parameters
    def _mean(self, rate):
        return 1.0 / rate

    _sd = _mean

    @of_parameters
    def _mode(self, rate):
        return ops.zeros(rate.shape, self.dtype)

    @of_parameters
    def _entropy(self, rate):
        return 1.0 - ops.log(rate)

    @of_value
    def _log_prob(self, value, rate):
        density = ops.log(rate) - rate * value
        return ops.where(value < 0, ops.full_like(density, -float("inf")), density)

    @of_value
    def _cdf(self, value, rate):
        probability = -ops.expm1(-rate * value)
        return ops.where(value < 0, ops.zeros_like(probability), probability)

    @of_value
    def _log_survival(self, value, rate):
        survival = -rate * value
        return ops.where(value < 0, ops.zeros_like(survival), survival)

    @of_other
    def _kl_loss(self, rate_b, rate):
        return ops.log(rate) - ops.log(rate_b) + rate_b / rate - 1.0

    @of_shape
    def _sample(self, shape, rate):
        unit = self._unit(shape)
        return -ops.log1p(-unit) / rate
