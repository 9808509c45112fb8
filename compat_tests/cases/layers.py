"""Layers and losses of a quickstart with fixed weights: values, dtypes, gradients, both phases."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops
from mindspore.common.initializer import initializer


def grid(*shape, dtype=np.float32, start=-0.5, step=0.125):
    return Tensor((np.arange(np.prod(shape)) % 23 * step + start).reshape(shape).astype(dtype))


def filled(cell):
    """Give every parameter of `cell` known values."""
    for q in cell.get_parameters():
        size = int(np.prod(q.shape))
        values = ((np.arange(size) % 7 - 3) / 4).reshape(q.shape)
        if q.name.endswith("variance"):
            values = np.abs(values) + 0.5
        q.set_data(Tensor(values.astype(np.float32)))
    return cell


def _forward(make, *shape, train=False):
    def case():
        cell = filled(make())
        cell.set_train(train)
        return cell(grid(*shape))

    return case


def _plain(make, *shape):
    return lambda: make()(grid(*shape))


def _gradient(make, *shape):
    def case():
        cell = filled(make())
        return ms.grad(cell, 0, cell.trainable_params())(grid(*shape))

    return case


WEIGHTED = {
    "Dense": (lambda: nn.Dense(3, 4), (2, 3)),
    "Dense_no_bias": (lambda: nn.Dense(3, 4, has_bias=False), (2, 3)),
    "Dense_relu": (lambda: nn.Dense(3, 4, activation="relu"), (2, 3)),
    "Dense_activation_cell": (lambda: nn.Dense(3, 4, activation=nn.Tanh()), (2, 3)),
    "Dense_three_dims": (lambda: nn.Dense(3, 2), (2, 2, 3)),
    "Conv2d": (lambda: nn.Conv2d(2, 3, 3), (1, 2, 5, 5)),
    "Conv2d_valid": (lambda: nn.Conv2d(2, 3, 3, pad_mode="valid"), (1, 2, 5, 5)),
    "Conv2d_pad_bias": (
        lambda: nn.Conv2d(2, 3, 3, stride=2, pad_mode="pad", padding=1, has_bias=True),
        (1, 2, 5, 5),
    ),
    "Conv2d_pad_four": (
        lambda: nn.Conv2d(1, 1, 3, pad_mode="pad", padding=(1, 0, 2, 1)),
        (1, 1, 4, 4),
    ),
    "Conv2d_same_stride_even": (
        lambda: nn.Conv2d(1, 1, 2, stride=2, pad_mode="same"),
        (1, 1, 5, 5),
    ),
    "Conv2d_dilation": (lambda: nn.Conv2d(1, 2, 3, dilation=2, pad_mode="valid"), (1, 1, 6, 6)),
    "Conv2d_group": (lambda: nn.Conv2d(4, 4, 3, group=2), (1, 4, 4, 4)),
    "Conv2d_depthwise": (lambda: nn.Conv2d(3, 3, 3, group=3), (1, 3, 4, 4)),
    "Conv2d_kernel_tuple": (lambda: nn.Conv2d(1, 1, (1, 3)), (1, 1, 3, 4)),
    "Conv1d": (lambda: nn.Conv1d(2, 3, 3), (1, 2, 6)),
    "BatchNorm1d": (lambda: nn.BatchNorm1d(3), (4, 3)),
    "BatchNorm2d": (lambda: nn.BatchNorm2d(2), (2, 2, 3, 3)),
    "LayerNorm": (lambda: nn.LayerNorm((4,)), (2, 4)),
    "LayerNorm_two_axes": (
        lambda: nn.LayerNorm((3, 4), begin_norm_axis=1, begin_params_axis=1),
        (2, 3, 4),
    ),
    "GroupNorm": (lambda: nn.GroupNorm(2, 4), (1, 4, 2, 2)),
    "PReLU": (lambda: nn.PReLU(), (2, 3)),
}
PLAIN = {
    "ReLU": nn.ReLU,
    "ReLU6": nn.ReLU6,
    "LeakyReLU": nn.LeakyReLU,
    "LeakyReLU_alpha": lambda: nn.LeakyReLU(0.5),
    "ELU": nn.ELU,
    "GELU": nn.GELU,
    "GELU_exact": lambda: nn.GELU(approximate=False),
    "SiLU": nn.SiLU,
    "Sigmoid": nn.Sigmoid,
    "Tanh": nn.Tanh,
    "Softmax": nn.Softmax,
    "Softmax_axis_0": lambda: nn.Softmax(axis=0),
    "LogSoftmax": nn.LogSoftmax,
    "LogSigmoid": nn.LogSigmoid,
    "HSigmoid": nn.HSigmoid,
    "HSwish": nn.HSwish,
    "Identity": nn.Identity,
    "Flatten": nn.Flatten,
}
POOLS = {
    "MaxPool2d": (lambda: nn.MaxPool2d(2, 2), (1, 2, 4, 4)),
    "MaxPool2d_same": (lambda: nn.MaxPool2d(3, 2, pad_mode="same"), (1, 1, 5, 5)),
    "MaxPool2d_default": (lambda: nn.MaxPool2d(), (1, 1, 3, 3)),
    "MaxPool2d_pad": (lambda: nn.MaxPool2d(3, 2, pad_mode="pad", padding=1), (1, 1, 5, 5)),
    "AvgPool2d": (lambda: nn.AvgPool2d(2, 2), (1, 2, 4, 4)),
    "AvgPool2d_same": (lambda: nn.AvgPool2d(3, 2, pad_mode="same"), (1, 1, 5, 5)),
    "AvgPool2d_same_ceil": (
        lambda: nn.AvgPool2d(3, 2, pad_mode="same", ceil_mode=True),
        (1, 1, 5, 4),
    ),
    "AvgPool1d_same_ceil": (
        lambda: nn.AvgPool1d(3, 2, pad_mode="same", ceil_mode=True),
        (1, 2, 5),
    ),
    "MaxPool1d": (lambda: nn.MaxPool1d(2, 2), (1, 2, 6)),
    "AvgPool1d": (lambda: nn.AvgPool1d(2, 2), (1, 2, 6)),
    "Flatten_4d": (lambda: nn.Flatten(), (2, 3, 2, 2)),
    "Flatten_start_end": (lambda: nn.Flatten(start_dim=2), (2, 3, 2, 2)),
    "Dropout_eval": (lambda: nn.Dropout(p=0.5), (2, 3)),
}
LOSSES = {
    "MSELoss": nn.MSELoss,
    "MSELoss_sum": lambda: nn.MSELoss(reduction="sum"),
    "MSELoss_none": lambda: nn.MSELoss(reduction="none"),
    "L1Loss": nn.L1Loss,
    "L1Loss_none": lambda: nn.L1Loss(reduction="none"),
    "SmoothL1Loss": nn.SmoothL1Loss,
    "HuberLoss": nn.HuberLoss,
    "BCEWithLogitsLoss": nn.BCEWithLogitsLoss,
    "BCEWithLogitsLoss_sum": lambda: nn.BCEWithLogitsLoss(reduction="sum"),
    "BCEWithLogitsLoss_weights": lambda: nn.BCEWithLogitsLoss(
        weight=Tensor([1.0, 2.0, 3.0]), pos_weight=Tensor([3.0, 1.0, 0.5])
    ),
}


def _loss(make):
    def case():
        loss = make()
        logits, labels = grid(2, 3), Tensor([[0.0, 1.0, 1.0], [1.0, 0.0, 0.25]])
        return ms.value_and_grad(loss)(logits, labels)

    return case


CLASS_LOSSES = {
    "CrossEntropyLoss": nn.CrossEntropyLoss,
    "CrossEntropyLoss_sum": lambda: nn.CrossEntropyLoss(reduction="sum"),
    "CrossEntropyLoss_none": lambda: nn.CrossEntropyLoss(reduction="none"),
    "CrossEntropyLoss_ignore": lambda: nn.CrossEntropyLoss(ignore_index=1),
    "CrossEntropyLoss_smoothing": lambda: nn.CrossEntropyLoss(label_smoothing=0.1),
    "CrossEntropyLoss_weight": lambda: nn.CrossEntropyLoss(weight=Tensor([1.0, 2.0, 0.5])),
    "SoftmaxCrossEntropyWithLogits_sparse": lambda: nn.SoftmaxCrossEntropyWithLogits(sparse=True),
    "SoftmaxCrossEntropyWithLogits_sparse_mean": lambda: nn.SoftmaxCrossEntropyWithLogits(
        sparse=True, reduction="mean"
    ),
    "NLLLoss": nn.NLLLoss,
}


def _class_loss(make):
    def case():
        return ms.value_and_grad(make())(grid(3, 3), Tensor([2, 0, 1], ms.int32))

    return case


CASES = {
    **{f"forward_{name}": _forward(make, *shape) for name, (make, shape) in WEIGHTED.items()},
    **{
        f"gradient_{name}": _gradient(make, *shape)
        for name, (make, shape) in WEIGHTED.items()
        if "BatchNorm" not in name
    },
    **{f"value_{name}": _plain(make, 2, 3) for name, make in PLAIN.items()},
    **{f"gradient_{name}": _gradient(make, 2, 3) for name, make in PLAIN.items()},
    **{f"pool_{name}": _plain(make, *shape) for name, (make, shape) in POOLS.items()},
    **{
        f"pool_gradient_{name}": _gradient(make, *shape)
        for name, (make, shape) in POOLS.items()
        if "Dropout" not in name
    },
    **{f"loss_{name}": _loss(make) for name, make in LOSSES.items()},
    **{f"loss_{name}": _class_loss(make) for name, make in CLASS_LOSSES.items()},
}


def case_LeakyReLU_of_ints():
    x = np.array([-3, 0, 4])
    return [
        nn.LeakyReLU(slope)(Tensor(x.astype(dtype)))
        for slope in (0.1, 2.5)
        for dtype in (np.int32, np.int64, np.uint8)
    ]


def case_loss_BCELoss():
    probabilities = Tensor([[0.2, 0.7, 0.9], [0.5, 0.1, 0.6]])
    labels = Tensor([[0.0, 1.0, 1.0], [1.0, 0.0, 0.25]])
    return ms.value_and_grad(nn.BCELoss(reduction="mean"))(probabilities, labels)


def case_loss_cross_entropy_probabilities():
    labels = Tensor([[0.1, 0.2, 0.7], [1.0, 0.0, 0.0]])
    return ms.value_and_grad(nn.CrossEntropyLoss())(grid(2, 3), labels)


def case_loss_softmax_cross_entropy_one_hot():
    labels = Tensor([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    return ms.value_and_grad(nn.SoftmaxCrossEntropyWithLogits(reduction="mean"))(grid(2, 3), labels)


def case_loss_cross_entropy_int64_labels():
    return nn.CrossEntropyLoss()(grid(3, 3), Tensor([2, 0, 1]))


def case_loss_reduction_wrong():
    return nn.MSELoss(reduction="median")


def case_loss_shape_mismatch():
    return nn.MSELoss()(grid(2, 3), grid(2, 2))


def case_loss_mse_other_dtype():
    return nn.MSELoss()(grid(2, 3), Tensor([[0, 1, 2], [3, 4, 5]]))


def case_batchnorm_training_statistics():
    net = nn.BatchNorm2d(2)
    net.set_train()
    first = net(grid(2, 2, 3, 3))
    second = net(grid(2, 2, 3, 3) * 2)
    net.set_train(False)
    return first, second, net.moving_mean, net.moving_variance, net(grid(2, 2, 3, 3))


def case_batchnorm1d_training_statistics():
    net = nn.BatchNorm1d(3, momentum=0.5)
    net.set_train()
    return net(grid(4, 3)), net.moving_mean, net.moving_variance


def case_batchnorm_use_batch_statistics_false():
    net = nn.BatchNorm2d(2, use_batch_statistics=False)
    net.set_train()
    return net(grid(2, 2, 3, 3)), net.moving_mean


def case_batchnorm_gradient_in_training():
    net = nn.BatchNorm2d(2)
    net.set_train()
    weights = grid(2, 2, 3, 3, start=1.0)

    def fn(x):
        return (net(x) * weights).sum()

    return ms.grad(fn, 0, net.trainable_params())(grid(2, 2, 3, 3))


def case_batchnorm_wrong_rank():
    return nn.BatchNorm2d(2)(grid(2, 2))


def case_batchnorm_affine_false():
    net = nn.BatchNorm2d(2, affine=False)
    return net(grid(1, 2, 2, 2)), [q.name for q in net.trainable_params()]


def case_dropout_training_scale():
    net = nn.Dropout(p=0.75)
    net.set_train()
    values = net(Tensor(np.ones((64, 64), np.float32))).asnumpy()
    kept = float((values != 0).mean())
    return sorted({float(v) for v in values.ravel()}), 0.2 < kept < 0.3


def case_dropout_p_zero_in_training():
    net = nn.Dropout(p=0.0)
    net.set_train()
    return net(grid(2, 3))


def case_dropout_two_calls_differ():
    net = nn.Dropout(p=0.5)
    net.set_train()
    x = Tensor(np.ones((32, 32), np.float32))
    return bool((net(x).asnumpy() != net(x).asnumpy()).any())


def case_dropout_p_out_of_range():
    return nn.Dropout(p=1.5)


def case_dropout_keep_prob_meaning():
    net = nn.Dropout(keep_prob=0.8)
    net.set_train()
    values = net(Tensor(np.ones((64, 64), np.float32))).asnumpy()
    return 0.75 < float((values != 0).mean()) < 0.85


def case_dropout_gradient_has_the_same_mask():
    net = nn.Dropout(p=0.5)
    net.set_train()

    def fn(x):
        return net(x)

    x = Tensor(np.ones((8, 8), np.float32))
    value, gradient = ms.value_and_grad(fn)(x)
    return bool((value.asnumpy() == gradient.asnumpy()).all())


def case_embedding():
    net = nn.Embedding(5, 3)
    net.embedding_table.set_data(grid(5, 3))
    return net(Tensor([[0, 4], [2, 2]], ms.int32))


def case_embedding_gradient():
    net = nn.Embedding(5, 2)
    net.embedding_table.set_data(grid(5, 2))
    return ms.grad(net, None, net.trainable_params())(Tensor([1, 1, 3], ms.int32))


def case_embedding_padding_idx():
    net = nn.Embedding(4, 2, padding_idx=1, embedding_table="ones")
    return net.embedding_table


def case_embedding_one_hot():
    net = nn.Embedding(4, 2, use_one_hot=True, embedding_table="ones")
    return net(Tensor([[0, 3]], ms.int32))


def case_dense_initializers():
    net = nn.Dense(2, 3, weight_init="ones", bias_init="zeros")
    return net.weight, net.bias, net(Tensor([[1.0, 2.0]]))


def case_dense_weight_as_tensor():
    net = nn.Dense(2, 1, weight_init=Tensor([[3.0, 4.0]]), bias_init=Tensor([1.0]))
    return net(Tensor([[1.0, 2.0]]))


def case_dense_weight_as_number():
    return nn.Dense(2, 1, weight_init=0.5, bias_init=1.0)(Tensor([[1.0, 2.0]]))


def case_dense_weight_as_initializer_tensor():
    return nn.Dense(2, 1, weight_init=initializer("ones", (1, 2)), bias_init="zeros")(
        Tensor([[1.0, 2.0]])
    )


def case_dense_wrong_input():
    return nn.Dense(2, 1)(Tensor([[1.0, 2.0, 3.0]]))


def case_dense_int_input():
    return nn.Dense(2, 1)(Tensor([[1, 2]]))


def case_dense_bad_channels():
    return nn.Dense(0, 1)


def case_dense_bad_channel_type():
    return nn.Dense(2.5, 1)


def case_dense_bad_weight_shape():
    return nn.Dense(2, 1, weight_init=Tensor([[1.0, 2.0, 3.0]]))


def case_dense_dtype():
    net = nn.Dense(2, 1, weight_init="ones", bias_init="zeros", dtype=ms.float16)
    return net.weight, net(Tensor([[1.0, 2.0]], ms.float16))


def case_conv_bad_pad_mode():
    return nn.Conv2d(1, 1, 3, pad_mode="full")


def case_conv_padding_with_same():
    return nn.Conv2d(1, 1, 3, pad_mode="same", padding=1)


def case_conv_wrong_channels():
    return nn.Conv2d(2, 1, 3)(grid(1, 1, 4, 4))


def case_maxpool_bad_kernel():
    return nn.MaxPool2d(0)


def case_softmax_large_values():
    return nn.Softmax()(Tensor([[1000.0, 1000.0, 0.0]]))


def case_layer_in_float16():
    return nn.Dense(2, 2, weight_init="ones", bias_init="zeros").to_float(ms.float16)(grid(1, 2))


def case_sequential_network():
    net = nn.SequentialCell(
        nn.Conv2d(1, 2, 3, pad_mode="valid", weight_init="ones"),
        nn.ReLU(),
        nn.MaxPool2d(2, 2),
        nn.Flatten(),
        nn.Dense(8, 3, weight_init="ones", bias_init="zeros"),
    )
    return net(grid(1, 1, 6, 6)), [q.name for q in net.trainable_params()]


def case_get_activation():
    return nn.get_activation("relu")(grid(2, 2)), nn.get_activation("sigmoid")(grid(2, 2))


def case_get_activation_unknown():
    return nn.get_activation("no_such")


def case_functional_losses():
    logits, labels = grid(3, 3), Tensor([2, 0, 1], ms.int32)
    return (
        ops.cross_entropy(logits, labels),
        ops.mse_loss(grid(2, 2), grid(2, 2) + 1),
        ops.l1_loss(grid(2), grid(2) - 2),
    )


def case_accuracy_by_hand():
    logits = Tensor([[0.1, 0.9], [0.8, 0.2], [0.4, 0.6]])
    return (logits.argmax(1) == Tensor([1, 0, 0])).astype(ms.float32).mean()


def case_parameter_free_layer_has_no_parameters():
    return [q.name for q in nn.SequentialCell(nn.ReLU(), nn.Flatten()).get_parameters()]


def case_parameter_used_directly():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = Parameter(initializer("ones", (3, 2), ms.float32), name="w")

        def construct(self, x):
            return ops.matmul(x, self.w)

    return Net()(grid(2, 3))
