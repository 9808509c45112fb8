"""Images seen through an affine or a perspective map, with the arithmetic of OpenCV 4.

MindSpore warps with OpenCV 4.11, whose interpolation is in fixed-point numbers: places are known to
1/32 of a pixel, weights to 1/32768. OpenCV 5 computes in floats instead, and its pixels differ by
one or two. So places are computed here, and the pixels are the same beside any OpenCV: its `remap`
still takes fixed-point places, and only its cubic weights are others.

A matrix maps places of the source to places of the result: (x, y) are (column, row).
"""

from __future__ import annotations

import functools

import numpy as np

from msjax.dataset.libraries import opencv
from msjax.dataset.vision.enums import Inter

_PLACES = 32  # a pixel has so many places
_AFFINE_SCALE = 1024  # affine maps step in this fraction of a pixel
_WEIGHT = 1 << 15
_CUBIC = np.float32(-0.75)
_FARTHEST = 32000  # OpenCV counts pixels in 16 bits
_REMAPPED = ("uint8", "uint16", "int16", "float32", "float64")
_PIXELS_AT_ONCE = 1 << 14
_LIMIT = 1 << 30  # no image reaches so far
_TAPS = {Inter.NEAREST: 1, Inter.LINEAR: 2, Inter.AREA: 2, Inter.CUBIC: 4}


def warp_affine(image, matrix, interpolation, fill, size=None) -> np.ndarray:
    """Return an image seen through an affine map.

    Args:
        image: (height, width) or (height, width, channels).
        matrix: (2, 3).
        interpolation: an `Inter` that OpenCV has; AREA is LINEAR, as in OpenCV.
        fill: what pixels outside of the image are, per channel; missing ones are 0.
        size: (height, width) of the result. Default: None, the image's.

    Returns:
        The image, of the same dtype.
    """
    height, width = image.shape[:2] if size is None else size
    columns, rows = np.arange(width), np.arange(height)
    nearest = _TAPS[interpolation] == 1
    half = _AFFINE_SCALE // 2 if nearest else _AFFINE_SCALE // _PLACES // 2
    shift = 10 if nearest else 5
    lines = [
        (
            _narrowed(_rounded(a * columns * _AFFINE_SCALE)),
            _narrowed(_rounded((b * rows + c) * _AFFINE_SCALE) + half),
        )
        for a, b, c in _inverse_affine(matrix)
    ]

    def places(part: slice):
        found = [np.add.outer(down[part], across) for across, down in lines]
        for place in found:
            place >>= shift
        return found

    return _sampled(image, places, (height, width), _TAPS[interpolation], fill)


def _narrowed(values: np.ndarray) -> np.ndarray:
    """Return integers as int32 where sums of two of them fit, which is faster."""
    fits = not values.size or max(-values.min(), values.max()) < 1 << 29
    return values.astype(np.int32) if fits else values


def warp_perspective(image, matrix, interpolation, fill) -> np.ndarray:
    """Return an image seen through a perspective map; arguments as for `warp_affine`.

    Args:
        image: (height, width) or (height, width, channels).
        matrix: (3, 3).
        interpolation: an `Inter` that OpenCV has.
        fill: what pixels outside of the image are, per channel.

    Returns:
        The image, of the same dtype and size.
    """
    rows, columns = (np.arange(length) for length in image.shape[:2])
    taps = _TAPS[interpolation]
    unit = 1.0 if taps == 1 else _PLACES
    lines = [(a * columns, b * rows + c) for a, b, c in _inverse(np.asarray(matrix, float))]

    def places(part: slice):
        x, y, w = (np.add.outer(down[part], across) for across, down in lines)
        with np.errstate(divide="ignore"):
            scale = np.divide(unit, w, out=w)
        scale[np.isinf(scale)] = 0
        for place in (x, y):
            place *= scale
            np.rint(place, out=place)
        return x, y

    return _sampled(image, places, image.shape[:2], taps, fill)


