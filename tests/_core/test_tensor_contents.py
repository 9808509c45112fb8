"""Tensors made of bytes, and tensors that change places; recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor

BYTES = np.arange(6, dtype=np.int32).tobytes()


def test_frombuffer():
    assert ms.frombuffer(BYTES, ms.int32).asnumpy().tolist() == [0, 1, 2, 3, 4, 5]
    some = ms.frombuffer(bytearray(BYTES), dtype=ms.int32, count=2, offset=4)
    assert some.dtype == ms.int32
    assert some.asnumpy().tolist() == [1, 2]
    assert ms.frombuffer(np.float64([1, 2]), ms.float64).asnumpy().tolist() == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((BYTES, ms.int32, -1, 3), r"\(21 bytes\) after offset \(3 bytes\) must be a multiple"),
        ((BYTES, ms.int32, 9), "is not enough for the requested count"),
        ((BYTES, ms.int32, -1, 30), "must be non-negative and no greater than buffer length"),
        ((BYTES, ms.int32, 0), "must not be 0"),
        ((b"", ms.int32), "must not be 0"),
        ((1, ms.int32), "does not implement Python buffer protocol"),
        ((BYTES, np.int32), "dtype must be mindspore dtype object"),
    ],
)
def test_wrong_buffers(arguments, message):
    with pytest.raises(RuntimeError, match=message):
        ms.frombuffer(*arguments)


def test_swap_tensors():
    a, b = Tensor(np.float32([1, 2])), Tensor([[3]])
    alias = a
    ms.swap_tensors(a, b)
    assert alias.shape == (1, 1)
    assert alias.dtype == ms.int64
    assert b.asnumpy().tolist() == [1, 2]


def test_swap_parameters():
    p, q = Parameter(Tensor([1.0]), name="p"), Parameter(Tensor([2.0, 3.0]), name="q")
    plain = Tensor([5])
    ms.swap_tensors(p, q)
    assert (p.name, p.asnumpy().tolist(), q.name) == ("q", [2, 3], "p")
    ms.swap_tensors(q, plain)
    assert type(q) is Tensor
    assert plain.name == "p"
    assert ms.grad(lambda x: plain * x, weights=[plain])(Tensor(4.0))[1][0].asnumpy() == 4
    with pytest.raises(TypeError, match="needs two Tensors"):
        ms.swap_tensors(1, p)
