"""Losses of sequences, of sets of classes and of distances of a user's own."""

from __future__ import annotations

from msjax import ops
from msjax._core.tensor import Tensor
from msjax.nn.layer.validation import check_bool, check_type
from msjax.nn.loss.loss import LossBase

__all__ = ["CTCLoss", "MultilabelMarginLoss", "TripletMarginWithDistanceLoss"]


class CTCLoss(LossBase):
    """Computes the loss of the alignments of a sequence with its labels.

    Args:
        blank: the class of no label. Default: 0.
        reduction: "mean", "sum" or "none". Default: "mean".
        zero_infinity: whether an infinite loss and its gradient become 0. Default: False.

    Inputs:
        - **log_probs** - Tensor of shape (T, N, C) or (T, C).
        - **targets** - Tensor of ints of shape (N, S); (S,) or (1, S) without N.
        - **input_lengths** - a tuple or Tensor of N lengths.
        - **target_lengths** - the same for the targets.

    Raises:
        TypeError: `log_probs` or `targets` is no Tensor.
        ValueError: shapes or lengths do not fit together.
    """

    def __init__(self, blank=0, reduction="mean", zero_infinity=False):
        super().__init__()
        self.blank = blank
        self.reduction = reduction
        self.zero_infinity = zero_infinity

    def construct(self, log_probs, targets, input_lengths, target_lengths):
        check_type("CTCLoss", "log_probs", log_probs, Tensor)
        check_type("CTCLoss", "targets", targets, Tensor)
        single = log_probs.ndim == 2
        if single:
            if targets.ndim not in (1, 2) or (targets.ndim == 2 and targets.shape[0] != 1):
                raise ValueError(
                    "For 'CTCLoss', the 'targets' of a single sequence must have shape (S,) or "
                    f"(1, S), but got {targets.shape}."
                )
            targets = targets.reshape(1, -1)
            log_probs = log_probs.expand_dims(-2)
        loss, _ = ops.ctc_loss(
            log_probs,
            targets,
            input_lengths,
            target_lengths,
            self.blank,
            self.reduction,
            self.zero_infinity,
        )
        return loss.squeeze(0) if single and loss.ndim else loss


class MultilabelMarginLoss(LossBase):
    """Sums what the scores of the target classes lack to a margin of 1 above each other class.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".

    Inputs:
        - **x** - Tensor of shape (C,) or (N, C).
        - **target** - int32 Tensor of the same shape: the target classes, up to the first -1.

    Raises:
        ValueError: `reduction` is none of these, or the shapes differ.
    """

    def __init__(self, reduction="mean"):
        super().__init__()
        self.multilabel_margin_loss = ops.MultilabelMarginLoss(reduction=reduction)

    def construct(self, x, target):
        return self.multilabel_margin_loss(x, target)[0]


def _pairwise_distance(x, y):
    if x.ndim == 0:
        raise ValueError(
            "For 'TripletMarginWithDistanceLoss', the inputs must have at least one axis, but got "
            "scalars."
        )
    return ops.norm(x - y, dim=1)


class TripletMarginWithDistanceLoss(LossBase):
    """Takes what a negative's distance lacks to a positive's distance plus a margin.

    Args:
        distance_function: a function of two Tensors. Default: None, the Euclidean distance over
            axis 1.
        swap: whether the distance of positive and negative counts too. Default: False.
        reduction: "mean", "sum" or "none". Default: "mean".
        margin: the margin, a float. Default: 1.0.

    Raises:
        TypeError: an argument or input has the wrong type.
        ValueError: `reduction` is unknown, or the shapes do not fit together.
    """

    def __init__(self, distance_function=None, swap=False, reduction="mean", margin=1.0):
        super().__init__(reduction)
        check_type("TripletMarginWithDistanceLoss", "margin", margin, float)
        check_bool("TripletMarginWithDistanceLoss", "swap", swap)
        self.distance_function = distance_function or _pairwise_distance
        self.swap = swap
        self.reduction = reduction
        self.margin = margin

    def construct(self, x, positive, negative):
        for name, value in (("x", x), ("positive", positive), ("negative", negative)):
            check_type("TripletMarginWithDistanceLoss", name, value, Tensor)
        near = self.distance_function(x, positive)
        far = self.distance_function(x, negative)
        if self.swap:
            far = ops.minimum(far, self.distance_function(positive, negative))
        return self.get_loss(ops.maximum(near - far + self.margin, 0))
