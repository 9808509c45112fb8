"""Checks that Model and callbacks share."""

import pytest

from msjax.train.arguments import check_int, check_kind, check_size, make_folder


def test_integers():
    assert [check_size(-1), check_int(0, 0), check_int(1, 1)] == [-1, 0, 1]


@pytest.mark.parametrize(
    ("value", "least", "error", "text"),
    [
        (1.0, 0, TypeError, "x must be int, but got 'float'"),
        (True, 0, TypeError, "x must be int and must >= 0, but got 'True'"),
        (-1, 0, ValueError, "x must be int and must >= 0, but got '-1'"),
        (0, 1, ValueError, "x must be int and must > 0, but got '0'"),
    ],
)
def test_what_is_no_such_integer(value, least, error, text):
    with pytest.raises(error, match=text):
        check_int(value, least, "x")


def test_what_is_no_size():
    with pytest.raises(TypeError, match="must be 'int', but got 'bool'"):
        check_size(True)


def test_kinds():
    assert check_kind("x", 1, float, int) == 1
    with pytest.raises(TypeError, match="should be one of '\\['float', 'int'\\]'"):
        check_kind("x", True, float, int)
    with pytest.raises(TypeError, match="should be 'str', but got type 'int'"):
        check_kind("x", 1, str)


def test_folders_are_made(tmp_path):
    path = make_folder(str(tmp_path / "a" / "b"))
    assert (tmp_path / "a" / "b").is_dir()
    assert make_folder(path) == path
    with pytest.raises(TypeError, match="The here is invalid"):
        make_folder(tmp_path, "here")
