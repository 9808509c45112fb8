"""Modules that exist only as rows of the legacy table, and what files of msjax get from it.

A row becomes a module object when it is imported or asked for as an attribute. Its names are
resolved one by one, on first use, in the modules that the row lists; so
`from mindspore.train.serialization import load_checkpoint` gives the object that `msjax.train` has.
A file of msjax may have a row too: its own names go first.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import module_from_spec
from types import ModuleType

from msjax._core.missing import (
    describe_missing,
    inventory,
    mindspore_names,
    missing_attribute,
    public_path,
)
from msjax.compat.lazy import ROOT, absolute, import_if_there, public_names
from msjax.compat.legacy_modules import (
    EXCLUDED,
    LEGACY_MODULES,
    LEGACY_NAMES,
    MODULE_ALIASES,
    NICKNAMES,
)
from msjax.compat.shadowed import SHADOWED

ABSENT = object()


def _parents(paths) -> set[str]:
    parts = [path.split(".") for path in paths]
    return {".".join(p[:i]) for p in parts for i in range(1, len(p))}


PARENTS = _parents([*LEGACY_MODULES, *MODULE_ALIASES])
KNOWN = PARENTS | set(LEGACY_MODULES) | set(MODULE_ALIASES)


def relative(name: str) -> str:
    """Return a module's path relative to msjax ("" for msjax itself)."""
    return name[len(ROOT) + 1 :]


def join(path: str, name: str) -> str:
    """Return the path of a child, relative to msjax."""
    return f"{path}.{name}" if path else name


def find(path: str, name: str):
    """Look up a name of a module in the table; `ABSENT` if it is not there."""
    if target := LEGACY_NAMES.get(path, {}).get(name):
        source, attribute = target.split(":")
        module = import_if_there(source)
        return getattr(module, attribute, ABSENT)
    child = join(path, name)
    if child in KNOWN and child not in SHADOWED and (module := import_if_there(child)):
        return module
    return ABSENT


def submodule(package: ModuleType, name: str):
    """Import a file of a package that nobody imported yet, as MindSpore imports all of its own."""
    child = f"{package.__name__}.{name}"
    spec = PathFinder.find_spec(child, getattr(package, "__path__", []))
    return ABSENT if spec is None or spec.loader is None else import_module(child)


class _Asking(threading.local):
    """The questions a thread is answering: a package that a row searches may ask the row back."""

    def __init__(self):
        self.open = set()

    @contextmanager
    def once(self, *question):
        """Tell whether this thread is not answering the question already."""
        if question in self.open:
            yield False
            return
        self.open.add(question)
        try:
            yield True
        finally:
            self.open.remove(question)


_asking = _Asking()


def search(path: str, name: str):
    """Look up a name in the modules that a row lists; `ABSENT` if none has it."""
    with _asking.once(path, name) as first:
        if not first or name in EXCLUDED.get(path, ()):
            return ABSENT
        for source in LEGACY_MODULES.get(path, ()):
            module = import_if_there(source)
            value = ABSENT if module is None else getattr(module, name, ABSENT)
            if value is not ABSENT:
                return value
    if path in LEGACY_MODULES and name in NICKNAMES and not _is_mindspores(path, name):
        return import_if_there(NICKNAMES[name]) or ABSENT
    return ABSENT


def _is_mindspores(path: str, name: str) -> bool:
    """Tell whether a name means something of its own in a module of MindSpore."""
    return name in mindspore_names(public_path(absolute(path)))


def single_names(path: str) -> set[str]:
    """Return the single names that the table has for a module and MindSpore shows there."""
    return set(LEGACY_NAMES[path]) & mindspore_names(public_path(absolute(path)))


def supported_names(module: ModuleType) -> list[str]:
    """Return the names of a module that msjax has, as far as MindSpore shows them there."""
    path = relative(module.__name__)
    names = set(LEGACY_NAMES.get(path, ()))
    with _asking.once(path) as first:
        for source in LEGACY_MODULES.get(path, ()) if first else ():
            if found := import_if_there(source):
                names.update(public_names(found))
    recorded = mindspore_names(public_path(module.__name__))
    names = (names & recorded if recorded else names) - EXCLUDED.get(path, set())
    return sorted(names.union(n for n in vars(module) if not n.startswith("_")))


