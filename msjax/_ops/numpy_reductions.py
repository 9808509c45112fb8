"""Reductions along axes in NumPy's style, and their variants that pass over NaN."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, dtype_of, tensor_only, wide_array_like
from msjax._ops.conversion import cast
from msjax._ops.kinds import as_float

jnp = jax.numpy


def axes_of(axis, rank: int) -> tuple[int, ...]:
    """Return the axes that an int, a tuple or list of ints, or None, all, means.

    Raises:
        TypeError: it is something else.
        ValueError: there is no such axis, or it is named twice.
    """
    if axis is None:
        return tuple(range(rank))
    axes = tuple(axis) if isinstance(axis, tuple | list) else (axis,)
    if not all(isinstance(a, int) for a in axes):
        raise ExplainedTypeError(f"axes should be integers, not {axis!r}.")
    for a in axes:
        if not -rank <= a < rank:
            raise ExplainedValueError(f"axis {a} is out of bounds for array of dimension {rank}.")
    axes = tuple([a % rank for a in axes])
    if len(set(axes)) < len(axes):
        raise ExplainedValueError(
            f'duplicate value in "axis": {axis}; each axis must be named once.'
        )
    return axes


def _as(x, dtype):
    return x if dtype is None else cast.kernel(x, dtype=dtype)


def _no_bools(name, x):
    if x.dtype == bool:
        raise ExplainedTypeError(
            f"For '{name}', bools are not supported; convert the tensor first, for instance "
            "`x.astype(mindspore.int32)`."
        )
    return x


@operator(
    "numpy.mean(a, axis=None, keepdims=False, dtype=None) -> (array_like(a), axis=axis,"
    " keepdims=keepdims) as dtype",
    samples=("f32[2, 3]", "f32[2, 3], 1, True", "i32[2, 3], 0", "[1, 2, 5]"),
)
def numpy_mean(x, *, axis, keepdims):
    """Average over axes; of integers, rounded towards zero."""
    if x.dtype == bool:
        raise RuntimeError(
            "For 'ReduceMean', unsupported reduce operation for bool; convert the tensor first, "
            "for instance `x.astype(mindspore.float32)`."
        )
    axes = axes_of(axis, x.ndim)
    if jnp.issubdtype(x.dtype, jnp.inexact):
        return jnp.mean(x, axes, keepdims=keepdims)
    count = int(np.prod([x.shape[a] for a in axes]))
    total = jnp.sum(x, axes, keepdims=keepdims, dtype=x.dtype)
    return jax.lax.div(total, jnp.full_like(total, max(count, 1)))


def _initial(initial, x):
    """Read the number that a maximum or minimum starts with."""
    if initial is None:
        return None
    if isinstance(initial, bool | int | float):
        return Tensor(np.asarray(initial)).astype(x.dtype)
    if isinstance(initial, Tensor) and initial.ndim == 0:
        return initial.astype(x.dtype)
    raise ExplainedTypeError(f"initial must be scalar, but got {describe(initial)}.")


def _extreme(extreme, a, axis, keepdims, initial, where):
    a = tensor_only(a)
    initial = _initial(initial, a)
    if initial is None and isinstance(where, Tensor):
        raise ExplainedValueError(
            "initial value must be provided for where masks; give for instance `initial=0`."
        )
    mask = where if isinstance(where, Tensor) else None
    return extreme(a, initial, mask, axis=axis, keepdims=bool(keepdims))


@operator(samples=("f32[2, 3], None, None, axis=1, keepdims=True",))
def greatest(x, initial, where, *, axis, keepdims):
    """Return the greatest element along axes, of those that are asked for, and of a number."""
    return _extreme_of(jnp.max, jnp.maximum, x, initial, where, axis, keepdims)


@operator(samples=("f32[2, 3], None, None, axis=1, keepdims=True",))
def least(x, initial, where, *, axis, keepdims):
    """Return the least element along axes, of those that are asked for, and of a number."""
    return _extreme_of(jnp.min, jnp.minimum, x, initial, where, axis, keepdims)


def _extreme_of(reduce, either, x, initial, where, axis, keepdims):
    _no_bools("ReduceMax", x)
    axes = axes_of(axis, x.ndim)
    if initial is None:
        if x.size == 0:
            raise ExplainedValueError("initial value must be provided for zero-size arrays.")
        return reduce(x, axes, keepdims=keepdims)
    if where is not None:
        rank = x.ndim
        x = jnp.where(where, x, initial)
        axes = (*range(x.ndim - rank), *[a + x.ndim - rank for a in axes])
    return reduce(either(x, initial), axes, keepdims=keepdims, initial=None) if x.size else initial


@composite(
    "numpy.amax(a, axis=None, keepdims=False, initial=None, where=True)",
    "numpy.max(a, axis=None, keepdims=False, initial=None, where=True)",
    samples=("f32[2, 3]", "f32[2, 3], 1, True", "i32[2, 3], 0, False, 1", "f32[2], initial=0.5"),
)
def numpy_amax(a, axis, keepdims, initial, where):
    """Return the greatest element along axes.

    Args:
        a (Tensor): the elements.
        axis: an int, a tuple of them, or None for all.
        keepdims: whether reduced axes stay, with length 1.
        initial: a number that counts as an element.
        where: a Tensor of bools, the elements that count; needs `initial`.
    """
    return _extreme(greatest, a, axis, keepdims, initial, where)


@composite(
    "numpy.amin(a, axis=None, keepdims=False, initial=None, where=True)",
    "numpy.min(a, axis=None, keepdims=False, initial=None, where=True)",
    samples=("f32[2, 3]", "f32[2, 3], 1, True", "i32[2, 3], 0, False, 1", "f32[2], initial=0.5"),
)
def numpy_amin(a, axis, keepdims, initial, where):
    """Return the least element along axes.

    Args:
        a (Tensor): the elements.
        axis: an int, a tuple of them, or None for all.
        keepdims: whether reduced axes stay, with length 1.
        initial: a number that counts as an element.
        where: a Tensor of bools, the elements that count; needs `initial`.
    """
    return _extreme(least, a, axis, keepdims, initial, where)


@composite(
    "numpy.sum(a, axis=None, dtype=None, keepdims=False, initial=None)",
    samples=("f32[2, 3]", "i32[2, 3], 1", "f32[2, 3], 0, float16, True, 2", "[1, 2]", "bool[3]"),
)
def numpy_sum(a, axis, dtype, keepdims, initial):
    """Add up along axes; integers and bools to int64."""
    return array_like(a).sum(axis, dtype, keepdims, initial)


@composite(
    "numpy.std(x, axis=None, ddof=0, keepdims=False)",
    samples=("f32[2, 3]", "f32[2, 3], 1, 1, True", "i32[3]", "[1.0, 2.0, 4.0]"),
)
def numpy_std(x, axis, ddof, keepdims):
    """Compute the standard deviation along axes, dividing by the count minus ddof.

    Differs: integers are averaged in float32; MindSpore's average of them is truncated.
    """
    return array_like(x).std(axis, ddof, keepdims)


@composite(
    "numpy.var(x, axis=None, ddof=0, keepdims=False)",
    samples=("f32[2, 3]", "f32[2, 3], 1, 1, True", "i32[3]", "[1.0, 2.0, 4.0]"),
)
def numpy_var(x, axis, ddof, keepdims):
    """Compute the variance along axes, dividing by the count minus ddof.

    Differs: integers are averaged in float32; MindSpore's average of them is truncated.
    """
    return array_like(x).var(axis, ddof, keepdims)


@composite("numpy.ptp(x, axis=None, keepdims=False)", samples=("f32[2, 3]", "i32[2, 3], 1, True"))
def numpy_ptp(x, axis, keepdims):
    """Return the distance from the least to the greatest element along axes."""
    return tensor_only(x).ptp(axis, keepdims)


@composite(
    "numpy.average(x, axis=None, weights=None, returned=False)",
    samples=(
        "f32[2, 3]",
        "f32[2, 3], 1, positive[3]",
        "f32[2, 3], None, positive[2, 3], True",
        "f32[2, 3], 0, None, True",
        "f32[2, 3], (0, 1)",
    ),
)
def numpy_average(x, axis, weights, returned):
    """Average along axes with weights of x's shape, or one per position of the only axis.

    Returns:
        Tensor; with `returned`, a tuple of it and the sums of weights.
    """
    tensor_only(x)
    axes = axes_of(axis, x.ndim)
    if weights is not None:
        tensor_only(weights)
        if tuple(weights.shape) != tuple(x.shape):
            if weights.ndim != 1:
                raise ExplainedTypeError(
                    "Weights should be None, 1-D or the same shape as input x, but got "
                    f"{describe(weights)}."
                )
            if not isinstance(axis, int):
                raise ExplainedTypeError(
                    "Axis must be specified when shapes of x and weights differ."
                )
    mean, total = weighted_mean(x, weights, axis=axes)
    return (mean, total) if returned else mean


@operator(samples=("f32[2, 3], positive[3], axis=(1,)", "f32[2, 3], None, axis=(0,)"))
def weighted_mean(x, weights, *, axis):
    """Return the weighted average along axes, and the sums of weights."""
    if weights is None:
        mean = numpy_mean.kernel(x, axis=axis, keepdims=False)
        count = int(np.prod([x.shape[a] for a in axis]))
        return mean, jnp.full(mean.shape, count, x.dtype)
    if weights.shape != x.shape:
        weights = weights.reshape([-1 if a in axis else 1 for a in range(x.ndim)])
    dtype = jnp.promote_types(x.dtype, weights.dtype)
    total, weight = jnp.sum((x * weights).astype(dtype), axis), jnp.sum(weights, axis)
    weight = weight.astype(weights.dtype)
    whole = jnp.issubdtype(dtype, jnp.integer)
    mean = jax.lax.div(total, weight.astype(total.dtype)) if whole else total / weight
    return mean.astype(dtype), jnp.broadcast_to(weight, mean.shape)


def _nan_face(name, extra=""):
    return (
        f"numpy.{name}(a, axis=None, dtype=None, {extra}keepdims=False) -> (array_like(a),"
        f" axis=axis, {'ddof=ddof, ' if extra else ''}keepdims=keepdims, dtype=dtype)"
    )


_NAN = "given([[1, float('nan'), 3], [0.5, 2, -1]], 'float32')"
_NAN_SAMPLES = (
    f"{_NAN}",
    f"{_NAN}, 1",
    "i32[2, 3], 0",
    "f32[2, 3], 0, keepdims=True",
)


@operator(_nan_face("nanmax"), samples=(*_NAN_SAMPLES, "f32[3], dtype=float16"))
def numpy_nanmax(x, *, axis, keepdims, dtype):
    """Return the greatest element along axes that is not NaN; -2**63 where all are."""
    _no_bools("ReduceMax", x)
    shown = jnp.where(jnp.isnan(x), jnp.asarray(-(2.0**63), x.dtype), x) if _floats(x) else x
    return _as(jnp.max(shown, axes_of(axis, x.ndim), keepdims=bool(keepdims)), dtype)


@operator(_nan_face("nanmin"), samples=(*_NAN_SAMPLES, "f32[3], dtype=float16"))
def numpy_nanmin(x, *, axis, keepdims, dtype):
    """Return the least element along axes that is not NaN; 2**63 where all are."""
    _no_bools("ReduceMin", x)
    shown = jnp.where(jnp.isnan(x), jnp.asarray(2.0**63, x.dtype), x) if _floats(x) else x
    return _as(jnp.min(shown, axes_of(axis, x.ndim), keepdims=bool(keepdims)), dtype)


def _floats(x) -> bool:
    return jnp.issubdtype(x.dtype, jnp.floating)


def _without_nan(x):
    return jnp.where(jnp.isnan(x), jnp.zeros_like(x), x) if _floats(x) else x


def _counts(x, axes):
    """Count along axes, kept, what is not NaN."""
    return jnp.sum(~jnp.isnan(x), axes, keepdims=True)


@operator(_nan_face("nansum"), samples=(*_NAN_SAMPLES, "f32[3], dtype=float16"))
def numpy_nansum(x, *, axis, keepdims, dtype):
    """Add up along axes what is not NaN, in the dtype of x."""
    axes = axes_of(axis, x.ndim)
    total = jnp.sum(_without_nan(x), axes, keepdims=bool(keepdims), dtype=x.dtype)
    return _as(total, dtype)


@operator(_nan_face("nanmean"), samples=(*_NAN_SAMPLES, "f32[3], dtype=float16"))
def numpy_nanmean(x, *, axis, keepdims, dtype):
    """Average along axes what is not NaN, in float32 at least."""
    axes = axes_of(axis, x.ndim)
    x = as_float(x)
    total = jnp.sum(_without_nan(x), axes, keepdims=True)
    wanted = jnp.float32 if dtype is None else dtype_of(dtype)._np
    mean = _as(total, wanted) / _counts(x, axes).astype(x.dtype)
    return mean if keepdims else jnp.squeeze(mean, axes)


def _nan_variance(x, axes, ddof):
    x = as_float(x)
    counts = _counts(x, axes).astype(x.dtype)
    mean = jnp.sum(_without_nan(x), axes, keepdims=True) / counts
    squares = _without_nan((x - mean) ** 2)
    return jnp.sum(squares, axes, keepdims=True) / (counts - ddof)


@operator(_nan_face("nanvar", "ddof=0, "), samples=(*_NAN_SAMPLES, "f32[2, 3], 1, ddof=1"))
def numpy_nanvar(x, *, axis, keepdims, dtype, ddof):
    """Compute the variance along axes of what is not NaN, by default in float32."""
    axes = axes_of(axis, x.ndim)
    result = _as(_nan_variance(x, axes, ddof), jnp.float32 if dtype is None else dtype)
    return result if keepdims else jnp.squeeze(result, axes)


@operator(_nan_face("nanstd", "ddof=0, "), samples=(*_NAN_SAMPLES, "f32[2, 3], 1, ddof=1"))
def numpy_nanstd(x, *, axis, keepdims, dtype, ddof):
    """Compute the standard deviation along axes of what is not NaN, by default in float32."""
    axes = axes_of(axis, x.ndim)
    root = jnp.sqrt(_nan_variance(x, axes, ddof))
    result = _as(root, jnp.float32 if dtype is None else dtype)
    return result if keepdims else jnp.squeeze(result, axes)


@composite(
    "numpy.count_nonzero(x, axis=None, keepdims=False)",
    samples=("i32[2, 3]", "f32[2, 3], 1, True"),
)
def numpy_count_nonzero(x, axis, keepdims):
    """Count along axes what is not zero, in int32."""
    return array_like(x).count_nonzero(() if axis is None else axis, keepdims)


@composite(
    "numpy.cumsum(a, axis=None, dtype=None)",
    samples=("f32[2, 3]", "i32[2, 3], 1", "f32[2, 3], 0, float16"),
)
def numpy_cumsum(a, axis, dtype):
    """Add up step by step along an axis, or all elements in order."""
    return tensor_only(a).cumsum(axis, dtype)


@composite(
    "numpy.nancumsum(a, axis=None, dtype=None)",
    samples=("f32[2, 3]", "i32[2, 3], 1", "f32[2, 3], 0, float16"),
)
def numpy_nancumsum(a, axis, dtype):
    """Add up step by step along an axis what is not NaN."""
    return zero_for_nan(tensor_only(a)).cumsum(axis, dtype)


@operator(samples=("f32[2, 3]", "i32[2]"))
def zero_for_nan(x):
    """Put 0 for NaN."""
    return _without_nan(x)


_CUMPROD_TYPES = {"int8": "int32", "int16": "int32", "bool": "int32"}
_CUMPROD_TYPES |= {"uint8": "uint32", "uint16": "uint32"}


@composite(
    "numpy.cumprod(a, axis=None, dtype=None)",
    samples=("f32[2, 3]", "i32[2, 3], 1", "f32[2, 3], 0, float16", "[1, 2, 3]"),
)
def numpy_cumprod(a, axis, dtype):
    """Multiply step by step along an axis, or all elements in order; narrow integers widen."""
    a = wide_array_like(a)
    if axis is not None and not isinstance(axis, int):
        raise ExplainedTypeError(f"integer axis is expected, but got {describe(axis)}.")
    axis = None if axis is None else axes_of(axis, a.ndim)[0]
    return running_product(a, axis=axis, dtype=None if dtype is None else dtype_of(dtype))


@operator(samples=("f32[2, 3], axis=1, dtype=None",))
def running_product(x, *, axis, dtype):
    """Multiply step by step along an axis, or all elements in order."""
    name = x.dtype.name
    dtype = _CUMPROD_TYPES.get(name, name) if dtype is None else dtype
    wide = x if name == "float64" else x.astype(jnp.float32)
    wide = wide if axis is not None else wide.ravel()
    return cast.kernel(jnp.cumprod(wide, axis or 0), dtype=dtype)


def _countable(a) -> Tensor:
    a = array_like(a)
    return a.astype("int32") if str(a.dtype) == "Bool" else a


@composite(
    "numpy.argmax(a, axis=None)", samples=("f32[2, 3]", "i32[2, 3], 1", "[1, 5, 3]", "bool[3]")
)
def numpy_argmax(a, axis):
    """Return the position of the greatest element, int64."""
    return _countable(a).argmax(axis)


@composite("numpy.argmin(a, axis=None)", samples=("f32[2, 3]", "f32[2, 3], 1", "[1.0, 5.0, 3.0]"))
def numpy_argmin(a, axis):
    """Return the position of the least element, int32."""
    return _countable(a).argmin(axis)


@operator(
    "numpy.sometrue(a, axis=None, keepdims=False) -> (array_like(a), axis=axis, keepdims=keepdims)",
    differentiable=False,
    samples=("f32[2, 3]", "natural[2, 3], 1, True", "[0.0, 0.0]"),
)
def numpy_sometrue(x, *, axis, keepdims):
    """Test whether any element along axes is not zero."""
    if not isinstance(keepdims, int):
        raise ExplainedTypeError(f"integer argument expected, but got {describe(keepdims)}.")
    return jnp.any(x != 0, axes_of(axis, x.ndim), keepdims=bool(keepdims))
