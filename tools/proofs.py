"""What the recorded facts compare of each public name, and whether the tests have shown it.

A name is compared by the facts of operators, where one of its calls gave a result in MindSpore; by
the recorded cases that use it; and by the recorded programs that use it.
"""

from __future__ import annotations

import ast
import dis
import xml.etree.ElementTree as ElementTree
from collections import ChainMap, Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from compat_tests import gaps, harness
from compat_tests.ops import running
from msjax.cli import uses

ROOT = Path(__file__).resolve().parent.parent
ASPECTS = ("values", "gradients", "graph mode")
VALUES, GRADIENTS, GRAPH = ASPECTS
_FACTS = {"calls": "value", "gradient": "gradient", "graph": "graph"}
_DIFFERENTIATE = {"grad", "value_and_grad", "GradOperation", "vjp", "Vjp", "jvp", "Jvp", "backward"}
_DIFFERENTIATE |= {"jacfwd", "jacrev", "get_grad"}
# The areas that are about one class: what their cases read as an attribute is its.
_AREAS = {
    "nn.Cell": ("cell", "grad_of", "printing"),
    "Parameter": ("parameter", "cell_state"),
    "Tensor": ("construction", "conversions", "dunders", "indexing", "setitem", "views"),
}


class Proofs:
    """Which aspects of which names are compared with MindSpore's own results."""

    def __init__(self):
        self._paths: dict[str, set[str]] = defaultdict(set)
        self._attributes: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._add_operators()
        self._add_programs()
        for area in harness.areas():
            self._add_cases(area)

    def __call__(self, namespace: str, path: str, name: str) -> set[str]:
        """Return the aspects that are compared of a name; `path` begins below `mindspore`."""
        return self._paths[path] | self._attributes[namespace][name]

    def _add_operators(self):
        for key, row in facts():
            good = {
                aspect: {
                    text
                    for text, fact in row.get(field, {}).items()
                    if _counts(key, text, fact, aspect)
                }
                for field, aspect in _FACTS.items()
            }
            for path in {running.path_of(text) for text in good["value"]}:
                self._paths[path] |= {VALUES}
                self._paths[path] |= {GRADIENTS} if good["gradient"] else set()
                self._paths[path] |= {GRAPH} if good["graph"] else set()

    def _add_programs(self):
        for path in sorted((ROOT / "compat_tests" / "programs").glob("*.py")):
            found = uses.find_uses(ast.parse(path.read_text(encoding="utf-8")))
            paths = {use.name.path.removeprefix("mindspore.") for use in found}
            self._add(paths, {VALUES, GRAPH}, _last(paths))

    def _add_cases(self, area: str):
        recorded = harness.read_facts(area)
        for name, (call, _modes) in harness.load(area).items():
            facts = recorded[name]
            if f"{area}::{name}" in gaps.GAPS or all(map(running.raises, facts.values())):
                continue
            names, paths = used(call)
            aspects = {VALUES} | ({GRAPH} if "graph" in facts else set())
            self._add(paths, aspects, names)
            for namespace, areas in _AREAS.items():
                if area.startswith(areas):
                    for attribute in names:
                        self._attributes[namespace][attribute] |= aspects

    def _add(self, paths, aspects, names):
        gradients = {GRADIENTS} if names & _DIFFERENTIATE else set()
        for path in paths:
            self._paths[path] |= aspects | gradients


def facts() -> Iterator[tuple[str, dict]]:
    """Yield the recorded rows of operators."""
    for family in running.families():
        yield from running.read_facts(family).items()


def _counts(key, text, fact, aspect) -> bool:
    return not running.raises(fact) and gaps.of_call(key, text, aspect) is None


def _last(paths) -> set[str]:
    return {path.rpartition(".")[2] for path in paths}


def used(call: Callable) -> tuple[set[str], set[str]]:
    """Return the names that a case reads, and the paths below `mindspore` that they stand for.

    What it calls in its own package, what it closes over and what is nested in it are read too.
    """
    names: set[str] = set()
    paths: set[str] = set()
    seen: set[int] = set()
    waiting: list[object] = [call]
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, type):
            waiting += [v for v in vars(item).values() if isinstance(v, FunctionType)]
        elif isinstance(item, FunctionType):
            cells = [c.cell_contents for c in item.__closure__ or ()]
            cells += item.__defaults__ or ()
            codes = [item.__code__, *map(_expression, cells)]
            chains = {chain for code in codes if code for chain in _chains(code)}
            names |= {name for chain in chains for name in chain}
            scope = _scope(item, cells)
            there = {chain[0]: scope.get(chain[0]) for chain in chains}
            paths |= {_path(chain, there[chain[0]]) for chain in chains}
            waiting += [v for v in (*there.values(), *cells) if _is_own(v, call)]
    return names, paths


def _scope(function, cells) -> ChainMap:
    """Return what names mean in a function and in the text that it evaluates."""
    read = [function.__globals__.get(name) for name in function.__code__.co_names]
    return ChainMap(*[v for v in (*cells, *read) if isinstance(v, dict)], function.__globals__)


def _expression(value) -> CodeType | None:
    """Return the code of an expression that a case closes over as text, for `eval`."""
    try:
        return compile(value.strip(), "<case>", "eval") if isinstance(value, str) else None
    except SyntaxError:
        return None


def _chains(code: CodeType) -> Iterator[tuple[str, ...]]:
    """Yield the dotted names that code reads, each with all its beginnings."""
    chain: tuple[str, ...] = ()
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD"):
            chain = (*chain, step.argval)
        elif step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            chain = (step.argval,)
        else:
            chain = ()
        if chain:
            yield chain
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _chains(constant)


def _path(chain, head) -> str:
    if not isinstance(head, ModuleType):
        return ".".join(chain)
    return ".".join((*head.__name__.split(".")[1:], *chain[1:]))


def _is_own(value, call) -> bool:
    package = call.__module__.partition(".")[0]
    return isinstance(value, FunctionType | type) and value.__module__.split(".")[0] == package


def shown(results: Path) -> list[str]:
    """Compare a file of test results (JUnit's XML) with the facts; return what is not shown.

    Every fact of an operator and every recorded case in each of its modes has to have a test there
    that passed, or that failed as a recorded gap says.
    """
    passed: Counter[str] = Counter()
    for case in ElementTree.parse(results).iter("testcase"):
        bad = [e for e in case if e.tag in ("failure", "error") or _is_skip(e)]
        if not bad:
            passed[(case.get("name") or "").partition("[")[0]] += 1
    return [
        f"{name}: {passed[name]} of {count} recorded facts have been tested"
        for name, count in _wanted().items()
        if passed[name] < count
    ]


def _is_skip(element) -> bool:
    return element.tag == "skipped" and element.get("type") != "pytest.xfail"


def _wanted() -> dict[str, int]:
    """Return how many tests of each name the facts ask for."""
    wanted: Counter[str] = Counter()
    for _, row in facts():
        for field, aspect in _FACTS.items():
            found = row.get(field, {}).values()
            wanted[f"test_{aspect}"] += sum(not running.raises(fact) for fact in found)
    for area in harness.areas():
        wanted["test_case"] += sum(len(modes) for modes in harness.read_facts(area).values())
    return dict(wanted)
