"""`Tree`: the code of one network as entries, and how it is edited."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from typing import Any

from msjax.nn import Cell
from msjax.rewrite.entries import Block, Entry, Slot
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.naming import Names
from msjax.rewrite.reading import Function, Reader
from msjax.rewrite.sources import Namespace, class_definition
from msjax.rewrite.values import named, to_expression


@dataclasses.dataclass(frozen=True)
class Position:
    """Where a node is inserted: before or after an entry."""

    entry: Entry
    is_before: bool


class Tree:
    """The code of one network.

    Args:
        network: the network.
        known: the trees of the networks around it, by network.

    Attributes:
        before_methods: the names of variables there were when a method was first read.
        containers: the blocks of containers of Cells, by container.
        file_name: the file that the code is saved to.
        names: the names of entries.
        variables: the names of variables.
        methods: the `def`s in the class of the network.
        construct: what runs, or None where the class inherits it.
        block: the statements of `construct`.

    Raises:
        TypeError: the source of the network's class cannot be found.
    """

    def __init__(self, network: Cell, known: dict[int, Tree] | None = None):
        self.network = network
        self.known = {} if known is None else known
        self.known[id(network)] = self
        self.before_methods: dict[str, set[str]] = {}
        self.containers: dict[int, Block] = {}
        self.file_name = "./network_define.py"
        self.names, self.variables = Names(), Names()
        definition = class_definition(type(network))
        self.methods = {d.name: d for d in definition.body if isinstance(d, ast.FunctionDef)}
        self.construct: Function | None = None
        self.block = Block(self)
        if "construct" in self.methods:
            cls = type(network)
            scope = Namespace(cls.construct, cls.__module__)
            reader = Reader(self, scope, ("construct",))
            self.construct = reader.function(self.methods["construct"], method=True)
            self.block = self.construct.block

    def tree_of(self, network: Cell) -> Tree | None:
        """Return the tree of a network inside, one for all its calls; None without a source."""
        if id(network) not in self.known:
            try:
                return Tree(network, self.known)
            except TypeError:
                self.known.pop(id(network), None)
                return None
        return self.known[id(network)]

    def entries(self) -> Iterator[Entry]:
        """Yield all entries of this network's own code."""
        return self.block.walk()

    def sub_trees(self) -> Iterator[Tree]:
        """Yield the trees of the networks that this one's code calls."""
        for _, block in self.block.blocks():
            for entry in block.entries:
                if entry.sub_tree is not None:
                    yield entry.sub_tree

    def is_edited(self) -> bool:
        """Tell whether the code of the network, or of one in it, was edited."""
        own = any(block.edited for _, block in self.block.blocks())
        return own or any(tree.is_edited() for tree in self.sub_trees())

    def find(self, name: str) -> Entry | None:
        """Return the entry with a name, or None."""
        return next((e for e in self.entries() if e.name == name), None)

    def holds(self, entry: Entry) -> bool:
        """Tell whether an entry is in this tree."""
        return entry.block is not None and entry.block.tree is self

    def insert(self, position: Position, entry: Entry) -> None:
        """Insert an entry, with the Cell that it calls as attribute of the network.

        Raises:
            ValueError: the position is in another tree, or the entry in a tree already.
            RuntimeError: the position is before or between inputs.
            TypeError: an entry that calls no Cell is to go into a container of Cells.
        """
        if not self.holds(position.entry):
            raise ValueError(
                f"Position is not in current SymbolTree: node '{position.entry.name}' is none of "
                f"the SymbolTree of {type(self.network).__name__}."
            )
        if entry.block is not None:
            raise ValueError(
                f"Node in the SymbolTree cannot be inserted into SymbolTree again: {entry.name}; "
                "create another node."
            )
        block = position.entry.block
        assert block is not None
        index = _index(block, position)
        self._check_place(block, index, entry)
        self._name(entry)
        if entry.kind is NodeType.Input:
            self._add_parameter(entry)
        if block.cells:
            entry.given_targets, entry.given_args = entry.targets, entry.args
        block.insert(index, entry)

    def _check_place(self, block: Block, index: int, entry: Entry) -> None:
        following = block.entries[index] if index < len(block.entries) else None
        if following is not None and following.kind is NodeType.Input:
            raise RuntimeError(
                f"Can not insert a node before or between parameters: {following.name}; insert "
                "after the last input."
            )
        if entry.kind is NodeType.Input and not (block is self.block and self._ends_inputs(index)):
            raise RuntimeError(
                f"The input '{entry.name}' can be inserted after the last input of the network only"
            )
        if block.cells and not isinstance(entry.instance, Cell):
            raise TypeError(
                f"Only nodes that call a Cell can be inserted into a container of Cells, but got "
                f"'{entry.name}' of {entry.kind}."
            )
        if following is not None and following.is_else:
            raise RuntimeError(
                f"Can not insert a node between the branches of a statement: {following.name}; "
                "insert after the last branch."
            )

    def _ends_inputs(self, index: int) -> bool:
        inputs = [i for i, e in enumerate(self.block.entries) if e.kind is NodeType.Input]
        return index == (inputs[-1] + 1 if inputs else 0)

    def _name(self, entry: Entry) -> None:
        """Give an entry its name in the tree, and the network what it calls."""
        network = self.network
        is_member = entry.kind in (NodeType.CallCell, NodeType.CallPrimitive, NodeType.Tree)
        base = entry.name or type(entry.instance).__name__
        attributes = dir(network) if is_member else ()
        entry.name = self.names.unique(base, attributes)
        if is_member:
            setattr(network, entry.name, entry.instance)
            entry.statement.value.func = to_expression(named(f"self.{entry.name}"))
        if entry.kind is NodeType.Tree:
            entry.sub_tree = self.tree_of(entry.instance)
            if entry.sub_tree is None:
                entry.kind = NodeType.CallCell
        self.variables.taken |= {str(t) for t in entry.targets}

    def _add_parameter(self, entry: Entry) -> None:
        """Add a parameter to the signature of `construct`.

        Raises:
            ValueError: it has no default, and one before it has one.
        """
        assert self.construct is not None
        arguments = self.construct.definition.args
        if entry.slots:
            arguments.defaults.append(entry.slots[0].read())
            entry.slots = [Slot(arguments.defaults, len(arguments.defaults) - 1)]
        elif arguments.defaults:
            raise ValueError(
                f"The input '{entry.name}' needs a default, because an input before it has one."
            )
        arguments.args.append(ast.arg(entry.targets[0].value))

    def erase(self, entry: Entry) -> None:
        """Take an entry out; with `if`, its `else` too.

        Raises:
            RuntimeError: it is not in the tree, or an input.
        """
        if not self.holds(entry) or entry.block is None:
            raise not_in_tree(entry.name)
        if entry.kind is NodeType.Input or (entry.statement is None and not entry.block.cells):
            raise RuntimeError(
                f"erase node failed, node {entry.name} not in function ast tree: inputs of the "
                "network cannot be erased."
            )
        block = entry.block
        block.remove(entry)
        if entry.otherwise is not None and entry.otherwise.block is block:
            block.remove(entry.otherwise)


def _index(block: Block, position: Position) -> int:
    """Return the index in a block that a position means; after `if` is after its `else`."""
    if position.is_before:
        return block.entries.index(position.entry)
    other = position.entry.otherwise
    return 1 + block.entries.index(position.entry if other not in block.entries else other)


def not_in_tree(name: Any) -> RuntimeError:
    """Make the error for a node that is not in the tree."""
    return RuntimeError(
        f"Node is not belong to current SymbolTree: {name}; get nodes from the nodes() or "
        "get_node() of this SymbolTree."
    )
