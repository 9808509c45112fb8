"""Names of MindSpore 1.x that 2.10 keeps, and further losses: values, gradients, errors."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops

from compat_tests.layer_calls import (
    filled,
    grid,
    outputs_and_gradients,
    refused,
    slopes,
    table,
    tensors,
)

TWO = (2, 3)
OTHER = [[0.25, -1.5, 2.0], [0.5, 0.75, -0.25]]
POSITIVE = [[0.25, 1.5, 2.25], [0.5, 3.75, 0.125]]
FACTORS = [[0.5, 0.875, 1.125], [4.25, 2.625, 0.25]]
DEFINITE = [[[4.0, 1.0], [1.0, 3.0]], [[2.0, -0.5], [-0.5, 1.0]]]
TARGETS = np.array([[2, 0, -1], [1, -1, 0]], np.int32)

CASES = {
    **table(
        {
            "DiGamma": (lambda: nn.DiGamma(), POSITIVE),
            "LGamma": (lambda: nn.LGamma(), POSITIVE),
            "LBeta": (lambda: nn.LBeta(), POSITIVE, FACTORS),
            "MatrixDiag": (lambda: nn.MatrixDiag(), TWO),
            "MatrixDiag_vector": (lambda: nn.MatrixDiag(), (4,)),
            "MatrixDiagPart": (lambda: nn.MatrixDiagPart(), (2, 3, 4)),
            "MatrixSetDiag": (lambda: nn.MatrixSetDiag(), (2, 3, 2), (2, 2)),
            "MatInverse": (lambda: nn.MatInverse(), DEFINITE),
            "MatDet": (lambda: nn.MatDet(), DEFINITE),
            "TimeDistributed": (lambda: nn.TimeDistributed(nn.Dense(3, 2), 1), (2, 4, 3)),
            "TimeDistributed_joined": (
                lambda: nn.TimeDistributed(nn.Dense(3, 2), 1, 0),
                (2, 4, 3),
            ),
            "TimeDistributed_joined_last": (
                lambda: nn.TimeDistributed(nn.ReLU(), 0, 2),
                (2, 4, 3),
            ),
            "TimeDistributed_primitive": (lambda: nn.TimeDistributed(ops.Sigmoid(), -1), (2, 2, 3)),
            "MultilabelMarginLoss": (lambda: nn.MultilabelMarginLoss(), TWO, TARGETS),
            "MultilabelMarginLoss_sum": (lambda: nn.MultilabelMarginLoss("sum"), TWO, TARGETS),
            "MultilabelMarginLoss_none": (lambda: nn.MultilabelMarginLoss("none"), TWO, TARGETS),
            "MultilabelMarginLoss_vector": (
                lambda: nn.MultilabelMarginLoss(),
                (3,),
                TARGETS[0],
            ),
            "TripletMarginWithDistanceLoss": (
                lambda: nn.TripletMarginWithDistanceLoss(),
                TWO,
                OTHER,
                POSITIVE,
            ),
            "TripletMarginWithDistanceLoss_swap_sum": (
                lambda: nn.TripletMarginWithDistanceLoss(None, True, "sum", 2.5),
                TWO,
                OTHER,
                POSITIVE,
            ),
            "TripletMarginWithDistanceLoss_own": (
                lambda: nn.TripletMarginWithDistanceLoss(
                    lambda x, y: ops.abs(x - y).sum(1), reduction="none"
                ),
                TWO,
                OTHER,
                POSITIVE,
            ),
        }
    ),
    "IGamma": lambda: nn.IGamma()(Tensor(FACTORS), Tensor(POSITIVE)),
    **refused(
        {
            "DiGamma_ints": (lambda: nn.DiGamma(), [1, 2]),
            "LGamma_float64": (lambda: nn.LGamma(), np.array([1.0, 2.0])),
            "LBeta_dtypes": (lambda: nn.LBeta(), [1.0], np.array([1.0], np.float16)),
            "IGamma_float16": (
                lambda: nn.IGamma(),
                np.array([1.0], np.float16),
                np.array([1.0], np.float16),
            ),
            "MatInverse_ints": (lambda: nn.MatInverse(), [[1, 0], [0, 1]]),
            "MatDet_float64": (lambda: nn.MatDet(), np.eye(2)),
            "MatrixSetDiag_shape": (lambda: nn.MatrixSetDiag(), (2, 3, 2), (2, 3)),
            "TimeDistributed_layer": (lambda: nn.TimeDistributed(abs, 0),),
            "TimeDistributed_rank": (lambda: nn.TimeDistributed(nn.ReLU(), 0), TWO),
            "TimeDistributed_axis": (lambda: nn.TimeDistributed(nn.ReLU(), 0.5),),
            "TimeDistributed_reshape": (lambda: nn.TimeDistributed(nn.ReLU(), 0, "1"),),
            "MultilabelMarginLoss_reduction": (lambda: nn.MultilabelMarginLoss("x"),),
            "MultilabelMarginLoss_shapes": (lambda: nn.MultilabelMarginLoss(), (2, 4), TARGETS),
            "TripletMarginWithDistanceLoss_margin": (
                lambda: nn.TripletMarginWithDistanceLoss(margin=1),
            ),
            "TripletMarginWithDistanceLoss_swap": (
                lambda: nn.TripletMarginWithDistanceLoss(swap=1),
            ),
            "TripletMarginWithDistanceLoss_reduction": (
                lambda: nn.TripletMarginWithDistanceLoss(reduction="x"),
            ),
            "ParameterUpdate_tensor": (lambda: nn.ParameterUpdate(Tensor([1.0])),),
        }
    ),
}


def log_probabilities():
    return nn.LogSoftmax()(grid(5, 2, 4))


def _ctc(make, *lengths):
    def case():
        labels = Tensor([[1, 2, 2], [3, 1, 0]], ms.int32)
        return make()(log_probabilities(), labels, *[Tensor(n, ms.int32) for n in lengths])

    return case


CTC = {
    "CTCLoss": lambda: nn.CTCLoss(),
    "CTCLoss_sum": lambda: nn.CTCLoss(reduction="sum"),
    "CTCLoss_none": lambda: nn.CTCLoss(reduction="none", zero_infinity=True),
    "CTCLoss_blank": lambda: nn.CTCLoss(3, "none"),
}
CASES |= {name: _ctc(make, [5, 4], [3, 2]) for name, make in CTC.items() if "blank" not in name}


def case_CTCLoss_blank():
    labels = Tensor([[1, 2, 2], [2, 1, 0]], ms.int32)
    lengths = Tensor([5, 4], ms.int32), Tensor([3, 2], ms.int32)
    return nn.CTCLoss(3, "none")(log_probabilities(), labels, *lengths)


def case_CTCLoss_of_one_sequence():
    x = log_probabilities()[:, 0]
    lengths = Tensor([5], ms.int32), Tensor([2], ms.int32)
    return nn.CTCLoss(reduction="none")(x, Tensor([1, 2], ms.int32), *lengths)


def case_error_CTCLoss_list():
    return nn.CTCLoss()([[1.0]], Tensor([[1]]), Tensor([1]), Tensor([1]))


def case_error_CTCLoss_reduction():
    return _ctc(lambda: nn.CTCLoss(reduction="x"), [5, 4], [3, 2])()


def case_ParameterUpdate():
    w = Parameter(Tensor([1.0, 2.0]), name="w")
    return nn.ParameterUpdate(w)(Tensor([3.0, 4.0])), w


def case_WithGradCell():
    net = filled(nn.Dense(3, 2))
    return nn.WithGradCell(net, nn.MSELoss())(grid(2, 3), grid(2, 2))


def case_WithGradCell_sens():
    net = filled(nn.Dense(3, 2))
    return nn.WithGradCell(net, sens=grid(2, 2, start=0.5))(grid(2, 3))


def case_TimeDistributed_of_a_convolution():
    layer = filled(nn.TimeDistributed(nn.Conv2d(2, 3, 2, pad_mode="valid"), 1, 0))
    return outputs_and_gradients(layer, [grid(2, 3, 2, 3, 3)])


def arrays(value, *gradients):
    """Return the outputs and gradients of a formula, where there may be one gradient or several."""
    found = tuple(Tensor(np.asarray(g, np.float32)) for g in gradients)
    return Tensor(np.asarray(value, np.float32)), found if len(found) > 1 else found[0]


def slopes_of(value):
    return slopes(Tensor(np.asarray(value, np.float32))).asnumpy()


def _matrix_diag(*shape):
    x = grid(*shape).asnumpy()
    value = x[..., None] * np.eye(shape[-1])
    return arrays(value, np.diagonal(slopes_of(value), 0, -2, -1))


def _diag_part():
    x = grid(2, 3, 4).asnumpy()
    value = np.diagonal(x, 0, -2, -1)
    gradient = np.zeros_like(x)
    gradient[:, range(3), range(3)] = slopes_of(value)
    return arrays(value, gradient)


def _set_diag():
    x, diagonal = grid(2, 3, 2).asnumpy(), grid(2, 2).asnumpy()
    value = x.copy()
    value[:, range(2), range(2)] = diagonal
    slope = slopes_of(value)
    return arrays(value, slope * (1 - np.eye(3, 2)), np.diagonal(slope, 0, -2, -1))


def _inverse():
    inverse = np.linalg.inv(np.array(DEFINITE))
    turned = inverse.swapaxes(-1, -2)
    return arrays(inverse, -turned @ slopes_of(inverse) @ turned)


def _determinant():
    x = np.array(DEFINITE)
    value = np.linalg.det(x)
    turned = np.linalg.inv(x).swapaxes(-1, -2)
    return arrays(value, (slopes_of(value) * value)[:, None, None] * turned)


class LackOfMargin(nn.Cell):
    """The formula of MultilabelMarginLoss."""

    def __init__(self, reduction):
        super().__init__()
        self.reduction = reduction

    def construct(self, x, target):
        rows, classes = x.reshape(-1, 3), target.asnumpy().reshape(-1, 3)
        losses = ops.stack(
            [self._of_one(r, c.tolist()) for r, c in zip(rows, classes, strict=True)]
        )
        if self.reduction != "none":
            losses = losses.mean() if self.reduction == "mean" else losses.sum()
        return losses

    def _of_one(self, x, classes):
        wanted = classes[: classes.index(-1)]
        others = [i for i in range(3) if i not in wanted]
        return sum(ops.relu(1 - x[i] + x[j]) for i in wanted for j in others) / 3


def _lack(reduction, *inputs):
    return lambda: outputs_and_gradients(LackOfMargin(reduction), tensors(inputs))


_NO_KERNEL = "MindSpore has its operator on no CPU: the formula that its page gives"
INTENDED = {
    "MatrixDiag": (lambda: _matrix_diag(2, 3), _NO_KERNEL),
    "MatrixDiag_vector": (lambda: _matrix_diag(4), _NO_KERNEL),
    "MatrixDiagPart": (_diag_part, _NO_KERNEL),
    "MatrixSetDiag": (_set_diag, _NO_KERNEL),
    "MatInverse": (_inverse, _NO_KERNEL),
    "MatDet": (_determinant, _NO_KERNEL),
    "MultilabelMarginLoss": (_lack("mean", TWO, TARGETS), _NO_KERNEL),
    "MultilabelMarginLoss_sum": (_lack("sum", TWO, TARGETS), _NO_KERNEL),
    "MultilabelMarginLoss_none": (_lack("none", TWO, TARGETS), _NO_KERNEL),
    "MultilabelMarginLoss_vector": (_lack("mean", (3,), TARGETS[0]), _NO_KERNEL),
}
