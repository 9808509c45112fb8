"""The nodes of the tape: where taped values came from.

A node holds the Call, its operand values and the nodes these came from; it never holds an output,
so a graph dies with the tensors that need it. Sequence numbers order the nodes: a node is always
younger than its parents.
"""

from __future__ import annotations

import itertools
from typing import Any

from msjax._core.dispatch import execute, run
from msjax._core.state import state
from msjax._core.tensor import wrap

_next_sequence = itertools.count(1).__next__


class Level:
    """One gradient call; nodes that belong to it are dead once it is closed."""

    __slots__ = ("depth", "frame", "is_open")

    def __init__(self, depth):
        self.depth = depth
        self.frame = state.frame
        self.is_open = True


class Node:
    """Where a taped value came from; `Tensor.grad_fn` shows it.

    Attributes:
        box: the `Gradient` that a backward pass leaves the cotangent in, or None.
        hooks: functions by key that may replace the cotangent, or None.
    """

    __slots__ = ("__weakref__", "box", "hooks", "level", "parents", "sequence")

    outputs = 1
    values: Any = None

    def __init__(self, parents, level):
        self.sequence = _next_sequence()
        self.parents = parents
        self.level = level
        self.box: Any = None
        self.hooks = None

    def __repr__(self):
        return f"<{self.name()} object at {id(self):#x}>"

    def name(self) -> str:
        """Return what PyTorch would call the node."""
        return type(self).__name__

    @property
    def next_functions(self) -> tuple:
        """The nodes of the operands, None for constants, each with the place among its outputs."""
        return tuple([_function(p) for p in self.parents])

    def pull(self, cotangents, wanted, graph):
        """Turn cotangents of the outputs into one cotangent, or None, per parent."""
        raise NotImplementedError

    def kind(self):
        """Return what `pull` depends on besides `values`; None if that cannot be compiled."""
        return

    def maker(self):
        """Return a function of parents that makes a node of the same kind, without values."""
        raise NotImplementedError

    def release(self):
        """Drop what only a later backward pass could need."""

    def is_released(self) -> bool:
        """Whether that was done."""
        return False


class Leaf(Node):
    """A tensor that a gradient call differentiates with respect to; an identity to outer levels."""

    __slots__ = ()

    def name(self) -> str:
        """Return what PyTorch calls the end of a graph."""
        return "AccumulateGrad"

    def pull(self, cotangents, wanted, graph):
        return cotangents

    def kind(self):
        return Leaf

    def maker(self):
        return _bare_leaf


def _bare_leaf(parents):
    return Leaf(parents, None)


class Pick(Node):
    """One output of a node that has several."""

    __slots__ = ("index",)

    def __init__(self, node, index):
        super().__init__((node,), node.level)
        self.index = index

    def kind(self):
        return self.index

    def maker(self):
        index = self.index
        return lambda parents: Pick(parents[0], index) if parents[0] else _bare_leaf(())

    def is_released(self) -> bool:
        return self.parents[0].is_released()


def _function(parent):
    if isinstance(parent, Pick):
        return parent.parents[0], parent.index
    return parent, 0


# Kernels that are called otherwise than the operators are in Python.
_SHOWN = {"plus": "add", "add_scaled": "add", "minus": "sub", "difference": "sub"}


class CallNode(Node):
    """The run of a Call."""

    __slots__ = ("call", "outputs", "values")

    def __init__(self, call, values, parents, level, outputs):
        super().__init__(parents, level)
        self.call = call
        self.values = values
        self.outputs = outputs

    def saved(self):
        """Return the operands."""
        return self.values

    def pull(self, cotangents, wanted, graph):
        call, values = self.call.gradient(wanted), self.saved()
        if graph:
            operands = [retape(v, n) for v, n in zip(values, self.parents, strict=True)]
            out = run(call, *operands, *cotangents)
        else:
            out = execute(call, (*values, *cotangents))
        fill = iter(out)
        return [next(fill) if w else None for w in wanted]

    def kind(self):
        return self.call if self.call.compiled else None

    def maker(self):
        call, outputs = self.call, self.outputs
        return lambda parents: CallNode(call, None, parents, None, outputs)

    def name(self) -> str:
        """Return the operator's name in PyTorch's manner: AddBackward0."""
        name = self.call.name if self.call.name.isidentifier() else "program"
        name = _SHOWN.get(name, name)
        return "".join([word.capitalize() for word in name.split("_")]) + "Backward0"

    def release(self):
        self.values = None
        self.parents = ()

    def is_released(self) -> bool:
        return self.values is None


def retape(value, node):
    """Box a saved value again, on the node it came from."""
    if node is None:
        return value
    t = wrap(value)
    t._node = node
    return t


class ProgramNode(CallNode):
    """The run of a whole compiled program, which kept what its backward pass needs."""

    __slots__ = ("mask", "vjp")

    def kind(self):
        return None

    def pull(self, cotangents, wanted, graph):
        if graph or self.vjp is None:
            return super().pull(cotangents, wanted, graph)
        found = iter(self.call.pull_program(self.mask, self.vjp, cotangents))
        found = [next(found) if m else None for m in self.mask]
        return [g if w else None for g, w in zip(found, wanted, strict=True)]

    def release(self):
        super().release()
        self.vjp = None
