"""GradOperation over inputs and outputs of every kind: ints, None, tuples, dicts, repeated."""

import mindspore as ms
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops


class TwoParameters(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([2.0, 3.0], ms.float32), name="w")
        self.b = Parameter(Tensor([0.5], ms.float32), name="b")
        self.frozen = Parameter(Tensor([7.0], ms.float32), name="frozen", requires_grad=False)

    def construct(self, x):
        return self.w * x + self.b * self.frozen


def case_int_input_first():
    def fn(x):
        return x * 2

    return ops.GradOperation()(fn)(Tensor([1, 2]))


def case_int_and_float_inputs_get_all():
    def fn(x, i):
        return x * i

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]), Tensor([3, 4]))


def case_bool_input_get_all():
    def fn(m, x):
        return ops.where(m, x, x * x)

    return ops.GradOperation(get_all=True)(fn)(Tensor([True, False]), Tensor([3.0, 4.0]))


def case_python_scalar_input_get_all():
    def fn(x, n):
        return x * n

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]), 3)


def case_python_scalar_first():
    def fn(n, x):
        return x * n

    return ops.GradOperation()(fn)(3.0, Tensor([1.0, 2.0]))


def case_none_input_get_all():
    def fn(x, n):
        return x * 2

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]), None)


def case_string_input_get_all():
    def fn(x, n):
        return x * 2

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]), "text")


def case_tuple_input_get_all():
    def fn(p):
        return p[0] * p[1]

    return ops.GradOperation(get_all=True)(fn)((Tensor([1.0, 2.0]), Tensor([3.0, 4.0])))


def case_tuple_input_first():
    def fn(p):
        return p[0] * p[1]

    return ops.GradOperation()(fn)((Tensor([1.0, 2.0]), Tensor([3.0, 4.0])))


def case_list_input_get_all():
    def fn(p):
        return p[0] * p[1]

    return ops.GradOperation(get_all=True)(fn)([Tensor([1.0, 2.0]), Tensor([3.0, 4.0])])


def case_dict_input_get_all():
    def fn(p):
        return p["a"] * p["b"]

    return ops.GradOperation(get_all=True)(fn)({"a": Tensor([1.0, 2.0]), "b": Tensor([3.0, 4.0])})


def case_unused_input_get_all():
    def fn(x, y):
        return x * x

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0, 2.0]), Tensor([[3.0, 4.0]]))


def case_unused_first_input():
    def fn(x, y):
        return y * y

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]), Tensor([[3.0, 4.0]]))


def case_input_used_twice():
    def fn(x):
        return x * x + x * 3

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_same_tensor_at_two_positions():
    x = Tensor([1.0, 2.0])

    def fn(a, b):
        return a * a * b

    return ops.GradOperation(get_all=True)(fn)(x, x)


def case_captured_tensor_is_also_argument():
    x = Tensor([1.0, 2.0])

    def fn(a):
        return a * a * x

    return ops.GradOperation()(fn)(x)


def case_parameter_as_input():
    p = Parameter(Tensor([1.0, 2.0]), name="p")

    def fn(a):
        return a * a

    return ops.GradOperation()(fn)(p)


def case_parameter_as_input_and_in_the_list():
    net = TwoParameters()

    def fn(a):
        return net(a) * a

    return ops.GradOperation(get_all=True, get_by_list=True)(fn, ParameterTuple([net.w]))(net.w)


def case_keyword_argument():
    def fn(x, y):
        return x * y

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0]), y=Tensor([5.0]))


def case_default_argument():
    def fn(x, scale=4.0):
        return x * scale

    return ops.GradOperation(get_all=True)(fn)(Tensor([1.0]))


def case_varargs():
    def fn(*xs):
        return xs[0] * xs[1] * xs[2]

    return ops.GradOperation(get_all=True)(fn)(Tensor([2.0]), Tensor([3.0]), Tensor([5.0]))


def case_output_tuple():
    def fn(x):
        return (x * x, x * 10)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_list():
    def fn(x):
        return [x * x, x * 10]

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_dict():
    def fn(x):
        return {"a": x * x, "b": x * 10}

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_nested_tuple():
    def fn(x):
        return (x * x, (x * 10, x * 100))

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_tuple_with_none():
    def fn(x):
        return (x * x, None)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_tuple_with_int_tensor():
    def fn(x):
        return (x * x, x.astype(ms.int32))

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_tuple_with_python_number():
    def fn(x):
        return (x * x, 3)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_none():
    def fn(x):
        return None

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_python_number():
    def fn(x):
        return 3.0

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_int_tensor():
    def fn(x):
        return (x * 2).astype(ms.int32)

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_cast_to_int_and_back():
    def fn(x):
        return x.astype(ms.int32).astype(ms.float32) * 3

    return ops.GradOperation()(fn)(Tensor([1.5, 2.5]))


def case_floor_and_round_have_no_gradient():
    def fn(x):
        return ops.floor(x) * 3 + ops.round(x)

    return ops.GradOperation()(fn)(Tensor([1.5, 2.25]))


def case_output_constant_tensor():
    def fn(x):
        return Tensor([5.0, 6.0])

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_is_the_input():
    def fn(x):
        return x

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))


def case_output_bool():
    def fn(x):
        return x > 1

    return ops.GradOperation()(fn)(Tensor([1.0, 2.0]))
