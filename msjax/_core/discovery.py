"""What a function reaches: the Cells, tensors and plain values its code can see without running it.

Used to name the state of `msjax.pure`, to find the Parameters of a gradient call that names none,
and to guard compiled code: a plain value that the code sees (a global, a closure variable, an
attribute of a Cell) is a constant of the compiled code, so a change of it must be noticed.
"""

from __future__ import annotations

import dis
import functools
import types
from pathlib import Path

import jax
import numpy as np

from msjax._core.tensor import Tensor

_PLAIN = (bool, int, float, complex, str, bytes, type(None))
LIBRARIES = (
    *(str(Path(m.__file__).parent) for m in (jax, np, functools) if m.__file__),
    str(Path(__file__).parent.parent),
)


class Reach:
    """Everything that a function, Cell or other callable reaches, in order of discovery.

    Attributes:
        cells: the Cells, outermost first.
        tensors: tensors held directly by functions (closures, globals).
        variables: pairs (mapping or closure cell, name) that hold plain values.
    """

    def __init__(self, root):
        self.cells = []
        self.tensors: list[tuple[str, Tensor]] = []
        self.variables = []
        self._seen = set()
        self._visit(root, "")

    def all_tensors(self) -> list[Tensor]:
        """Return the tensors that the functions and Cells hold, those in containers included."""
        held = [p for c in self.cells for p in vars(c).values() if isinstance(p, Tensor)]
        return [t for _, t in self.tensors] + held

    def _visit(self, obj, name):
        if isinstance(obj, (*_PLAIN, type, types.ModuleType)) or id(obj) in self._seen:
            return
        self._seen.add(id(obj))
        if isinstance(obj, Tensor):
            self.tensors.append((name, obj))
        elif is_cell(obj):
            self._visit_cell(obj)
        elif isinstance(obj, types.FunctionType):
            self._visit_function(obj)
        elif isinstance(obj, types.MethodType):
            self._visit(obj.__self__, name)
            self._visit(obj.__func__, name)
        elif isinstance(obj, functools.partial):
            for part in (obj.func, *obj.args, *obj.keywords.values()):
                self._visit(part, name)
        elif isinstance(obj, tuple | list | set | frozenset):
            for part in obj:
                self._visit(part, name)
        elif isinstance(obj, dict):
            for key, part in obj.items():
                self._visit(part, str(key))
        elif hasattr(obj, "__wrapped__"):
            self._visit(obj.__wrapped__, name)
        elif _is_user_object(obj):
            for key, part in vars(obj).items():
                self._visit(part, key)

    def _visit_cell(self, cell):
        self.cells.append(cell)
        for key, part in vars(cell).items():
            if not isinstance(part, Tensor):
                self._visit(part, key)
        construct = getattr(type(cell), "construct", None)
        if construct is not None:
            self._visit(construct, "")

    def _visit_function(self, function):
        code = function.__code__
        if hasattr(function, "__wrapped__"):
            self._visit(function.__wrapped__, "")
        if code.co_filename.startswith(LIBRARIES) and not function.__closure__:
            return
        for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
            self._visit_variable(cell, name, _contents(cell))
        for name in _global_names(code):
            if name in function.__globals__:
                self._visit_variable(function.__globals__, name, function.__globals__[name])
        for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            self._visit(default, "")

    def _visit_variable(self, holder, name, value):
        self.variables.append((holder, name))
        self._visit(value, name)


def is_cell(obj) -> bool:
    """Tell whether an object is a Cell (known by its protocol: nn stands above this floor)."""
    return hasattr(type(obj), "parameters_and_names") and hasattr(type(obj), "construct")


def _is_user_object(obj) -> bool:
    module = type(obj).__module__ or ""
    root = module.partition(".")[0]
    return hasattr(obj, "__dict__") and root not in {"jax", "jaxlib", "numpy", "builtins", "msjax"}


def _contents(cell):
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _global_names(code) -> list[str]:
    """Return the global names that a code object and those inside it load."""
    names = [i.argval for i in dis.get_instructions(code) if i.opname in _LOADS_GLOBAL]
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            names += _global_names(const)
    return list(dict.fromkeys(names))


_LOADS_GLOBAL = frozenset(("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"))


class Guard:
    """The plain values and objects that compiled code took for constants, and whether they hold.

    Args:
        reach: what the compiled function reaches.
    """

    __slots__ = ("cells", "key", "slots", "variables")

    def __init__(self, reach: Reach):
        self.cells = reach.cells
        self.slots = frozenset()
        self.variables = [(h, n, _value(h, n)) for h, n in reach.variables]
        self.key = self.fingerprint()

    def variables_hold(self) -> bool:
        """Whether every variable that the functions see is what it was."""
        for holder, name, value in self.variables:
            now = _value(holder, name)
            if now is not value and not (isinstance(value, _PLAIN) and _same(now, value)):
                return False
        return True

    def release(self, attributes) -> None:
        """Let attributes change their tensor: the code itself replaces it.

        Args:
            attributes: pairs of Cell and attribute name.
        """
        self.slots = frozenset((id(owner), name) for owner, name in attributes)
        self.key = self.fingerprint()

    def fingerprint(self):
        """Return what decides how the Cells behave, besides the values of their tensors."""
        return tuple([cell_fingerprint(c, self.slots) for c in self.cells])


def _value(holder, name):
    return holder.get(name) if isinstance(holder, dict) else _contents(holder)


def _same(a, b) -> bool:
    return type(a) is type(b) and a == b


def cell_fingerprint(cell, slots=frozenset()):
    """Return a hashable summary of a Cell's attributes: plain ones by value, others by identity.

    Tensors in `slots`, pairs of Cell id and attribute name, count by shape and dtype.
    """
    key = id(cell)
    return key, tuple(
        [
            (k, _summary_of_slot(v) if (key, k) in slots else _summary(v))
            for k, v in vars(cell).items()
            if not k.startswith(_PRIVATE)
        ]
    )


def _summary_of_slot(value):
    return (value.shape, value.dtype) if isinstance(value, Tensor) else _summary(value)


# Bookkeeping of the Cell itself, which its code cannot see.
_PRIVATE = ("_compiled", "_version", "_is_check_and_refresh")


def _summary(value):
    if isinstance(value, _PLAIN):
        return (type(value), value)
    if isinstance(value, tuple | list):
        return (type(value), tuple([_summary(v) for v in value]))
    if isinstance(value, dict):
        return (dict, tuple([(k, _summary(v)) for k, v in value.items()]))
    return id(value)


def trainable_parameters(fn) -> list[Tensor]:
    """Return the trainable Parameters that a function or Cell reaches."""
    found = {}
    reach = Reach(fn)
    for cell in reach.cells:
        for p in cell.trainable_params():
            found[id(p)] = p
    for _, t in reach.tensors:
        if getattr(t, "requires_grad", False) and hasattr(t, "name"):
            found[id(t)] = t
    return list(found.values())
