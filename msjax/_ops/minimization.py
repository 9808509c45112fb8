"""Minimization of functions of a vector: BFGS, and BFGS with limited memory.

Nocedal and Wright, Numerical Optimization, algorithms 6.1 and 7.4. As the line search, they run on
the host, in the dtype of the start.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.gradients import grad
from msjax._core.operator import composite
from msjax._core.tensor import Tensor
from msjax._ops.augmented_lagrangian import minimize_lagrange
from msjax._ops.line_search import Line, search, start_of


class OptimizeResults(NamedTuple):
    """What a minimization found."""

    x: Tensor
    success: bool
    status: int
    fun: float
    jac: Tensor
    hess_inv: Tensor | None
    nfev: int
    njev: int
    nit: int


class InverseHessian:
    """BFGS's approximation of the inverse of the Hessian."""

    def __init__(self, size, dtype):
        self.matrix = np.eye(size, dtype=dtype)

    def __call__(self, gradient):
        """Return minus the direction of descent."""
        return self.matrix @ gradient

    def update(self, step, change):
        """Take in a step and how the gradient changed."""
        with np.errstate(all="ignore"):
            rho = 1 / np.dot(change, step)
        left = np.eye(len(step), dtype=step.dtype) - rho * np.outer(step, change)
        self.matrix = left @ self.matrix @ left.T + rho * np.outer(step, step)

    @property
    def result(self):
        """The matrix."""
        return Tensor(self.matrix)


class RecentSteps:
    """The last steps and changes of the gradient, which stand for the inverse of the Hessian."""

    result = None

    def __init__(self, history_size):
        self.pairs = deque(maxlen=history_size)
        self.known = False

    def __call__(self, gradient):
        """Return minus the direction of descent (the two-loop recursion)."""
        if not self.known:
            return gradient
        factors, direction = [], gradient
        for step, change, rho in reversed(self.pairs):
            factors.append(rho * np.dot(step, direction))
            direction = direction - factors[-1] * change
        step, change, _ = self.pairs[-1]
        direction = np.dot(change, step) / np.dot(change, change) * direction
        for (step, change, rho), factor in zip(self.pairs, reversed(factors), strict=True):
            direction = direction + (factor - rho * np.dot(change, direction)) * step
        return direction

    def update(self, step, change):
        """Take in a step and how the gradient changed, unless the function bends the other way."""
        bend = np.dot(change, step)
        self.known = bool(bend > 1e-10)
        if self.known:
            self.pairs.append((step, change, 1 / bend))


def _descend(func, x0, jac, curvature, maxiter, norm, gtol, line_search_maxiter):
    """Step down until the gradient is small; return the results."""
    x = start_of(x0, "minimize")
    jac = grad(func) if jac is None else jac
    maxiter = x.size * 200 if maxiter is None else maxiter
    largest = norm == np.inf
    state = Line(func, jac, x, np.zeros_like(x))(x.dtype.type(0))
    former = state.phi + np.sqrt(np.sum(state.gradient**2)) / 2
    evaluations, k, failed, line_status = 1, 0, False, 0
    converged = bool(np.max(np.abs(state.gradient)) < gtol)
    while k < maxiter:
        line = Line(func, jac, x, -curvature(state.gradient).astype(x.dtype))
        origin = line.point(0, state.phi, state.gradient)
        found, failed, _, line_status = search(line, origin, former, maxiter=line_search_maxiter)
        evaluations += line.count
        if failed:
            break
        step, change = found.a * line.direction, found.gradient - state.gradient
        former, state, x = state.phi, found, x + step
        size = np.abs(state.gradient)
        converged = bool((size.max() if largest else np.sqrt(np.sum(size**2))) < gtol)
        if converged:
            break
        curvature.update(step, change)
        k += 1
    status = 0 if converged else 1 if k == maxiter else 2 + line_status if failed else -1
    return OptimizeResults(
        Tensor(x),
        converged and not failed,
        status,
        state.phi.item(),
        Tensor(state.gradient),
        curvature.result,
        evaluations,
        evaluations,
        k,
    )


def minimize_bfgs(func, x0, jac, maxiter=None, norm=np.inf, gtol=1e-5, line_search_maxiter=10):
    """Minimize a function with the BFGS method."""
    start = start_of(x0, "minimize")
    curvature = InverseHessian(start.size, start.dtype)
    return _descend(func, x0, jac, curvature, maxiter, norm, gtol, line_search_maxiter)


def minimize_lbfgs(
    func, x0, jac, history_size=20, maxiter=None, norm=np.inf, gtol=1e-5, line_search_maxiter=10
):
    """Minimize a function with the BFGS method of limited memory."""
    curvature = RecentSteps(history_size)
    return _descend(func, x0, jac, curvature, maxiter, norm, gtol, line_search_maxiter)


_METHODS = {"bfgs": minimize_bfgs, "lbfgs": minimize_lbfgs}


@composite(
    "scipy.optimize.minimize(func, x0, args=(), method=None, jac=None, hess=None, hessp=None,"
    " bounds=None, constraints=(), tol=None, callback=None, options=None) -> (func, x0, args,"
    " method, jac, constraints, tol, options, hess=hess, hessp=hessp, bounds=bounds,"
    " callback=callback)"
)
def minimize(func, x0, args, method, jac, constraints, tol, options, **unsupported):
    """Minimize a function of a vector.

    Args:
        func: a function from a vector, and `args`, to a number.
        x0 (Tensor): where to start, a float vector.
        args (tuple): further arguments of func.
        method (str): "BFGS", "LBFGS" or, under constraints, "LAGRANGE".
        jac: the gradient of func by its vector; by default `mindspore.grad(func)`.
        constraints (tuple): functions of the vector that must be at most 0, for "LAGRANGE".
        tol: how far each constraint may be missed, for "LAGRANGE".
        hess, hessp, bounds, callback: only the defaults.
        options (dict): maxiter, norm, gtol, line_search_maxiter and, of LBFGS, history_size; of
            LAGRANGE obj_weight, lower, upper, learning_rate, coincide_fun, rounds, steps and
            log_sw.

    Returns:
        Named tuple: x, success, status, fun, jac, hess_inv, nfev, njev and nit; of LAGRANGE
        succeeded, best_value, object_value and loss_value.

    Raises:
        NotImplementedError: an argument is given that MindSpore ignores.

    Differs: what it returns has no gradients. Of LAGRANGE, the best point is the one whose value
    is given, where MindSpore's is a step further; the steps themselves are not quite MindSpore's.
    """
    if method is None:
        raise ExplainedValueError(
            'You must specify a solver: method="BFGS", "LBFGS" or "LAGRANGE".'
        )
    if not isinstance(args, tuple):
        raise ExplainedTypeError(
            "args argument to mindspore.scipy.optimize.minimize must be a tuple, got "
            f"{describe(args)}."
        )
    if method.lower() not in (*_METHODS, "lagrange"):
        raise ExplainedValueError(
            f"Method {method} not recognized; use 'BFGS', 'LBFGS' or 'LAGRANGE'."
        )
    if method.lower() == "lagrange":
        unsupported |= {"args": args, "jac": jac}
    else:
        unsupported |= {"constraints": constraints, "tol": tol}
    for name, value in unsupported.items():
        if value is not None and value != ():
            raise NotImplementedError(f"minimize({name}={value!r}) is not supported; leave it out.")

    if method.lower() == "lagrange":
        return minimize_lagrange(func, x0, constraints, tol, **(options or {}))

    def of_vector(x):
        return func(x, *args)

    return _METHODS[method.lower()](of_vector, x0, jac, **(options or {}))
