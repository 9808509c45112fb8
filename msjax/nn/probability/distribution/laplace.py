"""The Laplace distribution."""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import of_value
from msjax.nn.probability.given import check_positive

__all__ = ["Laplace"]


class Laplace(Parametric):
    """The Laplace distribution, which has `log_prob` and `prob` only.

    Args:
        mean: the mean: a number, list, array, Tensor or Parameter of any shape, or None if it is
            given at each call. Default: None.
        sd: the scale, the mean distance from the mean, greater than 0; as `mean`. Default: None.
        seed: the seed, which nothing uses. Default: None.
        dtype: the dtype that values are cast to, a float. Default: float32.
        name: the name of the distribution. Default: "Laplace".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `sd` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Laplace.html
    """

    _type = "Laplace"
    _attribute = "_{}_value"

    def __init__(self, mean=None, sd=None, seed=None, dtype=mstype.float32, name="Laplace"):
        self._set_up({"mean": mean, "sd": sd}, seed, dtype, name)
        check_positive(self._sd_value, "Standard deviation")

    @of_value
    def _log_prob(self, value, mean, sd):
        return -ops.abs((value - mean) / sd) - ops.log(2.0 * sd)
