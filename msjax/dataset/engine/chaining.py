"""The methods of `Dataset` that append a step to a pipeline.

The steps are imported when a method is called: they derive from `Dataset` themselves.
"""

from __future__ import annotations

import copy
import logging
import sys
from typing import TYPE_CHECKING, Any

from msjax.dataset.engine.checks import check_row_size, check_workers, column_list
from msjax.dataset.engine.gathering import Gathering
from msjax.dataset.transforms.checks import INT32_MAX, integer, of_type

if TYPE_CHECKING:
    from msjax.dataset.engine.dataset import Dataset

_log = logging.getLogger("msjax")


class Chaining(Gathering):
    """What can be appended to a pipeline; `Dataset` derives from it."""

    def map(
        self,
        operations,
        input_columns=None,
        output_columns=None,
        num_parallel_workers=None,
        **kwargs,
    ) -> Dataset:
        """Apply operations, or functions, to columns.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.map.html

        Args:
            operations: what is applied, one or a list: operations of `vision`, `transforms` and
                the like, or functions of as many arrays as there are columns, which return an array
                or, for several columns, a tuple.
            input_columns: the columns given to the first operation. Default: None: the first one.
            output_columns: names of what the last one returns. Default: None: `input_columns`.
            num_parallel_workers: how many threads work; each has a copy of a random operation with
                an own stream. Default: None: as `config` says.
            **kwargs: `python_multiprocessing`: whether processes do the work. `callbacks`: a
                `DSCallback` or a list of them. `max_rowsize`, `offload`: no effect here. `cache`:
                not supported.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: An operation is no function, or a layer or an operator of a network.
        """
        from msjax.dataset.callback import DSCallback
        from msjax.dataset.engine.operations.mapping import MapDataset

        operations = list(operations) if isinstance(operations, list | tuple) else [operations]
        for operation in operations:
            _refuse_network(operation)
        check_workers(num_parallel_workers)
        of_type(bool)(kwargs.get("python_multiprocessing", False), "python_multiprocessing")
        check_row_size(kwargs.get("max_rowsize"))
        if kwargs.get("offload") is not None:
            of_type(bool)(kwargs["offload"], "offload")
        callbacks = kwargs.get("callbacks")
        if callbacks is not None:
            if not isinstance(callbacks, list | tuple):
                callbacks = kwargs["callbacks"] = [callbacks]
            for i, callback in enumerate(callbacks):
                of_type(DSCallback)(callback, f"callbacks[{i}]")
        if input_columns is not None:
            input_columns = column_list(input_columns, "input_columns")
        if output_columns is not None:
            output_columns = column_list(output_columns, "output_columns")
        return MapDataset(
            self, operations, input_columns, output_columns, num_parallel_workers, **kwargs
        )

    def filter(self, predicate, input_columns=None, num_parallel_workers=None) -> Dataset:
        """Leave out the rows that a function says no to.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.filter.html

        Args:
            predicate: a function of columns; a row stays if the result counts as True.
            input_columns: the columns that it is given. Default: None: all.
            num_parallel_workers: how many threads call it (one, here). Default: None.

        Returns:
            A Dataset.

        Raises:
            TypeError: `predicate` is no function, or another argument of another type.
        """
        from msjax.dataset.engine.operations.selecting import FilterDataset

        if not callable(predicate):
            raise TypeError(
                "Predicate should be a Python function or a callable Python object, but got "
                f"{predicate!r}."
            )
        check_workers(num_parallel_workers)
        columns = [] if input_columns is None else column_list(input_columns, "input_columns")
        return FilterDataset(self, predicate, columns, num_parallel_workers)

    def flat_map(self, func) -> Dataset:
        """Make a pipeline of each row, and join them; this runs the pipeline once, now.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.flat_map.html

        Args:
            func: a function of the columns that returns a Dataset.

        Returns:
            A Dataset.

        Raises:
            TypeError: `func` is no function or returns something else.
        """
        from msjax.dataset.engine.dataset import Dataset

        if not callable(func):
            raise TypeError(f"func must be a function, but got {func!r}.")
        joined: Any = None
        rows: Any = self.create_tuple_iterator(  # pyright: ignore[reportAttributeAccessIssue]
            num_epochs=1, output_numpy=True
        )
        for row in rows:
            made = func(*row)
            if not isinstance(made, Dataset):
                raise TypeError(f"flat_map must return a Dataset object, but got {type(made)}.")
            joined = made if joined is None else joined + made
        if joined is None:
            raise TypeError("flat_map must return a Dataset object, but there are no rows.")
        return joined

    def shuffle(self, buffer_size) -> Dataset:
        """Give rows in random order, drawn from a buffer that is filled up row by row.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.shuffle.html

        Args:
            buffer_size: how many rows the buffer holds, at least 2; as many as there are rows
                shuffles all of them.

        Returns:
            A Dataset.

        Raises:
            TypeError: `buffer_size` is no int.
            ValueError: `buffer_size` is less than 2.
            RuntimeError: There is a `sync_wait` before.
        """
        from msjax.dataset.engine.operations.selecting import ShuffleDataset

        integer(2, INT32_MAX)(buffer_size, "buffer_size")
        return ShuffleDataset(self, buffer_size)

    def repeat(self, count=None) -> Dataset:
        """Give all rows several times.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.repeat.html

        Args:
            count: how often. Default: None, as -1: without an end.

        Returns:
            A Dataset.

        Raises:
            TypeError: `count` is no int.
            ValueError: `count` is 0 or negative.
        """
        from msjax.dataset.engine.operations.selecting import RepeatDataset

        of_type(int, type(None))(count, "repeat")
        if count is not None and not (count == -1 or 0 < count <= INT32_MAX):
            raise ValueError(
                "count should be either -1 or positive integer, range[1, INT32_MAX], but got "
                f"{count}."
            )
        return RepeatDataset(self, count)

    def skip(self, count) -> Dataset:
        """Leave out the first rows.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.skip.html

        Args:
            count: how many.

        Returns:
            A Dataset.

        Raises:
            TypeError: `count` is no int.
            ValueError: `count` is negative.
        """
        from msjax.dataset.engine.operations.selecting import SkipDataset

        integer(0, INT32_MAX)(count, "count")
        return SkipDataset(self, count)

    def take(self, count=-1) -> Dataset:
        """Give the first rows only.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.take.html

        Args:
            count: how many; -1: all. Default: -1.

        Returns:
            A Dataset.

        Raises:
            TypeError: `count` is no int.
            ValueError: `count` is 0 or negative.
        """
        from msjax.dataset.engine.operations.selecting import TakeDataset

        of_type(int)(count, "count")
        if not (count == -1 or 0 < count <= INT32_MAX):
            raise ValueError(
                "count should be either -1 or within the required interval of (0, "
                f"{INT32_MAX}], got {count}."
            )
        return TakeDataset(self, count)

    def zip(self, datasets) -> Dataset:
        """Join the columns of this pipeline and others.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.zip.html

        Args:
            datasets: a Dataset, or a tuple of them.

        Returns:
            A Dataset; the shortest pipeline ends an epoch.

        Raises:
            TypeError: `datasets` is something else.
        """
        from msjax.dataset.engine.dataset import Dataset
        from msjax.dataset.engine.operations.combining import zip_datasets

        of_type(tuple, Dataset)(datasets, "datasets")
        others = datasets if isinstance(datasets, tuple) else (datasets,)
        return zip_datasets((self, *others))

    def concat(self, datasets) -> Dataset:
        """Give the rows of this pipeline, then those of others; the same as `+`.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.concat.html

        Args:
            datasets: a Dataset, or a list of them, with the same columns.

        Returns:
            A Dataset.

        Raises:
            TypeError: `datasets` is something else.
            ValueError: A pipeline has no rows.
        """
        from msjax.dataset.engine.dataset import Dataset
        from msjax.dataset.engine.operations.combining import ConcatDataset

        of_type(list, Dataset)(datasets, "datasets")
        others = datasets if isinstance(datasets, list) else [datasets]
        for i, other in enumerate(others):
            of_type(Dataset)(other, f"dataset[{i}]")
        return ConcatDataset([self, *others])

    def __add__(self, datasets):
        return self.concat(datasets)

    def rename(self, input_columns, output_columns) -> Dataset:
        """Give columns other names.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.rename.html

        Args:
            input_columns: the names, a str or a list.
            output_columns: the new names, as many.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: The numbers differ.
        """
        from msjax.dataset.engine.operations.columns import RenameDataset

        old = column_list(input_columns, "input_columns")
        new = column_list(output_columns, "output_columns")
        if len(old) != len(new):
            raise ValueError(
                "Number of column in input_columns and output_columns is not equal: "
                f"{len(old)} and {len(new)}."
            )
        return RenameDataset(self, old, new)

    def project(self, columns) -> Dataset:
        """Give some of the columns, in a chosen order.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.project.html

        Args:
            columns: their names, a str or a list.

        Returns:
            A Dataset.

        Raises:
            TypeError: `columns` is something else.
        """
        from msjax.dataset.engine.operations.columns import ProjectDataset

        return ProjectDataset(self, column_list(columns, "columns"))

    def apply(self, apply_func) -> Dataset:
        """Give the pipeline to a function that returns one.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.apply.html

        Args:
            apply_func: a function of a Dataset.

        Returns:
            The Dataset that it returns.

        Raises:
            TypeError: `apply_func` is no function or returns something else.
        """
        from msjax.dataset.engine.dataset import Dataset

        if not callable(apply_func):
            raise TypeError(f"apply_func must be a function, but got {apply_func!r}.")
        made = apply_func(self)
        if not isinstance(made, Dataset):
            raise TypeError(f"apply_func must return a dataset, but got {type(made)}.")
        return made

    def split(self, sizes, randomize=True) -> tuple[Dataset, ...]:
        """Divide the rows among several pipelines.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.split.html

        Args:
            sizes: how many rows each gets: ints that sum up to all rows, or parts of 1.0.
            randomize: whether the rows are shuffled before, in the same way in each epoch; set
                `config.set_seed`, so that no row is in two parts. Default: True.

        Returns:
            A tuple of Datasets.

        Raises:
            TypeError: An argument is of another type.
            ValueError: `sizes` cannot be sizes.
            RuntimeError: The sizes are not those of all rows, or the rows are sharded.
        """
        _check_split(sizes, randomize)
        return self._split(sizes, randomize)

    def _split(self, sizes, randomize) -> tuple[Dataset, ...]:
        start, parts = 0, []
        for size in self._split_sizes(sizes):
            part: Any = copy.copy(self)
            if randomize:
                part = part.shuffle(10000)
                part.reshuffle_each_epoch = False
            parts.append((part.skip(start) if start else part).take(size))
            start += size
        return tuple(parts)

    def _split_sizes(self, sizes) -> list[int]:
        dataset: Any = self
        if dataset.is_shuffled():
            _log.warning("Dataset is shuffled before split.")
        if dataset.is_sharded():
            raise RuntimeError("Dataset should not be sharded before split.")
        count = dataset.get_dataset_size()
        if not count:
            raise RuntimeError("dataset_size is unknown, unable to split: there are no rows.")
        if isinstance(sizes[0], int):
            if sum(sizes) != count:
                raise RuntimeError(
                    f"Sum of split sizes {sum(sizes)} is not equal to dataset size {count}."
                )
            return sizes
        absolute = [round(size * count) for size in sizes]
        if 0 in absolute:
            raise RuntimeError(f"Split percentage {sizes[absolute.index(0)]} is too small.")
        surplus = count - sum(absolute)
        # What rounding left over goes to the first; what it took too much comes from the first
        # that keeps a row.
        which = 0 if surplus > 0 else next(i for i, n in enumerate(absolute) if n + surplus > 0)
        absolute[which] += surplus
        return absolute

    def build_vocab(self, columns, freq_range, top_k, special_tokens, special_first):
        """Number the words of columns, as `text.Vocab.from_dataset` does: a name of MindSpore 1.x.

        Args:
            columns: the names of the columns, a string or a list; None: all.
            freq_range: (least, largest) count of a word; None: no limit.
            top_k: how many words are numbered at most; None: all.
            special_tokens: list of words that are numbered too; None: none.
            special_first: whether these come before the others.

        Returns:
            A `text.Vocab`.

        Raises:
            TypeError, ValueError, RuntimeError: as `text.Vocab.from_dataset`.
        """
        from msjax.dataset.text.vocabulary import Vocab

        return Vocab.from_dataset(self, columns, freq_range, top_k, special_tokens, special_first)

    def sync_wait(self, condition_name, num_batch=1, callback=None) -> Dataset:
        """Have rows wait until the training tells, by `sync_update`, that it is done with some.

        Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/dataset_method/operation/mindspore.dataset.Dataset.sync_wait.html

        Args:
            condition_name: the name for `sync_update`.
            num_batch: how many batches go on without waiting. Default: 1.
            callback: a function that is given what `sync_update` is given. Default: None.

        Returns:
            A Dataset.

        Raises:
            TypeError: An argument is of another type.
            ValueError: `num_batch` is not positive.
            RuntimeError: The name is in use.
        """
        from msjax.dataset.engine.operations.waiting import SyncWaitDataset

        of_type(str)(condition_name, "condition_name")
        of_type(int)(num_batch, "num_batch")
        return SyncWaitDataset(self, condition_name, num_batch, callback)

    def device_que(self, send_epoch_end=True, create_data_info_queue=False, queue_name=""):
        """Send rows to a queue on the device (refused).

        Args:
            send_epoch_end: whether ends of epochs are sent. Default: True.
            create_data_info_queue: whether shapes are sent. Default: False.
            queue_name: the name of the queue. Default: "".

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            f"device_que(send_epoch_end={send_epoch_end}, create_data_info_queue="
            f"{create_data_info_queue}, queue_name={queue_name!r}) is not supported: JAX has no "
            "queue on the device. Iterate over the dataset; it computes ahead meanwhile."
        )


def _check_split(sizes, randomize) -> None:
    of_type(list)(sizes, "sizes")
    of_type(bool)(randomize, "randomize")
    if not sizes:
        raise ValueError("sizes cannot be empty.")
    if all(isinstance(size, int) for size in sizes):
        if min(sizes) <= 0:
            raise ValueError(
                f"sizes is a list of int, but there should be no negative or zero numbers: {sizes}."
            )
        return
    if not all(isinstance(size, float) for size in sizes):
        raise ValueError(f"sizes should be list of int or list of float, but got {sizes}.")
    if not all(0 < size <= 1 for size in sizes):
        raise ValueError(
            "sizes is a list of float, but there should be no numbers outside the range (0, 1]: "
            f"{sizes}."
        )
    if abs(sum(sizes) - 1) >= 1e-5:
        raise ValueError(
            "sizes is a list of float, but the percentages do not sum up to 1: they sum up to "
            f"{sum(sizes)}."
        )


def _refuse_network(operation) -> None:
    """Refuse layers and operators: a pipeline's threads compute on the host, on arrays."""
    for module, kind in (("msjax.nn.cell", "Cell"), ("msjax._core.primitive", "Primitive")):
        # An object can only be one if somebody imported the class.
        found = getattr(sys.modules.get(module), kind, None)
        if found is not None and isinstance(operation, found):
            raise ValueError(
                "Input operations should not contain network computing operator like in "
                f"mindspore.nn or mindspore.ops, got operation: {operation}. Use NumPy, or apply "
                "it to the batches."
            )
