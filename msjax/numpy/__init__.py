"""NumPy-style functions (`mindspore.numpy.mean`), resolved from the operators' declarations."""

import msjax._ops  # noqa: F401  declares every operator
from msjax._core.dtype import (
    bool_,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from msjax._core.missing import missing_attribute as _missing_attribute
from msjax._core.namespace import declared_names as _declared_names
from msjax._core.namespace import namespace as _namespace
from msjax._ops.numpy_grids import mgrid, ogrid
from msjax.numpy import fft as fft

inf = PINF = float("inf")
NINF = float("-inf")
nan = float("nan")
pi = 3.141592653589793
int_, uint, float_ = int32, uint32, float32
numeric_types = [
    *("int_", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float_", "float16", "float32", "float64", "bool_"),
]

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    "bool_",
    "float16",
    "float32",
    "float64",
    "float_",
    "int8",
    "int16",
    "int32",
    "int64",
    "int_",
    "mgrid",
    "ogrid",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
]
__all__ += sorted({*_declared_names("numpy")} - {"around", "copy", "matrix_power", "round"})

__getattr__, __dir__ = _namespace(globals(), "numpy", _missing_attribute)
