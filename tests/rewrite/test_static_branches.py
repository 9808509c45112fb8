"""Branches whose condition is known when the tree is edited."""

import numpy as np
import pytest

from msjax import Tensor
from msjax.rewrite import SymbolTree
from tests.rewrite.networks import Loop, Static

X = Tensor(np.array([[1.0, -2.0, 3.0]], np.float32))


def names(nodes):
    return [n.get_name() for n in nodes]


@pytest.mark.parametrize(("size", "kept"), [(3, 1), (5, 2), (1, 2)])
def test_static_branches(size, kept):
    net = Static(size)
    stree = SymbolTree.create(net)
    stree.flatten_static_if_control_flow()
    left = names(stree.nodes())
    assert "else_node" not in left
    if kept == 2:
        assert left[-1] == "return_1"
    else:
        assert "if_node_1" not in names(stree.nodes(True))
        assert "if_node_2" in left
    np.testing.assert_array_equal(stree.get_network()(X).asnumpy(), net(X).asnumpy())


def test_flatten_nodes_takes_one_branch():
    stree = SymbolTree.create(Loop())
    stree.flatten_nodes(stree.get_node("else_node"))
    assert "if_node" not in names(stree.nodes())
    assert "binop_sub" in names(stree.nodes())


def test_loops_are_not_flattened():
    stree = SymbolTree.create(Loop())
    with pytest.raises(NotImplementedError, match="node='while_node'"):
        stree.flatten_nodes(stree.get_node("while_node"))
