"""Confusion matrices, and the numbers that they give.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.ConfusionMatrix.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_bool, check_type
from msjax.train.metrics.confusion_rates import (
    DECREASES,
    confusion_counts,
    confusion_rate,
    decreased,
)
from msjax.train.metrics.inputs import check_choice, check_inputs, no_samples, not_updated
from msjax.train.metrics.metric import Metric, rearrange_inputs

_TOTALS = {"target": 1, "prediction": 0, "all": None}  # the axis that is summed up


class ConfusionMatrix(Metric):
    """How often each class is predicted for samples of each class.

    Args:
        num_classes: the number of classes, an int.
        normalize: "no_norm": counts; "target": divided by the sums of rows, "prediction": by those
            of columns, "all": by the sum of all. What nothing counts for is 0.
            Default: "no_norm".
        threshold: predictions of floats without an axis of classes are of class 1 from this float
            on. Default: 0.5.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `normalize` is something else.

    Differs: what is none of the classes is a ValueError; MindSpore counts some of it elsewhere.
    """

    def __init__(self, num_classes, normalize="no_norm", threshold=0.5):
        super().__init__()
        check_type(num_classes, "num_classes", "", int)
        if normalize not in ("no_norm", *_TOTALS):
            raise ValueError(
                "For 'ConfusionMatrix', the argument 'normalize' must be in "
                f"{['no_norm', *_TOTALS]}, but got {normalize}."
            )
        check_type(threshold, "threshold", "", float)
        self.num_classes = num_classes
        self.normalize = normalize
        self.threshold = threshold
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self.confusion_matrix = np.zeros((self.num_classes, self.num_classes))
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and class indices (N, ...), each a Tensor, a list or an array.
                Predictions are scores (N, C, ...), class indices (N, ...), or floats (N, ...) that
                are compared with the threshold.

        Raises:
            ValueError: there are not two inputs, their shapes do not fit, or something is none of
                the classes.
        """
        check_inputs("ConfusionMatrix.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        if y_pred.ndim not in (y.ndim, y.ndim + 1):
            raise ValueError(
                "For 'ConfusionMatrix.update', predicted value (input[0]) and true value (input[1])"
                " should have same dimensions, or the dimension of predicted value equals the "
                f"dimension of true value add 1, but got predicted value ndim: {y_pred.ndim}, true "
                f"value ndim: {y.ndim}."
            )
        if y_pred.ndim == y.ndim + 1:
            y_pred = np.argmax(y_pred, axis=1)
        elif y_pred.dtype.kind == "f":
            y_pred = y_pred >= self.threshold
        y_pred, y = y_pred.reshape(-1).astype(int), y.reshape(-1).astype(int)
        self._check(y_pred, y)
        pairs = np.bincount(y * self.num_classes + y_pred, minlength=self.num_classes**2)
        self.confusion_matrix += pairs.reshape(self.num_classes, self.num_classes)
        self._is_update = True

    def _check(self, y_pred, y):
        if y_pred.size != y.size:
            raise ValueError(
                "For 'ConfusionMatrix.update', there must be a prediction for each label, but got "
                f"{y_pred.size} predictions and {y.size} labels."
            )
        for name, data in (("predicted value (input[0])", y_pred), ("true value (input[1])", y)):
            if np.any((data < 0) | (data >= self.num_classes)):
                raise ValueError(
                    f"For 'ConfusionMatrix.update', the {name} has classes from {data.min()} to "
                    f"{data.max()}, but 'num_classes' is {self.num_classes}; leave samples without "
                    "a class out."
                )

    def eval(self):
        """Return the matrix, float64 (C, C): a row for each class, a column for each prediction.

        Raises:
            RuntimeError: there were no inputs.
        """
        if not self._is_update:
            raise not_updated("ConfusionMatrix")
        counts = self.confusion_matrix.astype(float)
        if self.normalize == "no_norm":
            return counts
        totals = counts.sum(axis=_TOTALS[self.normalize], keepdims=True)
        return np.divide(counts, totals, out=np.zeros_like(counts), where=totals != 0)


class ConfusionMatrixMetric(Metric):
    """A number that true and false, positive and negative predictions give.

    Args:
        skip_channel: False leaves the first channel out, if there are more; True keeps it. (So
            MindSpore computes it; its documentation says the opposite.) Default: True.
        metric_name: the number, in any case and with spaces or "_": "sensitivity",
            "specificity", "precision", "negative predictive value", "miss rate", "fall out", "false
            discovery rate", "false omission rate", "prevalence threshold", "threat score",
            "accuracy", "balanced accuracy", "f1 score", "matthews correlation coefficient",
            "fowlkes mallows index", "informedness" or "markedness", or another word or
            abbreviation for one of them. Default: "sensitivity".
        calculation_method: False: the number is computed once, from the counts of all samples and
            channels. True: it is computed of each sample and channel, and `decrease` makes one of
            them. Default: False.
        decrease: "mean", "sum", "mean_batch", "sum_batch", "mean_channel", "sum_channel" or
            "none", of which only "mean" and "sum" give one number where there are several samples
            and channels. Default: "mean".

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `decrease` is something else.

    Differs: values other than 0 and 1 are a ValueError; MindSpore counts them as false. The
    decrease "mean_batch" is supported where it gives one number; in MindSpore it fails.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.ConfusionMatrixMetric.html
    """

    def __init__(
        self,
        skip_channel=True,
        metric_name="sensitivity",
        calculation_method=False,
        decrease="mean",
    ):
        super().__init__()
        check_bool(skip_channel, "skip_channel", "")
        check_bool(calculation_method, "calculation_method", "")
        check_type(metric_name, "metric_name", "", str)
        check_choice("decrease", decrease, DECREASES)
        self.skip_channel = skip_channel
        self.calculation_method = calculation_method
        self.metric_name = metric_name
        self.decrease = decrease
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._total_num = 0
        self._class_num = 0
        self._counts = np.zeros(4)

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: predictions and true values of the same shape (N, C, ...), each a Tensor, a
                list or an array; both one-hot, zeros and ones.

        Raises:
            ValueError: there are not two inputs, their shapes do not fit, values are not 0 or 1,
                or with `calculation_method` there is only a row of classes for each sample or
                `decrease` leaves several numbers.
            NotImplementedError: with `calculation_method`, there is no such metric.
        """
        check_inputs("ConfusionMatrixMetric.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        counts = confusion_counts(y_pred, y, self.skip_channel)
        if not self.calculation_method:
            self._counts += counts.sum(axis=(0, 1))
            return
        if y_pred.ndim == 2 or (y_pred.ndim == 3 and y_pred.shape[-1] == 1):
            raise ValueError(
                "For 'ConfusionMatrixMetric.update', 'calculation_method' needs several elements "
                f"for each sample and channel, but got predictions of the shape {y_pred.shape}; "
                "use calculation_method=False."
            )
        rate, number = decreased(confusion_rate(self.metric_name, counts), self.decrease)
        if rate.size != 1:
            raise ValueError(
                f"For 'ConfusionMatrixMetric.update', decrease={self.decrease!r} leaves the shape "
                f"{rate.shape} of predictions of the shape {y_pred.shape}: choose 'mean' or 'sum'."
            )
        self._total_num += rate.item() * int(number.item())
        self._class_num += int(number.item())

    def eval(self):
        """Return the number.

        Returns:
            An array float64 (1,), NaN where it is not defined; with `calculation_method` a float.

        Raises:
            RuntimeError: with `calculation_method`, there were no samples.
            NotImplementedError: there is no such metric.
        """
        if not self.calculation_method:
            return confusion_rate(self.metric_name, self._counts[None])
        if self._class_num == 0:
            raise no_samples("ConfusionMatrixMetric")
        return self._total_num / self._class_num
