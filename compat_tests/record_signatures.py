"""Record what MindSpore's namespaces show: `python compat_tests/record_signatures.py`.

Runs under real MindSpore and writes facts/signatures.tsv: a line per public name, with its kind and
its signatures without annotations; for Primitives `(of making)(of calling)`, as the declarations of
msjax write them. Where Python cannot see a signature, the first line of the docstring, and its
`.. method::` and `.. function::` lines, give it. A default that is no plain value is `...`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import types
from pathlib import Path

FACTS = Path(__file__).parent / "facts" / "signatures.tsv"
NAMESPACES = """
    mindspore ops nn mint mint.nn mint.nn.functional mint.linalg mint.special mint.optim
    mint.distributed numpy scipy.linalg scipy.fft scipy.optimize train amp dataset dataset.vision
    dataset.transforms dataset.text dataset.audio common.initializer nn.probability.distribution
    nn.probability.bijector communication communication.comm_func parallel experimental.optim
    mindrecord context
""".split()
CLASSES = ["Tensor", "Parameter", "nn.Cell"]


def public_names(module) -> list[str]:
    """Return what a namespace exports; without `__all__`, what MindSpore itself defines in it."""
    listed = getattr(module, "__all__", None)
    if listed is None:
        listed = [n for n, v in vars(module).items() if _is_mindspores(v)]
    names = {n for n in listed if n.isidentifier() and not n.startswith("_") and n[:1].isalpha()}
    return sorted(n for n in names if not inspect.ismodule(getattr(module, n, types)))


def _is_mindspores(value) -> bool:
    return str(getattr(value, "__module__", "")).startswith("mindspore")


def kind(value) -> str:
    """Name what sort of thing a value is."""
    from mindspore.ops import Primitive

    if inspect.isclass(value):
        return "primitive" if issubclass(value, Primitive) else "class"
    if inspect.isroutine(value):
        return "function"
    return "property" if inspect.isdatadescriptor(value) else "object"


def normal(signature: str) -> str:
    """Return a signature without annotations, in the form that `ast` gives it."""
    function = ast.parse(f"def f{signature}: 0").body[0]
    a = function.args
    for p in [*a.posonlyargs, *a.args, *a.kwonlyargs, *filter(None, (a.vararg, a.kwarg))]:
        p.annotation = None
    return f"({ast.unparse(a)})"


def plain(signature: inspect.Signature, drop_self: bool = False) -> str:
    """Write a signature that Python sees."""
    parameters = list(signature.parameters.values())[drop_self:]
    parts = [p.replace(annotation=p.empty, default=_default(p)) for p in parameters]
    return normal(str(inspect.Signature(parts)))


class _As:
    """A default that prints as it is to be written."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


def _default(parameter):
    value = parameter.default
    if value is parameter.empty:
        return value
    try:
        ast.literal_eval(repr(value))
    except (ValueError, SyntaxError):
        return _As("...")
    return value


def documented(value, name: str) -> list[str]:
    """Return the signatures that a docstring states."""
    found = []
    for number, line in enumerate((value.__doc__ or "").strip().splitlines()):
        stated = re.match(r"\s*\.\. (?:method|function):: *[\w.]+(\(.*\))", line)
        if stated is None and number == 0:
            stated = re.match(r"\w+(\(.*\))(?: ->.*)?$", line)
        if stated:
            try:
                found.append(normal(_whole(stated[1])))
            except SyntaxError:
                print(f"not understood: {name}: {line.strip()}")
    return found


def _whole(text: str) -> str:
    """Cut a text after the parenthesis that closes the first one."""
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return text[: i + 1]
    return text


def signatures(value, name: str, method: bool = False) -> list[str]:
    """Return the signatures of a function or class; none where they cannot be known."""
    if inspect.isclass(value):
        seen = [_seen(_original(value.__init__), True)]
    else:
        seen = [_seen(value, method and not isinstance(value, types.BuiltinFunctionType))]
    if seen[0] in ("", "(*args, **kwargs)", "(*args)"):
        seen = (not inspect.isclass(value) and documented(value, name)) or seen
    if kind(value) == "primitive" and seen[0]:
        called = _seen(value.__call__, True)
        return [f"{seen[0]}{called}"]
    return sorted({s for s in seen if s})


def _seen(function, drop_self: bool) -> str:
    try:
        return plain(inspect.signature(function), drop_self)
    except (TypeError, ValueError):  # made in C++
        return ""


def _original(init):
    """Return the `__init__` that a decorator of MindSpore's hides."""
    if _seen(init, True) == "(*args, **kwargs)":
        for cell in getattr(init, "__closure__", None) or ():
            inner = cell.cell_contents
            if inspect.isfunction(inner) and inner.__name__ == "__init__":
                return _original(inner)
    return init


def main():
    """Write facts/signatures.tsv."""
    os.environ.setdefault("ONEDNN_MAX_CPU_ISA", "AVX2")
    os.environ.setdefault("GLOG_v", "3")
    import mindspore

    rows = []
    for namespace in NAMESPACES:
        path = "mindspore" if namespace == "mindspore" else f"mindspore.{namespace}"
        module = importlib.import_module(path)
        for name in public_names(module):
            value = getattr(module, name, None)
            if value is not None:
                rows.append((f"{path}.{name}", value, False))
    for name in CLASSES:
        cls = mindspore
        for part in name.split("."):
            cls = getattr(cls, part)
        members = [n for n in dir(cls) if not n.startswith("_") and n not in dir(object)]
        own = {n: inspect.getattr_static(cls, n) for n in members}
        if cls is mindspore.Parameter:  # what a Parameter shares with Tensor is Tensor's
            own = {n: v for n, v in own.items() if n in vars(cls)}
        rows += [(f"mindspore.{name}.{n}", value, True) for n, value in own.items()]
    lines = [f"# MindSpore {mindspore.__version__}, CPU; recorded by record_signatures.py."]
    for path, value, method in sorted(rows, key=lambda row: row[0]):
        takes_self = method and not isinstance(value, staticmethod)
        value = getattr(value, "__func__", value)
        what = kind(value)
        found = signatures(value, path, takes_self) if what not in ("object", "property") else []
        lines.append("\t".join([path, what, " | ".join(found)]).rstrip("\t"))
    FACTS.write_text("\n".join(lines) + "\n")
    print(f"{len(lines) - 1} names, {FACTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
