"""How similar the rows of an array are.

Source: https://www.mindspore.cn/docs/en/master/api_python/train/mindspore.train.CosineSimilarity.html
"""

from __future__ import annotations

import numpy as np

from msjax.nn.number_checks import check_bool
from msjax.train.metrics.inputs import check_choice, not_updated, signed
from msjax.train.metrics.metric import Metric, rearrange_inputs


class CosineSimilarity(Metric):
    """The products of all pairs of rows of an array, of length 1 or as they are.

    Args:
        similarity: "cosine": rows are divided by their lengths; "dot": they are not.
            Default: "cosine".
        reduction: "none", or "sum" or "mean" over the last axis. Default: "none".
        zero_diagonal: whether the product of a row and itself counts as 0. Default: True.

    Raises:
        TypeError: an argument has the wrong type.
        ValueError: `similarity` or `reduction` is another str.

    Differs: `eval` may be called again; MindSpore's changes what it has measured.
    """

    def __init__(self, similarity="cosine", reduction="none", zero_diagonal=True):
        super().__init__()
        check_choice("similarity", similarity, ("dot", "cosine"))
        check_choice("reduction", reduction, ("none", "sum", "mean"))
        check_bool(zero_diagonal, "zero_diagonal", "")
        self.similarity = similarity
        self.reduction = reduction
        self.zero_diagonal = zero_diagonal
        self.clear()

    def clear(self):
        """Forget the input."""
        self.sqr_mtx_res = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, inputs):
        """Take an array in place of the last one.

        Args:
            inputs: a Tensor, a list or an array (N, D).

        Raises:
            ValueError: it has not two axes.
        """
        rows = signed(self._convert_data(inputs))
        if rows.ndim != 2:
            raise ValueError(
                "For 'CosineSimilarity.update', the input must have two axes (N, D), but got the "
                f"shape {rows.shape}."
            )
        if self.similarity == "cosine":
            with np.errstate(invalid="ignore"):  # a row of zeros is similar to nothing: NaN
                rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        self.sqr_mtx_res = np.dot(rows, rows.T)
        self._is_update = True

    def eval(self):
        """Return the similarities, an array (N, N), or (N,) with a reduction.

        Raises:
            RuntimeError: there was no input.
        """
        if not self._is_update:
            raise not_updated("CosineSimilarity")
        result = np.array(self.sqr_mtx_res)
        if self.zero_diagonal:
            np.fill_diagonal(result, 0)
        if self.reduction == "mean":
            return result.mean(axis=-1)
        return result.sum(axis=-1) if self.reduction == "sum" else result
