"""The format of .ckpt files: one protocol buffer of MindSpore's, read and written in pieces.

    message Checkpoint  { repeated Value value = 1; }
    message Value       { required string tag = 1; TensorProto tensor = 2; MapTensorProto map = 3; }
    message TensorProto { repeated int64 dims = 1; required string tensor_type = 2;
                          required bytes tensor_content = 3; }

A large tensor is several Values of one tag, and a file may end with a checksum that is no part of
the message. A str is a tensor of type "str" and dims [0], of UTF-32.

A file is mapped: only what is asked for is read, and copied once.
"""

from __future__ import annotations

import math
import mmap
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.protobuf_wire import (
    CorruptFileError,
    as_bytes,
    as_text,
    delimited,
    encoded,
    fields,
    head,
    packed,
)

SLICE_BYTES = 512 << 20
_CHECKSUM_MARK = b"crc_num"
_CHECKSUM_SIZE = len(_CHECKSUM_MARK) + 10

DTYPES = {str(t): t._np for t in mstype.all_types if t is not mstype.int4}
_LABELS = {np_dtype: label for label, np_dtype in DTYPES.items()}


@dataclass
class Entry:
    """One tensor or str of a file, unread.

    Args:
        tag: the name.
        dims: the shape.
        kind: MindSpore's name of the data type, or "str".
        chunks: where the values' bytes are, in order.
    """

    tag: str = ""
    dims: list[int] = field(default_factory=list)
    kind: str = ""
    chunks: list[memoryview] = field(default_factory=list)

    def read(self) -> np.ndarray | str:
        """Return the values, as an array that nothing else refers to.

        Raises:
            CorruptFileError: the number of bytes is not that of the shape and data type.
            NotImplementedError: it is a hash table (`MapParameter`) or of 4-bit integers.
        """
        if self.kind == "str":
            return as_text(memoryview(b"".join(self.chunks)), "utf-32-le").rstrip("\0")
        if self.kind not in DTYPES:
            raise _unsupported(self.tag, self.kind)
        count = sum(map(len, self.chunks))
        # Older versions of MindSpore write the shape () as [0].
        shape = () if self.dims == [0] and count else tuple(self.dims)
        dtype = np.dtype(DTYPES[self.kind])
        if math.prod(shape) * dtype.itemsize != count or any(n >> 63 for n in shape):
            raise CorruptFileError(
                f"'{self.tag}' has {count} bytes, which is not {list(shape)} of {self.kind}."
            )
        values, at = np.empty(count, np.uint8), 0
        for chunk in self.chunks:
            values[at : at + len(chunk)] = chunk
            at += len(chunk)
        return values.view(dtype).reshape(shape)


def _unsupported(tag, kind) -> Exception:
    if kind in ("map", "Int4"):
        what = "a MapParameter, a hash table" if kind == "map" else "of the type Int4, two a byte"
        return NotImplementedError(
            f"'{tag}' is {what}, which msjax does not read; leave it out with `choice_func`."
        )
    return CorruptFileError(f"'{tag}' is of the type {kind!r}, which MindSpore does not have.")


def entries(path: str, check: bool = False) -> tuple[dict[str, Entry], bool]:
    """Find the tensors of a file without reading them.

    Args:
        path: the file.
        check: whether the checksum is compared, where the file has one.

    Returns:
        The entries by their names in the file's order, and whether there is a checksum.

    Raises:
        CorruptFileError: the file is no checkpoint, or its checksum is another.
        OSError: it cannot be read.
    """
    data = _mapped(path)
    has_checksum = bytes(data[-_CHECKSUM_SIZE:-10]) == _CHECKSUM_MARK
    if has_checksum:
        wanted = int.from_bytes(data[-10:], "big")
        data = data[:-_CHECKSUM_SIZE]
        if check and zlib.crc32(data) != wanted:
            raise CorruptFileError("The crc check is failed: the file was changed or is damaged.")
    found: dict[str, Entry] = {}
    last = Entry()
    for number, message in fields(data):
        if number == 1:
            entry = _entry(as_bytes(message))
            if entry.tag == last.tag and found:
                entry.chunks = last.chunks + entry.chunks
            found[entry.tag] = last = entry
    return found, has_checksum


def _mapped(path) -> memoryview:
    with open(path, "rb") as file:
        if file.seek(0, 2) == 0:
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _entry(message) -> Entry:
    entry, has_tag = Entry(), False
    for number, value in fields(message):
        if number == 1:
            entry.tag, has_tag = as_text(value), True
        elif number == 2:
            _read_tensor(entry, as_bytes(value))
        elif number == 3:
            entry.kind = "map"
    if not has_tag or not entry.kind:
        raise CorruptFileError("A tensor has no name or no type.")
    return entry


def _read_tensor(entry, message):
    for number, value in fields(message):
        if number == 1:
            entry.dims += [value] if isinstance(value, int) else packed(value)
        elif number == 2:
            entry.kind = as_text(value)
        elif number == 3:
            entry.chunks.append(as_bytes(value))


def write(file, values: Iterable[tuple[str, np.ndarray | str]], check: bool = False) -> None:
    """Write tensors and strs to a file, one after the other.

    Args:
        file: a binary file.
        values: pairs of name and value.
        check: whether a checksum follows.

    Raises:
        NotImplementedError: a tensor is of 4-bit integers.
    """
    checksum = 0
    for tag, value in values:
        for part in _parts(tag, value):
            if check:
                checksum = zlib.crc32(part, checksum)
            file.write(part)
    if check:
        file.write(_CHECKSUM_MARK + checksum.to_bytes(10, "big"))


def _parts(tag, value):
    """Yield the bytes of an entry, the values themselves as views of the array."""
    dims, kind, content = _content(tag, value)
    name = delimited(1, tag.encode())
    described = b"".join(b"\x08" + encoded(n) for n in dims) + delimited(2, kind.encode())
    for start in range(0, max(len(content), 1), SLICE_BYTES):
        piece = content[start : start + SLICE_BYTES]
        before = described + head(3, len(piece))
        before = name + head(2, len(before) + len(piece)) + before
        yield head(1, len(before) + len(piece)) + before
        yield piece


def _content(tag, value):
    if isinstance(value, str):
        return [0], "str", memoryview(np.array(value).tobytes())
    if value.dtype not in _LABELS:
        raise NotImplementedError(f"'{tag}' is of {value.dtype}, which .ckpt files do not hold.")
    flat = np.ascontiguousarray(value).reshape(-1)
    return value.shape, _LABELS[value.dtype], flat.view(np.uint8).data
