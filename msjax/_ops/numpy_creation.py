"""New tensors in NumPy's style: of given values, of one value, and of random numbers."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core.conversion import cast, put
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import composite, resolve
from msjax._core.tensor import Tensor, read, wrap
from msjax._ops.array_likes import array_like, dtype_of
from msjax._ops.creation import constant

_FLOATS = {t._name: t for t in (mstype.float16, mstype.float32, mstype.float64)}
_INTS = {t._name: t for t in (mstype.int8, mstype.int16, mstype.int32, mstype.int64)}


def made(array: np.ndarray, dtype=None) -> Tensor:
    """Return the tensor of a new NumPy array, perhaps converted."""
    return wrap(put(array if dtype is None else array.astype(mstype.to_numpy(dtype))))


def shape_of(shape) -> tuple[int, ...]:
    """Read a shape: an int, a tuple or list of them, or a Tensor.

    Raises:
        TypeError: it is something else.
        ValueError: a length is negative.
    """
    if isinstance(shape, Tensor):
        shape = np.asarray(read(shape)).tolist()
    if not isinstance(shape, int | tuple | list):
        raise ExplainedTypeError(
            f"only int, tuple, list and tensor are allowed for shape, but got {describe(shape)}."
        )
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if not all(isinstance(n, int) for n in shape):
        raise ExplainedTypeError(f"each entry in shape should be int, but got {shape}.")
    if any(n < 0 for n in shape):
        raise ExplainedValueError(f"each entry in shape should no less than 0, but got {shape}.")
    return shape


def _given(obj, dtype) -> Tensor:
    """Return a tensor of any array like; a Tensor of that dtype itself."""
    dtype = None if dtype is None else dtype_of(dtype)
    result = array_like(obj)
    return result if dtype is None or result.dtype is dtype else cast(result, dtype)


@composite(
    "numpy.array(obj, dtype=None, copy=True, ndmin=0)",
    samples=("[[1, 2], [3, 4]]", "[1, 2.5]", "f32[3]", "True", "[1, 2], float16, True, 3"),
)
def numpy_array(obj, dtype=None, copy=True, ndmin=0):
    """Make a tensor of a Tensor, a number or (nested) lists: of ints int32, of floats float32."""
    result = _given(obj, dtype)
    if ndmin > result.ndim:
        if result.size == 0:
            raise ExplainedValueError(
                "Empty tensor cannot be expanded beyond the current dimension; leave out ndmin."
            )
        result = result.reshape((1,) * (ndmin - result.ndim) + tuple(result.shape))
    return result.copy() if copy and isinstance(obj, Tensor) else result


@composite("numpy.asarray(a, dtype=None)", samples=("[[1, 2], [3, 4]]", "f32[3], float16", "2.5"))
def numpy_asarray(a, dtype=None):
    """Return a Tensor itself, and a new tensor of a number or (nested) lists."""
    return _given(a, dtype)


@composite(
    "numpy.asfarray(a, dtype=float32)",
    samples=("[[1, 2], [3, 4]]", "i32[3], float16", "[1, 2], int32", "[1, 2], None"),
)
def numpy_asfarray(a, dtype):
    """Return an array like as floats; another dtype than a float one means float32."""
    if dtype is None:
        return _given(a, None)
    dtype = dtype_of(dtype)
    return _given(a, dtype if dtype in _FLOATS.values() else mstype.float32)


@composite("numpy.copy(a)", samples=("f32[2, 3]", "[1, 2]"))
def numpy_copy(a):
    """Return a copy of an array like."""
    return array_like(a).copy()


def _filled(shape, value, dtype) -> Tensor:
    return constant(shape_of(shape), value, mstype.to_numpy(dtype_of(dtype)))


@composite("numpy.ones(shape, dtype=float32)", samples=("(2, 3)", "3", "(2, 0), int32"))
def numpy_ones(shape, dtype):
    """Make a tensor of ones."""
    return _filled(shape, 1, dtype)


@composite("numpy.zeros(shape, dtype=float32)", samples=("(2, 3)", "3", "(2, 0), int32"))
def numpy_zeros(shape, dtype):
    """Make a tensor of zeros."""
    return _filled(shape, 0, dtype)


@composite("numpy.empty(shape, dtype=float32)", samples=("(2, 3)", "3", "(2,), int32"))
def numpy_empty(shape, dtype):
    """Make a tensor whose elements do not matter: zeros."""
    return _filled(shape, 0, dtype)


@composite(
    "numpy.full(shape, fill_value, dtype=None)",
    samples=("(2, 3), 7", "(2, 3), 2.5", "(2, 2), [1, 2]", "(2, 3), f32[3]", "3, 7.5, int32"),
)
def numpy_full(shape, fill_value, dtype=None):
    """Make a tensor of one number, or broadcast an array, which keeps its dtype."""
    if not isinstance(fill_value, bool | int | float | list | tuple | Tensor):
        raise ExplainedTypeError(
            "fill value should be int, float, bool, list, tuple, Tensor, but got "
            f"{describe(fill_value)}."
        )
    shape = shape_of(shape)
    dtype = None if dtype is None else dtype_of(dtype)
    value = array_like(fill_value)
    dtype = value.dtype if dtype is None else dtype
    if 0 in shape:
        narrow = {mstype.int64: mstype.int32, mstype.float64: mstype.float32}
        return constant(shape, 0, mstype.to_numpy(narrow.get(dtype, dtype)))
    if isinstance(fill_value, bool | int | float):
        return constant(shape, fill_value, mstype.to_numpy(dtype))
    return value.broadcast_to(shape)


def _like(prototype, dtype, shape):
    """Return the shape and dtype of a new tensor like another array."""
    if not isinstance(prototype, bool | int | float | list | tuple | Tensor):
        raise ExplainedTypeError(
            "prototype should be int, float, bool, list, tuple, Tensor, but got "
            f"{describe(prototype)}."
        )
    like = array_like(prototype)
    if shape is None or (isinstance(shape, tuple | list) and not shape):
        shape = tuple(like.shape)
    return shape, like.dtype if dtype is None else dtype


@composite(
    "numpy.ones_like(a, dtype=None, shape=None)",
    samples=("f32[2, 3]", "[1, 2], float16", "f32[2], None, (2, 2)"),
)
def numpy_ones_like(a, dtype=None, shape=None):
    """Make ones of another array's shape and dtype."""
    shape, dtype = _like(a, dtype, shape)
    return _filled(shape, 1, dtype)


