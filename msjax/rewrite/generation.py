"""From a tree to Python code, and to a network."""

from __future__ import annotations

import ast
import copy
import dataclasses
import itertools
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any, cast

from msjax import nn
from msjax.nn import Cell
from msjax.rewrite.containers import with_cells
from msjax.rewrite.entries import Block, Entry
from msjax.rewrite.imports import Imports
from msjax.rewrite.kinds import NodeType
from msjax.rewrite.naming import Names
from msjax.rewrite.reading import Function
from msjax.rewrite.tree import Tree
from msjax.rewrite.values import named, to_expression

# Stands for the class of the network until the names of its module are settled.
_BASE = "msjax_rewrite_base"
_numbers = itertools.count(1)


@dataclasses.dataclass
class Code:
    """Generated code.

    Attributes:
        text: Python source.
        name: the name of the network's class in it.
        values: what the names mean that it imports.
    """

    text: str
    name: str
    values: dict[str, Any]


def generate(tree: Tree) -> Code:
    """Return code with the class of the edited network."""
    return _Writer().code(tree)


def instantiate(tree: Tree) -> Cell:
    """Return a network that runs the edited code.

    The code becomes a module, so that tools that ask for its source (as `inspect` and the
    conversion of control flow for compiled code do) find it.
    """
    code = generate(tree)
    module = types.ModuleType(f"{code.name}_{next(_numbers)}")
    file = module.__file__ = f"{module.__name__}.py"
    module.__spec__ = ModuleSpec(module.__name__, cast(Any, _Source(code.text)), origin=file)
    sys.modules[module.__name__] = module
    vars(module).update(code.values)
    exec(compile(code.text, file, "exec"), vars(module))
    return getattr(module, code.name)(tree.network)


@dataclasses.dataclass
class _Source:
    """Tells `linecache` the source of a module that has no file."""

    text: str

    def get_source(self, name: str) -> str:
        """Return the source."""
        return self.text


class _Writer:
    """Writes the definitions of one generated module."""

    def __init__(self):
        self.imports = Imports()
        self.definitions: list[str] = []
        self.classes: dict[Tree, str] = {}

    def code(self, tree: Tree) -> Code:
        name = self.class_of(tree)
        lines = sorted(self.imports.lines, key=lambda line: not line.startswith("import "))
        parts = ["\n".join(lines), *self.definitions]
        return Code("\n\n\n".join(parts) + "\n", name, self.imports.values)

    def class_of(self, tree: Tree) -> str:
        """Write the class of a tree, after those of the trees in it; return its name."""
        if tree in self.classes:
            return self.classes[tree]
        self.imports.names.taken |= tree.variables.taken
        cls = type(tree.network)
        base = self.imports.use(cls.__name__, cls, (cls.__module__,))
        name = self.classes[tree] = self.imports.names.unique(f"{cls.__name__}Opt")
        methods = _Methods(self, tree, base)
        body = [methods.init(), *methods.all()]
        lines = "\n\n".join(_indented(ast.unparse(ast.fix_missing_locations(d))) for d in body)
        self.definitions.append(f"class {name}({base}):\n\n{lines}")
        return name

    def function(self, function: Function, methods: _Methods) -> str:
        """Write an edited function of the user's; return its name."""
        definition = methods.definition(function)
        definition.name = self.imports.names.unique(definition.name)
        self.definitions.append(ast.unparse(ast.fix_missing_locations(definition)))
        return definition.name


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


