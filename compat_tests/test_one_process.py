"""Communication of one process, as MindSpore has it in a cluster of one."""

from __future__ import annotations

import functools
import json

import pytest
from mindspore import communication

from compat_tests import one_process
from compat_tests.comparison import differences

# What says something about MindSpore's CPU backend, and not about communication.
NO_KERNEL = "no kernel"


@functools.cache
def facts():
    return json.loads(one_process.FACTS.read_text())["cases"]


@pytest.fixture(autouse=True)
def started():
    communication.init("mccl")
    yield
    communication.release()


@pytest.mark.parametrize("name", one_process.CALLS)
def test_call(name):
    """The outcome is the recorded one."""
    fact = facts()[name]
    assert not (isinstance(fact, dict) and fact.get("raises") == NO_KERNEL), fact
    failures = list(differences(one_process.outcome(name), fact, None))
    assert not failures, "\n".join(failures)
