"""Errors about names that msjax does not have: MindSpore's own, or nobody's.

Package `__getattr__`s and `Tensor.__getattr__` call `missing_attribute` at their end. The inventory
of MindSpore's names is read when such an error is printed, so a `hasattr` that fails stays cheap.
"""

from __future__ import annotations

import difflib
import functools
import pathlib
import sys
from collections.abc import Callable, Iterable
from typing import Any

MINDSPORE_VERSION = "2.10.0"

_INVENTORY = pathlib.Path(__file__).with_name("mindspore_names.txt")


def missing_attribute(
    owner: str, name: str, supported: Iterable[str] | Callable[[], Iterable[str]]
) -> AttributeError | ImportError:
    """Make the error for a name that a module or class does not have; the caller raises it.

    Args:
        owner: the module or class, under `mindspore` or `msjax`: "msjax.ops", "mindspore.Tensor".
        name: the name that was asked for.
        supported: the names it does have, or a function that returns them.

    Returns:
        An AttributeError; an ImportError when a `from … import` statement asks, because Python
        would put its own text in the place of an AttributeError's.
    """
    owner = public_path(owner)
    if name.startswith("_"):  # probes of Python and of libraries: no need to read the inventory
        return AttributeError(f"'{owner}' has no attribute '{name}'")
    error = MissingImport if _asked_by_from_import() else MissingAttribute
    return error(owner, name, supported)


class _Missing:
    """The lazily written message of the two exceptions below."""

    def __init__(self, owner: str, name: str, supported: Any):
        super().__init__()
        self.owner = owner
        self.supported = supported if callable(supported) else lambda: supported
        self.name = name if isinstance(self, AttributeError) else owner
        self.asked = name

    @functools.cached_property
    def message(self) -> str:
        supported: Any = self.supported()
        return describe_missing(self.owner, self.asked, supported)

    def __str__(self):
        return self.message

    def __reduce__(self):
        return type(self).__bases__[1], (str(self),)


class MissingAttribute(_Missing, AttributeError):
    """An attribute that a module or class of msjax does not have."""

    def __init__(self, owner, name, supported):
        super().__init__(owner, name, supported)
        self.obj = None  # keeps Python from adding a second "Did you mean"


class MissingImport(_Missing, ImportError):
    """A name that `from … import` did not find."""


# Tracebacks, and programs that look at the name of an error's class, show Python's own classes.
for _cls in (MissingAttribute, MissingImport):
    _cls.__name__ = _cls.__qualname__ = _cls.__bases__[1].__name__
    _cls.__module__ = "builtins"


def describe_missing(owner: str, name: str, supported: Iterable[str]) -> str:
    """Say who has the name, and which supported names come nearest."""
    from msjax._core.refused_names import OF_MINDSPORE_1

    reason = refusal(owner, name)
    if reason:
        return f"MindSpore 2.10 has {owner}.{name}, msjax does not: {reason}"
    if reason := OF_MINDSPORE_1.get(f"{owner}.{name}"):
        return f"MindSpore 1 had {owner}.{name}, msjax does not: {reason}"
    near = nearest(name, (n for n in supported if n != name))
    if name in mindspore_names(owner) or f"{owner}.{name}" in inventory():
        text = f"MindSpore 2.10 has {owner}.{name}, msjax does not have it yet"
        return f"{text}; nearest supported: {_listed(owner, near)}" if near else text
    text = _describe_unknown(owner, name)
    elsewhere = [path for path in homes(name) if path != owner]
    if near:
        text += f"; did you mean: {_listed(owner, near)}?"
    if elsewhere:
        text += f"{'' if near else ';'} MindSpore 2.10 has {elsewhere[0]}.{name}"
    return text


def refusal(owner: str, name: str) -> str | None:
    """Return why a name of a module, or of a package above it, is refused; None if it is not."""
    from msjax._core.refused_names import REFUSED

    while owner:
        if reason := REFUSED.get(f"{owner}.{name}"):
            return reason
        owner = owner.rpartition(".")[0]
    return None


def nearest(name: str, supported: Iterable[str], count: int = 3) -> list[str]:
    """Return the supported names most like `name`, whatever their case and underscores."""
    folded: dict[str, list[str]] = {}
    for candidate in supported:
        if not candidate.startswith("_"):
            folded.setdefault(_fold(candidate), []).append(candidate)
    matches = difflib.get_close_matches(_fold(name), folded, n=count, cutoff=0.65)
    return [candidate for match in matches for candidate in folded[match]][:count]


def mindspore_names(path: str) -> frozenset[str]:
    """Return the names recorded for one module or class of MindSpore, such as "mindspore.ops"."""
    return inventory().get(path, frozenset())


def homes(name: str) -> list[str]:
    """Return the modules of MindSpore that have a name, those nearest the root first."""
    paths = [p for p, names in inventory().items() if name in names and not _is_class(p)]
    return sorted(paths, key=lambda p: (p.count("."), len(p)))


@functools.cache
def inventory() -> dict[str, frozenset[str]]:
    """Read the recorded names: path of a module or class to its names."""
    rows = {}
    for line in _INVENTORY.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            path, names = line.split("\t")
            rows[path] = frozenset(names.split())
    return rows


def public_path(path: str) -> str:
    """Return the `mindspore` form of a path under `msjax`."""
    root, dot, rest = path.partition(".")
    return f"mindspore{dot}{rest}" if root == "msjax" else path


def _fold(name: str) -> str:
    return name.replace("_", "").lower()


def _is_class(path: str) -> bool:
    return path.rpartition(".")[2][:1].isupper()


def _listed(owner: str, names: list[str]) -> str:
    return ", ".join(f"{owner}.{name}" for name in names)


def _describe_unknown(owner: str, name: str) -> str:
    if owner not in inventory() and not _is_class(owner):
        return f"msjax does not have {owner}.{name}"
    if _is_class(owner):
        return f"'{owner.rpartition('.')[2]}' object has no attribute '{name}'"
    return f"module '{owner}' has no attribute '{name}'"


def _asked_by_from_import() -> bool:
    """Tell whether the code that called the enclosing `__getattr__`s is a `from … import`."""
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_name == "__getattr__":
        frame = frame.f_back
    if frame is None or frame.f_lasti < 0:
        return False
    import dis

    return frame.f_code.co_code[frame.f_lasti] == dis.opmap["IMPORT_FROM"]
