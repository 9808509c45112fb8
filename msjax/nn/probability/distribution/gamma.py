"""The gamma distribution."""

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
from msjax.nn.probability.given import check_no_number, check_positive

__all__ = ["Gamma"]


class Gamma(Parametric):
    """The gamma distribution.

    Args:
        concentration: the shape parameter, greater than 0: a list, array, Tensor or Parameter of
            any shape, or None if it is given at each call. Default: None.
        rate: the inverse of the scale, greater than 0; as `concentration`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Gamma".

    Raises:
        TypeError: `dtype` is no float, a parameter is a number, or they have several dtypes.
        ValueError: a parameter is not above 0, or their shapes do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Gamma.html
    """

    _type = "Gamma"
    _labels = ("concentration", "rate")
    _concentration: Tensor | None
    _rate: Tensor | None

    def __init__(
        self, concentration=None, rate=None, seed=None, dtype=mstype.float32, name="Gamma"
    ):
        check_no_number("concentration", concentration, int, float)
        check_no_number("rate", rate, int, float)
        self._set_up({"concentration": concentration, "rate": rate}, seed, dtype, name)
        check_positive(self._concentration, "concentration")
        check_positive(self._rate, "rate")

    @property
    def concentration(self):
        """The shape parameter, or None."""
        return self._concentration

    @property
    def rate(self):
        """The inverse of the scale, or None."""
        return self._rate

    @of_parameters
    def _mean(self, concentration, rate):
        return concentration / rate

    @of_parameters
    def _var(self, concentration, rate):
        return concentration / ops.square(rate)

    @of_parameters
    def _sd(self, concentration, rate):
        return ops.sqrt(concentration) / rate

    @of_parameters
    def _mode(self, concentration, rate):
        mode = (concentration - 1.0) / rate
        return ops.where(concentration > 1.0, mode, ops.full_like(mode, float("nan")))

    @of_parameters
    def _entropy(self, concentration, rate):
        return (
            concentration
            - ops.log(rate)
            + ops.lgamma(concentration)
            + (1.0 - concentration) * ops.digamma(concentration)
        )

    @of_value
    def _log_prob(self, value, concentration, rate):
        density = (concentration - 1.0) * ops.log(value) - rate * value
        return density - (ops.lgamma(concentration) - concentration * ops.log(rate))

    @of_value
    def _cdf(self, value, concentration, rate):
        return ops.igamma(concentration, rate * value)

    @of_other
    def _kl_loss(self, concentration_b, rate_b, concentration_a, rate_a):
        return (
            (concentration_a - concentration_b) * ops.digamma(concentration_a)
            + ops.lgamma(concentration_b)
            - ops.lgamma(concentration_a)
            + concentration_b * (ops.log(rate_a) - ops.log(rate_b))
            + concentration_a * (rate_b / rate_a - 1.0)
        )

    @of_shape
    def _sample(self, shape, concentration, rate):
        return ops.gamma(shape, concentration, rate, self.seed)
