"""How tensors print, to the character.

`str` is NumPy's text of the values. `repr`, which Python also uses inside tuples, lists and dicts,
is a format of MindSpore's own: floats in scientific notation, at most six elements of each axis,
but up to a thousand of a vector, broken into lines of twelve or twenty-four.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax._core._jaxcompat import Tracer
from msjax._core.tensor import Tensor, read

_LONGEST_VECTOR = 1000
_LONGEST_AXIS = 6
_EDGE = 3
_DIGITS = {np.dtype(np.float16): 4, np.dtype(np.float32): 8, np.dtype(np.float64): 8}


def to_str(self) -> str:
    """Return the values as NumPy prints them."""
    value = _value_or_reason(self)
    if isinstance(value, str):
        return f"{_head(self)} {value})"
    array = np.asarray(value)
    if array.dtype.kind != "V":
        return _numpy_text(array, " ")
    # NumPy knows no format for bfloat16 and float8; MindSpore writes six decimals.
    if array.ndim == 0:
        return f"{float(array):f}"
    return np.array2string(array, formatter={"all": _six_decimals})


def _six_decimals(x) -> str:
    return f"{float(x):f}"


def to_repr(self) -> str:
    """Return shape, dtype and values; a shape with unknown lengths has no values."""
    space = "\n" if self.ndim > 1 else " "
    if -1 in self.shape:
        return f"{_head(self)}{space})"
    value = _value_or_reason(self)
    if isinstance(value, str):
        return f"{_head(self)} {value})"
    array = np.asarray(value)
    if self._listed_by_numpy:
        return f"{_head(self)}{space}{_numpy_text(array, ', ')})"
    return f"{_head(self)}{space}{format_values(array)})"


def parameter_repr(self) -> str:
    """Return name, shape, dtype and whether the Parameter is trained."""
    return (
        f"Parameter (name={self.name}, shape={self.shape}, dtype={self.dtype}, "
        f"requires_grad={self.requires_grad})"
    )


def to_format(self, spec: str) -> str:
    """Return `str`; a format specification is refused, as MindSpore refuses it."""
    if spec:
        raise TypeError(
            f"unsupported format string passed to Tensor.__format__: {spec!r}; format the number "
            "itself, for instance `f'{float(x):.3f}'`."
        )
    return str(self)


def _head(t) -> str:
    return f"Tensor(shape={list(t.shape)}, dtype={t.dtype}, value="


def _value_or_reason(t):
    """Return the JAX value of a tensor, or a text in brackets that says why there is none."""
    if t._lazy is not None:
        return "<uninitialized>"
    value = read(t)
    return "<to be computed>" if isinstance(value, Tracer) else value


def _numpy_text(array, separator) -> str:
    """Return an array as NumPy 1.26 prints it, whatever NumPy is installed."""
    with np.printoptions(legacy="1.25"):
        if array.ndim == 0:
            return str(array)
        formatter = _scientific(array) if array.dtype == np.float32 else None
        return np.array2string(array, separator=separator, formatter=formatter)


def _scientific(array) -> Any:
    """Return a formatter where NumPy 1.26 changes to scientific notation and NumPy 2 does not.

    That is where the least value is float32's 0.0001, which is below the exact 0.0001.
    """
    options = np.get_printoptions()
    if array.size > options["threshold"]:
        array = _edges(array, options["edgeitems"])
    finite = array[np.isfinite(array)]
    if options["suppress"] or abs(finite[finite != 0]).min(initial=np.inf) != np.float32(1e-4):
        return None
    precision = options["precision"]
    texts = [np.format_float_scientific(x, precision, trim=".") for x in finite]
    mantissas = [text.partition("e")[0].split(".") for text in texts]
    digits = max(len(fraction) for _, fraction in mantissas)
    pad = max(len(whole) for whole, _ in mantissas)

    def text(x):
        if not np.isfinite(x):
            return str(x).rjust(pad + digits + 5)
        return np.format_float_scientific(x, digits, pad_left=pad, min_digits=digits, trim="k")

    return {"float_kind": text}


def _edges(array, count):
    for axis, length in enumerate(array.shape):
        if length > 2 * count:
            array = np.take(array, [*range(count), *range(length - count, length)], axis=axis)
    return array


def format_values(array: np.ndarray) -> str:
    """Return the values of an array in MindSpore's notation."""
    if array.size == 0:
        return ""
    if array.ndim == 0:
        return _scalar_text(array[()])
    shown = _shown(array)
    texts = _element_texts(shown)
    if array.ndim == 1:
        return _vector(texts, array, len(shown) < len(array))
    return _nested(texts, array.shape, 1)


def _shown(array):
    """Leave out the inner elements that are not printed."""
    for axis, length in enumerate(array.shape):
        if length > (_LONGEST_VECTOR if array.ndim == 1 else _LONGEST_AXIS):
            array = np.take(array, [*range(_EDGE), *range(length - _EDGE, length)], axis=axis)
    return array


def _vector(texts, array, is_elided) -> str:
    if is_elided:
        return "[" + _elided(texts, ", ", " ... ") + "]"
    per_line = 12 if array.dtype == np.bool_ or array.dtype in _DIGITS else 24
    lines = [", ".join(texts[i : i + per_line]) for i in range(0, len(texts), per_line)]
    return "[" + ", \n ".join(lines) + "]"


def _nested(texts, shape, depth) -> str:
    is_elided = shape[0] > _LONGEST_AXIS
    if len(shape) == 1:
        return "[" + (_elided(texts, ", ", " ... ") if is_elided else ", ".join(texts)) + "]"
    parts = [_nested(part, shape[1:], depth + 1) for part in texts]
    line = "\n" + " " * depth
    if not is_elided:
        return "[" + f",{line}".join(parts) + "]"
    return "[" + _elided(parts, f",{line}", f",{line}...{line}") + "]"


def _elided(parts, separator, gap) -> str:
    return separator.join(parts[:_EDGE]) + gap + separator.join(parts[-_EDGE:])


def _element_texts(array):
    """Return the texts of the elements as nested lists of the array's shape."""
    dtype = array.dtype
    flat = array.reshape(-1)
    if dtype in _DIGITS:
        digits = _DIGITS[dtype]
        texts = [f"{float(x):{digits + 7}.{digits}e}" for x in flat]
    elif dtype == np.bool_:
        texts = [f"{bool(x)!s:>5}" for x in flat]
    elif dtype.kind == "c" or dtype.kind in "US":
        texts = [_scalar_text(x) if dtype.kind == "c" else repr(str(x)) for x in flat]
    else:
        texts = [_scalar_text(x) for x in flat]
        width = max(map(len, texts))
        texts = [text.rjust(width) for text in texts]
    return np.array(texts, object).reshape(array.shape).tolist()


def _scalar_text(x) -> str:
    if x.dtype.kind == "c":
        return f"{x.real:g}{x.imag:+g}j"
    if x.dtype.kind in "fV":
        return f"{float(x):g}"
    return str(x)


Tensor.__str__ = to_str
Tensor.__repr__ = to_repr
Tensor.__format__ = to_format
Tensor._listed_by_numpy = False
