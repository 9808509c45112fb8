"""The networks that the tests of `msjax.rewrite` read and edit."""

import msjax as ms
from msjax import nn, ops

SCALE = 3.0


class Leaf(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(x) + 1


class Base(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.__hidden = 2.0

    def construct(self, x):
        return self.relu(x) + 10


class Child(Base):
    """Has what is hard to move: `super()`, private names, methods, globals, nested containers."""

    def __init__(self):
        super().__init__()
        self.__hidden = 5.0
        self.layers = [nn.ReLU(), nn.Sigmoid()]
        self.rows = nn.SequentialCell(nn.ReLU(), nn.SequentialCell(nn.ReLU(), Leaf()))
        self.count = 0

    def construct(self, x, *rest, k=1.0, **more):
        y = super().construct(x) * self.__hidden * SCALE
        for layer in self.layers:
            y = layer(y)
        if k > 2:
            y = helper(y)
        y = self.rows(y)
        z = self.method(y, k)
        times = lambda a: a * SCALE  # noqa: E731
        self.count += 1
        return times(z) + self.method(y) + helper(x)

    def method(self, v, s=1.0):
        if s > 0.5:
            v = self.relu(v - 0.1)
        return v * s


def helper(x):
    y = ops.relu(x)
    return doubled(y) + SCALE


def doubled(x):
    return x * 2


class Loop(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        if x.sum() > 0:  # noqa: SIM108
            x = self.relu(x) + 1
        else:
            x = x - 1
        while x.sum() < 50:
            x = x * x
        return x


class Static(nn.Cell):
    def __init__(self, size=3):
        super().__init__()
        self.size = size
        self.relu = nn.ReLU()

    def construct(self, x):
        if self.size > 2 and self.size != 5:
            x = self.relu(x)
            if self.size < 0:
                return x * 7
        else:
            return x * 2
        if x.shape[0] > 100:
            x = x + 1
        return x


class Twice(nn.Cell):
    def __init__(self):
        super().__init__()
        self.leaf = Leaf()

    def construct(self, x):
        return self.leaf(self.leaf(x))


class Holder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.rows = nn.SequentialCell(nn.Dense(3, 3))

    def construct(self, x):
        return self.rows(x)


class Inner(nn.Cell):
    def construct(self, x):
        def helper(v):
            return v + 1

        x = helper(x)
        return x  # noqa: RET504


class Factorial(nn.Cell):
    def construct(self, n):
        return self.product(n)

    def product(self, n):
        if n <= 1:
            return 1
        return n * self.product(n - 1)


class Members(nn.Cell):
    def __init__(self):
        super().__init__()
        self.inner = nn.ReLU()

    @property
    def activation(self):
        return self.inner

    @staticmethod
    def plus(x):
        return x + 1

    @ms.jit
    def construct(self, x):
        return self.plus(self.activation(x))


def local(offset):
    """Return a network whose class is not at the top of a module."""

    class Local(nn.Cell):
        def construct(self, x):
            return x + offset

    return Local()
