"""What a call in the code of a network calls, and what its node is."""

from __future__ import annotations

import ast
import dataclasses
import types
from typing import Any

from msjax._core.primitive import Primitive
from msjax.nn import Cell, CellList, SequentialCell
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.sources import ABSENT, Namespace, function_definition, is_ours, is_users
from msjax.rewrite.values import is_path, last_name


@dataclasses.dataclass
class Called:
    """What is called: the kind and first name of the node, and what it is.

    Attributes:
        instance: the Cell, Primitive or function; None for what is not looked into.
        method: whether it is a method of the network's own class.
        definition: the `def` of a user's function that is looked into.
    """

    kind: NodeType
    name: str
    instance: Any = None
    method: bool = False
    definition: ast.FunctionDef | None = None


def resolve(func: ast.expr, network: Any, methods: dict, scope: Namespace, local: set) -> Called:
    """Find out what an expression that is called stands for.

    Args:
        func: the expression.
        network: the Cell whose code it is in.
        methods: the `def`s of the class of the network.
        scope: what free names mean.
        local: the variables of the function it is in.
    """
    if not is_path(func):
        name = func.attr if isinstance(func, ast.Attribute) else "function"
        return Called(NodeType.CallFunction, name)
    first, _, rest = ast.unparse(func).partition(".")
    name = last_name(func)
    if first == "self" and rest and "." not in rest:
        return _of_network(rest, network, methods)
    if first == "self" or first in local:
        return Called(NodeType.CallFunction, name)
    value = scope.evaluate(func, ABSENT)
    if isinstance(value, Primitive):
        return Called(NodeType.CallPrimitive, name, value)
    return _of_function(value, name, isinstance(func, ast.Name))


def _of_network(name: str, network: Any, methods: dict) -> Called:
    """Find out what an attribute of the network is."""
    value = getattr(network, name, None)
    if isinstance(value, Cell):
        return Called(kind_of_cell(value), name, value)
    if isinstance(value, Primitive):
        return Called(NodeType.CallPrimitive, name, value)
    if isinstance(value, types.MethodType) and name in methods:
        return Called(NodeType.CallFunction, name, value, True, methods[name])
    if name in methods:
        return Called(NodeType.CallFunction, name)
    return _of_function(value, name)


def kind_of_cell(cell: Cell) -> NodeType:
    """Return the kind of node that calls a Cell."""
    if type(cell).construct is SequentialCell.construct:
        return NodeType.CellContainer
    return NodeType.CallCell if is_ours(type(cell)) else NodeType.Tree


def _of_function(value: Any, name: str, is_plain: bool = False) -> Called:
    """Find out whether a function is looked into, and the name of its node.

    In MindSpore a function that is called as an attribute, or by another name than its own, has a
    node named `function_opt`.

    Args:
        value: what is called.
        name: the last name it is called by.
        is_plain: whether that is all of its name.
    """
    if not isinstance(value, types.FunctionType) or not (is_users(value) or is_ours(value)):
        return Called(NodeType.CallFunction, name)
    definition = function_definition(value) if is_users(value) else None
    own = name if is_plain and name == value.__name__ else f"{value.__name__}_opt"
    if is_users(value) and definition is None:
        return Called(NodeType.CallFunction, name, value)
    return Called(NodeType.CallFunction, own, value, definition=definition)


def holds_cells(value: Any) -> bool:
    """Tell whether a value is a CellList or a list of Cells."""
    if isinstance(value, list | tuple):
        return bool(value) and all(isinstance(v, Cell) for v in value)
    return isinstance(value, CellList)
