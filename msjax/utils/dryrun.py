"""Dry runs: a program says what to go on with where it would read a value from a device.

Source: https://www.mindspore.cn/docs/en/master/api_python/utils/mindspore.utils.dryrun.mock.html
"""

from __future__ import annotations

import os

_SWITCH = "MS_SIMULATION_LEVEL"


def set_simulation() -> None:
    """Begin a dry run: `mock` gives its first argument from now on.

    Differs: operators are computed; in MindSpore's dry run they are only planned.
    """
    os.environ[_SWITCH] = "1"


def mock(mock_val, *args):
    """Return a made-up value in a dry run, else the real one.

    Args:
        mock_val: the made-up value.
        *args: the real value; or a function and its arguments, which is called.

    Raises:
        IndexError: there is no real value.
        TypeError: what has arguments is no function.
    """
    if os.environ.get(_SWITCH):
        return mock_val
    if not args:
        raise IndexError(f"mock({mock_val!r}) needs the real value too, as a second argument.")
    value, *rest = args
    return value(*rest) if rest or callable(value) else value
