"""Precision, recall and F-scores agree with each other and with counting."""

import numpy as np
import pytest

from msjax import train

RNG = np.random.default_rng(0)
SCORES, LABELS = RNG.random((50, 4)), RNG.integers(0, 4, 50)


def test_counting():
    predicted, labels = SCORES.argmax(axis=1), LABELS
    for c in range(4):
        right = np.count_nonzero((predicted == c) & (labels == c))
        precision = train.Precision()(SCORES, LABELS)[c]
        recall = train.Recall()(SCORES, LABELS)[c]
        assert precision == pytest.approx(right / np.count_nonzero(predicted == c))
        assert recall == pytest.approx(right / np.count_nonzero(labels == c))


@pytest.mark.parametrize("beta", [0.5, 1, 2.0])
def test_fbeta_is_the_mean_of_precision_and_recall(beta):
    precision, recall = (m()(SCORES, LABELS) for m in (train.Precision, train.Recall))
    wanted = (1 + beta**2) * precision * recall / (beta**2 * precision + recall)
    np.testing.assert_allclose(train.Fbeta(beta)(SCORES, LABELS), wanted, rtol=1e-12)


@pytest.mark.parametrize("name", ["Precision", "Recall", "F1"])
def test_labels_that_are_no_class(name):
    with pytest.raises(ValueError, match=r"labels from -1 to 2; leave samples without a label"):
        getattr(train, name)()(SCORES[:3], np.array([-1, 0, 2]))
    with pytest.raises(IndexError, match=r"got float64; convert them"):
        getattr(train, name)()(SCORES[:3], np.array([0.0, 1.0, 2.0]))
    with pytest.raises(ValueError, match=r"a label for each sample"):
        train.F1()(SCORES[:3], LABELS[:1])


def test_a_failed_update_changes_nothing():
    metric = train.Precision()
    metric.update(SCORES, LABELS)
    before = metric.eval()
    with pytest.raises(ValueError, match="class number not match"):
        metric.update(SCORES[:, :3], LABELS % 3)
    np.testing.assert_array_equal(metric.eval(), before)
