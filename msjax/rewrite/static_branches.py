"""Branches whose condition is known when the tree is edited."""

from __future__ import annotations

import ast
import copy
from typing import Any

from msjax.rewrite.entries import Block, Entry
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.tree import Tree, not_in_tree

_UNKNOWN = object()
_PLAIN = (bool, int, float, str, type(None))
_ALLOWED = (
    ast.Constant,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.BinOp,
    ast.operator,
    ast.unaryop,
    ast.boolop,
    ast.cmpop,
    ast.expr_context,
)


def flatten(tree: Tree) -> None:
    """Replace each `if` of the network's code that has a known condition by what it does."""
    for _, block in list(tree.block.blocks()):
        _flatten_block(tree, block)


def _flatten_block(tree: Tree, block: Block) -> None:
    for entry in list(block.entries):
        if entry.block is not block or not _is_if(entry) or entry.is_else:
            continue
        value = _value(tree, block, entry)
        if value is _UNKNOWN:
            continue
        taken = entry if value else entry.otherwise
        inner = taken.body if taken is not None and taken.block is block else None
        if inner is not None:
            _flatten_block(tree, inner)
        _replace(block, entry, inner, erase_rest=True)


def _is_if(entry: Entry) -> bool:
    return entry.kind is NodeType.ControlFlow and isinstance(entry.statement, ast.If)


def flatten_node(tree: Tree, entry: Entry, erase_rest: bool) -> None:
    """Put the statements of one branch in the place of its `if`.

    Raises:
        ValueError: the entry is no control flow.
        RuntimeError: it is in another tree.
        NotImplementedError: it is a loop.
    """
    if entry.kind is not NodeType.ControlFlow:
        raise ValueError(
            f"For flatten_nodes, the type of node can only be ControlFlow, but got {entry.kind} "
            f"for '{entry.name}'."
        )
    if not tree.holds(entry) or entry.block is None:
        raise not_in_tree(entry.name)
    if not _is_if(entry):
        raise NotImplementedError(
            f"msjax.rewrite cannot flatten the loop node='{entry.name}': its body runs more than "
            "once, or not at all; write the repetitions out."
        )
    first = next(e for e in entry.block.entries if entry in (e, e.otherwise))
    _replace(entry.block, first, entry.body, erase_rest)


def _replace(block: Block, entry: Entry, inner: Block | None, erase_rest: bool) -> None:
    """Put entries in the place of an `if`, and end the block after a `return` among them."""
    index = block.entries.index(entry)
    block.remove(entry)
    if entry.otherwise is not None and entry.otherwise.block is block:
        block.remove(entry.otherwise)
    moved = list(inner.entries) if inner is not None else []
    for i, e in enumerate(moved):
        block.insert(index + i, e)
    if erase_rest and any(e.kind is NodeType.Output for e in moved):
        for e in block.entries[index + len(moved) :]:
            block.remove(e)


def _value(tree: Tree, block: Block, entry: Entry) -> Any:
    """Return the value of the condition of an `if`, or _UNKNOWN."""
    known: dict[str, ast.expr | None] = {}
    for before in block.entries[: block.entries.index(entry)]:
        plain = before.statement.value if before.kind is NodeType.MathOps else None
        known.update({str(t): plain for t in before.targets})
    try:
        condition = _Known(tree.network, known).visit(copy.deepcopy(entry.statement.test))
        expression = ast.fix_missing_locations(ast.Expression(condition))
        return eval(compile(expression, "<condition>", "eval"), {"__builtins__": {}})
    except (LookupError, TypeError, ArithmeticError):
        return _UNKNOWN


class _Known(ast.NodeTransformer):
    """Writes plain attributes of a network, and operations on them, as constants.

    Raises LookupError for anything else.
    """

    def __init__(self, network: Any, known: dict[str, ast.expr | None]):
        self.network = network
        self.known = known

    def visit_Name(self, node):
        """Put what a variable was computed by in its place."""
        found = self.known.get(node.id)
        if found is None:
            raise LookupError(node.id)
        return self.visit(copy.deepcopy(found))

    def visit_Attribute(self, node):
        """Put the value of an attribute of the network in its place."""
        is_own = isinstance(node.value, ast.Name) and node.value.id == "self"
        value = getattr(self.network, node.attr, _UNKNOWN) if is_own else _UNKNOWN
        if not isinstance(value, _PLAIN):
            raise LookupError(node.attr)
        return ast.Constant(value)

    def generic_visit(self, node):
        """Refuse what is neither an operation nor a constant."""
        if not isinstance(node, _ALLOWED):
            raise LookupError(type(node).__name__)
        return super().generic_visit(node)
