"""The softplus function as a bijector."""

from __future__ import annotations

from msjax import ops
from msjax.nn.probability.bijector.bijector import Bijector, of_value

__all__ = ["Softplus"]


class Softplus(Bijector):
    """Maps x to log(1 + exp(sharpness * x)) / sharpness.

    Args:
        sharpness: how close the function is to max(x, 0): a float, or a list, array or Tensor of
            floats. Default: 1.0.
        name: the name of the bijector. Default: "Softplus".

    Raises:
        TypeError: `sharpness` is no float.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.Softplus.html
    """

    def __init__(self, sharpness=1.0, name="Softplus"):
        param = {"sharpness": sharpness, "name": name, "param_dict": {"sharpness": sharpness}}
        super().__init__(name=name, param=param)
        self._sharpness = self._add_parameter(sharpness, "sharpness")

    @property
    def sharpness(self):
        """How close the function is to max(x, 0)."""
        return self._sharpness

    @of_value
    def _forward(self, x, sharpness):
        return -ops.logsigmoid(-sharpness * x) / sharpness

    @of_value
    def _inverse(self, y, sharpness):
        return y + _log_slope(sharpness * y) / sharpness

    @of_value
    def _forward_log_jacobian(self, x, sharpness):
        return ops.logsigmoid(sharpness * x)

    @of_value
    def _inverse_log_jacobian(self, y, sharpness):
        return -_log_slope(sharpness * y)


def _log_slope(y):
    """Return log(1 - exp(-y)), the logarithm of the slope of softplus where it is y."""
    return ops.log(ops.abs(ops.expm1(-y)))
