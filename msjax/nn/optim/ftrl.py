"""`FTRL`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.FTRL.html
"""

from __future__ import annotations

from msjax._ops import update_rules
from msjax.nn.number_checks import check_bool, check_type
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

_RULE = Rule(update_rules.ftrl)


class FTRL(Optimizer):
    """Follow the regularised leader, with an L1 and an L2 penalty.

    n = a + g * g, z = z + g - (n**-p - a**-p) / lr * x, a = n,
    x = (sign(z) * l1 - z) / (n**-p / lr + 2 * l2) where abs(z) > l1, else 0, with p = lr_power.

    Args:
        params: Parameters or groups of them, as for `Optimizer`; without learning rates.
        initial_accum: the initial a, a float >= 0. Default: 0.1.
        learning_rate: a number or scalar Tensor. Default: 1e-3.
        lr_power: the exponent p, a float <= 0. Default: -0.5.
        l1: weight of the L1 penalty, a float >= 0. Default: 0.0.
        l2: weight of the L2 penalty, a float >= 0. Default: 0.0.
        use_locking: accepted; there is nothing to lock. Default: False.
        loss_scale: as for `Optimizer`. Default: 1.0.
        weight_decay: as for `Optimizer`, but for Parameters of any name. Default: 0.0.

    A table that `EmbeddingLookup` reads is updated by row: rows that were not read stay.

    Differs: MindSpore's CPU backend adds `l1` where z is negative instead of subtracting it. A row
        that was read, but has a gradient of zero, stays as it is too; a row that was read several
        times is updated once, as MindSpore does where `optimizer.target` is "CPU".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or the learning rate depends on step or group.
    """

    _is_lazy = True

    def __init__(
        self,
        params,
        initial_accum=0.1,
        learning_rate=0.001,
        lr_power=-0.5,
        l1=0.0,
        l2=0.0,
        use_locking=False,
        loss_scale=1.0,
        weight_decay=0.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if not self.is_group:  # decays Parameters of every name, unlike other optimizers
            self.decay_flags = (True,) * self.param_length
            self._layout = self._statics()
        if self.dynamic_lr or self.is_group_lr:
            raise ValueError(
                "For 'FTRL', dynamic learning rate and group learning rate are currently not "
                "supported in FTRL, they should all be false, but got dynamic learning rate "
                f"{self.dynamic_lr} and group learning rate {self.is_group_lr}."
            )
        for name, value in {"initial_accum": initial_accum, "l1": l1, "l2": l2}.items():
            check_type(value, name, "FTRL", float)
            if value < 0.0:
                raise ValueError(f"For 'FTRL', the argument '{name}' must >= 0.0, but got {value}.")
        check_type(lr_power, "lr_power", "FTRL", float)
        if lr_power > 0.0:
            raise ValueError(
                f"For 'FTRL', the argument 'lr_power' must <= 0.0, but got {lr_power}."
            )
        check_bool(use_locking, "use_locking", "FTRL")
        self.use_locking = use_locking
        self.lr_power = lr_power
        self.l1 = l1
        self.l2 = l2
        self.moments = self.parameters.clone("moments", init=initial_accum)
        self.linear = self.parameters.clone("linear", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        slots = (self.moments, self.linear)
        return self._update(gradients, _RULE, slots, constants=("lr_power", "l1", "l2"))
