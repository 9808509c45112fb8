"""Search along a line for a step that meets the strong Wolfe conditions.

Nocedal and Wright, Numerical Optimization, algorithms 3.5 and 3.6. The search runs on the host, in
the dtype of the start; only the function and its gradient are tensors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from msjax._core.errors import ExplainedTypeError, describe
from msjax._core.gradients import grad
from msjax._core.operator import composite
from msjax._core.tensor import Tensor

_CUBIC_MARGIN, _QUADRATIC_MARGIN, _ZOOMS = 0.2, 0.1, 10


class _LineSearchResults(NamedTuple):
    """What a line search found."""

    failed: bool
    nit: int
    nfev: int
    ngev: int
    k: int
    a_k: float
    f_k: float
    g_k: Tensor
    status: int


class Point(NamedTuple):
    """A step length, the function's value and slope there, and its gradient."""

    a: np.floating
    phi: np.floating
    slope: np.floating
    gradient: np.ndarray


def host(value) -> np.ndarray:
    """Return the values of a tensor or number on the host."""
    return value.asnumpy() if isinstance(value, Tensor) else np.asarray(value)


class Line:
    """A function along a line, and how often it was evaluated."""

    def __init__(self, function, gradient, start, direction):
        self.function, self.gradient = function, gradient
        self.start, self.direction = start, direction
        self.count = 0

    def point(self, a, phi, gradient) -> Point:
        """Return the point at a step length with these values."""
        dtype = self.start.dtype.type
        slope = dtype(np.dot(gradient, self.direction))
        return Point(dtype(a), dtype(phi), slope, gradient)

    def __call__(self, a) -> Point:
        """Evaluate function and gradient at a step length."""
        self.count += 1
        x = Tensor((self.start + a * self.direction).astype(self.start.dtype))
        return self.point(a, host(self.function(x)).item(), host(self.gradient(x)))


def _cubic_minimum(low, high, former):
    """Return the minimum of the cubic through three points with the slope at the first."""
    db, dc = high.a - low.a, former[0] - low.a
    rest_b = high.phi - low.phi - low.slope * db
    rest_c = former[1] - low.phi - low.slope * dc
    scale = (db * dc) ** 2 * (db - dc)
    a = (dc**2 * rest_b - db**2 * rest_c) / scale
    b = (db**3 * rest_c - dc**3 * rest_b) / scale
    return low.a + (-b + np.sqrt(b * b - 3 * a * low.slope)) / (3 * a)


def _quadratic_minimum(low, high):
    """Return the minimum of the parabola through two points with the slope at the first."""
    db = high.a - low.a
    return low.a - low.slope / (2 * (high.phi - low.phi - low.slope * db) / db**2)


def _trial(low, high, former, first):
    """Choose the next step length between two points."""
    width = high.a - low.a
    least, most = min(low.a, high.a), max(low.a, high.a)
    with np.errstate(all="ignore"):
        if not first:
            a, margin = _cubic_minimum(low, high, former), _CUBIC_MARGIN * width
            if np.isfinite(a) and least + margin < a < most - margin:
                return a
        a, margin = _quadratic_minimum(low, high), _QUADRATIC_MARGIN * width
        if np.isfinite(a) and least + margin < a < most - margin:
            return a
    return (low.a + high.a) / 2


def _zoom(line, low, high, origin, c1, c2):
    """Search between two points; return the point found, or None."""
    former = (low.a + high.a) / 2, (low.phi + high.phi) / 2
    for count in range(_ZOOMS):
        trial = line(_trial(low, high, former, count == 0))
        if trial.phi > origin.phi + c1 * trial.a * origin.slope or trial.phi >= low.phi:
            former, high = high[:2], trial
            continue
        if abs(trial.slope) <= -c2 * origin.slope:
            return trial if count < _ZOOMS - 1 else None
        if trial.slope * (high.a - low.a) >= 0:
            high = low
        former, low = low[:2], trial
    return None


def search(line, origin, former_value=None, c1=1e-4, c2=0.9, maxiter=20):
    """Search along a line; return (point, whether it failed, iterations, status)."""
    one = origin.a.dtype.type(1)
    a = one
    if former_value is not None:
        with np.errstate(all="ignore"):
            guess = 1.01 * 2 * (origin.phi - former_value) / origin.slope
        a = min(guess, one) if np.isfinite(guess) else one
    former, star, done, failed, i = origin, origin, False, False, 1
    while not done and i <= maxiter:
        point = line(a)
        bracket = None
        if point.phi > origin.phi + c1 * a * origin.slope or (point.phi >= former.phi and i > 1):
            bracket = former, point
        elif abs(point.slope) <= -c2 * origin.slope:
            star, done = point, True
        elif point.slope >= 0:
            bracket = point, former
        if bracket:
            found = _zoom(line, *bracket, origin, c1, c2)
            done, failed = True, found is None
            star = found or bracket[0]._replace(a=one, gradient=origin.gradient)
        former, a, i = point, 2 * point.a, i + 1
    status = 1 if failed else 3 if i > maxiter else 0
    return _not_tiny(star), failed or not done, i, status


def _not_tiny(point):
    """Keep a step length in float32 away from 0."""
    if point.a.dtype != np.float64 and abs(point.a) < 1e-8:
        return point._replace(a=np.sign(point.a) * point.a.dtype.type(1e-8))
    return point


def start_of(x, name) -> np.ndarray:
    """Return where a search starts, on the host."""
    if not isinstance(x, Tensor) or x.ndim != 1 or "Float" not in str(x.dtype):
        raise ExplainedTypeError(
            f"For '{name}', a float vector is expected, but got {describe(x)}."
        )
    return host(x)


@composite(
    "scipy.optimize.line_search(f, xk, pk, jac=None, gfk=None, old_fval=None, old_old_fval=None,"
    " c1=0.0001, c2=0.9, maxiter=20)"
)
def line_search(f, xk, pk, jac, gfk, old_fval, old_old_fval, c1, c2, maxiter):
    """Search along a line for a step that meets the strong Wolfe conditions.

    Args:
        f: a function from a vector to a number.
        xk (Tensor): where to start.
        pk (Tensor): the direction.
        jac: the gradient of f; by default `mindspore.grad(f)`.
        gfk (Tensor): the gradient at xk, if it is known.
        old_fval: the value at xk, if it is known.
        old_old_fval: the value at the point before, if there was one.
        c1, c2 (float): the parameters of the conditions.
        maxiter (int): how often the step may be doubled.

    Returns:
        Named tuple: failed, nit, nfev, ngev, k, a_k (the step), f_k, g_k and status.

    Differs: what it returns has no gradients.
    """
    start, direction = start_of(xk, "line_search"), start_of(pk, "line_search")
    line = Line(f, grad(f) if jac is None else jac, start, direction)
    if old_fval is None or gfk is None:
        origin = line(start.dtype.type(0))
    else:
        origin = line.point(0, host(old_fval).item(), host(gfk))
    former = None if old_old_fval is None else host(old_old_fval).item()
    point, failed, i, status = search(line, origin, former, c1, c2, maxiter)
    counts = line.count, line.count
    values = point.a.item(), point.phi.item(), Tensor(point.gradient)
    return _LineSearchResults(failed, i - 1, *counts, i, *values, status)
