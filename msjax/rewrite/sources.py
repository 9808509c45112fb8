"""The source of networks and functions, and whose it is."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import linecache
import sys
import sysconfig
import textwrap
import types
from typing import Any

_OURS = "msjax"
_LIBRARIES = tuple(sysconfig.get_paths()[k] for k in ("stdlib", "platstdlib", "purelib", "platlib"))
ABSENT: Any = object()


def is_ours(value: Any) -> bool:
    """Tell whether a class or a function is one of msjax's own."""
    return str(getattr(value, "__module__", "")).split(".")[0] == _OURS


def is_users(function: Any) -> bool:
    """Tell whether a function is Python code of the user: neither msjax's nor a library's."""
    if not isinstance(function, types.FunctionType) or is_ours(function):
        return False
    return not function.__code__.co_filename.startswith((*_LIBRARIES, "<frozen"))


def class_definition(cls: type) -> ast.ClassDef:
    """Return the syntax tree of a class.

    Raises:
        TypeError: its source cannot be found.
    """
    tree = _parsed(cls)
    if tree is not None and isinstance(tree.body[0], ast.ClassDef):
        return tree.body[0]
    definition = _around_methods(cls)
    if definition is None:
        raise TypeError(
            f"The source of the network class '{cls.__qualname__}' cannot be found; define it in a "
            "file or a notebook cell, not by exec() or in the interactive interpreter."
        )
    return definition


def _around_methods(cls: type) -> ast.ClassDef | None:
    """Find a class around its methods: Python knows no source of classes in notebooks."""
    for method in map(inspect.unwrap, filter(callable, vars(cls).values())):
        code = getattr(method, "__code__", None)
        if code is None:
            continue
        try:
            tree = ast.parse("".join(linecache.getlines(code.co_filename)))
        except SyntaxError:
            continue
        classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for node in classes:
            is_around = node.lineno <= code.co_firstlineno <= (node.end_lineno or 0)
            if is_around and node.name == cls.__name__:
                return node
    return None


def function_definition(function: Any) -> ast.FunctionDef | None:
    """Return the syntax tree of a function defined by `def`, or None where there is none."""
    tree = _parsed(function)
    if tree is None or not isinstance(tree.body[0], ast.FunctionDef):
        return None
    return tree.body[0]


def _parsed(value: Any) -> ast.Module | None:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(value)))
    except (OSError, TypeError, SyntaxError):
        return None


class Namespace:
    """What the free names of a function mean: its closure, then the globals of its module."""

    def __init__(self, function: Any, module: str):
        function = inspect.unwrap(function) if callable(function) else function
        code = getattr(function, "__code__", None)
        known = vars(sys.modules[module]) if module in sys.modules else {}
        self.globals: dict[str, Any] = getattr(function, "__globals__", known)
        self.closure = {}
        if code is not None and function.__closure__:
            cells = zip(code.co_freevars, function.__closure__, strict=True)
            self.closure = {name: cell for name, cell in cells if name != "__class__"}
        self.module = module

    def lookup(self, name: str, default: Any = None) -> Any:
        """Return what a name means, or the default."""
        try:
            if name in self.closure:
                return self.closure[name].cell_contents
        except ValueError:  # not assigned yet
            return default
        if name in self.globals:
            return self.globals[name]
        return getattr(builtins, name, default)

    def evaluate(self, path: ast.expr, default: Any = ABSENT) -> Any:
        """Return what a name, or an attribute of one, means, or the default."""
        parts = ast.unparse(path).split(".")
        value = self.lookup(parts[0], ABSENT)
        try:
            return default if value is ABSENT else functools.reduce(getattr, parts[1:], value)
        except AttributeError:
            return default
