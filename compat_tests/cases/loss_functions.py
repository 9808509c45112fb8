"""Losses: values and gradients over reductions, weights and margins; what they refuse."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops

from compat_tests.layer_calls import grid, outputs_and_gradients, refused, table, tensors, values

TWO = (2, 3)
OTHER = [[0.25, -1.5, 2.0], [0.5, 0.75, -0.25]]
POSITIVE = [[0.25, 1.5, 2.0], [0.5, 0.75, 0.125]]
PROBABILITIES = [[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]]
SIGNS = [[1.0, -1.0, 1.0], [-1.0, -1.0, 1.0]]
BITS = [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
CLASSES = np.array([2, 0], np.int32)
LONG_CLASSES = np.array([0, 2])
MANY_CLASSES = np.array([[2, 0, 1, 1], [0, 0, 2, 1]], np.int32)
PAIR_SIGNS = np.array([1, -1], np.int32)


def reductions(name, make, *inputs):
    """Return rows of a loss for every reduction."""
    return {f"{name}_{r}": (lambda r=r: make(r), *inputs) for r in ("mean", "sum", "none")}


class Halves(nn.LossBase):
    """A loss of a user's own."""

    def __init__(self, reduction="mean", weights=1.0):
        super().__init__(reduction)
        self.weights = weights

    def construct(self, logits, labels):
        return self.get_loss((logits - labels) / 2, self.weights)


