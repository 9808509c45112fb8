"""Differences, integrals and gradients of samples in NumPy's style."""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, promote, promoted, tensor_only
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float
from msjax._ops.numpy_reductions import axes_of

jnp = jax.numpy


@composite(
    "numpy.diff(a, n=1, axis=-1, prepend=None, append=None)",
    samples=(
        "f32[2, 4]",
        "i32[2, 4], 2",
        "f32[3, 2], 1, 0",
        "f32[2, 4], prepend=1.5, append=f32[]",
        "i32[3], 0",
    ),
)
def numpy_diff(a, n, axis, prepend, append):
    """Subtract neighbours along an axis, n times.

    Args:
        a (Tensor): the elements.
        n (int): how often.
        axis (int): the axis.
        prepend: a number or Tensor to put before, or None.
        append: a number or Tensor to put after, or None.
    """
    (axis,) = axes_of(axis, tensor_only(a).ndim)
    if not isinstance(n, int):
        raise ExplainedTypeError(f"Input n should be int, but got {describe(n)}.")
    if n < 0:
        raise ExplainedValueError(f"Input n must > 0, but got {n}.")
    if n == 0:
        return a
    return differences(a, _edge(prepend), _edge(append), n=n, axis=axis)


def _edge(value):
    if value is None or isinstance(value, Tensor):
        return value
    if not isinstance(value, int | float | bool):
        raise ExplainedTypeError(f"prepend must be scalar or Tensor, but got {describe(value)}.")
    return array_like(value)


@operator(samples=("f32[2, 4], None, None, n=1, axis=1",))
def differences(x, before, after, *, n, axis):
    """Subtract neighbours along an axis, n times."""
    parts = [p for p in (before, x, after) if p is not None]
    dtype = promoted(*[p.dtype for p in parts])
    edge = (*x.shape[:axis], 1, *x.shape[axis + 1 :])
    parts = [p if p is x else jnp.broadcast_to(p, edge) for p in parts]
    x = jnp.concatenate([p.astype(dtype) for p in parts], axis)
    if n >= x.shape[axis]:
        raise ExplainedValueError(
            "n is bigger then the specified dimension, this will result in an empty tensor; use "
            "less: n is "
            f"{n}, the axis has {x.shape[axis]} elements."
        )
    return jnp.diff(x, n, axis)


@composite(
    "numpy.ediff1d(ary, to_end=None, to_begin=None)",
    samples=("f32[4]", "i32[2, 2], [8, 9], -1.5", "f32[3], f32[2], f32[]"),
)
def numpy_ediff1d(ary, to_end, to_begin):
    """Subtract neighbours among all elements in order; put others before and after."""
    ends = [None if v is None else array_like(v) for v in (to_begin, to_end)]
    return flat_differences(tensor_only(ary), *ends)


@operator(samples=("f32[4], None, None",))
def flat_differences(x, before, after):
    """Subtract neighbours among all elements in order; put others before and after."""
    difference = differences.kernel(x.ravel(), None, None, n=1, axis=0)
    parts = [p for p in (before, difference, after) if p is not None]
    return jnp.concatenate([cast.kernel(p.ravel(), dtype=x.dtype) for p in parts])


@composite(
    "numpy.trapz(y, x=None, dx=1.0, axis=-1)",
    samples=("f32[2, 4]", "f32[2, 4], f32[4]", "i32[3], None, 2", "f32[3, 2], axis=0"),
)
def numpy_trapz(y, x, dx, axis):
    """Integrate samples along an axis with the trapezoidal rule."""
    y = array_like(y)
    (axis,) = axes_of(axis, y.ndim)
    steps = array_like(dx) if x is None else numpy_diff(array_like(x), 1, -1, None, None)
    return trapezoids(y, steps, axis=axis)


