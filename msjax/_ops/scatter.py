"""Writing elements by tensors of positions; the result is a new tensor.

Positions out of range write nothing, where MindSpore raises: the check would make every call wait
for the device.
"""

from __future__ import annotations

import math

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.gather import check_positions
from msjax._ops.kinds import axis_of, tensor

jnp = jax.numpy
lax = jax.lax

_METHODS = {
    "none": "set",
    "update": "set",
    "add": "add",
    "max": "max",
    "min": "min",
}


def put(x, index, values, how, **options):
    """Write values at an index, replacing or combining with what is there."""
    if how == "sub":
        how, values = "add", -values
    if how in ("mul", "multiply"):
        return x * products(x, index, values)
    if how == "div":
        return (x / products(x, index, values)).astype(x.dtype)
    if how not in _METHODS:
        raise ExplainedValueError(
            "the reduction must be one of 'add', 'div', 'max', 'min', 'mul', 'multiply', 'none', "
            f"'sub' and 'update', but got {how!r}."
        )
    return getattr(x.at[index], _METHODS[how])(values, mode="drop", **options)


def products(x, index, values):
    """Return, for each element of x, the product of the values that an index writes there.

    The values of one element are brought together and multiplied by a segmented scan, because
    JAX's product scatter has no derivative where an element occurs twice.
    """
    index = index if isinstance(index, tuple) else (index,)
    lengths, rest = x.shape[: len(index)], x.shape[len(index) :]
    index = jnp.broadcast_arrays(*index)
    pairs = list(zip(index, lengths, strict=True))
    inside = jnp.all(jnp.stack([(i >= -n) & (i < n) for i, n in pairs]), 0)
    rows = math.prod(lengths)
    row = jnp.ravel_multi_index([i % n for i, n in pairs], lengths, mode="wrap")
    row = jnp.where(inside, row, rows).reshape(-1)
    values = jnp.broadcast_to(values, (*index[0].shape, *rest)).reshape(len(row), -1)
    order = jnp.argsort(row, stable=True)
    row, values = row[order], values[order]
    changes = row[1:] != row[:-1]
    first, last = jnp.append(True, changes), jnp.append(changes, True)
    running, _ = lax.associative_scan(_multiply_segment, (values, first[:, None]))
    out = jnp.ones((rows, values.shape[1]), x.dtype)
    out = out.at[jnp.where(last, row, rows)].set(running, mode="drop")
    return out.reshape(x.shape)


def _multiply_segment(a, b):
    return jnp.where(b[1], b[0], a[0] * b[0]), a[1] | b[1]


def _along(name, x, index, axis, error: type[Exception] = ExplainedValueError):
    """Index one element per position along an axis, as `take_along_axis` reads."""
    grids = [lax.broadcasted_iota(index.dtype, index.shape, a) for a in range(x.ndim)]
    grids[axis_of(name, x, axis, error)] = index
    return tuple(grids)


@operator(
    "ops.tensor_scatter_elements(input_x, indices, updates, axis=0, reduction='none')",
    "ops.TensorScatterElements(axis: None | bool | int | Tensor = 0,"
    " reduction: None | among('none', 'add') = 'none')(data, indices, updates)",
    "ops.scatter(input, axis, index, src) -> (input, index, src, axis=axis)",
    "Tensor.scatter(self, dim, index, src, *, reduce='none')"
    " -> (self, index, src, axis=dim, reduction=reduce)",
    "Tensor.scatter(self, axis, index, src) -> (self, index, src, axis=axis)",
    "Tensor.scatter_(self, dim, index, src, *, reduce='none')"
    " -> self := (self, index, src, axis=dim, reduction=reduce)",
    "Tensor.scatter_(self, dim, index, value, *, reduce='none')"
    " -> self := (self, index, value, axis=dim, reduction=reduce)",
    "mint.scatter(input, dim, index, src) -> (input, index, src, axis=dim)",
    promote=tensor,
    samples=(
        "f32[2, 3], natural[1, 2], f32[1, 2], 1",
        "f32[4, 3], natural[2, 3], f32[2, 3], 0, 'add'",
    ),
)
def scatter_elements(x, index, values, *, axis=0, reduction="none"):
    """Write (or add, multiply …) one value per position along an axis."""
    check_positions("scatter", index)
    values = jnp.asarray(values).astype(x.dtype)
    if values.ndim:
        values = values[tuple(slice(n) for n in index.shape)]
    # MindSpore's class for an axis out of range
    return put(x, _along("scatter", x, index, axis, RuntimeError), values, reduction)


