"""Event files hold what MindSpore's hold."""

from __future__ import annotations

import contextlib
import json
import re

import mindspore as ms
import pytest

from compat_tests import summaries
from msjax._ops.summaries import take_summaries
from msjax.train.summary.messages import message_classes

FACTS = json.loads(summaries.FACTS.read_text())


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    with contextlib.suppress(TypeError, ValueError):
        take_summaries()  # what the misuse of other tests has left
    return summaries.write(ms, str(tmp_path_factory.mktemp("summaries")))


def test_name(file):
    """Both names are of one pattern."""
    pattern = r"events\.out\.events\.summary\.\d+\.0\..+_MS"
    assert re.fullmatch(pattern, FACTS["name"])
    assert re.fullmatch(pattern, file.name)


def test_events(file):
    """Every event is MindSpore's, encoded images included."""
    events = summaries.read(file, message_classes().Event)
    assert len(events) == len(FACTS["events"])
    for event, fact in zip(events, FACTS["events"], strict=True):
        assert event.keys() == fact.keys()
        values = event.get("summary", {}).get("value", [])
        wanted = fact.get("summary", {}).get("value", [])
        for value, want in zip(values, wanted, strict=True):
            assert value == want
