"""Bessel functions that JAX does not have: of the first, second and modified second kind.

Each is a smooth factor times an elementary function. The smooth factors are interpolated by
polynomials at Chebyshev's points, from SciPy's values, when they are first compiled.
"""

from __future__ import annotations

import functools
import math

import numpy as np
import scipy.special as values
from numpy.polynomial import chebyshev

from msjax._core._jaxcompat import jax
from msjax._core.operator import operator
from msjax._ops.kinds import only_real_floating

jnp = jax.numpy
special = jax.scipy.special

_DEGREE = 28
_MIDDLE = 8.0  # between the series around 0 and that around infinity


@functools.cache
def _coefficients(function, *arguments):
    """Return the Chebyshev coefficients of a function of u in [0, 1]."""
    return chebyshev.chebinterpolate(lambda t: function((t + 1) / 2, *arguments), _DEGREE)


def _smooth(u, function, *arguments):
    """Evaluate what interpolates a function of u in [0, 1], by Clenshaw's recurrence."""
    t = 4 * jnp.clip(u, 0, 1) - 2
    last = before = jnp.zeros_like(u)
    for c in _coefficients(function, *arguments)[:0:-1]:
        last, before = c + t * last - before, last
    return _coefficients(function, *arguments)[0] + t / 2 * last - before


def _near_first(u, order):
    x = _MIDDLE * np.sqrt(u)
    return values.jv(order, x) / x**order


def _near_second(u, order):
    x = _MIDDLE * np.sqrt(u)
    rest = values.yv(order, x) - 2 / math.pi * np.log(x) * values.jv(order, x)
    return (rest + order * 2 / math.pi / x) / x**order


def _far(u, order, part):
    """Return the two factors of Hankel's expansion: the modulus is 1 and 0 far away."""
    x = _MIDDLE / np.sqrt(u)
    turned = values.hankel1e(order, x) * np.sqrt(math.pi * x / 2)
    turned = turned * np.exp(1j * math.pi * (1 / 4 + order / 2))
    return turned.real if part == "real" else turned.imag * x


def _far_both(x, order):
    """Return the first and second kind at x, far from 0."""
    u = (_MIDDLE / x) ** 2
    p, q = _smooth(u, _far, order, "real"), _smooth(u, _far, order, "imaginary") / x
    sine, cosine = jnp.sin(x), jnp.cos(x)
    c, s = (cosine + sine, sine - cosine) if order == 0 else (sine - cosine, -sine - cosine)
    scale = 1 / jnp.sqrt(math.pi * x)
    return scale * (p * c - q * s), scale * (p * s + q * c)


def _first(x, order):
    size = jnp.abs(x)
    near = _smooth((x / _MIDDLE) ** 2, _near_first, order) * x**order
    far, _ = _far_both(jnp.maximum(size, _MIDDLE), order)
    return jnp.where(size < _MIDDLE, near, far if order == 0 else jnp.sign(x) * far)


def _second(x, order):
    inside = jnp.where((x > 0) & (x < _MIDDLE), x, 1)
    near = _smooth((inside / _MIDDLE) ** 2, _near_second, order) * inside**order
    near = near + 2 / math.pi * (jnp.log(inside) * _first(inside, order) - order / inside)
    _, far = _far_both(jnp.maximum(x, _MIDDLE), order)
    return jnp.where(x > 0, jnp.where(x < _MIDDLE, near, far), -jnp.inf)


def _near_modified(u, order):
    x = 2 * np.sqrt(u)
    sign = 1 if order == 0 else -1
    rest = values.kv(order, x) + sign * np.log(x) * values.iv(order, x)
    return (rest - order / x) / x**order


def _far_modified(u, order):
    x = 2 / u
    return values.kve(order, x) * np.sqrt(x)


def _modified(x, order, scaled):
    inside = jnp.where((x > 0) & (x < 2), x, 1)
    sign = 1 if order == 0 else -1
    growing = (special.i0, special.i1)[order](inside)
    near = _smooth((inside / 2) ** 2, _near_modified, order) * inside**order
    near = near - sign * jnp.log(inside) * growing + order / inside
    outside = jnp.maximum(x, 2)
    far = _smooth(2 / outside, _far_modified, order) / jnp.sqrt(outside)
    near, far = (near * jnp.exp(inside), far) if scaled else (near, far * jnp.exp(-outside))
    result = jnp.where(x < 2, near, far)
    return jnp.where(x > 0, result, jnp.inf)


# name -> (function, what its derivative is made of)
_FUNCTIONS = {
    "j0": (functools.partial(_first, order=0), lambda x, f: -f["j1"](x)),
    "j1": (functools.partial(_first, order=1), lambda x, f: f["j0"](x) - _over(f["j1"](x), x, 0.5)),
    "y0": (functools.partial(_second, order=0), lambda x, f: -f["y1"](x)),
    "y1": (functools.partial(_second, order=1), lambda x, f: f["y0"](x) - f["y1"](x) / x),
    "k0": (functools.partial(_modified, order=0, scaled=False), lambda x, f: -f["k1"](x)),
    "k1": (
        functools.partial(_modified, order=1, scaled=False),
        lambda x, f: -f["k0"](x) - f["k1"](x) / x,
    ),
    "k0e": (
        functools.partial(_modified, order=0, scaled=True),
        lambda x, f: f["k0e"](x) - f["k1e"](x),
    ),
    "k1e": (
        functools.partial(_modified, order=1, scaled=True),
        lambda x, f: f["k1e"](x) * (1 - 1 / x) - f["k0e"](x),
    ),
}


def _over(value, x, limit):
    return jnp.where(x == 0, limit, value / jnp.where(x == 0, 1, x))


def _differentiated(name):
    compute, slope = _FUNCTIONS[name]
    function = jax.custom_jvp(lambda x: compute(x))
    function.defjvp(lambda x, d: (function(*x), slope(x[0], _KERNELS) * d[0]))
    return function


_KERNELS = {name: _differentiated(name) for name in _FUNCTIONS}
_KINDS = {"j": "the first kind", "y": "the second kind", "k": "the modified second kind"}


def _declare(name):
    def kernel(x):
        return _KERNELS[name](x.astype(jnp.float64)).astype(x.dtype)

    scaled = ", times exp(x)" if name.endswith("e") else ""
    kernel.__name__ = f"bessel_{name}"
    kernel.__doc__ = f"Compute the Bessel function of {_KINDS[name[0]]} of order {name[1]}{scaled}."
    operator(
        f"ops.bessel_{name}(x)",
        f"ops.Bessel{name.capitalize()}()(x)",
        promote=only_real_floating,
        samples=("positive[2, 3]", "f32[3] * 20", "f64[5] * 9", "f32[3]"),
    )(kernel)


for _name in _FUNCTIONS:
    _declare(_name)
