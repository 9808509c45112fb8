"""The categorical distribution."""

from __future__ import annotations

import numpy as np

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core.tensor import Tensor
from msjax.nn.probability.distribution.distribution import NUMBERS, Parametric
from msjax.nn.probability.distribution.formulas import (
    of_other,
    of_parameters,
    of_shape,
    of_value,
)
from msjax.nn.probability.given import check_all, check_probabilities

__all__ = ["Categorical"]


class Categorical(Parametric):
    """The distribution of the indices of classes, from 0 on.

    Args:
        probs: the probabilities of the classes along the last axis, in (0, 1) and of sum 1: a
            list, array, Tensor or Parameter, or None if they are given at each call.
            Default: None.
        seed: the seed of the samples; None is 0, msjax's own state. Default: None.
        dtype: the dtype of the samples. Default: int32.
        name: the name of the distribution. Default: "Categorical".

    `mean`, `var` and `sd` keep the axis of the classes, with length 1; `entropy` and `kl_loss` have
    no axes of length 1.

    Raises:
        TypeError: `dtype` is no dtype of numbers.
        ValueError: `probs` has no axis, or its numbers are no probabilities.

    Source:
        https://www.mindspore.cn/docs/en/r2.10.0/api_python/nn_probability/mindspore.nn.probability.distribution.Categorical.html
    """

    _type = "Categorical"
    _labels = ("probs",)
    _probs: Tensor | None

    def __init__(self, probs=None, seed=None, dtype=mstype.int32, name="Categorical"):
        self._set_up({"probs": probs}, seed, dtype, name, NUMBERS)
        if self._probs is not None:
            _check(self._probs)
            self._broadcast_shape = self._probs.shape[:-1]
            self._is_scalar_batch = self._broadcast_shape == ()

    @property
    def probs(self):
        """The probabilities, or None."""
        return self._probs

    @property
    def _value_dtype(self):
        return self.parameter_type

    def _batch_of(self, parameters):
        return parameters[0].shape[:-1]

    @of_parameters
    def _mean(self, probs):
        return _expected(_classes(probs), probs)

    @of_parameters
    def _mode(self, probs):
        return ops.cast(ops.argmax(probs, -1), self.dtype)

    @of_parameters
    def _var(self, probs):
        classes = _classes(probs)
        return _expected(ops.square(classes), probs) - ops.square(_expected(classes, probs))

    @of_parameters
    def _entropy(self, probs):
        return ops.squeeze(-_expected(ops.log(probs), probs))

    @of_other
    def _kl_loss(self, probs_b, probs):
        log_p = ops.log_softmax(ops.log(probs), -1)
        log_q = ops.log_softmax(ops.log(probs_b), -1)
        return ops.squeeze(_expected(log_p - log_q, ops.exp(log_p)))

    @of_value
    def _log_prob(self, value, probs):
        value, chosen = _chosen(value, ops.log(probs))
        outside = ops.logical_or(value < 0, value > probs.shape[-1] - 1)
        return ops.where(outside, ops.full_like(chosen, float("nan")), chosen)

    @of_value
    def _cdf(self, value, probs):
        value, chosen = _chosen(value, ops.cumsum(probs, -1))
        return ops.where(value < 0, ops.zeros_like(chosen), chosen)

    @of_shape
    def _sample(self, shape, probs):
        rows = ops.reshape(probs, (-1, probs.shape[-1]))
        drawn = shape[: len(shape) - probs.ndim + 1]
        samples = ops.multinomial(rows, int(np.prod(drawn)), seed=self.seed)
        return ops.reshape(samples.T, shape)


def _check(probs):
    if probs.ndim == 0:
        raise ValueError(
            "probs for Categorical distribution must have rank >= 1, but got a number; give one "
            "probability for each class."
        )
    check_probabilities(probs)
    check_all(
        lambda p: np.allclose(p.sum(-1), 1, rtol=_room(probs), atol=_room(probs)),
        "Probabilities for each category should sum to one for Categorical distribution",
        probs,
    )


def _room(probs):
    return 10 * float(np.finfo(mstype.dtype_to_nptype(probs.dtype)).eps)


def _classes(probs):
    return ops.arange(0, probs.shape[-1], 1, dtype=mstype.float32)


def _expected(values, probs):
    return ops.sum(values * probs, -1, keepdim=True)


def _chosen(value, table):
    """Return the class of each value, and the entries of `table` for it along the last axis.

    Values between -1 and 1 are class 0, others are rounded down; those outside take the nearest.
    """
    value = ops.where(ops.logical_and(value > -1, value < 0), ops.zeros_like(value), value)
    value = ops.floor(value)
    count = table.shape[-1]
    shape = np.broadcast_shapes(value.shape, table.shape[:-1])
    value = ops.broadcast_to(value, shape)
    index = ops.cast(ops.clip_by_value(value, 0, count - 1), mstype.int32)
    table = ops.broadcast_to(table, (*shape, count))
    return value, ops.squeeze(ops.gather_elements(table, -1, ops.expand_dims(index, -1)), -1)
