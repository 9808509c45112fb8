"""How much two masks overlap.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Dice.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_positive_float
from msjax.train.metrics.inputs import check_inputs, exact, no_samples
from msjax.train.metrics.metric import Metric, rearrange_inputs


class Dice(Metric):
    """The Dice coefficient 2 |A ∩ B| / (|A|² + |B|²), where |A ∩ B| is the sum of products.

    The coefficients of all batches are added up, and divided by the number of samples.

    Args:
        smooth: what is added to the denominator, a float > 0. Default: 1e-5.

    Raises:
        TypeError: `smooth` is no float.
        ValueError: `smooth` is not greater than 0.

    Differs: integers and bools are computed in int64; MindSpore's uint8 and bool masks overflow.
    """

    def __init__(self, smooth=1e-5):
        super().__init__()
        check_positive_float(smooth, "smooth", "")
        self.smooth = smooth
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._dice_coeff_sum = 0
        self._samples_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and true masks of the same shape (N, ...), each a Tensor, a list
                or an array.

        Raises:
            ValueError: there are not two inputs, or they have different shapes.
        """
        check_inputs("Dice.update", inputs, "predicted value", "true value")
        y_pred, y = (exact(self._convert_data(data)) for data in inputs)
        if y_pred.shape != y.shape or y.ndim == 0:
            raise ValueError(
                "For 'Dice.update', predicted value (input[0]) and true value (input[1]) should "
                f"have same shape (N, ...), but got predicted value shape: {y_pred.shape}, true "
                f"value shape: {y.shape}."
            )
        samples = y.shape[0]
        y_pred, y = y_pred.reshape(-1), y.reshape(-1)
        union = np.dot(y_pred, y_pred) + np.dot(y, y)
        self._dice_coeff_sum += 2 * float(np.dot(y_pred, y)) / (float(union) + self.smooth)
        self._samples_num += samples

    def eval(self):
        """Return the sum of the coefficients divided by the number of samples, a float.

        Raises:
            RuntimeError: there were no samples.
        """
        if self._samples_num == 0:
            raise no_samples("Dice coefficient")
        return self._dice_coeff_sum / float(self._samples_num)
