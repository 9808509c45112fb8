"""Selection of boxes by their scores, without those that overlap better ones."""

from __future__ import annotations

import functools

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator

jnp = jax.numpy
lax = jax.lax


def _number(x):
    return np.asarray(x).item()


def _overlaps(boxes):
    """Return the intersection over union of each pair of boxes; corners are in any order."""
    low = jnp.minimum(boxes[:, :2], boxes[:, 2:])
    high = jnp.maximum(boxes[:, :2], boxes[:, 2:])
    area = jnp.prod(high - low, -1)
    sides = jnp.minimum(high[:, None], high) - jnp.maximum(low[:, None], low)
    shared = jnp.prod(jnp.maximum(sides, 0), -1)
    union = area[:, None] + area - shared
    flat = (area[:, None] <= 0) | (area <= 0)
    return jnp.where(flat, 0, shared / jnp.where(union > 0, union, 1))


@functools.partial(jax.jit, static_argnames="most")
def _kept(overlaps, scores, most, threshold, least):
    """Tell which boxes are kept, and return all of them from the best score down."""
    order = jnp.argsort(-scores, stable=True)
    overlaps, good = overlaps[order][:, order], scores[order] > least

    def consider(i, kept):
        free = ~jnp.any(kept & (overlaps[i] > threshold))
        return kept.at[i].set(good[i] & free & (jnp.sum(kept) < most))

    return order, lax.fori_loop(0, len(scores), consider, jnp.zeros(len(scores), bool))


def _selected(overlaps, scores, most, threshold, least):
    most = max(0, int(_number(most)))
    order, kept = _kept(overlaps, scores, most, _number(threshold), _number(least))
    return order[np.flatnonzero(np.asarray(kept))].astype(jnp.int32)


@operator(
    "ops.NonMaxSuppressionWithOverlaps()(overlaps, scores, max_output_size, overlap_threshold,"
    " score_threshold)",
    compiled=False,
    differentiable=False,
    samples=(
        "probability[5, 5], probability[5], given(4, 'int32'), given(0.5, 'float32'),"
        " given(0.2, 'float32')",
        "probability[5, 5], probability[5], given(2, 'int32'), given(0.7, 'float32'),"
        " given(0, 'float32')",
    ),
)
def suppress_overlapping(overlaps, scores, most, threshold, least):
    """Return the positions of the best boxes, at most so many, that overlap no better one much."""
    return _selected(overlaps, scores, most, threshold, least)


@operator(
    "ops.NonMaxSuppressionV3()(boxes, scores, max_output_size, iou_threshold, score_threshold)",
    compiled=False,
    differentiable=False,
    samples=(
        "given([[1, 2, 3, 4], [1, 3, 3, 4], [1, 3, 4, 4], [1, 1, 4, 4], [1, 1, 3, 4]], 'float32'),"
        " given([0.4, 0.5, 0.72, 0.9, 0.45], 'float32'), given(5, 'int32'), given(0.5, 'float32'),"
        " given(0, 'float32')",
    ),
)
def suppress_boxes(boxes, scores, most, threshold, least):
    """Return the positions of the best boxes, at most so many, that overlap no better one much."""
    return _selected(_overlaps(boxes), scores, most, threshold, least)


def _of_class(boxes, scores, most, threshold, least):
    order, kept = _kept(_overlaps(boxes), scores, most, threshold, least)
    return boxes[order], jnp.where(kept, scores[order], -jnp.inf)


def _of_image(boxes, scores, most, threshold, least, total):
    """Return the best boxes of all classes with scores, classes and their number."""
    classes = scores.shape[1]
    per_class = jnp.broadcast_to(boxes, (boxes.shape[0], classes, 4)).swapaxes(0, 1)
    run = jax.vmap(lambda b, s: _of_class(b, s, most, threshold, least))
    found, values = run(per_class, scores.T)
    number = jnp.broadcast_to(jnp.arange(classes)[:, None], values.shape).reshape(-1)
    best = jnp.argsort(-values.reshape(-1), stable=True)
    missing = max(0, total - len(best))
    valid = jnp.pad(jnp.isfinite(values.reshape(-1)[best]), (0, missing))[:total]

    def taken(x):
        padding = ((0, missing), *[(0, 0)] * (x.ndim - 1))
        x = jnp.pad(x[best], padding)[:total]
        return jnp.where(valid.reshape(-1, *[1] * (x.ndim - 1)), x, 0)

    results = taken(found.reshape(-1, 4)), taken(values.reshape(-1)), taken(number)
    return *results[:2], results[2].astype(boxes.dtype), jnp.sum(valid).astype(jnp.int32)


@operator(
    "ops.CombinedNonMaxSuppression(pad_per_class: bool = False, clip_boxes: bool = True)(boxes,"
    " scores, max_output_size_per_class, max_total_size, iou_threshold, score_threshold)",
    compiled=False,
    differentiable=False,
    samples=(
        "unit[2, 5, 1, 4], probability[2, 5, 3], given(2, 'int32'), given(4, 'int32'),"
        " given(0.3, 'float32'), given(0.2, 'float32')",
        "f32[1, 5, 3, 4], probability[1, 5, 3], given(2, 'int32'), given(8, 'int32'),"
        " given(0.5, 'float32'), given(0.4, 'float32'), pad_per_class=True, clip_boxes=False",
    ),
)
def suppress_per_class(
    boxes, scores, most, total, threshold, least, *, pad_per_class=False, clip_boxes=True
):
    """Return the best boxes of all classes, their scores and classes, and how many there are."""
    most, total = int(_number(most)), int(_number(total))
    if pad_per_class:
        total = min(total, most * scores.shape[2])
    threshold, least = _number(threshold), _number(least)
    run = jax.vmap(lambda b, s: _of_image(b, s, most, threshold, least, total))
    found, *others = run(boxes, scores)
    return jnp.clip(found, 0, 1) if clip_boxes else found, *others
