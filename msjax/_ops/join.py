"""Joining tensors, and taking them apart into several."""

from __future__ import annotations

import itertools

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError, describe
from msjax._core.operator import EXPRESSIONS, composite, operator
from msjax._core.promotion import multiplicative
from msjax._core.tensor import Tensor
from msjax._ops.kinds import axis_of, tensor

jnp = jax.numpy


def one_dtype(*tensors):
    """Promote all operands to one dtype."""
    return multiplicative(*tensors) if len(tensors) > 1 else tensors


def several(tensors):
    """Return a tuple or list of tensors; refuse a lone tensor, whose rows would be taken."""
    if isinstance(tensors, Tensor):
        raise ExplainedTypeError(
            f"Failed calling Concat: tensors must be a tuple or list, but got {describe(tensors)}; "
            "write `ops.cat((x, y))`."
        )
    return tensors


EXPRESSIONS["several"] = several


def same_dtype(*tensors):
    """Refuse operands of different dtypes."""
    if len({x.dtype for x in tensors}) > 1:
        raise ExplainedTypeError(
            f"All inputs must have the same data type, but got {[str(x.dtype) for x in tensors]}."
        )
    return tensors


@operator(
    "ops.cat(tensors, axis=0) -> (*several(tensors), axis=axis)",
    "ops.concat(tensors, axis=0) -> (*several(tensors), axis=axis)",
    "mint.cat(tensors, dim=0) -> (*several(tensors), axis=dim)",
    "mint.concat(tensors, dim=0) -> (*several(tensors), axis=dim)",
    "ops.Concat(axis=0)(tensors) -> (*several(tensors), axis=axis)",
    "ops.ParallelConcat()(values) -> (*several(values), axis=0)",
    promote=one_dtype,
    samples=("(f32[2, 3], f32[1, 3])", "[f32[2, 3], f32[2, 1]], 1"),
)
def concatenate(*tensors, axis):
    """Join tensors along an axis."""
    if len({x.ndim for x in tensors}) > 1:
        raise ExplainedValueError(
            "For 'concat', all tensors must have as many axes, but their shapes are "
            f"{[list(x.shape) for x in tensors]}."
        )
    return jnp.concatenate(tensors, axis)


@operator(
    "ops.stack(tensors, axis=0) -> (*tensors, axis=axis)",
    "mint.stack(tensors, dim=0) -> (*tensors, axis=dim)",
    "ops.Stack(axis: int = 0)(tensors) -> (*tensors, axis=axis)",
    "ops.Pack(axis: int = 0)(tensors) -> (*tensors, axis=axis)",
    promote=same_dtype,
    samples=("(f32[2, 3], f32[2, 3])", "[f32[2, 3], f32[2, 3]], -1"),
)
def stack(*tensors, axis):
    """Join tensors of one shape along a new axis."""
    if not tensors:
        raise ExplainedValueError("For 'stack', at least one tensor must be given, but got ().")
    return jnp.stack(tensors, axis)


@operator(
    "ops.hstack(tensors) -> (*tensors)",
    "mint.hstack(tensors) -> (*tensors)",
    promote=one_dtype,
    samples=("(f32[2], f32[3])", "(f32[2, 3], f32[2, 1])"),
)
def hstack(*tensors):
    """Join tensors along axis 1, vectors along axis 0."""
    return jnp.hstack(tensors)


@operator(
    "ops.vstack(inputs) -> (*inputs)",
    "ops.row_stack(tensors) -> (*tensors)",
    promote=one_dtype,
    samples=("(f32[3], f32[3])", "(f32[2, 3], f32[1, 3])"),
)
def vstack(*tensors):
    """Join tensors along axis 0, vectors as rows."""
    return jnp.vstack(tensors)


@operator(
    "ops.dstack(tensors) -> (*tensors)",
    "mint.dstack(tensors) -> (*tensors)",
    promote=one_dtype,
    samples=("(f32[3], f32[3])",),
)
def dstack(*tensors):
    """Join tensors along axis 2."""
    return jnp.dstack(tensors)


