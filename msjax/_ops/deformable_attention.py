"""Attention that reads a few places of feature maps of several sizes."""

from __future__ import annotations

from typing import Any

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._ops.image_patches import bilinear

jnp = jax.numpy


def _of_level(values, size, locations, weights):
    """Return the weighted sums of what is read from one map: (N, heads, features, queries)."""
    height, width = size
    count, _, heads, features = values.shape
    maps = values.transpose(0, 2, 3, 1).reshape(count, heads, features, height, width)
    places = locations.transpose(0, 2, 1, 3, 4)
    shape = count, heads, features, *places.shape[2:4]
    rows = jnp.broadcast_to((places[..., 1] * height - 0.5)[:, :, None], shape)
    columns = jnp.broadcast_to((places[..., 0] * width - 0.5)[:, :, None], shape)
    read = bilinear(maps, rows, columns)
    return jnp.sum(read * weights.transpose(0, 2, 1, 3)[:, :, None], -1)


@operator(
    "ops.multi_scale_deformable_attn_function(value, shape, offset, locations, weight)"
    " -> (value, locations, weight, sizes=shape, offsets=offset)",
    samples=(
        "f32[1, 10, 2, 8], given([[2, 3], [2, 2]], 'int32'), given([0, 6], 'int32'),"
        " probability[1, 3, 2, 2, 2, 2], probability[1, 3, 2, 2, 2]",
    ),
)
def multi_scale_deformable_attention(values, locations, weights, *, sizes, offsets):
    """Sum what is read at places (x, y in parts of the maps' sizes), with a weight for each place.

    The maps (N, pixels, heads, features) of all sizes (H, W) stand one after the other.
    """
    if values.shape[-1] % 8:
        raise RuntimeError(
            "For 'multi_scale_deformable_attn_function', embed_dims must be a multiple of 8, but "
            f"the value has the shape {values.shape}."
        )
    total: Any = 0
    for level, (size, offset) in enumerate(zip(sizes, offsets, strict=True)):
        part = values[:, offset : offset + size[0] * size[1]]
        total += _of_level(part, size, locations[:, :, :, level], weights[:, :, :, level])
    return total.transpose(0, 3, 1, 2).reshape(values.shape[0], locations.shape[1], -1)
