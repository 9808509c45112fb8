"""Samplers: which rows of a source an epoch has, and in which order.

A sampler is a description. `_start(count, labels)` starts it for a source of `count` rows and
returns an *order function*: each call gives the numbers of the rows of the next epoch, an int64
array. A child sampler goes first: the numbers that a sampler gives are then places in its child's.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.loading.html
"""

from msjax.dataset.engine.samplers.base import (
    BuiltinSampler,
    Labels,
    Order,
    Shuffle,
    check_num_samples,
)
from msjax.dataset.engine.samplers.drawn import PKSampler, RandomSampler, WeightedRandomSampler
from msjax.dataset.engine.samplers.own import IterSampler, Sampler
from msjax.dataset.engine.samplers.places import (
    DistributedSampler,
    SequentialSampler,
    SubsetRandomSampler,
    SubsetSampler,
)
from msjax.dataset.engine.samplers.selection import select_sampler

__all__ = [
    "BuiltinSampler",
    "DistributedSampler",
    "IterSampler",
    "Labels",
    "Order",
    "PKSampler",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "Shuffle",
    "SubsetRandomSampler",
    "SubsetSampler",
    "WeightedRandomSampler",
    "check_num_samples",
    "select_sampler",
]
