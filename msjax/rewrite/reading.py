"""From the code of a network to the entries of its tree."""

from __future__ import annotations

import ast
import copy
import dataclasses
from typing import TYPE_CHECKING, Any

from msjax.rewrite.calls import Called, holds_cells, kind_of_cell, resolve
from msjax.rewrite.entries import Block, Entry, Slot
from msjax.rewrite.flattening import flatten
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.naming import Names
from msjax.rewrite.sources import Namespace
from msjax.rewrite.values import ScopedValue, is_path, named

if TYPE_CHECKING:
    from msjax.rewrite.tree import Tree


@dataclasses.dataclass(eq=False)
class Function:
    """A function of the network's code: `construct`, another method, or a user's function.

    Attributes:
        definition: its `def`, of which generated code keeps the signature.
        block: its statements.
        scope: what its free names mean.
        method: whether it is a method of the network's class.
    """

    definition: ast.FunctionDef
    block: Block
    scope: Namespace
    method: bool

    def is_edited(self) -> bool:
        """Tell whether something in it, or in a function it calls, was edited."""
        return any(block.edited for _, block in self.block.blocks())


def variables(tree: ast.AST) -> set[str]:
    """Return the names that code gives a value: variables, parameters, functions inside of it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node is not tree:
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
    return found


class Reader:
    """Makes the entries of one function.

    Args:
        tree: the tree of the network.
        scope: what free names mean.
        above: the functions that are being read, outermost first.
        variables: the names of variables. Default: None, for those of the tree.
    """

    def __init__(
        self,
        tree: Tree,
        scope: Namespace,
        above: tuple[str, ...],
        variables: Names | None = None,
    ):
        self.tree = tree
        self.scope = scope
        self.above = above
        self.variables = tree.variables if variables is None else variables
        self.local: set[str] = set()

    def function(self, definition: ast.FunctionDef, method: bool) -> Function:
        """Read a function."""
        definition = copy.deepcopy(definition)
        self.local = variables(definition)
        self.variables.taken |= self.local
        block = Block(self.tree)
        self._inputs(block, definition.args, method)
        body = definition.body
        if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body = body[1:]
        self._statements(block, body)
        return Function(definition, block, self.scope, method)

    def _inputs(self, block: Block, arguments: ast.arguments, method: bool) -> None:
        """Add an entry for each parameter; those that cannot be linked are of kind Python."""
        given = [*arguments.posonlyargs, *arguments.args]
        for argument in given[1:] if method and given else given:
            entry = self._entry(NodeType.Input, f"input_{argument.arg}")
            entry.given_targets = [named(argument.arg)]
            block.add(entry)
        starred = [a for a in (arguments.vararg, arguments.kwarg) if a is not None]
        for name in [*(["list"] if arguments.kwonlyargs else []), *(["arg"] * len(starred))]:
            entry = self._entry(NodeType.Python, name)
            entry.given_targets = []
            block.add(entry)

    def _entry(self, kind: NodeType, name: str, statement: Any = None, **fields: Any) -> Entry:
        return Entry(kind, self.tree.names.unique(name), statement, **fields)

    def _statements(self, block: Block, body: list[ast.stmt]) -> None:
        for statement in flatten(body, self.variables):
            if isinstance(statement, ast.If):
                self._branching(block, statement, "if", [Slot(statement, "test")])
            elif isinstance(statement, ast.While):
                self._branching(block, statement, "while", [Slot(statement, "test")])
            elif isinstance(statement, ast.For):
                self._branching(block, statement, "for", [Slot(statement, "iter")])
            else:
                block.add(self._simple(statement))

    def _branching(self, block: Block, statement: Any, word: str, slots: list[Slot]) -> None:
        """Add an entry for the body, and one for `else`."""
        kind = NodeType.ControlFlow
        entry = block.add(self._entry(kind, f"{word}_node", statement, slots=slots))
        entry.body = Block(self.tree)
        self._statements(entry.body, statement.body)
        if statement.orelse:
            name = "else_node" if word == "if" else f"{word}_else_node"
            other = self._entry(kind, name, statement, slots=slots, is_else=True)
            entry.otherwise = block.add(other)
            other.body = Block(self.tree)
            self._statements(other.body, statement.orelse)

    def _simple(self, statement: ast.stmt) -> Entry:
        if isinstance(statement, ast.Return):
            slots = [] if statement.value is None else [Slot(statement, "value")]
            return self._entry(NodeType.Output, "return", statement, slots=slots)
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            return self._assignment(statement)
        return self._entry(NodeType.Python, type(statement).__name__, statement)

    def _assignment(self, statement: ast.Assign) -> Entry:
        """Make the entry of an assignment, by what is assigned."""
        value = statement.value
        if isinstance(value, ast.Call):
            return self._call(statement, value)
        operation = _operation(value)
        if operation is not None:
            name, slots = operation
            return self._entry(NodeType.MathOps, name, statement, slots=slots)
        if isinstance(value, ast.Tuple | ast.List) and not _has_starred(value.elts):
            name = type(value).__name__.lower()
            return self._entry(NodeType.CallMethod, name, statement, slots=_items(value.elts))
        if isinstance(value, ast.Dict) and _is_simple(value):
            keywords = {
                str(key.value): Slot(value.values, i)
                for i, key in enumerate(value.keys)
                if isinstance(key, ast.Constant)
            }
            return self._entry(NodeType.CallMethod, "dict", statement, keywords=keywords)
        return self._plain(statement, value)

    def _plain(self, statement: ast.Assign, value: ast.expr) -> Entry:
        """Make the entry of an assignment without an operation that can be linked."""
        slots = [Slot(statement, "value")]
        if isinstance(value, ast.Attribute):
            held = self._attribute(value)
            if holds_cells(held):
                return self._list_of_cells(statement, held)
        names = {
            ast.Subscript: "subscript_var",
            ast.Name: "name_assign",
            ast.Constant: "constant_assign",
            ast.Attribute: "attribute_assign",
        }
        if type(value) in names:
            return self._entry(NodeType.CallMethod, names[type(value)], statement, slots=slots)
        return self._entry(NodeType.Python, "Assign", statement)

    def _attribute(self, value: ast.Attribute) -> Any:
        """Return what `self.name` is, or None for another expression."""
        is_own = isinstance(value.value, ast.Name) and value.value.id == "self"
        return getattr(self.tree.network, value.attr, None) if is_own else None

    def _list_of_cells(self, statement: ast.Assign, held: Any) -> Entry:
        entry = self._entry(NodeType.CellContainer, ast.unparse(statement.value), statement)
        entry.instance = held
        entry.body = self.cells(held, entry.targets, [])
        return entry

    def _call(self, statement: ast.Assign, call: ast.Call) -> Entry:
        """Make the entry of a call, with what is inside of what is called."""
        func, tree = call.func, self.tree
        called = resolve(func, tree.network, tree.methods, self.scope, self.local)
        keywords = {k.arg: Slot(k, "value") for k in call.keywords if k.arg is not None}
        entry = self._entry(
            called.kind, called.name, statement, slots=_items(call.args), keywords=keywords
        )
        entry.instance = called.instance
        if called.kind is NodeType.Tree:
            self._add_tree(entry)
        elif called.kind is NodeType.CellContainer:
            entry.body = self.cells(called.instance, entry.targets, entry.args)
        elif called.definition is not None:
            self._look_into(entry, called, called.definition)
        return entry

    def _look_into(self, entry: Entry, called: Called, definition: ast.FunctionDef) -> None:
        """Read the function that is called, unless it is being read already."""
        key = called.instance.__qualname__
        if key in self.above:
            return
        scope = Namespace(called.instance, called.instance.__module__)
        variables = self.variables
        if called.method:  # its variables have the same names for each call
            before = self.tree.before_methods.setdefault(key, set(variables.taken))
            variables = Names(before)
        reader = Reader(self.tree, scope, (*self.above, key), variables)
        entry.function = reader.function(definition, called.method)
        entry.body = entry.function.block
        self.variables.taken |= variables.taken

    def _add_tree(self, entry: Entry) -> None:
        """Give an entry the tree of the network it calls; a plain call where it has no source."""
        entry.sub_tree = self.tree.tree_of(entry.instance)
        if entry.sub_tree is None:
            entry.kind = NodeType.CallCell

    def cells(self, container: Any, targets: list[ScopedValue], args: list[ScopedValue]) -> Block:
        """Make the block of the Cells of a container, one for all its calls."""
        if id(container) in self.tree.containers:
            return self.tree.containers[id(container)]
        block = self.tree.containers[id(container)] = Block(self.tree, cells=True)
        for cell in container:
            entry = self._entry(kind_of_cell(cell), type(cell).__name__)
            entry.instance = cell
            entry.given_targets, entry.given_args = list(targets), list(args)
            block.add(entry)
            if entry.kind is NodeType.Tree:
                self._add_tree(entry)
            elif entry.kind is NodeType.CellContainer:
                entry.body = self.cells(cell, targets, args)
        return block


def _operation(value: ast.expr) -> tuple[str, list[Slot]] | None:
    """Return the name of a mathematical operation and the places of its operands."""
    if isinstance(value, ast.BinOp):
        return f"binop_{_word(value.op)}", [Slot(value, "left"), Slot(value, "right")]
    if isinstance(value, ast.UnaryOp):
        return f"unaryop_{_word(value.op)}", [Slot(value, "operand")]
    if isinstance(value, ast.BoolOp):
        return f"boolop_{_word(value.op)}", _items(value.values)
    if isinstance(value, ast.Compare):
        words = "_".join(_word(op) for op in value.ops)
        return f"compare_{words}", [Slot(value, "left"), *_items(value.comparators)]
    return None


def _word(operator: ast.AST) -> str:
    return type(operator).__name__.lower()


def _items(values: list) -> list[Slot]:
    return [Slot(values, i) for i in range(len(values))]


def _has_starred(values: list) -> bool:
    return any(isinstance(v, ast.Starred) for v in values)


def _is_simple(value: ast.Dict) -> bool:
    """Tell whether keys are texts and values names or constants."""
    return all(
        isinstance(k, ast.Constant) and isinstance(k.value, str) for k in value.keys
    ) and all(isinstance(v, ast.Constant) or is_path(v) for v in value.values)
