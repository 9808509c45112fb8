"""Patterns of calls, found in a tree and replaced."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from typing import Any

from msjax.nn import Cell
from msjax.rewrite.checks import check_elements, check_type
from msjax.rewrite.entries import Block, Entry, Links, links
from msjax.rewrite.node import Node
from msjax.rewrite.symbol_tree import SymbolTree
from msjax.rewrite.tree import Tree


class PatternNode:
    """One call of a pattern: what is called, and the calls that its arguments come from.

    Args:
        pattern_node_name: its name in the pattern.
        match_type: the class of the Cell or Primitive that is called. Default: `type[None]`, which
            none has.
        inputs: the PatternNodes of the arguments. Default: None, for any arguments.

    Raises:
        TypeError: an argument is of another type.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(
        self,
        pattern_node_name: str,
        match_type: type = type[None],
        inputs: list[PatternNode] | None = None,
    ):
        check_type("PatternNode", "pattern_node_name", pattern_node_name, str)
        if inputs is not None:
            check_elements("PatternNode", "inputs", inputs, PatternNode)
        self._name = pattern_node_name
        self._type = match_type
        self._inputs = list(inputs or ())

    @staticmethod
    def from_node(node: Node) -> PatternNode:
        """Make a PatternNode that matches calls of what a node calls.

        Args:
            node: the node.

        Raises:
            TypeError: it is no Node.

        Differs: MindSpore raises a TypeError for every node.
        """
        check_type("PatternNode", "node", node, Node)
        return PatternNode(node.get_name(), node.get_instance_type())

    @staticmethod
    def create_pattern_from_node(node: Node) -> PatternNode:
        """Make a pattern of a node and of all that its arguments come from.

        Args:
            node: the node.

        Raises:
            TypeError: it is no Node.

        Differs: MindSpore raises a TypeError for every node.
        """
        pattern = PatternNode.from_node(node)
        pattern.set_inputs([PatternNode.create_pattern_from_node(n) for n in node.get_inputs()])
        return pattern

    @staticmethod
    def create_pattern_from_list(type_list: list[type]) -> PatternNode:
        """Make a pattern of calls one after another.

        Args:
            type_list: the classes of the Cells and Primitives called, the first one first.

        Returns:
            The PatternNode of the last one.

        Raises:
            TypeError: `type_list` is no list of classes.
        """
        check_type("PatternNode", "type_list", type_list, list)
        check_elements("PatternNode", "type_list", type_list, type)
        if not type_list:
            raise TypeError("For 'PatternNode', the 'type_list' is empty; name one class at least.")
        last: list[PatternNode] = []
        for i, match_type in enumerate(type_list):
            last = [PatternNode(f"{i}-{match_type}", match_type, last)]
        return last[0]

    def add_input(self, node: PatternNode) -> None:
        """Add a PatternNode for one more argument.

        Raises:
            TypeError: it is none.
        """
        check_type("PatternNode", "node", node, PatternNode)
        self._inputs.append(node)

    def set_inputs(self, inputs: list[PatternNode]) -> None:
        """Set the PatternNodes of the arguments.

        Raises:
            TypeError: `inputs` is no list of PatternNodes.
        """
        check_elements("PatternNode", "inputs", inputs, PatternNode)
        self._inputs = list(inputs)

    def match(self, node: Node) -> bool:
        """Tell whether a node calls what this PatternNode says; its arguments do not count.

        Raises:
            TypeError: `node` is no Node.
        """
        check_type("PatternNode", "node", node, Node)
        return node.get_instance_type() is self._type and node.get_instance() is not None

    def get_inputs(self) -> list[PatternNode]:
        """Return the PatternNodes of the arguments."""
        return self._inputs

    def name(self) -> str:
        """Return the name."""
        return self._name

    def type(self) -> Any:
        """Return the class of what is called."""
        return self._type


class VarNode(PatternNode):
    """A PatternNode that matches every node; what it matches is not replaced.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(self):
        super().__init__("placeholder", Cell)

    def match(self, node: Node) -> bool:
        """Return True.

        Raises:
            TypeError: `node` is no Node.

        Differs: MindSpore raises an AttributeError for what is no Node.
        """
        check_type("VarNode", "node", node, Node)
        return True


class Replacement(ABC):
    """Makes the nodes that come in the place of a match; a subclass defines `build`.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    @abstractmethod
    def build(
        self, pattern: PatternNode, is_chain_pattern: bool, matched: OrderedDict[str, Node]
    ) -> list[Node]:
        """Return the nodes that replace a match; none leave it as it is.

        Args:
            pattern: the last PatternNode of the pattern.
            is_chain_pattern: whether each PatternNode has one input at most.
            matched: the nodes by name of PatternNode, the last call last; VarNodes are left out.
        """
        raise NotImplementedError(f"{type(self).__name__} defines no build().")


