"""Activations as layers: values and gradients over their options and dtypes; what they refuse."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn

from compat_tests.layer_calls import grid, outputs_and_gradients, refused, slopes, table

TWO = (2, 4)
# Zero, the edges of the pieces, and what overflows.
EDGES = [-200.0, -3.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 3.0, 6.0, 200.0]
# MindSpore rounds what tanh and exp give further out.
SMOOTH = [-2.0, -1.0, -0.5, -0.0, 0.0, 0.25, 0.5, 1.0, 2.0]

OPTIONS = {
    "CELU": (lambda: nn.CELU(), TWO),
    "CELU_alpha": (lambda: nn.CELU(2.5), TWO),
    "CELU_alpha_negative": (lambda: nn.CELU(-0.5), TWO),
    "ELU": (lambda: nn.ELU(), TWO),
    "FastGelu": (lambda: nn.FastGelu(), TWO),
    "GELU": (lambda: nn.GELU(), TWO),
    "GELU_exact": (lambda: nn.GELU(False), TWO),
    "GLU": (lambda: nn.GLU(), TWO),
    "GLU_axis": (lambda: nn.GLU(0), TWO),
    "HShrink": (lambda: nn.HShrink(), TWO),
    "HShrink_lambd": (lambda: nn.HShrink(1), TWO),
    "HSigmoid": (lambda: nn.HSigmoid(), TWO),
    "HSwish": (lambda: nn.HSwish(), TWO),
    "Hardtanh": (lambda: nn.Hardtanh(), TWO),
    "Hardtanh_range": (lambda: nn.Hardtanh(-0.25, 2), TWO),
    "LeakyReLU": (lambda: nn.LeakyReLU(0.05), TWO),
    "LogSigmoid": (lambda: nn.LogSigmoid(), TWO),
    "LogSoftmax_axis": (lambda: nn.LogSoftmax(0), TWO),
    "Mish": (lambda: nn.Mish(), [[-1.5, 0.75], [0.125, -0.25]]),
    "PReLU_channels": (lambda: nn.PReLU(2, [0.5, -0.25]), (2, 2, 3)),
    "RReLU_one_slope": (lambda: nn.RReLU(0.25, 0.25), TWO),
    "ReLU6": (lambda: nn.ReLU6(), TWO),
    "SeLU": (lambda: nn.SeLU(), TWO),
    "SiLU": (lambda: nn.SiLU(), TWO),
    "SoftShrink": (lambda: nn.SoftShrink(), TWO),
    "SoftShrink_lambd": (lambda: nn.SoftShrink(1), TWO),
    "Softmax_axis_tuple": (lambda: nn.Softmax((0,)), TWO),
    "Softmax2d": (lambda: nn.Softmax2d(), (1, 2, 2, 3)),
    "Softmax2d_three_axes": (lambda: nn.Softmax2d(), (2, 2, 3)),
    "Softmin": (lambda: nn.Softmin(), TWO),
    "Softmin_axis": (lambda: nn.Softmin(0), TWO),
    "Softsign": (lambda: nn.Softsign(), TWO),
    "Tanhshrink": (lambda: nn.Tanhshrink(), TWO),
    "Threshold": (lambda: nn.Threshold(0.5, -1.5), TWO),
    "Threshold_ints": (lambda: nn.Threshold(1, 20), TWO),
}
AT_EDGES = {
    "CELU": (lambda: nn.CELU(), EDGES),
    "ELU": (lambda: nn.ELU(), EDGES),
    "FastGelu": (lambda: nn.FastGelu(), EDGES),
    "HShrink": (lambda: nn.HShrink(), EDGES),
    "HSigmoid": (lambda: nn.HSigmoid(), EDGES),
    "HSwish": (lambda: nn.HSwish(), EDGES),
    "Hardtanh": (lambda: nn.Hardtanh(), EDGES),
    "LeakyReLU": (lambda: nn.LeakyReLU(), EDGES),
    "LogSigmoid": (lambda: nn.LogSigmoid(), SMOOTH),
    "Mish": (lambda: nn.Mish(), SMOOTH),
    "PReLU": (lambda: nn.PReLU(), EDGES),
    "ReLU": (lambda: nn.ReLU(), EDGES),
    "ReLU6": (lambda: nn.ReLU6(), EDGES),
    "SeLU": (lambda: nn.SeLU(), EDGES),
    "SiLU": (lambda: nn.SiLU(), EDGES),
    "Sigmoid": (lambda: nn.Sigmoid(), EDGES),
    "SoftShrink": (lambda: nn.SoftShrink(), EDGES),
    "Softsign": (lambda: nn.Softsign(), EDGES),
    "Tanh": (lambda: nn.Tanh(), SMOOTH),
    "Tanhshrink": (lambda: nn.Tanhshrink(), SMOOTH),
    "Threshold": (lambda: nn.Threshold(0.5, 20), EDGES),
}
CASES = {
    **table(OPTIONS),
    **{f"edges_{name}": case for name, case in table(AT_EDGES).items()},
    **refused(
        {
            "CELU_zero": (lambda: nn.CELU(0.0), TWO),
            "CELU_int": (lambda: nn.CELU(1), TWO),
            "CELU_ints": (lambda: nn.CELU(), [1, 2]),
            "ELU_alpha": (lambda: nn.ELU(2.0), TWO),
            "ELU_type": (lambda: nn.ELU("1"), TWO),
            "FastGelu_ints": (lambda: nn.FastGelu(), [1, 2]),
            "GELU_type": (lambda: nn.GELU("tanh"), TWO),
            "GLU_odd": (lambda: nn.GLU(), (2, 3)),
            "GLU_axis": (lambda: nn.GLU(2), TWO),
            "HShrink_type": (lambda: nn.HShrink("1"), TWO),
            "HSigmoid_bool": (lambda: nn.HSigmoid(), [True]),
            "Hardtanh_order": (lambda: nn.Hardtanh(1.0, 1.0),),
            "Hardtanh_type": (lambda: nn.Hardtanh("0"),),
            "LogSoftmax_type": (lambda: nn.LogSoftmax(0.5), TWO),
            "LogSoftmax_range": (lambda: nn.LogSoftmax(2), TWO),
            "Mish_ints": (lambda: nn.Mish(), [1, 2]),
            "PReLU_channel": (lambda: nn.PReLU(0),),
            "PReLU_w": (lambda: nn.PReLU(1, "a"),),
            "PReLU_count": (lambda: nn.PReLU(2, [0.1]),),
            "PReLU_channels": (lambda: nn.PReLU(2), (2, 3)),
            "RReLU_order": (lambda: nn.RReLU(0.5, 0.25), TWO),
            "RReLU_type": (lambda: nn.RReLU("0"),),
            "SeLU_bool": (lambda: nn.SeLU(), [True]),
            "SoftShrink_type": (lambda: nn.SoftShrink("1"), TWO),
            "SoftShrink_negative": (lambda: nn.SoftShrink(-1.0), TWO),
            "Softmax_range": (lambda: nn.Softmax(2), TWO),
            "Softmax_type": (lambda: nn.Softmax(0.5), TWO),
            "Softmax2d_rank": (lambda: nn.Softmax2d(), TWO),
            "Softmin_type": (lambda: nn.Softmin("0"), TWO),
            "Softmin_range": (lambda: nn.Softmin(2), TWO),
            "Softsign_bool": (lambda: nn.Softsign(), [True]),
            "Tanhshrink_ints": (lambda: nn.Tanhshrink(), [1, 2]),
            "Threshold_type": (lambda: nn.Threshold("0", 1), TWO),
            "Threshold_value": (lambda: nn.Threshold(0, None), TWO),
        }
    ),
}


def case_of_float16():
    x = grid(2, 4, dtype=np.float16)
    layers = (
        nn.CELU(),
        nn.GLU(),
        nn.HShrink(),
        nn.HSigmoid(),
        nn.Hardtanh(),
        nn.LogSigmoid(),
        nn.SoftShrink(),
        nn.Softmin(),
        nn.Softsign(),
        nn.Tanhshrink(),
        nn.Threshold(0.5, 1.5),
    )
    return [outputs_and_gradients(layer, [x]) for layer in layers]


def case_of_ints():
    x = Tensor([-4, -1, 0, 2, 7], ms.int32)
    return nn.HSigmoid()(x), nn.Hardtanh()(x), nn.ReLU6()(x), nn.Threshold(1, 3)(x)


def case_RReLU_slopes():
    x = Tensor(np.array([-2.0] * 32 + [1.5] * 32, np.float32))
    y = nn.RReLU(0.125, 0.375)(x).asnumpy()
    slopes = y[:32] / -2
    within = bool((slopes >= 0.125).all() and (slopes <= 0.375).all())
    return within, len(set(slopes.tolist())) > 8, Tensor(y[32:])


def _selu_of(values):
    x = Tensor(values) if isinstance(values, list) else grid(*values)
    y = x.asnumpy().astype(np.float64)
    scale, alpha = 1.0507009873554805, 1.6732632423543772
    value = scale * np.where(y > 0, y, alpha * np.expm1(y))
    slope = scale * np.where(y > 0, 1, alpha * np.exp(y)) * slopes(x).asnumpy()
    return Tensor(value.astype(np.float32)), Tensor(slope.astype(np.float32))


_SELU = "MindSpore's gradient is not the derivative of its own values; the derivative"
INTENDED = {
    "SeLU": (lambda: _selu_of(TWO), _SELU),
    "edges_SeLU": (lambda: _selu_of(EDGES), _SELU),
}
