"""Samplers: which rows of a source an epoch has, and in which order.

A sampler is a description. `_start(count, labels)` starts it for a source of `count` rows and
returns an *order function*: each call gives the numbers of the rows of the next epoch, an int64
array. A child sampler goes first: the numbers that a sampler gives are then places in its child's.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.loading.html
"""

from __future__ import annotations

import copy
import numbers
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import islice
from typing import Any

import numpy as np

from msjax.dataset import config
from msjax.dataset.engine.failures import pipeline_failure
from msjax.dataset.engine.random import Stream, cumulative_weights, start_seed

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


def select_sampler(num_samples, input_sampler, shuffle, num_shards, shard_id):
    """Return the sampler that the arguments of a source mean.

    Raises:
        RuntimeError: `shuffle` is no mode.
        ValueError: A sampler of this module comes with other arguments.
        TypeError: `input_sampler` is no sampler.
    """
    if input_sampler is None:
        return _sampler_of(num_samples, shuffle, num_shards, shard_id)
    if isinstance(input_sampler, BuiltinSampler):
        given = (num_shards, shard_id, shuffle, num_samples)
        if any(argument is not None for argument in given):
            raise ValueError(
                f"Conflicting arguments during sampler assignments. num_samples: {num_samples}, "
                f"num_shards: {num_shards}, shard_id: {shard_id}, shuffle: {shuffle}; give them "
                "to the sampler."
            )
        return input_sampler
    if isinstance(input_sampler, np.ndarray | list | tuple):
        return SubsetSampler(input_sampler, num_samples)
    if not isinstance(input_sampler, str) and isinstance(input_sampler, Iterable):
        return IterSampler(input_sampler, num_samples)
    if isinstance(input_sampler, int):
        return SubsetSampler([input_sampler])
    raise TypeError(f"Unsupported sampler object of type ({type(input_sampler)})")


def _sampler_of(num_samples, shuffle, num_shards, shard_id):
    if shuffle not in tuple(Shuffle):
        raise RuntimeError(f"The input parameter shuffle: {shuffle} is not valid.")
    if num_shards is not None:
        return DistributedSampler(num_shards, shard_id, shuffle=shuffle, num_samples=num_samples)
    if shuffle is Shuffle.FALSE:
        return SequentialSampler(num_samples=num_samples)
    return RandomSampler(num_samples is not None, num_samples, shuffle)


def _check_num_samples(num_samples) -> None:
    if num_samples is None:
        return
    if not isinstance(num_samples, int):
        raise TypeError(f"num_samples must be integer but was: {num_samples}.")
    if not 0 <= num_samples <= INT64_MAX:
        raise ValueError(
            f"num_samples exceeds the boundary between 0 and {INT64_MAX}(INT64_MAX)! It is "
            f"{num_samples}."
        )


def _check_bool(name: str, value) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be a boolean value but was: {value}.")


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


class SequentialSampler(BuiltinSampler):
    """Takes rows one after the other.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SequentialSampler.html

    Args:
        start_index: the first row. Default: None: 0.
        num_samples: how many rows. Default: None: all.

    Raises:
        TypeError: An argument is no int.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no row `start_index`.
    """

    def __init__(self, start_index=None, num_samples=None):
        if start_index is not None and not isinstance(start_index, int):
            raise TypeError(f"start_index must be integer but was: {start_index}.")
        _check_num_samples(num_samples)
        self.start_index = start_index
        super().__init__(num_samples)

    def _own_size(self, count):
        return min(self.num_samples or count, count - (self.start_index or 0))

    def _own(self, count, labels):
        start = self.start_index or 0
        if start < 0 or (start >= count and start):
            raise pipeline_failure(
                "Invalid parameter, start_index must be less than num_rows and not negative, but "
                f"got start_index: {start}, num_rows: {count}."
            )
        rows = np.arange(start, start + self._own_size(count))
        return lambda: rows


