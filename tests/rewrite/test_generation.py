"""Generated networks do what the edited code says, and the others stay as they are."""

import copy
import inspect
import pickle
import warnings

import numpy as np
import pytest

import msjax as ms
from msjax import Tensor, nn, ops
from msjax.rewrite import Node, PatternEngine, Replacement, ScopedValue, SymbolTree
from tests.rewrite import networks
from tests.rewrite.networks import Child, Factorial, Holder, Leaf, Loop, Members, local

X = Tensor(np.array([[1.0, -2.0, 3.0]], np.float32))
name = ScopedValue.create_naming_value


def negated(target):
    return Node.create_call_function(ops.neg, [target], [name(target)])


def standalone(stree):
    """Run the text of `get_code` by itself."""
    names = {"__name__": "generated"}
    exec(stree.get_code(), names)
    made = [v for k, v in names.items() if k.endswith("Opt")][-1]
    return made(stree.get_origin_network())


def value(x):
    return np.asarray(x.asnumpy())


def test_unedited_code_means_the_same():
    net = Child()
    made = SymbolTree.create(net).get_network()
    assert isinstance(made, Child)
    for options in ({}, {"k": 3.0}):
        np.testing.assert_array_equal(value(made(X, **options)), value(net(X, **options)))
    assert (net.count, made.count) == (2, 2)


PLACES = "construct helper binop_sub binop_mult_3 doubled rows layer method_1".split()


@pytest.mark.parametrize("place", PLACES)
def test_an_edit_anywhere_changes_the_result_and_the_text_alike(place):
    net = Child()
    stree = SymbolTree.create(net)
    node = stree.get_node(place)
    stree.insert(stree.after(node), negated(str(node.get_targets()[0])))
    before = value(net(X, k=3.0))
    made = value(stree.get_network()(X, k=3.0))
    assert not np.array_equal(made, before)
    np.testing.assert_array_equal(value(standalone(stree)(X, k=3.0)), made)
    np.testing.assert_array_equal(value(net(X, k=3.0)), before)


def test_an_edited_method_is_edited_for_one_call():
    stree = SymbolTree.create(Child())
    inner = next(n for n in stree.nodes(True) if n.get_name() == "binop_sub")
    stree.insert(stree.after(inner), negated(str(inner.get_targets()[0])))
    text = stree.get_code()
    assert "z = self.method_1(y, k)" in text
    assert "= self.method(y)" in text
    assert hasattr(stree.get_network(), "method")


def test_cells_in_nested_containers_are_replaced_in_a_copy():
    net = Child()
    stree = SymbolTree.create(net)
    for place in ("ReLU", "ReLU_1", "ReLU_2", "Leaf"):
        node = stree.get_node(place)
        new = Node.create_call_cell(nn.Tanh(), node.get_targets(), node.get_args(), name="tanh")
        stree.replace(node, [new])
    made = stree.get_network()
    assert [type(c).__name__ for c in made.layers] == ["Tanh", "Sigmoid"]
    assert [type(c).__name__ for c in made.rows[1]] == ["Tanh", "Tanh"]
    assert type(made.rows[0]) is nn.Tanh
    assert [type(c).__name__ for c in net.layers] == ["ReLU", "Sigmoid"]
    assert type(net.rows[0]) is nn.ReLU
    assert value(made(X)).shape == (1, 3)


def test_a_tree_in_a_container_is_edited():
    net = nn.SequentialCell(Leaf())
    stree = SymbolTree.create(net)
    tree = stree.get_node("Leaf").get_sub_tree()
    tree.erase("relu")
    tree.get_node("binop_add").set_arg(0, "x")
    np.testing.assert_array_equal(value(stree.get_network()(X)), value(X) + 1)
    np.testing.assert_array_equal(value(net(X)), np.maximum(value(X), 0) + 1)


def test_parameters_are_shared_and_named_after_their_path():
    net = Leaf()
    stree = SymbolTree.create(net)
    call = Node.create_call_cell(Holder(), ["x"], [name("x")], name="one", is_sub_net=True)
    stree.insert(stree.after("input_x"), call)
    stree.insert(
        stree.after("one"),
        Node.create_call_cell(Holder(), ["x"], [name("x")], name="two", is_sub_net=True),
    )
    for place in ("one", "two"):
        tree = stree.get_node(place).get_sub_tree()
        new = Node.create_call_cell(nn.Dense(3, 3), ["x"], [name("x")], name="fc")
        tree.insert(tree.after("input_x"), new)
    inner = stree.get_node("one").get_sub_tree()
    row = Node.create_call_cell(nn.Dense(3, 3), ["x"], [name("x")], name="row")
    inner.insert(inner.before("Dense"), row)
    made = stree.get_network()
    weights = [p.name for p in made.get_parameters() if "weight" in p.name]
    expected = "one.fc one.rows.0 one.rows.1 two.fc two.rows.0".split()
    assert sorted(weights) == [f"{path}.weight" for path in expected]
    assert made.two.rows[0].weight is net.two.rows[0].weight
    assert made.one.rows[1].weight is net.one.rows[0].weight


