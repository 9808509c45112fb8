"""Hold every declared operator to the values that MindSpore computes from the same numbers."""

from __future__ import annotations

import mindspore as ms
import pytest

from compat_tests.comparison import differences
from compat_tests.gaps import OPERATOR_GAPS, of_call
from compat_tests.ops import calls, running
from compat_tests.ops.extra import EAGER, TOLERANCES, UNPROVEN
from msjax._core.operator import FACES
from msjax._graph.cache import GraphFallbackWarning

ROWS = [row for family in running.families() for row in running.read_facts(family).items()]


def parameters(facts_of):
    """Return a parameter for each fact of each row, unless MindSpore failed there."""
    result = []
    for key, row in ROWS:
        for text, fact in facts_of(row).items():
            if not running.raises(fact):
                reason = of_call(key, text, facts_of.__name__)
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                result.append(pytest.param(key, row, text, fact, id=f"{key}: {text}", marks=marks))
    return result


def value(row):
    """Return the facts of the results, {call: fact}."""
    first = next((f for f in row["calls"].values() if not running.raises(f)), None)
    return {text: first if fact == "same" else fact for text, fact in row["calls"].items()}


def gradient(row):
    """Return the fact of the gradients, {call: fact}."""
    return row.get("gradient", {})


def graph(row):
    """Return the fact of graph mode, {call: fact}."""
    values = value(row)
    return {t: values[t] if fact == "same" else fact for t, fact in row.get("graph", {}).items()}


def check(got, want, key, aspect):
    """Fail with all differences."""
    tolerance, _ = TOLERANCES.get((key.split(" | ")[0], aspect), (None, None))
    lines = list(differences(got, want, tolerance))
    assert not lines, "\n".join(lines)


@pytest.mark.parametrize(("key", "row", "text", "want"), parameters(value))
def test_value(key, row, text, want):
    """A face gives MindSpore's values, shape and dtype; a random one shape and dtype."""
    got = running.result(ms, text, row["sample"])
    check(running.without_values(got) if row.get("random") else got, want, key, "value")


@pytest.mark.parametrize(("key", "row", "text", "want"), parameters(gradient))
def test_gradient(key, row, text, want):
    """The gradients of the sum of all outputs are MindSpore's."""
    check(running.gradient(ms, text, row["sample"]), want, key, "gradient")


@pytest.mark.parametrize(("key", "row", "text", "want"), parameters(graph))
def test_graph(key, row, text, want):
    """The compiled call gives what MindSpore's graph mode gives."""
    if key.split(" | ")[0] not in EAGER:
        check(running.graph(ms, text, row["sample"]), want, key, "graph")
        return
    with pytest.warns(GraphFallbackWarning):
        got = running.graph(ms, text, row["sample"])
    check(got, want, key, "graph")


def test_facts_are_of_the_declared_calls():
    """A new operator, face or sample has to be recorded: see `record_ops.py`."""
    declared = {k: row["calls"] for rows in calls.families().values() for k, row in rows.items()}
    recorded = {key: list(row["calls"]) for key, row in ROWS}
    assert recorded == declared


def test_every_face_has_a_value():
    """Each face has a value of MindSpore's, or a reason why not: no kernel on a CPU, or its own."""
    proven, absent = set(), set()
    for _, row in ROWS:
        for text, fact in row["calls"].items():
            path = running.path_of(text)
            if not running.raises(fact):
                proven.add(path)
            elif fact["raises"] == "no kernel" or "has no attribute" in fact["clause"]:
                absent.add(path)
    assert set(FACES) - proven - absent == set(UNPROVEN) - proven - absent == set(UNPROVEN)


def test_every_gap_and_tolerance_names_a_row():
    """What is gone needs no reason."""
    names = {key.split(" | ")[0] for key, _ in ROWS}
    texts = {text for _, row in ROWS for text in row["calls"]}
    aspects = ("value", "gradient", "graph")
    known = {f"{a} of {n}" for n in (*names, *FACES) for a in aspects}
    known |= {f"{a}: {t}" for t in (*texts, *(key for key, _ in ROWS)) for a in aspects}
    assert set(OPERATOR_GAPS) <= known
    assert {name for name, _ in TOLERANCES} | EAGER <= names
