"""GradOperation: what it returns for every combination of flags, and how it fails."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops

X = np.array([[0.8, 0.6, 0.2], [1.8, 1.3, 1.1]], np.float32)
Y = np.array([[0.11, 3.3, 1.1], [1.1, 0.2, 1.4], [1.1, 2.2, 0.3]], np.float32)
SENS = np.array([[0.1, 0.6, 0.2], [0.8, 1.3, 1.1]], np.float32)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.matmul = ops.MatMul()
        self.z = Parameter(Tensor(np.array([1.0, 2.0, 3.0], np.float32)), name="z")

    def construct(self, x, y):
        return self.matmul(x * self.z, y)


class TwoParameters(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0], ms.float32), name="w")
        self.b = Parameter(Tensor([0.5], ms.float32), name="b")
        self.frozen = Parameter(Tensor([7.0], ms.float32), name="frozen", requires_grad=False)

    def construct(self, x):
        return self.w * x + self.b * self.frozen


class Grad(nn.Cell):
    def __init__(self, net, by_list=False, **flags):
        super().__init__()
        self.net = net
        self.grad_op = ops.GradOperation(get_by_list=by_list, **flags)
        self.params = ParameterTuple(net.trainable_params())
        self.by_list = by_list

    def construct(self, *inputs):
        if self.by_list:
            return self.grad_op(self.net, self.params)(*inputs)
        return self.grad_op(self.net)(*inputs)


def _flags(get_all, get_by_list, sens_param):
    def case():
        inputs = (Tensor(X), Tensor(Y)) + ((Tensor(SENS),) if sens_param else ())
        return Grad(Net(), get_by_list, get_all=get_all, sens_param=sens_param)(*inputs)

    return case


CASES = {
    f"flags_all{int(a)}_list{int(b)}_sens{int(c)}": _flags(a, b, c)
    for a in (False, True)
    for b in (False, True)
    for c in (False, True)
}


def _direct(flags, fn, *inputs, params=None, **kwargs):
    operation = ops.GradOperation(**flags)
    return (operation(fn) if params is None else operation(fn, params))(*inputs, **kwargs)


def case_direct_on_a_cell():
    return _direct({}, Net(), Tensor(X), Tensor(Y))


def case_direct_get_all():
    return _direct({"get_all": True}, Net(), Tensor(X), Tensor(Y))


def case_direct_by_list():
    net = Net()
    return _direct(
        {"get_by_list": True},
        net,
        Tensor(X),
        Tensor(Y),
        params=ParameterTuple(net.trainable_params()),
    )


def case_direct_by_plain_list():
    net = TwoParameters()
    return _direct(
        {"get_by_list": True}, net, Tensor([1.0, 2.0]), params=list(net.trainable_params())
    )


def case_by_list_single_parameter_object():
    net = TwoParameters()
    return _direct({"get_by_list": True}, net, Tensor([1.0, 2.0]), params=net.w)


def case_by_list_without_weights():
    return _direct({"get_by_list": True}, TwoParameters(), Tensor([1.0, 2.0]))


def case_by_list_two_parameters_all_inputs():
    net = TwoParameters()
    params = ParameterTuple(net.trainable_params())
    return _direct({"get_by_list": True, "get_all": True}, net, Tensor([1.0, 2.0]), params=params)


def case_by_list_empty_tuple():
    return _direct(
        {"get_by_list": True}, TwoParameters(), Tensor([1.0, 2.0]), params=ParameterTuple([])
    )


def case_by_list_order_follows_the_tuple():
    net = TwoParameters()
    return _direct(
        {"get_by_list": True}, net, Tensor([1.0, 2.0]), params=ParameterTuple((net.b, net.w))
    )


def case_by_list_frozen_parameter_asked_for():
    net = TwoParameters()
    return _direct(
        {"get_by_list": True}, net, Tensor([1.0, 2.0]), params=ParameterTuple((net.frozen, net.w))
    )


def case_by_list_parameter_not_used():
    other = Parameter(Tensor([1.0, 1.0]), name="other")
    return _direct(
        {"get_by_list": True}, Net(), Tensor(X), Tensor(Y), params=ParameterTuple((other,))
    )


def case_sens_as_keyword():
    return _direct({"sens_param": True}, Net(), Tensor(X), Tensor(Y), sens=Tensor(SENS))


def case_sens_scalar_output():
    def fn(x):
        return (x * x).sum()

    return _direct({"sens_param": True}, fn, Tensor([1.0, 2.0]), Tensor(3.0))


def case_sens_missing():
    def fn(x):
        return x * x

    return _direct({"sens_param": True}, fn, Tensor([1.0, 2.0]))


def case_sens_tuple_for_tuple_output():
    sens = (Tensor([1.0, 0.0]), Tensor([0.0, 10.0]))

    def fn(x):
        return (x * x, x * 3)

    return _direct({"sens_param": True}, fn, Tensor([1.0, 2.0]), sens)


def case_sens_tuple_as_keyword():
    sens = (Tensor([1.0, 0.0]), Tensor([0.0, 10.0]))

    def fn(x, y):
        return (x * y, x + y)

    return _direct(
        {"sens_param": True, "get_all": True}, fn, Tensor([1.0, 2.0]), Tensor([3.0, 4.0]), sens=sens
    )


def case_sens_with_wrong_shape():
    def fn(x):
        return x * x

    return _direct({"sens_param": True}, fn, Tensor([1.0, 2.0]), Tensor([1.0, 2.0, 3.0]))


def case_sens_with_other_dtype():
    def fn(x):
        return x * x

    return _direct({"sens_param": True}, fn, Tensor([1.0, 2.0]), Tensor([1.0, 2.0], ms.float16))


def case_sens_and_flags_get_all_by_list():
    net = TwoParameters()
    return _direct(
        {"get_all": True, "get_by_list": True, "sens_param": True},
        net,
        Tensor([1.0, 2.0]),
        Tensor([10.0, 100.0]),
        params=ParameterTuple(net.trainable_params()),
    )


def case_function_one_input():
    def fn(x):
        return x**3

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_function_get_all_one_input():
    def fn(x):
        return x**3

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]))


def case_function_no_inputs():
    w = Parameter(Tensor([2.0]), name="w")

    def fn():
        return w * w

    return ops.GradOperation(get_by_list=True)(fn, ParameterTuple([w]))()


def case_function_no_inputs_get_all():
    def fn():
        return Tensor([1.0]) * 2

    return ops.GradOperation(get_all=True)(fn)()


def case_function_no_inputs_first():
    def fn():
        return Tensor([1.0]) * 2

    return ops.GradOperation()(fn)()


def case_float16():
    def fn(x):
        return x * x * x

    return ops.GradOperation()(fn)(Tensor([1.0, 2.5], ms.float16))


def case_float64():
    def fn(x):
        return x * x * x

    return ops.GradOperation()(fn)(Tensor([1.0, 2.5], ms.float64))


def case_mixed_dtypes_gradient_has_the_inputs_dtype():
    def fn(x, y):
        return x * y

    return ops.GradOperation(get_all=True)(fn)(
        Tensor([1.0, 2.0], ms.float16), Tensor([3.0, 4.0], ms.float32)
    )


def case_broadcast_gradient_is_reduced():
    def fn(x, y):
        return x * y

    return ops.GradOperation(get_all=True)(fn)(
        Tensor(np.ones((2, 3), np.float32)), Tensor([[2.0], [3.0]])
    )


def case_zero_dim_input():
    def fn(x):
        return x * x

    return ops.GradOperation()(fn)(Tensor(3.0))


def case_cast_inside():
    def fn(x):
        return (x.astype(ms.float16) * 3).astype(ms.float32)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_indexing_inside():
    def fn(x):
        return x[0, 1] * x[1, 0] + x[0].sum()

    return ops.GradOperation()(fn)(Tensor(X))


def case_setitem_inside():
    def fn(x):
        y = x * 2
        y[0] = x[1] * x[1]
        return y

    return ops.GradOperation()(fn)(Tensor([3.0, 4.0]))


def case_python_control_flow():
    def fn(x, n):
        for _ in range(n):
            x = x * x
        return x

    return ops.GradOperation()(fn)(Tensor([1.1]), 3)


def case_closure_over_a_python_list():
    scale = [2.0, 3.0]

    def fn(x):
        return x * scale[0] + x * scale[1]

    return ops.GradOperation()(fn)(Tensor([1.0]))


def case_twice_the_same_function():
    def fn(x):
        return x**2

    gradient = ops.GradOperation()(fn)
    return gradient(Tensor([1.0])), gradient(Tensor([5.0, 6.0]))


def case_value_of_parameter_read_at_call_time():
    net = TwoParameters()
    gradient = ops.GradOperation()(net)
    before = gradient(Tensor([1.0, 1.0]))
    net.w.set_data(Tensor([20.0, 30.0]))
    return before, gradient(Tensor([1.0, 1.0]))


def case_requires_grad_switched_off():
    net = TwoParameters()
    net.w.requires_grad = False
    return _direct(
        {"get_by_list": True}, net, Tensor([1.0, 2.0]), params=ParameterTuple([net.w, net.b])
    )


def case_set_grad_and_cell_in_training():
    net = nn.Dropout(p=0.0)
    net.set_train()
    return ops.GradOperation()(net)(Tensor([1.0, 2.0]))


def case_nested_second_order():
    def fn(x):
        return x**4

    first = ops.GradOperation()(fn)

    def fn(x):
        return first(x)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_nested_sens_selects_the_derivative():
    def fn(x, y):
        return x * x * y

    def first(x, y):
        return ops.GradOperation(get_all=True)(fn)(x, y)

    second = ops.GradOperation(get_all=True, sens_param=True)(first)
    one, zero = Tensor([1.0]), Tensor([0.0])
    x, y = Tensor([4.0]), Tensor([5.0])
    return second(x, y, (one, zero)), second(x, y, (zero, one))


def case_error_get_all_not_bool():
    return ops.GradOperation(get_all=1)


def case_error_get_by_list_not_bool():
    return ops.GradOperation(get_by_list=1)


def case_error_sens_param_not_bool():
    return ops.GradOperation(sens_param=None)


def case_error_not_callable():
    return ops.GradOperation()(3)(Tensor([1.0]))


def case_error_none():
    return ops.GradOperation()(None)


def case_error_weights_of_strings():
    return ops.GradOperation(get_by_list=True)(Net(), ["z"])(Tensor(X), Tensor(Y))


def case_error_weights_of_tensors():
    return ops.GradOperation(get_by_list=True)(Net(), (Tensor([1.0]),))(Tensor(X), Tensor(Y))


def case_error_too_many_inputs():
    def fn(x):
        return x * x

    return ops.GradOperation()(fn)(Tensor([1.0]), Tensor([1.0]))


def case_error_in_the_function():
    def fn(x):
        raise KeyError("mine")

    return ops.GradOperation()(fn)(Tensor([1.0]))


def case_usable_after_an_error():
    def fn(x):
        if x.shape[0] == 1:
            raise ValueError("short")
        return x * x

    gradient = ops.GradOperation()(fn)
    try:
        gradient(Tensor([1.0]))
    except ValueError:
        return gradient(Tensor([1.0, 2.0]))


def case_old_style_import():
    from mindspore.ops import composite as C

    def fn(x):
        return x * x

    return C.GradOperation(get_all=True)(fn)(Tensor([3.0]))


def case_functional_names():
    from mindspore.ops import functional as F

    def fn(x):
        return x * x

    return F.grad(fn)(Tensor([3.0]))


def _type_error():
    raise TypeError("weights must be Parameters")


_INTERNAL = "MindSpore ends in an internal error or takes zeros for a gradient"
INTENDED = {
    "error_weights_of_strings": (_type_error, _INTERNAL),
    "error_weights_of_tensors": ("pynative", "one result in both modes"),
    "error_not_callable": ("pynative", "one exception class in both modes"),
    "by_list_without_weights": ("pynative", "MindSpore's graph mode gives an empty tuple"),
}


class OneElement(nn.Cell):
    """A loss of shape [1], as sums with a divisor of shape [1] are."""

    def construct(self, x):
        return (x * x).sum().reshape((1,))


class Scalar(nn.Cell):
    def construct(self, x):
        return (x * x).sum()


class ScaledGradient(nn.Cell):
    """The gradient of a network by a loss scale."""

    def __init__(self, network):
        super().__init__(auto_prefix=False)
        self.grad = ops.GradOperation(sens_param=True)
        self.network = network

    @ms.jit
    def construct(self, x, scale):
        return self.grad(self.network)(x, scale)


def case_scalar_sens_of_one_element_compiled():
    return ScaledGradient(OneElement())(Tensor(X), Tensor(3.0))


def case_sens_of_one_element_and_two_axes_compiled():
    return ScaledGradient(OneElement())(Tensor(X), Tensor([[3.0]]))


def case_sens_of_one_element_for_a_scalar_compiled():
    return ScaledGradient(Scalar())(Tensor(X), Tensor([3.0]))
