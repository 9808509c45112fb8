"""Whether the right class is among the likeliest.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.TopKCategoricalAccuracy.html
"""

from __future__ import annotations

import numpy as np

from msjax.train.metrics.inputs import check_inputs, is_one_hot, no_samples, signed
from msjax.train.metrics.metric import Metric, rearrange_inputs


class TopKCategoricalAccuracy(Metric):
    """The share of samples whose class is among the k with the highest scores.

    Args:
        k: how many classes count, an int >= 1.

    Raises:
        TypeError: `k` is no int.
        ValueError: `k` is less than 1.

    Differs: k must not exceed the number of classes; with a single class, MindSpore counts each
    sample k times.
    """

    def __init__(self, k):
        super().__init__()
        if not isinstance(k, int):
            raise TypeError(
                "For 'TopKCategoricalAccuracy', the type of the argument 'k' should be int, but "
                f"got 'k' type: {type(k)}."
            )
        if k < 1:
            raise ValueError(
                "For 'TopKCategoricalAccuracy', the argument 'k' must be at least 1, but got 'k' "
                f"value: {k}."
            )
        self.k = k
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._correct_num = 0
        self._samples_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: scores (N, C), and class indices (N,) or one-hot rows (N, C); each a Tensor,
                a list or an array.

        Raises:
            ValueError: there are not two inputs, the shapes do not fit, or C is less than k.
        """
        check_inputs("TopKCategoricalAccuracy.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        if y_pred.ndim == y.ndim and is_one_hot(y):
            y = y.argmax(axis=1)
        self._check(y_pred, y)
        best = np.argsort(-signed(y_pred), axis=1)[:, : self.k]
        self._correct_num += (best == y.reshape(-1, 1)).sum()
        self._samples_num += y.size

    def _check(self, y_pred, y):
        if y_pred.ndim != 2 or y.size != len(y_pred):
            raise ValueError(
                "For 'TopKCategoricalAccuracy.update', predicted value (input[0]) must have the "
                "shape (N, C) and true value (input[1]) the shape (N,) or (N, C), but got "
                f"{y_pred.shape} and {y.shape}."
            )
        if y_pred.shape[1] < self.k:
            raise ValueError(
                f"For 'TopKCategoricalAccuracy.update', there are {y_pred.shape[1]} classes, but "
                f"'k' is {self.k}: choose a smaller k."
            )

    def eval(self):
        """Return the share of samples, a float64.

        Raises:
            RuntimeError: there were no samples.
        """
        if self._samples_num == 0:
            raise no_samples("TopKCategoricalAccuracy")
        return self._correct_num / self._samples_num


class Top1CategoricalAccuracy(TopKCategoricalAccuracy):
    """The share of samples whose class has the highest score.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Top1CategoricalAccuracy.html
    """

    def __init__(self):
        super().__init__(1)


class Top5CategoricalAccuracy(TopKCategoricalAccuracy):
    """The share of samples whose class is among the five with the highest scores.

    Differs: there must be five classes; with a single one, MindSpore counts each sample five times.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Top5CategoricalAccuracy.html
    """

    def __init__(self):
        super().__init__(5)
