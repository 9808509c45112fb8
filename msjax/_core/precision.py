"""Mixed precision: operators that convert their floating-point tensors first."""

from __future__ import annotations

from contextlib import contextmanager

from msjax._core._jaxcompat import jax
from msjax._core.conversion import cast
from msjax._core.dispatch import run_converted
from msjax._core.operator import OPERATORS
from msjax._core.state import state
from msjax._core.tensor import Tensor, read
from msjax._core.trees import flatten, unflatten

jnp = jax.numpy

# MindSpore leaves these as they are: conversions, views and copies.
EXEMPT = frozenset(
    """
    broadcast_to cast chunk copy cut dsplit expand_dims flatten hsplit matrix_transpose meshgrid
    moveaxis narrow ones_like pick ravel reshape reverse_axes split split_evenly squeeze swapaxes t
    tensor_flatten tensor_split tensor_transpose transpose type_as view vsplit zeros_like
    """.split()
)

# Of these only the data: running statistics, scale and shift stay as they are.
DATA_ONLY = frozenset(["batch_norm_infer", "batch_norm_train"])


class Precision:
    """What floating-point tensors are converted to before an operator runs.

    Args:
        dtype: float16, bfloat16 or float32.
        parameters_only: whether only Parameters are.
    """

    __slots__ = ("dtype", "parameters_only")
    enters_programs = False
    """Whether it counts in compiled functions that eager code calls; in MindSpore not."""

    def __init__(self, dtype, parameters_only):
        self.dtype = dtype
        self.parameters_only = parameters_only

    def run(self, call, operands):
        """Run a Call on converted operands."""
        return run_converted(call, self.convert(call, operands))

    def convert(self, call, operands):
        """Return the operands of a Call, converted."""
        if call.name in EXEMPT or call.name not in OPERATORS:
            return operands
        if call.name in DATA_ONLY:
            return (self._one(operands[0]), *operands[1:])
        return tuple([self._one(x) for x in operands])

    def _one(self, x):
        return x if self.parameters_only and type(x) is Tensor else converted(x, self.dtype)


def converted(x, dtype):
    """Return an operand, converted if it is a floating-point tensor of another data type."""
    if not isinstance(x, Tensor):
        return x
    value = read(x)
    if not jnp.issubdtype(value.dtype, jnp.floating) or value.dtype == dtype._np:
        return x
    return cast(x, dtype)


@contextmanager
def under(precision):
    """Let something with a method `run(call, operands)` run all operators of a `with` block."""
    former = state.precision
    state.precision = precision
    state.special = True
    try:
        yield
    finally:
        state.precision = former
        state.settle()


def cast_inputs(tree, dtype):
    """Return nested arguments with the floating-point tensors among them converted."""
    leaves, structure = flatten(tree)
    return unflatten(structure, [converted(t, dtype) for t in leaves])
