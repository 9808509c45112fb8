"""`mindspore.dataset`: pipelines that run on the host, on NumPy arrays."""

from msjax.dataset import config
from msjax.dataset.config import get_seed, set_seed
from msjax.dataset.engine.dataset import Dataset
from msjax.dataset.engine.iterators import DictIterator, TupleIterator
from msjax.dataset.engine.samplers import (
    BuiltinSampler,
    DistributedSampler,
    IterSampler,
    PKSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
    Shuffle,
    SubsetRandomSampler,
    SubsetSampler,
    WeightedRandomSampler,
)
from msjax.dataset.engine.source import MappableDataset, SourceDataset

__all__ = [
    "BuiltinSampler",
    "Dataset",
    "DictIterator",
    "DistributedSampler",
    "IterSampler",
    "MappableDataset",
    "PKSampler",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "Shuffle",
    "SourceDataset",
    "SubsetRandomSampler",
    "SubsetSampler",
    "TupleIterator",
    "WeightedRandomSampler",
    "config",
    "get_seed",
    "set_seed",
]
