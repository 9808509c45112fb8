"""`Adagrad`, `ProximalAdagrad` and `Adadelta`: rates that accumulated squares divide.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Adagrad.html
"""

from __future__ import annotations

from msjax._ops import update_rules
from msjax.nn.number_checks import (
    check_bool,
    check_non_negative_float,
    check_type,
    check_unit_interval,
)
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

_ADAGRAD = Rule(update_rules.adagrad)
_PROXIMAL = Rule(update_rules.proximal_adagrad)
_ADADELTA = Rule(update_rules.adadelta)


def _check_non_negative(owner, **values):
    for name, value in values.items():
        check_type(value, name, owner, float)
        check_non_negative_float(value, name, owner)


class Adagrad(Optimizer):
    """Adaptive gradients: a = a + g * g, x = x - lr * g / sqrt(a).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        accum: the initial a, a float >= 0. Default: 0.1.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        update_slots: whether a is updated. Default: True.
        loss_scale: as for `Optimizer`. Default: 1.0.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Differs: MindSpore's CPU backend ignores `update_slots`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        accum=0.1,
        learning_rate=1e-3,
        update_slots=True,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_non_negative("Adagrad", accum=accum)
        check_bool(update_slots, "update_slots", "Adagrad")
        self.update_slots = update_slots
        self.accum = self.parameters.clone("accum", init=accum)

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(gradients, _ADAGRAD, (self.accum,), flags=("update_slots",))


class ProximalAdagrad(Optimizer):
    """Adagrad with the proximal step of an L1 and an L2 penalty.

    a = a + g * g, r = lr / sqrt(a), y = x - r * g,
    x = sign(y) * max(abs(y) - r * l1, 0) / (1 + r * l2).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        accum: the initial a, a float >= 0. Default: 0.1.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        l1: weight of the L1 penalty, a float >= 0. Default: 0.0.
        l2: weight of the L2 penalty, a float >= 0. Default: 0.0.
        use_locking: accepted; there is nothing to lock. Default: False.
        loss_scale: as for `Optimizer`. Default: 1.0.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        accum=0.1,
        learning_rate=1e-3,
        l1=0.0,
        l2=0.0,
        use_locking=False,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_non_negative("ProximalAdagrad", accum=accum, l1=l1, l2=l2)
        check_bool(use_locking, "use_locking", "ProximalAdagrad")
        self.l1 = l1
        self.l2 = l2
        self.accum = self.parameters.clone("accum", init=accum)

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(gradients, _PROXIMAL, (self.accum,), constants=("l1", "l2"))


class Adadelta(Optimizer):
    """Steps in the ratio of the root mean squares of changes and gradients.

    a = rho * a + (1 - rho) * g * g, c = sqrt((u + epsilon) / (a + epsilon)) * g,
    u = rho * u + (1 - rho) * c * c, x = x - lr * c.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 1.0.
        rho: the decay of a and u, in [0, 1]. Default: 0.9.
        epsilon: a float >= 0. Default: 1e-6.
        loss_scale: as for `Optimizer`. Default: 1.0.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        learning_rate=1.0,
        rho=0.9,
        epsilon=1e-6,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_unit_interval(rho, "rho", "Adadelta", closed=True)
        _check_non_negative("Adadelta", epsilon=epsilon)
        self.rho = rho
        self.epsilon = epsilon
        self.accum = self.parameters.clone("accum", init="zeros")
        self.accum_update = self.parameters.clone("accum_update", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        slots = (self.accum, self.accum_update)
        return self._update(gradients, _ADADELTA, slots, constants=("rho", "epsilon"))
