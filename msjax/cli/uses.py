"""Find where a program uses names of MindSpore, by its syntax tree alone."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from msjax._core import context
from msjax.cli import names
from msjax.cli.names import ABSENT, Name
from msjax.cli.scopes import Comprehension, Function, Scope, collect, function_scope, imports

_TOLERATED = {"ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"}
_OPTIONS = {
    "mindspore.set_context": context.check_option,
    "mindspore.context.set_context": context.check_option,
    "mindspore.set_auto_parallel_context": context.check_parallel_option,
    "mindspore.context.set_auto_parallel_context": context.check_parallel_option,
}


@dataclass(frozen=True)
class Use:
    """One use of a name, and whether the program is prepared for its absence."""

    name: Name
    line: int
    optional: bool


def find_uses(tree: ast.Module) -> list[Use]:
    """Return the uses of MindSpore's names in a program, in the order of its text."""
    visitor = _Visitor()
    collect(visitor.scope, tree.body)
    visitor.visit(tree)
    return sorted(visitor.uses, key=lambda use: use.line)


class _Visitor(ast.NodeVisitor):
    def __init__(self):
        self.scope = Scope()
        self.uses: list[Use] = []
        self.optional = False

    def note(self, name: Name, node: ast.stmt | ast.expr) -> None:
        """Record a use; a module is none unless it is missing."""
        if name.missing or not (name.is_module or name.value is None):
            self.uses.append(Use(name, node.lineno, self.optional))

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for _alias, found in imports(node):
            if found is not None:
                self.note(found, node)

    visit_ImportFrom = visit_Import

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            found = self.scope.lookup(node.id)
            if isinstance(found, Name):
                self.note(found, node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        found = self.scope.evaluate(node)
        if isinstance(found, Name):
            self.note(found, node)
            inner = node.value
            while isinstance(inner, ast.Attribute):
                inner = inner.value
            if isinstance(inner, ast.Name):
                return  # `ms.nn.Dense` is one use
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        found = self.scope.evaluate(node.func)
        if isinstance(found, Name) and not found.missing:
            for keyword in node.keywords:
                if keyword.arg and (problem := self._refusal(found, keyword)):
                    self.note(Name(f"{found.path}({keyword.arg}=)", ABSENT, problem), keyword.value)
        self.generic_visit(node)

    def _refusal(self, function: Name, keyword: ast.keyword) -> str:
        """Return why msjax refuses a keyword argument of a call; "" if it takes it."""
        check = _OPTIONS.get(function.path)
        value = self._constant(keyword.value)
        if check is None:
            return names.refused_keyword(function, keyword.arg or "", value)
        try:
            check(keyword.arg, value)
        except ValueError as error:
            problem, unknown, _ = str(error).partition("! Known are ")
            return problem if unknown or value is not ABSENT else ""
        except TypeError as error:
            return str(error) if value is not ABSENT else ""
        return ""

    def _constant(self, node: ast.expr) -> object:
        try:
            return ast.literal_eval(node)
        except ValueError:
            found = self.scope.evaluate(node)
        value = found.value if isinstance(found, Name) else ABSENT
        return value if isinstance(value, int | str) else ABSENT

    def visit_Try(self, node: ast.Try | ast.TryStar) -> None:
        outer = self.optional
        self.optional = outer or any(map(_tolerates, node.handlers))
        for child in node.body:
            self.visit(child)
        self.optional = outer
        for child in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(child)

    visit_TryStar = visit_Try

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for child in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(child)
        scope = Scope(self.scope, cls=node)
        collect(scope, node.body)
        self._inside(scope, node.body)

    def _visit_function(self, node: Function) -> None:
        a = node.args
        annotations = [p.annotation for p in (*a.posonlyargs, *a.args, *a.kwonlyargs)]
        outside = [*a.defaults, *a.kw_defaults, *annotations, *getattr(node, "decorator_list", ())]
        for child in (*outside, getattr(node, "returns", None)):
            if child is not None:
                self.visit(child)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        self._inside(function_scope(self.scope, node), body)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _visit_function

    def _visit_comprehension(self, node: Comprehension) -> None:
        scope = Scope(self.scope)
        collect(scope, [g.target for g in node.generators])
        self._inside(scope, list(ast.iter_child_nodes(node)))

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _visit_comprehension

    def _inside(self, scope: Scope, nodes: list) -> None:
        outer, self.scope = self.scope, scope
        for node in nodes:
            self.visit(node)
        self.scope = outer


def _tolerates(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(k, ast.Name) and k.id in _TOLERATED for k in kinds)
