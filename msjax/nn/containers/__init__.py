"""Cells that hold Cells."""

from msjax.nn.containers.cell_dict import CellDict
from msjax.nn.containers.cell_list import CellList
from msjax.nn.containers.sequential import SequentialCell

__all__ = ["CellDict", "CellList", "SequentialCell"]
