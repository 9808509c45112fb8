"""How surprising the labels are.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Perplexity.html
"""

from __future__ import annotations

import math

import numpy as np

from msjax.nn.number_checks import check_type
from msjax.train.metrics.inputs import check_inputs, no_samples
from msjax.train.metrics.metric import Metric, rearrange_inputs

_LEAST = 1e-10  # smaller probabilities count as this one


class Perplexity(Metric):
    """The exponential of the mean of -log p, where p is the probability of the label.

    Args:
        ignore_label: a label, an int, that does not count. Default: None.

    Raises:
        TypeError: `ignore_label` is no int.

    Differs: predictions may have more than two axes; MindSpore takes two. A negative label that is
    not ignored is an IndexError; MindSpore takes one of the last classes for it.
    """

    def __init__(self, ignore_label=None):
        super().__init__()
        if ignore_label is not None:
            check_type(ignore_label, "ignore_label", "", int)
        self.ignore_label = ignore_label
        self.clear()

    def clear(self):
        """Forget all inputs so far."""
        self._sum_metric = 0.0
        self._num_inst = 0

    @rearrange_inputs
    def update(self, *inputs):
        """Add a batch.

        Args:
            *inputs: probabilities (..., C), and class indices (...); each a Tensor, a list or an
                array.

        Raises:
            ValueError: there are not two inputs.
            RuntimeError: there is not one class index for each row of probabilities.
            IndexError: probabilities have no axis of samples, or a class index is none of the C.
        """
        check_inputs("Perplexity.update", inputs, "predicted value", "label")
        pred, label = (self._convert_data(data) for data in inputs)
        if pred.ndim < 2:
            raise IndexError(
                "For 'Perplexity.update', the predicted value (input[0]) needs the axes (N, C), "
                f"but got the shape {pred.shape}."
            )
        if label.size * pred.shape[-1] != pred.size:
            raise RuntimeError(
                "For 'Perplexity.update', predicted value (input[0]) and label (input[1]) should "
                f"have the same shape without the axis of classes, but got predicted value shape "
                f"{pred.shape}, label shape {label.shape}."
            )
        chosen = self._chosen(pred.reshape(-1, pred.shape[-1]), label.reshape(-1).astype(int))
        with np.errstate(divide="ignore"):  # a float16 cannot hold the least probability
            logs = np.log(np.maximum(chosen, np.array(_LEAST, chosen.dtype)))
        self._sum_metric -= float(np.sum(logs))
        self._num_inst += chosen.size

    def _chosen(self, rows, label):
        """Return the probabilities of the labels that count."""
        if self.ignore_label is not None:
            counted = label != self.ignore_label
            rows, label = rows[counted], label[counted]
        classes = rows.shape[1]
        if np.any((label < 0) | (label >= classes)):
            raise IndexError(
                f"For 'Perplexity.update', index out of bounds: labels are from {label.min()} to "
                f"{label.max()}, expected 0 to {classes - 1}; 'ignore_label' leaves one out."
            )
        chosen = rows[np.arange(label.size), label]
        return chosen if chosen.dtype.kind == "f" else chosen.astype(float)

    def eval(self):
        """Return the perplexity, a float.

        Raises:
            RuntimeError: there were no samples.
        """
        if self._num_inst == 0:
            raise no_samples("Perplexity")
        return math.exp(self._sum_metric / self._num_inst)
