"""Receiver operating characteristic, and the area under a curve.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.ROC.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_type
from msjax.train.metrics.inputs import check_inputs, not_updated, signed
from msjax.train.metrics.metric import Metric, rearrange_inputs


class ROC(Metric):
    """The rates of false and of true positives for each threshold of the scores.

    Args:
        class_num: the number of classes, an int; None or 1 for one score per sample.
            Default: None.
        pos_label: the label that is positive, an int. Default: None, which is 1; with several
            classes, each is the positive one in turn, and `pos_label` must be None.

    Raises:
        TypeError: an argument is no int.

    Differs: with several classes, each sample keeps its label; MindSpore gives the scores of
    samples to others unless there are as many samples as classes.
    """

    def __init__(self, class_num=None, pos_label=None):
        super().__init__()
        for name, value in (("class_num", class_num), ("pos_label", pos_label)):
            if value is not None:
                check_type(value, name, "", int)
        self.class_num = class_num
        self.pos_label = pos_label
        self.clear()

    def clear(self):
        """Forget the inputs."""
        self.y_pred = self.y = np.empty(0)
        self.sample_weights = None
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs):
        """Take scores and labels in place of the last ones.

        Args:
            *inputs: scores (N, ...) or, of several classes, (N, C, ...), and labels (N, ...); each
                a Tensor, a list or an array.

        Raises:
            ValueError: there are not two inputs, their shapes do not fit each other or
                `class_num`, or there is a `pos_label` and an axis of classes.
        """
        check_inputs("ROC.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        if y_pred.ndim == y.ndim:
            self._check_one_class(y_pred, y)
            self.class_num = 1
            self.pos_label = 1 if self.pos_label is None else self.pos_label
            self.y_pred = y_pred.reshape(-1)
        else:
            self._check_classes(y_pred, y)
            self.y_pred = np.moveaxis(y_pred, 1, -1).reshape(-1, y_pred.shape[1])
        self.y = y.reshape(-1)
        self._is_update = True

    def _check_one_class(self, y_pred, y):
        if self.class_num not in (None, 1):
            raise ValueError(
                "For 'ROC', when predicted value (input[0]) and true value (input[1]) have the "
                f"same shape, the 'class_num' must be 1, but got {self.class_num}."
            )
        if y_pred.shape != y.shape:
            raise ValueError(
                "For 'ROC', there must be a label for each score, but got the shapes "
                f"{y_pred.shape} and {y.shape}."
            )

    def _check_classes(self, y_pred, y):
        if y_pred.ndim != y.ndim + 1:
            raise ValueError(
                "For 'ROC', predicted value (input[0]) and true value (input[1]) must have same "
                "dimensions, or the dimension of predicted value equal the dimension of true value "
                f"add 1, but got predicted value ndim: {y_pred.ndim}, true value ndim: {y.ndim}."
            )
        if self.pos_label is not None:
            raise ValueError(
                "For 'ROC', when the dimension of predicted value (input[0]) equals the dimension "
                "of true value (input[1]) add 1, the 'pos_label' must be None, but got "
                f"{self.pos_label}."
            )
        if y_pred.ndim < 2 or y_pred.shape[1] != self.class_num:
            raise ValueError(
                "For 'ROC', the 'class_num' must equal the number of classes from predicted value "
                f"(input[0]), but got 'class_num' {self.class_num}, predictions of the shape "
                f"{y_pred.shape}."
            )
        if y.shape != y_pred.shape[:1] + y_pred.shape[2:]:
            raise ValueError(
                "For 'ROC', there must be a label for each sample, but got predictions of the "
                f"shape {y_pred.shape} and labels of the shape {y.shape}."
            )

    def eval(self):
        """Return the curve.

        Returns:
            A tuple of the rates of false positives, those of true positives, and the thresholds,
            which fall: arrays, the first two of float64; with several classes, lists of arrays.

        Raises:
            RuntimeError: there were no inputs.
            ValueError: all labels are positive, or none is.
        """
        if not self._is_update:
            raise not_updated("ROC")
        if self.y_pred.ndim == 1:
            return _curve(self.y_pred, self.y == self.pos_label)
        if self.class_num == 1:
            return _curve(self.y_pred[:, 0], self.y == 1)
        curves = [_curve(scores, self.y == c) for c, scores in enumerate(self.y_pred.T)]
        false, true, thresholds = map(list, zip(*curves, strict=True))
        return false, true, thresholds


def _curve(scores, positive):
    scores = signed(scores)
    order = np.argsort(-scores)
    scores, positive = scores[order], positive[order]
    # Samples of the same score are on the same side of each threshold.
    last = np.append(np.flatnonzero(np.diff(scores)), scores.size - 1)
    true = np.append(0, np.cumsum(positive)[last])
    false = np.append(0, last + 1) - true
    for count, kind, rate in ((false[-1], "negative", "false"), (true[-1], "positive", "true")):
        if count == 0:
            raise ValueError(
                f"For 'ROC.eval', there is no {kind} samples in true value, {rate} positive value "
                "is meaningless; check the labels and 'pos_label'."
            )
    thresholds = scores[last]
    return false / false[-1], true / true[-1], np.append(thresholds[:1] + 1, thresholds)


def auc(x, y, reorder=False):
    """Return the area under a curve, by the trapezoidal rule.

    Args:
        x: NumPy array (N,) or (N, 1), which does not fall or does not rise.
        y: NumPy array (N,) or (N, 1).
        reorder: whether the points are sorted by x, and by y where x is the same. Default: False.

    Returns:
        A float64.

    Raises:
        TypeError: `x` or `y` is no NumPy array, or has no axis.
        ValueError: they have different lengths, fewer than two points or another shape, or `x`
            rises and falls.

    Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.auc.html
    """
    if not isinstance(x, np.ndarray) or not isinstance(y, np.ndarray):
        raise TypeError(
            "For 'auc', the argument 'x' and 'y' must all be np.ndarray, but got "
            f"{type(x)}, {type(y)}; write np.array(x)."
        )
    x, y = _points(x, y)
    if reorder:
        order = np.lexsort((y, x))
        return np.float64(np.trapezoid(y[order], x[order]))
    steps = np.diff(signed(x))
    if np.any(steps < 0) and np.any(steps > 0):
        raise ValueError(
            "For 'auc', if the argument is False, the argument 'x' array must be increasing or "
            f"decreasing, but got 'x': {x}; 'reorder=True' sorts the points."
        )
    area = np.float64(np.trapezoid(y, x))
    return -area if np.any(steps < 0) else area


def _points(x, y):
    for data in (x, y):
        if data.ndim == 0:
            raise TypeError(f"Singleton array {data} cannot be considered as a valid collection.")
    if len(x) != len(y):
        raise ValueError(
            f"Found input variables with inconsistent numbers of samples: {[len(x), len(y)]}."
        )
    for data in (x, y):
        if data.shape not in ((len(data),), (len(data), 1)):
            raise ValueError(
                "For 'auc', the input must be a 1-dimensional array, or a 2-dimensional array with "
                f"the second dimension of 1, but got shape {data.shape}."
            )
    if len(x) < 2:
        raise ValueError(
            "For 'auc', the shape of the argument 'x' in axis 0 must be at least 2, but got "
            f"{len(x)}."
        )
    return x.reshape(-1), y.reshape(-1)
