"""Layers: Parameters and their initial values, modes, shapes, printing and errors."""

import copy

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops


def numbers(*shape, seed=0):
    return Tensor(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


def fingerprint(p):
    """Return a number that any change of a bit or of the order changes."""
    bits = p.asnumpy().astype(np.float32).reshape(-1).view(np.uint32)
    return int((bits * np.arange(1, bits.size + 1, dtype=np.uint64)).sum() % (1 << 53))


# layer: name and fingerprint of each Parameter; recorded from MindSpore after set_seed(11).
RECORDED = [
    (lambda: nn.Dense(4, 3), {"weight": 176149732481, "bias": 12653522155}),
    (lambda: nn.Dense(4, 3, dtype=ms.float16), {"weight": 176149708800, "bias": 12653510656}),
    (lambda: nn.Dense(4, 3, "normal", "ones"), {"weight": 168963983287, "bias": 6392119296}),
    (lambda: nn.Linear(4, 3), {"weight": 176149732481, "bias": 12653522155}),
    (lambda: nn.BiDense(3, 4, 5), {"weight": 3962868229600, "bias": 32779699401}),
    (lambda: nn.Conv2d(4, 6, 3), {"weight": 47936838153807}),
    (
        lambda: nn.Conv2d(4, 6, 3, has_bias=True, group=2),
        {"weight": 11307850801886, "bias": 38772615509},
    ),
    (lambda: nn.Conv1d(4, 6, 3, has_bias=True), {"weight": 5332550928240, "bias": 38827394589}),
    (lambda: nn.Conv3d(4, 6, 3, has_bias=True), {"weight": 434230732700579, "bias": 38550918127}),
    (
        lambda: nn.Conv2dTranspose(4, 6, 3, has_bias=True),
        {"weight": 47880486651311, "bias": 38634161306},
    ),
    (
        lambda: nn.Conv1dTranspose(4, 6, 3, has_bias=True),
        {"weight": 5325922689173, "bias": 38772615509},
    ),
    (
        lambda: nn.Conv3dTranspose(4, 6, 3, has_bias=True),
        {"weight": 433721078854220, "bias": 38500956679},
    ),
    (lambda: nn.Embedding(5, 3), {"embedding_table": 239092352420}),
    (lambda: nn.Embedding(5, 3, padding_idx=1), {"embedding_table": 204610860192}),
    (lambda: nn.PReLU(3, 0.1), {"a": 6220991694}),
    (
        lambda: nn.BatchNorm2d(3),
        {"mean": 0, "variance": 6392119296, "gamma": 6392119296, "beta": 0},
    ),
    (lambda: nn.LayerNorm((3,)), {"gamma": 6392119296, "beta": 0}),
    (lambda: nn.GroupNorm(2, 4), {"gamma": 10653532160, "beta": 0}),
]


@pytest.mark.parametrize(("make", "wanted"), RECORDED)
def test_initial_parameters_are_mindspores_bit_for_bit(make, wanted):
    ms.set_seed(11)
    assert {p.name: fingerprint(p) for p in make().get_parameters()} == wanted


def test_dense_is_a_product_and_a_bias():
    x, weight, bias = numbers(2, 5, 4), numbers(3, 4, seed=1), numbers(3, seed=2)
    layer = nn.Dense(4, 3, weight, bias, activation="relu")
    wanted = np.maximum(x.asnumpy() @ weight.asnumpy().T + bias.asnumpy(), 0)
    np.testing.assert_allclose(layer(x).asnumpy(), wanted, rtol=1e-5, atol=1e-6)
    assert nn.Dense(4, 3, has_bias=False).bias is None


def test_a_primitive_and_a_cell_are_activations_too():
    x = numbers(2, 4)
    plain = nn.Dense(4, 3)
    for activation in (ops.Tanh(), nn.Tanh(), "tanh"):
        layer = nn.Dense(4, 3, plain.weight, plain.bias, activation=activation)
        np.testing.assert_allclose(layer(x).asnumpy(), np.tanh(plain(x).asnumpy()), rtol=1e-5)


def test_layers_print_what_mindspore_prints():
    assert str(nn.Dense(4, 3, activation="relu")) == (
        "Dense(\n  input_channels=4, output_channels=3, has_bias=True, activation=ReLU()\n"
        "  (activation): ReLU()\n)"
    )
    assert str(nn.Conv1d(4, 6, 3, weight_init="normal")) == (
        "Conv1d(input_channels=4, output_channels=6, kernel_size=(1, 3), stride=(1, 1), "
        "pad_mode=same, padding=(0, 0, 0, 0), dilation=(1, 1), group=1, has_bias=False, "
        "weight_init=normal, bias_init=None, format=NCHW)"
    )
    assert str(nn.MaxPool1d(2)) == "MaxPool1d(kernel_size=(1, 2), stride=(1, 1), pad_mode=VALID)"
    assert str(nn.Dropout(p=0.3)) == "Dropout(p=0.3)"
    assert str(nn.Dropout(0.7)) == "Dropout(keep_prob=0.7)"
    assert str(nn.GroupNorm(3, 6)) == "GroupNorm(num_groups=3, num_channels=6)"
    assert "momentum=0.9, gamma=Parameter (name=gamma" in str(nn.BatchNorm2d(3))


@pytest.mark.parametrize(
    ("make", "shape"),
    [
        (nn.BatchNorm1d, (8, 3)),
        (nn.BatchNorm1d, (8, 3, 4)),
        (nn.BatchNorm2d, (4, 3, 5, 6)),
        (nn.BatchNorm3d, (2, 3, 4, 5, 6)),
    ],
)
def test_batch_norm_moves_its_statistics_when_training_only(make, shape):
    layer, x = make(3, momentum=0.8), numbers(*shape)
    norm = getattr(layer, "bn2d", layer)
    layer(x)
    assert not norm.moving_mean.asnumpy().any()
    layer.set_train()
    y = layer(x).asnumpy()
    axes = (0, *range(2, len(shape)))
    np.testing.assert_allclose(y.mean(axes), 0, atol=1e-5)
    wide = x.asnumpy().astype(np.float64)
    np.testing.assert_allclose(
        norm.moving_mean.asnumpy(), 0.2 * wide.mean(axes), rtol=1e-4, atol=1e-6
    )
    np.testing.assert_allclose(
        norm.moving_variance.asnumpy(), 0.8 + 0.2 * wide.var(axes, ddof=1), rtol=1e-5
    )


@pytest.mark.parametrize(("use", "moves"), [(True, True), (False, False)])
def test_batch_statistics_can_be_used_always_or_never(use, moves):
    layer = nn.BatchNorm1d(3, use_batch_statistics=use).set_train(not use)
    layer(numbers(8, 3))
    assert layer.moving_mean.asnumpy().any() == moves


def test_compiled_batch_norm_moves_the_same_statistics(graph_mode):
    compiled, x = nn.BatchNorm2d(3).set_train(), numbers(4, 3, 5, 6)
    y = compiled(x)
    ms.set_context(mode=ms.PYNATIVE_MODE)
    eager = nn.BatchNorm2d(3).set_train()
    np.testing.assert_allclose(y.asnumpy(), eager(x).asnumpy(), rtol=1e-5, atol=1e-5)
    for a, b in zip(compiled.get_parameters(), eager.get_parameters(), strict=True):
        np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-5, atol=1e-6)


