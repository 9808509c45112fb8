"""The half-normal distribution."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import of_value
from msjax.nn.probability.given import check_positive

__all__ = ["HalfNormal"]


class HalfNormal(Parametric):
    """Twice the density of a normal distribution, for values that are not negative.

    It has `prob` and `log_prob` only.

    Args:
        mean: the mean of the normal distribution: a number, list, array, Tensor or Parameter of
            any shape, or None if it is given at each call. Default: None.
        sd: its standard deviation, greater than 0; as `mean`. Default: None.
        seed: the seed, which nothing uses. Default: None.
        dtype: the dtype that values are cast to, a float. Default: float32.
        name: the name of the distribution. Default: "HalfNormal".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `sd` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.HalfNormal.html
    """

    _type = "HalfNormal"
    _attribute = "_{}_value"

    def __init__(self, mean=None, sd=None, seed=None, dtype=mstype.float32, name="HalfNormal"):
        self._set_up({"mean": mean, "sd": sd}, seed, dtype, name)
        check_positive(self._sd_value, "Standard deviation")

    @of_value
    def _prob(self, value, mean, sd):
        z = (value - mean) / sd
        density = math.sqrt(2 / math.pi) / sd * ops.exp(-0.5 * ops.square(z))
        return density * ops.cast(value >= 0, self.dtype)
