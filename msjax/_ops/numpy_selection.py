"""Selecting, searching and comparing elements in NumPy's style; sets and index arithmetic."""

from __future__ import annotations

import math

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, operator, resolve
from msjax._core.promotion import arithmetic
from msjax._core.tensor import Tensor
from msjax._ops.array_likes import array_like, promote, promoted, tensor_only
from msjax._ops.conversion import cast
from msjax._ops.gather import gather_elements
from msjax._ops.numpy_joining import stacked_along
from msjax._ops.numpy_reductions import axes_of

jnp = jax.numpy


def _where(condition, x, y):
    """Promote the choices; the condition is a bool."""
    return condition.astype(bool), *promote(x, y)


@operator(
    "numpy.where(condition, x=None, y=None) -> (array_like(condition), array_like(x),"
    " array_like(y))",
    promote=_where,
    samples=("bool[2, 3], f32[2, 3], f32[3]", "natural[3], i32[3], 2.5", "[1, 0], [1, 2], [3, 4]"),
)
def numpy_where(condition, x, y):
    """Take from x where the condition holds, otherwise from y; all are broadcast."""
    return jnp.where(condition, x, y)


@composite(
    "numpy.take(a, indices, axis=None, mode='clip')",
    samples=("f32[4], natural[3]", "f32[2, 3], natural[2], 1", "f32[4], i32[3], mode='wrap'"),
)
def numpy_take(a, indices, axis, mode):
    """Take elements by their positions along an axis, or in order."""
    return tensor_only(a).take(tensor_only(indices), axis, mode)


@composite(
    "numpy.take_along_axis(arr, indices, axis)",
    samples=(
        "f32[2, 3], natural[2, 2], 1",
        "f32[2, 3], natural[1, 3], 0",
        "f32[2, 3], natural[4], None",
    ),
)
def numpy_take_along_axis(arr, indices, axis):
    """Take one element per index along an axis; indices are broadcast to the other axes."""
    tensor_only(arr)
    tensor_only(indices)
    if axis is None:
        arr, axis = arr.ravel(), 0
    if arr.ndim != indices.ndim:
        raise ExplainedValueError(
            "`indices` and `arr` must have the same number of dimensions, but got "
            f"{indices.ndim} and {arr.ndim}."
        )
    return taken_along(arr, indices, axis=axes_of(axis, arr.ndim)[0])


@operator(samples=("f32[2, 3], natural[1, 2], axis=1",))
def taken_along(x, index, *, axis):
    """Take one element per index along an axis; indices are broadcast to the other axes."""
    shape = [index.shape[axis] if a == axis else n for a, n in enumerate(x.shape)]
    return gather_elements.kernel(x, jnp.broadcast_to(index, shape), axis=axis)


@composite(
    "numpy.select(condlist, choicelist, default=0)",
    samples=(
        "[[True, False, True], [False, True, False]], [[1, 2, 3], [4, 5, 6]]",
        "[bool[3], bool[3]], [f32[3], f32[3]], 7",
        "bool[2, 3], f32[2, 3], f32[3]",
    ),
)
def numpy_select(condlist, choicelist, default):
    """Take each element from the first choice whose condition holds, otherwise the default."""
    conditions, choices = array_like(condlist), array_like(choicelist)
    if conditions.ndim == 0 or choices.ndim == 0:
        raise ExplainedValueError("input cannot be scalars; give lists of conditions and choices.")
    if conditions.shape[0] != choices.shape[0]:
        raise ExplainedValueError(
            "list of cases must be same length as list of conditions, but got "
            f"{choices.shape[0]} and {conditions.shape[0]}."
        )
    return first_choice(conditions, choices, array_like(default))


@operator(samples=("bool[2, 3], f32[2, 3], f32[]",))
def first_choice(conditions, choices, default):
    """Take each element from the first choice whose condition holds, otherwise the default."""
    shape = jnp.broadcast_shapes(conditions.shape[1:], choices.shape[1:])
    conditions = [jnp.broadcast_to(c, shape).astype(bool) for c in conditions]
    default = cast.kernel(default, dtype=choices.dtype)
    return jnp.select(conditions, [jnp.broadcast_to(c, shape) for c in choices], default)


