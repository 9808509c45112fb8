"""`AdaFactor`.

Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.AdaFactor.html
"""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.parameter import Parameter, ParameterTuple
from msjax._core.tensor import Tensor
from msjax.nn.number_checks import (
    check_bool,
    check_non_negative_float,
    check_type,
    check_unit_interval,
)
from msjax.nn.optim.optimizer import Optimizer
from msjax.nn.optim.step import Rule

jnp = jax.numpy


def _root_mean_square(x):
    return jnp.sqrt(jnp.mean(x * x))


def _squares(gradient, slots, settings):
    """Return the new moving squares, and one over the root of what they stand for."""
    row, column, whole = slots
    decay = 1 - settings.step**settings.decay_rate
    square = gradient * gradient + settings.eps1
    if gradient.ndim < 2:
        whole = decay * whole + (1 - decay) * square
        return (row, column, whole), 1 / jnp.sqrt(whole)
    row = decay * row + (1 - decay) * square.mean(-1)
    column = decay * column + (1 - decay) * square.mean(-2)
    rows = jnp.sqrt(row.mean(-1, keepdims=True) / row)
    return (row, column, whole), rows[..., None] / jnp.sqrt(column)[..., None, :]


def _rate(x, lr, settings):
    if settings.relative_step:
        bound = 1e-6 * settings.step if settings.warmup_init else 1e-2
        lr = jnp.minimum(bound, 1 / jnp.sqrt(settings.step))
    if settings.scale_parameter:
        lr = lr * jnp.maximum(settings.eps2, _root_mean_square(x))
    return lr


def _adafactor(x, gradient, lr, slots, settings):
    squares, factor = _squares(gradient, slots[-3:], settings)
    rate = _rate(x, lr, settings)
    change = factor * gradient
    change = change / jnp.maximum(1, _root_mean_square(change) / settings.clip_threshold) * rate
    if settings.use_first_moment:
        change = settings.beta1 * slots[0] + (1 - settings.beta1) * change
        squares = (change, *squares)
    return x - x * settings.weight_decay * rate - change, squares


_RULE = Rule(_adafactor, advance=lambda settings: (settings.step + 1,))


