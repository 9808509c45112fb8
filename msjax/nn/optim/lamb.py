"""`Lamb`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.Lamb.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.tensor import Tensor
from msjax._ops.update_rules import moving_moments
from msjax.nn.optim.adam import check_betas
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

jnp = jax.numpy
_MOST = 10  # what MindSpore's operator bounds the ratio of norms by


def _lamb(x, gradient, lr, slots, settings):
    first, second = moving_moments(gradient, slots, settings)
    step = settings.step.astype(x.dtype) + 1
    change = first / (1 - settings.beta1**step)
    change = change / (jnp.sqrt(second / (1 - settings.beta2**step)) + settings.eps)
    if settings.decay is not None:
        change = change + settings.decay * x
    norm, size = jnp.linalg.norm(x.ravel()), jnp.linalg.norm(change.ravel())
    ratio = jnp.minimum(norm / jnp.where(size > 0, size, 1), _MOST)
    ratio = jnp.where((norm > 0) & (size > 0), ratio, 1)
    return x - lr * ratio * change, (first, second)


_RULE = Rule(_lamb, decoupled=True)


class Lamb(Optimizer):
    """Layer-wise adaptive moments, for large batches.

    r = m / (1 - beta1**t) / (sqrt(v / (1 - beta2**t)) + eps) + weight_decay * x,
    x = x - lr * norm(x) / norm(r) * r, with m and v as of `Adam`. The ratio of the norms is at most
    10, and 1 where a norm is 0.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`.
        beta1: the decay of m, in (0, 1). Default: 0.9.
        beta2: the decay of v, in (0, 1). Default: 0.999.
        eps: a float > 0. Default: 1e-6.
        weight_decay: as for `Optimizer`. Default: 0.0.

    Differs: it runs on every device; MindSpore lacks its operator on CPU.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(self, params, learning_rate, beta1=0.9, beta2=0.999, eps=1e-6, weight_decay=0.0):
        super().__init__(learning_rate, params, weight_decay)
        check_betas(beta1, beta2, eps, type(self).__name__)
        self.beta1 = Tensor([beta1], mstype.float32)
        self.beta2 = Tensor([beta2], mstype.float32)
        self.eps = Tensor([eps], mstype.float32)
        self.params = self.parameters
        self.moments1 = self.parameters.clone("lamb_m", init="zeros")
        self.moments2 = self.parameters.clone("lamb_v", init="zeros")

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        return self._update(
            gradients,
            _RULE,
            (self.moments1, self.moments2),
            constants=("beta1", "beta2", "eps"),
        )
