"""Precision and recall in one number.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Fbeta.html
"""

from __future__ import annotations

import sys

import numpy as np

from msjax.nn.number_checks import check_bool
from msjax.train.metrics.inputs import (
    check_class_number,
    check_inputs,
    is_one_hot,
    no_samples,
    one_hot,
)
from msjax.train.metrics.metric import Metric, rearrange_inputs


class Fbeta(Metric):
    """The weighted harmonic mean of precision and recall, of each class.

    It is (1 + beta ** 2) * precision * recall / (beta ** 2 * precision + recall).

    Args:
        beta: how many times as much recall counts, a number > 0.

    Raises:
        ValueError: `beta` is not greater than 0.

    Differs: a negative label is a ValueError; MindSpore counts it as one of the last classes.
    """

    def __init__(self, beta):
        super().__init__()
        self.eps = sys.float_info.min  # a class that nobody has and nobody predicts gets 0
        if not beta > 0:
            raise ValueError(
                f"For 'Fbeta', the argument 'beta' must be greater than 0, but got {beta}."
            )
        self.beta = beta
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._true_positives = 0
        self._actual_positives = 0
        self._positives = 0
        self._class_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: scores (N, C, ...), and class indices (N, ...) or one-hot rows (N, C, ...);
                each a Tensor, a list or an array.

        Raises:
            ValueError: there are not two inputs, a label is no class, there are not as many as
                samples, or the number of classes is not that of the batches before.
            IndexError: labels are no integers, or predictions have no axis of classes.
        """
        check_inputs("Fbeta.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        if y_pred.ndim == y.ndim and is_one_hot(y):
            y = y.argmax(axis=1)
        classes = check_class_number("Fbeta", self._class_num, y_pred)
        y_pred, y = one_hot("Fbeta", y_pred, y)
        self._class_num = classes
        self._true_positives += (y * y_pred).sum(axis=0)
        self._positives += y_pred.sum(axis=0)
        self._actual_positives += y.sum(axis=0)

    def eval(self, average=False):
        """Return the score.

        Args:
            average: whether the mean over the classes is returned. Default: False.

        Returns:
            A float64 array with one element for each class, or with `average` their mean.

        Raises:
            RuntimeError: there were no samples.
            TypeError: `average` is no bool.
        """
        check_bool(average, "average", type(self).__name__)
        if self._class_num == 0:
            raise no_samples("Fbeta")
        square = self.beta**2
        whole = square * self._actual_positives + self._positives + self.eps
        result = np.asarray((1.0 + square) * self._true_positives / whole)
        return result.mean() if average else result


class F1(Fbeta):
    """The harmonic mean of precision and recall, of each class: `Fbeta` with beta 1.

    Differs: a negative label is a ValueError; MindSpore counts it as one of the last classes.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.F1.html
    """

    def __init__(self):
        super().__init__(1.0)
