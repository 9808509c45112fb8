"""Compiled code that calls the host: what it raises, and what is left when it does."""

import jax
import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops


class Broken(RuntimeError):
    """Raised on the host."""


def first(*args):
    return args[0]


@pytest.fixture(params=[ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def mode(request):
    ms.set_context(mode=request.param)
    yield request.param
    ms.set_context(mode=ms.PYNATIVE_MODE)


class Counting(nn.Cell):
    """Adds what a function on the host returns to its Parameter."""

    def __init__(self, func):
        super().__init__()
        self.count = Parameter(Tensor([1.0, 2.0]), name="count")
        self.op = ops.Custom(func, first, first)

    def construct(self, x):
        ops.assign(self.count, self.count + self.op(x))
        return self.count.sum()


@pytest.mark.usefixtures("mode")
def test_a_failed_run_raises_the_exception_itself_and_changes_nothing():
    fails = False

    def func(a):
        if fails:
            raise Broken("now")
        return a

    net = Counting(func)
    assert net(Tensor([1.0, 1.0])) == 5
    fails = True
    for _ in range(2):
        with pytest.raises(Broken, match="now"):
            net(Tensor([1.0, 1.0]))
        np.testing.assert_array_equal(net.count.asnumpy(), [2, 3])
    fails = False
    assert net(Tensor([1.0, 1.0])) == 7


@pytest.mark.usefixtures("mode")
def test_a_failure_under_a_gradient_raises_the_exception_itself():
    def func(a):
        raise Broken("forward")

    def bprop(a, out, dout):
        return (dout,)

    op = ops.Custom(func, first, first, bprop=bprop)

    @ms.jit
    def compiled(x):
        return op(x) * 2

    with pytest.raises(Broken, match="forward"):
        ms.grad(compiled)(Tensor([1.0]))


@pytest.mark.usefixtures("mode")
def test_a_program_that_goes_on_raises_when_it_has_run():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.p = Parameter(Tensor([1.0]), name="p")

        def construct(self, x):
            ops.Assert()(x.sum() < 3, (x,))
            ops.assign(self.p, self.p + x)
            return self.p

    net = Net()
    net(Tensor([1.0]))
    with pytest.raises(RuntimeError, match="assert failed"):
        net(Tensor([5.0]))
    net(Tensor([1.0]))
    assert net.p.asnumpy() in (3, 8)


def test_large_operands_in_many_calls():
    op = ops.Custom(lambda a: a + 1, first, first)

    @ms.jit
    def compiled(x):
        for _ in range(4):
            x = op(x @ x) / 1000
        return x

    x = Tensor(np.ones((600, 600), np.float32))
    want = np.ones((600, 600))
    for _ in range(4):
        want = (want @ want + 1) / 1000
    np.testing.assert_allclose(compiled(x).asnumpy(), want, rtol=1e-5)


def test_what_vmap_and_jvp_trace_calls_the_host():
    op = ops.Custom(lambda a: a * a, first, first, bprop=lambda a, out, dout: (2 * a * dout,))
    x = Tensor([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(ms.vmap(op)(x).asnumpy(), [[1, 4], [9, 16]])
    _, tangent = ms.jvp(op, x, Tensor(np.ones((2, 2), np.float32)))
    np.testing.assert_array_equal(tangent.asnumpy(), [[2, 4], [6, 8]])
    np.testing.assert_array_equal(ms.jacrev(op)(x[0]).asnumpy(), [[2, 0], [0, 4]])


def test_a_stateful_function_is_called_though_nobody_needs_its_results():
    seen = []
    op = ops.PyFunc(seen.append, [ms.float32], [(2,)], [], [])

    @ms.jit
    def compiled(x):
        op(x)
        return x + 1

    for _ in range(2):
        compiled(Tensor([1.0, 2.0]))
    assert len(seen) == 2
    np.testing.assert_array_equal(seen[0], [1, 2])


def test_code_that_jax_traces_itself_calls_the_host():
    op = ops.Custom(lambda a: a * 2, first, first, bprop=lambda a, out, dout: (dout * 2,))
    x = Tensor([1.0, 2.0])
    np.testing.assert_array_equal(jax.jit(lambda a: op(a) + 1)(x).asnumpy(), [3, 5])
    with pytest.raises(ValueError, match="do not support JVP"):
        jax.grad(lambda a: op(a).sum()._value)(x)
    net, state = ms.pure(op)
    gradient = jax.grad(lambda a: net(state, a)[0].sum())(x._value)
    np.testing.assert_array_equal(gradient, [2, 2])
