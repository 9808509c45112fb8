"""Fixtures for tests of networks."""

import pytest

import msjax as ms


@pytest.fixture
def graph_mode():
    """Run the test in GRAPH_MODE."""
    ms.set_context(mode=ms.GRAPH_MODE)
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)
