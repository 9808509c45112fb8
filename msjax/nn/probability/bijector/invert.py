"""A bijector the other way round."""

from __future__ import annotations

from msjax.nn.probability import given
from msjax.nn.probability.bijector.bijector import Bijector

__all__ = ["Invert"]


class Invert(Bijector):
    """The inverse of a bijector.

    Args:
        bijector: the Bijector that is turned round.
        name: the name of the inverse. Default: "", "Invert" and the name of the bijector.

    Raises:
        TypeError: `bijector` is none.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.Invert.html
    """

    def __init__(self, bijector, name=""):
        given.check_class("Invert", "bijector", bijector, Bijector)
        name = name or f"Invert{bijector.name}"
        super().__init__(
            bijector.is_constant_jacobian,
            bijector.is_injective,
            name,
            bijector.dtype,
            {"bijector": bijector, "name": name},
        )
        self._bijector = bijector
        self._batch_shape = bijector.batch_shape
        self._is_scalar_batch = bijector.is_scalar_batch

    @property
    def bijector(self):
        """The bijector that is turned round."""
        return self._bijector

    def inverse(self, y):
        """Return the bijector's `forward` of `y`, a Tensor of floats."""
        return self.bijector.forward(y)

    def forward(self, x):
        """Return the bijector's `inverse` of `x`, a Tensor of floats."""
        return self.bijector.inverse(x)

    def inverse_log_jacobian(self, y):
        """Return the logarithm of the derivative of `inverse` at `y`, a Tensor of floats."""
        return self.bijector.forward_log_jacobian(y)

    def forward_log_jacobian(self, x):
        """Return the logarithm of the derivative of `forward` at `x`, a Tensor of floats."""
        return self.bijector.inverse_log_jacobian(x)
