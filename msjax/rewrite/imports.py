"""What generated code imports: the names that moved code uses."""

from __future__ import annotations

import ast
import dis
import sys
import types
from collections.abc import Container, Iterator
from typing import Any

from msjax.rewrite.naming import Names
from msjax.rewrite.sources import ABSENT, Namespace


class Imports:
    """The names at the top of generated code: what each means, and the statement that imports it.

    Attributes:
        values: what each name means.
        lines: the statements, or a comment for what cannot be imported.
    """

    def __init__(self):
        self.names = Names()
        self.values: dict[str, Any] = {}
        self.lines: list[str] = []

    def use(
        self, name: str, value: Any, modules: tuple[str, ...] = (), avoid: Container[str] = ()
    ) -> str:
        """Return the name under which code finds a value, importing it where it is new.

        Args:
            name: the name that is wanted.
            value: the value.
            modules: modules that may have it under that name.
            avoid: names that mean something else where it is used.
        """
        if self.values.get(name, ABSENT) is value and name not in avoid:
            return name
        alias = self.names.unique(name)
        self.values[alias] = value
        self.lines.append(_statement(name, alias, value, modules))
        return alias

    def rename_free(self, definition: ast.FunctionDef, scope: Namespace) -> None:
        """Import what a function's free names mean; rename those that mean something else here."""
        renamed = {}
        for name in sorted(set(_globals_of(definition))):
            value = scope.globals.get(name, ABSENT)
            value = scope.lookup(name, ABSENT) if name in scope.closure else value
            if value is not ABSENT:
                alias = self.use(name, value, (scope.module,))
                if alias != name:
                    renamed[name] = alias
        for node in ast.walk(definition):
            if isinstance(node, ast.Name) and node.id in renamed:
                node.id = renamed[node.id]


def _globals_of(definition: ast.FunctionDef) -> Iterator[str]:
    """Yield the names that a function, as code of a module, looks up in the module."""
    module = ast.fix_missing_locations(ast.Module([definition], []))
    waiting = [compile(module, "<msjax.rewrite>", "exec")]
    while waiting:
        code = waiting.pop()
        waiting += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                yield step.argval


def _statement(name: str, alias: str, value: Any, modules: tuple[str, ...]) -> str:
    """Return the statement that imports a value."""
    suffix = "" if name == alias else f" as {alias}"
    if isinstance(value, types.ModuleType) and sys.modules.get(value.__name__) is value:
        same = value.__name__ == alias
        return f"import {value.__name__}" + ("" if same else f" as {alias}")
    for module in (*modules, getattr(value, "__module__", None)):
        known = vars(sys.modules[module]) if module in sys.modules else {}
        if module is not None and known.get(name, ABSENT) is value:
            return f"from {module} import {name}{suffix}"
    return f"# {alias} cannot be imported; get_network() has it"
