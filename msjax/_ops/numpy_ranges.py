"""Ranges of numbers and windows in NumPy's style."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic, division
from msjax._core.tensor import Tensor, read
from msjax._ops.array_likes import array_like, dtype_of
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float, axis_of
from msjax._ops.numpy_creation import made

jnp = jax.numpy


def numbers_type(*numbers) -> mstype.Type:
    """Return the dtype of a range: bool, int32 or float32, by the kinds of its ends."""
    given = [v for v in numbers if v is not None]
    if all(isinstance(v, bool) for v in given):
        return mstype.bool_
    return mstype.int32 if all(isinstance(v, int) for v in given) else mstype.float32


@composite(
    "numpy.arange(start, stop=None, step=None, dtype=None)",
    samples=("5", "1, 5, 2", "0, 1, 0.25", "5, 1, -1", "5, dtype=float16", "2.5"),
)
def numpy_arange(start, stop=None, step=None, dtype=None):
    """Make the numbers from start up to, but without, stop: of ints int32, otherwise float32.

    Raises:
        ValueError: there are none.
    """
    dtype = numbers_type(start, stop, step) if dtype is None else dtype_of(dtype)
    start, stop, step = (_number(v) for v in (start, stop, step))
    if stop is None:
        start, stop = 0, start
    step = 1 if step is None else step
    count = math.ceil((stop - start) / step)
    if count <= 0:
        raise ExplainedValueError(
            f"zero shape Tensor is not currently supported: arange from {start} to {stop} by "
            f"{step} has no elements."
        )
    whole = all(isinstance(v, int) for v in (start, step))
    single = (lambda v: v) if whole else np.float32
    values = np.arange(count, dtype=np.int64 if whole else np.float32)
    return made(values * single(step) + single(start), dtype)


def _number(value) -> Any:
    return np.asarray(read(value)).item() if isinstance(value, Tensor) else value


def _end(name, value) -> Tensor:
    """Read an end of a range; what is no Tensor becomes float32."""
    if not isinstance(value, bool | int | float | list | tuple | Tensor):
        raise ExplainedTypeError(
            f"{name} should be int, float, bool, list, tuple, Tensor, but got {describe(value)}."
        )
    return value if isinstance(value, Tensor) else array_like(value).astype(mstype.float32)


def _options(start, stop, num, endpoint, dtype):
    """Check the arguments that all spaces have; return the ends and the dtype."""
    start, stop = _end("start", start), _end("end", stop)
    if not isinstance(num, int):
        raise ExplainedTypeError(f"num should be an integer, but got {describe(num)}.")
    if not isinstance(endpoint, bool):
        raise ExplainedTypeError(f"endpoint should be an boolean, but got {describe(endpoint)}.")
    if num < 1:
        raise ExplainedValueError(f"cannot support Tensor with num={num}; it must be at least 1.")
    return start, stop, mstype.float32 if dtype is None else dtype_of(dtype)


@composite(
    "numpy.linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0)",
    samples=(
        "0, 5, 6",
        "f32[3], f32[3], 4, False",
        "f32[2, 3], f32[3], 4, True, True, float32, -1",
        "0, 10, 3, dtype=int32",
    ),
)
def numpy_linspace(start, stop, num, endpoint, retstep, dtype, axis):
    """Make numbers at equal distances, along a new axis.

    Returns:
        Tensor; with `retstep`, a tuple of it and the distance.
    """
    start, stop, dtype = _options(start, stop, num, endpoint, dtype)
    if not isinstance(retstep, bool):
        raise ExplainedTypeError(f"retstep should be an boolean, but got {describe(retstep)}.")
    out, step = spaced(start, stop, num=num, endpoint=endpoint, axis=axis, dtype=dtype)
    if not retstep:
        return out
    return out, math.nan if num == 1 and endpoint else step


@operator(samples=("f32[3], f32[3], num=4, endpoint=True, axis=-1, dtype=float32",))
def spaced(start, stop, *, num, endpoint, axis, dtype):
    """Return numbers at equal distances along a new axis, and the distance."""
    start, stop = jnp.broadcast_arrays(*arithmetic(start, stop))
    axis = axis_of("linspace", jnp.expand_dims(start, 0), axis)
    steps = max(num - 1 if endpoint else num, 1)
    (distance,) = (as_float(stop - start) / steps,)
    count = jnp.arange(num, dtype=jnp.float32).reshape((num,) + (1,) * start.ndim)
    out = start + count * distance
    if endpoint and num > 1:
        out = out.at[-1].set(stop.astype(out.dtype))
    return cast.kernel(jnp.moveaxis(out, 0, axis), dtype=dtype), distance


@composite(
    "numpy.logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0)",
    samples=("0, 2, 3", "f32[3], f32[3], 4, False, 2", "0, 5, 6, True, 2, int32"),
)
def numpy_logspace(start, stop, num, endpoint, base, dtype, axis):
    """Make the powers of a base whose exponents have equal distances, along a new axis."""
    start, stop, dtype = _options(start, stop, num, endpoint, dtype)
    if not isinstance(base, int | float | bool):
        raise ExplainedTypeError(f"base should be a number, but got {describe(base)}.")
    out = power_space(start, stop, base, num=num, endpoint=endpoint, axis=axis)
    return out.astype(dtype)


@operator(samples=("f32[3], f32[3], 2.0, num=4, endpoint=True, axis=-1",))
def power_space(start, stop, base, *, num, endpoint, axis):
    """Return powers of a base, of exponents at equal distances along a new axis."""
    settings = {"num": num, "endpoint": endpoint, "axis": axis, "dtype": mstype.float32}
    return jnp.power(jnp.float32(base), spaced.kernel(start, stop, **settings)[0])


@composite(
    "numpy.geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0)",
    samples=("1, 256, 9", "positive[3], positive[3], 4, False", "1, 256, 9, dtype=int32"),
)
def numpy_geomspace(start, stop, num, endpoint, dtype, axis):
    """Make numbers with equal quotients, along a new axis."""
    start, stop, dtype = _options(start, stop, num, endpoint, dtype)
    return quotient_space(start, stop, num=num, endpoint=endpoint, axis=axis).astype(dtype)


@operator(samples=("positive[3], positive[3], num=4, endpoint=True, axis=-1",))
def quotient_space(start, stop, *, num, endpoint, axis):
    """Return numbers with equal quotients along a new axis."""
    start, stop = jnp.broadcast_arrays(*division(start, stop))
    steps = max(num - 1 if endpoint else num, 1)
    axis = axis_of("geomspace", jnp.expand_dims(start, 0), axis)
    exponents = jnp.arange(num, dtype=start.dtype).reshape((num,) + (1,) * start.ndim)
    quotients = jnp.power(stop / start, 1 / steps)
    return jnp.moveaxis(jnp.power(quotients, exponents) * start, 0, axis)


def _window(count, make):
    """Make a symmetric window of float32; of one point or less, of ones."""
    if not isinstance(count, int):
        raise ExplainedTypeError(
            f"the number fo points should be an int, but got {describe(count)}."
        )
    if count <= 1:
        return made(np.ones(max(count, 0), np.float32))
    return made(make(np.arange(count) / (count - 1)), mstype.float32)


@composite("numpy.bartlett(M)", samples=("5", "1"))
def numpy_bartlett(M):
    """Make a triangular window of M points."""
    return _window(M, lambda t: 1 - np.abs(2 * t - 1))


@composite("numpy.blackman(M)", samples=("5", "1"))
def numpy_blackman(M):
    """Make a Blackman window of M points."""
    return _window(M, lambda t: 0.42 - 0.5 * np.cos(2 * np.pi * t) + 0.08 * np.cos(4 * np.pi * t))


@composite("numpy.hamming(M)", samples=("5", "1"))
def numpy_hamming(M):
    """Make a Hamming window of M points."""
    return _window(M, lambda t: 0.54 - 0.46 * np.cos(2 * np.pi * t))


@composite("numpy.hanning(M)", samples=("5", "1"))
def numpy_hanning(M):
    """Make a Hann window of M points."""
    return _window(M, lambda t: 0.5 - 0.5 * np.cos(2 * np.pi * t))
