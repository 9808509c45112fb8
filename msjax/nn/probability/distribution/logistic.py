"""The logistic distribution."""

from __future__ import annotations

import math

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import of_parameters, of_shape, of_value
from msjax.nn.probability.given import check_positive

__all__ = ["Logistic"]


class Logistic(Parametric):
    """The logistic distribution.

    Args:
        loc: the mean: a number, list, array, Tensor or Parameter of any shape, or None if it is
            given at each call. Default: None.
        scale: the scale, greater than 0; as `loc`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Logistic".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `scale` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Logistic.html
    """

    _type = "Logistic"
    _labels = ("location", "scale")
    _loc: Tensor | None
    _scale: Tensor | None

    def __init__(self, loc=None, scale=None, seed=None, dtype=mstype.float32, name="Logistic"):
        self._set_up({"loc": loc, "scale": scale}, seed, dtype, name)
        check_positive(self._scale, "scale")

    @property
    def loc(self):
        """The mean, or None."""
        return self._loc

    @property
    def scale(self):
        """The scale, or None."""
        return self._scale

    @of_parameters
    def _mean(self, loc, scale):
        return loc

    _mode = _mean

    @of_parameters
    def _sd(self, loc, scale):
        return scale * (math.pi / math.sqrt(3))

    @of_parameters
    def _entropy(self, loc, scale):
        return ops.log(scale) + 2.0

    @of_value
    def _log_prob(self, value, loc, scale):
        z = (value - loc) / scale
        return ops.logsigmoid(z) + ops.logsigmoid(-z) - ops.log(scale)

    @of_value
    def _cdf(self, value, loc, scale):
        return ops.sigmoid((value - loc) / scale)

    @of_value
    def _log_cdf(self, value, loc, scale):
        return ops.logsigmoid((value - loc) / scale)

    @of_value
    def _survival_function(self, value, loc, scale):
        return ops.sigmoid((loc - value) / scale)

    @of_value
    def _log_survival(self, value, loc, scale):
        return ops.logsigmoid((loc - value) / scale)

    @of_shape
    def _sample(self, shape, loc, scale):
        unit = ops.clip_by_value(self._unit(shape), 2.0**-24)  # 0 would give an infinity
        return loc + scale * (ops.log(unit) - ops.log1p(-unit))
