"""`CellList`: Cells by number."""

from __future__ import annotations

from collections import OrderedDict

from msjax.nn.cell import Cell
from msjax.nn.containers.elements import (
    adopt,
    check_cell,
    check_int_or_slice,
    checked_index,
    names_above,
    rename,
    renumber,
)


class CellList(Cell):
    """A list of Cells, whose Parameters belong to the Cell that holds it.

    Args:
        *args: a list of Cells.
        **kwargs: `auto_prefix`, whether Parameters are named after their place. Default: True.

    Raises:
        TypeError: the argument is no list, or an element no Cell.

    Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.CellList.html
    """

    __cell_as_list__ = True

    def __init__(self, *args, **kwargs):
        super().__init__(kwargs.get("auto_prefix", True))
        if len(args) == 1:
            self.extend(args[0])

    def construct(self, *inputs):
        """Refuse to run: the Cell that holds the list says how.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(
            "A CellList cannot be called; call its elements, or use SequentialCell to run them in "
            "order."
        )

    def append(self, cell):
        """Add a Cell at the end.

        Raises:
            TypeError: `cell` is no Cell.
        """
        check_cell(cell, self)
        adopt(self, str(len(self)), cell, self._auto_prefix)

    def extend(self, cells):
        """Add Cells at the end; return the list.

        Raises:
            TypeError: `cells` is no list, or an element no Cell.
        """
        name = type(self).__name__
        if not isinstance(cells, list):
            raise TypeError(
                f"For '{name}', the new cells wanted to append should be instance of list, but got "
                f"{type(cells).__name__}."
            )
        prefix, _ = names_above(self._cells)
        for cell in cells:
            if getattr(cell, "__cell_as_dict__", False):
                raise TypeError(
                    f"For '{name}', the type of cell can not be CellDict; a CellDict has no order."
                )
            check_cell(cell, self)
            if self._auto_prefix:
                cell.update_parameters_name(f"{prefix}{len(self)}.")
            self._cells[str(len(self))] = cell
        return self

    def insert(self, index, cell):
        """Put a Cell before the one at `index`.

        Raises:
            TypeError: `index` is no int, or `cell` no Cell.
            IndexError: `index` is out of range.
        """
        place = checked_index(index, self, inserting=True)
        check_cell(cell, self)
        prefix, _ = names_above(self._cells)
        cells = list(self._cells.values())
        cells.insert(place, cell)
        following = [str(i) for i in range(place + 1, len(cells))]
        self._cells = OrderedDict((str(i), c) for i, c in enumerate(cells))
        if self._auto_prefix:
            for name in following:
                rename(self._cells[name], prefix, name)
            cell.update_parameters_name(f"{prefix}{place}.")

    def __len__(self):
        return len(self._cells)

    def __bool__(self):
        return len(self._cells) != 0

    def __iter__(self):
        return iter(self._cells.values())

    def __iadd__(self, cells):
        return self.extend(cells)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return CellList(list(self._cells.values())[index])
        check_int_or_slice(index, self)
        return self._cells[str(checked_index(index, self))]

    def __setitem__(self, index, cell):
        if not isinstance(index, int):
            raise TypeError(
                f"For '{type(self).__name__}', the type of 'index' must be int, but got "
                f"{type(index).__name__}."
            )
        if not isinstance(cell, Cell):  # MindSpore: an AttributeError here, not a TypeError
            raise AttributeError(
                f"For 'CellList', each cell must be subclass of Cell, but '{type(cell).__name__}' "
                "object has no attribute 'update_parameters_name'."
            )
        adopt(self, str(checked_index(index, self)), cell, self._auto_prefix)

    def __delitem__(self, index):
        check_int_or_slice(index, self)
        index = index if isinstance(index, slice) else checked_index(index, self)
        names = list(self._cells)[index]
        for name in [names] if isinstance(names, str) else names:
            del self._cells[name]
        renumber(self, [True] * len(self), self._auto_prefix)

    def set_grad(self, flag=True):
        """Set `requires_grad` of this Cell and of those in it."""
        self.requires_grad = flag
        for cell in self._cells.values():
            cell.set_grad(flag)
