"""Record which names MindSpore has, and which of its modules are hidden behind a function.

Runs under real MindSpore and writes two data files of msjax:

* `msjax/_core/mindspore_names.txt`: one line per module or class, `path<TAB>names`. It is read
  only when a name is missing, to tell "MindSpore has it, msjax not yet" from "nobody has it".
* `msjax/compat/shadowed.py`: modules that an attribute of their package hides, so that
  `mindspore.common.tensor` is a function while `from mindspore.common.tensor import Tensor` works.

    python tools/record_names.py [--repo DIR]
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import inspect
import pathlib
import runpy
import sys
import types

import mindspore

# Public packages that `import mindspore` does not load by itself.
NOT_LOADED = (
    "scipy scipy.linalg scipy.fft scipy.ops scipy.optimize common.api parallel.auto_parallel "
    "parallel.distributed parallel.strategy nn.probability.bnn_layers dataset.audio"
).split()

# Packages whose names are public as they stand; a name of any other module is recorded there only
# when the module defines it or exports it, not when it merely imports it.
FACADES = [
    "",
    *"""
    nn ops mint mint.nn mint.nn.functional mint.optim mint.linalg mint.special
    mint.distributed numpy scipy scipy.linalg scipy.fft scipy.optimize train dataset
    dataset.vision dataset.transforms dataset.text dataset.audio dataset.config amp
    communication communication.comm_func parallel parallel.nn common common.dtype
    common.initializer context log mindrecord profiler boost hal runtime rewrite experimental
    experimental.optim experimental.optim.lr_scheduler nn.probability.distribution
    nn.probability.bijector multiprocessing device_context.ascend device_context.gpu
    device_context.cpu ops.operations ops.functional ops.composite nn.utils
    """.split(),
]

# Modules that are the inside of an implementation; their names are thousands.
INTERNAL = (
    "_c_",
    "graph.",
    "ops.auto_generate",
    "ops.composite.multitype_ops.",
    "ops.operations.manually_defined",
    "profiler.analysis",
    "profiler.common",
    "profiler.dynamic_profile.",
    "rewrite.",
    "tools.",
)

# Classes whose attributes clients reach for, by the module that shows them.
CLASSES = """
    Tensor Parameter ParameterTuple COOTensor CSRTensor RowTensor Generator Model Callback
    RunContext nn.Cell nn.SequentialCell nn.CellList nn.CellDict nn.Optimizer ops.Primitive
    ops.GradOperation ops.HyperMap ops.MultitypeFuncGraph train.Metric dataset.Dataset
    dataset.GeneratorDataset common.initializer.Initializer nn.LossBase
    nn.probability.distribution.Distribution nn.probability.bijector.Bijector JitConfig
    ParallelMode
""".split()


def relative(name: str) -> str:
    return name.removeprefix("mindspore").removeprefix(".")


def absolute(path: str) -> str:
    return f"mindspore.{path}" if path else "mindspore"


def is_public(path: str) -> bool:
    return not any(part.startswith("_") for part in path.split("."))


def is_wanted(path: str) -> bool:
    """Tell whether client programs could import from a module."""
    return is_public(path) and not path.startswith(INTERNAL) and not path.endswith("validators")


def record_shadowed() -> dict[str, str]:
    """Map each module that its package's attribute hides to what the attribute is."""
    importlib.import_module("mindspore.scipy.optimize")  # MindSpore does not by itself
    shadowed = {}
    for name, module in sorted(sys.modules.items()):
        package, _, child = name.rpartition(".")
        if not name.startswith("mindspore.") or not is_public(name):
            continue
        attribute = getattr(sys.modules[package], child, None)
        if attribute is not module and not isinstance(attribute, types.ModuleType):
            shadowed[relative(name)] = type(attribute).__name__
    return shadowed


def is_mindspores(value) -> bool:
    """Tell whether an attribute is a name of MindSpore: not NumPy's, not the standard library's.

    Modules have lines of their own; under other names (`ops.P`) they are in msjax's table.
    """
    home = getattr(value, "__module__", None)
    if isinstance(value, types.ModuleType):
        return False
    return not isinstance(home, str) or home.split(".")[0].startswith("mindspore")


def module_names(module: types.ModuleType, facade_objects: set[int]) -> list[str]:
    """Names to record for one module (see FACADES)."""
    exported = {
        n for n in getattr(module, "__all__", ()) if isinstance(n, str) and hasattr(module, n)
    }
    names = set(exported)
    facade = relative(module.__name__) in FACADES
    for name, value in vars(module).items():
        if name.startswith("_") or not is_mindspores(value):
            continue
        defined = getattr(value, "__module__", None) == module.__name__
        if (
            facade
            or defined
            or (id(value) not in facade_objects and not isinstance(value, types.ModuleType))
        ):
            names.add(name)
    return sorted(names)


def class_names(path: str) -> list[str]:
    value = mindspore
    for part in path.split("."):
        value = getattr(value, part)
    return sorted(n for n in dir(value) if not n.startswith("_") and n not in dir(object))


def legacy_paths(repo: pathlib.Path) -> list[str]:
    """Module paths that msjax's table offers because client programs import them."""
    return list(runpy.run_path(str(repo / "msjax/compat/legacy_modules.py"))["LEGACY_MODULES"])


def record_names(repo: pathlib.Path) -> list[str]:
    """Return the lines of the inventory."""
    for path in [*NOT_LOADED, *legacy_paths(repo)]:
        with contextlib.suppress(ImportError):  # MindSpore 1.x only
            importlib.import_module(f"mindspore.{path}")
    modules = {relative(n): m for n, m in sys.modules.items() if n.split(".")[0] == "mindspore"}
    facade_objects = set()
    for path in FACADES:
        values = vars(modules[path]).items() if path in modules else ()
        facade_objects |= {
            id(v)
            for n, v in values
            if not n.startswith("_") and (callable(v) or inspect.isclass(v))
        }
    wanted = {path for path in modules if is_wanted(path)}
    wanted |= {path for path in legacy_paths(repo) if not path.startswith(INTERNAL)} & set(modules)
    lines = []
    for path in sorted(wanted):
        names = module_names(modules[path], facade_objects)
        lines.append(f"{absolute(path)}\t{' '.join(names)}")
    lines += [f"{absolute(path)}\t{' '.join(class_names(path))}" for path in CLASSES]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--repo", type=pathlib.Path, default=default)
    repo = parser.parse_args().repo
    shadowed = (
        record_shadowed()
    )  # before anything else is imported: an import would undo the shadow
    origin = f"MindSpore {mindspore.__version__}, CPU; recorded by tools/record_names.py"
    names = "\n".join([f"# {origin}. Do not edit.", *record_names(repo)]) + "\n"
    (repo / "msjax/_core/mindspore_names.txt").write_text(names, encoding="utf-8")
    rows = "\n".join(f'    "{path}": "{kind}",' for path, kind in shadowed.items())
    text = '"""Modules that an attribute of their package hides."""\n\n'
    text += f"# {origin}. Do not edit.\n# module: what the attribute is\n"
    text += f"SHADOWED = {{\n{rows}\n}}\n"
    (repo / "msjax/compat/shadowed.py").write_text(text, encoding="utf-8")
    print(
        f"{names.count(chr(10))} lines, {len(names)} characters; {len(shadowed)} shadowed modules"
    )


if __name__ == "__main__":
    main()
