"""`while` whose condition is not known while tracing: a loop, as one step of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.frame import MISSING
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, write
from msjax._graph.conversion.blocks import Outcome, Place, trace
from msjax._graph.conversion.reversible import while_loop
from msjax._graph.conversion.staging import NotStagedError
from msjax._graph.conversion.statements import truth
from msjax._graph.conversion.variables import (
    Branch,
    Constant,
    Leaf,
    Node,
    NotReturned,
    Number,
    Undefined,
    ends,
    is_same_constant,
    is_same_number,
    put_together,
    with_ends,
)

# A loop is traced until nothing more turns out to change in it.
_MOST_TRACES = 16


class Loop:
    """A loop over variables of Python.

    A variable that every turn leaves as it is stays what it is; the values of others, and of
    attributes and tensors that a turn changes, are carried from turn to turn. Which those are is
    found by tracing a turn, until what it was given is what it changes.

    Args:
        test: returns the condition; a function without arguments, like the others.
        body: one turn.
        get: returns the variables.
        put: sets them.
        names: their names.
    """

    def __init__(self, test, body, get: Callable, put: Callable, names: Sequence[str]):
        self._test, self._body, self._get, self._put = test, body, get, put
        self._start = get()
        self._names: dict[int | Place, str] = dict(enumerate(names))
        self._nodes: dict[int | Place, Node] = {
            i: _unchanging(value) for i, value in enumerate(self._start)
        }
        self._tensors: list[Tensor] = []

    def run(self) -> None:
        """Add the loop to the program, and give everything its value after it."""
        turn = self._trace_turn()
        check = self._trace(self._note_truth, lambda: (self._truth,))
        if check.written or check.attributes.keys() - self._nodes.keys():
            raise NotStagedError("the condition of a loop changes attributes or tensors")
        condition = next(ends(check.variables[0])).value
        slots = list(self._carried_slots(turn))

        split = len(check.known)

        def is_next(known, values):
            return condition.of(check.run(known[:split], *values))

        def one_turn(known, values):
            found = turn.run(known[split:], *values)
            return [slot.of(found) for slot in slots]

        known = [*check.known, *turn.known]
        first = [*self._values(), *self._tensor_values()]
        if check.has_effects or turn.has_effects:  # turns that run again would print again
            state.convert.derivatives = 0
            last = jax.lax.while_loop(partial(is_next, known), partial(one_turn, known), first)
        else:
            state.convert.derivatives = min(1, state.convert.derivatives)
            last = while_loop(is_next, one_turn, known, first)
        rest = iter(last)
        self._set(rest)
        for t, value in zip(self._tensors, rest, strict=True):
            write(t, value)

    def _trace_turn(self) -> Outcome:
        for _ in range(_MOST_TRACES):
            turn = self._trace(self._body, self._get)
            if not self._learn(turn):
                return turn
        raise NotStagedError("what a turn of the loop changes has no fixed form")

    def _trace(self, block, result) -> Outcome:
        values, overrides = self._values(), self._tensor_values()
        try:
            return trace(
                block, result, lambda v: self._set(iter(v)), values, self._tensors, overrides
            )
        finally:
            self._put(self._start)

    def _note_truth(self):
        self._truth = truth(self._test())

    def _values(self) -> list:
        return [e.value for node in self._nodes.values() for e in ends(node) if _is_carried(e)]

    def _tensor_values(self) -> list:
        return [read(t) for t in self._tensors]

    def _set(self, values: Iterator) -> None:
        """Give variables and attributes carried values."""
        variables = list(self._start)
        for key, node in self._nodes.items():
            new = [e._replace(value=next(values)) if _is_carried(e) else e for e in ends(node)]
            value = put_together(with_ends(node, iter(new)))
            if isinstance(key, Place):
                setattr(key.owner, key.name, value)
            else:
                variables[key] = value
        self._put(tuple(variables))

    def _carried_slots(self, turn) -> Iterator:
        """Yield where a turn leaves each carried value."""
        for key, node in self._nodes.items():
            for end, after in zip(ends(node), ends(_after(turn, key)), strict=True):
                if _is_carried(end):
                    yield after.value
        for t in self._tensors:
            yield turn.tensors[id(t)][1].value

    def _learn(self, turn) -> bool:
        """Note what a turn changes; return whether that is more than was known."""
        known, count = self._nodes, len(self._tensors)
        self._tensors = [t for t, _ in turn.tensors.values()]
        nodes = dict(known)
        for place in turn.attributes:
            if place not in nodes:
                if place.get() is MISSING:
                    raise NotStagedError(f"'{place.name}' is not there before the loop")
                self._names[place] = place.name
                nodes[place] = _unchanging(place.get())
        self._nodes = {
            key: _changing(self._names[key], node, _after(turn, key)) for key, node in nodes.items()
        }
        same = all(known.get(key) is node for key, node in self._nodes.items())
        return not same or len(self._tensors) > count


def _after(turn, key) -> Node:
    return turn.attributes[key] if isinstance(key, Place) else turn.variables[key]


def _is_carried(end) -> bool:
    return isinstance(end, Number) or (isinstance(end, Leaf) and end.source is None)


def _unchanging(value) -> Node:
    """Return the node of a value that no turn is known to change."""
    if isinstance(value, Tensor):
        return Leaf(read(value), value)
    if isinstance(value, Tracer):
        return Number(value)
    if isinstance(value, tuple | list):
        return Branch(type(value), None, [_unchanging(v) for v in value])
    if isinstance(value, dict):
        return Branch(type(value), tuple(value), [_unchanging(v) for v in value.values()])
    return Constant(value)


def _changing(name, before: Node, after: Node) -> Node:
    """Return the node of a variable before a turn: itself if what the turn leaves fits to it.

    Raises:
        NotStagedError: a turn leaves something of another form.
    """
    found = _fitting(name, before, after)
    if found is None:
        shown = before.describe(), after.describe()
        raise NotStagedError(f"'{name}' is {shown[0]} before a turn of the loop, {shown[1]} after")
    return found


def _fitting(name, before, after) -> Node | None:
    if isinstance(before, Leaf) and isinstance(after, Leaf):
        if before.source is not None and before.source is after.source:
            return before
        if (before.value.shape, before.value.dtype) != (after.value.shape, after.value.dtype):
            return None
        return before if before.source is None else Leaf(before.value)
    if isinstance(before, Number) and isinstance(after, Number):
        return before if before.kind() is after.kind() else None
    if isinstance(before, Branch) and isinstance(after, Branch):
        if (before.kind, before.keys, len(before.children)) != (
            after.kind, after.keys, len(after.children)
        ):  # fmt: skip
            return None
        pairs = list(zip(before.children, after.children, strict=True))
        children = [_changing(name, a, b) for a, b in pairs]
        same = all(c is a for c, (a, _) in zip(children, pairs, strict=True))
        return before if same else before._replace(children=children)
    if isinstance(before, Constant):
        return _fitting_constant(before, after)
    return None


def _fitting_constant(before, after):
    value = before.value
    if isinstance(value, Undefined):  # each turn makes its own
        return before
    if isinstance(after, Constant):
        return before if is_same_constant(value, after.value) else None
    if isinstance(value, NotReturned):
        return with_ends(after, map(_nothing, ends(after)))
    if isinstance(after, Number) and isinstance(value, bool | int | float):
        if after.is_known() and is_same_number(value, after.value):
            return before
        return Number(value) if type(value) is after.kind() else None
    return None


def _nothing(end):
    """Return an end whose value is never read: a function that has not returned has none."""
    if isinstance(end, Leaf):
        return Leaf(jax.numpy.zeros(end.value.shape, end.value.dtype))
    return Number(end.kind()(0)) if isinstance(end, Number) else end
