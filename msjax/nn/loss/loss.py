"""Loss layers."""

from __future__ import annotations

from msjax import ops
from msjax._core.tensor import Tensor
from msjax._ops.cross_entropy import softmax_cross_entropy
from msjax._ops.losses import absolute_error, poisson_nll, squared_error, weighted_loss
from msjax.nn.cell import Cell
from msjax.nn.layer.validation import check_bool, check_range, check_type

__all__ = [
    "BCELoss",
    "BCEWithLogitsLoss",
    "CosineEmbeddingLoss",
    "CrossEntropyLoss",
    "GaussianNLLLoss",
    "HingeEmbeddingLoss",
    "HuberLoss",
    "KLDivLoss",
    "L1Loss",
    "L1LossExt",
    "LossBase",
    "MAELoss",
    "MSELoss",
    "MarginRankingLoss",
    "MultiLabelSoftMarginLoss",
    "MultiMarginLoss",
    "NLLLoss",
    "PoissonNLLLoss",
    "RMSELoss",
    "SmoothL1Loss",
    "SoftMarginLoss",
    "SoftmaxCrossEntropyWithLogits",
    "TripletMarginLoss",
]


class LossBase(Cell):
    """Base class of losses.

    A subclass computes the loss of each element in `construct` and hands it to `get_loss`.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".

    Raises:
        ValueError: `reduction` is none of these.
    """

    def __init__(self, reduction="mean"):
        super().__init__()
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(
                f"For '{type(self).__name__}', the 'reduction' must be in ['mean', 'sum', 'none'], "
                f"but got {reduction}."
            )
        self.average = reduction != "sum"
        self.reduce = reduction != "none"
        self.reduce_mean = ops.ReduceMean()
        self.reduce_sum = ops.ReduceSum()
        self.mul = ops.Mul()
        self.cast = ops.Cast()

    @property
    def _reduction(self):
        if not self.reduce:
            return "none"
        return "mean" if self.average else "sum"

    def get_axis(self, x) -> tuple[int, ...]:
        """Return all axes of a tensor.

        Args:
            x: a Tensor.
        """
        return tuple(range(x.ndim))

    def get_loss(self, x, weights=1.0) -> Tensor:
        """Weigh the loss of each element, in float32, and reduce as the layer was told to.

        Args:
            x: a Tensor: the loss of each element.
            weights: a number, or a Tensor that broadcasts against `x`. Default: 1.0.

        Returns:
            A Tensor of the data type of `x`: a scalar, or of the shape of `x` if the reduction is
            "none".
        """
        return weighted_loss(x, weights, reduction=self._reduction)

    def construct(self, logits, labels):
        """Compute the loss; a subclass defines it.

        Raises:
            NotImplementedError: the subclass does not.
        """
        raise NotImplementedError(
            f"{type(self).__name__} must define `construct(self, logits, labels)`."
        )


_Loss = LossBase  # its name before MindSpore 1.3


class L1Loss(LossBase):
    """Computes absolute differences.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def construct(self, logits, labels):
        return absolute_error(logits, labels, reduction=self._reduction)


class L1LossExt(LossBase):
    """Computes absolute differences of tensors that broadcast; `mint.nn.L1Loss`.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, reduction="mean"):
        super().__init__(reduction)
        self.reduction = reduction

    def construct(self, logits, labels):
        return ops.l1_loss(logits, labels, self.reduction)


class MAELoss(L1Loss):
    """Computes absolute differences.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """


class MSELoss(LossBase):
    """Computes squared differences.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def construct(self, logits, labels):
        return squared_error(logits, labels, reduction=self._reduction)


class RMSELoss(LossBase):
    """Computes the root of the mean of squared differences."""

    def __init__(self):
        super().__init__()

    def construct(self, logits, label):
        return ops.sqrt(squared_error(logits, label, reduction="mean"))


class _Reducing(LossBase):
    """A loss whose operator reduces."""

    def __init__(self, reduction="mean"):
        super().__init__(reduction)
        self.reduction = reduction


class SmoothL1Loss(_Reducing):
    """Computes half the squared differences over beta where smaller than beta, else L1.

    Args:
        beta: the threshold. Default: 1.0.
        reduction: "mean", "sum" or "none". Default: "none".
    """

    def __init__(self, beta=1.0, reduction="none"):
        super().__init__(reduction)
        check_type("SmoothL1Loss", "beta", beta, bool, int, float)
        self.beta = beta

    def construct(self, logits, labels):
        if self.beta <= 0:
            raise RuntimeError(
                f"For 'SmoothL1Loss', the values for beta should greater than 0, but got "
                f"{self.beta}; use L1Loss for a threshold of 0."
            )
        return ops.smooth_l1_loss(logits, labels, self.beta, self.reduction)


class HuberLoss(_Reducing):
    """Computes half the squared differences where smaller than delta, else delta times L1.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
        delta: the threshold. Default: 1.0.
    """

    def __init__(self, reduction="mean", delta=1.0):
        super().__init__(reduction)
        self.delta = delta

    def construct(self, logits, labels):
        check_type("HuberLoss", "delta", self.delta, int, float)
        if self.delta <= 0:
            raise ValueError(
                f"For 'HuberLoss', the argument 'delta' must > 0.0, but got {self.delta}."
            )
        return ops.huber_loss(logits, labels, self.reduction, self.delta)


class BCELoss(_Reducing):
    """Computes the cross entropy of probabilities and labels.

    Args:
        weight: a Tensor that broadcasts against the loss. Default: None.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, weight=None, reduction="mean"):
        super().__init__(reduction)
        self.weight = weight

    def construct(self, logits, labels):
        return ops.binary_cross_entropy(logits, labels, self.weight, self.reduction)


