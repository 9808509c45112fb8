"""`bprop`: running a function whose gradient the user wrote."""

from __future__ import annotations

from msjax._core.custom_gradient import attach, snapshot, taping, zeros_like
from msjax._core.errors import describe
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor
from msjax._core.trees import flatten, unflatten


def call_with_bprop(forward, bprop, args, weights=()):
    """Run a function whose gradient is the user's `bprop`.

    Args:
        forward: called with `args`; nothing it does is recorded for gradients.
        bprop: called with (*args, out, dout); returns the gradients of the args: a tuple, or a
            single one bare; or (that tuple, {weight: gradient}).
        args: positional arguments.
        weights: Parameters that `bprop` may return gradients for.

    Raises:
        RuntimeError: `bprop` returns too few gradients.
    """
    if state.frame is None and not taping():
        return forward(*args)
    ins, in_structure = flatten(tuple(args))
    ins, weights, count = [snapshot(t) for t in ins], list(weights), len(ins)
    with recording(False):
        out = forward(*args)
    outs, out_structure = flatten(out)
    if not outs:
        return out

    def pullback(in_tensors, out_tensors, cotangents):
        given = [
            zeros_like(o) if c is None else c for o, c in zip(out_tensors, cotangents, strict=True)
        ]
        inputs = unflatten(in_structure, in_tensors[:count])
        result = bprop(
            *inputs, unflatten(out_structure, out_tensors), unflatten(out_structure, given)
        )
        by_arg, by_weight = _split_result(result)
        return _by_tensor(by_arg, inputs) + [by_weight.get(id(w)) for w in weights]

    return unflatten(out_structure, attach(outs, [*ins, *weights], pullback))


def call_without_gradient(forward, reason: str, args):
    """Run a function on the host, or another that JAX cannot differentiate.

    Args:
        forward: called with `args`; nothing it does is recorded for gradients.
        reason: the message of the RuntimeError that asking for a gradient raises.
        args: positional arguments.
    """
    if state.frame is None and not taping():
        return forward(*args)
    ins = [snapshot(t) for t in flatten(tuple(args))[0]]
    with recording(False):
        outs, structure = flatten(forward(*args))

    def refuse(ins, outs, cotangents):
        raise RuntimeError(reason)

    return unflatten(structure, attach(outs, ins, refuse, overrides=tuple))


def _split_result(result):
    """Separate what a bprop returned into gradients by argument and by weight."""
    if not isinstance(result, tuple | list):
        return (result,), {}
    if len(result) == 2 and isinstance(result[0], tuple | list) and isinstance(result[1], dict):
        return tuple(result[0]), {id(w): g for w, g in result[1].items()}
    return tuple(result), {}


def _by_tensor(gradients, inputs) -> list:
    """Line the gradients that a bprop returned up with the tensors in its inputs."""
    if len(gradients) < len(inputs):
        raise RuntimeError(
            f"bprop must return one gradient per argument of construct: {len(inputs)}, but got "
            f"{len(gradients)}; return None for an argument that needs none."
        )
    found = []
    for x, g in zip(inputs, gradients, strict=False):
        _collect(x, g, found)
    return found


def _collect(x, gradient, found):
    if isinstance(x, Tensor):
        found.append(gradient)
    elif isinstance(x, tuple | list):
        parts = [None] * len(x) if gradient is None else gradient
        if not isinstance(parts, tuple | list) or len(parts) != len(x):
            raise RuntimeError(
                f"bprop must return {len(x)} gradients for an argument that is a "
                f"{type(x).__name__} of {len(x)} values, but got {describe(gradient)}."
            )
        for part, g in zip(x, parts, strict=True):
            _collect(part, g, found)
    elif isinstance(x, dict):
        for key, part in x.items():
            _collect(part, (gradient or {}).get(key), found)
