"""Tensors from Python numbers, lists and NumPy arrays, by MindSpore's rules.

Everything is converted with NumPy and handed to the device once; nothing is compiled. Inside a
trace a tensor made here holds a constant, so Python code may still look at its value.
"""

from __future__ import annotations

import threading

import numpy as np

from msjax._core import dtype as mstype
from msjax._core import tensor as tensors
from msjax._core._jaxcompat import jax, to_device
from msjax._core.state import state
from msjax._core.symbol import Symbol
from msjax._core.tensor import Tensor

_DTYPES = (*mstype.number_type, mstype.bool_, mstype.string)
_DTYPE_SET = frozenset(_DTYPES)
_ACCEPTED = (
    "['TensorPy', 'Tensor', 'ndarray', 'str_', 'list', 'tuple', 'float', 'int', 'bool', "
    "'complex', 'bytes']"
)
_NARROWED = {np.dtype(np.float64): np.dtype(np.float32), np.dtype(np.int32): np.dtype(np.int64)}
_making = threading.RLock()
_ARRAY_DTYPES = frozenset(mstype.BY_NUMPY)


def construct(t, input_data, dtype=None, shape=None, init=None, const_arg=False, device=None):
    """Fill a new tensor; the body of `Tensor.__init__`."""
    _check_options(dtype, const_arg, device)
    if const_arg:
        t.const_arg = True
    if input_data is None and (dtype is not None or shape is not None or init is not None):
        _construct_unfilled(t, dtype, shape, init)
        return
    if shape is not None:
        raise ValueError(
            "When initializing a tensor with 'input_data', 'shape' should be set to None."
            f"But got shape: {shape}. Leave out one of the two."
        )
    if isinstance(input_data, Tensor):
        _construct_from_tensor(t, input_data, dtype)
    elif isinstance(input_data, jax.Array):
        fill(t, _jax_value(input_data, _array_dtype(dtype)))
    else:
        fill(t, put(array_of(input_data, _array_dtype(dtype))))


def _jax_value(array, np_dtype):
    """Return a JAX array as a tensor holds it: shared, and with a dtype that MindSpore has."""
    np_dtype = np_dtype or array.dtype
    if np_dtype not in _ARRAY_DTYPES:
        raise _unsupported_type(array)
    return jax.lax.convert_element_type(array, np_dtype)


def fill(t, value):
    """Give a new tensor its first value; the frame being traced adopts it."""
    t._value = value
    if state.frame is not None:
        state.frame.adopt(t)


def _array_dtype(dtype):
    return None if dtype is None or dtype is mstype.string else dtype._np


def _construct_from_tensor(t, source, dtype):
    """Share the values of another tensor, or convert them."""
    np_dtype = _array_dtype(dtype)
    if np_dtype is None or source.dtype is dtype:
        fill(t, tensors.read(source))
        t._node = tensors.node_now(source)
        tensors.link_alias(t, source)
        return
    converted = cast(source, dtype)
    fill(t, tensors.read(converted))
    t._node = converted._node


def put(array: np.ndarray):
    """Hand an array that nothing else writes to over to the device; strings stay on the host."""
    if array.dtype.kind in "US":
        return array
    if state.frame is None:
        return to_device(array)
    with jax.ensure_compile_time_eval():
        return to_device(array)


def array_of(data, np_dtype=None) -> np.ndarray:
    """Return a new NumPy array of numbers, (nested) lists or an array, as `Tensor(data)` holds it.

    Raises:
        TypeError: `data` is something else.
        RuntimeError: an integer does not fit in 64 bits.
    """
    if isinstance(data, np.ndarray):
        _check_array(data)
        return data.copy() if np_dtype is None else convert_array(data, np_dtype, copy=True)
    if isinstance(data, list | tuple):
        array = _array_of_list(data)
    elif isinstance(data, np.generic):
        array = np.array(data)
        if array.dtype not in _ARRAY_DTYPES and array.dtype.kind not in "US":
            raise _unsupported_type(data)
        return array if np_dtype is None else convert_array(array, np_dtype)
    elif isinstance(data, bool | int | float | complex):
        array = _array_of_number(data)
    elif isinstance(data, bytes):
        return np.array(str(data))
    else:
        raise _unsupported_type(data)
    if np_dtype is None:
        np_dtype = _NARROWED.get(array.dtype)
    return array if np_dtype is None else convert_array(array, np_dtype)


def _array_of_number(data):
    array = np.array(data)
    if array.dtype == object:
        raise RuntimeError(f"Unsupported tensor type! The integer {data} does not fit in 64 bits.")
    return array


def _array_of_list(data):
    try:
        array = np.array(data)
    except (ValueError, OverflowError):
        raise _unsupported_element(data) from None
    if array.dtype not in _ARRAY_DTYPES:
        raise _unsupported_element(data)
    return array


def convert_array(array, np_dtype, copy=False):
    """Convert a NumPy array as C does: wrapping integers, dropping imaginary parts, no warnings."""
    if array.dtype == np_dtype:
        return array.copy() if copy else array
    if array.dtype.kind == "c" and np_dtype.kind not in "cb":
        array = array.real
    if array.dtype.kind in "iub":
        return array.astype(np_dtype)
    with np.errstate(all="ignore"):
        return array.astype(np_dtype)


