"""Reading files: those written together, or those that a program names, as one list of rows."""

from __future__ import annotations

import bisect
import itertools
import mmap
import os
from typing import Any

import numpy as np

from msjax.mindrecord.common.exceptions import pipeline_error
from msjax.mindrecord.core.header import Header, read_header
from msjax.mindrecord.core.index import Index, index_path
from msjax.mindrecord.core.packing import Packer, unpack_fields

_ENCRYPTED = b"ENCRYPT"


class Shard:
    """One file, mapped; rows are read when they are asked for.

    Args:
        path: the file.
        header: its header.
    """

    def __init__(self, path: str, header: Header):
        self.path = path
        self.packer = Packer(header.schema)
        self.index = Index(path, header)
        self._integers = {
            name: values
            for name, values in self.index.values.items()
            if header.schema[name]["type"] in ("int32", "int64")
        }
        self._data = _view(path)

    def scalars(self, i: int, wanted: list[str]) -> list[Any]:
        """Return the wanted scalars of a row: from the index, where it has them.

        Only integers are taken from there: a string that has a NUL ends with it in MindSpore's
        indexes, and numbers went through a text.
        """
        values = self._integers
        if all(name in values for name in wanted):
            return [values[name][i] for name in wanted]
        found = unpack_fields(self._packed(self.index.raw_at[i]))
        return [found[name] for name in wanted]

    def blob(self, i: int, wanted: list[str]) -> dict[str, memoryview | np.ndarray]:
        """Return the wanted fields of a row's blob: bytes as they are, integers as flat arrays."""
        return self.packer.unpack_blob(self._packed(self.index.blob_at[i]), wanted)

    def _packed(self, at) -> memoryview:
        size = int.from_bytes(self._data[at : at + 8], "little")
        return self._data[at + 8 : at + 8 + size]

    def __len__(self):
        return len(self.index)

    def __reduce__(self):
        return _opened, (self.path,)


def _view(path) -> memoryview:
    with open(path, "rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _opened(path) -> Shard:
    return Shard(path, read_header(path))


class ShardReader:
    """The rows of several files.

    Args:
        file_name: one file, which stands for all that were written together with it, or a list of
            files to read, in this order.

    Raises:
        RuntimeError: a file is missing, is none of MindRecord, or has another schema.
    """

    def __init__(self, file_name: str | list[str]):
        paths = shard_paths(file_name) if isinstance(file_name, str) else list(file_name)
        headers = [read_header(checked(path)) for path in paths]
        self.header = headers[0]
        for path, header in zip(paths, headers, strict=True):
            if header.schema != self.header.schema:
                raise pipeline_error(
                    f"Invalid data, the files have different schemas: {path} has {header.schema}, "
                    f"{paths[0]} has {self.header.schema}; read them one by one."
                )
        self.packer = Packer(self.header.schema)
        self.shards = [Shard(*pair) for pair in zip(paths, headers, strict=True)]
        self._starts = list(itertools.accumulate(map(len, self.shards), initial=0))

    def __len__(self):
        return self._starts[-1]

    def locate(self, i: int) -> tuple[Shard, int]:
        """Return the file that has a row, and the row's number there."""
        number = bisect.bisect_right(self._starts, i) - 1
        return self.shards[number], i - self._starts[number]

    def row(self, i: int, wanted: set[str] | None = None) -> dict[str, Any]:
        """Return a row as `FileReader` shows it: scalars first, then arrays and bytes."""
        shard, i = self.locate(i)
        packer = self.packer
        names = [n for n in packer.raw_fields if wanted is None or n in wanted]
        row = dict(zip(names, shard.scalars(i, names), strict=True))
        names = [n for n in packer.blob_fields if wanted is None or n in wanted]
        if names:
            fields = shard.blob(i, names)
            row.update((name, packer.shaped(name, fields[name])) for name in names)
        return row

    def check_columns(self, columns) -> None:
        """Raise a RuntimeError for a column that the files do not have."""
        for name in columns:
            if name not in self.header.schema:
                raise pipeline_error(
                    f"Invalid data, column name: {name} can not found in schema; the files have "
                    f"{sorted(self.header.schema)}."
                )


def shard_paths(path: str) -> list[str]:
    """Return the paths of all files that were written together with one."""
    folder = os.path.dirname(path)
    return [os.path.join(folder, name) for name in read_header(checked(path)).shard_addresses]


def checked(path: str) -> str:
    """Return the path of a file that is there together with its index, and is not encrypted.

    Raises:
        RuntimeError: it is not.
    """
    for name in (path, index_path(path)):
        if not os.path.exists(name):
            raise RuntimeError(
                f"The input: {name} is not exists. A file of MindRecord is read together with its "
                "index, the file of the same name with .db behind it; keep both in one folder."
            )
        if not os.path.isfile(name):
            raise RuntimeError(f"The input: {name} should be a regular file.")
        with open(name, "rb") as file:
            file.seek(-min(len(_ENCRYPTED), os.path.getsize(name)), os.SEEK_END)
            if file.read() == _ENCRYPTED:
                raise RuntimeError(
                    f"The mindrecord file is encrypted: {name}. msjax does not decrypt files; "
                    "write it again with MindSpore after `set_enc_key(None)`."
                )
    return path
