"""`Adadelta`, `Adagrad` and `RMSprop`: rates scaled by the squares of gradients.

Source: https://www.mindspore.cn/docs/en/master/api_python/experimental/optim/mindspore.experimental.optim.Adagrad.html
"""

from __future__ import annotations

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter
from msjax._core.tensor import Tensor
from msjax.experimental.optim.checks import check_not_less, check_share
from msjax.experimental.optim.optimizer import Optimizer
from msjax.experimental.optim.step import directed, is_zero

jnp = jax.numpy


def _adadelta(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    accum, accum_update = slots
    rho, eps = settings.rho, settings.eps
    accum = rho * accum + (1 - rho) * gradient * gradient
    change = jnp.sqrt(accum_update + eps) / jnp.sqrt(accum + eps) * gradient
    accum_update = rho * accum_update + (1 - rho) * change * change
    return x - settings.lr * change, [accum, accum_update]


class Adadelta(Optimizer):
    """Steps of the size of the latest steps: x = x - lr * sqrt(u + eps) / sqrt(s + eps) * g.

    s = rho * s + (1 - rho) * g * g, and u likewise of the steps.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1.0.
        rho: the decay of the averages, in [0, 1]. Default: 0.9.
        eps: a number > 0. Default: 1e-6.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_adadelta)
    _counter = "_steps"
    _slots = ("accum", "accum_update")

    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0.0, *, maximize=False):
        check_not_less(lr, "lr", "Adadelta", strictly=True)
        check_not_less(eps, "eps", "Adadelta", strictly=True)
        check_not_less(weight_decay, "weight_decay", "Adadelta")
        check_share(rho, "rho", "Adadelta", high_closed=True)
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_clones(*self._slots)
        self._steps = Tensor(0, mstype.int32)


def _adagrad(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    accum = slots[0] + gradient * gradient
    rate = settings.lr
    if not is_zero(settings.lr_decay):
        rate = rate / (1 + (settings.step - 1) * settings.lr_decay).astype(x.dtype)
    return x - rate * gradient / (jnp.sqrt(accum) + settings.eps), [accum]


class Adagrad(Optimizer):
    """Rates that fall with the sum of squares: s = s + g * g, x = x - lr * g / (sqrt(s) + eps).

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1e-2.
        lr_decay: the rate of step t is lr / (1 + t * lr_decay), t from 0. Default: 0.0.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        initial_accumulator_value: what s begins with. Default: 0.0.
        eps: a number > 0. Default: 1e-10.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_adagrad)
    _slots = ("accum",)

    def __init__(
        self,
        params,
        lr=1e-2,
        lr_decay=0.0,
        weight_decay=0.0,
        initial_accumulator_value=0.0,
        eps=1e-10,
        *,
        maximize=False,
    ):
        check_not_less(lr, "lr", "Adagrad", strictly=True)
        check_not_less(lr_decay, "lr_decay", "Adagrad")
        check_not_less(weight_decay, "weight_decay", "Adagrad")
        check_not_less(initial_accumulator_value, "initial_accumulator_value", "Adagrad")
        check_not_less(eps, "eps", "Adagrad", strictly=True)
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_clones("accum", init=initial_accumulator_value)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")


def _rmsprop(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    mean, square, moment = slots
    alpha = settings.alpha
    square = square * alpha + gradient * gradient * (1 - alpha)
    variance = square
    if settings.centered:
        mean = mean * alpha + gradient * (1 - alpha)
        variance = square - mean * mean
    size = jnp.sqrt(variance) + settings.eps
    if is_zero(settings.momentum):
        return x - settings.lr * gradient / size, [mean, square, moment]
    moment = moment * settings.momentum + gradient / size
    return x - moment * settings.lr, [mean, square, moment]


class RMSprop(Optimizer):
    """Rates scaled by the mean square of gradients: x = x - lr * g / (sqrt(s) + eps).

    s = alpha * s + (1 - alpha) * g * g; with `centered`, minus the square of g's mean.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1e-2.
        alpha: the decay of the averages. Default: 0.99.
        eps: a number > 0. Default: 1e-8.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        momentum: the share of the last step in the next. Default: 0.0.
        centered: whether the variance takes the place of the mean square. Default: False.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_rmsprop)
    _counter = "_steps"
    _slots = ("mean_grad", "mean_square", "moment")

    def __init__(
        self,
        params,
        lr=1e-2,
        alpha=0.99,
        eps=1e-8,
        weight_decay=0.0,
        momentum=0.0,
        centered=False,
        maximize=False,
    ):
        check_not_less(lr, "lr", "RMSprop", strictly=True)
        check_not_less(alpha, "alpha", "RMSprop")
        check_not_less(eps, "eps", "RMSprop", strictly=True)
        check_not_less(momentum, "momentum", "RMSprop")
        check_not_less(weight_decay, "weight_decay", "RMSprop")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_clones(*self._slots)
        self._steps = Tensor(0, mstype.int32)
