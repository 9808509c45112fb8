"""Control flow over tensors in compiled code: what is compiled, what is not, and what is said."""

import functools
import sys
import threading

import jax
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops
from msjax._core.state import settings, state
from msjax._graph import GraphFallbackWarning

UP = np.array([1.0, 2.0], np.float32)
DOWN = np.array([-3.0, 1.0], np.float32)


def programs(jitted):
    return [p for found in jitted._cache.programs.values() for p in found]


def signed(x):
    if x.sum() > 0:
        return x
    return -x


@pytest.fixture(autouse=True)
def _nothing_is_left():
    yield
    assert settings.direct
    assert state.convert is None


def test_one_program_takes_both_ways():
    calls = []

    @ms.jit
    def f(x):
        calls.append(1)
        return signed(x) * 2

    for x in (UP, DOWN, UP, DOWN):
        np.testing.assert_array_equal(f(Tensor(x)).asnumpy(), (x if x.sum() > 0 else -x) * 2)
    assert len(programs(f)) == 1
    traced = len(calls)
    f(Tensor(DOWN))
    assert len(calls) == traced


def test_what_needs_no_value_is_not_converted(monkeypatch):
    monkeypatch.setitem(sys.modules, "malt", None)
    monkeypatch.delitem(sys.modules, "msjax._graph.conversion.transpiler", raising=False)

    @ms.jit
    def f(x, flag):
        return x if flag and x.ndim == 1 else -x

    np.testing.assert_array_equal(f(Tensor(UP), False).asnumpy(), -UP)


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "malt", None)
    monkeypatch.delitem(sys.modules, "msjax._graph.conversion.transpiler", raising=False)
    with pytest.warns(GraphFallbackWarning, match=r"pip install 'msjax\[graph\]'"):
        got = ms.jit(signed)(Tensor(DOWN))
    np.testing.assert_array_equal(got.asnumpy(), -DOWN)


OUTSIDE = []


class Box:
    value = None


def appends_to_a_local(x):
    found = [x]
    if x.sum() > 0:
        found.append(x * 2)
    return found[-1]


def appends_to_a_global(x):
    if x.sum() > 0:
        OUTSIDE.append(1)
    return x * len(OUTSIDE)


def fills_a_dict(x):
    found = {}
    if x.sum() > 0:
        found["x"] = x
    return found.get("x", -x)


def sets_an_attribute(x):
    box = Box()
    box.value = x
    if x.sum() > 0:
        box.value = x * 2
    return box.value


def append_and_fail(x):
    OUTSIDE.append(1)
    if len(OUTSIDE) > 1:
        raise ValueError("twice")
    return x


def appends_in_a_function(x):
    if x.sum() > 0:
        x = append_and_fail(x)
    return x * len(OUTSIDE)


class Counting:
    calls = 0

    def __call__(self, x):
        self.calls += 1
        return x


def counts_calls(x):
    count = Counting()
    x = count(x) if x.sum() > 0 else count(count(x))
    return x * count.calls


def two_shapes(x):
    return x[:1] if x.sum() > 0 else x


def two_kinds(x):
    n = 1
    if x.sum() > 0:
        n = 2.5
    return x * n


def unbound(x):
    if x.sum() > 0:
        y = x
    return y


def no_return(x):  # noqa: RET503
    if x.sum() > 0:
        return x


def raises(x):
    if x.sum() < 0:
        raise ValueError("negative")
    return x


def grows(x):
    while x.sum() < 10:
        x = ops.cat((x, x))
    return x


def asks_numpy(x):
    if x.asnumpy().sum() > 0:
        return x
    return -x


REASONS = [
    (appends_to_a_local, "it changes list objects from outside of it"),
    (appends_to_a_global, "it changes list objects from outside of it"),
    (appends_in_a_function, "it changes list objects from outside of it"),
    (counts_calls, "it changes dict objects from outside of it"),
    (fills_a_dict, "it changes dict objects from outside of it"),
    (sets_an_attribute, "it changes dict objects from outside of it"),
    (two_shapes, r"tensor of float32 with the shape \(1,\) or a tensor of float32 with the shape"),
    (two_kinds, "'n' is the number 2.5 or the number 1"),
    (unbound, "'y' may be read before it has a value"),
    (no_return, "the function may end without a `return`"),
    (raises, "Tracing the branch or loop raised ValueError: negative"),
    (grows, r"'x' is a tensor .*\(2,\) before a turn of the loop, a tensor .*\(4,\) after"),
    (asks_numpy, r"asks_numpy runs eagerly: .*\n.*\n.*\nUse tensor operations"),
]


