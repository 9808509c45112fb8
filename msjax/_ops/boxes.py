"""Boxes of object detection: overlaps, encodings, suppression, and what lies inside them."""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import as_float, only_real_floating, tensor

jnp = jax.numpy
lax = jax.lax


def _coordinates(name, *operands, length=4):
    """Check that operands hold boxes, one per row, in one float dtype."""
    for x in operands:
        only_real_floating(x)
        if x.dtype != operands[0].dtype:
            raise ExplainedTypeError(
                f"For '{name}', the input type must be same, but got {operands[0].dtype} and "
                f"{x.dtype}; convert one of them."
            )
        if x.ndim != 2 or x.shape[1] != length:
            raise ExplainedValueError(
                f"For '{name}', boxes must have the shape (N, {length}), but got {x.shape}."
            )


def _floats(name, **given):
    """Check tuples of four floats, as MindSpore checks means and deviations."""
    for argument, values in given.items():
        if not isinstance(values, tuple) or len(values) != 4:
            raise ExplainedValueError(
                f"For '{name}', '{argument}' must be a tuple of 4 floats, but got {values!r}."
            )
        for i, v in enumerate(values):
            if not isinstance(v, float):
                raise ExplainedTypeError(
                    f"For '{name}', the type of '{argument}[{i}]' should be 'float', but got type "
                    f"'{type(v).__name__}'; write {argument}[{i}] with a decimal point."
                )


def _overlap(a, b, extra):
    """Return the areas that boxes share, (len(a), len(b)); `extra` is added to every length."""
    corner = jnp.maximum(a[:, None, :2], b[None, :, :2])
    sides = jnp.minimum(a[:, None, 2:4], b[None, :, 2:4]) - corner + extra
    return jnp.prod(jnp.maximum(sides, 0), -1)


def _area(boxes, extra):
    return (boxes[:, 2] - boxes[:, 0] + extra) * (boxes[:, 3] - boxes[:, 1] + extra)


@operator(
    "ops.iou(anchor_boxes, gt_boxes, mode='iou')",
    "ops.IOU(mode: exactly('iou', 'iof') = 'iou')(anchor_boxes, gt_boxes)",
    differentiable=False,
    samples=("f32[3, 4], f32[2, 4]", "f32[3, 4], f32[2, 4], mode='iof'"),
)
def iou(anchors, truths, *, mode="iou"):
    """Divide shared areas by common ones ("iof": by the truth's); a row per true box.

    Boxes are (x0, y0, x1, y1) in whole pixels: a side has the length x1 - x0 + 1.
    """
    if mode not in ("iou", "iof"):
        raise KeyError(f"For 'IOU', only 'iou' or 'iof' are supported, but got 'mode': {mode}.")
    _coordinates("IOU", anchors, truths)
    a, b = anchors.astype(jnp.float32), truths.astype(jnp.float32)
    shared, own = _overlap(b, a, 1), _area(b, 1)[:, None]
    common = own if mode == "iof" else own + _area(a, 1) - shared
    return (shared / common).astype(anchors.dtype)


@operator(
    "ops.NMSWithMask(iou_threshold: float = 0.5)(bboxes)",
    differentiable=False,
    samples=("f32[6, 5]", "f32[6, 5], iou_threshold=0.1"),
)
def nms_with_mask(boxes, *, iou_threshold):
    """Sort boxes (x0, y0, x1, y1, score) by score and mark those no better one overlaps.

    Returns the sorted boxes, the numbers 0, 1, … of them, and whether each is kept.
    """
    if not isinstance(iou_threshold, float):
        raise ExplainedTypeError(
            "For 'NMSWithMask', the type of 'iou_threshold' should be 'float', but got type "
            f"'{type(iou_threshold).__name__}'."
        )
    only_real_floating(boxes)
    if boxes.ndim != 2 or boxes.shape[1] not in (5, 8):
        raise ExplainedValueError(
            f"For NMSWithMask, the 2nd dim in shape of bboxes should equal to 5 or 8, but got "
            f"{boxes.shape}."
        )
    count = boxes.shape[0]
    boxes = boxes[jnp.argsort(boxes[:, 4], stable=True)[::-1]]  # of equal ones the last comes first
    plain = boxes.astype(jnp.float32)
    shared, area = _overlap(plain, plain, 0), _area(plain, 0)
    overlaps = shared / (area[:, None] + area - shared) > iou_threshold
    later = jnp.arange(count)[:, None] < jnp.arange(count)

    def suppress(i, kept):
        return kept & ~(kept[i] & overlaps[i] & later[i])

    kept = lax.fori_loop(0, count, suppress, jnp.ones(count, bool))
    return boxes, jnp.arange(count, dtype=jnp.int32), kept


