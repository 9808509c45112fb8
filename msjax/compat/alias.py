"""`mindspore` as another name of msjax and of every module below it."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec
from importlib.util import find_spec

from msjax.compat.lazy import ROOT

ALIAS = "mindspore"


def target_name(name: str) -> str:
    """Return the msjax module that a `mindspore` module name stands for."""
    return ROOT + name.removeprefix(ALIAS)


class AliasLoader(Loader):
    """Puts msjax's module object in the place of the one Python made."""

    def create_module(self, spec):
        """Leave the making of the (discarded) module object to Python."""

    def exec_module(self, module):
        """Import msjax's module and register it under the name that was asked for."""
        name = module.__name__
        sys.modules[name] = import_module(target_name(name))
        register_loaded(name)


class AliasFinder:
    """Finds `mindspore` and all below it in msjax; stands first, before an installed MindSpore."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        """Find a `mindspore` module, if msjax has a module of that path."""
        if fullname != ALIAS and not fullname.startswith(ALIAS + "."):
            return None
        name = target_name(fullname)
        if name not in sys.modules and find_spec(name) is None:
            return None
        package = hasattr(sys.modules.get(name), "__path__")
        return ModuleSpec(fullname, AliasLoader(), is_package=package)


def register_loaded(name: str) -> None:
    """Register the modules that are already loaded below a `mindspore` module.

    A module found in `sys.modules` is not bound to its package again, which would undo the
    functions that MindSpore shows in the place of modules (see `bind_children` in legacy.py).
    """
    start = target_name(name) + "."
    for loaded, module in list(sys.modules.items()):
        if loaded.startswith(start) and "._" not in loaded:
            sys.modules.setdefault(ALIAS + loaded.removeprefix(ROOT), module)


def install_as_mindspore() -> None:
    """Make `import mindspore`, and every import below it, give msjax for the rest of the process.

    Call it before the program's first `import mindspore`; a second call changes nothing.

    Raises:
        RuntimeError: the real MindSpore is already imported.
    """
    import msjax

    present = sys.modules.get(ALIAS)
    if present is not None and present is not msjax:
        raise RuntimeError(_refusal(present))
    if AliasFinder not in sys.meta_path:
        sys.meta_path.insert(0, AliasFinder)
        sys.modules[ALIAS] = msjax
        register_loaded(ALIAS)


def uninstall_as_mindspore() -> None:
    """Undo `install_as_mindspore`: `import mindspore` is again what it is without msjax."""
    if AliasFinder not in sys.meta_path:
        return
    sys.meta_path.remove(AliasFinder)
    for name in [n for n in sys.modules if n == ALIAS or n.startswith(ALIAS + ".")]:
        del sys.modules[name]


def _refusal(module) -> str:
    version = getattr(module, "__version__", "of unknown version")
    where = getattr(module, "__file__", None) or "unknown place"
    return (
        f"mindspore {version} ({where}) is already imported, so msjax cannot take its place in "
        "this process. Call msjax.install_as_mindspore() before the first `import mindspore` (and "
        "before libraries that import it), or run the program with `python -m msjax script.py`; "
        "in a notebook, restart the kernel first."
    )
