"""The order in which MindSpore reads the rows of MindRecord files, bit for bit.

There, shuffling is not that of other sources: it draws from `std::default_random_engine`, which is
`minstd_rand0` in libstdc++, starting from the seed and 1, and 2 in the next epoch, and so on.
"""

from __future__ import annotations

import itertools
from collections.abc import MutableSequence

import numpy as np

from msjax.dataset.engine.random import Stream, start_seed
from msjax.dataset.engine.samplers import (
    BuiltinSampler,
    DistributedSampler,
    Labels,
    Order,
    RandomSampler,
    Shuffle,
    SubsetRandomSampler,
)

_MODULUS = 2**31 - 1
_RANGE = _MODULUS - 2  # from the least to the greatest value that is drawn


class RecordStream(Stream):
    """`std::minstd_rand0`, and what libstdc++ draws from it."""

    def seed(self, seed: int) -> None:
        """Start again from a seed."""
        self._value = seed % _MODULUS or 1

    def bits(self) -> int:
        """Return the next value, from 1 to 2**31 - 2."""
        self._value = self._value * 16807 % _MODULUS
        return self._value

    def integer(self, low: int, high: int) -> int:
        """Draw an int from [low, high], as `std::uniform_int_distribution` does."""
        count = high - low + 1
        scale = _RANGE // count
        while (drawn := self.bits() - 1) >= count * scale:
            pass
        return low + drawn // scale

    def shuffle(self, items: MutableSequence) -> None:
        """Reorder items as `std::shuffle` does."""
        count = len(items)
        if count and _RANGE // count >= count:
            super().shuffle(items)
            return
        for i in range(1, count):  # too many to draw two places from one value
            j = self.integer(0, i)
            items[i], items[j] = items[j], items[i]


def start_order(sampler: BuiltinSampler, sizes: list[int], padding: int, labels: Labels) -> Order:
    """Start a sampler for the rows of files.

    Args:
        sampler: the sampler.
        sizes: how many rows each file has.
        padding: how many rows follow that are in no file.
        labels: the class of each row, or None.

    Returns:
        A function: each call gives the numbers of the rows of the next epoch.
    """
    count = sum(sizes) + padding
    if sampler.child_sampler is not None:
        return sampler._start(count, labels)
    if isinstance(sampler, SubsetRandomSampler):
        chosen = sampler._rows(count).tolist()
        RecordStream(start_seed() + 1).shuffle(chosen)
        rows = np.array(chosen, np.int64)[: sampler._own_size(count)]
        return lambda: rows
    if isinstance(sampler, RandomSampler) and sampler.replacement:
        return _with_replacement(count, sampler.num_samples or count)
    mode = sampler.get_shuffle_mode()
    if not isinstance(sampler, RandomSampler | DistributedSampler) or mode is Shuffle.FALSE:
        return sampler._start(count, labels)
    in_shards = isinstance(sampler, DistributedSampler)
    if in_shards and mode is Shuffle.PARTIAL and sampler.num_shards > 1:
        raise NotImplementedError(
            "shuffle=Shuffle.PARTIAL with num_shards: msjax has not MindSpore's order for it; use "
            "Shuffle.GLOBAL."
        )
    places = sampler._places(count) if in_shards else np.arange(count)
    places = places[: sampler._own_size(count)]
    shuffled = _shuffled([*sizes, padding] if padding else sizes, mode, in_shards)
    return lambda: np.array(shuffled(), np.int64)[places]


def _with_replacement(count, size) -> Order:
    """Draw each row from a stream of its own; from the second epoch on, of those drawn before."""
    seeds = itertools.count(start_seed() + 1)
    drawn = list(range(count))

    def order():
        nonlocal drawn
        seed = next(seeds)
        last = len(drawn) - 1
        drawn = [drawn[Stream(seed + i).integer(0, last)] for i in range(size)]
        return np.array(drawn, np.int64)

    return order


def _shuffled(sizes, mode, anew):
    """Return a function that gives all rows of the next epoch in an order of the mode.

    Args:
        sizes: how many rows each file has.
        mode: the mode.
        anew: whether an epoch starts from the rows in order, not as the last epoch had them.
    """
    seeds = itertools.count(start_seed() + 1)
    ends = list(itertools.accumulate(sizes))
    in_order = [list(range(end - size, end)) for size, end in zip(sizes, ends, strict=True)]
    files = [list(file) for file in in_order]
    rows = list(itertools.chain.from_iterable(files))

    def epoch():
        nonlocal rows, files
        seed = next(seeds)
        if anew:
            files = [list(file) for file in in_order]
            rows = list(itertools.chain.from_iterable(files))
        if mode is Shuffle.INFILE:
            for file in files:
                RecordStream(seed).shuffle(file)
            return list(itertools.chain.from_iterable(files))
        if mode in (Shuffle.FILES, Shuffle.PARTIAL):
            chosen = list(files)
            RecordStream(seed).shuffle(chosen)
            rows = list(itertools.chain.from_iterable(chosen))
        if mode is not Shuffle.FILES:
            RecordStream(seed).shuffle(rows)
        return rows

    return epoch
