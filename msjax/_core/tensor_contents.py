"""Tensors made of bytes, and tensors that change places.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.frombuffer.html
"""

from __future__ import annotations

import numpy as np

from msjax._core.dtype import Type, to_numpy
from msjax._core.tensor import Tensor


def frombuffer(buffer, dtype, count=-1, offset=0) -> Tensor:
    """Make a tensor of one axis of the bytes of an object.

    Args:
        buffer: bytes, a bytearray, or another object with Python's buffer protocol.
        dtype: the data type of MindSpore that the bytes are of.
        count: how many elements. Default: -1, all.
        offset: how many bytes are left out before them. Default: 0.

    Raises:
        RuntimeError: `buffer` has no such protocol or too few bytes, or `dtype` is no data type.

    Differs: the values are copied; in MindSpore the tensor shares them with the buffer.
    """
    if not isinstance(dtype, Type):
        raise RuntimeError(f"dtype must be mindspore dtype object, but got {dtype!r}.")
    try:
        values = memoryview(buffer).cast("B")
    except TypeError as error:
        raise RuntimeError(
            f"object does not implement Python buffer protocol: {type(buffer).__name__}."
        ) from error
    np_dtype, length = np.dtype(to_numpy(dtype)), len(values)
    rest, size = length - offset, np_dtype.itemsize
    if length == 0 or count == 0:
        raise RuntimeError(f"both buffer length ({length}) and count ({count}) must not be 0")
    if not 0 <= offset < length:
        raise RuntimeError(
            f"offset ({offset} bytes) must be non-negative and no greater than buffer length "
            f"({length} bytes) minus 1."
        )
    if count < 0 and rest % size:
        raise RuntimeError(
            f"buffer length ({rest} bytes) after offset ({offset} bytes) must be a multiple of "
            f"element size ({size})."
        )
    count = rest // size if count < 0 else count
    if count * size > rest:
        raise RuntimeError(
            f"buffer length ({rest} bytes) after offset ({offset} bytes) is not enough for the "
            f"requested count of elements ({count} elements of size {size} bytes each)."
        )
    return Tensor(np.frombuffer(values, np_dtype, count, offset).copy())


def swap_tensors(t1, t2) -> None:
    """Let two tensors change places: each is in every way what the other was.

    Args:
        t1: a Tensor or Parameter.
        t2: a Tensor or Parameter.

    Raises:
        TypeError: an argument is no Tensor.
    """
    for t in (t1, t2):
        if not isinstance(t, Tensor):
            raise TypeError(f"swap_tensors needs two Tensors, but got {type(t)}.")
    values = t1._value, t2._value
    t1.__class__, t2.__class__ = t2.__class__, t1.__class__
    t1.__dict__, t2.__dict__ = t2.__dict__, t1.__dict__
    t2._value, t1._value = values
