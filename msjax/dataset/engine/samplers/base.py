"""What samplers have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

import numpy as np

from msjax.mindrecord.common.exceptions import pipeline_error

INT64_MAX = 2**63 - 1
Order = Callable[[], np.ndarray]
Labels = Callable[[], Sequence[Any] | None]


class Shuffle(str, Enum):  # noqa: UP042  MindSpore's: it prints as an Enum
    """How a source shuffles its rows."""

    FALSE = "false"
    ADAPTIVE = "adaptive"
    GLOBAL = "global"
    PARTIAL = "partial"
    FILES = "files"
    INFILE = "infile"


def check_num_samples(num_samples) -> None:
    """Check how many rows an epoch may have."""
    if num_samples is None:
        return
    if not isinstance(num_samples, int):
        raise TypeError(f"num_samples must be integer but was: {num_samples}.")
    if not 0 <= num_samples <= INT64_MAX:
        raise ValueError(
            f"num_samples exceeds the boundary between 0 and {INT64_MAX}(INT64_MAX)! It is "
            f"{num_samples}."
        )


def check_bool(name: str, value) -> None:
    """Check an argument that is True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be a boolean value but was: {value}.")


def check_mode(shuffle) -> None:
    """Check a mode of shuffling that any source knows."""
    if shuffle not in (Shuffle.FALSE, Shuffle.GLOBAL):
        raise RuntimeError(
            f"The shuffle mode: {shuffle} is not supported with current dataset; use "
            "Shuffle.GLOBAL or Shuffle.FALSE."
        )


def check_rows(rows: np.ndarray, count: int) -> None:
    """Check numbers of rows."""
    wrong = rows[(rows < 0) | (rows >= count)]
    if wrong.size:
        raise pipeline_error(
            f"Sample ID ({wrong[0]}) is out of bound, expected range [0, {count - 1}]"
        )


class BuiltinSampler:
    """The base class of samplers.

    Args:
        num_samples: how many rows an epoch has at most. Default: None: all.
    """

    def __init__(self, num_samples=None):
        self.child_sampler: BuiltinSampler | None = None
        self.num_samples = num_samples

    def _own(self, count: int, labels: Labels) -> Order:
        """Start the sampler for `count` rows, its child left aside."""
        raise NotImplementedError

    def _grouped(self, count: int) -> Callable[[], list[list[int]]]:
        """Start the sampler as a batch sampler: each call gives the groups of an epoch."""
        order = self._start(count, lambda: None)
        return lambda: [[row] for row in order().tolist()]

    def _own_size(self, count: int) -> int:
        """Return how many rows an epoch has, of `count`."""
        return min(self.num_samples or count, count)

    def _start(self, count: int, labels: Labels) -> Order:
        if self.child_sampler is None:
            return self._own(count, labels)
        child = self.child_sampler._start(count, labels)
        own = self._own(self.child_sampler._size(count, labels), labels)
        return lambda: child()[own()]

    def _size(self, count: int, labels: Labels) -> int:
        if self.child_sampler is not None:
            count = self.child_sampler._size(count, labels)
        return self._own_size(count)

    def add_child(self, sampler):
        """Let a sampler choose rows first; this one chooses among those.

        Args:
            sampler: the sampler, or None.

        Raises:
            RuntimeError: There is a child already, or the modes of shuffling exclude one another.
        """
        if self.child_sampler is not None:
            raise RuntimeError("Cannot add child sampler, this sampler already has a child.")
        if sampler is not None and sampler.get_shuffle_mode() == Shuffle.PARTIAL:
            raise RuntimeError(
                "When multiple samplers are used, ensure that the shuffle of the input sampler "
                "must not be Shuffle.PARTIAL."
            )
        if self.get_shuffle_mode() not in (Shuffle.GLOBAL, Shuffle.FALSE):
            raise RuntimeError(
                "When multiple samplers are used, ensure that the shuffle of the current sampler "
                f"must be Shuffle.FALSE or Shuffle.GLOBAL, but got: {self.get_shuffle_mode()}."
            )
        self.child_sampler = sampler

    def get_child(self):
        """Return the child sampler, or None."""
        return self.child_sampler

    def is_shuffled(self):
        """Return whether the rows come in random order."""
        return self.child_sampler is not None and self.child_sampler.is_shuffled()

    def is_sharded(self):
        """Return whether only a shard of the rows is read."""
        return self.child_sampler is not None and self.child_sampler.is_sharded()

    def get_num_samples(self):
        """Return how many rows an epoch has at most, or None."""
        given = [self.num_samples]
        if self.child_sampler is not None:
            given.append(self.child_sampler.get_num_samples())
        return min((n for n in given if n is not None), default=None)

    def get_shuffle_mode(self):
        """Return the `Shuffle` of the sampler."""
        return Shuffle.FALSE
