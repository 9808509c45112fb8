"""Writing one file: rows go to pages as they come, the header at the end.

The pages are laid out as MindSpore lays them out, so that the files are the same byte for byte. A
call continues the last blob page with as many rows as fit and begins new pages for the others. The
scalars of a row group stand together: when rows that continue a group no longer fit into its raw
page, the whole group moves to a new one.
"""

from __future__ import annotations

import os

from msjax.mindrecord.common.exceptions import pipeline_error
from msjax.mindrecord.core.header import BLOB, RAW, Header, Page

_LENGTH = 8  # bytes before every packed row


class ShardWriter:
    """Writes one file.

    Args:
        path: the file; it is made, or opened if the header has pages.
        header: its header, which grows with what is written.
    """

    def __init__(self, path: str, header: Header):
        self.path = path
        self.header = header
        if not header.pages:
            with open(path, "wb"):
                pass
        self._blobs = self._last(BLOB)
        self._raws = self._last(RAW)

    def _last(self, kind) -> Page | None:
        return next((p for p in reversed(self.header.pages) if p.page_type == kind), None)

    def append(self, rows: list[tuple[bytes, bytes]]) -> None:
        """Write rows.

        Args:
            rows: packed scalars and blob of each.

        Raises:
            RuntimeError: a row is larger than a page.
        """
        raws = [_with_length(raw) for raw, _ in rows]
        blobs = [_with_length(blob) for _, blob in rows]
        for kind, parts in (("raw", raws), ("blob", blobs)):
            if max(map(len, parts), default=0) > self.header.page_size:
                raise pipeline_error(
                    f"Invalid data, Page size: {self.header.page_size} is too small to save a "
                    f"{kind} row of {max(map(len, parts))} bytes; set a larger one with "
                    "`set_page_size`, of at most 268435456 bytes."
                )
        (start, stop), *others = self._groups(raws, blobs)
        if stop > start:
            self._continue_blobs(blobs[start:stop])
        for first, last in others:
            self._new_blobs(blobs[first:last])
        if stop > start:
            self._make_room(sum(map(len, raws[start:stop])))
            self._add_raws(raws[start:stop], new_group=False)
        for first, last in others:
            self._add_raws(raws[first:last], new_group=True)

    def _groups(self, raws, blobs) -> list[tuple[int, int]]:
        """Divide rows among row groups; the first goes on with the last group of the file."""
        blob_size = self._blobs.page_size if self._blobs else 0
        raw_size = self._raws.page_size - self._raws.row_group_ids[-1][1] if self._raws else 0
        limit = self.header.page_size
        groups, start = [], 0
        for i, (raw, blob) in enumerate(zip(raws, blobs, strict=True)):
            fits = blob_size + len(blob) <= limit and raw_size + len(raw) <= limit
            if not fits or not blob_size:
                groups.append((start, i))
                start, blob_size, raw_size = i, 0, 0
            blob_size += len(blob)
            raw_size += len(raw)
        return [*groups, (start, len(raws))]

    def _continue_blobs(self, blobs):
        page = self._blobs
        assert page is not None
        page.page_size = self._write(page, page.page_size, blobs)
        page.end_row_id += len(blobs)

    def _new_blobs(self, blobs):
        last = self._blobs
        page = self._new_page(BLOB, last.page_type_id + 1 if last else 0)
        page.start_row_id = last.end_row_id if last else 0
        page.end_row_id = page.start_row_id + len(blobs)
        page.row_group_ids = [(0, 0)]
        page.page_size = self._write(page, 0, blobs)
        self._blobs = page

    def _make_room(self, size):
        """Move the last row group to a raw page of its own if it cannot grow by `size` bytes."""
        page = self._raws
        assert page is not None
        if page.page_size + size <= self.header.page_size:
            return
        number, offset = page.row_group_ids.pop()
        with open(self.path, "rb") as file:
            file.seek(self.header.start_of(page) + offset)
            moved = file.read(page.page_size - offset)
        page.page_size = offset
        self._raws = self._new_page(RAW, page.page_id + 1)
        self._raws.row_group_ids = [(number, 0)]
        self._raws.page_size = self._write(self._raws, 0, [moved])

    def _add_raws(self, raws, new_group):
        page = self._raws
        if page is None:
            page = self._raws = self._new_page(RAW, 0)
            number = 0
        else:
            number = page.row_group_ids[-1][0] + 1
            if page.page_size + sum(map(len, raws)) > self.header.page_size:
                page = self._raws = self._new_page(RAW, page.page_id + 1)
        if new_group:
            page.row_group_ids.append((number, page.page_size))
        page.page_size = self._write(page, page.page_size, raws)

    def _new_page(self, kind, type_id) -> Page:
        page = Page(len(self.header.pages), kind, type_id, self.header.shard_id)
        self.header.pages.append(page)
        return page

    def _write(self, page, offset, parts) -> int:
        """Write to a page, and return where its used bytes end now."""
        data = b"".join(parts)
        self._put(self.header.start_of(page) + offset, data)
        return offset + len(data)

    def _put(self, at, data):
        # The file is not kept open: a writer that is never committed leaves nothing to close.
        with open(self.path, "r+b") as file:
            file.seek(at)
            file.write(data)

    def commit(self) -> None:
        """Write the header; only the file's owner may read it, as in MindSpore."""
        self._put(0, self.header.encoded())
        os.chmod(self.path, 0o600)


def _with_length(data: bytes) -> bytes:
    return len(data).to_bytes(_LENGTH, "little") + data
