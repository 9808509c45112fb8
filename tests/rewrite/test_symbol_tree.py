"""Trees: edits that are refused, branches that are flattened, what is printed and saved."""

import linecache
import sys
import types

import numpy as np
import pytest

from msjax import Tensor, nn, ops
from msjax import rewrite as public
from msjax.rewrite import (
    ArgType,
    Node,
    NodeType,
    ScopedValue,
    SparseFunc,
    SymbolTree,
    TreeNodeHelper,
    ValueType,
    sparsify,
)
from tests.rewrite.networks import Child, Inner, Leaf, Loop, Static, Twice

X = Tensor(np.array([[1.0, -2.0, 3.0]], np.float32))
name = ScopedValue.create_naming_value


def names(nodes):
    return [n.get_name() for n in nodes]


def relu(**options):
    return Node.create_call_cell(nn.ReLU(), ["x"], [name("x")], **options)


def negated(x):
    return -x


def test_all_names_are_public():
    assert sorted(public.__all__) == public.__all__
    assert all(hasattr(public, text) for text in public.__all__)


def test_a_class_without_source_is_refused():
    names = {"nn": nn}
    exec("class Made(nn.Cell):\n    def construct(self, x):\n        return x", names)
    with pytest.raises(TypeError, match="source of the network class 'Made'"):
        SymbolTree.create(names["Made"]())


def test_a_class_of_a_notebook_is_read(monkeypatch):
    text = "\nclass Made(nn.Cell):\n    def construct(self, x):\n        return nn.ReLU()(x)\n"
    lines = text.splitlines(True)
    monkeypatch.setitem(linecache.cache, "<cell 1>", (len(text), None, lines, "<cell 1>"))
    names = {"nn": nn, "__name__": "a_notebook"}
    exec(compile(text, "<cell 1>", "exec"), names)
    made = SymbolTree.create(names["Made"]()).get_network()
    np.testing.assert_array_equal(made(X).asnumpy(), np.maximum(X.asnumpy(), 0))


def test_a_cell_without_source_inside_is_a_call():
    names = {"nn": nn}
    exec("class Made(nn.Cell):\n    def construct(self, x):\n        return x", names)
    stree = SymbolTree.create(Leaf())
    node = Node.create_call_cell(names["Made"](), ["x"], [name("x")], name="made", is_sub_net=True)
    stree.insert(stree.after("input_x"), node)
    assert node.get_node_type() is NodeType.CallCell


def test_an_inserted_network_has_a_tree():
    stree = SymbolTree.create(Leaf())
    node = Node.create_call_cell(Leaf(), ["x"], [name("x")], name="leaf", is_sub_net=True)
    with pytest.raises(AttributeError, match="no symbol tree"):
        node.get_sub_tree()
    stree.insert(stree.after("input_x"), node)
    inside = TreeNodeHelper.get_sub_tree(node)
    inside.get_node("binop_add").set_arg(1, ScopedValue.create_variable_value(10))
    np.testing.assert_array_equal(stree.get_network()(X).asnumpy(), np.maximum(X.asnumpy(), 0) + 11)


@pytest.mark.parametrize(
    ("position", "node", "error", "match"),
    [
        ("input_x", lambda: Node.create_input("y"), None, ""),
        ("relu", lambda: Node.create_input("y"), RuntimeError, "after the last input"),
    ],
)
def test_inputs_go_after_inputs(position, node, error, match):
    stree = SymbolTree.create(Leaf())
    if error is None:
        stree.insert(stree.after(position), node())
        assert names(stree.get_inputs()) == ["input_x", "input_y"]
        return
    with pytest.raises(error, match=match):
        stree.insert(stree.after(position), node())


def test_an_input_after_one_with_a_default_needs_one():
    stree = SymbolTree.create(Leaf())
    two = ScopedValue.create_variable_value(2)
    stree.insert(stree.after("input_x"), Node.create_input("y", two))
    with pytest.raises(ValueError, match="needs a default"):
        stree.insert(stree.after("input_y"), Node.create_input("z"))


def test_the_default_of_an_inserted_input_holds():
    stree = SymbolTree.create(Leaf())
    two = ScopedValue.create_variable_value(2.0)
    stree.insert(stree.after("input_x"), Node.create_input("y", two))
    stree.get_node("binop_add").set_arg(1, "y")
    made = stree.get_network()
    np.testing.assert_array_equal(made(X).asnumpy(), np.maximum(X.asnumpy(), 0) + 2)
    stree.get_node("input_y").set_arg(0, ScopedValue.create_variable_value(3.0))
    np.testing.assert_array_equal(made(X).asnumpy() + 1, stree.get_network()(X).asnumpy())


def test_only_cells_go_into_containers():
    stree = SymbolTree.create(Child())
    node = Node.create_call_function(negated, ["x"], [name("x")])
    with pytest.raises(TypeError, match="container of Cells"):
        stree.insert(stree.after("ReLU"), node)


def test_nothing_goes_between_branches():
    stree = SymbolTree.create(Static())
    with pytest.raises(RuntimeError, match="between the branches"):
        stree.insert(stree.before("else_node"), relu())
    stree.insert(stree.after("if_node"), relu(name="after"))
    order = names(stree.nodes())
    assert order.index("after") == order.index("else_node") + 1


def test_erasing_an_if_erases_its_else():
    stree = SymbolTree.create(Loop())
    stree.erase("if_node")
    assert not {"if_node", "else_node"} & set(names(stree.nodes()))


