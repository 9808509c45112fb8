"""How far predictions are from what they should be.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.MAE.html
"""

from __future__ import annotations

import numpy as np

from msjax.train.metrics.inputs import check_inputs, exact, no_samples
from msjax.train.metrics.metric import Metric, rearrange_inputs


class _MeanError(Metric):
    """The sum of the errors of all elements, divided by the number of samples."""

    def __init__(self):
        super().__init__()
        self.clear()

    @staticmethod
    def _error(difference):
        raise NotImplementedError

    def clear(self):
        """Forget all inputs so far."""
        self._error_sum = np.float64(0)
        self._samples_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and true values, each a Tensor, a list or an array of the same
                size, (N, ...).

        Raises:
            ValueError: there are not two inputs, or they have different sizes.
            IndexError: the true values have no axis of samples.
        """
        owner = type(self).__name__
        check_inputs(f"{owner}.update", inputs, "predicted value", "true value")
        y_pred, y = (exact(self._convert_data(data)) for data in inputs)
        if y.size != y_pred.size:
            raise ValueError(
                f"For '{owner}.update', predicted value (input[0]) and true value (input[1]) should"
                f" have the same size, but got the shapes {y_pred.shape} and {y.shape}."
            )
        if y.ndim == 0:
            raise IndexError(
                f"For '{owner}.update', the true value (input[1]) needs an axis of samples, but "
                "got a single number: put it into a list."
            )
        self._error_sum += np.float64(self._error(y.reshape(y_pred.shape) - y_pred).sum())
        self._samples_num += y.shape[0]

    def eval(self):
        """Return the sum of the errors divided by the number of samples, a float64.

        Raises:
            RuntimeError: there were no samples.
        """
        if self._samples_num == 0:
            raise no_samples(type(self).__name__)
        return self._error_sum / self._samples_num


class MAE(_MeanError):
    """The mean absolute error: the sum of `abs(y - y_pred)` over the number of samples.

    The number of samples is the size of the first axis.

    Differs: integers are computed in int64; MindSpore's small and unsigned ones overflow.
    """

    @staticmethod
    def _error(difference):
        return np.abs(difference)


class MSE(_MeanError):
    """The mean squared error: the sum of `(y - y_pred) ** 2` over the number of samples.

    The number of samples is the size of the first axis.

    Differs: integers are computed in int64; MindSpore's small and unsigned ones overflow.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.MSE.html
    """

    @staticmethod
    def _error(difference):
        return difference**2
