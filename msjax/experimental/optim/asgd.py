"""`ASGD` and `Rprop`.

Source: https://www.mindspore.cn/docs/en/master/api_python/experimental/optim/mindspore.experimental.optim.ASGD.html
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


def _asgd(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    eta, mu, average = slots
    lr, lambd, step = settings.lr, settings.lambd, settings.step
    eta = jnp.where(step == 1, lr, eta)
    x = x * (1.0 - lambd * eta) - eta * gradient
    average = jnp.where(mu == 1, x, average + (x - average) * mu)
    eta = lr / ((1.0 + lambd * lr * step) ** settings.alpha).astype(x.dtype)
    mu = (1.0 / jnp.maximum(1.0, step - settings.t0)).astype(x.dtype)
    return x, [eta, mu, average]


class ASGD(Optimizer):
    """Averaged stochastic gradient descent: x = x * (1 - lambd * eta) - eta * g; `ax` averages x.

    eta = lr / (1 + lambd * lr * t)**alpha.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: an int, float or scalar Tensor. Default: 1e-2.
        lambd: the decay, a float. Default: 1e-4.
        alpha: the power of the rate's decay. Default: 0.75.
        t0: the step that averaging begins at, a float. Default: 1e6.
        weight_decay: what the gradient gains for each unit of the Parameter. Default: 0.0.
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_asgd)
    _slots = ("eta", "mu", "ax")

    def __init__(
        self,
        params,
        lr=1e-2,
        lambd=1e-4,
        alpha=0.75,
        t0=1e6,
        weight_decay=0.0,
        maximize=False,
    ):
        check_not_less(lr, "lr", "ASGD", strictly=True)
        check_not_less(weight_decay, "weight_decay", "ASGD")
        for name, value in {"lambd": lambd, "t0": t0}.items():
            if not isinstance(value, float):
                raise TypeError(
                    f"For 'ASGD', the type of {name} must be float, but got {type(value)}."
                )
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "maximize": maximize,
        }
        super().__init__(params, defaults)
        self._keep_scalars("mu", 1.0)
        self._keep_scalars("eta", 0.0)
        self._keep_clones("ax")
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")


def _rprop(x, gradient, slots, settings):
    gradient = directed(x, gradient, settings)
    before, size = slots
    lower, raised = settings.etas
    least, most = settings.step_sizes
    agreement = gradient * before
    factor = jnp.where(agreement > 0, raised, jnp.where(agreement < 0, lower, 1.0)).astype(x.dtype)
    size = jnp.where(settings.step == 1, settings.lr, size)
    size = jnp.clip(size * factor, least, most).astype(x.dtype)
    gradient = jnp.where(agreement < 0, 0, gradient)
    return x - jnp.sign(gradient) * size, [gradient, size]


class Rprop(Optimizer):
    """Steps against the gradient's sign, whose sizes grow until the sign changes.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        lr: the first size of steps: an int, float or scalar Tensor. Default: 1e-2.
        etas: by what sizes shrink, in (0, 1), and grow, > 1. Default: (0.5, 1.2).
        step_sizes: the least and the largest size. Default: (1e-6, 50).
        maximize: whether steps go up the gradient. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    _update = staticmethod(_rprop)
    _slots = ("prev", "step_size")

    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, maximize=False):
        check_not_less(lr, "lr", "Rprop", strictly=True)
        check_not_less(etas[1], "etas[1]", "Rprop", 1.0, strictly=True)
        check_share(etas[0], "etas[0]", "Rprop", low_closed=False)
        defaults = {"lr": lr, "etas": etas, "step_sizes": step_sizes, "maximize": maximize}
        super().__init__(params, defaults)
        self._keep_clones(*self._slots)
        self.step_t = Parameter(Tensor(0, mstype.int32), name="step_t")
