"""Reverse mode on eager values: nodes hang on the tensors, as in define-by-run systems.

Operators on tensors that have a node are recorded here; the nodes are in nodes.py. `Tape` is one
gradient call; the way back is in backward_pass.py.
"""

from __future__ import annotations

from contextlib import contextmanager

from msjax._core import dispatch
from msjax._core._jaxcompat import jax
from msjax._core.backward_pass import backward
from msjax._core.dispatch import Call, ProgramCall, execute
from msjax._core.dtype import complex_type, float_type, to_numpy
from msjax._core.nodes import CallNode, Leaf, Level, Pick, ProgramNode
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, node_now, read, wrap

jnp = jax.numpy
_INEXACT = frozenset(to_numpy(t) for t in (*float_type, *complex_type))


def record(call: Call, values, nodes):
    """Run a Call and put it on the tape."""
    return attach(call, values, nodes, execute(call, values))


def attach(call: Call, values, nodes, out):
    """Put the run of a Call, whose result is `out`, on the tape; return the boxed result."""
    parents, level = connected(nodes)
    if level is None or not call.differentiable:
        return tuple([wrap(o) for o in out]) if out.__class__ is tuple else wrap(out)
    make = CallNode if state.saved_tensors is None else state.saved_tensors.node
    if out.__class__ is tuple:
        node = make(call, values, parents, level, len(out))
        return tuple([_on(Pick(node, i), o) for i, o in enumerate(out)])
    return _on(make(call, values, parents, level, 1), out)


def connected(nodes):
    """Return the nodes, None in the place of those not recorded here, and the level they are on."""
    frame, floor = state.frame, state.floor
    level = None
    parents = []
    for n in nodes:
        if n is not None:
            own = n.level
            if not own.is_open or own.frame is not frame or own.depth < floor:
                n = None
            elif level is None or own.depth < level.depth:
                level = own
        parents.append(n)
    if level is not None and level.depth <= 0:
        level = state.ambient
    return parents, level


def _on(node, value):
    t = wrap(value)
    if value.dtype in _INEXACT or _differentiates_integers(node):
        t._node = node
    return t


def _differentiates_integers(node) -> bool:
    """MindSpore differentiates integer arithmetic when an integer is what one asks for."""
    node = node.parents[0] if isinstance(node, Pick) else node
    taped = [v for v, p in zip(node.values, node.parents, strict=True) if p is not None]
    return all(v.dtype.kind in "iu" for v in taped)


def record_program(call: ProgramCall, tensors):
    """Run a program on tensors; its outputs, a tuple of tensors, are on the tape."""
    values = [t._value for t in tensors]
    parents, level = connected([node_now(t) for t in tensors])
    if level is None:
        return tuple([wrap(o) for o in execute(call, values)])
    mask = tuple([n is not None for n in parents])
    out, vjp = call.run_program(mask, values)
    node = ProgramNode(call, values, parents, level, len(out))
    node.mask, node.vjp = mask, vjp
    return tuple([_on(Pick(node, i), o) for i, o in enumerate(out)])


dispatch.record = record


class Tape:
    """What one gradient call put on the tape.

    Inside the `with` block the given tensors are leaves. Leaving it gives them their former nodes
    back and closes the level: nodes that no outer gradient call needs are then off the tape.
    """

    def __init__(self, tensors):
        self.tensors = tensors

    def __enter__(self):
        self._open()
        self.level = Level(state.levels)
        self.floor = state.floor
        if not state.recording:
            state.floor = state.levels
        self.former = [node_now(t) for t in self.tensors]
        self.leaves = [self._leaf(t, n) for t, n in zip(self.tensors, self.former, strict=True)]
        for t, leaf in zip(self.tensors, self.leaves, strict=True):
            t._node = leaf
        self.recording = state.recording
        state.recording = True
        return self

    def _leaf(self, t, node):
        _, outer = connected((node,))
        leaf = Leaf((node,) if outer else (), outer or self.level)
        leaf.hooks = t._hooks
        return leaf

    def __exit__(self, *exc):
        state.recording, state.floor = self.recording, self.floor
        self._close()
        for t, node in zip(self.tensors, self.former, strict=True):
            t._node = node

    def _open(self):
        state.levels += 1
        if state.frame is not None:
            state.frame.tapes += 1

    def _close(self):
        self.level.is_open = False
        state.levels -= 1
        if state.frame is not None:
            state.frame.tapes -= 1

    @contextmanager
    def backward(self):
        """Open the level again, for a backward pass."""
        self._open()
        self.level.is_open = True
        try:
            yield
        finally:
            self._close()

    def gradients(self, nodes, cotangents, last, wanted) -> dict[int, Tensor | None]:
        """Return gradients by the id of the tensor.

        Args:
            nodes: the nodes of the outputs that are differentiated; None for those off the tape.
            cotangents: one tensor per node.
            last: whether the nodes' saved values can be released.
            wanted: the tensors to differentiate by; those that are not the tape's are left out.
        """
        leaves = dict(zip(map(id, self.tensors), self.leaves, strict=True))
        keys = [id(t) for t in wanted if id(t) in leaves]
        seeds = zip(nodes, cotangents, strict=True)
        seeds = [(n, c) for n, c in seeds if n is not None and n.level.is_open]
        graph = state.recording and (state.levels > 1 or _is_ambient(seeds))
        if not graph:
            seeds = [(n, read(c)) for n, c in seeds]
        with recording(graph):
            targets = [leaves[key] for key in keys]
            found = backward(seeds, targets, graph, release=last and not graph)
        found = [g if g is None or graph else wrap(g) for g in found]
        return dict(zip(keys, found, strict=True))


def _is_ambient(seeds) -> bool:
    """Whether gradients depend on a tensor that requires gradients outside of gradient calls."""
    found = [n for seed, c in seeds for n in (seed, c._node) if n is not None]
    return any(n.level.is_open and n.level.depth <= 0 for n in found)


def node_of(t: Tensor):
    """Return the live node of a tensor, or None."""
    node = node_now(t)
    return node if node is not None and node.level.is_open else None
