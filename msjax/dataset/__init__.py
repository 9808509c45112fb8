"""`mindspore.dataset`: pipelines that run on the host, on NumPy arrays."""

from msjax.dataset import config
from msjax.dataset.callback import DSCallback
from msjax.dataset.config import get_seed, set_seed
from msjax.dataset.engine.dataset import Dataset
from msjax.dataset.engine.iterators import DictIterator, TupleIterator
from msjax.dataset.engine.operations.batching import BatchDataset, BatchInfo
from msjax.dataset.engine.operations.columns import ProjectDataset, RenameDataset
from msjax.dataset.engine.operations.combining import ConcatDataset, ZipDataset
from msjax.dataset.engine.operations.combining import zip_datasets as zip
from msjax.dataset.engine.operations.mapping import MapDataset
from msjax.dataset.engine.operations.padding import BucketBatchByLengthDataset, PaddedBatchDataset
from msjax.dataset.engine.operations.selecting import (
    FilterDataset,
    RepeatDataset,
    ShuffleDataset,
    SkipDataset,
    TakeDataset,
)
from msjax.dataset.engine.operations.waiting import BlockReleasePair, SyncWaitDataset
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
from msjax.dataset.engine.schema import Schema
from msjax.dataset.engine.source import MappableDataset, SourceDataset
from msjax.dataset.sources.memory import GeneratorDataset, NumpySlicesDataset, PaddedDataset
from msjax.dataset.sources.random import RandomDataset

__all__ = [
    "BatchDataset",
    "BatchInfo",
    "BlockReleasePair",
    "BucketBatchByLengthDataset",
    "BuiltinSampler",
    "ConcatDataset",
    "DSCallback",
    "Dataset",
    "DictIterator",
    "DistributedSampler",
    "FilterDataset",
    "GeneratorDataset",
    "IterSampler",
    "MapDataset",
    "MappableDataset",
    "NumpySlicesDataset",
    "PKSampler",
    "PaddedBatchDataset",
    "PaddedDataset",
    "ProjectDataset",
    "RandomDataset",
    "RandomSampler",
    "RenameDataset",
    "RepeatDataset",
    "Sampler",
    "Schema",
    "SequentialSampler",
    "Shuffle",
    "ShuffleDataset",
    "SkipDataset",
    "SourceDataset",
    "SubsetRandomSampler",
    "SubsetSampler",
    "SyncWaitDataset",
    "TakeDataset",
    "TupleIterator",
    "WeightedRandomSampler",
    "ZipDataset",
    "config",
    "get_seed",
    "set_seed",
    "zip",
]
