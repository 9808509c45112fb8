"""Small MindRecord files, and what is in them."""

from __future__ import annotations

import itertools
import re
import sqlite3

import numpy as np
from mindspore.mindrecord import FileReader, FileWriter


def write_records(name, schema, rows, shards=1, index=None, calls=None, description="d"):
    """Write rows, with pages as small as can be."""
    writer = FileWriter(name, shards)
    writer.set_header_size(1 << 14)
    writer.set_page_size(1 << 15)
    writer.add_schema(schema, description)
    if index:
        writer.add_index(index)
    rows = iter(rows)
    for count in calls or [None]:
        writer.write_raw_data(list(itertools.islice(rows, count)))
    writer.commit()
    return name


def records(*arguments, **keywords):
    """Return the rows that a FileReader has."""
    reader = FileReader(*arguments, **keywords)
    rows = [{name: plain_value(value) for name, value in row.items()} for row in reader.get_next()]
    reader.close()
    return rows


def plain_value(value):
    """Return a value of a row in a form that facts have; of long ones, the length."""
    if isinstance(value, np.ndarray):
        return [value.dtype.name, list(value.shape), value.tolist()]
    if isinstance(value, str | bytes) and len(value) > 100:
        return [type(value).__name__, len(value), len(set(value))]
    return value.hex() if isinstance(value, bytes) else value


def sparse(path):
    """Return the bytes of a file: size, and what stands where, in hexadecimal.

    A byte that stands there many times is given once, with its number; zeros are left out.
    """
    with open(path, "rb") as file:
        data = file.read()
    parts = []
    for run in re.finditer(rb"(?s)(.)\1{31,}|(?:(?!(.)\2{31}).)+", data):
        repeated = run[1] is not None
        if not repeated:
            parts.append([run.start(), run[0].hex(), 1])
        elif run[1] != b"\0":
            parts.append([run.start(), run[1].hex(), len(run[0])])
    return [len(data), parts]


def whole(size, parts):
    """Return the bytes that `sparse` has described."""
    data = bytearray(size)
    for start, text, count in parts:
        part = bytes.fromhex(text) * count
        data[start : start + len(part)] = part
    return bytes(data)


def index_rows(path):
    """Return the columns and rows of the index of a file, and the name it has for the file."""
    database = sqlite3.connect(path + ".db")
    columns = [row[1:3] for row in database.execute("PRAGMA table_info(INDEXES)")]
    rows = database.execute("SELECT * FROM INDEXES").fetchall()
    names = database.execute("SELECT * FROM SHARD_NAME").fetchall()
    database.close()
    return [
        [[plain_value(value) for value in row] for row in part] for part in (columns, rows, names)
    ]
