"""Patterns: made of nodes, and what is no match."""

import pytest

from msjax import nn
from msjax.rewrite import Node, PatternEngine, PatternNode, Replacement, ScopedValue, SymbolTree
from tests.rewrite.networks import Leaf


def test_patterns_from_nodes_match_them():
    node = SymbolTree.create(Leaf()).get_node("relu")
    pattern = PatternNode.create_pattern_from_node(node)
    assert pattern.match(node)
    assert [p.name() for p in pattern.get_inputs()] == ["input_x"]
    assert PatternNode.from_node(node).get_inputs() == []


def test_a_result_that_is_used_elsewhere_is_no_match():
    class Both(Replacement):
        def build(self, pattern, is_chain_pattern, matched):
            raise AssertionError("there is no match")

    stree, value = SymbolTree.create(Leaf()), ScopedValue.create_naming_value("relu_var")
    stree.insert(
        stree.after("relu"), Node.create_call_cell(nn.ReLU(), ["x"], [value], name="second")
    )
    assert not PatternEngine([nn.ReLU, nn.ReLU], Both()).apply(stree)


@pytest.mark.parametrize("classes", [[], [3]])
def test_patterns_are_lists_of_classes(classes):
    with pytest.raises(TypeError):
        PatternNode.create_pattern_from_list(classes)
