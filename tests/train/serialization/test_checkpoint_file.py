"""The .ckpt format, against the package protobuf and against damage."""

import contextlib
import io
import random

import numpy as np
import pytest

from msjax.train.serialization import checkpoint_file
from msjax.train.serialization.checkpoint_file import CorruptFileError


@pytest.fixture(scope="module")
def checkpoint_message():
    """Return protobuf's class of the message."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="checkpoint.proto", syntax="proto2")
    kind = descriptor_pb2.FieldDescriptorProto
    for name, fields in {
        "TensorProto": [("dims", 3, 3), ("tensor_type", 9, 2), ("tensor_content", 12, 2)],
        "MapTensorProto": [("tensor", 11, 3)],
        "Value": [("tag", 9, 2), ("tensor", 11, 1), ("maptensor", 11, 1)],
        "Checkpoint": [("value", 11, 3)],
    }.items():
        message = file.message_type.add(name=name)
        for number, (field, type_, label) in enumerate(fields, 1):
            added = message.field.add(name=field, number=number, type=type_, label=label)
            if type_ == kind.TYPE_MESSAGE:
                targets = {"tensor": "TensorProto", "maptensor": "MapTensorProto", "value": "Value"}
                added.type_name = f".{targets[field]}"
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("Checkpoint"))


def written(values, check=False) -> bytes:
    file = io.BytesIO()
    checkpoint_file.write(file, values.items(), check)
    return file.getvalue()


def read(data, tmp_path):
    path = tmp_path / "a.ckpt"
    path.write_bytes(data)
    entries, _ = checkpoint_file.entries(str(path))
    return {name: entry.read() for name, entry in entries.items()}


VALUES = {
    "scalar": np.array(2.5, np.float32),
    "name of 300 letters" + "x" * 280: np.arange(300, dtype=np.int64).reshape(3, 100),
    "transposed": np.arange(6, dtype=np.int16).reshape(2, 3).T,
    "empty": np.zeros((2, 0), np.uint8),
    "text": "några ord",
}


def test_protobuf_reads_what_is_written(checkpoint_message):
    message = checkpoint_message.FromString(written(VALUES))
    assert [v.tag for v in message.value] == list(VALUES)
    for value, (name, array) in zip(message.value, VALUES.items(), strict=True):
        if name != "text":
            assert tuple(value.tensor.dims) == array.shape
            assert value.tensor.tensor_content == array.tobytes()
    assert message.SerializeToString() == written(VALUES)


def test_reads_what_is_written(tmp_path):
    for name, value in read(written(VALUES), tmp_path).items():
        np.testing.assert_array_equal(value, VALUES[name], strict=not isinstance(value, str))


def test_order_of_fields_and_unknown_ones(tmp_path, checkpoint_message):
    """A parser of protocol buffers takes fields in any order and passes over others."""
    tensor = b"\x1a\x04\x01\x02\x03\x04" + b"\x12\x05UInt8" + b"\x0a\x02\x02\x02" + b"\x20\x07"
    value = b"\x12" + bytes([len(tensor)]) + tensor + b"\x0a\x01a" + b"\x2d\x00\x00\x00\x00"
    data = b"\x0a" + bytes([len(value)]) + value
    assert list(checkpoint_message.FromString(data).value[0].tensor.dims) == [2, 2]
    np.testing.assert_array_equal(read(data, tmp_path)["a"], [[1, 2], [3, 4]])


def test_scalars_of_older_files(tmp_path, checkpoint_message):
    message = checkpoint_message()
    value = message.value.add(tag="a")
    value.tensor.dims.append(0)
    value.tensor.tensor_type, value.tensor.tensor_content = "Int32", b"\x05\0\0\0"
    array = read(message.SerializeToString(), tmp_path)["a"]
    assert array.shape == ()
    assert array == 5


def test_hash_tables_are_refused_only_when_read(tmp_path, checkpoint_message):
    message = checkpoint_message()
    message.value.add(tag="table").maptensor.SetInParent()
    path = tmp_path / "a.ckpt"
    path.write_bytes(message.SerializeToString() + written({"a": np.ones(2)}))
    entries, _ = checkpoint_file.entries(str(path))
    assert entries["a"].read().sum() == 2
    with pytest.raises(NotImplementedError, match="'table' is a MapParameter"):
        entries["table"].read()


@pytest.mark.parametrize(
    ("kind", "content", "error", "text"),
    [
        ("Int4", b"\0", NotImplementedError, "Int4"),
        ("Int7", b"\0\0", CorruptFileError, "of the type 'Int7'"),
        ("Int16", b"\0\0\0", CorruptFileError, "3 bytes"),
    ],
)
def test_what_cannot_be_read(tmp_path, checkpoint_message, kind, content, error, text):
    message = checkpoint_message()
    value = message.value.add(tag="a")
    value.tensor.dims.append(2)
    value.tensor.tensor_type, value.tensor.tensor_content = kind, content
    with pytest.raises(error, match=text):
        read(message.SerializeToString(), tmp_path)


def test_damage_is_a_corrupt_file(tmp_path):
    """Whatever happens to the bytes, it is found, or the file is a checkpoint still."""
    data, numbers = written(VALUES), random.Random(0)
    for _ in range(500):
        spoilt = bytearray(data[: numbers.randrange(len(data))])
        for _ in range(numbers.randrange(min(len(spoilt), 4))):
            spoilt[numbers.randrange(len(spoilt))] = numbers.randrange(256)
        with contextlib.suppress(CorruptFileError, NotImplementedError):
            read(spoilt, tmp_path)