@composite(
    "numpy.piecewise(x, condlist, funclist, *args, **kw) -> (x, condlist, funclist, args, kw)",
    samples=(
        "i32[3], [[True, False, False], [False, False, True]], [10, 20]",
        "f32[2], [bool[2]], [f32[2]]",
    ),
)
def numpy_piecewise(x, condlist, funclist, args, kw):
    """Compute each element with the function, or take the value, whose condition holds.

    Args:
        x: an array like.
        condlist: conditions, of the shape of x.
        funclist: a function or value per condition, and perhaps one more for where none holds.
        *args: further arguments of the functions.
        **kw: further keyword arguments of the functions.
    """
    x = array_like(x)
    choices = funclist if isinstance(funclist, tuple | list) else [funclist]
    choices = [f(x, *args, **kw) if callable(f) else f for f in choices]
    conditions = _along_first(condlist)
    count = conditions.shape[0]
    default = 0
    if len(choices) == count + 1:
        default, choices = choices[-1], choices[:-1]
    elif len(choices) != count:
        raise ExplainedValueError(
            f"the number of choices should be either equal to conditions or {count + 1}, but is "
            f"{len(choices)}."
        )
    return numpy_select(conditions, _along_first(choices), default)


def _along_first(values):
    if isinstance(values, tuple | list):
        return stacked_along(*_broadcast([array_like(v) for v in values]), axis=0)
    return array_like(values).reshape((-1,)) if array_like(values).ndim == 0 else array_like(values)


def _broadcast(tensors):
    shape = np.broadcast_shapes(*[tuple(t.shape) for t in tensors])
    return [t.broadcast_to(shape) for t in tensors]


@composite(
    "numpy.choose(a, choices, mode='clip')",
    samples=(
        "[2, 0, 1], [[1, 2, 3], [4, 5, 6], [7, 8, 9]]",
        "natural[3], (f32[3], f32[3])",
        "i32[3], f32[2, 3], 'wrap'",
    ),
)
def numpy_choose(a, choices, mode):
    """Take each element from the choice with its number; "clip" or "wrap" brings numbers in."""
    a = array_like(a)
    if not str(a.dtype).startswith("Int"):
        raise ExplainedValueError(f"`a` should be an int array, but its dtype is {a.dtype}.")
    if mode == "raise":
        raise NotImplementedError('"raise" mode is not implemented; use "clip" or "wrap".')
    if mode not in ("clip", "wrap"):
        raise ExplainedValueError(
            f'invalid mode. Expected "raise", "wrap", or "clip", but got {mode!r}.'
        )
    if isinstance(choices, tuple | list):
        choices = stacked_along(*_broadcast([array_like(c) for c in choices]), axis=0)
    choices = array_like(choices)
    if choices.ndim == 0 or (a.ndim == 0 and choices.ndim == 1):
        raise ExplainedValueError("input cannot be scalars; give arrays of numbers and choices.")
    return chosen(a, choices, mode=mode)


@operator(samples=("natural[3], f32[2, 3], mode='clip'",))
def chosen(index, choices, *, mode):
    """Take each element from the choice with its number."""
    count = choices.shape[0]
    shape = jnp.broadcast_shapes(index.shape, choices.shape[1:])
    rank = len(shape)
    choices = choices.reshape((count,) + (1,) * (rank - choices.ndim + 1) + choices.shape[1:])
    index = jnp.clip(index, 0, count - 1) if mode == "clip" else jnp.remainder(index, count)
    index = jnp.broadcast_to(index, shape)[None]
    return jnp.take_along_axis(jnp.broadcast_to(choices, (count, *shape)), index, 0)[0]


@composite("numpy.unique(x, return_inverse=False)", samples=("natural[4]", "natural[2, 3], True"))
def numpy_unique(x, return_inverse):
    """Return the different elements in order of appearance.

    Returns:
        Tensor; with `return_inverse`, a tuple of it and where the elements are in it.
    """
    found = resolve("ops.unique")(tensor_only(x).ravel())
    return found if return_inverse else found[0]


