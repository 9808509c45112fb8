"""The Bernoulli distribution."""

from __future__ import annotations

import numpy as np

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

__all__ = ["Bernoulli"]


class Bernoulli(Parametric):
    """The distribution of 0 and 1.

    Args:
        probs: the probability of 1, in (0, 1): a number, list, array, Tensor or Parameter of any
            shape, or None if it is given at each call, there as `probs1`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples. Default: int32.
        name: the name of the distribution. Default: "Bernoulli".

    Raises:
        TypeError: `dtype` is no dtype of numbers.
        ValueError: `probs` is not in (0, 1).

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Bernoulli.html
    """

    _type = "Bernoulli"
    _arguments = ("probs1",)
    _labels = ("probs",)
    _probs: Tensor | None

    def __init__(self, probs=None, seed=None, dtype=mstype.int32, name="Bernoulli"):
        self._set_up({"probs": probs}, seed, dtype, name, NUMBERS)
        check_probabilities(self._probs)

    @property
    def probs(self):
        """The probability of 1, or None."""
        return self._probs

    @property
    def _value_dtype(self):
        return self.parameter_type

    @of_parameters
    def _mean(self, probs1):
        return probs1

    @of_parameters
    def _mode(self, probs1):
        return ops.cast(probs1 > 0.5, self.dtype)

    @of_parameters
    def _var(self, probs1):
        return (1.0 - probs1) * probs1

    @of_parameters
    def _entropy(self, probs1):
        probs0 = 1.0 - probs1
        return -(probs0 * ops.log(probs0)) - probs1 * ops.log(probs1)

    @of_value
    def _log_prob(self, value, probs1):
        least = float(np.finfo(mstype.dtype_to_nptype(probs1.dtype)).eps)
        probs1 = ops.clip_by_value(probs1, least, 1 - least)
        return ops.log(probs1) * value + ops.log(1.0 - probs1) * (1.0 - value)

    @of_value
    def _cdf(self, value, probs1):
        value = ops.floor(value)
        below_one = (1.0 - probs1) * ops.ones_like(value)
        below_one = ops.where(value < 0, ops.zeros_like(below_one), below_one)
        return ops.where(value < 1, below_one, ops.ones_like(below_one))

    @of_other
    def _kl_loss(self, probs1_b, probs1):
        probs0, probs0_b = 1.0 - probs1, 1.0 - probs1_b
        return probs1 * ops.log(probs1 / probs1_b) + probs0 * ops.log(probs0 / probs0_b)

    @of_shape
    def _sample(self, shape, probs1):
        return self._unit(shape) < probs1
