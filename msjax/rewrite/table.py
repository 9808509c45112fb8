"""Nodes as text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from importlib import import_module

from msjax import log as logger
from msjax.rewrite.entries import Block, Entry, links
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.tree import Tree

_HEAD = ["node type", "name", "codes", "arg providers", "target users"]


Layout = Callable[[list[list[str]], list[str]], str]


def print_tables(tree: Tree, all_nodes: bool) -> None:
    """Print the table of a tree's nodes; with those of blocks and trees inside, where asked."""
    try:
        layout = import_module("tabulate").tabulate
    except ModuleNotFoundError:
        logger.warning(
            "print_node_tabulate prints nothing, because the package `tabulate` is not installed; "
            "`pip install tabulate`, or call SymbolTree.dump()."
        )
        return
    print("\n".join(_tables(tree, all_nodes, layout)))


def _tables(tree: Tree, all_nodes: bool, layout: Layout) -> Iterator[str]:
    title = f"{type(tree.network).__name__}Opt"
    for path, block in tree.block.blocks():
        if not path or all_nodes:
            yield f"[{'.'.join((title, *path))}]\n{_table(block, layout)}\n"
    if all_nodes:
        for sub_tree in dict.fromkeys(tree.sub_trees()):
            yield from _tables(sub_tree, all_nodes, layout)


def _table(block: Block, layout: Layout) -> str:
    found = links(block)
    rows = []
    for entry in block.entries:
        providers = [[i, (p.name, j)] for i, (p, j) in found.providers[entry].items()]
        users = [[i, [(u.name, j) for u, j in uses]] for i, uses in found.users[entry].items()]
        rows.append([str(entry.kind), entry.name, code_of(entry), str(providers), str(users)])
    return layout(rows, _HEAD)


def code_of(entry: Entry) -> str:
    """Return the code of an entry as it is now."""
    if entry.block is not None and entry.block.cells:
        targets, args = (", ".join(map(str, values)) for values in (entry.targets, entry.args))
        return f"{targets} = {entry.name}({args})"
    if entry.statement is None:
        return ", ".join(map(str, entry.targets))
    if entry.kind is NodeType.ControlFlow and entry.body is not None:
        head = "else:" if entry.is_else else _head(entry.statement)
        lines = [line for e in entry.body.entries for line in code_of(e).splitlines()]
        return "\n".join([head, *(f"    {line}" for line in lines)])
    return ast.unparse(ast.fix_missing_locations(entry.statement))


def _head(statement: ast.stmt) -> str:
    """Return the first line of an `if`, a `for` or a `while`."""
    if isinstance(statement, ast.For):
        return f"for {ast.unparse(statement.target)} in {ast.unparse(statement.iter)}:"
    assert isinstance(statement, ast.If | ast.While)
    return f"{type(statement).__name__.lower()} {ast.unparse(statement.test)}:"


def dump(tree: Tree) -> str:
    """Return the nodes of a tree, one a line: their names and code."""
    name = f"{type(tree.network).__name__}.construct"
    lines = [f"  {entry.name}: {code_of(entry)}" for entry in tree.block.entries]
    return "\n".join([name, *lines])
