"""Parameter and ParameterTuple: construction, names, set_data, clone, flags, printing."""

import copy

import mindspore as ms
import numpy as np
from mindspore import Parameter, ParameterTuple, Tensor, nn, ops
from mindspore.common.initializer import One, initializer


def p():
    return Parameter(Tensor([1.0, 2.0]), name="p")


SOURCES = {
    "int": 3,
    "float": 1.5,
    "bool": True,
    "list_ints": [1, 2],
    "list_floats": [1.0, 2.0],
    "nested": [[1, 2], [3, 4]],
    "tuple": (1, 2),
    "ndarray_f64": np.array([1.0, 2.0]),
    "ndarray_i32": np.array([1, 2], np.int32),
    "numpy_float64": np.float64(1.5),
    "string": "text",
    "none": None,
    "dict": {},
    "complex": 1j,
    "large_int": 2**40,
    "empty_list": [],
    "bytes": b"x",
}


def _from(value):
    return lambda: Parameter(value, name="p")


CASES = {f"from_{name}": _from(value) for name, value in SOURCES.items()}

NAMES = {
    "plain": "weight",
    "dotted": "net.weight",
    "with_space": "a b",
    "empty": "",
    "none": None,
    "int": 3,
    "prefix_like": "Parameter",
    "long": "x" * 1024,
    "too_long": "x" * 1025,
    "whitespace": "  ",
    "unicode": "权重",
}


def _named(name):
    return lambda: Parameter(Tensor([1.0]), name=name).name


CASES.update({f"name_{label}": _named(name) for label, name in NAMES.items()})


def case_default_name():
    return Parameter(Tensor([1.0])).name


def case_from_tensor_is_a_copy():
    t = Tensor([1.0, 2.0])
    q = Parameter(t, name="q")
    t[0] = 9
    return q, t


def case_from_parameter():
    q = Parameter(p(), name="q")
    return q


def case_from_parameter_without_name():
    return Parameter(p())


def case_from_initializer():
    q = Parameter(initializer("ones", (2,), ms.float32), name="q")
    return q.shape, q.dtype, q.has_init, q.init_data()


def case_from_initializer_value():
    return Parameter(initializer(One(), (2, 2), ms.float16), name="q").asnumpy()


def case_init_data_returns_self_or_new():
    q = Parameter(initializer("ones", (2,), ms.float32), name="q")
    r = q.init_data()
    return type(r).__name__, r.name, r.has_init


def case_init_data_without_init():
    q = p()
    return q.init_data() is q


def case_keyword_default_input():
    return Parameter(default_input=Tensor([1.0]), name="q")


def case_requires_grad_false():
    return Parameter(Tensor([1.0]), name="q", requires_grad=False)


def case_requires_grad_not_bool():
    return Parameter(Tensor([1.0]), name="q", requires_grad="no")


def case_requires_grad_set():
    q = p()
    q.requires_grad = False
    return q


def case_requires_grad_set_not_bool():
    q = p()
    q.requires_grad = 3
    return q


def case_requires_grad_of_int_parameter():
    return Parameter(Tensor([1]), name="i").requires_grad


def case_flags():
    q = Parameter(Tensor([1.0]), name="q", layerwise_parallel=True, parallel_optimizer=False)
    return q.layerwise_parallel, q.parallel_optimizer, q.requires_grad


def case_layerwise_parallel_not_bool():
    return Parameter(Tensor([1.0]), name="q", layerwise_parallel=1)


def case_default_flags():
    q = p()
    return q.layerwise_parallel, q.parallel_optimizer, q.comm_fusion, q.unique, q.cache_enable


def case_name_setter():
    q = p()
    q.name = "renamed"
    return q


def case_name_setter_none():
    q = p()
    q.name = None
    return q.name


def case_name_setter_int():
    q = p()
    q.name = 5
    return q.name


def case_param_info_name():
    return p().param_info.name


def case_class_name():
    q = p()
    return type(q).__name__, isinstance(q, Tensor), isinstance(q, Parameter)


