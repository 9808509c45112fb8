"""A block of code, traced on its own: what it leaves in variables, tensors and attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from msjax._core._jaxcompat import jax, jaxpr_as_fun
from msjax._core.frame import MISSING, Frame
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, write
from msjax._graph.conversion.snapshots import Snapshot
from msjax._graph.conversion.staging import NotStagedError
from msjax._graph.conversion.variables import (
    Constant,
    Leaf,
    Node,
    Number,
    Slot,
    ends,
    join,
    joins,
    put_together,
    settled,
    take_apart,
    with_ends,
)


class Place(NamedTuple):
    """An attribute that code replaces.

    Attributes:
        owner: the object.
        name: the attribute's name.
    """

    owner: Any
    name: str

    def get(self):
        """Return what is there; MISSING for nothing."""
        return getattr(self.owner, self.name, MISSING)


class Outcome:
    """What one traced run of a block left; its values are `Slot`s of what `run` returns.

    Attributes:
        variables: a node for each variable.
        attributes: the attributes that it replaced, and their nodes.
        tensors: the tensors from outside that it was given or wrote, and their nodes, by identity.
        written: the identities of those that it wrote.
        known: what values from outside the block works with.
        run: the block as a function of these and of its inputs; returns a list of values.
        has_effects: whether it does more than to compute.
    """

    def __init__(self):
        self.variables: list[Node] = []
        self.attributes: dict[Place, Node] = {}
        self.tensors: dict[int, tuple[Tensor, Node]] = {}
        self.written: set[int] = set()
        self.known: list = []
        self.run: Callable = tuple
        self.has_effects = False
        self._values: list = []

    def take(self, variables, tensors, frame) -> list:
        """Note what is there at the end of the run, in its frame; return the values."""
        self._values = []
        self.variables = [self._node(take_apart(v, frame)) for v in variables]
        places = [Place(owner, name) for owner, name in frame.attributes]
        self.attributes = {p: self._node(take_apart(p.get(), frame)) for p in places}
        written = {id(t): t for t, _ in frame.writes()}
        self.written = set(written)
        held = {id(t): t for t in tensors} | written
        self.tensors = {k: (t, self._node(Leaf(frame.read(t)))) for k, t in held.items()}
        values, self._values = self._values, []
        return values

    def _node(self, node):
        return with_ends(node, map(self._end, ends(node)))

    def _end(self, end):
        if isinstance(end, Constant) or (isinstance(end, Number) and end.is_known()):
            return end
        self._values.append(end.value)
        slot = Slot(len(self._values) - 1, end.value.shape, end.value.dtype)
        return end._replace(value=slot)


def trace(
    block: Callable,
    result: Callable,
    begin: Callable = lambda values: None,
    inputs: Sequence = (),
    tensors: Sequence[Tensor] = (),
    tensor_values: Sequence = (),
) -> Outcome:
    """Trace a block without running it.

    Args:
        block: the code.
        result: called after it; returns its variables.
        begin: called before it with the traced inputs, to put them where the block finds them.
        inputs: examples of the inputs.
        tensors: tensors from outside whose values are inputs too, after the others.
        tensor_values: examples of these.
    """
    _check_place()
    outcome = Outcome()

    def traced(values, overrides):
        with Frame(zip(tensors, overrides, strict=True)) as frame:
            begin(values)
            block()
            return outcome.take(result(), tensors, frame)

    with Snapshot(block):
        program = jax.make_jaxpr(traced)(list(inputs), list(tensor_values))
    outcome.known = list(program.consts)
    outcome.run = lambda known, *values: jaxpr_as_fun(program.replace(consts=known))(*values)
    outcome.has_effects = bool(program.effects)
    return outcome


def _check_place():
    frame = state.frame
    while frame is not None:
        if frame.tapes:
            raise NotStagedError("it is differentiated by an integer")
        frame = frame.parent


class Meeting:
    """Where two ways meet: the joined variables, attributes and tensors of two outcomes.

    Args:
        names: the variables' names.
        first: the outcome by one way.
        second: by the other. What only one of them changed has its present value by the other.
    """

    def __init__(self, names: Sequence[str], first: Outcome, second: Outcome):
        ways = first, second
        pairs = zip(names, first.variables, second.variables, strict=True)
        self._variables = [join(name, a, b) for name, a, b in pairs]
        self.places = list(first.attributes | second.attributes)
        self._attributes = [
            join(p.name, *[_attribute(p, way) for way in ways]) for p in self.places
        ]
        self.tensors = [t for t, _ in (first.tensors | second.tensors).values()]
        self._written = [join(str(t), *[_written(t, way) for way in ways]) for t in self.tensors]
        self._nodes = [*self._variables, *self._attributes, *self._written]
        self.joins = joins(self._nodes)

    def arrive(self, values) -> list:
        """Apply what was changed, with the values of the joins; return the variables."""
        nodes = iter(settled(self._nodes, values))
        variables = [put_together(next(nodes)) for _ in self._variables]
        for place in self.places:
            setattr(place.owner, place.name, put_together(next(nodes)))
        for t in self.tensors:
            (end,) = ends(next(nodes))
            write(t, end.value)
        return variables


def _attribute(place, outcome) -> Node:
    if place in outcome.attributes:
        return outcome.attributes[place]
    return take_apart(place.get(), state.frame)


def _written(t, outcome) -> Node:
    return outcome.tensors[id(t)][1] if id(t) in outcome.tensors else Leaf(read(t))
