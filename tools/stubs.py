"""Write the type stubs of what the declarations make: namespaces of operators, and Tensor.

python tools/stubs.py           write msjax/**/*.pyi
python tools/stubs.py --check   exit with 1 if a stub is not what would be written

Type checkers and editors cannot see names that are resolved on first use. Return types are those of
the operators' samples; what varies, and what composites return, is Any.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import functools
import inspect
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import jax  # noqa: E402

from msjax import Tensor  # noqa: E402
from msjax._core.operator import FACES, Operator, resolve  # noqa: E402
from msjax.cli import names  # noqa: E402
from msjax.compat.lazy import absolute  # noqa: E402
from msjax.compat.legacy_modules import LEGACY_MODULES  # noqa: E402
from tests._ops.samples import canonical  # noqa: E402

HEAD = """\
# Written by tools/stubs.py from the declarations of the operators. Do not edit.
import builtins
from typing import Any, overload

import numpy as np
"""
# What the stubs name; a module of which it is a public name exports it.
HOMES = {
    "Cell": "msjax.nn",
    "Primitive": "msjax._core.primitive",
    "Tensor": "msjax._core.tensor",
    "Type": "msjax._core.dtype",
}
# What programs import as `mindspore`, for type checkers; "" is mindspore itself.
ALIAS_FOLDER = ROOT / "msjax" / "compat" / "child" / "mindspore"
MINDSPORE_MODULES = [
    "",
    *"""
    amp common common.api common.dtype common.initializer common.parameter common.tensor
    communication context dataset dataset.audio dataset.config dataset.dataloader dataset.text
    dataset.transforms dataset.vision dtype mindrecord mint mint.distributed mint.linalg mint.nn
    mint.nn.functional mint.optim mint.special nn numpy ops ops.communication ops.composite
    ops.functional ops.operations ops.primitive parallel profiler rewrite runtime train
    train.callback train.model train.serialization
""".split(),
]
# Namespaces whose classes' signatures are made at run time, so that only a stub shows them.
WITH_CLASSES = ("msjax.dataset", "msjax.nn")
# The words of the declarations' annotations; `builtins` since operators are called `int`, `float`.
KINDS = {
    "None": "None",
    "int": "builtins.int",
    "bool": "builtins.bool",
    "float": "builtins.float",
    "str": "builtins.str",
    "number": "builtins.complex",
    "ints": "builtins.int | builtins.tuple[builtins.int, ...] | builtins.list[builtins.int]",
    "tuple": "builtins.tuple[Any, ...] | builtins.list[Any]",
    "dtype": "Type | builtins.int",
    "type": "Type",
    "Tensor": "Tensor",
}
# The words that annotations in the source may use here.
KNOWN_WORDS = {*vars(builtins), "Tensor", "Type", "Any", "np"}
NOT_LISTED = {
    *("__dict__", "__weakref__", "__slots__", "__module__", "__doc__", "__annotations__"),
    "__getattr__",  # a name that Tensor does not have is an error
}
SPECIAL = """
    __init__ __call__ __getattr__ __setattr__ __len__ __iter__ __getitem__ __setitem__ __delitem__
    __contains__ __iadd__ __add__ __enter__ __exit__
""".split()


def simple(value) -> str:
    """Write a default: itself where it is plain, `...` otherwise."""
    if isinstance(value, tuple | list) and all(simple(v) != "..." for v in value):
        return repr(value)
    plain = value is None or type(value) in (bool, int, float, str)
    return repr(value) if plain and repr(value) not in ("inf", "-inf", "nan") else "..."


def annotation(text, kinds: dict[str, str]) -> str:
    """Write an annotation; "" where it uses words that a stub does not know."""
    if text is inspect.Parameter.empty:
        return ""
    text = text if isinstance(text, str) else getattr(text, "__name__", str(text))
    if all(word.strip() in kinds for word in text.split("|")):
        return " | ".join(kinds[word.strip()] for word in text.split("|"))
    tree = ast.parse(text, mode="eval").body
    if isinstance(tree, ast.Compare):  # a domain such as `int >= 0`
        return annotation(ast.unparse(tree.left), kinds)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Attribute):  # `int.within(0, 1)`
        return annotation(ast.unparse(tree.func.value), kinds)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            if node.id not in KNOWN_WORDS:
                return ""
            if node.id in vars(builtins):
                node.id = f"builtins.{node.id}"
    return ast.unparse(tree)


def signature(function, kinds: dict[str, str], returns: str = "") -> str:
    """Write the parameters and the return type of a function."""
    found = inspect.signature(function)
    parts, before = [], None
    for p in found.parameters.values():
        if before is p.POSITIONAL_ONLY and p.kind is not before:
            parts.append("/")
        if p.kind is p.KEYWORD_ONLY and before not in (p.KEYWORD_ONLY, p.VAR_POSITIONAL):
            parts.append("*")
        before = p.kind
        stars = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        kind = annotation(p.annotation, kinds)
        if not kind and type(p.default) in (int, float, str, tuple):
            kind = "Any"  # type checkers would take the default's type for the parameter's
        text = f"{stars}{p.name}: {kind}" if kind else f"{stars}{p.name}"
        if p.default is not p.empty:
            text += f" = {simple(p.default)}" if kind else f"={simple(p.default)}"
        parts.append(text)
    if before is inspect.Parameter.POSITIONAL_ONLY:
        parts.append("/")
    returns = returns or annotation(found.return_annotation, kinds) or "Any"
    return f"({', '.join(parts)}) -> {returns}"


@functools.cache
def return_type(op) -> str:
    """Return the type of an operator's results, over all its samples."""
    if not isinstance(op, Operator):
        return ""  # a composite: what its source says
    kinds = {_result(op, sample) for sample in op.samples}
    return kinds.pop() if len(kinds) == 1 else "Any"


