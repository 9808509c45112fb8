"""Marks of shapes that vary; classes and texts recorded from MindSpore 2.10.0."""

import numpy as np
import pytest

import msjax as ms
from msjax import Symbol, Tensor, enable_dynamic, nn


def test_what_is_known_of_a_symbol():
    assert str(Symbol()) == str(Symbol(max=-1)) == str(Symbol(foo=1)) == "{}"
    assert Symbol(max=10).to_dict() == {"max": 10}
    assert Symbol(max=1, min=3).to_dict() == {"min": 3}
    assert Symbol(divisor=8, remainder=2).to_dict() == {"divisor": 8, "remainder": 2}
    assert "id" in Symbol(unique=True).to_dict()


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"min": 0}, ValueError),
        ({"divisor": 0}, ValueError),
        ({"divisor": 8, "remainder": 9}, ValueError),
        ({"unique": 1}, TypeError),
        ({"max": 1.5}, TypeError),
    ],
)
def test_symbols_are_checked(arguments, error):
    with pytest.raises(error, match="For 'Symbol'"):
        Symbol(**arguments)


def test_inputs_of_any_shape():
    length = Symbol(divisor=2)
    net = nn.ReLU()
    net.set_inputs(Tensor(shape=(None, length), dtype=ms.float32))
    assert net(Tensor(np.ones((3, 4), np.float32))).shape == (3, 4)

    @enable_dynamic(x=Tensor(shape=[None, None], dtype=ms.float32))
    @ms.jit
    def increase(x):
        return x + 1

    assert [increase(Tensor(np.ones(s, np.float32))).shape for s in ((1, 2), (3, 1))] == [
        (1, 2),
        (3, 1),
    ]


def test_what_is_no_tensor():
    with pytest.raises(TypeError, match="argument : x is type of:<class 'int'>"):
        enable_dynamic(x=1)(len)("ab")
    with pytest.raises(ValueError, match="the input cannot be empty"):
        enable_dynamic()(len)("ab")


def test_run_check(capsys):
    ms.run_check()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "MindSpore version:  2.10.0"
    assert "is correct" in lines[1]
