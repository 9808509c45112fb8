"""`Node`: one statement of a network's code."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from msjax._core.primitive import Primitive
from msjax.nn import Cell
from msjax.rewrite.checks import check_index, check_type
from msjax.rewrite.creation import call_entry
from msjax.rewrite.entries import Entry, Links, Slot, links
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.values import ScopedValue, named, to_expression

if TYPE_CHECKING:
    from msjax.rewrite.symbol_tree import SymbolTree


class Node:
    """One statement of a network's code: what it calls, its arguments and what it assigns to.

    Nodes come from a `SymbolTree`, or from one of the `create_` methods.

    Args:
        node: the entry of a tree that the node shows.

    Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore.rewrite.html
    """

    def __init__(self, node: Entry):
        self._entry = node

    def __eq__(self, other):
        return isinstance(other, Node) and self._entry is other._entry

    def __hash__(self):
        return hash(id(self._entry))

    @staticmethod
    def create_call_cell(
        cell: Cell,
        targets: list[ScopedValue | str],
        args: list[ScopedValue] | None = None,
        kwargs: dict[str, ScopedValue] | None = None,
        name: str = "",
        is_sub_net: bool = False,
    ) -> Node:
        """Create a node that calls a Cell or a Primitive.

        Inserting it makes the Cell an attribute of the network, with the node's name.

        Args:
            cell: the Cell or Primitive.
            targets: the names that the results are assigned to.
            args: the positional arguments. Default: None, for none.
            kwargs: the arguments in keywords. Default: None, for none.
            name: the name of the node; a number is added where it is taken. Default: "", for the
                name of the Cell's class.
            is_sub_net: whether the code of the Cell becomes a tree that can be edited.
                Default: False.

        Raises:
            TypeError: an argument is of another type.
        """
        check_type("Node", "cell", cell, Cell, Primitive)
        check_type("Node", "name", name, str)
        check_type("Node", "is_sub_net", is_sub_net, bool)
        entry = call_entry(NodeType.CallCell, name, targets, args, kwargs)
        entry.instance = cell
        if isinstance(cell, Primitive):
            entry.kind = NodeType.CallPrimitive
        elif is_sub_net:
            entry.kind = NodeType.Tree
        return Node(entry)

    @staticmethod
    def create_call_function(
        function: types.FunctionType,
        targets: list[ScopedValue | str],
        args: list[ScopedValue] | None = None,
        kwargs: dict[str, ScopedValue] | None = None,
    ) -> Node:
        """Create a node that calls a function.

        Args:
            function: the function, or a class.
            targets: the names that the results are assigned to.
            args: the positional arguments. Default: None, for none.
            kwargs: the arguments in keywords. Default: None, for none.

        Raises:
            TypeError: an argument is of another type.
        """
        kinds = (types.FunctionType, type, types.BuiltinFunctionType)
        check_type("create_call_function", "function", function, *kinds)
        name = getattr(function, "__name__", "function")
        entry = call_entry(NodeType.CallFunction, name, targets, args, kwargs)
        entry.instance, entry.imported = function, True
        return Node(entry)

    @staticmethod
    def create_input(param_name: str, default: ScopedValue | None = None) -> Node:
        """Create a node for one more input of the network.

        Args:
            param_name: the name of the input.
            default: its default value. Default: None, for none.

        Raises:
            TypeError: an argument is of another type.

        Differs: in MindSpore the generated code has None for every default.
        """
        check_type("Node", "param_name", param_name, str)
        entry = Entry(NodeType.Input, f"input_{param_name}", given_targets=[named(param_name)])
        if default is not None:
            check_type("Node", "default", default, ScopedValue)
            entry.slots = [Slot([to_expression(default)], 0)]
        return Node(entry)

    def get_handler(self) -> Entry:
        """Return the entry that the node shows."""
        return self._entry

    def get_name(self) -> str:
        """Return the name of the node: unique in its tree, once it is inserted."""
        return self._entry.name

    def get_node_type(self) -> NodeType:
        """Return what the statement does."""
        return self._entry.kind

    def get_targets(self) -> list[ScopedValue]:
        """Return what the statement assigns to."""
        return self._entry.targets

    def get_args(self) -> list[ScopedValue]:
        """Return the positional arguments."""
        return self._entry.args

    def get_kwargs(self) -> dict[str, ScopedValue]:
        """Return the arguments in keywords."""
        return self._entry.kwargs

    def get_instance(self) -> Any:
        """Return the Cell, the Primitive or the function that is called, or None."""
        return self._entry.instance

    def get_instance_type(self) -> Any:
        """Return the class of the Cell or Primitive that is called; a function itself."""
        instance = self._entry.instance
        return instance if isinstance(instance, types.FunctionType) else type(instance)

    def get_symbol_tree(self) -> SymbolTree | None:
        """Return the tree that the node is in, or None."""
        from msjax.rewrite.symbol_tree import SymbolTree

        block = self._entry.block
        return None if block is None else SymbolTree(block.tree)

    def get_sub_tree(self) -> SymbolTree:
        """Return the tree of the network that a node of type `NodeType.Tree` calls.

        Calls of one Cell share its tree.

        Raises:
            TypeError: the node is of another type.
            AttributeError: the node is not inserted yet.

        Differs: MindSpore makes a tree for each call of one Cell, and generates code in which the
        last one's edits hold for all calls.
        """
        from msjax.rewrite.symbol_tree import SymbolTree

        entry = self._entry
        if entry.kind is not NodeType.Tree:
            raise TypeError(
                f"For get_sub_tree, the type of node should be 'NodeType.Tree', but got "
                f"'{entry.kind}' for {entry.name}."
            )
        if entry.sub_tree is None:
            raise AttributeError(
                f"For get_sub_tree, no symbol tree is stored in {entry.name}; insert the node into "
                "a SymbolTree first."
            )
        return SymbolTree(entry.sub_tree)

    def get_inputs(self) -> list[Node]:
        """Return the nodes whose results are arguments of this one, a node for each argument."""
        return [provider for provider, _ in self.get_arg_providers().values()]

    def get_users(self) -> list[Node]:
        """Return the nodes that have results of this one as arguments."""
        users = [user for uses in self._users().values() for user, _ in uses]
        return [Node(entry) for entry in dict.fromkeys(users)]

    def get_arg_providers(self) -> dict[int, tuple[Node, int]]:
        """Return, by index of argument, the node it comes from and the index of its target."""
        entry = self._entry
        found = _links(entry).providers[entry]
        return {i: (Node(provider), j) for i, (provider, j) in found.items()}

    def get_target_users(self, index: int = -1) -> dict | list:
        """Return the nodes that use the targets, each with the index of its argument.

        Args:
            index: the index of a target. Default: -1, for a dict of all.

        Raises:
            TypeError: `index` is no int.
        """
        check_type("Node", "index", index, int)
        users = self._users()
        lists = {i: [(Node(user), j) for user, j in uses] for i, uses in users.items()}
        return lists if index == -1 else lists.get(index, [])

    def _users(self) -> dict[int, list[tuple[Entry, int]]]:
        return _links(self._entry).users[self._entry]

    def set_arg(self, index: int, arg: ScopedValue | str) -> None:
        """Replace an argument.

        Args:
            index: its index; arguments in keywords come after the positional ones.
            arg: the new argument; a str is a name, "x" or "self.x".

        Raises:
            TypeError: an argument is of another type.
            ValueError: `index` is out of range.
        """
        check_type("Node", "index", index, int)
        check_type("Node", "arg", arg, ScopedValue, str)
        entry = self._entry
        check_index(index, len(entry.arguments))
        entry.set_argument(index, named(arg) if isinstance(arg, str) else arg)
        if entry.block is not None:
            entry.block.edited = True

    def set_arg_by_node(self, arg_idx: int, src_node: Node, out_idx: int | None = None) -> None:
        """Replace an argument by a result of another node.

        Args:
            arg_idx: the index of the argument.
            src_node: the other node.
            out_idx: the index of its target. Default: None, for its only one.

        Raises:
            TypeError: an argument is of another type.
            ValueError: `arg_idx` is out of range.
            RuntimeError: `out_idx` is out of range, or None where there is not one target.
        """
        check_type("Node", "arg_idx", arg_idx, int)
        check_type("Node", "src_node", src_node, Node)
        targets = src_node.get_targets()
        if out_idx is None:
            if len(targets) != 1:
                raise RuntimeError(
                    f"node should has one output when out_idx is not provided, but "
                    f"{src_node.get_name()} has {len(targets)}: {targets}"
                )
            out_idx = 0
        check_type("Node", "out_idx", out_idx, int)
        check_index(arg_idx, len(self._entry.arguments))
        if not 0 <= out_idx < len(targets):
            raise RuntimeError(
                f"out_idx out of range: {out_idx}; {src_node.get_name()} has {len(targets)} targets"
            )
        self.set_arg(arg_idx, targets[out_idx])

    def get_attributes(self) -> dict[str, Any]:
        """Return the attributes: those of the Cell or Primitive called, and those set here."""
        instance = self._entry.instance
        own = vars(instance) if isinstance(instance, Cell | Primitive) else {}
        return {**own, **self._entry.attributes}

    def get_attribute(self, key: str) -> Any:
        """Return an attribute, or None where there is none."""
        return self.get_attributes().get(key)

    def set_attribute(self, key: str, value: Any) -> None:
        """Set an attribute of the node; the Cell that it calls stays as it is."""
        check_type("Node", "key", key, str)
        self._entry.attributes[key] = value


def _links(entry: Entry) -> Links:
    return links(entry.block) if entry.block is not None else Links({entry: {}}, {entry: {}})
