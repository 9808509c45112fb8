"""Hooks on tensors that are kept for gradients; operators put to a program's own code."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, mint, ops

MODES = ("pynative",)


def x():
    return Tensor(np.float32([1, 2]))


def y():
    return Tensor(np.float32([3, 4]))


def hooked(function, *args, pack=lambda t: t, unpack=lambda t: t):
    """Return the gradients of a function, and how often its tensors were packed and unpacked."""
    counts = [0, 0]

    def count(i, hook):
        def counted(value):
            counts[i] += 1
            return hook(value)

        return counted

    def inside(*args):
        with ms.saved_tensors_hooks(count(0, pack), count(1, unpack)):
            return function(*args)

    return ms.grad(inside, tuple(range(len(args))))(*args), counts


def names_of(function):
    """Return the names of the operators that a function runs."""
    seen = []

    class Names(ms.MsDispatchMode):
        def __ms_dispatch__(self, func, args, kwargs=None):
            seen.append(func.name)
            return func(*args)

    with Names():
        function()
    return seen


class Negated(ms.MsDispatchMode):
    def __ms_dispatch__(self, func, args, kwargs=None):
        return -func(*args)


@Negated()
def negated_sum(a, b):
    return a + b


def nested_names():
    seen = []

    class Letters(ms.MsDispatchMode):
        def __init__(self, letter):
            self.letter = letter
            super().__init__()

        def __ms_dispatch__(self, func, args, kwargs=None):
            seen.append(self.letter + func.name)
            return func(*args)

    with Letters("a"):
        x() * 2
        with Letters("b"):
            x() + y()
        x() - y()
    return seen


def kept_on_the_host():
    kept = {}

    def pack(t):
        kept[len(kept)] = t.asnumpy()
        return len(kept) - 1

    return hooked(lambda a, b: a * b, x(), y(), pack=pack, unpack=lambda i: Tensor(kept[i]))


CASES = {
    "mul": lambda: hooked(lambda a, b: a * b, x(), y()),
    "mul_one": lambda: hooked(lambda a: a * y(), x()),
    "mul_number": lambda: hooked(lambda a: a * 3.0, x()),
    "add": lambda: hooked(lambda a, b: a + b, x(), y()),
    "sum": lambda: hooked(lambda a: a.sum(), x()),
    "reshape": lambda: hooked(lambda a: a.reshape(2, 1), x()),
    "sin": lambda: hooked(ops.sin, x()),
    "relu": lambda: hooked(ops.relu, x()),
    "div": lambda: hooked(lambda a, b: a / b, x(), y()),
    "chain": lambda: hooked(lambda a: ops.exp(ops.sin(a)) * a, x()),
    "sin_packed_zero": lambda: hooked(ops.sin, x(), pack=lambda t: t * 0),
    "mul_unpacked_more": lambda: hooked(lambda a, b: a * b, x(), y(), unpack=lambda t: t + 1),
    "kept_on_the_host": kept_on_the_host,
    "error": lambda: hooked(ops.sin, x(), pack=lambda t: 1 / 0),
    "names_of_signs": lambda: names_of(lambda: (x() + y(), x() - y(), x() * y(), x() @ y())),
    "names_with_numbers": lambda: names_of(lambda: (x() * 2, x() / 2)),
    "names_of_ops": lambda: names_of(lambda: (ops.add(x(), y()), mint.add(x(), y()), ops.sin(x()))),
    "names_in_compiled_code": lambda: names_of(lambda: ms.jit(ops.sin)(x())),
    "names_nested": nested_names,
    "results_count": lambda: negated_sum(x(), y()),
}
