"""Write docs/conformance.md: how much of MindSpore msjax has, and what proves it.

python tools/report.py           write it
python tools/report.py --check   exit with 1 if it is not what would be written
python tools/report.py --results tests.xml   exit with 1 unless the tests have shown what it counts

Everything is counted from files of this repository: MindSpore's names and signatures as recorded in
compat_tests/facts/, the declarations, the recorded cases, compat_tests/gaps.py, and the `Differs:`
of docstrings. The tests are what keeps the counted facts true: `--results` asks for them.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import msjax._ops  # noqa: E402  declares every operator

msjax.install_as_mindspore()  # the recorded cases import it
from compat_tests import gaps, harness  # noqa: E402
from compat_tests.ops import running  # noqa: E402
from compat_tests.ops.extra import EAGER  # noqa: E402
from compat_tests.record_signatures import plain  # noqa: E402
from msjax._core.missing import MINDSPORE_VERSION, refusal  # noqa: E402
from msjax._core.operator import COMPOSITES, FACES, OPERATORS  # noqa: E402
from msjax._core.refused_names import REFUSED  # noqa: E402
from msjax.cli import names  # noqa: E402
from tools.proofs import ASPECTS, Proofs, shown  # noqa: E402

TARGET = ROOT / "docs" / "conformance.md"
HEAD = f"""\
# Conformance

Written by `tools/report.py` (`make generated`); do not edit. The reference is MindSpore
{MINDSPORE_VERSION} on CPU. Its names and signatures, and what it computes, are recorded in
`compat_tests/facts/`. Names and signatures are compared here; values, dtypes, errors and printed
text by the tests, which also fail where a listed gap is mended. `msjax check` tells of the names
that one program uses.
"""
_UNKNOWN_SHAPES = "operators whose results' shapes depend on values"
UNKNOWN = ("", "(*args, **kwargs)", "(*args)")


@dataclass(frozen=True)
class Row:
    """A public name of MindSpore, and what msjax has there."""

    namespace: str
    name: str
    kind: str
    recorded: tuple[str, ...]
    found: names.Name

    @property
    def path(self) -> str:
        """Return the name's path below `mindspore`."""
        return self.found.path.removeprefix("mindspore.")

    @property
    def status(self) -> str:
        """Return "supported", "differs" or "missing"."""
        return self.found.verdict()[0]

    @property
    def is_refused(self) -> bool:
        """Whether the name is left out on purpose, with a reason."""
        owner, _, name = self.found.path.rpartition(".")
        has_reason = refusal(owner, name) or not self.found.missing
        return self.status == "missing" and bool(has_reason)

    def signatures(self) -> tuple[str, ...]:
        """Return msjax's signatures, written as the recorded ones are."""
        value = self.found.value
        is_method = self.namespace in ("Tensor", "Parameter", "nn.Cell")
        if inspect.isclass(value):
            own = plain(inspect.signature(value.__init__), drop_self=True)
            called = self.kind == "primitive" and callable(getattr(value, "__call__", None))  # noqa: B004
            own += plain(inspect.signature(value.__call__), drop_self=True) if called else ""
            return (own,)
        if not callable(value):
            return ()
        static = is_method and not _takes_self(self.found.path)
        functions = getattr(value, "overloads", (value,))
        drop = is_method and not static
        return tuple(sorted(plain(inspect.signature(f), drop_self=drop) for f in functions))

    def comparison(self) -> bool | None:
        """Tell whether the signatures are equal; None where MindSpore's are not known."""
        known = [s for s in self.recorded if s not in UNKNOWN]
        ours = self.signatures() if known and self.status != "missing" else ()
        if not known or not ours:
            return None
        return all(any(_same(s, o) for o in ours) for s in known)


def _takes_self(path: str) -> bool:
    owner, _, name = path.rpartition(".")
    cls = _resolve(owner).value
    member = inspect.getattr_static(cls, name, None)
    return not isinstance(member, staticmethod)


def _same(recorded: str, ours: str) -> bool:
    """Compare two signatures; of a Primitive that MindSpore calls with `*args`, the first half."""
    if recorded.endswith(")(*args)"):
        return ours.partition(")(")[0] == recorded.partition(")(")[0]
    return recorded == ours


def _resolve(path: str) -> names.Name:
    """Resolve a path of the recorded names in msjax."""
    found = names.module("mindspore")
    for part in path.split(".")[1:]:
        found = names.imported(found, part)
    return found


