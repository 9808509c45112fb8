"""Minimization under constraints c(x) <= 0 with an augmented Lagrangian.

Each round makes steps with Adam on the Lagrangian, then changes multipliers or the penalty.
"""

from __future__ import annotations

import logging
import sys
from typing import NamedTuple

import numpy as np

from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.gradients import value_and_grad
from msjax._core.operator import resolve
from msjax._core.tensor import Tensor
from msjax._ops.line_search import host

_ALPHA, _BETA, _RHO = 0.1, 0.9, 1.1


class _LagrangeResults(NamedTuple):
    """What a minimization under constraints found."""

    succeeded: bool
    best_value: np.ndarray
    object_value: np.ndarray | None
    loss_value: np.ndarray


class Adam:
    """Steps of the Adam optimizer, on the host."""

    def __init__(self, like, learning_rate):
        self.moments = np.zeros_like(like), np.zeros_like(like)
        self.learning_rate, self.count = learning_rate, 0

    def __call__(self, x, gradient):
        """Return x after a step."""
        self.count += 1
        mean, square = self.moments
        mean = (0.9 * mean + 0.1 * gradient).astype(x.dtype)
        square = (0.999 * square + 0.001 * gradient**2).astype(x.dtype)
        self.moments = mean, square
        rate = self.learning_rate * np.sqrt(1 - 0.999**self.count) / (1 - 0.9**self.count)
        return (x - rate * mean / (np.sqrt(square) + 1e-8)).astype(x.dtype)


class Lagrangian:
    """The augmented Lagrangian of a function and its constraints, with its multipliers."""

    def __init__(self, func, constraints, lower, upper, obj_weight, coincide_fun):
        self.func, self.constraints, self.coincide = func, constraints, coincide_fun
        self.lower = None if lower is None else Tensor(lower)
        self.upper = None if upper is None else Tensor(upper)
        self.weight = obj_weight
        self.sigma, self.epsilon = 1.0, 1.0
        self.multipliers = np.ones(len(constraints), np.float32)

    def within(self, x):
        """Map any vector into the bounds."""
        if self.lower is None and self.upper is None:
            return x
        if self.lower is None:
            return self.upper - x * x
        if self.upper is None:
            return x * x + self.lower
        return (self.upper - self.lower) * resolve("ops.sigmoid")(x) + self.lower

    def __call__(self, x):
        """Return the Lagrangian, and the constraints, the function and the point in the bounds."""
        x = self.within(x)
        shared = () if self.coincide is None else (self.coincide(x),)
        violations = [c(x, *shared).reshape(()) for c in self.constraints]
        penalty = 0.0
        for multiplier, violation in zip(self.multipliers.tolist(), violations, strict=True):
            ratio = multiplier / self.sigma
            penalty = penalty + resolve("ops.relu")(ratio + violation) ** 2 - ratio**2
        value = self.func(x, *shared)
        return self.weight * value + self.sigma / 2 * penalty, violations, value, x

    def update(self, violations):
        """Change the multipliers where the constraints are nearly met, else the penalty."""
        bounded = np.maximum(violations, -self.multipliers / self.sigma)
        if np.sqrt(np.sum(bounded**2)) <= self.epsilon:
            self.multipliers = np.maximum(self.multipliers + self.sigma * violations, 0)
            self.epsilon = min(self.epsilon / self.sigma**_BETA, sys.float_info.max)
        else:
            self.sigma *= _RHO
            self.epsilon = 1 / self.sigma**_ALPHA


def minimize_lagrange(
    func,
    x0,
    constraints,
    save_tol=None,
    obj_weight=1.0,
    lower=None,
    upper=None,
    learning_rate=0.1,
    coincide_fun=None,
    rounds=10,
    steps=1000,
    log_sw=False,
):
    """Minimize a function under constraints; return the best point that met them."""
    _check(func, x0, constraints, save_tol, coincide_fun)
    lagrangian = Lagrangian(func, constraints, lower, upper, obj_weight, coincide_fun)
    differentiate = value_and_grad(lagrangian, has_aux=True)
    x = host(x0)
    step = Adam(x, learning_rate)
    tolerance = np.ones(len(constraints)) if save_tol is None else np.asarray(host(save_tol))
    best = _LagrangeResults(False, x, None, np.ones(len(constraints), np.float32))
    for round_ in range(rounds):
        for i in range(steps):
            (loss, violations, value, point), gradient = differentiate(Tensor(x))
            violations = np.array([host(v) for v in violations], np.float32)
            value = host(value)
            if log_sw:
                logging.info("round %d, step %d: loss %s, value %s", round_, i, loss, value)
            if best.object_value is None:
                best = best._replace(object_value=value)
            if np.all(violations < tolerance) and value < best.object_value:
                best = _LagrangeResults(True, host(point), value, violations)
            x = step(x, host(gradient))
        lagrangian.update(violations)
    return best


def _check(func, x0, constraints, tolerance, coincide_fun):
    functions = {"func": func, "coincide_fun": coincide_fun or func}
    functions |= {f"constraints[{i}]": c for i, c in enumerate(constraints)}
    for name, value in functions.items():
        if not callable(value):
            raise ExplainedTypeError(
                f"'{name}' must be of type function, but got {describe(value)}."
            )
    if not isinstance(x0, Tensor):
        raise ExplainedTypeError(f"'x0' must be a Tensor, but got {describe(x0)}.")
    if not constraints:
        raise ExplainedValueError("constraints must not be empty; use BFGS where there are none.")
    if tolerance is not None and len(tolerance) != len(constraints):
        raise ExplainedValueError(
            "The len of tol must be same as the len of constraints, but they are "
            f"{len(tolerance)} and {len(constraints)}."
        )
