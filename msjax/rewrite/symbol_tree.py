"""`SymbolTree`: the code of a network, to be looked at and edited."""

from __future__ import annotations

from collections.abc import Iterator

from msjax.nn import Cell
from msjax.rewrite import static_branches
from msjax.rewrite.checks import check_elements, check_index, check_type
from msjax.rewrite.generation import instantiate
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.node import Node
from msjax.rewrite.tree import Position, Tree, not_in_tree
from msjax.rewrite.values import named
from msjax.rewrite.writing import Written


class SymbolTree(Written):
    """The statements of a network's `construct`, flattened to one operation each.

    `SymbolTree.create(network)` makes one; the edits are in what `get_network` returns. Python code
    generated for it is what `get_code` returns.

    Args:
        handler: the internal tree.

    Raises:
        TypeError: `handler` is none.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(self, handler: Tree):
        check_type("SymbolTree", "handler", handler, Tree)
        self._tree = handler

    def __eq__(self, other):
        return isinstance(other, SymbolTree) and self._tree is other._tree

    def __hash__(self):
        return hash(id(self._tree))

    @classmethod
    def create(cls, network: Cell) -> SymbolTree:
        """Make the tree of a network.

        Networks of the user's that it calls become trees too, containers of Cells and functions of
        the user's are looked into. What is not understood stays as a node of type Python. Operands
        of one operation are computed from the last to the first in the flattened code, as MindSpore
        has it; that shows where they draw random numbers.

        Args:
            network: a Cell whose class has its source in a file or a notebook.

        Raises:
            TypeError: `network` is no Cell, or its source cannot be found.

        Differs: MindSpore also looks into its own functions (`ops.split`); in msjax they are nodes
        without nodes inside, and numbers in names of nodes after them may be smaller. `a = b = x`
        assigns in Python's order. Operands of `and` and `or` after the first, which may not be
        computed at all, stay as they are. A variable never gets the name of a parameter.
        """
        check_type("SymbolTree", "network", network, Cell)
        return cls(Tree(network))

    def get_handler(self) -> Tree:
        """Return the internal tree."""
        return self._tree

    def nodes(self, all_nodes: bool = False) -> Iterator[Node]:
        """Yield the nodes.

        Args:
            all_nodes: whether those inside of control flow, functions, containers and networks
                follow. Default: False.

        Raises:
            TypeError: `all_nodes` is no bool.
        """
        check_type("nodes", "all_nodes", all_nodes, bool)
        if all_nodes:
            yield from self.all_nodes()
        else:
            yield from map(Node, list(self._tree.block.entries))

    def all_nodes(self, subtree_nodes: bool = True) -> list[Node]:
        """Return the nodes and those inside of control flow, functions and containers.

        Args:
            subtree_nodes: whether those of networks inside follow. Default: True.
        """
        found = [Node(entry) for entry in self._tree.entries()]
        if subtree_nodes:
            for tree in self._tree.sub_trees():
                found += SymbolTree(tree).all_nodes()
        return found

    def get_node(self, node_name: str) -> Node | None:
        """Return the node with a name, or None.

        Args:
            node_name: the name.

        Raises:
            TypeError: it is no str.
        """
        check_type("SymbolTree", "node_name", node_name, str)
        entry = self._tree.find(node_name)
        return None if entry is None else Node(entry)

    def get_inputs(self) -> list[Node]:
        """Return the nodes of the inputs."""
        return [node for node in self.nodes() if node.get_node_type() is NodeType.Input]

    def before(self, node: Node | str) -> Position:
        """Return the position before a node, for `insert`.

        Args:
            node: the node, or its name.

        Raises:
            TypeError: it is neither.
            RuntimeError: no node has the name.
        """
        return Position(self._node(node).get_handler(), True)

    def after(self, node: Node | str) -> Position:
        """Return the position after a node, for `insert`.

        Args:
            node: the node, or its name.

        Raises:
            TypeError: it is neither.
            RuntimeError: no node has the name.
        """
        return Position(self._node(node).get_handler(), False)

    def _node(self, node: Node | str) -> Node:
        check_type("SymbolTree", "node", node, Node, str)
        found = self.get_node(node) if isinstance(node, str) else node
        if found is None:
            raise not_in_tree(node)
        return found

    def insert(self, position: Position, node: Node) -> Node:
        """Insert a node.

        A Cell that it calls becomes an attribute of the network the tree was made from.

        Args:
            position: what `before` or `after` returned.
            node: a node that is in no tree.

        Returns:
            The node.

        Raises:
            TypeError: an argument is of another type.
            ValueError: the position is in another tree, or the node in a tree.
            RuntimeError: the position is before or between inputs.
        """
        check_type("SymbolTree", "position", position, Position)
        check_type("SymbolTree", "node", node, Node)
        self._tree.insert(position, node.get_handler())
        return node

    def erase(self, node: Node | str) -> Node | None:
        """Take a node out; nodes that use its results keep their arguments.

        Args:
            node: the node, or its name.

        Returns:
            The node.

        Raises:
            TypeError: it is neither.
            RuntimeError: it is not in the tree, or an input.
        """
        found = self._node(node)
        self._tree.erase(found.get_handler())
        return found

    def replace(self, old_node: Node, new_nodes: list[Node]) -> Node:
        """Insert nodes in the place of one.

        Args:
            old_node: the node that goes.
            new_nodes: the nodes that come, in order; their arguments and targets are not changed.

        Returns:
            The last of the new nodes.

        Raises:
            TypeError: an argument is of another type.
            IndexError: there are no new nodes.
            RuntimeError: `old_node` is not in the tree, or an input.
        """
        check_type("SymbolTree", "old_node", old_node, Node)
        check_elements("SymbolTree", "new_nodes", new_nodes, Node)
        if not new_nodes:
            raise IndexError("The list 'new_nodes' is empty; use erase() to take a node out.")
        if not self._tree.holds(old_node.get_handler()):
            raise not_in_tree(old_node.get_name())
        for node in new_nodes:
            self.insert(self.before(old_node), node)
        self.erase(old_node)
        return new_nodes[-1]

    def set_output(self, index: int, return_value: str) -> Node:
        """Replace what the last `return` of the network returns.

        Args:
            index: the index of the value; 0, since a returned tuple is one value.
            return_value: the name of the new one.

        Returns:
            The node of the `return`.

        Raises:
            TypeError: an argument is of another type.
            ValueError: `index` is out of range.
            RuntimeError: the network has no `return` at its end.
        """
        check_type("SymbolTree", "index", index, int)
        check_type("SymbolTree", "return_value", return_value, str)
        outputs = [n for n in self.nodes() if n.get_node_type() is NodeType.Output]
        if not outputs:
            raise RuntimeError("The network has no return statement at its end.")
        check_index(index, len(outputs[-1].get_args()))
        outputs[-1].set_arg(index, named(return_value))
        return outputs[-1]

    def unique_name(self, name: str = "output") -> str:
        """Return a name that no variable has, and take it.

        Args:
            name: what it starts with. Default: "output".
        """
        return self._tree.variables.unique(name)

    def flatten_static_if_control_flow(self) -> None:
        """Replace each `if` on constants and attributes of the network by the branch it takes."""
        static_branches.flatten(self._tree)

    def flatten_nodes(self, node: Node, erase_nodes_after_return: bool = False) -> None:
        """Put the statements of a branch in the place of its `if`; the other branch goes.

        Args:
            node: the node of an `if`, or of its `else`.
            erase_nodes_after_return: whether what follows a `return` in it goes. Default: False.

        Raises:
            TypeError: an argument is of another type.
            ValueError: the node is no control flow.
            NotImplementedError: it is a loop.

        Differs: MindSpore puts the body of a loop in its place once, which computes something else;
        with an `else`, it keeps the condition and empties its body.
        """
        check_type("flatten_nodes", "node", node, Node)
        check_type("flatten_nodes", "erase_nodes_after_return", erase_nodes_after_return, bool)
        static_branches.flatten_node(self._tree, node.get_handler(), erase_nodes_after_return)

    def get_network(self) -> Cell:
        """Return a network that runs the edited code, with the same Parameters.

        Parameters of networks and containers that were edited are named after their path in it.

        Differs: MindSpore's changes containers (SequentialCell, CellList) of the network the tree
        was made from; here they stay as they are.
        """
        return instantiate(self._tree)

    def get_origin_network(self) -> Cell:
        """Return the network the tree was made from."""
        return self._tree.network


class TreeNodeHelper:
    """What MindSpore 2.0 had in the place of `Node.get_sub_tree`."""

    @staticmethod
    def get_sub_tree(node: Node) -> SymbolTree:
        """Return the tree of the network that a node of type `NodeType.Tree` calls.

        Args:
            node: the node.

        Raises:
            TypeError: it is no Node, or of another type.
        """
        check_type("TreeNodeHelper", "node", node, Node)
        return node.get_sub_tree()
