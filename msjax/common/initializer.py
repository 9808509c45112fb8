"""Initializers: how the values of new Parameters are drawn.

With the same seed, the same order of construction and the same initializers, the values are bit for
bit those of MindSpore 2.10 on CPU. Everything here is NumPy, so that building a network compiles
nothing.

An initializer is called with a NumPy array and fills it. A class of one's own overrides
`_initialize(arr)`; `_register` gives it names for `initializer`.
"""

from __future__ import annotations

import math
import numbers

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.random import get_seed
from msjax._core.tensor import Tensor
from msjax.common import philox

__all__ = [
    "Constant",
    "Dirac",
    "HeNormal",
    "HeUniform",
    "Identity",
    "Initializer",
    "Normal",
    "One",
    "Orthogonal",
    "Sparse",
    "TruncatedNormal",
    "Uniform",
    "VarianceScaling",
    "XavierNormal",
    "XavierUniform",
    "Zero",
    "initializer",
]

_INITIALIZER_ALIAS: dict[str, type] = {}


class Initializer:
    """Base class of initializers.

    Args:
        **kwargs: the initializer's settings, kept for inspection.
    """

    def __init__(self, **kwargs):
        self._kwargs = kwargs
        self._seed = None

    @property
    def seed(self):
        """The pair of seeds that the initializer starts from."""
        return (get_seed() or 0, 0) if self._seed is None else (self._seed + 1, 0)

    @seed.setter
    def seed(self, value):
        self._seed = value

    def _initialize(self, arr):
        raise NotImplementedError(
            f"{type(self).__name__} must define `_initialize(self, arr)`, which fills an array."
        )

    def __call__(self, arr):
        """Fill a NumPy array."""
        return self._initialize(arr)


def _register(*aliases):
    """Let `initializer` find the decorated class by its lowercase name and by `aliases`."""

    def register(cls):
        for name in (cls.__name__.lower(), *aliases):
            _INITIALIZER_ALIAS.setdefault(name, cls)
        return cls

    return register


def _assignment(arr, num):
    """Give an array the values of another, or one value everywhere; return it."""
    arr[...] = num
    return arr


def _init_random_normal(mean, sigma, shape):
    """Draw a float32 array from the normal distribution."""
    _check_sigma(sigma)
    return philox.normal(philox.draw_seed(), shape, mean, sigma)


def _init_random_uniform(a, b, shape):
    """Draw a float32 array from the uniform distribution over [a, b)."""
    return philox.uniform(philox.draw_seed(), shape, a, b)


def _init_truncated_normal(a, b, mean, sigma, shape):
    """Draw a float32 array from the normal distribution cut off at a and b."""
    _check_sigma(sigma)
    seed = philox.draw_seed()
    if sigma == 0:
        raise RuntimeError("TruncatedNormal: invalid sigma 0; give a positive one.")
    return philox.truncated_normal(seed, shape, a, b, mean, sigma)


def _check_sigma(sigma):
    if sigma < 0:
        raise ValueError(
            f"sigma < 0: the standard deviation must not be negative, but got {sigma}."
        )


def _calculate_fan_in_and_fan_out(shape):
    """Return how many inputs feed one output, and how many outputs one input feeds."""
    if len(shape) < 2:
        raise ValueError(
            "'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, "
            f"but got dimensions {len(shape)}; give biases and scales another initializer."
        )
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _calculate_correct_fan(shape, mode):
    """Return the fan that `mode` ("fan_in" or "fan_out") names."""
    modes = ["fan_in", "fan_out"]
    if mode.lower() not in modes:
        raise ValueError(f"'mode' {mode.lower()} not supported, please use one of {modes}")
    return _calculate_fan_in_and_fan_out(shape)[modes.index(mode.lower())]


def _calculate_in_and_out(arr):
    """Return the fans of an array."""
    return _calculate_fan_in_and_fan_out(arr.shape)


_GAINS = {
    "linear": 1,
    "conv1d": 1,
    "conv2d": 1,
    "conv3d": 1,
    "conv_transpose1d": 1,
    "conv_transpose2d": 1,
    "conv_transpose3d": 1,
    "sigmoid": 1,
    "tanh": 5.0 / 3,
    "relu": math.sqrt(2.0),
}


