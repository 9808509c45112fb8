"""Student's t-distribution."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import of_value
from msjax.nn.probability.given import check_positive

__all__ = ["StudentT"]


class StudentT(Parametric):
    """Student's t-distribution, which has `log_prob` and `prob` only.

    Args:
        df: the degrees of freedom, greater than 0: a number, list, array, Tensor or Parameter of
            any shape, or None if they are given at each call. Default: None.
        mean: the location; as `df`. Default: None.
        sd: the scale, greater than 0; as `df`. Default: None.
        seed: the seed, which nothing uses. Default: None.
        dtype: the dtype that values are cast to, a float. Default: float32.
        name: the name of the distribution. Default: "StudentT".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `df` or `sd` is not above 0, or the shapes do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.StudentT.html
    """

    _type = "StudentT"
    _attribute = "_{}_value"

    def __init__(
        self, df=None, mean=None, sd=None, seed=None, dtype=mstype.float32, name="StudentT"
    ):
        self._set_up({"df": df, "mean": mean, "sd": sd}, seed, dtype, name)
        check_positive(self._sd_value, "Standard deviation")
        check_positive(self._df_value, "Degrees of freedom")

    @of_value
    def _log_prob(self, value, df, mean, sd):
        z = (value - mean) / sd
        normalization = (
            ops.log(ops.abs(sd))
            + 0.5 * (ops.log(df) + math.log(math.pi))
            + ops.lgamma(0.5 * df)
            - ops.lgamma(0.5 * (df + 1.0))
        )
        return -0.5 * (df + 1.0) * ops.log1p(ops.square(z) / df) - normalization
