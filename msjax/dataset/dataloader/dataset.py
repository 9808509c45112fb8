"""What a `DataLoader` reads.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.dataset.dataloader.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T", covariant=True)


class Dataset(Generic[T]):
    """Rows by number or key: subclasses have `__getitem__`, and mostly `__len__`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.Dataset.html
    """

    def __init__(self) -> None:
        super().__init__()

    def __getitem__(self, index: int) -> T:
        raise NotImplementedError(f"{type(self).__name__} must implement __getitem__ method.")


class IterableDataset(Dataset[T]):
    """Rows one after the other: subclasses have `__iter__`.

    In a worker, `get_worker_info()` tells which of the workers it is, so that each can read a part.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.IterableDataset.html
    """

    def __iter__(self) -> Iterator[T]:
        raise NotImplementedError(f"{type(self).__name__} must implement __iter__ method.")


class TensorDataset(Dataset[tuple[Any, ...]]):
    """Rows of Tensors: row i is a tuple of the i-th parts along the first axis.

    Args:
        *tensors: Tensors, [rows, ...].

    Raises:
        ValueError: they have different numbers of rows.
        IndexError: one has no axis.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.dataloader.TensorDataset.html
    """

    def __init__(self, *tensors) -> None:
        super().__init__()
        lengths = [tensor.shape[0] for tensor in tensors]
        if len(set(lengths)) > 1:
            raise ValueError(
                f"All tensors must have the same size in the first dimension. They have {lengths}."
            )
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].shape[0]
