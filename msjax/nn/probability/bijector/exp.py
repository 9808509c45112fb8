"""The exponential function as a bijector."""

from __future__ import annotations

from msjax.nn.probability.bijector.power_transform import PowerTransform

__all__ = ["Exp"]


class Exp(PowerTransform):
    """Maps x to exp(x).

    Args:
        name: the name of the bijector. Default: "Exp".

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.bijector.Exp.html
    """

    def __init__(self, name="Exp"):
        super().__init__(name=name)

    def extend_repr(self):
        """Return what there is to show: the function."""
        return "exp"