@operator(
    "mint.scatter_add(input, dim, index, src) -> (input, index, src, axis=dim)",
    "Tensor.scatter_add(self, dim, index, src) -> (self, index, src, axis=dim)",
    "Tensor.scatter_add_(self, dim, index, src) -> self := (self, index, src, axis=dim)",
    "ops.ScatterAddWithAxis(axis: int = 0)(input_x, indices, updates)",
    promote=tensor,
    samples=("f32[4, 3], 0, natural[2, 3], f32[2, 3]",),
)
def scatter_add_elements(x, index, values, *, axis):
    """Add one value per position along an axis."""
    return scatter_elements.kernel(x, index, values, axis=axis, reduction="add")


def _nd(index):
    return tuple(jnp.moveaxis(index, -1, 0))


@operator(
    "ops.tensor_scatter_update(input_x, indices, updates)",
    "ops.TensorScatterUpdate()(input_x, indices, updates)",
    promote=tensor,
    samples=("f32[2, 3], bit[2, 2], f32[2]", "f32[4, 3], natural[2, 1], f32[2, 3]"),
)
def tensor_scatter_update(x, index, values):
    """Write elements or slices at positions along the first axes."""
    check_positions("tensor_scatter_update", index)
    return put(x, _nd(index), values.astype(x.dtype), "none")


def _combining(how, doc):
    names = f"ops.tensor_scatter_{how}", f"Tensor.scatter_{how}", f"ops.TensorScatter{how.title()}"

    def kernel(x, index, values):
        check_positions(kernel.__name__, index)
        return put(x, _nd(index), values.astype(x.dtype), how)

    kernel.__name__, kernel.__doc__ = f"tensor_scatter_{how}", doc
    return operator(
        f"{names[0]}(input_x, indices, updates)",
        f"{names[1]}(self, indices, updates)",
        f"{names[2]}()(input_x, indices, updates)",
        promote=tensor,
        samples=("f32[2, 3], bit[2, 2], positive[2]",),
    )(kernel)


tensor_scatter_add = _combining("add", "Add values at positions along the first axes.")
tensor_scatter_sub = _combining("sub", "Subtract values at positions along the first axes.")
tensor_scatter_mul = _combining("mul", "Multiply by values at positions along the first axes.")
tensor_scatter_div = _combining("div", "Divide by values at positions along the first axes.")
tensor_scatter_max = _combining("max", "Take the larger of element and value at positions.")
tensor_scatter_min = _combining("min", "Take the smaller of element and value at positions.")


@operator(
    "ops.scatter_nd(indices, updates, shape)",
    "ops.ScatterNd()(indices, updates, shape)",
    samples=("natural[2, 1], f32[2], (4,)", "bit[3, 2], f32[3], (2, 2)"),
)
def scatter_nd(index, values, *, shape):
    """Add values at positions into a tensor of zeros."""
    check_positions("scatter_nd", index)
    return put(jnp.zeros(shape, values.dtype), _nd(index), values, "add")


@operator(
    "Tensor.index_add(self, dim: int, index, source, *, alpha=1) -> (self, index, source, alpha, "
    "axis=dim)",
    "Tensor.index_add(self, indices, y, axis, use_lock=True, check_index_bound=True)"
    " -> (self, indices, y, 1, axis=axis)",
    "Tensor.index_add_(self, dim, index, source, *, alpha=1)"
    " -> self := (self, index, source, alpha, axis=dim)",
    "mint.index_add(input, dim, index, source, *, alpha=1)"
    " -> (input, index, source, alpha, axis=dim)",
    promote=tensor,
    samples=("f32[4, 3], 0, natural[2], f32[2, 3]", "f32[2, 3], 1, natural[2], f32[2, 2], alpha=2"),
)
def index_add(x, index, values, alpha, *, axis):
    """Add slices at positions along an axis."""
    check_positions("index_add", index)
    return put(x, _on_axis("index_add", x, index, axis), (alpha * values).astype(x.dtype), "add")


def _on_axis(name, x, index, axis, error: type[Exception] = ExplainedValueError):
    return (*[slice(None)] * axis_of(name, x, axis, error), index)


