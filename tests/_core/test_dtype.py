"""Data types: names, classes, conversions from and to Python's and NumPy's."""

import copy
import pickle

import jax.numpy as jnp
import numpy as np
import pytest

import msjax as ms
from msjax._core import dtype as mstype


@pytest.mark.parametrize("t", mstype.all_types)
def test_numpy_and_back(t):
    assert mstype.from_numpy(mstype.to_numpy(t)) is t
    assert pickle.loads(pickle.dumps(t)) is t
    assert copy.deepcopy(t) is t


def test_types_made_by_bits_are_the_named_ones():
    assert ms.Int(32) is ms.int32
    assert type(ms.float32)(16) is ms.float16
    with pytest.raises(RuntimeError, match="3 bits"):
        ms.Int(3)


def test_tensor_types_are_equal_by_element():
    assert ms.TensorType(ms.float32) == ms.TensorType(ms.float32) != ms.tensor_type
    assert str(ms.get_py_obj_dtype(ms.Tensor([1]))) == "Tensor[Int64]"
    assert len({ms.TensorType(), ms.tensor_type}) == 1


@pytest.mark.parametrize("wrong", [3, ms.string, ms.int_, "float32", np.float32])
def test_only_number_types_have_numpy_classes(wrong):
    with pytest.raises(KeyError):
        ms.dtype_to_nptype(wrong)


def test_python_types():
    assert ms.pytype_to_dtype(float) is ms.float64
    assert ms.dtype_to_pytype(ms.uint8) is int
    with pytest.raises(NotImplementedError, match="dict"):
        ms.pytype_to_dtype(dict)
    with pytest.raises(TypeError, match="python type"):
        ms.pytype_to_dtype(3)


def test_precisions():
    assert ms.float64.to_complex() is ms.complex128
    assert ms.complex64.to_real() is ms.float32
    with pytest.raises(TypeError, match="complex"):
        ms.int32.to_complex()


def test_hifloat8_is_a_name_only():
    with pytest.raises(NotImplementedError, match="hifloat8"):
        ms.Tensor([1], ms.hifloat8)


def test_numpy_and_jax_take_them_for_their_own():
    assert np.zeros(2, ms.float32).dtype == np.float32
    assert jnp.zeros(2, ms.bfloat16).dtype == jnp.bfloat16
    assert np.dtype(ms.bool_) == np.bool_
    with pytest.raises(TypeError, match="string"):
        np.dtype(ms.string)
