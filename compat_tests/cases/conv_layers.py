"""Convolutions, products and rearranging layers: outputs, gradients and what they refuse."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops

from compat_tests.layer_calls import (
    filled,
    grid,
    outputs_and_gradients,
    refused,
    slopes,
    table,
    tensors,
    values,
)

LINE, SQUARE, CUBE = (1, 2, 6), (1, 2, 5, 4), (1, 2, 4, 3, 4)

CASES = {
    **table(
        {
            "Conv1d_pad_dilation": (lambda: nn.Conv1d(2, 3, 3, 1, "pad", 2, 2), LINE),
            "Conv1d_group_bias": (lambda: nn.Conv1d(2, 4, 2, 2, group=2, has_bias=True), LINE),
            "Conv3d": (lambda: nn.Conv3d(2, 3, 2), CUBE),
            "Conv3d_valid_bias": (
                lambda: nn.Conv3d(2, 2, (2, 3, 1), pad_mode="valid", has_bias=True),
                CUBE,
            ),
            "Conv3d_pad": (lambda: nn.Conv3d(2, 2, 3, 2, "pad", 1), CUBE),
            "Conv3d_pad_six": (
                lambda: nn.Conv3d(2, 2, 3, (1, 2, 1), "pad", (1, 1, 0, 0, 1, 1)),
                CUBE,
            ),
            "Conv1dTranspose": (lambda: nn.Conv1dTranspose(2, 3, 3), LINE),
            "Conv1dTranspose_stride": (lambda: nn.Conv1dTranspose(2, 3, 3, 2), LINE),
            "Conv1dTranspose_valid_bias": (
                lambda: nn.Conv1dTranspose(2, 3, 3, 2, "valid", has_bias=True),
                LINE,
            ),
            "Conv1dTranspose_pad_dilation": (
                lambda: nn.Conv1dTranspose(2, 3, 3, 2, "pad", 1, 2),
                LINE,
            ),
            "Conv1dTranspose_group": (lambda: nn.Conv1dTranspose(2, 4, 3, group=2), LINE),
            "Conv2dTranspose_pad": (lambda: nn.Conv2dTranspose(2, 3, 3, 2, "pad", 1), SQUARE),
            "Conv2dTranspose_output_padding": (
                lambda: nn.Conv2dTranspose(2, 3, 3, 2, "pad", 1, output_padding=1),
                SQUARE,
            ),
            "Conv2dTranspose_valid_group": (
                lambda: nn.Conv2dTranspose(2, 2, (2, 3), 1, "valid", group=2, has_bias=True),
                SQUARE,
            ),
            "BiDense": (lambda: nn.BiDense(3, 2, 4), (2, 3), (2, 2)),
            "BiDense_no_bias": (lambda: nn.BiDense(3, 2, 4, has_bias=False), (2, 3), (2, 2)),
            "BiDense_three_axes": (lambda: nn.BiDense(3, 2, 2), (2, 2, 3), (2, 2, 2)),
            "ChannelShuffle": (lambda: nn.ChannelShuffle(2), (1, 4, 2, 2)),
            "ChannelShuffle_three_axes": (lambda: nn.ChannelShuffle(3), (2, 6, 2)),
            "PixelShuffle": (lambda: nn.PixelShuffle(2), (1, 8, 2, 3)),
            "PixelShuffle_three_axes": (lambda: nn.PixelShuffle(3), (9, 1, 2)),
            "PixelUnshuffle": (lambda: nn.PixelUnshuffle(2), (1, 2, 4, 6)),
            "PixelUnshuffle_five_axes": (lambda: nn.PixelUnshuffle(3), (1, 2, 1, 3, 6)),
            "ClipByNorm": (lambda: nn.ClipByNorm(), (2, 3), 1.5),
            "ClipByNorm_axis": (lambda: nn.ClipByNorm(1), (2, 3), 2.5),
            "ClipByNorm_small": (lambda: nn.ClipByNorm((0, 1)), (2, 3), 100.0),
            "L1Regularizer": (lambda: nn.L1Regularizer(0.5), (2, 3)),
            "L1Regularizer_int": (lambda: nn.L1Regularizer(2), (2, 3)),
            "Moments": (lambda: nn.Moments(), (2, 3)),
            "Moments_axis": (lambda: nn.Moments(1, True), (2, 3)),
            "Moments_axes": (lambda: nn.Moments((0, 2), False), (2, 3, 2)),
            "Norm": (lambda: nn.Norm(), (2, 3)),
            "Norm_axis": (lambda: nn.Norm(1, True), (2, 3)),
            "Norm_axes": (lambda: nn.Norm((0, -1)), (2, 3, 2)),
            "ReduceLogSumExp": (lambda: nn.ReduceLogSumExp(1), (2, 3)),
            "ReduceLogSumExp_all": (lambda: nn.ReduceLogSumExp((), True), (2, 3)),
            "ReduceLogSumExp_axes": (lambda: nn.ReduceLogSumExp((0, 2)), (2, 3, 2)),
            "Roll": (lambda: nn.Roll(2, 0), (5,)),
            "Roll_axes": (lambda: nn.Roll((1, -1), (0, 1)), (2, 3)),
            "Roll_lists": (lambda: nn.Roll([1, -1], [0, 1]), (2, 3)),
            "Tril": (lambda: nn.Tril(), (3, 3)),
            "Triu": (lambda: nn.Triu(), (2, 3, 2)),
            "Unflatten": (lambda: nn.Unflatten(1, (2, 3)), (2, 6)),
            "Unflatten_list": (lambda: nn.Unflatten(-1, [3, -1]), (2, 6)),
            "EmbeddingLookup": (
                lambda: nn.EmbeddingLookup(5, 3),
                np.array([[0, 4], [2, 2]], np.int32),
            ),
        }
    ),
    **values(
        {
            "OneHot": (lambda: nn.OneHot(depth=4), [[0, 3], [5, 1]]),
            "OneHot_axis": (
                lambda: nn.OneHot(0, 3, 2.0, -1.0),
                np.array([[0, 2], [1, 1]], np.int32),
            ),
            "EmbeddingLookup_max_norm": (
                lambda: nn.EmbeddingLookup(5, 3, max_norm=0.5),
                np.array([[0, 4], [2, 2]], np.int32),
            ),
            "EmbeddingLookup_outside": (
                lambda: nn.EmbeddingLookup(5, 3),
                np.array([[0, 5], [-1, 2]], np.int32),
            ),
            "Tril_ints": (lambda: nn.Tril(), [[1, 2], [3, 4]]),
        }
    ),
    **refused(
        {
            "Conv3d_kernel": (lambda: nn.Conv3d(1, 1, 0),),
            "Conv3d_kernel_length": (lambda: nn.Conv3d(1, 1, (1, 1)),),
            "Conv3d_mode": (lambda: nn.Conv3d(1, 1, 1, pad_mode="full"),),
            "Conv3d_padding": (lambda: nn.Conv3d(1, 1, 1, pad_mode="pad", padding=(1, 1)),),
            "Conv3d_padding_in_same": (lambda: nn.Conv3d(1, 1, 1, padding=1),),
            "Conv3d_group": (lambda: nn.Conv3d(3, 4, 1, group=2),),
            "Conv3d_format": (lambda: nn.Conv3d(1, 1, 1, data_format="NDHWC"),),
            "Conv3d_rank": (lambda: nn.Conv3d(2, 1, 1), LINE),
            "Conv3d_channels": (lambda: nn.Conv3d(3, 1, 1), CUBE),
            "Conv1d_kernel": (lambda: nn.Conv1d(1, 1, (2,)),),
            "Conv1d_stride": (lambda: nn.Conv1d(1, 1, 1, 0),),
            "Conv1d_rank": (lambda: nn.Conv1d(2, 1, 1), SQUARE),
            "Conv1dTranspose_kernel": (lambda: nn.Conv1dTranspose(1, 1, (2,)),),
            "Conv1dTranspose_stride": (lambda: nn.Conv1dTranspose(1, 1, 1, 0),),
            "Conv1dTranspose_padding_in_same": (lambda: nn.Conv1dTranspose(1, 1, 1, padding=1),),
            "Conv1dTranspose_rank": (lambda: nn.Conv1dTranspose(2, 1, 1), SQUARE),
            "Conv2dTranspose_mode": (lambda: nn.Conv2dTranspose(1, 1, 1, pad_mode="x"),),
            "Conv2dTranspose_output_padding_in_same": (
                lambda: nn.Conv2dTranspose(2, 1, 3, 2, output_padding=1),
                SQUARE,
            ),
            "Conv3dTranspose_kernel": (lambda: nn.Conv3dTranspose(1, 1, -1),),
            "Conv3dTranspose_mode": (lambda: nn.Conv3dTranspose(1, 1, 1, pad_mode="x"),),
            "Conv3dTranspose_padding": (
                lambda: nn.Conv3dTranspose(1, 1, 1, pad_mode="pad", padding=(1, 1)),
            ),
            "Conv3dTranspose_output_padding": (
                lambda: nn.Conv3dTranspose(1, 1, 1, output_padding=1),
            ),
            "BiDense_channels": (lambda: nn.BiDense(0, 1, 1),),
            "BiDense_channels_type": (lambda: nn.BiDense(1.0, 1, 1),),
            "BiDense_bias": (lambda: nn.BiDense(1, 1, 1, has_bias=1),),
            "BiDense_weight_rank": (lambda: nn.BiDense(2, 2, 2, Tensor([[1.0]])),),
            "BiDense_weight_shape": (lambda: nn.BiDense(2, 2, 2, Tensor(np.ones((2, 2, 3)))),),
            "BiDense_bias_shape": (lambda: nn.BiDense(2, 2, 2, bias_init=Tensor([1.0])),),
            "BiDense_input": (lambda: nn.BiDense(3, 2, 2), (2, 2), (2, 2)),
            "ChannelShuffle_type": (lambda: nn.ChannelShuffle(1.0),),
            "ChannelShuffle_zero": (lambda: nn.ChannelShuffle(0),),
            "ChannelShuffle_divides": (lambda: nn.ChannelShuffle(3), (1, 4, 2, 2)),
            "ChannelShuffle_rank": (lambda: nn.ChannelShuffle(1), (4, 2)),
            "PixelShuffle_zero": (lambda: nn.PixelShuffle(0), (1, 8, 2, 3)),
            "PixelShuffle_type": (lambda: nn.PixelShuffle(2.0), (1, 8, 2, 3)),
            "PixelShuffle_divides": (lambda: nn.PixelShuffle(3), (1, 8, 2, 3)),
            "PixelShuffle_rank": (lambda: nn.PixelShuffle(1), (2, 3)),
            "PixelUnshuffle_zero": (lambda: nn.PixelUnshuffle(0), (1, 2, 4, 6)),
            "PixelUnshuffle_divides": (lambda: nn.PixelUnshuffle(4), (1, 2, 4, 6)),
            "ClipByNorm_axis": (lambda: nn.ClipByNorm(2), (2, 3), 1.0),
            "ClipByNorm_axis_type": (lambda: nn.ClipByNorm("0"),),
            "ClipByNorm_norm": (lambda: nn.ClipByNorm(), (2, 3), -1.0),
            "L1Regularizer_negative": (lambda: nn.L1Regularizer(-1),),
            "L1Regularizer_zero": (lambda: nn.L1Regularizer(0),),
            "L1Regularizer_type": (lambda: nn.L1Regularizer("1"),),
            "L1Regularizer_infinite": (lambda: nn.L1Regularizer(float("inf")),),
            "Moments_axis": (lambda: nn.Moments("0"),),
            "Moments_keep_dims": (lambda: nn.Moments(0, 1),),
            "Moments_range": (lambda: nn.Moments(2), (2, 3)),
            "Moments_ints": (lambda: nn.Moments(), [1, 2]),
            "Norm_keep_dims": (lambda: nn.Norm(0, 1),),
            "Norm_axis": (lambda: nn.Norm("0"),),
            "Norm_range": (lambda: nn.Norm(3), (2, 3)),
            "ReduceLogSumExp_keep_dims": (lambda: nn.ReduceLogSumExp(0, 1),),
            "ReduceLogSumExp_axis": (lambda: nn.ReduceLogSumExp("0"),),
            "ReduceLogSumExp_range": (lambda: nn.ReduceLogSumExp(2), (2, 3)),
            "Roll_shift": (lambda: nn.Roll(1.5, 0),),
            "Roll_axis": (lambda: nn.Roll(1, "0"),),
            "Roll_lengths": (lambda: nn.Roll((1, 2), (0,)),),
            "Roll_range": (lambda: nn.Roll(1, 3), (2, 3)),
            "Tril_rank": (lambda: nn.Tril(), (3,)),
            "Unflatten_axis": (lambda: nn.Unflatten("0", (2, 3)),),
            "Unflatten_size": (lambda: nn.Unflatten(0, 6),),
            "Unflatten_range": (lambda: nn.Unflatten(2, (2, 3)), (2, 6)),
            "Unflatten_count": (lambda: nn.Unflatten(1, (2, 2)), (2, 6)),
            "OneHot_floats": (lambda: nn.OneHot(depth=3), [0.0, 1.0]),
            "OneHot_depth": (lambda: nn.OneHot(depth=-1), [0, 1]),
            "OneHot_axis": (lambda: nn.OneHot(axis=3, depth=2), [0, 1]),
            "Range_zero": (lambda: nn.Range(0, 5, 0),),
            "Range_type": (lambda: nn.Range("0"),),
            "Range_start_type": (lambda: nn.Range(0, "5"),),
            "EmbeddingLookup_target": (lambda: nn.EmbeddingLookup(5, 3, target="TPU"),),
            "EmbeddingLookup_vocabulary": (lambda: nn.EmbeddingLookup(0, 3),),
            "EmbeddingLookup_size_type": (lambda: nn.EmbeddingLookup(5, 3.0),),
            "EmbeddingLookup_sparse": (lambda: nn.EmbeddingLookup(5, 3, sparse=1),),
            "EmbeddingLookup_norm": (lambda: nn.EmbeddingLookup(5, 3, max_norm=0.0),),
        }
    ),
}


def case_Range():
    return nn.Range(5)(), nn.Range(1, 8, 2)(), nn.Range(0, 1, 0.25)(), nn.Range(3, 0, -1)()


def case_Range_of_floats():
    return nn.Range(2.5)(), nn.Range(0.5, 3)()


def case_Tril_of_the_call():
    x = grid(3, 3)
    return nn.Tril()(x, 1), nn.Triu()(x, -1), nn.Tril()(x, -5), nn.Triu()(x, 5)


def case_ClipByNorm_per_row():
    return nn.ClipByNorm(1)(grid(2, 3), Tensor([[1.0], [2.5]]))


def case_EmbeddingLookup_names():
    layer = nn.EmbeddingLookup(5, 3, param_init="ones")
    return [(q.name, q) for q in layer.get_parameters()]


def case_Conv3dTranspose():
    return filled(nn.Conv3dTranspose(1, 1, 2, 2, "valid"))(grid(1, 1, 2, 2, 2))


def case_Conv3dTranspose_parameters():
    layer = nn.Conv3dTranspose(2, 4, (1, 2, 3), has_bias=True, weight_init="ones", bias_init=0.5)
    return [(q.name, q) for q in layer.get_parameters()]


def _spread():
    x = grid(1, 1, 2, 2, 2).asnumpy()
    weight = filled(nn.Conv3dTranspose(1, 1, 2, 2, "valid")).weight.asnumpy()
    return Tensor(np.kron(x[0, 0], weight[0, 0])[None, None].astype(np.float32))


def case_dropout_of_channels():
    found = []
    for layer, axes in ((nn.Dropout1d(0.5), 1), (nn.Dropout2d(0.5), 2), (nn.Dropout3d(0.5), 3)):
        layer.set_train()
        x = np.ones((8, 16, *[2] * axes), np.float32)
        y = layer(Tensor(x)).asnumpy().reshape(8 * 16, -1)
        kept = float((y != 0).mean())
        found.append(
            (bool((y == y[:, :1]).all()), sorted(set(y.ravel().tolist())), 0.2 < kept < 0.8)
        )
    return found


def case_dropout_of_channels_at_the_ends():
    x = grid(2, 3, 2, 2)
    layers = nn.Dropout1d(0.0), nn.Dropout1d(1.0), nn.Dropout2d(0.0), nn.Dropout2d(1.0)
    return [layer.set_train()(x if i > 1 else x[0]) for i, layer in enumerate(layers)]


def case_dropout_of_channels_in_inference():
    x = grid(2, 3, 2, 2)
    return nn.Dropout1d()(x[0]), nn.Dropout2d()(x), nn.Dropout3d()(x.reshape(2, 3, 1, 2, 2))


def case_dropout_of_channels_gradient():
    found = []
    for layer, axes in ((nn.Dropout1d(0.25), 1), (nn.Dropout2d(0.25), 2), (nn.Dropout3d(0.25), 3)):
        layer.set_train()
        x = Tensor(np.ones((4, 4, *[2] * axes), np.float32))
        value, gradient = ms.value_and_grad(lambda x, layer=layer: layer(x))(x)
        found.append(bool(np.allclose(value.asnumpy(), gradient.asnumpy())))
    return found


CASES |= refused(
    {
        "Dropout1d_range": (lambda: nn.Dropout1d(1.5),),
        "Dropout1d_type": (lambda: nn.Dropout1d("0"),),
        "Dropout1d_rank": (lambda: nn.Dropout1d(0.5).set_train(), SQUARE),
        "Dropout2d_range": (lambda: nn.Dropout2d(-0.5),),
        "Dropout2d_type": (lambda: nn.Dropout2d(None),),
        "Dropout2d_rank": (lambda: nn.Dropout2d(0.5).set_train(), (2,)),
        "Dropout3d_range": (lambda: nn.Dropout3d(2),),
        "Dropout3d_rank": (lambda: nn.Dropout3d(0.5).set_train(), SQUARE),
    }
)


class Clipped(nn.Cell):
    """The formula of ClipByNorm."""

    def construct(self, x, clip_norm):
        norm = ops.sqrt((x * x).sum(1, keepdims=True))
        return x * clip_norm / ops.maximum(norm, clip_norm)


def _rolled(shape, shift, axis):
    x = grid(*shape).asnumpy()
    back = [-s for s in shift] if isinstance(shift, tuple) else -shift
    y = np.roll(x, shift, axis)
    return Tensor(y), Tensor(np.roll(slopes(Tensor(y)).asnumpy(), back, axis))


def _rows_at_most(indices, length):
    table = filled(nn.EmbeddingLookup(5, 3)).embedding_table.asnumpy()
    rows = table[np.array(indices)]
    norm = np.linalg.norm(rows, axis=-1, keepdims=True)
    return Tensor((rows * length / np.maximum(norm, length)).astype(np.float32))


_NO_ROLL = "MindSpore has its operator on no CPU: NumPy's roll"
_NORMS = "MindSpore's CPU kernel adds elements of other rows to a norm: the formula"
INTENDED = {
    "Roll": (lambda: _rolled((5,), 2, 0), _NO_ROLL),
    "Roll_axes": (lambda: _rolled((2, 3), (1, -1), (0, 1)), _NO_ROLL),
    "Roll_lists": (lambda: _rolled((2, 3), (1, -1), (0, 1)), _NO_ROLL),
    "ClipByNorm_axis": (
        lambda: outputs_and_gradients(Clipped(), tensors([(2, 3), 2.5])),
        _NORMS,
    ),
    "ClipByNorm_per_row": (
        lambda: Clipped()(grid(2, 3), Tensor([[1.0], [2.5]])),
        _NORMS,
    ),
    "EmbeddingLookup_max_norm": (lambda: _rows_at_most([[0, 4], [2, 2]], 0.5), _NORMS),
    "Conv3dTranspose": (
        _spread,
        "MindSpore has its operator on no CPU: the windows do not overlap, so it is the product",
    ),
}
