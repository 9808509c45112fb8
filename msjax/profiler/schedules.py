"""`schedule`: in which steps is recorded.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.profiler.schedule.html
"""

from __future__ import annotations

import enum

from msjax import log as logger


class ProfilerAction(enum.Enum):
    """What a profiler does in a step."""

    NONE = 0
    WARM_UP = 1
    RECORD = 2
    RECORD_AND_SAVE = 3


class Schedule:
    """A function from the number of a step to what a profiler does in it.

    After `skip_first` steps come rounds of `wait`, `warmup` and `active` steps.

    Args:
        wait: steps without anything.
        active: steps that are recorded.
        warmup: steps before these. Default: 0.
        repeat: how many rounds; 0 for all. Default: 0.
        skip_first: steps before the first round. Default: 0.

    Numbers out of range, or of other types, count as the least that is possible, with a warning.
    """

    def __init__(self, *, wait, active, warmup=0, repeat=0, skip_first=0):
        self.wait = _at_least("wait", wait, 0)
        self.active = _at_least("active", active, 1)
        self.warmup = _at_least("warmup", warmup, 0)
        self.repeat = _at_least("repeat", repeat, 0)
        self.skip_first = _at_least("skip_first", skip_first, 0)

    def __call__(self, step) -> ProfilerAction:
        """Return what is done in a step.

        Args:
            step: its number, an int from 0.
        """
        length = self.wait + self.warmup + self.active
        turn, place = divmod(step - self.skip_first, length)
        if step < self.skip_first or (self.repeat and turn >= self.repeat):
            return ProfilerAction.NONE
        if place < self.wait:
            return ProfilerAction.NONE
        if place < self.wait + self.warmup:
            return ProfilerAction.WARM_UP
        return ProfilerAction.RECORD_AND_SAVE if place == length - 1 else ProfilerAction.RECORD

    def __repr__(self):
        return (
            f"Schedule(wait={self.wait}, active={self.active}, warmup={self.warmup}, "
            f"repeat={self.repeat}, skip_first={self.skip_first})"
        )


def _at_least(name, value, least) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= least:
        return value
    logger.warning("The parameter '%s' must be an int >= %s, but got %r.", name, least, value)
    return least


schedule = Schedule
