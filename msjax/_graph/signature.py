"""The signature of a call: what makes two calls share compiled code.

Tensors count by shape and dtype, Parameters by identity (they are state, not data), NumPy arrays
are taken for tensors, everything else is a constant of the compiled code and counts by value.
"""

from __future__ import annotations

import numpy as np

from msjax._core.containers import MUTABLE_KINDS, MutableDict
from msjax._core.tensor import Tensor
from msjax._core.trees import Compound

_PLAIN = (bool, int, float, complex, str, bytes, type(None))


class Signature:
    """The tensors of a call's arguments, and a hashable key for all the rest."""

    __slots__ = ("key", "tensors")
    key: tuple

    def __init__(self, args, kwargs):
        self.tensors: list[Tensor] = []
        key = [self._key(a) for a in args]
        if kwargs:
            key += [(name, self._key(kwargs[name])) for name in sorted(kwargs)]
        self.key = tuple(key)

    def _key(self, x):
        if type(x) is Tensor:
            self.tensors.append(x)
            value = x._value
            return value.shape, value.dtype
        if isinstance(x, _PLAIN):
            return type(x), x
        if isinstance(x, Tensor):
            return Held(x)
        if isinstance(x, np.ndarray):
            t = Tensor(x)
            self.tensors.append(t)
            return t._value.shape, t._value.dtype
        if isinstance(x, tuple | list):
            return type(x), tuple([self._key(i) for i in x])
        if isinstance(x, dict):
            return type(x), tuple([(k, self._key(v)) for k, v in x.items()])
        if isinstance(x, Compound):
            return type(x), x.form(), tuple([self._key(t) for t in x.tensors()])
        return Held(x)


class Held:
    """An object in a key, compared by identity and kept alive by it."""

    __slots__ = ("obj",)

    def __init__(self, obj):
        self.obj = obj

    def __hash__(self):
        return id(self.obj)

    def __eq__(self, other):
        return isinstance(other, Held) and self.obj is other.obj


def with_tensors(x, tensors):
    """Return an argument like `x` whose data tensors are replaced, in order, from an iterator."""
    if type(x) is Tensor or isinstance(x, np.ndarray):
        return next(tensors)
    if isinstance(x, MUTABLE_KINDS):
        return _rebuilt(x, tensors)
    if isinstance(x, tuple | list | dict):
        return _rebuilt(x, map(_constant, tensors))
    if isinstance(x, Compound):
        return type(x).of(x.form(), [with_tensors(t, tensors) for t in x.tensors()])
    return x


def _rebuilt(x, tensors):
    if isinstance(x, dict):
        pairs = [(k, with_tensors(v, tensors)) for k, v in x.items()]
        return MutableDict(pairs) if isinstance(x, MutableDict) else dict(pairs)
    items = [with_tensors(i, tensors) for i in x]
    return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)


def _constant(t):
    t._is_constant = True
    return t


def call_tensors(args, kwargs):
    """Return args and kwargs with the order in which `Signature` numbers their tensors."""
    return args, {name: kwargs[name] for name in sorted(kwargs)}
