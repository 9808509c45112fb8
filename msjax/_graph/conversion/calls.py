"""Calls in converted code: what is called is converted too."""

from __future__ import annotations

import builtins

from msjax._core.state import user_code


def call(function, args, kwargs, scope=None):
    """Call a function of the user's as converted code, anything else as it is.

    Args:
        function: what is called.
        args: a tuple.
        kwargs: a dict, or None.
        scope: the scope of the converted function that calls.
    """
    if function in _OF_THE_CALLER:
        return _call_in_caller(function, args, scope)
    return user_code(function)(*args, **(kwargs or {}))


def _call_in_caller(function, args, scope):
    """Run a builtin that looks at the function it is called in, which is not the one it is in."""
    from malt.operators import py_builtins

    if function is builtins.super:
        return py_builtins.super_in_original_context(function, args, scope)
    if function is builtins.eval:
        return py_builtins.eval_in_original_context(function, args, scope)
    if function is builtins.globals:
        return py_builtins.globals_in_original_context(scope)
    return py_builtins.locals_in_original_context(scope)


class _Identities:
    """A set of objects that need not be hashable to be asked for."""

    def __init__(self, *objects):
        self._objects = objects

    def __contains__(self, obj):
        return any(obj is o for o in self._objects)


_OF_THE_CALLER = _Identities(builtins.super, builtins.eval, builtins.globals, builtins.locals)
