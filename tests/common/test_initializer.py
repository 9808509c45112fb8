"""Initial values are those of MindSpore 2.10, bit for bit."""

import math

import numpy as np
import pytest

import msjax as ms
from msjax.common import initializer as init
from msjax.common import philox

# initializer, shape, sum of (bits times position), the number NumPy's generator draws next;
# recorded with np.random.seed(1234) before each.
RECORDED = [
    ("Normal()", (5,), 40824270084, 524453158),
    ("Normal()", (101, 100), 106045375798144844, 524453158),
    ("Normal(0.3, 1.5)", (7, 3), 247040098818, 524453158),
    ("Normal()", (), 993473812, 524453158),
    ("Uniform()", (6,), 64427994776, 524453158),
    ("Uniform(2.0)", (99, 101), 106733524975084101, 524453158),
    ("TruncatedNormal()", (6,), 64030326863, 524453158),
    ("TruncatedNormal(0.7, 0.1, -1.0, 0.5)", (97, 103), 114819833555441118, 524453158),
    ("XavierUniform()", (3, 4), 213313474473, 524453158),
    ("XavierUniform(2)", (4, 3, 5, 5), 98647353748810, 524453158),
    ("XavierNormal()", (3, 4), 172127845758, 524453158),
    ("XavierNormal(0.5)", (4, 3, 3), 1239880837643, 524453158),
    ("HeUniform()", (3, 4), 213580339953, 524453158),
    ("HeUniform(math.sqrt(5))", (32, 16, 3, 3), 22115456731523972, 524453158),
    ("HeUniform(0.1, 'fan_out', 'relu')", (8, 2, 3), 2746070301835, 524453158),
    ("HeNormal()", (3, 4), 172403091025, 524453158),
    ("HeNormal(0, 'fan_out', 'tanh')", (16, 8, 3, 3), 1392538456640155, 524453158),
    ("HeNormal(nonlinearity='sigmoid')", (3, 2), 47877741793, 524453158),
    ("VarianceScaling()", (3, 4), 213249030486, 524453158),
    ("VarianceScaling(2.0, 'fan_out', 'uniform')", (3, 4), 213723570776, 524453158),
    ("VarianceScaling(2.0, 'fan_avg', 'untruncated_normal')", (3, 4), 172474792527, 524453158),
    ("Sparse(0.5)", (5, 4), 192676104064, 4274032),
    ("Dirac()", (3, 2, 3), 13849591808, 822569775),
    ("Dirac(2)", (4, 2, 3, 3), 155541569536, 822569775),
    ("Identity()", (3, 5), 22372417536, 822569775),
    ("Zero()", (3,), 0, 822569775),
    ("One()", (3,), 6392119296, 822569775),
    ("Constant(2.5)", (2, 2), 10758389760, 822569775),
]


@pytest.mark.parametrize(("expression", "shape", "fingerprint", "following"), RECORDED)
def test_values_are_mindspores_bit_for_bit(expression, shape, fingerprint, following):
    np.random.seed(1234)
    values = np.empty(shape, np.float32)
    eval(expression, {**vars(init), "math": math})(values)
    bits = values.reshape(-1).view(np.uint32)
    assert int((bits * np.arange(1, bits.size + 1, dtype=np.uint64)).sum()) == fingerprint
    assert np.random.randint(1 << 30) == following


def test_fills_longer_than_a_chunk_continue_the_same_stream():
    whole = philox.uniform(7, (4 * philox._CHUNK + 10,), 0.0, 1.0)
    first = philox.uniform(7, (100,), 0.0, 1.0)
    assert np.array_equal(whole[:100], first)
    tail = philox.outputs(7, philox._CHUNK, 3).reshape(-1)[:10] * 2.0**-32
    assert np.array_equal(whole[-10:], tail.astype(np.float32))


@pytest.mark.parametrize("dtype", [np.float16, np.float64, np.int32])
def test_other_dtypes_are_converted_from_float32(dtype):
    np.random.seed(3)
    wanted = np.empty((4, 5), np.float32)
    init.Normal(2.0)(wanted)
    np.random.seed(3)
    got = np.empty((4, 5), dtype)
    init.Normal(2.0)(got)
    assert np.array_equal(got, wanted.astype(dtype))


