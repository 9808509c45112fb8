"""The Python sources below a path: scripts, notebooks, and folders of them."""

from __future__ import annotations

import ast
import json
import os
import tokenize
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = (".py", ".ipynb")
# Cell magics of IPython below whose first line there is Python.
_PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")


class Unreadable(Exception):
    """A path that cannot be read or is no Python."""


@dataclass(frozen=True)
class Source:
    """The syntax tree of a file and where its lines are."""

    file: str
    text: str
    tree: ast.Module
    cells: tuple[tuple[int, int], ...] | None = None  # of a notebook: (cell, line) per line

    def place(self, line: int) -> dict[str, object]:
        """Say where a line of the tree is, as file, line and, in notebooks, cell."""
        if self.cells is None:
            return {"file": self.file, "line": line}
        cell, line = self.cells[line - 1]
        return {"file": self.file, "cell": cell, "line": line}


def files(path: str) -> Iterator[str]:
    """Yield the file itself, or every script and notebook below a folder.

    Hidden folders, caches and virtual environments are passed over.

    Raises:
        Unreadable: there is nothing at the path.
    """
    if not os.path.isdir(path):
        if not os.path.exists(path):
            raise Unreadable(f"{path}: no such file or folder")
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith((".", "__pycache__"))
            and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        )
        for name in sorted(names):
            if name.endswith(_SUFFIXES):
                yield os.path.join(folder, name)


def read(file: str) -> Source:
    """Parse a script or a notebook.

    Raises:
        Unreadable: it cannot be read, or is no Python.
    """
    try:
        if file.endswith(".ipynb"):
            return _notebook(file)
        with tokenize.open(file) as stream:
            text = stream.read()
        return Source(file, text, _parse(text))
    except SyntaxError as error:
        raise Unreadable(f"{file}:{error.lineno}: {error.msg}") from None
    except (RecursionError, MemoryError):
        raise Unreadable(f"{file}: nested too deeply") from None
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Unreadable(f"{file}: {getattr(error, 'strerror', None) or error}") from None


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes are the program's own business
        return ast.parse(text)


def _notebook(file: str) -> Source:
    notebook = json.loads(Path(file).read_text(encoding="utf-8"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("no notebook: it has no cells")
    lines, places = [], []
    for number, cell in enumerate(notebook["cells"], 1):
        if cell.get("cell_type") == "code":
            try:
                own = _cell("".join(cell.get("source", ()))).splitlines()
            except SyntaxError as error:
                place = f"{file}:cell {number}:{error.lineno}"
                raise Unreadable(f"{place}: {error.msg}") from None
            lines += own
            places += [(number, line) for line in range(1, len(own) + 1)]
    text = "\n".join(lines)
    return Source(file, text, _parse(text), tuple(places))


def _cell(text: str) -> str:
    """Return a cell's Python; lines that only IPython understands do nothing."""
    with suppress(SyntaxError):
        _parse(text)
        return text
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith("%%") and not first.startswith(_PYTHON_MAGICS):
        return ""
    text = "\n".join(map(_without_magic, text.split("\n")))
    _parse(text)
    return text


def _without_magic(line: str) -> str:
    code = line.lstrip()
    if code.startswith(("%", "!")) or code.rstrip().endswith("?"):
        return line[: len(line) - len(code)] + "pass"
    return line
