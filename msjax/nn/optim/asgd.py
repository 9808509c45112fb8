"""`ASGD`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.ASGD.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.tensor import Tensor
from msjax.nn.number_checks import check_type
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

jnp = jax.numpy


def _asgd(x, gradient, lr, slots, settings):
    mu, eta, mean = slots
    step = settings.step.astype(x.dtype) + 1
    eta = jnp.where(settings.step == 0, lr, eta)
    x = x * (1 - settings.lambd * eta) - eta * gradient
    mean = jnp.where(mu == 1, x, mean + (x - mean) * mu)
    eta = lr / (1 + settings.lambd * lr * step) ** settings.alpha
    return x, (1 / jnp.maximum(1, step - settings.t0), eta, mean)


_RULE = Rule(_asgd)


class ASGD(Optimizer):
    """Averaged stochastic gradient descent.

    x = x * (1 - lambd * eta) - eta * g, mean = mean + (x - mean) * mu,
    eta = lr / (1 + lambd * lr * t)**alpha, mu = 1 / max(1, t - t0).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 0.1.
        lambd: the decay, a float. Default: 1e-4.
        alpha: the exponent of eta, a float. Default: 0.75.
        t0: the step at which averaging starts, a float. Default: 1e6.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(self, params, learning_rate=0.1, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0.0):
        super().__init__(learning_rate, params, weight_decay)
        for name, value in {"lambd": lambd, "alpha": alpha, "t0": t0}.items():
            check_type(value, name, "ASGD", float)
        self.lambd = lambd
        self.alpha = alpha
        self.t0 = t0
        self.mu = self._scalars("mu_", 1.0)
        self.eta = self._scalars("eta_", 0.0)
        self.ax = self.parameters.clone("ax_", init="zeros")

    def _scalars(self, prefix, value):
        return ParameterTuple(
            Parameter(Tensor(value, mstype.float32), name=prefix + p.name) for p in self.parameters
        )

    def construct(self, gradients):
        """Update the Parameters by one gradient each; return True."""
        slots = (self.mu, self.eta, self.ax)
        self._update(gradients, _RULE, slots, constants=("lambd", "alpha", "t0"))
        return True
