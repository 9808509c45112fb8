"""`mindspore.rewrite`: nodes of networks, edits, the networks that come of them."""

import shutil

import numpy as np
from mindspore import Tensor, nn, ops, value_and_grad
from mindspore.rewrite import (
    Node,
    NodeType,
    PatternEngine,
    PatternNode,
    Replacement,
    ScopedValue,
    SymbolTree,
    ValueType,
    VarNode,
)

from compat_tests import rewrite_nets as nets

name = ScopedValue.create_naming_value
IMAGES = Tensor(np.cos(np.arange(200) * 0.1).reshape(2, 1, 10, 10).astype(np.float32))
ROWS = Tensor(np.cos(np.arange(6) * 0.7).reshape(2, 3).astype(np.float32))


def tree(make):
    return SymbolTree.create(make())


def names(nodes):
    return [node.get_name() for node in nodes]


def row(node):
    kind = node.get_instance_type()
    return [
        node.get_name(),
        str(node.get_node_type()),
        str(node.get_targets()),
        str(node.get_args()),
        str(node.get_kwargs()),
        getattr(kind, "__name__", str(kind)),
        names(node.get_inputs()),
        names(node.get_users()),
    ]


def relu(target="x", **options):
    return Node.create_call_cell(nn.ReLU(), [target], [name(target)], **options)


def reading(make):
    return lambda: [row(node) for node in tree(make).nodes(all_nodes=True)]


def network(stree):
    # MindSpore writes over a file that is there without shortening it.
    shutil.rmtree("rewritten_network", ignore_errors=True)
    return stree.get_network()


def run(stree, *inputs):
    return nets.fill(network(stree))(*inputs)


READ = (
    "Small",
    "Block",
    "Scaled",
    "Inherits",
    "Nested",
    "Branches",
    "Operations",
    "Calls",
    "Pairs",
)
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


class Smooth(Replacement):
    """GELU in the place of what matches."""

    def __init__(self):
        self.seen = []

    def build(self, pattern, is_chain_pattern, matched):
        last = matched[pattern.name()]
        self.seen.append((is_chain_pattern, names(matched.values())))
        args = next(iter(matched.values())).get_args()
        new = Node.create_call_cell(nn.GELU(False), last.get_targets(), args, name="gelu")
        return [new]


def apply(stree, pattern):
    replacement = Smooth()
    changed = PatternEngine(pattern, replacement).apply(stree)
    return changed, replacement.seen


def case_pattern_of_one():
    stree = tree(nets.Small)
    return (
        apply(stree, [nn.ReLU]),
        apply(stree, [nn.ReLU]),
        names(stree.nodes()),
        run(stree, IMAGES),
    )


def case_pattern_of_two():
    stree = tree(nets.Pairs)
    return apply(stree, [nn.Dense, nn.ReLU]), names(stree.nodes()), run(stree, ROWS)


def case_pattern_of_a_tree():
    root = PatternNode("root", ops.Add, [VarNode(), PatternNode("one", nn.ReLU, [VarNode()])])
    stree = tree(nets.Pairs)
    return apply(stree, root), names(stree.nodes())


def case_pattern_that_is_not_there():
    return apply(tree(nets.Pairs), [nn.ReLU, nn.ReLU])


def case_pattern_replaced_by_nothing():
    class Nothing(Replacement):
        def build(self, pattern, is_chain_pattern, matched):
            return []

    return PatternEngine([nn.ReLU], Nothing()).apply(tree(nets.Small))


def case_pattern_match():
    stree = tree(nets.Small)
    nodes = [stree.get_node(text) for text in ("relu", "conv1", "input_x")]
    patterns = [PatternNode("a", nn.ReLU), PatternNode("a"), PatternNode("a", nn.Cell), VarNode()]
    return [[p.match(node) for node in nodes] for p in patterns]


def case_pattern_without_replacement():
    return PatternEngine([nn.ReLU])


def case_pattern_node_name():
    return PatternNode(3)


def case_pattern_node_inputs():
    return PatternNode("a", nn.ReLU, [3])


def case_pattern_node_match_number():
    return PatternNode("a", nn.ReLU).match(3)


def case_pattern_from_no_list():
    return PatternNode.create_pattern_from_list(nn.ReLU)


def case_replacement_is_abstract():
    return Replacement()


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


def case_flatten_nodes_of_a_call():
    stree = tree(nets.Small)
    return stree.flatten_nodes(stree.get_node("conv1"))


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


def case_training_step():
    stree = tree(nets.Small)
    apply(stree, [nn.ReLU])
    stree.erase("pool")
    node = Node.create_call_cell(nn.AvgPool2d(2, 2), ["x"], [name("x")], name="average")
    stree.insert(stree.before("conv2"), node)
    net = nets.fill(network(stree))
    weights = net.trainable_params()

    def loss_of(x):
        return net(x).square().mean()

    step = value_and_grad(loss_of, None, weights)
    optimizer = nn.SGD(weights, 0.1)
    losses = []
    for _ in range(2):
        loss, gradients = step(IMAGES)
        optimizer(gradients)
        losses.append(loss)
    return losses, net.fc1.weight.value()[0], [p.name for p in weights]


# Reading and editing networks has no mode; what comes out is compiled in some cases.
COMPILED = (
    "unedited_network insert_a_layer_with_parameters insert_into_a_tree_inside training_step"
).split()
PYNATIVE_ONLY = tuple(
    text.removeprefix("case_")
    for text in (*globals(), *CASES)
    if text.removeprefix("case_") not in COMPILED
)