def test_erasing_an_else_keeps_its_if():
    stree = SymbolTree.create(Static(1))
    stree.erase("else_node")
    text = stree.get_code()
    assert "if and_var:" in text
    assert "else:" not in text


def test_an_emptied_branch_passes():
    stree = SymbolTree.create(Static(1))
    stree.erase(next(n for n in stree.nodes(True) if n.get_name() == "return"))
    stree.erase("if_node")
    stree.get_network()(X)


def test_one_cell_called_twice_has_one_tree():
    stree = SymbolTree.create(Twice())
    first, second = (stree.get_node(text).get_sub_tree() for text in ("leaf", "leaf_1"))
    assert first == second
    assert hash(first) == hash(second)
    first.get_node("binop_add").set_arg(1, ScopedValue.create_variable_value(10))
    np.testing.assert_array_equal(stree.get_network()(X).asnumpy(), np.maximum(X.asnumpy(), 0) + 20)


def test_nodes_of_one_entry_are_equal():
    stree = SymbolTree.create(Child())
    one, other = stree.get_node("ReLU"), stree.get_node("ReLU")
    assert one == other
    assert hash(one) == hash(other)
    assert one.get_symbol_tree() == stree


def test_arguments_of_cells_of_a_container_stay():
    with pytest.raises(NotImplementedError, match="arg=y"):
        SymbolTree.create(Child()).get_node("ReLU_1").set_arg(0, "y")


def test_functions_inside_of_construct_are_not_those_outside():
    stree = SymbolTree.create(Inner())
    assert stree.get_node("helper").get_instance() is None
    stree.insert(stree.after("helper"), Node.create_call_function(negated, ["x"], [name("x")]))
    np.testing.assert_array_equal(stree.get_network()(X).asnumpy(), -X.asnumpy() - 1)


def test_arguments_that_are_objects_have_no_code():
    with pytest.raises(NotImplementedError, match="attribute of the network"):
        Node.create_call_cell(nn.ReLU(), ["x"], [ScopedValue.create_variable_value(X)])


def test_arguments_may_be_containers():
    both = ScopedValue.create_variable_value(((1, [2, 3]), {"a": None}))
    node = Node.create_call_function(negated, ["x", "self.y"], [both], {"k": both})
    stree = SymbolTree.create(Leaf())
    stree.insert(stree.after("input_x"), node)
    assert (
        "x, self.y = negated(((1, [2, 3]), {'a': None}), k=((1, [2, 3]), {'a': None}))"
        in stree.get_code()
    )


def test_a_primitive_can_be_inserted():
    stree = SymbolTree.create(Leaf())
    node = Node.create_call_cell(ops.Neg(), ["x"], [name("x")])
    stree.insert(stree.after("input_x"), node)
    assert node.get_name() == "Neg"
    np.testing.assert_array_equal(stree.get_network()(X).asnumpy(), np.maximum(-X.asnumpy(), 0) + 1)


def test_tables_need_tabulate(monkeypatch, capsys, caplog):
    stree = SymbolTree.create(Static())
    monkeypatch.setitem(sys.modules, "tabulate", None)
    stree.print_node_tabulate()
    assert capsys.readouterr().out == ""
    made = types.SimpleNamespace(tabulate=lambda rows, head: "\n".join(map(str, [head, *rows])))
    monkeypatch.setitem(sys.modules, "tabulate", made)
    stree.print_node_tabulate(all_nodes=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "[StaticOpt]"
    assert lines[1] == "['node type', 'name', 'codes', 'arg providers', 'target users']"
    assert "['NodeType.Input', 'input_x', 'x', '[]'" in lines[2]
    assert "[StaticOpt.if_node.if_node_1]" in lines
    assert any("if and_var:\\n    x = self.relu(x)" in line for line in lines)


def test_dump_prints_names_and_code(capsys):
    SymbolTree.create(Leaf()).dump()
    assert capsys.readouterr().out.splitlines() == [
        "Leaf.construct",
        "  input_x: x",
        "  relu: relu_var = self.relu(x)",
        "  binop_add: add_var = relu_var + 1",
        "  return: return add_var",
    ]


def test_code_is_saved(tmp_path):
    stree = SymbolTree.create(Leaf())
    stree.set_saved_file_name(str(tmp_path / "made"))
    stree.save_network_to_file()
    path = tmp_path / "made.py"
    assert path.read_text() == stree.get_code()
    assert path.stat().st_mode & 0o777 == 0o600


def test_get_code_of_a_leaf():
    assert (
        SymbolTree.create(Leaf()).get_code()
        == """import msjax.nn as nn
from tests.rewrite.networks import Leaf


class LeafOpt(Leaf):

    def __init__(self, obj):
        nn.Cell.__init__(self)
        self.__setstate__(obj.__getstate__())

    def construct(self, x):
        relu_var = self.relu(x)
        add_var = relu_var + 1
        return add_var
"""
    )


def test_sparsify_is_refused():
    with pytest.raises(NotImplementedError, match=r"f=Leaf, arg_types=.*sparse_rules=None"):
        sparsify(Leaf(), (ArgType.CSR,))
    assert SparseFunc("add") == ("add", None, None)


def test_values_can_be_keys():
    made = [name("x"), name("x"), name("x", "self"), ScopedValue.create_variable_value([1])]
    assert len(set(made)) == 3
    assert name("x") != "x"
    assert ValueType(40) is ValueType.NamingValue