def _calculate_gain(nonlinearity, param=None):
    """Return the gain of a nonlinearity; `param` is the negative slope of "leaky_relu"."""
    if nonlinearity in _GAINS:
        return _GAINS[nonlinearity]
    if nonlinearity != "leaky_relu":
        raise ValueError(
            "For 'HeUniform', the argument 'nonlinearity' should be one of ['sigmoid', 'tanh', "
            f"'relu' or 'leaky_relu'], but got {nonlinearity}."
        )
    slope = 0.01 if param is None else param
    if isinstance(slope, bool) or not isinstance(slope, int | float):
        raise ValueError(
            f"For 'HeUniform', 'negative_slope' {slope} is not a valid number: it should be an int "
            f"or float, but got {type(slope)}."
        )
    return math.sqrt(2.0 / (1 + slope**2))


@_register("zeros")
class Zero(Initializer):
    """Fills with zeros."""

    def _initialize(self, arr):
        arr.fill(0)


@_register("ones")
class One(Initializer):
    """Fills with ones."""

    def _initialize(self, arr):
        arr.fill(1)


class Constant(Initializer):
    """Fills with one value.

    Args:
        value: the value.
    """

    def __init__(self, value):
        super().__init__(value=value)
        self.value = value

    def _initialize(self, arr):
        arr.fill(self.value)


@_register()
class Normal(Initializer):
    """Draws from the normal distribution.

    Args:
        sigma: the standard deviation. Default: 0.01.
        mean: the mean. Default: 0.0.
    """

    def __init__(self, sigma=0.01, mean=0.0):
        super().__init__(sigma=sigma, mean=mean)
        self.sigma = sigma
        self.mean = mean

    def _initialize(self, arr):
        _assignment(arr, _init_random_normal(self.mean, self.sigma, arr.shape))


@_register()
class TruncatedNormal(Initializer):
    """Draws from the normal distribution cut off at `a` and `b`.

    Args:
        sigma: the standard deviation before cutting. Default: 0.01.
        mean: the mean before cutting. Default: 0.0.
        a: the lower bound of the values themselves. Default: -2.0.
        b: the upper bound of the values themselves. Default: 2.0.
    """

    def __init__(self, sigma=0.01, mean=0.0, a=-2.0, b=2.0):
        super().__init__(sigma=sigma, mean=mean, a=a, b=b)
        self.sigma = sigma
        self.mean = mean
        self.a = a
        self.b = b

    def _initialize(self, arr):
        data = _init_truncated_normal(self.a, self.b, self.mean, self.sigma, arr.shape)
        _assignment(arr, data)


@_register()
class Uniform(Initializer):
    """Draws from the uniform distribution over [-scale, scale).

    Args:
        scale: the bound. Default: 0.07.
    """

    def __init__(self, scale=0.07):
        super().__init__(scale=scale)
        self.scale = scale

    def _initialize(self, arr):
        _assignment(arr, _init_random_uniform(-self.scale, self.scale, arr.shape))


@_register("xavier_uniform")
class XavierUniform(Initializer):
    """Draws uniformly with variance 2 gain^2 / (fan_in + fan_out).

    Args:
        gain: a factor. Default: 1.
    """

    def __init__(self, gain=1):
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr):
        bound = self.gain * math.sqrt(6.0 / sum(_calculate_fan_in_and_fan_out(arr.shape)))
        _assignment(arr, _init_random_uniform(-bound, bound, arr.shape))


@_register("xavier_normal")
class XavierNormal(Initializer):
    """Draws from a normal distribution with variance 2 gain^2 / (fan_in + fan_out).

    Args:
        gain: a factor. Default: 1.
    """

    def __init__(self, gain=1):
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr):
        sigma = self.gain * math.sqrt(2.0 / sum(_calculate_fan_in_and_fan_out(arr.shape)))
        _assignment(arr, _init_random_normal(0, sigma, arr.shape))


