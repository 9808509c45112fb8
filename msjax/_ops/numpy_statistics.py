"""Covariances, histograms and interpolation in NumPy's style."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.promotion import arithmetic
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like

jnp = jax.numpy


def _variables(x, rowvar) -> Tensor:
    x = array_like(x)
    if x.ndim > 2:
        raise ExplainedValueError(
            f"input array has dimension more than 2: it must be a matrix, but has {x.ndim} axes."
        )
    if x.size == 0:
        raise ExplainedValueError("The input must not be empty.")
    if not isinstance(rowvar, bool):
        raise ExplainedTypeError(f"input rowvar should be boolean, but got {describe(rowvar)}.")
    return x


def _weights(weights):
    if weights is None:
        return None
    weights = array_like(weights)
    if not str(weights.dtype).startswith("Int"):
        raise ExplainedTypeError(f"weights must be integer, but their dtype is {weights.dtype}.")
    if weights.ndim > 1:
        raise RuntimeError(f"cannot handle multidimensional weights: {weights.ndim} axes.")
    return weights


@composite(
    "numpy.cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None,"
    " dtype=None)",
    samples=(
        "f32[3, 5]",
        "f32[5, 2], rowvar=False, bias=True",
        "f32[4], f32[4], ddof=0",
        "[1, 2, 4], fweights=[1, 2, 1], aweights=[1, 1, 3]",
        "f32[2, 4], dtype=float16",
    ),
)
def numpy_cov(m, y, rowvar, bias, ddof, fweights, aweights, dtype):
    """Compute the covariances of variables, in float32.

    Args:
        m: variables, a row each, or one.
        y: further variables, or None.
        rowvar: whether rows are variables; otherwise columns are.
        bias: whether to divide by the count of samples, not one less.
        ddof: what to take from that count, or None.
        fweights: how often each sample counts, integers.
        aweights: the weight of each sample, integers.
        dtype: the dtype of the result, or None.
    """
    m = _variables(m, rowvar)
    y = None if y is None else _variables(y, rowvar)
    ddof = (0 if bias else 1) if ddof is None else ddof
    weights = _weights(fweights), _weights(aweights)
    result = covariance(m, y, *weights, rowvar=rowvar, ddof=ddof)
    return result if dtype is None else result.astype(dtype)


@operator(samples=("f32[3, 5], None, None, None, rowvar=True, ddof=1",))
def covariance(m, y, fweights, aweights, *, rowvar, ddof):
    """Compute the covariances of variables, in float32."""
    rows = jnp.concatenate([_rows(v, rowvar) for v in (m, y) if v is not None])
    given = [jnp.abs(w.astype(jnp.float32)) for w in (fweights, aweights) if w is not None]
    if any(w.shape != rows.shape[1:] for w in given):
        raise RuntimeError("incompatible numbers of samples and weights")
    weights = jnp.ones(rows.shape[1], jnp.float32)
    for w in given:
        weights = weights * w
    total = jnp.sum(weights)
    count = total - ddof
    if aweights is not None and ddof != 0:
        count = total - ddof * jnp.sum(weights * given[-1]) / total
    rows = rows - jnp.sum(rows * weights, 1, keepdims=True) / total
    return jnp.squeeze(rows @ (rows * weights).T / count)


def _rows(x, rowvar):
    x = jnp.atleast_2d(x.astype(jnp.float32))
    return x if rowvar or x.shape[0] == 1 else x.T


@composite(
    "numpy.corrcoef(x, y=None, rowvar=True, dtype=None)",
    samples=("f32[3, 5]", "f32[5, 2], rowvar=False", "f32[4], f32[4]", "f32[2, 4], dtype=float16"),
)
def numpy_corrcoef(x, y, rowvar, dtype):
    """Compute the correlations of variables, in float32."""
    result = correlation(numpy_cov(x, y, rowvar, False, None, None, None, None))
    return result if dtype is None else result.astype(dtype)


@operator(samples=("spd[3, 3]", "positive[]"))
def correlation(covariances):
    """Divide covariances by the deviations of both variables."""
    if covariances.ndim == 0:
        return covariances / covariances
    deviations = jnp.sqrt(jnp.diag(covariances))
    return jnp.clip(covariances / deviations[:, None] / deviations, -1, 1)


@composite(
    "numpy.searchsorted(a, v, side='left', sorter=None)",
    samples=(
        "sorted[5], f32[2, 3]",
        "[1, 2, 3, 4], 3, 'right'",
        "f32[3], f32[2], 'left', natural[3]",
    ),
)
def numpy_searchsorted(a, v, side, sorter):
    """Find where numbers go into a sorted vector, int32; "left" of equal ones or "right"."""
    if side not in ("left", "right"):
        raise ExplainedValueError(
            f'invalid value for keyword "side": {side!r}; use "left" or "right".'
        )
    a = array_like(a)
    if a.ndim != 1:
        raise ExplainedValueError(f"`a` should be 1-D array, but has {a.ndim} dimensions.")
    sorter = None if sorter is None else array_like(sorter)
    if sorter is not None and tuple(sorter.shape) != tuple(a.shape):
        raise ExplainedValueError(
            "sorter must be 1-D array with the same size as `a`, but has the shape "
            f"{tuple(sorter.shape)}."
        )
    return places(a, array_like(v), sorter, side=side)


@operator(differentiable=False, samples=("sorted[4], f32[3], None, side='left'",))
def places(a, v, sorter, *, side):
    """Find where numbers go into a sorted vector."""
    a, v = arithmetic(a if sorter is None else a[sorter], v)
    return jnp.searchsorted(a, v, side).astype(jnp.int32)


@composite(
    "numpy.interp(x, xp, fp, left=None, right=None)",
    samples=(
        "f32[4], sorted[3], f32[3]",
        "[0.0, 1.5, 5.0], [1, 2, 3], [3, 2, 0], -1, 9",
        "2.5, [1, 2, 3], [3, 2, 0]",
    ),
)
def numpy_interp(x, xp, fp, left, right):
    """Interpolate linearly between points with increasing positions, in float32.

    Args:
        x: where to compute.
        xp: the positions of the points, a vector.
        fp: their values, a vector.
        left: the value before the first point; by default that of the point.
        right: the value behind the last point; by default that of the point.
    """
    x, xp, fp = array_like(x), array_like(xp), array_like(fp)
    if xp.ndim != 1 or fp.ndim != 1:
        raise ExplainedValueError(
            f"xp and fp must be 1-d sequences, but have {xp.ndim} and {fp.ndim} dimensions."
        )
    if xp.size != fp.size:
        raise ExplainedValueError(
            f"the y-coordinates must have the same length as `xp`, but have {fp.size} and "
            f"{xp.size}."
        )
    ends = [None if v is None else array_like(v) for v in (left, right)]
    return interpolated(x, xp, fp, *ends)


@operator(samples=("f32[4], sorted[3], f32[3], None, None",))
def interpolated(x, xp, fp, left, right):
    """Interpolate linearly between points, in float32."""
    xp, fp = xp.astype(jnp.float32), fp.astype(jnp.float32)
    after = jnp.clip(jnp.searchsorted(xp, x), 1, max(len(xp) - 1, 1)) % len(xp)
    before = jnp.maximum(after - 1, 0)
    start, width = xp[before], xp[after] - xp[before]
    flat = width == 0
    share = jnp.where(flat, 0, (x - start) / jnp.where(flat, 1, width))
    result = fp[before] + share * (fp[after] - fp[before])
    result = jnp.where(x < xp[0], fp[0] if left is None else left, result)
    return jnp.where(x > xp[-1], fp[-1] if right is None else right, result)


@composite(
    "numpy.digitize(x, bins, right=False)",
    samples=(
        "f32[2, 3], sorted[4]",
        "[1.2, 10.0, 20.0], [0, 5, 10, 20], True",
        "[1, 2], [3, 2, 1]",
    ),
)
def numpy_digitize(x, bins, right):
    """Number the bins that elements fall in, int32; edges may increase or decrease."""
    x, bins = array_like(x), array_like(bins)
    if bins.ndim != 1:
        raise ExplainedValueError(f"bins should be 1-dimensional, but have {bins.ndim} axes.")
    return x if x.size == 0 else bin_numbers(x, bins, right=bool(right))


@operator(differentiable=False, samples=("f32[2, 3], sorted[4], right=False",))
def bin_numbers(x, bins, *, right):
    """Number the bins that elements fall in."""
    x, bins = arithmetic(x, bins)
    if bins.size == 0:
        return jnp.zeros(x.shape, jnp.int32)
    side = "left" if right else "right"
    rising = jnp.searchsorted(bins, x, side)
    falling = bins.size - jnp.searchsorted(bins[::-1], x, side)
    return jnp.where(bins[0] <= bins[-1], rising, falling).astype(jnp.int32)


@composite(
    "numpy.bincount(x, weights=None, minlength=0, length=None)",
    samples=("[0, 1, 1, 3]", "natural[4], f32[4], length=3", "natural[4], minlength=5"),
)
def numpy_bincount(x, weights, minlength, length):
    """Count how often each integer from 0 on appears, or add up weights, in float32.

    Args:
        x: a vector of integers; negative ones count as 0.
        weights: a number for each, or None.
        minlength: the least length of the result.
        length: its length; needed in compiled code, since otherwise the values say it.
    """
    x = array_like(x)
    if x.ndim != 1:
        raise ExplainedValueError(f"`x` should be one-dimensional, but has {x.ndim} dimensions.")
    if not str(x.dtype).startswith("Int"):
        raise ExplainedTypeError(f"`x` should be an array of ints, but its dtype is {x.dtype}.")
    weights = None if weights is None else array_like(weights)
    if weights is not None and tuple(weights.shape) != tuple(x.shape):
        raise ExplainedValueError(
            f"`x` and `weights` must have the same length, but have the shapes {tuple(x.shape)} "
            f"and {tuple(weights.shape)}."
        )
    if length is None:
        length = max(int(x.asnumpy().max()) + 1, minlength, 1)
    return weighted_counts(x, weights, length=length)


@operator(samples=("natural[4], f32[4], length=3", "natural[4], None, length=2"))
def weighted_counts(x, weights, *, length):
    """Count how often each integer appears, or add up weights, in float32."""
    weights = jnp.ones(x.shape, jnp.float32) if weights is None else weights.astype(jnp.float32)
    x = jnp.maximum(x, 0)
    return jnp.zeros(length, jnp.float32).at[x].add(weights, mode="drop")


@composite(
    "numpy.histogram_bin_edges(a, bins=10, range=None, weights=None)",
    samples=("f32[6]", "i32[6], 3", "f32[6], 4, (0, 2)", "f32[6], [0, 1, 3]"),
)
def numpy_histogram_bin_edges(a, bins, range, weights):
    """Return the edges of a number of equal bins, float32, or those that are given.

    Raises:
        NotImplementedError: `bins` is a string, the name of a rule.
    """
    a = array_like(a)
    if weights is not None and tuple(array_like(weights).shape) != tuple(a.shape):
        raise ExplainedValueError(
            f"weights should have the same shape as a, {tuple(a.shape)}, but have "
            f"{tuple(array_like(weights).shape)}."
        )
    if isinstance(bins, tuple | list | Tensor):
        edges = array_like(bins)
        if edges.ndim != 1:
            raise ExplainedValueError(f"`bins` must be 1d, when an array, but is {edges.ndim}d.")
        return edges
    if isinstance(bins, str):
        raise NotImplementedError(
            f"bins={bins!r}: string value for `bins` not implemented; give a number."
        )
    if range is None:
        return bin_edges(a, None, None, bins=bins)
    if not isinstance(range, list | tuple) or len(range) != 2:
        raise ExplainedValueError(f"`range` should take the form (start, end), but got {range!r}.")
    if range[0] > range[1]:
        raise ExplainedValueError(f"max must be larger than min in range parameter: {range}.")
    return bin_edges(a, *map(array_like, range), bins=bins)


@operator(samples=("f32[6], None, None, bins=4",))
def bin_edges(x, start, end, *, bins):
    """Return the edges of equal bins, float32."""
    x = x.astype(jnp.float32)
    start = jnp.min(x) if start is None else start.astype(jnp.float32)
    end = jnp.max(x) if end is None else end.astype(jnp.float32)
    half = jnp.where(start == end, 0.5, 0).astype(jnp.float32)
    return jnp.linspace(start - half, end + half, bins + 1, dtype=jnp.float32)


@composite(
    "numpy.histogram(a, bins=10, range=None, weights=None, density=False)",
    samples=("f32[6]", "[1, 2, 1], [0, 1, 2, 3]", "f32[2, 3], 4, (-1, 1), positive[2, 3], True"),
)
def numpy_histogram(a, bins, range, weights, density):
    """Count elements, or add up their weights, per bin.

    Returns:
        Tuple of the counts, float32, and the edges of the bins.
    """
    a = array_like(a)
    edges = numpy_histogram_bin_edges(a, bins, range, weights)
    weights = None if weights is None else array_like(weights).ravel()
    sample = a.ravel().reshape((-1, 1))
    return binned(sample, weights, edges, density=bool(density)), edges


@operator(
    samples=(
        "f32[6, 1], None, sorted[4], density=True",
        "f32[6, 1], f32[6], sorted[3], density=False",
    )
)
def binned(sample, weights, *edges, density):
    """Count samples (N, D), or add up their weights, in a grid of bins with D vectors of edges."""
    numbers = [_bin_of(sample[:, i], e) for i, e in enumerate(edges)]
    weights = 1.0 if weights is None else weights.astype(jnp.float32)
    counts = jnp.zeros([len(e) + 1 for e in edges], jnp.float32).at[tuple(numbers)].add(weights)
    counts = counts[(slice(1, -1),) * len(edges)]
    if density:
        total = jnp.sum(counts)
        for i, e in enumerate(edges):
            widths = jnp.diff(e).astype(jnp.float32)
            counts = counts / widths.reshape([-1 if i == a else 1 for a in range(len(edges))])
        counts = counts / total
    return counts


def _bin_of(x, edges):
    """Return numbers of bins from 1 on; 0 and the last are outside, the last edge is inside."""
    x, edges = arithmetic(x, edges)
    return jnp.where(x == edges[-1], edges.size - 1, jnp.searchsorted(edges, x, "right"))


def _sample(sample) -> Tensor:
    """Read samples: a tensor (N, D), or a list of D vectors."""
    from msjax._ops.numpy_joining import stacked_along

    if isinstance(sample, tuple | list):
        sample = stacked_along(*map(array_like, sample), axis=-1)
    elif not isinstance(sample, Tensor):
        raise ExplainedTypeError(
            f"sample should be (N, D) array, or (D, N) array_like, but got {describe(sample)}."
        )
    if sample.ndim != 2:
        raise ExplainedValueError(
            f"when an array, sample should be 2-dimensional, but has {sample.ndim} dimensions."
        )
    return sample


@composite(
    "numpy.histogramdd(sample, bins=10, range=None, weights=None, density=False)",
    samples=(
        "f32[6, 2], 3",
        "[f32[4], f32[4]], (2, 3), None, positive[4]",
        "f32[6, 2], 2, ((-1, 1), (-2, 2)), density=True",
        "f32[6, 2], [[0, 3, 6], [1, 2, 7]]",
    ),
)
def numpy_histogramdd(sample, bins, range, weights, density):
    """Count samples, or add up their weights, in a grid of bins.

    Returns:
        Tuple of the counts, float32, and a list of the edges per axis.
    """
    sample = _sample(sample)
    count = sample.shape[1]
    if isinstance(bins, int):
        bins = [bins] * count
    if not isinstance(bins, tuple | list | Tensor):
        raise ExplainedTypeError(f"bins should be int or sequence, but got {describe(bins)}.")
    if len(bins) != count:
        raise ExplainedValueError(
            "The dimension of bins must be equal to the dimension of the sample: "
            f"{len(bins)} and {count}."
        )
    ranges = [None] * count if range is None else range
    if len(ranges) != count:
        raise ExplainedValueError(
            f"range argument must have one entry per dimension: {len(ranges)} for {count}."
        )
    weights = None if weights is None else array_like(weights)
    edges = [
        numpy_histogram_bin_edges(sample[:, i], b, r, weights)
        for i, (b, r) in enumerate(zip(bins, ranges, strict=True))
    ]
    return binned(sample, weights, *edges, density=bool(density)), edges


@composite(
    "numpy.histogram2d(x, y, bins=10, range=None, weights=None, density=False)",
    samples=("f32[6], f32[6], 3", "f32[6], f32[6], 2, ((-1, 1), (-2, 2)), None, True"),
)
def numpy_histogram2d(x, y, bins, range, weights, density):
    """Count pairs of numbers, or add up their weights, in a grid of bins.

    Returns:
        Tuple of the counts, float32, and the edges of both axes.
    """
    counts, edges = numpy_histogramdd((x, y), bins, range, weights, density)
    return (counts, *edges)
