"""Learning rates as lists with one value per step.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.nn.html#dynamic-lr-function
"""

from __future__ import annotations

import math

from msjax.nn.learning_rate_schedule import check_increasing
from msjax.nn.number_checks import (
    check_bool,
    check_float,
    check_non_negative_float,
    check_positive_float,
    check_positive_int,
    check_type,
)

__all__ = [
    "cosine_decay_lr",
    "exponential_decay_lr",
    "inverse_decay_lr",
    "natural_exp_decay_lr",
    "piecewise_constant_lr",
    "polynomial_decay_lr",
    "warmup_lr",
]


def piecewise_constant_lr(milestone, learning_rates):
    """Return a learning rate that changes at given steps.

    Args:
        milestone: a list or tuple of increasing ints > 0: before which step each value ends.
        learning_rates: a list or tuple of as many floats.

    Returns:
        A list of floats, as many as the last milestone.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: the lengths differ, or the milestones do not increase.
    """
    for name, value in (("milestone", milestone), ("learning_rates", learning_rates)):
        check_type(value, name, "", tuple, list)
    if len(milestone) != len(learning_rates):
        raise ValueError(
            "For 'piecewise_constant_lr', the size of 'milestone' must be same with the size of "
            f"'learning_rates', but got 'milestone' size: {len(milestone)}, 'learning_rates' size: "
            f"{len(learning_rates)}."
        )
    rates, last = [], 0
    for i, (step, rate) in enumerate(zip(milestone, learning_rates, strict=True)):
        check_positive_int(step, f"milestone[{i}]", "")
        check_type(rate, f"learning_rates[{i}]", "", float)
        if step < last:
            raise ValueError(
                f"For 'piecewise_constant_lr', the value of milestone[{i}] must be greater than "
                f"milestone[{i - 1}], but got milestone[{i}]: {step}, milestone[{i - 1}]: {last}."
            )
        rates += [rate] * (step - last)
        last = step
    return rates


def _check_steps(total_step, step_per_epoch, decay_epoch, name="decay_epoch"):
    check_positive_int(total_step, "total_step", "")
    check_positive_int(step_per_epoch, "step_per_epoch", "")
    check_positive_int(decay_epoch, name, "")


def _epochs(learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair):
    """Check the arguments; return the epoch of each step, with `is_stair` in units of decays."""
    check_positive_float(learning_rate, "learning_rate", "")
    check_positive_float(decay_rate, "decay_rate", "")
    _check_steps(total_step, step_per_epoch, decay_epoch)
    check_bool(is_stair, "is_stair", "")
    return [i // step_per_epoch for i in range(total_step)]


def exponential_decay_lr(
    learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair=False
):
    """Return learning_rate * decay_rate ** (epoch / decay_epoch) for every step.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        decay_rate: what it is multiplied by, a float > 0.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        decay_epoch: over how many epochs it decays once, an int > 0.
        is_stair: whether it changes only every `decay_epoch` epochs. Default: False.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive.
    """
    epochs = _epochs(learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    if is_stair:
        return [learning_rate * decay_rate ** (e // decay_epoch) for e in epochs]
    return [learning_rate * decay_rate ** (e / decay_epoch) for e in epochs]


def natural_exp_decay_lr(
    learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair=False
):
    """Return learning_rate * exp(-decay_rate * epoch) for every step.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        decay_rate: how fast it decays, a float > 0.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        decay_epoch: the length of a stair in epochs, an int > 0.
        is_stair: whether it changes only every `decay_epoch` epochs. Default: False.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive.
    """
    epochs = _epochs(learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    if is_stair:
        epochs = [e // decay_epoch * decay_epoch for e in epochs]
    return [learning_rate * math.e ** (-decay_rate * e) for e in epochs]


def inverse_decay_lr(
    learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair=False
):
    """Return learning_rate / (1 + decay_rate * epoch / decay_epoch) for every step.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        decay_rate: how fast it decays, a float > 0.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        decay_epoch: over how many epochs it decays once, an int > 0.
        is_stair: whether it changes only every `decay_epoch` epochs. Default: False.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is not positive.
    """
    epochs = _epochs(learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    if is_stair:
        return [learning_rate / (1 + decay_rate * (e // decay_epoch)) for e in epochs]
    return [learning_rate / (1 + decay_rate * e / decay_epoch) for e in epochs]


def cosine_decay_lr(min_lr, max_lr, total_step, step_per_epoch, decay_epoch):
    """Return half a cosine from `max_lr` to `min_lr` over `decay_epoch` epochs, per step.

    Args:
        min_lr: the last learning rate, a float >= 0.
        max_lr: the first learning rate, a float > `min_lr`.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        decay_epoch: over how many epochs it decays, an int > 0.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """
    check_float(min_lr, "min_lr", "cosine_decay_lr")
    check_non_negative_float(min_lr, "min_lr", "")
    check_positive_float(max_lr, "max_lr", "")
    _check_steps(total_step, step_per_epoch, decay_epoch)
    check_increasing(min_lr, max_lr, "cosine_decay_lr")
    epochs = [min(i // step_per_epoch, decay_epoch) for i in range(total_step)]
    half = 0.5 * (max_lr - min_lr)
    return [min_lr + half * (1 + math.cos(math.pi * e / decay_epoch)) for e in epochs]


def polynomial_decay_lr(
    learning_rate,
    end_learning_rate,
    total_step,
    step_per_epoch,
    decay_epoch,
    power,
    update_decay_epoch=False,
):
    """Return (learning_rate - end) * (1 - epoch / decay_epoch) ** power + end for every step.

    Args:
        learning_rate: the initial learning rate, a float > 0.
        end_learning_rate: the last learning rate, a float >= 0.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        decay_epoch: over how many epochs it decays, an int > 0.
        power: the exponent, a float > 0.
        update_decay_epoch: whether decay starts again, over a longer time, when it has reached its
            end: `decay_epoch` is then the next multiple of itself. Default: False.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """
    check_positive_float(learning_rate, "learning_rate", "")
    check_float(end_learning_rate, "end_learning_rate", "polynomial_decay_lr")
    check_non_negative_float(end_learning_rate, "end_learning_rate", "")
    check_positive_float(power, "power", "")
    _check_steps(total_step, step_per_epoch, decay_epoch)
    check_bool(update_decay_epoch, "update_decay_epoch", "")

    def rest(epoch):
        times = max(math.ceil(epoch / decay_epoch), 1) if update_decay_epoch else 1
        return (1 - min(epoch / (times * decay_epoch), 1)) ** power

    span = learning_rate - end_learning_rate
    return [span * rest(i // step_per_epoch) + end_learning_rate for i in range(total_step)]


def warmup_lr(learning_rate, total_step, step_per_epoch, warmup_epoch):
    """Return learning_rate * epoch / warmup_epoch, then `learning_rate`, for every step.

    Args:
        learning_rate: the learning rate after warming up, a float >= 0.
        total_step: how many steps there are, an int > 0.
        step_per_epoch: how many steps an epoch has, an int > 0.
        warmup_epoch: how many epochs warming up takes, an int > 0.

    Returns:
        A list of `total_step` floats.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: a number is out of its range.
    """
    check_float(learning_rate, "learning_rate", "warmup_lr")
    check_non_negative_float(learning_rate, "learning_rate", "")
    _check_steps(total_step, step_per_epoch, warmup_epoch, "warmup_epoch")
    epochs = [min(i // step_per_epoch, warmup_epoch) for i in range(total_step)]
    return [learning_rate / warmup_epoch * e for e in epochs]
