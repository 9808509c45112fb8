"""Frames: what stateful code sees while JAX traces it.

Inside a frame no tensor that existed before is touched. The frame keeps, per tensor, the value that
the traced code sees; reads and writes go there. When the traced function ends, the writes are
handed out as values, and the tensors that the trace made are emptied. So an error cannot leave a
tracer in an object, and another thread never sees one.

Frames nest (a gradient inside a compiled step): what a frame does not know it asks its parent.
"""

from __future__ import annotations

import weakref

from msjax._core._jaxcompat import Tracer
from msjax._core.state import state
from msjax._core.tensor import Tensor


class Frame:
    """The values that one traced run of stateful code sees.

    Args:
        overrides: pairs of tensor and the value that it has inside.
        on_meet: called with each tensor from outside that is read and was not given in `overrides`,
            and its value outside; returns the value that it has inside.
        records: where runs of Cells are kept for their gradients (see kept_runs.py); None: nowhere.
    """

    __slots__ = (
        "_made",
        "_meet",
        "attributes",
        "hooks",
        "overridden",
        "parent",
        "records",
        "stopped",
        "tapes",
        "used",
        "values",
        "views",
        "written",
    )

    def __init__(self, overrides=(), on_meet=None, records=None):
        self.parent = state.frame
        self.records = records
        self.values = {id(t): (t, v) for t, v in overrides}
        self.overridden = frozenset(self.values)
        self.written = {}
        self.attributes = {}
        self.hooks = {}
        self.tapes = 0
        self.used = set()
        self.views = None
        self._made = []
        self._meet = on_meet

    def __enter__(self):
        state.frame = self
        state.special = True
        # Whoever leaves the frame stops its results; inside, derivatives are those of the code.
        self.stopped, state.stopped = state.stopped, False
        return self

    def __exit__(self, *exc):
        state.frame = self.parent
        state.stopped = self.stopped
        state.settle()
        for cell, name in self.attributes:
            restore_attribute(cell, name, self.attributes[cell, name])
        for made in self._made:
            t = made()
            if t is not None and t._frame is self:
                t.__dict__["_frame"] = LEFT
                del t._value
        self._made.clear()
        self.values = {}
        self.hooks = {}
        self.written = {}
        self.records = None

    def adopt(self, t: Tensor):
        """Make a new tensor local to this frame."""
        t._frame = self
        self._made.append(weakref.ref(t))
        self.used.discard(id(t))

    def read(self, t: Tensor):
        """Return the value of a tensor as the traced code sees it."""
        slot = self.values.get(id(t))
        if slot is not None:
            return slot[1]
        if t._frame is self:
            return t._value
        value = t._value if self.parent is None else self.parent.read(t)
        if self._meet is not None:
            value = self._meet(t, value)
            self.values[id(t)] = (t, value)
        return value

    def write(self, t: Tensor, value):
        """Give a tensor a new value, inside this frame only."""
        if t._frame is self:
            t._value = value
        else:
            self.values[id(t)] = (t, value)
            self.written[id(t)] = t

    def override(self, t: Tensor, value):
        """Show a tensor with another value from here on; unlike a write, it is not handed out."""
        if t._frame is self:
            t._value = value
        else:
            self.values[id(t)] = (t, value)

    def set_attribute(self, owner, name, former):
        """Note that traced code replaced an attribute of an object from outside."""
        self.attributes.setdefault((owner, name), former)

    def writes(self):
        """Return the tensors from outside that the traced code wrote, with their new values."""
        return [(t, self.values[key][1]) for key, t in self.written.items()]

    def release(self, t: Tensor):
        """Hand a local tensor's value out."""
        return self.read(t)


class _Left:
    """The frame of tensors that outlived the trace that made them."""

    def __repr__(self):
        return "<a finished trace>"


LEFT = _Left()


def restore_attribute(owner, name, former):
    """Give an object's attribute the value from before the trace back."""
    if former is MISSING:
        object.__delattr__(owner, name)
    else:
        object.__setattr__(owner, name, former)


MISSING = object()


def is_traced(value) -> bool:
    """Tell whether a JAX value is a tracer."""
    return isinstance(value, Tracer)