ELEMENTS = {
    **reductions("MAELoss", lambda r: nn.MAELoss(r), TWO, OTHER),
    **reductions("SmoothL1Loss", lambda r: nn.SmoothL1Loss(0.5, r), TWO, OTHER),
    "SmoothL1Loss_default": (lambda: nn.SmoothL1Loss(), TWO, OTHER),
    **reductions("HuberLoss", lambda r: nn.HuberLoss(r, 0.75), TWO, OTHER),
    "HuberLoss_int_delta": (lambda: nn.HuberLoss(delta=2), TWO, OTHER),
    "RMSELoss": (lambda: nn.RMSELoss(), TWO, OTHER),
    **reductions("SoftMarginLoss", lambda r: nn.SoftMarginLoss(r), TWO, SIGNS),
    **reductions("HingeEmbeddingLoss", lambda r: nn.HingeEmbeddingLoss(1.5, r), TWO, SIGNS),
    "HingeEmbeddingLoss_int_margin": (lambda: nn.HingeEmbeddingLoss(2), TWO, SIGNS),
    **reductions("KLDivLoss", lambda r: nn.KLDivLoss(r), TWO, PROBABILITIES),
    "KLDivLoss_batchmean": (lambda: nn.KLDivLoss("batchmean"), TWO, PROBABILITIES),
    "LossBase_own": (lambda: Halves(), TWO, OTHER),
    "LossBase_own_sum": (lambda: Halves("sum", 2.0), TWO, OTHER),
    "LossBase_own_weights": (lambda: Halves("none", Tensor([1.0, 2.0, 3.0])), TWO, OTHER),
    "PoissonNLLLoss_full_sum": (
        lambda: nn.PoissonNLLLoss(full=True, reduction="sum"),
        TWO,
        POSITIVE,
    ),
    "PoissonNLLLoss_rate": (
        lambda: nn.PoissonNLLLoss(False, eps=0.1, reduction="none"),
        POSITIVE,
        BITS,
    ),
    **reductions("PoissonNLLLoss", lambda r: nn.PoissonNLLLoss(reduction=r), TWO, POSITIVE),
    **reductions(
        "GaussianNLLLoss", lambda r: nn.GaussianNLLLoss(reduction=r), TWO, OTHER, POSITIVE
    ),
    "GaussianNLLLoss_full": (
        lambda: nn.GaussianNLLLoss(full=True, eps=0.5),
        TWO,
        OTHER,
        POSITIVE,
    ),
    "GaussianNLLLoss_variance_per_row": (
        lambda: nn.GaussianNLLLoss(reduction="sum"),
        TWO,
        OTHER,
        [[0.5], [2.0]],
    ),
}
CLASS_LOSSES = {
    **reductions("NLLLoss", lambda r: nn.NLLLoss(reduction=r), TWO, CLASSES),
    "NLLLoss_weight": (lambda: nn.NLLLoss(Tensor([1.0, 2.0, 0.5])), TWO, CLASSES),
    "NLLLoss_weight_ignore": (
        lambda: nn.NLLLoss(Tensor([1.0, 2.0, 0.5]), 0, "mean"),
        TWO,
        CLASSES,
    ),
    "NLLLoss_ignore_sum": (lambda: nn.NLLLoss(ignore_index=2, reduction="sum"), TWO, CLASSES),
    "NLLLoss_three_axes": (lambda: nn.NLLLoss(), (2, 3, 4), MANY_CLASSES),
    "NLLLoss_four_axes_none": (
        lambda: nn.NLLLoss(reduction="none"),
        (1, 3, 2, 4),
        MANY_CLASSES[None],
    ),
    "CrossEntropyLoss_ignore_weight_smoothing": (
        lambda: nn.CrossEntropyLoss(Tensor([1.0, 2.0, 0.5]), 0, "mean", 0.2),
        (2, 3, 4),
        MANY_CLASSES,
    ),
    **reductions("MultiMarginLoss", lambda r: nn.MultiMarginLoss(reduction=r), TWO, LONG_CLASSES),
    "MultiMarginLoss_p2_margin": (lambda: nn.MultiMarginLoss(2, 0.5), TWO, LONG_CLASSES),
    "MultiMarginLoss_weight": (
        lambda: nn.MultiMarginLoss(1, 1.0, "sum", Tensor([1.0, 2.0, 0.5])),
        TWO,
        LONG_CLASSES,
    ),
    **reductions(
        "MultiLabelSoftMarginLoss", lambda r: nn.MultiLabelSoftMarginLoss(reduction=r), TWO, BITS
    ),
    "MultiLabelSoftMarginLoss_weight": (
        lambda: nn.MultiLabelSoftMarginLoss(Tensor([1.0, 2.0, 0.5])),
        TWO,
        BITS,
    ),
    "DiceLoss": (lambda: nn.DiceLoss(), PROBABILITIES, BITS),
    "DiceLoss_smooth": (lambda: nn.DiceLoss(0.5), TWO, BITS),
    "MultiClassDiceLoss": (lambda: nn.MultiClassDiceLoss(), TWO, BITS),
    "MultiClassDiceLoss_no_activation": (
        lambda: nn.MultiClassDiceLoss(activation=None),
        PROBABILITIES,
        BITS,
    ),
    "MultiClassDiceLoss_ignore": (
        lambda: nn.MultiClassDiceLoss(ignore_indiex=1, activation="sigmoid"),
        TWO,
        BITS,
    ),
    "MultiClassDiceLoss_weights": (
        lambda: nn.MultiClassDiceLoss(Tensor([[0.5], [1.0], [2.0]]), activation="tanh"),
        TWO,
        BITS,
    ),
    "MultiClassDiceLoss_planes": (lambda: nn.MultiClassDiceLoss(), (2, 2, 3), (2, 2, 3)),
    **reductions("FocalLoss", lambda r: nn.FocalLoss(reduction=r), TWO, CLASSES[:, None]),
    "FocalLoss_weight": (
        lambda: nn.FocalLoss(Tensor([1.0, 2.0, 0.5]), 1.5),
        TWO,
        CLASSES[:, None],
    ),
    "FocalLoss_dense": (lambda: nn.FocalLoss(gamma=0.0, reduction="none"), TWO, PROBABILITIES),
    "FocalLoss_planes": (
        lambda: nn.FocalLoss(Tensor([1.0, 2.0, 0.5]), reduction="sum"),
        (2, 3, 2, 2),
        MANY_CLASSES.reshape(2, 1, 2, 2),
    ),
}
VECTORS = {
    **reductions(
        "CosineEmbeddingLoss",
        lambda r: nn.CosineEmbeddingLoss(0.25, r),
        TWO,
        OTHER,
        PAIR_SIGNS,
    ),
    "CosineEmbeddingLoss_default": (lambda: nn.CosineEmbeddingLoss(), TWO, OTHER, PAIR_SIGNS),
    **reductions("MarginRankingLoss", lambda r: nn.MarginRankingLoss(0.5, r), TWO, OTHER, SIGNS),
    **reductions(
        "TripletMarginLoss", lambda r: nn.TripletMarginLoss(reduction=r), TWO, OTHER, POSITIVE
    ),
    "TripletMarginLoss_swap": (
        lambda: nn.TripletMarginLoss(3, True, 1e-3, "sum", 2.5),
        TWO,
        OTHER,
        POSITIVE,
    ),
    "TripletMarginLoss_p1": (lambda: nn.TripletMarginLoss(1), TWO, OTHER, POSITIVE),
}
CASES = {
    **table(ELEMENTS),
    **table(CLASS_LOSSES),
    **table(VECTORS),
    **values(
        {
            "PoissonNLLLoss_log_input_int": (lambda: nn.PoissonNLLLoss(1), TWO, POSITIVE),
            "DiceLoss_smooth_int": (lambda: nn.DiceLoss(1), TWO, BITS),
        }
    ),
    **refused(
        {
            "MAELoss_reduction": (lambda: nn.MAELoss("average"),),
            "MAELoss_shapes": (lambda: nn.MAELoss(), (2, 3), (2, 2)),
            "RMSELoss_argument": (lambda: nn.RMSELoss("mean"),),
            "SmoothL1Loss_beta": (lambda: nn.SmoothL1Loss("1"), TWO, OTHER),
            "SmoothL1Loss_beta_zero": (lambda: nn.SmoothL1Loss(0.0), TWO, OTHER),
            "SmoothL1Loss_beta_negative": (lambda: nn.SmoothL1Loss(-1.0), TWO, OTHER),
            "SmoothL1Loss_reduction": (lambda: nn.SmoothL1Loss(1.0, "median"),),
            "SmoothL1Loss_shapes": (lambda: nn.SmoothL1Loss(), (2, 3), (2, 2)),
            "HuberLoss_delta": (lambda: nn.HuberLoss(delta="1"), TWO, OTHER),
            "HuberLoss_delta_zero": (lambda: nn.HuberLoss(delta=0.0), TWO, OTHER),
            "HuberLoss_reduction": (lambda: nn.HuberLoss("median"),),
            "KLDivLoss_reduction": (lambda: nn.KLDivLoss("median"), TWO, OTHER),
            "KLDivLoss_shapes": (lambda: nn.KLDivLoss(), (2, 3), (2, 2)),
            "SoftMarginLoss_reduction": (lambda: nn.SoftMarginLoss("median"), TWO, SIGNS),
            "SoftMarginLoss_reduction_type": (lambda: nn.SoftMarginLoss(1), TWO, SIGNS),
            "SoftMarginLoss_shapes": (lambda: nn.SoftMarginLoss(), (2, 3), (2, 2)),
            "HingeEmbeddingLoss_margin": (lambda: nn.HingeEmbeddingLoss("1"), TWO, SIGNS),
            "HingeEmbeddingLoss_reduction": (lambda: nn.HingeEmbeddingLoss(1.0, "x"),),
            "LossBase_construct": (lambda: nn.LossBase(), TWO, OTHER),
            "LossBase_reduction": (lambda: nn.LossBase(None),),
            "PoissonNLLLoss_reduction": (lambda: nn.PoissonNLLLoss(reduction="x"),),
            "GaussianNLLLoss_eps": (lambda: nn.GaussianNLLLoss(eps=-1.0), TWO, OTHER, POSITIVE),
            "GaussianNLLLoss_eps_int": (lambda: nn.GaussianNLLLoss(eps=1), TWO, OTHER, POSITIVE),
            "GaussianNLLLoss_full": (lambda: nn.GaussianNLLLoss(full=1), TWO, OTHER, POSITIVE),
            "GaussianNLLLoss_variance": (lambda: nn.GaussianNLLLoss(), TWO, OTHER, TWO),
            "NLLLoss_weight": (lambda: nn.NLLLoss([1.0, 2.0, 0.5]),),
            "NLLLoss_ignore": (lambda: nn.NLLLoss(ignore_index=1.0),),
            "NLLLoss_labels": (lambda: nn.NLLLoss(), TWO, [2.0, 0.0]),
            "NLLLoss_shapes": (lambda: nn.NLLLoss(), TWO, np.array([0, 1, 2], np.int32)),
            "MultiMarginLoss_p": (lambda: nn.MultiMarginLoss(3), TWO, LONG_CLASSES),
            "MultiMarginLoss_margin": (lambda: nn.MultiMarginLoss(1, "1"), TWO, LONG_CLASSES),
            "MultiMarginLoss_labels": (lambda: nn.MultiMarginLoss(), TWO, [2.0, 0.0]),
            "MultiMarginLoss_weight": (
                lambda: nn.MultiMarginLoss(weight=[1.0, 1.0, 1.0]),
                TWO,
                LONG_CLASSES,
            ),
            "MultiLabelSoftMarginLoss_reduction": (lambda: nn.MultiLabelSoftMarginLoss(None, "x"),),
            "DiceLoss_smooth": (lambda: nn.DiceLoss(0),),
            "DiceLoss_smooth_type": (lambda: nn.DiceLoss("1"),),
            "DiceLoss_shapes": (lambda: nn.DiceLoss(), (2, 3), (2, 2)),
            "DiceLoss_ints": (lambda: nn.DiceLoss(), TWO, np.ones((2, 3), np.int32)),
            "MultiClassDiceLoss_weights": (lambda: nn.MultiClassDiceLoss([1.0]),),
            "MultiClassDiceLoss_weights_rank": (lambda: nn.MultiClassDiceLoss(Tensor([1.0])),),
            "MultiClassDiceLoss_ignore": (lambda: nn.MultiClassDiceLoss(ignore_indiex=1.0),),
            "MultiClassDiceLoss_activation": (lambda: nn.MultiClassDiceLoss(activation="gelu"),),
            "MultiClassDiceLoss_activation_type": (lambda: nn.MultiClassDiceLoss(activation=1),),
            "MultiClassDiceLoss_shapes": (lambda: nn.MultiClassDiceLoss(), (2, 3), (2, 2)),
            "MultiClassDiceLoss_rank": (lambda: nn.MultiClassDiceLoss(), (3,), (3,)),
            "FocalLoss_gamma": (lambda: nn.FocalLoss(gamma=2),),
            "FocalLoss_weight": (lambda: nn.FocalLoss(weight=[1.0]),),
            "FocalLoss_weight_rank": (lambda: nn.FocalLoss(weight=Tensor([[1.0]])),),
            "FocalLoss_rank": (lambda: nn.FocalLoss(), (3,), (3,)),
            "FocalLoss_ranks": (lambda: nn.FocalLoss(), (2, 3), (2, 3, 1)),
            "CosineEmbeddingLoss_margin": (lambda: nn.CosineEmbeddingLoss(2.0),),
            "CosineEmbeddingLoss_margin_int": (lambda: nn.CosineEmbeddingLoss(1),),
            "CosineEmbeddingLoss_shapes": (
                lambda: nn.CosineEmbeddingLoss(),
                (2, 3),
                (2, 2),
                PAIR_SIGNS,
            ),
            "MarginRankingLoss_margin": (lambda: nn.MarginRankingLoss(1), TWO, OTHER, SIGNS),
            "MarginRankingLoss_reduction": (
                lambda: nn.MarginRankingLoss(1.0, "x"),
                TWO,
                OTHER,
                SIGNS,
            ),
            "MarginRankingLoss_shapes": (lambda: nn.MarginRankingLoss(), (2, 3), (2, 2), SIGNS),
            "TripletMarginLoss_p": (lambda: nn.TripletMarginLoss("2"), TWO, OTHER, POSITIVE),
            "TripletMarginLoss_swap": (lambda: nn.TripletMarginLoss(swap=1), TWO, OTHER, POSITIVE),
            "TripletMarginLoss_eps": (lambda: nn.TripletMarginLoss(eps="1"), TWO, OTHER, POSITIVE),
            "TripletMarginLoss_reduction": (
                lambda: nn.TripletMarginLoss(reduction="x"),
                TWO,
                OTHER,
                POSITIVE,
            ),
            "BCELoss_reduction": (lambda: nn.BCELoss(reduction="x"),),
            "BCELoss_shapes": (lambda: nn.BCELoss(), PROBABILITIES, [[1.0, 0.0], [1.0, 0.0]]),
            "BCEWithLogitsLoss_shapes": (lambda: nn.BCEWithLogitsLoss(), (2, 3), (2, 2)),
            "SoftmaxCrossEntropyWithLogits_sparse": (
                lambda: nn.SoftmaxCrossEntropyWithLogits(sparse=1),
            ),
            "CrossEntropyLoss_smoothing": (lambda: nn.CrossEntropyLoss(label_smoothing=1.5),),
            "CrossEntropyLoss_ignore": (lambda: nn.CrossEntropyLoss(ignore_index=0.5),),
        }
    ),
}


