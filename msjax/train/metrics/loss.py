"""The mean of losses.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Loss.html
"""

from __future__ import annotations

import numpy as np

from msjax.train.metrics.inputs import check_inputs, no_samples
from msjax.train.metrics.metric import Metric, rearrange_inputs


class Loss(Metric):
    """The mean of the losses of all batches."""

    def __init__(self):
        super().__init__()
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._sum_loss = np.float64(0)
        self._total_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add the loss of a batch.

        Args:
            *inputs: the loss, a Tensor, a list or an array without axes or with one, of which the
                mean counts.

        Raises:
            ValueError: there is not one input, or it has more axes.
        """
        check_inputs("Loss.update", inputs, "loss")
        loss = self._convert_data(inputs[0])
        if loss.ndim > 1:
            raise ValueError(
                f"For 'Loss.update', the dimension of your input (loss) must be 1, but got "
                f"{loss.ndim}: reduce it first."
            )
        self._sum_loss += np.float64(loss.mean())
        self._total_num += 1

    def eval(self):
        """Return the mean loss, a float64.

        Raises:
            RuntimeError: there was no loss.
        """
        if self._total_num == 0:
            raise no_samples("Loss")
        return self._sum_loss / self._total_num
