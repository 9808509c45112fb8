"""One compiled program: a function at one call signature, with its state threaded through.

The function is traced twice. The first run is abstract and finds out which tensors it reads and
writes; the second makes the program, with what it reads as inputs and what it writes as outputs,
the overwritten ones donated. A tensor from outside that only the second run meets would be a
constant of the program: it is then used for this one call only, whose constants are current, and
    built again.
"""

from __future__ import annotations

import math
import sys
from contextlib import nullcontext
from typing import Any

import numpy as np

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.discovery import Guard, Reach
from msjax._core.dispatch import ProgramCall
from msjax._core.effects import Effects
from msjax._core.frame import Frame
from msjax._core.host_calls import finished, raise_failure
from msjax._core.random import default_generator
from msjax._core.run_time_printing import printing_at_run_time
from msjax._core.state import state, user_code
from msjax._core.structure import STRUCTURE
from msjax._core.tape import connected, record_program
from msjax._core.tensor import Tensor, new_object, node_now, wrap, write
from msjax._core.trees import LEAF, flatten, unflatten
from msjax._graph.conversion import converting
from msjax._graph.signature import Signature, call_tensors, with_tensors

# References to an array that only its tensor holds, as `sys.getrefcount` counts them below: the
# tensor's slot, the list of values and the argument of the call.
_UNSHARED = 3


