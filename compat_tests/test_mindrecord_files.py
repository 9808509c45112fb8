"""Files that MindSpore has written are read; they are rebuilt from the recorded facts."""

import sqlite3

import mindspore as ms
import pytest

from compat_tests.comparison import differences
from compat_tests.harness import describe, read_facts
from compat_tests.mindrecord_files import plain_value, whole
from msjax.mindrecord import FileReader

NAMES = [name for name in read_facts("mindrecord") if name.startswith("file_")]


def plain(fact):
    """Return the value that a fact describes, where it is of lists, texts and numbers."""
    if not isinstance(fact, dict):
        return fact
    return fact["value"] if "value" in fact else [plain(item) for item in fact["items"]]


def rebuild(path, fact):
    """Write the file and the index that MindSpore has written."""
    (size, parts), (columns, rows, names) = (plain(item) for item in fact["items"][:2])
    path.write_bytes(whole(size, parts))
    database = sqlite3.connect(f"{path}.db")
    described = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    database.execute(f"CREATE TABLE INDEXES({described})")
    database.execute("CREATE TABLE SHARD_NAME(NAME TEXT NOT NULL)")
    database.executemany(f"INSERT INTO INDEXES VALUES({','.join('?' * len(columns))})", rows)
    database.executemany("INSERT INTO SHARD_NAME VALUES(?)", names)
    database.commit()
    database.close()


# Of long texts in an index, the facts have the length only.
LONG = ("file_raw_pages", "file_moved_groups")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LONG])
def test_rows(name, tmp_path):
    fact = read_facts("mindrecord")[name]["pynative"]
    rebuild(tmp_path / "file", fact)
    reader = FileReader(str(tmp_path / "file"))
    rows = [{k: plain_value(v) for k, v in row.items()} for row in reader.get_next()]
    assert not list(differences(describe(ms, rows), fact["items"][2]))
