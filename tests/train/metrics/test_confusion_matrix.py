"""ConfusionMatrix and ConfusionMatrixMetric: their sums, and what is refused."""

import numpy as np
import pytest

from msjax import train

RNG = np.random.default_rng(1)
LABELS, PREDICTED = RNG.integers(0, 3, (2, 40))
MASK, TRUE_MASK = RNG.integers(0, 2, (2, 4, 2, 9))


def test_rows_are_labels():
    matrix = train.ConfusionMatrix(3)(PREDICTED, LABELS)
    np.testing.assert_array_equal(matrix.sum(axis=1), np.bincount(LABELS))
    np.testing.assert_array_equal(matrix.sum(axis=0), np.bincount(PREDICTED))


def test_normalized():
    sums = {"target": 1, "prediction": 0}
    for name, axis in sums.items():
        matrix = train.ConfusionMatrix(4, name)(PREDICTED, LABELS)  # nobody is of class 3
        np.testing.assert_allclose(matrix.sum(axis=axis), [1, 1, 1, 0])
    assert train.ConfusionMatrix(3, "all")(PREDICTED, LABELS).sum() == pytest.approx(1)


@pytest.mark.parametrize("wrong", [3, -1])
def test_what_is_no_class(wrong):
    classes = np.where(LABELS == 0, wrong, LABELS)
    with pytest.raises(ValueError, match=r"true value \(input\[1\]\) has classes from"):
        train.ConfusionMatrix(3)(PREDICTED, classes)
    with pytest.raises(ValueError, match=r"predicted value \(input\[0\]\) has classes from"):
        train.ConfusionMatrix(3)(classes, LABELS)


def test_rates_are_related():
    def rate(name):
        return train.ConfusionMatrixMetric(metric_name=name)(MASK, TRUE_MASK)

    assert rate("hit rate") + rate("miss rate") == pytest.approx(1)
    assert rate("selectivity") + rate("fall out") == pytest.approx(1)
    assert rate("PPV") + rate("FDR") == pytest.approx(1)
    assert rate("deltap") == pytest.approx(rate("ppv") + rate("npv") - 1)
    assert rate("csi") == pytest.approx(1 / (2 / rate("f1") - 1))


def test_several_numbers_are_refused():
    metric = train.ConfusionMatrixMetric(calculation_method=True, decrease="mean_batch")
    with pytest.raises(ValueError, match=r"decrease='mean_batch' leaves the shape \(2,\)"):
        metric.update(MASK, TRUE_MASK)


def test_scores_are_refused():
    with pytest.raises(ValueError, match=r"predicted value .* compare it with a threshold"):
        train.ConfusionMatrixMetric().update(MASK * 0.7, TRUE_MASK)


def test_unknown_rate():
    with pytest.raises(NotImplementedError, match=r"metric_name='beauty'; there are tpr, sens"):
        train.ConfusionMatrixMetric(metric_name="beauty")(MASK, TRUE_MASK)
