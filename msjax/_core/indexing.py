"""Reading an index: what in it is structure, and what are operands.

Positions and the starts of slices are operands of compiled code, so another position compiles
nothing. Structure is what decides the shape of the result: the lengths and steps of slices, and
which axes are picked, kept or new. A plan is a tuple with one entry per axis of the index:

    KEEP            the whole axis
    PICK            one position (an operand); the axis is dropped
    NEW             a new axis of length 1
    TAKE            a tensor of positions (an operand)
    (length, step)  a slice that starts at an operand

Index errors have MindSpore's classes.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
from msjax._core.errors import describe
from msjax._core.state import state
from msjax._core.tensor import Tensor, read, wrap

KEEP, PICK, NEW, TAKE = "keep", "pick", "new", "take"


class Plan:
    """An index of one shape, read.

    Attributes:
        entries: the structure; see the module's docstring.
        operands: positions, starts and tensors of positions, in the order of the entries.
        basic: whether no tensors of positions occur.
        shares: whether the result is a view.
        in_storage: whether writing with this index is seen by views.
    """

    __slots__ = ("basic", "entries", "in_storage", "operands", "shares")

    def __init__(self, entries, operands, in_storage, shares):
        self.entries = tuple(entries)
        self.operands = tuple(operands)
        self.basic = TAKE not in entries
        self.in_storage = in_storage
        self.shares = shares


def too_far(index, length) -> IndexError:
    """Describe a position outside of an axis."""
    return IndexError(
        f"index {index} is out of bounds for dimension with size {length}; positions go from "
        f"{-length} to {length - 1}."
    )


def position(index, length: int) -> int:
    """Return a position counted from the start.

    Raises:
        IndexError: it is outside of the axis.
    """
    if not -length <= index < length:
        raise too_far(index, length)
    return index + length if index < 0 else index


def read_index(index, shape: tuple[int, ...]) -> Plan:
    """Read what is between the brackets.

    Args:
        index: any object.
        shape: the shape of the tensor that is indexed.

    Raises:
        IndexError: the index does not fit the shape, or is of a type that MindSpore does not take.
        TypeError: an element of a tuple is of such a type.
        ValueError: the step of a slice is 0, or a mask does not fit.
    """
    parts = _parts(index)
    in_storage = all(p.__class__ is int or p.__class__ is slice for p in parts)
    entries, operands = [], []
    axis = 0
    for part in _expand_ellipsis(parts, len(shape)):
        if isinstance(part, Tensor) and not part.shape and read(part).dtype == bool:
            part = bool(part)
        if part is None or part is True:
            entries.append(NEW)
            continue
        if part.__class__ is int:
            entries.append(PICK)
            operands.append(position(part, _length(shape, axis)))
            axis += 1
        elif part.__class__ is slice:
            _read_slice(part, _length(shape, axis), entries, operands)
            axis += 1
        else:
            axis += _read_positions(part, shape, axis, entries, operands)
    entries += [KEEP] * (len(shape) - axis)
    forward = all(e.__class__ is str or e[1] > 0 for e in entries)
    return Plan(entries, operands, in_storage, shares=forward and TAKE not in entries)


def _length(shape, axis):
    if axis >= len(shape):
        raise IndexError(
            f"too many indices for tensor of dimension {len(shape)}: its shape is {list(shape)}; "
            "use at most one index per axis."
        )
    return shape[axis]


def _parts(index) -> tuple:
    """Split an index into one part per axis; a list that contains lists counts as a tuple."""
    if index.__class__ is tuple:
        for part in index:
            if isinstance(part, float | str | complex | np.ndarray | np.generic):
                raise _bad_part(part)
        return index
    if isinstance(index, list) and any(isinstance(p, list | tuple | slice) for p in index):
        return tuple(index)
    if isinstance(index, tuple):
        return tuple(index)
    return (index,)


def _bad_part(part):
    kind = IndexError if isinstance(part, np.generic | np.ndarray | str) else TypeError
    return kind(_unsupported(part))


def _unsupported(part) -> str:
    mend = {
        np.ndarray: "; make it a tensor: `mindspore.Tensor(index)`",
        np.integer: "; make it an int: `int(index)`",
        range: "; make it a list: `list(index)`",
    }
    hint = next((h for kind, h in mend.items() if isinstance(part, kind)), "")
    return (
        "Only support integers, slices(`:`), ellipsis(`...`), None, bool, tensor, int, list and "
        f"tuple as index, but got {describe(part)}{hint}."
    )


def _expand_ellipsis(parts, ndim) -> tuple:
    where = [i for i, p in enumerate(parts) if p is Ellipsis]
    if not where:
        return parts
    if len(where) > 1:
        raise IndexError("An index can only have a single ellipsis('...').")
    axes = sum(_axes(p) for p in parts if p is not Ellipsis)
    i = where[0]
    return (*parts[:i], *[slice(None)] * max(ndim - axes, 0), *parts[i + 1 :])


def _axes(part) -> int:
    """Return how many axes a part of an index is about."""
    if part is None or part is True:
        return 0
    if isinstance(part, Tensor) and read(part).dtype == bool:
        return len(part.shape)
    return 1


def _read_slice(part, length, entries, operands):
    start, stop, step = (_bound(b) for b in (part.start, part.stop, part.step))
    if step == 0:
        raise ValueError("the step of a slice cannot be 0: 'strides' cannot contain 0.")
    start, stop, step = slice(start, stop, step).indices(length)
    count = len(range(start, stop, step))
    if count == length and step == 1:
        entries.append(KEEP)
        return
    entries.append((count, step))
    if count == 0:
        start = 0
    operands.append(start if step > 0 else start + max(count - 1, 0) * step)


def _bound(bound):
    if bound is None or bound.__class__ is int:
        return bound
    if isinstance(bound, Tensor):
        return int(bound)
    raise RuntimeError(
        f"Slice index type must be int, tensor or none, but got {describe(bound)}; convert it, for "
        "instance with `int(index)`."
    )


def _read_positions(part, shape, axis, entries, operands) -> int:
    """Read a list, tensor or mask; return the number of axes that it is about."""
    if part is False:
        raise IndexError("When tensor is indexed by a bool object, the value only support 'True'.")
    if isinstance(part, jax.Array):
        part = wrap(part)
    if isinstance(part, Tensor):
        positions = _tensor_positions(part, shape, axis)
    elif isinstance(part, list | tuple):
        positions = _list_positions(part, shape, axis)
    else:
        raise IndexError(_unsupported(part))
    entries += [TAKE] * len(positions)
    operands += positions
    return len(positions)


def _list_positions(part, shape, axis):
    if len(part) == 0:
        raise IndexError("When tensor is indexed by list, the list can't be empty.")
    array = np.asarray([np.asarray(read(p)) if isinstance(p, Tensor) else p for p in part])
    length = _length(shape, axis)
    if array.dtype == bool:
        if array.ndim == 1 and len(array) != length:
            raise IndexError(
                f"dimension is {length} but corresponding boolean dimension is {len(array)}."
            )
        return _mask_positions(array, shape, axis)
    if array.dtype.kind != "i":
        raise IndexError(
            f"a list used as an index must hold ints or bools, but it holds {array.dtype} values."
        )
    outside = array[(array < -length) | (array >= length)]
    if outside.size:
        raise IndexError(f"index {outside.flat[0]} out of bounds for dimension with size {length}.")
    return [array]


_INDEX_DTYPES = frozenset(map(np.dtype, ("bool", "int8", "int16", "int32", "int64")))


def _tensor_positions(part, shape, axis):
    value = read(part)
    if value.dtype not in _INDEX_DTYPES:
        raise IndexError(
            f"The tensor index must be int or bool type, but got {part.dtype}; convert it, for "
            "instance `index.astype(mindspore.int64)`."
        )
    if value.dtype == bool:
        return _mask_positions(np.asarray(value), shape, axis)
    length = _length(shape, axis)
    if state.frame is None and _is_on_host(value):
        _check_positions(value, length)
    return [part]


def _is_on_host(value) -> bool:
    return all(device.platform == "cpu" for device in value.devices())


def _check_positions(value, length):
    """Refuse positions outside of an axis, where looking at them costs nothing."""
    array = np.asarray(value)
    outside = array[(array < -length) | (array >= length)]
    if outside.size:
        raise RuntimeError(
            f"For 'getitem', the positions should be in the range [{-length}, {length}), but got "
            f"{outside.flat[0]}."
        )


def _mask_positions(mask, shape, axis):
    """Turn a mask into the positions of its true elements."""
    covered = shape[axis : axis + mask.ndim]
    if mask.shape != covered:
        raise ValueError(
            f"The shape of index {list(mask.shape)} does not match the shape of the indexed data "
            f"{list(shape)} at dim {axis}."
        )
    return list(np.nonzero(mask))
