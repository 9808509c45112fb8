"""The base of all metrics, and of those that compare predictions with labels.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Metric.html
"""

from __future__ import annotations

import functools
from abc import ABCMeta, abstractmethod

import numpy as np

from msjax._core.tensor import Tensor
from msjax.train.metrics.inputs import check_inputs, is_one_hot

EVAL_TYPES = ("classification", "multilabel")


def rearrange_inputs(func):
    """Let a method of a Metric, such as `update`, take the inputs that `set_indexes` chose.

    Args:
        func: a method `func(self, *inputs)`.

    Returns:
        A method that hands on `inputs[i]` for each index `i`; all inputs if no indexes are set.
    """

    @functools.wraps(func)
    def wrapper(self, *inputs):
        if not self.indexes:
            return func(self, *inputs)
        if not all(-len(inputs) <= i < len(inputs) for i in self.indexes):
            raise IndexError(
                f"For '{type(self).__name__}.{func.__name__}', index out of range: the indexes "
                f"{self.indexes} of 'set_indexes' choose among {len(inputs)} inputs."
            )
        return func(self, *(inputs[i] for i in self.indexes))

    return wrapper


class Metric(metaclass=ABCMeta):
    """Measures how good predictions are, over as many batches as `update` is given.

    A subclass defines `clear`, `update` and `eval`; `update` may be decorated with
    `rearrange_inputs`. All numbers are computed by NumPy.
    """

    def __init__(self):
        self._indexes = None

    def _convert_data(self, data) -> np.ndarray:
        """Return a Tensor, a list or a NumPy array as a NumPy array."""
        if isinstance(data, Tensor):
            return data.asnumpy()
        if isinstance(data, list):
            return np.array(data)
        if isinstance(data, np.ndarray):
            return data
        raise TypeError(
            "For 'Metric' and its derived classes, the input data type must be tensor, list or "
            f"numpy.ndarray, but got {type(data)}."
        )

    @property
    def indexes(self):
        """The positions that `set_indexes` chose, or None."""
        return getattr(self, "_indexes", None)

    def set_indexes(self, indexes):
        """Choose which inputs, in which order, `update` takes.

        Args:
            indexes: a list of ints, positions among the inputs of `update`.

        Returns:
            The metric itself.

        Raises:
            ValueError: `indexes` is no list of ints.
        """
        if not isinstance(indexes, list) or not all(isinstance(i, int) for i in indexes):
            raise ValueError(
                "For 'set_indexes', the argument 'indexes' must be a list and all its elements "
                f"must be int, but got {indexes!r}; write for example [0, 2]."
            )
        self._indexes = indexes
        return self

    def __call__(self, *inputs):
        """Return the metric of these inputs alone: `clear`, `update` and `eval`."""
        self.clear()
        self.update(*inputs)
        return self.eval()

    @abstractmethod
    def clear(self):
        """Forget all inputs so far."""
        raise NotImplementedError("Must define clear function to use this base class")

    @abstractmethod
    def eval(self):
        """Return the metric of all inputs since `clear`."""
        raise NotImplementedError("Must define eval function to use this base class")

    @abstractmethod
    def update(self, *inputs):
        """Add the inputs of one batch."""
        raise NotImplementedError("Must define update function to use this base class")


class EvaluationBase(Metric):
    """The base of metrics that compare predicted classes with labels.

    Args:
        eval_type: "classification", one class for each sample, or "multilabel", any number.

    Raises:
        TypeError: `eval_type` is something else.
    """

    def __init__(self, eval_type):
        super().__init__()
        if eval_type not in EVAL_TYPES:
            raise TypeError(
                "The argument 'eval_type' must be in {'classification', 'multilabel'}, but got "
                f"{eval_type!r}."
            )
        self._type = eval_type
        self._class_num = 0

    def _check_shape(self, y_pred, y):
        classification = self._type == "classification"
        extra = 1 if classification else 0
        rule = "the dimension of y_pred (predicted value) should equal to the dimension of y"
        if y_pred.ndim != y.ndim + extra:
            raise ValueError(
                f"In {self._type} case, {rule} (true value){' add 1' * extra}, but got y_pred "
                f"dimension: {y_pred.ndim} and y dimension: {y.ndim}."
            )
        shape = y_pred.shape[:1] + y_pred.shape[2:] if classification else y_pred.shape
        if y.shape != shape:
            raise ValueError(
                f"In {self._type} case, y_pred (predicted value) shape and y (true value) shape "
                f"can not match: got y_pred shape {y_pred.shape} and y shape {y.shape}, expected "
                f"y shape {shape}."
            )

    def _check_value(self, y_pred, y):
        if self._type != "classification" and not all(
            ((data == 0) | (data == 1)).all() for data in (y_pred, y)
        ):
            raise ValueError(
                "In multilabel case, all elements in y_pred (predicted value) and y (true value) "
                "should be 0 or 1, but there are others: compare predictions with a threshold "
                "first."
            )

    def _batch(self, inputs):
        """Return predictions and labels as checked arrays, labels as class indices."""
        check_inputs(f"{type(self).__name__}.update", inputs, "predicted value", "true value")
        y_pred, y = (self._convert_data(data) for data in inputs)
        if self._type == "classification" and y_pred.ndim == y.ndim and is_one_hot(y):
            y = y.argmax(axis=1)
        self._check_shape(y_pred, y)
        self._check_value(y_pred, y)
        return y_pred, y

    def clear(self):
        """Forget all inputs so far; subclasses define it."""
        raise NotImplementedError

    def update(self, *inputs):
        """Add the inputs of one batch; subclasses define it."""
        raise NotImplementedError

    def eval(self):
        """Return the metric of all inputs since `clear`; subclasses define it."""
        raise NotImplementedError
