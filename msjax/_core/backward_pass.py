"""Backward passes: cotangents carried from outputs to the tensors that gradients are wanted for.

Cotangents are bare JAX values at the outermost level. Inside another gradient call they are tensors
and the gradient Calls are run like any operator: they land on the outer tape, and can be
differentiated again to any order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from operator import attrgetter

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run2
from msjax._core.nodes import Pick
from msjax._core.state import settings, state
from msjax._core.tensor import read, wrap

# A pass is compiled when it comes once more than this.
_REPEATS = 2
_MOST_NODES = 256
_MOST_PASSES = 256
# Elements per operator from which on computing takes longer than calling.
_LARGE = 1 << 15

_passes: dict[tuple, Callable | None] = {}
_counts: Counter[tuple] = Counter()

_by_sequence = attrgetter("sequence")

ADD = Call("accumulate", lambda a, b: a + b)


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
    if not graph and state.frame is None and not settings.deterministic:
        found = _compiled(order, seeds, targets)
        if found is not None:
            if release:
                for node in order:
                    node.release()
            return found
    return _walk(order, seeds, targets, graph, release)


def _walk(order, seeds, targets, graph=False, release=False):
    """Carry cotangents through nodes in order; arguments and result as those of `backward`."""
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


def _compiled(order, seeds, targets):
    """Run a pass as one compiled function; return None if it is run by the operators' own.

    Where operators are small, calling them costs more than what they compute. So what comes again,
    over the same operators, wired the same way, with operands of the same shapes, is compiled. XLA
    rounds otherwise then, in the last bit; `set_deterministic(True)` leaves it as it is.
    """
    if len(order) > _MOST_NODES:
        return None
    places = {node: i for i, node in enumerate(order)}
    operands, key = [], []
    for node in order:
        kind = node.kind()
        if kind is None or node.hooks:
            return None
        key.append((kind, node.outputs, *[places.get(p) for p in node.parents]))
        if node.values is not None:
            operands.append(node.values)
            key.append(tuple([getattr(v, "shape", None) for v in node.values]))
    given = [(places[n], c) for n, c in seeds if n in places]
    starts, ends = tuple([i for i, _ in given]), tuple([places.get(n) for n in targets])
    whole = (tuple(key), starts, ends)
    if whole not in _passes:
        _consider(whole, order)
    run = _passes.get(whole)
    return None if run is None else run(operands, [c for _, c in given])


def _consider(key, order):
    """Make the function of a pass that has come often enough; None if it is a large one."""
    _counts[key] += 1
    if _counts[key] <= _REPEATS:
        if len(_counts) > 8 * _MOST_PASSES:
            _counts.clear()
        return
    if len(_passes) >= _MOST_PASSES:
        _passes.pop(next(iter(_passes)))
    size = sum(np.size(v) for node in order if node.values is not None for v in node.values)
    _passes[key] = None if size > _LARGE * len(order) else _compile(key, order)


def _compile(key, order):
    _, starts, ends = key
    places = {node: i for i, node in enumerate(order)}
    plan = [(n.maker(), n.values is not None, [places.get(p) for p in n.parents]) for n in order]

    def backward_pass(operands, cotangents):
        nodes: list = [None] * len(plan)
        values = list(operands)
        for i, (make, has_values, parents) in reversed(list(enumerate(plan))):
            nodes[i] = make([None if p is None else nodes[p] for p in parents])
            if has_values:
                nodes[i].values = values.pop()
        seeds = [(nodes[i], c) for i, c in zip(starts, cotangents, strict=True)]
        found = iter(_walk(nodes, seeds, [nodes[i] for i in ends if i is not None]))
        return [None if i is None else next(found) for i in ends]

    return jax.jit(backward_pass)


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
        if not needed.isdisjoint(node.parents):
            needed.add(node)
    return [n for n in reversed(order) if n in needed]


def freed_error() -> RuntimeError:
    """Describe a pass through nodes that a former pass has released."""
    return RuntimeError(
        "Trying to backward through the graph a second time: the first pass has freed its saved "
        "values. Pass retain_graph=True to the first `backward`, or compute the tensor again."
    )


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


def _run_hooks(hooks, cotangent, graph):
    t = cotangent if graph else wrap(cotangent)
    for hook in list(hooks.values()):
        changed = hook(t)
        if changed is not None:
            t = changed
    return t if graph else read(t)
