"""Dropout in two steps: a mask of bits is drawn, then it is applied."""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._core.random import jax_key

jnp = jax.numpy

_WORD = 128  # the number of bits is a multiple of this


@operator(
    "ops.DropoutGenMask(Seed0: int = 0, Seed1: int = 0)(shape, keep_prob)"
    " -> (own_draw(self, Seed0, Seed1), keep_prob, shape=shape)",
    differentiable=False,
    samples=("natural[2], 0.5, shape=(2, 4, 5)",),
)
def dropout_mask(state, keep, *, shape):
    """Draw a bit for each element of a shape, in bytes: 1 with probability `keep_prob`."""
    count = math.ceil(math.prod(shape) / _WORD) * _WORD
    bits = jax.random.uniform(jax_key(state), (count,)) < keep
    return jnp.packbits(bits, bitorder="little")


@operator(
    "ops.DropoutDoMask()(x, mask, keep_prob)",
    samples=("f32[2, 3], given([37] + [0] * 15, 'uint8'), 0.5",),
)
def dropout_by_mask(x, mask, keep):
    """Set the elements whose bit is 0 to 0, and scale the others by 1 / keep_prob."""
    bits = jnp.unpackbits(mask, bitorder="little")[: x.size].reshape(x.shape)
    return jnp.where(bits == 1, x / jnp.asarray(keep, x.dtype), 0).astype(x.dtype)
