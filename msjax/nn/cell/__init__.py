"""`Cell`, in parts: registration, naming, modes, hooks, buffers, state."""

from msjax.nn.cell.base import Cell
from msjax.nn.cell.buffers import register_cell_buffer_registration_hook
from msjax.nn.cell.graph_cell import GraphCell

__all__ = ["Cell", "GraphCell", "register_cell_buffer_registration_hook"]