class PatternEngine:
    """Replaces every match of a pattern in a tree.

    Args:
        pattern: the last PatternNode of a pattern, or a list of the classes that are called one
            after another.
        replacement: a `Replacement`.

    Raises:
        TypeError: an argument is of another type.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(self, pattern: PatternNode | list, replacement: Replacement | None = None):
        check_type("PatternEngine", "replacement", replacement, Replacement)
        check_type("PatternEngine", "pattern", pattern, PatternNode, list)
        if isinstance(pattern, list):
            pattern = PatternNode.create_pattern_from_list(pattern)
        self._pattern = pattern
        assert replacement is not None
        self._replacement = replacement

    def pattern(self) -> PatternNode:
        """Return the last PatternNode of the pattern."""
        return self._pattern

    def apply(self, stree: SymbolTree) -> bool:
        """Replace the matches in a tree, in containers of Cells, and in trees inside of it.

        Calls whose results are used outside of the match, but for the last one, are no match. Code
        inside of control flow and functions is left alone, as in MindSpore.

        Args:
            stree: the tree.

        Returns:
            Whether something was replaced.

        Raises:
            TypeError: `stree` is no SymbolTree.

        Differs: MindSpore returns False where only containers and trees inside have changed, and
        does not come to Cells of a CellList, of containers in containers, and after what no input
        of the network leads to.
        """
        check_type("PatternEngine", "stree", stree, SymbolTree)
        tree = stree.get_handler()
        return self._apply_to(tree, tree.block, set())

    def _apply_to(self, tree: Tree, block: Block, seen: set[Block]) -> bool:
        """Replace the matches in a block, and in the containers and trees that it calls."""
        changed = False
        seen.add(block)
        for entry in list(block.entries):
            if entry.block is not block:
                continue
            if self._replace(tree, entry):
                changed = True
                continue
            inner = entry.sub_tree or tree
            body = inner.block if entry.sub_tree else entry.body
            is_code = entry.sub_tree is not None or (body is not None and body.cells)
            if is_code and body is not None and body not in seen:
                changed |= self._apply_to(inner, body, seen)
        return changed

    def _replace(self, tree: Tree, entry: Entry) -> bool:
        """Replace the match that ends with an entry; return whether there is one."""
        matched: OrderedDict[str, Node] = OrderedDict()
        last, edited = Node(entry), SymbolTree(tree)
        if not _match(self._pattern, last, matched):
            return False
        if entry.block is None or not _is_closed(links(entry.block), self._pattern, matched):
            return False
        new = self._replacement.build(self._pattern, _is_chain(self._pattern), matched)
        if new:
            edited.replace(last, new)
            for node in matched.values():
                if node != last:
                    edited.erase(node)
        return bool(new)


def _match(pattern: PatternNode, node: Node, matched: OrderedDict[str, Node]) -> bool:
    """Tell whether a node and those its arguments come from match; collect them."""
    if not pattern.match(node):
        return False
    if isinstance(pattern, VarNode):
        return True
    wanted = pattern.get_inputs()
    found = node.get_inputs() if wanted else []
    inner = [p for p in wanted if not isinstance(p, VarNode)]
    if len(found) != len(wanted) and (inner or found):
        return False
    if not all(_match(p, n, matched) for p, n in zip(wanted, found, strict=False)):
        return False
    matched[pattern.name()] = node
    return True


def _is_closed(found: Links, pattern: PatternNode, matched: OrderedDict[str, Node]) -> bool:
    """Tell whether results of all calls but the last are used in the match only."""
    entries = {node.get_handler() for node in matched.values()}
    last = matched[pattern.name()].get_handler()
    users = [found.users[e].values() for e in entries if e is not last]
    return all(user in entries for uses in users for use in uses for user, _ in use)


def _is_chain(pattern: PatternNode) -> bool:
    inputs = pattern.get_inputs()
    return len(inputs) < 2 and all(map(_is_chain, inputs))
