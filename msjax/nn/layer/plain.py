"""The base of layers that are made without arguments."""

from __future__ import annotations

from msjax.nn.cell import Cell


class PlainCell(Cell):
    """A layer without arguments: those of `Cell` are no arguments of it."""

    def __init__(self):
        super().__init__()
