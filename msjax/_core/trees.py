"""Tuples, lists and dicts of tensors, taken apart and put together again.

MindSpore programs return and store nested tuples, lists and dicts whose leaves are tensors and
plain Python objects. Only tensors are leaves here, and what stands for a Python number in traced
control flow; everything else belongs to the structure.
"""

from __future__ import annotations

import functools

from msjax._core._jaxcompat import Tracer
from msjax._core.tensor import Tensor, read, wrap


class Compound:
    """An object that is made of tensors, and of something hashable."""

    def tensors(self) -> tuple[Tensor, ...]:
        """Return the tensors."""
        raise NotImplementedError

    def form(self) -> object:
        """Return what there is besides the tensors."""
        raise NotImplementedError

    @classmethod
    def of(cls, form, tensors):
        """Make one of a form and tensors."""
        raise NotImplementedError


def flatten(tree) -> tuple[list[Tensor], object]:
    """Return the tensors of a tree, in order, and its structure."""
    leaves: list[Tensor] = []
    return leaves, _flatten(tree, leaves)


def _flatten(tree, leaves):
    if isinstance(tree, Tensor):
        leaves.append(tree)
        return LEAF
    if isinstance(tree, tuple | list):
        return Branch(type(tree), None, [_flatten(x, leaves) for x in tree])
    if isinstance(tree, dict):
        return Branch(type(tree), list(tree), [_flatten(x, leaves) for x in tree.values()])
    if isinstance(tree, Compound):
        kind = functools.partial(type(tree).of, tree.form())
        return Branch(kind, None, [_flatten(x, leaves) for x in tree.tensors()])
    if isinstance(tree, Tracer):
        leaves.append(wrap(tree))
        return NUMBER
    return Constant(tree)


def unflatten(structure, leaves):
    """Put a tree together from its structure and new leaves."""
    return _unflatten(structure, iter(leaves))


def _unflatten(structure, leaves):
    if structure is LEAF:
        return next(leaves)
    if structure is NUMBER:
        value = read(next(leaves))
        return value if isinstance(value, Tracer) else value.item()
    if isinstance(structure, Constant):
        return structure.value
    children = [_unflatten(s, leaves) for s in structure.children]
    if structure.keys is not None:
        return structure.kind(zip(structure.keys, children, strict=True))
    if hasattr(structure.kind, "_fields"):
        return structure.kind(*children)
    return structure.kind(children)


class Branch:
    """An inner node of a structure."""

    __slots__ = ("children", "keys", "kind")

    def __init__(self, kind, keys, children):
        self.kind = kind
        self.keys = keys
        self.children = children


class Constant:
    """A leaf that is no tensor."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


LEAF = object()
NUMBER = object()
