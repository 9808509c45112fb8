"""Casts: the same elements as another data type."""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.errors import describe
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor, alias

jnp = jax.numpy
lax = jax.lax


@operator(samples=("f32[2, 3], dtype=int32", "i32[2], dtype=float32"))
def cast(x, *, dtype):
    """Convert elements as C does: towards zero, wrapping, and out of range to the least integer."""
    x = jnp.asarray(x)
    target = mstype.to_numpy(dtype)
    if jnp.issubdtype(x.dtype, jnp.complexfloating) and target.kind not in "cb":
        x = x.real
    if target.kind in "iu" and jnp.issubdtype(x.dtype, jnp.floating):
        return _float_to_integer(x, target)
    return x.astype(target)


def _float_to_integer(x, target):
    """Convert as x86 and MindSpore do, to 32 or 64 bits and dropping the rest; XLA saturates."""
    if target == np.uint64:
        high = jnp.asarray(2.0**63, x.dtype) if x.dtype != np.float16 else None
        if high is None:
            return _truncated(x, np.int64).astype(target)
        upper = _truncated(x - high, np.int64).astype(target) ^ np.uint64(1 << 63)
        return jnp.where(x >= high, upper, _truncated(x, np.int64).astype(target))
    wide = np.int32 if target.itemsize < 4 or target == np.int32 else np.int64
    return _truncated(x, wide).astype(target)


def _truncated(x, wide):
    if x.dtype.itemsize < 4:
        x = x.astype(jnp.float32)
    least = np.iinfo(wide).min
    inside = (x > float(least) - 1) & (x < -float(least)) if wide == np.int32 else abs(x) < 2.0**63
    return jnp.where(inside, x, 0).astype(wide) + jnp.where(inside, 0, least).astype(wide)


@composite(
    "ops.cast(input, dtype)",
    "ops.Cast()(input_x, dtype)",
    samples=("f32[2, 3], int32",),
)
def cast_or_same(x, dtype):
    """Convert a tensor or number to a data type; return the tensor itself if it has that."""
    if not isinstance(dtype, mstype.Type):
        raise TypeError(
            f"For 'Cast', the input 'dtype' should be mindspore dtype, but got {dtype}; for "
            "instance `mindspore.float32`."
        )
    if not isinstance(x, Tensor):
        if not isinstance(x, bool | int | float | complex):
            raise TypeError(
                f"Failed calling Cast: input must be a Tensor or a number, but got {describe(x)}."
            )
    elif x.dtype is dtype:
        return x
    return cast(x, dtype=dtype)


@composite("Tensor.astype(self, dtype, copy=True)", samples=("f32[2], int32",))
def astype(x, dtype, copy):
    """Convert the elements; MindSpore and NumPy types and their names are accepted."""
    target = named_dtype(dtype, "astype")
    if x.dtype is target:
        return alias(x) if copy else x
    return cast(x, dtype=target)


_BY_NAME = {
    name: getattr(mstype, name)
    for name in (
        "bool_ int8 byte int16 short int32 intc int64 long intp uint8 ubyte uint16 ushort uint32 "
        "uintc uint64 uintp float16 half float32 single float64 double complex64 cfloat complex128 "
        "cdouble bfloat16"
    ).split()
}
_BY_NAME |= {"bool": mstype.bool_, "int": mstype.int64, "float": mstype.float64}
_BY_PYTHON = {
    bool: mstype.bool_,
    int: mstype.int64,
    float: mstype.float64,
    complex: mstype.complex128,
}


def named_dtype(dtype, caller):
    """Return the MindSpore type that a type, a name, or a Python or NumPy class stands for.

    Raises:
        TypeError: it stands for none.
    """
    if isinstance(dtype, mstype.Number) and dtype._np is not None:
        return dtype
    if isinstance(dtype, str):
        found = _BY_NAME.get(dtype.lower())
        if found is None:
            raise TypeError(
                f"For Tensor.{caller}, the string input type must be one of {sorted(_BY_NAME)}, "
                f"but got '{dtype}'."
            )
        return found
    if isinstance(dtype, type) and dtype in _BY_PYTHON:
        return _BY_PYTHON[dtype]
    if isinstance(dtype, np.dtype) or (isinstance(dtype, type) and issubclass(dtype, np.generic)):
        return mstype.from_numpy(dtype)
    raise TypeError(
        f"For Tensor.{caller}, the input type must be one of {list(mstype.all_types)}, but got "
        f"'{dtype}'."
    )


def _as(name, dtype, doc):
    def convert(x):
        return alias(x) if x.dtype is dtype else cast(x, dtype=dtype)

    convert.__name__ = f"to_{name}"
    convert.__doc__ = doc
    composite(f"Tensor.{name}(self)", samples=("f32[2]",))(convert)


for _name, _dtype in {
    "float": mstype.float32,
    "int": mstype.int32,
    "long": mstype.int64,
    "half": mstype.float16,
    "bool": mstype.bool_,
    "double": mstype.float64,
    "byte": mstype.uint8,
    "short": mstype.int16,
    "bfloat16": mstype.bfloat16,
}.items():
    _as(_name, _dtype, f"Convert to {_dtype!r}.")


@composite("Tensor.type(self, dtype=None)", samples=("f32[2]", "f32[2], int32"))
def type_(x, dtype):
    """Return the name of the data type, or convert to another one."""
    return str(x.dtype) if dtype is None else cast(x, dtype=named_dtype(dtype, "type"))


@composite("Tensor.type_as(self, other)", samples=("f32[2], i32[2]",))
def type_as(x, other):
    """Convert to the data type of another tensor."""
    if not isinstance(other, Tensor):
        raise TypeError(f"For Tensor.type_as, other must be a Tensor, but got {describe(other)}.")
    return x if x.dtype is other.dtype else cast(x, dtype=other.dtype)


_TARGETS = {"cpu": "CPU", "gpu": "GPU", "ascend": "Ascend", "npu": "Ascend"}


@composite(
    "Tensor.to(self, device: None | str = None, dtype: None | dtype = None, non_blocking=False,"
    " copy=False) -> (self, dtype, copy, device)",
    "Tensor.to(self, dtype: None | dtype = None, non_blocking=False, copy=False)"
    " -> (self, dtype, copy)",
    "Tensor.to(self, other: Tensor, non_blocking=False, copy=False) -> (self, other.dtype, copy)",
    samples=("f32[2], int32",),
)
def to(x, dtype, copy=False, device=None):
    """Convert to another data type, or to that of another tensor, and move to a device."""
    if device is not None:
        target = _TARGETS.get(device.partition(":")[0].lower())
        if target is None:
            raise ValueError(
                f"Failed to convert the value \"{device}\" of input 'device' of 'to' to enum: give "
                "'CPU', 'GPU' or 'Ascend', or a type such as mindspore.int32."
            )
        x = x.move_to(target)
    if dtype is not None and x.dtype is not dtype:
        return cast(x, dtype=dtype)
    return x.copy() if copy else alias(x)


@composite("ops.from_numpy(array)")
def from_numpy(array):
    """Make a tensor of a NumPy array."""
    return Tensor.from_numpy(array)
