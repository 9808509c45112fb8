"""`mindspore.amp`: what computes in which precision at each level, lists, and training steps."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, amp, nn, ops

from compat_tests.layer_calls import filled, grid, outputs_and_gradients

LEVELS = ("O0", "O1", "O2", "O3", "auto")


class Images(nn.Cell):
    """Convolution, running statistics, activation, classes."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 2, pad_mode="valid", has_bias=True)
        self.norm = nn.BatchNorm2d(3)
        self.relu = nn.ReLU()
        self.flat = nn.Flatten()
        self.head = nn.Dense(12, 2)

    def construct(self, x):
        return self.head(self.flat(self.relu(self.norm(self.conv(x)))))


class Sentences(nn.Cell):
    """Dense, normalized, probabilities."""

    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(3, 4)
        self.norm = nn.LayerNorm((4,))
        self.softmax = nn.Softmax()

    def construct(self, x):
        return self.softmax(self.norm(self.dense(x)))


class Products(nn.Cell):
    """A weight that functions and Primitives multiply by, outside of any layer."""

    def __init__(self):
        super().__init__()
        self.weight = ms.Parameter(grid(3, 3), name="weight")
        self.product = ops.MatMul()

    def construct(self, x):
        a = self.product(x, self.weight)
        b = ops.relu(a)
        return a, b, a + 1.0, x * x


class Activated(nn.Cell):
    """Dense layers with activations, some of them in a list."""

    def __init__(self):
        super().__init__()
        self.layers = nn.SequentialCell([nn.Dense(3, 4, activation="sigmoid"), nn.Dense(4, 2)])
        self.last = nn.Sigmoid()

    def construct(self, x):
        return self.last(self.layers(x))


class Own(nn.Cell):
    """A layer whose precision the program chose."""

    def __init__(self):
        super().__init__()
        self.full = nn.Dense(3, 3).to_float(ms.float32)
        self.rest = nn.Dense(3, 3)

    def construct(self, x):
        return self.rest(self.full(x))


def at_level(make, level, *inputs):
    """Return a case: outputs and gradients of a network at a level."""

    def case():
        net = amp.auto_mixed_precision(filled(make()), level)
        return outputs_and_gradients(net, [grid(*shape) for shape in inputs])

    return case


NETS = {
    "dense": (lambda: nn.SequentialCell(nn.Dense(3, 2)), (2, 3)),
    "dense_alone": (lambda: nn.Dense(3, 2), (2, 3)),
    "images": (Images, (2, 2, 3, 3)),
    "sentences": (Sentences, (2, 3)),
    "activated": (Activated, (2, 3)),
    "own_precision": (Own, (2, 3)),
    "normalized": (lambda: nn.SequentialCell(nn.Dense(3, 4), nn.BatchNorm1d(4)), (2, 3)),
}
CASES = {
    f"{name}_{level}": at_level(make, level, *inputs)
    for name, (make, *inputs) in NETS.items()
    for level in LEVELS
}


def products(level):
    """Return a case: what operators outside of layers give."""
    return lambda: amp.auto_mixed_precision(Products(), level)(grid(3, 3))


CASES.update({f"products_{level}": products(level) for level in LEVELS})


def small(dtype):
    """Return positive numbers below 1."""
    return Tensor((np.arange(9).reshape(3, 3) * 4 % 9 / 10 + 0.05).astype(np.float32)).astype(dtype)


