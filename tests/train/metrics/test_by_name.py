"""Metrics by their short names."""

import pytest

from msjax import nn, train


def test_every_name_makes_one():
    needed = {"topk": (3,), "confusion_matrix": (2,)}
    for name in set(train.names()) - {"auc"}:
        assert isinstance(train.get_metric_fn(name, *needed.get(name, ())), train.Metric)


def test_unknown_name_is_told_the_known_ones():
    with pytest.raises(KeyError, match="unsupported metric Accuracy; there are F1, acc, accuracy"):
        train.get_metric_fn("Accuracy")


def test_get_metrics():
    metrics = {"mine": train.MAE()}
    assert nn.get_metrics(metrics) is metrics
    assert nn.get_metrics({"loss", "acc"}).keys() == {"loss", "acc"}
