"""How a row is packed: its scalars as a MessagePack map, its arrays and bytes as one blob.

A blob of one field is that field's bytes; of several, each is preceded by its length (8 bytes, most
significant first). Arrays of integers are compressed: the count (4 bytes, most significant first),
two bits an element for the width of its value (1, 2, 4 or 8 bytes), then the values, least
significant byte first.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

from msjax.mindrecord.common.exceptions import MRMUnsupportedSchemaError

Schema = dict[str, dict[str, Any]]

_NO_FIELDS = b"\x81\xa2id\x00"  # what stands where no field is a scalar: {"id": 0}
_NO_BLOB = bytes(4)
_WIDTHS = ("<i1", "<i2", "<i4", "<i8")


def is_blob(description: dict) -> bool:
    """Return whether a field of this description is part of the blob."""
    return description["type"] == "bytes" or "shape" in description


def is_compressed(description: dict) -> bool:
    """Return whether the values of a blob's field are compressed."""
    return description["type"] in ("int32", "int64")


class Packer:
    """Packs and unpacks the rows of one schema.

    Args:
        schema: description of each field, by its name.
    """

    def __init__(self, schema: Schema):
        self.schema = schema
        self.blob_fields = sorted(name for name in schema if is_blob(schema[name]))
        self.raw_fields = sorted(name for name in schema if not is_blob(schema[name]))
        self.saved = 0  # bytes that compression has saved
        self._keys = [(name, _text(name)) for name in self.raw_fields]

    def fields(self, row: dict) -> bytes:
        """Pack the scalars of a row."""
        if not self._keys:
            return _NO_FIELDS
        head = _map_head(len(self._keys))
        return head + b"".join(key + _scalar(row[name]) for name, key in self._keys)

    def blob(self, row: dict) -> bytes:
        """Pack the arrays and bytes of a row."""
        if not self.blob_fields:
            return _NO_BLOB
        parts = [self._blob_field(name, row[name]) for name in self.blob_fields]
        if len(parts) == 1:
            return parts[0]
        return b"".join(len(part).to_bytes(8, "big") + part for part in parts)

    def _blob_field(self, name, value) -> bytes:
        if not isinstance(value, np.ndarray):
            return value
        if not is_compressed(self.schema[name]):
            return value.tobytes()
        packed = compress(value)
        self.saved += value.nbytes - len(packed)
        return packed

    def unpack_blob(self, data: memoryview, wanted) -> dict[str, memoryview | np.ndarray]:
        """Unpack the wanted fields of a blob: bytes as they are, integers as flat arrays."""
        if len(self.blob_fields) == 1:
            (name,) = self.blob_fields
            return {name: self._expanded(name, data)} if name in wanted else {}
        found, at = {}, 0
        for name in self.blob_fields:
            size = int.from_bytes(data[at : at + 8], "big")
            at += 8
            if name in wanted:
                found[name] = self._expanded(name, data[at : at + size])
            at += size
        return found

    def _expanded(self, name, data):
        description = self.schema[name]
        return expand(data, description["type"]) if is_compressed(description) else data

    def shaped(self, name: str, value: memoryview | np.ndarray) -> bytes | np.ndarray:
        """Return a blob's field as its schema describes it: an array where it has a shape.

        Raises:
            MRMUnsupportedSchemaError: the values do not fill the shape.
        """
        shape = self.schema[name].get("shape")
        if not shape:
            return value.tobytes()
        flat = np.frombuffer(value, self.schema[name]["type"])
        try:
            return flat.reshape(shape)
        except ValueError:
            raise MRMUnsupportedSchemaError(
                f"Shape in schema is illegal: '{name}' has {flat.size} elements, which do not fill "
                f"{shape}; correct the shape in `add_schema` and write the file again."
            ) from None