@operator(
    "ops.bounding_box_encode(anchor_box, groundtruth_box, means=(0.0, 0.0, 0.0, 0.0),"
    " stds=(1.0, 1.0, 1.0, 1.0))",
    "ops.BoundingBoxEncode(means: tuple_of(float) & tuple_of(anything, 4) = (0.0, 0.0, 0.0, 0.0),"
    " stds: tuple_of(float) & tuple_of(anything, 4) = (1.0, 1.0, 1.0, 1.0))(anchor_box,"
    " groundtruth_box)",
    differentiable=False,
    samples=("f32[3, 4], f32[3, 4]",),
)
def bounding_box_encode(anchors, truths, *, means, stds):
    """Give true boxes as shifts and logarithms of scales of anchors, standardized."""
    _coordinates("BoundingBoxEncode", anchors, truths)
    _floats("BoundingBoxEncode", means=means, stds=stds)
    if len(anchors) != len(truths):
        raise ExplainedValueError(
            "For 'BoundingBoxEncode', 'anchor_box' and 'groundtruth_box' must have the same first "
            f"dimension. But got {len(anchors)} and {len(truths)}."
        )
    (center, sides), (true_center, true_sides) = (
        _centers(x.astype(jnp.float32)) for x in (anchors, truths)
    )
    code = jnp.concatenate([(true_center - center) / sides, jnp.log(true_sides / sides)], 1)
    code = (code - jnp.asarray(means, code.dtype)) / jnp.asarray(stds, code.dtype)
    return code.astype(anchors.dtype)


def _centers(boxes):
    return (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2] + 1


@operator(
    "ops.bounding_box_decode(anchor_box, deltas, max_shape, means=(0.0, 0.0, 0.0, 0.0),"
    " stds=(1.0, 1.0, 1.0, 1.0), wh_ratio_clip=0.016)",
    "ops.BoundingBoxDecode(max_shape: None | tuple_of(anything, 2),"
    " means: tuple_of(float) & tuple_of(anything, 4) = (0.0, 0.0, 0.0, 0.0),"
    " stds: tuple_of(float) & tuple_of(anything, 4) = (1.0, 1.0, 1.0, 1.0),"
    " wh_ratio_clip: float = 0.016)(anchor_box, deltas) -> (anchor_box, deltas,"
    " max_shape=max_shape, means=means, stds=stds, wh_ratio_clip=wh_ratio_clip)",
    differentiable=False,
    samples=("f32[3, 4], f32[3, 4], (7, 8)",),
)
def bounding_box_decode(anchors, deltas, *, max_shape, means, stds, wh_ratio_clip):
    """Undo `bounding_box_encode`, and cut boxes off at a (height, width)."""
    _coordinates("BoundingBoxDecode", anchors, deltas)
    _floats("BoundingBoxDecode", means=means, stds=stds)
    if not isinstance(max_shape, tuple):
        raise ExplainedTypeError(
            "For 'BoundingBoxDecode', the type of 'max_shape' should be 'tuple', but got type "
            f"'{type(max_shape).__name__}'."
        )
    if len(max_shape) != 2:
        raise ExplainedValueError(
            f"For 'BoundingBoxDecode', max_shape must be (height, width), but got {max_shape}."
        )
    code = deltas.astype(jnp.float32) * jnp.asarray(stds, jnp.float32)
    code = code + jnp.asarray(means, jnp.float32)
    limit = abs(math.log(wh_ratio_clip))
    center, sides = _centers(anchors.astype(jnp.float32))
    center = center + sides * code[:, :2]
    half = sides * jnp.exp(jnp.clip(code[:, 2:], -limit, limit)) / 2 - 0.5
    limits = jnp.asarray(max_shape[::-1], jnp.float32)
    corners = [jnp.clip(center - half, 0, limits), jnp.clip(center + half, 0, limits)]
    return jnp.concatenate(corners, 1).astype(anchors.dtype)


