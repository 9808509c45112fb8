"""`RMSProp`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.RMSProp.html
"""

from __future__ import annotations

from msjax._ops import update_rules
from msjax.nn.number_checks import (
    check_bool,
    check_non_negative_float,
    check_positive_float,
    check_type,
)
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

_RULE = Rule(update_rules.rmsprop)


class RMSProp(Optimizer):
    """Gradient descent scaled by the root of the mean square.

    s = decay * s + (1 - decay) * g * g, m = momentum * m + lr * g / sqrt(s + epsilon), x = x - m;
    centered, the square of the moving mean of g is subtracted from s in the root.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 0.1.
        decay: the decay of s, a float >= 0. Default: 0.9.
        momentum: a float >= 0. Default: 0.0.
        epsilon: a float > 0. Default: 1e-10.
        use_locking: accepted; there is nothing to lock. Default: False.
        centered: whether the variance takes the place of the mean square. Default: False.
        loss_scale: as for `Optimizer`. Default: 1.0.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Differs: MindSpore's CPU backend divides by sqrt(s) + epsilon instead, except for the last
        elements of a Parameter that fill no vector of eight.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        learning_rate=0.1,
        decay=0.9,
        momentum=0.0,
        epsilon=1e-10,
        use_locking=False,
        centered=False,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        for name, value in {"decay": decay, "momentum": momentum, "epsilon": epsilon}.items():
            check_type(value, name, "RMSProp", float)
            check = check_positive_float if name == "epsilon" else check_non_negative_float
            check(value, name, "RMSProp")
        check_bool(use_locking, "use_locking", "RMSProp")
        check_bool(centered, "centered", "RMSProp")
        self.centered = centered
        self.decay = self.decay_rate = decay
        self.momentum = momentum
        self.epsilon = epsilon
        if centered:
            self.mg = self.parameters.clone("mean_grad", init="zeros")
        self.ms = self.parameters.clone("mean_square", init="ones")
        self.moment = self.parameters.clone("moment", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        slots = (self.ms, self.moment)
        return self._update(
            gradients,
            _RULE,
            (self.mg, *slots) if self.centered else slots,
            constants=("decay_rate", "momentum", "epsilon"),
        )
