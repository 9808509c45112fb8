"""Learning-rate schedules: Cells that compute the learning rate from the step.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.nn.html#learningrateschedule-class
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run1
from msjax.nn.cell import Cell
from msjax.nn.number_checks import (
    check_bool,
    check_float,
    check_non_negative_float,
    check_positive_float,
    check_positive_int,
)

__all__ = [
    "CosineDecayLR",
    "ExponentialDecayLR",
    "InverseDecayLR",
    "LearningRateSchedule",
    "NaturalExpDecayLR",
    "PolynomialDecayLR",
    "WarmUpLR",
]

jnp = jax.numpy
_calls: dict[tuple, Call] = {}


class LearningRateSchedule(Cell):
    """Base class of learning-rate schedules; a subclass defines `construct(global_step)`."""

    def construct(self, global_step):
        """Compute the learning rate of a step; a subclass defines it.

        Args:
            global_step: how many steps were taken, an integer Tensor.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError(
            f"{type(self).__name__} does not define `construct(self, global_step)`, which returns "
            "the learning rate of a step."
        )


class Formula(LearningRateSchedule):
    """A schedule that is a formula: optimizers compute it inside their own compiled step.

    A subclass has the formula as `rate(step, *values)` on JAX arrays, and `values()`.
    """

    rate: Callable[..., Any]

    def values(self) -> tuple:
        """Return the numbers of the formula."""
        raise NotImplementedError

    def construct(self, global_step):
        """Return the learning rate of a step, float32 of the step's shape."""
        rate, values = type(self).rate, self.values()
        call = _calls.get((rate, values))
        if call is None:
            call = Call(type(self).__name__, lambda step: rate(step, *values), differentiable=False)
            _calls[rate, values] = call
        return run1(call, global_step)


def _float(step):
    return jnp.asarray(step).astype(jnp.float32)


class _Decay(Formula):
    """The arguments of the schedules that decay by a rate.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        decay_rate: how fast it decays, a float > 0.
        decay_steps: over how many steps, an int > 0.
        is_stair: whether it changes only every `decay_steps` steps. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive.
    """

    def __init__(self, learning_rate, decay_rate, decay_steps, is_stair=False):
        super().__init__()
        owner = type(self).__name__
        check_positive_float(learning_rate, "learning_rate", owner)
        check_positive_float(decay_rate, "decay_rate", owner)
        check_positive_int(decay_steps, "decay_steps", owner)
        check_bool(is_stair, "is_stair", owner)
        self.learning_rate = learning_rate
        self.decay_rate = decay_rate
        self.decay_steps = decay_steps
        self.is_stair = is_stair

    def values(self):
        """Return the numbers of the formula."""
        return self.learning_rate, self.decay_rate, self.decay_steps, self.is_stair


_DECAY_ARGUMENTS = (_Decay.__doc__ or "").partition("\n")[2]


def _progress(step, decay_steps, is_stair):
    progress = _float(step) / decay_steps
    return jnp.floor(progress) if is_stair else progress


class ExponentialDecayLR(_Decay):
    """learning_rate * decay_rate ** (step / decay_steps)."""

    __doc__ = f"{__doc__}\n{_DECAY_ARGUMENTS}"

    @staticmethod
    def rate(step, learning_rate, decay_rate, decay_steps, is_stair):
        """Return the learning rate of a step."""
        return learning_rate * jnp.float32(decay_rate) ** _progress(step, decay_steps, is_stair)


class NaturalExpDecayLR(_Decay):
    """learning_rate * exp(-decay_rate * step), with `is_stair` in stairs of `decay_steps`."""

    __doc__ = f"{__doc__}\n{_DECAY_ARGUMENTS}"

    @staticmethod
    def rate(step, learning_rate, decay_rate, decay_steps, is_stair):
        """Return the learning rate of a step."""
        step = _float(step)
        if is_stair:
            step = jnp.floor(step / decay_steps) * decay_steps
        return learning_rate * jnp.exp(-decay_rate * step)


class InverseDecayLR(_Decay):
    """learning_rate / (1 + decay_rate * step / decay_steps)."""

    __doc__ = f"{__doc__}\n{_DECAY_ARGUMENTS}"

    @staticmethod
    def rate(step, learning_rate, decay_rate, decay_steps, is_stair):
        """Return the learning rate of a step."""
        return learning_rate / (1 + decay_rate * _progress(step, decay_steps, is_stair))