class AdaFactor(Optimizer):
    """Adaptive rates from squares that are kept as sums of rows and columns.

    v = beta * v + (1 - beta) * (g * g + eps[0]), beta = 1 - t**-decay_rate, kept for matrices as
    its means over rows and columns; u = g / sqrt(v), divided by its root mean square where that
    exceeds `clip_threshold`; x = x - lr * u, with a moving mean of lr * u if `beta1` is positive.

    Args:
        params: Parameters or groups of them, as for `Optimizer`.
        learning_rate: as for `Optimizer`; None with `relative_step`. Default: None.
        eps: a pair of floats: what is added to squares, and the least scale. Default: (1e-30,
            1e-3).
        clip_threshold: a float >= 0. Default: 1.0.
        decay_rate: a float in (0, 1). Default: 0.8.
        beta1: the decay of the first moment, None or 0 for none. Default: 0.9.
        weight_decay: a float in [0, 1), for all Parameters. Default: 0.0.
        scale_parameter: whether rates are multiplied by the root mean square of a Parameter.
            Default: True.
        relative_step: whether the rate is min(0.01, 1 / sqrt(t)). Default: True.
        warmup_init: whether 1e-6 * t takes the place of 0.01. Default: False.
        compression: whether the squares of vectors are kept in float16. Default: False.
        loss_scale: as for `Optimizer`. Default: 1.0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range, or options contradict each other.
    """

    def __init__(
        self,
        params,
        learning_rate=None,
        eps=(1e-30, 1e-3),
        clip_threshold=1.0,
        decay_rate=0.8,
        beta1=0.9,
        weight_decay=0.0,
        scale_parameter=True,
        relative_step=True,
        warmup_init=False,
        compression=False,
        loss_scale=1.0,
    ):
        _check_options(learning_rate, relative_step, warmup_init)
        super().__init__(0.0 if learning_rate is None else learning_rate, params, 0.0, loss_scale)
        beta1 = 0.0 if beta1 is None else beta1
        _check_numbers(eps, clip_threshold, decay_rate, beta1, weight_decay)
        flags = {"scale_parameter": scale_parameter, "relative_step": relative_step}
        for name, value in {**flags, "compression": compression}.items():
            check_bool(value, name, "AdaFactor")
        self.scale_lr = learning_rate is None or isinstance(learning_rate, float | int)
        self.eps1, self.eps2 = (Tensor(e, mstype.float32) for e in eps)
        self.clip_threshold = Tensor(clip_threshold, mstype.float32)
        self.decay_rate = Tensor(-decay_rate, mstype.float32)
        self.beta1 = Tensor(beta1, mstype.float32)
        self.weight_decay = Tensor(weight_decay, mstype.float32)
        self.scale_parameter = scale_parameter and self.scale_lr
        self.relative_step = relative_step and self.scale_lr
        self.warmup_init = warmup_init
        self.compression = compression
        self.use_first_moment = beta1 > 0
        self._make_states()

    def _make_states(self):
        if self.use_first_moment:
            self.exp_avg = self.parameters.clone("exp_avg", init="zeros")
        self.exp_avg_sq_row = self._zeros("row_", lambda s: s[:-1] if len(s) > 1 else (1,))
        self.exp_avg_sq_col = self._zeros(
            "col_", lambda s: (*s[:-2], s[-1]) if len(s) > 1 else (1,)
        )
        self.exp_avg_sq = self._zeros("", lambda s: (1,) if len(s) > 1 else s)
        self.step = Parameter(Tensor(np.zeros(1, np.float32)), name="afactor_step")

    def _zeros(self, kind, shape_of):
        def state(p):
            halved = self.compression and not kind and len(p.shape) < 2
            dtype = mstype.float16 if halved else p.dtype
            zeros = Tensor(np.zeros(shape_of(p.shape)), dtype)
            return Parameter(zeros, name=f"exp_avg_sq_{kind}{p.name}")

        return ParameterTuple([state(p) for p in self.parameters])

    def construct(self, gradients):
        """Update the Parameters by one gradient each."""
        slots = (self.exp_avg_sq_row, self.exp_avg_sq_col, self.exp_avg_sq)
        if self.use_first_moment:
            slots = (self.exp_avg, *slots)
        return self._update(
            gradients,
            _RULE,
            slots,
            constants=("eps1", "eps2", "clip_threshold", "decay_rate", "beta1", "weight_decay"),
            powers=("step",),
            flags=("scale_parameter", "relative_step", "warmup_init", "use_first_moment"),
        )


def _check_options(learning_rate, relative_step, warmup_init):
    if learning_rate is not None and relative_step:
        raise ValueError(
            "Cannot combine manual lr and relative_step options: leave learning_rate out, or give "
            f"relative_step=False; got learning_rate={learning_rate}."
        )
    if warmup_init and not relative_step:
        raise ValueError("warmup_init requires relative_step=True")
    if learning_rate is None and not relative_step:
        raise ValueError("Cannot learning_rate is None and relative_step=False; give a rate.")


def _check_numbers(eps, clip_threshold, decay_rate, beta1, weight_decay):
    check_type(eps, "eps", "AdaFactor", list, tuple)
    if len(eps) != 2:
        raise ValueError(f"eps must have 2 value: (eps1, eps2), but got {eps}.")
    for i, value in enumerate(eps):
        check_type(value, f"eps{i}", "AdaFactor", float)
        check_non_negative_float(value, f"eps{i}", "AdaFactor")
    check_type(clip_threshold, "clip_threshold", "AdaFactor", float)
    check_non_negative_float(clip_threshold, "clip_threshold", "AdaFactor")
    check_unit_interval(decay_rate, "decay_rate", "AdaFactor")
    check_type(weight_decay, "weight_decay", "AdaFactor", float)
    if not 0 <= weight_decay < 1:
        raise ValueError(
            f"For 'AdaFactor', the 'weight_decay' must be in range of [0, 1), but got "
            f"{weight_decay}."
        )
    check_type(beta1, "beta1", "AdaFactor", int, float)
    check_non_negative_float(float(beta1), "beta1", "AdaFactor")
