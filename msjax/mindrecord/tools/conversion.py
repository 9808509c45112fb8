"""What the converters share: checks of their arguments, and writing rows in portions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from msjax.mindrecord.core.packing import Schema
from msjax.mindrecord.filewriter import FileWriter

_ROWS = 256  # that a call of write_raw_data gets
_HEADER_SIZE, _PAGE_SIZE = 1 << 24, 1 << 26


def check_partition_number(number) -> int:
    """Return the number of shards; what is no int is a ValueError."""
    if not isinstance(number, int):
        raise ValueError("The parameter partition_number must be int")
    return number


def write(
    writer: FileWriter,
    schema: Schema,
    description: str,
    rows: Iterable[dict],
    index_fields: list[str] | None = None,
    parallel: bool = False,
) -> None:
    """Write rows with large pages, and complete the files.

    Args:
        writer: a new writer.
        schema: description of each field, by its name.
        description: a text that is kept in the files.
        rows: the rows.
        index_fields: the fields that can be asked for; None for all scalars.
        parallel: whether each portion of 256 rows stays together in one shard.
    """
    writer.set_header_size(_HEADER_SIZE)
    writer.set_page_size(_PAGE_SIZE)
    writer.add_schema(schema, description)
    if index_fields:
        writer.add_index(index_fields)
    rows = iter(rows)
    while portion := list(itertools.islice(rows, _ROWS)):
        writer.write_raw_data(portion, parallel)
    writer.commit()
