"""Hooks on what the tape keeps; values recorded from MindSpore 2.10.0 unless a test says else."""

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, ops
from msjax._graph import GraphFallbackWarning

X, Y = Tensor(np.float32([1, 2])), Tensor(np.float32([3, 4]))


def gradients(function, *args, pack=lambda x: x, unpack=lambda x: x):
    """Return the gradients by all arguments of a function whose saved tensors are packed."""

    def hooked(*args):
        with ms.saved_tensors_hooks(pack, unpack):
            return function(*args)

    found = ms.grad(hooked, tuple(range(len(args))))(*args)
    found = found if isinstance(found, tuple) else (found,)
    return [g.asnumpy().tolist() for g in found]


@pytest.mark.parametrize(
    ("function", "count"),
    [
        (lambda x, y: x * y, 2),
        (lambda x, y: x + y, 0),
        (lambda x, y: (x * 3).reshape(2, 1) + y.sum(), 0),
        (lambda x, y: ops.sin(x) + y, 1),
        (lambda x, y: ops.matmul(x, y), 2),
    ],
)
def test_what_is_packed(function, count):
    packed, unpacked = [], []
    keep = (lambda x: (packed.append(x), x)[1], lambda x: (unpacked.append(x), x)[1])
    found = gradients(function, X, Y, pack=keep[0], unpack=keep[1])
    assert len(packed) == len(unpacked) == count
    assert found == gradients(function, X, Y)


def test_operands_that_are_not_there():
    weight = Tensor(np.float32([[1, 2], [3, 4]]))
    packed = []
    found = gradients(
        lambda x: ops.dense(x, weight, None), X, pack=lambda w: (packed.append(w), w)[1]
    )
    assert found == [[4, 6]]
    assert [w.asnumpy().tolist() for w in packed] == [[[1, 2], [3, 4]]]


def test_what_hooks_return_counts():
    assert gradients(lambda x, y: x * y, X, Y, pack=lambda x: x + 1) == [[4, 5], [2, 3]]
    assert gradients(ops.sin, X, pack=lambda x: x * 0) == [[1, 1]]
    kept = {}

    def pack(x):
        kept[len(kept)] = x.asnumpy()
        return len(kept) - 1

    def unpack(key):
        return Tensor(kept[key])

    assert gradients(lambda x, y: x * y, X, Y, pack=pack, unpack=unpack) == [[3, 4], [1, 2]]


def test_every_pass_unpacks():
    """Passes that come again are compiled, but not those with hooks."""
    count = []
    for _ in range(5):
        gradients(lambda x: x * x, X, unpack=lambda x: (count.append(1), x)[1])
    assert len(count) == 10


def test_second_derivatives():
    def square(x):
        with ms.saved_tensors_hooks(lambda x: x.asnumpy(), Tensor):
            return x * x * x

    assert ms.grad(ms.grad(square))(X).asnumpy().tolist() == [6, 12]


def test_nested():
    seen = []

    def hooks(name):
        return (
            lambda x: (seen.append(f"{name} packs"), x)[1],
            lambda x: (seen.append(f"{name} unpacks"), x)[1],
        )

    def function(x):
        with ms.saved_tensors_hooks(*hooks("outer")):
            a = ops.sin(x)
            with ms.saved_tensors_hooks(*hooks("inner")):
                b = ops.sin(a)
            return ops.sin(b)

    found = ms.grad(function)(X).asnumpy()
    np.testing.assert_allclose(found, [0.26450825, -0.18009877], rtol=1e-6)
    assert [s.split()[0] for s in seen] == ["outer", "inner", "outer"] * 2


@pytest.mark.parametrize("wrong", ["abc", Tensor(np.float32([1])), Tensor(np.float64([1, 2]))])
def test_wrong_unpacking(wrong):
    with pytest.raises(RuntimeError, match="unpack_hook must return a Tensor of shape"):
        gradients(ops.sin, X, unpack=lambda x: wrong)


def test_hooks_end_with_an_error():
    with pytest.raises(ZeroDivisionError):
        gradients(ops.sin, X, pack=lambda x: 1 / 0)
    assert ms.grad(lambda x: x * x)(X).asnumpy().tolist() == [2, 4]


def test_compiled_code_runs_eagerly():
    @ms.register_saved_tensors_hooks(lambda x: x + 1, lambda x: x)
    def multiply(x, y):
        return x * y

    with pytest.warns(GraphFallbackWarning, match="runs eagerly"):
        found = ms.jit(ms.grad(multiply))(X, Y)
    assert found.asnumpy().tolist() == [4, 5]
