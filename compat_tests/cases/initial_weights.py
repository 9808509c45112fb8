"""Initial weights drawn under ms.set_seed: the same numbers as MindSpore, in the same order."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn
from mindspore.common.initializer import (
    Constant,
    HeNormal,
    HeUniform,
    Identity,
    Normal,
    One,
    Orthogonal,
    TruncatedNormal,
    Uniform,
    XavierNormal,
    XavierUniform,
    Zero,
    initializer,
)

MODES = ("pynative",)


def _seeded(seed, make):
    def case():
        ms.set_seed(seed)
        return make()

    return case


def weights(cell):
    return [Parameter(q, name=q.name) for q in cell.get_parameters()]


LAYERS = {
    "Dense": lambda: weights(nn.Dense(4, 3)),
    "Dense_large": lambda: weights(nn.Dense(64, 10)),
    "Dense_no_bias": lambda: weights(nn.Dense(4, 3, has_bias=False)),
    "Conv2d": lambda: weights(nn.Conv2d(2, 3, 3)),
    "Conv2d_bias": lambda: weights(nn.Conv2d(2, 3, 3, has_bias=True)),
    "Conv1d": lambda: weights(nn.Conv1d(2, 3, 3)),
    "Conv2dTranspose": lambda: weights(nn.Conv2dTranspose(2, 3, 3)),
    "Embedding": lambda: weights(nn.Embedding(5, 4)),
    "BatchNorm2d": lambda: weights(nn.BatchNorm2d(3)),
    "LayerNorm": lambda: weights(nn.LayerNorm((3,))),
    "two_layers": lambda: weights(nn.SequentialCell(nn.Dense(3, 4), nn.ReLU(), nn.Dense(4, 2))),
    "PReLU": lambda: weights(nn.PReLU(2)),
    "LSTM": lambda: weights(nn.LSTM(2, 3)),
    "GRU": lambda: weights(nn.GRU(2, 3)),
    "weight_init_normal": lambda: weights(nn.Dense(4, 3, weight_init="normal", bias_init="zeros")),
    "weight_init_xavier": lambda: weights(nn.Dense(4, 3, weight_init="xavier_uniform")),
    "weight_init_he_normal": lambda: weights(nn.Dense(4, 3, weight_init="he_normal")),
    "weight_init_truncated": lambda: weights(nn.Dense(4, 3, weight_init=TruncatedNormal(0.02))),
}
INITIALIZERS = {
    "Normal": Normal(),
    "Normal_mean": Normal(0.5, 2.0),
    "Uniform": Uniform(),
    "Uniform_scale": Uniform(1.0),
    "XavierNormal": XavierNormal(),
    "XavierUniform": XavierUniform(),
    "XavierUniform_gain": XavierUniform(2.0),
    "HeNormal": HeNormal(),
    "HeUniform": HeUniform(),
    "HeUniform_fan_out": HeUniform(mode="fan_out", nonlinearity="relu"),
    "TruncatedNormal": TruncatedNormal(),
    "TruncatedNormal_bounds": TruncatedNormal(1.0, 0.0, -1.0, 1.0),
    "Constant": Constant(3),
    "One": One(),
    "Zero": Zero(),
    "Identity": Identity(),
    "Orthogonal": Orthogonal(),
    "normal": "normal",
    "uniform": "uniform",
    "xavier_uniform": "xavier_uniform",
    "he_uniform": "he_uniform",
    "truncatedNormal": "truncatedNormal",
}
CASES = {
    **{f"layer_{name}": _seeded(42, make) for name, make in LAYERS.items()},
    **{
        f"initializer_{name}": _seeded(
            7, lambda init=init: initializer(init, (3, 4), ms.float32).init_data()
        )
        for name, init in INITIALIZERS.items()
    },
    **{
        f"seed_{seed}": _seeded(seed, lambda: initializer("uniform", (5,), ms.float32).init_data())
        for seed in (0, 1, 2, 12345, 2**31 - 1)
    },
}


def case_large_normal():
    ms.set_seed(3)
    return initializer(Normal(1.0), (100, 101), ms.float32).init_data()


def case_float16():
    ms.set_seed(3)
    return initializer(Normal(1.0), (2, 3), ms.float16).init_data()


def case_float64():
    ms.set_seed(3)
    return initializer(Uniform(1.0), (2, 3), ms.float64).init_data()


def case_numpy_seed_also_decides():
    np.random.seed(5)
    return initializer(Uniform(1.0), (4,), ms.float32).init_data()


def case_set_seed_seeds_numpy():
    ms.set_seed(5)
    return float(np.random.rand()), ms.get_seed()


def case_order_of_construction():
    ms.set_seed(5)
    first = nn.Dense(2, 2).weight
    second = nn.Dense(2, 2).weight
    ms.set_seed(5)
    again = nn.Dense(2, 2).weight
    return bool((first.asnumpy() == again.asnumpy()).all()), second


def case_lazy_init_data_called_twice():
    ms.set_seed(5)
    t = initializer(Uniform(1.0), (3,), ms.float32)
    return t.init_data(), t.init_data()


def case_drawn_when_constructed_or_when_read():
    ms.set_seed(5)
    a = initializer(Uniform(1.0), (3,), ms.float32)
    b = initializer(Uniform(1.0), (3,), ms.float32)
    second = b.init_data()
    return a.init_data(), second


def case_parameter_of_a_network_read_late():
    ms.set_seed(5)
    net = nn.SequentialCell(nn.Dense(2, 2), nn.Dense(2, 2))
    later = np.random.rand()
    return net[1].weight, net[0].weight, float(later)


def case_network_output():
    ms.set_seed(1)
    net = nn.SequentialCell(nn.Dense(3, 4), nn.Tanh(), nn.Dense(4, 2))
    return net(Tensor([[0.1, 0.2, 0.3]]))


def case_set_seed_negative():
    return ms.set_seed(-1)


def case_set_seed_not_int():
    return ms.set_seed(1.5)