@composite(
    "numpy.zeros_like(a, dtype=None, shape=None)",
    samples=("f32[2, 3]", "[1, 2], float16", "f32[2], None, (2, 2)"),
)
def numpy_zeros_like(a, dtype=None, shape=None):
    """Make zeros of another array's shape and dtype."""
    shape, dtype = _like(a, dtype, shape)
    return _filled(shape, 0, dtype)


@composite(
    "numpy.empty_like(prototype, dtype=None, shape=None)",
    samples=("f32[2, 3]", "[1, 2], float16", "f32[2], None, (2, 2)"),
)
def numpy_empty_like(prototype, dtype=None, shape=None):
    """Make a tensor of another array's shape and dtype; its elements, zeros, do not matter."""
    shape, dtype = _like(prototype, dtype, shape)
    return _filled(shape, 0, dtype)


@composite(
    "numpy.full_like(a, fill_value, dtype=None, shape=None)",
    samples=("f32[2, 3], 7", "[1, 2], 2.5", "f32[2], 1, int32, (2, 2)"),
)
def numpy_full_like(a, fill_value, dtype=None, shape=None):
    """Make a tensor of one number, of another array's shape and dtype."""
    shape, dtype = _like(a, dtype, shape)
    return numpy_full(shape, fill_value, dtype)


def _checked_choice(name, dtype, choices, short):
    known = choices | {short: choices[f"{short}32"]}
    found = known.get(dtype) if isinstance(dtype, str) else dtype
    if found not in choices.values():
        raise ExplainedValueError(
            f"For '{name}', the argument 'dtype' must be one of {sorted(known)}, but got {dtype!r}."
        )
    return found


def _drawn_shape(shape) -> tuple[int, ...]:
    """Read a shape given as `*shape`: ints, or one int, tuple or list."""
    if not shape:
        return (1,)
    if len(shape) == 1 and isinstance(shape[0], tuple | list):
        shape = tuple(shape[0])
    if not all(isinstance(n, int) for n in shape):
        raise ExplainedTypeError(
            "The argument 'shape' must be ints, or one int, list or tuple of ints, but got "
            f"{shape!r}."
        )
    return shape


@composite("numpy.rand(*shape, dtype=float32)", samples=("2, 3", "(2, 3), dtype=float16"))
def numpy_rand(*shape, dtype):
    """Draw numbers evenly from [0, 1)."""
    dtype = _checked_choice("rand", dtype, _FLOATS, "float")
    return resolve("ops.UniformReal")()(_drawn_shape(shape)).astype(dtype)


@composite("numpy.randn(*shape, dtype=float32)", samples=("2, 3", "(2, 3), dtype=float16"))
def numpy_randn(*shape, dtype):
    """Draw normal numbers of mean 0 and deviation 1."""
    dtype = _checked_choice("randn", dtype, _FLOATS, "float")
    return resolve("ops.StandardNormal")()(_drawn_shape(shape)).astype(dtype)


@composite(
    "numpy.randint(minval, maxval=None, shape=None, dtype=int32)",
    samples=("5", "1, 5, (2, 3)"),
)
def numpy_randint(minval, maxval=None, shape=None, dtype=None):
    """Draw integers evenly from [minval, maxval), or from [0, minval) without maxval."""
    low, high = (0, minval) if maxval is None else (minval, maxval)
    if not isinstance(low, int) or not isinstance(high, int):
        raise ExplainedTypeError(
            f"For mindspore.numpy.randint, 'minval' and 'maxval' must be int, but got {minval!r} "
            f"and {maxval!r}."
        )
    if low >= high:
        raise ExplainedValueError(
            "For mindspore.numpy.randint, the value of 'minval' must be greater than 0 alone, and "
            f"less than 'maxval' otherwise, but got {minval} and {maxval}."
        )
    dtype = _checked_choice("randint", dtype, _INTS, "int")
    shape = (1,) if shape is None else shape_of(shape)
    return resolve("ops.randint")(low, high, shape, dtype=dtype)
