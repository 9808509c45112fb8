"""`Adam` and `AdamW`.

Source: https://www.mindspore.cn/docs/en/master/api_python/experimental/optim/mindspore.experimental.optim.Adam.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.checks import check_adam
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.step import directed, is_zero

jnp = jax.numpy


def adam(x, gradient, slots, settings):
    """Update one Parameter by moving averages of its gradient and of the gradient's square.

    Where there is a third slot, it is the largest such square so far.
    """
    return _moved(x, directed(x, gradient, settings), slots, settings)


def adam_decoupled(x, gradient, slots, settings):
    """As `adam`, with weight decay of the Parameter itself."""
    gradient = -gradient if settings.maximize else gradient
    if not is_zero(settings.weight_decay):
        x = x * (1 - settings.lr * settings.weight_decay)
    return _moved(x, gradient, slots, settings)


def _moved(x, gradient, slots, settings):
    mean, square, slots = _averages(gradient, slots, settings)
    scale, rate = _corrections(x, settings)
    return x - rate * (mean / (jnp.sqrt(square) / scale + settings.eps)), slots


def _adam_uncorrected(x, gradient, slots, settings):
    """As `adam`, with an eps that counts beside the square before its bias is corrected."""
    gradient = directed(x, gradient, settings)
    mean, square, slots = _averages(gradient, slots, settings)
    scale, rate = _corrections(x, settings)
    return x - rate * scale * mean / (jnp.sqrt(square) + settings.eps), slots


def _averages(gradient, slots, settings):
    """Return the averages of the gradient and of its square, and the new slots."""
    beta1, beta2 = settings.betas
    mean = slots[0] * beta1 + gradient * (1 - beta1)
    square = slots[1] * beta2 + gradient * gradient * (1 - beta2)
    if not settings.amsgrad:
        return mean, square, [mean, square, *slots[2:]]
    largest = jnp.maximum(slots[2], square)
    return mean, largest, [mean, square, largest]


def _corrections(x, settings):
    """Return what corrects the bias of the square's root, and the rate that corrects the mean's."""
    beta1, beta2 = settings.betas
    scale = jnp.sqrt(1 - beta2**settings.step).astype(x.dtype)
    return scale, settings.lr / (1 - beta1**settings.step).astype(x.dtype)


class Adam(Optimizer):
    """Adaptive moment estimation, with groups of Parameters.

    m = beta1 * m + (1 - beta1) * g, v = beta2 * v + (1 - beta2) * g * g,
    x = x - lr * sqrt(1 - beta2**t) / (1 - beta1**t) * m / (sqrt(v) + eps).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1e-3.
        betas: the decays of m and v, in [0, 1). Default: (0.9, 0.999).
        eps: a float >= 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        amsgrad: whether the largest v so far takes the place of v. Default: False.
        maximize: whether steps go up the gradient. Default: False.

    Differs: MindSpore overlooks `amsgrad`.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_adam_uncorrected)
    _counter = "state_step"
    _slots = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0.0,
        amsgrad=False,
        *,
        maximize=False,
    ):
        check_adam(lr, betas, eps, weight_decay)
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_clones(*self._slots)
        self.state_step = Parameter(Tensor(0, mstype.int32), name="state_step")


class AdamW(Adam):
    """Adam with weight decay of the Parameters themselves: x = x * (1 - lr * weight_decay) first.

    Args:
        params: as for `Adam`, like the others.
        lr: Default: 1e-3.
        betas: Default: (0.9, 0.999).
        eps: Default: 1e-8.
        weight_decay: Default: 0.01.
        amsgrad: Default: False.
        maximize: Default: False.
    """

    _update = staticmethod(adam_decoupled)

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=1e-2,
        amsgrad=False,
        *,
        maximize=False,
    ):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)