@pytest.mark.parametrize(("function", "reason"), REASONS, ids=[f.__name__ for f, _ in REASONS])
def test_what_has_no_compiled_form_runs_eagerly(function, reason):
    OUTSIDE.clear()
    with pytest.warns(GraphFallbackWarning, match=reason) as caught:
        got = ms.jit(function)(Tensor(UP))
    assert len(caught) == 1
    count = len(OUTSIDE)
    OUTSIDE.clear()
    np.testing.assert_array_equal(got.asnumpy(), function(Tensor(UP)).asnumpy())
    assert count == len(OUTSIDE)


def test_the_error_of_the_branch_that_is_taken():
    with pytest.warns(GraphFallbackWarning), pytest.raises(ValueError, match="negative"):
        ms.jit(raises)(Tensor(DOWN))


def test_fullgraph_refuses():
    with pytest.raises(jax.errors.ConcretizationTypeError):
        ms.jit(two_shapes, fullgraph=True)(Tensor(UP))


def test_random_numbers_of_the_branch_that_is_taken():
    @ms.jit
    def f(x):
        if x.sum() > 0:
            x = ops.dropout(x, p=0.5)
        return x, ops.rand(2)

    def draws(*inputs):
        ms.set_seed(3)
        return [f(Tensor(x))[1].asnumpy().tolist() for x in inputs]

    first, second = draws(DOWN, DOWN)
    assert first != second
    assert draws(DOWN, UP)[0] == first
    assert draws(UP, DOWN)[0] != first


def test_print_in_a_branch(capfd):
    @ms.jit
    def f(x):
        if x.sum() > 0:
            print("up", x)
        return x * 1

    f(Tensor(DOWN)).asnumpy()
    f(Tensor(UP)).asnumpy()
    assert capfd.readouterr().out == "up [1. 2.]\n"


class Scaled:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, x):
        return signed(x) * self.factor


def test_what_is_called_is_converted():
    class Base(nn.Cell):
        def pick(self, x):
            return x if x.sum() > 0 else x * 2

    class Net(Base):
        def __init__(self):
            super().__init__()
            self.inner = ms.jit(signed)

        def pick(self, x):
            return super().pick(x) + 1

        def construct(self, x):
            functions = (self.pick, self.inner, Scaled(3), functools.partial(signed), abs)
            return [f(x) for f in functions]

    net = Net()
    expected = [y.asnumpy() for y in net(Tensor(DOWN))]
    for got, want in zip(ms.jit(net)(Tensor(DOWN)), expected, strict=True):
        np.testing.assert_array_equal(got.asnumpy(), want)


def test_code_without_a_source_is_not_converted():
    names = {}
    exec("def f(x):\n    if x.sum() > 0:\n        return x\n    return -x", names)
    with pytest.warns(GraphFallbackWarning):
        got = ms.jit(names["f"])(Tensor(DOWN))
    np.testing.assert_array_equal(got.asnumpy(), -DOWN)


def test_transformations_of_branches_and_loops():
    def root(x):
        y = x
        while ops.abs(y * y - x) > 1e-6:
            y = (y + x / y) / 2
        return y

    x = Tensor(np.array([4.0, 9.0], np.float32))
    one = Tensor(np.ones(2, np.float32))
    halves = ms.jit(ms.vmap(root))(x)
    np.testing.assert_allclose(halves.asnumpy(), [2, 3], rtol=1e-6)
    _, slope = ms.jit(lambda v, t: ms.jvp(root, v, t))(x[0], one[0])
    np.testing.assert_allclose(slope.asnumpy(), 0.25, rtol=1e-5)
    by_row = ms.jit(ms.vmap(signed))(Tensor(np.stack([UP, DOWN])))
    np.testing.assert_array_equal(by_row.asnumpy(), [UP, -DOWN])
    curved = ms.jit(ms.grad(ms.grad(lambda v: v**3 if v > 0 else v**2)))
    assert [curved(Tensor(v)).item() for v in (2.0, -2.0)] == [12.0, 2.0]


def test_a_failed_trace_leaves_the_state_alone():
    weight = Parameter(Tensor(UP), name="weight")

    @ms.jit
    def f(x):
        if x.sum() > 0:
            ops.assign(weight, weight * 2)
            x = x[:1]
        return x

    with pytest.warns(GraphFallbackWarning):
        f(Tensor(UP))
    np.testing.assert_array_equal(weight.asnumpy(), 2 * UP)


def test_other_threads_run_their_code_as_it_is():
    seen = []

    class Net(nn.Cell):
        def construct(self, x):
            seen.append(state.convert is None)
            return x

    net = Net()
    net(Tensor(UP))
    thread = threading.Thread(target=lambda: net(Tensor(UP)))

    @ms.jit
    def f(x):
        if x.sum() > 0:
            x = x + 1
        if thread.ident is None and state.convert is not None:
            thread.start()
            thread.join()
        return x

    f(Tensor(UP))
    assert seen == [True, True]
