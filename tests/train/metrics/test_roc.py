"""ROC: what it means, and with `auc`."""

import numpy as np
import pytest

from msjax import train

RNG = np.random.default_rng(2)


def test_area_is_the_chance_of_a_right_order():
    scores, labels = RNG.integers(0, 9, 60) / 9, RNG.integers(0, 2, 60)
    false, true, thresholds = train.ROC()(scores, labels)
    positive, negative = scores[labels == 1], scores[labels == 0]
    above = (positive[:, None] > negative).mean() + (positive[:, None] == negative).mean() / 2
    assert train.auc(false, true) == pytest.approx(above)
    for f, t, threshold in zip(false, true, thresholds, strict=True):
        assert f == np.mean(negative >= threshold)
        assert t == np.mean(positive >= threshold)


def test_classes_at_places():
    scores, labels = RNG.random((4, 3, 5)), np.arange(20).reshape(4, 5) % 3
    false, true, thresholds = train.ROC(3)(scores, labels)
    for c in range(3):
        one = train.ROC()(scores[:, c], labels == c)
        for several, alone in zip((false[c], true[c], thresholds[c]), one, strict=True):
            np.testing.assert_array_equal(several, alone)


def test_unsigned_and_bool_scores():
    labels = np.array([0, 1, 1, 0])
    for scores in (np.array([1, 200, 3, 3], np.uint8), np.array([False, True, True, False])):
        false, true, thresholds = train.ROC()(scores, labels)
        assert np.all(np.diff(thresholds) < 0)
        assert train.auc(false, true) >= 0.75


def test_shapes_must_fit():
    with pytest.raises(ValueError, match="a label for each score"):
        train.ROC().update(np.ones(3), np.ones(2))
    with pytest.raises(ValueError, match="a label for each sample"):
        train.ROC(2).update(np.ones((3, 2)), np.ones(2))
