"""Where msjax knowingly differs from MindSpore: read from the docstrings, the one place that says.

A docstring says so under `Differs:` (up to the next empty line), and under `Raises:` where an
argument is refused: `NotImplementedError: ` with the argument in backquotes, or `always`.
"""

from __future__ import annotations

import inspect
import re

_DIFFERS = re.compile(r"\bDiffers:\s+(.*?)(?=\n\s*\n|\Z)", re.DOTALL)
_REFUSES = re.compile(r"^\s+NotImplementedError: (.*?)(?=\n\s*\w+: |\n\s*\n|\Z)", re.DOTALL | re.M)


def difference(value) -> str:
    """Return how a function, class or property differs from MindSpore's; "" if it does not.

    Of a class, only its own docstring counts; of overloads, every one.
    """
    return " ".join(dict.fromkeys(_find(_DIFFERS, value)))


def refusals(value) -> list[str]:
    """Return when a function or class raises NotImplementedError: "`argument` is True."."""
    return _find(_REFUSES, value)


def is_refused(value) -> bool:
    """Tell whether a function raises NotImplementedError whatever its arguments are."""
    return "always." in refusals(value)


def _find(pattern: re.Pattern, value) -> list[str]:
    return [" ".join(t.split()) for doc in _docstrings(value) for t in pattern.findall(doc)]


def _docstrings(value) -> list[str]:
    overloads = getattr(value, "overloads", None)
    if inspect.isclass(value):
        docs = [vars(value).get("__doc__")]
    elif isinstance(value, property) or inspect.isroutine(value):
        docs = [f.__doc__ for f in overloads or (value,)]
    else:
        docs = []
    return [doc for doc in docs if isinstance(doc, str)]
