"""Probability distributions, the invertible maps that transform them, and Bayesian layers."""

from msjax.nn.probability import bijector as bijector
from msjax.nn.probability import bnn_layers as bnn_layers
from msjax.nn.probability import distribution as distribution

__all__ = []  # `mindspore.nn` has none as its own name