def rows() -> Iterator[Row]:
    """Yield a row per recorded public name."""
    text = (ROOT / "compat_tests" / "facts" / "signatures.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        path, kind, *signatures = line.split("\t")
        if path.startswith("mindspore.ops.") and kind == "object":
            continue
        owner, _, name = path.rpartition(".")
        namespace = owner.removeprefix("mindspore").removeprefix(".") or "mindspore"
        if kind == "primitive":
            namespace += " (Primitives)"
        recorded = tuple(signatures[0].split(" | ")) if signatures else ()
        found = _resolve(path)
        if found.is_module:  # what MindSpore shows there is something else
            found = names.Name(path, names.ABSENT, "a module is there")
        yield Row(namespace, name, kind, recorded, found)


def table(head: Iterable[str], lines: Iterable[Iterable[object]], numbers: int) -> list[str]:
    """Write a table; its last `numbers` columns are aligned to the right."""
    head = list(head)
    rule = ["---"] * (len(head) - numbers) + ["--:"] * numbers
    return [f"| {' | '.join(map(str, cells))} |" for cells in (head, rule, *lines)]


def of_names(found: list[Row]) -> list[str]:
    """Count names, signatures and what is compared, per namespace."""
    proofs = Proofs()
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.namespace].append(row)

    def line(title: str, members: list[Row]) -> list[object]:
        have = [r for r in members if r.status != "missing"]
        compared = [r.comparison() for r in have]
        known = [c for c in compared if c is not None]
        share = f"{100 * len(have) / len(members):.0f} %"
        differs = sum(r.status == "differs" for r in have)
        proven = [proofs(r.namespace.split(" ")[0], r.path, r.name) for r in have]
        counts = [sum(aspect in aspects for aspects in proven) for aspect in ASPECTS]
        same = f"{sum(known)} of {len(known)}"
        return [title, len(members), len(have), share, same, differs, *counts]

    present = {n: m for n, m in groups.items() if any(r.status != "missing" for r in m)}
    ordered = sorted(present, key=lambda n: (-len(groups[n]), n))
    lines = [line(f"`{n}`", groups[n]) for n in ordered]
    absent = sorted(set(groups) - set(present))
    head = ("namespace", "names", "msjax has", "", "same signature", "known to differ", *ASPECTS)
    return [
        "## Names",
        "",
        "Public names that MindSpore shows, and how many of them msjax has; of those whose",
        "signature is known, how many have the very same one (names, order, kinds and defaults).",
        "Then of how many the values, the gradients, and the values in compiled code are compared",
        "with what MindSpore computed: by facts of the operator, or by a recorded case or program",
        "that uses the name. Classes, constants and what MindSpore cannot run on a CPU have none.",
        "",
        *table(head, [*lines, line("all", found)], 8),
        "",
        f"Not begun: {', '.join(f'`{n}` ({len(groups[n])})' for n in absent) or 'none'}.",
    ]


def of_operators() -> list[str]:
    """Count what the tests derive from the declarations."""
    sampled = [op for op in OPERATORS.values() if op.samples]
    compiled = [op for op in sampled if op.compiled]
    differentiable = [op for op in sampled if op.differentiable]
    composites = [c for c in COMPOSITES.values() if c.samples]
    lines = [
        ["kernels declared", len(OPERATORS)],
        ["composites declared (written with other operators)", len(COMPOSITES)],
        ["faces: functions, Primitives, Tensor methods, overloads", sum(map(len, FACES.values()))],
        ["kernels run on samples under all their faces", len(sampled)],
        ["kernels that give the same numbers when traced", len(compiled)],
        ["kernels whose tape gradient is compared with `jax.grad`", len(differentiable)],
        ["kernels without a gradient, as in MindSpore", len(sampled) - len(differentiable)],
        ["composites run on samples under all their faces", len(composites)],
    ]
    return [
        "## Operators",
        "",
        "What `tests/_ops/test_operators.py` makes of the declarations in `msjax/_ops/`.",
        "",
        *table(("", "number"), lines, 1),
        "",
        "What `compat_tests/ops/` compares with what MindSpore computed of the same numbers.",
        "",
        *table(("", "compared", "MindSpore raises"), _operator_facts(), 2),
    ]


def _operator_facts() -> list[list[object]]:
    """Count the facts of operators, and those that prove nothing because MindSpore raised."""
    facts = [row for family in running.families() for row in running.read_facts(family).values()]
    aspects = {
        "calls of faces: values, shapes, dtypes": "calls",
        "gradients of the sum of all outputs": "gradient",
        "compiled calls": "graph",
    }
    lines: list[list[object]] = []
    for title, aspect in aspects.items():
        found = [running.raises(fact) for row in facts for fact in row.get(aspect, {}).values()]
        lines.append([title, found.count(False), found.count(True)])
    return lines


