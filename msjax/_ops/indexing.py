"""`x[index]` and `x[index] = value`."""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.dispatch import run, run2
from msjax._core.errors import ExplainedValueError, describe
from msjax._core.indexing import KEEP, NEW, PICK, TAKE, position, read_index
from msjax._core.operator import composite, operator
from msjax._core.tensor import Tensor, read, write
from msjax._core.views import link, rebind
from msjax._ops.conversion import cast

jnp = jax.numpy
lax = jax.lax


@operator(samples=("f32[4, 3], 2",))
def pick(x, i):
    """Return one slice along the first axis."""
    return lax.dynamic_index_in_dim(x, i, 0, keepdims=False)


@operator(
    samples=(
        "f32[4, 3], 1, plan=((2, 1), 'keep')",
        "f32[4, 3], 2, 0, plan=('pick', (2, -2), 'new')",
    )
)
def cut(x, *starts, plan):
    """Return what a basic index describes."""
    block = _block(x, starts, plan)
    return block[_of_block(plan)]


def _block(x, operands, plan):
    """Cut out the smallest block with all elements of the slices and picked positions."""
    operands = iter(operands)
    begins, spans, axis = [], [], 0
    for entry in plan:
        if entry == NEW:
            continue
        begin = 0 if entry == KEEP else next(operands)
        if entry in (KEEP, TAKE):
            begin, span = 0, x.shape[axis]
        else:
            span = (
                1
                if entry == PICK
                else max((entry[0] - 1) * abs(entry[1]) + 1, 0)
                if entry[0]
                else 0
            )
        begins.append(begin)
        spans.append(span)
        axis += 1
    return lax.dynamic_slice(x, begins, spans) if tuple(spans) != x.shape else x


def _of_block(plan):
    """Return the index of a basic index's elements in its block."""
    single = {KEEP: slice(None), TAKE: slice(None), NEW: None, PICK: 0}
    return tuple([single[e] if e.__class__ is str else slice(None, None, e[1]) for e in plan])


def _begins(x, operands, plan):
    operands = iter(operands)
    begins = []
    for entry in plan:
        if entry != NEW:
            begin = 0 if entry == KEEP else next(operands)
            begins.append(0 if entry == TAKE else begin)
    return begins


@operator(
    samples=(
        "f32[4, 3], f32[2, 3], 1, plan=((2, 1), 'keep')",
        "f32[4, 3], 5.0, 2, 2, plan=('pick', (3, -1))",
    )
)
def put(x, value, *starts, plan):
    """Return the tensor with what a basic index describes replaced."""
    block = _block(x, starts, plan)
    where = _of_block(plan)
    shape = jax.eval_shape(lambda b: b[where], block).shape
    value = _fitted(value, shape, x.dtype)
    if all(e.__class__ is str or e[1] == 1 for e in plan):
        block = value.reshape(block.shape)
    else:
        block = block.at[where].set(value)
    if block.shape == x.shape:
        return block
    return lax.dynamic_update_slice(x, block, _begins(x, starts, plan))


def _fitted(value, shape, dtype):
    """Convert a value as C does and broadcast it, as NumPy does."""
    value = cast.kernel(value, dtype=dtype)
    if value.ndim > len(shape):
        raise ExplainedValueError(
            f"the value has shape {list(value.shape)}, but the index describes a part of shape "
            f"{list(shape)}: it has too many axes; take one away with `value.squeeze(0)`."
        )
    return jnp.broadcast_to(value, shape)


@operator(
    samples=(
        "f32[4, 3], natural[2], plan=('take', 'keep')",
        "f32[4, 3], 1, natural[2], plan=((2, 1), 'take')",
    )
)
def take_at(x, *operands, plan):
    """Return what an index with tensors of positions describes."""
    block, where = _stage(x, operands, plan)
    return block.at[where].get(mode="fill")


def _stage(x, operands, plan):
    """Cut the slices out; return the block and the index of the rest in it."""
    slices = [e if e.__class__ is tuple else e if e == NEW else KEEP for e in plan]
    starts = [o for o, e in zip(operands, _with_operand(plan), strict=True) if e.__class__ is tuple]
    block = _block(x, starts, slices)
    block = block[tuple([s for s, e in zip(_of_block(slices), plan, strict=True) if e != NEW])]
    operands = iter(operands)
    where = []
    for entry in plan:
        operand = None if entry in (KEEP, NEW) else next(operands)
        if entry in (PICK, TAKE):
            where.append(jnp.asarray(operand))
        else:
            where.append(None if entry == NEW else slice(None))
    return block, tuple(where)