def case_multi_margin_weight_of_the_call():
    weight = Tensor([1.0, 2.0, 0.5])
    return nn.MultiMarginLoss()(grid(2, 3), Tensor(LONG_CLASSES), weight)


def case_triplet_margin_of_the_call():
    return nn.TripletMarginLoss()(grid(2, 3), Tensor(OTHER), Tensor(POSITIVE), 3.0)


def case_losses_of_float16():
    x, y = grid(2, 3, dtype=np.float16), Tensor(POSITIVE, ms.float16)
    losses = (
        nn.MAELoss(),
        nn.SmoothL1Loss(),
        nn.HuberLoss(),
        nn.RMSELoss(),
        nn.PoissonNLLLoss(),
        nn.KLDivLoss(),
    )
    return [outputs_and_gradients(loss, [x, y]) for loss in losses]


def case_loss_base_axes():
    return nn.LossBase().get_axis(grid(2, 3, 4))


class SoftMargin(nn.Cell):
    """The formula of SoftMarginLoss."""

    def __init__(self, reduction):
        super().__init__()
        self.reduction = reduction

    def construct(self, x, y):
        return reduced(ops.log(1 + ops.exp(-x * y)), self.reduction)


class TripletMargin(nn.Cell):
    """The formula of TripletMarginLoss."""

    def __init__(self, reduction="mean", p=2, swap=False, eps=1e-6, margin=1.0):
        super().__init__()
        self.options = reduction, p, swap, eps, margin

    def construct(self, x, positive, negative):
        reduction, p, swap, eps, margin = self.options

        def distance(a, b):
            return (ops.abs(a - b + eps) ** p).sum(-1) ** (1 / p)

        far = distance(x, negative)
        if swap:
            far = ops.minimum(far, distance(positive, negative))
        return reduced(ops.relu(distance(x, positive) - far + margin), reduction)


