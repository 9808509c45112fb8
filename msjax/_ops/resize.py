"""Images and volumes at another size: nearest, linear, cubic and area interpolation.

Interpolation is separable: along each axis, every new pixel is a weighted sum of a few old ones,
whose places and weights are constants of the compiled code.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._ops.kinds import as_float, only_real_floating, tensor
from msjax._ops.pooling import adaptive_avg_pool

jnp = jax.numpy


class _Places:
    """Where the new pixels of an axis lie between the old ones.

    Args:
        old: how many pixels the axis has.
        new: how many it gets.
        corners: whether the outermost pixels lie on each other.
        centers: whether pixels are areas, and not points.
        step: old pixels per new one; None: from the sizes.
    """

    def __init__(self, old, new, corners=False, centers=False, step=None):
        self.old = old
        if step is None:
            step = (old - 1) / (new - 1) if corners and new > 1 else old / new
        step = np.float32(step)
        index = np.arange(new, dtype=np.float32)
        half = np.float32(0.5)
        self.corners, self.centers = corners, centers
        self.points = (index + half) * step - half if centers else index * step
        self.areas = (index + half) * step if centers else index * step

    def nearest(self):
        """Return the old pixels to take."""
        at = np.floor(self.areas + np.float32(0.5)) if self.corners else np.floor(self.areas)
        return [(np.clip(at, 0, self.old - 1).astype(np.int32), None)]

    def linear(self):
        """Return pairs of old pixels and their weights."""
        before = np.floor(self.points)
        part = self.points - before
        return [(self._clipped(before), 1 - part), (self._clipped(before + 1), part)]

    def cubic(self):
        """Return the four old pixels around each new one and their weights."""
        before = np.floor(self.points)
        # MindSpore looks weights up in a table of 1,024 steps.
        part = np.rint((self.points - before) * np.float32(1024)) / np.float32(1024)
        a = np.float32(-0.5 if self.centers else -0.75)
        weights = [_keys(part + 1, a), _keys(part, a), _keys(1 - part, a), _keys(2 - part, a)]
        taps = [before - 1, before, before + 1, before + 2]
        if self.centers:  # pixels outside do not count
            weights = [w * ((t >= 0) & (t < self.old)) for w, t in zip(weights, taps, strict=True)]
            total = sum(weights)
            weights = [w / total for w in weights]
        return [(self._clipped(t), w) for t, w in zip(taps, weights, strict=True)]

    def keys(self):
        """Return the four old pixels around each new one and Keys' weights; the border repeats."""
        before = np.floor(self.points)
        part, a = self.points - before, np.float32(-0.75)
        weights = [_keys(part + 1, a), _keys(part, a), _keys(1 - part, a), _keys(2 - part, a)]
        taps = [before - 1, before, before + 1, before + 2]
        return [(self._clipped(t), w) for t, w in zip(taps, weights, strict=True)]

    def _clipped(self, index):
        return np.clip(index, 0, self.old - 1).astype(np.int32)


def _keys(t, a):
    """Return Keys' cubic convolution kernel at distances from 0 to 2."""
    inner = ((a + 2) * t - (a + 3)) * t * t + 1
    outer = ((t - 5) * t + 8) * t * a - 4 * a
    return np.where(t <= 1, inner, outer).astype(np.float32)


def _along(x, axis, taps):
    """Sum the taken pixels of an axis, each times its weight."""
    total: Any = None
    for index, weight in taps:
        part = jnp.take(x, index, axis)
        if weight is not None:
            shape = [1] * x.ndim
            shape[axis] = -1
            part = part * jnp.asarray(weight, x.dtype).reshape(shape)
        total = part if total is None else total + part
    return total


def resized(x, size, how, corners=False, centers=False, steps=None, first=2):
    """Resize the axes from `first` on to `size`: "nearest", "linear", "cubic" or "keys"."""
    for i, new in enumerate(size):
        axis = first + i
        step = None if steps is None else steps[i]
        places = _Places(x.shape[axis], new, corners, centers, step)
        x = _along(x, axis, getattr(places, how)())
    return x


