"""load_param_into_net."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Weighted(nn.Cell):
    def __init__(self, value):
        super().__init__()
        self.w = Parameter(value, name="w")

    def construct(self, x):
        return x * self.w


def pairs(*names):
    return {n: Parameter(Tensor([[5.0]] if n.endswith("weight") else [5.0]), name=n) for n in names}


def into(own, given, name="w", **kwargs):
    net = Weighted(own)
    lists = ms.load_param_into_net(net, {name: Parameter(given, name=name)}, **kwargs)
    return net.w, lists


def case_no_cell():
    return ms.load_param_into_net(3, {})


def case_of_no_dict():
    return ms.load_param_into_net(Weighted(Tensor([1.0])), [])


def case_of_nothing():
    return ms.load_param_into_net(Weighted(Tensor([1.0])), {}, strict_load=True)


def case_of_arrays():
    return ms.load_param_into_net(Weighted(Tensor([1.0])), {"w": np.ones(1)})


def case_with_numbers_for_names():
    return ms.load_param_into_net(Weighted(Tensor([1.0])), {1: Parameter(Tensor([1.0]))})


def case_of_strs_and_lists():
    table = {"w": "text", "list": [1], "note": "text"}
    return ms.load_param_into_net(Weighted(Tensor([1.0])), table)


def case_strict_load_of_another_class():
    return ms.load_param_into_net(Weighted(Tensor([1.0])), {}, strict_load="yes")


def case_with_redundancy_removed():
    return into(Tensor([1.0]), Tensor([2.0]), remove_redundancy=True)


def case_remove_redundancy_of_another_class():
    return into(Tensor([1.0]), Tensor([2.0]), remove_redundancy=1)


def case_floats_of_other_width():
    kinds = (ms.float16, ms.float32, ms.float64)
    return [into(Tensor([0.0], a), Tensor([0.1], b)) for a in kinds for b in kinds]


def case_bfloat16_and_back():
    return [
        into(Tensor([1.0], ms.bfloat16), Tensor([0.1], ms.float32))[0],
        into(Tensor([1.0], ms.float32), Tensor([1.5], ms.bfloat16))[0],
    ]


def case_ints_of_other_width():
    kinds = (ms.int8, ms.int16, ms.int32, ms.int64)
    return [into(Tensor([0], a), Tensor([100], b)) for a in kinds for b in kinds]


def case_floats_of_other_width_strict():
    return into(Tensor([0.0], ms.float16), Tensor([0.1], ms.float32), strict_load=True)


def case_ints_of_floats():
    return into(Tensor([0], ms.int32), Tensor([0.1], ms.float32))


def case_floats_of_ints():
    return into(Tensor([0.0], ms.float32), Tensor([1], ms.int32))


def case_ints_of_unsigned():
    return into(Tensor([0], ms.int32), Tensor([1], ms.uint8))


def case_unsigned_of_other_width():
    return into(Tensor([0], ms.uint16), Tensor([1], ms.uint8))


def case_bools_of_ints():
    return into(Tensor([True]), Tensor([1], ms.int32))


def case_other_shape_of_equal_size():
    return into(Tensor([[1.0, 2.0]]), Tensor([1.0, 2.0]))


def case_scalar_of_one_element():
    return into(Tensor([1.0]), Tensor(1.0))


def case_shape_without_ones():
    return into(Tensor([1.0, 2.0]), Tensor([[3.0], [4.0]]))


def case_prefix():
    return into(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]), name="net.w")


def case_prefix_strict():
    return into(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]), name="net.w", strict_load=True)


def case_prefix_that_is_the_name():
    return into(Tensor([1.0, 2.0]), Tensor([3.0, 4.0]), name="ww")


def case_prefix_other_shape():
    return into(Tensor([1.0, 2.0]), Tensor([3.0]), name="net.w")


def two_layers():
    return nn.SequentialCell(nn.Dense(1, 1), nn.Dense(1, 1))


def case_several_prefixes():
    net = two_layers()
    table = pairs("a.0.weight", "a.0.bias", "b.1.weight", "b.1.bias")
    return ms.load_param_into_net(net, table), net[0].weight, net[1].bias


def case_some_with_prefix():
    return ms.load_param_into_net(two_layers(), pairs("0.weight", "b.1.weight"))


def case_ends_of_longer_names():
    net = nn.Dense(1, 1)
    return ms.load_param_into_net(net, pairs("0.weight", "1.weight", "1.bias")), net.bias


def case_accumulated_gradients():
    class Accumulating(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = Parameter(Tensor([1.0]), name="accu_grads.p")

    return ms.load_param_into_net(Accumulating(), {})


def case_keeps_the_source():
    net, source = Weighted(Tensor([1.0])), Parameter(Tensor([7.0]), name="w")
    ms.load_param_into_net(net, {"w": source})
    net.w.set_data(Tensor([0.0]))
    return source, net.w


def case_a_net_that_has_run():
    net = Weighted(Tensor([2.0]))
    before = net(Tensor([3.0]))
    ms.load_param_into_net(net, {"w": Parameter(Tensor([5.0]), name="w")})
    return before, net(Tensor([3.0]))


def case_a_compiled_function():
    net = Weighted(Tensor([2.0]))

    @ms.jit
    def compiled(x):
        return net(x) + 1

    before = compiled(Tensor([3.0]))
    ms.load_param_into_net(net, {"w": Parameter(Tensor([5.0]), name="w")})
    return before, compiled(Tensor([3.0]))


def _reshaped():
    return Parameter(Tensor([3.0, 4.0]), name="w"), ([], [])


INTENDED = {
    "a_compiled_function": (
        lambda: (Tensor([7.0]), Tensor([16.0])),
        "MindSpore's compiled function goes on with the value that it was compiled with",
    ),
    "shape_without_ones": (
        _reshaped,
        "MindSpore reshapes the values to the Parameter's shape, then sets them unreshaped",
    ),
}
