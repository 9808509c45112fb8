"""Cell: children and parameters inserted, deleted and replaced."""

from mindspore import Parameter, Tensor, nn

from compat_tests.cell_nets import Branch, Leaf, names, pairs


def case_insert_child_to_cell():
    net = Leaf()
    net.insert_child_to_cell("extra", nn.Dense(2, 1))
    return pairs(net), type(net.extra).__name__


def case_insert_child_existing_name():
    net = Branch()
    net.insert_child_to_cell("left", Leaf())
    return pairs(net)


def case_insert_child_not_a_cell():
    return Leaf().insert_child_to_cell("extra", 3)


def case_insert_child_bad_name():
    return Leaf().insert_child_to_cell("", Leaf())


def case_insert_child_name_not_string():
    return Leaf().insert_child_to_cell(3, Leaf())


def case_insert_param_to_cell():
    net = Leaf()
    net.insert_param_to_cell("extra", Parameter(Tensor([1.0]), name="given"))
    return pairs(net)


def case_insert_param_default_name():
    net = Leaf()
    net.insert_param_to_cell("extra", Parameter(Tensor([1.0])))
    return pairs(net)


def case_insert_param_with_dot():
    return Leaf().insert_param_to_cell("a.b", Parameter(Tensor([1.0])))


def case_insert_param_with_dot_unchecked():
    net = Leaf()
    net.insert_param_to_cell("a.b", Parameter(Tensor([1.0])), check_name_contain_dot=False)
    return names(net)


def case_insert_param_not_a_parameter():
    return Leaf().insert_param_to_cell("extra", Tensor([1.0]))


def case_insert_param_none():
    net = Leaf()
    net.insert_param_to_cell("extra", None)
    return net.extra, names(net)


def case_insert_param_existing_attribute():
    net = Leaf()
    net.note = 3
    return net.insert_param_to_cell("note", Parameter(Tensor([1.0])))


def case_delete_parameter():
    net = Leaf()
    del net.b
    return names(net), hasattr(net, "b")


def case_delete_child():
    net = Branch()
    del net.left
    return names(net), hasattr(net, "left"), [name for name, _ in net.cells_and_names()]


def case_delete_missing():
    net = Leaf()
    del net.nothing


def case_missing_attribute():
    return Leaf().nothing


def case_replace_child():
    net = Branch()
    net.left = nn.Dense(2, 2)
    return names(net)


def case_replace_child_by_none():
    net = Branch()
    net.left = None
    return net.left, names(net)


def case_replace_child_by_number():
    net = Branch()
    net.left = 3
    return net.left, names(net)


def case_replace_parameter_by_none():
    net = Leaf()
    net.w = None
    return net.w, names(net)


def case_replace_parameter_by_number():
    net = Leaf()
    net.w = 3.0
    return net.w


def case_replace_parameter_by_tensor():
    net = Leaf()
    net.w = Tensor([7.0, 8.0])
    return net.w, names(net)


def case_replace_parameter_by_tensor_of_other_shape():
    net = Leaf()
    net.w = Tensor([7.0])
    return net.w


def case_replace_parameter_by_parameter():
    net = Leaf()
    net.w = Parameter(Tensor([7.0, 8.0]), name="fresh")
    return net.w, names(net)


def case_replace_number_by_parameter():
    net = Leaf()
    net.note = 3
    net.note = Parameter(Tensor([1.0]), name="note")
    return names(net)


def case_replace_number_by_cell():
    net = Leaf()
    net.note = 3
    net.note = nn.Dense(1, 1)
    return names(net)


def case_replaced_child_is_used():
    net = Branch()
    net.left = nn.Identity()
    return net(Tensor([1.0, 2.0]))
