"""How often JAX traces or compiles anything once training has begun.

A compiled step is there after the first step, PyNative after the third: a backward pass that comes
for the third time is compiled as a whole.
"""

from collections import Counter
from collections.abc import Iterator

import jax

from benchmarks import timing
from benchmarks.options import Options
from benchmarks.report import Row

TRACE = "/jax/core/compile/jaxpr_trace_duration"
COMPILE = "/jax/core/compile/backend_compile_duration"
STEPS = 20
BEGINNING = {"PyNative": 3, "compiled": 1}


def count_events(call, steps: int) -> Counter:
    """The traces and compilations during `steps` calls."""
    seen = Counter()

    def listen(event, duration, **_):
        seen[event] += 1

    jax.monitoring.register_event_duration_secs_listener(listen)
    try:
        for _ in range(steps):
            timing.ready(call())
    finally:
        jax.monitoring.unregister_event_duration_listener(listen)
    return seen


def measure(options: Options) -> Iterator[Row]:
    """Traces and compilations in both modes, over steps with new batches of one shape."""
    from benchmarks import programs

    for mode, compiled in (("PyNative", False), ("compiled", True)):
        step = programs.stateful_step(compiled)
        first = count_events(step, 1)
        rest = count_events(step, BEGINNING[mode] - 1)
        if not first[COMPILE]:
            raise RuntimeError("the first step compiled nothing: the events are not counted")
        later = count_events(step, STEPS)
        name = f"{mode} step with Conv2d, BatchNorm2d, Dropout, Adam"
        for what, event in (("traces", TRACE), ("compilations", COMPILE)):
            against = f"{first[event]} in the first step, {STEPS} steps counted"
            if BEGINNING[mode] > 1:
                against = f"{rest[event]} up to step {BEGINNING[mode]}, {against}"
            yield Row("retrace", f"{what}, {name}", later[event], "", against, 0)
