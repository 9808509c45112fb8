"""MindSpore's data types, and the way to and from NumPy's and Python's.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.dtype.html
"""

from __future__ import annotations

import builtins
import enum
import types
from typing import overload

import ml_dtypes
import numpy as np


class Type:
    """A MindSpore data type; prints as MindSpore prints it."""

    __slots__ = ("_label", "_name", "_np")

    def __init__(self, name: str, label: str, np_dtype=None):
        self._name = name
        self._label = label
        self._np = None if np_dtype is None else np.dtype(np_dtype)

    def __repr__(self) -> str:
        return f"mindspore.{self._name}"

    def __str__(self) -> str:
        return self._label

    @property
    def dtype(self) -> np.dtype:
        """NumPy's data type: NumPy and JAX look here, so they take a MindSpore type for it."""
        if self._np is None:
            raise AttributeError(f"{self!r} has no counterpart among NumPy's data types.")
        return self._np

    def __reduce__(self):
        return _by_name, (self._name,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class Number(Type):
    """A type whose values are numbers; `Int(32)` is `int32`."""

    __slots__ = ()

    def __new__(cls, *args):
        if len(args) > 1:
            return object.__new__(cls)
        found = _BY_BITS.get((cls, *args))
        if found is None:
            raise RuntimeError(
                f"For {cls.__name__} type, there is none of {args[0] if args else 'unsaid'} bits."
            )
        return found

    def __init__(self, *args):
        if len(args) > 1:
            super().__init__(*args)

    @property
    def itemsize(self) -> builtins.int:
        """Bytes of one element."""
        return 1 if self._np is None else self._np.itemsize

    @property
    def is_floating_point(self) -> builtins.bool:
        """Whether the type is a real floating-point type."""
        return isinstance(self, Float)

    @property
    def is_complex(self) -> builtins.bool:
        """Whether the type is complex."""
        return isinstance(self, Complex)

    @property
    def is_signed(self) -> builtins.bool:
        """Whether the type has negative values."""
        return not isinstance(self, UInt | Bool)

    def to_complex(self) -> Number:
        """Return the complex type of the same precision.

        Raises:
            TypeError: there is none.
        """
        if isinstance(self, Complex):
            return self
        found = {float64: complex128, float32: complex64, bfloat16: complex64}.get(self)
        if found is None:
            raise TypeError(
                f"Cannot convert type {self._name} to complex type; convert to float32 first."
            )
        return found

    def to_real(self) -> Number:
        """Return the real type of the same precision."""
        parts: dict[Number, Number] = {complex64: float32, complex128: float64}
        return parts.get(self, self)


class Bool(Number):
    """The type of truth values."""

    __slots__ = ()


class Int(Number):
    """A signed integer type."""

    __slots__ = ()


class UInt(Number):
    """An unsigned integer type."""

    __slots__ = ()


class Float(Number):
    """A real floating-point type."""

    __slots__ = ()


class BFloat(Float):
    """The bfloat16 type."""

    __slots__ = ()


class Complex(Number):
    """A complex type."""

    __slots__ = ()


class String(Type):
    """The type of strings."""

    __slots__ = ()


class List(Type):
    """The type of lists."""

    __slots__ = ()


class Tuple(Type):
    """The type of tuples."""

    __slots__ = ()


class TypeNone(Type):
    """The type of None."""

    __slots__ = ()


class TypeNull(Type):
    """The type of nothing."""

    __slots__ = ()


class Function(Type):
    """The type of functions."""

    __slots__ = ()


class TensorType(Type):
    """The type of tensors, of one element type if that is given; equal ones compare equal.

    Args:
        element: the type of the elements. Default: None, any.
    """

    __slots__ = ("_element",)

    def __init__(self, element: Type | None = None):
        name, label = ("tensor", "Tensor")
        if element is not None:
            name, label = f"tensor[{element._name}]", f"Tensor[{element}]"
        super().__init__(name, label)
        self._element = element

    def element_type(self) -> Type | None:
        """Return the type of the elements."""
        return self._element

    def __eq__(self, other) -> builtins.bool:
        return isinstance(other, TensorType) and self._element is other._element

    def __hash__(self) -> builtins.int:
        return hash((TensorType, self._element))

    def __reduce__(self):
        return TensorType, (self._element,)


class QuantDtype(enum.Enum):
    """Names of the quantised types that MindSpore's quantisation tools use."""

    INT1, INT2, INT3, INT4, INT5, INT6, INT7, INT8 = range(8)
    INT9, INT10, INT11, INT12, INT13, INT14, INT15, INT16 = range(8, 16)
    UINT1, UINT2, UINT3, UINT4, UINT5, UINT6, UINT7, UINT8 = range(100, 108)
    UINT9, UINT10, UINT11, UINT12, UINT13, UINT14, UINT15, UINT16 = range(108, 116)

    def value(self):
        """Return the number of the type."""
        return self._value_

    def __str__(self):
        return self.name


bool_ = Bool("bool", "Bool", np.bool_)
int4 = Int("int4", "Int4", ml_dtypes.int4)
int8 = Int("int8", "Int8", np.int8)
int16 = Int("int16", "Int16", np.int16)
int32 = Int("int32", "Int32", np.int32)
int64 = Int("int64", "Int64", np.int64)
uint8 = UInt("uint8", "UInt8", np.uint8)
uint16 = UInt("uint16", "UInt16", np.uint16)
uint32 = UInt("uint32", "UInt32", np.uint32)
uint64 = UInt("uint64", "UInt64", np.uint64)
float16 = Float("float16", "Float16", np.float16)
float32 = Float("float32", "Float32", np.float32)
float64 = Float("float64", "Float64", np.float64)
bfloat16 = BFloat("bfloat16", "BFloat16", ml_dtypes.bfloat16)
float8_e4m3fn = Float("float8_e4m3fn", "Float8E4M3FN", ml_dtypes.float8_e4m3fn)
float8_e5m2 = Float("float8_e5m2", "Float8E5M2", ml_dtypes.float8_e5m2)
hifloat8 = Float("hifloat8", "HiFloat8", None)
complex64 = Complex("complex64", "Complex64", np.complex64)
complex128 = Complex("complex128", "Complex128", np.complex128)
string = String("string_", "String")

byte, short, intc, intp, long = int8, int16, int32, int64, int64
ubyte, ushort, uintc, uintp = uint8, uint16, uint32, uint64
half, single, double = float16, float32, float64
cfloat, cdouble = complex64, complex128
qint4x2 = int4

number = Number("number", "Number")
int_ = Int("int", "Int")
uint = UInt("uint", "UInt")
float_ = Float("float", "Float")
tensor_type = TensorType()
list_ = List("list_", "List")
tuple_ = Tuple("tuple_", "Tuple")
type_none = TypeNone("type_none", "None")
_null = TypeNull("Null", "Null")
type_type = Type("type_type", "TypeType")
function = Function("function", "Func")
env_type = Type("env_type", "Object:EnvType")
undetermined = Type("Undetermined", "Undetermined")
symbolic_key = Type("symbolic_key", "Object:SymbolicKey")
type_refkey = Type("type_refkey", "Object:RefKey")
index_slices = Type("RowTensor", "RowTensor")
coo_tensor = Type("COOTensor", "COOTensor")
csr_tensor = Type("CSRTensor", "CSRTensor")

int_type = (int8, int16, int32, int64)
uint_type = (uint8, uint16, uint32, uint64)
float_type = (float16, float32, float64, bfloat16, float8_e4m3fn, float8_e5m2)
complex_type = (complex64, complex128)
signed_type = (*int_type, *float_type[:4], *complex_type, int4, *float_type[4:])
number_type = (*int_type, *uint_type, *float_type[:4], *complex_type, int4, *float_type[4:])
all_types = (bool_, *number_type)
_BY_BITS: dict[tuple, Number] = {
    (type(t), 8 * t.itemsize): t for t in all_types if t not in (int4, *float_type[4:])
}
_BY_BITS |= {(Int,): int_, (UInt,): uint, (Float,): float_, (Bool,): bool_, (Number,): number}


BY_NUMPY: dict[np.dtype, Number] = {t._np: t for t in all_types if t._np is not None}
_NAMED = {
    t._name: t for t in builtins.list(globals().values()) if isinstance(t, Type) and t is not None
}
_PYTHON = {bool: bool_, int: int64, float: float64, str: string, type(None): type_none}
_PYTHON |= {builtins.list: list_, builtins.tuple: tuple_, complex: complex128}


def _by_name(name: str) -> Type:
    return _NAMED[name]


def from_numpy(dtype) -> Number | String:
    """Return the MindSpore type of a NumPy (or ml_dtypes) dtype.

    Raises:
        TypeError: MindSpore has no such type.
    """
    np_dtype = np.dtype(dtype)
    found = BY_NUMPY.get(np_dtype)
    if found is not None:
        return found
    if np_dtype.kind in "US":
        return string
    raise TypeError(
        f"NumPy's dtype {np_dtype!r} has no MindSpore counterpart; convert the array first, "
        "for instance with `.astype(numpy.float32)`."
    )


@overload
def to_numpy(dtype: None) -> None: ...


@overload
def to_numpy(dtype: object) -> np.dtype: ...


def to_numpy(dtype) -> np.dtype | None:
    """Return the NumPy dtype of whatever names a dtype in MindSpore programs; None stays None.

    Accepts a MindSpore type, a NumPy dtype or scalar class, `bool`, `int`, `float`, `complex`.

    Raises:
        TypeError: the object names no dtype that a tensor can have.
    """
    if dtype is None:
        return None
    if isinstance(dtype, Type):
        if dtype._np is not None:
            return dtype._np
        generic = {int_: int32, uint: uint32, float_: float32}.get(dtype)
        if generic is not None:
            return generic._np
    elif dtype in _PYTHON and isinstance(_PYTHON[dtype], Number):
        return (float32 if dtype is builtins.float else _PYTHON[dtype])._np
    else:
        try:
            return from_numpy(dtype)._np
        except TypeError:
            pass
    if dtype is hifloat8:
        raise NotImplementedError("mindspore.hifloat8: JAX has no such type; use float8_e4m3fn.")
    raise TypeError(
        f"A tensor cannot have dtype {dtype!r}; give one of "
        f"{', '.join(repr(t) for t in all_types)}, for instance `dtype=mindspore.float32`."
    )


def dtype_to_nptype(type_):
    """Convert a MindSpore type to the NumPy scalar class of the same values.

    Args:
        type_: a MindSpore number type.

    Returns:
        A NumPy scalar class, for instance `numpy.float32`.

    Raises:
        KeyError: `type_` is no such type.
    """
    if not isinstance(type_, Number) or type_._np is None:
        raise KeyError(type_)
    return type_._np.type


def dtype_to_pytype(type_):
    """Convert a MindSpore type to the Python class of one element (`bool`, `int`, `float`, …).

    Raises:
        KeyError: Python has no class for it.
    """
    b = builtins
    for kind, python in ((Bool, b.bool), (Int | UInt, b.int), (Float, b.float), (Complex, complex)):
        if isinstance(type_, kind):
            return python
    return {list_: builtins.list, tuple_: builtins.tuple, string: str, type_none: type(None)}[type_]


def pytype_to_dtype(obj):
    """Convert a Python or NumPy type to the MindSpore type (`int` is int64, `float` is float64).

    Raises:
        TypeError: `obj` is no type.
        NotImplementedError: MindSpore has no type for it.
    """
    if isinstance(obj, Type):
        return obj
    if isinstance(obj, np.dtype):
        return from_numpy(obj)
    if not isinstance(obj, type):
        raise TypeError(
            "For 'pytype_to_dtype', the argument 'obj' must be a python type object,such as int, "
            f"float, str, etc. But got type {type(obj)}."
        )
    if obj in _PYTHON:
        return _PYTHON[obj]
    if issubclass(obj, np.generic):
        return from_numpy(obj)
    raise NotImplementedError(f"The python type {obj} cannot be converted to MindSpore type.")


def get_py_obj_dtype(obj):
    """Return the MindSpore type of a Python object; a tensor's is the type of such tensors."""
    if isinstance(obj, types.FunctionType | types.MethodType):
        return function
    element = getattr(obj, "dtype", None)
    if isinstance(element, Type):
        return TensorType(element)
    return pytype_to_dtype(obj if isinstance(obj, type) else type(obj))


def type_size_in_bytes(dtype) -> builtins.int:
    """Return the number of bytes of one element of `dtype`.

    Raises:
        TypeError: `dtype` is no MindSpore type.
    """
    if not isinstance(dtype, Number):
        raise TypeError(f"dtype must be a MindSpore number type, but got {dtype!r}.")
    return dtype.itemsize


# MindSpore names three types after Python's builtins; last, as they shadow those names below.
bool = bool_
int = int32
float = float32
