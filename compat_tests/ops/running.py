"""Run one call of an operator, its gradient and its compiled form, and describe what comes out.

Used by `record_ops.py` under MindSpore and by the tests under msjax; needs NumPy and the module
`mindspore` that is handed in. A call is text; see `calls.py`.
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

from tests._ops.operands import arrays

from compat_tests import harness

FACTS = Path(__file__).parents[1] / "facts" / "ops"


def families():
    """Return the names of the families that have facts."""
    return sorted(path.stem for path in FACTS.glob("*.json"))


def read_facts(family):
    """Return {row: {"sample", "calls", "gradient", "graph"}} of a family."""
    return json.loads((FACTS / f"{family}.json").read_text())["rows"]


def path_of(text):
    """Return the path of the face that a call is written for."""
    return re.sub(r"^[tp]\d+\.", "Tensor.", text.split("(")[0])


def source(text):
    """Return the source of a function `call` of the operands that a call names."""
    operands = ", ".join(sorted(set(re.findall(r"\bt\d+\b", text)), key=lambda n: int(n[1:])))
    return f"def call({operands}):\n    return {text}\n"


def scope(ms):
    """Return the names that a call may use."""
    names = ("ops", "mint", "numpy", "scipy")
    namespaces = {n: import_module(f"{ms.__name__}.{n}") for n in names}
    return {"ms": ms, "Tensor": ms.Tensor} | namespaces


class Prepared:
    """A call with fresh operands."""

    def __init__(self, ms, text, sample, define):
        ms.set_seed(1)
        names = scope(ms)
        operands = [ms.Tensor(array) for array in arrays(sample)]
        for n in sorted(set(re.findall(r"\bp(\d+)\b", text))):
            names[f"p{n}"] = ms.Parameter(operands[int(n)], name=f"p{n}")
        self.function = define(source(text), names)
        self.at = [int(n) for n in re.findall(r"t(\d+)", source(text).split(")")[0])]
        self.operands = [operands[i] for i in self.at]

    def wanted(self):
        """Return the positions of the operands that have gradients."""
        return tuple(i for i, x in enumerate(self.operands) if "Float" in str(x.dtype))


def compiled(text, names):
    """Define the function without a file: msjax needs none."""
    exec(compile(text, "<call>", "exec"), names)
    return names["call"]


def run(ms, call):
    """Return the fact of a call; a Parameter that comes out counts as a Tensor."""
    return _plain(harness.run(ms, call, "pynative"))


def _plain(fact):
    if isinstance(fact, dict) and fact.get("kind") == "Parameter":
        fact = {k: v for k, v in fact.items() if k not in ("name", "requires_grad")}
        return fact | {"kind": "Tensor"}
    if isinstance(fact, dict) and isinstance(fact.get("items"), list):
        return fact | {"items": [_plain(item) for item in fact["items"]]}
    return fact


def result(ms, text, sample, define=compiled):
    """Return the fact of a call in PyNative mode."""

    def call():
        prepared = Prepared(ms, text, sample, define)
        return prepared.function(*prepared.operands)

    return run(ms, call)


def gradient(ms, text, sample, define=compiled):
    """Return the fact of the gradients of the sum of all outputs with respect to all floats."""
    text = re.sub(r"(, [tp]\d+)+$", "", text)

    def call():
        prepared = Prepared(ms, text, sample, define)
        wanted = prepared.wanted()
        return ms.grad(prepared.function, wanted)(*prepared.operands)

    return run(ms, call)


def graph(ms, text, sample, define=compiled):
    """Return the fact of the call, compiled as a whole."""

    def call():
        prepared = Prepared(ms, text, sample, define)
        return ms.jit(prepared.function)(*prepared.operands)

    return run(ms, call)


def is_differentiated(text, sample, fact):
    """Tell whether a call with this outcome has gradients to compare."""
    named = [array for i, array in enumerate(arrays(sample)) if re.search(rf"\bt{i}\b", text)]
    floats = any(array.dtype.kind == "f" for array in named)
    return floats and '"dtype": "Float' in json.dumps(fact)


def without_values(fact):
    """Return what is defined of the fact of a random result: dtypes and shapes."""
    if isinstance(fact, dict):
        drop = ("values", "head", "sums", "value")
        return {k: without_values(v) for k, v in fact.items() if k not in drop}
    return [without_values(f) for f in fact] if isinstance(fact, list) else fact


def raises(fact) -> bool:
    """Tell whether a fact says that the call failed."""
    return isinstance(fact, dict) and "raises" in fact
