"""Which rows a `DataLoader` reads, in which order.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.dataloader.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Generic, TypeVar

import numpy as np

from msjax.dataset.dataloader.checks import check_class, check_positive

T = TypeVar("T", covariant=True)


class Sampler(Generic[T]):
    """The base class of samplers: subclasses have `__iter__`, and mostly `__len__`.

    Args:
        data_source: not used. Default: None.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.Sampler.html
    """

    def __init__(self, data_source=None) -> None:
        super().__init__()


class SequentialSampler(Sampler[int]):
    """All rows, one after the other.

    Args:
        data_source: what has a length.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.SequentialSampler.html
    """

    def __init__(self, data_source) -> None:
        super().__init__()
        self.data_source = data_source

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """Rows in random order.

    Args:
        data_source: what has a length.
        replacement: whether a row may come again before all have come. Default: False.
        num_samples: how many rows there are. Default: None: as many as `data_source` has.
        generator: a `numpy.random.Generator`. Default: None: one that NumPy's global generator
            seeds, anew each time.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: `num_samples` is not positive.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.RandomSampler.html
    """

    def __init__(
        self,
        data_source,
        replacement: bool = False,
        num_samples: int | None = None,
        generator=None,
    ) -> None:
        super().__init__()
        check_class("replacement", replacement, bool)
        if num_samples is not None and not isinstance(num_samples, int):
            check_class("num_samples", num_samples, int)
        if num_samples is not None and num_samples <= 0:
            raise ValueError(
                f"num_samples must be a positive integer value, but got num_samples = {num_samples}"
            )
        if generator is not None:
            check_class("generator", generator, np.random.Generator, shown=_GENERATOR)
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator

    @property
    def num_samples(self) -> int:
        """How many rows there are."""
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self) -> Iterator[int]:
        rows, count = len(self.data_source), self.num_samples
        generator = self.generator
        if generator is None:
            generator = np.random.default_rng(np.random.randint(0, 2**63 - 1))
        if self.replacement:
            yield from generator.integers(0, rows, count).tolist()
            return
        for _ in range(count // rows):
            yield from generator.permutation(rows).tolist()
        yield from generator.permutation(rows).tolist()[: count % rows]

    def __len__(self) -> int:
        return self.num_samples


_GENERATOR = "numpy.random.Generator"


class BatchSampler(Sampler[list[int]]):
    """Lists of numbers of rows.

    Args:
        sampler: what gives the numbers.
        batch_size: how many a list has.
        drop_last: whether a last list that is shorter is left out.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: `batch_size` is not positive.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.BatchSampler.html
    """

    def __init__(self, sampler: Sampler | Iterable, batch_size: int, drop_last: bool) -> None:
        super().__init__()
        check_positive("batch_size", batch_size)
        check_class("drop_last", drop_last, bool, shown="<class 'bool'>")
        self.sampler = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self) -> Iterator[list[int]]:
        numbers: Any = iter(self.sampler)  # pyright: ignore
        while batch := list(islice(numbers, self.batch_size)):
            if self.drop_last and len(batch) < self.batch_size:
                return
            yield batch

    def __len__(self) -> int:
        rows = len(self.sampler)  # pyright: ignore
        return rows // self.batch_size if self.drop_last else -(-rows // self.batch_size)
