"""`SGD`.

Source: https://www.mindspore.cn/docs/en/master/api_python/mint/mindspore.mint.optim.SGD.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.checks import check_nesterov
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.step import directed, is_zero
from msjax.nn.number_checks import check_type

jnp = jax.numpy


def _sgd(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    (buffer,) = slots
    if is_zero(settings.momentum):
        return x - settings.lr * gradient, slots
    # The first gradient is not dampened.
    moved = settings.momentum * buffer + (1 - settings.dampening) * gradient
    buffer = jnp.where(settings.step == 1, gradient, moved)
    change = gradient + settings.momentum * buffer if settings.nesterov else buffer
    return x - settings.lr * change, [buffer]


class SGD(Optimizer):
    """Stochastic gradient descent: v = momentum * v + (1 - dampening) * g, x = x - lr * v.

    Args:
        params: Parameters; or dicts, each a group with the key "params" and its own settings.
        lr: an int, float or scalar Tensor >= 0.
        momentum: a number >= 0. Default: 0.
        dampening: how much the momentum's gradient is dampened. Default: 0.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.
        nesterov: whether x = x - lr * (g + momentum * v). Default: False.
        maximize: whether steps go up the gradient. Default: False.

    Differs: it runs on every device; on CPU, MindSpore leaves the Parameters as they were. A
        learning rate that is assigned to a group's "lr" later counts; MindSpore only reads the
        group's "lr_float", which counts here too.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or options contradict each other.
    """

    _update = staticmethod(_sgd)
    _slots = ("momentum_buf",)

    def __init__(
        self,
        params,
        lr,
        momentum=0,
        dampening=0,
        weight_decay=0,
        nesterov=False,
        *,
        maximize=False,
    ):
        check_type(lr, "lr", "SGD", float, int, bool, Tensor)
        numbers = {"momentum": momentum, "weight_decay": weight_decay, "dampening": dampening}
        for name, value in numbers.items():
            check_type(value, name, "SGD", float, int, bool)
        for name, value in {"nesterov": nesterov, "maximize": maximize}.items():
            check_type(value, name, "SGD", bool)
        for name, value in {"learning rate": lr, "momentum value": momentum}.items():
            if value < 0.0:
                raise ValueError(f"Invalid {name}: {value}; it must be at least 0.")
        if weight_decay < 0.0:
            raise ValueError(f"Invalid weight_decay value: {weight_decay}; it must be at least 0.")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "weight_decay": weight_decay,
            "dampening": dampening,
            "nesterov": nesterov,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        check_nesterov(momentum, dampening, nesterov)
        self._keep_clones(*self._slots)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")

    def _checked_group(self, group):
        group = super()._checked_group(group)
        group.setdefault("lr_float", group.get("lr", self.defaults["lr"]))
        self.__dict__.setdefault("_given_rates", []).append(group["lr_float"])
        return group

    def _rates(self, index, group):
        """Return the rate of "lr_float" where it has been changed."""
        rate = group["lr_float"]
        return {} if rate is self._given_rates[index] else {"lr": rate}
