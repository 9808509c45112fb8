"""`_Function`: an operation whose gradient is written beside it, as static methods."""

from __future__ import annotations

import inspect
from typing import Any

from msjax._core.custom_gradient import attach, detached, live_node, snapshot, taping, zeros_like
from msjax._core.errors import describe
from msjax._core.state import recording, state
from msjax._core.tensor import Tensor, read, write


class _Function:
    """Base class of operations with a gradient of their own.

    A subclass defines the static methods `forward(ctx, *args)` and `backward(ctx, *grad_outputs)`,
    or `forward(*args)`, `setup_context(ctx, inputs, output)` and `backward`; `apply` runs it. `ctx`
    carries what `backward` needs from `forward`. `backward` takes one gradient per output and
    returns one per argument of `apply`, None for those that need none.
    """

    saved_tensors: tuple = ()
    dirty_tensors: tuple = ()
    non_differentiable: tuple = ()
    materialize_grads = True
    needs_input_grad: tuple = ()

    @staticmethod
    def forward(ctx, *args, **kwargs):
        """Compute the outputs; a subclass defines it.

        Raises:
            NotImplementedError: the subclass does not.
        """
        raise NotImplementedError(
            "forward function should be customized: define the static method `forward(ctx, *args)`."
        )

    @staticmethod
    def backward(ctx, *grad_outputs):
        """Compute the gradients of the arguments; a subclass defines it.

        Raises:
            NotImplementedError: the subclass does not.
        """
        raise NotImplementedError(
            "backward function should be customized: define the static method "
            "`backward(ctx, *grad_outputs)`."
        )

    @staticmethod
    def setup_context(ctx, inputs, output):
        """Note on `ctx` what `backward` needs, where `forward` takes no `ctx`.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("setup_context is not implemented.")

    @classmethod
    def apply(cls, *args, **kwargs):
        """Run the operation.

        Args:
            *args: the arguments of `forward`; the tensors among them receive gradients.
            **kwargs: only where the class defines `setup_context`.

        Returns:
            What `forward` returns: a Tensor, or a tuple or list of tensors and other values.

        Raises:
            RuntimeError: `backward` returns another number of gradients than there are arguments.
        """
        separate = cls.setup_context is not _Function.setup_context
        if separate:
            bound = inspect.signature(cls.forward).bind(*args, **kwargs)
            bound.apply_defaults()
            args, kwargs = bound.args, bound.kwargs
        elif kwargs:
            raise TypeError(
                f"{cls.__name__}.apply() takes no keyword arguments: pass {sorted(kwargs)} by "
                "position."
            )
        ctx = cls.__new__(cls)
        tracked = taping() or state.frame is not None
        ctx.needs_input_grad = tuple([isinstance(a, Tensor) and _is_tracked(a) for a in args])
        ins = {i: snapshot(a) for i, a in enumerate(args) if isinstance(a, Tensor)}
        with recording(False):
            if separate:
                out = cls.forward(*args, **kwargs)
                cls.setup_context(ctx, args, out)
            else:
                out = cls.forward(ctx, *args)
        return _Application(ctx, args, ins, out).outputs() if tracked else out

    def save_for_backward(self, *tensors):
        """Keep tensors, or None, for `backward`, which finds them in `saved_tensors`.

        Raises:
            RuntimeError: a value is neither.
        """
        for t in tensors:
            if t is not None and not isinstance(t, Tensor):
                raise RuntimeError(
                    f"save_for_backward() takes tensors and None only, but got {describe(t)}; set "
                    "other values as attributes, `ctx.scale = 2`."
                )
        self.saved_tensors = tensors

    def mark_dirty(self, *args):
        """Say which arguments `forward` changes in place and returns."""
        self.dirty_tensors = args

    def mark_non_differentiable(self, *args):
        """Say which outputs have no gradient."""
        self.non_differentiable = args

    def set_materialize_grads(self, value: bool):
        """Choose whether `backward` gets zeros (True, the default) or None for unused outputs."""
        self.materialize_grads = value


def _is_tracked(t) -> bool:
    """Whether a gradient may be asked for; a gradient call that is open may ask for any."""
    if state.frame is not None:
        return True
    return state.recording and (state.levels > 0 or live_node(t) is not None)


class _Application:
    """One application of a `_Function` that gradients may be taken of."""

    def __init__(self, ctx, args, ins, out):
        self.ctx = ctx
        self.args = args
        self.ins = ins
        self.single = isinstance(out, Tensor)
        several = list(out) if isinstance(out, tuple | list) else []
        self.all: list[Any] = [out] if self.single else several
        self.out = out
        constants = {id(t) for t in ctx.non_differentiable}
        places = [i for i, t in enumerate(self.all) if isinstance(t, Tensor)]
        self.places = [i for i in places if id(self.all[i]) not in constants]
        for i in set(places).difference(self.places):
            self.all[i] = detached(self.all[i])

    def outputs(self):
        """Return the outputs, with the gradient attached."""
        outs = [self.all[i] for i in self.places]
        if not outs:
            return self.out
        self.saved = [self._origin(t) for t in self.ctx.saved_tensors]
        dirty = {id(t) for t in self.ctx.dirty_tensors}
        results = list(self.all)
        new = attach(outs, list(self.ins.values()), self._pull)
        for i, t in zip(self.places, new, strict=True):
            former = results[i]
            if id(former) in dirty:
                write(former, read(t), t._node)
            else:
                results[i] = t
        return results[0] if self.single else type(self.out)(results)

    def _origin(self, t):
        """Say which argument or output a saved tensor is: `backward` must see those connected."""
        for n, i in enumerate(self.ins):
            if self.args[i] is t:
                return "in", n
        for n, i in enumerate(self.places):
            if self.all[i] is t:
                return "out", n
        return "own", t

    def _pull(self, ins, outs, cotangents):
        groups = {"in": ins, "out": outs}
        saved = [v if kind == "own" else groups[kind][v] for kind, v in self.saved]
        given = dict(zip(self.places, cotangents, strict=True))
        complete = [self._cotangent(i, given.get(i)) for i in range(len(self.all))]
        ctx = self.ctx
        former, ctx.saved_tensors = ctx.saved_tensors, tuple(saved)
        try:
            result = type(ctx).backward(ctx, *complete)
        finally:
            ctx.saved_tensors = former
        result = result if isinstance(result, tuple | list) else (result,)
        if len(result) != len(self.args):
            raise RuntimeError(
                f"{type(ctx).__name__}.backward returned a wrong number of gradients: expected "
                f"{len(self.args)}, one per argument of apply (None where none is needed), but got "
                f"{len(result)}."
            )
        return [result[i] for i in self.ins]

    def _cotangent(self, i, cotangent):
        t = self.all[i]
        if cotangent is not None or not isinstance(t, Tensor) or not self.ctx.materialize_grads:
            return cotangent
        return zeros_like(t)
