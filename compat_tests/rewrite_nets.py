"""The networks that the cases about `mindspore.rewrite` read and edit."""

import numpy as np
from mindspore import Tensor, nn, ops


def fill(net):
    """Give every Parameter values that depend on its place and shape only."""
    for i, p in enumerate(net.get_parameters()):
        count = int(np.prod(p.shape))
        values = np.sin(np.arange(count) * 0.37 + i) * 0.2 + (1 if "variance" in p.name else 0)
        p.set_data(Tensor(values.reshape(p.shape).astype(np.float32)))
    return net


class Small(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, pad_mode="valid")
        self.conv2 = nn.Conv2d(2, 2, 3, pad_mode="valid")
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2, 2)
        self.top = True
        self.flatten = nn.Flatten()
        self.fc1 = nn.Dense(8, 6)
        self.fc2 = nn.Dense(6, 3)

    def construct(self, x):
        """Classify."""
        x = self.relu(self.conv1(x))
        x = self.pool(x)
        x = self.conv2(x)
        x = self.relu(x)
        if not self.top:
            return x
        x = self.flatten(x)
        x = self.relu(self.fc1(x))
        return self.fc2(x)


class Block(nn.Cell):
    def __init__(self, size=3):
        super().__init__()
        self.dense = nn.Dense(size, size)
        self.relu = nn.ReLU()
        self.scale = 2.0

    def construct(self, x):
        return self.relu(self.dense(x)) * self.scale


class Scaled(Block):
    def construct(self, x):
        x = self.relu(x)
        return x  # noqa: RET504  # two statements are two nodes


class Inherits(Block):
    pass


class Nested(nn.Cell):
    def __init__(self):
        super().__init__()
        self.a = Block()
        self.b = Block()
        self.seq = nn.SequentialCell(nn.Dense(3, 3), nn.ReLU(), Block())
        self.rows = nn.CellList([nn.Dense(3, 3), Block()])

    def construct(self, x):
        x = self.a(x)
        x = self.b(x)
        x = self.seq(x)
        for row in self.rows:
            x = row(x)
        return x


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.flag = True

    def construct(self, x, n):
        if self.flag:  # noqa: SIM108  # its branches are nodes
            x = self.relu(x)
        else:
            x = -x
        if n > 3:
            x = self.relu(x) + self.relu(self.relu(x))
        elif n > 1:
            x = x + 1
        i = 0
        while i < 2:
            x = x * 2
            i += 1
        for j in range(2):
            x = x + j
        return x


class Operations(nn.Cell):
    def __init__(self):
        super().__init__()
        self.add = ops.Add()
        self.split = ops.Split(0, 2)
        self.k = 3

    def construct(self, x, y=2.0, *rest):
        z = x + y * 2 - self.k
        a, b = self.split(z)
        pair = (a, b)
        first = pair[0]
        n = -a
        c = self.add(n, b)
        d = x > y and y < 3
        e = {"first": first}
        f = x.abs().sum(axis=0)
        g = x.shape
        h = [a, [b, c]]
        i = x.reshape((x.shape[0], -1))
        x += 1
        j = a if d else b
        k = f"{g}"
        print(k, e, h, i, j, rest)
        return c + f, (n, 1)


def double(x):
    return x * 2 + 1


class Calls(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dense = nn.Dense(3, 3)
        self.block = Block()

    def construct(self, x):
        x = self.helper(self.helper(x))
        x = double(x)
        x = self.block.relu(x)
        x = nn.ReLU()(x)
        x = abs(x)
        return self.block(x)

    def helper(self, x, k=1.0):
        y = self.dense(x)
        return y + k


class Pairs(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.add = ops.Add()
        self.d1 = nn.Dense(3, 3)
        self.d2 = nn.Dense(3, 3)

    def construct(self, x):
        a = self.d1(x)
        b = self.relu(a)
        c = self.d2(b)
        e = self.relu(c)
        return self.add(a, e)
