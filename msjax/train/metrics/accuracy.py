"""How many predictions are right.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Accuracy.html
"""

from __future__ import annotations

from msjax.train.metrics.inputs import check_class_number, no_samples
from msjax.train.metrics.metric import EvaluationBase, rearrange_inputs


class Accuracy(EvaluationBase):
    """The share of samples that are predicted right.

    Args:
        eval_type: "classification": the class with the highest score is compared with the label.
            "multilabel": a sample is right if all of its classes are. Default: "classification".

    Raises:
        TypeError: `eval_type` is something else.
    """

    def __init__(self, eval_type="classification"):
        super().__init__(eval_type)
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._correct_num = 0
        self._total_num = 0
        self._class_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and labels, each a Tensor, a list or an array. Classification:
                scores (N, C, ...), and class indices (N, ...) or one-hot rows (N, C, ...).
                Multilabel: zeros and ones, both (N, C, ...).

        Raises:
            ValueError: there are not two inputs, their shapes do not fit, values of "multilabel"
                are not 0 or 1, or the number of classes is not that of the batches before.
        """
        y_pred, y = self._batch(inputs)
        classes = check_class_number("Accuracy", self._class_num, y_pred)
        if self._type == "classification":
            right = (y_pred.argmax(axis=1) == y).reshape(-1)
        else:
            right = (y_pred == y).swapaxes(1, -1).reshape(-1, classes).all(axis=1)
        self._class_num = classes
        self._correct_num += right.sum()
        self._total_num += right.size

    def eval(self):
        """Return the share of right samples, a float64.

        Raises:
            RuntimeError: there were no samples.
        """
        if self._total_num == 0:
            raise no_samples("Accuracy")
        return self._correct_num / self._total_num
