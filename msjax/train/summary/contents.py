"""What event files hold of the values of the four summary operators."""

from __future__ import annotations

import io
import math

import numpy as np

from msjax import log as logger
from msjax.train.summary.messages import DATA_TYPES, message_classes, missing_extra

_COLUMNS = 8
_BUCKETS = 90


def _fill_scalar(value, array) -> bool:
    value.scalar_value = float(array.reshape(-1)[0])
    return True


def _fill_tensor(value, array) -> bool:
    if array.dtype.name not in DATA_TYPES:
        raise TypeError(
            f"Transform numpy type failed in Summary: tensor {value.tag!r} is of {array.dtype}, "
            f"expected is one of {', '.join(DATA_TYPES)}."
        )
    value.tensor.dims.extend(array.shape)
    value.tensor.data_type = DATA_TYPES[array.dtype.name]
    value.tensor.float_data.extend(array.reshape(-1).tolist())
    return True


def _fill_image(value, array) -> bool:
    if array.shape[1] not in (1, 3) or array.size == 0:
        logger.error(
            "Image %r is left out: its shape must be (N, 1 or 3, H, W) without zeros, but is %s.",
            value.tag,
            array.shape,
        )
        return False
    pixels = _to_bytes(_canvas(array))
    value.image.height, value.image.width, value.image.colorspace = pixels.shape
    value.image.encoded_image = _png(pixels)
    return True


def _canvas(images):
    """Lay images (N, C, H, W) out on one of (H, W, 3), eight a row."""
    count, channels, height, width = images.shape
    columns = min(count, _COLUMNS)
    rows = math.ceil(count / columns)
    canvas = np.zeros((rows * columns, 3, height, width))
    canvas[:count] = images if channels == 3 else np.repeat(images, 3, axis=1)
    canvas = canvas.reshape(rows, columns, 3, height, width)
    return canvas.transpose(0, 3, 1, 4, 2).reshape(rows * height, columns * width, 3)


def _to_bytes(canvas):
    """Scale values of [0, 1] by 255, and any others so that they span as much."""
    low, high = canvas.min(), canvas.max()
    if low >= 0 and high <= 1:
        shift, scale = 0, 255
    else:
        shift, scale = low, 255 / (high - low + 1) if high != low else 1
    return ((canvas.astype(np.float32) - shift) * scale).astype(np.uint8)


def _png(pixels) -> bytes:
    file = io.BytesIO()
    image_library().fromarray(pixels).save(file, format="PNG")
    return file.getvalue()


def image_library():
    """Return Pillow's module `Image`.

    Raises:
        ModuleNotFoundError: Pillow is not installed.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError:
        raise missing_extra("pillow") from None
    return Image


def _fill_histogram(value, array) -> bool:
    if array.dtype == np.bool_:
        array = array.astype(np.uint8)
    finite = array[np.isfinite(array)]
    histogram = value.histogram
    histogram.count = array.size
    histogram.nan_count = np.count_nonzero(np.isnan(array))
    histogram.pos_inf_count = np.count_nonzero(np.isposinf(array))
    histogram.neg_inf_count = np.count_nonzero(np.isneginf(array))
    if finite.size == 0:
        logger.warning("Histogram %r has no finite values.", value.tag)
        return True
    low, high = float(finite.min()), float(finite.max())
    histogram.min, histogram.max = low, high
    histogram.sum = finite.sum(dtype=np.float64)
    margin = 0 if low < high else 0.5
    edges = np.linspace(
        low - margin, high + margin, _bucket_count(finite.size) + 1, dtype=array.dtype
    )
    counts, edges = np.histogram(finite, bins=edges)
    lefts, widths = edges[:-1].tolist(), np.diff(edges).tolist()
    for left, width, count in zip(lefts, widths, counts.tolist(), strict=True):
        histogram.buckets.add(left=left, width=width, count=count)
    return True


def _bucket_count(count) -> int:
    """Return MindSpore's number of buckets for so many values."""
    if count <= 10:
        return 2 if count <= 5 else 3
    return min(count // 10 + 1, _BUCKETS)


_FILLERS = {
    "scalar": _fill_scalar,
    "tensor": _fill_tensor,
    "image": _fill_image,
    "histogram": _fill_histogram,
}


def summary_events(step: int, wall_time: float, entries):
    """Make the events of one step, MindSpore's and TensorBoard's.

    Args:
        step: the step's number.
        wall_time: when it was, in seconds.
        entries: triples of plugin, tag and array.
    """
    classes = message_classes()
    event = classes.Event(wall_time=wall_time, step=step)
    shown = classes.TensorBoardEvent(wall_time=wall_time, step=step)
    for plugin, tag, array in entries:
        if array.dtype.kind == "V":  # bfloat16 and float8
            array = array.astype(np.float32)
        value = event.summary.value.add(tag=tag)
        if not _FILLERS[plugin](value, array):
            del event.summary.value[-1]
        elif plugin != "tensor":
            _show(shown.summary.value.add(tag=tag), value, plugin, array)
    return event, shown


def _show(shown, value, plugin, array):
    """Say for TensorBoard what a message `Value` says."""
    if plugin == "scalar":
        shown.simple_value = value.scalar_value
    elif plugin == "image":
        shown.image.CopyFrom(value.image)
    else:
        _fill_histo(shown.histo, array)


def _fill_histo(histo, array):
    values = array.astype(np.float64).reshape(-1)
    values = values[np.isfinite(values)]
    if values.size:
        counts, edges = np.histogram(values, bins=_bucket_count(values.size))
        histo.min, histo.max, histo.num = values.min(), values.max(), values.size
        histo.sum, histo.sum_squares = values.sum(), (values * values).sum()
        histo.bucket_limit.extend(edges[1:].tolist())
        histo.bucket.extend(counts.tolist())
