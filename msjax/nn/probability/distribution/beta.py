"""The beta distribution."""

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

__all__ = ["Beta"]


def _log_beta(a, b):
    return ops.lgamma(a) + ops.lgamma(b) - ops.lgamma(a + b)


class Beta(Parametric):
    """The beta distribution over (0, 1).

    Args:
        concentration1: the first parameter, alpha, greater than 0: a list, array, Tensor or
            Parameter of any shape, or None if it is given at each call. Default: None.
        concentration0: the second, beta; as `concentration1`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Beta".

    Raises:
        TypeError: `dtype` is no float, a parameter is a float, or they have several dtypes.
        ValueError: a parameter is not above 0, or their shapes do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Beta.html
    """

    _type = "Beta"
    _labels = ("concentration1", "concentration0")
    _concentration1: Tensor | None
    _concentration0: Tensor | None

    def __init__(
        self,
        concentration1=None,
        concentration0=None,
        seed=None,
        dtype=mstype.float32,
        name="Beta",
    ):
        check_no_number("concentration0", concentration0, float)
        check_no_number("concentration1", concentration1, float)
        parameters = {"concentration1": concentration1, "concentration0": concentration0}
        self._set_up(parameters, seed, dtype, name)
        check_positive(self._concentration1, "concentration1")
        check_positive(self._concentration0, "concentration0")

    @property
    def concentration1(self):
        """The first parameter, alpha, or None."""
        return self._concentration1

    @property
    def concentration0(self):
        """The second parameter, beta, or None."""
        return self._concentration0

    @of_parameters
    def _mean(self, concentration1, concentration0):
        return concentration1 / (concentration1 + concentration0)

    @of_parameters
    def _var(self, concentration1, concentration0):
        total = concentration1 + concentration0
        return concentration1 * concentration0 / (ops.square(total) * (total + 1.0))

    @of_parameters
    def _mode(self, concentration1, concentration0):
        inside = ops.logical_and(concentration1 > 1.0, concentration0 > 1.0)
        mode = (concentration1 - 1.0) / (concentration1 + concentration0 - 2.0)
        return ops.where(inside, mode, ops.full_like(mode, float("nan")))

    @of_parameters
    def _entropy(self, concentration1, concentration0):
        total = concentration1 + concentration0
        return (
            _log_beta(concentration1, concentration0)
            - (concentration1 - 1.0) * ops.digamma(concentration1)
            - (concentration0 - 1.0) * ops.digamma(concentration0)
            + (total - 2.0) * ops.digamma(total)
        )

    @of_value
    def _log_prob(self, value, concentration1, concentration0):
        density = (concentration1 - 1.0) * ops.log(value)
        density = density + (concentration0 - 1.0) * ops.log1p(-value)
        return density - _log_beta(concentration1, concentration0)

    @of_other
    def _kl_loss(self, concentration1_b, concentration0_b, concentration1_a, concentration0_a):
        more1 = concentration1_b - concentration1_a
        more0 = concentration0_b - concentration0_a
        return (
            _log_beta(concentration1_b, concentration0_b)
            - _log_beta(concentration1_a, concentration0_a)
            - ops.digamma(concentration1_a) * more1
            - ops.digamma(concentration0_a) * more0
            + ops.digamma(concentration1_a + concentration0_a) * (more1 + more0)
        )

    @of_shape
    def _sample(self, shape, concentration1, concentration0):
        one = ops.ones_like(concentration1)
        x = ops.gamma(shape, concentration1, one, self.seed)
        y = ops.gamma(shape, concentration0, one, self.seed)
        return x / (x + y)
