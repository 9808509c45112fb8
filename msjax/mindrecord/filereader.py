"""Reading MindRecord files row by row.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.FileReader.html
"""

from __future__ import annotations

import os

from msjax import log
from msjax.mindrecord.common.exceptions import ParamTypeError, ParamValueError
from msjax.mindrecord.core.fields import check_filename
from msjax.mindrecord.core.shard_reader import ShardReader

__all__ = ["FileReader"]

_CONSUMERS = 4


class FileReader:
    """Read the rows of MindRecord files, msjax's or MindSpore's, in order.

    Args:
        file_name: one file, which stands for all that were written together with it, or a list of
            files.
        num_consumer: MindSpore's number of threads, from 1 to the number of processors.
        columns: the fields to read; None for all.
        operator: MindSpore's operators, which it does without in future versions; None.

    Raises:
        ParamValueError: a name or `num_consumer` is wrong.
        ParamTypeError: `columns` is no list.
        RuntimeError: a file is missing or no MindRecord file, or there is no such field.
        NotImplementedError: there is an operator.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindrecord/mindspore.mindrecord.FileReader.html

    Differs: floats stay floats; MindSpore gives those without a fraction as ints.
    """

    def __init__(self, file_name, num_consumer=_CONSUMERS, columns=None, operator=None):
        check_arguments(file_name, num_consumer)
        if operator is not None:
            log.warning("The parameter 'operator' will be deprecated in a future version.")
            raise NotImplementedError(
                f"FileReader(operator={operator!r}): sample rows with MindDataset and a sampler."
            )
        if columns and not isinstance(columns, list):
            raise ParamTypeError("columns", "list")
        self._reader = ShardReader(file_name)
        self._reader.check_columns(columns or ())
        self._wanted = set(columns) if columns else None
        self._next = 0
        self._closed = False

    def get_next(self):
        """Return a generator of the rows that have not been read yet: dicts of the fields."""
        while not self._closed and self._next < len(self._reader):
            self._next += 1
            yield self._reader.row(self._next - 1, self._wanted)

    def close(self):
        """End reading; `get_next` has no more rows."""
        self._closed = True

    def schema(self):
        """Return the description of each field, by its name."""
        return self._reader.header.schema

    def len(self):
        """Return the number of rows."""
        return len(self._reader)


def check_arguments(file_name, num_consumer) -> None:
    """Raise a ParamValueError for what names no files, or no number of threads."""
    for name in file_name if isinstance(file_name, list) else [file_name]:
        check_filename(name)
    if num_consumer == _CONSUMERS:
        return  # MindSpore takes its default on machines with fewer processors, too
    if num_consumer is None:
        raise ParamValueError("Parameter num_consumer is None.")
    if not isinstance(num_consumer, int):
        raise ParamValueError("Parameter num_consumer is not int.")
    most = os.cpu_count() or 1
    if not 1 <= num_consumer <= most:
        raise ParamValueError(
            f"Parameter num_consumer: {num_consumer} should between 1 and {most}."
        )
