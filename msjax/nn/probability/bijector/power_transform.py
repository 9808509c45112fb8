"""The bijector of powers."""

from __future__ import annotations

from msjax import ops
from msjax.nn.probability.bijector.bijector import Bijector, of_value
from msjax.nn.probability.given import check_all

__all__ = ["PowerTransform"]


class PowerTransform(Bijector):
    """Maps x to (1 + c x) ** (1 / c), and to exp(x) for c = 0.

    Args:
        power: c, at least 0: a float, or a list, array or Tensor of floats. Default: 0.0.
        name: the name of the bijector. Default: "PowerTransform".

    Raises:
        TypeError: `power` is no float.
        ValueError: it is below 0.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.PowerTransform.html
    """

    def __init__(self, power=0.0, name="PowerTransform"):
        param = {"power": power, "name": name, "param_dict": {"power": power}}
        super().__init__(name=name, param=param)
        self._power = self._add_parameter(power, "power")
        check_all(lambda c: c >= 0, "Power must be greater than or equal to zero", self._power)

    @property
    def power(self):
        """The power c."""
        return self._power

    @of_value
    def _forward(self, x, power):
        x, power, c = _broadcast(x, power)
        return ops.where(power == 0, ops.exp(x), ops.exp(ops.log1p(x * c) / c))

    @of_value
    def _inverse(self, y, power):
        y, power, c = _broadcast(y, power)
        return ops.where(power == 0, ops.log(y), ops.expm1(ops.log(y) * c) / c)

    @of_value
    def _forward_log_jacobian(self, x, power):
        x, power, c = _broadcast(x, power)
        return ops.where(power == 0, x, (1.0 / c - 1.0) * ops.log1p(x * c))

    @of_value
    def _inverse_log_jacobian(self, y, power):
        return (power - 1.0) * ops.log(y)


def _broadcast(x, power):
    """Return value and power in one shape, and the power with 1 for 0, for the other branch."""
    power = power * ops.ones_like(x)
    x = x * ops.ones_like(power)
    return x, power, ops.where(power == 0, ops.ones_like(power), power)