@composite("numpy.argwhere(a)", samples=("natural[2, 3]", "[[1, 0], [0, 2]]"))
def numpy_argwhere(a):
    """Return the indices of what is not zero, one row each."""
    return resolve("ops.argwhere")(array_like(a))


def _checked_bool(**flags):
    for name, value in flags.items():
        if not isinstance(value, bool):
            raise ExplainedTypeError(
                f"{name} is not bool type, as it must be, but {describe(value)}."
            )


@composite(
    "numpy.intersect1d(ar1, ar2, assume_unique=False, return_indices=False)",
    samples=("[1, 3, 4, 3], [3, 1, 2, 1]", "[1, 1, 2, 3, 4], [2, 1, 4, 6], False, True"),
)
def numpy_intersect1d(ar1, ar2, assume_unique, return_indices):
    """Return the sorted elements that two arrays share.

    Returns:
        Tensor; with `return_indices`, a tuple of it and where they first are in each.
    """
    _checked_bool(assume_unique=assume_unique, return_indices=return_indices)
    settings = {"assume_unique": assume_unique, "return_indices": return_indices}
    return shared_elements(array_like(ar1), array_like(ar2), **settings)


@operator(
    compiled=False,
    differentiable=False,
    promote=promote,
    samples=("natural[4], natural[3], assume_unique=False, return_indices=False",),
)
def shared_elements(x, y, *, assume_unique, return_indices):
    """Return the sorted elements that two arrays share, and where they are."""
    found = jnp.intersect1d(x, y, assume_unique, return_indices)
    if not return_indices:
        return found
    return found[0], found[1].astype(jnp.int32), found[2].astype(jnp.int32)


@composite(
    "numpy.setdiff1d(ar1, ar2, assume_unique=False)",
    samples=("[1, 2, 3, 2, 4, 1], [3, 4, 5]", "f32[4], f32[2], True"),
)
def numpy_setdiff1d(ar1, ar2, assume_unique):
    """Return the elements of the first array that are not in the second, sorted.

    With `assume_unique`, they stay as they are.
    """
    _checked_bool(assume_unique=assume_unique)
    x = array_like(ar1)
    x = x.ravel() if assume_unique else sorted_elements(x)
    return resolve("ops.masked_select")(x, numpy_in1d(x, array_like(ar2), invert=True))


@operator(compiled=False, differentiable=False, samples=("natural[4]",))
def sorted_elements(x):
    """Return the different elements, sorted."""
    return jnp.unique(x)


def _contained(x, y):
    x, y = arithmetic(x.ravel(), y.ravel())
    return jnp.isin(x, y)


@operator(
    "numpy.in1d(ar1, ar2, invert=False) -> (array_like(ar1), array_like(ar2), invert=invert)",
    differentiable=False,
    samples=("natural[2, 3], natural[1]", "[0, 1, 2], [0, 2], True"),
)
def numpy_in1d(x, y, *, invert):
    """Test for each element in order whether it is in another array."""
    return _contained(x, y) ^ bool(invert)


@operator(
    "numpy.isin(element, test_elements, invert=False) -> (array_like(element),"
    " array_like(test_elements), invert=invert)",
    differentiable=False,
    samples=("natural[2, 3], natural[1]", "[0, 1, 2], [0, 2], True"),
)
def numpy_isin(x, y, *, invert):
    """Test for each element whether it is in another array."""
    return (_contained(x, y) ^ bool(invert)).reshape(x.shape)


@composite(
    "numpy.array_equal(a1, a2, equal_nan=False)",
    samples=("[0, 1, 2], [0, 1, 2]", "f32[2], f32[3]", "f32[2], f32[2], True"),
)
def numpy_array_equal(a1, a2, equal_nan):
    """Test whether two arrays have the same shape and elements, as a bool tensor."""
    _checked_bool(equal_nan=equal_nan)
    a1, a2 = array_like(a1), array_like(a2)
    if tuple(a1.shape) != tuple(a2.shape):
        return Tensor(False)
    return all_equal(a1, a2, equal_nan=equal_nan)


