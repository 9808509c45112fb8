"""Misuse of the API: the classes of the exceptions, and what a message has to name.

Each row of MISUSE is a call and a text that msjax's message must contain: the value that was given,
its type, its shape, or the argument that is missing or unknown (see `test_errors.py`).
"""

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, mint, nn, ops
from mindspore.common.initializer import Normal, initializer

MODES = ("pynative",)


def x(*shape):
    return Tensor(np.ones(shape, np.float32))


def whole(*shape):
    return Tensor(np.ones(shape, np.int32))


def parameters():
    return [Parameter(x(2), name="w"), Parameter(x(2), name="b")]


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(x(2), name="w")

    def construct(self, y):
        return self.w * y


OPERATORS = {
    "add_shapes": (lambda: ops.add(x(2, 3), x(4)), "4"),
    "add_str": (lambda: ops.add(x(2), "a"), "str"),
    "add_missing": (lambda: ops.add(x(2)), "other"),
    "add_unknown_keyword": (lambda: ops.add(x(2), x(2), out=None), "out"),
    "mul_none": (lambda: ops.mul(x(2), None), "None"),
    "operator_plus_str": (lambda: x(2) + "a", "str"),
    "operator_plus_dict": (lambda: x(2) + {}, "dict"),
    "matmul_shapes": (lambda: ops.matmul(x(2, 3), x(2, 3)), "[2, 3]"),
    "matmul_scalar": (lambda: ops.matmul(x(), x(2)), "[]"),
    "MatMul_rank": (lambda: ops.MatMul()(x(2), x(2)), "1"),
    "sum_axis_range": (lambda: ops.sum(x(2, 3), 5), "5"),
    "mean_axis_range": (lambda: ops.mean(x(2, 3), 2), "2"),
    "mean_axis_str": (lambda: ops.mean(x(2, 3), "a"), "a"),
    "max_axis_range": (lambda: ops.max(x(2, 3), 4), "4"),
    "softmax_axis_range": (lambda: ops.softmax(x(2, 3), 3), "3"),
    "softmax_int": (lambda: ops.softmax(whole(2, 3)), "int32"),
    "reshape_size": (lambda: ops.reshape(x(2, 3), (4, 2)), "4"),
    "reshape_two_unknown": (lambda: ops.reshape(x(2, 3), (-1, -1)), "-1"),
    "reshape_str": (lambda: ops.reshape(x(2, 3), "a"), "str"),
    "transpose_short": (lambda: ops.transpose(x(2, 3), (0,)), "0"),
    "transpose_repeated": (lambda: ops.transpose(x(2, 3), (0, 0)), "0, 0"),
    "concat_shapes": (lambda: ops.cat((x(2, 3), x(2, 4, 1))), "[2, 4, 1]"),
    "concat_tensor": (lambda: ops.cat(x(2, 3)), "Tensor"),
    "stack_shapes": (lambda: ops.stack((x(2), x(3))), "3"),
    "split_size": (lambda: ops.split(x(4), "a"), "str"),
    "expand_dims_axis": (lambda: ops.expand_dims(x(2), 5), "5"),
    "one_hot_float": (lambda: ops.one_hot(x(2), 3, x(), x()), "float32"),
    "where_missing": (lambda: ops.where(Tensor([True])), "input"),
    "cast_str": (lambda: ops.cast(x(2), "nonsense"), "nonsense"),
    "clip_no_bounds": (lambda: ops.clamp(x(2)), "None"),
    "dropout_p": (lambda: ops.dropout(x(2), p=1.5), "1.5"),
    "pad_length": (lambda: ops.pad(x(2, 3), (1,)), "1"),
    "conv2d_rank": (lambda: ops.conv2d(x(2, 3), x(1, 1, 1, 1)), "2"),
    "topk_k": (lambda: ops.topk(x(3), 5), "5"),
    "eye_float": (lambda: ops.eye(2.5), "2.5"),
    "zeros_negative": (lambda: ops.zeros((-1, 2)), "-1"),
    "arange_step_zero": (lambda: ops.arange(0, 5, 0), "0"),
    "linspace_steps": (lambda: ops.linspace(0, 1, 0), "0"),
    "cumsum_axis": (lambda: ops.cumsum(x(2), 3), "3"),
    "Softmax_axis": (lambda: ops.Softmax(axis="a")(x(2)), "a"),
    "mint_add_alpha": (lambda: mint.add(x(2), x(2), beta=1), "beta"),
    "cross_entropy_reduction": (
        lambda: ops.cross_entropy(x(2, 3), whole(2), reduction="avg"),
        "avg",
    ),
}

