"""The stream that MindRecord's order is drawn from."""

import pytest

from msjax.dataset.sources.record_order import RecordStream


def test_the_ten_thousandth_value():
    # What the C++ standard says of std::minstd_rand0 that starts from 1.
    stream = RecordStream(1)
    values = [stream.bits() for _ in range(10_000)]
    assert values[-1] == 1043618065


def test_seed_zero_is_seed_one():
    assert RecordStream(0).bits() == RecordStream(1).bits()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11, 50_000])
def test_shuffling_keeps_all_items(count):
    items = list(range(count))
    RecordStream(7).shuffle(items)
    assert sorted(items) == list(range(count))


def test_draws_are_within_their_interval():
    stream = RecordStream(3)
    assert {stream.integer(5, 7) for _ in range(100)} == {5, 6, 7}
