"""Sampling images and volumes at places that a grid gives, in coordinates from -1 to 1."""

from __future__ import annotations

import itertools

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy


@operator(
    "ops.grid_sample(input, grid, mode='bilinear', padding_mode='zeros', align_corners=None)"
    " -> (input, grid, mode, padding_mode, bool(align_corners))",
    "mint.nn.functional.grid_sample(input, grid, mode='bilinear', padding_mode='zeros',"
    " align_corners=None) -> (input, grid, mode, padding_mode, bool(align_corners))",
    "ops.GridSampler2D(interpolation_mode: word('bilinear', 'nearest') = 'bilinear',"
    " padding_mode: word('zeros', 'border', 'reflection') = 'zeros', align_corners=False)(input_x,"
    " grid) -> (input_x, grid, interpolation_mode, padding_mode, bool(align_corners))",
    "ops.GridSampler3D(interpolation_mode: word('bilinear', 'nearest') = 'bilinear',"
    " padding_mode: word('zeros', 'border', 'reflection') = 'zeros', align_corners=False)(input_x,"
    " grid) -> (input_x, grid, interpolation_mode, padding_mode, bool(align_corners))",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 3, 4], unit[1, 2, 3, 2]",
        "f32[1, 2, 3, 4], f32[1, 2, 3, 2], 'nearest', 'border', True",
        "f32[1, 2, 3, 4, 3], f32[1, 2, 3, 2, 3], 'bilinear', 'reflection'",
    ),
)
def grid_sample(x, grid, *, mode="bilinear", padding_mode="zeros", align_corners=False):
    """Sample x (N, C, *lengths) at grid (N, *places, axes), the last axis of x first.

    "zeros", "border" and "reflection" say what lies outside.
    """
    _check(x, grid, mode, padding_mode)
    lengths = x.shape[2:]
    places = []
    for i, n in enumerate(lengths):
        at = grid[..., len(lengths) - 1 - i]
        at = (at + 1) / 2 * (n - 1) if align_corners else ((at + 1) * n - 1) / 2
        places.append(_brought_in(at, n, padding_mode, align_corners))
    return _gathered(x, places, lengths, mode)


def _check(x, grid, mode, padding_mode):
    if mode not in ("bilinear", "nearest"):
        raise ExplainedValueError(
            f"For 'grid_sample', the mode must be 'bilinear' or 'nearest', but got {mode!r}."
        )
    if padding_mode not in ("zeros", "border", "reflection"):
        raise ExplainedValueError(
            "For 'grid_sample', the padding_mode must be 'zeros', 'border' or 'reflection', but "
            f"got {padding_mode!r}."
        )
    if x.dtype != grid.dtype:
        raise ExplainedTypeError(
            f"For 'grid_sample', the dtypes must be the same, but are {x.dtype} and {grid.dtype}; "
            "convert the grid."
        )
    if x.ndim not in (4, 5) or grid.ndim != x.ndim or grid.shape[-1] != x.ndim - 2:
        raise ExplainedValueError(
            "For 'grid_sample', the input must be (N, C, H, W) with a grid (N, h, w, 2), or "
            f"(N, C, D, H, W) with (N, d, h, w, 3), but got {x.shape} and {grid.shape}."
        )
    if len(x) != len(grid):
        raise ExplainedValueError(
            f"For 'grid_sample', input and grid must have one batch size, but have {len(x)} and "
            f"{len(grid)}."
        )


def _brought_in(at, length, padding_mode, align_corners):
    """Move places outside to the border, or reflect them there."""
    if padding_mode == "reflection":
        low, high = (0, length - 1) if align_corners else (-0.5, length - 0.5)
        span = max(high - low, 1e-6)
        folded = jnp.mod(jnp.abs(at - low), 2 * span)
        at = jnp.where(folded > span, 2 * span - folded, folded) + low
        if high == low:
            at = jnp.zeros_like(at)
    return at if padding_mode == "zeros" else jnp.clip(at, 0, length - 1)


def _gathered(x, places, lengths, mode):
    batch = jnp.arange(len(x)).reshape(-1, *[1] * (places[0].ndim - 1))
    x = jnp.moveaxis(x, 1, -1)
    lows = [jnp.round(p) if mode == "nearest" else jnp.floor(p) for p in places]
    parts = [p - low for p, low in zip(places, lows, strict=True)]
    total = jnp.zeros((*places[0].shape, x.shape[-1]), x.dtype)
    for corner in itertools.product((0,) if mode == "nearest" else (0, 1), repeat=len(places)):
        weight = jnp.ones_like(places[0])
        index = []
        for step, low, part, n in zip(corner, lows, parts, lengths, strict=True):
            at = low + step
            if mode == "bilinear":
                weight = weight * (part if step else 1 - part)
            weight = jnp.where((at >= 0) & (at < n), weight, 0)
            index.append(jnp.clip(at, 0, n - 1).astype(jnp.int32))
        total = total + weight[..., None] * x[(batch, *index)]
    return jnp.moveaxis(total, -1, 1)


@operator(
    "ops.affine_grid(theta, size, align_corners=False)",
    "ops.AffineGrid(align_corners: bool = False)(theta, size) -> (theta, size, align_corners)",
    promote=only_real_floating,
    samples=("f32[2, 2, 3], (2, 1, 3, 4)", "f32[1, 3, 4], (1, 1, 2, 3, 2), True"),
)
def affine_grid(theta, *, size, align_corners=False):
    """Make the grid that samples an image of `size` at affinely transformed places."""
    lengths = size[2:]
    axes = len(lengths)
    if axes not in (2, 3) or theta.shape != (size[0], axes, axes + 1):
        raise ExplainedValueError(
            "For 'affine_grid', theta must be (N, 2, 3) for a size (N, C, H, W), or (N, 3, 4) for "
            f"(N, C, D, H, W), but got {theta.shape} and {size}."
        )
    lines = []
    for n in lengths:
        line = jnp.linspace(-1, 1, n, dtype=jnp.float32) if n > 1 else jnp.zeros(1)
        lines.append(line if align_corners else line * (n - 1) / n)
    planes = jnp.meshgrid(*lines, indexing="ij")[::-1]
    base = jnp.stack([*planes, jnp.ones(lengths)], -1).astype(theta.dtype)
    return jnp.einsum("...j,nij->n...i", base, theta)