def add_names(module: ModuleType) -> None:
    """Give a module the names that the table has for it: its own `__getattr__` goes between."""
    path = relative(module.__name__)
    own = vars(module).get("__getattr__")

    def supported():
        return dir(module) if own else supported_names(module)

    def __getattr__(name):
        if name.startswith("__"):
            if own is not None:
                value = own(name)
                shown_too = name == "__all__" and path in LEGACY_NAMES
                return sorted({*value, *single_names(path)}) if shown_too else value
            if name == "__all__" and path in LEGACY_MODULES:
                return supported()
            raise AttributeError(f"module '{module.__name__}' has no attribute '{name}'")
        value = find(path, name)
        if value is ABSENT and own is not None:
            return own(name)
        if value is ABSENT:
            value = submodule(module, name)
        if value is ABSENT:
            value = search(path, name)
        if value is ABSENT:
            raise missing_attribute(module.__name__, name, supported)
        vars(module)[name] = value
        return value

    vars(module)["__getattr__"] = __getattr__
    shown = vars(module).get("__dir__")
    if shown is not None and path in LEGACY_NAMES:
        vars(module)["__dir__"] = lambda: sorted({*shown(), *single_names(path)})
    elif path in LEGACY_MODULES:
        vars(module).setdefault(
            "__dir__", lambda: sorted({*vars(module), *supported_names(module)})
        )


class VirtualLoader(Loader):
    """Makes the module of a row: no code, names resolved on first use."""

    def create_module(self, spec):
        """Leave the making of the module object to Python."""

    def exec_module(self, module):
        """Give the module its names, or put the module that the path stands for in its place."""
        path = relative(module.__name__)
        if path in MODULE_ALIASES:
            sys.modules[module.__name__] = import_module(absolute(MODULE_ALIASES[path]))
            return
        sources = ", ".join(f"`{absolute(s)}`" for s in LEGACY_MODULES[path]) or "no module yet"
        module.__doc__ = f"The names of `{public_path(module.__name__)}`, found in {sources}."
        add_names(module)
        bind_children(module)


class PackageLoader(SourceFileLoader):
    """Loads a file of msjax that has a row, or rows below its path."""

    def exec_module(self, module):
        """Run the file, then add what the table has for it."""
        super().exec_module(module)
        if relative(module.__name__) in PARENTS and not hasattr(module, "__path__"):
            module.__path__ = []  # a file can have rows below it too
        add_names(module)
        bind_children(module)


def bind_children(module: ModuleType) -> None:
    """Register the rows below a module that an attribute of it hides.

    They must be in `sys.modules` before anybody imports them: an import that loads a module also
    binds it to its package, in the place of the function that MindSpore shows there.
    """
    path = relative(module.__name__)
    for child in SHADOWED:
        if child in LEGACY_MODULES and child.rpartition(".")[0] == path:
            _register(absolute(child))


def _register(name: str) -> None:
    if name not in sys.modules:
        loader = VirtualLoader()
        module = module_from_spec(ModuleSpec(name, loader, is_package=True))
        sys.modules[name] = module
        loader.exec_module(module)


class LegacyFinder:
    """Finds what the table has below msjax; a file of the same path goes first."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """Find the row, or the file that has rows below it."""
        if not fullname.startswith(ROOT + ".") or relative(fullname) not in KNOWN:
            return None
        row = relative(fullname)
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            if type(spec.loader) is SourceFileLoader:
                spec.loader = PackageLoader(spec.loader.name, spec.loader.path)
            return spec
        if row in LEGACY_MODULES or row in MODULE_ALIASES:
            return ModuleSpec(fullname, VirtualLoader(), is_package=True)
        return None


class MissingFinder:
    """Comes last: tells of modules that MindSpore has and msjax does not."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """Raise ModuleNotFoundError for a module of MindSpore's inventory."""
        path = public_path(fullname)
        if fullname.startswith(ROOT + ".") and path in inventory():
            owner, _, name = path.rpartition(".")
            raise ModuleNotFoundError(describe_missing(owner, name, ()), name=fullname)


def install() -> None:
    """Put the finders in place; msjax does so when it is imported."""
    if LegacyFinder not in sys.meta_path:
        sys.meta_path.insert(0, LegacyFinder)
        sys.meta_path.append(MissingFinder)
