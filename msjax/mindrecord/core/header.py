"""The header of a file: schema, index fields, and where its pages are.

A file begins with the header's length (8 bytes, least significant first) and the header, a text
of JSON. Pages follow at fixed places: page i at `header_size + i * page_size`. Pages of blobs and
pages of scalars ("raw") alternate as they are needed; a *row group* is the rows of one blob page,
and their scalars stand together in a raw page, which may have several groups.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any, Literal

from msjax.mindrecord.common.exceptions import pipeline_error
from msjax.mindrecord.core.packing import Packer, Schema

BLOB, RAW = "BLOB_DATA", "RAW_DATA"
HEADER_SIZES = (1 << 14, 1 << 27)
PAGE_SIZES = (1 << 15, 1 << 28)


@dataclass
class Page:
    """A page of a file.

    Args:
        page_id: its number in the file.
        page_type: `BLOB` or `RAW`.
        page_type_id: of a blob page, the number of its row group.
        shard_id: the number of the file.
        start_row_id: of a blob page, its first row.
        end_row_id: of a blob page, the row after its last.
        page_size: the bytes in use.
        row_group_ids: number and place of each row group; of a blob page, always [[0, 0]].
    """

    page_id: int
    page_type: Literal["BLOB_DATA", "RAW_DATA"]
    page_type_id: int
    shard_id: int
    start_row_id: int = 0
    end_row_id: int = 0
    page_size: int = 0
    row_group_ids: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, description: dict) -> Page:
        """Return the page that a header describes."""
        groups = [(group["id"], group["offset"]) for group in description["row_group_ids"]]
        return cls(**{**description, "row_group_ids": groups})

    def described(self) -> dict:
        """Return the description that a header has of it."""
        groups = [{"id": number, "offset": offset} for number, offset in self.row_group_ids]
        return dict(sorted({**vars(self), "row_group_ids": groups}.items()))


@dataclass
class Header:
    """What the header of a file says.

    Args:
        schema: description of each field, by its name.
        description: the text that `add_schema` was given.
        index_fields: the fields that the index file has, in its order.
        shard_addresses: the names of all files that were written together.
        shard_id: the number of this file among them.
        header_size: the bytes before the first page.
        page_size: the bytes from one page to the next.
        compression_size: the bytes that compression has saved.
        pages: the pages, in order.
    """

    schema: Schema
    description: str = ""
    index_fields: list[str] = field(default_factory=list)
    shard_addresses: list[str] = field(default_factory=list)
    shard_id: int = 0
    header_size: int = 1 << 24
    page_size: int = 1 << 25
    compression_size: int = 0
    pages: list[Page] = field(default_factory=list)

    def start_of(self, page: Page) -> int:
        """Return where a page begins in the file."""
        return self.header_size + self.page_size * page.page_id

    def encoded(self) -> bytes:
        """Return the bytes that a file begins with.

        Raises:
            RuntimeError: they do not fit before the first page.
        """
        fields = [{"index_field": name, "schema_id": 0} for name in self.index_fields]
        schema = {name: dict(sorted(self.schema[name].items())) for name in sorted(self.schema)}
        described = {"blob_fields": Packer(schema).blob_fields, "desc": self.description}
        content = {
            "header_size": self.header_size,
            "index_fields": fields or None,
            "page": [page.described() for page in self.pages] or None,
            "page_size": self.page_size,
            "compression_size": max(self.compression_size, 0),
            "schema": [{**described, "schema": schema}],
            "shard_addresses": self.shard_addresses,
            "shard_id": self.shard_id,
            "statistics": None,
            "version": "3.0",
        }
        text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        if len(text) + 8 > self.header_size:
            raise pipeline_error(
                f"The header has {len(text)} bytes for {len(self.pages)} pages, more than the "
                f"header size {self.header_size}; set larger pages with `set_page_size`, or a "
                "larger header with `set_header_size`."
            )
        return len(text).to_bytes(8, "little") + text


def read_header(path: str) -> Header:
    """Read the header of a file.

    Raises:
        RuntimeError: the file is no MindRecord file.
    """
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if not 0 < size <= min(HEADER_SIZES[1], os.path.getsize(path) - 8):
            raise _not_mindrecord(path, "the size of the header is not one")
        text = file.read(size)
    try:
        content = json.loads(text)
        (schema,) = content["schema"]
        return Header(
            schema=schema["schema"],
            description=schema["desc"],
            index_fields=[entry["index_field"] for entry in content["index_fields"] or ()],
            shard_addresses=content["shard_addresses"],
            shard_id=content["shard_id"],
            header_size=content["header_size"],
            page_size=content["page_size"],
            compression_size=content.get("compression_size", 0),
            pages=[Page.of(entry) for entry in content["page"] or ()],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _not_mindrecord(path, f"its header cannot be read ({error!r})") from None


def _not_mindrecord(path, reason) -> RuntimeError:
    return pipeline_error(
        f"Invalid file, {path} is no MindRecord file: {reason}; write it with `FileWriter`."
    )


def check_size(name: str, size: Any, limits: tuple[int, int]) -> int:
    """Return a size of the header or of pages, in bytes.

    Raises:
        TypeError: it is no int.
        RuntimeError: it is outside of the limits or no multiple of 4.
    """
    if not isinstance(size, int) or isinstance(size, bool):
        raise TypeError(f"set_{name}_size(): the size must be an int, but got {size!r}.")
    low, high = limits
    if not low <= size <= high:
        raise pipeline_error(
            f"Invalid data, {name} size: {size} should be in range [{low} bytes, {high} bytes]."
        )
    if size % 4:
        raise pipeline_error(f"Invalid data, {name} size {size} should be divided by four.")
    return size
