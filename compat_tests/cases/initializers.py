"""Initializers as objects: their values for every option and kind of shape; what they refuse."""

import mindspore as ms
import numpy as np
from mindspore import Tensor
from mindspore.common import initializer as init

MODES = ("pynative",)


def _filled(make, *shape, dtype=ms.float32):
    def case():
        ms.set_seed(11)
        return init.initializer(make(), shape, dtype).init_data()

    return case


def _called(make, *shape):
    """Return a case: an initializer fills a NumPy array."""

    def case():
        ms.set_seed(11)
        values = np.full(shape, 9.0, np.float32)
        make()(values)
        return values

    return case


ROWS = {
    "Constant": (lambda: init.Constant(2.5), 2, 3),
    "Constant_int": (lambda: init.Constant(-3), 4),
    "Constant_array": (lambda: init.Constant(np.array([1.0, 2.0])), 3, 2),
    "Dirac": (lambda: init.Dirac(), 3, 2, 3),
    "Dirac_groups": (lambda: init.Dirac(2), 4, 2, 3, 3),
    "Dirac_volume": (lambda: init.Dirac(), 2, 3, 2, 3, 1),
    "HeNormal": (lambda: init.HeNormal(), 3, 4),
    "HeNormal_fan_out": (lambda: init.HeNormal(0.5, "fan_out"), 3, 4, 2),
    "HeNormal_relu": (lambda: init.HeNormal(mode="fan_in", nonlinearity="relu"), 2, 3),
    "HeUniform": (lambda: init.HeUniform(), 3, 4),
    "HeUniform_slope": (lambda: init.HeUniform(5**0.5), 3, 2, 2, 2),
    "HeUniform_tanh": (lambda: init.HeUniform(nonlinearity="tanh"), 3, 4),
    "Identity": (lambda: init.Identity(), 3, 3),
    "Identity_wide": (lambda: init.Identity(), 2, 4),
    "Normal": (lambda: init.Normal(), 3, 4),
    "Normal_options": (lambda: init.Normal(0.5, -2.0), 5),
    "One": (lambda: init.One(), 2, 2),
    "Orthogonal": (lambda: init.Orthogonal(), 3, 3),
    "Orthogonal_gain_tall": (lambda: init.Orthogonal(2.0), 4, 2),
    "Orthogonal_wide_volume": (lambda: init.Orthogonal(), 2, 2, 3),
    "Sparse": (lambda: init.Sparse(0.4), 5, 3),
    "Sparse_sigma": (lambda: init.Sparse(0.1, 1.0), 4, 2),
    "TruncatedNormal": (lambda: init.TruncatedNormal(), 3, 4),
    "TruncatedNormal_bounds": (lambda: init.TruncatedNormal(2.0, 1.0, 0.0, 3.0), 12),
    "Uniform": (lambda: init.Uniform(), 3, 4),
    "Uniform_scale": (lambda: init.Uniform(2), 5),
    "VarianceScaling": (lambda: init.VarianceScaling(), 3, 4),
    "VarianceScaling_fan_out": (lambda: init.VarianceScaling(2.0, "fan_out", "uniform"), 3, 4),
    "VarianceScaling_fan_avg": (
        lambda: init.VarianceScaling(0.5, "fan_avg", "untruncated_normal"),
        3,
        4,
        2,
    ),
    "XavierNormal": (lambda: init.XavierNormal(), 3, 4),
    "XavierNormal_gain": (lambda: init.XavierNormal(2), 3, 4, 2, 2),
    "XavierUniform": (lambda: init.XavierUniform(), 3, 4),
    "XavierUniform_gain": (lambda: init.XavierUniform(0.5), 3, 4, 2),
    "Zero": (lambda: init.Zero(), 2, 2),
}
ERRORS = {
    "Constant_text": lambda: _filled(lambda: init.Constant("1"), 2)(),
    "Dirac_rank": lambda: _filled(lambda: init.Dirac(), 3, 2)(),
    "Dirac_groups": lambda: _filled(lambda: init.Dirac(2), 3, 2, 2)(),
    "HeNormal_rank": lambda: _filled(lambda: init.HeNormal(), 3)(),
    "HeUniform_mode": lambda: _filled(lambda: init.HeUniform(mode="fan_avg"), 3, 4)(),
    "HeUniform_nonlinearity": lambda: _filled(lambda: init.HeUniform(nonlinearity="x"), 3, 4)(),
    "HeUniform_slope": lambda: _filled(lambda: init.HeUniform("0"), 3, 4)(),
    "Identity_rank": lambda: _filled(lambda: init.Identity(), 3)(),
    "Normal_sigma": lambda: _filled(lambda: init.Normal(-1.0), 3)(),
    "Orthogonal_rank": lambda: _filled(lambda: init.Orthogonal(), 3)(),
    "Sparse_rank": lambda: _filled(lambda: init.Sparse(0.5), 3)(),
    "Sparse_sigma": lambda: _filled(lambda: init.Sparse(0.5, -1.0), 3, 3)(),
    "TruncatedNormal_sigma": lambda: _filled(lambda: init.TruncatedNormal(-1.0), 3)(),
    "TruncatedNormal_sigma_zero": lambda: _filled(lambda: init.TruncatedNormal(0.0), 3)(),
    "TruncatedNormal_bounds": lambda: _filled(lambda: init.TruncatedNormal(1, 0, 2, 1), 3)(),
    "Uniform_text": lambda: _filled(lambda: init.Uniform("1"), 3)(),
    "VarianceScaling_scale": lambda: init.VarianceScaling(0),
    "VarianceScaling_mode": lambda: init.VarianceScaling(1.0, "fan"),
    "VarianceScaling_distribution": lambda: init.VarianceScaling(1.0, "fan_in", "normal"),
    "XavierNormal_rank": lambda: _filled(lambda: init.XavierNormal(), 3)(),
    "XavierUniform_rank": lambda: _filled(lambda: init.XavierUniform(), 3)(),
    "name": lambda: init.initializer("unknown", (2,)),
    "type": lambda: init.initializer([1.0], (2,)),
    "shape": lambda: init.initializer("ones", (2, 0)),
    "shape_type": lambda: init.initializer("ones", (2.0,)),
    "tensor_shape": lambda: init.initializer(Tensor([1.0]), (2,)),
}
CASES = {
    **{f"tensor_{name}": _filled(*row) for name, row in ROWS.items()},
    **{f"array_{name}": _called(*row) for name, row in ROWS.items()},
    "float16": _filled(lambda: init.XavierUniform(), 2, 3, dtype=ms.float16),
    "float64": _filled(lambda: init.HeNormal(), 2, 3, dtype=ms.float64),
    "int32": _filled(lambda: init.Constant(3), 2, dtype=ms.int32),
    **{f"error_{name}": call for name, call in ERRORS.items()},
}


class Ramp(init.Initializer):
    """An initializer of a user's own."""

    def __init__(self, start=0.0):
        super().__init__(start=start)
        self.start = start

    def _initialize(self, arr):
        arr[...] = np.arange(arr.size).reshape(arr.shape) + self.start


def case_own_initializer():
    return init.initializer(Ramp(1.0), (2, 3), ms.float32).init_data()


def case_arguments_of_initializer():
    return [
        init.initializer("ones", 3).init_data(),
        init.initializer(1, [2, 1]).init_data(),
        init.initializer(True, (2,)).init_data(),
        init.initializer(Tensor([1.0, 2.0]), (2,)),
        init.initializer(init.One(), (2,), ms.int64).init_data(),
    ]
