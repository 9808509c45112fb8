"""The format of .ckpt files: one protocol buffer of MindSpore's, read and written in pieces.

    message Checkpoint  { repeated Value value = 1; }
    message Value       { required string tag = 1; TensorProto tensor = 2; MapTensorProto map = 3; }
    message TensorProto { repeated int64 dims = 1; required string tensor_type = 2;
                          required bytes tensor_content = 3; }

A large tensor is several Values of one tag, and a file may end with a checksum that is no part of
the message. A str is a tensor of type "str" and dims [0], of UTF-32.

The package protobuf is not used: it has a message in memory as a whole, files of more than 2 GiB
are beyond its limit, and what every program needs would hang on it. Here a file is mapped: only
what is asked for is read, and copied once.
"""

from __future__ import annotations

import math
import mmap
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from msjax._core import dtype as mstype

SLICE_BYTES = 512 << 20
_CHECKSUM_MARK = b"crc_num"
_CHECKSUM_SIZE = len(_CHECKSUM_MARK) + 10
_VARINT, _FIXED64, _DELIMITED, _FIXED32 = 0, 1, 2, 5

DTYPES = {str(t): t._np for t in mstype.all_types if t is not mstype.int4}
_LABELS = {np_dtype: label for label, np_dtype in DTYPES.items()}


class CorruptFileError(ValueError):
    """The bytes are no checkpoint."""


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
            return _text(b"".join(self.chunks), "utf-32-le").rstrip("\0")
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
    for number, message in _fields(data):
        if number == 1:
            entry = _entry(_bytes(message))
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
    for number, value in _fields(message):
        if number == 1:
            entry.tag, has_tag = _text(value), True
        elif number == 2:
            _read_tensor(entry, _bytes(value))
        elif number == 3:
            entry.kind = "map"
    if not has_tag or not entry.kind:
        raise CorruptFileError("A tensor has no name or no type.")
    return entry


def _read_tensor(entry, message):
    for number, value in _fields(message):
        if number == 1:
            entry.dims += [value] if isinstance(value, int) else _packed(value)
        elif number == 2:
            entry.kind = _text(value)
        elif number == 3:
            entry.chunks.append(_bytes(value))


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield the fields of a message: their numbers and values, delimited ones unread."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
        elif kind in (_FIXED64, _FIXED32, _DELIMITED):
            size, at = _varint(data, at) if kind == _DELIMITED else (8 if kind == 1 else 4, at)
            value, at = data[at : at + size], at + size
        else:
            raise CorruptFileError(f"There is no field of kind {kind}.")
        if number == 0 or at > len(data):
            raise CorruptFileError("A field ends after its message.")
        yield number, value


def _varint(data, at) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise CorruptFileError("A number does not end.")


def _packed(data) -> list[int]:
    values, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        values.append(value)
    return values


def _bytes(value) -> memoryview:
    if isinstance(value, int):
        raise CorruptFileError("A number stands where bytes are expected.")
    return value


def _text(value, encoding="utf-8") -> str:
    try:
        return str(_bytes(value), encoding)
    except UnicodeDecodeError as error:
        raise CorruptFileError(f"A text is not of {encoding}: {error}.") from None


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
    name = _delimited(1, tag.encode())
    described = b"".join(b"\x08" + _encoded(n) for n in dims) + _delimited(2, kind.encode())
    for start in range(0, max(len(content), 1), SLICE_BYTES):
        piece = content[start : start + SLICE_BYTES]
        head = described + _head(3, len(piece))
        head = name + _head(2, len(head) + len(piece)) + head
        yield _head(1, len(head) + len(piece)) + head
        yield piece


def _content(tag, value):
    if isinstance(value, str):
        return [0], "str", memoryview(np.array(value).tobytes())
    if value.dtype not in _LABELS:
        raise NotImplementedError(f"'{tag}' is of {value.dtype}, which .ckpt files do not hold.")
    flat = np.ascontiguousarray(value).reshape(-1)
    return value.shape, _LABELS[value.dtype], flat.view(np.uint8).data


def _delimited(number, data: bytes) -> bytes:
    return _head(number, len(data)) + data


def _head(number, size) -> bytes:
    return bytes([number << 3 | _DELIMITED]) + _encoded(size)


def _encoded(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
