"""The Poisson distribution."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.distribution.distribution import NUMBERS, Parametric
from msjax.nn.probability.distribution.formulas import of_parameters, of_shape, of_value
from msjax.nn.probability.given import check_no_number, check_positive

__all__ = ["Poisson"]


class Poisson(Parametric):
    """The Poisson distribution.

    Args:
        rate: the mean, greater than 0: a list, array, Tensor or Parameter of any shape, or None if
            it is given at each call. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples. Default: float32.
        name: the name of the distribution. Default: "Poisson".

    Raises:
        TypeError: `dtype` is no dtype of numbers, or `rate` is a number.
        ValueError: `rate` is not above 0.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Poisson.html
    """

    _type = "Poisson"
    _labels = ("rate",)
    _rate: Tensor | None

    def __init__(self, rate=None, seed=None, dtype=mstype.float32, name="Poisson"):
        check_no_number("rate", rate, int, float)
        self._set_up({"rate": rate}, seed, dtype, name, NUMBERS)
        check_positive(self._rate, "rate")

    @property
    def rate(self):
        """The mean, or None."""
        return self._rate

    @of_parameters
    def _mean(self, rate):
        return rate

    _var = _mean

    @of_parameters
    def _mode(self, rate):
        return ops.floor(rate)

    @of_value
    def _log_prob(self, value, rate):
        count = ops.where(value < 0, ops.zeros_like(value), value)
        density = ops.log(rate) * count - ops.lgamma(count + 1.0)
        return ops.where(value < 0, ops.full_like(density, -float("inf")), density) - rate

    @of_value
    def _cdf(self, value, rate):
        count = ops.where(value < 0, ops.zeros_like(value), value)
        probability = 1.0 - ops.igamma(1.0 + count, rate)
        return ops.where(value < 0, ops.zeros_like(probability), probability)

    @of_shape
    def _sample(self, shape, rate):
        return ops.poisson(shape, ops.cast(rate, mstype.float32), self.seed)
