"""Variances, medians, quantiles, covariances and histograms."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import composite, operator
from msjax._ops.kinds import floating, only_floating, tensor
from msjax._ops.reduction import all_if_empty

jnp = jax.numpy


@operator(
    "ops.var(input, axis=None, ddof=0, keepdims=False)",
    "mint.var(input, dim=None, *, correction=1, keepdim=False)"
    " -> (input, axis=dim, ddof=correction, keepdims=keepdim)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], 1, 1, True"),
)
def var(x, *, axis=None, ddof=0, keepdims=False):
    """Compute the variance over axes, dividing by the count minus ddof."""
    return jnp.var(x, all_if_empty(axis), ddof=int(ddof), keepdims=keepdims)


@operator(
    "ops.std(input, axis=None, ddof=0, keepdims=False)",
    "mint.std(input, dim=None, *, correction=1, keepdim=False)"
    " -> (input, axis=dim, ddof=correction, keepdims=keepdim)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], 1, 1, True"),
)
def std(x, *, axis=None, ddof=0, keepdims=False):
    """Compute the standard deviation over axes, dividing by the count minus ddof."""
    return jnp.std(x, all_if_empty(axis), ddof=int(ddof), keepdims=keepdims)


def _counting(x):
    """Compute integers in float32, and refuse bools."""
    (x,) = tensor(x)
    if x.dtype == bool:
        raise RuntimeError(
            "For 'ReduceMean', unsupported reduce operation for bool; convert the tensor first, "
            "for instance `x.astype(mindspore.float32)`."
        )
    return floating(x)


@operator(
    "Tensor.var(self, axis: ints|None = None, ddof: int = 0, keepdims: bool = False)",
    "Tensor.var(self, dim: ints|None = None, *, correction: int = 1, keepdim: bool = False)"
    " -> (self, axis=dim, ddof=correction, keepdims=keepdim)",
    promote=_counting,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def tensor_var(x, *, axis, ddof, keepdims):
    """Compute the variance over axes, of integers in float32."""
    return var.kernel(x, axis=axis, ddof=ddof, keepdims=keepdims)


@operator(
    "Tensor.std(self, axis: ints|None = None, ddof: int = 0, keepdims: bool = False)",
    "Tensor.std(self, dim: ints|None = None, *, correction: int = 1, keepdim: bool = False)"
    " -> (self, axis=dim, ddof=correction, keepdims=keepdim)",
    promote=_counting,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def tensor_std(x, *, axis, ddof, keepdims):
    """Compute the standard deviation over axes, of integers in float32."""
    return std.kernel(x, axis=axis, ddof=ddof, keepdims=keepdims)


@operator(
    "ops.var_mean(input, axis=None, ddof=0, keepdims=False)",
    "mint.var_mean(input, dim=None, *, correction=1, keepdim=False)"
    " -> (input, axis=dim, ddof=correction, keepdims=keepdim)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def var_mean(x, *, axis, ddof, keepdims):
    """Compute variance and mean over axes."""
    axis = all_if_empty(axis)
    return var.kernel(x, axis=axis, ddof=ddof, keepdims=keepdims), jnp.mean(
        x, axis, keepdims=keepdims
    )


@operator(
    "ops.std_mean(input, axis=None, ddof=0, keepdims=False)",
    "mint.std_mean(input, dim=None, *, correction=1, keepdim=False)"
    " -> (input, axis=dim, ddof=correction, keepdims=keepdim)",
    "ops.ReduceStd(axis: None | bool | int | tuple | list = [], unbiased=True,"
    " keep_dims=False)(x) -> (x, axis=axis, ddof=int(unbiased), keepdims=keep_dims)",
    promote=only_floating,
    samples=("f32[2, 3]", "f32[2, 3], 1", "ops.ReduceStd: f32[2, 3], axis=1"),
)
def std_mean(x, *, axis, ddof, keepdims):
    """Compute standard deviation and mean over axes."""
    axis = all_if_empty(axis)
    return std.kernel(x, axis=axis, ddof=ddof, keepdims=keepdims), jnp.mean(
        x, axis, keepdims=keepdims
    )


@operator(
    "ops.median(input, axis=-1, keepdims=False)",
    "Tensor.median(self, axis=-1, keepdims=False)",
    "Tensor.median(self, dim=-1, keepdim=False) -> (self, axis=dim, keepdims=keepdim)",
    "ops.Median(global_median: bool = False, axis: int = 0, keep_dims: bool = False,"
    " ignore_nan: bool = False)(x) -> (x, axis=axis, keepdims=keep_dims, everywhere=global_median,"
    " ignore_nan=ignore_nan)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 0, True", "ops.Median: f32[2, 3], global_median=True"),
)
def median(x, *, axis, keepdims, everywhere=False, ignore_nan=False):
    """Return the lower median along an axis and where it is; of all elements, index 0."""
    if everywhere:
        value, _ = median.kernel(x.reshape(-1), axis=0, keepdims=False, ignore_nan=ignore_nan)
        return value, jnp.zeros((), jnp.int64)
    count = jnp.sum(~jnp.isnan(x), axis, keepdims=True) if ignore_nan else x.shape[axis]
    middle = jnp.broadcast_to(jnp.maximum(jnp.asarray(count) - 1, 0) // 2, _reduced(x.shape, axis))
    index = jnp.take_along_axis(jnp.argsort(x, axis), middle, axis)
    value = jnp.take_along_axis(x, index, axis)
    if not keepdims:
        value, index = jnp.squeeze(value, axis), jnp.squeeze(index, axis)
    return value, index.astype(jnp.int64)


def _reduced(shape, axis):
    shape = list(shape)
    shape[axis] = 1
    return tuple(shape)


@operator(promote=tensor, samples=("f32[2, 3]",))
def median_of_all(x):
    """Return the lower median of all elements."""
    return jnp.sort(x.reshape(-1))[(x.size - 1) // 2]


@composite(
    "mint.median(input, dim=None, keepdim=False)",
    samples=("f32[2, 3]", "f32[2, 3], 1", "f32[2, 3], 0, True"),
)
def median_along(input, dim=None, keepdim=False):
    """Return the lower median along an axis and where it is; without axis, that of all elements."""
    return median_of_all(input) if dim is None else median(input, axis=dim, keepdims=keepdim)


@operator(
    "ops.quantile(input, q, axis=None, keepdims=False)",
    "Tensor.quantile(self, q, axis=None, keepdims=False)",
    "ops.Quantile(dim: None | int = None, keep_dims: None | bool = False,"
    " ignore_nan: None | bool = False)(input, q) -> (input, q, axis=dim, keepdims=bool(keep_dims),"
    " ignore_nan=bool(ignore_nan))",
    promote=floating,
    samples=(
        "f32[2, 3], 0.3",
        "f32[2, 3], f32[2] * 0.1 + 0.5, 1",
        "ops.Quantile: f32[2, 3], probability[2], dim=1, ignore_nan=True",
    ),
)
def quantile(x, q, *, axis=None, keepdims=False, ignore_nan=False):
    """Interpolate the quantiles of the elements (that are not NaN) along an axis linearly."""
    if ignore_nan:
        return nanquantile.kernel(x, q, axis=axis, keepdims=keepdims)
    return jnp.quantile(x, jnp.asarray(q, x.dtype), axis=axis, keepdims=keepdims)


@operator(
    "ops.nanquantile(input, q, axis=None, keepdims=False)",
    "Tensor.nanquantile(self, q, axis=None, keepdims=False)",
    promote=floating,
    samples=("f32[2, 3], 0.3",),
)
def nanquantile(x, q, *, axis=None, keepdims=False):
    """Interpolate the quantiles of the elements that are not NaN."""
    return jnp.nanquantile(x, jnp.asarray(q, x.dtype), axis=axis, keepdims=keepdims)


@operator(
    "ops.cov(input, *, correction=1, fweights=None, aweights=None)"
    " -> (input, fweights, aweights, correction=correction)",
    "Tensor.cov(self, *, correction=1, fweights=None, aweights=None)"
    " -> (self, fweights, aweights, correction=correction)",
    promote=floating,
    samples=("f32[2, 3]", "f32[2, 3], correction=0"),
)
def cov(x, fweights, aweights, *, correction):
    """Compute the covariance matrix of the rows."""
    return jnp.cov(x, ddof=correction, fweights=fweights, aweights=aweights).astype(x.dtype)


@operator(
    "ops.bincount(input, weights=None, minlength=0) -> (input, weights, minlength=minlength)",
    "Tensor.bincount(self, weights=None, minlength=0) -> (self, weights, minlength=minlength)",
    "mint.bincount(input, weights=None, minlength=0)"
    " -> (input, weights, minlength=minlength, dtype='int64')",
    compiled=False,
    differentiable=False,
    samples=("natural[4]", "f32[4], minlength=5", "mint.bincount: natural[4]"),
)
def bincount(x, weights, *, minlength, dtype="float32"):
    """Count (or add the weights of) every whole value from 0 to the largest, truncated."""
    x = np.asarray(x)
    if x.ndim != 1:
        raise ExplainedValueError(
            f"For math function 'bincount', 'input' should be one-dimensional tensor, but its "
            f"shape is {x.shape}; flatten it first."
        )
    x = np.real(x)
    whole = (x >= 0) & (x == np.trunc(x))
    if x.size:
        minlength = max(minlength, int(x.max()) + 1)
    given = None if weights is None else np.asarray(weights)[whole]
    counts = np.bincount(x[whole].astype(np.int64), given, minlength)
    return jax.device_put(counts.astype(dtype if weights is None else weights.dtype))


@operator(
    "ops.histc(input, bins=100, min=0.0, max=0.0)",
    "Tensor.histc(self, bins=100, min=0, max=0)",
    "mint.histc(input, bins=100, min=0, max=0)",
    "ops.Histogram(bins: int >= 1 = 100, min: float <= max = 0.0, max: float >= min = 0.0)(x)",
    promote=tensor,
    differentiable=False,
    samples=("f32[6], 4", "f32[6], 4, -1.0, 1.0"),
)
def histc(x, *, bins, min, max):
    """Count the elements in equal bins from min to max (0 and 0: from the data)."""
    if isinstance(bins, bool) or not isinstance(bins, int) or bins < 1:
        raise ExplainedValueError(
            f"For 'histc', the 'bins' must be int and must > 0, got {bins!r}."
        )
    if min == max == 0:
        low, high = jnp.min(x), jnp.max(x)
        low, high = jnp.where(low == high, low - 1, low), jnp.where(low == high, high + 1, high)
    else:
        low, high = min, max
    counts, _ = jnp.histogram(x, bins, (low, high))
    return counts.astype(x.dtype)


@operator(
    "ops.nanmedian(input, axis=-1, keepdims=False)",
    "Tensor.nanmedian(self, axis=-1, keepdims=False)",
    promote=tensor,
    samples=("f32[2, 3]", "f32[2, 3], 0, True"),
)
def nanmedian(x, *, axis, keepdims):
    """Return the lower median of the elements that are not NaN, and where it is."""
    return median.kernel(x, axis=axis, keepdims=keepdims, ignore_nan=True)


@operator(
    "ops.Bincount()(array, size, weights) -> (array, weights, size=size)",
    differentiable=False,
    samples=("natural[4], 3, f32[4]",),
)
def bincount_sized(x, weights, *, size):
    """Add the weights of every value from 0 to size - 1; no weights count 1 each."""
    weights = jnp.ones(x.shape, jnp.float32) if weights.size == 0 else weights
    return jnp.zeros(size, weights.dtype).at[x].add(weights, mode="drop")
