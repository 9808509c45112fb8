"""Containers of Cells with other Cells in them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from copy import copy as shallow_copy
from typing import Any

from msjax.nn import Cell
from msjax.rewrite.naming import Names


def with_cells(container: Any, cells: Sequence[Cell]) -> Any:
    """Return a container like another, with these Cells; generated code calls it.

    The other container keeps its Cells.

    Args:
        container: a SequentialCell, a CellList, or a list or tuple of Cells.
        cells: the Cells.
    """
    if isinstance(container, list | tuple):
        return type(container)(cells)
    copied = shallow_copy(container)
    copied._cells = OrderedDict(zip(_keys(container, cells), cells, strict=True))
    if hasattr(container, "cell_list"):  # a SequentialCell
        copied.__dict__["_is_dynamic_name"] = [key.isdigit() for key in copied._cells]
        copied._refresh()
    return copied


def _keys(container: Any, cells: Sequence[Cell]) -> list[str]:
    """Return keys for the Cells: numbers where all were; else those they had, or new ones."""
    former = {id(cell): key for key, cell in container._cells.items()}
    if all(key.isdigit() for key in former.values()):
        return [str(i) for i in range(len(cells))]
    names = Names()
    return [names.unique(former.get(id(cell), f"inserted_{i}")) for i, cell in enumerate(cells)]