def test_instance_norm_normalizes_each_sample():
    layer, x = nn.InstanceNorm2d(3).set_train(), numbers(4, 3, 5, 6)
    y = layer(x).asnumpy()
    np.testing.assert_allclose(y.mean((2, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(y.std((2, 3)), 1, atol=1e-3)
    mean = 0.1 * x.asnumpy().mean((0, 2, 3))
    np.testing.assert_allclose(layer.moving_mean.asnumpy(), mean, rtol=1e-4, atol=1e-6)


def test_dropout_layers_drop_when_training_only():
    ms.set_seed(1)
    for layer, x in [
        (nn.Dropout(p=0.5), ops.ones((20, 20))),
        (nn.Dropout1d(0.5), ops.ones((4, 20, 3))),
        (nn.Dropout2d(0.5), ops.ones((4, 20, 3, 3))),
        (nn.Dropout3d(0.5), ops.ones((4, 20, 3, 3, 3))),
    ]:
        assert layer(x).asnumpy().all()
        dropped = layer.set_train()(x).asnumpy()
        assert 0.2 < (dropped == 0).mean() < 0.8
    assert nn.Dropout(p=0.0).set_train()(ops.ones(3)).asnumpy().all()


def test_conv_layers_run_their_operators():
    x = numbers(2, 4, 9, 8)
    layer = nn.Conv2d(4, 6, 3, 2, "pad", (1, 0, 2, 1), has_bias=True)
    wanted = ops.conv2d(ops.pad(x, (2, 1, 1, 0)), layer.weight, layer.bias, 2)
    np.testing.assert_allclose(layer(x).asnumpy(), wanted.asnumpy(), rtol=1e-4, atol=1e-5)
    flat = nn.Conv1d(4, 6, 3, 2, "pad", 2)
    wanted = ops.conv1d(x[:, :, 0], flat.weight[:, :, 0], None, 2, "pad", 2)
    np.testing.assert_allclose(flat(x[:, :, 0]).asnumpy(), wanted.asnumpy(), rtol=1e-4, atol=1e-5)


def test_the_output_padding_of_conv2d_transpose_is_zeros():
    layer = nn.Conv2dTranspose(4, 3, 3, 2, "pad", 1, output_padding=1)
    y = layer(numbers(1, 4, 5, 6)).asnumpy()
    assert y.shape == (1, 3, 10, 12)
    assert not y[:, :, -1].any()
    assert not y[..., -1].any()


def test_channels_may_come_last():
    x = numbers(2, 9, 8, 4)
    layer = nn.Conv2d(4, 6, 3, has_bias=True, data_format="NHWC")
    first = nn.Conv2d(4, 6, 3, has_bias=True)
    first.weight.set_data(layer.weight.transpose(0, 3, 1, 2))
    first.bias.set_data(layer.bias)
    wanted = first(x.transpose(0, 3, 1, 2)).asnumpy().transpose(0, 2, 3, 1)
    np.testing.assert_allclose(layer(x).asnumpy(), wanted, rtol=1e-4, atol=1e-5)


def test_pooling_layers_take_a_sample_without_batch():
    x = numbers(3, 8, 8)
    for layer in (nn.MaxPool2d(2, 2), nn.AvgPool2d(3, 2, "same"), nn.AdaptiveAvgPool2d(3)):
        np.testing.assert_array_equal(layer(x).asnumpy(), layer(x.expand_dims(0)).asnumpy()[0])
    value, index = nn.MaxPool2d(2, 2, "pad", return_indices=True)(x)
    assert (value.shape, index.dtype) == ((3, 4, 4), ms.int64)


def test_same_averages_count_padding_over_three_axes_only():
    assert nn.AvgPool2d(2, 2, "same")(ops.ones((1, 1, 3, 3))).asnumpy().min() == 1
    assert nn.AvgPool3d(2, 2, "same")(ops.ones((1, 1, 3, 3, 3))).asnumpy().min() == 1 / 8


def test_embedding_reads_rows_and_by_one_hot_the_same():
    layer = nn.Embedding(5, 3)
    index = Tensor([[1, 4], [0, 1]], ms.int32)
    rows = layer.embedding_table.asnumpy()[index.asnumpy()]
    np.testing.assert_array_equal(layer(index).asnumpy(), rows)
    product = nn.Embedding(5, 3, True, layer.embedding_table.value())
    np.testing.assert_allclose(product(index).asnumpy(), rows, rtol=1e-6)
    clipped = nn.EmbeddingLookup(5, 3, layer.embedding_table.value(), max_norm=1e-3)(index)
    norms = np.sqrt((clipped.asnumpy() ** 2).sum(-1))
    np.testing.assert_allclose(norms, 1e-3, rtol=1e-5)


def test_reshaping_and_encoding_layers():
    x = numbers(2, 3, 4)
    assert nn.Flatten()(x).shape == (2, 12)
    assert nn.Flatten(0, 1)(x).shape == (6, 4)
    assert nn.Unflatten(2, (2, 2))(x).shape == (2, 3, 2, 2)
    assert nn.Identity(1, a=2)(x) is x
    hot = nn.OneHot(0, 5, 2.0, -1.0, ms.float16)(Tensor([1, 3]))
    assert (hot.shape, hot.dtype, hot[1, 0].item()) == ((5, 2), ms.float16, 2)
    assert nn.Range(1, 8, 2)().asnumpy().tolist() == [1, 3, 5, 7]
    assert nn.Range(3)().dtype == ms.int32


def test_padding_layers():
    x = Tensor(np.arange(6, dtype=np.float32).reshape(1, 2, 3))
    assert nn.ConstantPad1d((1, 2), 9.0)(x)[0, 0].asnumpy().tolist() == [9, 0, 1, 2, 9, 9]
    assert nn.ReflectionPad1d(1)(x)[0, 0].asnumpy().tolist() == [1, 0, 1, 2, 1]
    assert nn.ReplicationPad1d(1)(x)[0, 0].asnumpy().tolist() == [0, 0, 1, 2, 2]
    assert nn.ZeroPad2d((0, 0, 1, 0))(x)[0, 0].asnumpy().tolist() == [0, 0, 0]
    mirrored = nn.Pad(((0, 0), (0, 0), (1, 1)), "SYMMETRIC")(x)
    assert mirrored[0, 0].asnumpy().tolist() == [0, 0, 1, 2, 2]


def test_measuring_layers():
    x = Tensor([[3.0, 4.0], [0.3, 0.4]])
    np.testing.assert_allclose(nn.Norm(1)(x).asnumpy(), [5, 0.5], rtol=1e-6)
    clipped = nn.ClipByNorm(1)(x, Tensor(1.0)).asnumpy()
    np.testing.assert_allclose(clipped, [[0.6, 0.8], [0.3, 0.4]], rtol=1e-6)
    mean, variance = nn.Moments(1)(x)
    np.testing.assert_allclose(mean.asnumpy(), [3.5, 0.35], rtol=1e-6)
    np.testing.assert_allclose(variance.asnumpy(), [0.25, 0.0025], rtol=1e-5)
    assert nn.L1Regularizer(0.5)(x).item() == pytest.approx(3.85, rel=1e-6)


def test_resize_bilinear_takes_a_size_or_a_factor():
    x = Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4))
    resize = nn.ResizeBilinear()
    halves = resize(x, size=(2, 2)).asnumpy()
    np.testing.assert_array_equal(halves[0, 0], [[0, 2], [8, 10]])
    corners = resize(x, (2, 2), align_corners=True).asnumpy()
    np.testing.assert_array_equal(corners[0, 0], [[0, 3], [12, 15]])
    centres = nn.ResizeBilinear(half_pixel_centers=True)(x, size=[2, 2]).asnumpy()
    np.testing.assert_array_equal(centres[0, 0], [[2.5, 4.5], [10.5, 12.5]])
    assert resize(x, scale_factor=2).shape == (1, 1, 8, 8)
    with pytest.raises(ValueError, match="either 'size' or 'scale_factor' must be given"):
        resize(x)
    with pytest.raises(TypeError, match="'scale_factor' must be int"):
        resize(x, scale_factor=1.5)


def test_channels_are_shuffled():
    x = numbers(2, 8, 2, 3)
    large = nn.PixelShuffle(2)(x)
    assert large.shape == (2, 2, 4, 6)
    assert large[0, 0, 0, 1].item() == x[0, 1, 0, 0].item()
    np.testing.assert_array_equal(nn.PixelUnshuffle(2)(large).asnumpy(), x.asnumpy())
    order = nn.ChannelShuffle(2)(Tensor(np.arange(6.0).reshape(1, 6, 1, 1)))
    assert order.asnumpy().reshape(-1).tolist() == [0, 3, 1, 4, 2, 5]


def test_bidense_is_a_bilinear_map():
    layer, x, y = nn.BiDense(3, 4, 5), numbers(2, 3), numbers(2, 4, seed=1)
    wanted = np.einsum("ni,kij,nj->nk", *(t.asnumpy() for t in (x, layer.weight, y)))
    got = layer(x, y).asnumpy() - layer.bias.asnumpy()
    np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-5)


