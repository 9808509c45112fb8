"""How far the surfaces of two masks are from each other on average.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.MeanSurfaceDistance.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_bool
from msjax.train.metrics.inputs import not_updated
from msjax.train.metrics.metric import Metric, rearrange_inputs
from msjax.train.metrics.surface_distances import (
    check_distance_metric,
    label_masks,
    surface,
    surface_distances,
)


class MeanOfDistances(Metric):
    """A mean over the points of one surface, and with `symmetric` over those of both."""

    _wrong_label: type[Exception] = ValueError

    def __init__(self, symmetric=False, distance_metric="euclidean"):
        super().__init__()
        self.distance_metric = check_distance_metric(distance_metric)
        check_bool(symmetric, "symmetric", "")
        self.symmetric = symmetric
        self.clear()

    @staticmethod
    def _mean(distances):
        """Return the mean of the distances from one surface to the other."""
        raise NotImplementedError

    @staticmethod
    def _both(one_way, other_way):
        """Return the mean of two means."""
        raise NotImplementedError

    def clear(self):
        """Forget the inputs."""
        self._y_pred_edges = 0
        self._y_edges = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Take masks in place of the last ones.

        Args:
            *inputs: predictions and true values of the same shape, each a Tensor, a list or an
                array, and the label that is measured, an int or a float. Arrays of bools are masks
                already.

        Raises:
            ValueError: there are not three inputs, the shapes differ, or the label is in neither.
        """
        y_pred, y = label_masks(self, inputs, self._wrong_label)
        self._y_pred_edges, self._y_edges = surface(y_pred), surface(y)
        self._is_update = True

    def eval(self):
        """Return the mean, a float64; infinite if a mask has no surface.

        Raises:
            RuntimeError: there were no inputs.
        """
        if not self._is_update:
            raise not_updated(type(self).__name__)
        pairs = [(self._y_pred_edges, self._y_edges), (self._y_edges, self._y_pred_edges)]
        means = []
        for points, others in pairs if self.symmetric else pairs[:1]:
            distances = surface_distances(points, others, self.distance_metric)
            if distances.size == 0:
                return np.inf
            means.append(self._mean(distances))
        return self._both(*means) if self.symmetric else means[0]


class MeanSurfaceDistance(MeanOfDistances):
    """The mean distance of the points of the predicted surface to the true one.

    Args:
        symmetric: whether the mean of both directions is returned. Default: False.
        distance_metric: "euclidean", "chessboard" or "taxicab". Default: "euclidean".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `distance_metric` is another str.
    """

    @staticmethod
    def _mean(distances):
        return distances.mean()

    @staticmethod
    def _both(one_way, other_way):
        return np.mean((one_way, other_way))
