"""Calling Cells: plainly, wrongly, in both modes; attributes that `construct` sets."""

import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops

X = Tensor([2.0])


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([3.0]), name="w")

    def construct(self, x, k=1.0):
        return x * self.w * k


def number(t):
    return t.asnumpy().item()


def test_positional_and_keyword_arguments():
    net = Net()
    assert number(net(X)) == 6.0
    assert number(net(X, 2.0)) == number(net(k=2.0, x=X)) == 12.0


@pytest.mark.parametrize(("args", "kwargs"), [((), {}), ((1, 2, 3), {}), ((1,), {"z": 2})])
def test_wrong_arguments(args, kwargs):
    with pytest.raises(TypeError, match="construct"):
        Net()(*args, **kwargs)


def test_no_construct():
    with pytest.raises(AttributeError, match="'construct' is not defined"):
        nn.Cell()(X)


def test_plain_calls_only_construct():
    net = Net()
    net(X)
    assert net._plain
    handle = net.register_forward_hook(lambda c, args, out: None)
    assert not net._plain
    net(X)
    assert not net._plain
    handle.remove()
    net(X)
    assert net._plain


def test_construct_may_be_replaced_on_the_instance():
    net = Net()
    net(X)
    net.construct = lambda x: x + 1
    assert number(net(X)) == 3.0


def test_run_construct_and_apply():
    net = Net()
    net.register_forward_hook(lambda c, args, out: out * 10)
    assert number(net.run_construct((X,), {"k": 2.0})) == 120.0
    order = []
    outer = nn.SequentialCell(net)
    assert outer.apply(lambda c: order.append(type(c).__name__)) is outer
    assert order == ["Net", "SequentialCell"]


def test_graph_mode(graph_mode):
    net = Net()
    assert not net.compiled
    assert number(net(X)) == 6.0
    assert net.compiled
    net.w.set_data(Tensor([5.0]))
    assert number(net(X)) == 10.0
    assert number(net(X, 3.0)) == 30.0


def test_compile():
    class Noting(nn.Cell):
        runs = 0

        def construct(self, x):
            type(self).runs += 1
            return x * 2

    net = Noting()
    net.compile(X)
    runs = Noting.runs
    assert runs > 0
    assert number(net.compile_and_run(X)) == 4.0
    assert Noting.runs <= runs + 1


class Remembering(nn.Cell):
    def __init__(self):
        super().__init__()
        self.last = Tensor([0.0])
        self.calls = 0

    def construct(self, x):
        out = x + self.last
        self.last = out
        return out


@pytest.mark.parametrize("compiled", [False, True])
def test_attributes_set_by_construct(compiled):
    net = Remembering()
    run = ms.jit(lambda x: net(x)) if compiled else net
    assert [number(run(X)) for _ in range(3)] == [2.0, 4.0, 6.0]
    assert number(net.last) == 6.0


def test_an_attribute_set_by_a_failing_trace_is_restored():
    class Failing(Remembering):
        def construct(self, x):
            super().construct(x)
            self.new = x
            raise ValueError("boom")

    net = Failing()
    last = net.last
    with pytest.raises(ValueError, match="boom"):
        ms.jit(lambda x: net(x))(X)
    assert net.last is last
    assert not hasattr(net, "new")


def test_gradients_of_a_cell_used_as_a_function():
    net = Net()
    assert number(ms.grad(net)(X)) == 3.0
    assert number(ms.grad(net, None, net.w)(X)) == 2.0
    assert number(ms.grad(lambda x: ops.square(net(x)))(X)) == 36.0


def test_two_names_of_a_cell():
    net = Net()
    net.update_cell_type("conv")
    assert net.cell_type == "conv"
    assert isinstance(net.create_time, int)
    assert net.create_time == net.create_time
