"""Probability distributions, and the invertible maps that transform them."""

from msjax.nn.probability import bijector as bijector
from msjax.nn.probability import distribution as distribution

__all__ = []  # `mindspore.nn` has neither as its own name
