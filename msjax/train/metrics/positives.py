"""What precision and recall have in common: true positives as a share of something."""

from __future__ import annotations

import sys

import numpy as np

from msjax.nn.number_checks import check_bool
from msjax.train.metrics.inputs import check_class_number, no_samples, one_hot
from msjax.train.metrics.metric import EvaluationBase, rearrange_inputs


class TruePositiveRate(EvaluationBase):
    """Counts true positives, and what they are a share of.

    In classification the counts are those of each class; in multilabel, of each sample.
    """

    def __init__(self, eval_type="classification"):
        super().__init__(eval_type)
        self.eps = sys.float_info.min  # a share of nothing is 0
        self.clear()

    @staticmethod
    def _counted(y_pred, y):
        """Return which of the two the true positives are a share of."""
        raise NotImplementedError

    def clear(self):
        """Forget all inputs so far."""
        self._class_num = 0
        self._true_positives = np.empty(0)
        self._whole = np.empty(0)
        self._rate_sum = np.float64(0)
        self._rate_num = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and labels, each a Tensor, a list or an array. Classification:
                scores (N, C, ...), and class indices (N, ...) or one-hot rows (N, C, ...).
                Multilabel: zeros and ones, both (N, C, ...).

        Raises:
            ValueError: there are not two inputs, their shapes do not fit, a label is no class,
                values of "multilabel" are not 0 or 1, or the number of classes is not that of the
                batches before.
            IndexError: labels are no integers.
        """
        owner = type(self).__name__
        y_pred, y = self._batch(inputs)
        classes = check_class_number(owner, self._class_num, y_pred)
        if self._type == "classification":
            y_pred, y = one_hot(owner, y_pred, y)
        else:
            y_pred, y = (d.swapaxes(1, 0).reshape(classes, -1).astype(float) for d in (y_pred, y))
        true_positives, whole = (y * y_pred).sum(axis=0), self._counted(y_pred, y).sum(axis=0)
        if self._type == "multilabel":
            self._rate_sum += np.sum(true_positives / (whole + self.eps))
            self._rate_num += whole.size
            true_positives = np.concatenate([self._true_positives, true_positives])
            whole = np.concatenate([self._whole, whole])
        elif self._class_num:
            true_positives, whole = self._true_positives + true_positives, self._whole + whole
        self._true_positives, self._whole = true_positives, whole
        self._class_num = classes

    def eval(self, average=False):
        """Return the share.

        Args:
            average: whether the mean is returned. Default: False.

        Returns:
            A float64 array with one element for each class (for each sample, in multilabel), or
            with `average` their mean.

        Raises:
            RuntimeError: there were no samples.
            TypeError: `average` is no bool.
        """
        if self._class_num == 0:
            raise no_samples(type(self).__name__)
        check_bool(average, "average", type(self).__name__)
        if average and self._type == "multilabel":
            return self._rate_sum / (self._rate_num + self.eps)
        result = self._true_positives / (self._whole + self.eps)
        return result.mean() if average else result