@operator(
    "ops.index_fill(x, axis, index, value) -> (x, index, value, axis=axis)",
    "Tensor.index_fill(self, axis, index, value) -> (self, index, value, axis=axis)",
    "Tensor.index_fill_(self, dim, index, value) -> self := (self, index, value, axis=dim)",
    "ops.IndexFill()(x, dim, index, value) -> (x, index, value, axis=dim)",
    promote=tensor,
    samples=("f32[2, 3], 1, natural[2], 9.0",),
)
def index_fill(x, index, value, *, axis):
    """Fill slices at positions along an axis with one number."""
    check_positions("index_fill", index)
    return put(
        x,
        _on_axis("index_fill", x, index, axis, RuntimeError),
        jnp.asarray(value).astype(x.dtype),
        "none",
    )


@operator(
    "Tensor.index_copy_(self, dim, index, tensor) -> self := (self, index, tensor, axis=dim)",
    promote=tensor,
    samples=("f32[4, 3], 0, natural[2], f32[2, 3]",),
)
def index_copy(x, index, values, *, axis):
    """Write slices at positions along an axis."""
    check_positions("index_copy_", index)
    return put(x, _on_axis("index_copy_", x, index, axis), values.astype(x.dtype), "none")


@operator(
    "Tensor.index_put(self, indices, values, accumulate=False)"
    " -> (self, values, *indices, accumulate=accumulate)",
    "Tensor.index_put_(self, indices, values, accumulate=False)"
    " -> self := (self, values, *indices, accumulate=accumulate)",
    "ops.IndexPut(accumulate: int = 0)(x1, x2, indices) -> (x1, x2, *indices,"
    " accumulate=accumulate)",
    promote=tensor,
    samples=(
        "f32[2, 3], (bit[2], natural[2]), f32[2]",
        "f32[2, 3], (bit[2],), f32[3], True",
        "ops.IndexPut: f32[2, 3], f32[1], (bit[2],)",
    ),
)
def index_put(x, values, *indices, accumulate):
    """Write or add values at the positions that tensors for the first axes give together."""
    return put(x, indices, values.astype(x.dtype), "add" if accumulate else "none")


@operator(
    "ops.inplace_update(x, v, indices) -> (x, v, indices=indices)",
    "ops.InplaceUpdateV2()(x, indices, v) -> (x, v, indices=indices)",
    "Tensor.inplace_update(self, v, indices) -> (self, v, indices=indices)",
    "ops.InplaceUpdate(indices: each(int))(x, v) -> (x, v, indices=indices)",
    differentiable=False,
    samples=("f32[4, 3], f32[2, 3], (0, 2)",),
)
def inplace_update(x, values, *, indices):
    """Replace rows; the result is a new tensor."""
    return x.at[_rows(indices)].set(values)


@operator(
    "ops.inplace_add(x, v, indices) -> (x, v, indices=indices)",
    "ops.InplaceAdd(indices: each(int))(x, input_v) -> (x, input_v, indices=indices)",
    differentiable=False,
    samples=("f32[4, 3], f32[2, 3], (0, 2)",),
)
def inplace_add(x, values, *, indices):
    """Add to rows; the result is a new tensor."""
    return x.at[_rows(indices)].add(values)


@operator(
    "ops.inplace_sub(x, v, indices) -> (x, v, indices=indices)",
    "ops.InplaceSub(indices: each(int))(x, input_v) -> (x, input_v, indices=indices)",
    differentiable=False,
    samples=("f32[4, 3], f32[2, 3], (0, 2)",),
)
def inplace_sub(x, values, *, indices):
    """Subtract from rows; the result is a new tensor."""
    return x.at[_rows(indices)].add(-values)


def _rows(indices):
    return jnp.asarray(indices if isinstance(indices, tuple) else (indices,))


@operator(
    "ops.select_scatter(input, src, axis, index) -> (input, src, index, axis=axis)",
    "Tensor.select_scatter(self, src, axis, index) -> (self, src, index, axis=axis)",
    samples=("f32[2, 3], f32[3], 0, 1",),
)
def select_scatter(x, values, index, *, axis):
    """Replace one slice along an axis."""
    return lax.dynamic_update_index_in_dim(x, values.astype(x.dtype), index, axis)