class BCEWithLogitsLoss(LossBase):
    """Computes the cross entropy of sigmoid(logits) and labels.

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
        weight: a Tensor that broadcasts against the loss. Default: None.
        pos_weight: a Tensor: the weight of the label 1, per class. Default: None.
    """

    def __init__(self, reduction="mean", weight=None, pos_weight=None):
        super().__init__(_text("BCEWithLogitsLoss", reduction))
        self.reduction = reduction
        self.weight = weight
        self.pos_weight = pos_weight

    def construct(self, logits, labels):
        return ops.binary_cross_entropy_with_logits(
            logits, labels, self.weight, self.pos_weight, self.reduction
        )


def _text(name, reduction):
    if not isinstance(reduction, str):
        raise TypeError(
            f"For '{name}', the type of 'reduction' must be str, but got {reduction!r}; give "
            "'mean', 'sum' or 'none'."
        )
    return reduction


class CrossEntropyLoss(_Reducing):
    """Computes the cross entropy of softmax(logits) over axis 1 and classes or probabilities.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        ignore_index: a class index without loss. Default: -100.
        reduction: "mean", "sum" or "none". Default: "mean".
        label_smoothing: the share of the uniform distribution in the targets. Default: 0.0.

    Inputs:
        - **logits** - Tensor of shape (C,), (N, C) or (N, C, d1, ...).
        - **labels** - Tensor of class indices of the same shape without C, or of probabilities of
          the same shape.

    Differs: a class index outside of the classes gives NaN; MindSpore raises an error on CPU.
    """

    def __init__(self, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
        super().__init__(reduction)
        if weight is not None:
            check_type("CrossEntropyLoss", "weight", weight, Tensor)
        check_type("CrossEntropyLoss", "ignore_index", ignore_index, int)
        check_range("CrossEntropyLoss", "label_smoothing", label_smoothing, 0.0, 1.0)
        self.weight = weight
        self.ignore_index = ignore_index
        self.label_smoothing = label_smoothing

    def construct(self, logits, labels):
        return ops.cross_entropy(
            logits, labels, self.weight, self.ignore_index, self.reduction, self.label_smoothing
        )


class NLLLoss(_Reducing):
    """Takes the negative log-probability of the target classes.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        ignore_index: a class index without loss. Default: -100.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, weight=None, ignore_index=-100, reduction="mean"):
        super().__init__(reduction)
        if weight is not None:
            check_type("NLLLoss", "weight", weight, Tensor)
        check_type("NLLLoss", "ignore_index", ignore_index, int)
        self.weight = weight
        self.ignore_index = ignore_index

    def construct(self, logits, labels):
        return ops.nll_loss(logits, labels, self.weight, self.ignore_index, self.reduction)


class SoftmaxCrossEntropyWithLogits(_Reducing):
    """Computes the cross entropy of softmax(logits) and labels.

    Args:
        sparse: whether labels are class indices, not probabilities. Default: False.
        reduction: "mean", "sum" or "none". Default: "none".

    Inputs:
        - **logits** - Tensor of shape (N, C).
        - **labels** - Tensor of shape (N,) if sparse, else (N, C).
    """

    def __init__(self, sparse=False, reduction="none"):
        super().__init__(reduction)
        self.sparse = check_bool("SoftmaxCrossEntropyWithLogits", "sparse", sparse)

    def construct(self, logits, labels):
        return softmax_cross_entropy(logits, labels, sparse=self.sparse, reduction=self.reduction)


class KLDivLoss(LossBase):
    """Computes the Kullback-Leibler divergence of log-probabilities from target probabilities.

    Args:
        reduction: "mean", "batchmean", "sum" or "none". Default: "mean".
    """

    def __init__(self, reduction="mean"):
        super().__init__("mean" if reduction == "batchmean" else reduction)
        self.reduction = reduction

    def construct(self, logits, labels):
        return ops.kl_div(logits, labels, self.reduction)


class CosineEmbeddingLoss(LossBase):
    """Compares vectors by the cosine of their angle.

    Args:
        margin: the cosine up to which vectors of label -1 have no loss, in [-1, 1]. Default: 0.0.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, margin=0.0, reduction="mean"):
        super().__init__(reduction)
        check_type("CosineEmbeddingLoss", "margin", margin, float)
        check_range("CosineEmbeddingLoss", "margin", margin, -1.0, 1.0)
        self.margin = margin

    def construct(self, logits_x1, logits_x2, labels):
        loss = ops.cosine_embedding_loss(logits_x1, logits_x2, labels, self.margin, "none")
        return self.get_loss(loss)


