import pickle

import pytest

from msjax.dataset import LineReader


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_bytes("eins\nzwei \r\n\nfünf".encode())
    return str(path)


def test_lines_by_number(path):
    reader = LineReader(path)
    assert len(reader) == reader.len() == 4
    assert [reader[i] for i in (4, 2, 3, 1)] == ["fünf", "zwei ", "", "eins"]
    copy = pickle.loads(pickle.dumps(reader))
    reader.close()
    assert copy.readline(1) == reader.readline(1) == "eins"
    copy.close()
    reader.close()


def test_what_is_no_line(path):
    reader = LineReader(path)
    for line in (0, 5):
        with pytest.raises(ValueError, match="line"):
            reader[line]
    with pytest.raises(TypeError, match="line"):
        reader["x"]


def test_what_is_no_file(tmp_path):
    with pytest.raises(TypeError, match="not string"):
        LineReader(3)
    with pytest.raises(RuntimeError, match="does not exist"):
        LineReader(str(tmp_path / "none"))
    with pytest.raises(RuntimeError, match="not a regular file"):
        LineReader(str(tmp_path))