def of_cases() -> list[str]:
    """Count the recorded cases per area and mode, and the gaps among them."""
    lines, sums = [], [0, 0, 0]
    for area in harness.areas():
        facts = harness.read_facts(area)
        counts = [sum(mode in fact for fact in facts.values()) for mode in ("pynative", "graph")]
        counts.append(sum(key.startswith(f"{area}::") for key in gaps.GAPS))
        lines.append([area.replace("_", " "), *counts])
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
    programs = len(list((ROOT / "compat_tests" / "programs").glob("*.py")))
    failing = sum(key.startswith("programs::") for key in gaps.GAPS)
    lines += [["whole programs, by what they print", programs, programs, failing]]
    sums = [a + b for a, b in zip(sums, (programs, programs, failing), strict=True)]
    expressions, cells = _dtype_table()
    return [
        "## Cases recorded from MindSpore",
        "",
        "Values, dtypes, shapes, printed text, gradients, and the classes of errors.",
        "",
        *table(("area", "PyNative", "graph", "gaps"), [*lines, ["all", *sums]], 3),
        "",
        f"The table of result dtypes has {cells} more facts, of {expressions} expressions.",
    ]


def _dtype_table() -> tuple[int, int]:
    """Return how many expressions and results the recorded table of dtypes has."""
    facts = json.loads((harness.FACTS / "promotion.json").read_text())
    expressions, cells = 0, 0
    for section in (v for v in facts.values() if isinstance(v, dict)):
        for results in section.values():
            own = results.values() if isinstance(results, dict) else [results]
            known = [c for text in own for c in text.split() if c != "?" and text[:1] != "="]
            expressions += 1
            cells += len(known)
    return expressions, cells


def of_limitations(found: list[Row]) -> list[str]:
    """List the gaps by their reasons, what goes beyond MindSpore, and the known differences."""
    lines = ["## Limitations", "", "Recorded cases that msjax does not meet yet, by reason:", ""]
    lines += _by_reason(gaps.GAPS | gaps.OPERATOR_GAPS)
    lines += ["", "Differences that are there on purpose:", ""]
    differing: dict[str, list[str]] = defaultdict(list)
    for row in found:
        status, reason = row.found.verdict()
        if status == "differs":
            differing[reason].append(row.path)
    lines += sorted(f"- {_listed(set(paths))}: {reason}" for reason, paths in differing.items())
    lines += ["", "What MindSpore compiles and msjax runs eagerly, with a warning:", ""]
    lines += _by_reason(gaps.NOT_COMPILED | dict.fromkeys(EAGER, _UNKNOWN_SHAPES))
    lines += ["", "Examples of MindSpore's documentation that end with other values here:", ""]
    lines += _by_reason(gaps.EXAMPLES)
    lines += ["", "What works although MindSpore raises an error:", ""]
    return lines + _by_reason(gaps.EXTENSIONS | gaps.PROMOTION_EXTENSIONS)


def _by_reason(entries: dict[str, str]) -> list[str]:
    reasons: dict[str, list[str]] = defaultdict(list)
    for key, reason in entries.items():
        reasons[reason].append(key)
    return sorted(f"- {reason}: {_listed(keys)}" for reason, keys in reasons.items())


def _listed(entries: Iterable[str]) -> str:
    return ", ".join(f"`{e}`" for e in sorted(entries))


def of_signatures(found: list[Row]) -> list[str]:
    """List the signatures that differ."""
    unequal = sorted((r.path, r) for r in found if r.comparison() is False)
    lines = [
        [f"`{path}`", _joined(row.recorded), _joined(row.signatures())] for path, row in unequal
    ]
    return ["## Signatures that differ", "", *table(("name", "MindSpore", "msjax"), lines, 0)]


def _joined(signatures: Iterable[str]) -> str:
    return "<br>".join(f"`{s}`" for s in signatures).replace("|", "\\|")


def of_refused(found: list[Row]) -> list[str]:
    """List the names that msjax does not have on purpose, by their reasons."""
    refused = {row.found.path: row.found.verdict()[1] for row in found if row.is_refused}
    refused |= {path: reason for path, reason in REFUSED.items() if path in refused}
    return ["## Names that cannot be here", "", *_by_reason(refused)]


def of_missing(found: list[Row]) -> list[str]:
    """List the names that are not there, per namespace."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in found:
        if row.status == "missing" and not row.is_refused:
            groups[row.namespace].append(row.name)
    lines = ["## Names that are not there yet"]
    for namespace in sorted(groups):
        lines += ["", f"**{namespace}** ({len(groups[namespace])}): {', '.join(groups[namespace])}"]
    return lines


def report() -> str:
    """Return the text of docs/conformance.md."""
    found = list(rows())
    sections = [
        of_names(found),
        of_operators(),
        of_cases(),
        of_limitations(found),
        of_signatures(found),
        of_refused(found),
        of_missing(found),
    ]
    return HEAD + "".join("\n" + "\n".join(section) + "\n" for section in sections)


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only tell whether it differs")
    parser.add_argument("--results", type=Path, help="JUnit's XML: fail unless it shows the facts")
    options = parser.parse_args()
    if options.results:
        lacking = shown(options.results)
        print(*lacking, sep="\n", file=sys.stderr)
        return int(bool(lacking))
    wanted = report()
    if options.check:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == wanted
        if not same:
            print("docs/conformance.md is not what `make generated` writes", file=sys.stderr)
        return int(not same)
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
