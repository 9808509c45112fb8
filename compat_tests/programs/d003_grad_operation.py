"""Document 003: the five uses of GradOperation that its text describes step by step.

The page refers to its examples by name (Net, GradNetWrtX, ...) without printing them, so the classes are written
here after the numbered steps; only the statements quoted in the steps are the document's.
"""
import numpy as np

import mindspore.nn as nn
import mindspore.ops as ops
from mindspore import Parameter, ParameterTuple, Tensor
from mindspore.ops import GradOperation


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.matmul = ops.MatMul()
        self.z = Parameter(Tensor(np.array([2.0], np.float32)), name="z")

    def construct(self, x, y):
        return self.matmul(x * self.z, y)


class GradNetWrtX(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.grad_op = GradOperation()

    def construct(self, x, y):
        gradient_function = self.grad_op(self.net)
        return gradient_function(x, y)


class GradNetWrtXY(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.grad_op = GradOperation(get_all=True)

    def construct(self, x, y):
        gradient_function = self.grad_op(self.net)
        return gradient_function(x, y)


class GradNetWithWrtParams(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.params = ParameterTuple(net.trainable_params())
        self.grad_op = GradOperation(get_by_list=True)

    def construct(self, x, y):
        gradient_function = self.grad_op(self.net, self.params)
        return gradient_function(x, y)


class GradNetWrtInputsAndParams(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.params = ParameterTuple(net.trainable_params())
        self.grad_op = GradOperation(get_all=True, get_by_list=True)

    def construct(self, x, y):
        gradient_function = self.grad_op(self.net, self.params)
        return gradient_function(x, y)


class GradNetWrtXYWithSensParam(nn.Cell):
    def __init__(self, net):
        super().__init__()
        self.net = net
        self.grad_op = GradOperation(get_all=True, sens_param=True)
        self.grad_wrt_output = Tensor(np.ones([2, 2]).astype(np.float32))

    def construct(self, x, y):
        gradient_function = self.grad_op(self.net)
        return gradient_function(x, y, self.grad_wrt_output)


class Constant(nn.Cell):
    """No gradient at all: the note of the page says that an empty tuple is returned."""

    def construct(self):
        return Tensor(np.ones([2, 2]).astype(np.float32))


x = Tensor(np.array([[0.5, 0.6, 0.4], [1.2, 1.3, 1.1]], np.float32))
y = Tensor(np.array([[0.01, 0.3], [0.1, 0.2], [2.1, 1.2]], np.float32))

print(GradNetWrtX(Net())(x, y))
print(GradNetWrtXY(Net())(x, y))
print(GradNetWithWrtParams(Net())(x, y))
print(GradNetWrtInputsAndParams(Net())(x, y))
print(GradNetWrtXYWithSensParam(Net())(x, y))
print(GradOperation(get_all=True, sens_param=True)(Net())(x, y, sens=Tensor(np.ones([2, 2]).astype(np.float32))))
print(GradOperation(get_all=True)(Constant())())

for flags in ({"get_all": 1}, {"get_by_list": "yes"}, {"sens_param": None}):
    try:
        GradOperation(**flags)
    except TypeError:
        print("TypeError", *flags)
