"""Stateful code as a pure function of JAX values, for one transformation at a time.

`Functional` wraps a call `fn(*args, **kwargs)` of MindSpore code. It is a function from the values
of chosen tensors to (values of its outputs, values of everything else it changed), which is what
`jax.vjp`, `jax.jvp` and `jax.vmap` need. Structure and effects are noted on the side while tracing.
"""

from __future__ import annotations

from typing import Any

from msjax._core.containers import with_inputs
from msjax._core.effects import Effects, boxed
from msjax._core.frame import Frame
from msjax._core.hooks import carry_hooks
from msjax._core.state import settings, state, user_code
from msjax._core.tensor import Tensor, node_now, read, wrap
from msjax._core.trees import flatten, unflatten


class Functional:
    """One call of stateful code as a function of the values of some tensors.

    Args:
        fn: the code; called with `args` and `kwargs`.
        tensors: the tensors whose values are the function's inputs.
        has_aux: whether only the first output counts and the others are handed through.
        on_meet: see `Frame`.
    """

    def __init__(self, fn, args, kwargs, tensors, has_aux=False, on_meet=None):
        self.fn, self.args, self.kwargs = fn, args, kwargs
        self.tensors = unique(tensors)
        self.has_aux = has_aux
        self.on_meet = on_meet
        self.structure: Any = None
        self.effects: Any = None

    def __call__(self, values):
        """Trace the code; return (main output values, (aux output values, effect values))."""
        with Frame(zip(self.tensors, values, strict=True), self.on_meet) as frame:
            for t in self.tensors:
                if t._hooks:
                    carry_hooks(t)
            out = user_code(self.fn)(*self.args, **self.kwargs)
            main, aux = split_aux(out) if self.has_aux else (out, ())
            main_leaves, main_structure = flatten(main)
            aux_leaves, aux_structure = flatten(aux)
            self.structure = (main_structure, aux_structure)
            self.effects = Effects(frame)
            result = [frame.read(t) for t in main_leaves]
            rest = [frame.read(t) for t in aux_leaves]
            return result, (rest, self.effects.take_values())

    def outputs(self, main, rest):
        """Box outputs again, and let the effects happen outside."""
        aux, effects = rest
        self.effects.apply(effects)
        out = unflatten(self.structure[0], [boxed(v) for v in main])
        if not self.has_aux:
            return out
        return (out, *unflatten(self.structure[1], [boxed(v) for v in aux]))


def split_aux(out):
    """Split outputs into the first and the others.

    Raises:
        ValueError: there are no others.
    """
    if not isinstance(out, tuple | list) or len(out) < 2:
        raise ValueError(
            "When has_aux is True, origin fn requires more than one outputs: return a tuple "
            f"`(loss, extra)`, or leave has_aux out. The function returned {_shown(out)}."
        )
    return out[0], tuple(out[1:])


def _shown(out) -> str:
    return f"{type(out).__name__} of length 1" if isinstance(out, tuple | list) else "one value"


def alias(x):
    """Give a tensor a second box with the same value and the same place on the tape.

    Other objects are returned as they are.
    """
    if not isinstance(x, Tensor):
        return x
    box = wrap(read(x))
    box._node = node_now(x)
    box._hooks = x._hooks
    return box


def by_position(args) -> tuple:
    """Make every tensor argument an input of its own where MindSpore's graph mode does.

    PyNative differentiates by objects: a tensor given twice, or given and captured, is one input.
    Compiled code differentiates by positions.
    """
    if settings.graph or state.frame is not None:
        return tuple([with_inputs(a, alias) for a in args])
    return args


def unique(tensors) -> list[Tensor]:
    """Drop repeated objects, keeping the order."""
    return list({id(t): t for t in tensors}.values())
