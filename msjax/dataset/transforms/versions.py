"""MindSpore 1.x: classes of 2.x that are tied to one of their two implementations.

There, `c_transforms` and `py_transforms` have classes of the same names, in C++ and in Python.
"""

from __future__ import annotations

import inspect

from msjax.dataset.transforms.base import Implementation


def in_c(operation: type, module: str) -> type:
    """Return an operation's class for a module `c_transforms`: images of Pillow become arrays."""
    return _tied(operation, Implementation.C, module)


def in_python(operation: type, module: str) -> type:
    """Return an operation's class for a module `py_transforms`: arrays are no images there."""
    return _tied(operation, Implementation.PY, module)


def _tied(operation, implementation, module):
    if getattr(operation, "implementation", None) == implementation:
        return operation

    def init(self, *args, **kwargs):
        operation.__init__(self, *args, **kwargs)
        self.implementation = implementation

    def takes_python(self, columns):
        return implementation == Implementation.PY

    members = {
        "__doc__": operation.__doc__,
        "__init__": init,
        "__module__": module,
        "__signature__": inspect.signature(operation),
        "_takes_python": takes_python,
    }
    return type(operation.__name__, (operation,), members)