@operator(
    "ops.column_stack(tensors) -> (*tensors)", promote=one_dtype, samples=("(f32[3], f32[3])",)
)
def column_stack(*tensors):
    """Join vectors as columns, and matrices along axis 1."""
    return jnp.column_stack(tensors)


@operator("ops.block_diag(*inputs)", promote=one_dtype, samples=("f32[1, 2], f32[2, 1]",))
def block_diag(*tensors):
    """Put matrices on the diagonal of a larger one."""
    return jax.scipy.linalg.block_diag(*tensors)


@operator(
    "ops.meshgrid(*inputs, indexing='xy')",
    "mint.meshgrid(*tensors, indexing=None) -> (*tensors, indexing=indexing or 'ij')",
    "ops.Meshgrid(indexing: word('xy', 'ij') = 'xy')(inputs) -> (*inputs, indexing=indexing)",
    promote=same_dtype,
    samples=("f32[2], f32[3]", "f32[2], f32[3], indexing='ij'"),
)
def meshgrid(*vectors, indexing):
    """Make the coordinates of a grid from those of its axes."""
    return tuple(jnp.meshgrid(*vectors, indexing=indexing))


@operator(
    "ops.addn(x) -> (*x)",
    "ops.AddN()(x) -> (*x)",
    "ops.accumulate_n(x) -> (*x)",
    "ops.AccumulateNV2()(x) -> (*x)",
    promote=same_dtype,
    samples=("(f32[2], f32[2], f32[2])",),
)
def addn(*tensors):
    """Add several tensors of one shape."""
    return sum(tensors[1:], tensors[0])


@operator(
    "ops.split(tensor, split_size_or_sections, axis=0)",
    "Tensor.split(self, split_size: ints, dim: int = 0)",
    "Tensor.split(self, split_size_or_sections: ints, axis: int = 0)",
    "mint.split(tensor, split_size_or_sections, dim=0)",
    promote=tensor,
    view=True,
    samples=("f32[4, 3], 2", "f32[4, 3], [1, 3]", "f32[2, 3], 2, 1"),
)
def split(x, *, sizes, axis):
    """Take a tensor apart along an axis: into pieces of one size, or of the given sizes."""
    length = x.shape[axis]
    if isinstance(sizes, int):
        if sizes <= 0:
            raise ExplainedValueError(
                f"For 'split', the size of a piece must be > 0, but got {sizes}."
            )
        return tuple(jnp.split(x, [*range(sizes, length, sizes)], axis))
    if sum(sizes) != length:
        raise ExplainedValueError(
            f"For 'split', the sizes {list(sizes)} must add up to the axis's length {length}."
        )
    return tuple(jnp.split(x, list(itertools.accumulate(sizes))[:-1], axis))


@operator(
    "ops.Split(axis=0, output_num=1)(input_x) -> (input_x, number=output_num, axis=axis)",
    promote=tensor,
    samples=("f32[1, 3]",),
)
def split_evenly(x, *, number, axis):
    """Take a tensor apart along an axis into a number of equal pieces."""
    return tuple(jnp.split(x, number, axis))


