"""Gradients by tuples, lists and dicts: passed over in PyNative, taken apart in compiled code."""

import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, grad, jit, mutable, nn, ops, value_and_grad
from mindspore import vjp as vjp_of

A = Tensor(np.array([1.0, 2.0], np.float32))
B = Tensor(np.array([3.0, 4.0], np.float32))
C = Tensor(np.array([5.0, 6.0], np.float32))
KINDS = (tuple, list, dict, int, float)


def product(z):
    return z[0] * z[1] * z[1]


def product_and_factor(z, y):
    return z[0] * z[1] * y


def entries(z):
    return z["a"] * z["b"] * z["b"]


def nested(z, y):
    return z[0] * z[1][0] * y


class Weighted(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([2.0, 3.0], np.float32)), name="w")

    def construct(self, z):
        return z[0] * z[1] * self.w


class Outer(nn.Cell):
    """Asks for gradients inside, of what it is given."""

    def __init__(self, network, **options):
        super().__init__()
        self.network = network
        self.grad = ops.GradOperation(**options)

    def construct(self, *arguments):
        return self.grad(self.network)(*arguments)


class OuterByWeights(nn.Cell):
    def __init__(self, network, **options):
        super().__init__()
        self.network = network
        self.weights = ParameterTuple(network.trainable_params())
        self.grad = ops.GradOperation(get_by_list=True, **options)

    def construct(self, x, y):
        return self.grad(self.network, self.weights)((x, y))


def case_tuple():
    return grad(product)((A, B))


def case_mutable_tuple():
    return grad(product)(mutable((A, B)))


def case_mutable_list():
    return grad(product)(mutable([A, B]))


def case_mutable_dict():
    return grad(entries)(mutable({"a": A, "b": B}))


def case_mutable_tuple_and_tensor():
    return grad(product_and_factor, (0, 1))(mutable((A, B)), C)


def case_cell_tuple():
    return Outer(Weighted())((A, B))


def case_cell_mutable_tuple():
    return Outer(Weighted())(mutable((A, B)))


def case_cell_mutable_nested():
    return Outer(nested, get_all=True)(mutable((A, (B, C))), C)


def case_cell_nested():
    return Outer(nested, get_all=True)((A, (B, C)), C)


def case_cell_made_inside():
    return OuterByWeights(Weighted())(A, B)


def case_cell_made_inside_all():
    return OuterByWeights(Weighted(), get_all=True)(A, B)


@jit
def _of_argument(z):
    return grad(product)(z)


@jit
def _made_inside(x, y):
    return grad(product)((x, y))


@jit
def _list_made_inside(x, y):
    return grad(product)([x, y])


@jit
def _twice(x):
    return grad(product)((x, x))


@jit
def _made_of_parts(z):
    return grad(product)((z[0], z[1]))


@jit
def _with_values(z):
    return value_and_grad(product)(z)


@jit
def _with_ids(x, y):
    return grad(product_and_factor, (0, 1), return_ids=True)((x, y), x)


@jit
def _with_sens(x, y):
    return ops.GradOperation(get_all=True, sens_param=True)(product)((x, y), x)


@jit
def _pulled_back(x, y):
    out, pull = vjp_of(product, (x, y))
    return out, pull(x)


def case_jit_tuple():
    return _of_argument((A, B))


def case_jit_mutable_tuple():
    return _of_argument(mutable((A, B)))


def case_jit_mutable_list():
    return _of_argument(mutable([A, B]))


def case_jit_mutable_with_a_number():
    return _of_argument(mutable((A, 2.0)))


def case_jit_made_inside():
    return _made_inside(A, B)


def case_jit_list_made_inside():
    return _list_made_inside(A, B)


def case_jit_one_tensor_twice():
    return _twice(A)


def case_jit_made_of_parts():
    return _made_of_parts((A, B))


def case_jit_made_of_mutable_parts():
    return _made_of_parts(mutable((A, B)))


def case_jit_value_and_grad():
    return _with_values(mutable((A, B)))


def case_jit_return_ids():
    return _with_ids(A, B)


def case_jit_sens():
    return _with_sens(A, B)


def case_jit_vjp():
    return _pulled_back(A, B)


def case_mutable_keeps_its_kind():
    values = (mutable((A,)), mutable([A]), mutable({"a": A}), mutable(2), mutable(0.5))
    return [isinstance(v, kind) for v, kind in zip(values, KINDS, strict=True)]


def case_mutable_refuses_text():
    return mutable("text")


def case_mutable_length_of_a_number():
    return mutable(2, True)


def case_recorded_net_of_a_tuple():
    network = Weighted()
    network.set_grad()
    out = network((A, B))
    return out, ops.GradOperation(get_by_list=True)(
        network, ParameterTuple(network.trainable_params())
    )((A, C))
