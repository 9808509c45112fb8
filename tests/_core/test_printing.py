"""Texts of tensors that no fact was recorded for, or that depend on the NumPy that is installed."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor
from msjax._core.printing import format_values


@pytest.mark.parametrize(
    ("values", "dtype", "text"),
    [
        ([1e-4, 1e-3], np.float32, "[1.e-04 1.e-03]"),
        ([1e-4, -0.041], np.float32, "[ 1.0e-04 -4.1e-02]"),
        ([1e-4, np.inf, np.nan], np.float32, "[1.e-04    inf    nan]"),
        ([1e-4, 1e-3], np.float64, "[0.0001 0.001 ]"),
        ([1e4, 1e6], np.float32, "[  10000. 1000000.]"),
        ([965.5, 608, 1115], np.float16, "[ 965.5  608.  1115. ]"),
        (3000, np.float16, "3000.0"),
        (1e8, np.float32, "100000000.0"),
    ],
)
def test_str_is_that_of_numpy_1(values, dtype, text):
    assert str(Tensor(np.array(values, dtype))) == text


def test_str_of_long_arrays_with_small_values():
    text = str(Tensor(np.full(2000, 1e-4, np.float32)))
    assert text == "[1.e-04 1.e-04 1.e-04 ... 1.e-04 1.e-04 1.e-04]"


def test_vector_of_exactly_one_line_ends_without_a_break():
    assert format_values(np.zeros(24, np.int64)) == "[" + ", ".join("0" * 24) + "]"
    assert format_values(np.zeros(25, np.int64)).endswith(", 0, \n 0]")


def test_repr_of_data_from_numpy_is_numpys():
    assert repr(Tensor.from_numpy(np.ones(3))) == (
        "Tensor(shape=[3], dtype=Float64, value= [1., 1., 1.])"
    )


def test_traced_tensors_print_without_values():
    texts = []

    @ms.jit
    def fn(x):
        texts.extend((repr(x), f"{x}"))
        return x

    fn(Tensor([1.0, 2.0]))
    assert set(texts) == {"Tensor(shape=[2], dtype=Float32, value= <to be computed>)"}


def test_format_specification_is_refused():
    with pytest.raises(TypeError, match="float\\(x\\)"):
        f"{Tensor(1.5):.2f}"


def test_parameter_formats_like_text():
    p = Parameter(Tensor([1.0]), name="w")
    assert f"{p:>70}" == f"{p!s:>70}"
