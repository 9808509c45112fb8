"""`Adamax`, `NAdam` and `RAdam`: kin of Adam.

Source: https://www.mindspore.cn/docs/en/master/api_python/experimental/optim/mindspore.experimental.optim.NAdam.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.checks import check_not_less, check_share
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.step import directed

jnp = jax.numpy


def _check(owner, lr, betas, eps, weight_decay):
    check_not_less(lr, "lr", owner, strictly=True)
    check_not_less(weight_decay, "weight_decay", owner)
    check_not_less(eps, "eps", owner, strictly=True)
    for i in range(2):
        check_share(betas[i], f"betas[{i}]", owner)


def _adamax(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    beta1, beta2 = settings.betas
    mean = slots[0] * beta1 + gradient * (1 - beta1)
    largest = jnp.maximum(slots[1] * beta2, jnp.abs(gradient) + settings.eps)
    rate = settings.lr / (1 - beta1**settings.step).astype(x.dtype)
    return x - rate * mean / largest, [mean, largest]


class Adamax(Optimizer):
    """Adam by the largest gradient: u = max(beta2 * u, |g| + eps).

    m = beta1 * m + (1 - beta1) * g, x = x - lr / (1 - beta1**t) * m / u.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 2e-3.
        betas: the decays of m and u, in [0, 1). Default: (0.9, 0.999).
        eps: a number > 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_adamax)
    _slots = ("exp_avg", "exp_inf")

    def __init__(
        self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, *, maximize=False
    ):
        _check("Adamax", lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")
        self._keep_clones(*self._slots)


def _nadam(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    mean, square, product = slots
    beta1, beta2 = settings.betas
    mu, mu_next = (
        (beta1 * (1.0 - 0.5 * 0.96 ** (t * settings.momentum_decay))).astype(x.dtype)
        for t in (settings.step, settings.step + 1)
    )
    product = product * mu
    mean = mean * beta1 + gradient * (1 - beta1)
    square = square * beta2 + gradient * gradient * (1 - beta2)
    scale = (1 - beta2**settings.step).astype(x.dtype)
    size = jnp.sqrt(square / scale) + settings.eps
    x = x - settings.lr * (1.0 - mu) / (1.0 - product) * gradient / size
    x = x - settings.lr * mu_next / (1.0 - product * mu_next) * mean / size
    return x, [mean, square, product]


class NAdam(Optimizer):
    """Adam with Nesterov's momentum, which grows from step to step.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 2e-3.
        betas: the decays of the averages, in [0, 1). Default: (0.9, 0.999).
        eps: a number > 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        momentum_decay: how fast the momentum approaches the first beta. Default: 4e-3.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_nadam)
    _slots = ("exp_avg", "exp_avg_sq", "mu_product")

    def __init__(
        self,
        params,
        lr=2e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0.0,
        momentum_decay=4e-3,
    ):
        _check("NAdam", lr, betas, eps, weight_decay)
        check_not_less(momentum_decay, "momentum_decay", "NAdam")
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
        }
        super().__init__(params, defaults)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")
        self._keep_clones("exp_avg", "exp_avg_sq")
        self._keep_scalars("mu_product", 1.0)


def _radam(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    beta1, beta2 = settings.betas
    mean = slots[0] * beta1 + gradient * (1 - beta1)
    square = slots[1] * beta2 + gradient * gradient * (1 - beta2)
    change = mean / (1 - beta1**settings.step).astype(x.dtype) * settings.lr
    power = beta2**settings.step
    most = 2 / (1 - beta2) - 1
    length = most - 2 * settings.step * power / (1 - power)
    # Up to a length of 5 the variance of the rate is unknown, and the root below not real.
    known = length > 5.0
    safe = jnp.where(known, length, 6.0)
    rectified = jnp.sqrt((safe - 4) * (safe - 2) * most / ((most - 4) * (most - 2) * safe))
    factor = (jnp.sqrt(1 - power) * rectified).astype(x.dtype) / (jnp.sqrt(square) + settings.eps)
    return x - change * jnp.where(known, factor, 1), [mean, square]


class RAdam(Optimizer):
    """Adam whose rates are rectified, and not scaled at all while their variance is unknown.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1e-3.
        betas: the decays of the averages, in [0, 1). Default: (0.9, 0.999).
        eps: a number > 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_radam)
    _slots = ("exp_avg", "exp_avg_sq")

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
        _check("RAdam", lr, betas, eps, weight_decay)
        defaults = {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay}
        super().__init__(params, defaults)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")
        self._keep_clones(*self._slots)
