"""Joining of tensors in NumPy's style, and functions along axes."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, promote, tensor_only
from msjax._ops.numpy_reductions import axes_of
from msjax._ops.numpy_shape import moved

jnp = jax.numpy
_MOST_AXES = 32


@operator(promote=promote, samples=("f32[2, 3], i32[2, 3], axis=1",))
def joined(*tensors, axis):
    """Put tensors one behind the other along an axis."""
    return jnp.concatenate(tensors, axis)


@composite(
    "numpy.concatenate(arrays, axis=0)",
    samples=(
        "(f32[2, 3], i32[1, 3])",
        "[f32[2, 3], f32[2, 2]], 1",
        "(f32[2, 3], f32[4]), None",
        "f32[2, 3, 4], 1",
    ),
)
def numpy_concatenate(arrays, axis):
    """Put tensors one behind the other along an axis; with None, all elements in order."""
    if arrays is None:
        raise ExplainedTypeError("expect Union[Tensor, tuple(Tensor), list(Tensor)], but got None.")
    flat = axis is None or axis >= _MOST_AXES
    if isinstance(arrays, Tensor):
        if flat:
            return arrays.ravel()
        arrays = [arrays[i] for i in range(arrays.shape[0])]
    arrays = [tensor_only(x).ravel() if flat else tensor_only(x) for x in arrays]
    (axis,) = (0,) if flat else axes_of(axis, arrays[0].ndim)
    return joined(*arrays, axis=axis)


@composite(
    "numpy.append(arr, values, axis=None)",
    samples=("f32[2, 3], f32[4]", "f32[2, 3], f32[1, 3], 0"),
)
def numpy_append(arr, values, axis):
    """Put values behind a tensor along an axis; with None, all elements in order."""
    tensor_only(arr)
    tensor_only(values)
    if axis is None:
        return joined(arr.ravel(), values.ravel(), axis=0)
    (axis,) = axes_of(axis, arr.ndim)
    if arr.ndim != values.ndim:
        raise ExplainedValueError(
            f"all tensors must have same number of dimensions, but got {arr.ndim} and "
            f"{values.ndim}."
        )
    return joined(arr, values, axis=axis)


def _tensors(tup):
    if not isinstance(tup, list | tuple):
        raise ExplainedTypeError(
            f"Tensor or, list or tuple of tensors are required, but got {describe(tup)}; give for "
            "instance `(x, y)`."
        )
    if not tup:
        raise ExplainedValueError(
            "Need at least one tensor to concatenate, but got none; it must have elements."
        )
    return [tensor_only(x) for x in tup]


@composite(
    "numpy.column_stack(tup)", samples=("(f32[3], f32[3])", "[f32[2, 2], f32[2]]", "f32[2, 3]")
)
def numpy_column_stack(tup):
    """Put vectors and matrices side by side, vectors as columns."""
    if isinstance(tup, Tensor):
        return tup
    columns = [x.reshape((-1, 1)) if x.ndim < 2 else x for x in _tensors(tup)]
    return joined(*columns, axis=1)


@composite("numpy.vstack(tup)", samples=("(f32[3], f32[3])", "[f32[2, 3], f32[3]]", "f32[2, 3]"))
def numpy_vstack(tup):
    """Put tensors one below the other, vectors as rows."""
    if isinstance(tup, Tensor):
        return tup
    return joined(*[x.reshape((1, -1)) if x.ndim < 2 else x for x in _tensors(tup)], axis=0)


@composite("numpy.hstack(tup)", samples=("(f32[3], f32[2])", "[f32[2, 3], f32[2, 1]]", "f32[2, 3]"))
def numpy_hstack(tup):
    """Put tensors side by side, along the second axis or that of vectors."""
    if isinstance(tup, Tensor):
        return tup
    tensors = [x.reshape((1,)) if x.ndim == 0 else x for x in _tensors(tup)]
    return joined(*tensors, axis=int(tensors[0].ndim > 1))


@composite("numpy.dstack(tup)", samples=("(f32[3], f32[3])", "[f32[2, 3], f32[2, 3]]"))
def numpy_dstack(tup):
    """Put tensors one behind the other along the third axis."""
    if isinstance(tup, Tensor):
        return tup
    tensors = [x.reshape((1, -1)) if x.ndim < 2 else x for x in _tensors(tup)]
    return joined(*[x.reshape((*x.shape, 1)) if x.ndim == 2 else x for x in tensors], axis=2)


@composite(
    "numpy.stack(arrays, axis=0)",
    samples=("(f32[2, 3], i32[2, 3])", "[f32[3], f32[3]], -1", "f32[2, 3], 1"),
)
def numpy_stack(arrays, axis):
    """Put tensors of one shape behind each other along a new axis."""
    if isinstance(arrays, Tensor):
        return moved(arrays, source=(0,), destination=axes_of(axis, arrays.ndim))
    if not isinstance(arrays, list | tuple):
        raise ExplainedValueError(
            f"input arrays must be Tensor, tuple, or list, but got {describe(arrays)}."
        )
    arrays = _tensors(arrays)
    (axis,) = axes_of(axis, arrays[0].ndim + 1)
    return stacked_along(*arrays, axis=axis)


@operator(promote=promote, samples=("f32[3], i32[3], axis=1",))
def stacked_along(*tensors, axis):
    """Put tensors of one shape behind each other along a new axis."""
    return jnp.stack(tensors, axis)


@composite(
    "numpy.apply_along_axis(func1d, axis, arr, *args, **kwargs)"
    " -> (func1d, axis, arr, args, kwargs)",
    samples=("abs, 1, f32[2, 3]", "abs, 0, f32[2, 3]"),
)
def numpy_apply_along_axis(func1d, axis, arr, args, kwargs):
    """Call a function of vectors for each vector along an axis, and put the results together."""
    tensor_only(arr)
    (axis,) = axes_of(axis, arr.ndim)
    rest = [n for a, n in enumerate(arr.shape) if a != axis]
    rows = moved(arr, source=(axis,), destination=(arr.ndim - 1,)).reshape((-1, arr.shape[axis]))
    results = [func1d(rows[i], *args, **kwargs) for i in range(rows.shape[0])]
    out = stacked_along(*[array_like(r) for r in results], axis=0)
    out = out.reshape((*rest, *out.shape[1:]))
    added = out.ndim - len(rest)
    if not added:
        return out
    return moved(
        out,
        source=tuple(range(len(rest), out.ndim)),
        destination=tuple(range(axis, axis + added)),
    )


@composite("numpy.apply_over_axes(func, a, axes)")
def numpy_apply_over_axes(func, a, axes):
    """Call `func(a, axis=...)` for one axis after the other; a lost axis stays, with length 1."""
    result = a = array_like(a)
    for axis in (axes,) if isinstance(axes, int) else axes:
        result = func(result, axis=axis)
        if result.ndim != a.ndim:
            result = result.expand_dims(axis)
        if result.ndim != a.ndim:
            raise ExplainedValueError(
                "function is not returning a tensor of the correct shape: it has "
                f"{result.ndim} axes, not {a.ndim}."
            )
    return result