def test_orthogonal_is_orthogonal():
    np.random.seed(0)
    for shape in [(3, 5), (5, 3), (4, 2, 2)]:
        values = np.empty(shape, np.float32)
        init.Orthogonal(2.0)(values)
        q = values.reshape(shape[0], -1)
        product = q @ q.T if q.shape[0] <= q.shape[1] else q.T @ q
        assert np.allclose(product, 4.0 * np.eye(len(product)), atol=1e-5)


def test_initializer_makes_a_tensor_that_is_filled_later():
    ms.set_seed(1)
    state = np.random.get_state()[2]
    t = init.initializer("normal", [3, 4], ms.float16)
    assert np.random.get_state()[2] == state
    assert (t.shape, t.dtype) == ((3, 4), ms.float16)


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("normal", init.Normal),
        ("Zeros", init.Zero),
        ("one", init.One),
        ("xavier_uniform", init.XavierUniform),
        ("XavierUniform", init.XavierUniform),
        ("he_normal", init.HeNormal),
        ("truncatedNormal", init.TruncatedNormal),
    ],
)
def test_names_are_found_whatever_their_case(name, cls):
    assert isinstance(init.initializer(name, (2, 2)).init, cls)


def test_a_registered_class_is_found_by_its_name():
    @init._register("sevens")
    class Seven(init.Initializer):
        def _initialize(self, arr):
            arr.fill(7)

    try:
        assert isinstance(init.initializer("sevens", (2,)).init, Seven)
        assert isinstance(init.initializer("seven", (2,)).init, Seven)
    finally:
        del init._INITIALIZER_ALIAS["seven"], init._INITIALIZER_ALIAS["sevens"]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: init.initializer("nope", (2,)), ValueError, "'nope' was not found"),
        (lambda: init.initializer([1], (2,)), TypeError, "but got <class 'list'>"),
        (lambda: init.initializer(init.Normal, (2,)), TypeError, "but got <class 'type'>"),
        (lambda: init.initializer("normal", (2, 0)), ValueError, "must be positive integer"),
        (lambda: init.initializer("normal", (2.0,)), ValueError, "must be positive integer"),
        (lambda: init.initializer("normal"), AttributeError, "has no attribute 'shape'"),
        (lambda: init.HeUniform()(np.empty(3)), ValueError, "fewer than 2 dimensions"),
        (lambda: init.HeUniform(mode="x")(np.empty((2, 3))), ValueError, "'mode' x not supported"),
        (lambda: init.HeNormal("x")(np.empty((2, 3))), ValueError, "is not a valid number"),
        (lambda: init.HeNormal(nonlinearity="x")(np.empty((2, 3))), ValueError, "but got x"),
        (lambda: init.Normal(-1.0)(np.empty(3)), ValueError, "sigma < 0"),
        (lambda: init.TruncatedNormal(0.0)(np.empty(3)), RuntimeError, "invalid sigma 0"),
        (lambda: init.Identity()(np.empty(3)), ValueError, "should be 2, but got 1"),
        (lambda: init.Sparse(0.5)(np.empty(3)), ValueError, "should be 2, but got 1"),
        (lambda: init.Dirac()(np.empty((2, 2))), ValueError, "dimension of 3, 4 or 5"),
        (lambda: init.Dirac(2)(np.empty((3, 2, 2))), ValueError, "divisible by groups"),
        (lambda: init.Orthogonal()(np.empty(3)), ValueError, "no less than 2"),
        (lambda: init.VarianceScaling(-1.0), ValueError, "must be greater than 0"),
        (lambda: init.VarianceScaling(mode="x"), ValueError, "fan_in, fan_out or fan_avg"),
        (lambda: init.VarianceScaling(distribution="x"), ValueError, "'distribution' must be"),
        (lambda: init.Initializer()(np.empty(3)), NotImplementedError, "_initialize"),
    ],
)
def test_errors(call, error, text):
    with pytest.raises(error, match=text):
        call()
