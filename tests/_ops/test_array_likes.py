"""What `mindspore.numpy` takes for an array, a dtype and a result's dtype."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import msjax
import msjax.numpy as mnp
from msjax import Tensor
from msjax._ops.array_likes import array_like, dtype_of, promoted


@pytest.mark.parametrize(
    ("value", "dtype"),
    [(1, "Int32"), (2.5, "Float32"), (True, "Bool"), ([1, 2], "Int32"), ([[1.0], [2]], "Float32")],
)
def test_numbers_and_lists_have_32_bits(value, dtype):
    assert str(array_like(value).dtype) == dtype


def test_a_tensor_stays_itself():
    x = Tensor([1, 2])
    assert array_like(x) is x


def test_tensors_in_lists_are_differentiated():
    gradient = msjax.grad(lambda x: mnp.sum(mnp.array([x, 2 * x])))
    assert gradient(Tensor(3.0)) == 3


@pytest.mark.parametrize("value", [None, "a", np.array([1]), 1j])
def test_others_are_refused(value):
    with pytest.raises(TypeError, match="array like"):
        array_like(value)


def test_ragged_lists_are_refused():
    with pytest.raises(ValueError, match="same size"):
        mnp.array([[1, 2], [3]])


def test_names_of_dtypes():
    assert dtype_of("int") is dtype_of(int) is msjax.int32
    assert dtype_of("Float16") is msjax.float16
    for wrong in ("bfloat16", msjax.bfloat16, None, msjax.complex64):
        with pytest.raises(TypeError, match="are allowed for dtype"):
            dtype_of(wrong)


def test_promotion_is_symmetric():
    names = "bool uint8 uint16 uint32 uint64 int8 int16 int32 int64 float16 float32 float64".split()
    for a, b in itertools.product(names, names):
        assert promoted(np.dtype(a), np.dtype(b)) == promoted(np.dtype(b), np.dtype(a))
    assert promoted(np.dtype("uint8"), np.dtype("int8")) == np.int16
    assert promoted(np.dtype("uint64"), np.dtype("int8")) == np.float64
    assert promoted(np.dtype("int64"), np.dtype("float16")) == np.float16


def test_a_result_is_converted():
    """A face that ends with `as dtype` converts, for MindSpore's types only."""
    assert mnp.sin(Tensor([1.0]), dtype=mnp.float16).dtype is msjax.float16
    assert mnp.sin(Tensor([1.0])).dtype is msjax.float32
    with pytest.raises(TypeError, match="mindspore dtype"):
        mnp.sin(Tensor([1.0]), dtype="float16")
