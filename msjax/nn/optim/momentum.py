"""`Momentum`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Momentum.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops import update_rules
from msjax.nn.number_checks import check_type
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

_RULE = Rule(update_rules.momentum)


class Momentum(Optimizer):
    """Gradient descent with momentum: v = momentum * v + g, x = x - lr * v.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`.
        momentum: the momentum, a float >= 0.
        weight_decay: as for `Optimizer`. Default: 0.0.
        loss_scale: as for `Optimizer`. Default: 1.0.
        use_nesterov: whether x = x - lr * (g + momentum * v). Default: False.

    Differs: MindSpore's CPU backend ignores `use_nesterov`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self, params, learning_rate, momentum, weight_decay=0.0, loss_scale=1.0, use_nesterov=False
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_type(momentum, "momentum", type(self).__name__, float)
        if momentum < 0.0:
            raise ValueError(
                f"For 'Momentum', the argument 'momentum' must be at least 0.0, but got {momentum}."
            )
        check_type(use_nesterov, "use_nesterov", type(self).__name__, bool)
        self.params = self.parameters
        self.momentum = Parameter(Tensor(momentum, mstype.float32), name="momentum")
        self.use_nesterov = use_nesterov
        self.moments = self.params.clone("moments", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients, _RULE, (self.moments,), constants=("momentum",), flags=("use_nesterov",)
        )