def _result(op: Operator, sample: str) -> str:
    binding = canonical(op, sample)
    call = op.call(*binding.statics.values())
    operands = [x._value if isinstance(x, Tensor) else x for x in binding.operands]
    if op.compiled and any(isinstance(x, Tensor) for x in binding.operands):
        out = jax.eval_shape(lambda: call.fn(*operands))
    else:
        out = op(*binding.operands, **binding.statics)
    return "builtins.tuple[Tensor, ...]" if isinstance(out, tuple) else "Tensor"


def declared(path: str, indent: str = "") -> list[str]:
    """Write what is declared at a path: a function, its overloads, or a Primitive."""
    value, name, faces = resolve(path), path.rpartition(".")[2], FACES[path]
    results = [return_type(face.operator) for face in faces]
    if isinstance(value, type):
        return [
            f"class {name}(Primitive):",
            f"    def __init__{signature(value.__init__, KINDS, 'None')}: ...",
            f"    def __call__{signature(value.__call__, KINDS, results[0])}: ...",
        ]
    lines = []
    for function, result in zip(getattr(value, "overloads", [value]), results, strict=True):
        lines += [f"{indent}@overload"] if len(faces) > 1 else []
        lines += [f"{indent}@property"] if isinstance(getattr(Tensor, name, 0), property) else []
        lines.append(f"{indent}def {name}{signature(function, KINDS, result)}: ...")
    return lines


def other(module: ModuleType, name: str) -> list[str]:
    """Write a public name of a module that is no declaration."""
    value = getattr(module, name)
    if isinstance(value, ModuleType):
        package, _, last = value.__name__.rpartition(".")
        return [f"from {package} import {last} as {name}"]
    if inspect.isfunction(value):
        return [f"def {name}{signature(value, {})}: ..."]
    is_class = isinstance(value, type) and not issubclass(value, Enum)
    if module.__name__ in WITH_CLASSES and is_class:
        return class_lines(module, name, value)
    home, own = getattr(value, "__module__", None), getattr(value, "__name__", name)
    if home and home.startswith("msjax") and home != module.__name__:
        for candidate in (name, own):
            if getattr(import_module(home), str(candidate), None) is value:
                return [f"from {home} import {candidate} as {name}"]
    plain = type(value) if type(value) in (bool, int, float, str, tuple) else None
    return [f"{name}: builtins.{plain.__name__}" if plain else f"{name}: Any"]


def class_lines(module: ModuleType, name: str, cls: type) -> list[str]:
    """Write a class; its base is the nearest that the module shows too."""
    base = next((b for b in cls.__mro__[1:] if getattr(module, b.__name__, None) is b), object)
    lines = [f"class {name}:" if base is object else f"class {name}({base.__name__}):"]
    members = {}
    for hidden in reversed([c for c in cls.__mro__ if c not in base.__mro__]):
        members |= vars(hidden)
    for member in sorted(members):
        if not member.startswith("_") or member in SPECIAL:
            lines += member_lines(member, members[member])
    return lines if len(lines) > 1 else [f"{lines[0]} ..."]


def member_lines(name: str, value) -> list[str]:
    """Write a member of a class that is no declaration."""
    if isinstance(value, property):
        kind = signature(value.fget, {}).rpartition("-> ")[2]
        lines = ["    @property", f"    def {name}(self) -> {kind}: ..."]
        setter = [f"    @{name}.setter", f"    def {name}(self, value) -> None: ..."]
        return lines + (setter if value.fset else [])
    if isinstance(value, staticmethod | classmethod):
        kind = type(value).__name__
        return [f"    @{kind}", f"    def {name}{signature(value.__func__, {})}: ..."]
    if inspect.isfunction(value):
        returns = "None" if name == "__init__" else ""
        return [f"    def {name}{signature(value, {}, returns)}: ..."]
    return [f"    {name}: Any"]


