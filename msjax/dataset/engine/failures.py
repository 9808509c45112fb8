"""The errors of a running pipeline: RuntimeError with MindSpore's first clauses."""

from __future__ import annotations

import traceback

from msjax.mindrecord.common.exceptions import PIPELINE

_FUNCTION = "Exception thrown from user defined Python function in dataset. "


def bad_result(reason: str) -> RuntimeError:
    """Return the error of a user's function that returns something wrong."""
    return RuntimeError(_FUNCTION + reason)


def function_failure(what: str, error: Exception) -> RuntimeError:
    """Return the error of a user's function that failed: with its traceback, without our frames.

    Args:
        what: which function, for instance "map operation: [crop] failed".
        error: what it raised.
    """
    if str(error).startswith((PIPELINE, _FUNCTION)):  # an operation of msjax told already
        return RuntimeError(f"{error} ({what})")
    shown = error.__traceback__
    while shown is not None and _is_ours(shown):
        shown = shown.tb_next
    lines = traceback.format_exception(type(error), error, shown)
    return RuntimeError(f"{_FUNCTION}\n{what}. {''.join(lines)}")


def _is_ours(step) -> bool:
    return step.tb_frame.f_globals.get("__name__", "").startswith("msjax.dataset.engine")


def name_of(function) -> str:
    """Return what a function or operation is called in errors."""
    return getattr(function, "__name__", type(function).__name__)