TENSORS = {
    "tensor_of_str_dtype": (lambda: Tensor([1.0], dtype="float32x"), "float32x"),
    "tensor_of_object": (lambda: Tensor(object()), "object"),
    "tensor_ragged": (lambda: Tensor([[1, 2], [3]]), "[[1, 2], [3]]"),
    "index_range": (lambda: x(2)[5], "5"),
    "index_str": (lambda: x(2)["a"], "str"),
    "index_float": (lambda: x(2)[1.5], "1.5"),
    "index_too_many": (lambda: x(2)[0, 0], "[2]"),
    "setitem_shape": (lambda: x(2, 3).__setitem__(0, x(4)), "4"),
    "setitem_str": (lambda: x(2).__setitem__(0, "a"), "str"),
    "bool_of_many": (lambda: bool(x(2)), "2"),
    "float_of_many": (lambda: float(x(2)), "[2]"),
    "item_of_many": (lambda: x(2).item(), "2"),
    "len_of_scalar": (lambda: len(x()), "0"),
    "iter_of_scalar": (lambda: list(x()), "0"),
    "method_unknown": (lambda: x(2).nonsense(), "nonsense"),
    "view_size": (lambda: x(2, 3).view(4), "4"),
    "astype_str": (lambda: x(2).astype("nonsense"), "nonsense"),
    "copy_shapes": (lambda: x(2).copy_(x(3)), "3"),
}

PARAMETERS = {
    "name_int": (lambda: Parameter(x(2), name=3), "int"),
    "set_data_type": (lambda: Parameter(x(2), name="w").set_data("a"), "str"),
    "requires_grad_type": (lambda: Parameter(x(2), name="w", requires_grad=1), "1"),
    "layerwise_type": (lambda: Parameter(x(2), name="w", layerwise_parallel=2), "2"),
    "tuple_of_tensors": (lambda: ParameterTuple([x(2)]), "Tensor"),
    "tuple_of_same_names": (
        lambda: ParameterTuple([Parameter(x(2), name="w"), Parameter(x(2), name="w")]),
        "w",
    ),
    "assign_shape": (lambda: ops.assign(Parameter(x(2), name="w"), x(3)), "3"),
}

CELLS = {
    "cell_missing_input": (lambda: Net()(), "y"),
    "cell_too_many_inputs": (lambda: Net()(x(2), x(2)), "3"),
    "cell_unknown_attribute": (lambda: Net().nonsense, "nonsense"),
    "insert_child_name": (lambda: Net().insert_child_to_cell(1, Net()), "int"),
    "insert_child_type": (lambda: Net().insert_child_to_cell("a", 1), "int"),
    "insert_param_type": (lambda: Net().insert_param_to_cell("a", 1), "int"),
    "sequential_type": (lambda: nn.SequentialCell([1]), "int"),
    "cell_list_type": (lambda: nn.CellList([1]), "int"),
    "parameter_before_init": (lambda: type("N", (nn.Cell,), {"__init__": _no_super})(), "__init__"),
    "dense_zero": (lambda: nn.Dense(0, 1), "0"),
    "dense_float": (lambda: nn.Dense(1.5, 1), "float"),
    "dense_bias_type": (lambda: nn.Dense(1, 1, has_bias=1), "int"),
    "dense_activation": (lambda: nn.Dense(1, 1, activation="nonsense"), "nonsense"),
    "dense_input_shape": (lambda: nn.Dense(3, 2)(x(2, 4)), "4"),
    "dense_weight_shape": (lambda: nn.Dense(3, 2, weight_init=x(3, 2)), "3"),
    "conv_kernel": (lambda: nn.Conv2d(1, 1, 0), "0"),
    "conv_pad_mode": (lambda: nn.Conv2d(1, 1, 3, pad_mode="nonsense"), "nonsense"),
    "conv_padding_in_same": (lambda: nn.Conv2d(1, 1, 3, pad_mode="same", padding=1), "same"),
    "conv_group": (lambda: nn.Conv2d(3, 4, 3, group=2), "2"),
    "conv_input_channels": (lambda: nn.Conv2d(3, 4, 3)(x(1, 2, 8, 8)), "2"),
    "batch_norm_features": (lambda: nn.BatchNorm2d(0), "0"),
    "batch_norm_momentum": (lambda: nn.BatchNorm2d(3, momentum=2), "2"),
    "batch_norm_input": (lambda: nn.BatchNorm2d(3)(x(2, 3)), "2"),
    "layer_norm_shape": (lambda: nn.LayerNorm(3), "int"),
    "dropout_rate": (lambda: nn.Dropout(p=1.5), "1.5"),
    "embedding_index": (lambda: nn.Embedding(3, 2, padding_idx=5), "5"),
    "max_pool_kernel": (lambda: nn.MaxPool2d(kernel_size=0), "0"),
    "get_activation": (lambda: nn.get_activation("nonsense"), "nonsense"),
}