@operator(samples=("f32[2, 4], f32[], axis=1",))
def trapezoids(y, steps, *, axis):
    """Add up the areas below lines between samples along an axis."""
    y = as_float(y)
    steps = steps.reshape(steps.shape + (1,) * (y.ndim - axis - steps.ndim))
    left = jax.lax.slice_in_dim(y, 0, -1, axis=axis)
    right = jax.lax.slice_in_dim(y, 1, None, axis=axis)
    return jnp.sum((left + right) * steps.astype(y.dtype) / 2, axis)


@composite(
    "numpy.gradient(f, *varargs, axis=None, edge_order=1)",
    samples=("f32[4]", "f32[3, 4]", "f32[3, 4], 2, axis=1", "[1, 2, 4, 7], 0.5", "f32[2, 3], 1, 2"),
)
def numpy_gradient(f, *varargs, axis, edge_order):
    """Differentiate samples along axes: inside by central differences, at the ends one-sided.

    Args:
        f: an array like.
        *varargs: the distance of samples: none, one, or one per axis; numbers.
        axis: an int, a tuple of them, or None for all.
        edge_order: only 1.

    Returns:
        Tensor, or a list of one per axis where there are several.

    Raises:
        NotImplementedError: `edge_order` is not 1, or a distance varies.
    """
    if edge_order != 1:
        raise NotImplementedError(f"edge_order={edge_order} is not implemented; only 1 is.")
    f = array_like(f)
    axes = sorted(axes_of(axis, f.ndim))
    if len(varargs) not in (0, 1, len(axes)):
        raise ExplainedTypeError(
            f"Invalid number of arguments: there must be none, one or {len(axes)} distances, but "
            f"got {len(varargs)}."
        )
    steps = varargs * len(axes) if len(varargs) == 1 else varargs or (1,) * len(axes)
    slopes_of = [_slopes(f, h, a) for h, a in zip(steps, axes, strict=True)]
    return slopes_of[0] if len(axes) == 1 else slopes_of


def _slopes(f, distance, axis):
    if not isinstance(distance, int | float | bool) and getattr(distance, "shape", None) != ():
        raise NotImplementedError(
            f"Non-constant spacing not implemented: {describe(distance)}; use a number."
        )
    if f.shape[axis] < 2:
        raise ExplainedValueError(
            "Shape of array too small to calculate a numerical gradient, at least 2 elements are "
            f"required, but axis {axis} has {f.shape[axis]}."
        )
    return slopes(f, array_like(distance), axis=axis)


@operator(samples=("f32[4], f32[], axis=0",))
def slopes(f, distance, *, axis):
    """Differentiate samples along an axis."""
    f = f if f.dtype == jnp.float64 else f.astype(jnp.float32)
    f = jnp.moveaxis(f, axis, 0)
    inside = [(f[2:] - f[:-2]) * 0.5] if len(f) > 2 else []
    parts = [f[1:2] - f[:1], *inside, f[-1:] - f[-2:-1]]
    out, distance = arithmetic(jnp.concatenate(parts), distance)
    return jnp.moveaxis(out / distance, 0, axis)


@composite(
    "numpy.unwrap(p, discont=3.141592653589793, axis=-1)",
    samples=(
        "f32[5]",
        "[0.0, 0.78, 5.49, 6.28]",
        "given([[0, 4, 9]], 'float32'), 5.0",
        "f32[3, 2], axis=0",
    ),
)
def numpy_unwrap(p, discont, axis):
    """Add multiples of 2 pi to angles so that neighbours differ by less than `discont`."""
    if not isinstance(discont, int | float):
        raise ExplainedTypeError(f"discont should be a float, but got {describe(discont)}.")
    p = array_like(p)
    (axis,) = axes_of(axis, p.ndim)
    return unwrapped(p, discont=discont, axis=axis)


@operator(samples=("f32[5], discont=3.0, axis=0",))
def unwrapped(x, *, discont, axis):
    """Add multiples of 2 pi to angles so that neighbours differ by less than `discont`."""
    x = as_float(x)
    steps = jnp.diff(x, axis=axis)
    turned = jnp.remainder(steps + math.pi, 2 * math.pi) - math.pi
    turned = jnp.where((turned == -math.pi) & (steps > 0), math.pi, turned)
    correction = jnp.where(jnp.abs(steps) < discont, 0, turned - steps)
    first, rest = jnp.split(x, [1], axis)
    return jnp.concatenate([first, rest + jnp.cumsum(correction, axis)], axis)


