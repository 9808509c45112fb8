"""UniformAugment and RandomSelectSubpolicy: what is chosen how often, and whose streams count."""

from collections import Counter

import numpy as np
import pytest

from msjax.dataset import config, vision
from msjax.dataset.engine.random import Stream
from msjax.dataset.transforms.base import for_worker
from msjax.dataset.vision.choosing import _sampled

IMAGE = np.full((2, 2, 3), 255, np.uint8)


@pytest.fixture(autouse=True)
def seed():
    before = config.get_seed()
    config.set_seed(3)
    yield
    config.set_seed(before)


def test_samples_are_even_and_in_order():
    stream, counts = Stream(1), Counter()
    for _ in range(600):
        chosen = _sampled(stream, "abcde", 2)
        assert chosen == sorted(chosen)
        counts.update(chosen)
    assert all(200 < counts[letter] < 280 for letter in "abcde")


@pytest.mark.parametrize("count", [0, 3, 5])
def test_samples_of_few(count):
    assert _sampled(Stream(1), "abc", count) == list("abc")[:count]


def test_a_worker_has_own_streams_of_all_operations():
    policy = [[(vision.RandomPosterize((1, 8)), 1)], [(vision.RandomPosterize((1, 8)), 1)]]
    operation = vision.RandomSelectSubpolicy(policy)
    own = for_worker(operation)
    first = [int(own(IMAGE)[0, 0, 0]) for _ in range(12)]
    assert len(set(first)) > 3
    again = for_worker(operation)
    assert [int(again(IMAGE)[0, 0, 0]) for _ in range(12)] == first


def test_a_call_of_its_own_starts_the_stream_again():
    operation = vision.UniformAugment([vision.RandomPosterize((1, 8)), vision.Invert()])
    np.testing.assert_array_equal(operation(IMAGE), operation(IMAGE))


def test_functions_among_operations():
    policy = [[(lambda image: image // 5, 1)]]
    assert (vision.RandomSelectSubpolicy(policy)(IMAGE) == 51).all()


def test_too_few_operations():
    with pytest.raises(ValueError, match="num_ops is greater than transforms list size"):
        vision.UniformAugment([vision.Invert()])
