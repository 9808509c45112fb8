"""Compare two facts (see `harness.describe`): one from msjax, one recorded from MindSpore."""

from __future__ import annotations

import numpy as np

from compat_tests.tolerances import limit

EXACT = ("kind", "dtype", "shape", "name", "requires_grad", "class", "names")
NUMBERS = ("values", "head", "sums")


def differences(got, want, override=None, where="result"):
    """Yield a line for each way in which the fact `got` differs from the fact `want`."""
    if not (isinstance(got, dict) and isinstance(want, dict)):
        if type(got) is not type(want) or got != want:
            yield f"{where}: got {brief(got)}, expected {brief(want)}"
    elif "raises" in got or "raises" in want:
        if got.get("raises") != want.get("raises"):
            yield f"{where}: got {brief(got)}, expected {brief(want)}"
    elif wrong := [key for key in EXACT if got.get(key) != want.get(key)]:
        for key in wrong:
            yield f"{where}: {key} is {got.get(key)!r}, expected {want.get(key)!r}"
    elif "items" in want:
        yield from _item_differences(got["items"], want["items"], override, where)
    elif want.get("dtype") == "String":
        if got["values"] != want["values"]:
            yield f"{where}: got {brief(got)}, expected {brief(want)}"
    elif "dtype" in want or want["kind"] in ("float", "complex"):
        yield from _number_differences(got, want, override, where)
    elif got != want:
        yield f"{where}: got {brief(got)}, expected {brief(want)}"


def _item_differences(got, want, override, where):
    if len(got) != len(want):
        yield f"{where}: {len(got)} items, expected {len(want)}"
        return
    for index, (mine, theirs) in enumerate(zip(got, want, strict=True)):
        if isinstance(theirs, list):  # a key and a value of a mapping
            yield from differences(mine[0], theirs[0], override, f"{where} key {index}")
            mine, theirs, index = mine[1], theirs[1], theirs[0]
        yield from differences(mine, theirs, override, f"{where}[{index!r}]")


def _number_differences(got, want, override, where):
    allowed = override or limit(want.get("dtype", "Float64"))
    for key in (*NUMBERS, "value"):
        if key not in want:
            continue
        mine, theirs = np.array(got[key], float), np.array(want[key], float)
        if key == "sums":
            size = max(np.abs(theirs[-1]).max(), 1)
            mine, theirs = mine / size, theirs / size
        if not np.allclose(mine, theirs, rtol=allowed, atol=allowed, equal_nan=True):
            yield f"{where}: {key} {brief(got[key])}, expected {brief(want[key])} within {allowed}"


def brief(fact, length=300):
    """Return a short text of a fact for a failure message."""
    text = repr(fact)
    return text if len(text) <= length else text[: length - 3] + "..."