class MarginRankingLoss(_Reducing):
    """Takes what the difference of two inputs lacks to a margin.

    Args:
        margin: the margin. Default: 0.0.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, margin=0.0, reduction="mean"):
        super().__init__(reduction)
        check_type("MarginRankingLoss", "margin", margin, float)
        self.margin = margin

    def construct(self, input1, input2, target):
        return ops.margin_ranking_loss(input1, input2, target, self.margin, self.reduction)


class HingeEmbeddingLoss(_Reducing):
    """Takes the input where the label is 1, and what it lacks to a margin where it is -1.

    Args:
        margin: the margin. Default: 1.0.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, margin=1.0, reduction="mean"):
        super().__init__(reduction)
        check_type("HingeEmbeddingLoss", "margin", margin, float, int)
        self.margin = margin

    def construct(self, logits, labels):
        return ops.hinge_embedding_loss(logits, labels, self.margin, self.reduction)


class SoftMarginLoss(LossBase):
    """Computes log(1 + exp(-input * target)).

    Args:
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, reduction="mean"):
        super().__init__(_text("SoftMarginLoss", reduction))
        self.reduction = reduction

    def construct(self, logits, labels):
        return ops.soft_margin_loss(logits, labels, self.reduction)


class MultiLabelSoftMarginLoss(_Reducing):
    """Averages over the classes the cross entropy of sigmoid(x) and labels.

    Args:
        weight: a Tensor: the weight of each class. Default: None.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, weight=None, reduction="mean"):
        super().__init__(reduction)
        self.weight = weight

    def construct(self, x, target):
        return ops.multilabel_soft_margin_loss(x, target, self.weight, self.reduction)


class MultiMarginLoss(_Reducing):
    """Averages over the wrong classes what the right one's score lacks to a margin above them.

    Args:
        p: the power of the lack, 1 or 2. Default: 1.
        margin: the margin. Default: 1.0.
        reduction: "mean", "sum" or "none". Default: "mean".
        weight: a Tensor: the weight of each class. Default: None.
    """

    def __init__(self, p=1, margin=1.0, reduction="mean", weight=None):
        super().__init__(reduction)
        self.p = p
        self.margin = margin
        self.weight = weight

    def construct(self, x, target, weight=None):
        weight = self.weight if weight is None else weight
        return ops.multi_margin_loss(x, target, self.p, self.margin, weight, self.reduction)


class TripletMarginLoss(_Reducing):
    """Takes what a negative's distance lacks to a positive's distance plus a margin.

    Args:
        p: the order of the norm. Default: 2.
        swap: whether the distance of positive and negative counts too. Default: False.
        eps: what is added to differences. Default: 1e-6.
        reduction: "mean", "sum" or "none". Default: "mean".
        margin: the margin. Default: 1.0.
    """

    def __init__(self, p=2, swap=False, eps=1e-6, reduction="mean", margin=1.0):
        super().__init__(reduction)
        self.p = p
        self.swap = check_bool("TripletMarginLoss", "swap", swap)
        self.eps = eps
        self.margin = margin

    def construct(self, x, positive, negative, margin=None):
        check_type("TripletMarginLoss", "p", self.p, int)
        margin = self.margin if margin is None else margin
        return ops.triplet_margin_loss(
            x, positive, negative, margin, self.p, self.eps, self.swap, self.reduction
        )


class GaussianNLLLoss(_Reducing):
    """Computes the negative logarithm of the normal density.

    Args:
        full: whether its constant counts. Default: False.
        eps: the least variance. Default: 1e-6.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, *, full=False, eps=1e-6, reduction="mean"):
        super().__init__(reduction)
        check_type("GaussianNLLLoss", "eps", eps, float)
        if eps <= 0:
            raise ValueError(f"For 'GaussianNLLLoss', the 'eps' must be > 0, but got {eps}.")
        self.full = check_bool("GaussianNLLLoss", "full", full)
        self.eps = eps

    def construct(self, logits, labels, var):
        return ops.gaussian_nll_loss(logits, labels, var, self.full, self.eps, self.reduction)


class PoissonNLLLoss(LossBase):
    """Computes the negative logarithm of Poisson probabilities.

    Args:
        log_input: whether the input is the logarithm of the rate. Default: True.
        full: whether Stirling's approximation of the factorial counts. Default: False.
        eps: what is added to the rate inside the logarithm. Default: 1e-8.
        reduction: "mean", "sum" or "none". Default: "mean".
    """

    def __init__(self, log_input=True, full=False, eps=1e-8, reduction="mean"):
        super().__init__(reduction)
        self.log_input = bool(log_input)
        self.full = bool(full)
        self.eps = eps

    def construct(self, input, target):
        return poisson_nll(
            input,
            target,
            self.eps,
            log_input=self.log_input,
            full=self.full,
            reduction=self._reduction,
        )
