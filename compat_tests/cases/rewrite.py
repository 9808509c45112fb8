"""`mindspore.rewrite`: the nodes of networks, values, what is refused."""

from mindspore import nn
from mindspore.rewrite import Node, NodeType, ScopedValue, SymbolTree, ValueType

from compat_tests import rewrite_nets as nets
from compat_tests.rewrite_trees import IMAGES, ROWS, name, names, row, run, tree


def reading(make):
    return lambda: [row(node) for node in tree(make).nodes(all_nodes=True)]


READ = "Small Block Scaled Inherits Nested Branches Operations Calls Pairs".split()
CASES = {f"nodes_of_{net.lower()}": reading(getattr(nets, net)) for net in READ}


def case_trees_inside():
    stree = tree(nets.Nested)
    inside = stree.get_node("a").get_sub_tree()
    return [row(n) for n in inside.nodes()], stree.get_node("dense"), inside.get_node("seq")


def case_get_node_missing():
    return tree(nets.Small).get_node("nothing")


def case_inputs():
    return names(tree(nets.Operations).get_inputs())


def case_providers_and_users():
    stree = tree(nets.Operations)
    providers = stree.get_node("add").get_arg_providers()
    users = stree.get_node("split").get_target_users(0)
    return (
        {i: (node.get_name(), j) for i, (node, j) in providers.items()},
        [(node.get_name(), i) for node, i in users],
    )


def case_unique_names():
    stree = tree(nets.Small)
    wanted = ("output", "output", "x", "conv1", "fc1_var")
    return [stree.unique_name(), *(stree.unique_name(text) for text in wanted)]


def case_nodes_are_equal():
    stree = tree(nets.Small)
    return stree.get_node("conv1") == stree.get_node("conv1"), stree.get_node(
        "conv1"
    ) == stree.get_node("conv2")


def case_instance():
    stree = tree(nets.Small)
    node = stree.get_node("conv1")
    return node.get_instance() is stree.get_origin_network().conv1


def case_attributes():
    node = tree(nets.Small).get_node("conv1")
    node.set_attribute("note", 3)
    return node.get_attribute("note"), node.get_attribute("out_channels"), node.get_attribute("no")


def case_unedited_network():
    return run(tree(nets.Small), IMAGES), run(tree(nets.Nested), ROWS), run(tree(nets.Calls), ROWS)


def case_create_no_cell():
    return SymbolTree.create(3)


def case_call_no_cell():
    return Node.create_call_cell(3, ["x"])


def case_call_targets_no_list():
    return Node.create_call_cell(nn.ReLU(), "x")


def case_call_target_number():
    return Node.create_call_cell(nn.ReLU(), [3])


def case_call_argument_text():
    return Node.create_call_cell(nn.ReLU(), ["x"], ["x"])


def case_call_keyword_number():
    return Node.create_call_cell(nn.ReLU(), ["x"], None, {"input": 3})


def case_call_no_function():
    return Node.create_call_function(3, ["x"])


def case_get_sub_tree_of_a_layer():
    return tree(nets.Small).get_node("conv1").get_sub_tree()


def case_get_node_number():
    return tree(nets.Small).get_node(3)


def case_nodes_flag():
    return list(tree(nets.Small).nodes(3))


def case_before_missing():
    return tree(nets.Small).before("nothing")


def case_before_number():
    return tree(nets.Small).before(3)


def case_file_names():
    stree = tree(nets.Small)
    first = stree.get_saved_file_name()
    stree.set_saved_file_name("net")
    second = stree.get_saved_file_name()
    stree.set_saved_file_name("other.py")
    return first, second, stree.get_saved_file_name()


def case_values():
    made = [1, 1.5, None, True, "s", (1, 2), [1], {"a": 1}, 1j]
    values = [ScopedValue.create_variable_value(v) for v in made]
    values += [name("x"), name("x", "self"), ScopedValue(ValueType.UnsupportedValue)]
    return [(str(v.type), v.scope, str(v)) for v in values]


def case_values_equal():
    one = ScopedValue.create_variable_value(1)
    return (
        name("x") == name("x"),
        name("x") == name("x", "self"),
        one == ScopedValue.create_variable_value(1),
    )


def case_name_values():
    made = ScopedValue.create_name_values(["a", "b"], ["self", ""])
    return str(made), str(ScopedValue.create_name_values(("a",)))


def case_name_values_lengths():
    return ScopedValue.create_name_values(["a", "b"], ["self"])


def case_name_values_text():
    return ScopedValue.create_name_values("ab")


def case_name_values_numbers():
    return ScopedValue.create_name_values([1])


def case_name_number():
    return name(1)


def case_kinds():
    return [(k.name, k.value) for k in NodeType], [(k.name, k.value) for k in ValueType]


# Networks are read and edited in no mode; what comes of it is compiled in some cases.
COMPILED = "unedited_network".split()
PYNATIVE_ONLY = tuple(
    text.removeprefix("case_")
    for text in (*globals(), *CASES)
    if text.removeprefix("case_") not in COMPILED
)
