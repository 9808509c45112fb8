"""Names that MindSpore keeps in this module."""

from msjax.dataset.transforms.base import Implementation
from msjax.dataset.transforms.combining import FuncWrapper

__all__ = ["FuncWrapper", "Implementation"]
