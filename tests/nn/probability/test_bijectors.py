"""Bijectors undo themselves, and their Jacobians are their derivatives."""

from __future__ import annotations

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor
from msjax.nn.probability import bijector as msb
from msjax.nn.probability import distribution as msd

BIJECTORS = {
    "Exp": msb.Exp,
    "PowerTransform": lambda: msb.PowerTransform([0.0, 0.5, 2.0]),
    "ScalarAffine": lambda: msb.ScalarAffine([-2.0, 0.5, 1.0], 1.5),
    "Softplus": lambda: msb.Softplus(2.0),
    "GumbelCDF": lambda: msb.GumbelCDF(0.25, 1.5),
    "Invert": lambda: msb.Invert(msb.Softplus(2.0)),
}


def values():
    return Tensor([0.125, 0.5, 1.75], ms.float32)


@pytest.mark.parametrize("name", BIJECTORS)
def test_inverse_of_forward(name):
    """The inverse gives back what forward was given."""
    b = BIJECTORS[name]()
    np.testing.assert_allclose(
        b.inverse(b.forward(values())).asnumpy(), values().asnumpy(), rtol=1e-5
    )


@pytest.mark.parametrize("name", BIJECTORS)
def test_jacobians(name):
    """The logarithmic Jacobians are those of the derivatives, and opposite."""
    b = BIJECTORS[name]()
    slope = ms.grad(lambda x: b.forward(x).sum())(values()).asnumpy()
    forward = b.forward_log_jacobian(values()).asnumpy()
    backward = b.inverse_log_jacobian(b.forward(values())).asnumpy()
    np.testing.assert_allclose(forward, np.log(np.abs(slope)), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(backward, -forward, rtol=1e-4, atol=1e-5)


def test_softplus_of_extreme_values():
    """Neither a large nor a very negative value is lost."""
    x = Tensor([-50.0, 200.0], ms.float32)
    np.testing.assert_allclose(
        msb.Softplus().forward(x).asnumpy(), [np.exp(-50.0), 200.0], rtol=1e-6
    )


def test_shape_mapping():
    """The shape of results is that of values and parameters together."""
    assert msb.ScalarAffine([1.0, 2.0], 0.0).shape_mapping((3, 1)) == (3, 2)


def test_a_name_that_is_no_function():
    """The message lists the functions."""
    with pytest.raises(Exception, match=r"Invalid name, but got 'reverse'; it must be .*forward"):
        msb.Exp()("reverse", values())


def test_the_mean_of_a_non_linear_transformation():
    """The message tells how a program gives it."""
    with pytest.raises(ValueError, match="write a subclass with a method `_mean`"):
        msb.Exp()(msd.Normal(0.0, 1.0)).mean()
