"""The first PyNative training step of a ResNet-18 against the first call of the compiled step.

Each first step runs in a fresh process without a persistent compilation cache, so everything is
compiled. `python -m benchmarks.first_step pynative` is one such process.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks import timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 3.0
MODES = ("pynative", "compiled")


def first_step(mode: str) -> dict[str, float]:
    """The loss and the seconds of the first and of the second step, in this process."""
    from benchmarks import resnet

    step = resnet.training_step(compiled=mode == "compiled")
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        result = step()
        timing.ready(result)
        seconds.append(time.perf_counter() - start)
    return {"first": seconds[0], "second": seconds[1], "loss": float(result.asnumpy())}


def in_fresh_process(mode: str, python: str | None = None) -> dict[str, float]:
    """`first_step` in a new interpreter; `python` names one with the real MindSpore."""
    environment = dict(os.environ)
    environment.pop("JAX_COMPILATION_CACHE_DIR", None)
    environment["ONEDNN_MAX_CPU_ISA"] = "AVX2"
    command = [python or sys.executable, "-m", "benchmarks.first_step", mode]
    command += ["--mindspore"] if python else []
    run = subprocess.run(command, check=True, env=environment, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def measure(options: Options) -> Iterator[Row]:
    """The ratio of the first steps, and what a later step costs."""
    results = {mode: [] for mode in MODES}
    for _ in range(max(1, options.processes // 4)):
        for mode in MODES:
            results[mode].append(in_fresh_process(mode))
    first, second = (
        {mode: [result[key] for result in results[mode]] for mode in MODES}
        for key in ("first", "second")
    )
    beside = in_fresh_process("pynative", options.mindspore) if options.mindspore else {}
    for name, times, target, key in (
        ("ResNet-18, first PyNative step", first, TARGET, "first"),
        ("ResNet-18, second PyNative step", second, None, "second"),
    ):
        seconds = timing.typical(times)
        value = seconds["pynative"] / seconds["compiled"]
        if beside:
            seconds["mindspore pynative"] = beside[key]
        yield Row("first step", name, value, "x", "the same step compiled", target, seconds)


def main() -> None:
    """Run one first step and print its figures as JSON."""
    mode, *flags = sys.argv[1:]
    if "--mindspore" not in flags:
        import msjax

        msjax.install_as_mindspore()
    print(json.dumps(first_step(mode)))


if __name__ == "__main__":
    main()
