"""Random crops of images that cover enough of the objects in them."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._core.random import jax_key

jnp = jax.numpy


def _tried(key, shape, ratios, areas):
    """Draw the corners (top, left, bottom, right) of crops, and tell which ones fit the image."""
    height, width = shape
    attempts = jax.random.uniform(key, (4, ratios[2]), jnp.float64)
    ratio = ratios[0] + (ratios[1] - ratios[0]) * attempts[0]
    least, most = (jnp.sqrt(a * height * width / ratio) for a in areas)
    most = jnp.minimum(jnp.minimum(most, height), width / ratio)
    tall = jnp.round(least + (jnp.maximum(most, least) - least) * attempts[1])
    wide = jnp.round(tall * ratio)
    area = tall * wide / (height * width)
    fits = (tall > 0) & (wide > 0) & (tall <= height) & (wide <= width)
    fits &= (area >= areas[0]) & (area <= areas[1])
    top = jnp.floor(attempts[2] * (height - tall + 1))
    left = jnp.floor(attempts[3] * (width - wide + 1))
    return jnp.stack([top, left, top + tall, left + wide], -1), fits


def _covers(crops, boxes, least):
    """Tell which crops hold at least such a part of a box."""
    low = jnp.maximum(crops[:, None, :2], boxes[:, :2])
    high = jnp.minimum(crops[:, None, 2:], boxes[:, 2:])
    shared = jnp.prod(jnp.maximum(high - low, 0), -1)
    area = jnp.prod(boxes[:, 2:] - boxes[:, :2], -1)
    held = (area > 0) & (shared >= least * area)
    return jnp.any(held, 1) | (least <= 0)


@operator(
    "ops.SampleDistortedBoundingBoxV2(seed: int = 0, seed2: int = 0, aspect_ratio_range:"
    " tuple_of(float, lists=True) = (0.75, 1.33), area_range:"
    " tuple_of(float, lists=True) = (0.05, 1.0), max_attempts: int >= 1 = 100,"
    " use_image_if_no_bounding_boxes: bool = False)("
    "image_size, bounding_boxes, min_object_covered) -> (own_draw(self, seed, seed2), image_size,"
    " bounding_boxes, min_object_covered, ratios=aspect_ratio_range, areas=area_range,"
    " attempts=max_attempts, whole=use_image_if_no_bounding_boxes)",
    compiled=False,
    differentiable=False,
    samples=(
        "natural[2], given([64, 48, 3], 'int32'), given([[[0.1, 0.2, 0.7, 0.8]]], 'float32'),"
        " given([0.3], 'float32'), ratios=(0.75, 1.33), areas=(0.05, 1.0), attempts=100,"
        " whole=False",
    ),
)
def distorted_box(state, image_size, boxes, least, *, ratios, areas, attempts, whole):
    """Draw a crop of an image; return its begin, its size, and its box in parts of the image."""
    for name, bounds in (("aspect_ratio_range", ratios), ("area_range", areas)):
        if len(bounds) != 2 or not 0 < bounds[0] < bounds[1]:
            raise ExplainedValueError(
                f"For 'SampleDistortedBoundingBoxV2', the '{name}' must be two positive numbers in "
                f"rising order, but got {bounds}."
            )
    boxes = boxes.reshape(-1, 4)
    if not boxes.size:
        if not whole:
            raise ExplainedValueError(
                "For 'SampleDistortedBoundingBoxV2', no bounding box is given; give one, or set "
                "use_image_if_no_bounding_boxes=True."
            )
        boxes = jnp.asarray([[0, 0, 1, 1]], jnp.float32)
    height, width = (int(n) for n in np.asarray(image_size)[:2])
    scale = jnp.asarray([height, width, height, width], jnp.float64)
    crops, fit = _tried(jax_key(state), (height, width), (*ratios, attempts), areas)
    fit &= _covers(crops, boxes * scale, np.asarray(least).item())
    found = jnp.where(jnp.any(fit), crops[jnp.argmax(fit)], jnp.asarray([0, 0, height, width]))
    size = found[2:] - found[:2]
    dtype = image_size.dtype
    begin = jnp.append(found[:2], 0).astype(dtype)
    rest = 255 if dtype == jnp.uint8 else -1
    box = (found / scale).astype(jnp.float32).reshape(1, 1, 4)
    return begin, jnp.append(size, rest).astype(dtype), box
