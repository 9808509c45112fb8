"""Lists, dicts and objects that a block of code can reach, to see whether it has changed them.

A traced block runs whatever the condition will be, so what it does to Python's own objects would
happen by both ways. It is undone, and the code is not compiled.
"""

from __future__ import annotations

import types

from msjax._core.discovery import LIBRARIES, is_cell
from msjax._core.tensor import Tensor
from msjax._graph.conversion.staging import NotStagedError

_OPAQUE = (Tensor, str, bytes, int, float, complex, type(None), type, types.ModuleType)


# Of longer containers the items are not looked into.
_LONG = 1000


class Snapshot:
    """The containers within reach of a function keep their contents in this `with` block.

    Raises:
        NotStagedError: at the end of the block, where code in it has changed something.
    """

    def __init__(self, function):
        self._held = []
        self._seen = set()
        self._visit(function)

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        changed = [(obj, former) for obj, former in self._held if _changed(obj, former)]
        for obj, former in changed:
            _restore(obj, former)
        if changed and error is None:
            obj = changed[0][0]
            raise NotStagedError(f"it changes {type(obj).__name__} objects from outside of it")

    def _visit(self, obj):
        if isinstance(obj, _OPAQUE) or id(obj) in self._seen:
            return
        self._seen.add(id(obj))
        if isinstance(obj, types.FunctionType):
            self._visit_function(obj)
        elif isinstance(obj, types.MethodType):
            self._visit(obj.__self__)
            self._visit(obj.__func__)
        elif isinstance(obj, list | dict | set):
            self._hold(obj)
        elif isinstance(obj, tuple):
            for item in obj:
                self._visit(item)
        elif is_cell(obj):
            for value in list(vars(obj).values()):
                if isinstance(value, list | dict | set | tuple) or is_cell(value):
                    self._visit(value)
        elif _is_users(obj):
            self._hold(vars(obj))

    def _visit_function(self, function):
        for cell in function.__closure__ or ():
            try:
                self._visit(cell.cell_contents)
            except ValueError:  # a variable without a value
                continue
        if not function.__code__.co_filename.startswith(LIBRARIES):
            for name in function.__code__.co_names:
                value = function.__globals__.get(name)
                if isinstance(value, list | dict | set | types.FunctionType) or _is_users(value):
                    self._visit(value)

    def _hold(self, obj):
        self._held.append((obj, obj.copy()))
        if len(obj) <= _LONG:
            for item in list(obj.values() if isinstance(obj, dict) else obj):
                self._visit(item)


def _is_users(obj) -> bool:
    """Whether an object has attributes that the user's code may set."""
    module = type(obj).__module__.partition(".")[0]
    return hasattr(obj, "__dict__") and module not in _MODULES


_MODULES = {"msjax", "jax", "jaxlib", "numpy", "builtins", "flax", "malt"}


def _changed(obj, former) -> bool:
    if len(obj) != len(former):
        return True
    if isinstance(obj, dict):
        pairs = zip(obj.items(), former.items(), strict=True)
        return any(k != key or v is not value for (k, v), (key, value) in pairs)
    if isinstance(obj, set):
        return obj != former
    return any(a is not b for a, b in zip(obj, former, strict=True))


def _restore(obj, former):
    obj.clear()
    if isinstance(obj, list):
        obj.extend(former)
    else:
        obj.update(former)
