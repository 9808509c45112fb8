"""The operands of the sample calls of operator declarations, as NumPy's arrays.

A sample is the argument list of a call as text. `f32[2, 3]` in it makes an operand; `KINDS` says of
what numbers, and `given([1, 3], "int32")` lists them. This module needs NumPy only: MindSpore's
values are recorded for the same numbers.
"""

from __future__ import annotations

import re

import numpy as np

DTYPES = {"f16": "float16", "f32": "float32", "f64": "float64", "c64": "complex64"}
INTEGERS = {"i32": "int32", "i64": "int64"}
DTYPE_NAMES = ("int32", "int64", "float16", "float32", "float64")


def _regular(rng, shape):
    return rng.normal(size=shape) + 3 * np.eye(shape[-1])


def _definite(rng, shape):
    root = rng.normal(size=shape)
    return root @ root.swapaxes(-1, -2) + np.eye(shape[-1])


KINDS = {
    **{name: (lambda rng, shape: rng.normal(size=shape), d) for name, d in DTYPES.items()},
    **{name: (lambda rng, shape: rng.integers(-3, 4, shape), d) for name, d in INTEGERS.items()},
    "bool": (lambda rng, shape: rng.integers(0, 2, shape), "bool"),
    "positive": (lambda rng, shape: rng.uniform(0.3, 2, shape), "float32"),
    "unit": (lambda rng, shape: rng.uniform(-0.9, 0.9, shape), "float32"),
    "probability": (lambda rng, shape: rng.uniform(0.1, 0.9, shape), "float32"),
    "above_one": (lambda rng, shape: rng.uniform(1.2, 3, shape), "float32"),
    "sorted": (lambda rng, shape: np.sort(rng.normal(size=shape)), "float32"),
    "regular": (_regular, "float32"),
    "spd": (_definite, "float32"),
    "triangular": (lambda rng, shape: np.tril(_regular(rng, shape)), "float32"),
    "natural": (lambda rng, shape: rng.integers(0, 2, shape), "int32"),
    "bit": (lambda rng, shape: rng.integers(0, 2, shape), "int32"),
    "sorted_natural": (lambda rng, shape: np.sort(rng.integers(0, 4, shape)), "int32"),
    "lu_pivots": (lambda rng, shape: np.arange(1, shape[-1] + 1), "int32"),
    "lengths": (lambda rng, shape: rng.integers(2, 5, shape), "int32"),
}


class _Maker:
    def __init__(self, kind, rng, wrap):
        self.make, self.dtype = KINDS[kind]
        self.rng = rng
        self.wrap = wrap

    def __getitem__(self, shape):
        shape = shape if isinstance(shape, tuple) else (shape,)
        return self.wrap(np.asarray(self.make(self.rng, shape)).astype(self.dtype))


def read(sample: str, wrap, dtypes):
    """Return the (args, kwargs) of a sample.

    Args:
        sample: the arguments of a call, perhaps after a path, `path: arguments`.
        wrap: a function that makes an operand from an array.
        dtypes: what the names `DTYPE_NAMES` stand for.
    """
    rng = np.random.default_rng(len(sample))
    names = {kind: _Maker(kind, rng, wrap) for kind in KINDS}
    names["given"] = lambda values, dtype: wrap(np.asarray(values, dtype))
    text = re.sub(r"\b([a-z]\w*)\[\]", r"\1[()]", sample)
    take = {"_take": lambda *args, **kwargs: (args, kwargs)}
    return eval(f"_take({text})", names | dict(dtypes) | take)


def split_path(sample: str) -> tuple[str | None, str]:
    """Return the path of the face that a sample names, or None, and its arguments."""
    path, colon, rest = sample.partition(": ")
    if colon and re.fullmatch(r"[\w.]+", path):
        return path, rest
    return None, sample


def arrays(sample: str) -> list[np.ndarray]:
    """Return the operands of a sample, in the order in which they are written."""
    args, kwargs = read(split_path(sample)[1], np.asarray, dict.fromkeys(DTYPE_NAMES))
    return list(_within((args, tuple(kwargs.values()))))


def _within(value):
    if isinstance(value, np.ndarray | np.generic):
        yield np.asarray(value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _within(item)
