"""Measure msjax against hand-written JAX, PyTorch and, where asked, MindSpore.

python -m benchmarks.run
python -m benchmarks.run --only operators gradients --quick
python -m benchmarks.run --mindspore PYTHON --json benchmarks/results.json
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import beside, report
from benchmarks.options import Options, no_side

FAMILIES = (
    "operators",
    "ops",
    "gradients",
    "compiled_step",
    "import_time",
    "retrace",
    "first_step",
    "pipelines",
)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", nargs="+", choices=FAMILIES, default=FAMILIES)
    parser.add_argument("--quick", action="store_true", help="fewer repeats: a first impression")
    parser.add_argument("--mindspore", metavar="PYTHON", help="an interpreter with MindSpore")
    parser.add_argument("--json", metavar="PATH", type=Path, help="write the results there")
    parser.add_argument("--strict", action="store_true", help="exit with 1 if a target is missed")
    return parser.parse_args(arguments)


def measure(options: Options, families: Sequence[str]) -> list[report.Row]:
    """Every row of the families, telling on standard error what is running."""
    rows = []
    for family in families:
        module = importlib.import_module(f"benchmarks.{family}")
        for row in module.measure(options):
            print(
                f"{row.family}: {row.name}: {report.figure(row.value, row.unit)}", file=sys.stderr
            )
            rows.append(row)
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return the exit status."""
    args = parse(arguments)
    import msjax

    msjax.install_as_mindspore()
    side = beside.MindSpore(args.mindspore) if args.mindspore else None
    options = Options(
        rounds=25 if args.quick else 100,
        processes=4 if args.quick else 12,
        mindspore=args.mindspore,
        beside=side or no_side,
    )
    try:
        rows = measure(options, args.only)
    finally:
        if side:
            side.close()
    print(report.table(rows))
    if args.json:
        report.write(args.json, rows)
    return int(args.strict and not all(row.met for row in rows))


if __name__ == "__main__":
    sys.exit(main())
