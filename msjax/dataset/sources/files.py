"""What sources that read files derive from.

With random access, rows are described by *records*, which `_find()` lists when the rows are first
asked for, and `_read(record)` makes a row of one. `ArraySource` is for files that hold many rows:
`_load()` gives the columns as arrays.

Without random access (`StreamSource`), a file is read from its start: `_rows_of(path, start, stop)`
yields rows of one, `_count(path)` tells how many there are. Files go to MindSpore's worker threads
by turns, and rows come from the workers by turns; so the order of rows depends on
`num_parallel_workers`, here as there. Shuffled, the order of files is drawn anew each epoch, and
a buffer shuffles the rows.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from msjax.dataset import config
from msjax.dataset.engine.dataset import Epoch, Row, Run
from msjax.dataset.engine.random import Stream, Stream64, start_seed
from msjax.dataset.engine.samplers import Shuffle
from msjax.dataset.engine.shuffling import shuffled
from msjax.dataset.engine.source import IterableDataset, MappableDataset
from msjax.dataset.sources.arguments import check_sampling
from msjax.dataset.sources.parameters import Declared
from msjax.dataset.transforms.checks import of_type, optional
from msjax.mindrecord.common.exceptions import pipeline_error

_SHUFFLE_ROWS = 10_000  # the largest size of MindSpore's buffer that shuffles


def no_rows(source: object) -> RuntimeError:
    """Return the error of a source whose files have no row; the caller raises it."""
    name = type(source).__name__
    return pipeline_error(
        f"Invalid data, {name} API can't read the data file (interface mismatch or no data found). "
        f"Check that the files are those that the documentation of {name} describes."
    )


class FileSource(Declared, MappableDataset, parameters="*sampling"):
    """A source with random access: subclasses have `columns`, `_find` and `_read`.

    Args:
        sampler: a sampler; then none of the others but num_parallel_workers is given.
            Default: None.

    Raises:
        TypeError, ValueError, RuntimeError: an argument is wrong, or they do not go together.
    """

    def _set_up(
        self,
        num_samples=None,
        num_parallel_workers=None,
        shuffle=None,
        sampler=None,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        optional(of_type(bool))(shuffle, "shuffle")
        check_sampling(
            num_samples, num_parallel_workers, shuffle, sampler, num_shards, shard_id, cache
        )
        MappableDataset.__init__(
            self, num_parallel_workers, sampler, num_samples, shuffle, num_shards, shard_id
        )

    def _find(self) -> Sequence:
        raise NotImplementedError(f"{type(self).__name__} has to implement _find().")

    def _read(self, record: Any) -> Row:
        raise NotImplementedError(f"{type(self).__name__} has to implement _read().")

    @functools.cached_property
    def _records(self) -> Sequence:
        return self._find()

    def _num_rows(self) -> int:
        return len(self._records)

    def _row(self, i: int) -> Row:
        return self._read(self._records[i])

    def _owns_rows(self) -> bool:
        return True

    def _start(self, run: Run) -> Epoch:
        if not self._num_rows():
            raise no_rows(self)
        return super()._start(run)


class ArraySource(FileSource):
    """A source whose columns are arrays in memory: subclasses have `columns` and `_load`."""

    def _load(self) -> tuple[np.ndarray, ...]:
        raise NotImplementedError(f"{type(self).__name__} has to implement _load().")

    @functools.cached_property
    def _records(self) -> tuple[np.ndarray, ...]:
        return self._load()

    def _num_rows(self) -> int:
        return len(self._records[0])

    def _labels(self) -> Sequence | None:
        if "label" not in self.columns:
            return None
        labels = self._records[list(self.columns).index("label")]
        return labels.tolist() if labels.ndim == 1 else None

    def _row(self, i: int) -> Row:
        # The Ellipsis keeps arrays of no axis arrays; a copy, as rows may be changed in place.
        return tuple(column[i, ...].copy() for column in self._records)


def check_shuffle(shuffle) -> Shuffle:
    """Return the mode of shuffling of a source without random access; None means GLOBAL."""
    if shuffle is not None and not isinstance(shuffle, bool | Shuffle):
        raise TypeError(
            "shuffle must be of boolean or enum of 'Shuffle' values like 'Shuffle.ADAPTIVE' or "
            "'Shuffle.GLOBAL' or 'Shuffle.PARTIAL' or 'Shuffle.FILES' or 'Shuffle.INFILE'. It is "
            f"{shuffle!r}."
        )
    if isinstance(shuffle, Shuffle):
        return shuffle
    return Shuffle("false" if shuffle is False else "global")


class StreamSource(Declared, IterableDataset, parameters="files, *streaming"):
    """A source without random access: subclasses have `columns`, `_rows_of` and `_count`.

    Args:
        files: the files.

    Raises:
        TypeError, ValueError, RuntimeError: an argument is wrong, or they do not go together.
    """

    def _set_up(
        self,
        files: Sequence[str],
        num_samples=None,
        num_parallel_workers=None,
        shuffle: Any = Shuffle.GLOBAL,
        num_shards=None,
        shard_id=None,
        cache=None,
    ):
        check_sampling(num_samples, num_parallel_workers, None, None, num_shards, shard_id, cache)
        mode: Any = check_shuffle(shuffle)
        IterableDataset.__init__(
            self, num_parallel_workers, num_samples, mode, num_shards, shard_id
        )
        self._files = sorted(files)

    def _rows_of(self, path: str, start: int, stop: int) -> Iterator[Row]:
        raise NotImplementedError(f"{type(self).__name__} has to implement _rows_of().")

    def _count(self, path: str) -> int:
        raise NotImplementedError(f"{type(self).__name__} has to implement _count().")

    @functools.cached_property
    def _counts(self) -> dict[str, int]:
        return {path: self._count(path) for path in self._files}

    @property
    def _total(self) -> int:
        return sum(self._counts[path] for path in self._files)

    @property
    def _share(self) -> int:
        """How many rows a shard has."""
        return -(-self._total // self.num_shards)

    def _size(self) -> int:
        return min(self.num_samples or self._share, self._share)

    def _parts(self, files: list[str]) -> Iterator[tuple[str, int, int]]:
        """Yield what the shard reads of which file; the last shard goes on with the first file."""
        begin, end = self.shard_id * self._share, (self.shard_id + 1) * self._share
        at = 0
        while at < end and self._total:
            for path in files:
                count = self._counts[path]
                start, stop = max(begin - at, 0), min(end - at, count)
                if start < stop:
                    yield path, start, stop
                at += count

    def _owns_rows(self) -> bool:
        return True

    def _start(self, run: Run) -> Epoch:
        if not self._total:
            raise no_rows(self)
        files = list(self._files)
        seed = start_seed() if self.num_shards == 1 else 0

        def epoch():
            nonlocal seed
            if self._shuffle in (Shuffle.GLOBAL, Shuffle.FILES):
                seed += self.num_shards > 1  # the same order in all shards
                Stream(seed).shuffle(files)
            return islice(self._by_turns(files), self.num_samples or None)

        return self._shuffled(epoch) if self._shuffle is Shuffle.GLOBAL else epoch

    def _by_turns(self, files) -> Iterator[Row]:
        """Yield rows as they come from workers by turns, which got the files by turns."""
        workers = self.num_parallel_workers or config.get_num_parallel_workers()
        queues: list[list] = [[] for _ in range(min(workers, len(files)))]
        for i, part in enumerate(self._parts(files)):
            queues[i % len(queues)].append(part)
        readers = [self._rows_of_parts(parts) for parts in queues]
        while readers:
            going = []
            for reader in readers:
                for row in islice(reader, 1):
                    yield row
                    going.append(reader)
            readers = going

    def _rows_of_parts(self, parts) -> Iterator[Row]:
        for part in parts:
            yield from self._rows_of(*part)

    def _shuffled(self, epoch: Epoch) -> Epoch:
        size = min(self._share // len(self._files) * 4 or _SHUFFLE_ROWS, _SHUFFLE_ROWS)
        stream = Stream64(start_seed())
        return lambda: shuffled(iter(epoch()), size, stream)
