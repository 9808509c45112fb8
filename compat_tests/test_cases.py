"""Run every recorded case under msjax and compare it with what MindSpore did."""

from __future__ import annotations

import contextlib
import functools

import mindspore as ms
import pytest

from compat_tests import harness
from compat_tests.comparison import differences
from compat_tests.gaps import EXTENSIONS, GAPS, NOT_COMPILED
from compat_tests.tolerances import OVERRIDES
from msjax._graph.cache import GraphFallbackWarning
from msjax._ops.summaries import take_summaries

# Each test asks for one case of an area.
read_facts = functools.cache(harness.read_facts)
load = functools.cache(harness.load)


def recorded():
    """Yield a pytest parameter for each recorded case and mode."""
    for area in harness.areas():
        for name, modes in read_facts(area).items():
            for mode in modes:
                ids = (f"{area}::{name}[{mode}]", f"{area}::{name}")
                reason = next((GAPS[case_id] for case_id in ids if case_id in GAPS), None)
                marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
                yield pytest.param(area, name, mode, id=f"{area}::{name}-{mode}", marks=marks)


@pytest.fixture(autouse=True)
def no_summaries_left():
    """What a case gave to a summary operator is not in the record of a later test."""
    yield
    with contextlib.suppress(TypeError, ValueError):  # some give it what no record takes
        take_summaries()


@pytest.mark.parametrize(("area", "name", "mode"), list(recorded()))
def test_case(area, name, mode):
    """The outcome under msjax is the recorded one, within the tolerance of its dtype."""
    facts = read_facts(area)[name]
    call, _ = load(area)[name]
    falls_back = f"{area}::{name}[{mode}]" in NOT_COMPILED
    with pytest.warns(GraphFallbackWarning) if falls_back else contextlib.nullcontext():
        got = harness.run(ms, call, mode)
    if _raises(facts[mode]) and f"{area}::{name}" in EXTENSIONS:
        assert not _raises(got), got
        return
    wanted = [facts[mode]]
    if mode == "graph" and _raises(facts[mode]):
        wanted.append(facts["pynative"])  # what only MindSpore's graph compiler refuses may work
    tolerance, _ = OVERRIDES.get(f"{area}::{name}", (None, None))
    failures = [list(differences(got, want, tolerance)) for want in wanted]
    assert any(not lines for lines in failures), "\n".join(failures[0])


def _raises(fact):
    return isinstance(fact, dict) and "raises" in fact


def test_every_case_is_recorded():
    """No case lacks a fact and no fact lacks a case."""
    for area in harness.areas():
        assert set(load(area)) == set(read_facts(area)), area


def test_every_gap_and_override_names_a_case():
    """A gap or an override whose case is gone must go too."""
    known = {f"{area}::{name}" for area in harness.areas() for name in read_facts(area)}
    for case_id in (*GAPS, *EXTENSIONS, *OVERRIDES):
        if not case_id.startswith("promotion::"):
            assert case_id.split("[")[0] in known, case_id
