"""What the containers share: their elements' keys and Parameter names, checks of arguments."""

from __future__ import annotations

from collections import OrderedDict

from msjax.nn.cell import Cell


def names_above(cells) -> tuple[str, int]:
    """Find where the elements' keys stand in their Parameters' names.

    Returns:
        (what stands before the key, how many parts that is).
    """
    firsts = []
    for key, cell in cells.items():
        names = [p.name.split(".") for p in cell.get_parameters()] if cell is not None else []
        if names:
            firsts.append((key, names[0]))
        if len(firsts) == 2:
            break
    found = ("", 0)
    if not firsts:
        return found
    key, parts = firsts[0]
    for depth, part in enumerate(parts):
        if part == key:
            found = ("".join(f"{p}." for p in parts[:depth]), depth)
            if len(firsts) > 1 and firsts[1][1][depth : depth + 1] == [firsts[1][0]]:
                break
    return found


def adopt(container, key, cell, auto_prefix=True):
    """Put a Cell under a key, with Parameters named like those of its siblings."""
    if auto_prefix:
        prefix, _ = names_above(container._cells)
        cell.update_parameters_name(f"{prefix}{key}.")
    container._cells[key] = cell


def rename(cell, prefix, key):
    """Put `prefix` and `key` in the place of what a Cell's Parameters are named after now."""
    depth = prefix.count(".")
    for p in cell.get_parameters():
        p.name = ".".join([prefix + key, *p.name.split(".")[depth + 1 :]])


def renumber(container, numbered, auto_prefix=True):
    """Give the elements that go by number their present one."""
    prefix, _ = names_above(container._cells)
    renumbered = OrderedDict()
    for i, ((key, cell), by_number) in enumerate(
        zip(container._cells.items(), numbered, strict=True)
    ):
        key = str(i) if by_number else key
        if by_number and auto_prefix:
            rename(cell, prefix, key)
        renumbered[key] = cell
    container._cells = renumbered


def check_cell(cell, container):
    """Refuse what is no Cell, with a TypeError."""
    if not isinstance(cell, Cell):
        raise TypeError(
            f"For '{type(container).__name__}', each cell must be subclass of Cell, but got "
            f"{type(cell).__name__}."
        )


def check_int_or_slice(index, container):
    """Refuse an index that is neither int nor slice, with a TypeError."""
    if not isinstance(index, int | slice):
        raise TypeError(
            f"For '{type(container).__name__}', the type of 'index' must be int or slice, but got "
            f"{type(index).__name__}."
        )


def checked_index(index, container, inserting=False) -> int:
    """Return an index counted from the left."""
    name, count = type(container).__name__, len(container)
    if not isinstance(index, int):
        raise TypeError(
            f"For '{name}', the type of 'index' must be int, but got {type(index).__name__}."
        )
    if not -count <= index < count + inserting:
        raise IndexError(
            f"For '{name}', the value of 'index' must be a number in range [{-count}, {count}"
            f"{']' if inserting else ')'}, but got {index}."
        )
    return index + count if index < 0 else index
