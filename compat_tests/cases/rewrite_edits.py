"""`mindspore.rewrite`: nodes inserted, erased and replaced, and the networks that come of it."""

from mindspore import nn, ops
from mindspore.rewrite import Node, ScopedValue, SymbolTree

from compat_tests import rewrite_nets as nets
from compat_tests.rewrite_trees import IMAGES, ROWS, name, names, network, relu, row, run, tree


def case_insert_a_cell():
    stree = tree(nets.Small)
    node = Node.create_call_cell(nn.Sigmoid(), ["x"], [name("x")], name="sigmoid")
    before = names(node.get_inputs()), node.get_symbol_tree()
    stree.insert(stree.after("pool"), node)
    return before, row(node), names(stree.nodes()), run(stree, IMAGES)


def case_insert_gets_a_name():
    stree = tree(nets.Small)
    made = [relu(), relu(name="relu"), relu(name="new"), relu(name="new")]
    for node in made:
        stree.insert(stree.before("fc1"), node)
    return names(made), names(stree.nodes())


def case_insert_into_the_origin():
    stree = tree(nets.Small)
    stree.insert(stree.after("conv1"), relu(name="fresh"))
    return hasattr(stree.get_origin_network(), "fresh")


def case_insert_a_layer_with_parameters():
    stree = tree(nets.Small)
    node = Node.create_call_cell(nn.BatchNorm2d(2), ["x"], [name("x")], name="norm")
    stree.insert(stree.after("conv2"), node)
    net = network(stree)
    return [p.name for p in net.get_parameters()], nets.fill(net)(IMAGES)


def case_insert_a_primitive():
    stree = tree(nets.Small)
    node = Node.create_call_cell(ops.Exp(), ["x"], [name("x")], name="exp")
    stree.insert(stree.before("fc1"), node)
    return row(node), run(stree, IMAGES)


def case_insert_a_function():
    stree = tree(nets.Small)
    two = ScopedValue.create_variable_value(2)
    node = Node.create_call_function(ops.add, ["x"], [name("x"), two])
    stree.insert(stree.after("pool"), node)
    return node.get_name(), str(node.get_node_type()), str(node.get_args()), run(stree, IMAGES)


def case_insert_a_users_function():
    stree = tree(nets.Small)
    node = Node.create_call_function(nets.double, ["x"], [name("x")])
    stree.insert(stree.after("pool"), node)
    return names(stree.nodes(all_nodes=True)), run(stree, IMAGES)


def case_insert_an_input():
    stree = tree(nets.Block)
    node = Node.create_input("shift", ScopedValue.create_variable_value(None))
    stree.insert(stree.after("input_x"), node)
    added = Node.create_call_function(ops.add, ["x"], [name("x"), name("shift")])
    stree.insert(stree.before("dense"), added)
    net = nets.fill(network(stree))
    return row(node), net(ROWS, 0.5)


def case_insert_a_network():
    stree = tree(nets.Small)
    node = Node.create_call_cell(nets.Block(10), ["x"], [name("x")], name="block", is_sub_net=False)
    stree.insert(stree.after("input_x"), node)
    return str(node.get_node_type()), run(stree, IMAGES)


def case_insert_after_if():
    stree = tree(nets.Small)
    stree.insert(stree.after("if_node"), relu(name="late"))
    return names(stree.nodes()), run(stree, IMAGES)


def case_insert_into_a_tree_inside():
    stree = tree(nets.Nested)
    inside = stree.get_node("a").get_sub_tree()
    node = Node.create_call_cell(nn.Sigmoid(), ["relu_var"], [name("relu_var")], name="sigmoid")
    inside.insert(inside.after("relu"), node)
    return names(inside.nodes()), run(stree, ROWS)


def case_replace_in_a_container():
    stree = tree(nets.Nested)
    new = Node.create_call_cell(nn.Sigmoid(), ["x"], [name("x")], name="sigmoid")
    stree.replace(stree.get_node("ReLU"), [new])
    net = nets.fill(network(stree))
    return row(new), [type(cell).__name__ for cell in net.seq][:2], net(ROWS)


def case_names_of_inserted_parameters():
    stree = tree(nets.Nested)
    for place in ("a", "b"):
        inside = stree.get_node(place).get_sub_tree()
        new = Node.create_call_cell(nn.Dense(3, 3), ["x"], [name("x")], name="fc")
        inside.insert(inside.before("dense"), new)
    row = Node.create_call_cell(nn.Dense(3, 3), ["x"], [name("x")], name="row")
    stree.insert(stree.after(stree.get_node("ReLU")), row)
    return [p.name for p in network(stree).get_parameters()]


