"""`mindspore.dataset.transforms`: operations on rows of any kind."""

from msjax.dataset.transforms import py_transforms_util, transforms
from msjax.dataset.transforms.base import PyTensorOperation, TensorOperation, not_random
from msjax.dataset.transforms.combining import Compose, RandomApply, RandomChoice, RandomOrder
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
    "py_transforms_util",
    "transforms",
]