def case_is_a_tensor_in_operations():
    q = p()
    return q + 1, q * q, -q, q.sum(), ops.exp(q), q[0], q == q, type(q + 1).__name__


def case_operations_keep_the_parameter():
    q = p()
    _ = q * 3
    return q


def case_set_data():
    q = p()
    r = q.set_data(Tensor([5.0, 6.0]))
    return q, r is q


def case_set_data_other_shape():
    q = p()
    q.set_data(Tensor([5.0, 6.0, 7.0]))
    return q


def case_set_data_other_shape_sliced():
    q = p()
    q.set_data(Tensor([5.0, 6.0, 7.0]), slice_shape=True)
    return q


def case_set_data_int_into_float():
    q = p()
    q.set_data(Tensor([5, 6]))
    return q


def case_set_data_float_into_int():
    q = Parameter(Tensor([1, 2]), name="i")
    q.set_data(Tensor([5.5, 6.5]))
    return q


def case_set_data_float16_into_float32():
    q = p()
    q.set_data(Tensor([5.5, 6.5], ms.float16))
    return q


def case_set_data_float64_into_float32():
    q = p()
    q.set_data(Tensor([5.5, 6.5], ms.float64))
    return q


def case_set_data_ndarray():
    q = p()
    q.set_data(np.array([5.0, 6.0], np.float32))
    return q


def case_set_data_list():
    q = p()
    q.set_data([5.0, 6.0])
    return q


def case_set_data_number():
    q = Parameter(1.0, name="s")
    q.set_data(2.5)
    return q


def case_set_data_number_into_vector():
    q = p()
    q.set_data(2.5)
    return q


def case_set_data_parameter():
    q = p()
    q.set_data(Parameter(Tensor([5.0, 6.0]), name="other"))
    return q


def case_set_data_initializer():
    q = p()
    q.set_data(initializer("zeros", (2,), ms.float32))
    return q


def case_set_data_is_a_copy():
    q, t = p(), Tensor([5.0, 6.0])
    q.set_data(t)
    t[0] = 99
    return q


def case_set_data_keeps_the_name_and_flags():
    q = Parameter(Tensor([1.0]), name="q", requires_grad=False)
    q.set_data(Tensor([2.0]))
    return q


def case_assign():
    q = p()
    ops.assign(q, Tensor([7.0, 8.0]))
    return q


def case_assign_primitive():
    q = p()
    result = ops.Assign()(q, Tensor([7.0, 8.0]))
    return q, result


def case_assign_add_sub():
    q = p()
    a = ops.assign_add(q, Tensor([1.0, 1.0]))
    b = ops.assign_sub(q, Tensor([0.5, 0.5]))
    return q, a, b


def case_assign_other_dtype():
    q = p()
    ops.assign(q, Tensor([7, 8]))
    return q


def case_assign_other_shape():
    q = p()
    ops.assign(q, Tensor([7.0]))
    return q


def case_assign_to_a_tensor():
    t = Tensor([1.0])
    ops.assign(t, Tensor([2.0]))
    return t


def case_assign_value():
    q = p()
    q.assign_value(Tensor([5.0, 6.0]))
    return q


def case_setitem():
    q = p()
    q[0] = 9.0
    return q


def case_data_and_value():
    q = p()
    return q.data is q, q.value(), type(q.value()).__name__


def case_clone():
    q = p()
    c = q.clone()
    c.set_data(Tensor([9.0, 9.0]))
    return q, c


def case_clone_with_init():
    return p().clone(init="zeros"), p().clone(init="ones"), p().clone(init=3)


def case_clone_keeps_flags():
    q = Parameter(Tensor([1.0]), name="q", requires_grad=False, layerwise_parallel=True)
    c = q.clone()
    return c, c.layerwise_parallel


def case_copy_and_deepcopy():
    q = p()
    a, b = q.copy(), copy.deepcopy(q)
    return a, b, type(a).__name__