def _no_super(self):
    self.w = Parameter(x(2), name="w")


GRADIENTS = {
    "grad_operation_get_all": (lambda: ops.GradOperation(get_all=1), "int"),
    "grad_operation_sens": (lambda: ops.GradOperation(sens_param="a"), "str"),
    "grad_operation_on_int": (lambda: ops.GradOperation()(3)(x(2)), "int"),
    "grad_of_int": (lambda: ms.grad(3)(x(2)), "int"),
    "grad_position_str": (lambda: ms.grad(ops.sin, "a"), "a"),
    "grad_position_negative": (lambda: ms.grad(ops.sin, -1)(x(2)), "-1"),
    "grad_position_range": (lambda: ms.grad(ops.sin, 3)(x(2)), "3"),
    "grad_nothing": (lambda: ms.grad(ops.sin, None)(x(2)), "None"),
    "grad_aux_single": (lambda: ms.grad(ops.sin, has_aux=True)(x(2)), "has_aux"),
    "value_and_grad_aux_type": (lambda: ms.value_and_grad(ops.sin, has_aux=1)(x(2)), "int"),
    "vmap_axes_size": (lambda: ms.vmap(ops.add, (0, 0))(x(2), x(3)), "3"),
    "vmap_axes_count": (lambda: ms.vmap(ops.add, (0, 0, 0))(x(2), x(2)), "3"),
    "jvp_tangent_shape": (lambda: ms.jvp(ops.sin, x(2), x(3)), "3"),
}

OPTIMIZERS = {
    "learning_rate_negative": (lambda: nn.SGD(parameters(), learning_rate=-1.0), "-1"),
    "learning_rate_str": (lambda: nn.SGD(parameters(), learning_rate="a"), "a"),
    "no_parameters": (lambda: nn.Adam([]), "parameters"),
    "parameters_of_int": (lambda: nn.Adam([1, 2]), "int"),
    "parameters_not_a_list": (lambda: nn.Adam(1), "int"),
    "duplicate_names": (
        lambda: nn.Adam([Parameter(x(2), name="w"), Parameter(x(2), name="w")]),
        "w",
    ),
    "group_unknown_key": (lambda: nn.Adam([{"params": parameters(), "nonsense": 1}]), "nonsense"),
    "group_without_params": (lambda: nn.Adam([{"lr": 0.1}]), "params"),
    "weight_decay_negative": (lambda: nn.Adam(parameters(), weight_decay=-1.0), "-1"),
    "weight_decay_str": (lambda: nn.Adam(parameters(), weight_decay="a"), "str"),
    "loss_scale_zero": (lambda: nn.Adam(parameters(), loss_scale=0.0), "0"),
    "beta_range": (lambda: nn.Adam(parameters(), beta1=1.5), "1.5"),
    "momentum_missing": (lambda: nn.Momentum(parameters(), 0.1), "momentum"),
    "momentum_negative": (lambda: nn.Momentum(parameters(), 0.1, -0.9), "-0.9"),
    "nesterov_without_momentum": (lambda: nn.SGD(parameters(), nesterov=True), "nesterov"),
}

THE_REST = {
    "mode_5": (lambda: ms.set_context(mode=5), "5"),
    "device_target": (lambda: ms.set_context(device_target="TPU9"), "TPU9"),
    "context_unknown": (lambda: ms.set_context(nonsense=1), "nonsense"),
    "get_context_unknown": (lambda: ms.get_context("nonsense"), "nonsense"),
    "seed_negative": (lambda: ms.set_seed(-1), "-1"),
    "seed_float": (lambda: ms.set_seed(1.5), "float"),
    "initializer_name": (lambda: initializer("nonsense", (2,)), "nonsense"),
    "initializer_shape": (lambda: initializer(Normal(), "a"), "a"),
    "initializer_negative_shape": (lambda: initializer("zeros", (-1, 2)), "-1"),
    "loss_reduction": (lambda: nn.MSELoss(reduction="avg"), "avg"),
    "loss_reduction_type": (lambda: nn.MSELoss(reduction=1), "1"),
    "loss_shapes": (lambda: nn.MSELoss()(x(2, 3), x(4)), "4"),
    "cross_entropy_labels": (lambda: nn.CrossEntropyLoss()(x(2, 3), whole(4)), "4"),
    "l1_missing": (lambda: nn.L1Loss()(x(2)), "labels"),
    "bce_shapes": (lambda: nn.BCELoss()(x(2), x(3)), "3"),
}

MISUSE = {**OPERATORS, **TENSORS, **PARAMETERS, **CELLS, **GRADIENTS, **OPTIMIZERS, **THE_REST}
CASES = {name: call for name, (call, _) in MISUSE.items()}