def test_every_activation_has_a_name():
    from msjax.nn.layer.activation import _activation

    for name in set(_activation) - {"threshold"}:
        x = numbers(2, 4, 6, 3) if name == "softmax2d" else numbers(2, 4)
        assert nn.get_activation(name)(x).shape == x.shape
    assert nn.get_activation(None) is None
    with pytest.raises(KeyError, match="must be in"):
        nn.get_activation("nope")


def test_rrelu_draws_slopes():
    ms.set_seed(1)
    y = nn.RReLU(0.1, 0.2)(Tensor(np.full(1000, -1, np.float32))).asnumpy()
    assert -0.2 <= y.min() < -0.19 < -0.11 < y.max() <= -0.1


def test_layers_are_copied_with_their_parameters():
    layer = nn.SequentialCell(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2, 2))
    x = numbers(2, 3, 8, 8)
    other = copy.deepcopy(layer)
    np.testing.assert_array_equal(other(x).asnumpy(), layer(x).asnumpy())
    other[0].weight.set_data(0 * other[0].weight)
    assert layer[0].weight.asnumpy().any()


def test_combined_layers():
    layer = nn.Conv2dBnAct(3, 4, 3, has_bn=True, activation="leakyrelu", alpha=0.3)
    assert [p.name for p in layer.trainable_params()] == [
        "conv.weight",
        "batchnorm.gamma",
        "batchnorm.beta",
    ]
    assert layer.activation.alpha == 0.3
    x = numbers(2, 3)
    dense = nn.DenseBnAct(3, 4, activation="relu")
    np.testing.assert_array_equal(dense(x).asnumpy(), ops.relu(dense.dense(x)).asnumpy())


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: nn.Dense(0, 3), ValueError, "'in_channels' must be int and must > 0"),
        (lambda: nn.Dense(4.0, 3), TypeError, "'in_channels' must be int"),
        (lambda: nn.Dense(4, 3, has_bias=1), TypeError, "must be a bool"),
        (lambda: nn.Dense(4, 3, activation=3), TypeError, "must be str or Cell or Primitive"),
        (lambda: nn.Dense(4, 3, numbers(4, 3)), ValueError, "weight init shape error"),
        (lambda: nn.Conv2d(4, 6, 0), ValueError, "'kernel_size item' must be int"),
        (lambda: nn.Conv2d(4, 6, (3,)), TypeError, "tuple dimension must be 2"),
        (lambda: nn.Conv2d(4, 6, 3, padding=1), ValueError, "'pad' must be zero"),
        (lambda: nn.Conv2d(4, 6, 3, pad_mode="pad", padding=(1, 2)), ValueError, "'pad size'"),
        (lambda: nn.Conv2d(4, 6, 3, group=3), ValueError, "should be divisible"),
        (lambda: nn.Conv1d(4, 6, 3, pad_mode="pad", padding=(1,)), TypeError, "must be int"),
        (
            lambda: nn.Conv2dTranspose(4, 3, 3, pad_mode="pad", output_padding=1),
            ValueError,
            "output_padding must be in range",
        ),
        (lambda: nn.Dropout(p=1.0), ValueError, r"in range \[0, 1\)"),
        (lambda: nn.Dropout(1), TypeError, "type of 'keep_prob'"),
        (lambda: nn.Dropout2d(2.0), ValueError, "'p' must be a number in range"),
        (lambda: nn.MaxPool2d(2, 2, "same", 1), ValueError, "can not be set"),
        (lambda: nn.MaxPool2d(0), ValueError, "positive int number"),
        (lambda: nn.AvgPool2d(2.5), TypeError, "must be int or tuple"),
        (lambda: nn.MaxPool2d(2, data_format="NHWC"), ValueError, "only support in GPU"),
        (lambda: nn.BatchNorm2d(0), ValueError, "at least 1"),
        (lambda: nn.BatchNorm2d(3, momentum=1.5), ValueError, r"in range \[0, 1\]"),
        (lambda: nn.BatchNorm2d(3)(numbers(4, 3)), ValueError, "must have 4 dims"),
        (lambda: nn.LayerNorm(3), TypeError, r"tuple\[int\] or list\[int\]"),
        (lambda: nn.GroupNorm(2, 3), ValueError, "must be divided"),
        (lambda: nn.Embedding(5, 3, padding_idx=5), ValueError, r"in range of \[0, 5\)"),
        (lambda: nn.Flatten()(numbers(3)), ValueError, "out of range"),
        (lambda: nn.Pad([[1, 1]]), TypeError, "must be tuple"),
        (lambda: nn.Pad(((1, 1),), "x"), ValueError, "'mode' must be in"),
        (lambda: nn.PReLU(2, "a"), TypeError, "only supported float, list and tensor"),
        (lambda: nn.Hardtanh(1.0, -1.0), ValueError, "less than max_val"),
        (lambda: nn.PixelShuffle(2)(numbers(1, 7, 2, 3)), ValueError, "`upscale_factor` squared"),
        (lambda: nn.PixelUnshuffle(2)(numbers(1, 2, 3, 6)), ValueError, "divisible by downscale"),
        (lambda: nn.PixelShuffle(-1)(numbers(1, 8, 2, 3)), ValueError, "must > 0"),
        (lambda: nn.ChannelShuffle(3)(numbers(1, 4, 2, 2)), ValueError, "divisible by groups"),
        (lambda: nn.ChannelShuffle(0), ValueError, "larger than 0"),
        (lambda: nn.BiDense(3, 4, 5)(numbers(2, 3), numbers(2, 5)), ValueError, "For 'bidense'"),
        (lambda: nn.SyncBatchNorm(3, process_groups=[[0]]), NotImplementedError, "process_groups"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_parameters_can_be_replaced_by_name():
    layer = nn.Dense(4, 3)
    layer.weight = Parameter(numbers(3, 4, seed=9), name="weight")
    x = numbers(2, 4)
    wanted = x.asnumpy() @ numbers(3, 4, seed=9).asnumpy().T + layer.bias.asnumpy()
    np.testing.assert_allclose(layer(x).asnumpy(), wanted, rtol=1e-5, atol=1e-6)
