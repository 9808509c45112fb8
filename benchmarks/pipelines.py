"""An epoch of a pipeline of NumPy rows against the same loop by hand, and MindSpore."""

from collections.abc import Iterator

import numpy as np

from benchmarks import timing
from benchmarks.options import Options
from benchmarks.report import Row

TARGET = 0.33  # of MindSpore's time


def by_hand(features, labels, batch):
    """Return the calls that do what the pipelines do, without a pipeline."""

    def epoch(function):
        order = np.random.permutation(len(features))
        for start in range(0, len(order), batch):
            rows = [(function(features[i]), labels[i]) for i in order[start : start + batch]]
            last = np.stack([row[0] for row in rows]), np.array([row[1] for row in rows])
        return last

    return {
        "map and batch": lambda: epoch(lambda x: x * 2),
        "batch": lambda: epoch(lambda x: x),
    }


def measure(options: Options) -> Iterator[Row]:
    """The ratios for an epoch of some thousand small rows."""
    from benchmarks import programs

    hand = by_hand(*programs.pipeline_rows(), programs.PIPELINE_BATCH)
    for name, call in programs.pipelines().items():
        blocks = {"msjax": timing.block_of(call), "by hand": timing.block_of(hand[name])}
        blocks |= options.beside(f"pipelines:{name}")
        seconds = timing.typical(timing.interleave(blocks, max(5, options.rounds // 5)))
        for side in blocks:
            if side != "msjax":
                value = seconds["msjax"] / seconds[side]
                target = TARGET if side == "mindspore" else None
                yield Row("pipelines", f"{name}, 4096 rows", value, "x", side, target, seconds)
