"""The dtype of a result of several operands, as MindSpore's table says.

Each kind is a `promote` function of operator declarations: from operands to operands of one dtype.
It runs inside the traced kernel, where dtypes are known, so a call pays nothing for it. A Python
number arrives there as a weakly typed operand and counts only by its kind; a tensor without axes
counts fully. Nothing but a float64 operand makes float64.
"""

from __future__ import annotations

import ml_dtypes
import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError

jnp = jax.numpy

_NAMES = {
    "bool": np.bool_,
    "u8": np.uint8,
    "i8": np.int8,
    "i16": np.int16,
    "i32": np.int32,
    "i64": np.int64,
    "u16": np.uint16,
    "u32": np.uint32,
    "u64": np.uint64,
    "f16": np.float16,
    "bf16": ml_dtypes.bfloat16,
    "f32": np.float32,
    "f64": np.float64,
    "c64": np.complex64,
    "c128": np.complex128,
}

# Recorded with `x + y` on tensors; "-" is a TypeError. The table is symmetric.
_TABLE = """
        bool  u8   i8   i16  i32  i64  u16  u32  u64  f16  bf16 f32  f64  c64  c128
bool    bool  u8   i8   i16  i32  i64  u16  u32  u64  f16  bf16 f32  f64  c64  c128
u8      u8    u8   i16  i16  i32  i64  -    -    -    f16  bf16 f32  f64  c64  c128
i8      i8    i16  i8   i16  i32  i64  -    -    -    f16  bf16 f32  f64  c64  c128
i16     i16   i16  i16  i16  i32  i64  -    -    -    f16  bf16 f32  f64  c64  c128
i32     i32   i32  i32  i32  i32  i64  -    -    -    f16  bf16 f32  f64  c64  c128
i64     i64   i64  i64  i64  i64  i64  -    -    -    f16  bf16 f32  f64  c64  c128
u16     u16   -    -    -    -    -    u16  -    -    -    -    -    -    -    -
u32     u32   -    -    -    -    -    -    u32  -    -    -    -    -    -    -
u64     u64   -    -    -    -    -    -    -    u64  -    -    -    -    -    -
f16     f16   f16  f16  f16  f16  f16  -    -    -    f16  f32  f32  f64  c64  c128
bf16    bf16  bf16 bf16 bf16 bf16 bf16 -    -    -    f32  bf16 f32  f64  c64  c128
f32     f32   f32  f32  f32  f32  f32  -    -    -    f32  f32  f32  f64  c64  c128
f64     f64   f64  f64  f64  f64  f64  -    -    -    f64  f64  f64  f64  c128 c128
c64     c64   c64  c64  c64  c64  c64  -    -    -    c64  c64  c64  c128 c64  c128
c128    c128  c128 c128 c128 c128 c128 -    -    -    c128 c128 c128 c128 c128 c128
"""
_WIDE_UNSIGNED = frozenset(np.dtype(t) for t in (np.uint16, np.uint32, np.uint64))
_ALONE = {"b": np.dtype(np.bool_), "i": np.dtype(np.int64), "f": np.dtype(np.float32)}


def _read_table(text) -> dict:
    dtypes = {name: np.dtype(t) for name, t in _NAMES.items()}
    header, *rows = [line.split() for line in text.strip().splitlines()]
    return {
        (dtypes[row[0]], dtypes[column]): dtypes.get(cell)
        for row in rows
        for column, cell in zip(header, row[1:], strict=True)
    }


_COMMON = _read_table(_TABLE)


def common_dtype(*dtypes) -> np.dtype:
    """Return the dtype that tensors of several dtypes promote to.

    Raises:
        TypeError: they do not combine.
    """
    result = np.dtype(dtypes[0])
    for dtype in dtypes[1:]:
        dtype = np.dtype(dtype)
        if dtype != result:
            combined = _COMMON.get((result, dtype))
            if combined is None:
                raise _not_combining(f"Tensor[{result}]", f"Tensor[{dtype}]")
            result = combined
    return result


def arithmetic(*operands):
    """Promote operands of an operator: tensors by the table, Python numbers by their kind."""
    return _converted(operands, combined_dtype(operands))


def multiplicative(*operands):
    """Promote as `arithmetic`, but wide unsigned integers combine with numbers, not with bools."""
    _refuse_unsigned_with_bools(operands)
    return _converted(operands, combined_dtype(operands, unsigned_scalars=True))


def _refuse_unsigned_with_bools(operands):
    dtypes = {x.dtype for x in map(jnp.asarray, operands) if x.shape or x.dtype != np.bool_}
    if np.dtype(np.bool_) in dtypes and dtypes & _WIDE_UNSIGNED:
        raise _not_combining(*sorted([f"Tensor[{d}]" for d in dtypes]))


def division(*operands):
    """Promote as `multiplicative`, and integers and bools further to float32."""
    _refuse_unsigned_with_bools(operands)
    dtype = combined_dtype(operands, unsigned_scalars=True)
    return _converted(operands, np.dtype(np.float32) if dtype.kind in "biu" else dtype)


def integral(*operands):
    """Promote integers and bools as `arithmetic`, and refuse everything else."""
    dtype = combined_dtype(operands)
    if dtype.kind not in "biu":
        raise ExplainedTypeError(
            f"the operands must be integers or bools, but promote to {dtype}; convert them first, "
            "for instance with `x.astype(mindspore.int32)`."
        )
    return _converted(operands, dtype)


def _converted(operands, dtype):
    return [jnp.asarray(x).astype(dtype) for x in operands]


def combined_dtype(operands, unsigned_scalars=False) -> np.dtype:
    """Return the dtype that operands, tensors and Python numbers, promote to.

    Raises:
        TypeError: they do not combine.
    """
    if any(x is None for x in operands):
        raise ExplainedTypeError("an operand is None; give a Tensor or a number.")
    operands = [jnp.asarray(x) for x in operands]
    tensors = [x.dtype for x in operands if not x.weak_type]
    scalars = [x.dtype for x in operands if x.weak_type]
    if tensors:
        dtype = common_dtype(*tensors)
    else:
        dtype, *scalars = sorted([_alone(s) for s in scalars], key=lambda d: "bif".index(d.kind))
    for scalar in scalars:
        dtype = _with_scalar(dtype, scalar, unsigned_scalars)
    return dtype


def _with_scalar(dtype, scalar, unsigned_scalars):
    if scalar.kind == "c":
        raise ExplainedTypeError(
            "Python's complex numbers do not combine with tensors; make one a tensor first, for "
            "instance `mindspore.Tensor(1j)`."
        )
    if scalar.kind == "b":
        return dtype
    if dtype in _WIDE_UNSIGNED and not unsigned_scalars:
        raise _not_combining(f"Tensor[{dtype}]", "a Python number")
    if scalar.kind == "i":
        return np.dtype(np.int64) if dtype.kind == "b" else dtype
    return np.dtype(np.float32) if dtype.kind in "biu" else dtype


def _alone(scalar):
    if scalar.kind == "c":
        raise ExplainedTypeError(
            "Python's complex numbers are no operands; make a tensor of them, for instance "
            "`mindspore.Tensor(1j)`."
        )
    return _ALONE[scalar.kind]


def _not_combining(a, b):
    return ExplainedTypeError(
        f"Type implicit conversion between {a} and {b} is not supported; convert one of them "
        "first, for instance with `x.astype(mindspore.int64)`."
    )
