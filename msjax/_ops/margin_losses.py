"""Losses that ask for a margin between classes or distances."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._ops.kinds import only_real_floating
from msjax._ops.losses import reduce

jnp = jax.numpy


@operator(
    "ops.MultilabelMarginLoss(reduction: exactly('mean', 'sum', 'none') = 'mean')(x, target)",
    promote=only_real_floating,
    samples=(
        "f32[2, 4], given([[1, 3, -1, 2], [0, 1, 2, 3]], 'int32')",
        "f32[4], given([1, -1, -1, 2], 'int32'), reduction='sum'",
    ),
)
def multilabel_margin(x, target, *, reduction):
    """Sum, over the classes that are and are not meant, how far they miss a margin of 1.

    The classes that are meant come before the first -1 of the target.
    """
    if target.shape != x.shape:
        raise ExplainedValueError(
            f"For 'MultilabelMarginLoss', the target must have the shape of x, {list(x.shape)}, "
            f"but got {list(target.shape)}."
        )
    classes = x.shape[-1]
    given = jnp.cumprod(target >= 0, -1).astype(bool)
    hits = jax.nn.one_hot(jnp.where(given, target, classes), classes, dtype=jnp.int32)
    meant = jnp.max(hits, -2)
    chosen = jnp.take_along_axis(x, jnp.where(given, target, 0), -1)
    missing = jnp.maximum(0, 1 - (chosen[..., :, None] - x[..., None, :]))
    counted = given[..., :, None] & (meant == 0)[..., None, :]
    loss = jnp.sum(jnp.where(counted, missing, 0), (-2, -1)) / classes
    return reduce(loss, reduction, "MultilabelMarginLoss"), meant.astype(target.dtype)


@composite(
    "ops.multilabel_margin_loss(input, target, reduction='mean')",
    samples=("f32[2, 4], natural[2, 4]", "f32[2, 4], natural[2, 4], 'none'"),
)
def multilabel_margin_loss(input, target, reduction="mean"):
    """Sum, over the classes that are and are not meant, how far they miss a margin of 1."""
    return multilabel_margin(input, target, reduction=reduction)[0]


@operator(
    "ops.TripletMarginLoss(p: int = 2, swap: bool = False, eps: float = 1e-06,"
    " reduction: exactly('mean', 'sum', 'none') = 'mean')(x, positive, negative, margin)",
    promote=only_real_floating,
    samples=(
        "f32[2, 3], f32[2, 3], f32[2, 3], positive[]",
        "f32[2, 3], f32[2, 3], f32[2, 3], positive[], p=1, swap=True, reduction='none'",
    ),
)
def triplet_margin(x, positive, negative, margin, *, p, swap, eps, reduction):
    """Ask that x be nearer to the positive than to the negative by a margin."""

    def distance(a, b):
        return jnp.linalg.norm(a - b + eps, p, -1)

    apart = distance(x, negative)
    apart = jnp.minimum(apart, distance(positive, negative)) if swap else apart
    loss = jnp.maximum(distance(x, positive) - apart + margin, 0)
    return reduce(loss, reduction, "TripletMarginLoss")