class _Methods:
    """Writes the methods of one class."""

    def __init__(self, writer: _Writer, tree: Tree, base: str):
        self.writer = writer
        self.tree = tree
        self.base = base
        self.names = Names(dir(tree.network))
        self.written: list[ast.stmt] = []

    def all(self) -> list[ast.stmt]:
        """Return `construct` and the other methods that were edited."""
        if self.tree.construct is not None:
            construct = self.definition(self.tree.construct)
            self.written.insert(0, construct)
        return self.written

    def init(self) -> ast.stmt:
        """Return the `__init__`: the state of the given network, with edited Cells in it."""
        alias = self.writer.imports.use("nn", nn)
        lines = [
            "def __init__(self, obj):",
            f"    {alias}.Cell.__init__(self)",
            "    self.__setstate__(obj.__getstate__())",
            *(f"    {line}" for line in self._edited_cells()),
        ]
        return ast.parse("\n".join(lines)).body[0]

    def _edited_cells(self) -> list[str]:
        lines: dict[str, None] = {}
        for _, block in self.tree.block.blocks():
            for entry in block.entries:
                if block.cells or entry.instance is None:
                    continue
                name = self._attribute(entry)
                value = self._cell(entry, f"self.{name}")
                if value is not None:
                    lines[f"self.{name} = {value}"] = None
        return list(lines)

    def _attribute(self, entry: Entry) -> str:
        """Return the attribute of the network that an entry calls or iterates over."""
        value = entry.statement.value if isinstance(entry.statement, ast.Assign) else None
        expression = value.func if isinstance(value, ast.Call) else value
        return expression.attr if isinstance(expression, ast.Attribute) else ""

    def _cell(self, entry: Entry, path: str) -> str | None:
        """Return the code of the edited Cell of an entry, or None where nothing was edited."""
        if entry.sub_tree is not None:
            edited = entry.sub_tree.is_edited()
            return f"{self.writer.class_of(entry.sub_tree)}({path})" if edited else None
        if entry.kind is not NodeType.CellContainer or entry.body is None:
            return None
        held = [(e, self._element(entry, e, path)) for e in entry.body.entries]
        parts = [(e, place, self._cell(e, place)) for e, place in held]
        if not entry.body.edited and all(made is None for _, _, made in parts):
            return None
        alias = self.writer.imports.use("with_cells", with_cells)
        cells = ", ".join(place if made is None else made for _, place, made in parts)
        return f"{alias}({path}, [{cells}])"

    def _element(self, container: Entry, entry: Entry, path: str) -> str:
        """Return the code of a Cell of a container as it was."""
        for i, cell in enumerate(container.instance):
            if cell is entry.instance:
                return f"{path}[{i}]"
        return f"self.{entry.name}"

    def definition(self, function: Function) -> ast.FunctionDef:
        """Return the `def` of a function with its edits."""
        calls: dict[str, ast.expr] = {_BASE: ast.Name(self.base, ast.Load())}
        definition = copy.copy(function.definition)
        definition.body = self._statements(function.block, calls)
        definition = copy.deepcopy(definition)
        if function.method:
            definition = _Moved(type(self.tree.network).__name__).visit(definition)
        self.writer.imports.rename_free(definition, function.scope)
        return _Replaced(calls).visit(definition)

    def _statements(self, block: Block, calls: dict[str, ast.expr]) -> list[ast.stmt]:
        """Return the statements of a block; note what is called in the place of placeholders."""
        made = [
            self._statement(entry, calls)
            for entry in block.entries
            if entry.statement is not None and not entry.is_else
        ]
        return made or [ast.Pass()]

    def _statement(self, entry: Entry, calls: dict[str, ast.expr]) -> ast.stmt:
        if entry.body is not None and entry.kind is NodeType.ControlFlow:
            statement = copy.copy(entry.statement)
            statement.body = self._statements(entry.body, calls)
            other = entry.otherwise
            inner = other.body if other is not None and other.block is not None else None
            statement.orelse = [] if inner is None else self._statements(inner, calls)
            return statement
        called = self._called(entry)
        if called is None:
            return entry.statement
        placeholder = f"msjax_rewrite_{len(calls)}"
        calls[placeholder] = called
        statement = copy.deepcopy(entry.statement)
        statement.value.func = ast.Name(placeholder, ast.Load())
        return statement

    def _called(self, entry: Entry) -> ast.expr | None:
        """Return what a call calls in the place of what its statement says, or None."""
        if entry.imported:
            function = entry.instance
            name = function.__name__ if function.__name__.isidentifier() else "function"
            alias = self.writer.imports.use(name, function, avoid=self.tree.variables.taken)
            return ast.Name(alias, ast.Load())
        function = entry.function
        if function is None or not function.is_edited():
            return None
        if not function.method:
            return ast.Name(self.writer.function(function, self), ast.Load())
        name = self.names.unique(function.definition.name)
        definition = self.definition(function)
        definition.name = name
        self.written.append(definition)
        return to_expression(named(f"self.{name}"))


class _Moved(ast.NodeTransformer):
    """Makes code of one class mean the same in a subclass of it.

    Args:
        cls: the name of the class.
    """

    def __init__(self, cls: str):
        self.prefix = f"_{cls.lstrip('_')}"

    def visit_Attribute(self, node):
        """Write out private names."""
        self.generic_visit(node)
        if node.attr.startswith("__") and not node.attr.endswith("__"):
            node.attr = self.prefix + node.attr
        return node

    def visit_Call(self, node):
        """Say which class `super()` starts from."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            node.args = [ast.Name(_BASE, ast.Load()), ast.Name("self", ast.Load())]
        return node


class _Replaced(ast.NodeTransformer):
    """Replaces names by expressions."""

    def __init__(self, expressions: dict[str, ast.expr]):
        self.expressions = expressions

    def visit_Name(self, node):
        """Replace one name."""
        return self.expressions.get(node.id, node)
