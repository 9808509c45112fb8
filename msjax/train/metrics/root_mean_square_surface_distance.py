"""How far the surfaces of two masks are from each other, by squares.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.RootMeanSquareDistance.html
"""

from __future__ import annotations

import numpy as np

from msjax.train.metrics.mean_surface_distance import MeanOfDistances


class RootMeanSquareDistance(MeanOfDistances):
    """The root of the mean squared distance between the points of two surfaces.

    As in MindSpore, the root is taken with `symmetric` only; without, the result is the mean
    squared distance of the points of the predicted surface to the true one.

    Args:
        symmetric: whether both directions count. Default: False.
        distance_metric: "euclidean", "chessboard" or "taxicab". Default: "euclidean".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `distance_metric` is another str.
    """

    _wrong_label = TypeError

    @staticmethod
    def _mean(distances):
        return (distances**2).mean()

    @staticmethod
    def _both(one_way, other_way):
        return np.sqrt(np.mean((one_way, other_way)))
