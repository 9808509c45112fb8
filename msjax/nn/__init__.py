"""Networks: `Cell`, containers, layers, losses, optimizers; imported when first asked for."""

from importlib import import_module as _import_module
from pathlib import Path as _Path

from msjax._core.missing import missing_attribute as _missing_attribute
from msjax.nn.cell import Cell as Cell
from msjax.nn.cell import GraphCell as GraphCell
from msjax.nn.cell import (
    register_cell_buffer_registration_hook as register_cell_buffer_registration_hook,
)
from msjax.nn.containers import CellDict as CellDict
from msjax.nn.containers import CellList as CellList
from msjax.nn.containers import SequentialCell as SequentialCell

_OWN = [
    "Cell",
    "CellDict",
    "CellList",
    "GraphCell",
    "SequentialCell",
    "register_cell_buffer_registration_hook",
]

_HERE = _Path(__file__).parent
# Searched in this order for a name. Only what has a file: other paths are the legacy table's.
_SOURCES = [
    name
    for name in (
        "layer loss optim wrap grad dynamic_lr learning_rate_schedule lazy_parameters metrics "
        "probability"
    ).split()
    if (_HERE / name).is_dir() or (_HERE / f"{name}.py").is_file()
]


def _source(name):
    return _import_module(f"{__name__}.{name}")


def _public(module):
    """Return the names that a source defines, or re-exports by `__all__`."""
    names = vars(module)  # not hasattr: the module may search this one for what it has not
    if "__all__" in names:
        return names["__all__"]
    return [n for n, v in names.items() if getattr(v, "__module__", "") == module.__name__]


def _names():
    found = {*_OWN, *(n for source in _SOURCES for n in _public(_source(source)))}
    return {name for name in found if not name.startswith("_")}


def __getattr__(name):
    if name == "__all__":  # for `from msjax.nn import *`
        return sorted(_names())
    if name in _SOURCES:
        return _source(name)
    if not name.startswith("_"):
        for source in _SOURCES:
            module = _source(source)
            if name in _public(module):
                globals()[name] = getattr(module, name)
                return globals()[name]
    raise _missing_attribute(__name__, name, __dir__)


def __dir__():
    return sorted({*_names(), *_SOURCES})
