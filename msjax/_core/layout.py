"""Where the elements of a tensor lie in its storage, as MindSpore's strides and offsets say.

A view is an array of its own here (see `views`); its place in the base is found by making the view
of the base's addresses.
"""

from __future__ import annotations

import numpy as np

from msjax._core._jaxcompat import jax
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
    places = _addresses(t)
    strides = steps(t.shape)
    if places is None or not places.size:
        return strides, 0
    first = int(places.flat[0])
    for i, n in reversed(list(enumerate(places.shape))):
        if n > 1:
            strides[i] = int(np.moveaxis(places, i, 0)[1].flat[0]) - first
        elif i + 1 < len(strides):
            strides[i] = strides[i + 1] * places.shape[i + 1]
    return strides, first


def is_contiguous(t: Tensor) -> bool:
    """Tell whether the rows of a tensor lie one after the other in its storage."""
    pairs = zip(t.shape, layout(t)[0], steps(t.shape), strict=True)
    return all(n == 1 or got == wanted for n, got, wanted in pairs)


def _addresses(t):
    """Return the place of every element, or None for a tensor that is no view."""
    origin = t._base
    base = None if origin is None or not origin.shares else origin.base()
    if base is None:
        return None
    places = _addresses(base)
    if places is None:
        places = np.arange(base.size).reshape(base.shape)
    operands = [read(x) if isinstance(x, Tensor) else x for x in origin.operands]
    with jax.ensure_compile_time_eval():
        out = origin.call.fn(jax.numpy.asarray(places), *operands)
        return np.asarray(out if origin.output is None else out[origin.output])
