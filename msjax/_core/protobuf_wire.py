"""Protocol buffers on the wire: the fields of a message, without its description.

The package protobuf is not used: it has a message in memory as a whole, messages of more than 2 GiB
are beyond its limit, and what every program needs would hang on it. Here delimited fields are views
of the data, unread.
"""

from __future__ import annotations

from collections.abc import Iterator

VARINT, FIXED64, DELIMITED, FIXED32 = 0, 1, 2, 5


class CorruptFileError(ValueError):
    """The bytes are no message."""


def fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield the fields of a message: their numbers and values, delimited ones unread."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, at = varint(data, at)
        elif kind in (FIXED64, FIXED32, DELIMITED):
            size, at = varint(data, at) if kind == DELIMITED else (8 if kind == FIXED64 else 4, at)
            value, at = data[at : at + size], at + size
        else:
            raise CorruptFileError(f"There is no field of kind {kind}.")
        if number == 0 or at > len(data):
            raise CorruptFileError("A field ends after its message.")
        yield number, value


def varint(data: memoryview, at: int) -> tuple[int, int]:
    """Return the number that stands at a place, and where it ends."""
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


def packed(data: memoryview) -> list[int]:
    """Return the numbers of a packed repeated field."""
    values, at = [], 0
    while at < len(data):
        value, at = varint(data, at)
        values.append(value)
    return values


def as_bytes(value: int | memoryview) -> memoryview:
    """Return the value of a delimited field."""
    if isinstance(value, int):
        raise CorruptFileError("A number stands where bytes are expected.")
    return value


def as_text(value: int | memoryview, encoding: str = "utf-8") -> str:
    """Return the value of a field that is a text."""
    try:
        return str(as_bytes(value), encoding)
    except UnicodeDecodeError as error:
        raise CorruptFileError(f"A text is not of {encoding}: {error}.") from None


def delimited(number: int, data: bytes) -> bytes:
    """Return a delimited field."""
    return head(number, len(data)) + data


def head(number: int, size: int) -> bytes:
    """Return what comes before the bytes of a delimited field."""
    return bytes([number << 3 | DELIMITED]) + encoded(size)


def encoded(value: int) -> bytes:
    """Return a number as a varint."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
