"""What FileWriter does beyond what is recorded."""

import pathlib

import numpy as np
import pytest

from msjax import mindrecord
from msjax.mindrecord import FileReader, FileWriter, MRMGenerateIndexError


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def writer(schema=None, **arguments):
    made = FileWriter("f", **arguments)
    made.set_header_size(1 << 14)
    made.set_page_size(1 << 15)
    made.add_schema(schema or {"x": {"type": "int32"}})
    return made


def values(path="f"):
    return [row["x"] for row in FileReader(path).get_next()]


def test_rows_go_to_shards_by_turns():
    made = writer(shard_num=3)
    for i in range(7):
        made.write_raw_data([{"x": i}])
    made.commit()
    assert [values([f"f{i}"]) for i in range(3)] == [[0, 3, 6], [1, 4], [2, 5]]


def test_parallel_writing_keeps_the_rows_of_a_call_together():
    made = writer(shard_num=2)
    for i in range(3):
        made.write_raw_data([{"x": i}, {"x": i + 10}], parallel_writer=True)
    made.commit()
    assert [values(f"f{i}") for i in range(2)] == [[0, 10, 2, 12], [1, 11]]


def test_parallel_writing_is_for_all_calls_or_none():
    made = writer()
    made.write_raw_data([{"x": 1}])
    with pytest.raises(RuntimeError, match="consistent"):
        made.write_raw_data([{"x": 1}], parallel_writer=True)


def test_the_rows_of_the_caller_are_not_changed():
    rows = [{"x": 1}, {"x": "wrong"}]
    writer().write_raw_data(rows)
    assert rows == [{"x": 1}, {"x": "wrong"}]


def test_a_number_for_an_array_does_not_match():
    with pytest.raises(RuntimeError, match="no valid data"):
        writer({"v": {"type": "int32", "shape": [1]}}).write_raw_data([{"v": 3}])


def test_empty_bytes_are_kept():
    made = writer({"d": {"type": "bytes"}})
    made.write_raw_data([{"d": b"a"}, {"d": b""}])
    made.commit()
    assert [row["d"] for row in FileReader("f").get_next()] == [b"a", b""]


def test_nan_cannot_be_in_an_index():
    made = writer({"x": {"type": "float64"}})
    made.write_raw_data([{"x": np.nan}])
    with pytest.raises(MRMGenerateIndexError, match="add_index"):
        made.commit()


def test_sizes_cannot_be_set_after_the_first_rows():
    made = writer()
    made.write_raw_data([{"x": 1}])
    with pytest.raises(RuntimeError, match="too late"):
        made.set_page_size(1 << 16)


def test_a_header_that_is_too_small_says_what_to_do():
    made = writer({"d": {"type": "bytes"}})
    for _ in range(120):
        made.write_raw_data([{"d": bytes(30_000)}])
    with pytest.raises(RuntimeError, match="set_header_size"):
        made.commit()


def test_files_are_their_owners_only():
    made = writer()
    made.write_raw_data([{"x": 1}])
    made.commit()
    assert [path.stat().st_mode & 0o777 for path in sorted(pathlib.Path().iterdir())] == [0o600] * 2


def test_an_encrypted_file_is_told():
    made = writer()
    made.write_raw_data([{"x": 1}])
    made.commit()
    with open("f", "ab") as file:
        file.write(b"ENCRYPT")
    with pytest.raises(RuntimeError, match="encrypted"):
        FileReader("f")


@pytest.mark.parametrize(
    "call",
    [
        lambda: mindrecord.set_enc_key("0" * 16),
        lambda: mindrecord.set_enc_mode(print),
        lambda: mindrecord.set_dec_mode(print),
        lambda: FileReader("f", operator=[1]),
    ],
)
def test_what_is_refused(call):
    with pytest.raises(NotImplementedError):
        call()


def test_exceptions_survive_pickling():
    import pickle

    error = pickle.loads(pickle.dumps(mindrecord.ParamTypeError("a", "int")))
    assert str(error) == "[ParamTypeError]: Invalid parameter type. 'a' expect int type."