OPERATORS = {
    "matmul": lambda x, y: ops.matmul(x, y),
    "matmul_sign": lambda x, y: x @ y,
    "matmul_method": lambda x, y: x.matmul(y),
    "BatchMatMul": lambda x, y: ops.BatchMatMul()(x, y),
    "dense": lambda x, y: ops.dense(x, y, y[0]),
    "prelu": lambda x, y: ops.prelu(x - 0.5, y[0]),
    "mv": lambda x, y: ops.mv(x, y[0]),
    "inner": lambda x, y: ops.inner(x, y),
    "conv2d": lambda x, y: ops.conv2d(x.reshape(1, 1, 3, 3), y[:2, :2].reshape(1, 1, 2, 2)),
    "exp": lambda x, y: ops.exp(x),
    "exp_method": lambda x, y: x.exp(),
    "log": lambda x, y: ops.log(x),
    "power": lambda x, y: x**2,
    "pow": lambda x, y: ops.pow(x, y),
    "rsqrt": lambda x, y: ops.rsqrt(x),
    "tan": lambda x, y: ops.tan(x),
    "softmax": lambda x, y: ops.softmax(x),
    "log_softmax": lambda x, y: ops.log_softmax(x),
    "sum_method": lambda x, y: x.sum(),
    "ReduceSum": lambda x, y: ops.ReduceSum()(x),
    "mean": lambda x, y: ops.mean(x),
    "prod": lambda x, y: ops.prod(x),
    "cumsum": lambda x, y: ops.cumsum(x, 0),
    "mse_loss": lambda x, y: ops.mse_loss(x, y),
    "smooth_l1_loss": lambda x, y: ops.smooth_l1_loss(x, y),
    "kl_div": lambda x, y: ops.kl_div(x, y),
    "cross_entropy": lambda x, y: ops.cross_entropy(x, Tensor([0, 1, 2], ms.int32)),
    "relu": lambda x, y: ops.relu(x),
    "sigmoid": lambda x, y: ops.sigmoid(x),
    "add": lambda x, y: x + y,
    "concat": lambda x, y: ops.cat((x, y)),
    "addn": lambda x, y: ops.addn((x, y)),
    "addcmul": lambda x, y: ops.addcmul(x, y, y, 0.5),
}


def operator(function):
    """Return a case: an operator at level "auto", on float32 and on float16."""

    def case():
        lowered = amp.auto_mixed_precision(lambda x, y: function(x, y), "auto")
        return [lowered(small(t), small(t).T) for t in (ms.float32, ms.float16)]

    return case


CASES.update({f"auto_{name}": operator(function) for name, function in OPERATORS.items()})
PYNATIVE_ONLY = {f"auto_{name}" for name in OPERATORS}


def case_what_levels_return():
    nets = [amp.auto_mixed_precision(nn.SequentialCell(nn.Dense(2, 2)), x) for x in LEVELS]
    return [
        [{p.dtype for p in net.get_parameters()}, [p.name for p in net.get_parameters()]]
        for net in nets
    ] + [net._amp_level for net in nets[1:]]


def case_level_O1_leaves_the_network():
    net = filled(nn.SequentialCell(nn.Dense(3, 2)))
    lowered = amp.auto_mixed_precision(net, "O1")
    return lowered is net, isinstance(lowered, nn.SequentialCell)


def case_levels_auto_and_O0_return_the_network():
    net = nn.Dense(2, 2)
    return amp.auto_mixed_precision(net) is net, amp.auto_mixed_precision(net, "auto") is net


def case_level_O1_shares_parameters():
    net = nn.Dense(2, 2)
    lowered = amp.auto_mixed_precision(net, "O1")
    return all(p is q for p, q in zip(net.get_parameters(), lowered.get_parameters(), strict=True))


def case_levels_add_up():
    net = amp.auto_mixed_precision(filled(nn.SequentialCell(nn.Dense(3, 2))), "O3")
    net = amp.auto_mixed_precision(net, "O2")
    return net(grid(2, 3)), net._amp_level


def case_training_flag():
    net = amp.auto_mixed_precision(Images(), "O2")
    net.set_train()
    return net.training, [cell.training for _, cell in net.cells_and_names()]


def case_running_statistics():
    net = filled(Images())
    amp.auto_mixed_precision(net, "O2").set_train()(grid(2, 2, 3, 3))
    return [(p.name, p) for p in net.get_parameters() if "moving" in p.name]


def case_lists():
    return [c.__name__ for c in amp.get_white_list()], [c.__name__ for c in amp.get_black_list()]


def case_lists_are_copies():
    amp.get_white_list().clear()
    amp.get_black_list().append(nn.Dense)
    return len(amp.get_white_list()), len(amp.get_black_list())


def custom(make, shape, **options):
    """Return a case: outputs and gradients of a network with a program's own lists."""

    def case():
        net = amp.custom_mixed_precision(filled(make()), **options)
        return outputs_and_gradients(net, [grid(*shape)])

    return case


