"""Metrics: how good predictions are, computed by NumPy over any number of batches."""

from msjax.train.metrics.accuracy import Accuracy
from msjax.train.metrics.bleu_score import BleuScore
from msjax.train.metrics.by_name import get_metric_fn, get_metrics, names
from msjax.train.metrics.confusion_matrix import ConfusionMatrix, ConfusionMatrixMetric
from msjax.train.metrics.cosine_similarity import CosineSimilarity
from msjax.train.metrics.dice import Dice
from msjax.train.metrics.error import MAE, MSE
from msjax.train.metrics.fbeta import F1, Fbeta
from msjax.train.metrics.hausdorff_distance import HausdorffDistance
from msjax.train.metrics.loss import Loss
from msjax.train.metrics.mean_surface_distance import MeanSurfaceDistance
from msjax.train.metrics.metric import Metric, rearrange_inputs
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

__all__ = [
    "F1",
    "MAE",
    "MSE",
    "ROC",
    "Accuracy",
    "BleuScore",
    "ConfusionMatrix",
    "ConfusionMatrixMetric",
    "CosineSimilarity",
    "Dice",
    "Fbeta",
    "HausdorffDistance",
    "Loss",
    "MeanSurfaceDistance",
    "Metric",
    "OcclusionSensitivity",
    "Perplexity",
    "Precision",
    "Recall",
    "RootMeanSquareDistance",
    "Top1CategoricalAccuracy",
    "Top5CategoricalAccuracy",
    "TopKCategoricalAccuracy",
    "auc",
    "get_metric_fn",
    "get_metrics",
    "names",
    "rearrange_inputs",
]
