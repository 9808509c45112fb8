"""`_no_grad` around parts of what is differentiated; `requires_grad_`. Neither can be compiled."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, grad, nn, ops, value_and_grad

MODES = ("pynative",)

X = Tensor(np.array([0.5, 2.0, 3.0], np.float32))


def constant_square(x):
    with ms._no_grad():
        return x * x


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = Parameter(Tensor([2.0, 3.0, 4.0]), name="weight")
        self.bias = Parameter(Tensor([1.0, 1.0, 1.0]), name="bias")

    def construct(self, x):
        with ms._no_grad():
            scaled = x * self.weight
        return scaled * x + self.bias


class WithBprop(nn.Cell):
    def construct(self, x):
        return x * x

    def bprop(self, x, out, dout):
        return (dout * 5,)


def case_part():
    return grad(lambda x: x + constant_square(x))(X)


def case_factor():
    return grad(lambda x: x * constant_square(x))(X)


def case_everything():
    return grad(constant_square)(X)


def case_decorator():
    @ms._no_grad()
    def square(x):
        return x * x

    return grad(lambda x: x * square(x))(X)


def case_nested_blocks():
    def fn(x):
        with ms._no_grad():
            y = constant_square(x)
            y = y * x
        return y * x

    return grad(fn)(X)


def case_second_order():
    return grad(grad(lambda x: x * constant_square(x) + x * x * x))(X)


def case_outside_of_it():
    with ms._no_grad():
        y = X * X
    return grad(lambda x: x * y)(X)


def case_parameters():
    net = Scale()
    return value_and_grad(net, 0, net.trainable_params())(X)


def case_cell_with_bprop():
    def fn(x):
        with ms._no_grad():
            y = WithBprop()(x)
        return y + x

    return grad(fn)(X)


def case_views():
    def fn(x):
        with ms._no_grad():
            y = x[1:] * 1
        return y.sum() * x[0]

    return grad(fn)(X)


def case_assignment():
    def fn(x):
        y = x * 1
        with ms._no_grad():
            y[0] = x[1]
        return y * x

    return grad(fn)(X)


def case_after_an_error():
    def fn(x):
        try:
            with ms._no_grad():
                raise KeyError
        except KeyError:
            pass
        return x * x

    return grad(fn)(X)


def case_grad_inside():
    with ms._no_grad():
        return grad(lambda x: x * x)(X)


def case_requires_grad_of_a_parameter():
    p = Parameter(Tensor([1.0]), name="p")
    seen = [p.requires_grad]
    p.requires_grad_(False)
    seen.append(p.requires_grad)
    p.requires_grad_()
    seen.append(p.requires_grad)
    p.requires_grad_(0)
    seen.append(p.requires_grad)
    return seen


def case_frozen_by_requires_grad():
    net = Scale()
    net.bias.requires_grad_(False)
    return [p.name for p in net.trainable_params()], grad(net, None, [net.bias])(X)


def case_requires_grad_in_a_gradient_function():
    def fn(x):
        x.requires_grad_(True)
        return x * x

    return grad(fn)(X)


def case_requires_grad_of_an_input():
    x = Tensor([1.0, 2.0])
    x.requires_grad_(True)
    return grad(lambda y: ops.sin(y) * x)(x)
