"""Which arguments Primitives refuse when they are made, against facts recorded from MindSpore."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
import pytest

import msjax as ms
import msjax._ops
from compat_tests.gaps import ARGUMENT_GAPS
from msjax import ops
from msjax._core.operator import FACES

FACTS = json.loads((Path(__file__).parent / "facts" / "primitive_arguments.json").read_text())
STRINGS = FACTS["strings"]
SCOPE = {"ms": ms, "np": np, "ops": ops}


def refused(row: dict[str, list[str]]) -> dict[str, str]:
    """Return the class of the exception by value."""
    return {
        value: kind
        for kind, values in row.items()
        for listed in values
        for value in (STRINGS if listed == "any str" else [listed])
    }


def outcome(making: str, parameter: str, value: str) -> str:
    """Return the class of what making a Primitive with another value raises, or "accepted"."""
    call = ast.parse(making, mode="eval").body
    given = {k.arg: ast.unparse(k.value) for k in call.keywords} | {parameter: value}
    text = ", ".join(f"{k}={v}" for k, v in given.items())
    try:
        eval(f"ops.{ast.unparse(call.func)}({text})", SCOPE)
    except Exception as error:
        return type(error).__name__
    return "accepted"


def parameters():
    """List (Primitive, parameter) of what msjax has; gaps have to fail."""
    rows: dict[str, list[str]] = {}
    for row in FACTS["rows"]:
        name, parameter = row.partition("(")[0], row.rpartition(" | ")[2]
        if f"ops.{name}" in FACES and FACES[f"ops.{name}"][0].init is not None:
            rows.setdefault(f"{name}.{parameter}", []).append(row)
    return [pytest.param(found, marks=_marks(key), id=key) for key, found in rows.items()]


def _marks(key: str):
    gap = ARGUMENT_GAPS.get(key)
    return [pytest.mark.xfail(strict=True, reason=gap)] if gap else []


@pytest.mark.parametrize("rows", parameters())
def test_refused_when_made(rows):
    """The same values are refused, with the same class of exception."""
    for row in rows:
        making, _, parameter = row.rpartition(" | ")
        expected = refused(FACTS["rows"][row])
        values = FACTS["values"] + STRINGS
        if takes_any_word(expected):
            values = [v for v in values if v in expected]
        ours = {v: outcome(making, parameter, v) for v in values}
        assert ours == {v: expected.get(v, "accepted") for v in values}


def takes_any_word(expected) -> bool:
    """Tell whether MindSpore takes the words of all parameters for this one.

    It turns words into numbers that all parameters share, and None is found out at the call;
    msjax takes the parameter's own words, in any case.
    """
    return "'abc'" in expected and not {"'zeros'", "'forward'", "'NHWC'"} & set(expected)