class CosineDecayLR(Formula):
    """Half a cosine from `max_lr` to `min_lr` over `decay_steps` steps, then `min_lr`.

    Args:
        min_lr: the last learning rate, a float >= 0.
        max_lr: the first learning rate, a float > `min_lr`.
        decay_steps: over how many steps, an int > 0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(self, min_lr, max_lr, decay_steps):
        super().__init__()
        owner = type(self).__name__
        check_float(min_lr, "min_lr", owner)
        check_non_negative_float(min_lr, "min_lr", owner)
        check_positive_float(max_lr, "max_lr", owner)
        check_positive_int(decay_steps, "decay_steps", owner)
        check_increasing(min_lr, max_lr, owner)
        self.min_lr = min_lr
        self.max_lr = max_lr
        self.decay_steps = decay_steps

    def values(self):
        """Return the numbers of the formula."""
        return self.min_lr, self.max_lr, self.decay_steps

    @staticmethod
    def rate(step, min_lr, max_lr, decay_steps):
        """Return the learning rate of a step."""
        progress = jnp.minimum(_float(step), decay_steps) / decay_steps
        return min_lr + 0.5 * (max_lr - min_lr) * (1 + jnp.cos(math.pi * progress))


def check_increasing(min_lr, max_lr, owner):
    """Refuse a maximum that is not greater than the minimum."""
    if min_lr >= max_lr:
        raise ValueError(
            f"For '{owner}', the 'max_lr' must be greater than the 'min_lr', but got 'max_lr' "
            f"value: {max_lr}, 'min_lr' value: {min_lr}."
        )


class PolynomialDecayLR(Formula):
    """(learning_rate - end) * (1 - step / decay_steps) ** power + end.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        end_learning_rate: the last learning rate, a float >= 0.
        decay_steps: over how many steps, an int > 0.
        power: the exponent, a float > 0.
        update_decay_steps: whether decay starts again, over a longer time, when it has reached its
            end: `decay_steps` is then the next multiple of itself. Default: False.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(
        self, learning_rate, end_learning_rate, decay_steps, power, update_decay_steps=False
    ):
        super().__init__()
        owner = type(self).__name__
        check_positive_float(learning_rate, "learning_rate", owner)
        check_float(end_learning_rate, "end_learning_rate", owner)
        check_non_negative_float(end_learning_rate, "end_learning_rate", owner)
        check_positive_int(decay_steps, "decay_steps", owner)
        check_bool(update_decay_steps, "update_decay_steps", owner)
        check_positive_float(power, "power", owner)
        self.start_learning_rate = learning_rate
        self.end_learning_rate = end_learning_rate
        self.diff_learning_rate = learning_rate - end_learning_rate
        self.decay_steps = decay_steps
        self.power = power
        self.update_decay_steps = update_decay_steps

    def values(self):
        """Return the numbers of the formula."""
        return (
            self.diff_learning_rate,
            self.end_learning_rate,
            self.decay_steps,
            self.power,
            self.update_decay_steps,
        )

    @staticmethod
    def rate(step, difference, end, decay_steps, power, update_decay_steps):
        """Return the learning rate of a step."""
        step = _float(step)
        steps = jnp.float32(decay_steps)
        if update_decay_steps:
            steps = steps * jnp.maximum(jnp.ceil(step / steps), 1)
        step = jnp.minimum(step, steps)
        return difference * (1 - step / steps) ** power + end


class WarmUpLR(Formula):
    """learning_rate * step / warmup_steps, then `learning_rate`.

    Args:
        learning_rate: the learning rate after warming up, a float >= 0.
        warmup_steps: how many steps that takes, an int > 0.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """

    def __init__(self, learning_rate, warmup_steps):
        super().__init__()
        owner = type(self).__name__
        check_float(learning_rate, "learning_rate", owner)
        check_non_negative_float(learning_rate, "learning_rate", owner)
        check_positive_int(warmup_steps, "warmup_steps", owner)
        self.learning_rate = learning_rate
        self.warmup_steps = warmup_steps

    def values(self):
        """Return the numbers of the formula."""
        return self.learning_rate, self.warmup_steps

    @staticmethod
    def rate(step, learning_rate, warmup_steps):
        """Return the learning rate of a step."""
        return learning_rate * (jnp.minimum(_float(step), warmup_steps) / warmup_steps)
