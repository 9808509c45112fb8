"""Files of vectors that are none."""

import pytest

from msjax.dataset.text import Vectors


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("ok 1 2\nhome 1 x\n", "could not convert string to float: 'x', in line 2: 'home 1 x'"),
        ("ok 1 2\nhome 1 2 3\n", "got dim 3 while expecting 2 in line 2"),
        ("ok 1 2\n\n", "token with 1-dimensional vector. In line 2"),
        ("", "file is empty"),
    ],
)
def test_lines(tmp_path, lines, said):
    path = tmp_path / "vectors"
    path.write_text(lines)
    with pytest.raises(RuntimeError, match=f"Vectors: .*{said}"):
        Vectors.from_file(str(path))


def test_names(tmp_path):
    with pytest.raises(ValueError, match="filename should not contain"):
        Vectors.from_file(f"{tmp_path}/a;b")
