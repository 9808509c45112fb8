"""Losses for unbalanced classes: Dice and focal losses."""

from __future__ import annotations

from typing import Any

from msjax import ops
from msjax._core.tensor import Tensor
from msjax.nn.cell import Cell
from msjax.nn.layer.activation import LogSoftmax, get_activation
from msjax.nn.layer.validation import check_choice, check_type
from msjax.nn.loss.loss import LossBase

__all__ = ["DiceLoss", "FocalLoss", "MultiClassDiceLoss"]


class DiceLoss(LossBase):
    """Computes 1 - 2 <x, y> / (<x, x> + <y, y> + smooth).

    Args:
        smooth: a positive number. Default: 1e-5.
    """

    def __init__(self, smooth=1e-5):
        super().__init__()
        check_type("DiceLoss", "smooth", smooth, float)
        if smooth <= 0:
            raise ValueError(f"The 'smooth' must be float and must > 0, but got '{smooth}'.")
        self.smooth = smooth

    def construct(self, logits, label):
        if logits.shape != label.shape:
            raise ValueError(
                "For 'DiceLoss', the shapes of 'logits' and 'labels' must be equal, but got "
                f"{logits.shape} and {label.shape}."
            )
        both = (logits * label).sum()
        return 1 - 2 * both / (ops.square(logits).sum() + ops.square(label).sum() + self.smooth)


class MultiClassDiceLoss(LossBase):
    """Averages `DiceLoss` over the classes (axis 1).

    Args:
        weights: a Tensor of shape (C, 1): the weight of each class. Default: None.
        ignore_indiex: a class without loss. Default: None.
        activation: the name of an activation that is applied first, a Cell or None. Default:
            "softmax".
    """

    def __init__(self, weights=None, ignore_indiex=None, activation="softmax"):
        super().__init__()
        if weights is not None:
            check_type("MultiClassDiceLoss", "weights", weights, Tensor)
            if weights.ndim != 2:
                raise ValueError(
                    "For 'MultiClassDiceLoss', the dimension of 'weights' must be 2, but got "
                    f"{weights.ndim}."
                )
        if ignore_indiex is not None:
            check_type("MultiClassDiceLoss", "ignore_indiex", ignore_indiex, int)
        if isinstance(activation, str):
            names = ("softmax", "logsoftmax", "relu", "relu6", "tanh", "sigmoid")
            check_choice("MultiClassDiceLoss", "activation", activation, names)
            activation = get_activation(activation)
        elif activation is not None and not isinstance(activation, Cell):
            raise TypeError(
                "For 'MultiClassDiceLoss', the 'activation' must be str or Cell, but got "
                f"{type(activation)}."
            )
        self.binarydiceloss = DiceLoss()
        self.weights = weights
        self.ignore_indiex = ignore_indiex
        self.activation = activation

    def construct(self, logits, label):
        if logits.shape != label.shape or logits.ndim < 2:
            raise ValueError(
                "For 'MultiClassDiceLoss', 'logits' and 'labels' must have the same shape of at "
                f"least 2 axes, but got {logits.shape} and {label.shape}."
            )
        if self.activation is not None:
            logits = self.activation(logits)
        total: Any = 0
        for i in range(label.shape[1]):
            if i != self.ignore_indiex:
                loss = self.binarydiceloss(logits[:, i], label[:, i])
                total += loss if self.weights is None else loss * self.weights[i]
        return total / label.shape[1]


class FocalLoss(LossBase):
    """Computes the cross entropy with less weight on what is classified well.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        gamma: the power of 1 - probability. Default: 2.0.
        reduction: "mean", "sum" or "none". Default: "mean".

    Inputs:
        - **logits** - Tensor of shape (N, C) or (N, C, ...).
        - **labels** - Tensor of the same rank, with axis 1 of length C, or 1 for class indices.
    """

    def __init__(self, weight=None, gamma=2.0, reduction="mean"):
        super().__init__(reduction)
        if not isinstance(gamma, float):
            raise TypeError(
                f"The type of 'gamma' should be 'float', but got type '{type(gamma).__name__}'."
            )
        if weight is not None:
            check_type("FocalLoss", "weight", weight, Tensor)
            if weight.ndim != 1:
                raise ValueError(
                    f"For 'FocalLoss', the dimension of 'weight' must be 1, but got {weight.ndim}."
                )
        self.weight = weight
        self.gamma = gamma
        self.logsoftmax = LogSoftmax(1)

    def construct(self, logits, labels):
        if labels.ndim not in (2, 3, 4) or logits.ndim != labels.ndim:
            raise ValueError(
                "For 'FocalLoss', the dimensions of 'logits' and 'labels' must be equal and in "
                f"[2, 4], but got {logits.ndim} and {labels.ndim}."
            )
        logits = logits.reshape(*logits.shape[:2], -1)
        labels = labels.reshape(*labels.shape[:2], -1)
        log_p = self.logsoftmax(logits)
        sparse = labels.shape[1] == 1
        weight = None if self.weight is None else self.weight.reshape(1, -1, 1)
        if sparse:
            index = labels.astype("int32")
            log_p = ops.gather_d(log_p, 1, index).squeeze(1)
            if weight is not None:
                weight = ops.gather_d(weight.broadcast_to(logits.shape), 1, index).squeeze(1)
        p = ops.exp(log_p)
        loss = -ops.pow(1 - p, self.gamma) * (log_p if weight is None else log_p * weight)
        return self.get_loss(loss.mean(1) if sparse else (loss * labels).mean(-1))