class RandomSampler(BuiltinSampler):
    """Takes rows in random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.RandomSampler.html

    Args:
        replacement: whether a row can be drawn several times. Default: False.
        num_samples: how many rows. Default: None: all.
        shuffle: the mode; sources in memory and of images know `Shuffle.GLOBAL` only. Default:
            Shuffle.GLOBAL.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
    """

    def __init__(self, replacement=False, num_samples=None, shuffle=Shuffle.GLOBAL):
        _check_bool("replacement", replacement)
        _check_num_samples(num_samples)
        if shuffle not in tuple(Shuffle)[1:]:
            raise TypeError(f"shuffle must be valid shuffle mode but was: {shuffle}.")
        self.shuffle = shuffle
        self.deterministic = False
        self.replacement = replacement
        self.reshuffle_each_epoch = True
        super().__init__(num_samples)

    def _own(self, count, labels):
        _check_mode(self.shuffle)
        size = self._own_size(count)
        seed = start_seed()
        stream = Stream(seed)
        rows = list(range(count))
        epoch = 0

        def order():
            nonlocal epoch
            if epoch and self.reshuffle_each_epoch:
                stream.seed(seed + epoch)
            if self.replacement:
                drawn = [stream.integer(0, count - 1) for _ in range(size)]
            else:
                if not epoch or self.reshuffle_each_epoch:
                    stream.shuffle(rows)
                drawn = rows[:size]
            epoch += 1
            return np.array(drawn, np.int64)

        return order

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return the `Shuffle` of the sampler."""
        return self.shuffle


def _check_mode(shuffle) -> None:
    if shuffle not in (Shuffle.FALSE, Shuffle.GLOBAL):
        raise RuntimeError(
            f"The shuffle mode: {shuffle} is not supported with current dataset; use "
            "Shuffle.GLOBAL or Shuffle.FALSE."
        )


class DistributedSampler(BuiltinSampler):
    """Takes every `num_shards`-th row, so that each of several processes gets its part.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DistributedSampler.html

    Args:
        num_shards: how many parts there are.
        shard_id: which part this is.
        shuffle: whether rows are shuffled before, by the same seed in all processes. Default: True.
        num_samples: how many rows. Default: None: all.
        offset: which shard gets the first row; then parts differ in length. Default: -1: parts
            are filled up to the same length by rows from the start.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such shard.
    """

    def __init__(self, num_shards, shard_id, shuffle=True, num_samples=None, offset=-1):
        for name, value in (("num_shards", num_shards), ("shard_id", shard_id)):
            if not isinstance(value, int):
                raise TypeError(f"{name} must be integer but was: {value}.")
        if not isinstance(shuffle, bool) and shuffle not in tuple(Shuffle):
            raise TypeError(
                f"shuffle must be a boolean value or valid shuffle mode but was: {shuffle}."
            )
        _check_num_samples(num_samples)
        if not isinstance(offset, int):
            raise TypeError(f"offset must be integer but was: {offset}.")
        self.num_shards = num_shards
        self.shard_id = shard_id
        self.shuffle = {True: Shuffle.GLOBAL, False: Shuffle.FALSE}.get(shuffle, shuffle)
        self.seed = config.get_seed()
        self.offset = offset
        super().__init__(num_samples)

    def _places(self, count):
        """Return the places of this shard's rows."""
        if self.offset == -1:
            size = -(-count // self.num_shards)
            return (np.arange(size) * self.num_shards + self.shard_id) % max(count, 1)
        places = np.arange(self.shard_id, count + self.offset, self.num_shards) - self.offset
        return places[places >= 0]

    def _own_size(self, count):
        size = len(self._places(count))
        return min(self.num_samples or size, size)

    def _own(self, count, labels):
        _check_mode(self.shuffle)
        if self.num_shards <= 0 or not 0 <= self.shard_id < self.num_shards:
            raise pipeline_failure(
                "Invalid parameter, num_shards must be greater than 0 and shard_id in [0, "
                f"num_shards), but got num_shards: {self.num_shards}, shard_id: {self.shard_id}."
            )
        if self.offset > self.num_shards:
            raise pipeline_failure(
                "Invalid parameter, offset should be no more than num_shards: "
                f"{self.num_shards}, but got offset: {self.offset}."
            )
        places = self._places(count)[: self._own_size(count)]
        if self.shuffle is Shuffle.FALSE:
            return lambda: places
        seed = self.seed + 1
        stream = Stream(seed)
        rows = list(range(count))

        def order():
            nonlocal seed
            stream.seed(seed)
            seed += 1
            stream.shuffle(rows)
            return np.array(rows, np.int64)[places]

        return order

    def is_shuffled(self):
        """Return whether the rows come in random order."""
        if self.child_sampler is None:
            return self.shuffle != Shuffle.FALSE
        return self.child_sampler.is_shuffled()

    def is_sharded(self):
        """Return whether there is more than one shard."""
        if self.child_sampler is None:
            return self.num_shards > 1
        return self.child_sampler.is_sharded()

    def set_offset(self, offset):
        """Choose which shard gets the first row; return the sampler."""
        self.offset = offset
        return self

    def get_shuffle_mode(self):
        """Return the `Shuffle` of the sampler."""
        return self.shuffle


class PKSampler(BuiltinSampler):
    """Draws `num_val` rows of each class, with replacement.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.PKSampler.html

    Args:
        num_val: how many rows of each class.
        num_class: not supported, in MindSpore neither. Default: None.
        shuffle: whether classes come in random order. Default: False.
        class_column: the column of the class, for `MindDataset`. Default: "label".
        num_samples: how many rows. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        NotImplementedError: `num_class` is given.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: the source has no classes.
    """

    def __init__(
        self, num_val, num_class=None, shuffle=False, class_column="label", num_samples=None
    ):
        if not isinstance(num_val, int):
            raise TypeError(f"num_val must be integer but was: {num_val}.")
        if num_class is not None:
            raise NotImplementedError(
                "Not supported to specify num_class for PKSampler; leave out "
                f"num_class={num_class}."
            )
        _check_bool("shuffle", shuffle)
        if not isinstance(class_column, str):
            raise TypeError(f"class_column must be a str value but was: {class_column}.")
        _check_num_samples(num_samples)
        self.num_val = num_val
        self.shuffle = shuffle
        self.class_column = class_column
        super().__init__(num_samples)

    def _classes(self, labels: Labels) -> dict[Any, list[int]]:
        given = labels()
        if given is None:
            raise RuntimeError(
                "PKSampler needs a source that knows the class of each row, such as "
                "ImageFolderDataset; this one does not support PKSampler."
            )
        classes: dict[Any, list[int]] = {}
        for row, label in enumerate(given):
            classes.setdefault(label, []).append(row)
        return classes

    def _size(self, count, labels):
        size = self.num_val * len(self._classes(labels))
        return min(self.num_samples or size, size)

    def _own(self, count, labels):
        classes = self._classes(labels)
        names = sorted(classes)
        size = self._size(count, labels)
        seed = start_seed()
        stream = Stream(seed)

        first = True

        def order():
            nonlocal seed, first
            stream.seed(seed)
            seed += 1
            if self.shuffle and first:  # the order of the classes is that of all epochs
                stream.shuffle(names)
            first = False
            drawn = []
            for i in range(size):
                rows = classes[names[i // self.num_val]]
                drawn.append(rows[stream.integer(0, len(rows) - 1)])
            return np.array(drawn, np.int64)

        return order

    def is_shuffled(self):
        """Return whether classes come in random order."""
        return self.shuffle if self.child_sampler is None else self.child_sampler.is_shuffled()


def _check_rows(rows: np.ndarray, count: int) -> None:
    wrong = rows[(rows < 0) | (rows >= count)]
    if wrong.size:
        raise pipeline_failure(
            f"Sample ID ({wrong[0]}) is out of bound, expected range [0, {count - 1}]"
        )


class SubsetSampler(BuiltinSampler):
    """Takes the rows of a list.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SubsetSampler.html

    Args:
        indices: the numbers of the rows.
        num_samples: how many of them. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such row.
    """

    def __init__(self, indices, num_samples=None):
        _check_num_samples(num_samples)
        if isinstance(indices, int):
            indices = [indices]
        elif isinstance(indices, str) or not isinstance(indices, Iterable):
            raise TypeError(f"Unsupported sampler object of type ({type(indices)})")
        self.indices = list(islice(indices, num_samples))
        for i, row in enumerate(self.indices):
            if not isinstance(row, int | np.integer):
                raise TypeError(
                    "SubsetSampler: Type of indices element must be int, but got "
                    f"list[{i}]: {row}, type: {type(row)}."
                )
        super().__init__(num_samples)

    def _own_size(self, count):
        return min(self.num_samples or len(self.indices), len(self.indices))

    def _rows(self, count) -> np.ndarray:
        rows = np.array(self.indices[: self._own_size(count)], np.int64)
        _check_rows(rows, count)
        return rows

    def _own(self, count, labels):
        rows = self._rows(count)
        return lambda: rows

    def get_num_samples(self):
        """Return how many rows an epoch has."""
        given = super().get_num_samples()
        return len(self.indices) if given is None else min(len(self.indices), given)


class SubsetRandomSampler(SubsetSampler):
    """Takes the rows of a list in random order.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.SubsetRandomSampler.html

    Args:
        indices: the numbers of the rows.
        num_samples: how many of them. Default: None: all.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: there is no such row.
    """

    def _own(self, count, labels):
        rows = self._rows(count).tolist()
        seed = start_seed()
        stream = Stream(seed)

        def order():
            stream.seed(seed)  # the same in each epoch: the rows are what goes on
            stream.shuffle(rows)
            return np.array(rows, np.int64)

        return order

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return `Shuffle.GLOBAL`."""
        return Shuffle.GLOBAL


class WeightedRandomSampler(BuiltinSampler):
    """Draws rows with probabilities in proportion to weights.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.WeightedRandomSampler.html

    Args:
        weights: the weight of each row, a list of numbers.
        num_samples: how many rows. Default: None: all.
        replacement: whether a row can be drawn several times. Default: True.

    Raises:
        TypeError: An argument is of another type.
        ValueError: `num_samples` is negative.
        RuntimeError: When a pipeline starts: the weights cannot be used.
    """

    def __init__(self, weights, num_samples=None, replacement=True):
        if not isinstance(weights, list):
            weights = [weights]
        for i, weight in enumerate(weights):
            if not isinstance(weight, numbers.Number):
                raise TypeError(
                    f"type of weights element must be number, but got w[{i}]: {weight}, type: "
                    f"{type(weight)}."
                )
        _check_num_samples(num_samples)
        _check_bool("replacement", replacement)
        self.weights = weights
        self.replacement = replacement
        super().__init__(num_samples)

    def _check(self, count) -> None:
        weights = self.weights
        if not weights or min(weights) < 0 or not any(weights):
            raise pipeline_failure(
                "WeightedRandomSampler: weights vector must not be empty, not negative and not all "
                f"zero, but got {weights}."
            )
        if len(weights) > count:
            raise pipeline_failure(
                "Invalid parameter, size of sample weights must be less than or equal to num of "
                f"data, otherwise might cause generated id out of bound, but got weights size: "
                f"{len(weights)}, num of data: {count}."
            )
        drawable = sum(weight > 0 for weight in weights)
        if not self.replacement and self._own_size(count) > drawable:
            raise pipeline_failure(
                "Invalid parameter, without replacement, weights need to have enough positive "
                f"values: {self._own_size(count)} rows are drawn, but {drawable} are positive."
            )

    def _own(self, count, labels):
        self._check(count)
        size = self._own_size(count)
        seed = start_seed()
        stream = Stream(seed)

        def with_replacement():
            stream.seed(seed)
            limits = cumulative_weights(self.weights)
            return np.array([stream.weighted(limits) for _ in range(size)], np.int64)

        def without():
            stream.seed(seed)
            with np.errstate(divide="ignore"):
                waits = [stream.exponential() / np.float64(weight) for weight in self.weights]
            return np.argsort(waits, kind="stable")[:size]

        return with_replacement if self.replacement else without

    def is_shuffled(self):
        """Return True."""
        return True

    def get_shuffle_mode(self):
        """Return `Shuffle.GLOBAL`."""
        return Shuffle.GLOBAL


class Sampler(BuiltinSampler):
    """The base class of samplers written in Python: subclasses have `__iter__`, over row numbers.

    `dataset_size` is how many rows there are, `reset` is called after each epoch.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.Sampler.html

    Args:
        num_samples: how many rows. Default: None: all that `__iter__` gives.
    """

    def __init__(self, num_samples=None):
        super().__init__(num_samples)
        self.dataset_size = 0
        if self.num_samples is None and hasattr(self, "__len__"):
            self.num_samples = len(self)  # pyright: ignore[reportArgumentType]
        self.batch_sizes = []

    def __iter__(self):
        raise NotImplementedError

    def reset(self):
        """Get ready for the next epoch."""

    def _groups(self) -> list[list[int]]:
        """Return what `__iter__` gives, one list per item: batch samplers give several rows."""
        groups = []
        for item in islice(self, self.num_samples):
            groups.append([item] if isinstance(item, numbers.Number) else list(item))
        return groups

    def _grouped(self, count):
        sampler = copy.copy(self)
        sampler.dataset_size = count
        first = True

        def groups():
            nonlocal first
            if not first:
                sampler.reset()
            first = False
            return sampler._groups()

        return groups

    def get_indices(self):
        """Return the numbers of an epoch's rows, an array.

        Raises:
            RuntimeError: They cannot be made one.
        """
        rows = np.array([row for group in self._groups() for row in group])
        if rows.dtype == object:
            raise RuntimeError("Fetched indices can not be converted to a valid ndarray.")
        return rows

    def _own(self, count, labels):
        sampler = copy.copy(self)
        sampler.dataset_size = count
        first = True

        def order():
            nonlocal first
            if not first:
                sampler.reset()
            first = False
            rows = sampler.get_indices().astype(np.int64)
            _check_rows(rows, count)
            return rows

        return order

    def _own_size(self, count):
        if self.num_samples is not None:
            return self.num_samples
        sampler = copy.deepcopy(self)
        sampler.dataset_size = count
        return len(sampler._groups())

    def add_child(self, sampler):
        """Let a sampler choose rows first; this one chooses among those."""
        self.child_sampler = sampler

    def get_num_samples(self):
        """Return how many rows an epoch has; tries `__iter__` out where nobody said."""
        if self.num_samples is not None:
            return self.num_samples
        return len(copy.deepcopy(self)._groups())


class IterSampler(Sampler):
    """Takes the rows whose numbers an iterable gives.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.IterSampler.html

    Args:
        sampler: the iterable; an epoch iterates over it once.
        num_samples: how many rows. Default: None: all.
    """

    def __init__(self, sampler, num_samples=None):
        if num_samples is None and hasattr(sampler, "__len__"):
            num_samples = len(sampler)
        super().__init__(num_samples)
        self.sampler = sampler

    def __iter__(self):
        return iter(self.sampler)
