"""Which names a Python program binds where, and what of MindSpore they stand for."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from msjax.cli import names
from msjax.cli.names import Name

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_NEW_SCOPES = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True)
class Instance:
    """A value whose class is known: its attributes are that class's, except its own."""

    cls: Name
    own: frozenset[str] = frozenset()


@dataclass(frozen=True)
class UserClass:
    """A class of the program that has a class of MindSpore among its bases."""

    base: Name
    own: frozenset[str]


@dataclass(frozen=True)
class _Itself:
    """The first parameter of a method."""

    cls: ast.ClassDef


Meaning = Name | Instance | UserClass | None


@dataclass
class Scope:
    """The names that a module, class or function binds, each with all its bindings."""

    parent: Scope | None = None
    cls: ast.ClassDef | None = None
    bindings: dict[str, list[object]] = field(default_factory=dict)
    stars: list[Name] = field(default_factory=list)
    elsewhere: set[str] = field(default_factory=set)
    meanings: dict[str, Meaning] = field(default_factory=dict)
    evaluated: dict[int, Meaning] = field(default_factory=dict)  # by the id of the node

    def add(self, name: str, binding: object = None) -> None:
        """Note a binding: a Name, an expression, a class; None for what is nothing of ours."""
        self.bindings.setdefault(name, []).append(binding)

    def around(self) -> Scope:
        """Return the scope in which functions inside this one look names up: no class."""
        return self.parent.around() if self.cls and self.parent else self

    def lookup(self, name: str) -> Meaning:
        """Return what a name stands for here."""
        if name in self.bindings and name not in self.elsewhere:
            if name not in self.meanings:
                self.meanings[name] = None  # for a binding in terms of itself
                self.meanings[name] = self._decide(self.bindings[name])
            return self.meanings[name]
        if self.parent is not None:
            return self.parent.around().lookup(name)
        for star in self.stars:
            if names.is_starred(star, name):
                return names.imported(star, name)
        return None

    def _decide(self, bindings: list[object]) -> Meaning:
        imports = [b for b in bindings if isinstance(b, Name)]
        if imports:  # of `try: import … except ImportError: …`, the one that works
            return next((b for b in imports if not b.missing), imports[0])
        found = [self._meaning(b) for b in bindings]
        return found[0] if all(f == found[0] for f in found) else None

    def _meaning(self, binding: object) -> Meaning:
        if isinstance(binding, ast.ClassDef):
            return self._class(binding)
        if isinstance(binding, _Itself):
            cls = self.parent._class(binding.cls) if self.parent else None
            return Instance(cls.base, cls.own) if isinstance(cls, UserClass) else None
        return self.evaluate(binding) if isinstance(binding, ast.expr) else None

    def _class(self, node: ast.ClassDef) -> Meaning:
        if id(node) not in self.evaluated:
            self.evaluated[id(node)] = self._derive(node)
        return self.evaluated[id(node)]

    def _derive(self, node: ast.ClassDef) -> UserClass | None:
        own = frozenset(_own_names(node))
        for base in map(self.evaluate, node.bases):
            if isinstance(base, UserClass):
                return UserClass(base.base, base.own | own)
            if isinstance(base, Name) and isinstance(base.value, type):
                return UserClass(base, own)
        return None

    def evaluate(self, node: ast.expr) -> Meaning:
        """Return what an expression stands for: a name, an instance of a class, or None."""
        if isinstance(node, ast.Name):
            return self.lookup(node.id)
        if id(node) not in self.evaluated:
            self.evaluated[id(node)] = self._evaluate(node)
        return self.evaluated[id(node)]

    def _evaluate(self, node: ast.expr) -> Meaning:
        if isinstance(node, ast.Attribute):
            owner = self.evaluate(node.value)
            if isinstance(owner, Name):
                return names.member(owner, node.attr)
            if isinstance(owner, Instance) and node.attr not in owner.own:
                return names.method(owner.cls, node.attr)
        if isinstance(node, ast.Call):
            made = self.evaluate(node.func)
            if isinstance(made, UserClass):
                return Instance(made.base, made.own)
            if isinstance(made, Name) and isinstance(made.value, type):
                return Instance(made)
        return None


def collect(scope: Scope, nodes: Sequence[ast.AST]) -> None:
    """Add what statements bind in a scope, without the scopes inside."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            _collect_import(scope, node)
            continue
        if isinstance(node, ast.ClassDef):
            scope.add(node.name, node)
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            scope.add(node.name)
            continue
        if isinstance(node, _NEW_SCOPES):
            continue
        if isinstance(node, ast.Global | ast.Nonlocal):
            scope.elsewhere.update(node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            _collect_assignment(scope, node)
            continue
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            scope.add(node.id)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            scope.add(node.name)
        collect(scope, list(ast.iter_child_nodes(node)))


def _collect_assignment(scope: Scope, node: ast.Assign | ast.AnnAssign) -> None:
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        if isinstance(target, ast.Name):
            scope.add(target.id, node.value)
        else:
            collect(scope, [target])
    if node.value is not None:
        collect(scope, [node.value])


def _collect_import(scope: Scope, node: ast.Import | ast.ImportFrom) -> None:
    for alias, found in imports(node):
        if alias.name == "*":
            scope.stars += [found] if found else []
        elif alias.asname or isinstance(node, ast.ImportFrom):
            scope.add(alias.asname or alias.name, found)
        else:
            root = alias.name.split(".")[0]
            scope.add(root, names.module(root) if found else None)


def imports(node: ast.Import | ast.ImportFrom) -> list[tuple[ast.alias, Name | None]]:
    """Return what each part of an import statement brings; None where it is not MindSpore."""
    if isinstance(node, ast.Import):
        return [(a, names.module(a.name) if _is_ours(a.name) else None) for a in node.names]
    if node.level or not _is_ours(node.module or ""):
        return [(a, None) for a in node.names]
    owner = names.module(node.module)
    return [(a, owner if a.name == "*" else names.imported(owner, a.name)) for a in node.names]


def _is_ours(path: str) -> bool:
    return path.split(".")[0] in names.ROOTS


def function_scope(outer: Scope, node: Function) -> Scope:
    """Make the scope of a function's body."""
    scope = Scope(outer)
    a = node.args
    parameters = [*a.posonlyargs, *a.args, *a.kwonlyargs]
    for p in [*parameters, *filter(None, (a.vararg, a.kwarg))]:
        is_self = p in parameters[:1] and _takes_self(node)
        scope.add(p.arg, _Itself(outer.cls) if is_self and outer.cls else None)
    collect(scope, [node.body] if isinstance(node, ast.Lambda) else node.body)
    return scope


def _takes_self(node: Function) -> bool:
    return not isinstance(node, ast.Lambda) and not any(
        isinstance(d, ast.Name) and d.id in ("staticmethod", "classmethod")
        for d in node.decorator_list
    )


def _own_names(cls: ast.ClassDef) -> set[str]:
    """Return the attributes that a class gives itself and its instances."""
    found = set()
    for node in ast.walk(cls):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return found
