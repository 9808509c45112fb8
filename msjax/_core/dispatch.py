"""Running one operator on tensors: eagerly, on the tape, or inside a frame.

A `Call` is an operator with its static attributes fixed: a function of arrays, its compiled form,
and its gradients, which are again Calls; so a derivative of any order is an operator like others.

`run1`, `run2` and `run` are the eager path of every operator of the library. They do four things:
take the values out of the boxes, call compiled code, box the result, and hand over to the tape or
the frame when one of them is concerned. Python numbers go to the compiled code as (weakly typed)
operands, so another value compiles nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import explain_failure, operand_error
from msjax._core.state import state
from msjax._core.tensor import Tensor, new_object, wrap

jnp = jax.numpy


class Call:
    """An operator whose static attributes are fixed."""

    __slots__ = (
        "_gradients",
        "accepts",
        "compiled",
        "differentiable",
        "fn",
        "jit",
        "name",
        "statics",
    )

    def __init__(self, name: str, fn, differentiable: bool = True, compiled: bool = True):
        def traced(*operands):
            return _strong(fn(*operands))

        traced.__name__ = traced.__qualname__ = name
        self.name = name
        self.fn = traced
        self.jit = jax.jit(traced) if compiled else traced
        self.compiled = compiled
        self.differentiable = differentiable
        self.accepts: tuple[type, ...] = (
            np.ndarray,
        )  # what operands may be besides tensors, numbers
        self.statics: dict[str, Any] = {}  # for messages
        self._gradients: dict[tuple, Call] = {}

    def gradient(self, mask: tuple[bool, ...]) -> Call:
        """Return the Call from (operands, output cotangents) to the masked operands' cotangents.

        The operator is run again inside its gradient and XLA drops what that does not need. So the
        forward run is the same compiled code with and without a tape, and a second derivative is
        the gradient of this Call.
        """
        call = self._gradients.get(mask)
        if call is None:
            pullback = _pullback(self.fn, mask)
            call = Call(f"{self.name}_grad", pullback, compiled=self.compiled)
            self._gradients[mask] = call
        return call


class ProgramCall(Call):
    """A Call that stands for a whole program, too long to run again for its gradient.

    Its forward run also returns what the backward pass needs (`jax.vjp`'s residuals).
    """

    __slots__ = ("_backward", "_forward", "_outputs")

    def __init__(self, name: str, fn):
        super().__init__(name, fn)
        self._forward: dict[tuple, Any] = {}
        self._backward: dict[tuple, Any] = {}
        self._outputs: dict[tuple, tuple[list, list]] = {}

    def run_program(self, mask, values):
        """Return the outputs and the residuals for the masked operands' gradients."""
        forward = self._forward.get(mask)
        if forward is None:
            forward = self._forward[mask] = jax.jit(self._make_forward(mask))
            self._backward[mask] = jax.jit(self._make_backward(mask))
        return forward(*values)

    def pull_program(self, mask, vjp, cotangents):
        """Return the cotangents of the masked operands."""
        return self._backward[mask](vjp, cotangents)

    def _make_forward(self, mask):
        def forward(*operands):
            out, vjp, originals = _vjp(self.fn, mask, operands)
            self._outputs[mask] = [jax.ShapeDtypeStruct(o.shape, o.dtype) for o in out], originals
            return out, vjp

        return forward

    def _make_backward(self, mask):
        def backward(vjp, cotangents):
            outputs, dtypes = self._outputs[mask]
            gradients = vjp(_match(tuple(outputs), cotangents))
            return [g.astype(d) for g, d in zip(gradients, dtypes, strict=True)]

        return backward


def _vjp(fn, mask, operands) -> tuple[Any, Any, list]:
    """Run `jax.vjp` by the masked operands; return outputs, vjp and those operands' dtypes."""
    wanted = [x for x, w in zip(operands, mask, strict=True) if w]

    def of_wanted(*values):
        fill = iter(values)
        return fn(*[next(fill) if w else x for x, w in zip(operands, mask, strict=True)])

    out, vjp = jax.vjp(of_wanted, *[_inexact(x) for x in wanted])
    return out, vjp, [jnp.result_type(x) for x in wanted]


def _strong(out):
    """Strip JAX's weak types: only Python numbers may promote weakly."""
    if isinstance(out, tuple | list):
        return tuple(_strong(o) for o in out)
    if not isinstance(out, jax.Array):
        return jnp.asarray(out)
    return jax.lax.convert_element_type(out, out.dtype) if out.weak_type else out


def _pullback(fn, mask):
    count = len(mask)

    def pullback(*flat):
        out, vjp, dtypes = _vjp(fn, mask, flat[:count])
        gradients = vjp(_match(out, flat[count:]))
        return tuple([g.astype(d) for g, d in zip(gradients, dtypes, strict=True)])

    return pullback


def _inexact(x):
    """MindSpore differentiates with respect to integers; the derivative is taken in float64."""
    return x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype(jnp.float64)


def _match(out, cotangents):
    """Shape given cotangents (None: zeros) like the outputs they belong to."""
    if not isinstance(out, tuple):
        return _match_one(out, cotangents[0])
    return tuple(_match_one(o, c) for o, c in zip(out, cotangents, strict=True))


def _match_one(out, cotangent):
    if not jnp.issubdtype(out.dtype, jnp.inexact):
        return np.zeros(out.shape, jax.dtypes.float0)
    if cotangent is None:
        return jnp.zeros(out.shape, out.dtype)
    return jnp.broadcast_to(cotangent, out.shape).astype(out.dtype)


_PLAIN = frozenset((float, int, bool, complex, type(None)))


def operand(x, call):
    """Return what compiled code takes for an operand that is no Tensor.

    NumPy's scalars count as the Python number of their kind, as in MindSpore.
    """
    if x.__class__ in _PLAIN:
        return x
    if isinstance(x, np.generic) and x.dtype.kind in "biufcV":
        return x.item()
    if isinstance(x, (float, int, complex, jax.Array, *call.accepts)):
        return x
    raise operand_error(call.name, x)


def box(out) -> Any:
    """Box what a Call returned: one tensor, or a tuple of them."""
    if out.__class__ is tuple:
        return tuple([box(o) for o in out])
    t = new_object(Tensor)
    t._value = out
    return t


def run1(call: Call, x) -> Any:
    """Run a Call of one operand."""
    if state.special:
        return run_special(call, (x,))
    if isinstance(x, Tensor):
        a = x._value
        if x._node is not None and state.recording:
            return record(call, (a,), (x._node,))
    else:
        a = operand(x, call)
    try:
        out = call.jit(a)
    except Exception as error:
        raise explain_failure(call.name, (a,), error, call.statics) from None
    if out.__class__ is tuple:
        return box(out)
    t = new_object(Tensor)
    t._value = out
    return t


def run2(call: Call, x, y) -> Any:
    """Run a Call of two operands."""
    if state.special:
        return run_special(call, (x, y))
    node_x = node_y = None
    if isinstance(x, Tensor):
        a, node_x = x._value, x._node
    else:
        a = operand(x, call)
    if isinstance(y, Tensor):
        b, node_y = y._value, y._node
    else:
        b = operand(y, call)
    if (node_x is not None or node_y is not None) and state.recording:
        return record(call, (a, b), (node_x, node_y))
    try:
        out = call.jit(a, b)
    except Exception as error:
        raise explain_failure(call.name, (a, b), error, call.statics) from None
    if out.__class__ is tuple:
        return box(out)
    t = new_object(Tensor)
    t._value = out
    return t


def run(call: Call, *operands) -> Any:
    """Run a Call of any number of operands."""
    if state.special:
        return run_special(call, operands)
    values = [x._value if isinstance(x, Tensor) else operand(x, call) for x in operands]
    if state.levels or state.leaves:
        nodes = tuple([x._node if isinstance(x, Tensor) else None for x in operands])
        if any(nodes) and state.recording:
            return record(call, values, nodes)
    return box(execute(call, values))


def execute(call: Call, values) -> Any:
    """Run the compiled code of a Call on bare values."""
    try:
        return call.jit(*values)
    except Exception as error:
        raise explain_failure(call.name, values, error, call.statics) from None


def run_special(call: Call, operands) -> Any:
    """Run a Call in a frame, or with operands that are converted or put on the tape first."""
    if state.parameters is not None and state.frame is None:
        state.parameters.adopt(operands)
    if state.precision is not None:
        return state.precision.run(call, operands)
    return run_converted(call, operands)


def run_converted(call: Call, operands) -> Any:
    """Run a Call whose operands have the precision they are to have."""
    if state.frame is not None:
        return run_in_frame(call, operands)
    state.special = False
    try:
        return run(call, *operands)
    finally:
        state.special = True


def run_in_frame(call: Call, operands) -> Any:
    """Run a Call while a frame is being traced: values come from the frame and stay in it."""
    frame = state.frame
    values = [frame.read(x) if isinstance(x, Tensor) else operand(x, call) for x in operands]
    frame.used.update([id(x) for x in operands if isinstance(x, Tensor)])
    if frame.tapes and state.recording:
        nodes = tuple([x._node if isinstance(x, Tensor) else None for x in operands])
        if any(nodes):
            return record(call, values, nodes)
    out = execute(call, values)
    if state.stopped:
        out = jax.tree.map(jax.lax.stop_gradient, out)
    return tuple([wrap(o) for o in out]) if out.__class__ is tuple else wrap(out)


def record(call, values, nodes) -> Any:
    """Replaced by the tape."""
    raise RuntimeError("msjax is not completely imported; use `import msjax`.")