def _check_size(name, x, size, rank):
    if isinstance(size, int) or len(size) != rank - 2:
        raise ExplainedTypeError(
            f"For '{name}', the type of 'size' should be one of '[list of int, tuple of int]' with "
            f"{rank - 2} elements, but got {size!r}."
        )
    if x.ndim != rank:
        raise ExplainedValueError(
            f"For '{name}', the input must have {rank} axes, but its shape is {x.shape}."
        )
    if any(n <= 0 for n in size):
        raise ExplainedValueError(f"For '{name}', size must be positive, but got {size}.")


def _check_one(name, corners, centers):
    if corners and centers:
        raise ExplainedValueError(
            f"For {name}, the half_pixel_centers must be false when align_corners is true, but "
            f"half_pixel_centers got {centers}."
        )


@operator(
    "ops.ResizeNearestNeighbor(size: None | tuple | list, align_corners=False,"
    " half_pixel_centers=False)(input_x) -> (input_x, size, align_corners, half_pixel_centers)",
    "ops.ResizeNearestNeighborV2(align_corners=False, half_pixel_centers=False)(image, size)"
    " -> (image, size, align_corners, half_pixel_centers)",
    promote=tensor,
    samples=(
        "f32[1, 2, 3, 4], size=(5, 3)",
        "f32[1, 2, 3, 4], size=(5, 3), align_corners=True",
        "f32[1, 2, 3, 4], size=(5, 3), half_pixel_centers=True",
    ),
)
def resize_nearest(x, *, size, align_corners=False, half_pixel_centers=False):
    """Resize the last two axes of (N, C, H, W), taking the nearest pixel.

    Differs: MindSpore's CPU kernel of ResizeNearestNeighbor overlooks half_pixel_centers.
    """
    _check_size("ResizeNearestNeighbor", x, size, 4)
    _check_one("ResizeNearestNeighbor", align_corners, half_pixel_centers)
    return resized(x, size, "nearest", align_corners, half_pixel_centers)


# ResizeBilinear is of MindSpore 1.x; 2.10 has ResizeBilinearV2, which it is computed as.
@operator(
    "ops.ResizeBilinear(size, align_corners=False, half_pixel_centers=False)(input_x)"
    " -> (input_x, size, align_corners, half_pixel_centers)",
    "ops.ResizeBilinearV2(align_corners=False, half_pixel_centers=False)(image, size)"
    " -> (image, size, align_corners, half_pixel_centers)",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 3, 4], size=(5, 3)",
        "f32[1, 2, 3, 4], size=(5, 3), align_corners=True",
        "f32[1, 2, 3, 4], size=(5, 3), half_pixel_centers=True",
    ),
)
def resize_bilinear(x, *, size, align_corners=False, half_pixel_centers=False):
    """Resize the last two axes of (N, C, H, W), mixing the four pixels around."""
    _check_size("ResizeBilinear", x, size, 4)
    _check_one("ResizeBilinearV2", align_corners, half_pixel_centers)
    return resized(x, size, "linear", align_corners, half_pixel_centers)


@operator(
    "ops.ResizeBicubic(align_corners=False, half_pixel_centers=False)(image, size)"
    " -> (image, size, align_corners, half_pixel_centers)",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 3, 4], (5, 3)",
        "f32[1, 2, 3, 4], (5, 3), align_corners=True",
        "f32[1, 2, 3, 4], (5, 3), half_pixel_centers=True",
    ),
)
def resize_bicubic(x, *, size, align_corners=False, half_pixel_centers=False):
    """Resize the last two axes of (N, C, H, W) by cubic convolution."""
    _check_size("ResizeBicubic", x, size, 4)
    _check_one("ResizeBicubic", align_corners, half_pixel_centers)
    return resized(x, size, "cubic", align_corners, half_pixel_centers)


