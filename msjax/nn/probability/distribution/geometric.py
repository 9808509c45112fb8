"""The geometric distribution."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.distribution.distribution import NUMBERS, Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.given import check_probabilities

__all__ = ["Geometric"]


class Geometric(Parametric):
    """The distribution of the number of failures before the first success.

    Args:
        probs: the probability of success, in (0, 1): a number, list, array, Tensor or Parameter of
            any shape, or None if it is given at each call, there as `probs1`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples. Default: int32.
        name: the name of the distribution. Default: "Geometric".

    Raises:
        TypeError: `dtype` is no dtype of numbers.
        ValueError: `probs` is not in (0, 1).

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Geometric.html
    """

    _type = "Geometric"
    _arguments = ("probs1",)
    _labels = ("probs",)
    _probs: Tensor | None

    def __init__(self, probs=None, seed=None, dtype=mstype.int32, name="Geometric"):
        self._set_up({"probs": probs}, seed, dtype, name, NUMBERS)
        check_probabilities(self._probs)

    @property
    def probs(self):
        """The probability of success, or None."""
        return self._probs

    @property
    def _value_dtype(self):
        return self.parameter_type

    @of_parameters
    def _mean(self, probs1):
        return (1.0 - probs1) / probs1

    @of_parameters
    def _mode(self, probs1):
        return ops.zeros(probs1.shape, self.dtype)

    @of_parameters
    def _var(self, probs1):
        return (1.0 - probs1) / ops.square(probs1)

    @of_parameters
    def _entropy(self, probs1):
        probs0 = 1.0 - probs1
        return (-probs0 * ops.log(probs0) - probs1 * ops.log(probs1)) / probs1

    @of_value
    def _prob(self, value, probs1):
        value = ops.floor(value)
        probability = ops.exp(ops.log(1.0 - probs1) * value + ops.log(probs1))
        return ops.where(value < 0, ops.zeros_like(probability), probability)

    @of_value
    def _cdf(self, value, probs1):
        value = ops.floor(value)
        probability = 1.0 - ops.pow(1.0 - probs1, value + 1.0)
        return ops.where(value < 0, ops.zeros_like(probability), probability)

    @of_other
    def _kl_loss(self, probs1_b, probs1):
        probs0, probs0_b = 1.0 - probs1, 1.0 - probs1_b
        return ops.log(probs1 / probs1_b) + probs0 / probs1 * ops.log(probs0 / probs0_b)

    @of_shape
    def _sample(self, shape, probs1):
        unit = self._unit(shape)
        return ops.floor(ops.log1p(-unit) / ops.log(1.0 - probs1))
