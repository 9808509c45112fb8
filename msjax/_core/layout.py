"""Where the elements of a tensor lie in its storage, as MindSpore's strides and offsets say.

A view is an array of its own here (see `views`); its place in the base is found by making the view
of the base's addresses.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import Tracer, jax
from msjax._core.tensor import Tensor, read


def steps(shape) -> list[int]:
    """Return the elements from one to the next along every axis of an array of its own."""
    out = [1] * len(shape)
    for i in range(len(shape) - 1, 0, -1):
        out[i - 1] = out[i] * shape[i]
    return out


def layout(t: Tensor) -> tuple[list[int], int]:
    """Return the strides of a tensor in its storage and the place of its first element.

    A view whose base is gone is taken for an array of its own.
    """
    origin = t._base
    places = None if origin is None or not origin.shares else _addresses(origin)
    if places is None or not places.size:
        return steps(t.shape), 0
    return _strides(places), int(places.flat[0])


def _strides(places) -> list[int]:
    strides = steps(places.shape)
    first = int(places.flat[0])
    for i, n in reversed(list(enumerate(places.shape))):
        if n > 1:
            strides[i] = int(np.moveaxis(places, i, 0)[1].flat[0]) - first
        elif i + 1 < len(strides):
            strides[i] = strides[i + 1] * places.shape[i + 1]
    return strides


def is_contiguous(t: Tensor) -> bool:
    """Tell whether the rows of a tensor lie one after the other in its storage."""
    pairs = zip(t.shape, layout(t)[0], steps(t.shape), strict=True)
    return all(n == 1 or got == wanted for n, got, wanted in pairs)


def starts_storage(t: Tensor) -> bool:
    """Tell whether the first element of a tensor is the first of its storage."""
    return layout(t)[1] == 0


def is_strided(origin) -> bool:
    """Tell whether strides describe where a view lies; what `reshape` makes may have to be a copy.

    Args:
        origin: where the view came from (`views.Origin`).
    """
    places = _addresses(origin)
    if places is None or not places.size:
        return True
    strides = np.array(_strides(places)).reshape(-1, *(1,) * places.ndim)
    regular = (np.indices(places.shape, sparse=False) * strides).sum(axis=0)
    return bool(np.array_equal(places, places.flat[0] + regular))


def _addresses(origin):
    """Return the place of every element of a view, or None where the base is gone."""
    base = origin.base()
    if base is None:
        return None
    former = base._base
    places = None if former is None or not former.shares else _addresses(former)
    if places is None:
        places = np.arange(base.size).reshape(base.shape)
    operands = [_known(x) for x in origin.operands]
    with jax.ensure_compile_time_eval():
        out = origin.call.fn(jax.numpy.asarray(places), *operands)
        return np.asarray(out if origin.output is None else out[origin.output])


def _known(x):
    """Return the value of an operand; any will do for what a trace does not know yet."""
    x = read(x) if isinstance(x, Tensor) else x
    return np.zeros(x.shape, x.dtype) if isinstance(x, Tracer) else x
