"""Normalization layers and what is built on them: outputs, gradients, moving statistics, errors."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

from compat_tests.layer_calls import filled, grid, outputs_and_gradients, refused, table

LINE, SQUARE, CUBE = (2, 2, 4), (2, 2, 3, 2), (2, 2, 2, 3, 2)

LAYERS = {
    "BatchNorm1d": (lambda: nn.BatchNorm1d(3), (4, 3)),
    "BatchNorm1d_three_axes": (lambda: nn.BatchNorm1d(2), LINE),
    "BatchNorm2d_eps_momentum": (lambda: nn.BatchNorm2d(2, 0.01, 0.5), SQUARE),
    "BatchNorm2d_never_batch": (lambda: nn.BatchNorm2d(2, use_batch_statistics=False), SQUARE),
    "BatchNorm2d_always_batch": (lambda: nn.BatchNorm2d(2, use_batch_statistics=True), SQUARE),
    "BatchNorm2d_not_affine": (lambda: nn.BatchNorm2d(2, affine=False), SQUARE),
    "BatchNorm3d": (lambda: nn.BatchNorm3d(2), CUBE),
    "BatchNorm3d_options": (lambda: nn.BatchNorm3d(2, 0.1, 0.25, affine=False), CUBE),
    "Conv2dBnAct": (lambda: nn.Conv2dBnAct(2, 2, 3, activation="relu"), SQUARE),
    "Conv2dBnAct_norm": (
        lambda: nn.Conv2dBnAct(2, 3, 2, 2, "valid", has_bias=True, has_bn=True, activation="gelu"),
        SQUARE,
    ),
    "Conv2dBnAct_leaky": (
        lambda: nn.Conv2dBnAct(2, 2, 1, has_bn=True, activation="leakyrelu", alpha=0.5),
        SQUARE,
    ),
    "Conv2dBnAct_plain": (lambda: nn.Conv2dBnAct(2, 2, 1), SQUARE),
    "DenseBnAct": (lambda: nn.DenseBnAct(3, 2, activation="sigmoid"), (4, 3)),
    "DenseBnAct_norm": (
        lambda: nn.DenseBnAct(3, 2, has_bias=False, has_bn=True, activation="relu"),
        (4, 3),
    ),
    "DenseBnAct_leaky": (
        lambda: nn.DenseBnAct(3, 2, has_bn=True, activation="leakyrelu", alpha=0.1),
        (4, 3),
    ),
    "GroupNorm_eps": (lambda: nn.GroupNorm(1, 2, 0.1), SQUARE),
    "GroupNorm_not_affine": (lambda: nn.GroupNorm(2, 2, affine=False), SQUARE),
    "LayerNorm_epsilon": (lambda: nn.LayerNorm((2,), epsilon=0.1), SQUARE),
    "LRN": (lambda: nn.LRN(), (2, 4, 2, 2)),
    "LRN_options": (lambda: nn.LRN(1, 0.5, 0.25, 0.75), (2, 4, 2, 2)),
}
CASES = {
    **{f"inference_{name}": case for name, case in table(LAYERS).items()},
    **{f"training_{name}": case for name, case in table(LAYERS, train=True).items()},
    **refused(
        {
            "BatchNorm1d_rank": (lambda: nn.BatchNorm1d(2), SQUARE),
            "BatchNorm1d_channels": (lambda: nn.BatchNorm1d(2), (4, 3)),
            "BatchNorm2d_momentum": (lambda: nn.BatchNorm2d(2, momentum=1.5),),
            "BatchNorm2d_momentum_type": (lambda: nn.BatchNorm2d(2, momentum="a"),),
            "BatchNorm2d_eps": (lambda: nn.BatchNorm2d(2, eps=-1.0), SQUARE),
            "BatchNorm2d_eps_int": (lambda: nn.BatchNorm2d(2, eps=1), SQUARE),
            "BatchNorm2d_eps_zero": (lambda: nn.BatchNorm2d(2, eps=0.0), SQUARE),
            "BatchNorm2d_features_type": (lambda: nn.BatchNorm2d(2.0),),
            "BatchNorm2d_affine": (lambda: nn.BatchNorm2d(2, affine=1),),
            "BatchNorm2d_statistics": (lambda: nn.BatchNorm2d(2, use_batch_statistics=1),),
            "BatchNorm2d_format": (lambda: nn.BatchNorm2d(2, data_format="CHWN"),),
            "BatchNorm2d_ints": (lambda: nn.BatchNorm2d(1), np.ones((1, 1, 2, 2), np.int32)),
            "BatchNorm3d_rank": (lambda: nn.BatchNorm3d(2), SQUARE),
            "BatchNorm3d_features": (lambda: nn.BatchNorm3d(0),),
            "BatchNorm3d_channels": (lambda: nn.BatchNorm3d(3), CUBE),
            "SyncBatchNorm_features": (lambda: nn.SyncBatchNorm(0),),
            "SyncBatchNorm_momentum": (lambda: nn.SyncBatchNorm(2, momentum=2.0),),
            "SyncBatchNorm_groups": (lambda: nn.SyncBatchNorm(2, process_groups=1),),
            "InstanceNorm1d_features": (lambda: nn.InstanceNorm1d(0),),
            "InstanceNorm1d_momentum": (lambda: nn.InstanceNorm1d(2, momentum=-1),),
            "InstanceNorm1d_eps": (lambda: nn.InstanceNorm1d(2, eps=0.0),),
            "InstanceNorm1d_eps_int": (lambda: nn.InstanceNorm1d(2, eps=1),),
            "InstanceNorm1d_affine": (lambda: nn.InstanceNorm1d(2, affine=1),),
            "InstanceNorm1d_init": (lambda: nn.InstanceNorm1d(2, gamma_init="unknown"),),
            "InstanceNorm2d_features": (lambda: nn.InstanceNorm2d("2"),),
            "InstanceNorm3d_features": (lambda: nn.InstanceNorm3d(-1),),
            "InstanceNorm3d_rank": (lambda: nn.InstanceNorm3d(2), SQUARE),
            "Conv2dBnAct_norm": (lambda: nn.Conv2dBnAct(1, 1, 1, has_bn=1),),
            "Conv2dBnAct_activation": (lambda: nn.Conv2dBnAct(1, 1, 1, activation="unknown"),),
            "Conv2dBnAct_activation_type": (lambda: nn.Conv2dBnAct(1, 1, 1, activation=1),),
            "DenseBnAct_norm": (lambda: nn.DenseBnAct(1, 1, has_bn="a"),),
            "DenseBnAct_activation": (lambda: nn.DenseBnAct(1, 1, activation=1),),
            "DenseBnAct_channels": (lambda: nn.DenseBnAct(0, 1),),
            "GroupNorm_divides": (lambda: nn.GroupNorm(2, 3),),
            "GroupNorm_eps": (lambda: nn.GroupNorm(1, 2, 1),),
            "GroupNorm_channels": (lambda: nn.GroupNorm(1, 3), SQUARE),
            "LayerNorm_type": (lambda: nn.LayerNorm(3),),
            "LayerNorm_empty": (lambda: nn.LayerNorm(()),),
            "LayerNorm_shape": (lambda: nn.LayerNorm((3,)), SQUARE),
            "LRN_rank": (lambda: nn.LRN(), (2, 3)),
            "LRN_region": (lambda: nn.LRN(norm_region="WITHIN_CHANNEL"), (2, 4, 2, 2)),
            "LRN_radius": (lambda: nn.LRN(-1), (2, 4, 2, 2)),
            "LRN_bias": (lambda: nn.LRN(bias="1"), (2, 4, 2, 2)),
        }
    ),
}


def statistics_after(cell, *shapes):
    cell.set_train()
    for shape in shapes:
        cell(grid(*shape))
    return [Tensor(q.asnumpy()) for q in cell.get_parameters()]


def case_BatchNorm3d_moving_statistics():
    return statistics_after(filled(nn.BatchNorm3d(2, momentum=0.75)), CUBE, CUBE)


def case_BatchNorm3d_names():
    cell = nn.BatchNorm3d(2)
    return [q.name for q in cell.get_parameters()], [q.name for q in cell.trainable_params()]


def case_BatchNorm1d_three_axes_moving_statistics():
    return statistics_after(filled(nn.BatchNorm1d(2)), LINE)


def case_BnAct_moving_statistics():
    dense = statistics_after(filled(nn.DenseBnAct(3, 2, has_bn=True)), (4, 3))
    conv = statistics_after(filled(nn.Conv2dBnAct(2, 2, 1, has_bn=True)), SQUARE)
    return dense, conv


def case_BnAct_names():
    return [
        [q.name for q in cell.get_parameters()]
        for cell in (nn.DenseBnAct(3, 2, has_bn=True), nn.Conv2dBnAct(2, 2, 1, has_bn=True))
    ]


def case_InstanceNorm_parameters():
    return [
        [(q.name, q.requires_grad, q) for q in make(2, gamma_init="zeros").get_parameters()]
        for make in (nn.InstanceNorm1d, nn.InstanceNorm2d, nn.InstanceNorm3d)
    ]


def case_InstanceNorm_not_affine():
    layers = [make(2, affine=False) for make in (nn.InstanceNorm1d, nn.InstanceNorm3d)]
    return [[q.name for q in layer.trainable_params()] for layer in layers]


def case_SyncBatchNorm_parameters():
    return [(q.name, q.requires_grad, q) for q in nn.SyncBatchNorm(2).get_parameters()]


def _normalized(x, axes, cell):
    mean = x.mean(axes, keepdims=True)
    variance = x.var(axes, keepdims=True)
    gamma, beta = (q.asnumpy().reshape(1, -1, *[1] * (x.ndim - 2)) for q in (cell.gamma, cell.beta))
    return Tensor((((x - mean) / np.sqrt(variance + 1e-5)) * gamma + beta).astype(np.float32))


def case_InstanceNorm1d():
    return filled(nn.InstanceNorm1d(2))(grid(*LINE))


def case_InstanceNorm3d():
    return filled(nn.InstanceNorm3d(2))(grid(*CUBE))


def case_SyncBatchNorm_training():
    cell = filled(nn.SyncBatchNorm(2))
    cell.set_train()
    return cell(grid(*SQUARE))


def case_SyncBatchNorm_inference():
    return outputs_and_gradients(filled(nn.SyncBatchNorm(2)), [grid(*SQUARE)])


def case_float16_input():
    x = grid(*CUBE, dtype=np.float16)
    return filled(nn.BatchNorm3d(2))(x), nn.LRN()(x[0]), nn.GroupNorm(1, 2, dtype=ms.float16)(x)


_NO_KERNEL = "MindSpore has its operator on no CPU: the formula that its page gives"
INTENDED = {
    "InstanceNorm1d": (
        lambda: _normalized(grid(*LINE).asnumpy(), (2,), filled(nn.InstanceNorm1d(2))),
        _NO_KERNEL,
    ),
    "InstanceNorm3d": (
        lambda: _normalized(grid(*CUBE).asnumpy(), (2, 3, 4), filled(nn.InstanceNorm3d(2))),
        _NO_KERNEL,
    ),
    "SyncBatchNorm_training": (
        lambda: _normalized(grid(*SQUARE).asnumpy(), (0, 2, 3), filled(nn.SyncBatchNorm(2))),
        _NO_KERNEL,
    ),
}
