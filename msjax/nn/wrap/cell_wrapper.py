"""Names that programs read from `mindspore.nn.wrap.cell_wrapper` and that `nn` does not show."""

from msjax.nn.wrap.virtual_datasets import _VirtualDatasetCell

__all__ = ["_VirtualDatasetCell"]
