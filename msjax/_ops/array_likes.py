"""What `mindspore.numpy` takes for an array or a dtype, and how it promotes.

Numbers and lists become tensors of 32 bits; a Tensor keeps its dtype. Faces name the conversions of
`EXPRESSIONS`; operators take strongly typed operands only, so that an int32 of a list counts fully.
"""

from __future__ import annotations

import numpy as np

from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.conversion import array_of, cast
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import EXPRESSIONS, operator
from msjax._core.tensor import Tensor

jnp = jax.numpy

_NARROW = {np.dtype(np.float64): np.dtype(np.float32), np.dtype(np.int64): np.dtype(np.int32)}
# Number types of this namespace, by their names there.
DTYPES = {
    t._name: t
    for t in (
        *(mstype.int8, mstype.int16, mstype.int32, mstype.int64),
        *(mstype.uint8, mstype.uint16, mstype.uint32, mstype.uint64),
        *(mstype.float16, mstype.float32, mstype.float64, mstype.bool_),
    )
}
DTYPE_MAP = DTYPES | {"int": mstype.int32, "uint": mstype.uint32, "float": mstype.float32}
_PYTHON = {int: mstype.int32, float: mstype.float32, bool: mstype.bool_}
_PYTHON |= {mstype.int_: mstype.int32, mstype.uint: mstype.uint32, mstype.float_: mstype.float32}


def array_like(x) -> Tensor:
    """Return a Tensor itself, and a tensor of 32 bits of a number or (nested) list.

    Raises:
        TypeError: x is something else, a NumPy array for instance.
    """
    if isinstance(x, Tensor):
        return x
    if not isinstance(x, bool | int | float | list | tuple):
        raise ExplainedTypeError(
            f"Expect input to be array like: a Tensor, a number, a list or a tuple, but got "
            f"{describe(x)}; convert it first, for instance with `mindspore.Tensor(x)`."
        )
    if isinstance(x, list | tuple) and _holds_tensor(x):
        return stack_array_likes(*[array_like(v) for v in x])
    array = _array(x)
    return Tensor(array.astype(_NARROW.get(array.dtype, array.dtype)))


def _array(x):
    try:
        return array_of(x)
    except TypeError:
        if isinstance(x, list | tuple):
            raise ExplainedValueError(
                f"Input array must have the same size across all dimensions, but got {x!r}."
            ) from None
        raise


def _holds_tensor(values) -> bool:
    return any(
        isinstance(v, Tensor) or (isinstance(v, list | tuple) and _holds_tensor(v)) for v in values
    )


@operator(samples=("f32[3], f32[3]", "f32[], i32[]"))
def stack_array_likes(*arrays):
    """Stack the elements of a list, of the dtype that NumPy gives it, narrowed to 32 bits."""
    dtype = np.result_type(*[x.dtype for x in arrays])
    return jnp.stack([x.astype(_NARROW.get(dtype, dtype)) for x in arrays])


def wide_array_like(x) -> Tensor:
    """Return what `mindspore.Tensor(x)` is: of ints int64."""
    return x if isinstance(x, Tensor) else Tensor(_array(x)) if _is_plain(x) else array_like(x)


def _is_plain(x) -> bool:
    return isinstance(x, bool | int | float) or (
        isinstance(x, list | tuple) and not _holds_tensor(x)
    )


def tensor_only(x) -> Tensor:
    """Return a Tensor, and refuse everything else."""
    if not isinstance(x, Tensor):
        raise ExplainedTypeError(
            f"expect Tensor, but got {describe(x)}; make it a tensor first, for instance with "
            "`mindspore.numpy.array(x)`."
        )
    return x


_ANGLES = {"i1": mstype.float16, "u1": mstype.float16, "b1": mstype.float16}


def angle(x) -> Tensor:
    """Return a tensor as trigonometric functions take it: of 8 bits as float16, else float32."""
    kind = tensor_only(x).dtype
    if kind in (mstype.float16, mstype.float32, mstype.float64):
        return x
    array_dtype = mstype.to_numpy(kind)
    if array_dtype.kind not in "biu":
        raise ExplainedTypeError(
            f"input dtype: {kind} is not a mindspore datatype of this namespace; convert it first, "
            "for instance with `x.astype(mindspore.float32)`."
        )
    return cast(x, _ANGLES.get(array_dtype.str[1:], mstype.float32))


def dtype_of(dtype) -> mstype.Type:
    """Return the number type that a type, a name or a Python class means in this namespace.

    Raises:
        TypeError: it means none of them.
    """
    if isinstance(dtype, str):
        found = DTYPE_MAP.get(dtype.lower())
    else:
        found = dtype if isinstance(dtype, mstype.Type) and dtype in DTYPES.values() else None
        found = found or (_PYTHON.get(dtype) if isinstance(dtype, mstype.Type | type) else None)
    if found is None:
        raise ExplainedTypeError(
            f"only {', '.join(DTYPES)} are allowed for dtype, but got {dtype!r}; write for "
            "instance `dtype=mindspore.numpy.float32`."
        )
    return found


def promoted(*dtypes) -> np.dtype:
    """Return the dtype that NumPy dtypes promote to in this namespace.

    Raises:
        TypeError: one is no type of this namespace, and they are not all equal.
    """
    result = np.dtype(dtypes[0])
    for other in map(np.dtype, dtypes[1:]):
        if other != result:
            result = _promoted_pair(result, other)
    return result


def _promoted_pair(a, b) -> np.dtype:
    first, second = sorted((a, b), key=lambda d: ("buif".find(d.kind), d.itemsize))
    if first.name not in DTYPES or second.name not in DTYPES:
        raise ExplainedTypeError(
            f"input dtype: {a}, {b} are not all mindspore datatypes of this namespace; convert one "
            "of them first."
        )
    if (first, second) == (np.uint16, np.float64):  # as recorded
        return np.dtype(np.float32)
    if first.kind == "u" and second.kind == "i" and first.itemsize >= second.itemsize:
        wide = 2 * first.itemsize
        return np.dtype(f"i{wide}") if wide <= 8 else np.dtype(np.float64)
    return second


def promote(*operands):
    """Promote operands of an operator as this namespace does."""
    dtype = promoted(*[x.dtype for x in operands])
    return [x.astype(dtype) for x in operands]


EXPRESSIONS |= {
    "angle": angle,
    "array_like": array_like,
    "tensor_only": tensor_only,
    "wide_array_like": wide_array_like,
}
