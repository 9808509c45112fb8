"""Gradients that the program defines itself: what `bprop`, hooks and `_Function` stand on.

`attach` returns tensors with the values of others whose gradient is a Python function on tensors,
the pullback. On the tape it becomes a node that calls the pullback; in a frame `jax.custom_vjp`
does. The pullback's own operators are recorded like any others, so derivatives of every order
follow from it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import Call, run1
from msjax._core.errors import describe
from msjax._core.frame import Frame
from msjax._core.nodes import Node, Pick
from msjax._core.state import state
from msjax._core.tape import connected
from msjax._core.tensor import Tensor, node_now, read, wrap

jnp = jax.numpy


def attach(outs, ins, pullback, overrides=None, probe=None) -> list[Tensor]:
    """Return tensors with the values of `outs` and a gradient of one's own.

    Args:
        outs: a list of tensors.
        ins: the tensors that receive gradients; those of `outs` are not followed any further.
        pullback: called with lists of tensors (ins, outs, cotangents of outs); returns a list with
            a Tensor or None per element of `ins`. A cotangent is None where nothing depends on the
            out.
        overrides: only for code in a frame: called before the pullback, returns pairs (tensor,
            value) that the pullback sees. Default: what it reads is found, and the values of this
            moment are kept.
        probe: only for code in a frame: run in the place of the pullback to find what it reads.
    """
    out_values = [read(t) for t in outs]
    in_values = [read(t) for t in ins]
    if state.stopped:
        return [wrap(jax.lax.stop_gradient(v)) for v in out_values]
    if state.frame is not None:
        out_values = _attach_traced(out_values, in_values, pullback, overrides, probe)
    results = [wrap(v) for v in out_values]
    if taping():
        parents = [live_node(t) for t in ins]
        if any(parents):
            _record(results, in_values, out_values, parents, pullback)
    return results


def taping() -> bool:
    """Whether operators on taped tensors are recorded here and now."""
    levels = state.levels or state.leaves if state.frame is None else state.frame.tapes
    return bool(levels) and state.recording


def live_node(t: Tensor):
    """Return the node of a tensor if an open gradient call of this frame owns it."""
    return connected((node_now(t),))[0][0]


class PullbackFrame(Frame):
    """The frame in which a traced pullback runs."""

    __slots__ = ()


class PullbackNode(Node):
    """A node whose gradient is a Python function on tensors."""

    __slots__ = ("out_values", "outputs", "pullback", "values")

    def __init__(self, parents, level, values, out_values, pullback):
        super().__init__(parents, level)
        self.values: Any = values
        self.out_values: Any = out_values
        self.outputs = len(out_values)
        self.pullback: Any = pullback

    def pull(self, cotangents, wanted, graph):
        """Call the pullback; with `graph`, on tensors that are on the outer tape."""
        ins = [_boxed(v, p, graph) for v, p in zip(self.values, self.parents, strict=True)]
        own = [self] if self.outputs == 1 else [Pick(self, i) for i in range(self.outputs)]
        outs = [_boxed(v, n, graph) for v, n in zip(self.out_values, own, strict=True)]
        given = [c if graph or c is None else wrap(c) for c in cotangents]
        found = self.pullback(ins, outs, given)
        fitted = [
            fit(g, v) if w and g is not None else None
            for g, v, w in zip(found, self.values, wanted, strict=True)
        ]
        return [g if graph or g is None else read(g) for g in fitted]

    def release(self):
        """Drop the saved values."""
        self.values = self.out_values = self.pullback = None
        self.parents = ()

    def is_released(self) -> bool:
        """Whether that was done."""
        return self.values is None


def _boxed(value, node, graph):
    t = wrap(value)
    if graph and node is not None:
        t._node = node
    return t


def _record(results, in_values, out_values, parents, pullback):
    """Put the results on the tape, as outputs of one node."""
    _, level = connected(parents)
    node = PullbackNode(parents, level, in_values, out_values, pullback)
    taped = [v for v, p in zip(in_values, parents, strict=True) if p is not None]
    integers = not any(_inexact(v) for v in taped)
    for i, t in enumerate(results):
        if integers or _inexact(out_values[i]):
            t._node = node if len(results) == 1 else Pick(node, i)


def _inexact(value) -> bool:
    return jnp.issubdtype(value.dtype, jnp.inexact)


def _attach_traced(out_values, in_values, pullback, overrides, probe):
    """Attach in a frame: an identity on the outs with a `jax.custom_vjp`."""
    state.custom_gradients += 1
    met = [] if overrides is not None else tensors_met(probe or pullback, in_values, out_values)

    @jax.custom_vjp
    def identity(outs, ins, seen):
        return outs

    def forward(outs, ins, seen):
        # Through `identity` again: the outs that the pullback sees depend on the ins, as on a tape.
        outs = identity(outs, ins, seen)
        return outs, (outs, ins, seen)

    def backward(residuals, cotangents):
        outs, ins, seen = residuals
        values = zip(met, seen, strict=True) if overrides is None else overrides()
        with PullbackFrame(values) as frame:
            found = _pull_traced(pullback, outs, ins, cotangents)
            if frame.writes():
                raise RuntimeError(
                    "A user-defined gradient (bprop, backward or a hook) assigned a Parameter or "
                    "another tensor from outside while it was compiled; it can do that in "
                    "PYNATIVE_MODE only. Return the value instead."
                )
            gradients = [None if g is None else frame.read(g) for g in found]
        return [None] * len(outs), gradients, [None] * len(seen)

    identity.defvjp(forward, backward)
    stopped = [jax.lax.stop_gradient(v) for v in out_values]
    return identity(stopped, list(in_values), [read(t) for t in met])


def _pull_traced(pullback, outs, ins, cotangents):
    """Call the pullback on boxed values; return tensors fit to be cotangents of the ins."""
    boxes = [_cotangent(c, v) for c, v in zip(cotangents, outs, strict=True)]
    found = pullback([wrap(v) for v in ins], [wrap(v) for v in outs], boxes)
    return [
        None if g is None or not _inexact(v) else fit(g, v) for g, v in zip(found, ins, strict=True)
    ]


def _cotangent(cotangent, value):
    if cotangent.dtype == jax.dtypes.float0:
        return wrap(jnp.zeros(value.shape, value.dtype))
    return wrap(cotangent)


def tensors_met(pullback, in_values, out_values) -> list[Tensor]:
    """Find the tensors from outside that a pullback reads, by running it abstractly."""
    met = {}

    def meet(t, value):
        met[id(t)] = t
        return value

    def run(ins, outs):
        with Frame(on_meet=meet) as frame:
            boxes = [wrap(v) for v in ins], [wrap(v) for v in outs], [wrap(v) for v in outs]
            found = pullback(*boxes)
            return [frame.read(g) for g in found if g is not None]

    jax.eval_shape(run, list(in_values), list(out_values))
    return list(met.values())


def fit(gradient, value) -> Any:
    """Give a gradient the shape and dtype of the value it belongs to.

    Raises:
        TypeError: `gradient` is neither a Tensor nor a number.
        RuntimeError: the value cannot be broadcast to the gradient's shape.
    """
    if not isinstance(gradient, Tensor):
        if not isinstance(gradient, int | float | complex | np.ndarray | np.generic):
            raise TypeError(
                "A user-defined gradient must be a Tensor (or None for zeros), but got "
                f"{describe(gradient)}."
            )
        gradient = wrap(jnp.asarray(gradient))
    given = read(gradient)
    if given.shape == value.shape and given.dtype == value.dtype:
        return gradient
    if not _broadcasts(value.shape, given.shape):
        raise RuntimeError(
            "For a user-defined gradient, the input must be broadcastable to the gradient, but the "
            f"gradient has shape {list(given.shape)} and the input {list(value.shape)}; return a "
            "gradient of the input's shape."
        )
    return run1(_fit_call(value.shape, value.dtype), gradient)


def _broadcasts(shape, target) -> bool:
    if len(shape) > len(target):
        return False
    tail = target[len(target) - len(shape) :]
    return all(a in (1, b) for a, b in zip(shape, tail, strict=True))


_fit_calls: dict[tuple, Call] = {}


def _fit_call(shape, dtype) -> Call:
    """Return the Call that sums over what broadcasting added, and casts."""
    key = shape, dtype
    if key not in _fit_calls:

        def reduce(g):
            extra = g.ndim - len(shape)
            g = jnp.sum(g, tuple(range(extra)), dtype=g.dtype)
            axes = tuple([i for i, n in enumerate(shape) if n == 1 and g.shape[i] != 1])
            return jnp.sum(g, axes, keepdims=True, dtype=g.dtype).astype(dtype)

        _fit_calls[key] = Call("fit_gradient", reduce)
    return _fit_calls[key]


def snapshot(t: Tensor) -> Tensor:
    """Return a tensor with the value and node that another has now."""
    box = wrap(read(t))
    node = node_now(t)
    if node is not None:
        box._node = node
    return box


def detached(t: Tensor) -> Tensor:
    """Return a tensor with the value of another and no gradient, on the tape or in a trace."""
    return wrap(jax.lax.stop_gradient(read(t)))


def zeros_like(t: Tensor) -> Tensor:
    """Return zeros of a tensor's shape and dtype, off the tape."""
    value = read(t)
    return wrap(jnp.zeros(value.shape, value.dtype))