class _He(Initializer):
    """What HeUniform and HeNormal share."""

    def __init__(self, negative_slope: float = 0, mode="fan_in", nonlinearity="leaky_relu"):
        super().__init__(negative_slope=negative_slope, mode=mode, nonlinearity=nonlinearity)
        self.negative_slope = negative_slope
        self.mode = mode
        self.nonlinearity = nonlinearity

    def _sigma(self, shape):
        fan = _calculate_correct_fan(shape, self.mode)
        return _calculate_gain(self.nonlinearity, self.negative_slope) / math.sqrt(fan)


@_register("he_uniform")
class HeUniform(_He):
    """Draws uniformly with variance gain^2 / fan.

    Args:
        negative_slope: the slope of a leaky ReLU for negative inputs. Default: 0.
        mode: "fan_in" or "fan_out": what keeps its variance. Default: "fan_in".
        nonlinearity: the activation that follows. Default: "leaky_relu".
    """

    def _initialize(self, arr):
        bound = math.sqrt(3.0) * self._sigma(arr.shape)
        _assignment(arr, _init_random_uniform(-bound, bound, arr.shape))


@_register("he_normal")
class HeNormal(_He):
    """Draws from a normal distribution with variance gain^2 / fan.

    Args:
        negative_slope: the slope of a leaky ReLU for negative inputs. Default: 0.
        mode: "fan_in" or "fan_out": what keeps its variance. Default: "fan_in".
        nonlinearity: the activation that follows. Default: "leaky_relu".
    """

    def _initialize(self, arr):
        _assignment(arr, _init_random_normal(0, self._sigma(arr.shape), arr.shape))