def is_here(module: ModuleType, name: str) -> bool:
    """Tell whether a public name is msjax's, and not only an empty row of the legacy table."""
    value = getattr(module, name)
    if not isinstance(value, ModuleType):
        return True
    return value.__name__.startswith("msjax.") and getattr(value, "__file__", None) is not None


def head(module: ModuleType, public: set[str]) -> list[str]:
    """Write the imports of a stub."""
    own = {n for n in HOMES if getattr(import_module(HOMES[n]), n, 0) is vars(module).get(n, 1)}
    wanted = set(HOMES) - own - public
    return [HEAD, *(f"from {HOMES[n]} import {n}" for n in sorted(wanted)), ""]


def namespace(name: str) -> str:
    """Write the stub of a module whose names are resolved on first use."""
    module = import_module(name)
    prefix = name.removeprefix("msjax").removeprefix(".")
    public = {n for n in dir(module) if not n.startswith("_")} | _subpackages(module)
    public = {n for n in public - {"annotations"} if f"{prefix}.{n}" in FACES or is_here(module, n)}
    lines = head(module, public)
    for n in sorted(public, key=lambda n: (f"{prefix}.{n}" in FACES, n)):
        lines += declared(f"{prefix}.{n}") if f"{prefix}.{n}" in FACES else other(module, n)
    if name == "msjax":
        lines += ["__version__: builtins.str", "__msjax_version__: builtins.str"]
    return "\n".join(lines) + "\n"


def _subpackages(module: ModuleType) -> set[str]:
    """Return the packages below a package that programs may use."""
    folders = [Path(p) for p in getattr(module, "__path__", ())]
    found = {p.parent.name for f in folders for p in f.glob("*/__init__.py")}
    hidden = {"cli", "compat"} if module.__name__ == "msjax" else set()
    return {n for n in found if not n.startswith("_")} - hidden


def tensor() -> str:
    """Write the stub of msjax._core.tensor: its functions, and Tensor with all its members."""
    module = import_module("msjax._core.tensor")
    lines = head(module, {"Cell", "Primitive"})
    for node in ast.parse(Path(module.__file__).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            shown = signature(getattr(module, node.name), {})
            lines.append(f"def {node.name}{shown}: ...")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            lines.append(f"{node.targets[0].id}: Any")
    lines.append("class Tensor:")
    faces = {p.removeprefix("Tensor.") for p in FACES if p.startswith("Tensor.")}
    for name in sorted((faces | set(vars(Tensor)) | {"_value"}) - NOT_LISTED):
        face = f"Tensor.{name}"
        lines += (
            declared(face, "    ") if name in faces else member_lines(name, vars(Tensor).get(name))
        )
    return "\n".join(lines) + "\n"


def stubs() -> dict[Path, str]:
    """Return every stub: its path and its text."""
    made = {ROOT / "msjax/_core/tensor.pyi": tensor()}
    parents = {path.rpartition(".")[0] for path in FACES}
    faces = {f"msjax.{p}" for p in parents - {"Tensor", ""}}
    for name in sorted({"msjax", *WITH_CLASSES, *faces}):
        place = ROOT / name.replace(".", "/")
        if (place / "__init__.py").is_file():
            made[place / "__init__.pyi"] = namespace(name)
        elif place.with_suffix(".py").is_file():
            made[place.with_suffix(".pyi")] = namespace(name)
    return made


def mindspore_stubs() -> dict[Path, str]:
    """Return stubs under which type checkers find `mindspore` in msjax/compat/child."""
    found = {}
    for path in MINDSPORE_MODULES:
        module = names.module(f"mindspore.{path}".rstrip("."))
        home = module.value.__name__
        is_row = not vars(module.value).get("__file__")
        sources = LEGACY_MODULES[home.removeprefix("msjax.")] if is_row else ()
        homes = [absolute(s) for s in sources] or [home]
        package = any(p.startswith(f"{path}.") for p in MINDSPORE_MODULES) or not path
        place = ALIAS_FOLDER / path.replace(".", "/")
        file = place / "__init__.pyi" if package else place.with_suffix(".pyi")
        lines = [f"from {home} import *" for home in homes]
        found[file] = "\n".join([HEAD.splitlines()[0], *lines]) + "\n"
    return found


def main() -> int:
    """Write or check the stubs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell which stubs differ")
    check = parser.parse_args().check
    made = stubs() | mindspore_stubs()
    old = {p: p.read_text() for p in (ROOT / "msjax").rglob("*.pyi")}
    changed = sorted(p for p in made | old if made.get(p) != old.get(p))
    for path in changed:
        if check:
            print(f"{path.relative_to(ROOT)} is not what `make generated` writes", file=sys.stderr)
        elif path in made:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(made[path])
        else:
            path.unlink()
    return int(check and bool(changed))


if __name__ == "__main__":
    sys.exit(main())
