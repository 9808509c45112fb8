"""Metrics by their short names.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.get_metric_fn.html
"""

from __future__ import annotations

from msjax.train.metrics.accuracy import Accuracy
from msjax.train.metrics.bleu_score import BleuScore
from msjax.train.metrics.confusion_matrix import ConfusionMatrix, ConfusionMatrixMetric
from msjax.train.metrics.cosine_similarity import CosineSimilarity
from msjax.train.metrics.dice import Dice
from msjax.train.metrics.error import MAE, MSE
from msjax.train.metrics.fbeta import F1
from msjax.train.metrics.hausdorff_distance import HausdorffDistance
from msjax.train.metrics.loss import Loss
from msjax.train.metrics.mean_surface_distance import MeanSurfaceDistance
from msjax.train.metrics.metric import Metric
from msjax.train.metrics.occlusion_sensitivity import OcclusionSensitivity
from msjax.train.metrics.perplexity import Perplexity
from msjax.train.metrics.precision import Precision
from msjax.train.metrics.recall import Recall
from msjax.train.metrics.roc import ROC, auc
from msjax.train.metrics.root_mean_square_surface_distance import RootMeanSquareDistance
from msjax.train.metrics.topk import (
    Top1CategoricalAccuracy,
    Top5CategoricalAccuracy,
    TopKCategoricalAccuracy,
)

_METRICS = {
    "F1": F1,
    "acc": Accuracy,
    "accuracy": Accuracy,
    "auc": auc,
    "bleu_score": BleuScore,
    "confusion_matrix": ConfusionMatrix,
    "confusion_matrix_metric": ConfusionMatrixMetric,
    "cosine_similarity": CosineSimilarity,
    "dice": Dice,
    "hausdorff_distance": HausdorffDistance,
    "loss": Loss,
    "mae": MAE,
    "mean_surface_distance": MeanSurfaceDistance,
    "mse": MSE,
    "occlusion_sensitivity": OcclusionSensitivity,
    "perplexity": Perplexity,
    "precision": Precision,
    "recall": Recall,
    "roc": ROC,
    "root_mean_square_distance": RootMeanSquareDistance,
    "top_1_accuracy": Top1CategoricalAccuracy,
    "top_5_accuracy": Top5CategoricalAccuracy,
    "topk": TopKCategoricalAccuracy,
}


def names():
    """Return the names that `get_metric_fn` knows, a sorted list.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.names.html
    """
    return sorted(_METRICS)


def get_metric_fn(name, *args, **kwargs):
    """Make a metric.

    Args:
        name: its name, one of `names()`.
        *args: what it is made with.
        **kwargs: what it is made with, by name.

    Returns:
        The Metric; of "auc", what the function returns.

    Raises:
        KeyError: there is no such metric.
    """
    if name not in _METRICS:
        raise KeyError(
            f"For 'get_metric_fn', unsupported metric {name}; there are {', '.join(names())}."
        )
    return _METRICS[name](*args, **kwargs)


def get_metrics(metrics):
    """Make the metrics of a set of names.

    Args:
        metrics: a set of names of `get_metric_fn`, a dict of metrics, or None.

    Returns:
        A dict of names and metrics; the dict itself, or None.

    Raises:
        TypeError: `metrics` is something else, or the dict has other keys than strings or other
            values than metrics.
        KeyError: there is no metric of a name.
    """
    if metrics is None:
        return None
    if isinstance(metrics, set):
        return {name: get_metric_fn(name) for name in metrics}
    if not isinstance(metrics, dict):
        raise TypeError(
            "For 'get_metrics', the argument 'metrics' must be None, dict or set, but got "
            f"{metrics!r}; write for example {{'accuracy', 'loss'}}."
        )
    for name, metric in metrics.items():
        if not isinstance(name, str) or not isinstance(metric, Metric):
            raise TypeError(
                "For 'get_metrics', if 'metrics' is dict, the key in 'metrics' must be string and "
                f"value in 'metrics' must be Metric, but got key:{type(name)}, "
                f"value:{type(metric)}."
            )
    return metrics
