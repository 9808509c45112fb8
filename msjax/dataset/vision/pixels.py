"""What operations compute on the pixels of an array, with the rounding of MindSpore's C++.

Images are (height, width) or (height, width, channels). Factors are float32, as in C++; results of
integer dtypes are rounded to even and saturate.
"""

from __future__ import annotations

import numpy as np

from msjax.dataset.libraries import opencv

_PIXEL_MAX = 255


def as_bytes(image: np.ndarray) -> np.ndarray:
    """Return the image, one of bools as bytes: OpenCV has no bools."""
    return image.view(np.uint8) if image.dtype == bool else image


def single(number) -> float:
    """Return a number as float32 holds it."""
    return float(np.float32(number))


def saturated(values, dtype) -> np.ndarray:
    """Return numbers as OpenCV casts them: rounded to even and clipped where `dtype` has limits."""
    if dtype.kind not in "iu":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(dtype)


def brightness(image, factor) -> np.ndarray:
    """Return the pixels times `factor`."""
    wide = image.dtype in (np.int32, np.float64)
    factor = single(factor) if wide else np.float32(factor)
    return saturated(image * factor, image.dtype)


def contrast(image, factor) -> np.ndarray:
    """Return a blend of the image and its mean gray; `factor` is the image's share."""
    cv2 = opencv()
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    return _blended(image, cv2.add(np.zeros_like(gray), cv2.mean(gray)[0]), factor)


def saturation(image, factor) -> np.ndarray:
    """Return a blend of the image and its gray one; `factor` is the image's share."""
    cv2 = opencv()
    return _blended(image, cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), factor)


def _blended(image, gray, factor) -> np.ndarray:
    cv2 = opencv()
    factor = single(factor)
    return cv2.addWeighted(cv2.cvtColor(gray, cv2.COLOR_GRAY2RGB), 1 - factor, image, factor, 0)


def hue(image, factor) -> np.ndarray:
    """Return the image with its hues turned by `factor` of a turn."""
    cv2 = opencv()
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV_FULL)
    if image.dtype == np.uint8:
        hsv[..., 0] += np.uint8(int(single(factor) * _PIXEL_MAX) % 256)
    else:
        hsv[..., 0] = (hsv[..., 0] + np.float32(360 * factor)) % 360
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB_FULL)


def gamma(image, exponent, gain) -> np.ndarray:
    """Return gamma-corrected pixels: bytes by a table of 256, floats within 0 and 1."""
    exponent, gain = np.float32(exponent), np.float32(gain)
    if image.dtype.kind == "f":
        corrected = np.power(image.astype(np.float32) * gain, exponent)
        return np.clip(corrected, np.float32(0), np.float32(1))
    levels = np.arange(256, dtype=np.float32) / np.float32(_PIXEL_MAX)
    corrected = np.power(levels.astype(np.float64), float(exponent)).astype(np.float32)
    table = np.clip(np.floor(corrected * np.float32(255.999) * gain), 0, _PIXEL_MAX)
    return table.astype(np.uint8).take(image)


def sharpness(image, factor) -> np.ndarray:
    """Return a blend of the image and a smoothed one; `factor` is the image's share."""
    cv2 = opencv()
    kernel = np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]], np.float32) / np.float32(13)
    smooth = cv2.filter2D(image, -1, kernel).reshape(image.shape)
    for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
        smooth[edge] = image[edge]
    factor = single(factor)
    return cv2.addWeighted(image, factor, smooth, 1 - factor, 0).reshape(image.shape)


def gaussian_blur(image, size, sigma) -> np.ndarray:
    """Return the image smoothed by a Gaussian; a sigma of 0 is chosen by the kernel's size.

    Args:
        image: the pixels.
        size: (width, height) of the kernel, odd.
        sigma: the standard deviations in the same order.

    Returns:
        The image.
    """
    x, y = (
        np.float32(s) if s > 0 else np.float32(k) * np.float32(0.15) + np.float32(0.35)
        for k, s in zip(size, sigma, strict=True)
    )
    return opencv().GaussianBlur(image, tuple(size), float(x), sigmaY=float(y)).reshape(image.shape)


def invert(image) -> np.ndarray:
    """Return 255 minus the pixels."""
    if image.dtype == np.uint8:
        return ~image
    if image.dtype.kind == "f":
        return image.dtype.type(_PIXEL_MAX) - image
    return saturated(_PIXEL_MAX - image.astype(np.int64), image.dtype)


def posterize(image, bits: int) -> np.ndarray:
    """Return bytes with only their highest `bits`."""
    return image & np.uint8(0xFF << (8 - bits) & 0xFF)


def solarize(image, low, high) -> np.ndarray:
    """Return the image with the pixels from `low` to `high` inverted; from `low` on if equal."""
    chosen = image >= low if low == high else (image >= low) & (image <= high)
    return np.where(chosen, invert(image), image)


def equalize(image) -> np.ndarray:
    """Return bytes whose histogram is flat, channel by channel."""
    cv2 = opencv()
    return cv2.merge([cv2.equalizeHist(channel) for channel in cv2.split(image)]).reshape(
        image.shape
    )


def auto_contrast(image, cutoff, ignore) -> np.ndarray:
    """Return bytes stretched to 0 and 255, channel by channel.

    Args:
        image: the pixels, bytes.
        cutoff: the percentage of the darkest and of the brightest pixels that does not count.
        ignore: values that do not count.

    Returns:
        The image.
    """
    cv2 = opencv()
    channels = image.shape[2] if image.ndim == 3 else 1
    counts = [cv2.calcHist([image], [c], None, [256], [0, 256]) for c in range(channels)]
    tables = [_stretch(count.ravel().astype(np.int64), cutoff, ignore) for count in counts]
    return cv2.LUT(image, np.stack(tables, axis=-1)[None]).reshape(image.shape)


def _stretch(counts, cutoff, ignore) -> np.ndarray:
    """Return what each level becomes."""
    counts[list(ignore)] = 0
    cut = int(counts.sum()) * int(cutoff) // 100  # MindSpore leaves out the fraction of a percent
    for order in (slice(None), slice(None, None, -1)):
        before = np.cumsum(counts[order]) - counts[order]
        counts[order] -= np.clip(cut - before, 0, counts[order])
    used = np.flatnonzero(counts)
    levels = np.arange(256, dtype=np.float32)
    if len(used) < 2:
        return levels.astype(np.uint8)
    scale = np.float32(_PIXEL_MAX) / np.float32(used[-1] - used[0])
    return np.clip(levels * scale - np.float32(used[0]) * scale, 0, _PIXEL_MAX).astype(np.uint8)
