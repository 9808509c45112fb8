"""Functions of functions: maps over nested tuples, dispatch by type, and partial application."""

from __future__ import annotations

import functools

from msjax._core import dtype as mstype
from msjax._core.errors import ExplainedTypeError, describe
from msjax._core.tensor import Tensor


class MultitypeFuncGraph:
    """A function with one body per combination of argument types.

    Args:
        name: its name, for messages.
        read_value: accepted; arguments are passed as they are.
    """

    def __init__(self, name: str, read_value: bool = False):
        self.name = name
        self.read_value = read_value
        self.entries = []

    def register(self, *type_names):
        """Decorate the body for these types: "Tensor", "Number", "Function", a MindSpore type …"""
        kinds = [_KINDS.get(n, n) if isinstance(n, str) else n for n in type_names]
        unknown = [k for k in kinds if isinstance(k, str) and k != "function"]
        if unknown:
            raise ExplainedTypeError(
                f"MultitypeFuncGraph '{self.name}' knows the types {sorted(_KINDS)}, but got "
                f"{unknown}."
            )

        def decorate(fn):
            self.entries.append((kinds, fn))
            return fn

        return decorate

    def __call__(self, *args):
        """Run the body for the arguments' types."""
        for exact in (True, False):
            for kinds, fn in self.entries:
                if len(kinds) == len(args) and all(
                    _is_kind(a, k, exact) for a, k in zip(args, kinds, strict=True)
                ):
                    return fn(*args)
        raise ExplainedTypeError(
            f"MultitypeFuncGraph '{self.name}' has no body for ({', '.join(map(describe, args))}); "
            f"it has bodies for {[[str(k) for k in kinds] for kinds, _ in self.entries]}."
        )

    def __repr__(self) -> str:
        return f"MultitypeFuncGraph[{self.name}]"


def _is_kind(value, kind, exact) -> bool:
    if isinstance(kind, mstype.Type):
        return isinstance(value, Tensor) and value.dtype is kind
    if kind == "function":
        return callable(value) and not isinstance(value, Tensor)
    if not exact and kind is Tensor:
        return isinstance(value, (Tensor, *_NUMBER))
    return isinstance(value, kind)


_NUMBER = (int, float, complex)
_KINDS = {
    "Tensor": Tensor,
    "Number": _NUMBER,
    "number": _NUMBER,
    "Int": int,
    "Int64": int,
    "Float": float,
    "Float32": float,
    "Bool": bool,
    "String": str,
    "None": type(None),
    "Function": "function",
    "Func": "function",
    "function": "function",
    "Tuple": tuple,
    "List": list,
    "Dictionary": dict,
}


class HyperMap:
    """Applies a function to the leaves of nested tuples and lists.

    Args:
        ops: the function; None: it is the first argument of each call.
        reverse: whether the leaves are visited from the last on. Default: False.
    """

    nested = True

    def __init__(self, ops=None, reverse: bool = False):
        self.ops = ops
        self.reverse = reverse

    def __call__(self, *args):
        """Return the results in the same nested form, as tuples."""
        fn, args = (self.ops, args) if self.ops is not None else (args[0], args[1:])
        if not args:
            raise ExplainedTypeError(f"{type(self).__name__} needs a sequence to apply {fn!r} to.")
        return self._apply(fn, args, 0)

    def _apply(self, fn, args, depth):
        sequences = [a for a in args if isinstance(a, tuple | list)]
        if not sequences or (depth and not self.nested):
            return fn(*args)
        if len(sequences) != len(args) or len({len(s) for s in sequences}) != 1:
            raise ExplainedTypeError(
                f"{type(self).__name__} needs sequences of one length at every level, but got "
                f"{[len(a) if isinstance(a, tuple | list) else describe(a) for a in args]}."
            )
        rows = list(zip(*sequences, strict=True))
        if self.reverse:
            return tuple([self._apply(fn, row, depth + 1) for row in rows[::-1]][::-1])
        return tuple([self._apply(fn, row, depth + 1) for row in rows])


class Map(HyperMap):
    """Applies a function to the elements of tuples and lists, one level deep."""

    nested = False


class Partial:
    """`Partial()(fn, *args, **kwargs)` is `fn` with its first arguments given."""

    def __call__(self, fn, *args, **kwargs):
        """Return the function with arguments given."""
        return functools.partial(fn, *args, **kwargs)


def add_flags(fn=None, **flags):
    """Add flags to a function or Cell, or make a decorator that does; return it.

    Flags steer MindSpore's compiler; of a Cell's, msjax follows those of `Cell.add_flags`.

    Args:
        fn: the function or Cell; None makes a decorator.
        **flags: names and values.
    """
    if fn is None:
        return functools.partial(add_flags, **flags)
    if hasattr(fn, "add_flags"):
        return fn.add_flags(**flags)
    fn._func_graph_flags = {**getattr(fn, "_func_graph_flags", {}), **flags}
    return fn
