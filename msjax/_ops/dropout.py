"""Dropout of elements and of whole channels."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._core.random import draw, jax_key, seeded_draw
from msjax._core.tensor import Tensor
from msjax._ops.kinds import only_floating
from msjax._ops.random import own_draw

jnp = jax.numpy


@operator(samples=("natural[2], f32[4, 5], 0.3",))
def drop(state, x, p):
    """Set elements to 0 with probability p, and scale the others by 1 / (1 - p)."""
    only_floating(x)
    keep = jnp.asarray(1 - p, jnp.float32)
    scale = (1 / keep).astype(x.dtype)
    return jnp.where(_uniform_below(state, x.shape, keep), x * scale, 0).astype(x.dtype)


def _uniform_below(state, shape, probability):
    return jax.random.uniform(jax_key(state), shape, jnp.float32) < probability


@operator(samples=("natural[2], f32[4, 5], 0.7",))
def drop_with_mask(state, x, keep):
    """Keep elements with probability `keep`; return the result and the mask in x's dtype."""
    only_floating(x)
    keep = jnp.asarray(keep, jnp.float32)
    mask = _uniform_below(state, x.shape, keep)
    scale = (1 / keep).astype(x.dtype)
    return jnp.where(mask, x * scale, 0).astype(x.dtype), mask.astype(x.dtype)


@operator(samples=("natural[2], f32[2, 3, 4, 5], 0.7",))
def drop_channels(state, x, keep):
    """Keep whole channels, axes 0 and 1, with probability `keep`; return result and mask."""
    keep = jnp.asarray(keep, jnp.float32)
    channels = x.shape[:2] + (1,) * (x.ndim - 2)
    mask = jnp.broadcast_to(_uniform_below(state, channels, keep), x.shape)
    factor = jnp.where(keep > 0, 1 / jnp.where(keep > 0, keep, 1), 0).astype(x.dtype)
    return jnp.where(mask, x * factor, 0).astype(x.dtype), mask


def _number(p):
    return float(p.asnumpy()) if isinstance(p, Tensor) else p


@composite(
    "ops.dropout(input, p=0.5, training=True, seed=None)",
    samples=("f32[4, 5], 0.0", "f32[4, 5], 0.3, False"),
)
def dropout(input, p=0.5, training=True, seed=None):
    """Set elements to 0 with probability p and scale the others, when training."""
    if not training:
        return input
    p = _number(p)
    if not isinstance(p, int | float):
        raise ExplainedTypeError(f"For 'dropout', p must be a number, but got {p!r}.")
    if not 0 <= p < 1:
        raise RuntimeError(
            f"For 'Dropout, the 'keep_prob' must be in (0.0, 1.0], but got 1 - {p}; p must be at "
            "least 0 and below 1."
        )
    return drop(seeded_draw(seed), input, float(p))


@composite("ops.Dropout(keep_prob=0.5, Seed0=0, Seed1=0)(x) -> (self, x, keep_prob, Seed0, Seed1)")
def dropout_primitive(primitive, x, keep_prob, seed0, seed1):
    """Keep elements with probability `keep_prob`; return the scaled result and the mask."""
    if not 0 < keep_prob <= 1:
        raise RuntimeError(
            f"For 'Dropout, the 'keep_prob' must be in (0.0, 1.0], but got {keep_prob}"
        )
    return drop_with_mask(own_draw(primitive, seed0, seed1), x, float(keep_prob))


def _channels(name, x, keep_prob, rank):
    if not 0 <= keep_prob <= 1:
        raise ExplainedValueError(
            f"For '{name}', the 'keep_prob' must be in range of [0.0, 1.0], but got {keep_prob}."
        )
    if x.ndim != rank:
        raise ExplainedValueError(
            f"For primitive[{name}], the rank of input must be equal to {rank}, but got {x.ndim}."
        )
    return drop_channels(draw(), x, float(keep_prob))


@composite(
    "ops.Dropout2D(keep_prob: float.within(0, 1) = 0.5)(x) -> ('Dropout2D', x, keep_prob, 4)",
    "ops.Dropout3D(keep_prob: float.within(0, 1) = 0.5)(x) -> ('Dropout3D', x, keep_prob, 5)",
)
def dropout_channels(name, x, keep_prob, rank):
    """Keep whole channels with probability `keep_prob`; return the scaled result and the mask."""
    return _channels(name, x, keep_prob, rank)


@composite(
    "ops.dropout1d(input, p=0.5, training=True) -> ('dropout1d', input, p, training, (3, 2))",
    "ops.dropout2d(input, p=0.5, training=True) -> ('Dropout2D', input, p, training, (4,))",
    "ops.dropout3d(input, p=0.5, training=True) -> ('Dropout3D', input, p, training, (5,))",
    samples=("f32[2, 3, 4], 0.3, False",),
)
def dropout_nd(name, x, p, training, ranks):
    """Set whole channels to 0 with probability p and scale the others, when training."""
    if not 0 <= p <= 1:
        raise ExplainedValueError(
            f"For '{name}', the 'keep_prob' must be in range of [0.0, 1.0], but got {1 - p}."
        )
    if not training:
        return x
    if x.ndim == ranks[-1] and len(ranks) > 1:
        return _channels(name, x.expand_dims(0), 1 - p, ranks[0])[0].squeeze(0)
    return _channels(name, x, 1 - p, ranks[0])[0]


@composite(
    "mint.nn.functional.dropout(input, p=0.5, training=True, inplace=False)"
    " -> input if inplace := ('dropout', input, p, training)",
    "mint.nn.functional.dropout2d(input, p=0.5, training=True, inplace=False)"
    " -> input if inplace := ('dropout2d', input, p, training)",
    samples=("f32[2, 3, 4, 5], 0.3, False",),
)
def dropout_or_channels(name, x, p, training):
    """Set elements, or whole channels, to 0 with probability p and scale the others, in training.

    Channels are the axes 0 and 1. With `inplace`, the result is written into `input`.
    """
    if not isinstance(x, Tensor):
        raise ExplainedTypeError(f"For '{name}', the input must be a Tensor, but got {x!r}.")
    p = _number(p)
    if not 0 <= p <= 1:
        raise ExplainedValueError(
            f"For '{name}', the probability 'p' must be in range of [0.0, 1.0], but got {p}."
        )
    if not training or p == 0:
        return x
    if name == "dropout":
        return drop(draw(), x, float(p))
    if x.ndim < 2:
        raise ExplainedValueError(
            f"For '{name}', the input must have a batch and a channel axis, but its shape is "
            f"{x.shape}."
        )
    return drop_channels(draw(), x, 1 - float(p))[0]
