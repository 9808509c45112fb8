import threading

import pytest

from msjax.dataset.engine import workers
from msjax.dataset.engine.workers import Team


@pytest.fixture
def threads_at_once(monkeypatch):
    """Have threads start after the rows that are timed, whatever the time."""
    monkeypatch.setattr(workers, "_WORTH", 0.0)
    monkeypatch.setattr(workers, "_TURN", 0.0)


def numbered(count, log=None):
    """Return functions that tell which of them was called."""

    def make(number):
        def function(item):
            if log is not None:
                log.add(threading.current_thread())
            return number, item

        return function

    return [make(number) for number in range(count)]


@pytest.mark.parametrize("items", [0, 1, 2, 31, 34, 100, 101])
def test_items_are_dealt_out_in_turns(threads_at_once, items):
    team = Team(numbered(3))
    assert list(team.results(iter(range(items)))) == [(i % 3, i) for i in range(items)]
    start = items + 1  # the end of an epoch takes a turn
    wanted = [((start + i) % 3, i) for i in range(items)]
    assert list(team.results(iter(range(items)))) == wanted


def test_threads_compute_what_pays(threads_at_once):
    log = set()
    list(Team(numbered(2, log)).results(iter(range(100))))
    assert len(log) == 3


def test_what_is_quick_is_computed_here(monkeypatch):
    monkeypatch.setattr(workers, "_WORTH", float("inf"))
    log = set()
    list(Team(numbered(2, log)).results(iter(range(100))))
    assert log == {threading.current_thread()}


@pytest.mark.parametrize("wrong", [40, 41, 77])
def test_an_error_comes_in_its_place(threads_at_once, wrong):
    def function(item):
        if item == wrong:
            raise ValueError("wrong")
        return item

    results = Team([function] * 2).results(iter(range(100)))
    assert [next(results) for _ in range(wrong)] == list(range(wrong))
    with pytest.raises(ValueError, match="wrong"):
        next(results)


def test_an_error_of_the_source_comes_after_its_items(threads_at_once):
    def source():
        yield from range(41)
        raise ValueError("source")

    results = Team([lambda item: item] * 2).results(source())
    assert [next(results) for _ in range(41)] == list(range(41))
    with pytest.raises(ValueError, match="source"):
        next(results)


def test_threads_end_with_their_results(threads_at_once):
    log = set()
    results = Team(numbered(2, log)).results(iter(range(1000)))
    for _ in range(60):
        next(results)
    results.close()
    for thread in log - {threading.current_thread()}:
        thread.join(5)
        assert not thread.is_alive()
