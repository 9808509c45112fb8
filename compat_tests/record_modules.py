"""Record how MindSpore's module paths behave: `python compat_tests/record_modules.py PATHS.tsv`.

PATHS.tsv has a path per line in its first column: the paths that programs import. Written are, per
path that MindSpore has: whether it can be imported, what stands at the same path as an attribute
(some attributes hide a module of the same name), and the names of its `__all__` with their kinds.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path

import mindspore

FACTS = Path(__file__).parent / "facts" / "modules.json"
MANY = 150  # namespaces with more public names than this are inventoried elsewhere


def kind(value):
    """Name what sort of thing a value is."""
    if inspect.ismodule(value):
        return "module"
    if inspect.isclass(value):
        return "class"
    return "function" if callable(value) else type(value).__name__


def attribute(path):
    """Return what stands at `path` when walked as attributes from `mindspore`."""
    value = mindspore
    for part in path.split(".")[1:]:
        if not hasattr(value, part):
            return "absent"
        value = getattr(value, part)
    if inspect.ismodule(value) and value.__name__ != path:
        return f"module {value.__name__}"
    return kind(value)


def imported(path):
    """Return "module", or the class of the error that importing raises."""
    try:
        importlib.import_module(path)
    except Exception as error:
        return type(error).__name__
    return "module"


def members(path):
    """Return {name: kind} of the names in `__all__`, unless there are too many."""
    names = getattr(sys.modules.get(path), "__all__", ())
    if len(names) > MANY or any(part.startswith("_") for part in path.split(".")):
        return {}
    module = sys.modules[path]
    return {name: kind(getattr(module, name, None)) for name in sorted(set(names))}


def main():
    """Write facts/modules.json."""
    lines = Path(sys.argv[1]).read_text().splitlines()[1:]
    paths = sorted({line.split("\t")[0] for line in lines})
    before = {path: attribute(path) for path in paths}
    facts = {}
    for path in paths:
        how = imported(path)
        if how != "module" and before[path] == "absent":
            continue
        facts[path] = {"import": how, "attribute": before[path]}
        if how == "module":
            facts[path]["names"] = members(path)
    rows = ",\n".join(f"{json.dumps(path)}: {json.dumps(fact)}" for path, fact in facts.items())
    FACTS.write_text(f'{{"mindspore": "{mindspore.__version__}", "paths": {{\n{rows}\n}}}}\n')


if __name__ == "__main__":
    main()
