"""`AdaMax`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.AdaMax.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax._ops import update_rules
from msjax.nn.optim.adam import check_betas
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule


def _advance(settings):
    return (settings.beta1_power * settings.beta1.astype(settings.beta1_power.dtype),)


_RULE = Rule(update_rules.adamax, _advance)


class AdaMax(Optimizer):
    """Adam with the infinity norm.

    m = beta1 * m + (1 - beta1) * g, u = max(beta2 * u, abs(g)),
    x = x - lr / (1 - beta1**t) * m / (u + eps).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`. Default: 1e-3.
        beta1: the decay of m, in (0, 1). Default: 0.9.
        beta2: the decay of u, in (0, 1). Default: 0.999.
        eps: a float > 0. Default: 1e-8.
        weight_decay: as for `Optimizer`. Default: 0.0.
        loss_scale: as for `Optimizer`. Default: 1.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self,
        params,
        learning_rate=1e-3,
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        weight_decay=0.0,
        loss_scale=1.0,
    ):
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_betas(beta1, beta2, eps, type(self).__name__)
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.eps = Tensor(eps, mstype.float32)
        self.beta1_power = Parameter(Tensor([1.0], mstype.float32), name="beta1_power")
        self.moment1 = self.parameters.clone("moment1", init="zeros")
        self.moment2 = self.parameters.clone("moment2", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients,
            _RULE,
            (self.moment1, self.moment2),
            constants=("beta1", "beta2", "eps"),
            powers=("beta1_power",),
        )
