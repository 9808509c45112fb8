"""The kinds of promotion, on arrays and inside traces."""

import itertools
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import pytest

import msjax as ms
from msjax import Tensor
from msjax._core import promotion

FACTS = Path(__file__).parents[2] / "compat_tests/facts/promotion.json"
NAMES = {name: np.dtype(t) for name, t in promotion._NAMES.items()}


def test_table_is_the_recorded_one():
    recorded = json.loads(FACTS.read_text())["binary"]["x + y"]
    for a, row in recorded.items():
        for b, expected in zip(NAMES, row.split(), strict=True):
            if expected == "!Type":
                with pytest.raises(TypeError, match="implicit conversion"):
                    promotion.common_dtype(NAMES[a], NAMES[b])
            else:
                assert promotion.common_dtype(NAMES[a], NAMES[b]) == NAMES[expected]


def test_order_does_not_matter():
    narrow = [t for t in NAMES.values() if t not in promotion._WIDE_UNSIGNED]
    for three in itertools.combinations(narrow, 3):
        found = {promotion.common_dtype(*p) for p in itertools.permutations(three)}
        assert len(found) == 1 or ml_dtypes.bfloat16 in three, three


@pytest.mark.parametrize("kind", ["arithmetic", "multiplicative", "division"])
@pytest.mark.parametrize("dtype", [np.float16, ml_dtypes.bfloat16, np.float32])
@pytest.mark.parametrize("number", [True, 3, 1.5])
def test_numbers_do_not_widen_floats(kind, dtype, number):
    promote = getattr(promotion, kind)
    out = jax.eval_shape(lambda x, y: promote(x, y), jnp.zeros(2, dtype), number)
    assert {o.dtype for o in out} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("dtype", "number", "expected"),
    [
        (np.bool_, 3, np.int64),
        (np.bool_, True, np.bool_),
        (np.int8, 300, np.int8),
        (np.int64, 1.5, np.float32),
        (np.float32, np.float64(1.5), np.float32),
    ],
)
def test_result_of_a_number(dtype, number, expected):
    assert (Tensor(np.ones(2, dtype)) + number).asnumpy().dtype == expected


def test_integers_divide_to_float32():
    x, y = promotion.division(jnp.array([1]), jnp.array([2], jnp.int8))
    assert x.dtype == y.dtype == np.float32


def test_wide_unsigned_with_numbers():
    x = jnp.zeros(2, jnp.uint32)
    assert promotion.multiplicative(x, 3)[1].dtype == np.uint32
    with pytest.raises(TypeError, match="a Python number"):
        promotion.arithmetic(x, 3)


def test_refusals():
    with pytest.raises(TypeError, match="integers or bools"):
        promotion.integral(jnp.zeros(2), jnp.zeros(2, int))
    with pytest.raises(TypeError, match="complex"):
        promotion.arithmetic(jnp.zeros(2), 1j)
    with pytest.raises(RuntimeError, match="64 bits"):
        Tensor([1]) + 2**70


def test_two_numbers_make_mindspores_defaults():
    assert ms.ops.add(1, 2).dtype == ms.int64
    assert ms.ops.add(1, 2.5).dtype == ms.float32
