"""The PyTorch-style layers of `mindspore.mint.nn`: their functions (`mint.nn.functional`)."""

from msjax._core.missing import missing_attribute as _missing_attribute
from msjax._core.namespace import namespace as _namespace
from msjax.mint.nn import functional

__all__ = ["functional"]

__getattr__, __dir__ = _namespace(globals(), "mint.nn", _missing_attribute)
