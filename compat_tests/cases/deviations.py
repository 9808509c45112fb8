"""Where MindSpore's CPU kernels compute something else than they are to, and what is right.

INTENDED gives the right outcome by another way, or as numbers; msjax's docstrings say it under
`Differs:`.
"""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops

MODES = ("pynative",)

NAN = np.nan
HOLES = np.array([[1, NAN, 3], [NAN, -1, 2]], np.float32)
LARGE = np.array([-20, 0, 20, 50, 89, 1000], np.float32)
SIX = np.arange(6, dtype=np.float32).reshape(2, 3) - 2
PLANE = np.arange(12, dtype=np.float32).reshape(1, 1, 3, 4)
FACTOR = np.array([[2, 0, 0], [0.5, 1.5, 0], [0.3, -0.4, 1.2]], np.float32)
WEIGHTS = np.arange(9, dtype=np.float32).reshape(3, 3)


def holes():
    return Tensor(HOLES)


def numbers(x, dtype=np.float32):
    return lambda: Tensor(np.asarray(x, dtype))


def softplus_tanh():
    x = LARGE.astype(np.float64)
    return Tensor((x * np.tanh(np.logaddexp(x, 0))).astype(np.float32))


def clipped(axis):
    norm = np.sqrt((SIX**2).sum(axis, keepdims=True))
    return numbers(SIX / np.maximum(norm, 1))


def inverse(factor):
    return np.linalg.inv(factor @ factor.T)


def inverse_gradient():
    """Differentiate by central differences, in float64."""
    factor, out = FACTOR.astype(np.float64), np.zeros((3, 3))
    for i, j in zip(*np.tril_indices(3), strict=True):
        step = np.zeros((3, 3))
        step[i, j] = 1e-6
        difference = inverse(factor + step) - inverse(factor - step)
        out[i, j] = (difference * WEIGHTS).sum() / 2e-6
    return Tensor(out.astype(np.float32))


def weighted_inverse(factor):
    return (ops.cholesky_inverse(factor) * Tensor(WEIGHTS)).sum()


def averages(x):
    return ops.avg_pool2d(x, 3, 2, 1, False, False, 5).sum()


def shares():
    """Count for each element the windows that hold it."""
    held = np.zeros((4, 4), np.float32)
    for i in (-1, 1):
        for j in (-1, 1):
            held[max(i, 0) : i + 3, max(j, 0) : j + 3] += 1
    return Tensor(held.reshape(1, 1, 4, 4) / np.float32(5))


_MISH = "MindSpore's CPU kernel overflows"
_NORM = "MindSpore's CPU kernel takes the norms of other slices"
_NAN = "MindSpore's CPU kernels overlook NaN, or give what stands beside it"
_DIVISOR = "MindSpore's CPU kernel divides by the count of elements"
_TRIANGLE = "MindSpore reads and differentiates the other triangle too"

# name -> (call, what is right, why)
ROWS = {
    "mish_of_large": (lambda: ops.mish(Tensor(LARGE)), softplus_tanh, _MISH),
    "mish_layer_of_large": (lambda: nn.Mish()(Tensor(LARGE)), softplus_tanh, _MISH),
    "clip_by_norm_axis_0": (lambda: nn.ClipByNorm(0)(Tensor(SIX), Tensor(1.0)), clipped(0), _NORM),
    "clip_by_norm_axis_1": (lambda: nn.ClipByNorm(1)(Tensor(SIX), Tensor(1.0)), clipped(1), _NORM),
    "maximum": (
        lambda: ops.maximum(holes(), Tensor(2.0)),
        numbers([[2, NAN, 3], [NAN, 2, 2]]),
        _NAN,
    ),
    "minimum": (
        lambda: ops.minimum(holes(), Tensor(2.0)),
        numbers([[1, NAN, 2], [NAN, -1, 2]]),
        _NAN,
    ),
    "max": (lambda: ops.max(holes())[0], numbers(NAN), _NAN),
    "amin_axis": (lambda: ops.amin(holes(), 1), numbers([NAN, NAN]), _NAN),
    "reduce_max": (lambda: ops.ReduceMax()(holes(), 1), numbers([NAN, NAN]), _NAN),
    "argmax": (lambda: ops.argmax(holes(), 1), numbers([1, 0], np.int64), _NAN),
    "sort": (lambda: ops.sort(holes())[0], numbers([[1, 3, NAN], [-1, 2, NAN]]), _NAN),
    "topk": (lambda: ops.topk(holes(), 2)[0], numbers([[NAN, 3], [NAN, 2]]), _NAN),
    "clamp": (lambda: ops.clamp(holes(), 0, 2), numbers([[1, NAN, 2], [NAN, 0, 2]]), _NAN),
    "max_pool": (
        lambda: ops.max_pool2d(holes().reshape((1, 1, 2, 3)), 2, 1),
        numbers([[[[NAN, NAN]]]]),
        _NAN,
    ),
    "avg_pool_gradient": (
        lambda: ms.grad(averages)(Tensor(np.ones((1, 1, 4, 4), np.float32))),
        shares,
        _DIVISOR,
    ),
    "cholesky_inverse_of_full": (
        lambda: ops.cholesky_inverse(Tensor(FACTOR + np.triu(np.ones((3, 3), np.float32), 1))),
        numbers(inverse(FACTOR)),
        _TRIANGLE,
    ),
    "cholesky_inverse_gradient": (
        lambda: ms.grad(weighted_inverse)(Tensor(FACTOR)),
        inverse_gradient,
        _TRIANGLE,
    ),
}


def assigned(index):
    x = Tensor(SIX)
    x[index] = Tensor([7.0])
    return x


_REVERSED = "MindSpore's assignment counts downwards past the first element"
for _name, _index in {
    "set_reversed_rows": slice(None, None, -1),
    "set_every_second_reversed": slice(None, None, -2),
    "set_reversed_in_a_row": (0, slice(None, None, -1)),
}.items():
    _wanted = SIX.copy()
    _wanted[_index] = 7
    ROWS[_name] = (lambda index=_index: assigned(index), numbers(_wanted), _REVERSED)

# Where both agree, beside these.
SAME = {
    "cummax_of_nan": lambda: ops.cummax(Tensor(np.float32([1, NAN, 3, NAN, 5])), 0),
    "cummin_of_nan": lambda: ops.cummin(Tensor(np.float32([NAN, NAN, 1])), 0),
    "fmax": lambda: ops.fmax(holes(), Tensor(2.0)),
    "pad_negative": lambda: ops.pad(Tensor(PLANE), (-1, 1, 0, -1), value=7.0),
    "pad_layer_negative": lambda: nn.ConstantPad2d((-1, 1, 0, -1), 7.0)(
        Tensor(SIX.reshape(1, 1, 2, 3))
    ),
    "set_downwards": lambda: assigned((slice(None), slice(2, 0, -1))),
    "pad_to_nothing": lambda: nn.ConstantPad2d((-2, -1, 0, 0), 7.0)(
        Tensor(SIX.reshape(1, 1, 2, 3))
    ),
}

CASES = {name: call for name, (call, _, _) in ROWS.items()} | SAME
INTENDED = {name: (right, why) for name, (_, right, why) in ROWS.items()}