class Program:
    """Compiled code of `fn` for calls of one signature.

    It is stale, and not used again, when it met a tensor too late, or when JAX traced it again
    because a state tensor has changed its shape or dtype.

    Args:
        fn: the function.
        args: positional arguments of the call that the program is built from.
        kwargs: keyword arguments of it.
        signature: their `Signature`.
        converts: whether control flow over tensors is compiled, see `conversion/`.
    """

    def __init__(self, fn, args, kwargs, signature: Signature, converts=False):
        self.fn = fn
        self._traces: Any = converting if converts else nullcontext
        self.derivatives = math.inf
        self.args, self.kwargs = call_tensors(args, kwargs)
        reach = Reach(fn)
        self.guard = Guard(reach)
        self.version = STRUCTURE.version
        self.read: list[Tensor] = []
        self.written: list[Tensor] = []
        self.is_stale = self.calls_host = self.may_fail = self._has_run = False
        self.structure: Any = None
        self.effects: Any = None
        self._build(signature, reach)

    def holds(self) -> bool:
        """Whether what the program took for constants still is what it was."""
        if self.is_stale or not self.guard.variables_hold():
            return False
        version = STRUCTURE.version
        if version != self.version:
            if self.guard.fingerprint() != self.guard.key:
                return False
            self.version = version
        return True

    def _build(self, signature, reach):
        guessed = {id(t): t for t in (*reach.all_tensors(), default_generator._state)}
        guessed = {key: t for key, t in guessed.items() if has_value(t)}
        met = {}

        def discover(guessed_values, values):
            given = dict(zip(guessed, guessed_values, strict=True))

            def meet(t, value):
                if isinstance(value, Tracer):
                    return value
                met[id(t)] = t
                # What was not guessed gets a stand-in. JAX keeps constants of a trace that fails
                # forever; and its own zeros would belong to whatever inner trace asks first.
                stand_in = given.get(id(t))
                if stand_in is None:
                    stand_in = np.broadcast_to(np.zeros((), value.dtype), value.shape)
                return stand_in

            return self._traced(meet)([], values)

        jax.eval_shape(
            discover, [t._value for t in guessed.values()], [t._value for t in signature.tensors]
        )
        written = {id(t): t for t in self.effects.tensors}
        inputs = met | {key: t for key, t in written.items() if has_value(t)}
        self.written = [t for key, t in inputs.items() if key in written]
        self.read = [t for key, t in inputs.items() if key not in written]
        self._hold_slots()
        self._compile()

    def _hold_slots(self):
        """Note the attributes that the code replaces, and which of them hold its state.

        Such a tensor is another object after every call, so it is read from its attribute.
        """
        replaced = [(owner, name) for owner, name, *_ in self.effects.attributes]
        if replaced:
            self.guard.release(replaced)
        self.slots = [
            (i, owner, name)
            for owner, name in replaced
            for i, t in enumerate(self.read)
            if getattr(owner, name, None) is t
        ]

    def _traced(self, meet):
        def traced(state_values, values):
            overrides = zip((*self.written, *self.read), state_values, strict=True)
            with (
                Frame(overrides, meet, {}) as frame,
                printing_at_run_time() as host_calls,
                self._traces() as conversion,
            ):
                boxes = iter([wrap(v) for v in values])
                args = [with_tensors(a, boxes) for a in self.args]
                kwargs = {name: with_tensors(a, boxes) for name, a in self.kwargs.items()}
                out = user_code(self.fn)(*args, **kwargs)
                if conversion is not None:
                    self.derivatives = conversion.derivatives
                leaves, self.structure = flatten(out)
                results = [frame.read(t) for t in leaves]
                self.calls_host, self.may_fail = bool(host_calls), any(host_calls)
                self.effects = Effects(frame)
                return results, self.effects.take_values()

        return traced

    def _compile(self):
        known = {id(t) for t in (*self.written, *self.read)}

        def meet(t, value):
            if not isinstance(value, Tracer) and id(t) not in known:
                self.is_stale = True
            return value

        run = self._traced(meet)

        def program(written, read, values):
            self.is_stale |= self._has_run
            return run([*written, *read], values)

        program.__name__ = program.__qualname__ = getattr(self.fn, "__name__", "construct")
        self._run = run
        # A run that fails must leave the state as it was.
        self.jit = jax.jit(program, donate_argnums=() if self.may_fail else 0)
        self._call: ProgramCall | None = None

    def __call__(self, tensors):
        """Run the program on the data tensors of a call; return what `fn` returns."""
        for i, owner, name in self.slots:
            self.read[i] = getattr(owner, name)
        if self.is_taped(tensors):
            return self._run_taped(tensors)
        written = [t._value for t in self.written]
        self._unshare(written)
        values = written, [t._value for t in self.read], [t._value for t in tensors]
        results, effects = finished(self.jit, *values) if self.calls_host else self.jit(*values)
        self._has_run = True
        if self.effects.attributes or len(effects) != len(self.written):
            held = self.version == STRUCTURE.version
            self.effects.apply(effects)
            if held:  # whatever moved on, this program's own replacements did it
                self.version = STRUCTURE.version
        else:
            for t, value in zip(self.effects.tensors, effects, strict=True):
                if t._views is None and t._base is None:
                    t._value = value
                else:
                    write(t, value)
        if self.may_fail:
            raise_failure()
        if self.structure is LEAF:
            t = new_object(Tensor)
            t._value = results[0]
            return t
        return unflatten(self.structure, [wrap(v) for v in results])

    def _unshare(self, written):
        """Copy arrays that something else holds too: donation would take them away from it."""
        for i in range(len(written)):
            if sys.getrefcount(written[i]) > _UNSHARED and not isinstance(written[i], np.ndarray):
                written[i] = written[i].copy()

    def is_taped(self, tensors) -> bool:
        """Whether a gradient call is open, or a tensor requires gradients for `backward`."""
        if not state.recording or not (state.levels or state.leaves):
            return False
        if state.levels:
            return True
        operands = (*self.written, *self.read, *tensors)
        return connected([node_now(t) for t in operands])[1] is not None

    def _run_taped(self, tensors):
        """Run the program as one operator on the tape."""
        if self._call is None:
            counts = len(self.written), len(self.read)

            def flat(*values):
                state_values, data = values[: sum(counts)], values[sum(counts) :]
                results, effects = self._run(list(state_values), list(data))
                return (*results, *effects)

            self._call = ProgramCall(getattr(self.fn, "__name__", "construct"), flat)
        operands = [*self.written, *self.read, *tensors]
        if self.calls_host:
            out = finished(record_program, self._call, operands)
        else:
            out = record_program(self._call, operands)
        count = len(out) - self._effect_count()
        self.effects.apply(out[count:])
        if self.may_fail:
            raise_failure()
        return unflatten(self.structure, out[:count])

    def _effect_count(self):
        return len(self.effects.tensors) + sum(n for *_, n in self.effects.attributes)


def has_value(t: Tensor) -> bool:
    """Whether a tensor has, or can make, a value."""
    try:
        return t._value is not None
    except (AttributeError, RuntimeError):
        return False
