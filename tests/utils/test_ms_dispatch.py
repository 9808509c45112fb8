"""Operators that go to a program's own code; names as MindSpore 2.10.0 gives them."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, amp, mint, nn, ops

X, Y = Tensor(np.float32([1, 2, 3])), Tensor(np.float32([4, 5, 6]))


class Names(ms.MsDispatchMode):
    """Notes the names of operators, each after a letter of the mode's own."""

    def __init__(self, seen, letter=""):
        self.seen, self.letter = seen, letter

    def __ms_dispatch__(self, func, args, kwargs=None):
        self.seen.append(self.letter + func.name)
        return func(*args)


def names_of(function):
    seen = []
    with Names(seen):
        function()
    return seen


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (lambda: X + Y, ["AddExt"]),
        (lambda: X - Y, ["SubExt"]),
        (lambda: X * Y, ["Mul"]),
        (lambda: X * 2, ["Muls"]),
        (lambda: X / 2, ["Divs"]),
        (lambda: X @ Y, ["MatMulExt"]),
        (lambda: X > 1, ["Greater"]),
        (lambda: ops.add(X, Y), ["Add"]),
        (lambda: mint.add(X, Y), ["AddExt"]),
        (lambda: ops.relu(ops.sin(X)), ["Sin", "ReLU"]),
        (lambda: ms.grad(lambda x: ops.sin(x) * x)(X), ["Sin", "Mul", "OnesLike"]),
        (ms.jit(lambda: X + Y), []),
    ],
)
def test_names(function, names):
    assert names_of(function) == names


def test_nested_blocks():
    """What an inner block runs goes to the outer one."""
    seen = []
    with Names(seen, "outer "):
        X * 2
        with Names(seen, "inner "):
            np.testing.assert_array_equal((X + Y).asnumpy(), [5, 7, 9])
        X - Y
    X + Y
    assert seen == ["outer Muls", "inner AddExt", "outer AddExt", "outer SubExt"]


def test_decorator_and_own_operators():
    class Zero(ms.MsDispatchMode):
        def __ms_dispatch__(self, func, args, kwargs=None):
            return args[0] - args[0]

    @Zero()
    def add(x, y):
        return x + y

    for _ in range(2):
        np.testing.assert_array_equal(add(X, Y).asnumpy(), [0, 0, 0])
    np.testing.assert_array_equal((X + Y).asnumpy(), [5, 7, 9])


def test_errors_end_the_block():
    class Fails(ms.MsDispatchMode):
        def __ms_dispatch__(self, func, args, kwargs=None):
            raise ValueError(func.name)

    with pytest.raises(ValueError, match="Mul"), Fails():
        X * X
    np.testing.assert_array_equal((X * X).asnumpy(), [1, 4, 9])


def test_without_own_code():
    with ms.MsDispatchMode():
        np.testing.assert_array_equal((X + Y).asnumpy(), [5, 7, 9])


def test_mixed_precision_around():
    """Operators that a mode runs have the precision of the code around it."""
    seen = []

    class Net(nn.Cell):
        def construct(self, x):
            with Names(seen):
                y = ops.matmul(x, x)
            seen.append(y.dtype)
            return y

    amp.auto_mixed_precision(Net(), "O3")(X)
    assert seen == ["MatMulExt", ms.float16]
