"""Interleaved timing: the sides take turns, so that a slow moment of the machine falls on all.

A *block* is a function of a count: it makes that many calls, waits until the results of the last
one are there, and returns the seconds. This module imports no array library: MindSpore's own
interpreter uses it too.
"""

import gc
import time
from collections.abc import Callable, Mapping
from itertools import repeat

Block = Callable[[int], float]


def ready(result):
    """Wait until every array in `result` (nested tuples, lists, dicts) has its value."""
    if isinstance(result, tuple | list):
        for item in result:
            ready(item)
    elif isinstance(result, dict):
        ready(tuple(result.values()))
    elif hasattr(result, "asnumpy"):
        result.asnumpy()
    elif hasattr(result, "block_until_ready"):
        result.block_until_ready()


def block_of(call: Callable[[], object]) -> Block:
    """The block that repeats `call` in this process."""

    def block(count):
        start = time.perf_counter()
        for _ in repeat(None, count):
            result = call()
        ready(result)
        return time.perf_counter() - start

    return block


def calibrate(block: Block, seconds: float) -> int:
    """How many calls make a block of about `seconds`, after warming it up."""
    block(1)
    per_call = block(3) / 3
    if per_call < seconds / 10:
        per_call = block(20) / 20
    return max(1, round(seconds / per_call))


def interleave(
    blocks: Mapping[str, Block], rounds: int = 100, seconds: float = 0.003
) -> dict[str, list[float]]:
    """Seconds per call of every block, one entry per round; the order turns round each time."""
    counts = {name: calibrate(block, seconds) for name, block in blocks.items()}
    times = {name: [] for name in blocks}
    order = list(blocks)
    gc.collect()
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name in order:
                times[name].append(blocks[name](counts[name]) / counts[name])
            order.reverse()
    finally:
        if enabled:
            gc.enable()
    return times


def typical(times: Mapping[str, list[float]]) -> dict[str, float]:
    """The seconds per call of every side: the quickest fifth of its rounds begins there.

    Whatever else the machine does can only add time, so a low quantile repeats where the median
    of a shared machine does not; the minimum would be one lucky round.
    """
    return {name: sorted(values)[len(values) // 5] for name, values in times.items()}
