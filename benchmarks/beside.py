"""Real MindSpore as a side: its own interpreter runs `benchmarks.programs` and times on request.

The two processes take turns, so their times interleave like those of the sides in one process.
"""

import json
import os
import subprocess
import sys

from benchmarks import timing


class MindSpore:
    """A process that times MindSpore programs by name."""

    def __init__(self, python: str):
        environment = dict(os.environ, ONEDNN_MAX_CPU_ISA="AVX2", GLOG_v="3")
        self.process = subprocess.Popen(
            [python, "-m", "benchmarks.beside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )

    def __call__(self, key: str) -> dict[str, timing.Block]:
        """The side "mindspore" for a program named "family:name"."""
        return {"mindspore": lambda count: self.ask(key, count)}

    def ask(self, key: str, count: int) -> float:
        """The seconds that `count` calls of the program took."""
        self.process.stdin.write(json.dumps([key, count]) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("seconds "):
                return float(line.split()[1])
        raise RuntimeError(f"the MindSpore process ended while timing {key!r}")

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def serve() -> None:
    """Answer each request [key, count] on standard input with the seconds it took."""
    from benchmarks import programs

    blocks = {}
    for line in sys.stdin:
        key, count = json.loads(line)
        if key not in blocks:
            family = key.partition(":")[0]
            calls = programs.FAMILIES[family]()
            blocks |= {f"{family}:{n}": timing.block_of(call) for n, call in calls.items()}
        print("seconds", blocks[key](count), flush=True)


if __name__ == "__main__":
    serve()
