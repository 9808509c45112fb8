"""Limits of values and of norms, for one tensor or many."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.rounding import clip

jnp = jax.numpy


def _each(name, x, run):
    if isinstance(x, Tensor):
        return run(x)
    if isinstance(x, tuple | list) and all(isinstance(t, Tensor) for t in x):
        return tuple([run(t) for t in x])
    raise ExplainedTypeError(
        f"For '{name}', x must be a Tensor or a sequence of them, got {describe(x)}."
    )


@composite(
    "ops.clip_by_value(x, clip_value_min=None, clip_value_max=None)",
    samples=("f32[2, 3], -0.5, 0.5", "(f32[2], f32[3]), None, 0.5"),
)
def clip_by_value(x, low, high):
    """Limit the elements to a range."""
    if low is None and high is None:
        raise ExplainedValueError(
            "For 'clip_by_value', at least one of 'clip_value_min' or 'clip_value_max' must not "
            "be None."
        )
    return _each("clip_by_value", x, lambda t: clip(t, low, high))


@operator(samples=("1.0, 2.0, f32[2, 3], f32[3]",))
def scaled_to_norm(limit, known, *tensors):
    """Scale tensors so that the norm of all of them (or the known one) is at most a limit."""
    squares = [jnp.sum(jnp.square(t.astype(jnp.float32))) for t in tensors]
    norm = jnp.sqrt(sum(squares)) if known is None else jnp.asarray(known, jnp.float32)
    scale = limit / jnp.maximum(norm, limit)
    return tuple([(t * scale.astype(t.dtype)) for t in tensors])


@composite(
    "ops.clip_by_global_norm(x, clip_norm=1.0, use_norm=None)",
    samples=("(f32[2], f32[3])", "[f32[2], f32[3]], 100.0"),
)
def clip_by_global_norm(x, limit, known):
    """Scale tensors so that their common norm is at most a limit."""
    if not isinstance(x, tuple | list):
        raise ExplainedTypeError(
            "For 'clip_by_global_norm', x must be a tuple or list of Tensors, but got "
            f"{describe(x)}."
        )
    if limit <= 0:
        raise ExplainedValueError(
            f"For 'clip_by_global_norm', clip_norm must be > 0, but got {limit}."
        )
    return scaled_to_norm(float(limit), known, *x)


@operator(samples=("1.0, f32[2, 3], f32[3], order=2.0",))
def scaled_to_max_norm(limit, *tensors, order):
    """Scale tensors so that the norm of the given order of all of them is at most a limit."""
    norms = jnp.stack([jnp.linalg.norm(t.reshape(-1).astype(jnp.float32), order) for t in tensors])
    scale = jnp.minimum(limit / (jnp.linalg.norm(norms, order) + 1e-6), 1.0)
    return tuple([t * scale.astype(t.dtype) for t in tensors])


@composite(
    "ops.clip_by_norm(x, max_norm, norm_type=2.0, error_if_nonfinite=False)",
    samples=("f32[2, 3], 1.0", "(f32[2], f32[3]), 1.0"),
)
def clip_by_norm(x, limit, order, error_if_nonfinite):
    """Scale one tensor, or several together, so that the norm is at most a limit."""
    if error_if_nonfinite:
        raise NotImplementedError(
            "clip_by_norm(error_if_nonfinite=True): the check would wait for the device."
        )
    tensors = (x,) if isinstance(x, Tensor) else tuple(x)
    scaled = scaled_to_max_norm(limit, *tensors, order=float(order))
    return scaled[0] if isinstance(x, Tensor) else scaled
