"""TensorFlow's files of examples: TFRecord files of tf.train.Example.

A record is its length (8 bytes, least significant first), a checksum of that (4 bytes), its bytes,
and a checksum of them. An example is the message

    message Example  { Features features = 1; }
    message Features { map<string, Feature> feature = 1; }
    message Feature  { oneof kind { BytesList bytes_list = 1; FloatList float_list = 2;
                                    Int64List int64_list = 3; } }

where each list is `repeated … value = 1`, numbers packed or not.
"""

from __future__ import annotations

import gzip
import mmap
import os
import zlib
from collections.abc import Iterator

import numpy as np

from msjax._core.protobuf_wire import CorruptFileError, as_bytes, as_text, fields, varint

BYTES, FLOATS, INTEGERS = 1, 2, 3
_LENGTH, _CHECKSUM = 8, 4
_POLYNOMIAL = 0x82F63B78
_MASK = 0xA282EAD8

Feature = list[bytes] | np.ndarray


def contents(path: str, compression: str | None = None) -> memoryview:
    """Return the bytes of a file, mapped where they are not compressed.

    Args:
        path: the file.
        compression: None, "", "GZIP" or "ZLIB".

    Raises:
        CorruptFileError: the file is not compressed like that.
    """
    with open(path, "rb") as file:
        if not compression:
            size = os.path.getsize(path)
            return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b"")
        try:
            unpacked = (gzip if compression == "GZIP" else zlib).decompress(file.read())
        except (OSError, EOFError, zlib.error) as error:
            raise CorruptFileError(
                f"Invalid or incomplete inflate data when inflating file {path}! {error}."
            ) from None
    return memoryview(unpacked)


def is_tfrecord(data: memoryview) -> bool:
    """Return whether the first record's length has the right checksum."""
    start = data[: _LENGTH + _CHECKSUM]
    if len(start) < _LENGTH + _CHECKSUM:
        return False
    return _masked_checksum(start[:_LENGTH]) == int.from_bytes(start[_LENGTH:], "little")


def _masked_checksum(data: memoryview) -> int:
    """Return the checksum CRC-32C of some bytes, turned and shifted as TFRecord files have it."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (_POLYNOMIAL if value & 1 else 0)
    value ^= 0xFFFFFFFF
    return ((value >> 15 | value << 17) + _MASK) & 0xFFFFFFFF


def records(data: memoryview) -> Iterator[memoryview]:
    """Yield the bytes of the records of a file.

    Raises:
        CorruptFileError: the file ends inside of a record.
    """
    at = 0
    while at + _LENGTH + _CHECKSUM <= len(data):
        start = at + _LENGTH + _CHECKSUM
        stop = start + int.from_bytes(data[at : at + _LENGTH], "little")
        at = stop + _CHECKSUM
        if at > len(data):
            raise CorruptFileError("The file ends inside of a record.")
        yield data[start:stop]


def parse(record: memoryview) -> dict[str, Feature]:
    """Return the features of an example by their names.

    Returns:
        A list of bytes, a float32 array, or an int64 array each.

    Raises:
        CorruptFileError: the record is no example.
    """
    found: dict[str, Feature] = {}
    for number, features in fields(record):
        if number != 1:
            continue
        for _, entry in fields(as_bytes(features)):
            name, value = "", None
            for key, content in fields(as_bytes(entry)):
                if key == 1:
                    name = as_text(content)
                elif key == 2:
                    value = _feature(as_bytes(content))
            if value is not None:
                found[name] = value
    return found


def _feature(message) -> Feature | None:
    for kind, content in fields(message):
        values = [value for number, value in fields(as_bytes(content)) if number == 1]
        if kind == BYTES:
            return [as_bytes(value).tobytes() for value in values]
        if kind == FLOATS:
            return np.frombuffer(b"".join(map(as_bytes, values)), "<f4")
        if kind == INTEGERS:
            return _integers(values)
    return None


def _integers(values) -> np.ndarray:
    numbers: list[int] = []
    for value in values:
        if isinstance(value, int):
            numbers.append(value)
            continue
        at = 0
        while at < len(value):
            number, at = varint(value, at)
            numbers.append(number)
    return np.array(numbers, np.uint64).view(np.int64)
