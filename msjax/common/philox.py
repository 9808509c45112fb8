"""MindSpore's random fills: Philox 4x32 with 10 rounds, in vectorised NumPy.

The same seed gives the same bits as MindSpore 2.10 on CPU. A seed of 64 bits is both the key and
the upper half of the counter, whose lower half numbers the blocks of four 32-bit outputs.
"""

from __future__ import annotations

import math

import numpy as np

_CHUNK = 1 << 14  # blocks made at a time: what stays in the processor's cache
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_INCREMENTS = 0x9E3779B9, 0xBB67AE85
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_PI = float(np.float32(3.1415926))
_LEAST = float(np.float32(1e-7))
_ROOT_TWO = float(np.float32(math.sqrt(2.0)))


def draw_seed() -> int:
    """Draw the seed of one fill from NumPy's global generator."""
    return int(np.random.randint(low=1, high=1 << 63, dtype=np.int64))


def outputs(seed: int, first: int, count: int) -> np.ndarray:
    """Return `count` blocks of four 32-bit outputs, the first block's number being `first`.

    Returns:
        A uint32 array of shape (count, 4).
    """
    k0, k1 = seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF
    number = np.arange(first, first + count, dtype=np.uint64)
    c0, c1 = number & _LOW, number >> _HALF
    c2, c3 = np.uint64(k0), np.uint64(k1)
    for _ in range(10):
        p0, p1 = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
        c0, c1, c2, c3 = (
            (p1 >> _HALF) ^ c1 ^ np.uint64(k0),
            p1 & _LOW,
            (p0 >> _HALF) ^ c3 ^ np.uint64(k1),
            p0 & _LOW,
        )
        k0, k1 = (k0 + _INCREMENTS[0]) & 0xFFFFFFFF, (k1 + _INCREMENTS[1]) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3], axis=1).astype(np.uint32)


def _fill(seed, shape, make):
    """Fill a float32 array from what `make` gives for each run of outputs (a flat uint32 array)."""
    data = np.empty(shape, np.float32)
    flat = data.reshape(-1)
    for start in range(0, flat.size, 4 * _CHUNK):
        part = flat[start : start + 4 * _CHUNK]
        blocks = outputs(seed, start // 4, -(-part.size // 4))
        part[:] = make(blocks.reshape(-1))[: part.size]
    return data


def uniform(seed: int, shape, low: float, high: float) -> np.ndarray:
    """Fill a float32 array from the uniform distribution over [low, high)."""
    low, high = float(np.float32(low)), float(np.float32(high))
    return _fill(seed, shape, lambda bits: (high - low) * (bits * 2.0**-32) + low)


def normal(seed: int, shape, mean: float, sigma: float) -> np.ndarray:
    """Fill a float32 array from the normal distribution, by the Box-Muller transform."""
    mean, sigma = float(np.float32(mean)), float(np.float32(sigma))

    def make(bits):
        mantissa = (bits & np.uint32(0x7FFFFF)) | np.uint32(0x3F800000)
        u = np.maximum(mantissa.view(np.float32).astype(np.float64) - 1.0, _LEAST)
        radius, angle = np.sqrt(-2.0 * np.log(u[0::2])), (2.0 * _PI) * u[1::2]
        out = np.empty_like(u)
        out[0::2] = radius * np.cos(angle)
        out[1::2] = radius * np.sin(angle)
        return out * sigma + mean

    return _fill(seed, shape, make)


def truncated_normal(seed: int, shape, low, high, mean: float, sigma: float) -> np.ndarray:
    """Fill a float32 array from the normal distribution cut off at `low` and `high`.

    The distribution function is inverted, with sqrt(2) rounded to float32 as MindSpore does.
    """
    from scipy.special import erfcinv

    mean, sigma = float(np.float32(mean)), float(np.float32(sigma))
    bounds = [0.5 * math.erfc(-(bound - mean) / sigma / _ROOT_TWO) for bound in (low, high)]

    def make(bits):
        p = bits * 2.0**-32 * (bounds[1] - bounds[0]) + bounds[0]
        return -erfcinv(2.0 * p) * _ROOT_TWO * sigma + mean

    return _fill(seed, shape, make)
