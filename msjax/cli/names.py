"""Resolve names of MindSpore in msjax by importing msjax only; no JAX backend is started."""

from __future__ import annotations

import builtins
import functools
import inspect
import sys
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from msjax._core.missing import describe_missing, inventory, mindspore_names, nearest, public_path
from msjax.cli.differences import difference, is_refused, refusals
from msjax.compat.legacy_modules import OWN_NAMES

ROOTS = ("mindspore", "msjax")
ABSENT = object()


@dataclass(frozen=True)
class Name:
    """A name of MindSpore and what msjax has for it."""

    path: str  # "mindspore.ops.mean"
    value: object
    problem: str = ""  # why the value is absent
    nearest: tuple[str, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether msjax has nothing there."""
        return self.value is ABSENT

    @property
    def is_module(self) -> bool:
        """Whether it is a module: not an API by itself."""
        return isinstance(self.value, ModuleType)

    def verdict(self) -> tuple[str, str]:
        """Return "supported", "differs" or "missing", and the reason."""
        if self.missing:
            return "missing", self.problem
        if is_refused(self.value):
            return "missing", difference(self.value) or "it raises NotImplementedError"
        differs = difference(self.value)
        return ("differs", differs) if differs else ("supported", "")


@functools.cache
def module(path: str) -> Name:
    """Resolve a module, such as "mindspore.train.serialization", as an import statement does."""
    shown = public_path(path)
    try:
        import_module("msjax" + shown.removeprefix("mindspore"))
    except ImportError as error:
        parent, _, last = shown.rpartition(".")
        if shown in inventory():
            problem = f"MindSpore 2.10 has {shown}, msjax does not have it yet"
        elif isinstance(error, ModuleNotFoundError):
            problem = describe_missing(parent, last, ())
        else:
            problem = f"importing it fails: {error}"
        return Name(shown, ABSENT, problem)
    return Name(shown, sys.modules["msjax" + shown.removeprefix("mindspore")])


def imported(owner: Name, attribute: str) -> Name:
    """Resolve what `from owner import attribute` gives: a name, or a module below."""
    found = member(owner, attribute)
    # A name that MindSpore records there is no module, even where a module hides behind it.
    hidden = attribute in mindspore_names(owner.path)
    if found is not None and found.missing and not (owner.missing or hidden):
        below = module(f"{owner.path}.{attribute}")
        return found if below.missing else below
    return found or Name(f"{owner.path}.{attribute}", None)


def member(owner: Name, attribute: str) -> Name | None:
    """Resolve an attribute; None where it is no API, or none that is known."""
    path = f"{owner.path}.{attribute}"
    if owner.missing:
        if owner.path not in inventory():
            return owner
        return Name(path, ABSENT, f"msjax does not have {owner.path} yet")
    if not (owner.is_module or inspect.isclass(owner.value)):
        return None
    try:
        value = getattr(owner.value, attribute, ABSENT)
    except ImportError as error:  # a package that msjax needs for it is not installed
        return Name(path, ABSENT, f"importing it fails: {error}")
    if value is not ABSENT:
        own = owner.path == "mindspore" and attribute in OWN_NAMES
        return Name(f"msjax.{attribute}" if own else path, value)
    if owner.is_module:
        return _absent(owner.path, attribute, tuple(dir(owner.value)))
    return method(owner, attribute)


def method(owner: Name, attribute: str) -> Name | None:
    """Resolve an attribute of an instance of a class; None where MindSpore records none."""
    for cls in inspect.getmro(owner.value) if inspect.isclass(owner.value) else ():
        home = _recorded_classes().get(cls)
        if home and attribute in mindspore_names(home):
            path = f"{home}.{attribute}"
            value = getattr(owner.value, attribute, ABSENT)
            if value is not ABSENT:
                return Name(path, value)
            return _absent(home, attribute, tuple(dir(owner.value)))
    return None


def is_starred(owner: Name, name: str) -> bool:
    """Tell whether `from owner import *` brings a name; a builtin, if `__all__` has it."""
    if hasattr(builtins, name):
        return name in getattr(owner.value, "__all__", ())
    return name in mindspore_names(owner.path) or (not owner.missing and name in dir(owner.value))


def refused_keyword(function: Name, keyword: str, given: object) -> str:
    """Return why a call cannot have a keyword argument; "" if it can, or nobody knows.

    Args:
        function: what is called.
        keyword: the argument's name.
        given: its value, or ABSENT where that is not known.
    """
    value = function.value
    if not callable(value):
        return ""
    if given is not None and given is not False:
        for refusal in refusals(value):
            if f"`{keyword}`" in refusal:
                return f"NotImplementedError where {refusal}"
    try:
        signatures = [inspect.signature(f) for f in getattr(value, "overloads", (value,))]
    except (TypeError, ValueError):
        return ""
    if any(_accepts(s, keyword) for s in signatures):
        return ""
    last = function.path.rpartition(".")[2]
    shown = " or ".join(f"{last}{s}" for s in signatures)
    return f"msjax has no keyword argument {keyword!r} here: {shown}"


def _accepts(signature: inspect.Signature, keyword: str) -> bool:
    parameters = signature.parameters
    named = keyword in parameters and parameters[keyword].kind in (
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
    )
    return named or any(p.kind is p.VAR_KEYWORD for p in parameters.values())


@functools.cache
def _absent(owner: str, name: str, supported: tuple[str, ...]) -> Name:
    """Describe a name that a module or class of these names does not have."""
    near = nearest(name, (n for n in supported if n != name))
    problem = describe_missing(owner, name, supported)
    return Name(f"{owner}.{name}", ABSENT, problem, tuple(f"{owner}.{n}" for n in near))


@functools.cache
def _recorded_classes() -> dict[type, str]:
    """Map classes of msjax to the paths under which MindSpore's attributes are recorded."""
    classes = {}
    for path in inventory():
        owner, _, last = path.rpartition(".")
        if last[:1].isupper():
            value = getattr(module(owner).value, last, None)
            if inspect.isclass(value):
                classes.setdefault(value, path)
    return classes
