"""Values in the place of computed ones, for programs that MindSpore runs without a device.

Source: https://www.mindspore.cn/docs/en/master/api_python/mindspore/mindspore.utils.dryrun.html
"""

from __future__ import annotations

import os

__all__ = ["mock", "set_simulation"]

_VARIABLE = "MS_SIMULATION_LEVEL"


def set_simulation() -> None:
    """Let `mock` return its first argument from now on: sets MS_SIMULATION_LEVEL=1.

    Differs: nothing else is simulated; msjax computes on the device that is there.
    """
    os.environ[_VARIABLE] = "1"


def mock(mock_val, *args):
    """Return `mock_val` in a simulation, and otherwise what it stands for.

    Args:
        mock_val: any value.
        *args: a value; or a function and its arguments, which is called.
    """
    if os.environ.get(_VARIABLE):
        return mock_val
    function, *rest = args
    if len(args) == 1 and not callable(function):
        return function
    return function(*rest)
