"""Steps that leave rows out, repeat them, or change their order."""

from __future__ import annotations

from itertools import chain, count, islice

from msjax.dataset.engine.dataset import UnionBaseDataset
from msjax.dataset.engine.failures import function_failure, name_of
from msjax.dataset.engine.random import Stream64, start_seed
from msjax.dataset.engine.shuffling import shuffled
from msjax.mindrecord.common.exceptions import pipeline_error


class RepeatDataset(UnionBaseDataset):
    """Gives the rows of several epochs of its child as one."""

    def __init__(self, input_dataset, count):
        super().__init__(children=input_dataset)
        self.count = -1 if count is None else count

    def _start(self, run):
        with run.repeating(self.count):
            epoch = self.children[0]._start(run)
        times = count() if self.count == -1 else range(self.count)
        return lambda: chain.from_iterable(epoch() for _ in times)

    def _size(self):
        size = self.children[0]._size()
        # Without an end: MindSpore gives the size of one epoch.
        return size if size is None or self.count == -1 else size * self.count

    def _owns_rows(self):
        return self.children[0]._owns_rows()

    def get_repeat_count(self):
        """Return how often rows are repeated by this step; -1: without an end."""
        return self.count


class SkipDataset(UnionBaseDataset):
    """Leaves out the first rows of an epoch."""

    def __init__(self, input_dataset, count):
        super().__init__(children=input_dataset)
        self.count = count

    def _start(self, run):
        epoch = self.children[0]._start(run)
        return lambda: islice(epoch(), self.count, None)

    def _size(self):
        size = self.children[0]._size()
        return None if size is None else max(size - self.count, 0)

    def _owns_rows(self):
        return self.children[0]._owns_rows()


class TakeDataset(UnionBaseDataset):
    """Gives the first rows of an epoch only."""

    def __init__(self, input_dataset, count):
        super().__init__(children=input_dataset)
        self.count = count

    def _start(self, run):
        epoch = self.children[0]._start(run)
        if self.count == -1:
            return epoch
        last = iter(())

        def rows():
            nonlocal last
            for _ in last:  # MindSpore computes the whole epoch: streams have to go on
                pass
            last = epoch()
            yield from islice(last, self.count)

        return rows

    def _size(self):
        size = self.children[0]._size()
        return size if size is None or self.count == -1 else min(size, self.count)

    def _owns_rows(self):
        return self.children[0]._owns_rows()


class ShuffleDataset(UnionBaseDataset):
    """Gives rows in random order, drawn from a buffer."""

    def __init__(self, input_dataset, buffer_size):
        super().__init__(children=input_dataset)
        if self.is_sync():
            raise RuntimeError("No shuffle after sync operators; shuffle before `sync_wait`.")
        self.buffer_size = buffer_size
        self.reshuffle_each_epoch = True

    def _start(self, run):
        epoch = self.children[0]._start(run)
        seed = start_seed()
        stream = Stream64(seed)

        def rows():
            nonlocal stream
            if not self.reshuffle_each_epoch:
                stream = Stream64(seed)
            return shuffled(iter(epoch()), self.buffer_size, stream)

        return rows

    def _owns_rows(self):
        return self.children[0]._owns_rows()

    def is_shuffled(self):
        """Return True."""
        return True


class FilterDataset(UnionBaseDataset):
    """Leaves out the rows that a function says no to."""

    def __init__(self, input_dataset, predicate, input_columns=(), num_parallel_workers=None):
        super().__init__(children=input_dataset, num_parallel_workers=num_parallel_workers)
        self.predicate = predicate
        self.input_columns = input_columns

    def _start(self, run):
        epoch = self.children[0]._start(run)
        names = self.children[0]._names()
        places = [_place(names, name) for name in self.input_columns] or range(len(names))
        predicate = self.predicate

        def kept(row):
            try:
                return bool(predicate(*[row[i] for i in places]))
            except Exception as error:
                raise function_failure(f"filter: [{name_of(predicate)}] failed", error) from None

        return lambda: filter(kept, epoch())

    def _size(self):
        return None

    def _owns_rows(self):
        return self.children[0]._owns_rows()


def _place(names, name):
    if name not in names:
        raise pipeline_error(
            f"Invalid parameter, column name: {name} does not exist in the dataset columns. They "
            f"are: {', '.join(names)}."
        )
    return names.index(name)
