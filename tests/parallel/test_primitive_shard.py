"""Primitive.shard: what it notes, and what it refuses; as MindSpore 2.10 does."""

import pytest

import msjax as ms
from msjax import ops
from msjax.parallel import Layout

ROWS = ((1, 1), (1, 2))


def test_tuples():
    assert ops.Add().shard(ROWS).attrs == {"in_strategy": ROWS}
    assert ops.Add().shard(ROWS, ((1, 2),)).attrs == {
        "in_strategy": ROWS,
        "out_strategy": ((1, 2),),
    }


def test_layouts():
    layout = Layout((2, 2), ("a", "b"))
    noted = {
        "device_matrix": (2, 2),
        "tensor_map": (1, 0),
        "interleaved_parallel": False,
        "alias_name": ("a", "b"),
    }
    attrs = ops.Add().shard((layout("a", "b"),) * 2, (layout("a", "b"),)).attrs
    assert attrs == {"in_layout": (noted, noted), "out_layout": (noted,)}


@pytest.mark.parametrize(
    ("strategies", "kind", "words"),
    [
        (([(1, 2)],), TypeError, "in_strategy must be tuple type"),
        ((ROWS, [1]), TypeError, "out_strategy must be tuple type"),
        (((1, 2),), TypeError, "must be tuple/Layout type"),
        ((((1.0, 2),),), TypeError, "must be int type"),
        (((Layout((2,), ("a",)), (1,)),), TypeError, "object of class Layout"),
        ((None, ((1, 2),)), ValueError, "need to set in_strategy"),
    ],
)
def test_refused(strategies, kind, words):
    with pytest.raises(kind, match=words):
        ops.Add().shard(*strategies)


@pytest.mark.parametrize(("number", "kind"), [(0, ValueError), ("a", TypeError)])
def test_number_of_devices(number, kind):
    with pytest.raises(kind, match="device_num"):
        ms.set_auto_parallel_context(device_num=number)
