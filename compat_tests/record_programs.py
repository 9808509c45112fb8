"""Record what real MindSpore prints for each program: `python compat_tests/record_programs.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAMS = ROOT / "compat_tests" / "programs"


def main():
    """Run every program in both modes; write NAME.out, and NAME.graph.out where it differs."""
    for script in sorted(PROGRAMS.glob("*.py")):
        if "import msjax" in script.read_text():
            continue  # shows what is not in MindSpore
        eager, graph = (output(script, mode) for mode in ("pynative", "graph"))
        script.with_suffix(".out").write_text(eager)
        script.with_suffix(".graph.out").unlink(missing_ok=True)
        if graph != eager:
            script.with_suffix(".graph.out").write_text(graph)
        print(script.stem)


def output(script, mode):
    """Return what `script` prints under MindSpore in `mode`."""
    command = [sys.executable, "-m", "compat_tests.program_run", mode, str(script)]
    environment = {**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX2", "GLOG_v": "3"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
