"""Operations on the values of one column, whatever they are: `TypeCast`, `OneHot`, `PadEnd`."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np

from msjax._core import dtype as mstype
from msjax.dataset.transforms.base import Implementation, TensorOperation
from msjax.dataset.transforms.checks import (
    INT64_MAX,
    Rule,
    checked,
    data_type,
    elements,
    integer,
    of_type,
    optional,
    positive,
    probability,
)

_CASTS = "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64".split()
_constant = of_type(str, float, bool, int, bytes)


class Concatenate(TensorOperation):
    """Join the columns of a row, with values before and after them.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Concatenate.html

    Args:
        axis: 0 or -1; columns have one axis. Default: 0.
        prepend: array of one axis that comes first. Default: None.
        append: array of one axis that comes last. Default: None.

    Raises:
        TypeError: `axis` is no int, or `prepend` or `append` no array.
        ValueError: `axis` is another, or an array has another number of axes.
        RuntimeError: On a call: columns differ in dtype, or have several axes.
    """

    implementation = Implementation.C
    _columns = None

    @checked(
        lambda arguments: _joinable(arguments["prepend"], "prepend"),
        lambda arguments: _joinable(arguments["append"], "append"),
        axis=[of_type(int), lambda value, _: _along_only_axis(value)],
        prepend=optional(of_type(np.ndarray)),
        append=optional(of_type(np.ndarray)),
    )
    def __init__(self, axis=0, prepend=None, append=None):
        super().__init__()
        self.axis = axis
        self.prepend = prepend
        self.append = append

    def _execute_c(self, *arrays):
        parts = [part for part in (self.prepend, *arrays, self.append) if part is not None]
        for part in parts:
            if part.ndim != 1:
                raise self._failure(f"only 1D input supported, got rank of input: {part.ndim}")
            if part.dtype.kind != parts[0].dtype.kind or (
                part.dtype != parts[0].dtype and part.dtype.kind not in "SU"
            ):
                raise self._failure(
                    f"input datatype does not match, got {parts[0].dtype} and {part.dtype}; "
                    "they must be the same."
                )
        return np.concatenate(parts)


def _along_only_axis(axis):
    if axis not in (0, -1):
        raise ValueError(f"only 1D concatenation supported. axis must be 0 or -1, but got {axis}.")


def _joinable(array, name):
    if array is not None and array.ndim != 1:
        raise ValueError(f"can only {name} 1D arrays. Got shape {array.shape}.")


class Duplicate(TensorOperation):
    """Return a column twice.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Duplicate.html

    Raises:
        RuntimeError: On a call: there is more than one column.
    """

    implementation = Implementation.C

    def _execute_c(self, array):
        return array, array


class Fill(TensorOperation):
    """Replace all values by one.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Fill.html

    Args:
        fill_value: the value (str, bytes, int, float or bool); it is converted as C++ does.

    Raises:
        TypeError: `fill_value` is of another type.
        RuntimeError: On a call: only one of value and column is text.
    """

    implementation = Implementation.C

    @checked(fill_value=_constant)
    def __init__(self, fill_value):
        super().__init__()
        self.fill_value = np.array(fill_value)

    def _execute_c(self, array):
        if _text(self.fill_value) != _text(array):
            raise self._failure(
                "fill_value and the input tensor must be of the same data type when involving "
                f"strings or bytes, but got {self.fill_value.dtype} and {array.dtype}."
            )
        return np.full(array.shape, converted(self.fill_value, array.dtype))


class Mask(TensorOperation):
    """Compare each value with a constant.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Mask.html

    Args:
        operator: a `Relational`.
        constant: what values are compared with, converted to their dtype.
        dtype: MindSpore's data type of the result. Default: mindspore.bool_.

    Raises:
        TypeError: An argument is of another type.
        RuntimeError: On a call: only one of constant and column is text, or `dtype` is no number.
    """

    implementation = Implementation.C

    @checked(
        operator=lambda value, name: of_type(Relational)(value, name),
        constant=_constant,
        dtype=of_type(mstype.Type),
    )
    def __init__(self, operator, constant, dtype=mstype.bool_):
        super().__init__()
        self.operator = operator
        self.constant = np.array(constant)
        self.dtype = dtype

    def _execute_c(self, array):
        if str(self.dtype).lower() not in _CASTS:
            raise self._failure(
                "Only supports bool or numeric datatype for generated mask type, but got: "
                f"{self.dtype}"
            )
        if _text(self.constant) != _text(array):
            raise self._failure(
                "input datatype does not match the value datatype, both should be numeric or "
                f"text, but got {array.dtype} and {self.constant.dtype}."
            )
        compare = getattr(np, _COMPARISONS[self.operator])
        text = array.dtype.kind in "SU"
        constant = converted(self.constant, np.dtype(array.dtype.kind) if text else array.dtype)
        return np.asarray(compare(array, constant)).astype(self.dtype.dtype)


class OneHot(TensorOperation):
    """Turn class numbers into vectors that have a 1 at that place.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.OneHot.html

    Args:
        num_classes: how many classes there are.
        smoothing_rate: how much of the 1 is spread over all classes; the result is then
            float64. Default: 0.0.

    Raises:
        TypeError: `num_classes` is no int or `smoothing_rate` no number.
        ValueError: `num_classes` is not positive or `smoothing_rate` not within [0, 1].
        RuntimeError: On a call: the numbers are no integers, or there is no such class.

    Differs: negative numbers are an error, where MindSpore writes outside of the result's memory;
    with `smoothing_rate`, each of several numbers has its 1, where MindSpore keeps the last one's.
    """

    random = False

    @checked(
        smoothing_rate=of_type(int, float),
        num_classes=[of_type(int), lambda value, _: positive(value, "")],
    )
    def __init__(self, num_classes, smoothing_rate=0.0):
        super().__init__()
        probability(smoothing_rate, "smoothing_rate")
        self.num_classes = num_classes
        self.smoothing_rate = smoothing_rate

    def _execute_c(self, array):
        if array.dtype.kind not in "iu":
            raise self._failure(f"Only support input of int type, but got: {array.dtype}")
        labels = array.reshape(-1)
        if labels.size != max(array.shape, default=1) or not labels.size:
            raise self._failure(
                f"only support scalars and 1D input, but got shape {array.shape}; use a flat one."
            )
        wrong = labels[(labels < 0) | (labels >= self.num_classes)]
        if wrong.size:
            raise self._failure(
                f"index values should not bigger than num classes: {self.num_classes}, and not "
                f"negative, but got: {wrong[0]}"
            )
        vectors = np.equal(labels[:, None], np.arange(self.num_classes))
        if labels.size == 1:
            vectors = vectors[0]
        if not self.smoothing_rate:
            return vectors.astype(array.dtype)
        return (1 - self.smoothing_rate) * vectors + self.smoothing_rate / self.num_classes


class PadEnd(TensorOperation):
    """Bring a column to a shape: cut what is too long, pad what is too short at its end.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.PadEnd.html

    Args:
        pad_shape: the shape, a list of ints.
        pad_value: what is padded with. Default: None: 0, or the empty string.

    Raises:
        TypeError: `pad_shape` is no list of ints, or `pad_value` of another type.
        ValueError: A length is not positive.
        RuntimeError: On a call: the shape has another number of axes, a length is None, or only
            one of value and column is text.
    """

    implementation = Implementation.C

    @checked(
        pad_value=optional(_constant),
        pad_shape=[of_type(list), elements(lambda value, _: _length(value))],
    )
    def __init__(self, pad_shape, pad_value=None):
        super().__init__()
        self.pad_shape = pad_shape
        self.pad_value = None if pad_value is None else np.array(pad_value)

    def _execute_c(self, array):
        value = np.array("" if _text(array) else 0) if self.pad_value is None else self.pad_value
        if self.pad_value is not None and _text(value) != _text(array):
            raise self._failure(
                "can not pad numeric and string tensors together, but got: "
                f"{value.dtype} and {array.dtype}; give a `pad_value` of the column's kind."
            )
        if array.ndim == 0:
            return array
        if array.ndim != len(self.pad_shape):
            raise self._failure(
                f"invalid pad shape, as rank of input is: {array.ndim}, and rank of pad value: "
                f"{len(self.pad_shape)}; `pad_shape` needs a length for each axis."
            )
        if None in self.pad_shape:
            raise self._failure("tensor shape is unknown; give each axis a length, not None.")
        dtype = array.dtype
        if array.dtype.kind in "SU":
            dtype = np.result_type(array.dtype, value.astype(array.dtype.kind).dtype)
        result = np.full(self.pad_shape, converted(value, dtype))
        kept = tuple(map(slice, map(min, array.shape, self.pad_shape)))
        result[kept] = array[kept]
        return result


def _length(value):
    if value is None:
        return
    if not isinstance(value, int):
        raise TypeError(f"a value in the list is not an integer. Got {value!r}; give an int.")
    integer(1, INT64_MAX)(value, "")


class Relational(IntEnum):
    """The comparisons of `Mask`."""

    EQ = 0
    NE = 1
    GT = 2
    GE = 3
    LT = 4
    LE = 5


_COMPARISONS = {
    Relational.EQ: "equal",
    Relational.NE: "not_equal",
    Relational.GT: "greater",
    Relational.GE: "greater_equal",
    Relational.LT: "less",
    Relational.LE: "less_equal",
}


def _slice_rule() -> Rule:
    def rule(values, _):
        for value in values:
            if value is None:
                continue
            of_type(int, list, slice, bool, type(Ellipsis))(value, "slice")
            if isinstance(value, list):
                elements(of_type(int))(value, "slice")

    return rule


class Slice(TensorOperation):
    """Take a part of each axis.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Slice.html

    Args:
        slices: for each axis an int, a list of ints, a slice, or None, ... or True for all of it.
            An int keeps its axis, with length 1. Axes without one are kept whole.

    Raises:
        TypeError: A slice is something else.
        RuntimeError: On a call: there are more slices than axes, or no such index.

    Differs: slices with open ends work, like slice(None, None, -1); MindSpore refuses them.
    """

    implementation = Implementation.C

    @checked(slices=_slice_rule())
    def __init__(self, *slices):
        super().__init__()
        self.slices = slices

    def _execute_c(self, array):
        if len(self.slices) > array.ndim:
            raise self._failure(
                f"Invalid shape, should be greater than slices index. {len(self.slices)} slices "
                f"for an array of shape {array.shape}."
            )
        for axis, part in enumerate(self.slices):
            array = self._along(array, axis, part)
        return array

    def _along(self, array, axis, part):
        if part is None or part is Ellipsis or part is True:
            return array
        if isinstance(part, slice):
            return array[(slice(None),) * axis + (part,)]
        indices = [] if part is False else part if isinstance(part, list) else [part]
        if not indices:
            raise self._failure("Both indices and slices can not be empty; give an index.")
        for index in indices:
            if not -array.shape[axis] <= index < array.shape[axis]:
                raise self._failure(
                    f"Index {index} is out of bounds. Axis {axis} has length {array.shape[axis]}."
                )
        return np.take(array, indices, axis)


class TypeCast(TensorOperation):
    """Convert values to another data type.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.TypeCast.html

    Args:
        data_type: MindSpore's or NumPy's data type, or what NumPy takes for one.

    Raises:
        TypeError: `data_type` is none.
        KeyError: It is one that data sets do not have.
        RuntimeError: On a call: text cannot be converted, or the data type is not known.
    """

    implementation = Implementation.C

    @checked(data_type=data_type)
    def __init__(self, data_type):
        super().__init__()
        self.data_type = dtype_name(data_type)

    def _execute_c(self, array):
        if self.data_type == "string" and array.dtype.kind == "U":
            return array
        if self.data_type not in _CASTS:
            raise self._failure(
                f"Invalid data type {self.data_type} for {array.dtype}; use one of {_CASTS}."
            )
        if _text(array):
            raise self._failure(f"does not support cast from string to {self.data_type}")
        return converted(array, np.dtype(self.data_type))


def dtype_name(data_type: Any) -> str:
    """Return the name that data sets have for a data type of MindSpore or NumPy.

    Raises:
        KeyError: It is one of MindSpore's that data sets do not have.
    """
    if isinstance(data_type, mstype.Type):
        name = str(data_type).lower()
        if name not in (*_CASTS, "string"):
            raise KeyError(f"{data_type!r} is no data type of data sets; use one of {_CASTS}.")
        return name
    dtype = np.dtype(data_type)
    return "string" if dtype.kind == "U" else dtype.name


class Unique(TensorOperation):
    """Find the different values of an array, in the order they are met.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset_transforms/mindspore.dataset.transforms.Unique.html

    A call returns the values, the place of each element among them (int32), and how often each
    value occurs (int32).

    Raises:
        RuntimeError: On a call: the array is text or has less than two axes.
    """

    implementation = Implementation.C

    def _execute_c(self, array):
        if array.dtype.kind in "SUb":
            raise self._failure(
                f"only support numeric datatype of input, got {array.dtype}; use TypeCast before."
            )
        if array.ndim < 2:
            raise self._failure(
                f"input must be at least 2-D in order to do unique op, got rank:{array.ndim}"
            )
        values, first, inverse, counts = np.unique(
            array.reshape(-1), return_index=True, return_inverse=True, return_counts=True
        )
        order = np.argsort(first)
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        return values[order], place[inverse].astype(np.int32), counts[order].astype(np.int32)


def _text(array) -> bool:
    return array.dtype.kind in "SU"


# Floats outside of a small integer's range: C++ converts them to 32 or 64 bits first.
_THROUGH = {
    "int8": "int32",
    "uint8": "int32",
    "int16": "int32",
    "uint16": "int32",
    "uint32": "int64",
}


def converted(array, dtype):
    """Convert an array as C++ converts numbers: what does not fit wraps around."""
    with np.errstate(invalid="ignore", over="ignore"):
        if array.dtype.kind == "f" and dtype.name in _THROUGH:
            array = array.astype(_THROUGH[dtype.name])
        elif dtype == np.float16:
            array = array.astype(np.float32)
        return array.astype(dtype)
