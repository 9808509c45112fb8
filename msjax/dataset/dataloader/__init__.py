"""`mindspore.dataset.dataloader`: batches of any object with `__getitem__`, in PyTorch's manner.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.dataloader.html
"""

from msjax.dataset.dataloader.collation import default_collate, default_convert
from msjax.dataset.dataloader.dataloader import DataLoader
from msjax.dataset.dataloader.dataset import Dataset, IterableDataset, TensorDataset
from msjax.dataset.dataloader.distributed import DistributedSampler
from msjax.dataset.dataloader.sampler import (
    BatchSampler,
    RandomSampler,
    Sampler,
    SequentialSampler,
)
from msjax.dataset.dataloader.workers import get_worker_info

__all__ = [
    "BatchSampler",
    "DataLoader",
    "Dataset",
    "DistributedSampler",
    "IterableDataset",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "TensorDataset",
    "default_collate",
    "default_convert",
    "get_worker_info",
]