@operator(
    "ops.check_valid(bboxes, img_metas)",
    "ops.CheckValid()(bboxes, img_metas)",
    promote=tensor,
    differentiable=False,
    samples=("f32[3, 4], positive[3]",),
)
def check_valid(boxes, image):
    """Tell which boxes lie inside an image (height, width, ratio)."""
    if boxes.dtype in (jnp.int32, jnp.int64) or boxes.dtype != image.dtype:
        raise ExplainedTypeError(
            "For 'CheckValid', both operands must be float16, float32, int16 or uint8, but got "
            f"{boxes.dtype} and {image.dtype}."
        )
    if boxes.ndim != 2 or boxes.shape[1] != 4 or image.shape != (3,):
        raise ExplainedValueError(
            "For 'CheckValid', the shapes must be (N, 4) and (3,), but are "
            f"{boxes.shape} and {image.shape}."
        )
    height, width = image[0] * image[2] - 1, image[1] * image[2] - 1
    least = (boxes[:, 0] >= 0) & (boxes[:, 1] >= 0)
    return least & (boxes[:, 2] <= width) & (boxes[:, 3] <= height)


@operator(
    "ops.ROIAlign(pooled_height: int, pooled_width: int, spatial_scale: float,"
    " sample_num: int = 2, roi_end_mode: among(0, 1) = 1)(features, rois) -> (features, rois,"
    " size=(pooled_height, pooled_width), scale=spatial_scale, samples=sample_num,"
    " end=roi_end_mode)",
    promote=only_real_floating,
    samples=(
        "f32[2, 3, 6, 7], positive[2, 5], pooled_height=2, pooled_width=3, spatial_scale=0.5",
    ),
)
def roi_align(x, regions, *, size, scale, samples=2, end=1):
    """Average bilinear samples in the bins of regions (image, x0, y0, x1, y1).

    x is (N, C, H, W), the result (regions, C, *size). Regions get no gradient.
    Differs: the gradient is that of the given `roi_end_mode`, where MindSpore's CPU takes 1.
    """
    _check_regions(x, regions, scale, samples, end)
    regions = lax.stop_gradient(regions).astype(jnp.float32)
    start = regions[:, 1:3] * scale
    sides = (regions[:, 3:5] + end) * scale - start
    sides = jnp.maximum(sides, 0 if end else 1)
    weights = []
    for axis, bins, length in ((1, size[0], x.shape[2]), (0, size[1], x.shape[3])):
        step = (jnp.arange(bins * samples) + 0.5) / (bins * samples)
        at = start[:, axis, None] + step * sides[:, axis, None]
        rows = _row_weights(at, length).reshape(len(regions), bins, samples, length)
        weights.append(rows.mean(2))
    image = jnp.clip(regions[:, 0].astype(jnp.int32), 0, len(x) - 1)
    rows, columns = weights
    out = jnp.einsum("ryh,rchw,rxw->rcyx", rows, x[image].astype(jnp.float32), columns)
    return out.astype(x.dtype)


def _check_regions(x, regions, scale, samples, end):
    if not isinstance(scale, float):
        raise ExplainedTypeError(
            "For 'ROIAlign', the type of 'spatial_scale' should be 'float', but got type "
            f"'{type(scale).__name__}'."
        )
    if end not in (0, 1):
        raise ExplainedValueError(f"For 'ROIAlign', roi_end_mode must be 0 or 1, but got {end}.")
    if samples < 1:
        raise NotImplementedError(
            f"ROIAlign(sample_num={samples}): a number of samples that depends on each region "
            "cannot be compiled; give a positive number, such as 2."
        )
    if x.ndim != 4 or regions.ndim != 2 or regions.shape[1] != 5:
        raise ExplainedValueError(
            "For 'ROIAlign', features must be (N, C, H, W) and the second dim of rois shape 5, "
            f"but got {x.shape} and {regions.shape}."
        )


def _row_weights(at, length):
    """Return the weights of the pixels of an axis for bilinear samples; none outside."""
    inside = (at >= -1) & (at <= length)
    at = jnp.clip(at, 0, length - 1)
    pixels = jnp.arange(length)
    weights = jnp.maximum(1 - jnp.abs(at[..., None] - pixels), 0)
    return weights * inside[..., None]


