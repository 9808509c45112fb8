"""Minimization: what the recorded calls cannot say."""

from __future__ import annotations

import numpy as np
import pytest

import msjax
from msjax import Tensor
from msjax.scipy.optimize import line_search, minimize


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


@pytest.mark.parametrize("method", ["BFGS", "lbfgs"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_curved_valley(method, dtype):
    """The minimum is found, in the dtype of the start."""
    found = minimize(rosenbrock, Tensor(np.zeros(2, dtype)), method=method)
    assert found.success
    assert found.x.asnumpy().dtype == dtype
    np.testing.assert_allclose(found.x.asnumpy(), 1, atol=1e-3)


def test_a_given_gradient_is_used():
    calls = []

    def slope(x):
        calls.append(1)
        return 2 * x

    found = minimize(lambda x: (x**2).sum(), Tensor([1.0, 2.0]), method="BFGS", jac=slope)
    assert len(calls) >= found.njev


def test_constraints_are_met():
    def distance(x):
        return ((x - 2) ** 2).sum()

    found = minimize(
        distance,
        Tensor([0.5, 0.3]),
        method="LAGRANGE",
        constraints=(lambda x: x[0] + x[1] - 1, lambda x: x[0] - 0.4),
        tol=(0.01, 0.01),
        options={"rounds": 20, "steps": 20, "learning_rate": 0.05, "lower": [0.0, 0.0]},
    )
    assert found.succeeded
    assert found.best_value.sum() < 1.01
    np.testing.assert_allclose(found.best_value, [0.4, 0.6], atol=0.1)
    np.testing.assert_allclose(distance(Tensor(found.best_value)).asnumpy(), found.object_value)


@pytest.mark.parametrize("name", ["hess", "hessp", "bounds", "callback", "tol"])
def test_ignored_arguments_are_refused(name):
    with pytest.raises(NotImplementedError, match=name):
        minimize(rosenbrock, Tensor([0.0, 0.0]), method="BFGS", **{name: rosenbrock})


def test_a_start_must_be_a_float_vector():
    with pytest.raises(TypeError, match="float vector"):
        line_search(rosenbrock, Tensor([0, 0]), Tensor([1.0, 1.0]))
    with pytest.raises(TypeError, match="float vector"):
        minimize(rosenbrock, msjax.Tensor(1.0), method="BFGS")
