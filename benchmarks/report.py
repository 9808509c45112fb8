"""One measured row, the table of all of them, and the file of results."""

import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """A measured value and what it should not exceed.

    Attributes:
        family: the file it comes from.
        name: what was measured.
        value: the measured figure, in `unit`.
        unit: "x" for a ratio, "s" for seconds, "" for a count.
        against: what the value compares with.
        target: the limit, or None for a row that only informs.
        seconds: the times behind the value, by side.
    """

    family: str
    name: str
    value: float
    unit: str
    against: str
    target: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether the value is within its target; True where there is none."""
        return self.target is None or self.value <= self.target


def duration(seconds: float) -> str:
    """Seconds with the unit that suits their size."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def figure(value: float, unit: str) -> str:
    """A measured figure as the table shows it."""
    if unit == "":
        return f"{value:g}"
    return f"{value:.3g} {unit}"


def table(rows: Iterable[Row]) -> str:
    """A Markdown table of the rows."""
    lines = [
        "| what | measured | target | against | seconds |",
        "| --- | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        target = "" if row.target is None else f"<= {figure(row.target, row.unit)}"
        verdict = "" if row.target is None else (" ok" if row.met else " **missed**")
        sides = ", ".join(f"{side} {duration(s)}" for side, s in row.seconds.items())
        lines.append(
            f"| {row.family}: {row.name} | {figure(row.value, row.unit)}{verdict} "
            f"| {target} | {row.against} | {sides} |"
        )
    return "\n".join(lines)


def versions() -> dict[str, str]:
    """The versions that decide the figures."""
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for package in ("msjax", "jax", "jaxlib", "flax", "numpy", "torch"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write the rows and the versions as JSON."""
    record = {"versions": versions(), "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(record, indent=1) + "\n")
