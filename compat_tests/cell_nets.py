"""The nets that the cases about Cells share, and how their names are listed."""

from mindspore import Parameter, Tensor, nn


def names(cell, **options):
    return [q.name for q in cell.get_parameters(**options)]


def pairs(cell):
    return [(path, q.name) for path, q in cell.parameters_and_names()]


class Leaf(nn.Cell):
    def __init__(self, value=1.0):
        super().__init__()
        self.w = Parameter(Tensor([value, value]), name="w")
        self.b = Parameter(Tensor([0.5]), name="b", requires_grad=False)

    def construct(self, x):
        return x * self.w + self.b


class Branch(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor([2.0]), name="scale")
        self.left = Leaf(1.0)
        self.right = Leaf(3.0)

    def construct(self, x):
        return self.right(self.left(x)) * self.scale


class Tree(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch = Branch()
        self.fc = nn.Dense(2, 3)

    def construct(self, x):
        return self.fc(self.branch(x))