@operator(
    "ops.ResizeLinear1D(coordinate_transformation_mode: word('align_corners', 'half_pixel') ="
    " 'align_corners')(x, size) -> (x, size, coordinate_transformation_mode)",
    promote=only_real_floating,
    samples=("f32[1, 2, 3], (5,)", "f32[1, 2, 3], 5, coordinate_transformation_mode='half_pixel'"),
)
def resize_linear(x, *, size, mode):
    """Resize the last axis of (N, C, W), mixing the two pixels around."""
    if mode not in ("align_corners", "half_pixel"):
        raise ExplainedValueError(
            "For 'ResizeLinear1D', coordinate_transformation_mode must be 'align_corners' or "
            f"'half_pixel', but got {mode!r}."
        )
    size = (size,) if isinstance(size, int) else size
    _check_size("ResizeLinear1D", x, size, 3)
    return resized(x, size, "linear", mode == "align_corners", mode == "half_pixel")


@operator(
    "ops.ResizeArea(align_corners: bool = False)(images, size) -> (images, size, align_corners)",
    promote=tensor,
    differentiable=False,
    samples=("f32[1, 3, 4, 2], (2, 3)", "f32[1, 3, 4, 2], (5, 3), align_corners=True"),
)
def resize_area(x, *, size, align_corners):
    """Resize the middle axes of (N, H, W, C), averaging what each new pixel covers."""
    _check_size("ResizeArea", x, size, 4)
    x = as_float(x).astype(jnp.float32)
    for axis, new in zip((1, 2), size, strict=True):
        old = x.shape[axis]
        step = (old - 1) / (new - 1) if align_corners and new > 1 else old / new
        x = jnp.moveaxis(jnp.tensordot(x, _coverage(old, new, step), (axis, 1)), -1, axis)
    return x


def _coverage(old, new, step):
    """Return how much of each new pixel each old one covers; what is outside repeats the last."""
    start, weights = np.arange(new) * step, np.zeros((new, old), np.float32)
    for i, low in enumerate(start):
        for j in range(math.floor(low), math.ceil(low + step)):
            part = min(j + 1, low + step) - max(j, low)
            weights[i, min(j, old - 1)] += part / step
    return weights


@operator(
    "ops.UpsampleNearest3D()(x, output_size=None, scales=None)",
    promote=tensor,
    samples=("f32[1, 2, 2, 3, 4], (3, 4, 3)", "f32[1, 2, 2, 3, 4], None, (2.0, 1.5, 1.0)"),
)
def upsample_nearest_3d(x, *, size, scales=None):
    """Resize the last three axes, taking the nearest voxel."""
    size, steps = _of_scales("UpsampleNearest3D", x, size, scales)
    return resized(x, size, "nearest", steps=steps)


@operator(
    "ops.UpsampleTrilinear3D(align_corners=False)(x, output_size=None, scales=None)"
    " -> (x, output_size, scales, align_corners)",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 2, 3, 4], (3, 4, 3)",
        "f32[1, 2, 2, 3, 4], None, (2.0, 1.5, 1.0), align_corners=True",
    ),
)
def upsample_trilinear_3d(x, *, size, scales=None, align_corners=False):
    """Resize the last three axes, mixing the eight voxels around."""
    size, steps = _of_scales("UpsampleTrilinear3D", x, size, scales)
    steps = None if align_corners else steps
    return resized(x, size, "linear", align_corners, not align_corners, steps)


def _of_scales(name, x, size, scales):
    """Return the new size, and old pixels per new one where factors are given."""
    if (size is None) == (scales is None):
        raise ExplainedValueError(f"For '{name}', give either output_size or scales.")
    if size is not None:
        _check_size(name, x, size, 5)
        return size, None
    size = tuple([math.floor(n * s) for n, s in zip(x.shape[2:], scales, strict=True)])
    return size, [1 / s for s in scales]


