"""Regular expressions as ICU, MindSpore's library for them, writes them: translated to Python's."""

from __future__ import annotations

import functools
import re
import sys
import unicodedata
from itertools import groupby

_ESCAPES = re.compile(r"\\x\{([0-9A-Fa-f]+)\}|\\([pP])\{\^?([^}]*)\}|\\([pP])([A-Z])|\\.", re.S)
_LONG_NAMES = {
    "letter": "L",
    "alphabetic": "L",
    "mark": "M",
    "number": "N",
    "digit": "Nd",
    "punctuation": "P",
    "punct": "P",
    "symbol": "S",
    "separator": "Z",
    "other": "C",
    "control": "Cc",
    "cntrl": "Cc",
    "format": "Cf",
    "uppercase": "Lu",
    "upper": "Lu",
    "lowercase": "Ll",
    "lower": "Ll",
}
_CATEGORY = re.compile(r"L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfson]?")


@functools.lru_cache(256)
def compiled(pattern: str) -> re.Pattern[str]:
    r"""Compile a regular expression.

    Args:
        pattern: in ICU's syntax: Python's, with `\p{...}` for a category of Unicode, and
            `\x{...}` for a character by its number.

    Returns:
        The compiled pattern.

    Raises:
        re.error: It is no regular expression.
        NotImplementedError: It names a property of characters that is no category.
    """
    return re.compile(_ESCAPES.sub(functools.partial(_translated, pattern), pattern))


def _translated(pattern: str, match: re.Match[str]) -> str:
    number, kind, name, short_kind, letter = match.groups()
    if number:
        return re.escape(chr(int(number, 16)))
    kind, name = kind or short_kind, name or letter
    if not kind:
        return match.group()
    category = _LONG_NAMES.get(name.lower(), name)
    if not _CATEGORY.fullmatch(category):
        raise NotImplementedError(
            f"The property {match.group()} in the regular expression {pattern!r} is not supported; "
            "categories of Unicode are, like \\p{P} and \\p{Lu}."
        )
    inverted = (kind == "P") != ("{^" in match.group())
    inside = _in_set(pattern, match.start())
    if inside and inverted:
        raise NotImplementedError(
            f"{match.group()} in a set of the regular expression {pattern!r} is not supported; "
            "write it outside of the brackets."
        )
    characters = _characters(category)
    return characters if inside else f"[{'^' * inverted}{characters}]"


def _in_set(pattern: str, position: int) -> bool:
    """Return whether a place of the pattern is within brackets."""
    inside, skip = False, False
    for character in pattern[:position]:
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        elif character == "[":
            inside = True
        elif character == "]":
            inside = False
    return inside


@functools.cache
def _characters(category: str) -> str:
    """Return the ranges of all characters of a category, as they stand in a set."""
    return "".join(
        f"\\U{first:08x}-\\U{last:08x}"
        for name, first, last in _runs()
        if name.startswith(category)
    )


@functools.cache
def _runs() -> list[tuple[str, int, int]]:
    """Return the runs of characters of one category: its name, the first and the last number."""
    categories = map(unicodedata.category, map(chr, range(sys.maxunicode + 1)))
    runs, first = [], 0
    for category, run in groupby(categories):
        after = first + sum(1 for _ in run)
        runs.append((category, first, after - 1))
        first = after
    return runs
