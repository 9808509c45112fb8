"""`CellDict`: Cells by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msjax.nn.cell import Cell
from msjax.nn.containers.cell_list import CellList
from msjax.nn.containers.elements import adopt
from msjax.nn.containers.sequential import SequentialCell


class CellDict(Cell):
    """A dict of Cells, whose Parameters belong to the Cell that holds it.

    Args:
        *args: a mapping from name to Cell, or an iterable of pairs.
        **kwargs: `auto_prefix`, whether Parameters are named after their key. Default: True.

    Raises:
        TypeError: the argument is neither, a key no str, or a value no Cell, or a container.
        KeyError: a key is empty, contains "." or is an attribute's name.

    Source: https://www.mindspore.cn/docs/en/master/api_python/nn/mindspore.nn.CellDict.html
    """

    __cell_as_dict__ = True

    def __init__(self, *args, **kwargs):
        super().__init__(kwargs.get("auto_prefix", True))
        if len(args) == 1:
            self.update(args[0])

    def construct(self, *inputs):
        """Refuse to run: the Cell that holds the dict says how.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError("A CellDict cannot be called; call its values.")

    def __len__(self):
        return len(self._cells)

    def __iter__(self):
        return iter(self._cells)

    def __contains__(self, key):
        return key in self._cells

    def __getitem__(self, key):
        return self._cells[key]

    def __setitem__(self, key, cell):
        self._check_key(key)
        self._check_value(cell)
        adopt(self, key, cell, self._auto_prefix)

    def __delitem__(self, key):
        del self._cells[key]

    def _check_key(self, key):
        name = type(self).__name__
        if not isinstance(key, str):
            raise TypeError(
                f"For '{name}', the type of key should be string but got {type(key).__name__}."
            )
        if key == "" or "." in key:
            raise KeyError(f"For '{name}', key can not be empty or contain '.', but got {key!r}")
        if key not in self._cells and hasattr(self, key):
            raise KeyError(
                f"For '{name}', the key can not be same with the attributes of Cell, but got "
                f"{key!r}."
            )

    def _check_value(self, cell):
        name = type(self).__name__
        if not isinstance(cell, Cell):
            raise TypeError(
                f"For '{name}', the type of cell should be Cell, but got {type(cell).__name__}."
            )
        if isinstance(cell, CellDict | CellList | SequentialCell):
            raise TypeError(
                f"For '{name}', the type of cell can not be CellDict, CellList or SequentialCell, "
                f"but got {type(cell).__name__}."
            )

    def clear(self):
        """Remove all Cells."""
        self._cells.clear()

    def pop(self, key):
        """Remove a Cell and return it."""
        return self._cells.pop(key)

    def keys(self):
        """Return the keys."""
        return self._cells.keys()

    def values(self):
        """Return the Cells."""
        return self._cells.values()

    def items(self):
        """Return pairs of key and Cell."""
        return self._cells.items()

    def update(self, cells):
        """Add Cells, or put them in the place of others.

        Args:
            cells: a mapping from name to Cell, a CellDict, or an iterable of pairs.

        Raises:
            TypeError: `cells` or an element of it cannot be iterated over.
            ValueError: an element is no pair.
        """
        if not isinstance(cells, Iterable):
            raise TypeError(
                "CellDict.update() should be called with an iterable of key-value pairs, but got "
                f"{type(cells).__name__}"
            )
        pairs = cells.items() if isinstance(cells, Mapping | CellDict) else cells
        for i, pair in enumerate(pairs):
            if not isinstance(pair, Iterable):
                raise TypeError(
                    f"CellDict update sequence element #{i} should be Iterable; but got "
                    f"{type(pair).__name__}"
                )
            if len(pair) != 2:
                raise ValueError(
                    f"CellDict update sequence element #{i}, length should be 2; but has length "
                    f"{len(pair)}"
                )
            self[pair[0]] = pair[1]
