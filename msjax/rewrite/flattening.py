"""Statements with one operation each, from statements with nested ones."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from msjax.rewrite.naming import Names
from msjax.rewrite.values import is_path, last_name

_OPERATIONS = (
    ast.Call,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.Subscript,
)

Place = tuple[ast.expr, Callable[[ast.expr], None]]


def flatten(body: list[ast.stmt], names: Names) -> list[ast.stmt]:
    """Return statements that do what these do, one operation each.

    Works from the last statement to the first, as MindSpore does; so names are numbered, and
    operands of one operation are computed, in MindSpore's order. Bodies of control flow stay.

    Args:
        body: the statements; they are changed.
        names: the names of variables.
    """
    waiting = [part for statement in body for part in _one_target_each(statement)]
    done: list[ast.stmt] = []
    while waiting:
        statement = waiting.pop()
        made: list[ast.stmt] = []
        for operand, put in operands(statement):
            name = names.unique(_variable(operand))
            put(ast.Name(name, ast.Load()))
            made.append(ast.Assign([ast.Name(name, ast.Store())], operand))
        waiting.extend(reversed(made))
        done.append(statement)
    return [ast.fix_missing_locations(s) for s in reversed(done)]


def _one_target_each(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Make `a = b = value` two statements: `b = value` and `a = b`."""
    if not isinstance(statement, ast.Assign) or len(statement.targets) == 1:
        yield statement
        return
    if not all(isinstance(t, ast.Name) for t in statement.targets):
        yield statement
        return
    value = statement.value
    for target in reversed(statement.targets):
        yield ast.Assign([target], value)
        assert isinstance(target, ast.Name)
        value = ast.Name(target.id, ast.Load())


def _variable(expression: ast.expr) -> str:
    """Return the name of the variable for the result of an operation, or for an attribute."""
    if isinstance(expression, ast.Call):
        func = expression.func
        return f"{last_name(func) if is_path(func) else _called(func)}_var"
    if isinstance(expression, ast.Attribute):
        return ast.unparse(expression).replace(".", "_")
    if isinstance(expression, ast.BinOp | ast.UnaryOp | ast.BoolOp):
        return f"{type(expression.op).__name__.lower()}_var"
    return f"{type(expression).__name__.lower()}_var"


def _called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else "function"


def operands(statement: ast.stmt) -> Iterator[Place]:
    """Yield the operations nested in a statement's operation, with what replaces each."""
    if isinstance(statement, ast.If):
        yield from _places(statement, ("test",), _OPERATIONS)
    elif isinstance(statement, ast.For):
        yield from _places(statement, ("iter",), (*_OPERATIONS, ast.Attribute))
    elif isinstance(statement, ast.Return):
        if statement.value is not None and not _is_plain(statement.value):
            kinds = (*_OPERATIONS, ast.IfExp)
            yield from _places(statement, ("value",), kinds)
    elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        yield from _in_expression(statement.value)


def _is_plain(expression: ast.expr) -> bool:
    return isinstance(expression, ast.Constant) or is_path(expression)


def _in_expression(value: ast.expr) -> Iterator[Place]:
    """Yield the operations that are operands of an expression."""
    if isinstance(value, ast.Call):
        yield from _of_called(value)
        yield from _items(value.args)
        for keyword in value.keywords:
            if keyword.arg is not None:
                yield from _places(keyword, ("value",))
    elif isinstance(value, ast.BinOp):
        yield from _places(value, ("left", "right"))
    elif isinstance(value, ast.UnaryOp):
        yield from _places(value, ("operand",))
    elif isinstance(value, ast.BoolOp):
        yield from _items(value.values, 1)  # the others may not be computed at all
    elif isinstance(value, ast.Compare):
        yield from _places(value, ("left",))
        yield from _items(value.comparators, 1)
    elif isinstance(value, ast.Tuple | ast.List):
        yield from _items(value.elts)


def _of_called(call: ast.Call) -> Iterator[Place]:
    """Yield the operation whose result, or whose result's method, is called."""
    if isinstance(call.func, ast.Call | ast.Subscript):
        yield from _places(call, ("func",))
    elif isinstance(call.func, ast.Attribute):
        yield from _below_attributes(call.func)


def _below_attributes(expression: ast.Attribute) -> Iterator[Place]:
    """Yield the operation that a chain of attributes starts from."""
    while isinstance(expression.value, ast.Attribute):
        expression = expression.value
    yield from _places(expression, ("value",))


def _places(owner: ast.AST, fields: tuple[str, ...], kinds=_OPERATIONS) -> Iterator[Place]:
    for field in fields:
        expression = getattr(owner, field)
        if isinstance(expression, kinds):
            yield expression, lambda new, field=field: setattr(owner, field, new)
        elif isinstance(expression, ast.Attribute):
            yield from _below_attributes(expression)


def _items(values: list[ast.expr], count: int | None = None) -> Iterator[Place]:
    for i, expression in enumerate(values[:count]):
        if isinstance(expression, _OPERATIONS):
            yield expression, lambda new, i=i: values.__setitem__(i, new)
        elif isinstance(expression, ast.Attribute):
            yield from _below_attributes(expression)
