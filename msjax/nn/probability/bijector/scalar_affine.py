"""The affine bijector of scalars."""

from __future__ import annotations

from msjax import ops
from msjax.nn.probability.bijector.bijector import Bijector, of_value

__all__ = ["ScalarAffine"]


class ScalarAffine(Bijector):
    """Maps x to scale * x + shift.

    Args:
        scale: the factor: a float, or a list, array or Tensor of floats. Default: 1.0.
        shift: what is added; as `scale`. Default: 0.0.
        name: the name of the bijector. Default: "ScalarAffine".

    Raises:
        TypeError: a parameter is no float, or they have several dtypes.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.ScalarAffine.html
    """

    def __init__(self, scale=1.0, shift=0.0, name="ScalarAffine"):
        own = {"scale": scale, "shift": shift}
        param = {**own, "name": name, "param_dict": own}
        super().__init__(is_constant_jacobian=True, name=name, param=param)
        self._scale = self._add_parameter(scale, "scale")
        self._shift = self._add_parameter(shift, "shift")

    @property
    def scale(self):
        """The factor."""
        return self._scale

    @property
    def shift(self):
        """What is added."""
        return self._shift

    @of_value
    def _forward(self, x, scale, shift):
        return scale * x + shift

    @of_value
    def _inverse(self, y, scale, shift):
        return (y - shift) / scale

    @of_value
    def _forward_log_jacobian(self, x, scale, shift):
        return ops.log(ops.abs(scale))

    @of_value
    def _inverse_log_jacobian(self, y, scale, shift):
        return -ops.log(ops.abs(scale))
