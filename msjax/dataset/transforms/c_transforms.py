"""`mindspore.dataset.transforms.c_transforms` of MindSpore 1.x."""

from msjax.dataset.transforms.base import TensorOperation
from msjax.dataset.transforms.combining import Compose, RandomApply, RandomChoice
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
    "Concatenate",
    "Duplicate",
    "Fill",
    "Mask",
    "OneHot",
    "PadEnd",
    "RandomApply",
    "RandomChoice",
    "Relational",
    "Slice",
    "TensorOperation",
    "TypeCast",
    "Unique",
]