def test_control_flow_over_tensors_is_compiled():
    net = Loop()
    stree = SymbolTree.create(net)
    stree.insert(stree.before("return"), negated("x"))
    made = stree.get_network()
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = value(made(X))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    np.testing.assert_array_equal(compiled, -value(net(X)))


def test_the_source_of_a_generated_network_is_known():
    made = SymbolTree.create(Loop()).get_network()
    assert inspect.getsource(type(made).construct).startswith("    def construct(self, x):")


def test_a_generated_network_can_be_edited_again():
    net = Child()
    first = SymbolTree.create(net)
    first.insert(first.after("rows"), negated("y"))
    second = SymbolTree.create(first.get_network())
    second.insert(second.after("rows"), negated("y"))
    np.testing.assert_array_equal(value(second.get_network()(X)), value(net(X)))


def test_a_generated_network_can_be_copied_and_pickled():
    made = SymbolTree.create(Leaf()).get_network()
    for other in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        np.testing.assert_array_equal(value(other(X)), value(made(X)))


def test_recursion_properties_static_methods_and_decorators():
    assert SymbolTree.create(Factorial()).get_network()(5) == 120
    members = SymbolTree.create(Members())
    np.testing.assert_array_equal(value(members.get_network()(X)), np.maximum(value(X), 0) + 1)
    assert "@ms.jit" in members.get_code()


def test_what_cannot_be_imported_is_in_the_network_all_the_same():
    stree = SymbolTree.create(local(7.0))
    function = lambda v: v * 0.5  # noqa: E731
    stree.insert(stree.after("input_x"), Node.create_call_function(function, ["x"], [name("x")]))
    assert "# Local cannot be imported" in stree.get_code()
    np.testing.assert_array_equal(value(stree.get_network()(X)), value(X) * 0.5 + 7)


def test_a_name_that_means_two_things_is_imported_twice():
    stree = SymbolTree.create(Child())

    def helper(x):
        return x * 0

    stree.insert(stree.after("rows"), Node.create_call_function(helper, ["y"], [name("y")]))
    text = stree.get_code()
    assert "y = helper(y)" in text
    assert "helper_1" in text
    stree.get_network()(X, k=3.0)


def test_a_function_with_the_name_of_a_variable_is_imported_under_another():
    stree = SymbolTree.create(Child())
    renamed = Node.create_call_cell(nn.ReLU(), ["neg"], [name("x")], name="first")
    stree.insert(stree.after("input_x"), renamed)
    stree.insert(stree.after("rows"), negated("y"))
    text = stree.get_code()
    assert "from msjax.ops import neg as neg_1" in text
    assert "y = neg_1(y)" in text
    np.testing.assert_array_equal(value(standalone(stree)(X)), value(stree.get_network()(X)))


def test_a_class_that_was_defined_again_is_not_mistaken(monkeypatch):
    net = Child()
    monkeypatch.setattr(networks, "Child", Leaf)
    made = SymbolTree.create(net).get_network()
    np.testing.assert_array_equal(value(made(X)), value(net(X)))


def test_training_state_is_taken_over():
    net = Leaf().set_train()
    made = SymbolTree.create(net).get_network()
    assert made.training
    made.set_train(False)
    assert net.training


def test_patterns_come_to_all_networks_and_containers():
    class Smooth(Replacement):
        def build(self, pattern, is_chain_pattern, matched):
            node = matched[pattern.name()]
            return [Node.create_call_cell(nn.GELU(), node.get_targets(), node.get_args())]

    stree = SymbolTree.create(Child())
    assert PatternEngine([nn.ReLU], Smooth()).apply(stree)
    made = stree.get_network()
    assert [type(c).__name__ for c in made.layers] == ["GELU", "Sigmoid"]
    assert type(made.rows[0]) is nn.GELU
    assert type(made.rows[1][0]) is nn.GELU
    assert "GELU" in str(made.rows[1][1])
    made(X)