_RANKS = {
    "nearest": (3, 4, 5),
    "linear": (3,),
    "bilinear": (4,),
    "bicubic": (4,),
    "area": (3, 4, 5),
    "nearest-exact": (3, 4),
    "trilinear": (5,),
}


@composite(
    "ops.interpolate(input, size=None, scale_factor=None, mode='nearest', align_corners=None,"
    " recompute_scale_factor=None)",
    "ops.upsample(input, size=None, scale_factor=None, mode='nearest', align_corners=None,"
    " recompute_scale_factor=None)",
    samples=(
        "f32[1, 2, 3], (5,)",
        "f32[1, 2, 3, 4], 6, mode='nearest-exact'",
        "f32[1, 2, 3, 4], (5, 3), mode='bilinear', align_corners=True",
        "f32[1, 2, 3, 4], (5, 3), mode='bicubic'",
        "f32[1, 2, 4, 4], (2, 2), mode='area'",
        "f32[1, 2, 3], (5,), mode='linear'",
        "f32[1, 2, 3, 4], None, 1.7, recompute_scale_factor=True",
        "f32[1, 2, 3, 4, 2], None, 2.0, mode='trilinear'",
    ),
)
def interpolate(x, size, scale, mode, align_corners, recompute):
    """Resize the axes after the second to a size, or by factors."""
    rank = x.ndim
    _check_mode(mode, rank, align_corners)
    size, scale = _target(x, size, scale, mode, recompute)
    corners = bool(align_corners)
    if mode == "area":
        return adaptive_avg_pool(x, rank=rank - 2, output_size=size)
    if rank == 5:
        if mode == "nearest":
            return upsample_nearest_3d(x, size=size, scales=scale)
        return upsample_trilinear_3d(x, size=size, scales=scale, align_corners=corners)
    if mode == "linear":
        return resize_linear(x, size=size, mode="align_corners" if corners else "half_pixel")
    if mode in ("bilinear", "bicubic"):
        resize = resize_bilinear if mode == "bilinear" else resize_bicubic
        return resize(x, size=size, align_corners=corners, half_pixel_centers=not corners)
    centers = mode == "nearest-exact"
    if rank == 4:
        return resize_nearest(x, size=size, half_pixel_centers=centers)
    plane = resize_nearest(x.expand_dims(-1), size=(*size, 1), half_pixel_centers=centers)
    return plane.squeeze(-1)


def _check_mode(mode, rank, align_corners):
    ranks = _RANKS.get(mode)
    if ranks is None:
        raise ValueError(
            f"For 'interpolate', 'mode' must be in {sorted(_RANKS)}, but got {mode!r}."
        )
    if rank not in ranks:
        raise ValueError(
            f"For 'interpolate', {mode} only support '{list(ranks)}'D, but got {rank}D."
        )
    if align_corners is not None and mode in ("nearest", "area", "nearest-exact"):
        raise ValueError(
            "For 'interpolate', 'align_corners' option cannot currently be set with the mode = "
            f"{mode}, and dim = {rank}D; leave it out."
        )


def _target(x, size, scale, mode, recompute) -> tuple[Any, Any]:
    """Return (size, None) or, where the factors themselves are used, (None, factors)."""
    axes = x.ndim - 2
    if (size is None) == (scale is None):
        raise ValueError(
            "For 'interpolate', 'size' and 'scale_factor' cannot be both empty, nor set "
            "simultaneously; give one of them."
        )
    given = scale if size is None else size
    given = tuple(given) if isinstance(given, tuple | list) else (given,) * axes
    if len(given) != axes:
        raise ValueError(
            f"For 'interpolate', 'input' and 'size' or 'scale_factor' must have the same spatial "
            f"dimensions, but got {axes} and {len(given)}."
        )
    if any(not isinstance(v, int | float) or v <= 0 for v in given):
        raise ValueError(f"For 'interpolate', sizes and factors must be positive, but got {given}.")
    if size is not None:
        if recompute:
            raise ValueError(
                "For 'interpolate', it is incorrect to set 'recompute_scale_factor' to True after "
                "specifying an explicit 'size'."
            )
        return given, None
    if recompute or mode == "area":
        return tuple([math.floor(n * s) for n, s in zip(x.shape[2:], given, strict=True)]), None
    if x.ndim != 5:
        raise ValueError(
            f"For 'interpolate', 'scale_factor' option cannot currently be set with the mode = "
            f"{mode} and dim = {x.ndim}D; add recompute_scale_factor=True, or give the size."
        )
    return None, given


