"""Cell: names and order of parameters, sharing, walking, prefixes."""

import mindspore as ms
from mindspore import Parameter, ParameterTuple, Tensor, nn

from compat_tests.cell_nets import Branch, Leaf, Tree, names, pairs


def case_names_of_leaf():
    return names(Leaf())


def case_names_nested():
    return names(Tree())


def case_pairs_nested():
    return pairs(Tree())


def case_pairs_of_branch_before_and_after_being_used():
    branch = Branch()
    before = pairs(branch)

    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.inner = branch

    holder = Holder()
    return before, pairs(branch), pairs(holder)


def case_own_parameters_come_before_children():
    class Late(nn.Cell):
        def __init__(self):
            super().__init__()
            self.child = Leaf()
            self.own = Parameter(Tensor([1.0]), name="own")

    return names(Late())


def case_explicit_name_is_kept():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.attribute = Parameter(Tensor([1.0]), name="another_name")

    return pairs(Net())


def case_default_name_becomes_the_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.attribute = Parameter(Tensor([1.0]))

    return pairs(Net())


def case_name_set_to_none_becomes_the_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.attribute = Parameter(Tensor([1.0]), name=None)

    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.net = Net()

    return pairs(Holder())


def case_auto_prefix_false():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__(auto_prefix=False)
            self.left = Leaf()
            self.fc = nn.Dense(2, 1)

    return pairs(Net())


def case_auto_prefix_false_two_children_same_names():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__(auto_prefix=False)
            self.left = Leaf()
            self.right = Leaf()

    return names(Net())


def case_same_name_twice_in_one_cell():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = Parameter(Tensor([1.0]), name="same")
            self.b = Parameter(Tensor([2.0]), name="same")

    return pairs(Net())


def case_same_name_twice_called():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = Parameter(Tensor([1.0]), name="same")
            self.b = Parameter(Tensor([2.0]), name="same")

        def construct(self, x):
            return x * self.a + self.b

    return Net()(Tensor([1.0]))


def case_shared_cell():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.first = Leaf()
            self.second = self.first

    net = Net()
    return pairs(net), len(list(net.get_parameters())), [path for path, _ in net.cells_and_names()]


def case_shared_parameter():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.first = Leaf()
            self.second = Leaf()
            self.second.w = self.first.w

    net = Net()
    return pairs(net), net.first.w is net.second.w


def case_shared_parameter_value_and_gradient():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.first = Leaf(2.0)
            self.second = Leaf(5.0)
            self.second.w = self.first.w

        def construct(self, x):
            return self.second(self.first(x))

    net = Net()
    x = Tensor([1.0, 3.0])
    return net(x), ms.grad(net, None, net.trainable_params())(x)


def case_parameter_handed_in():
    outside = Parameter(Tensor([1.0]), name="outside")

    class Net(nn.Cell):
        def __init__(self, w):
            super().__init__()
            self.inside = w

    class Holder(nn.Cell):
        def __init__(self):
            super().__init__()
            self.net = Net(outside)

    holder = Holder()
    return pairs(holder), outside.name


def case_parameter_list_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.items = [Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b")]

    net = Net()
    return pairs(net), type(net.items).__name__


def case_parameter_tuple_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.items = (Parameter(Tensor([1.0]), name="a"), Parameter(Tensor([2.0]), name="b"))

    net = Net()
    return pairs(net), type(net.items).__name__


def case_parameter_dict_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.items = {"a": Parameter(Tensor([1.0]), name="a")}

    return pairs(Net())


def case_parameter_tuple_default_names():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.items = ParameterTuple([Parameter(Tensor([1.0])), Parameter(Tensor([2.0]))])

    return len(pairs(Net()))


def case_cell_list_attribute_of_python_list():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = [Leaf(), Leaf()]

    net = Net()
    return pairs(net), type(net.layers).__name__


def case_cell_tuple_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = (Leaf(), Leaf())

    return pairs(Net())


def case_cell_dict_attribute():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = {"a": Leaf()}

    return pairs(Net())


def case_cell_list_names():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layers = nn.CellList([Leaf(), nn.CellList([Leaf()])])

    return pairs(Net())


def case_sequential_names():
    return pairs(nn.SequentialCell(nn.Dense(2, 3), nn.ReLU(), nn.SequentialCell(nn.Dense(3, 1))))


def case_sequential_ordered_dict_names():
    from collections import OrderedDict

    net = nn.SequentialCell(OrderedDict([("fc", nn.Dense(2, 3)), ("act", nn.ReLU())]))
    return pairs(net), [name for name, _ in net.cells_and_names()]


def case_cell_dict_names():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.parts = nn.CellDict({"up": Leaf(), "down": Leaf()})

    return pairs(Net())


def case_names_of_layers():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 3, has_bias=True)
            self.bn = nn.BatchNorm2d(2)
            self.ln = nn.LayerNorm((4,))
            self.embed = nn.Embedding(3, 2)
            self.prelu = nn.PReLU()

    return pairs(Net())


def case_names_of_recurrent_layers():
    return pairs(nn.LSTM(2, 3, num_layers=2, bidirectional=True))


def case_trainable_and_untrainable():
    net = Tree()
    return [q.name for q in net.trainable_params()], [q.name for q in net.untrainable_params()]


def case_trainable_not_recursive():
    net = Branch()
    return [q.name for q in net.trainable_params(recurse=False)]


def case_get_parameters_not_expanded():
    return names(Branch(), expand=False)


def case_parameters_and_names_with_prefix():
    return [path for path, _ in Leaf().parameters_and_names(name_prefix="net")]


def case_parameters_and_names_not_expanded():
    return [path for path, _ in Branch().parameters_and_names(expand=False)]


def case_parameters_dict():
    net = Branch()
    table = net.parameters_dict()
    return list(table), type(table).__name__, list(net.parameters_dict(recurse=False))


def case_get_parameters_is_an_iterator():
    return (
        type(Leaf().get_parameters()).__name__,
        type(Leaf().parameters_and_names()).__name__,
        type(Leaf().trainable_params()).__name__,
    )


def case_cells_and_names():
    return [(path, type(cell).__name__) for path, cell in Tree().cells_and_names()]


def case_cells_and_names_with_prefix():
    return [path for path, _ in Branch().cells_and_names(name_prefix="net")]


def case_name_cells():
    return [(name, type(cell).__name__) for name, cell in Branch().name_cells().items()]


def case_cells():
    return [type(cell).__name__ for cell in Tree().cells()]


def case_get_sub_cell():
    net = Tree()
    return net.get_sub_cell("branch.left") is net.branch.left


def case_get_sub_cell_missing():
    return Tree().get_sub_cell("branch.nothing")


def case_get_sub_cell_of_a_parameter():
    return Tree().get_sub_cell("branch.scale")


def case_param_prefix():
    net = Tree()
    return (
        net.param_prefix,
        net.branch.param_prefix,
        net.branch.left.param_prefix,
        net.update_cell_prefix(),
    )


def case_update_cell_prefix_then_prefixes():
    net = Tree()
    net.update_cell_prefix()
    return net.param_prefix, net.branch.param_prefix, net.branch.left.param_prefix


def case_cls_name():
    return Tree().cls_name, nn.Dense(1, 1).cls_name


def case_update_parameters_name():
    net = Branch()
    net.update_parameters_name("new.")
    return names(net), pairs(net)


def case_update_parameters_name_not_recursive():
    net = Branch()
    net.update_parameters_name("new.", recurse=False)
    return names(net)


def case_update_parameters_name_bad_prefix():
    return Branch().update_parameters_name(3)


def case_check_names():
    Branch().check_names()
    return True
