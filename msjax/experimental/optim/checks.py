"""Checks of the numbers that optimizers with groups are made with, as MindSpore's."""

from __future__ import annotations


def check_not_less(value, name, owner, least=0.0, strictly=False):
    """Raise a ValueError unless a number is at least, or greater than, another."""
    if value < least or (strictly and value == least):
        bound = "greater than" if strictly else "greater than or equal to"
        raise ValueError(f"For {owner}, the {name} must be {bound} {least}, but got {value}.")


def check_share(value, name, owner, low_closed=True, high_closed=False):
    """Raise unless a value is a float from 0 to 1.

    Raises:
        TypeError: it is no float.
        ValueError: it is out of range.
    """
    if not isinstance(value, float):
        raise TypeError(
            f"For '{owner}', the '{name}' must be float, but got '{type(value).__name__}'; write a "
            "float such as 0.9."
        )
    above = value >= 0.0 if low_closed else value > 0.0
    below = value <= 1.0 if high_closed else value < 1.0
    if not (above and below):
        interval = f"{'[' if low_closed else '('}0.0, 1.0{']' if high_closed else ')'}"
        raise ValueError(
            f"For '{owner}', the '{name}' must be in range of {interval}, but got {value} with "
            "type 'float'."
        )


def check_adam(lr, betas, eps, weight_decay):
    """Raise a ValueError for what Adam and AdamW refuse."""
    if lr < 0.0:
        raise ValueError(f"Invalid learning rate: {lr}; it must be at least 0.")
    if eps < 0.0:
        raise ValueError(f"Invalid epsilon value: {eps}; it must be at least 0.")
    for i, beta in enumerate(betas):
        if not 0.0 <= beta < 1.0:
            raise ValueError(
                f"Invalid beta parameter at index {i}: {beta}; it must be at least 0 and below 1."
            )
    if weight_decay < 0.0:
        raise ValueError(f"Invalid weight_decay value: {weight_decay}; it must be at least 0.")


def check_nesterov(momentum, dampening, nesterov):
    """Raise a ValueError for Nesterov's momentum without momentum, or dampened."""
    if nesterov and (momentum <= 0.0 or dampening != 0.0):
        raise ValueError(
            "For 'SGD', if 'nesterov' is true, 'momentum' must be > 0.0 and 'dampening' must equal "
            f"to 0.0, but got 'momentum' {momentum}, 'dampening' {dampening}"
        )