CASES.update(
    custom_white_cell=custom(Sentences, (2, 3), white_list=[nn.Dense]),
    custom_white_softmax=custom(Sentences, (2, 3), white_list=[nn.Softmax]),
    custom_white_empty=custom(Sentences, (2, 3), white_list=[]),
    custom_white_primitive=custom(Products, (3, 3), white_list=[ops.ReLU]),
    custom_white_product=custom(lambda: nn.Dense(3, 2), (2, 3), white_list=[ops.MatMul]),
    custom_black_dense=custom(Sentences, (2, 3), black_list=[nn.Dense]),
    custom_black_empty=custom(Sentences, (2, 3), black_list=[]),
    custom_black_nested=custom(Activated, (2, 3), black_list=[nn.Dense]),
)


def trained(make, shape, **options):
    """Return a case: losses of three training steps, and the Parameters after them."""

    def case():
        net = filled(make())
        optimizer = nn.Momentum(net.trainable_params(), 0.125, 0.5)
        step = amp.build_train_network(net, optimizer, nn.MSELoss(), **options)
        losses = [step(grid(*shape), grid(shape[0], 2, step=0.11)) for _ in range(3)]
        return losses, list(net.get_parameters()), step.training

    return case


def unmanaged(**options):
    return {"level": "O2", "loss_scale_manager": None, **options}


def fixed(scale):
    return amp.FixedLossScaleManager(scale, drop_overflow_update=False)


CASES.update(
    train_O0=trained(Images, (2, 2, 3, 3)),
    train_O1=trained(Images, (2, 2, 3, 3), level="O1"),
    train_O2=trained(Images, (2, 2, 3, 3), **unmanaged()),
    train_O2_without_batchnorm=trained(
        Images, (2, 2, 3, 3), **unmanaged(keep_batchnorm_fp32=False)
    ),
    train_O2_in_float32=trained(Images, (2, 2, 3, 3), **unmanaged(cast_model_type=ms.float32)),
    train_O3=trained(Images, (2, 2, 3, 3), level="O3"),
    train_O3_with_batchnorm=trained(Images, (2, 2, 3, 3), level="O3", keep_batchnorm_fp32=True),
    train_auto=trained(Activated, (2, 3), level="auto"),
    train_scaled=trained(Activated, (2, 3), level="O3", loss_scale_manager=fixed(64.0)),
    train_O0_in_float16=trained(Activated, (2, 3), cast_model_type=ms.float16),
    train_O2_manager=trained(Activated, (2, 3), level="O2"),
)


def case_train_network_kinds():
    def built(**options):
        net = nn.Dense(2, 2)
        step = amp.build_train_network(net, nn.SGD(net.trainable_params()), **options)
        return type(step).__name__, type(step.network).__name__, step.sens

    return [
        built(),
        built(loss_fn=nn.MSELoss()),
        built(loss_fn=nn.MSELoss(), level="O3"),
        built(level="O3", loss_scale_manager=fixed(64.0)),
    ]


# Loss scalers


def floats():
    return Tensor([1.5, -2.0]), Tensor([0.3, 4.0], ms.float16)


def scaled(make_inputs):
    """Return a case: what a scaler makes of inputs."""

    def case():
        scaler = amp.StaticLossScaler(8)
        return scaler.scale(make_inputs()), scaler.unscale(make_inputs())

    return case


CASES.update(
    scale_tensor=scaled(lambda: floats()[0]),
    scale_float16=scaled(lambda: floats()[1]),
    scale_int=scaled(lambda: Tensor([16, 3])),
    scale_tuple=scaled(floats),
    scale_list=scaled(lambda: list(floats())),
    scale_nested=scaled(lambda: (floats(), floats()[0])),
    scale_dict=scaled(lambda: {"a": floats()[0]}),
    scale_empty=scaled(tuple),
    scale_number=scaled(lambda: 3.0),
    scale_none=scaled(lambda: None),
)


def case_gradient_of_a_scaled_loss():
    scaler = amp.StaticLossScaler(4.0)
    return ms.grad(lambda x: scaler.unscale(scaler.scale(x * x).sum() * 2.0))(floats()[0])


def case_scaler_attributes():
    scaler = amp.DynamicLossScaler(4, 2, 3)
    state = scaler.scale_value, scaler.counter
    return state, scaler.scale_factor, scaler.scale_window, amp.StaticLossScaler(2).adjust(True)