def case_insert_twice():
    stree = tree(nets.Small)
    node = stree.insert(stree.after("conv1"), relu(name="once"))
    stree.insert(stree.after("conv2"), node)


def case_insert_before_inputs():
    stree = tree(nets.Small)
    stree.insert(stree.before("input_x"), relu())


def case_insert_at_another_tree():
    stree = tree(nets.Nested)
    inside = stree.get_node("a").get_sub_tree()
    stree.insert(inside.after("dense"), relu())


def case_insert_no_position():
    stree = tree(nets.Small)
    stree.insert("conv1", relu())


def case_insert_no_node():
    stree = tree(nets.Small)
    stree.insert(stree.after("conv1"), "relu")


def case_erase():
    stree = tree(nets.Small)
    erased = stree.erase("relu_1")
    users = names(stree.get_node("conv2").get_users())
    return erased.get_name(), users, stree.get_node("relu_1"), run(stree, IMAGES)


def case_erase_what_is_used():
    stree = tree(nets.Small)
    stree.erase("fc1")
    return row(stree.get_node("relu_2"))


def case_erase_missing():
    return tree(nets.Small).erase("nothing")


def case_erase_number():
    return tree(nets.Small).erase(3)


def case_erase_an_input():
    return tree(nets.Small).erase("input_x")


def case_replace():
    stree = tree(nets.Small)
    new = [relu(name="first"), Node.create_call_cell(nn.Tanh(), ["x"], [name("x")], name="second")]
    last = stree.replace(stree.get_node("relu_1"), new)
    return last.get_name(), names(stree.nodes()), run(stree, IMAGES)


def case_replace_by_nothing():
    stree = tree(nets.Small)
    return stree.replace(stree.get_node("relu"), [])


def case_replace_no_list():
    stree = tree(nets.Small)
    return stree.replace(stree.get_node("relu"), 3)


def case_replace_by_a_number():
    stree = tree(nets.Small)
    return stree.replace(stree.get_node("relu"), [3])


def case_replace_a_name():
    return tree(nets.Small).replace("relu", [relu()])


def case_set_arg():
    stree = tree(nets.Small)
    node = stree.get_node("relu_2")
    node.set_arg(0, "x")
    stree.get_node("fc2").set_arg(0, ScopedValue.create_naming_value("fc1_var"))
    flat = stree.get_node("flatten")
    return row(node), row(stree.get_node("fc2")), names(flat.get_users()), run(stree, IMAGES)


def case_set_arg_of_an_operation():
    stree = tree(nets.Branches)
    stree.get_node("compare_gt").set_arg(1, ScopedValue.create_variable_value(10))
    return row(stree.get_node("compare_gt")), network(stree)(ROWS, 5)


def case_set_arg_out_of_range():
    tree(nets.Small).get_node("relu").set_arg(1, "x")


def case_set_arg_index_no_int():
    tree(nets.Small).get_node("relu").set_arg("0", "x")


def case_set_arg_number():
    tree(nets.Small).get_node("relu").set_arg(0, 3)


def case_set_arg_by_node():
    stree = tree(nets.Operations)
    node = stree.get_node("add")
    node.set_arg_by_node(0, stree.get_node("split"), 1)
    return row(node)


def case_set_arg_by_node_of_two_targets():
    stree = tree(nets.Operations)
    stree.get_node("add").set_arg_by_node(0, stree.get_node("split"))


def case_set_arg_by_node_no_node():
    tree(nets.Small).get_node("relu").set_arg_by_node(0, "conv1")


def case_set_arg_by_node_target_out_of_range():
    stree = tree(nets.Small)
    stree.get_node("relu").set_arg_by_node(0, stree.get_node("conv1"), 2)


def case_set_output():
    stree = tree(nets.Small)
    node = stree.set_output(0, "fc1_var")
    return row(node), run(stree, IMAGES)


def case_flatten_static_branches():
    first, second = tree(nets.Small), nets.Small()
    second.top = False
    second = SymbolTree.create(second)
    first.flatten_static_if_control_flow()
    second.flatten_static_if_control_flow()
    return names(first.nodes()), run(first, IMAGES), run(second, IMAGES)


def case_flatten_nodes_of_a_call():
    stree = tree(nets.Small)
    return stree.flatten_nodes(stree.get_node("conv1"))


# Networks are read and edited in no mode; what comes of it is compiled in some cases.
COMPILED = "insert_a_layer_with_parameters insert_into_a_tree_inside".split()
PYNATIVE_ONLY = tuple(
    text.removeprefix("case_")
    for text in tuple(globals())
    if text.removeprefix("case_") not in COMPILED
)
