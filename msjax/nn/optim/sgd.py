"""`SGD`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.SGD.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops import update_rules
from msjax.nn.number_checks import check_bool
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

_RULE = Rule(update_rules.sgd)


class SGD(Optimizer):
    """Stochastic gradient descent: v = momentum * v + (1 - dampening) * g, x = x - lr * v.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 0.1.
        momentum: the momentum, a float or int >= 0. Default: 0.0.
        dampening: how much the momentum's gradient is dampened, >= 0. Default: 0.0.
        weight_decay: an int or float >= 0. Default: 0.0.
        nesterov: whether x = x - lr * (g + momentum * v). Default: False.
        loss_scale: as for `Optimizer`. Default: 1.0.

    Raises:
        TypeError: an argument has the wrong type, or a weight decay is a Cell.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        learning_rate=0.1,
        momentum=0.0,
        dampening=0.0,
        weight_decay=0.0,
        nesterov=False,
        loss_scale=1.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if self.dynamic_weight_decay:
            raise TypeError(
                "For 'SGD', dynamic weight decay is currently not supported, the argument "
                "'weight_decay' or 'weight_decay' set in grouped 'params' must be float or int "
                "type."
            )
        momentum, dampening = _number(momentum, "momentum"), _number(dampening, "dampening")
        check_bool(nesterov, "nesterov", "SGD")
        if nesterov and (momentum <= 0.0 or dampening != 0.0):
            raise ValueError(
                "For 'SGD', if 'nesterov' is true, 'momentum' must be > 0.0 and 'dampening' must "
                f"equal to 0.0, but got 'momentum' {momentum}, 'dampening' {dampening}."
            )
        self.dampening = dampening
        self.nesterov = nesterov
        self.momentum = Parameter(Tensor(momentum, mstype.float32), name="momentum")
        self.accum = self.parameters.clone("accum", init="zeros")
        self.stat = self.parameters.clone("stat", init="ones")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients,
            _RULE,
            (self.accum, self.stat),
            constants=("momentum",),
            flags=("dampening", "nesterov"),
        )


def _number(value, name):
    if isinstance(value, int):
        value = float(value)
    if not isinstance(value, float):
        raise TypeError(
            f"For 'SGD', the argument '{name}' must be float type, but got {type(value)}."
        )
    if value < 0.0:
        raise ValueError(f"For 'SGD', the argument '{name}' must be at least 0.0, but got {value}.")
    return value
