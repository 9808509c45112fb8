"""Forward runs that the gradient of the same call goes back through.

Training code in MindSpore's manner calls a network and then asks for the gradient of the same call:

    loss = self.network(x, y)
    grads = self.grad(self.network, self.weights)(x, y, sens)

MindSpore runs such a network once, if `set_grad()` was called on it: its BatchNorm statistics move
once a step, and the loss and the gradients see one dropout mask. So the outermost call of a Cell
with `requires_grad` is recorded, and the next gradient of the Cell with the same arguments takes
the record instead of a run of its own. A record is used once, and not where its inputs have
changed since. Parameters may have: where the losses of two networks are computed before either is
trained, as GANs do, both gradients are those of the weights that the losses saw. (MindSpore's graph
mode does the same; its PyNative mode mixes old results with the new weights.) In compiled code a
record lasts as long as the trace.
"""

from __future__ import annotations

import threading
import weakref
from typing import Any

from msjax._core._jaxcompat import jax
from msjax._core.containers import inputs_of
from msjax._core.functional import by_position
from msjax._core.reverse import Pullback
from msjax._core.state import state
from msjax._core.structure import STRUCTURE
from msjax._core.tensor import Tensor, read

jnp = jax.numpy


class _Eager(threading.local):
    def __init__(self):
        self.records = weakref.WeakKeyDictionary()


_eager = _Eager()


class Record:
    """What is kept for one Cell: its Parameters and its last run.

    Attributes:
        run: a `Pullback` by the Cell's inputs and Parameters, or None.
        given: the arguments of that run as the caller gave them.
        args: the arguments that it ran with.
        inputs: the tensors among them that are differentiated, and `values` what they held.
    """

    __slots__ = ("args", "given", "inputs", "parameters", "run", "values", "version")

    given: Any
    args: Any
    inputs: Any
    values: Any

    def __init__(self):
        self.version: int | None = None
        self.run: Pullback | None = None

    def keep(self, cell, args):
        """Run the Cell on the tape, or as `jax.vjp`, and note where it came from."""
        self.drop()
        if self.version != STRUCTURE.version:
            self.parameters = [p for p in cell.trainable_params() if _is_inexact(p)]
            self.version = STRUCTURE.version
        inside = by_position(args)
        inputs = [t for a in inside for t in inputs_of(a) if _is_inexact(t)]
        try:
            run = Pullback(lambda *a: cell._run(a, {}), inside, {}, [*inputs, *self.parameters])
        except NotImplementedError:  # JAX differentiates traced code at once, and not all of it
            return cell._run(args, {})
        self.run, self.given, self.args = run, args, inside
        self.inputs = inputs
        self.values = [read(t) for t in inputs]
        return run.out

    def holds(self, args) -> bool:
        """Whether there is a run, of these arguments, whose inputs are what they were."""
        return (
            self.run is not None
            and not self.run.is_freed()
            and len(args) == len(self.given)
            and all(_is_same(a, b) for a, b in zip(args, self.given, strict=True))
            and all(read(t) is v for t, v in zip(self.inputs, self.values, strict=True))
        )

    def drop(self):
        """Forget the run, so that its tensors can go."""
        self.run = self.given = self.args = self.inputs = self.values = None


def _is_inexact(t) -> bool:
    return jnp.issubdtype(read(t).dtype, jnp.inexact)


def _is_same(a, b) -> bool:
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return a is b
    if isinstance(a, tuple | list) and isinstance(b, tuple | list):
        return len(a) == len(b) and all(map(_is_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(map(_is_same, a.values(), b.values()))
    return type(a) is type(b) and bool(a == b)


def _records():
    """Return the records of the place where code runs; None where gradients run their own."""
    if state.levels or not state.recording or state.stopped or state.parameters is not None:
        return None
    if state.frame is None:
        return _eager.records
    return state.frame.records


def run_and_keep(cell, args, kwargs):
    """Run a Cell whose gradient is likely to follow."""
    records = _records()
    if records is None or kwargs:
        return cell._run(args, kwargs)
    record = records.get(cell)
    if record is None:
        record = records[cell] = Record()
    return record.keep(cell, args)


def pull(fn, args, kwargs, tensors_of, has_aux=False):
    """Run `fn`, or take the run that was kept of it, to differentiate it.

    Args:
        fn: the code; called with `args` and `kwargs`.
        tensors_of: a function of the arguments, as they are told apart by gradients, that returns
            the tensors gradients are wanted for.
        has_aux: whether only the first output is differentiated.

    Returns:
        A `Pullback` by these tensors at least, and the tensors.
    """
    record = None if kwargs or has_aux else _find(fn)
    if record is not None and record.holds(args):
        run, tensors = record.run, tensors_of(record.args)
        known = {id(t) for t in run.tensors}
        # A frozen Parameter's gradient is zero: what no run knows. One frozen since is known.
        if all((id(t) in known) is not run.is_frozen(t) for t in tensors):
            record.drop()
            return run, tensors
    args = by_position(args)
    tensors = tensors_of(args)
    return Pullback(fn, args, kwargs, tensors, has_aux), tensors


def _find(fn):
    if not getattr(fn, "requires_grad", False) or not hasattr(fn, "construct"):
        return None
    records = _records()
    return None if records is None else records.get(fn)