@composite("numpy.array_equiv(a1, a2)", samples=("[1, 2], [[1, 2], [1, 2]]", "f32[2], f32[3]"))
def numpy_array_equiv(a1, a2):
    """Test whether two arrays broadcast to the same elements, as a bool tensor."""
    a1, a2 = array_like(a1), array_like(a2)
    try:
        np.broadcast_shapes(tuple(a1.shape), tuple(a2.shape))
    except ValueError:
        return Tensor(False)
    return all_equal(a1, a2, equal_nan=False)


@operator(promote=arithmetic, differentiable=False, samples=("f32[2], f32[2], equal_nan=True",))
def all_equal(x, y, *, equal_nan):
    """Test whether all elements are equal."""
    same = x == y
    return jnp.all(same | (jnp.isnan(x) & jnp.isnan(y)) if equal_nan else same)


def _checked_order(order):
    if order not in ("C", "F"):
        raise ExplainedValueError(
            f'invalid order. Expected "C" or "F", but got {order!r}; use one of them.'
        )


@composite(
    "numpy.unravel_index(indices, shape, order='C')",
    samples=("[22, 41, 37], (7, 6)", "i32[3], (3, 4), 'F'", "5, 10"),
)
def numpy_unravel_index(indices, shape, order):
    """Return the indices per axis of positions in order; those outside are brought in."""
    _checked_order(order)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    indices = array_like(indices)
    found = unraveled(indices, shape=shape, order=order)
    return found[0].reshape((1,)) if indices.ndim == 0 and len(shape) == 1 else found


@operator(differentiable=False, samples=("i32[3], shape=(3, 4), order='C'",))
def unraveled(indices, *, shape, order):
    """Return the indices per axis of positions in order, as a tuple."""
    dtype = promoted(indices.dtype, np.int32)
    total = math.prod(shape)
    inside = jnp.remainder(jnp.clip(indices.astype(dtype), -total, total - 1), total)
    lengths = shape if order == "C" else shape[::-1]
    found = tuple([i.astype(dtype) for i in jnp.unravel_index(inside, lengths)])
    return found if order == "C" else found[::-1]


@composite(
    "numpy.ravel_multi_index(multi_index, dims, mode='clip', order='C')",
    samples=("[[3, 6, 6], [4, 5, 1]], (7, 6)", "i32[2, 3], (3, 4), 'wrap', 'F'", "[3, 1], (7, 6)"),
)
def numpy_ravel_multi_index(multi_index, dims, mode, order):
    """Return the positions in order of indices per axis, as float32."""
    sizes = array_like((dims,) if isinstance(dims, int) else dims)
    if sizes.ndim != 1 or not str(sizes.dtype).startswith(("Int", "UInt")):
        raise ExplainedTypeError(f"only 1-D integer arrays are accepted, but dims is {dims!r}.")
    index = array_like(multi_index)
    if len(index) != len(sizes):
        raise ExplainedValueError(
            f"parameter multi_index must be a sequence of length {len(sizes)}, but has "
            f"{len(index)}."
        )
    if "Float" in str(index.dtype):
        raise ExplainedTypeError(f"only int indices permitted, but the dtype is {index.dtype}.")
    if mode == "raise":
        raise NotImplementedError("'raise' mode is not implemented; use 'clip' or 'wrap'.")
    if mode not in ("clip", "wrap"):
        raise ExplainedValueError(f"invalid mode. Expected 'wrap' or 'clip', but got {mode!r}.")
    _checked_order(order)
    shape = tuple(sizes.asnumpy().tolist())
    return raveled_index(index, shape=shape, mode=mode, order=order)


@operator(differentiable=False, samples=("i32[2, 3], shape=(3, 4), mode='clip', order='C'",))
def raveled_index(index, *, shape, mode, order):
    """Return the positions in order of indices per axis, as float32."""
    sizes = shape[1:][::-1] if order == "C" else shape[:-1]
    strides = np.cumprod((1, *sizes))
    strides = strides[::-1] if order == "C" else strides
    lengths = np.array(shape).reshape([-1] + [1] * (index.ndim - 1))
    bring_in = jnp.remainder if mode == "wrap" else lambda i, n: jnp.clip(i, 0, n - 1)
    total = jnp.tensordot(strides.astype(np.int64), bring_in(index, lengths), 1)
    return total.astype(jnp.float32)
