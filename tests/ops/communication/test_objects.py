"""Python objects that go from a process to itself."""

import pytest

from msjax.mint import distributed as D


@pytest.fixture(autouse=True)
def started():
    D.init_process_group()
    yield
    D.destroy_process_group()


def test_all_gather_object():
    sent, got = {"a": [1]}, [None]
    D.all_gather_object(got, sent)
    assert got == [sent]
    assert got[0] is not sent


def test_broadcast_object_list():
    objects = [1, "a"]
    D.broadcast_object_list(objects)
    assert objects == [1, "a"]


def test_gather_object():
    got = [None]
    D.gather_object("a", got)
    assert got == ["a"]


def test_scatter_object_list():
    got = [None, "kept"]
    D.scatter_object_list(got, [{"a": 1}])
    assert got == [{"a": 1}, "kept"]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: D.gather_object(1), TypeError, "must be a list"),
        (lambda: D.gather_object(1, [None, None]), TypeError, "got 2"),
        (lambda: D.gather_object(1, [None], 1), RuntimeError, "global rank 1"),
        (lambda: D.broadcast_object_list([1], 1), RuntimeError, "global rank 1"),
        (lambda: D.broadcast_object_list(3), TypeError, "got 3"),
        (lambda: D.scatter_object_list([None], [1, 2]), TypeError, "got 2"),
        (lambda: D.scatter_object_list([None], None), TypeError, "got None"),
        (lambda: D.send_object_list([1], 0), ValueError, "got dst=0"),
        (lambda: D.send_object_list([1], 1), RuntimeError, "global rank 1"),
        (lambda: D.recv_object_list([None]), RuntimeError, "nobody sends"),
        (lambda: D.recv_object_list([None], "a"), TypeError, "src must be int"),
    ],
)
def test_refused(call, error, text):
    with pytest.raises(error, match=text):
        call()
