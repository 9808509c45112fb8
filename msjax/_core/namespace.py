"""Namespaces whose names are resolved from the operators' declarations on first use."""

from __future__ import annotations

from msjax._core.operator import FACES, resolve
from msjax._core.tensor import Tensor


def declared_names(prefix: str) -> list[str]:
    """Return the names declared directly under a prefix such as "ops"."""
    start = prefix + "."
    names = (p.removeprefix(start) for p in FACES if p.startswith(start))
    return sorted(n for n in names if "." not in n)


def namespace(module_globals: dict, prefix: str, missing):
    """Make the module `__getattr__` and `__dir__` of a namespace.

    Args:
        module_globals: the module's `globals()`, where resolved names are kept.
        prefix: the prefix of the declared paths, for instance "ops".
        missing: called with (module name, name, supported names); returns the AttributeError to
            raise.
    """
    module = module_globals["__name__"]

    def names():
        return sorted({*declared_names(prefix), *(n for n in module_globals if n[0] != "_")})

    def __getattr__(name):
        if name == "__all__":  # for `from … import *`, where the module has none of its own
            return declared_names(prefix)
        path = f"{prefix}.{name}"
        if path in FACES:
            module_globals[name] = resolve(path)
            return module_globals[name]
        raise missing(module, name, names())

    return __getattr__, names


def install_tensor_dunders() -> None:
    """Put the declared dunder methods on Tensor; Python looks those up on the class only."""
    for path in FACES:
        if path.startswith("Tensor.__"):
            setattr(Tensor, path.removeprefix("Tensor."), resolve(path))


def put_tensor_method(name: str) -> bool:
    """Resolve a declared Tensor method and put it on the class; tell whether there is one."""
    path = f"Tensor.{name}"
    if path not in FACES:
        return False
    function = resolve(path)
    setattr(Tensor, name, property(function) if name in _PROPERTIES else function)
    return True


_PROPERTIES = frozenset(("T", "H", "mT", "mH"))
