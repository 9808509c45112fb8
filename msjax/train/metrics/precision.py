"""How many of the samples that are predicted to be of a class are of it.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.Precision.html
"""

from __future__ import annotations

from msjax.train.metrics.positives import TruePositiveRate


class Precision(TruePositiveRate):
    """The share of true positives among all samples that are predicted to be of a class.

    Args:
        eval_type: "classification": each sample has one class; the result has an element for each
            class. "multilabel": it has any number; the result has an element for each sample.
            Default: "classification".

    Raises:
        TypeError: `eval_type` is something else.

    Differs: a negative label is a ValueError; MindSpore counts it as one of the last classes.
    """

    @staticmethod
    def _counted(y_pred, y):
        return y_pred