@_register()
class VarianceScaling(Initializer):
    """Draws with variance scale / fan.

    Args:
        scale: a positive factor. Default: 1.0.
        mode: "fan_in", "fan_out" or "fan_avg". Default: "fan_in".
        distribution: "uniform", "truncated_normal" or "untruncated_normal". MindSpore 2.10 draws
            uniformly for "truncated_normal" too, and so does msjax. Default: "truncated_normal".

    Raises:
        ValueError: `scale` is not positive, or `mode` or `distribution` is unknown.
    """

    def __init__(self, scale=1.0, mode="fan_in", distribution="truncated_normal"):
        super().__init__(scale=scale, mode=mode, distribution=distribution)
        subject = "For VarianceScaling initializer, the argument"
        if scale <= 0.0:
            raise ValueError(f"{subject} 'scale' must be greater than 0, but got {scale}.")
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                f"{subject} 'mode' must be fan_in, fan_out or fan_avg, but got {mode}."
            )
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(
                f"{subject} 'distribution' must be uniform, truncated_normal or "
                f"untruncated_normal, but got {distribution}."
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution

    def _initialize(self, arr):
        fan_in, fan_out = _calculate_fan_in_and_fan_out(arr.shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out}.get(self.mode, (fan_in + fan_out) / 2.0)
        variance = self.scale / max(1.0, fan)
        if self.distribution == "untruncated_normal":
            data = _init_random_normal(0, math.sqrt(variance), arr.shape)
        else:
            bound = math.sqrt(3.0 * variance)
            data = _init_random_uniform(-bound, bound, arr.shape)
        _assignment(arr, data)


@_register()
class Identity(Initializer):
    """Fills a matrix with ones on the diagonal and zeros elsewhere."""

    def _initialize(self, arr):
        _check_matrix("Identity", arr)
        _assignment(arr, np.eye(*arr.shape))


@_register()
class Sparse(Initializer):
    """Draws a matrix from a normal distribution and sets a part of each column to 0.

    Args:
        sparsity: the fraction of each column that is 0.
        sigma: the standard deviation of the other elements. Default: 0.01.
    """

    def __init__(self, sparsity, sigma=0.01):
        super().__init__()
        self.sparsity = sparsity
        self.sigma = sigma

    def _initialize(self, arr):
        _check_matrix("Sparse", arr)
        rows, columns = arr.shape
        zeros = math.ceil(self.sparsity * rows)
        data = _init_random_normal(0, self.sigma, arr.shape)
        for column in range(columns):
            data[np.random.permutation(rows)[:zeros], column] = 0.0
        _assignment(arr, data)


@_register()
class Dirac(Initializer):
    """Fills the weight of a convolution so that it hands its inputs through.

    Args:
        groups: the number of groups of the convolution. Default: 1.
    """

    def __init__(self, groups=1):
        super().__init__()
        self.groups = groups

    def _initialize(self, arr):
        subject = "For Dirac initializer,"
        if arr.ndim not in (3, 4, 5):
            raise ValueError(
                f"{subject} only support to initialize tensor with dimension of 3, 4 or 5, but got "
                f"{arr.ndim}."
            )
        if arr.shape[0] % self.groups:
            raise ValueError(
                f"{subject} the first dimension of the initialized tensor must be divisible by "
                f"groups, but got first dimension {arr.shape[0]}, groups {self.groups}."
            )
        arr.fill(0)
        centre = [size // 2 for size in arr.shape[2:]]
        outputs = arr.shape[0] // self.groups
        for group in range(self.groups):
            for channel in range(min(outputs, arr.shape[1])):
                arr[(group * outputs + channel, channel, *centre)] = 1


@_register()
class Orthogonal(Initializer):
    """Fills with an orthogonal (or semi-orthogonal) matrix.

    Args:
        gain: a factor. Default: 1.0.
    """

    def __init__(self, gain=1.0):
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr):
        if arr.ndim < 2:
            raise ValueError(
                "For Orthogonal initializer, the dimension of the initialized tensor should be no "
                f"less than 2, but got {arr.ndim}."
            )
        rows, columns = arr.shape[0], math.prod(arr.shape[1:])
        data = _init_random_normal(0, 1, (rows, columns))
        q, r = np.linalg.qr(data.T if rows < columns else data)
        q *= np.sign(np.diag(r))  # makes the decomposition, and so the distribution, unique
        q = q.T if rows < columns else q
        _assignment(arr, (q * self.gain).reshape(arr.shape))


def _check_matrix(name, arr):
    if arr.ndim != 2:
        raise ValueError(
            f"For {name} initializer, the dimension of the initialized tensor should be 2, but got "
            f"{arr.ndim}."
        )


def initializer(init, shape=None, dtype=mstype.float32):
    """Make a tensor that an initializer fills when its values are first needed.

    Args:
        init: an Initializer, the name of one ("normal", "xavier_uniform", …), a number, or a Tensor
            of the same shape, which is returned.
        shape: the shape: an int, tuple or list. Default: None.
        dtype: the data type. Default: float32.

    Returns:
        A Tensor.

    Raises:
        TypeError: `init` is none of these.
        ValueError: no initializer has that name, or `shape` is not made of positive integers.
    """
    if isinstance(init, Tensor):
        return _checked_tensor(init, shape)
    shape = _checked_shape(shape)
    if isinstance(init, str):
        cls = _INITIALIZER_ALIAS.get(init.lower())
        if cls is None:
            raise ValueError(
                f"For 'initializer', the class corresponding to '{init}' was not found; known are "
                f"{', '.join(sorted(_INITIALIZER_ALIAS))}."
            )
        init = cls()
    elif isinstance(init, numbers.Number):
        init = Constant(init)
    elif not isinstance(init, Initializer):
        raise TypeError(
            "For 'initializer', the type of the 'init' argument should be 'Tensor', 'number', "
            f"'string' or 'initializer', but got {type(init)}."
        )
    if shape is None:  # MindSpore, too, raises AttributeError where an initializer has none
        shape = init.shape  # pyright: ignore[reportAttributeAccessIssue]
    return Tensor(shape=shape, dtype=dtype, init=init)


def _checked_tensor(init, shape):
    expected = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    if init.shape != expected:
        raise ValueError(
            "For 'initializer', the shape of the 'init' argument should be same as the argument "
            f"'shape', but got the 'init' shape {list(init.shape)} and the 'shape' {shape}."
        )
    return init


def _checked_shape(shape):
    if shape is None:
        return None
    shape = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    if not all(isinstance(size, int) and size > 0 for size in shape):
        raise ValueError(
            "For 'initializer', the argument 'shape' is invalid, the value of 'shape' must be "
            f"positive integer, but got {shape}"
        )
    return shape
