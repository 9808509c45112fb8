"""Python numbers, functions and flags as operators take them."""

from __future__ import annotations

import numpy as np
import pytest

import msjax
from msjax import Tensor, nn, ops
from msjax._core.primitive import cached


def test_partial_gives_the_first_arguments():
    assert ops.partial(lambda a, b: a - b, 5)(3) == 2
    assert ops.Partial()(lambda a, b: a - b, 5)(3) == 2


def test_make_range_and_lengths():
    assert ops.make_range(1, 9, 2) == (1, 3, 5, 7)
    assert ops.tuple_len((1, 2, 3)) == ops.list_len([1, 2, 3]) == 3


def test_mixed_precision_cast_converts_floats_only():
    floats, ints = Tensor([1.0], msjax.float32), Tensor([1], msjax.int32)
    out = ops.mixed_precision_cast(msjax.float16, (floats, ints, {"a": floats}))
    assert [out[0].dtype, out[1].dtype, out[2]["a"].dtype] == [
        msjax.float16,
        msjax.int32,
        msjax.float16,
    ]


def test_add_flags():
    def fn(x):
        return x

    assert ops.add_flags(fn, has_effect=True) is fn
    assert ops.add_flags(has_effect=False)(fn)._func_graph_flags == {"has_effect": False}
    assert ops.add_flags(nn.ReLU(), foo=True).get_flags() == {"foo": True}


def test_cached_primitives():
    assert cached(ops.ReduceMean)(True) is cached(ops.ReduceMean)(True)
    np.testing.assert_array_equal(cached(ops.ReLU)()(Tensor([-1.0, 2.0])), [0, 2])
    assert isinstance(cached(ops.L2Normalize)(axis=[1]), ops.L2Normalize)


@pytest.mark.parametrize("name", ["Get", "Clear"])
def test_flags_of_npus_are_refused(name):
    with pytest.raises(RuntimeError, match="Ascend"):
        ops.NPUAllocFloatStatus()()
    with pytest.raises(RuntimeError, match="FloatStatus"):
        getattr(ops, f"NPU{name}FloatStatus")()(Tensor([0.0] * 8))


def test_float_status():
    assert ops.FloatStatus()(Tensor([1.0, np.inf])).asnumpy().tolist() == [1.0]
    assert ops.FloatStatus()(Tensor([1.0, 2.0])).asnumpy().tolist() == [0.0]
