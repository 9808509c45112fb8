"""Module paths that are rows of a table."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import msjax
from msjax._core.missing import inventory, mindspore_names
from msjax.compat.legacy import KNOWN, PARENTS
from msjax.compat.legacy_modules import (
    LEGACY_MODULES,
    LEGACY_NAMES,
    MODULE_ALIASES,
    NICKNAMES,
    OWN_NAMES,
)
from msjax.compat.shadowed import SHADOWED

PACKAGE = Path(msjax.__file__).parent
CLIENT_PATHS = [
    line
    for line in (Path(__file__).parent / "client_paths.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("path", CLIENT_PATHS)
def test_paths_that_clients_import(path, installed):
    module = importlib.import_module(path)
    assert isinstance(module, ModuleType)
    assert module is importlib.import_module("msjax" + path.removeprefix("mindspore"))


@pytest.mark.parametrize("path", sorted(LEGACY_MODULES))
def test_row(path):
    module = importlib.import_module(f"msjax.{path}")
    names = set(dir(module))
    for name in getattr(module, "__all__", ()):
        assert name in names
        assert hasattr(module, name)


def test_table_is_closed():
    """Every package above a row is a row or a file, and every source can be imported or planned."""
    files = {p.stem for p in PACKAGE.iterdir()}
    for path in KNOWN - set(LEGACY_MODULES) - set(MODULE_ALIASES):
        assert path in PARENTS
        assert path.split(".")[0] in files, f"no row and no file for {path}"
    sources = {s for row in LEGACY_MODULES.values() for s in row} | set(NICKNAMES.values())
    sources |= set(MODULE_ALIASES.values())
    for source in sources - {"."}:
        known = source in KNOWN or source.split(".")[0] in files
        assert known or source == "log", f"{source} is neither a row nor a file"


def test_no_file_takes_a_hidden_modules_path():
    """An import of such a file would put the module in the function's place."""
    for path in SHADOWED:
        assert not PACKAGE.joinpath(*path.split(".")).with_suffix(".py").exists()


def test_names_are_resolved_once_and_kept():
    module = importlib.import_module("msjax.common.parameter")
    assert module.Parameter is msjax.Parameter
    assert vars(module)["Parameter"] is msjax.Parameter


def test_star_import():
    names = {}
    exec("from msjax.common.dtype import *", names)
    assert names["float32"] is msjax.float32
    recorded = mindspore_names("mindspore.common.dtype")
    assert {n for n in names if not n.startswith("_")} <= recorded


def test_modules_under_other_names():
    from msjax.nn.optim.optimizer import P, mstype
    from msjax.train.serialization import context

    assert P is msjax.ops.operations
    assert mstype.float32 is msjax.common.dtype.float32
    assert context is msjax.context


def test_submodules_are_attributes_without_import():
    assert inspect.ismodule(msjax.ops.functional)
    assert msjax.train.callback is importlib.import_module("msjax.train.callback")
    assert msjax.nn.loss.loss is sys.modules["msjax.nn.loss.loss"]
    script = "import msjax; msjax.common.initializer.initializer; msjax.mint.nn"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_missing_name_of_a_row():
    with pytest.raises(ImportError, match=r"MindSpore 2\.10 has mindspore\.graph\.Cus"):
        exec("from msjax.graph import CustomPassType")
    with pytest.raises(AttributeError, match=r"msjax\.nn\.transformer|mindspore\.nn\.transformer"):
        msjax.nn.transformer.zork  # noqa: B018


def test_unknown_module_is_not_found():
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'msjax\.ops\.zork'"):
        importlib.import_module("msjax.ops.zork")


@pytest.fixture
def graph(tmp_path, monkeypatch):
    """A file `msjax/graph.py`, whose path has rows below it."""
    (tmp_path / "graph.py").write_text("passes = 'own'\n")
    monkeypatch.setattr(msjax, "__path__", [*msjax.__path__, str(tmp_path)])
    names = [name for name in sys.modules if name.startswith("msjax.graph")]
    kept = {name: sys.modules.pop(name) for name in names}
    vars(msjax).pop("graph", None)
    yield importlib.import_module("msjax.graph")
    for name in [name for name in sys.modules if name.startswith("msjax.graph")]:
        del sys.modules[name]
    sys.modules.update(kept)
    vars(msjax).pop("graph", None)


def test_file_goes_before_its_row(graph):
    assert graph.__file__.endswith("graph.py")
    assert graph.passes == "own"
    below = importlib.import_module("msjax.graph.api")
    assert below.jit is msjax.jit
    assert graph.api is below
    assert "passes = 'own'" in inspect.getsource(graph)
    with pytest.raises(AttributeError, match=r"MindSpore 2\.10 has mindspore\.graph\.CustomP"):
        graph.CustomPassType  # noqa: B018


def test_names_of_mindspore_1():
    assert msjax.ms_class is msjax.jit_class
    assert importlib.import_module("msjax.common.api").ms_class is msjax.jit_class
    assert callable(msjax.ms_function)


def test_single_names_exist():
    for path, names in LEGACY_NAMES.items():
        module = importlib.import_module(f"msjax.{path}" if path else "msjax")
        for name in names:
            assert getattr(module, name) is not None


def test_single_names_of_a_package_are_shown():
    """`nn` shows metrics, which live above it; `nn.layer` has a layer of the name of one."""
    assert {"Accuracy", "CosineSimilarity", "get_metrics"} <= set(dir(msjax.nn))
    assert msjax.nn.CosineSimilarity is msjax.train.CosineSimilarity
    assert issubclass(msjax.nn.layer.CosineSimilarity, msjax.nn.Cell)


def test_public_surface_is_mindspores():
    """Every root name resolves, and is MindSpore's unless it is known to be ours."""
    of_mindspore_1 = {"ms_function"}
    recorded = mindspore_names("mindspore")
    for name in msjax.__all__:
        assert getattr(msjax, name, None) is not None, name
        assert name in recorded | OWN_NAMES | of_mindspore_1, name


def test_recorded_paths_of_rows():
    """A public row that MindSpore 2.10 does not have is one of 1.x, on purpose."""
    dropped = {
        path
        for path in LEGACY_MODULES
        if f"mindspore.{path}" not in inventory() and "._" not in f".{path}"
    }
    unrecorded = ("ops.auto_generate", "graph.", "rewrite.api")  # but they are there
    dropped = {path for path in dropped if not path.startswith(unrecorded)}
    assert sorted(dropped) == [
        "nn.layer.quant",
        "nn.metrics.metric",
        "nn.transformer",
        "nn.transformer.layers",
        "nn.transformer.loss",
        "nn.transformer.transformer",
        "profiler.profiling",
    ]


@pytest.mark.parametrize(
    ("module", "some"),
    [
        ("nn", {"Cell", "Dense", "Adam", "Accuracy", "LSTM"}),
        ("ops", {"add", "Add", "GradOperation"}),
        ("mint", {"add", "matmul"}),
        ("mint.nn", {"Linear"}),
        ("mint.linalg", {"inv"}),
        ("numpy", {"add", "float32"}),
        ("train", {"Accuracy", "save_checkpoint"}),
    ],
)
def test_star_imports_bind_what_a_module_shows(module, some):
    names = {}
    exec(f"from msjax.{module} import *", names)
    assert some <= set(names)
    assert not [n for n in names if n.startswith("_") and n != "__builtins__"]
