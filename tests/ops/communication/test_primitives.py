"""Primitives of communication in one process."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, communication, nn
from msjax.ops.communication import _primitives, shown_by_ops

X = (1.0, 2.0, 3.0, 4.0)
P = shown_by_ops()
MADE = {
    "AllGatherV": (lambda: P["AllGatherV"](), [4]),
    "AlltoAll": (lambda: P["AlltoAll"](1, 0, 0),),
    "AlltoAllV": (lambda: P["AlltoAllV"](block_size=2), [2], (2,)),
    "AlltoAllVC": (lambda: P["AlltoAllVC"](transpose=True), Tensor([4])),
    "CollectiveGather": (lambda: P["CollectiveGather"](0),),
    "CollectiveScatter": (lambda: P["CollectiveScatter"](),),
    "NeighborExchangeV2": (
        lambda: P["NeighborExchangeV2"]([-1] * 8, [0] * 4, [-1] * 8, [0] * 4, "NCHW"),
    ),
    "Reduce": (lambda: P["Reduce"](0, "max"),),
    "ReduceScatterV": (lambda: P["ReduceScatterV"]("prod"), (4,)),
}


@pytest.mark.parametrize("name", MADE)
def test_what_comes_in_goes_out(name):
    make, *sizes = MADE[name]
    x, primitive = Tensor(X), make()
    out = primitive(x, *sizes)
    assert out is not x
    np.testing.assert_array_equal(out, X)
    slope = ms.grad(lambda x: (primitive(x, *sizes) * x).sum())(x)
    np.testing.assert_array_equal(slope, [2, 4, 6, 8])


def test_in_a_compiled_cell():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.exchange = P["AlltoAll"](1, 0, 1)

        def construct(self, x):
            return self.exchange(x) * 2

    net = Net()
    net.construct = ms.jit(net.construct)
    np.testing.assert_array_equal(net(Tensor([[1.0]])), [[2]])


def test_attributes():
    primitive = P["AlltoAll"](1, 0, 1)
    assert primitive.name == "AlltoAll"
    assert primitive.attrs == {
        "split_count": 1,
        "split_dim": 0,
        "concat_dim": 1,
        "group": "hccl_world_group",
    }
    assert P["Barrier"]()() is None


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda x: P["Send"](0, 1)(x), RuntimeError, "no process of rank 1"),
        (lambda x: P["Receive"](0, 1, [4], ms.float32)(), RuntimeError, "no process of rank 1"),
        (lambda x: P["Reduce"](1)(x), RuntimeError, "no process of rank 1"),
        (lambda x: P["Reduce"](0, "median"), TypeError, "'median'"),
        (lambda x: P["Barrier"](3), TypeError, "'group' must be type of string"),
        (lambda x: P["AlltoAll"](2, 0, 0)(x), ValueError, "1, but got 2"),
        (lambda x: P["AlltoAll"](1, 1, 0)(x), IndexError, r"'split_dim'.*\[0, 1\), but got 1"),
        (lambda x: P["AlltoAll"]("a", 0, 0), TypeError, "should be 'int', but got str 'a'"),
        (lambda x: P["AllGatherV"]()(x, [3]), ValueError, r"must be \[4\].*got \[3\]"),
        (lambda x: P["AllGatherV"]()(x.reshape(2, 2), [4]), ValueError, "must be a vector"),
        (lambda x: P["CollectiveGather"](0)(3), TypeError, "must be a Tensor, but got int 3"),
        (
            lambda x: P["NeighborExchangeV2"]([0] * 8, [1] * 4, [-1] * 8, [0] * 4, "NCHW")(x),
            RuntimeError,
            "no process of rank 0 to communicate with",
        ),
    ],
)
def test_refused(call, error, text):
    with pytest.raises(error, match=text):
        call(Tensor(X))


def test_groups_are_known_once_communication_has_begun():
    x = Tensor(X)
    np.testing.assert_array_equal(P["Reduce"](0, group="some")(x), X)
    communication.init()
    try:
        with pytest.raises(RuntimeError, match="'some' does not exist"):
            P["Reduce"](0, group="some")(x)
    finally:
        communication.release()


def test_marked_inputs():
    x, y = Tensor(X), Tensor(X)
    first, second = _primitives._VirtualDataset()(x, y)
    assert first is x
    assert second is y