_HOW = {
    "nearest": ("nearest", (3, 4, 5)),
    "linear": ("linear", (3,)),
    "bilinear": ("linear", (4,)),
    "trilinear": ("linear", (5,)),
    "bicubic": ("keys", (4,)),
}


@operator(
    "mint.nn.functional.interpolate(input, size=None, scale_factor=None, mode='nearest',"
    " align_corners=None, recompute_scale_factor=None)",
    "mint.nn.functional.upsample(input, size=None, scale_factor=None, mode='nearest',"
    " align_corners=None) -> (input, size, scale_factor, mode, align_corners, None)",
    promote=only_real_floating,
    samples=(
        "f32[1, 2, 3], (5,)",
        "f32[1, 2, 3, 4], None, 1.7",
        "f32[1, 2, 3, 4], 6, mode='bilinear'",
        "f32[1, 2, 3, 4], None, (1.7, 0.8), 'bilinear', True",
        "f32[1, 2, 3, 4], None, 1.7, 'bicubic', recompute_scale_factor=True",
        "f32[1, 2, 3, 4, 2], None, 2.0, mode='trilinear'",
    ),
)
def interpolate_any(x, *, size, scale, mode, align_corners, recompute):
    """Resize the axes after the second to a size, or by factors; pixels are areas.

    A factor itself says how far the new pixels lie apart, unless it is recomputed from the sizes.
    """
    if mode not in _HOW:
        raise ExplainedValueError(
            f"For 'interpolate', 'mode' must be in '{list(_HOW)}', but got {mode}"
        )
    how, ranks = _HOW[mode]
    if x.ndim not in ranks:
        raise ExplainedValueError(
            f"For 'interpolate', mode {mode!r} takes an input of {list(ranks)} axes, but its shape "
            f"is {x.shape}."
        )
    if how == "nearest" and align_corners is not None:
        raise ExplainedValueError(
            "align_corners option can only be set with the interpolating modes: linear | bilinear |"
            f" bicubic | trilinear, but got align_corners={align_corners} with mode {mode!r}."
        )
    size, scales = _size_or_scales(x, size, scale, recompute)
    corners = bool(align_corners)
    steps = None if scales is None or corners else [1 / s for s in scales]
    return resized(x, size, how, corners, how != "nearest" and not corners, steps)


def _size_or_scales(x, size, scale, recompute):
    """Return the new lengths, and the factors where they count themselves."""
    axes = x.ndim - 2
    if (size is None) == (scale is None):
        raise ExplainedValueError(
            "For 'interpolate', 'size' and 'scale_factor' cannot be both empty, nor set "
            "simultaneously; give one of them."
        )
    if size is not None and recompute:
        raise ExplainedValueError(
            "For 'interpolate', it is incorrect to set 'recompute_scale_factor' to True after "
            "specifying an explicit 'size'."
        )
    given = scale if size is None else size
    given = given if isinstance(given, tuple) else (given,) * axes
    if len(given) != axes or any(v <= 0 for v in given):
        raise ExplainedValueError(
            f"For 'interpolate', 'size' and 'scale_factor' must be positive, one for each of {axes}"
            f" axes, but got {given}."
        )
    if size is not None:
        return given, None
    lengths = tuple([math.floor(n * s) for n, s in zip(x.shape[2:], given, strict=True)])
    return lengths, None if recompute else given
