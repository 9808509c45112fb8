"""Reverse mode on eager values: nodes hang on the tensors, as in define-by-run systems.

A node holds the Call, its operand values and the nodes these came from; it never holds an output,
so a graph dies with the tensors that need it. Sequence numbers order the nodes: a node is always
younger than its parents.

Cotangents are bare JAX values at the outermost level. Inside another gradient call they are tensors
and the gradient Calls are run like any operator: they land on the outer tape, and can be
differentiated again to any order.
"""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from typing import Any

from msjax._core import dispatch
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, ProgramCall, execute, run, run2
from msjax._core.dtype import complex_type, float_type, to_numpy
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, node_now, wrap

jnp = jax.numpy
_next_sequence = itertools.count(1).__next__
_INEXACT = frozenset(to_numpy(t) for t in (*float_type, *complex_type))


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


class Pick(Node):
    """One output of a node that has several."""

    __slots__ = ("index",)

    def __init__(self, node, index):
        super().__init__((node,), node.level)
        self.index = index

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

    def pull(self, cotangents, wanted, graph):
        call = self.call.gradient(wanted)
        if graph:
            operands = [retape(v, n) for v, n in zip(self.values, self.parents, strict=True)]
            out = run(call, *operands, *cotangents)
        else:
            out = execute(call, (*self.values, *cotangents))
        fill = iter(out)
        return [next(fill) if w else None for w in wanted]

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


def record(call: Call, values, nodes):
    """Run a Call and put it on the tape."""
    return attach(call, values, nodes, execute(call, values))


def attach(call: Call, values, nodes, out):
    """Put the run of a Call, whose result is `out`, on the tape; return the boxed result."""
    parents, level = connected(nodes)
    if level is None or not call.differentiable:
        return tuple([wrap(o) for o in out]) if out.__class__ is tuple else wrap(out)
    if out.__class__ is tuple:
        node = CallNode(call, values, parents, level, len(out))
        return tuple([_on(Pick(node, i), o) for i, o in enumerate(out)])
    return _on(CallNode(call, values, parents, level, 1), out)


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


class ProgramNode(CallNode):
    """The run of a whole compiled program, which kept what its backward pass needs."""

    __slots__ = ("mask", "vjp")

    def pull(self, cotangents, wanted, graph):
        if graph or self.vjp is None:
            return super().pull(cotangents, wanted, graph)
        found = iter(self.call.pull_program(self.mask, self.vjp, cotangents))
        found = [next(found) if m else None for m in self.mask]
        return [g if w else None for g, w in zip(found, wanted, strict=True)]

    def release(self):
        super().release()
        self.vjp = None


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
            seeds = [(n, _value(c)) for n, c in seeds]
        with recording(graph):
            targets = [leaves[key] for key in keys]
            found = backward(seeds, targets, graph, release=last and not graph)
        found = [g if g is None or graph else wrap(g) for g in found]
        return dict(zip(keys, found, strict=True))


def _is_ambient(seeds) -> bool:
    """Whether gradients depend on a tensor that requires gradients outside of gradient calls."""
    found = [n for seed, c in seeds for n in (seed, c._node) if n is not None]
    return any(n.level.is_open and n.level.depth <= 0 for n in found)


def _value(t):
    return state.frame.read(t) if state.frame is not None else t._value


def backward(seeds, targets, graph, release=False):
    """Carry cotangents from the seeds' nodes to the target nodes.

    Args:
        seeds: pairs of node and cotangent.
        targets: the nodes whose cotangents are wanted.
        graph: whether cotangents are tensors and the pass itself is taped.
        release: whether nodes drop their saved values on the way.

    Returns:
        One cotangent per target, None where no seed depends on it.
    """
    if not seeds or not targets:
        return [None] * len(targets)
    order = _needed([n for n, _ in seeds], targets)
    needed = set(order)
    pending = {n: [None] * n.outputs for n in order}
    for node, cotangent in seeds:
        if node in needed:
            _accumulate(pending, node, cotangent, graph)
    wanted_nodes = set(targets)
    found = {}
    for node in order:
        cotangents = pending.pop(node)
        if all(c is None for c in cotangents):
            continue
        if node.hooks:
            cotangents = [_run_hooks(node.hooks, cotangents[0], graph)]
        if node in wanted_nodes:
            found[node] = cotangents[0]
        _pull(node, cotangents, needed, pending, graph)
        if release:
            node.release()
    return [found.get(t) for t in targets]


def _needed(roots, targets):
    """Return the nodes between roots and targets, youngest first."""
    oldest = min(t.sequence for t in targets)
    stack, seen = list(roots), set()
    while stack:
        node = stack.pop()
        if node is None or node in seen or node.sequence < oldest:
            continue
        seen.add(node)
        if not node.parents and node.is_released():
            raise freed_error()
        stack.extend(node.parents)
    order = sorted(seen, key=_by_sequence)
    needed = set(targets)
    for node in order:
        if node not in needed and any(p in needed for p in node.parents):
            needed.add(node)
    return [n for n in reversed(order) if n in needed]


def freed_error() -> RuntimeError:
    """Describe a pass through nodes that a former pass has released."""
    return RuntimeError(
        "Trying to backward through the graph a second time: the first pass has freed its saved "
        "values. Pass retain_graph=True to the first `backward`, or compute the tensor again."
    )


def _by_sequence(node):
    return node.sequence


def _pull(node, cotangents, needed, pending, graph):
    if isinstance(node, Pick):
        parent = node.parents[0]
        if parent in needed:
            slots = pending[parent]
            slots[node.index] = _sum(slots[node.index], cotangents[0], graph)
        return
    wanted = tuple([p in needed for p in node.parents])
    if not any(wanted):
        return
    for parent, cotangent in zip(node.parents, node.pull(cotangents, wanted, graph), strict=True):
        if cotangent is not None and parent in needed:
            _accumulate(pending, parent, cotangent, graph)


def _accumulate(pending, node, cotangent, graph):
    slots = pending[node]
    slots[0] = _sum(slots[0], cotangent, graph)


def _sum(a, b, graph):
    if a is None:
        return b
    return run2(ADD, a, b) if graph else ADD.jit(a, b)


ADD = Call("accumulate", lambda a, b: a + b)


def _run_hooks(hooks, cotangent, graph):
    t = cotangent if graph else wrap(cotangent)
    for hook in list(hooks.values()):
        changed = hook(t)
        if changed is not None:
            t = changed
    return t if graph else _value(t)


def node_of(t: Tensor):
    """Return the live node of a tensor, or None."""
    node = node_now(t)
    return node if node is not None and node.level.is_open else None
