"""Images for the cases of `mindspore.dataset.vision`, made by formula, and how results are told."""

from __future__ import annotations

import zlib

import numpy as np


def photo(height=24, width=30, channels=3, dtype=np.uint8, seed=1):
    """Return an image with slopes, waves and noise: what photographs are made of."""
    y, x = np.mgrid[:height, :width]
    noise = np.random.RandomState(seed).randint(0, 60, (height, width, max(channels, 1)))
    waves = [
        90 + 50 * np.sin(x / (3 + c) + c) + 40 * np.cos(y / (4 - c % 2) - c)
        for c in range(max(channels, 1))
    ]
    image = np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8).astype(dtype)
    return image if channels else image[:, :, 0]


def exact(result):
    """Tell a result of integers by shape, dtype and checksum: one bit of difference shows."""
    if isinstance(result, tuple | list):
        return type(result)(map(exact, result))
    if not isinstance(result, np.ndarray):  # of Pillow
        return ["PIL", result.mode, exact(np.asarray(result))]
    checksum = zlib.crc32(np.ascontiguousarray(result).tobytes())
    return [list(result.shape), result.dtype.name, checksum, result.reshape(-1)[:6].tolist()]
