"""Module attributes that are imported when first asked for (PEP 562)."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

ROOT = "msjax"


def absolute(path: str) -> str:
    """Return the full name of a module given relative to msjax; `.` and "" are msjax itself."""
    return f"{ROOT}.{path}" if path.strip(".") else ROOT


def import_if_there(path: str) -> ModuleType | None:
    """Import a module given relative to msjax; None if there is no such module."""
    name = absolute(path)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        # Only when the module itself, or a package above it, is what was not found.
        if error.name and (name == error.name or name.startswith(error.name + ".")):
            return None
        raise


def public_names(module: ModuleType) -> list[str]:
    """Return the names a module shows: what its `__dir__` or `__all__` lists, or all it has."""
    listed = None if "__dir__" in vars(module) else getattr(module, "__all__", None)
    return [n for n in (listed or dir(module)) if not n.startswith("_")]