@operator(
    "ops.chunk(input, chunks, axis=0)",
    "Tensor.chunk(self, chunks, dim=0)",
    "Tensor.chunk(self, chunks, axis=0)",
    "mint.chunk(input, chunks, dim=0)",
    promote=tensor,
    view=True,
    samples=("f32[5], 2", "f32[2, 4], 2, 1"),
)
def chunk(x, *, chunks, axis):
    """Take a tensor apart along an axis into (at most) so many pieces, the last one smaller."""
    return split.kernel(x, sizes=max(-(-x.shape[axis] // chunks), 1), axis=axis)


@operator(
    "ops.tensor_split(input, indices_or_sections, axis=0)",
    "Tensor.tensor_split(self, indices_or_sections, axis=0)",
    promote=tensor,
    samples=("f32[7], 3", "f32[7], (1, 4)", "f32[2, 4], (3, 6), 1"),
)
def tensor_split(x, *, where, axis):
    """Take a tensor apart along an axis at indices, or into so many nearly equal pieces."""
    if isinstance(where, int):
        return tuple(jnp.array_split(x, where, axis))
    lead = (slice(None),) * axis_of("tensor_split", x, axis)
    ends = zip((0, *where), (*where, None), strict=True)
    return tuple(x[(*lead, slice(start, end))] for start, end in ends)


@operator(
    "ops.hsplit(input, indices_or_sections)",
    "Tensor.hsplit(self, indices_or_sections)",
    promote=tensor,
    samples=("f32[2, 4], 2",),
)
def hsplit(x, *, where):
    """Take a tensor apart along axis 1, a vector along axis 0."""
    return tensor_split.kernel(x, where=where, axis=0 if x.ndim == 1 else 1)


@operator(
    "ops.vsplit(input, indices_or_sections)",
    "Tensor.vsplit(self, indices_or_sections)",
    promote=tensor,
    samples=("f32[4, 2], 2",),
)
def vsplit(x, *, where):
    """Take a tensor apart along axis 0."""
    return tensor_split.kernel(x, where=where, axis=0)


@operator(
    "ops.dsplit(input, indices_or_sections)",
    "Tensor.dsplit(self, indices_or_sections)",
    promote=tensor,
    samples=("f32[1, 2, 4], 2",),
)
def dsplit(x, *, where):
    """Take a tensor apart along axis 2."""
    return tensor_split.kernel(x, where=where, axis=2)


@operator(
    "ops.unstack(input_x, axis=0)",
    "ops.unbind(input, dim=0)",
    "Tensor.unbind(self, dim=0)",
    "mint.unbind(input, dim=0)",
    "ops.Unstack(axis: int = 0, num: None | int = None)(input_x) -> (input_x, axis=axis)",
    "ops.Unpack(axis: int = 0)(input_x) -> (input_x, axis=axis)",
    promote=tensor,
    view=True,
    samples=("f32[2, 3]", "f32[2, 3], 1"),
)
def unstack(x, *, axis):
    """Take a tensor apart along an axis into slices without that axis."""
    return tuple(jnp.unstack(x, axis=axis))


@operator(samples=("f32[], count=2",))
def at_least(x, *, count):
    """Give a tensor at least so many axes."""
    return {1: jnp.atleast_1d, 2: jnp.atleast_2d, 3: jnp.atleast_3d}[count](x)


@composite(
    "ops.atleast_1d(inputs) -> (inputs, 1)",
    "ops.atleast_2d(inputs) -> (inputs, 2)",
    "ops.atleast_3d(inputs) -> (inputs, 3)",
    samples=("ops.atleast_1d: f32[]", "ops.atleast_2d: (f32[2], f32[])", "ops.atleast_3d: f32[2]"),
)
def each_at_least(inputs, count):
    """Give a tensor, or each of several, at least so many axes."""
    if isinstance(inputs, Tensor):
        return at_least(inputs, count=count)
    return tuple([at_least(x, count=count) for x in inputs])


@operator("ops.cartesian_prod(*inputs)", samples=("f32[2], f32[3]", "f32[2]"))
def cartesian_prod(*vectors):
    """Return every choice of one element per vector, a row each."""
    grids = jnp.meshgrid(*vectors, indexing="ij")
    return jnp.stack([g.reshape(-1) for g in grids], 1)


@operator(
    "ops.combinations(input, r=2, with_replacement=False)",
    promote=tensor,
    samples=("f32[4]", "f32[3], 3, True"),
)
def combinations(x, *, r, with_replacement):
    """Return every choice of r elements of a vector, a row each."""
    choose = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    index = np.array(list(choose(range(len(x)), r)), np.int32).reshape(-1, r)
    return x[index]
