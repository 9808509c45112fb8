"""What samplers draw: in range, distinct where asked for, as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from msjax import Tensor, ops, set_seed

TRUE = Tensor(np.array([[1], [3]], np.int64))


@pytest.mark.parametrize("sampler", [ops.UniformCandidateSampler, ops.LogUniformCandidateSampler])
def test_distinct_classes_are_in_range(sampler):
    set_seed(1)
    drawn, true_counts, counts = sampler(1, 5, True, 6)(TRUE)
    drawn = drawn.asnumpy()
    assert len(set(drawn.tolist())) == 5
    assert drawn.min() >= 0
    assert drawn.max() < 6
    assert true_counts.shape == (2, 1)
    assert ((counts.asnumpy() > 0) & (counts.asnumpy() <= 1)).all()


def test_expected_counts_are_those_of_the_distribution():
    _, true_counts, counts = ops.UniformCandidateSampler(1, 3, False, 4)(TRUE)
    np.testing.assert_allclose(true_counts.asnumpy(), 0.75)
    np.testing.assert_allclose(counts.asnumpy(), 0.75)
    _, true_counts, _ = ops.LogUniformCandidateSampler(1, 3, False, 9)(TRUE)
    wanted = 3 * np.log([3 / 2, 5 / 4]) / np.log(10)
    np.testing.assert_allclose(true_counts.asnumpy()[:, 0], wanted, rtol=1e-5)


def test_frequent_classes_come_first():
    set_seed(1)
    drawn, _, _ = ops.LogUniformCandidateSampler(1, 4000, False, 9)(TRUE)
    part = np.bincount(drawn.asnumpy(), minlength=9) / 4000
    wanted = np.diff(np.log(np.arange(1, 11))) / np.log(10)
    np.testing.assert_allclose(part, wanted, atol=0.03)


def test_truncated_numbers_are_within_bounds():
    set_seed(1)
    bounds = [Tensor([v]) for v in (0.5, 2.0, -1.0, 1.0)]
    drawn = ops.ParameterizedTruncatedNormal()(Tensor(np.array([1, 500], np.int32)), *bounds)
    drawn = drawn.asnumpy()
    assert drawn.shape == (1, 500)
    assert drawn.min() >= -1
    assert drawn.max() <= 1


def test_draws_without_replacement_are_distinct():
    set_seed(1)
    weights = Tensor([0.1, 0.2, 0.3, 0.4])
    drawn = ops.multinomial_with_replacement(weights, 1, 2, 4).asnumpy()
    assert sorted(drawn.tolist()) == [0, 1, 2, 3]


def test_distorted_boxes_cover_what_they_must():
    set_seed(1)
    size, boxes = Tensor(np.array([40, 60, 3], np.int32)), Tensor([[[0.2, 0.2, 0.8, 0.8]]])
    sample = ops.SampleDistortedBoundingBoxV2(area_range=(0.3, 0.9))
    begin, extent, box = (v.asnumpy() for v in sample(size, boxes, Tensor([0.5])))
    assert (begin[:2] >= 0).all()
    assert (begin[:2] + extent[:2] <= [40, 60]).all()
    assert begin[2] == 0
    assert extent[2] == -1
    assert 0.3 <= extent[0] * extent[1] / 2400 <= 0.9
    np.testing.assert_allclose(box[0, 0, :2], begin[:2] / [40, 60], rtol=1e-6)