def _sampled(image, places, size, taps: int, fill) -> np.ndarray:
    """Return the pixels at the places of the result, some rows at a time: so memory stays warm.

    Args:
        image: the image.
        places: a function of a slice of rows of the result; it returns x and y, whole numbers,
            counted in pixels for one tap, else in 1/32 of a pixel.
        size: (height, width) of the result.
        taps: how many pixels a pixel is interpolated from, along an axis.
        fill: what pixels outside of the image are, per channel.
    """
    by_opencv = taps <= 2 and image.dtype.name in _REMAPPED and _fits(image)
    source = image if by_opencv else _surrounded(image, taps, fill)
    result = np.empty((*size, *image.shape[2:]), image.dtype)
    step = max(_PIXELS_AT_ONCE // max(size[1], 1), 1)
    for start in range(0, size[0], step):
        part = slice(start, start + step)
        x, y = places(part)
        if by_opencv:
            found = _remapped(source, x, y, taps, fill)
        else:
            x, y = (np.clip(place, -_LIMIT, _LIMIT).astype(np.int32) for place in (x, y))
            found = _summed(source, x, y, taps, image.shape[:2])
        result[part] = found.reshape(result[part].shape)
    return result


def _fits(image) -> bool:
    channels = image.shape[2] if image.ndim == 3 else 1
    return channels <= 4 and max(image.shape[:2]) < _FARTHEST


def _remapped(image, x, y, taps: int, fill) -> np.ndarray:
    """Let OpenCV find the pixels: with fixed-point places it has kept its arithmetic.

    Its `convertMaps` makes such places of floats, which hold 1/32 of a pixel exactly as far as
    images reach; what is farther away stays outside.
    """
    cv2 = opencv()
    maps = [place.astype(np.float32) for place in (x, y)]
    if taps == 2:
        for place in maps:
            place *= np.float32(1 / _PLACES)
    places, part = cv2.convertMaps(*maps, cv2.CV_16SC2, nninterpolation=taps == 1)
    flag = cv2.INTER_NEAREST if taps == 1 else cv2.INTER_LINEAR
    border = tuple(float(value) for value in fill)
    return cv2.remap(
        image,
        places,
        part if taps == 2 else None,
        flag,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=border,
    )


def _surrounded(image, taps: int, fill) -> np.ndarray:
    """Return an image as (channels, height, width) with what lies around it."""
    height, width = image.shape[:2]
    planes = np.moveaxis(image.reshape(height, width, -1), 2, 0)
    around = np.zeros((len(planes), height + 2 * taps, width + 2 * taps), image.dtype)
    for plane, value in zip(around, fill, strict=False):
        plane[:] = value
    around[:, taps:-taps, taps:-taps] = planes
    return around


def _summed(around, x, y, taps: int, size) -> np.ndarray:
    """Add up the pixels around each place, times their weights.

    Args:
        around: the image and what lies around it, of `_surrounded`.
        x: the places' columns.
        y: the places' rows.
        taps: how many pixels count, along an axis.
        size: (height, width) of the image.
    """
    height, width = size
    if taps == 1:
        found = around[:, np.clip(y, -1, height) + 1, np.clip(x, -1, width) + 1]
        return np.moveaxis(found, 0, 2)
    before = taps // 2 - 1
    left = np.clip((x >> 5) - before, -taps, width) + taps
    top = np.clip((y >> 5) - before, -taps, height) + taps
    first = top.astype(np.intp) * around.shape[2] + left
    part = (y & 31) * _PLACES + (x & 31)
    weights = _weights(taps, around.dtype)
    planes = around.reshape(len(around), -1)
    total = np.zeros((len(planes), *x.shape), np.result_type(weights, around))
    for row in range(taps):
        for column in range(taps):
            there = first + (row * around.shape[2] + column)
            weight = weights[row, column].take(part, mode="clip")
            for plane, sums in zip(planes, total, strict=True):
                sums += plane.take(there, mode="clip") * weight
    return _converted(np.moveaxis(total, 0, 2), around.dtype)


def _converted(total, dtype) -> np.ndarray:
    if dtype == np.uint8:
        total = total + _WEIGHT // 2 >> 15
    elif dtype.kind in "iu":
        total = np.rint(total)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        total = np.clip(total, limits.min, limits.max)
    return total.astype(dtype)


@functools.cache
def _weights(taps: int, dtype) -> np.ndarray:
    """Return the weights: (taps, taps, 1024)."""
    if dtype == np.uint8:
        weights = _fixed_weights(taps)
    else:
        weights = _float_weights(taps).astype(np.float64 if dtype == np.float64 else np.float32)
    return np.ascontiguousarray(weights.transpose(1, 2, 0))


@functools.cache
def _float_weights(taps: int) -> np.ndarray:
    """Return the weights at the 32 x 32 places within a pixel: (1024, taps, taps), float32."""
    t = np.arange(_PLACES, dtype=np.float32) / np.float32(_PLACES)
    line = np.stack([1 - t, t] if taps == 2 else _cubic(t), axis=1)
    return (line[:, None, :, None] * line[None, :, None, :]).reshape(-1, taps, taps)


def _cubic(t) -> list[np.ndarray]:
    a = _CUBIC
    first = ((a * (t + 1) - 5 * a) * (t + 1) + 8 * a) * (t + 1) - 4 * a
    second = ((a + 2) * t - (a + 3)) * t * t + 1
    third = ((a + 2) * (1 - t) - (a + 3)) * (1 - t) * (1 - t) + 1
    return [first, second, third, 1 - first - second - third]


@functools.cache
def _fixed_weights(taps: int) -> np.ndarray:
    """Return the weights as integers that add up to 32768 everywhere."""
    fixed = _rounded(_float_weights(taps) * np.float32(_WEIGHT))
    fixed = np.minimum(fixed, _WEIGHT - 1) if taps == 4 else fixed
    excess = fixed.sum((1, 2)) - _WEIGHT
    middle = slice(taps // 2, taps // 2 + 2)  # OpenCV mends the sum at one of these four
    for place in np.flatnonzero(excess):
        four = fixed[place, middle, middle]
        mended = four.argmax() if excess[place] < 0 else four.argmin()
        four[np.unravel_index(mended, four.shape)] -= excess[place]
    return fixed.astype(np.int32)


def _inverse_affine(matrix):
    """Return the rows of the inverse, computed in OpenCV's order."""
    (a, b, c), (d, e, f) = np.asarray(matrix, np.float64).tolist()
    determinant = a * e - b * d
    scale = 1.0 / determinant if determinant else 0.0
    a, b, d, e = e * scale, b * -scale, d * -scale, a * scale
    return (a, b, -a * c - b * f), (d, e, -d * c - e * f)


def _inverse(m) -> np.ndarray:
    """Return the inverse of a (3, 3) matrix, or zeros if there is none."""
    cofactors = np.stack([np.cross(m[1], m[2]), np.cross(m[2], m[0]), np.cross(m[0], m[1])], axis=1)
    determinant = m[0] @ cofactors[:, 0]
    return cofactors * (1.0 / determinant if determinant else 0.0)


def _rounded(values) -> np.ndarray:
    return np.rint(values).astype(np.int64)