def _check_options(dtype, const_arg, device):
    if dtype is not None and dtype not in _DTYPE_SET:
        if dtype is mstype.hifloat8:
            mstype.to_numpy(dtype)  # says that there is no such type here
        raise TypeError(
            f"For 'Tensor', the 'dtype' should be one of {list(_DTYPES)}, but got {dtype!r}; for "
            "instance `dtype=mindspore.float32`."
        )
    if const_arg.__class__ is not bool:
        raise TypeError(
            "For 'Tensor', the type of 'const_arg' should be 'bool', but got type "
            f"'{type(const_arg).__name__}'."
        )
    if device is None:
        return
    if device == "meta":
        raise NotImplementedError("Tensor(device='meta'): msjax has no tensors without values.")
    if not isinstance(device, str) or device != "CPU":
        raise ValueError(f"Only ('CPU', 'meta') is supported for device, but got {device}.")


def _check_array(array):
    if (array.dtype in _ARRAY_DTYPES and array.dtype.isnative) or array.dtype.kind in "US":
        return
    raise TypeError(
        f"initializing tensor by numpy array failed, numpy array: {array}, data type: "
        f"{array.dtype}. Supported are {', '.join(sorted(map(str, _ARRAY_DTYPES)))} in the byte "
        "order of this machine; convert it first, for instance with `.astype(numpy.float32)`."
    )


def _unsupported_type(data):
    return TypeError(
        f"For 'Tensor', the type of 'input_data' should be one of '{_ACCEPTED}', but got type "
        f"'{type(data).__name__}'; convert it first, for instance with `numpy.asarray`."
    )


def _unsupported_element(data):
    shown = repr(data)
    shown = shown if len(shown) < 200 else shown[:200] + "…"
    return TypeError(
        f"For Tensor, the input_data is {shown} that contain unsupported element: all elements "
        "must be numbers, and all lists on one level equally long."
    )


class Lazy:
    """What fills a tensor when its value is first needed."""

    __slots__ = ("dtype", "init", "shape")

    def __init__(self, init, shape, dtype):
        self.init = init
        self.shape = shape
        self.dtype = dtype

    def make(self):
        """Return the array that the initializer fills."""
        np_dtype = self.dtype._np
        wide = np.dtype(np.float32) if np_dtype.kind == "V" else np_dtype
        array = np.zeros(self.shape, wide)
        self.init(array)
        return convert_array(array, np_dtype)


class Placeholder(Lazy):
    """A shape that is not completely known; it has no values."""

    __slots__ = ()

    def make(self):
        raise RuntimeError(
            f"A tensor of the dynamic shape {list(self.shape)} has no values: it only describes an "
            "input, for instance in `Cell.set_inputs`."
        )


def _construct_unfilled(t, dtype, shape, init):
    shape = _checked_shape(shape)
    if init is not None and (shape is None or dtype is None):
        raise ValueError(
            "init, dtype and shape must have values at the same time, but got "
            f"init={init!r}, dtype={dtype!r}, shape={shape!r}."
        )
    if dtype is None:
        raise ValueError(
            "init, dtype and shape must have values at the same time; give the dtype, for instance "
            "`Tensor(shape=(2, 3), dtype=mindspore.float32)`."
        )
    if shape is None or any(n < 0 for n in shape):
        if init is not None:
            raise ValueError("If setting dynamic shape, dtype must not be None, init must be None")
        t._lazy = Placeholder(None, (-2,) if shape is None else shape, dtype)
    elif init is None:
        fill(t, put(np.zeros(shape, dtype._np)))
        return
    else:
        t._lazy = Lazy(init, shape, dtype)


def _checked_shape(shape):
    if shape is None:
        return None
    if isinstance(shape, int | np.integer):
        return (int(shape),)
    if not isinstance(shape, tuple | list):
        raise TypeError(
            "For 'Tensor', the 'shape' must be an int, a tuple or a list of ints, but got "
            f"{type(shape).__name__}."
        )
    return tuple([-1 if n is None or isinstance(n, Symbol) else int(n) for n in shape])


def materialise(t):
    """Make the value of a tensor whose `_value` is unset, or say why there is none."""
    with _making:
        if t._lazy is not None:
            t._value = put(t._lazy.make())
            t._lazy = None
    try:
        return Tensor._value.__get__(t)  # another thread may have made it meanwhile
    except AttributeError:
        pass
    if t._base is not None:
        return tensors.refresh_view(t)
    if t._frame is not None:
        raise RuntimeError(
            "This tensor was made while code was being compiled or transformed (jit, grad, vmap, "
            "GRAPH_MODE) and has no value outside of it. Return it from the function instead of "
            "storing it on an object, or store it in a Parameter."
        )
    raise RuntimeError("This tensor has no value; make it with `mindspore.Tensor(data)`.")


def cast(t: Tensor, dtype) -> Tensor:
    """Return a tensor's elements as another data type, on the tape if `t` is."""
    from msjax._core.operator import OPERATORS

    return OPERATORS["cast"](t, dtype=mstype.to_numpy(dtype))