def adjusted(scale, factor, window, finite):
    """Return a case: the states of a scaler through steps."""

    def case():
        scaler = amp.DynamicLossScaler(scale, factor, window)
        states = []
        for f in finite:
            result = scaler.adjust(Tensor(f))
            states.append(
                (result, scaler.scale_value.asnumpy().copy(), scaler.counter.asnumpy().copy())
            )
        return states

    return case


CASES.update(
    adjust_grows=adjusted(4, 2, 2, [True] * 5),
    adjust_shrinks=adjusted(3.0, 2, 3, [True, False, False, False]),
    adjust_counts_anew=adjusted(8, 4, 3, [True, True, False, True, True, True]),
    adjust_stays_finite=adjusted(2.0**127, 2, 1, [True, True]),
)


def finite(make):
    return lambda: amp.all_finite(make())


CASES.update(
    all_finite_yes=finite(floats),
    all_finite_list=finite(lambda: list(floats())),
    all_finite_infinite=finite(lambda: (floats()[0], Tensor([np.inf], ms.float16))),
    all_finite_nan=finite(lambda: (Tensor([[np.nan, 1.0]]), floats()[0])),
    all_finite_ints=finite(lambda: (Tensor([1, 2]),)),
    all_finite_tensor=finite(lambda: floats()[0]),
    all_finite_empty=finite(tuple),
    all_finite_number=finite(lambda: (3.0,)),
    all_finite_nested=finite(lambda: (floats(),)),
)


class Rising(amp.LossScaler):
    """A scaler of a program's own."""

    def __init__(self):
        self.scale_value = ms.Parameter(Tensor(2.0), name="scale_value")

    def scale(self, inputs):
        return inputs * self.scale_value

    def unscale(self, inputs):
        return inputs / self.scale_value

    def adjust(self, grads_finite):
        ops.assign(self.scale_value, self.scale_value + 1.0)
        return True


def case_own_scaler():
    scaler = Rising()
    scaler.adjust(Tensor(True))
    return scaler.scale(floats()[0]), scaler.scale_value


def case_steps_with_a_scaler():
    net, scaler = filled(nn.Dense(3, 2)), amp.DynamicLossScaler(2.0**10, 2, 2)
    optimizer = nn.SGD(net.trainable_params(), 0.0625)
    loss_fn = nn.MSELoss()

    def forward(x, y):
        return scaler.scale(loss_fn(net(x), y))

    grad_fn = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(x, y):
        loss, grads = grad_fn(x, y)
        grads = scaler.unscale(grads)
        good = amp.all_finite(grads)
        if good:
            optimizer(grads)
        scaler.adjust(good)
        return scaler.unscale(loss), good, scaler.scale_value.asnumpy().copy()

    bad = Tensor(np.full((2, 3), np.inf, np.float32))
    steps = [step(x, grid(2, 2)) for x in (grid(2, 3), grid(2, 3), bad, grid(2, 3))]
    return steps, net.weight


# Managers


def case_fixed_manager():
    manager = amp.FixedLossScaleManager(64.0, False)
    manager.update_loss_scale(True)
    kept = amp.FixedLossScaleManager()
    return (
        [manager.get_loss_scale(), manager.get_drop_overflow_update(), manager.get_update_cell()],
        [kept.get_loss_scale(), kept.get_drop_overflow_update()],
        kept.get_update_cell(),
    )


def case_dynamic_manager():
    manager = amp.DynamicLossScaleManager(8, 2, 3)
    scales = []
    for overflow in (False, False, False, True, False, False, False, True, True, True, True, True):
        manager.update_loss_scale(overflow)
        scales.append((manager.get_loss_scale(), manager.cur_iter, manager.bad_step))
    cell = manager.get_update_cell()
    return scales, manager.get_drop_overflow_update(), cell, cell.get_loss_scale()


def case_dynamic_manager_defaults():
    return amp.DynamicLossScaleManager().__dict__


def case_dynamic_manager_gives_up():
    manager = amp.DynamicLossScaleManager(8, 2, 3)
    for _ in range(1001):
        manager.update_loss_scale(True)


def case_base_manager():
    manager = amp.LossScaleManager()
    return manager.get_loss_scale(), manager.update_loss_scale(True), manager.get_update_cell()