@operator(
    "ops.slice_scatter(input, src, axis=0, start=None, end=None, step=1)",
    "Tensor.slice_scatter(self, src, axis=0, start=None, end=None, step=1)",
    samples=("f32[2, 3], f32[1, 3], 0, 1, 2", "f32[2, 3], f32[2, 2], 1, None, None, 2"),
)
def slice_scatter(x, values, *, axis, start, end, step):
    """Replace a range of slices along an axis."""
    return x.at[_on_axis("slice_scatter", x, slice(start, end, step), axis)].set(values)


@operator(
    "Tensor.fill_diagonal(self, fill_value, wrap=False)",
    "Tensor.fill_diagonal_(self, fill_value, wrap=False) -> self := (self, fill_value, wrap)",
    "ops.FillDiagonal(fill_value: float, wrap: bool = False)(input_x) -> (input_x, fill_value,"
    " wrap)",
    promote=tensor,
    samples=("f32[3, 3], 5.0", "f32[5, 2], 5.0, True"),
)
def fill_diagonal(x, value, *, wrap):
    """Fill the main diagonal; with `wrap`, start again below it in a tall matrix."""
    if x.ndim != 2 or not wrap:
        return jnp.fill_diagonal(x, value, wrap=False, inplace=False)
    step = x.shape[1] + 1
    return x.reshape(-1).at[::step].set(value).reshape(x.shape)


@operator(
    "ops.diagonal_scatter(input, src, offset=0, dim1=0, dim2=1)",
    "Tensor.diagonal_scatter(self, src, offset=0, dim1=0, dim2=1)",
    samples=("f32[3, 3], f32[3]", "f32[2, 3], f32[2], 1"),
)
def diagonal_scatter(x, values, *, offset, dim1, dim2):
    """Replace a diagonal of the plane of two axes."""
    moved = jnp.moveaxis(x, (dim1, dim2), (-2, -1))
    rows = jnp.arange(values.shape[-1]) + max(-offset, 0)
    moved = moved.at[..., rows, rows + offset].set(values)
    return jnp.moveaxis(moved, (-2, -1), (dim1, dim2))


def _segment(how, reduce, doc):
    title = how.title()

    def kernel(x, segments, *, count):
        flat = x.reshape(-1, *x.shape[segments.ndim :])
        return reduce(flat, segments.reshape(-1), count)

    kernel.__name__, kernel.__doc__ = f"unsorted_segment_{how}", doc
    first = "input_x" if how == "sum" else "x"
    faces = [
        f"ops.unsorted_segment_{how}({first}, segment_ids, num_segments)",
        f"ops.UnsortedSegment{title}()({first}, segment_ids, num_segments)",
    ]
    if how != "sum":
        faces.append(f"Tensor.unsorted_segment_{how}(self, segment_ids, num_segments)")
    return operator(*faces, promote=tensor, samples=("f32[3, 2], bit[3], 2",))(kernel)


def _or_lowest(reduce):
    def with_finite_empty(x, segments, count):
        out = reduce(x, segments, count)
        if not jnp.issubdtype(x.dtype, jnp.floating):
            return out
        return jnp.clip(out, jnp.finfo(x.dtype).min, jnp.finfo(x.dtype).max)

    return with_finite_empty


def _segment_prod(x, segments, count):
    return products(jnp.zeros((count, *x.shape[1:]), x.dtype), segments, x)


unsorted_segment_sum = _segment("sum", jax.ops.segment_sum, "Sum the slices of each segment.")
unsorted_segment_prod = _segment("prod", _segment_prod, "Multiply the slices of each segment.")
unsorted_segment_max = _segment(
    "max", _or_lowest(jax.ops.segment_max), "Take the largest slice elements of each segment."
)
unsorted_segment_min = _segment(
    "min", _or_lowest(jax.ops.segment_min), "Take the smallest slice elements of each segment."
)


@operator(
    "ops.put_(input, index, source, accumulate=False) -> input := (input, index, source,"
    " accumulate=accumulate)",
    "Tensor.put_(self, index, source, accumulate=False) -> self := (self, index, source,"
    " accumulate=accumulate)",
    promote=tensor,
    samples=("f32[2, 3], natural[2], f32[2]", "f32[2, 3], natural[2], f32[2], accumulate=True"),
)
def put_flat(x, index, source, *, accumulate):
    """Write (or add) values at positions that count through all elements."""
    check_positions("put_", index)
    how = "add" if accumulate else "none"
    return put(x.reshape(-1), index.reshape(-1), source.reshape(-1), how).reshape(x.shape)
