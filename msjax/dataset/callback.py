"""Callbacks of `map`: code of users that runs before and after epochs and steps.

A step is a row that the `map` computes. `WaitedDSCallback`, which makes a pipeline wait for the
training, belongs to both and is with the callbacks of training.

Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DSCallback.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msjax.dataset.engine.failures import function_failure
from msjax.dataset.transforms.checks import INT32_MAX, checked, integer

__all__ = ["DSCallback"]

_EVENTS = ("ds_begin", "ds_epoch_begin", "ds_epoch_end", "ds_step_begin", "ds_step_end")


class DSRunContext(NamedTuple):
    """What a callback is told; numbers start at 1, and are 0 before the first."""

    cur_epoch_num: int
    cur_step_num_in_epoch: int
    cur_step_num: int


class DSCallback:
    """The base class of callbacks of `map`: subclasses have some of its methods.

    Source: https://www.mindspore.cn/docs/en/master/api_python/dataset/mindspore.dataset.DSCallback.html

    Args:
        step_size: the methods for steps are called for every `step_size`-th step. Default: 1.

    Raises:
        TypeError: `step_size` is no int.
        ValueError: `step_size` is not positive.
        AttributeError: When a pipeline starts: the subclass has none of the methods.
    """

    @checked(step_size=integer(1, INT32_MAX))
    def __init__(self, step_size=1):
        self.step_size = step_size

    def ds_begin(self, ds_run_context):
        """Be called before the first epoch."""

    def ds_epoch_begin(self, ds_run_context):
        """Be called before each epoch."""

    def ds_epoch_end(self, ds_run_context):
        """Be called after each epoch."""

    def ds_step_begin(self, ds_run_context):
        """Be called before a step."""

    def ds_step_end(self, ds_run_context):
        """Be called after a step."""

    def _events(self) -> set[str]:
        """Return the names of the methods to call."""
        return {
            name for name in _EVENTS if getattr(type(self), name) is not getattr(DSCallback, name)
        }


class CalledEpochs:
    """The epoch function of a `map` with callbacks.

    Args:
        epoch: the epoch function of the child.
        team: what computes rows.
        callbacks: the callbacks.
        repeats: how many calls of this count as one epoch; 0: all.

    Raises:
        AttributeError: A callback has none of the methods.
    """

    def __init__(self, epoch, team, callbacks, repeats):
        self._epoch = epoch
        self._team = team
        self._repeats = repeats
        self._calls = self._started = self._ended = self._epoch_start = 0
        self._listeners = [(callback, callback._events()) for callback in callbacks]
        for callback, events in self._listeners:
            if not events:
                raise AttributeError(
                    "Inheriting Callback class without overriding any methods, check the usage of "
                    f"user defined Callback: {type(callback).__name__} has none of "
                    f"{', '.join(_EVENTS)}."
                )

    def __call__(self) -> Iterator:
        """Give the rows of the next epoch."""
        number, part = divmod(self._calls, self._repeats) if self._repeats else (0, self._calls)
        self._calls += 1
        if number == part == 0:
            self._tell("ds_begin", DSRunContext(0, 0, 0))
        if part == 0:
            self._epoch_start = self._ended
            self._tell("ds_epoch_begin", DSRunContext(number + 1, 0, self._ended))
        for row in self._team.results(self._begun(iter(self._epoch()), number)):
            self._ended += 1
            self._step("ds_step_end", number, self._ended)
            yield row
        if part == self._repeats - 1:
            steps = self._ended - self._epoch_start
            self._tell("ds_epoch_end", DSRunContext(number + 1, steps, self._ended))

    def _begun(self, items: Iterator, number: int) -> Iterator:
        """Give the rows that come in; tell that their steps begin."""
        for item in items:
            self._started += 1
            self._step("ds_step_begin", number, self._started)
            yield item

    def _step(self, event: str, number: int, step: int) -> None:
        in_epoch = step - self._epoch_start
        self._tell(event, DSRunContext(number + 1, in_epoch, step), in_epoch - 1)

    def _tell(self, event: str, context: Any, place: int = 0) -> None:
        for callback, events in self._listeners:
            if event in events and place % callback.step_size == 0:
                try:
                    getattr(callback, event)(context)
                except Exception as error:
                    what = f"callback {type(callback).__name__}.{event} failed"
                    raise function_failure(what, error) from None
