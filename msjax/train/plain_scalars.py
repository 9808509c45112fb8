"""NumPy's numbers, printed as NumPy 1 prints them: what trainings print is made of such numbers."""

from __future__ import annotations

import numpy as np


class _Float32(np.float32):
    def __repr__(self):
        return str(self)


class _Float64(np.float64):
    def __repr__(self):
        return str(self)


_PLAIN = {np.float32: _Float32, np.float64: _Float64}


def plain(value):
    """Return a number of NumPy's as one that is printed without its type in lists and dicts too.

    Args:
        value: anything; what is no float32 or float64 of NumPy's is returned as it is.
    """
    kind = _PLAIN.get(type(value))
    return value if kind is None else kind(value)