def compress(values: np.ndarray) -> bytes:
    """Compress integers."""
    wide = values.astype("<i8").ravel()
    codes = np.zeros(-(-wide.size // 4) * 4, np.uint8)
    for width in _WIDTHS[:3]:
        codes[: wide.size] += wide != wide.astype(width)
    marks = codes.reshape(-1, 4) @ np.array([64, 16, 4, 1], np.uint8)
    used = np.arange(8) < (1 << codes[: wide.size])[:, None]
    contents = wide.view(np.uint8).reshape(-1, 8)[used]
    return wide.size.to_bytes(4, "big") + marks.tobytes() + contents.tobytes()


def expand(data: memoryview, dtype: str) -> np.ndarray:
    """Return the integers that `compress` has packed."""
    count = int.from_bytes(data[:4], "big")
    start = 4 + -(-count // 4)
    marks = np.frombuffer(data[4:start], np.uint8)
    codes = (marks[:, None] >> np.array([6, 4, 2, 0], np.uint8) & 3).ravel()[:count]
    if not codes.any():
        return np.frombuffer(data[start:], np.int8, count).astype(dtype)
    bits = 8 << codes.astype(np.int64)
    contents = np.zeros((count, 8), np.uint8)
    contents[np.arange(8) < bits[:, None] // 8] = np.frombuffer(data[start:], np.uint8)
    lift = 64 - bits  # shifted up and down again, the highest bit that there is becomes the sign
    return (contents.view("<i8").ravel() << lift >> lift).astype(dtype)


def _map_head(count) -> bytes:
    return bytes([0x80 | count]) if count < 16 else b"\xde" + count.to_bytes(2, "big")


def _scalar(value) -> bytes:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, np.generic):
        value = value.item()
    return _real(value) if isinstance(value, float) else _integer(value)


def _text(value: str) -> bytes:
    data = value.encode()
    size = len(data)
    if size < 32:
        return bytes([0xA0 | size]) + data
    for mark, width in ((b"\xd9", 1), (b"\xda", 2), (b"\xdb", 4)):
        if size < 1 << 8 * width:
            return mark + size.to_bytes(width, "big") + data
    raise ValueError(f"A string of {size} bytes is too long for a row; store it as bytes.")


def _real(value: float) -> bytes:
    with np.errstate(over="ignore"):
        short = float(np.float32(value))
    if short == value and abs(value) <= float(np.finfo(np.float32).max):
        return b"\xca" + struct.pack(">f", value)
    return b"\xcb" + struct.pack(">d", value)


def _integer(value: int) -> bytes:
    if -32 <= value < 128:
        return value.to_bytes(1, "big", signed=True)
    signed = value < 0
    for number in range(4):
        width = 1 << number
        if (-1 << 8 * width - 1) <= value < 1 << 8 * width:
            mark = (0xD0 if signed else 0xCC) + number
            return bytes([mark]) + value.to_bytes(width, "big", signed=signed)
    raise ValueError(f"{value} does not fit into 64 bits.")


_FIXED = {
    0xCA: struct.Struct(">f"),
    0xCB: struct.Struct(">d"),
    **{0xCC + i: struct.Struct(">" + "BHIQ"[i]) for i in range(4)},
    **{0xD0 + i: struct.Struct(">" + "bhiq"[i]) for i in range(4)},
}


def unpack_fields(data: memoryview) -> dict[str, Any]:
    """Unpack the scalars of a row."""
    count, at = data[0] & 0x0F, 1
    if data[0] == 0xDE:
        count, at = int.from_bytes(data[1:3], "big"), 3
    found = {}
    for _ in range(count):
        name, at = _unpack_one(data, at)
        found[name], at = _unpack_one(data, at)
    return found


def _unpack_one(data, at):
    mark = data[at]
    at += 1
    if mark < 0x80:
        return mark, at
    if mark >= 0xE0:
        return mark - 256, at
    if layout := _FIXED.get(mark):
        return layout.unpack_from(data, at)[0], at + layout.size
    if mark & 0xE0 == 0xA0:
        size = mark & 0x1F
    elif 0xD9 <= mark <= 0xDB:
        width = 1 << mark - 0xD9
        size, at = int.from_bytes(data[at : at + width], "big"), at + width
    else:
        raise ValueError(f"There is a value of kind {mark:#x} where a scalar is expected.")
    return str(data[at : at + size], "utf-8"), at + size