def _with_operand(plan):
    return [e for e in plan if e not in (KEEP, NEW)]


@operator(
    samples=(
        "f32[4, 3], f32[2, 3], natural[2], plan=('take', 'keep')",
        "f32[4, 3], 7.0, 1, natural[2], plan=((2, 2), 'take')",
    )
)
def put_at(x, value, *operands, plan):
    """Return the tensor with what an index with tensors of positions describes replaced."""
    block, where = _stage(x, operands, plan)
    shape = jax.eval_shape(lambda b: b[where], block).shape
    block = block.at[where].set(_fitted(value, shape, x.dtype), mode="drop")
    slices = tuple([e if e.__class__ is tuple else KEEP for e in plan if e != NEW])
    if all(e == KEEP for e in slices):
        return block
    starts = [o for o, e in zip(operands, _with_operand(plan), strict=True) if e.__class__ is tuple]
    return put.kernel(x, block, *starts, plan=slices)


@operator(samples=("f32[4, 3], 0.0, bool[4, 3]", "f32[4, 3], f32[3], bool[4]"))
def put_where(x, value, mask):
    """Return the tensor with the elements (or slices) where a mask is true replaced."""
    mask = mask.reshape(*mask.shape, *[1] * (x.ndim - mask.ndim))
    return jnp.where(mask, cast.kernel(value, dtype=x.dtype), x)


PICK_FIRST = pick.call()


@composite(
    "Tensor.__getitem__(self, index)", samples=("f32[4, 3], 1", "f32[4, 3], (slice(1, 3), None, 0)")
)
def getitem(x, index):
    """Return the part of a tensor that an index describes."""
    if index.__class__ is int:
        shape = x.shape
        if not shape:
            raise TypeError("Cannot iterate over a scalar tensor: it has no axis to index.")
        where = position(index, shape[0])
        return link(run2(PICK_FIRST, x, where), x, PICK_FIRST, (where,), index=index)
    plan = read_index(index, x.shape)
    call = (cut if plan.basic else take_at).call(plan.entries)
    out = run(call, x, *plan.operands)
    return link(out, x, call, plan.operands, index=index, shares=plan.shares)


@composite("Tensor.__setitem__(self, index, value)", samples=("f32[4, 3], 1, f32[3]",))
def setitem(x, index, value):
    """Write a value, converted to the tensor's dtype, where an index describes."""
    value = _checked_value(value)
    if index is False:
        return
    if index.__class__ is int and not x.shape:
        raise TypeError("A scalar tensor has no axis to index; use `x[...] = value`.")
    mask = _plain_mask(x, index, value)
    if mask is not None:
        new, in_storage = put_where(x, value, mask), False
    else:
        plan = read_index(index, x.shape)
        operator = put if plan.basic else put_at
        new, in_storage = operator(x, value, *plan.operands, plan=plan.entries), plan.in_storage
    if in_storage:
        write(x, read(new), new._node)
    else:
        rebind(x, read(new), new._node)
    _write_back(x)


def _write_back(x):
    """Write a tensor that came out of `parent[index]` back to there, if it is not there already."""
    origin = x._base
    while origin is not None and origin.index is not None:
        parent = origin.parent()
        if parent is None:
            return
        if not origin.shares:
            setitem(parent, origin.index, x)
            return
        x, origin = parent, parent._base


def _checked_value(value):
    if isinstance(value, Tensor | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return np.asarray([np.asarray(read(v)) if isinstance(v, Tensor) else v for v in value])
    kind = TypeError if value is None or isinstance(value, np.ndarray) else IndexError
    raise kind(
        f"only support numbers, Tensor, tuple, list as value, but got {describe(value)}; convert "
        "it, "
        "for instance with `mindspore.Tensor(value)` or `float(value)`."
    )


def _plain_mask(x, index, value):
    """Return the index if it is a mask that needs no positions: nothing waits for the device."""
    if not isinstance(index, Tensor) or not index.shape:
        return None
    mask = read(index)
    if mask.dtype != bool or mask.shape != x.shape[: mask.ndim]:
        return None
    value_ndim = 0 if isinstance(value, bool | int | float) else len(value.shape)
    return index if value_ndim <= len(x.shape) - mask.ndim else None
