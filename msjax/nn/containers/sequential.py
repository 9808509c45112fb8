"""`SequentialCell`: Cells that run one after another."""

from __future__ import annotations

from collections import OrderedDict

from msjax.nn.cell import Cell
from msjax.nn.containers.elements import adopt, check_cell, checked_index, renumber


class SequentialCell(Cell):
    """Runs Cells one after another, each on the result of the one before.

    Args:
        *args: Cells, one list of Cells, or one OrderedDict of Cells by name.

    Raises:
        TypeError: a single argument is none of these.

    Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.SequentialCell.html
    """

    def __init__(self, *args):
        super().__init__()
        cells = args[0] if len(args) == 1 else list(args)
        if isinstance(cells, Cell):
            cells = [cells]
        if not isinstance(cells, list | OrderedDict):
            raise TypeError(
                f"For '{type(self).__name__}', the 'args[0]' must be Cell, list or orderedDict, "
                f"but got {type(cells).__name__}"
            )
        numbered = isinstance(cells, list)
        named = [(str(i), c) for i, c in enumerate(cells)] if numbered else list(cells.items())
        for name, cell in named:
            self.insert_child_to_cell(name, cell)
            cell.update_parameters_name(name + ".")
        self._is_dynamic_name = [numbered] * len(named)
        self._refresh()

    def _refresh(self):
        self.cell_list = list(self._cells.values())

    def construct(self, input_data):
        """Run the Cells in order."""
        for cell in self.cell_list:
            input_data = cell(input_data)
        return input_data

    def append(self, cell):
        """Add a Cell at the end.

        Raises:
            TypeError: `cell` is no Cell.
        """
        check_cell(cell, self)
        adopt(self, str(len(self)), cell)
        self._is_dynamic_name.append(True)
        self._refresh()

    def __len__(self):
        return len(self._cells)

    def __bool__(self):
        return len(self._cells) != 0

    def __getitem__(self, index):
        if isinstance(index, slice):
            return type(self)(OrderedDict(list(self._cells.items())[index]))
        return list(self._cells.values())[checked_index(index, self)]

    def __setitem__(self, index, cell):
        check_cell(cell, self)
        adopt(self, list(self._cells)[checked_index(index, self)], cell)
        self._refresh()

    def __delitem__(self, index):
        if not isinstance(index, int | slice):
            raise TypeError(
                f"For '{type(self).__name__}', the type of index must be int type or slice type, "
                f"but got {type(index).__name__}"
            )
        index = index if isinstance(index, slice) else checked_index(index, self)
        names = list(self._cells)[index]
        for name in [names] if isinstance(names, str) else names:
            del self._cells[name]
        del self._is_dynamic_name[index]
        renumber(self, self._is_dynamic_name)
        self._refresh()

    def set_grad(self, flag=True):
        """Set `requires_grad` of this Cell and of those in it."""
        self.requires_grad = flag
        for cell in self._cells.values():
            cell.set_grad(flag)