def _coefficients(p) -> Tensor:
    p = array_like(p)
    if p.ndim > 1:
        raise ExplainedValueError(
            f"input array must be scalar or 1-d sequence, but has {p.ndim} dimensions."
        )
    return p.reshape((-1,))


def _order(m):
    if m < 0:
        raise ExplainedValueError(f"Order of derivative must be positive, but got {m}.")
    return m


@composite(
    "numpy.polyadd(a1, a2) -> (a1, a2, 1)",
    "numpy.polysub(a1, a2) -> (a1, a2, -1)",
    samples=(
        "numpy.polyadd: [1, 2], [9, 5, 4]",
        "numpy.polyadd: f32[4], f32[2]",
        "numpy.polysub: [2], [3, 10, -4]",
        "numpy.polysub: f32[3], i32[3]",
    ),
)
def sum_of_polynomials(a1, a2, factor):
    """Add, or subtract, polynomials; coefficients begin with the highest power."""
    return added_at_end(_coefficients(a1), _coefficients(a2), factor=factor)


@operator(promote=promote, samples=("f32[4], f32[2], factor=-1",))
def added_at_end(x, y, *, factor):
    """Add vectors that are aligned at their ends."""
    length = max(len(x), len(y))
    x, y = (jnp.pad(v, (length - len(v), 0)) for v in (x, y))
    return x + y if factor == 1 else x - y


@composite("numpy.polymul(a1, a2)", samples=("[3, 1, 2], [2, 5]", "f32[3], f32[2]"))
def numpy_polymul(a1, a2):
    """Multiply polynomials; coefficients begin with the highest power."""
    from msjax._ops.numpy_products import numpy_convolve

    return numpy_convolve(_coefficients(a1), _coefficients(a2), mode="full")


@composite("numpy.polyval(p, x)", samples=("[3, 0, 1], 5", "f32[3], f32[2, 2]"))
def numpy_polyval(p, x):
    """Evaluate a polynomial, in float32 at least."""
    return polynomial(_coefficients(p), array_like(x))


@operator(promote=arithmetic, samples=("f32[3], f32[2, 2]",))
def polynomial(p, x):
    """Evaluate a polynomial with Horner's rule."""
    p, x = as_float(p), as_float(x)
    return jnp.polyval(p, x)


@composite("numpy.polyder(p, m=1)", samples=("[1, 1, 1, 1]", "f32[4], 2", "f32[3], 0", "[1, 1], 2"))
def numpy_polyder(p, m):
    """Differentiate a polynomial m times."""
    p = _coefficients(p)
    return array_like([]) if _order(m) >= p.size else derived(p, m=m)


@operator(samples=("f32[4], m=2",))
def derived(p, *, m):
    """Differentiate a polynomial m times."""
    for _ in range(m):
        p = p[:-1] * jnp.arange(len(p) - 1, 0, -1).astype(p.dtype)
    return p


@composite(
    "numpy.polyint(p, m=1, k=None)",
    samples=("[1, 1, 1]", "f32[3], 2, [1, 2]", "f32[2], 1, 3", "[1, 2], 0"),
)
def numpy_polyint(p, m, k):
    """Integrate a polynomial m times, with the constants k."""
    p = _coefficients(p)
    if _order(m) == 0:
        return p
    return integrated(p, array_like(0 if k is None else k), m=m)


@operator(samples=("f32[4], f32[2], m=2",))
def integrated(p, constants, *, m):
    """Integrate a polynomial m times."""
    p = as_float(p)
    constants = jnp.broadcast_to(constants.ravel(), (m,)).astype(p.dtype)
    for i in range(m):
        divisors = jnp.arange(len(p), 0, -1).astype(p.dtype)
        p = jnp.concatenate([p / divisors, constants[i : i + 1]])
    return p
