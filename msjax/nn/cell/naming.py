"""Walking a Cell's Parameters and child Cells, their names, and how a Cell is printed."""

from __future__ import annotations

import re
from collections import OrderedDict

from msjax.nn.cell.part import Part

_PREFIX = re.compile(r"[\w.\-]*", re.ASCII)


class Naming(Part):
    """Names of Parameters and Cells; a Parameter's path is where it is, its name is its own."""

    @property
    def cls_name(self) -> str:
        """The name of the Cell's class."""
        return type(self).__name__

    def _get_name(self):
        return type(self).__name__

    @property
    def param_prefix(self) -> str:
        """The path that `update_cell_prefix` gave the Cell; "" before."""
        return self._param_prefix

    def parameters_and_names(self, name_prefix="", expand=True):
        """Yield path and Parameter of the Cell and its descendants, each Parameter once.

        Args:
            name_prefix: put before every path. Default: "".
            expand: whether to descend into child Cells. Default: True.
        """
        cells = self.cells_and_names(name_prefix=name_prefix) if expand else [(name_prefix, self)]
        seen = set()
        for path, cell in cells:
            for name, p in cell._params.items():
                if p is not None and id(p) not in seen:
                    seen.add(id(p))
                    yield (f"{path}.{name}" if path else name), p

    def get_parameters(self, expand=True):
        """Yield the Parameters of the Cell and, with `expand`, of its descendants."""
        for _, p in self.parameters_and_names(expand=expand):
            yield p

    def trainable_params(self, recurse=True) -> list:
        """Return the Parameters with `requires_grad`, with `recurse` those of descendants too."""
        return [p for p in self.get_parameters(expand=recurse) if p.requires_grad]

    def untrainable_params(self, recurse=True) -> list:
        """Return the Parameters without `requires_grad`."""
        return [p for p in self.get_parameters(expand=recurse) if not p.requires_grad]

    def parameters_dict(self, recurse=True) -> OrderedDict:
        """Return the Parameters by their names."""
        return OrderedDict((p.name, p) for p in self.get_parameters(expand=recurse))

    def parameters_broadcast_dict(self, recurse=True) -> OrderedDict | None:
        """Return the Parameters that devices share, by name; None if there are none."""
        parameters = self.get_parameters(expand=recurse)
        found = OrderedDict((p.name, p) for p in parameters if not p.layerwise_parallel)
        return found or None

    def update_parameters_name(self, prefix="", recurse=True):
        """Name every Parameter after its path.

        Args:
            prefix: put before every path; ASCII letters, digits and `_.-`. Default: "".
            recurse: whether to rename descendants' Parameters. Default: True.

        Raises:
            TypeError: `prefix` is no str.
            ValueError: it has other characters.
        """
        _check_prefix(prefix)
        for path, p in self.parameters_and_names(expand=recurse):
            p.name = prefix + path

    def _update_local_parameters_name(self, prefix="", recurse=True):
        """Name every Parameter after its path, except those that an optimizer was given."""
        _check_prefix(prefix)
        for path, p in self.parameters_and_names(expand=recurse):
            if path not in self._user_parameters:
                p.name = prefix + path

    def check_names(self):
        """Check that no two Parameters have one name.

        Raises:
            ValueError: two do.
        """
        names = set()
        for path, p in self.parameters_and_names():
            if p.name in names:
                raise ValueError(
                    f"The value of {path} is {p}, its name '{p.name}' already exists. Please set a "
                    "unique name for the parameter."
                )
            names.add(p.name)

    def check_names_and_refresh_name(self):
        """Where two Parameters have one name, name all after their paths."""
        names = [p.name for p in self.get_parameters()]
        if len(set(names)) < len(names):
            self.update_parameters_name()
            self.check_names()

    def cells_and_names(self, cells=None, name_prefix=""):
        """Yield path and Cell, of this Cell and its descendants, each Cell once.

        Args:
            cells: a set of Cells to leave out; the yielded ones are added. Default: None.
            name_prefix: put before every path. Default: "".
        """
        seen = cells if cells else set()
        if self in seen:
            return
        seen.add(self)
        yield name_prefix, self
        for name, cell in self._cells.items():
            if cell:
                path = f"{name_prefix}.{name}" if name_prefix else name
                yield from cell.cells_and_names(seen, path)

    def name_cells(self) -> OrderedDict:
        """Return the child Cells by attribute name, each once."""
        found = OrderedDict()
        seen = set()
        for name, cell in self._cells.items():
            if cell is not None and id(cell) not in seen:
                seen.add(id(cell))
                found[name] = cell
        return found

    def cells(self):
        """Return the child Cells, each once."""
        return self.name_cells().values()

    def get_sub_cell(self, target: str):
        """Return the descendant at a path such as "block.conv"; the Cell itself for "".

        Raises:
            AttributeError: there is nothing there, or no Cell.
        """
        cell = self
        for name in target.split(".") if target else ():
            if not hasattr(cell, name):
                raise AttributeError(
                    f"{cell._get_name()} has no attribute `{name}`; its Cells are "
                    f"{list(cell._cells)}."
                )
            cell = getattr(cell, name)
            if not isinstance(cell, Naming):
                raise AttributeError(f"`{name}` is not an nn.Cell but {type(cell).__name__}.")
        return cell

    def update_cell_prefix(self):
        """Set `param_prefix` of every descendant to its path."""
        for path, cell in self.cells_and_names():
            cell.__dict__["_param_prefix"] = path

    def _children_scope_recursive(self, parent_prefix="Default"):
        for name, cell in self.name_cells().items():
            yield f"{parent_prefix}/{name}-{type(cell).__name__}", cell
        for name, cell in self.name_cells().items():
            yield from cell._children_scope_recursive(
                f"{parent_prefix}/{name}-{type(cell).__name__}"
            )

    def generate_scope(self):
        """Give every descendant a scope: the path of names and classes that leads to it."""
        for scope, cell in self._children_scope_recursive():
            cell._set_scope(scope)

    def _set_scope(self, name):
        if self._scope is None:
            self.__dict__["_scope"] = name
        elif self._scope == "recompute_":
            self.__dict__["_scope"] = self._scope + name

    def get_scope(self) -> str | None:
        """Return the scope that `generate_scope` gave the Cell, or None."""
        return self._scope

    def extend_repr(self) -> str:
        """Return what `repr` shows besides the child Cells; subclasses override it."""
        return ""

    def __repr__(self) -> str:
        extra = self.extend_repr()
        lines = extra.split("\n") if extra else []
        if len(lines) < 2 and not self._cells:
            return f"{self._get_name()}({extra})"
        for name, cell in self._cells.items():
            lines += f"({name}): {cell!r}".split("\n")
        return f"{self._get_name()}(\n  " + "\n  ".join(lines) + "\n)"

    def __str__(self) -> str:
        return self.__repr__()


def _check_prefix(prefix):
    if not isinstance(prefix, str):
        raise TypeError(f"The prefix of Parameters' names must be a str, but got {prefix!r}.")
    if _PREFIX.fullmatch(prefix) is None:
        raise ValueError(
            f"The prefix of Parameters' names may have ASCII letters, digits and '_.-', but got "
            f"{prefix!r}."
        )
