"""What operators on the host are called with and return, as NumPy arrays."""

from __future__ import annotations

import math

import numpy as np

from msjax._core.dtype import TensorType, Type, from_numpy
from msjax._core.errors import describe
from msjax._core.tensor import Tensor, read


def check_operand(x):
    if isinstance(x, Tensor | bool | int | float):
        return
    if isinstance(x, tuple | list) and not all(isinstance(e, bool | int | float) for e in x):
        raise RuntimeError(
            "Custom operator with func_type=py_func, Tuple/List inputs are not supported; pass "
            "their tensors one by one."
        )
    if isinstance(x, str):
        raise RuntimeError(f"Type: str not supported as an operand of 'Custom', but got {x!r}.")
    if not isinstance(x, tuple | list):
        raise TypeError(
            f"An operand of 'Custom' must be a Tensor or a number, but got {describe(x)}; convert "
            "it with `mindspore.Tensor(x)`."
        )


def with_constants(function, args):
    """Return the function of arrays in the place of the tensors in `args`; others are constants."""
    # Not `args` itself: compiled code keeps the function, and must not keep tensors of its trace.
    template = [_ARRAY if isinstance(x, Tensor) else _constant(x) for x in args]

    def called(*arrays):
        given = iter(arrays)
        return function(*[next(given) if x is _ARRAY else x for x in template])

    return called


_ARRAY = object()


def _constant(x):
    return np.array(x) if isinstance(x, tuple | list) else x


def to_c(x):
    if isinstance(x, float):
        return np.array(x, np.float32)
    return np.array(x) if isinstance(x, bool) else np.asarray(x)


def zeros_like(x):
    return np.zeros(x.shape, read(x).dtype) if isinstance(x, Tensor) else x


def type_of(x) -> Type:
    if isinstance(x, Tensor):
        return TensorType(x.dtype)
    return from_numpy(to_c(x).dtype)


def fitted(out, structs, name, returns_nothing=False) -> list[np.ndarray]:
    """Return what a function returned as arrays of the given shapes and dtypes.

    Raises:
        RuntimeError: it does not fit them.
    """
    if returns_nothing:
        if out is not None:
            raise RuntimeError(
                f"{name} returned {describe(out)}, but was declared without output: say its "
                "shape and dtype, or return None."
            )
        return [np.zeros(s.shape, s.dtype) for s in structs]
    is_several = isinstance(out, tuple) or (isinstance(out, list) and len(structs) > 1)
    outs = out if is_several else (out,)
    if len(outs) != len(structs):
        raise RuntimeError(
            f"The output num is: {len(outs)}, with {len(structs)} expect. {name} must return an "
            "array per declared output."
        )
    return [_result(o, s, name) for o, s in zip(outs, structs, strict=True)]


def _result(out, struct, name) -> np.ndarray:
    if isinstance(out, Tensor):
        out = read(out)
    array = np.array(out) if out is not None else np.empty((), object)
    is_number = isinstance(out, bool | int | float | np.number)
    if is_number and np.can_cast(array.dtype, struct.dtype, "same_kind"):
        array = array.astype(struct.dtype)
    if array.dtype != struct.dtype or array.size != math.prod(struct.shape):
        raise RuntimeError(
            f"{name} returned {describe(out)}, but its output was declared as "
            f"{struct.dtype.name}{list(struct.shape)}: memcpy failed. Convert what it returns, for "
            f"instance with `.astype(np.{struct.dtype.name})`, or declare it otherwise."
        )
    return array.reshape(struct.shape)
