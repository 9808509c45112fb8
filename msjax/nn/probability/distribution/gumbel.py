"""The Gumbel distribution."""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability import given
from msjax.nn.probability.bijector import GumbelCDF, Invert
from msjax.nn.probability.distribution.distribution import Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.distribution.transformed_distribution import TransformedDistribution
from msjax.nn.probability.distribution.uniform import Uniform

__all__ = ["Gumbel"]

_EULER = float(np.euler_gamma)


class Gumbel(Parametric, TransformedDistribution):
    """The Gumbel distribution; its parameters are given at construction only.

    Args:
        loc: the mode: a float, or a list, array or Tensor of floats.
        scale: the scale, greater than 0; as `loc`.
        seed: the seed of the distribution; samples are those of its `distribution`, whose seed is
            0, msjax's own state. Default: 0.
        dtype: the dtype of the samples, a float. Default: float32.
        name: the name of the distribution. Default: "Gumbel".

    Raises:
        TypeError: `dtype` or a parameter is no float, or the parameters have several dtypes.
        ValueError: `scale` is not above 0, or the shapes of the parameters do not fit together.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Gumbel.html
    """

    _type = "Gumbel"
    _labels = ("loc", "scale")
    _loc: Tensor
    _scale: Tensor

    def __init__(self, loc, scale, seed=0, dtype=mstype.float32, name="Gumbel"):
        given.check_dtype(type(self).__name__, "dtype", dtype, mstype.float_type)
        cdf = GumbelCDF(loc, scale)
        unit = Uniform(0.0, 1.0, dtype=dtype)
        TransformedDistribution.__init__(self, Invert(cdf), unit, seed, name)
        self._reset_parameters()
        self._add_parameters({"loc": loc, "scale": scale})
        self._gumbel_bijector = cdf

    @property
    def loc(self):
        """The mode."""
        return self._loc

    @property
    def scale(self):
        """The scale."""
        return self._scale

    def _broadcast(self, x):
        return ops.broadcast_to(x, self.broadcast_shape)

    @of_parameters
    def _mean(self):
        return self.loc + self.scale * _EULER

    @of_parameters
    def _mode(self):
        return self._broadcast(self.loc)

    @of_parameters
    def _sd(self):
        return self._broadcast(self.scale) * (np.pi / 6**0.5)

    @of_parameters
    def _entropy(self):
        return 1.0 + ops.log(self._broadcast(self.scale)) + _EULER

    @of_value
    def _log_prob(self, value):
        z = (value - self.loc) / self.scale
        return -(z + ops.exp(-z)) - ops.log(self.scale)

    @of_value
    def _cdf(self, value):
        return self._gumbel_bijector.forward(value)

    @of_other
    def _kl_loss(self, loc_b, scale_b):
        ratio = self.scale / scale_b
        shift = (self.loc - loc_b) / scale_b
        gap = ops.expm1(ops.lgamma(ratio + 1.0) - shift)
        return -ops.log(ratio) + _EULER * (ratio - 1.0) + shift + gap

    @of_shape
    def _sample(self, shape):
        return self.bijector.forward(self.distribution.sample(shape))
