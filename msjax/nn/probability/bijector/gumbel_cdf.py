"""The cumulative distribution function of the Gumbel distribution as a bijector."""

from __future__ import annotations

from msjax import ops
from msjax.nn.probability.bijector.bijector import Bijector, of_value
from msjax.nn.probability.given import check_positive

__all__ = ["GumbelCDF"]


class GumbelCDF(Bijector):
    """Maps x to exp(-exp(-(x - loc) / scale)).

    Args:
        loc: the mode of the distribution: a float, or a list, array or Tensor of floats.
            Default: 0.0.
        scale: its scale, greater than 0; as `loc`. Default: 1.0.
        name: the name of the bijector. Default: "GumbelCDF".

    Raises:
        TypeError: a parameter is no float, or they have several dtypes.
        ValueError: `scale` is not above 0.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.GumbelCDF.html
    """

    def __init__(self, loc=0.0, scale=1.0, name="GumbelCDF"):
        own = {"loc": loc, "scale": scale}
        super().__init__(name=name, param={**own, "name": name, "param_dict": own})
        self._loc = self._add_parameter(loc, "loc")
        self._scale = self._add_parameter(scale, "scale")
        check_positive(self._scale, "scale")

    @property
    def loc(self):
        """The mode of the distribution."""
        return self._loc

    @property
    def scale(self):
        """The scale of the distribution."""
        return self._scale

    @of_value
    def _forward(self, x, loc, scale):
        return ops.exp(-ops.exp((loc - x) / scale))

    @of_value
    def _inverse(self, y, loc, scale):
        return loc - scale * ops.log(-ops.log(y))

    @of_value
    def _forward_log_jacobian(self, x, loc, scale):
        z = (x - loc) / scale
        return -z - ops.exp(-z) - ops.log(scale)

    @of_value
    def _inverse_log_jacobian(self, y, loc, scale):
        return ops.log(scale / (-y * ops.log(y)))
