"""Blocks of pixels as channels or batch entries, and sequences reversed in place."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import ExplainedTypeError, ExplainedValueError
from msjax._core.operator import operator
from msjax._ops.kinds import tensor

jnp = jax.numpy


def _check_block(name, x, size):
    if isinstance(size, bool) or not isinstance(size, int):
        raise ExplainedTypeError(
            f"For '{name}', the type of 'block_size' should be 'int', but got type "
            f"'{type(size).__name__}'."
        )
    if size < 2:
        raise ExplainedValueError(f"The 'block_size' should be >= {name}: 2, but got {size}.")
    if x.ndim != 4:
        raise ExplainedValueError(
            f"For primitive[{name}], the x rank must be equal to 4, but got {x.ndim}; give "
            "(N, C, H, W)."
        )


@operator(
    "ops.SpaceToDepth(block_size: int >= 2)(x)",
    promote=tensor,
    samples=("f32[1, 3, 2, 4], block_size=2",),
)
def space_to_depth(x, *, block_size):
    """Move blocks of pixels of (N, C, H, W) to channels, the place in the block first."""
    _check_block("SpaceToDepth", x, block_size)
    n, c, h, w = x.shape
    if h % block_size or w % block_size:
        raise ExplainedValueError(
            f"For primitive[SpaceToDepth], height and width must be multiples of block_size "
            f"{block_size}, but are {h} and {w}; pad first."
        )
    x = x.reshape(n, c, h // block_size, block_size, w // block_size, block_size)
    x = x.transpose(0, 3, 5, 1, 2, 4)
    return x.reshape(n, c * block_size**2, h // block_size, w // block_size)


@operator(
    "ops.DepthToSpace(block_size: int >= 2)(x)",
    promote=tensor,
    samples=("f32[1, 12, 1, 2], block_size=2",),
)
def depth_to_space(x, *, block_size):
    """Move channels of (N, C, H, W) to blocks of pixels; undoes `SpaceToDepth`."""
    _check_block("DepthToSpace", x, block_size)
    n, c, h, w = x.shape
    if c % block_size**2:
        raise ExplainedValueError(
            f"For DepthToSpace, the channels must be a multiple of block_size ** 2 = "
            f"{block_size**2}, but are {c}."
        )
    x = x.reshape(n, block_size, block_size, c // block_size**2, h, w)
    x = x.transpose(0, 3, 4, 1, 5, 2)
    return x.reshape(n, c // block_size**2, h * block_size, w * block_size)


def _blocks(name, x, block, margins, margin_name):
    """Return block lengths per axis and pairs of margins as arrays, after checking them."""
    block = (block,) * (x.ndim - 2) if isinstance(block, int) else tuple(block)
    pairs = np.asarray(margins, np.int64)
    if pairs.shape != (len(block), 2):
        raise ExplainedValueError(
            f"For '{name}', {margin_name} must hold a pair for each of {len(block)} axes, but got "
            f"{margins}."
        )
    return block, pairs


@operator(
    "ops.space_to_batch_nd(input_x, block_size, paddings)",
    "ops.SpaceToBatchND(block_shape: each(int >= 1, 2, lists=True),"
    " paddings: tuple_of(tuple_of(int >= 0, 2, lists=True), 2, lists=True))(input_x) -> (input_x,"
    " block=block_shape, paddings=paddings)",
    "ops.SpaceToBatch(block_size: int >= 2, paddings: tuple_of(tuple_of(int >= 0, 2, lists=True),"
    " 2, lists=True))(input_x) -> (input_x, block=block_size, paddings=paddings)",
    promote=tensor,
    samples=("f32[1, 1, 2, 4], (2, 2), ((0, 0), (0, 0))", "f32[2, 3, 2, 3], 2, ((0, 0), (0, 1))"),
)
def space_to_batch_nd(x, *, block, paddings):
    """Pad the last axes and move their blocks to the batch axis."""
    block, paddings = _blocks("SpaceToBatchND", x, block, paddings, "paddings")
    lead = x.ndim - len(block)
    x = jnp.pad(x, ((0, 0),) * lead + tuple(map(tuple, paddings)))
    lengths = x.shape[lead:]
    if any(n % b for n, b in zip(lengths, block, strict=True)):
        raise ExplainedValueError(
            f"For 'SpaceToBatchND', the padded lengths {lengths} must be multiples of {block}."
        )
    kept = [n // b for n, b in zip(lengths, block, strict=True)]
    split = [v for pair in zip(kept, block, strict=True) for v in pair]
    x = x.reshape(*x.shape[:lead], *split)
    inner = list(range(lead + 1, x.ndim, 2))
    x = x.transpose(*inner, *range(lead), *range(lead, x.ndim, 2))
    batch = x.shape[len(block)] * int(np.prod(block))
    return x.reshape(batch, *x.shape[len(block) + 1 : len(block) + lead], *kept)


@operator(
    "ops.batch_to_space_nd(input_x, block_shape, crops)",
    "ops.BatchToSpace(block_size: int >= 2, crops: tuple_of(tuple_of(int >= 0, 2, lists=True), 2,"
    " lists=True))(input_x) -> (input_x, block=block_size, crops=crops)",
    "ops.BatchToSpaceND(block_shape: each(int >= 1, 2, lists=True), crops: tuple_of(tuple_of(int >="
    " 0, 2, lists=True), 2, lists=True))(input_x) -> (input_x, block=block_shape, crops=crops)",
    "ops.BatchToSpaceNDV2()(input_x, block_shape, crops)",
    promote=tensor,
    samples=(
        "f32[4, 1, 1, 2], (2, 2), ((0, 0), (0, 1))",
        "f32[4, 1, 1, 2], 2, ((0, 0), (0, 1))",
    ),
)
def batch_to_space_nd(x, *, block, crops):
    """Move the batch axis to blocks of the last axes, and cut their margins off."""
    block, crops = _blocks("BatchToSpaceND", x, block, crops, "crops")
    batch, rest = int(np.prod(block)), x.ndim - len(block)
    if x.shape[0] % batch:
        raise ExplainedValueError(
            f"For 'BatchToSpaceND', the batch {x.shape[0]} must be a multiple of {batch}."
        )
    count, middle, lengths = x.shape[0] // batch, x.shape[1:rest], x.shape[rest:]
    x = x.reshape(*block, count, *middle, *lengths)
    places = range(len(block))
    lead = range(len(block), len(block) + rest)
    pairs = [a for i in places for a in (len(block) + rest + i, i)]
    x = x.transpose(*lead, *pairs)
    full = [n * b for n, b in zip(lengths, block, strict=True)]
    x = x.reshape(count, *middle, *full)
    kept = [slice(a, n - b) for (a, b), n in zip(crops, full, strict=True)]
    return x[(slice(None),) * rest + tuple(kept)]


@operator(
    "ops.reverse_sequence(x, seq_lengths, seq_dim, batch_dim=0)",
    "Tensor.reverse_sequence(self, seq_lengths, seq_dim=0, batch_dim=0)",
    "ops.ReverseSequence(seq_dim: int, batch_dim: int = 0)(x, seq_lengths) -> (x, seq_lengths,"
    " axis=seq_dim, batch_axis=batch_dim)",
    promote=tensor,
    samples=("f32[2, 3], bit[2], 1", "f32[2, 3, 2], bit[2], 1, 2"),
)
def reverse_sequence(x, lengths, *, axis, batch_axis):
    """Reverse the first elements of each sequence, as many as its length."""
    for name, value in (("seq_dim", axis), ("batch_dim", batch_axis)):
        if not 0 <= value < x.ndim:
            raise ExplainedValueError(
                f"For 'ReverseSequence', the '{name}' must be in range of [0, {x.ndim}), but got "
                f"{value} with type 'int'."
            )
    if axis == batch_axis:
        raise ExplainedValueError(
            f"For 'ReverseSequence', the 'batch_dim' should be != seq_dim: {axis}, but got "
            f"{batch_axis}."
        )
    if lengths.shape != (x.shape[batch_axis],):
        raise ExplainedValueError(
            "For 'ReverseSequence', the 'seq_lengths' vector size should be = input size along "
            f"batch_dim: {x.shape[batch_axis]}, but got {lengths.shape}."
        )
    shape = [1] * x.ndim
    shape[batch_axis] = -1
    lengths = lengths.reshape(shape)
    place = jax.lax.broadcasted_iota(lengths.dtype, x.shape, axis)
    return jnp.take_along_axis(x, jnp.where(place < lengths, lengths - 1 - place, place), axis)
