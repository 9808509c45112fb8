"""In which precision single operators run: what `under` is given for a Cell or a function.

Each class runs a Call on operands of the precision that it chooses by the name of the kernel.
"""

from __future__ import annotations

from msjax import ops
from msjax._core import dtype as mstype
from msjax._core._jaxcompat import jax
from msjax._core.dispatch import run_converted
from msjax._core.operator import OPERATORS
from msjax._core.precision import EXEMPT, cast_inputs, converted
from msjax._core.tensor import Tensor, read
from msjax.amp.lists import AUTO_FULL, AUTO_LOWER, AUTO_WIDEST

jnp = jax.numpy

# One kernel here, two operators in MindSpore: a product, and a bias (operand 2) that is added.
_BIASED = frozenset(["conv1d", "conv2d", "conv3d", "conv_transpose", "convolution", "dense_layer"])


class _ByName:
    """A choice of precision by the names of kernels; equal choices share compiled code.

    Args:
        dtype: float16 or bfloat16.
        names: the kernels that it is for.
    """

    __slots__ = ("dtype", "names")
    enters_programs = True

    def __init__(self, dtype, names=frozenset()):
        self.dtype = dtype
        self.names = names

    def __eq__(self, other):
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return type(self), self.dtype, self.names


class Listed(_ByName):
    """Listed operators run in lower precision and give float32."""

    __slots__ = ()

    def run(self, call, operands):
        """Run a Call."""
        if call.name not in self.names:
            return run_converted(call, operands)
        if _has_bias(call, operands):
            return _add_bias(call, self.run(call, (*operands[:2], None)), operands[2])
        return _lowered(call, operands, self.dtype)


class Whole(_ByName):
    """All operators run in lower precision and give float32."""

    __slots__ = ()

    def run(self, call, operands):
        """Run a Call."""
        if call.name in EXEMPT or call.name not in OPERATORS:
            return run_converted(call, operands)
        return _lowered(call, operands, self.dtype)


class Auto(_ByName):
    """Products run in lower precision, what is sensitive in float32, mixtures in the widest."""

    __slots__ = ()

    def run(self, call, operands):
        """Run a Call."""
        name = call.name
        if name in AUTO_LOWER:
            if _has_bias(call, operands):
                out = self.run(call, (*operands[:2], None))
                return _add_bias(call, out, operands[2])
            return run_converted(call, _all_converted(operands, self.dtype))
        if name in AUTO_FULL:
            return run_converted(call, _all_converted(operands, mstype.float32))
        if name in AUTO_WIDEST:
            return run_converted(call, _all_converted(operands, _widest(operands)))
        return run_converted(call, operands)


def _all_converted(operands, dtype):
    return tuple([converted(x, dtype) for x in operands])


def _lowered(call, operands, dtype):
    return cast_inputs(run_converted(call, _all_converted(operands, dtype)), mstype.float32)


def _widest(operands):
    floats = [read(x).dtype for x in operands if isinstance(x, Tensor)]
    floats = [t for t in floats if jnp.issubdtype(t, jnp.floating)]
    return mstype.from_numpy(jnp.result_type(*floats)) if floats else mstype.float32


def _has_bias(call, operands):
    return call.name in _BIASED and operands[2] is not None


def _add_bias(call, out, bias):
    last = call.name == "dense_layer" or call.statics.get("data_format") in ("NHWC", "NDHWC")
    return ops.add(out, bias if last else ops.reshape(bias, (-1, *[1] * (out.ndim - 2))))
