"""The Cauchy distribution."""

from __future__ import annotations

import math

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
from msjax.nn.probability.given import check_positive

__all__ = ["Cauchy"]


def _undefined(moment):
    def formula(self, *args, **kwargs):
        raise ValueError(
            f"{moment} is undefined for {self._type} distribution: its integral does not converge; "
            "take `mode()` and the scale instead."
        )

    return formula


class Cauchy(Parametric):
    """The Cauchy distribution, whose mean and variance are not defined.

    Args:
        loc: the location: a number, list, array, Tensor or Parameter of any shape, or None if it
            is given at each call. Default: None.
        scale: half the width at half the maximum, greater than 0; as `loc`. Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Cauchy".

    Raises:
        TypeError: `dtype` is no float, or the parameters have several dtypes.
        ValueError: `scale` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Cauchy.html
    """

    _type = "Cauchy"
    _labels = ("location", "scale")
    _loc: Tensor | None
    _scale: Tensor | None

    def __init__(self, loc=None, scale=None, seed=None, dtype=mstype.float32, name="Cauchy"):
        self._set_up({"loc": loc, "scale": scale}, seed, dtype, name)
        check_positive(self._scale, "scale")

    @property
    def loc(self):
        """The location, or None."""
        return self._loc

    @property
    def scale(self):
        """The scale, or None."""
        return self._scale

    _mean = _undefined("mean")
    _sd = _undefined("standard deviation")
    _var = _undefined("variance")

    @of_parameters
    def _mode(self, loc, scale):
        return loc

    @of_parameters
    def _entropy(self, loc, scale):
        return ops.log(scale) + math.log(4 * math.pi)

    @of_value
    def _log_prob(self, value, loc, scale):
        z = (value - loc) / scale
        return -ops.log1p(ops.square(z)) - ops.log(math.pi * scale)

    @of_value
    def _cdf(self, value, loc, scale):
        return ops.atan((value - loc) / scale) / math.pi + 0.5

    @of_value
    def _log_cdf(self, value, loc, scale):
        return ops.log1p(2.0 * ops.atan((value - loc) / scale) / math.pi) - math.log(2)

    @of_other
    def _kl_loss(self, loc_b, scale_b, loc_a, scale_a):
        size = ops.square(scale_a + scale_b) + ops.square(loc_a - loc_b)
        return ops.log(size) - math.log(4) - ops.log(scale_a) - ops.log(scale_b)

    @of_shape
    def _sample(self, shape, loc, scale):
        unit = self._unit(shape)
        return loc + scale * ops.tan(math.pi * (unit - 0.5))