def case_other_paths():
    from mindspore.train import loss_scale_manager
    from mindspore.train.amp import auto_mixed_precision, build_train_network

    return [
        ms.DynamicLossScaleManager is amp.DynamicLossScaleManager,
        ms.FixedLossScaleManager is loss_scale_manager.FixedLossScaleManager,
        ms.LossScaleManager is loss_scale_manager.LossScaleManager,
        ms.train.DynamicLossScaleManager is amp.DynamicLossScaleManager,
        ms.train.build_train_network is build_train_network is ms.build_train_network,
        auto_mixed_precision is amp.auto_mixed_precision,
    ]


# What is refused


def dense():
    return nn.Dense(2, 2)


def build(optimizer=None, loss_fn=None, **options):
    net = dense()
    return amp.build_train_network(
        net, optimizer or nn.SGD(net.trainable_params()), loss_fn, **options
    )


REFUSED = {
    "no_cell": lambda: amp.auto_mixed_precision(1, "O1"),
    "no_function": lambda: amp.auto_mixed_precision(1, "auto"),
    "function_O2": lambda: amp.auto_mixed_precision(lambda x: x, "O2"),
    "level": lambda: amp.auto_mixed_precision(dense(), "O4"),
    "level_type": lambda: amp.auto_mixed_precision(dense(), 1),
    "dtype": lambda: amp.auto_mixed_precision(dense(), "O0", ms.float32),
    "custom_no_cell": lambda: amp.custom_mixed_precision(3, black_list=[]),
    "custom_no_list": lambda: amp.custom_mixed_precision(dense()),
    "custom_two_lists": lambda: amp.custom_mixed_precision(dense(), white_list=[], black_list=[]),
    "custom_dtype": lambda: amp.custom_mixed_precision(dense(), black_list=[], dtype=ms.float64),
    "custom_tuple": lambda: amp.custom_mixed_precision(dense(), black_list=(nn.Dense,)),
    "custom_instance": lambda: amp.custom_mixed_precision(dense(), white_list=[3]),
    "custom_class": lambda: amp.custom_mixed_precision(dense(), white_list=[int]),
    "custom_black_primitive": lambda: amp.custom_mixed_precision(dense(), black_list=[ops.ReLU]),
    "train_optimizer": lambda: build(3),
    "train_network": lambda: amp.build_train_network(3, nn.SGD(dense().trainable_params())),
    "train_loss": lambda: build(loss_fn=lambda x, y: x),
    "train_level": lambda: build(level="O4"),
    "train_level_type": lambda: build(level=1),
    "train_boost": lambda: build(boost_level="O3"),
    "train_option": lambda: build(scale=3),
    "train_cast": lambda: build(cast_model_type=ms.bfloat16),
    "train_batchnorm": lambda: build(keep_batchnorm_fp32=3),
    "train_manager": lambda: build(loss_scale_manager=3),
    "static_small": lambda: amp.StaticLossScaler(0.5),
    "static_str": lambda: amp.StaticLossScaler("8"),
    "static_bool": lambda: amp.StaticLossScaler(True),
    "dynamic_small": lambda: amp.DynamicLossScaler(0.5, 2, 2),
    "dynamic_factor": lambda: amp.DynamicLossScaler(2, 0, 2),
    "dynamic_factor_float": lambda: amp.DynamicLossScaler(2, 1.5, 2),
    "dynamic_factor_bool": lambda: amp.DynamicLossScaler(2, True, 2),
    "dynamic_window": lambda: amp.DynamicLossScaler(2, 2, 0),
    "abstract": lambda: amp.LossScaler(),
    "adjust_bool": lambda: amp.DynamicLossScaler(2, 2, 2).adjust(True),
    "adjust_shape": lambda: amp.DynamicLossScaler(2, 2, 2).adjust(Tensor([True])),
    "fixed_small": lambda: amp.FixedLossScaleManager(0.5),
    "manager_small": lambda: amp.DynamicLossScaleManager(0.5),
    "manager_factor": lambda: amp.DynamicLossScaleManager(scale_factor=0),
    "manager_window": lambda: amp.DynamicLossScaleManager(scale_window=0),
    "manager_window_float": lambda: amp.DynamicLossScaleManager(scale_window=1.5),
}
CASES.update({f"refused_{name}": call for name, call in REFUSED.items()})
