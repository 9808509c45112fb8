"""Hooks on the gradients of Cells, and the Primitives that are hooks themselves."""

from __future__ import annotations

from msjax._core._jaxcompat import jax
from msjax._core.custom_gradient import PullbackFrame, attach, live_node
from msjax._core.errors import describe
from msjax._core.hooks import check_hook
from msjax._core.primitive import Primitive
from msjax._core.state import settings, state
from msjax._core.tensor import Tensor, read, wrap
from msjax._core.trees import flatten, unflatten

jnp = jax.numpy


class CellBackwardHooks:
    """The backward hooks of one call of a Cell.

    Args:
        cell: the Cell; handed to the hooks.
        pre_hooks: functions of (cell, gradients of the outputs).
        hooks: functions of (cell, gradients of the inputs, gradients of the outputs).
    """

    def __init__(self, cell, pre_hooks, hooks):
        self.cell = cell
        self.pre_hooks = pre_hooks
        self.hooks = hooks
        self.inputs: list[Tensor] = []
        self.count = 0
        self.on_tape = False
        self.outputs = self.note = None

    def enter(self, args) -> tuple:
        """Return the positional arguments, with the tensors among them watched."""
        self.inputs = [a for a in args if isinstance(a, Tensor)]
        self.count = len(self.inputs)
        if not self.hooks or not self.inputs:
            return args
        self.on_tape = any(live_node(t) for t in self.inputs)
        new = attach(self.inputs, self.inputs, self._at_inputs, overrides=self._take_seen)
        watched = iter(new)
        return tuple([next(watched) if isinstance(a, Tensor) else a for a in args])

    def leave(self, out):
        """Return the outputs, watched."""
        outs, structure = flatten(out)
        if not outs:
            return out
        shapes = [read(t) for t in self.inputs] if state.frame is not None else []
        self.inputs = []

        def probe(ins, outs, cotangents):
            given = self._pre(tuple(cotangents))
            self._run(tuple([wrap(jnp.zeros(v.shape, v.dtype)) for v in shapes]), given)
            return list(given)

        return unflatten(structure, attach(outs, outs, self._at_outputs, probe=probe))

    def _at_outputs(self, ins, outs, cotangents):
        given = self._pre(tuple(cotangents))
        if not self.hooks:
            return list(given)
        frame = state.frame
        if isinstance(frame, PullbackFrame):
            if self.count:
                # The inputs' turn comes after this frame is left: keep values, not boxes.
                values = [None if g is None else read(g) for g in given]
                self._keep(frame.parent, (values, list(frame.values.values())))
        elif self.on_tape:
            self.outputs = given
        else:
            self._run((None,) * max(self.count, 1), given)
        return list(given)

    def _at_inputs(self, ins, outs, cotangents):
        given, self.outputs = self.outputs, None
        if isinstance(state.frame, PullbackFrame):
            given = tuple([g if g is None else wrap(g) for g in given or ()])
        return list(self._run(tuple(cotangents), given))

    def _keep(self, frame, note):
        """Keep what the inputs' turn needs with the frame, which drops it if that never comes."""
        if frame is None:
            self.note = note
        else:
            frame.hooks[self] = note

    def _take_seen(self):
        frame = state.frame
        note = self.note if frame is None else frame.hooks.pop(self, None)
        self.note = None
        self.outputs, seen = note or (None, ())
        return seen

    def _pre(self, gradients):
        for hook in list(self.pre_hooks.values()):
            result = hook(self.cell, gradients)
            if result is not None:
                gradients = _replaced("backward pre hook", result, gradients, "output")
        return gradients

    def _run(self, gradients, outputs):
        for hook in list(self.hooks.values()):
            result = hook(self.cell, gradients, outputs)
            if result is not None:
                gradients = _replaced("backward hook", result, gradients, "input")
        return gradients


def _replaced(kind, result, former, side) -> tuple:
    """Check the gradients that a hook returned in the place of others."""
    result = result if isinstance(result, tuple) else (result,)
    if len(result) != len(former):
        raise TypeError(
            f"The {kind} return value size is {len(result)} not equal to expect {side} size "
            f"{len(former)}: return one gradient per {side}, or None to leave them."
        )
    for g, old in zip(result, former, strict=True):
        if g is None and old is None:
            continue
        if not isinstance(g, Tensor):
            raise TypeError(
                f"A {kind} must return tensors, but got {describe(g)}; return a tuple of "
                "gradients, or None to leave them."
            )
        if old is not None and read(g).shape != read(old).shape:
            raise ValueError(
                f"A {kind} must keep the shapes of the gradients: it returned "
                f"{list(read(g).shape)} for {list(read(old).shape)}."
            )
    return result


class InsertGradientOf(Primitive):
    """Returns its input and changes the gradient that passes through.

    Args:
        f: a function from the gradient to the new one; None leaves it.

    Source: https://www.mindspore.cn/docs/en/r2.7.0/api_python/ops/mindspore.ops.InsertGradientOf.html
    """

    _init_names = ("f",)

    def __init__(self, f):
        super().__init__("InsertGradientOf")
        self.f = f
        self.add_prim_attr("side_effect_backprop", True)
        self.add_prim_attr("side_effect_backprop_mem", True)

    def __call__(self, x):
        """Return the value of `x`."""
        return attach([x], [x], self._pull)[0]

    def _pull(self, ins, outs, cotangents):
        result = self.f(cotangents[0])
        return [cotangents[0] if result is None else result]


class HookBackward(Primitive):
    """Returns its inputs and calls a hook with their gradients; in PYNATIVE_MODE only.

    Args:
        hook_fn: a function from the tuple of gradients to the tuple of new ones, or to None.
        cell_id: a text shown by `repr`. Default: "".

    Raises:
        TypeError: `hook_fn` is not callable.

    Source: https://www.mindspore.cn/docs/en/r2.7.0/api_python/ops/mindspore.ops.HookBackward.html
    """

    _init_names = ("cell_id",)

    def __init__(self, hook_fn, cell_id=""):
        super().__init__("HookBackward")
        check_hook(hook_fn)
        self.hook_fn = hook_fn
        self.cell_id = cell_id

    def __call__(self, *inputs):
        """Return the inputs: one bare, several as a tuple."""
        outs = list(inputs)
        if not settings.graph:  # as in MindSpore, whose compiler drops this hook
            outs = attach(outs, outs, self._pull)
        return outs[0] if len(outs) == 1 else tuple(outs)

    def _pull(self, ins, outs, cotangents):
        former = tuple(cotangents)
        result = self.hook_fn(former)
        return list(former if result is None else _replaced("hook", result, former, "input"))
