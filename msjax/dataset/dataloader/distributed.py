"""The rows of one of several programs that train together.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.DistributedSampler.html
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np

from msjax.dataset.dataloader.checks import check_class
from msjax.dataset.dataloader.sampler import Sampler


class DistributedSampler(Sampler[int]):
    """Every `num_replicas`-th row, beginning with row `rank`.

    Args:
        dataset: what has a length.
        num_replicas: how many parts there are. Default: None: 1, the processes that msjax runs.
        rank: the number of the part. Default: None: 0.
        shuffle: whether rows are shuffled before, the same way for all parts. Default: True.
        seed: what they are shuffled by, added to the epoch of `set_epoch`. Default: 0.
        drop_last: whether rows are left out so that all parts are equally long; else some come
            twice. Default: False.

    Raises:
        TypeError: an argument is of a wrong class.
        ValueError: `rank` is not below `num_replicas`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.DistributedSampler.html
    """

    def __init__(
        self,
        dataset,
        num_replicas: int | None = None,
        rank: int | None = None,
        shuffle: bool | None = True,
        seed: int | None = 0,
        drop_last: bool | None = False,
    ) -> None:
        super().__init__()
        count = 1 if num_replicas is None else num_replicas
        number = 0 if rank is None else rank
        for name, value in (("num_replicas", count), ("rank", number), ("seed", seed)):
            check_class(name, value, int)
        check_class("shuffle", shuffle, bool)
        check_class("drop_last", drop_last, bool)
        if not 0 <= number < count:
            raise ValueError(
                f"Invalid rank: {number}, rank must be in the interval [0, {count - 1}]"
            )
        self.dataset = dataset
        self.num_replicas = count
        self.rank = number
        self.shuffle = shuffle
        self.seed: int = seed or 0
        self.drop_last = drop_last
        self.epoch = 0
        rows = len(dataset)
        self.num_samples = rows // count if drop_last else -(-rows // count)
        self.total_samples = self.num_samples * count

    def __iter__(self) -> Iterator[int]:
        numbers = list(range(len(self.dataset)))
        if self.shuffle:
            generator = np.random.default_rng(self.seed + self.epoch)
            numbers = generator.permutation(len(self.dataset)).tolist()
        filled = list(islice(cycle(numbers), self.total_samples))
        return iter(filled[self.rank :: self.num_replicas])

    def __len__(self) -> int:
        return self.num_samples

    def set_epoch(self, epoch: int) -> None:
        """Shuffle otherwise from now on.

        Args:
            epoch: the number of the epoch; it is added to the seed.
        """
        self.epoch = epoch
