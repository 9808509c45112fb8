"""`mindspore.dataset.transforms`: operations on rows of any kind."""

from msjax.dataset.transforms.base import (
    Implementation,
    PyTensorOperation,
    TensorOperation,
    not_random,
)
from msjax.dataset.transforms.combining import (
    Compose,
    CompoundOperation,
    FuncWrapper,
    RandomApply,
    RandomChoice,
    RandomOrder,
)
from msjax.dataset.transforms.plugin import Plugin
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
    "FuncWrapper",
    "Implementation",
    "Mask",
    "OneHot",
    "PadEnd",
    "Plugin",
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
