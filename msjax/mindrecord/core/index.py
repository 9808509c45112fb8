"""The index of a file: an SQLite file beside it that says where each row is.

It has one row for each row of the data: where its scalars and its blob are, and the values of the
fields that `add_index` named. MindSpore reads a file only together with its index.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msjax.mindrecord.common.exceptions import DbConnectionError, MRMGenerateIndexError
from msjax.mindrecord.core.header import BLOB, RAW, Header
from msjax.mindrecord.core.packing import unpack_fields

_PLACES = (
    "PAGE_ID_RAW",
    "PAGE_OFFSET_RAW",
    "PAGE_OFFSET_RAW_END",
    "ROW_GROUP_ID",
    "PAGE_ID_BLOB",
    "PAGE_OFFSET_BLOB",
    "PAGE_OFFSET_BLOB_END",
)
_TYPES = {"string": "TEXT", "int32": "INTEGER", "int64": "INTEGER"}
_AT_A_TIME = 10_000


def index_path(path: str) -> str:
    """Return where the index of a file is."""
    return path + ".db"


def _column(field: str) -> str:
    return f'"{field}_0"'


def write_index(path: str, header: Header) -> None:
    """Write the index of a complete file, in place of the one that may be there.

    Raises:
        MRMGenerateIndexError: the value of an index field is not a number.
    """
    target = index_path(path)
    with contextlib.suppress(FileNotFoundError):
        os.remove(target)
    fields = header.index_fields
    parts = ["ROW_ID INT NOT NULL", *(f"{name} INT NOT NULL" for name in _PLACES)]
    keys = ["ROW_ID"]
    for i, name in enumerate(fields):
        kind = _TYPES.get(header.schema[name]["type"], "REAL")
        parts += [f"INC_{i} INT", f"{_column(name)} {kind}"]
        keys.append(f"INC_{i}")
    marks = ",".join("?" * (1 + len(_PLACES) + 2 * len(fields)))
    with contextlib.closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"CREATE TABLE INDEXES({', '.join(parts)}, PRIMARY KEY({','.join(keys)}))")
        database.execute("CREATE TABLE SHARD_NAME(NAME TEXT NOT NULL)")
        database.execute("INSERT INTO SHARD_NAME VALUES(?)", (os.path.basename(path),))
        rows = _entries(path, header)
        database.executemany(f"INSERT INTO INDEXES VALUES({marks})", rows)
        database.commit()
    os.chmod(target, 0o600)


def _entries(path, header: Header) -> Iterator[tuple]:
    """Walk through the pages of a file and yield the rows of its index."""
    blob_pages = {page.page_type_id: page for page in header.pages if page.page_type == BLOB}
    groups = []
    for page in header.pages:
        if page.page_type == RAW:
            ends = [offset for _, offset in page.row_group_ids[1:]] + [page.page_size]
            pairs = zip(page.row_group_ids, ends, strict=True)
            groups += [(number, page, start, end) for (number, start), end in pairs]
    if not groups:
        return
    with open(path, "rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    row = 0
    for number, page, start, end in sorted(groups, key=lambda group: group[0]):
        blobs = blob_pages[number]
        blob_at, blob_base = 0, header.start_of(blobs)
        while start < end:
            at = header.start_of(page) + start
            stop = start + 8 + _length(view, at)
            blob_end = blob_at + 8 + _length(view, blob_base + blob_at)
            values = _indexed(view[at + 8 : at + stop - start], header.index_fields)
            place = (page.page_id, start, stop, number, blobs.page_id, blob_at, blob_end)
            yield (row, *place, *values)
            row, start, blob_at = row + 1, stop, blob_end


def _indexed(data, fields) -> list[Any]:
    if not fields:
        return []
    found = unpack_fields(data)
    values = []
    for name in fields:
        if found[name] != found[name]:
            raise MRMGenerateIndexError(
                f"The index field '{name}' has a row that is nan, which an index cannot hold; name "
                "other fields with `add_index`, or store the values as arrays."
            )
        values += [0, found[name]]
    return values


def _length(view, at) -> int:
    return int.from_bytes(view[at : at + 8], "little")


class Index:
    """Where the rows of a file are, and the values of its index fields.

    Args:
        path: the data file.
        header: its header.

    Raises:
        DbConnectionError: the index cannot be read.
    """

    def __init__(self, path: str, header: Header):
        self.raw_at = array("q")
        self.blob_at = array("q")
        self.values: dict[str, list] = {name: [] for name in header.index_fields}
        size, base = header.page_size, header.header_size
        columns = [
            f"{base} + {size} * PAGE_ID_RAW + PAGE_OFFSET_RAW",
            f"{base} + {size} * PAGE_ID_BLOB + PAGE_OFFSET_BLOB",
            *map(_column, header.index_fields),
        ]
        address = Path(index_path(path)).absolute().as_uri() + "?mode=ro&immutable=1"
        query = f"SELECT {', '.join(columns)} FROM INDEXES ORDER BY ROW_ID"
        try:
            with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
                cursor = database.execute(query)
                while rows := cursor.fetchmany(_AT_A_TIME):
                    self._add(rows)
        except sqlite3.Error as error:
            raise DbConnectionError(
                f"{index_path(path)} cannot be read ({error}); write the data again with "
                "`FileWriter`, which makes the index too."
            ) from None

    def _add(self, rows):
        raw_at, blob_at, *columns = zip(*rows, strict=True)
        self.raw_at.extend(raw_at)
        self.blob_at.extend(blob_at)
        for values, column in zip(self.values.values(), columns, strict=True):
            values += column

    def __len__(self):
        return len(self.raw_at)
