"""Running sums, products, extrema and differences."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.dtype import to_numpy
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import only_floating, tensor

jnp = jax.numpy
lax = jax.lax


def _axis(x, axis):
    if not -x.ndim <= axis < max(x.ndim, 1):
        raise ExplainedValueError(f"axis must be in [-{x.ndim}, {x.ndim}), but got {axis}.")
    return axis % max(x.ndim, 1)


@operator(
    "ops.cumsum(x, axis, dtype=None)",
    "mint.cumsum(input, dim, dtype=None) -> (input, axis=dim, dtype=dtype)",
    "ops.CumSum(exclusive=False, reverse=False)(input, axis)"
    " -> (input, axis=axis, exclusive=exclusive, reverse=reverse)",
    promote=tensor,
    samples=("f32[2, 3], 1", "i32[2, 3], 0"),
)
def cumsum(x, *, axis, dtype=None, exclusive=False, reverse=False):
    """Sum up along an axis, from the end if `reverse`, without the own element if `exclusive`."""
    x = x if dtype is None else x.astype(to_numpy(dtype))
    if x.dtype == bool:
        raise ExplainedTypeError("For 'cumsum', bools have no sum; convert them to integers first.")
    return _running(lax.cumsum, x, 0, axis, exclusive, reverse)


def _running(run, x, unit, axis, exclusive, reverse):
    axis = _axis(x, axis)
    if exclusive:
        x = _shifted(x, unit, axis, reverse)
    return run(x, axis, reverse)


def _shifted(x, unit, axis, reverse):
    """Move elements one on along an axis, with the operation's unit at the start."""
    width = [(0, 0)] * x.ndim
    width[axis] = (0, 1) if reverse else (1, 0)
    start = 1 if reverse else 0
    return lax.slice_in_dim(
        jnp.pad(x, width, constant_values=unit), start, start + x.shape[axis], axis=axis
    )


@operator(
    "Tensor.cumsum(self, axis=None, dtype=None)",
    "Tensor.cumsum(self, dim, *, dtype=None) -> (self, axis=dim, dtype=dtype)",
    promote=tensor,
    samples=("f32[2, 3]", "i32[2, 3], 0"),
)
def tensor_cumsum(x, *, axis, dtype=None):
    """Sum up along an axis, or through all elements; small integers in int32."""
    if dtype is None and x.dtype in _TO_INT32:
        x = x.astype(jnp.int32)
    x = x if axis is not None else x.reshape(-1)
    return cumsum.kernel(x, axis=axis or 0, dtype=dtype)


_TO_INT32 = frozenset(map(jnp.dtype, ("bool", "uint8", "int8", "int16")))


@operator(
    "ops.cumprod(input, dim, dtype=None)",
    "Tensor.cumprod(self, dim, dtype=None)",
    "mint.cumprod(input, dim, dtype=None)",
    promote=tensor,
    samples=("f32[2, 3], 1", "i32[2, 3], 0"),
)
def cumprod(x, *, dim, dtype=None):
    """Multiply up along an axis; bools and integers in int64."""
    if dtype is not None:
        x = x.astype(to_numpy(dtype))
    elif not jnp.issubdtype(x.dtype, jnp.inexact):
        x = x.astype(jnp.int64)
    return lax.cumprod(x, _axis(x, dim))


@operator(
    "ops.CumProd(exclusive=False, reverse=False)(x, axis)"
    " -> (x, axis=axis, exclusive=exclusive, reverse=reverse)",
    promote=tensor,
    samples=("f32[2, 3], 1",),
)
def cumprod_in_dtype(x, *, axis, exclusive, reverse):
    """Multiply up along an axis, from the end if `reverse`, without the element if `exclusive`."""
    return _running(lax.cumprod, x, 1, axis, exclusive, reverse)


@operator(
    "ops.cummax(input, axis)",
    "Tensor.cummax(self, axis)",
    "mint.cummax(input, dim) -> (input, axis=dim)",
    "ops.Cummax(axis)(input)",
    promote=tensor,
    samples=("f32[2, 3], 1", "f32[4], 0"),
)
def cummax(x, *, axis):
    """Return the largest element so far along an axis and where it is (the last of equal ones)."""
    return _running_extremum(x, axis, jnp.greater_equal, jnp.int64)


@operator(
    "ops.cummin(input, axis)",
    "Tensor.cummin(self, axis)",
    "mint.cummin(input, dim) -> (input, axis=dim, dtype='int64')",
    "ops.Cummin(axis)(input)",
    promote=tensor,
    samples=("f32[2, 3], 1", "f32[4], 0", "mint.cummin: f32[4], 0"),
)
def cummin(x, *, axis, dtype="int32"):
    """Return the smallest element so far along an axis and where it is (the last of equal ones)."""
    return _running_extremum(x, axis, jnp.less_equal, dtype)


def _running_extremum(x, axis, better, dtype):
    axis = _axis(x, axis)

    def choose(a, b):
        take = jnp.isnan(b[0]) | better(b[0], a[0])
        return jnp.where(take, b[0], a[0]), jnp.where(take, b[1], a[1])

    positions = lax.broadcasted_iota(jnp.int64, x.shape, axis)
    index = lax.associative_scan(choose, (lax.stop_gradient(x), positions), axis=axis)[1]
    return jnp.take_along_axis(x, index, axis), index.astype(dtype)


@operator(
    "ops.logcumsumexp(input, axis)",
    "Tensor.logcumsumexp(self, axis)",
    promote=only_floating,
    samples=("f32[2, 3], 1",),
)
def logcumsumexp(x, *, axis):
    """Compute log(cumsum(exp(x))) along an axis, without overflow."""
    return lax.cumlogsumexp(x, _axis(x, axis))


@operator(
    "ops.diff(x, n=1, axis=-1, prepend=None, append=None) -> (x, prepend, append, n=n, axis=axis)",
    "Tensor.diff(self, n=1, axis=-1, prepend=None, append=None)"
    " -> (self, prepend, append, n=n, axis=axis)",
    "mint.diff(input, n=1, dim=-1, prepend=None, append=None)"
    " -> (input, prepend, append, n=n, axis=dim)",
    "ops.diff_ext(input, n=1, dim=-1, prepend=None, append=None)"
    " -> (input, prepend, append, n=n, axis=dim)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[3, 2], 1, 0, f32[1, 2]"),
)
def diff(x, prepend, append, *, n, axis):
    """Compute the differences of neighbours along an axis, n times."""
    return jnp.diff(x, n, axis, prepend, append)


@operator(
    "ops.CumulativeLogsumexp(exclusive: bool = False, reverse: bool = False)(x, axis) -> (x,"
    " axis=axis, exclusive=exclusive, reverse=reverse)",
    promote=only_floating,
    samples=("f32[2, 3], 1", "f32[2, 3], 0, exclusive=True, reverse=True"),
)
def cumulative_logsumexp(x, *, axis, exclusive, reverse):
    """Compute log(cumsum(exp(x))) along an axis; exclusive: of the elements before each one."""
    axis = _axis(x, axis)
    out = lax.cumlogsumexp(x, axis, reverse=reverse)
    if not exclusive:
        return out
    start = 1 if reverse else 0
    kept = lax.slice_in_dim(out, start, start + x.shape[axis] - 1, axis=axis)
    first = jnp.full_like(lax.slice_in_dim(x, 0, 1, axis=axis), jnp.finfo(x.dtype).min)
    return jnp.concatenate([kept, first] if reverse else [first, kept], axis)
