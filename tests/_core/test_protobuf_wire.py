"""Protocol buffers on the wire."""

import pytest

from msjax._core.protobuf_wire import (
    CorruptFileError,
    as_bytes,
    as_text,
    delimited,
    encoded,
    fields,
    packed,
    varint,
)


@pytest.mark.parametrize("value", [0, 1, 127, 128, 300, 2**31, 2**64 - 1])
def test_numbers_come_back(value):
    data = memoryview(encoded(value) + b"rest")
    assert varint(data, 0) == (value, len(data) - 4)


def test_fields_of_a_message():
    data = delimited(1, b"abc") + b"\x10" + encoded(300) + b"\x1d" + bytes(4) + b"\x21" + bytes(8)
    found = [(n, v if isinstance(v, int) else bytes(v)) for n, v in fields(memoryview(data))]
    assert found == [(1, b"abc"), (2, 300), (3, bytes(4)), (4, bytes(8))]


def test_packed_numbers():
    assert packed(memoryview(encoded(1) + encoded(1000))) == [1, 1000]


@pytest.mark.parametrize("data", [b"\x0a\x05ab", b"\xff", b"\x0b", b"\x02\x00"])
def test_what_is_no_message(data):
    with pytest.raises(CorruptFileError):
        list(fields(memoryview(data)))


def test_texts_and_bytes_are_told_from_numbers():
    with pytest.raises(CorruptFileError, match="number"):
        as_bytes(3)
    with pytest.raises(CorruptFileError, match="utf-8"):
        as_text(memoryview(b"\xff"))
