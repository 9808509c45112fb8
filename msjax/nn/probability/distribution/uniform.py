"""The uniform distribution."""

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
from msjax.nn.probability.given import check_all

__all__ = ["Uniform"]


class Uniform(Parametric):
    """The uniform distribution over an interval.

    Args:
        low: the lower end: a number, list, array, Tensor or Parameter of any shape, or None if it
            is given at each call. Default: None.
        high: the upper end, greater than `low`; as `low`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Uniform".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `low` is not below `high`, or their shapes do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Uniform.html
    """

    _type = "Uniform"
    _labels = ("low", "high")
    _low: Tensor | None
    _high: Tensor | None

    def __init__(self, low=None, high=None, seed=None, dtype=mstype.float32, name="Uniform"):
        self._set_up({"low": low, "high": high}, seed, dtype, name)
        if self._low is not None and self._high is not None:
            check_all(lambda a, b: a < b, "low must be less than high", self._low, self._high)

    @property
    def low(self):
        """The lower end, or None."""
        return self._low

    @property
    def high(self):
        """The upper end, or None."""
        return self._high

    @of_parameters
    def _mean(self, low, high):
        return (low + high) / 2.0

    @of_parameters
    def _var(self, low, high):
        return ops.square(high - low) / 12.0

    @of_parameters
    def _entropy(self, low, high):
        return ops.log(high - low)

    @of_value
    def _prob(self, value, low, high):
        inside = ops.logical_and(value >= low, value <= high)
        density = ops.cast(ops.ones_like(value), self.dtype) / (high - low)
        return ops.where(inside, density, ops.zeros_like(density))

    @of_value
    def _cdf(self, value, low, high):
        part = (value - low) / (high - low)
        part = ops.where(value < low, ops.zeros_like(part), part)
        return ops.where(value < high, part, ops.ones_like(part))

    @of_other
    def _kl_loss(self, low_b, high_b, low, high):
        divergence = ops.log(high_b - low_b) - ops.log(high - low)
        contains = ops.logical_and(low_b <= low, high <= high_b)
        return ops.where(contains, divergence, ops.full_like(divergence, float("inf")))

    @of_shape
    def _sample(self, shape, low, high):
        unit = self._unit(shape)
        return low + (high - low) * unit
