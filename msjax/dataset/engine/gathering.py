"""The methods of `Dataset` that gather rows into batches."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from msjax.dataset.engine.checks import (
    check_batch_size,
    check_pad_info,
    check_row_size,
    check_workers,
    column_list,
)
from msjax.dataset.transforms.checks import of_type

if TYPE_CHECKING:
    from msjax.dataset.engine.dataset import Dataset


class Gathering:
    """What makes batches; `Dataset` derives from it."""

    def batch(
        self, batch_size, drop_remainder=False, num_parallel_workers=None, **kwargs
    ) -> Dataset:
        """Gather rows: each column gets a first axis over the rows of a batch.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/batch/mindspore.dataset.Dataset.batch.html

        Args:
            batch_size: how many rows, or a function that is given a `BatchInfo` and tells.
            drop_remainder: whether to leave out a last batch that is not full. Default: False.
            num_parallel_workers: how many threads call `per_batch_map`. Default: None: one.
            **kwargs: `per_batch_map`: a function of lists, one per column, with the values of the
                rows, and a `BatchInfo`; it returns a tuple with, per column, a list of values or
                the array itself. `input_columns`: the columns that it is given. `output_columns`:
                names of what it returns. `python_multiprocessing`: whether processes call it (see
                `map`). `max_rowsize`: no effect here.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: An argument has another value.
        """
        from msjax.dataset.engine.operations.batching import BatchDataset

        check_batch_size(batch_size)
        check_workers(num_parallel_workers)
        of_type(bool)(drop_remainder, "drop_remainder")
        check_row_size(kwargs.get("max_rowsize"))
        kwargs |= {
            name: column_list(kwargs[name], name)
            for name in ("input_columns", "output_columns")
            if kwargs.get(name) is not None
        }
        _check_batch_map(kwargs.get("per_batch_map"), kwargs.get("input_columns"))
        of_type(bool)(kwargs.get("python_multiprocessing", False), "python_multiprocessing")
        return BatchDataset(self, batch_size, drop_remainder, num_parallel_workers, **kwargs)

    def padded_batch(
        self, batch_size, drop_remainder=False, num_parallel_workers=None, pad_info=None
    ) -> Dataset:
        """Gather rows, and pad them to one shape.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/batch/mindspore.dataset.Dataset.padded_batch.html

        Args:
            batch_size: how many rows, or a function that is given a `BatchInfo` and tells.
            drop_remainder: whether to leave out a last batch that is not full. Default: False.
            num_parallel_workers: how many threads are used (one, here). Default: None.
            pad_info: a dict of column to (shape, value). In a shape None, or None for it, means
                the length of the longest row of the batch. An empty dict pads all columns with
                zeros. Default: None: nothing is padded.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: An argument has another value.
        """
        from msjax.dataset.engine.operations.padding import PaddedBatchDataset

        check_batch_size(batch_size)
        check_workers(num_parallel_workers)
        of_type(bool)(drop_remainder, "drop_remainder")
        check_pad_info(pad_info)
        return PaddedBatchDataset(self, batch_size, drop_remainder, num_parallel_workers, pad_info)

    def bucket_batch_by_length(
        self,
        column_names,
        bucket_boundaries,
        bucket_batch_sizes,
        element_length_function=None,
        pad_info=None,
        pad_to_bucket_boundary=False,
        drop_remainder=False,
    ) -> Dataset:
        """Gather rows of like length.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/batch/mindspore.dataset.Dataset.bucket_batch_by_length.html

        Args:
            column_names: the columns that tell the length, a list.
            bucket_boundaries: increasing lengths: a bucket takes rows shorter than its boundary.
            bucket_batch_sizes: how many rows a batch of each bucket has; one more than boundaries.
            element_length_function: a function of the columns that returns the length. Default:
                None: the first axis of the only column.
            pad_info: as for `padded_batch`. Default: None.
            pad_to_bucket_boundary: whether axes without a length are padded to the boundary less
                one, instead of to the longest row. Default: False.
            drop_remainder: whether to leave out batches that are not full. Default: False.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: An argument has another value.
        """
        from msjax.dataset.engine.operations.padding import BucketBatchByLengthDataset

        for name, value in (
            ("column_names", column_names),
            ("bucket_boundaries", bucket_boundaries),
            ("bucket_batch_sizes", bucket_batch_sizes),
        ):
            of_type(list)(value, name)
        of_type(bool)(pad_to_bucket_boundary, "pad_to_bucket_boundary")
        of_type(bool)(drop_remainder, "drop_remainder")
        columns = column_list(column_names, "column_names")
        if element_length_function is None and len(columns) != 1:
            raise ValueError(
                "If element_length_function is not specified, exactly one column name should be "
                f"passed, but got {columns}."
            )
        if element_length_function is not None and not callable(element_length_function):
            raise TypeError("element_length_function object is not callable.")
        _check_buckets(bucket_boundaries, bucket_batch_sizes)
        check_pad_info(pad_info)
        return BucketBatchByLengthDataset(
            self,
            columns,
            bucket_boundaries,
            bucket_batch_sizes,
            element_length_function,
            pad_info,
            pad_to_bucket_boundary,
            drop_remainder,
        )


def _check_batch_map(per_batch_map, input_columns) -> None:
    if input_columns is None:
        return
    if per_batch_map is None:
        raise ValueError("input_columns can be specified only when per_batch_map is set.")
    if len(input_columns) != len(inspect.signature(per_batch_map).parameters) - 1:
        raise ValueError(
            "The signature of per_batch_map should match with input columns: it takes "
            f"{', '.join(input_columns)} and a BatchInfo."
        )


def _check_buckets(boundaries, sizes) -> None:
    if not boundaries:
        raise ValueError("bucket_boundaries cannot be empty.")
    for name, values in (("bucket_boundaries", boundaries), ("bucket_batch_sizes", sizes)):
        if not all(isinstance(value, int) for value in values):
            raise TypeError(f"{name} should be a list of int, but got {values}.")
        if min(values, default=1) <= 0:
            raise ValueError(f"{name} must only contain positive numbers, but got {values}.")
    if sorted(set(boundaries)) != boundaries:
        raise ValueError(f"bucket_boundaries should be strictly increasing, but got {boundaries}.")
    if len(sizes) != len(boundaries) + 1:
        raise ValueError(
            "bucket_batch_sizes must contain one element more than bucket_boundaries, but got "
            f"{len(sizes)} and {len(boundaries)}."
        )
