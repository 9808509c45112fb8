"""Values of Python variables in traced control flow: taken apart, joined, put together again.

A tensor's value is a JAX value. A Python number that differs between the ways to a place becomes
one too, of JAX's weak type, which operators take for the Python number that it stands for. What
else a variable holds belongs to the structure, and must be the same whichever way was taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.tensor import Tensor, wrap
from msjax._graph.conversion.staging import NotStagedError


class Undefined:
    """What a variable holds before it has a value.

    Args:
        name: the variable.
    """

    def __init__(self, name):
        self.name = name


class NotReturned:
    """The result of a function that has not returned yet."""


class Leaf(NamedTuple):
    """A tensor: its value, and the tensor itself where it is older than the block of code."""

    value: Any
    source: Tensor | None = None

    def describe(self) -> str:
        """Say what it is, for messages."""
        return f"a tensor of {self.value.dtype} with the shape {tuple(self.value.shape)}"


class Number(NamedTuple):
    """A Python number: itself, or the JAX value that stands for it."""

    value: Any

    def is_known(self) -> bool:
        """Whether it is known while tracing."""
        return isinstance(self.value, bool | int | float)

    def kind(self) -> type:
        """Return the Python type."""
        if self.is_known():
            return type(self.value)
        return {"b": bool, "f": float}.get(self.value.dtype.kind, int)

    def describe(self) -> str:
        """Say what it is, for messages."""
        return f"the number {self.value}" if self.is_known() else f"a {self.kind().__name__}"


class Branch(NamedTuple):
    """A tuple, list or dict."""

    kind: type
    keys: tuple | None
    children: list

    def describe(self) -> str:
        """Say what it is, for messages."""
        return f"a {self.kind.__name__} of length {len(self.children)}"


class Constant(NamedTuple):
    """Anything else."""

    value: Any

    def describe(self) -> str:
        """Say what it is, for messages."""
        if isinstance(self.value, Undefined | NotReturned):
            return "undefined"
        return repr(self.value)[:60]


Node = Leaf | Number | Branch | Constant


class Slot(NamedTuple):
    """A value that a traced block returns: its place among them, shape and dtype."""

    index: int
    shape: tuple
    dtype: Any

    def of(self, values):
        """Return it from what a run of the block returned."""
        return values[self.index]


class Join(NamedTuple):
    """The values that a variable has by the two ways: `Slot`s, numbers or arrays."""

    first: Any
    second: Any


def take_apart(value, frame) -> Node:
    """Take a variable's value apart; tensors that were made in `frame` have no source."""
    if isinstance(value, Tensor):
        return Leaf(frame.read(value), None if value._frame is frame else value)
    if isinstance(value, bool | int | float | Tracer):
        return Number(value)
    if isinstance(value, tuple | list):
        return Branch(type(value), None, [take_apart(v, frame) for v in value])
    if isinstance(value, dict):
        return Branch(type(value), tuple(value), [take_apart(v, frame) for v in value.values()])
    return Constant(value)


def put_together(node: Node):
    """Return the Python value of a node."""
    if isinstance(node, Leaf):
        return wrap(node.value) if node.source is None else node.source
    if isinstance(node, Branch):
        children = [put_together(c) for c in node.children]
        if node.keys is not None:
            return node.kind(zip(node.keys, children, strict=True))
        return node.kind(*children) if hasattr(node.kind, "_fields") else node.kind(children)
    return node.value


def ends(node: Node) -> Iterator[Leaf | Number | Constant]:
    """Yield the nodes that have no children, in order."""
    if isinstance(node, Branch):
        for child in node.children:
            yield from ends(child)
    else:
        yield node


def with_ends(node: Node, new: Iterator[Node]) -> Node:
    """Return a node with other ends, from an iterator."""
    if isinstance(node, Branch):
        return node._replace(children=[with_ends(c, new) for c in node.children])
    return next(new)


def join(name: str, a: Node, b: Node) -> Node:
    """Return what a variable may be that holds `a` by one way and `b` by the other.

    Its values are `Join`s; where the two do not differ, it is that.

    Raises:
        NotStagedError: they have no common structure.
    """
    found = _join(name, a, b)
    if found is None:
        raise NotStagedError(f"'{name}' is {a.describe()} or {b.describe()}")
    return found


def _join(name, a, b) -> Node | None:
    for x, y in ((a, b), (b, a)):
        if isinstance(x, Constant) and isinstance(x.value, Undefined):
            return x
        if isinstance(x, Constant) and isinstance(x.value, NotReturned):
            return with_ends(y, (_joined_with_nothing(e, x is a) for e in ends(y)))
    if isinstance(a, Leaf) and isinstance(b, Leaf):
        if a.source is not None and a.source is b.source:
            return a
        fits = (a.value.shape, a.value.dtype) == (b.value.shape, b.value.dtype)
        return Leaf(Join(a.value, b.value)) if fits else None
    if isinstance(a, Number) and isinstance(b, Number):
        if a.is_known() and b.is_known() and is_same_number(a.value, b.value):
            return a
        return Number(Join(a.value, b.value)) if a.kind() is b.kind() else None
    if isinstance(a, Branch) and isinstance(b, Branch):
        if (a.kind, a.keys, len(a.children)) != (b.kind, b.keys, len(b.children)):
            return None
        pairs = zip(a.children, b.children, strict=True)
        return a._replace(children=[join(name, x, y) for x, y in pairs])
    if isinstance(a, Constant) and isinstance(b, Constant) and is_same_constant(a.value, b.value):
        return a
    return None


def _joined_with_nothing(end, nothing_is_first):
    """Join an end with a value that is never read: a function that has not returned has none."""
    if isinstance(end, Constant):
        return end
    if isinstance(end, Leaf):
        nothing = jax.numpy.zeros(end.value.shape, end.value.dtype)
        return Leaf(Join(nothing, end.value) if nothing_is_first else Join(end.value, nothing))
    nothing = end.kind()(0)
    return Number(Join(nothing, end.value) if nothing_is_first else Join(end.value, nothing))


def is_same_number(a, b) -> bool:
    """Whether two Python numbers are the same, of one type and sign."""
    if type(a) is not type(b):
        return False
    if a != a or b != b:
        return a != a and b != b
    return a == b and math.copysign(1, a) == math.copysign(1, b)


def is_same_constant(a, b) -> bool:
    """Whether two objects that are neither tensors nor numbers are the same constant."""
    if a is b:
        return True
    if isinstance(a, np.ndarray) or type(a) is not type(b):
        return False
    return isinstance(a, str | bytes | frozenset | range | slice | complex) and a == b


def joins(nodes) -> list[Join]:
    """Return the `Join`s of nodes, in order."""
    found = [e.value for node in nodes for e in ends(node)]
    return [v for v in found if isinstance(v, Join)]


def settled(nodes, values) -> list[Node]:
    """Return nodes with JAX values in the places of their `Join`s."""
    new = iter(values)

    def settle(end):
        return end._replace(value=next(new)) if isinstance(end.value, Join) else end

    return [with_ends(node, map(settle, ends(node))) for node in nodes]
