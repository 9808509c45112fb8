"""Rows as they are packed."""

import numpy as np
import pytest

from msjax.mindrecord import MRMUnsupportedSchemaError
from msjax.mindrecord.core.packing import Packer, compress, expand, unpack_fields


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 100])
@pytest.mark.parametrize("bits", [7, 15, 31, 62])
def test_compressed_integers_come_back(count, bits):
    values = np.random.default_rng(count).integers(-(2**bits), 2**bits, count)
    assert np.array_equal(expand(memoryview(compress(values)), "int64"), values)


def test_small_integers_take_a_byte():
    assert compress(np.array([1, -2], np.int32)).hex() == "000000020001fe"


def test_each_integer_has_its_own_width():
    values = np.array([1, 300, 70000, 2**40, -1], np.int64)
    assert len(compress(values)) == 4 + 2 + (1 + 2 + 4 + 8 + 1)


SCALARS = [0, 127, 128, 2**31, 2**63, -1, -32, -33, -200, -70000, -(2**63), 0.5, 0.1, "", "é" * 200]


@pytest.mark.parametrize("value", SCALARS)
def test_scalars_come_back(value):
    kind = {int: "int64", float: "float64", str: "string"}[type(value)]
    packed = Packer({"x": {"type": kind}}).fields({"x": value})
    assert unpack_fields(memoryview(packed)) == {"x": value}


def test_more_than_fifteen_fields():
    names = [f"f{i}" for i in range(70_000 // 1000)]
    row = {name: i for i, name in enumerate(names)}
    packed = Packer({name: {"type": "int32"} for name in names}).fields(row)
    assert unpack_fields(memoryview(packed)) == row


def test_nan_and_infinity_come_back():
    packer = Packer({"x": {"type": "float64"}})
    found = [unpack_fields(memoryview(packer.fields({"x": x})))["x"] for x in (np.inf, np.nan)]
    np.testing.assert_array_equal(found, [np.inf, np.nan])


def test_a_number_of_more_than_64_bits_is_refused():
    with pytest.raises(ValueError, match="64 bits"):
        Packer({"x": {"type": "int64"}}).fields({"x": 2**64})


def test_only_the_wanted_fields_of_a_blob_are_unpacked():
    schema = {"a": {"type": "bytes"}, "v": {"type": "int32", "shape": [-1]}}
    packer = Packer(schema)
    blob = packer.blob({"a": b"xyz", "v": np.array([1, 2], np.int32)})
    found = packer.unpack_blob(memoryview(blob), {"v"})
    assert list(found) == ["v"]
    assert found["v"].tolist() == [1, 2]
    assert packer.unpack_blob(memoryview(blob), {"a"})["a"] == b"xyz"


def test_values_that_do_not_fill_the_shape_are_an_error():
    packer = Packer({"v": {"type": "int32", "shape": [2, 2]}})
    with pytest.raises(MRMUnsupportedSchemaError, match=r"3 elements.*add_schema"):
        packer.shaped("v", np.arange(3, dtype=np.int32))
