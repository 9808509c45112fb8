"""Reductions of runs of rows that sorted segment numbers name."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor
from msjax._ops.scatter import products

jnp = jax.numpy


def _checked(segments, x):
    """Return the segment numbers as a NumPy array; the result's length depends on them."""
    segments = np.asarray(segments)
    if segments.dtype not in (np.int32, np.int64):
        raise ExplainedTypeError(
            f"the segment numbers must be int32 or int64, but are {segments.dtype}; convert them."
        )
    if segments.shape != x.shape[:1] or (np.diff(segments) < 0).any() or (segments < 0).any():
        raise ExplainedValueError(
            f"the segment numbers must be sorted, not negative, and one per row ({x.shape[0]}), "
            f"but are {segments.tolist()}."
        )
    return segments


def _segment(how, reduce, differentiable=True):
    def kernel(x, segments):
        segments = _checked(segments, x)
        count = int(segments[-1]) + 1 if segments.size else 0
        return reduce(x, segments, count)

    kernel.__name__ = f"segment_{how.lower()}"
    kernel.__doc__ = f"Reduce (by {how.lower()}) the rows of each segment; numbers are sorted."
    return operator(
        f"ops.Segment{how}()(input_x, segment_ids)",
        promote=tensor,
        compiled=False,
        differentiable=differentiable,
        samples=("f32[3, 2], sorted_natural[3]",),
    )(kernel)


def _mean(x, segments, count):
    lengths = np.maximum(np.bincount(segments, minlength=count), 1).astype(x.dtype)
    lengths = lengths.reshape(-1, *[1] * (x.ndim - 1))
    return jax.ops.segment_sum(x, segments, count) / lengths


def _or_zero(reduce):
    """Give segments without rows 0."""

    def with_zeros(x, segments, count):
        used = np.bincount(segments, minlength=count) > 0
        used = used.reshape(-1, *[1] * (x.ndim - 1))
        return jnp.where(used, reduce(x, segments, count), 0)

    return with_zeros


def _product(x, segments, count):
    return products(jnp.zeros((count, *x.shape[1:]), x.dtype), jnp.asarray(segments), x)


segment_sum = _segment("Sum", jax.ops.segment_sum)
segment_mean = _segment("Mean", _mean)
segment_max = _segment("Max", _or_zero(jax.ops.segment_max))
segment_min = _segment("Min", _or_zero(jax.ops.segment_min))
segment_prod = _segment("Prod", _product, differentiable=False)
