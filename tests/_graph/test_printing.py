"""`print` in compiled code shows the values of every run."""

import builtins

import numpy as np
import pytest

import msjax as ms
from msjax import Parameter, Tensor, nn, ops

PRINT = builtins.print


def test_every_run_prints_its_values(capsys):
    @ms.jit
    def doubled(x, name):
        print(name, x, [x + 1], sep=": ")
        return x * 2

    doubled(Tensor([1.0, 2.0]), "x")
    doubled(Tensor([3.0, 4.0]), "x")
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"x: [1. 2.]: {[Tensor([2.0, 3.0])]}"
    assert second == f"x: [3. 4.]: {[Tensor([4.0, 5.0])]}"
    assert builtins.print is PRINT


@pytest.fixture
def graph_mode():
    ms.set_context(mode=ms.GRAPH_MODE)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


@pytest.mark.usefixtures("graph_mode")
def test_prints_of_a_cell_come_in_order(capsys):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.p = Parameter(Tensor([1.5]), name="p")

        def construct(self, x):
            print("before", x)
            y = x * self.p
            ops.print_("after", y)
            return y

    net = Net()
    net(Tensor([2.0]))
    assert capsys.readouterr().out == f"before [2.]\nafter\n{Tensor([3.0])!r}\n"
    _, gradient = ms.value_and_grad(net, 0)(Tensor([4.0]))
    np.testing.assert_array_equal(gradient, [1.5])
    assert capsys.readouterr().out == f"before [4.]\nafter\n{Tensor([6.0])!r}\n"


def test_vmap_in_compiled_code_prints_every_element(capsys):
    @ms.jit
    def mapped(x):
        return ms.vmap(shown)(x)

    def shown(x):
        print(x)
        return x

    mapped(Tensor([1.0, 2.0]))
    assert sorted(capsys.readouterr().out.split()) == ["1.0", "2.0"]


def test_an_error_gives_print_back():
    @ms.jit
    def failing(x):
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        failing(Tensor(1.0))
    assert builtins.print is PRINT
