"""`jit`: compile a function, method, Cell or class."""

from __future__ import annotations

import copy
import functools
import inspect
from collections.abc import Callable

from msjax._core.discovery import is_cell
from msjax._core.structure import STRUCTURE
from msjax._graph.cache import ProgramCache

# Options of other versions, which steer how MindSpore compiles. JAX decides these itself; the
# numbers stay the same.
_OPTIONS = {
    "compile_once",
    "exc_mode",
    "exec_mode",
    "hash_args",
    "infer_boost",
    "input_signature",
    "jit_config",
    "jit_syntax_level",
    "mode",
}
_CAPTURE_MODES = ["ast", "bytecode", "trace"]
_LEVELS = ["O0", "O1"]


def jit(
    function=None,
    *,
    capture_mode="ast",
    jit_level="O0",
    dynamic=0,
    fullgraph=False,
    backend="",
    **options,
):
    """Compile a function for the device it runs on, once per call signature.

    The compiled code reads and writes the Parameters, buffers and random state that the function
    uses; they hold the current values after every call.

    Args:
        function: a function, method, Cell, or None to use `jit` with options as a decorator.
        capture_mode: "ast", "bytecode" or "trace", without effect: code is traced, and converted
            where it branches over tensors. Default: "ast".
        jit_level: "O0" or "O1", without effect. Default: "O0".
        dynamic: 0 or 1, without effect: code is compiled for each shape. Default: 0.
        fullgraph: whether code that cannot be compiled is an error. Default: False.
        backend: without effect: JAX compiles. Default: "".
        **options: options of other versions of MindSpore (`jit_config`, `input_signature`,
            `mode`, …), without effect.

    Returns:
        A function of the same signature (a Cell stays a Cell, whose calls are compiled).

    Raises:
        TypeError: an option is unknown or of the wrong type, or `function` cannot be called.
        ValueError: an option has another value than these.
    """
    function = options.pop("fn", function)
    unknown = options.keys() - _OPTIONS
    if unknown:
        raise TypeError(
            f"jit got unknown options {sorted(unknown)}; known are {', '.join(sorted(_OPTIONS))}."
        )
    _check_choice("capture_mode", capture_mode, _CAPTURE_MODES)
    _check_choice("jit_level", jit_level, _LEVELS)
    _check_dynamic(dynamic)
    if not isinstance(fullgraph, bool):
        raise TypeError(
            f"For 'jit', the 'fullgraph' must be a bool, but got {type(fullgraph).__name__}."
        )
    if function is None:
        return functools.partial(jit, fullgraph=fullgraph)
    return _jitted(function, fullgraph)


def _check_choice(name, value, choices):
    if value not in choices:
        raise ValueError(
            f"For 'jit', the '{name}' must be str and must be in '{choices}', but got '{value}'."
        )


def _check_dynamic(value):
    if not isinstance(value, int):
        raise TypeError(
            f"For 'jit', the 'dynamic' must be 'int',  but got '{type(value).__name__}'."
        )
    if value not in (0, 1):
        raise ValueError(
            f"For 'jit', the 'dynamic' must be in range of [0, 1], but got {value} with type "
            f"'{type(value).__name__}'."
        )


def _jitted(function, full):
    if is_cell(function):
        return _jit_cell(function, full)
    if inspect.isclass(function):
        return jit_class(function)
    if isinstance(function, staticmethod | classmethod):
        return type(function)(_jitted(function.__func__, full))
    if not callable(function):
        raise TypeError(f"jit takes a function, method or Cell, but got {type(function).__name__}.")
    return Jitted(function, full)


def ms_function(fn=None, input_signature=None, hash_args=None, jit_config=None):
    """Compile a function: the name that `jit` had before MindSpore 2.0."""
    return jit(fn)


class Jitted:
    """A compiled function; as a class attribute it binds to instances like a function."""

    __name__: str
    __wrapped__: Callable

    def __init__(self, function, fullgraph=False):
        functools.update_wrapper(self, function)
        self._cache = ProgramCache(function, fullgraph)
        self._fullgraph = fullgraph

    def __call__(self, *args, **kwargs):
        return self._cache(args, kwargs)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        key = f"_compiled_{self.__name__}"
        bound = instance.__dict__.get(key)
        if bound is None or bound.jitted is not self:
            bound = instance.__dict__[key] = _BoundJitted(self, instance)
        return bound

    def __repr__(self):
        return f"<msjax.jit {self.__wrapped__!r}>"

    def __deepcopy__(self, memo):
        return Jitted(copy.deepcopy(self.__wrapped__, memo), self._fullgraph)

    def __reduce__(self):
        return jit, (self.__wrapped__,), None


class _BoundJitted:
    """A compiled method of one object, kept on the object; copies of the object make their own."""

    def __init__(self, jitted, instance):
        functools.update_wrapper(self, jitted.__wrapped__)
        self.jitted = jitted
        self.__wrapped__ = jitted.__wrapped__.__get__(instance)
        self._cache = ProgramCache(self.__wrapped__, jitted._fullgraph)

    def __call__(self, *args, **kwargs):
        return self._cache(args, kwargs)

    def __deepcopy__(self, memo):
        return None

    def __reduce__(self):
        return type(None), ()


def _jit_cell(cell, fullgraph):
    cell.__dict__["construct"] = Jitted(cell.construct, fullgraph)
    STRUCTURE.version += 1
    return cell


def jit_class(cls):
    """Mark a class whose objects may be used inside compiled functions; returns the class.

    Raises:
        TypeError: `cls` is no class.
    """
    if not inspect.isclass(cls):
        raise TypeError(f"Decorator jit_class can only be used for class type, but got {cls}.")
    setattr(cls, "__ms_class__", True)  # noqa: B010 - type checkers know no such attribute
    return cls


ms_class = jit_class


_CHOICES = {
    "jit_level": ("", "O0", "O1", "O2"),
    "exc_mode": ("auto", "sink", "no_sink"),
    "jit_syntax_level": ("", "STRICT", "LAX"),
    "debug_level": ("RELEASE", "DEBUG"),
    "infer_boost": ("", "on", "off"),
}


class JitConfig:
    """Compilation options for `jit` and `Cell.set_jit_config`; JAX's compiler needs none of them.

    Args:
        jit_level: "O0", "O1", "O2" or "". Default: "".
        exc_mode: "auto", "sink" or "no_sink". Default: "auto".
        jit_syntax_level: "", "STRICT" or "LAX". Default: "".
        debug_level: "RELEASE" or "DEBUG". Default: "RELEASE".
        infer_boost: "off" or "on". Default: "off".
        **kwargs: further options, kept in `jit_config_dict`.
    """

    def __init__(
        self,
        jit_level="",
        exc_mode="auto",
        jit_syntax_level="",
        debug_level="RELEASE",
        infer_boost="off",
        **kwargs,
    ):
        given = {
            "jit_level": jit_level,
            "exc_mode": exc_mode,
            "jit_syntax_level": jit_syntax_level,
            "debug_level": debug_level,
            "infer_boost": infer_boost,
        }
        for name, value in given.items():
            if value not in _CHOICES[name]:
                raise ValueError(
                    f"For '{name}' must be one of {list(_CHOICES[name])}, but got {value!r}."
                )
        self.jit_config_dict = given | kwargs
