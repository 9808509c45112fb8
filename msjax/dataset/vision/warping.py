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
    x, y = (
        (_rounded(a * columns * _AFFINE_SCALE) + _rounded((b * rows + c) * _AFFINE_SCALE)[:, None])
        + half
        >> shift
        for a, b, c in _inverse_affine(matrix)
    )
    return _sampled(image, x, y, _TAPS[interpolation], fill)


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
    x, y, w = (
        a * columns + (b * rows + c)[:, None] for a, b, c in _inverse(np.asarray(matrix, float))
    )
    taps = _TAPS[interpolation]
    scale = np.divide(1.0 if taps == 1 else _PLACES, w, out=np.zeros_like(w), where=w != 0)
    limit = 2.0**31
    x, y = (_rounded(np.clip(place * scale, -limit, limit - 1)) for place in (x, y))
    return _sampled(image, x, y, taps, fill)


def _sampled(image, x, y, taps: int, fill) -> np.ndarray:
    """Return the pixels at (x, y): counted in pixels for one tap, else in 1/32 of a pixel."""
    shape = x.shape + image.shape[2:]
    if taps <= 2 and image.dtype.name in _REMAPPED and _fits(image):
        return _remapped(image, x, y, taps, fill).reshape(shape)
    return _summed(image, x, y, taps, fill).reshape(shape)


def _fits(image) -> bool:
    channels = image.shape[2] if image.ndim == 3 else 1
    return channels <= 4 and max(image.shape[:2]) < _FARTHEST


def _remapped(image, x, y, taps: int, fill) -> np.ndarray:
    """Let OpenCV find the pixels: with fixed-point places it has kept its arithmetic."""
    cv2 = opencv()
    part, flag = None, cv2.INTER_NEAREST
    if taps == 2:
        part, flag = ((y & 31) * _PLACES + (x & 31)).astype(np.uint16), cv2.INTER_LINEAR
        x, y = x >> 5, y >> 5
    places = np.empty((*x.shape, 2), np.int16)
    np.clip(x, -_FARTHEST, _FARTHEST, out=places[..., 0], casting="unsafe")
    np.clip(y, -_FARTHEST, _FARTHEST, out=places[..., 1], casting="unsafe")
    border = tuple(float(value) for value in fill)
    return cv2.remap(image, places, part, flag, borderMode=cv2.BORDER_CONSTANT, borderValue=border)


def _summed(image, x, y, taps: int, fill) -> np.ndarray:
    """Add up the pixels around each place, times their weights."""
    height, width = image.shape[:2]
    pixels = image.reshape(height, width, -1)
    around = np.zeros((height + 2 * taps, width + 2 * taps, pixels.shape[2]), image.dtype)
    known = min(pixels.shape[2], len(fill))
    around[..., :known] = fill[:known]
    around[taps:-taps, taps:-taps] = pixels
    if taps == 1:
        return around[np.clip(y, -1, height) + 1, np.clip(x, -1, width) + 1]
    before = taps // 2 - 1
    left = np.clip((x >> 5) - before, -taps, width) + taps
    top = np.clip((y >> 5) - before, -taps, height) + taps
    first = top * around.shape[1] + left
    part = (y & 31) * _PLACES + (x & 31)
    flat, weights = around.reshape(-1, pixels.shape[2]), _weights(taps, image.dtype)
    total = sum(
        flat.take(first + row * around.shape[1] + column, axis=0)
        * weights[:, row, column].take(part)[..., None]
        for row in range(taps)
        for column in range(taps)
    )
    return _converted(total, image.dtype)


def _converted(total, dtype) -> np.ndarray:
    if dtype == np.uint8:
        total = total + _WEIGHT // 2 >> 15
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        total = np.clip(np.rint(total), limits.min, limits.max)
    return total.astype(dtype)


def _weights(taps: int, dtype) -> np.ndarray:
    if dtype == np.uint8:
        return _fixed_weights(taps)
    return _float_weights(taps).astype(np.float64 if dtype == np.float64 else np.float32)


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
