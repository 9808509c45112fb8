"""How far the surfaces of two masks are from each other at most.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.HausdorffDistance.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_bool, check_type
from msjax.train.metrics.inputs import not_updated
from msjax.train.metrics.metric import Metric, rearrange_inputs
from msjax.train.metrics.surface_distances import (
    check_distance_metric,
    label_masks,
    surface,
    surface_distances,
)


class HausdorffDistance(Metric):
    """The greatest distance of a point of one surface to the other surface.

    Args:
        distance_metric: "euclidean", "chessboard" or "taxicab". Default: "euclidean".
        percentile: a float from 0 to 100: the percentile of the distances in the place of the
            greatest. Default: None, which is the greatest, as 0.0 is.
        directed: whether only the distances from the prediction to the true mask count; None:
            False. Default: False.
        crop: whether only the part of the arrays with the label is computed on, which is faster;
            None: False. Default: True.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `distance_metric` is another str.

    Differs: `crop` keeps all axes; MindSpore drops those of length 1, which changes the distances.
    """

    def __init__(self, distance_metric="euclidean", percentile=None, directed=False, crop=True):
        super().__init__()
        self.distance_metric = check_distance_metric(distance_metric)
        if percentile is not None:
            check_type(percentile, "percentile", "", float)
        for name, value in (("directed", directed), ("crop", crop)):
            if value is not None:
                check_bool(value, name, "")
        self.percentile = percentile
        self.directed = directed
        self.crop = crop
        self.clear()

    def clear(self):
        """Forget the inputs."""
        self.y_pred_edges = 0
        self.y_edges = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Take masks in place of the last ones.

        Args:
            *inputs: predictions and true values of the same shape, each a Tensor, a list or an
                array, and the label that is measured, an int or a float.

        Raises:
            ValueError: there are not three inputs, the shapes differ, or the label is in neither.
        """
        y_pred, y = label_masks(self, inputs, keep_bools=False)
        if self.crop and y.ndim:
            box = tuple(slice(i.min(), i.max() + 1) for i in np.nonzero(y_pred | y))
            y_pred, y = y_pred[box], y[box]
        self.y_pred_edges, self.y_edges = surface(y_pred), surface(y)
        self._is_update = True

    def _distance(self, points, others):
        distances = surface_distances(points, others, self.distance_metric)
        if distances.size == 0:
            return np.inf
        if not self.percentile:
            return distances.max()
        if not 0 <= self.percentile <= 100:
            raise ValueError(
                "For 'HausdorffDistance', the value of the argument 'percentile' must be [0, 100], "
                f"but got {self.percentile}."
            )
        return np.percentile(distances, self.percentile)

    def eval(self):
        """Return the distance, a NumPy number; infinite if a mask has no surface.

        Raises:
            RuntimeError: there were no inputs.
            ValueError: `percentile` is out of range.
        """
        if not self._is_update:
            raise not_updated("HausdorffDistance")
        distance = self._distance(self.y_pred_edges, self.y_edges)
        if self.directed:
            return distance
        return max(distance, self._distance(self.y_edges, self.y_pred_edges))
