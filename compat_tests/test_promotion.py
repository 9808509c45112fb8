"""Hold msjax to the recorded table of result dtypes (facts/promotion.json)."""

from __future__ import annotations

import fnmatch
import json
from pathlib import Path

import jax
import mindspore as ms
import pytest

from compat_tests import promotion
from compat_tests.gaps import GAPS, PROMOTION_EXTENSIONS

TABLE = json.loads((Path(__file__).parent / "facts" / "promotion.json").read_text())


# These pairs are run as a program runs them; the others are traced, which compiles nothing.
EAGER = {
    ("i32", "f32"),
    ("f32", "f32"),
    ("bool", "bool"),
    ("i32", "3"),
    ("i32", "1.5"),
    ("f32", ""),
}


def recorded_rows(section, name):
    """Return {dtype: words} of one expression, following a reference to an equal table."""
    rows = TABLE[section][name]
    while isinstance(rows, str) and rows.startswith("= "):
        rows = TABLE[section][rows[2:]]
    if isinstance(rows, str):
        return dict(zip(TABLE["dtypes"], ([word] for word in rows.split()), strict=True))
    return {dtype: words.split() for dtype, words in rows.items()}


def expressions():
    """Yield a pytest parameter for each recorded expression."""
    for section in ("binary", "scalar", "scalar_left", "unary"):
        for name in TABLE[section]:
            reason = GAPS.get(f"promotion::{section}::{name}")
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(section, name, id=f"{section}::{name}", marks=marks)


@pytest.fixture(autouse=True, scope="module")
def forget_compiled_code():
    """The tables trace tens of thousands of tiny programs; their memory is given back."""
    yield
    jax.clear_caches()


@pytest.mark.parametrize(("section", "name"), list(expressions()))
def test_result_dtypes(section, name):
    """Every pair has MindSpore's result dtype or exception class; `?` (no CPU kernel) is free."""
    labels = {"binary": TABLE["dtypes"], "unary": [""]}.get(section, TABLE["scalars"])
    wrong = []
    for dtype, words in recorded_rows(section, name).items():
        cells = promotion.cells(ms, section, name, dtype)
        for label, word, call in zip(labels, words, cells, strict=True):
            if word == "?":
                continue
            got = outcome(call, word, eager=(dtype, label) in EAGER)
            if got != word and not is_extension(section, name, dtype, label, word, got):
                wrong.append(f"{dtype}, {label}: {got}, expected {word}")
    assert not wrong, f"{len(wrong)} differ: " + "; ".join(wrong[:12])


def outcome(call, expected, *, eager):
    """Return the outcome of a cell; what cannot be traced, or differs, is run too."""
    if not eager:
        traced = []
        jax.eval_shape(lambda: traced.append(promotion.outcome(ms, call, settle=lambda x: None)))
        if traced == [expected]:
            return expected
    return promotion.outcome(ms, call)


def is_extension(section, name, dtype, label, word, got):
    """Tell whether msjax is known to give a result here where MindSpore raises."""
    cell = f"{section}::{name}::{dtype}::{label}"
    return (
        word.startswith("!")
        and not got.startswith("!")
        and any(fnmatch.fnmatchcase(cell, pattern) for pattern in PROMOTION_EXTENSIONS)
    )


def test_the_table_is_whole():
    """Every expression that promotion.py lists was recorded, but for names MindSpore lacks."""
    absent = {"squared_difference", "mint.true_divide", "bitwise_not"}
    listed = {(section, name) for section, name in promotion.names() if name not in absent}
    assert listed == {
        (s, n) for s in ("binary", "scalar", "scalar_left", "unary") for n in TABLE[s]
    }
