"""The streams of random numbers that MindSpore's pipelines draw from, bit for bit.

MindSpore's engine is C++: its generators are `std::mt19937` and `std::mt19937_64`, its order of
rows comes from `std::shuffle`, its random operations draw from the distributions of libstdc++.
`Stream` is a `std::mt19937` with these as methods. Every part of a pipeline that draws starts its
own stream from `start_seed()`, when an iterator is made: so, with `config.set_seed`, each of two
pipelines built alike gives the same rows, and an operation does not disturb the draws of another.
"""

from __future__ import annotations

import bisect
import math
import secrets
from collections.abc import Iterator, MutableSequence, Sequence

import numpy as np

from msjax.dataset import config

_TOP = 1 << 32


def start_seed() -> int:
    """Return the seed that a stream starts from: `config.get_seed()`, or a new one if unset."""
    seed = config.get_seed()
    return secrets.randbits(32) if seed == config.DEFAULT_SEED else seed


def operation_stream(worker: int = 0) -> Stream:
    """Return the stream of a random operation: of one call, or of one worker of a pipeline.

    Args:
        worker: the number of the worker. Default: 0.
    """
    return Stream((start_seed() + worker) % _TOP)


class Stream:
    """`std::mt19937` and the distributions of libstdc++ over it.

    Args:
        seed: an int of 32 bits.
    """

    def __init__(self, seed: int):
        self._start = seed
        self.seed(seed)

    def __reduce__(self):
        """Send the seed to another process, where the stream starts from its beginning."""
        return type(self), (self._start,)

    def seed(self, seed: int) -> None:
        """Start again from a seed."""
        self._next = _words(seed).__next__
        self._saved: float | None = None

    def bits(self) -> int:
        """Return the next 32 random bits, as an int."""
        return self._next()

    def integer(self, low: int, high: int) -> int:
        """Draw an int from [low, high], as `std::uniform_int_distribution` does."""
        count = high - low + 1
        if count == _TOP:
            return low + self._next()
        if count > _TOP:
            return low + self._wide(count)
        scale = (_TOP - 1) // count
        limit = count * scale
        word = self._next()
        while word >= limit:
            word = self._next()
        return low + word // scale

    def _wide(self, count: int) -> int:
        """Draw an int from [0, count) where 32 bits are too few."""
        while True:
            drawn = (self.integer(0, (count - 1) // _TOP) << 32) + self._next()
            if drawn < count:
                return drawn

    def real(self, low: float = 0.0, high: float = 1.0) -> float:
        """Draw a double from [low, high), as `std::uniform_real_distribution<double>` does."""
        return self._unit() * (high - low) + low

    def real32(self, low: float = 0.0, high: float = 1.0) -> np.float32:
        """Draw a float from [low, high), as `std::uniform_real_distribution<float>` does."""
        one = np.float32(1)
        unit = np.float32(self._next()) / np.float32(_TOP)
        unit = min(unit, np.nextafter(one, np.float32(0)))
        low32, high32 = np.float32(low), np.float32(high)
        return unit * (high32 - low32) + low32

    def _unit(self) -> float:
        # The sum is rounded to a double before the division, as generate_canonical does.
        unit = float(self._next() + self._next() * float(_TOP)) / float(1 << 64)
        return unit if unit < 1.0 else math.nextafter(1.0, 0.0)

    def bernoulli(self, probability: float) -> bool:
        """Draw True with a probability, as `std::bernoulli_distribution` does."""
        return self._unit() < probability

    def exponential(self) -> float:
        """Draw from the exponential distribution of rate 1, as `std::exponential_distribution`."""
        return -math.log(1.0 - self._unit())

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """Draw from the normal distribution, as `std::normal_distribution<double>` does."""
        if self._saved is not None:
            value, self._saved = self._saved, None
            return value * deviation + mean
        square = 0.0
        while not 0.0 < square <= 1.0:
            x, y = 2.0 * self._unit() - 1.0, 2.0 * self._unit() - 1.0
            square = x * x + y * y
        scale = math.sqrt(-2 * math.log(square) / square)
        self._saved = x * scale
        return y * scale * deviation + mean

    def weighted(self, cumulative: Sequence[float]) -> int:
        """Draw an index, as `std::discrete_distribution` does.

        Args:
            cumulative: `cumulative_weights` of the weights.
        """
        return bisect.bisect_left(cumulative, self._unit()) if len(cumulative) > 1 else 0

    def shuffle(self, items: MutableSequence) -> None:
        """Reorder items as `std::shuffle` does."""
        count = len(items)
        if (_TOP - 1) // max(count, 1) < count:  # too many to draw two places from one word
            for i in range(1, count):
                j = self.integer(0, i)
                items[i], items[j] = items[j], items[i]
            return
        start = 1
        if count and count % 2 == 0:
            j = self.integer(0, 1)
            items[1], items[j] = items[j], items[1]
            start = 2
        for i in range(start, count, 2):
            first, second = divmod(self.integer(0, (i + 1) * (i + 2) - 1), i + 2)
            items[i], items[first] = items[first], items[i]
            items[i + 1], items[second] = items[second], items[i + 1]


def cumulative_weights(weights: Sequence[float]) -> list[float]:
    """Return the limits that `Stream.weighted` looks up: sums of the normalized weights."""
    total = sum(map(float, weights))
    sums = list(np.cumsum([weight / total for weight in weights]).tolist())
    sums[-1] = 1.0
    return sums


def _words(seed: int) -> Iterator[int]:
    # RandomState's seeding is that of std::mt19937; its bit generator gives the raw words.
    words = np.random.RandomState(seed % _TOP)._bit_generator
    size = 32
    while True:
        yield from words.random_raw(size).tolist()
        size = min(2 * size, 4096)


class Stream64:
    """`std::mt19937_64`, as the shuffle buffer draws from."""

    _N, _M = 312, 156

    def __init__(self, seed: int):
        state = [seed]
        for i in range(1, self._N):
            last = state[-1]
            state.append((6364136223846793005 * (last ^ (last >> 62)) + i) & ((1 << 64) - 1))
        self._state = np.array(state, np.uint64)
        self._words: list[int] = []

    def bits(self) -> int:
        """Return the next 64 random bits, as an int."""
        if not self._words:
            self._words = self._block()[::-1].tolist()
        return self._words.pop()

    def _block(self) -> np.ndarray:
        """Return the next 312 words."""
        state, half = self._state, self._M
        low = np.uint64(0x7FFFFFFF)
        one = np.uint64(1)

        def twisted(here, after, far):
            mixed = (here & ~low) | (after & low)
            return far ^ (mixed >> one) ^ ((mixed & one) * np.uint64(0xB5026F5AA96619E9))

        # A word depends on the word half a block on: two halves, and the last word wraps around.
        first = twisted(state[:half], state[1 : half + 1], state[half:])
        second = twisted(state[half:-1], state[half + 1 :], first[:-1])
        last = twisted(state[-1:], first[:1], first[-1:])
        self._state = words = np.concatenate([first, second, last])
        words = words ^ ((words >> np.uint64(29)) & np.uint64(0x5555555555555555))
        words = words ^ ((words << np.uint64(17)) & np.uint64(0x71D67FFFEDA60000))
        words = words ^ ((words << np.uint64(37)) & np.uint64(0xFFF7EEE000000000))
        return words ^ (words >> np.uint64(43))
