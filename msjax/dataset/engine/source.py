"""What sources of rows derive from.

With random access (rows have numbers):

    class Squares(MappableDataset):
        def __init__(self, count, num_samples=None, shuffle=None, sampler=None):
            super().__init__(sampler=sampler, num_samples=num_samples, shuffle=shuffle)
            self.columns, self.count = ["square"], count

        def _num_rows(self):
            return self.count

        def _row(self, i):
            return (np.array(i * i),)

The base class does the rest: sampler, shuffle, shards, num_samples, size. `_labels()` gives the
class of each row, for `PKSampler`; `_open(run)` is called when a pipeline starts, where a source
has files to open. `_row` may be called by several threads.

Without random access, `IterableDataset` asks for `columns` and `_rows()`, an iterator over the rows
of one epoch. `num_samples` is done by the base class; shuffle and shards are the source's own
affair (`random.py` has the streams, `shuffling.py` the buffer that MindSpore shuffles with).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from msjax.dataset.engine import samplers
from msjax.dataset.engine.dataset import Dataset, Epoch, Row, Run
from msjax.dataset.engine.samplers import Shuffle


class SourceDataset(Dataset):
    """A source of rows: the base class of all.

    Args:
        num_parallel_workers: how many threads read. Default: None: as `config` says.
        num_samples: how many rows to read at most. Default: None: all.
        shuffle: a bool or a `Shuffle`. Default: True.
        num_shards: into how many parts the rows are divided. Default: None: 1.
        shard_id: which of them to read. Default: None: 0.
        cache: not supported. Default: None.

    Raises:
        TypeError: `shuffle` is something else.
    """

    columns: Sequence[str]

    def __init__(
        self,
        num_parallel_workers=None,
        num_samples=None,
        shuffle: bool | Shuffle | None = True,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        super().__init__(num_parallel_workers=num_parallel_workers, cache=cache)
        if shuffle is not None and not isinstance(shuffle, bool | Shuffle):
            raise TypeError(
                "shuffle must be of boolean or enum of 'Shuffle' values like 'Shuffle.GLOBAL', "
                f"but it is {shuffle!r}."
            )
        self.num_samples = 0 if num_samples is None else num_samples
        self.num_shards = 1 if num_shards is None else num_shards
        self.shard_id = 0 if shard_id is None else shard_id
        self._shuffle = shuffle

    def _names(self) -> list[str]:
        return list(self.columns)

    def is_shuffled(self):
        """Return whether the rows come in random order."""
        return self._shuffle not in (False, Shuffle.FALSE)

    def is_sharded(self):
        """Return whether only a part of the rows is read."""
        return self.num_shards > 1


class MappableDataset(SourceDataset):
    """A source with random access: subclasses have `columns`, `_num_rows` and `_row`.

    Args:
        num_parallel_workers: how many threads read. Default: None: as `config` says.
        sampler: a sampler; then none of the following is given. Default: None.
        num_samples: how many rows to read at most. Default: None: all.
        shuffle: a bool or a `Shuffle`. Default: None: True.
        num_shards: into how many parts the rows are divided. Default: None: 1.
        shard_id: which of them to read. Default: None: 0.
        cache: not supported. Default: None.

    Raises:
        RuntimeError: The arguments do not go together.
        ValueError: `sampler` and another argument are given.
    """

    def __init__(
        self,
        num_parallel_workers=None,
        sampler=None,
        num_samples=None,
        shuffle: bool | Shuffle | None = None,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        if sampler is None:
            modes = {None: Shuffle.GLOBAL, True: Shuffle.GLOBAL, False: Shuffle.FALSE}
            shuffle = modes.get(shuffle, shuffle)  # pyright: ignore
        super().__init__(num_parallel_workers, num_samples, shuffle, num_shards, shard_id, cache)
        self.sampler: Any = samplers.select_sampler(
            num_samples, sampler, shuffle, num_shards, shard_id
        )

    def _num_rows(self) -> int:
        raise NotImplementedError(f"{type(self).__name__} has to implement _num_rows().")

    def _row(self, i: int) -> Row:
        raise NotImplementedError(f"{type(self).__name__} has to implement _row().")

    def _labels(self) -> Sequence | None:
        """Return the class of each row, or None where there are none."""
        return None

    def _open(self, run: Run) -> None:
        """Get ready for a pipeline; `run.on_close` takes what has to be called at its end."""

    def _start(self, run: Run) -> Epoch:
        self._open(run)
        order = self.sampler._start(self._num_rows(), self._labels)
        row = self._row
        return lambda: map(row, order().tolist())

    def _size(self) -> int | None:
        return self.sampler._size(self._num_rows(), self._labels)

    def is_shuffled(self):
        """Return whether the sampler shuffles."""
        return self.sampler.is_shuffled()

    def is_sharded(self):
        """Return whether the sampler takes a shard."""
        return self.sampler.is_sharded()

    def add_sampler(self, new_sampler):
        """Let a sampler choose among the rows that the present one takes.

        Raises:
            RuntimeError: The modes of shuffling exclude one another.
        """
        self.dataset_size = None
        if self.sampler is not None and self.sampler.get_shuffle_mode() == Shuffle.PARTIAL:
            raise RuntimeError(
                "When multiple samplers are used, ensure that the shuffle of the current sampler "
                "must not be Shuffle.PARTIAL."
            )
        if new_sampler.get_shuffle_mode() not in (Shuffle.GLOBAL, Shuffle.FALSE):
            raise RuntimeError(
                "When multiple samplers are used, ensure that the shuffle of the input sampler "
                "must be Shuffle.FALSE or Shuffle.GLOBAL, but got: "
                f"{new_sampler.get_shuffle_mode()}."
            )
        new_sampler.add_child(self.sampler)
        self.sampler = new_sampler

    def use_sampler(self, new_sampler):
        """Put a sampler in the place of the present one, whose child it takes over.

        Args:
            new_sampler: the sampler.

        Raises:
            TypeError: It is none.
        """
        if not isinstance(new_sampler, samplers.BuiltinSampler):
            raise TypeError(f"Input sampler is not an instance of a sampler: {new_sampler!r}.")
        self.dataset_size = None
        self.sampler = self.sampler.child_sampler
        self.add_sampler(new_sampler)

    def _split(self, sizes, randomize) -> tuple[Dataset, ...]:
        """Divide the rows by samplers, so that they keep random access."""
        parts, start = [], 0
        for size in self._split_sizes(sizes):
            part = copy.copy(self)
            if randomize:
                once = samplers.RandomSampler()
                once.reshuffle_each_epoch = False
                part.add_sampler(once)
            part.add_sampler(samplers.SequentialSampler(start, size))
            part.add_sampler(samplers.SequentialSampler())
            parts.append(part)
            start += size
        return tuple(parts)


class IterableDataset(SourceDataset):
    """A source without random access: subclasses have `columns` and `_rows`."""

    def _rows(self) -> Iterator[Row]:
        raise NotImplementedError(f"{type(self).__name__} has to implement _rows().")

    def _start(self, run: Run) -> Epoch:
        return lambda: islice(self._rows(), self.num_samples or None)

    def _size(self) -> int | None:
        return None
