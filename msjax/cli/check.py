"""`msjax check`: what of MindSpore programs use, and what msjax has of it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field

from msjax.cli.names import ROOTS, Name
from msjax.cli.sources import Source, Unreadable, files, read
from msjax.cli.uses import Use, find_uses

_SHOWN = 3  # uses per name in the text
_DEPTH = 20_000  # of Python's calls: programs are found with chains of a thousand method calls
_ORDER = ("supported", "differs", "missing")
_DESCRIPTION = """\
List the names of MindSpore that programs use, and what msjax has of each: supported; differs (it
works, with the difference that is told); missing. Nothing is run: names are followed through
imports, aliases, star imports and attribute chains. Members are known for `Tensor(...)`, for
other instances made in sight and for `self` in classes derived from MindSpore's; what a function
returns is not followed. Keyword arguments, and options of set_context, are checked too."""
_EPILOG = """\
exit code: 0, or 1 if a name is missing, or 2 if a path cannot be read or parsed. A name that the
program itself guards (`try: … except ImportError`) counts as handled, not as missing.

examples:
  msjax check train.py
  msjax check --missing src/ notebooks/
  msjax check --json . | jq '.names[] | select(.status == "differs")'"""


@dataclass
class Found:
    """A name, its verdict and its uses over all files."""

    name: Name
    status: str
    reason: str
    handled: bool = True
    places: list[dict[str, object]] = field(default_factory=list)

    @property
    def counts_as(self) -> str:
        """What it is in the summary."""
        return "handled" if self.status == "missing" and self.handled else self.status

    def as_json(self) -> dict[str, object]:
        """Return the entry of `--json`."""
        return {
            "name": self.name.path,
            "status": self.status,
            "handled": self.counts_as == "handled",
            "reason": self.reason,
            "nearest": list(self.name.nearest),
            "uses": self.places,
        }


def main(words: list[str]) -> int:
    """Run `msjax check` with these words; return the exit code."""
    options = _parser().parse_args(words)
    found, errors, count = _check(options.paths)
    shown = [f for f in found if f.status == "missing" or not options.missing]
    if options.json:
        document = {"names": [f.as_json() for f in shown], "errors": errors}
        print(json.dumps(document | {"summary": _counts(found, count)}, indent=1))
    else:
        for name in shown:
            print(_text(name))
        for error in errors:
            print(f"cannot read  {error}")
        print(_summary(_counts(found, count), len(errors)))
    if errors:
        return 2
    return int(any(f.counts_as == "missing" for f in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="msjax check",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a script, a notebook or a folder")
    parser.add_argument("--json", action="store_true", help="print JSON, with every use")
    parser.add_argument("--missing", action="store_true", help="list the missing names only")
    return parser


def _check(paths: list[str]) -> tuple[list[Found], list[str], int]:
    """Return what was found, sorted as shown; the errors; how many files were read."""
    found: dict[str, Found] = {}
    errors, seen = [], {}
    for path in paths:
        try:
            seen.update(dict.fromkeys(files(path)))
        except Unreadable as error:
            errors.append(str(error))
    for file in seen:
        try:
            source = read(file)
            uses = _uses(source)
        except Unreadable as error:
            errors.append(str(error))
            continue
        for use in uses:
            path = use.name.path
            if path not in found:
                found[path] = Found(use.name, *use.name.verdict())
            found[path].handled &= use.optional
            found[path].places.append(source.place(use.line))
    ordered = sorted(found.values(), key=lambda f: (_ORDER.index(f.status), f.name.path))
    return ordered, errors, len(seen)


def _uses(source: Source) -> list[Use]:
    if not any(root in source.text for root in ROOTS):
        return []
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(limit, _DEPTH))
        return find_uses(source.tree)
    except RecursionError:
        raise Unreadable(f"{source.file}: nested too deeply") from None
    finally:
        sys.setrecursionlimit(limit)


def _counts(found: list[Found], count: int) -> dict[str, int]:
    kinds = [f.counts_as for f in found]
    return {"files": count, "names": len(found)} | {
        kind: kinds.count(kind) for kind in (*_ORDER, "handled")
    }


def _text(found: Found) -> str:
    line = f"{found.status:9}  {found.name.path}  {_places(found.places)}"
    if found.counts_as == "handled":
        line += "  (handled by the program)"
    return f"{line}\n{'':11}{found.reason}" if found.reason else line


def _places(places: list[dict[str, object]]) -> str:
    """Write the first uses: `a.py:3, 17, b.ipynb:cell 2:5 (+4)`."""
    parts, last = [], None
    for place in places[:_SHOWN]:
        where = f"cell {place['cell']}:{place['line']}" if "cell" in place else str(place["line"])
        parts.append(where if place["file"] == last else f"{place['file']}:{where}")
        last = place["file"]
    more = len(places) - _SHOWN
    return ", ".join(parts) + (f" (+{more})" if more > 0 else "")


def _summary(counts: dict[str, int], errors: int) -> str:
    names, number = counts["names"], counts["files"]
    text = f"{names} name{'s' * (names != 1)} in {number} file{'s' * (number != 1)}: "
    kinds = {"supported": "supported", "differs": "differing", "missing": "missing"}
    text += ", ".join(f"{counts[kind]} {word}" for kind, word in kinds.items())
    if counts["handled"]:
        text += f", {counts['handled']} missing but handled"
    return text + (f"; {errors} unreadable" if errors else "")
