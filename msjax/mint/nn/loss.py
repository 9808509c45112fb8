"""Losses as layers, in PyTorch's manner."""

from __future__ import annotations

from msjax import nn
from msjax.mint.nn import functional
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_choice

__all__ = [
    "BCELoss",
    "BCEWithLogitsLoss",
    "CosineEmbeddingLoss",
    "CrossEntropyLoss",
    "KLDivLoss",
    "MSELoss",
    "NLLLoss",
    "SmoothL1Loss",
]


class BCELoss(Cell):
    """Computes the cross entropy of probabilities and labels.

    Args:
        weight: a Tensor that broadcasts against the loss. Default: None.
        reduction: "mean", "sum" or "none". Default: "mean".

    Raises:
        ValueError: `reduction` is none of these.
    """

    def __init__(self, weight=None, reduction="mean"):
        super().__init__()
        self.bce_loss = nn.BCELoss(weight, reduction)

    def construct(self, input, target):
        return self.bce_loss(input, target)


class BCEWithLogitsLoss(Cell):
    """Computes the cross entropy of sigmoid(input) and labels.

    Args:
        weight: a Tensor that broadcasts against the loss. Default: None.
        reduction: "mean", "sum" or "none". Default: "mean".
        pos_weight: a Tensor: the weight of the label 1, per class. Default: None.

    Raises:
        ValueError: `reduction` is none of these.
    """

    def __init__(self, weight=None, reduction="mean", pos_weight=None):
        super().__init__()
        check_choice("BCEWithLogitsLoss", "reduction", reduction, ("mean", "sum", "none"))
        self.weight = weight
        self.reduction = reduction
        self.pos_weight = pos_weight

    def construct(self, input, target):
        return functional.binary_cross_entropy_with_logits(
            input, target, self.weight, self.reduction, self.pos_weight
        )


class CosineEmbeddingLoss(Cell):
    """Compares vectors by the cosine of their angle.

    Args:
        margin: the cosine up to which vectors of target -1 have no loss. Default: 0.0.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, margin=0.0, reduction="mean"):
        super().__init__()
        self.margin = margin
        self.reduction = reduction

    def construct(self, input1, input2, target):
        return functional.cosine_embedding_loss(input1, input2, target, self.margin, self.reduction)


class CrossEntropyLoss(Cell):
    """Computes the cross entropy of softmax(input) over axis 1 and classes or probabilities.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        ignore_index: a class index without loss. Default: -100.
        reduction: "mean", "sum" or "none". Default: "mean".
        label_smoothing: the share of the uniform distribution in the targets. Default: 0.0.

    Differs: a class index outside of the classes gives NaN; MindSpore raises an error on CPU.
    """

    def __init__(self, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
        super().__init__()
        self.weight = weight
        self.ignore_index = ignore_index
        self.reduction = reduction
        self.label_smoothing = label_smoothing

    def construct(self, input, target):
        return functional.cross_entropy(
            input, target, self.weight, self.ignore_index, self.reduction, self.label_smoothing
        )


class KLDivLoss(Cell):
    """Computes the Kullback-Leibler divergence of log-probabilities from target probabilities.

    Args:
        reduction: "mean", "batchmean", "sum" or "none". Default: "mean".
        log_target: whether the target is log-probabilities too. Default: False.
    """

    def __init__(self, reduction="mean", log_target=False):
        super().__init__()
        self.reduction = reduction
        self.log_target = log_target

    def construct(self, input, target):
        return functional.kl_div(input, target, self.reduction, self.log_target)


class MSELoss(Cell):
    """Computes squared differences of tensors that broadcast.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, reduction="mean"):
        super().__init__()
        self.reduction = reduction

    def construct(self, input, target):
        return functional.mse_loss(input, target, self.reduction)


class NLLLoss(Cell):
    """Takes the negative log-probability of the target classes.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        ignore_index: a class index without loss. Default: -100.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, weight=None, ignore_index=-100, reduction="mean"):
        super().__init__()
        self.weight = weight
        self.ignore_index = ignore_index
        self.reduction = reduction

    def construct(self, input, target):
        return functional.nll_loss(input, target, self.weight, self.ignore_index, self.reduction)


class SmoothL1Loss(Cell):
    """Computes half the squared differences over beta where smaller than beta, else L1.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
        beta: the threshold. Default: 1.0.
    """

    def __init__(self, reduction="mean", beta=1.0):
        super().__init__()
        self.reduction = reduction
        self.beta = beta

    def construct(self, input, target):
        return functional.smooth_l1_loss(input, target, self.reduction, self.beta)