@operator(
    "ops.crop_and_resize(image, boxes, box_indices, crop_size, method='bilinear',"
    " extrapolation_value=0.0)",
    "ops.CropAndResize(method: among('bilinear', 'nearest', 'bilinear_v2') = 'bilinear',"
    " extrapolation_value: float = 0.0)(x, boxes, box_index, crop_size) -> (x, boxes, box_index,"
    " size=crop_size, method=method, outside=extrapolation_value)",
    samples=(
        "f32[2, 5, 6, 3], probability[3, 4], bit[3], (3, 2)",
        "f32[2, 5, 6, 3], probability[3, 4], bit[3], (3, 2), method='nearest'",
        "f32[2, 5, 6, 3], probability[3, 4], bit[3], (1, 2), method='bilinear_v2'",
    ),
)
def crop_and_resize(x, boxes, index, *, size, method="bilinear", outside=0.0):
    """Cut boxes (y0, x0, y1, x1), in parts of the image, out of x (N, H, W, C), to one size.

    Differs: "nearest" has no gradient by the boxes; MindSpore gives it that of "bilinear".
    """
    if method not in ("bilinear", "nearest", "bilinear_v2"):
        raise ExplainedValueError(
            "For 'CropAndResize', the 'method' must be 'bilinear', 'nearest' or 'bilinear_v2', "
            f"but got {method!r}."
        )
    only_real_floating(boxes)
    if x.ndim != 4 or boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ExplainedValueError(
            "For 'CropAndResize', the shapes must be (N, H, W, C) and (boxes, 4), but are "
            f"{x.shape} and {boxes.shape}."
        )
    boxes = boxes.astype(jnp.float32)
    weigh = {"bilinear": _linear, "nearest": _nearest, "bilinear_v2": _linear_v2}[method]
    (rows, in_rows), (columns, in_columns) = (
        weigh(boxes[:, axis], boxes[:, axis + 2], x.shape[1 + axis], size[axis]) for axis in (0, 1)
    )
    images = as_float(x).astype(jnp.float32)[index]
    out = jnp.einsum("byh,bhwc,bxw->byxc", rows, images, columns)
    inside = in_rows[:, :, None] & in_columns[:, None, :]
    return jnp.where(inside[..., None], out, jnp.float32(outside))


def _crop_places(start, end, length, count):
    """Return where along an axis of `length` pixels those of crops lie, and which lie inside."""
    steps = jnp.arange(count, dtype=jnp.float32)
    if count == 1:
        at = ((start + end) * (length - 1) / 2)[:, None]
    else:
        step = (end - start) * (length - 1) / (count - 1)
        at = (start * (length - 1))[:, None] + steps * step[:, None]
    return at, (at >= 0) & (at <= length - 1)


def _linear(start, end, length, count):
    """Return the weights of an axis's pixels, (boxes, count, length), and which are inside."""
    at, inside = _crop_places(start, end, length, count)
    before = jnp.floor(at)
    part = at - before
    return _mixed(before, jnp.ceil(at), part, length), inside


def _nearest(start, end, length, count):
    at, inside = _crop_places(start, end, length, count)
    return _chosen(jnp.floor(at + 0.5), length), inside


def _linear_v2(start, end, length, count):
    """Weigh whole pixels cut out of the image, which are then resized."""
    first, last = jnp.trunc(start * length)[:, None], jnp.trunc(end * length)[:, None]
    extent = last - first + 1
    at = (jnp.arange(count, dtype=jnp.float32) + 0.5) * (extent / count) - 0.5
    before = jnp.floor(at)
    limit = jnp.maximum(extent - 1, 0)
    low, high = (
        jnp.clip(first + jnp.clip(v, 0, limit), 0, length - 1) for v in (before, before + 1)
    )
    weights = _mixed(low, high, at - before, length)
    return weights, jnp.ones(at.shape, bool)


def _mixed(before, after, part, length):
    part = part[..., None]
    return (1 - part) * _chosen(before, length) + part * _chosen(after, length)


def _chosen(at, length):
    return (at[..., None] == jnp.arange(length)).astype(jnp.float32)
