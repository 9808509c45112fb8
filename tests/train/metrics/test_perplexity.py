"""Perplexity: any number of axes, labels that do not count."""

import numpy as np
import pytest

from msjax import train

ROWS = np.random.default_rng(3).dirichlet(np.ones(4), 6)
LABELS = np.array([0, 3, 1, 2, 2, 0])


def test_what_it_means():
    chosen = ROWS[np.arange(6), LABELS]
    assert train.Perplexity()(ROWS, LABELS) == pytest.approx(np.prod(chosen) ** (-1 / 6))
    assert train.Perplexity()(np.full((5, 8), 1 / 8), np.arange(5)) == pytest.approx(8)


def test_axes_before_the_classes():
    folded = train.Perplexity()(ROWS.reshape(2, 3, 4), LABELS.reshape(2, 3))
    assert folded == pytest.approx(train.Perplexity()(ROWS, LABELS))


@pytest.mark.parametrize("ignored", [-1, 255])
def test_ignored_label_may_be_none_of_the_classes(ignored):
    labels = np.append(LABELS, ignored)
    rows = np.vstack([ROWS, ROWS[:1]])
    assert train.Perplexity(ignored)(rows, labels) == train.Perplexity()(ROWS, LABELS)


def test_negative_label():
    with pytest.raises(IndexError, match=r"from -1 to 3, expected 0 to 3; 'ignore_label'"):
        train.Perplexity()(ROWS, np.append(LABELS[1:], -1))


def test_float16_cannot_hold_the_least_probability():
    assert train.Perplexity()(np.eye(2, dtype=np.float16), [1, 1]) == np.inf
