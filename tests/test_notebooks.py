"""What every notebook keeps to; `make notebooks` executes them."""

import ast
import json
import re
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
# Nothing here reads the network, and drawing is matplotlib's alone.
ALLOWED = {"IPython", "jax", "matplotlib", "mindspore", "msjax", "numpy"}

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    """Sources of the code cells of a notebook."""
    cells = json.loads(path.read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def python(path):
    """Syntax tree of a notebook, without its magic commands."""
    source = "\n".join(code_cells(path))
    return ast.parse(re.sub(r"^%.*$", "", source, flags=re.M))


def imported(tree):
    """Top-level packages that a program imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


def test_index_lists_every_notebook():
    index = (NOTEBOOKS[0].parent / "README.md").read_text()
    assert sorted(re.findall(r"\]\((\w+\.ipynb)\)", index)) == [path.name for path in NOTEBOOKS]


@each
def test_first_cell_makes_mindspore_msjax(path):
    assert code_cells(path)[0] == "%load_ext msjax"


@each
def test_imports_only_what_the_notebooks_extra_brings(path):
    assert set(imported(python(path))) <= ALLOWED


@each
def test_checks_numbers(path):
    calls = [n.func for n in ast.walk(python(path)) if isinstance(n, ast.Call)]
    checks = [f for f in calls if isinstance(f, ast.Attribute) and f.attr == "assert_allclose"]
    assert len(checks) >= 10


@each
def test_ends_in_plain_jax(path):
    last = ast.parse(code_cells(path)[-1])
    assert {"jax", "msjax"} <= set(imported(last))
