"""`SGD`.

Source: https://www.mindspore.cn/docs/en/master/api_python/experimental/optim/mindspore.experimental.optim.SGD.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.tensor import Tensor
from msjax.experimental.optim.checks import check_nesterov
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.step import directed, is_zero
from msjax.nn.number_checks import check_type

jnp = jax.numpy


def _sgd(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    if is_zero(settings.momentum):
        return x - settings.lr * gradient, slots
    accum, stat = slots
    # `stat` is positive until the first step, whose gradient is not dampened.
    moved = settings.momentum * accum + (1 - settings.dampening) * gradient
    accum = jnp.where(stat > 0, gradient, moved)
    change = gradient + settings.momentum * accum if settings.nesterov else accum
    return x - settings.lr * change, [accum, jnp.zeros_like(stat)]


class SGD(Optimizer):
    """Stochastic gradient descent: v = momentum * v + (1 - dampening) * g, x = x - lr * v.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor >= 0.
        momentum: a number >= 0. Default: 0.
        dampening: how much the momentum's gradient is dampened. Default: 0.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        nesterov: whether x = x - lr * (g + momentum * v). Default: False.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or options contradict each other.
    """

    _update = staticmethod(_sgd)
    _counter = "_steps"
    _slots = ("accum", "stat")

    def __init__(
        self,
        params,
        lr,
        momentum=0,
        dampening=0,
        weight_decay=0.0,
        nesterov=False,
        *,
        maximize=False,
    ):
        check_type(lr, "lr", "SGD", float, int, Tensor)
        check_type(momentum, "momentum", "SGD", int, float)
        check_type(nesterov, "nesterov", "SGD", bool)
        check_type(maximize, "maximize", "SGD", bool)
        for name, value in {"learning rate": lr, "momentum value": momentum}.items():
            if value < 0.0:
                raise ValueError(f"Invalid {name}: {value}; it must be at least 0.")
        defaults = {
            "lr": lr,
            "momentum": float(momentum),
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "grad_centralization": False,
        }
        super().__init__(params, defaults)
        check_nesterov(momentum, dampening, nesterov)
        self._keep_clones("accum")
        self._keep_clones("stat", init="ones")
        self._steps = Tensor(0, mstype.int32)

    def _checked_group(self, group):
        group = super()._checked_group(group)
        dampening = group.get("dampening", self.defaults["dampening"])
        check_type(dampening, "dampening", "SGD", int, float)
        group["dampening"] = float(dampening)
        return group