def reduced(loss, reduction):
    if reduction == "none":
        return loss
    return loss.mean() if reduction == "mean" else loss.sum()


def _formula(make, *inputs):
    return lambda: outputs_and_gradients(make(), tensors(inputs))


_KERNEL = "MindSpore has its operator on no CPU: the formula, differentiated by MindSpore"
_TRIPLET = (TWO, OTHER, POSITIVE)
INTENDED = {
    **{
        f"HingeEmbeddingLoss_{kind}": (
            "graph",
            "MindSpore's PyNative mode fails to differentiate by the labels",
        )
        for kind in ("mean", "sum", "none", "int_margin")
    },
    **{
        f"SoftMarginLoss_{r}": (_formula(lambda r=r: SoftMargin(r), TWO, SIGNS), _KERNEL)
        for r in ("mean", "sum", "none")
    },
    **{
        f"TripletMarginLoss_{r}": (_formula(lambda r=r: TripletMargin(r), *_TRIPLET), _KERNEL)
        for r in ("mean", "sum", "none")
    },
    "TripletMarginLoss_p1": (_formula(lambda: TripletMargin(p=1), *_TRIPLET), _KERNEL),
    "TripletMarginLoss_swap": (
        _formula(lambda: TripletMargin("sum", 3, True, 1e-3, 2.5), *_TRIPLET),
        _KERNEL,
    ),
    "triplet_margin_of_the_call": (
        lambda: TripletMargin(margin=3.0)(*tensors(_TRIPLET)),
        _KERNEL,
    ),
}