def case_deepcopy_is_independent():
    q = p()
    b = copy.deepcopy(q)
    b.set_data(Tensor([9.0, 9.0]))
    return q, b


def case_hash_and_equality():
    q = p()
    return len({q, q}), q in {q: 1}, (q == q)


def case_dtype_shape_size():
    q = Parameter(Tensor([[1.0, 2.0]], ms.float16), name="q")
    return q.dtype, q.shape, q.size, q.ndim


def case_set_dtype():
    q = p()
    q.set_dtype(ms.float16)
    return q


def case_shape_cannot_be_changed():
    q = p()
    q.shape = (1, 2)
    return q.shape


def case_attributes():
    q = p()
    q.note = 5
    return q.note


def case_tuple():
    a, b = Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2]), name="b")
    pair = ParameterTuple((a, b))
    return pair, len(pair), pair[1], isinstance(pair, tuple), type(pair).__name__


def case_tuple_of_list_and_generator():
    params = [Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")]
    return ParameterTuple(params), ParameterTuple(q for q in params)


def case_tuple_empty():
    return ParameterTuple([]), ParameterTuple(())


def case_tuple_no_arguments():
    return ParameterTuple()


def case_tuple_of_tensors():
    return ParameterTuple([Tensor([1.0])])


def case_tuple_of_one_parameter():
    return ParameterTuple(p())


def case_tuple_repeated_parameter():
    q = p()
    return ParameterTuple([q, q])


def case_tuple_same_names():
    return ParameterTuple([p(), p()])


def case_tuple_default_names():
    pair = ParameterTuple([Parameter(Tensor([1.0])), Parameter(Tensor([2.0]))])
    first, second = (int(q.name.split("#")[1]) for q in pair)
    return second - first


def case_tuple_slice_and_addition():
    pair = ParameterTuple([Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")])
    return type(pair[:1]).__name__, type(pair + pair).__name__


def case_tuple_clone():
    pair = ParameterTuple([Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")])
    return pair.clone(prefix="copy"), pair.clone(prefix="zero", init="zeros")


def case_tuple_clone_prefix_required():
    return ParameterTuple([p()]).clone()


def case_tuple_clone_bad_prefix():
    return ParameterTuple([p()]).clone(prefix="")


def case_tuple_count_index():
    a, b = Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")
    pair = ParameterTuple([a, b])
    return pair.index(b), pair.count(a)


def case_tuple_used_in_a_cell():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.weights = ParameterTuple(
                [Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")]
            )

        def construct(self, x):
            return x * self.weights[0] + self.weights[1]

    net = Net()
    return net(Tensor([10.0])), [name for name, _ in net.parameters_and_names()]


def case_assigned_in_construct():
    class Counter(nn.Cell):
        def __init__(self):
            super().__init__()
            self.count = Parameter(Tensor(0, ms.int32), name="count", requires_grad=False)

        def construct(self):
            self.count += 1
            return self.count

    net = Counter()
    return net(), net(), net.count.asnumpy()


def case_assign_in_construct():
    class Running(nn.Cell):
        def __init__(self):
            super().__init__()
            self.mean = Parameter(Tensor([0.0]), name="mean", requires_grad=False)

        def construct(self, x):
            ops.assign(self.mean, self.mean * 0.5 + x)
            return x + self.mean

    net = Running()
    return net(Tensor([1.0])), net(Tensor([1.0])), net.mean


def case_replaced_by_a_tensor_outside():
    net = nn.Dense(2, 2)
    net.weight = Tensor([[1.0, 0.0], [0.0, 1.0]])
    return net.weight, type(net.weight).__name__


def case_replaced_by_a_parameter_outside():
    net = nn.Dense(2, 2)
    net.weight = Parameter(Tensor([[1.0, 0.0], [0.0, 1.0]]), name="mine")
    return net.weight, [q.name for q in net.get_parameters()]


def case_sliced_num_and_is_init():
    q = p()
    return q.sliced, q.is_init if hasattr(q, "is_init") else None


def case_key():
    return p().key
