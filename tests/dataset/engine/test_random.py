import pickle

import pytest

import msjax
from msjax.dataset import config
from msjax.dataset.engine.random import Stream, Stream64, cumulative_weights, operation_stream


def test_words_are_those_of_the_standard():
    stream, wide = Stream(5489), Stream64(5489)
    for _ in range(9999):
        stream.bits()
        wide.bits()
    # The C++ standard names the 10000th value of both generators.
    assert stream.bits() == 4123659995
    assert wide.bits() == 9981545732273789042


def test_integers_fill_their_interval():
    stream = Stream(1)
    assert {stream.integer(3, 6) for _ in range(100)} == {3, 4, 5, 6}
    assert 0 <= stream.integer(0, 2**32 - 1) < 2**32
    assert 0 <= stream.integer(0, 2**40) <= 2**40


def test_reals_stay_below_their_end():
    stream = Stream(2)
    drawn = [stream.real32(2, 3) for _ in range(1000)] + [stream.real(2, 3) for _ in range(1000)]
    assert min(drawn) >= 2
    assert max(drawn) < 3


def test_weights_of_zero_are_never_drawn():
    stream, limits = Stream(3), cumulative_weights([0, 1, 0, 2])
    assert {stream.weighted(limits) for _ in range(100)} == {1, 3}


@pytest.mark.parametrize("count", [0, 1, 2, 7, 70000])
def test_a_shuffle_keeps_all_items(count):
    items = list(range(count))
    Stream(4).shuffle(items)
    assert sorted(items) == list(range(count))
    assert count < 7 or items != list(range(count))


def test_a_pickled_stream_starts_again():
    stream = Stream(6)
    first = stream.bits()
    assert pickle.loads(pickle.dumps(stream)).bits() == first


def test_the_seed_decides():
    config.set_seed(9)
    try:
        assert operation_stream().bits() == operation_stream().bits() == Stream(9).bits()
        assert operation_stream(1).bits() != operation_stream().bits()
        msjax.set_seed(10)
        assert config.get_seed() == 10
    finally:
        config.set_seed(5489)
    assert operation_stream().bits() != operation_stream().bits()
