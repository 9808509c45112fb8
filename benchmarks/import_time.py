"""The time of importing msjax against `import jax`, in fresh processes taking turns."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks import timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 0.3
TIMER = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
# msjax loads its modules on first use, so the second row imports what every program uses.
STATEMENTS = ("import msjax", "from msjax import Parameter, Tensor, nn, ops")


def import_seconds(statement: str, bytecode: str, python: str = sys.executable) -> float:
    """Seconds a fresh interpreter takes for an import statement, its bytecode kept in a folder."""
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=bytecode)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    run = subprocess.run(
        [python, "-c", TIMER.format(statement)],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(run.stdout.split()[-1])


def interleaved(sides: dict[str, tuple[str, str]], processes: int) -> dict[str, float]:
    """The typical seconds of each side, a pair of statement and interpreter."""
    times = {name: [] for name in sides}
    with tempfile.TemporaryDirectory() as bytecode:
        for turn in range(processes + 1):
            for name, (statement, python) in sides.items():
                seconds = import_seconds(statement, bytecode, python)
                if turn:  # the first one reads the disk and writes bytecode
                    times[name].append(seconds)
    return timing.typical(times)


def measure(options: Options) -> Iterator[Row]:
    """The differences in seconds."""
    sides = {statement: (statement, sys.executable) for statement in (*STATEMENTS, "import jax")}
    if options.mindspore:
        sides["mindspore"] = ("import mindspore", options.mindspore)
    typical = interleaved(sides, options.processes)
    for statement in STATEMENTS:
        difference = typical[statement] - typical["import jax"]
        seconds = {name: value for name, value in typical.items() if name not in STATEMENTS}
        seconds = {statement: typical[statement]} | seconds
        yield Row("import", statement, difference, "s", "import jax", TARGET, seconds)
