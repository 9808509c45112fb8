"""The module that MindSpore keeps its operations in; programs import base classes from it."""

from msjax.dataset.transforms.base import PyTensorOperation, TensorOperation, not_random
from msjax.dataset.transforms.combining import (
    Compose,
    CompoundOperation,
    RandomApply,
    RandomChoice,
    RandomOrder,
)
from msjax.dataset.transforms.rows import (
    Concatenate,
    Duplicate,
    Fill,
    Mask,
    OneHot,
    PadEnd,
    Relational,
    Slice,
    TypeCast,
    Unique,
)

__all__ = [
    "Compose",
    "CompoundOperation",
    "Concatenate",
    "Duplicate",
    "Fill",
    "Mask",
    "OneHot",
    "PadEnd",
    "PyTensorOperation",
    "RandomApply",
    "RandomChoice",
    "RandomOrder",
    "Relational",
    "Slice",
    "TensorOperation",
    "TypeCast",
    "Unique",
    "not_random",
]
